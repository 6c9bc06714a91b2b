"""What a large collection is counted from: its narrow columns, kept in memory as numbers.

Reading a million statements from their files for each change of a filter takes longer than adding
them up. What repeats (days, sides, outlets) is kept as a number per value, ids as their hash: that
is a sixth of the statements' size, and counting is three times as fast. The words stay in the
files; what a page lists is read from there. The table says the same as the view ``statements``.
"""

from collections.abc import Sequence

import duckdb
import pandas as pd

from dashboard.filters import Filters

TABLE, _IN_WORDS, _SHOWN, _LENGTH = "brief", "brief_in_words", "shown_id", "n_chars"
LARGE = 50_000  # statements; below this the files are as quick and nothing needs to be kept
_REPEATED = ("said_on", "side", "target_side", "kind", "outlet")
_PLAIN = (
    "actor_id", "speaker_name", "source_file", "target", "topics", "attribution_confidence",
    "corrected",
)  # fmt: skip


def lay(con: duckdb.DuckDBPyConnection, axes: Sequence[str], *, large: int = LARGE) -> None:
    """Give a connection the table, if the collection is large.

    Args:
        con: A connection of the store, before others work with its cursors.
        axes: Ids of the axes.
        large: From how many statements on the table is made.
    """
    row = con.execute("SELECT count(*) FROM stored_statements").fetchone()
    if row is None or row[0] < large:
        return
    for name in _REPEATED:
        values = f"SELECT DISTINCT {name} FROM statements WHERE {name} IS NOT NULL ORDER BY {name}"
        con.execute(f"CREATE TYPE {_type(name)} AS ENUM ({values})")
    columns = [
        # Hashes are equal where the ids are; the id itself is kept to be shown.
        "hash(statement_id) AS statement_id",
        "CASE WHEN utterance_id IS NOT NULL THEN hash(utterance_id) END AS utterance_id",
        f"statement_id AS {_SHOWN}",
        f"length(text) AS {_LENGTH}",
        *(f"{name}::{_type(name)} AS {name}" for name in _REPEATED),
        *_PLAIN,
        *('"' + axis.replace('"', '""') + '"' for axis in axes),
    ]
    con.execute(f"CREATE TABLE {TABLE} AS SELECT {', '.join(columns)} FROM statements")
    texts = ", ".join(f"CAST({name} AS VARCHAR) AS {name}" for name in _REPEATED)
    con.execute(f"CREATE VIEW {_IN_WORDS} AS SELECT * REPLACE ({texts}) FROM {TABLE}")


def source(con: duckdb.DuckDBPyConnection, filters: Filters | None = None) -> str:
    """Return where to count from, for any SQL: what repeats is text there as everywhere."""
    return _IN_WORDS if coded(con, filters) == TABLE else "statements"


def coded(con: duckdb.DuckDBPyConnection, filters: Filters | None = None) -> str:
    """Return where to count from fastest: what repeats is a number, which not all SQL can take.

    That is the table if there is one and the filters do not search the words.
    """
    if filters is not None and filters.words:
        return "statements"
    found = "SELECT count(*) FROM duckdb_tables() WHERE table_name = ?"
    row = con.execute(found, [TABLE]).fetchone()
    return TABLE if row and row[0] else "statements"


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
