"""Which release of Stance this is; pyproject.toml takes it from here."""

VERSION = "0.1.0"


def package_version() -> str:
    """Return the release, for example "0.1.0"."""
    return VERSION
