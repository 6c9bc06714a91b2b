"""Finds the data files; no other module builds a path to them."""

import os
from functools import cache
from pathlib import Path

from stance.errors import StanceError

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent


def data_dir() -> Path:
    """Return the folder of cases, axes and lexicons.

    ``STANCE_DATA_DIR`` if set, else ``stance/_data`` (an installed wheel), else ``data/`` of the
    checkout.

    Raises:
        StanceError: If none of them is a folder.
    """
    named = os.environ.get("STANCE_DATA_DIR")
    return _first_folder("STANCE_DATA_DIR", named, (_PACKAGE / "_data", _CHECKOUT / "data"))


def seeds_dir() -> Path:
    """Return the folder of the articles that the project ships (``STANCE_SEEDS_DIR`` overrides)."""
    named = os.environ.get("STANCE_SEEDS_DIR")
    return _first_folder("STANCE_SEEDS_DIR", named, (_PACKAGE / "_seeds", _CHECKOUT / "seeds"))


def language_file(*parts: str) -> Path:
    """Return a file of the axes or lexicons, whether or not it exists.

    A folder named by ``STANCE_DATA_DIR`` may hold cases alone: what it lacks of the language data
    is taken from the one that ships.
    """
    named = data_dir().joinpath(*parts)
    return named if named.exists() else shipped_data_dir().joinpath(*parts)


def shipped_data_dir() -> Path:
    """Return the data folder that comes with the program, whatever the environment says."""
    return _first_folder("STANCE_DATA_DIR", None, (_PACKAGE / "_data", _CHECKOUT / "data"))


def case_dir(case_id: str) -> Path:
    """Return the folder of a case, whether or not it exists."""
    return data_dir() / case_id


@cache
def _first_folder(variable: str, named: str | None, others: tuple[Path, ...]) -> Path:
    candidates = (Path(named),) if named else others
    for folder in candidates:
        if folder.is_dir():
            return folder
    looked = ", ".join(str(folder) for folder in candidates)
    raise StanceError(f"no data folder; looked in {looked}. Set {variable} or reinstall.")
