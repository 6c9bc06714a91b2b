"""What a large collection is counted from: its narrow columns, kept in memory as numbers.

Reading a million statements from their files for each change of a filter takes longer than adding
them up. What repeats (days, sides, outlets) is kept as a number per value, ids as their hash: that
is a sixth of the statements' size, and counting is three times as fast. The words stay in the
files; what a page lists is read from there. The table says the same as the view ``statements``.

Making the table takes seconds after each start. So it is also kept as a file in the folder of what
can be made again: DuckDB reads from it as fast as from memory. The name of the file is a checksum
of all that the table is made of and one of the file itself: another state of the store, another
release, or a damaged file is never read. Without such a file, or a folder for it, the table is made
in memory as ever.
"""

import hashlib
import logging
import os
import tempfile
import zlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import duckdb
import pandas as pd

from dashboard import thinned
from dashboard.filters import Filters
from stance.settings import settings
from stance.store import Store

TABLE, _IN_WORDS, _SHOWN, _LENGTH = "brief", "brief_in_words", "shown_id", "n_chars"
_FOLDER = "columns"  # below the folder of what can be made again
LARGE = 50_000  # statements; below this the files are as quick and nothing needs to be kept
_REPEATED = ("said_on", "side", "target_side", "kind", "outlet")
SMALL = 5_000  # up to here all of it is held, words and evidence too: some megabytes
_HELD = "held_statements"
_KEPT, _ENDING, _MOST_FILES = "kept", ".columns", 4
_log = logging.getLogger(__name__)
_PLAIN = (
    "actor_id", "speaker_name", "source_file", "target", "topics", "attribution_confidence",
    "corrected",
)  # fmt: skip


def connection(store: Store, version: str) -> duckdb.DuckDBPyConnection:
    """Return a connection to a version of the store with the table laid beside its views."""
    laid = partial(lay, axes=store.axes, folder=kept_folder())
    return store.connection(version=version, prepare=laid)


def kept_folder() -> Path:
    """Return the folder of the files, whether or not it is there."""
    return settings().cache / _FOLDER


def lay(
    con: duckdb.DuckDBPyConnection,
    axes: Sequence[str],
    *,
    large: int = LARGE,
    folder: Path | None = None,
) -> None:
    """Give a connection the table, if the collection is large; hold the whole if it is small.

    Args:
        con: A connection of the store, before others work with its cursors.
        axes: Ids of the axes.
        large: From how many statements on the table is made.
        folder: Where ``keep`` has put it, perhaps; the connection may still open files then.
    """
    count = _count(con)
    if count < large:
        if count <= SMALL:
            _hold(con)
        return
    file = None if folder is None else _kept_in(folder, _state(con, axes))
    if file is None or not _attached(con, file):
        _make(con, axes, count, "")
    texts = ", ".join(f"CAST({name} AS VARCHAR) AS {name}" for name in _REPEATED)
    con.execute(f"CREATE VIEW {_IN_WORDS} AS SELECT * REPLACE ({texts}) FROM {TABLE}")


def keep(
    con: duckdb.DuckDBPyConnection, axes: Sequence[str], folder: Path, *, large: int = LARGE
) -> None:
    """Put the table into a file for the next start, unless it is there; failing that, do without.

    Args:
        con: A connection of the store that may still open files.
        axes: Ids of the axes.
        folder: Of what can be made again; made if need be.
        large: From how many statements on the table is kept.
    """
    count = _count(con)
    if count < large:
        return
    state = _state(con, axes)
    if _kept_in(folder, state) is not None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as workshop:
            made = Path(workshop) / "made"
            con.execute(f"ATTACH {_quoted(made)} AS {_KEPT}")
            try:
                _make(con, axes, count, f"{_KEPT}.")
            finally:
                con.execute(f"DETACH {_KEPT}")
            with made.open("rb+") as file:
                os.fsync(file.fileno())
            made.chmod(0o600)
            for damaged in folder.glob(f"{state}-*{_ENDING}"):
                damaged.unlink()
            made.replace(folder / f"{state}-{_checksum(made)}{_ENDING}")
        _forget_oldest(folder)
    except (OSError, duckdb.Error):
        _log.info("the columns could not be kept in %s", folder, exc_info=True)


def _count(con: duckdb.DuckDBPyConnection) -> int:
    row = con.execute("SELECT count(*) FROM stored_statements").fetchone()
    return int(row[0]) if row else 0


def _hold(con: duckdb.DuckDBPyConnection) -> None:
    """Hold a small collection whole: to open its files takes longer than to read them."""
    con.execute(f"CREATE TABLE {_HELD} AS SELECT * FROM statements")
    con.execute(f"CREATE OR REPLACE VIEW statements AS SELECT * FROM {_HELD}")


