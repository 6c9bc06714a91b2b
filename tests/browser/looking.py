"""What every page is looked at for: whether all can read it, and whether it fits its window."""

from collections.abc import Iterable

from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visit

# Only the colours differ between the two, so the dark page is asked about nothing else.
_SCHEMES: dict[str, dict[str, list[str]]] = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}


def assert_accessible(visit: Visit, place: str = "") -> None:
    """Ask axe about the page as it stands, in light and in dark."""
    for scheme, options in _SCHEMES.items():
        visit.wear(scheme)
        found = Axe().run(visit.page, options=options).response["violations"]
        violations = [
            (each["id"], [node["html"][:160] for node in each["nodes"]][:3]) for each in found
        ]
        assert violations == [], (scheme, place or visit.page.url)


def assert_fits(visit: Visit, addresses: Iterable[str]) -> None:
    """Go through pages; none may have to be pushed sideways."""
    for address in addresses:
        visit.go(address)
        wide = visit.page.evaluate(
            "document.querySelector('[data-testid=stMain]').scrollWidth > window.innerWidth"
        )
        assert not wide, address
