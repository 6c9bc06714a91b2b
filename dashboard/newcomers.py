"""Speakers in no registry: the entry for ``actors.toml``, checked by the registry's own reader.

Pure but for ``add``, which writes into a data folder of the reader's own; the one that comes with
the program is never written to.
"""

import os
import re
import shutil
import tempfile
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from filelock import FileLock, Timeout

from stance import resources
from stance.access import Action, Person, require
from stance.errors import DataFileError, StanceError
from stance.model import EntityKind
from stance.registry import case_files, fold_name, forget_cases

ENTITIES: tuple[str, ...] = get_args(EntityKind)
_LOCK_SECONDS = 10
_TITLED = re.compile(r"^(?:mr|mrs|ms|dr|sir|president|minister)\.? ", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """What is to be written about a speaker; ``side`` is for the reader to decide."""

    actor_id: str
    name: str
    side: str
    entity: str = "person"
    aliases: tuple[str, ...] = ()


def actors_file(case_id: str) -> Path:
    """Return the file in which the actors of a case are listed."""
    return resources.case_dir(case_id) / case_files.ACTORS_FILE


def is_own_folder() -> bool:
    """Whether the data folder is the reader's own and not the one that comes with the program."""
    named = os.environ.get("STANCE_DATA_DIR")
    return bool(named) and resources.data_dir().resolve() != resources.shipped_data_dir().resolve()


def id_of(name: str, taken: Collection[str] = ()) -> str:
    """Return a free id for a name, in the form that the registry asks for."""
    plain = re.sub(r"[^a-z0-9]+", "_", fold_name(name)).strip("_")
    plain = plain if plain[:1].isalpha() else f"actor_{plain}".rstrip("_")
    number, found = 2, plain
    while found in taken:
        found, number = f"{plain}_{number}", number + 1
    return found


def spellings(name: str, printed: Sequence[str]) -> tuple[str, ...]:
    """Return which printed forms could be aliases: other names, no titles, no descriptions.

    A form in small letters ("the scholar") or with a title is left out: it may mean somebody else
    in the next article.
    """
    found: dict[str, str] = {}
    for form in printed:
        words = form.split()
        is_name = len(words) > 1 and all(word[:1].isupper() for word in words)
        if is_name and not _TITLED.match(form) and fold_name(form) != fold_name(name):
            found.setdefault(fold_name(form), form)
    return tuple(found.values())


def entry(newcomer: Newcomer) -> str:
    """Return the table of TOML to append to ``actors.toml``."""
    lines = [
        "[[actor]]",
        f"id = {_text(newcomer.actor_id)}",
        f"name = {_text(newcomer.name)}",
        f"side = {_text(newcomer.side)}",
    ]
    if newcomer.entity != "person":
        lines.append(f"entity = {_text(newcomer.entity)}")
    if newcomer.aliases:
        lines.append(f"aliases = [{', '.join(_text(alias) for alias in newcomer.aliases)}]")
    return "\n".join(lines) + "\n"


def problem(newcomer: Newcomer, case_id: str) -> str | None:
    """Return what the registry would say against the entry; None if it would take it.

    The case is copied with the entry appended and read as ``stance check-data`` reads it.
    """
    try:
        _check(_appended(actors_file(case_id), newcomer), case_id)
    except DataFileError as error:
        return f"{error.found}; expected {error.expected}"
    except StanceError as error:
        return str(error)
    return None


def add(newcomer: Newcomer, case_id: str, *, person: Person | None = None) -> Path:
    """Append the entry to ``actors.toml`` of a data folder of the reader's own.

    Raises:
        PermissionDenied: If the role of who signed in does not allow it.
        StanceError: If the folder is not the reader's own, cannot be written to, or the registry
            refuses the entry; the file is unchanged then.
    """
    if person is not None:
        require(person, Action.NAME)
    path = actors_file(case_id)
    if not is_own_folder():
        raise StanceError(f"{path} comes with the program; set STANCE_DATA_DIR to a copy of it.")
    try:
        with FileLock(path.with_suffix(".lock"), timeout=_LOCK_SECONDS):
            whole = _appended(path, newcomer)
            _check(whole, case_id)
            beside = path.with_suffix(".new")
            beside.write_text(whole, "utf-8", newline="\n")
            beside.replace(path)
            forget_cases()
    except Timeout:
        raise StanceError(f"{path}: somebody else is writing to it; try again.") from None
    except OSError as error:
        raise StanceError(f"{path} cannot be written ({error.strerror}).") from error
    return path


def _appended(path: Path, newcomer: Newcomer) -> str:
    try:
        known = path.read_text("utf-8-sig")
    except OSError as error:
        raise StanceError(f"{path} cannot be read ({error.strerror}).") from error
    return f"{known.rstrip()}\n\n{entry(newcomer)}"


def _check(actors: str, case_id: str) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / case_id
        shutil.copytree(resources.case_dir(case_id), folder)
        (folder / case_files.ACTORS_FILE).write_text(actors, "utf-8", newline="\n")
        case_files.read_case(folder)


def _text(value: str) -> str:
    """Return a text as TOML: a basic string with everything escaped that needs it."""
    escaped = "".join(
        f"\\{char}" if char in '"\\' else char if char.isprintable() else f"\\u{ord(char):04x}"
        for char in value
    )
    shown = f'"{escaped}"'
    assert tomllib.loads(f"value = {shown}")["value"] == value
    return shown