def _make(con: duckdb.DuckDBPyConnection, axes: Sequence[str], count: int, database: str) -> None:
    """Make the tables and the types of their columns, in memory ("") or in a database ("kept.")."""
    for name in _REPEATED:
        values = f"SELECT DISTINCT {name} FROM statements WHERE {name} IS NOT NULL ORDER BY {name}"
        con.execute(f"CREATE TYPE {database}{_type(name)} AS ENUM ({values})")
    columns = ", ".join(_columns(axes, database))
    con.execute(f"CREATE TABLE {database}{TABLE} AS SELECT {columns} FROM statements")
    con.execute(thinned.definition(count, database))


def _columns(axes: Sequence[str], database: str) -> list[str]:
    return [
        # Hashes are equal where the ids are; the id itself is kept to be shown.
        "hash(statement_id) AS statement_id",
        "CASE WHEN utterance_id IS NOT NULL THEN hash(utterance_id) END AS utterance_id",
        f"statement_id AS {_SHOWN}",
        f"length(text) AS {_LENGTH}",
        *(f"{name}::{database}{_type(name)} AS {name}" for name in _REPEATED),
        *_PLAIN,
        *('"' + axis.replace('"', '""') + '"' for axis in axes),
    ]


def _state(con: duckdb.DuckDBPyConnection, axes: Sequence[str]) -> str:
    """Return a checksum of all that the table is made of.

    That is which files (their names are never used twice), the corrections laid over them, how
    both make the statements and these the columns, and the release whose file it is.
    """
    views = con.execute("SELECT sql FROM duckdb_views() WHERE NOT internal ORDER BY view_name")
    made_of = [duckdb.__version__, *_columns(axes, ""), thinned.definition(1)]
    made_of += [row[0] for row in views.fetchall()]
    names = "SELECT table_name FROM duckdb_tables() WHERE NOT internal ORDER BY table_name"
    for (name,) in con.execute(names).fetchall():
        rows = con.execute(f'SELECT CAST(t AS VARCHAR) FROM "{name}" AS t ORDER BY 1').fetchall()
        made_of += [name, *(row[0] for row in rows)]
    return hashlib.sha256("\0".join(made_of).encode()).hexdigest()[:40]


def _kept_in(folder: Path, state: str) -> Path | None:
    """Return the file of a state, if it is there and whole."""
    try:
        for file in folder.glob(f"{state}-*{_ENDING}"):
            if file.stem == f"{state}-{_checksum(file)}":
                return file
    except OSError:
        _log.info("the columns kept in %s cannot be read", folder, exc_info=True)
    return None


def _checksum(file: Path) -> str:
    return f"{zlib.crc32(file.read_bytes()):08x}"


def _attached(con: duckdb.DuckDBPyConnection, file: Path) -> bool:
    try:
        con.execute(f"ATTACH {_quoted(file)} AS {_KEPT} (READ_ONLY)")
        for name in (TABLE, thinned.TABLE):
            con.execute(f"CREATE VIEW {name} AS SELECT * FROM {_KEPT}.{name}")
    except duckdb.Error:
        _log.info("the columns in %s cannot be used", file, exc_info=True)
        return False
    return True


def _forget_oldest(folder: Path) -> None:
    """Remove all but the newest few files: those of states that nobody opens any more."""
    files = sorted(folder.glob(f"*{_ENDING}"), key=lambda file: file.stat().st_mtime)
    for file in files[:-_MOST_FILES]:
        file.unlink(missing_ok=True)


def _quoted(file: Path) -> str:
    return "'" + str(file).replace("'", "''") + "'"


def source(con: duckdb.DuckDBPyConnection, filters: Filters | None = None) -> str:
    """Return where to count from, for any SQL: what repeats is text there as everywhere."""
    return _IN_WORDS if coded(con, filters) == TABLE else "statements"


def coded(con: duckdb.DuckDBPyConnection, filters: Filters | None = None) -> str:
    """Return where to count from fastest: what repeats is a number, which not all SQL can take.

    That is the table if there is one, the filters do not search the words, and no temporary table
    of some statements hides the rest: the table would count them all.
    """
    if filters is not None and filters.words:
        return "statements"
    is_kept = _is_there(con, TABLE) and not _is_there(con, "temp.main.statements")
    return TABLE if is_kept else "statements"


# Each query asks for it. To look through the catalog took longer than a small count.
def _is_there(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    try:
        con.execute(f"SELECT 1 FROM {table} LIMIT 0")
    except duckdb.CatalogException:
        return False
    return True


def is_thinned(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether some statements of a large collection are kept whole (``thinned``)."""
    return coded(con) == TABLE


def shown_id(source: str) -> str:
    """Return the column that holds the id of a statement as it is written."""
    return "statement_id" if source == "statements" else _SHOWN


def length(source: str) -> str:
    """Return SQL for how many characters a statement has."""
    return "length(text)" if source == "statements" else _LENGTH


def in_words(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a result with texts again where the table keeps numbers."""
    coded = [name for name in frame if isinstance(frame[name].dtype, pd.CategoricalDtype)]
    return frame.astype(dict.fromkeys(coded, "str")) if coded else frame


def _type(name: str) -> str:
    return f"{TABLE}_{name}"
