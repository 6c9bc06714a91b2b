"""Opens the store, chooses statements and delivers data for the commands."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from stance.cli.filtering import FilterOptions
from stance.cli.terminal import write_data
from stance.errors import StoreMissingError

if TYPE_CHECKING:
    import pandas as pd

    from stance.selection import Selection, StoredNames
    from stance.store import Store

_DISTINCT = {
    "speakers": "speaker_name FROM statements WHERE actor_id IS NULL AND speaker_name",
    "sides": "side FROM statements WHERE side",
    "targets": "target FROM statements WHERE target",
    "outlets": "outlet FROM articles WHERE outlet",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Statements of a store, the filters that chose them, and the version they were read at."""

    frame: "pd.DataFrame"
    selection: "Selection"
    version: str


def named_store(path: Path | None) -> "Store":
    """Return the store to work with, which may not be there yet.

    Where a file of roles is set, whoever is logged in may do what it says.
    """
    from stance.access import Action, local_person, require
    from stance.settings import settings
    from stance.store import Store

    person = local_person()
    if person is not None:
        require(person, Action.READ)
    return Store(path or settings().store, person=person)


def open_store(path: Path | None) -> "Store":
    """Return a store that is there.

    Raises:
        StoreMissingError: If there is none.
    """
    store = named_store(path)
    if not store.exists():
        raise StoreMissingError(
            f"{store.path}: there is no store. Make one with `stance ingest PATH...`, or name "
            "another with --store or STANCE_STORE."
        )
    return store


def choose(filters: FilterOptions, store_path: Path | None, at: str | None) -> Choice:
    """Return the statements that the options ask for.

    Raises:
        UnknownNameError: If a filter names what neither the case nor the store knows.
        UsageError: If a date or the version makes no sense.
    """
    from stance.registry import load_case

    selection = filters.selection()
    store = open_store(store_path)
    version = at or store.version()
    selection = selection.check(load_case(), stored_names(store, version))
    where, values = selection.to_sql()
    return Choice(store.statements(where, values, version=version), selection, version)


def stored_names(store: "Store", version: str) -> "StoredNames":
    """Return the names that only the store knows: unlisted speakers, outlets, targets."""
    from stance.selection import StoredNames

    with store.connection(version=version) as connection:
        names = {
            field: tuple(
                name
                for (name,) in connection.execute(
                    f"SELECT DISTINCT {column} IS NOT NULL ORDER BY 1"
                ).fetchall()
            )
            for field, column in _DISTINCT.items()
        }
    return StoredNames(**names)


def deliver(
    data: bytes, out: Path | None, *, is_binary: bool = False, companion: bytes | None = None
) -> None:
    """Write data to a file with its companion, or to standard output."""
    if out is None:
        write_data(data, is_binary=is_binary)
        return
    from stance.export import companion_path, write_files

    files = [(out, data)]
    if companion is not None:
        files.append((companion_path(out), companion))
    write_files(files)


def deliver_table(
    frame: "pd.DataFrame", named: Literal["csv", "jsonl"] | None, out: Path | None
) -> None:
    """Write a table of results, CSV unless the option or the ending of the file says otherwise."""
    from stance import table
    from stance.export import format_for

    is_jsonl = format_for(named, out, "csv") == "jsonl"
    deliver(table.to_jsonl(frame) if is_jsonl else table.to_csv(frame), out)


def count(number: int, noun: str) -> str:
    """Return "1 article", "2 articles"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def megabytes(n_bytes: int) -> str:
    """Return a size for people: "0.3 MB"."""
    return f"{n_bytes / 1e6:,.1f} MB"
