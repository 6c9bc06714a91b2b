"""Arrow schemas of articles, statements and corrections: how our tables look in Parquet.

Unknown is null everywhere. Lists of statements are nested columns (researchers read them in R or
DuckDB without parsing); what only we read of an article (marks, date candidates) is JSON text, so
that a new kind of mark needs no new schema.
"""

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from stance.table import COLUMNS_AFTER_AXES, COLUMNS_BEFORE_AXES, LIST_COLUMNS, columns_for

_SPAN = pa.list_(pa.int64())
_EVIDENCE = pa.struct(
    [
        ("axis", pa.string()),
        ("text", pa.string()),
        ("span", _SPAN),
        ("weight", pa.float64()),
        ("share", pa.float64()),
        ("negated", pa.bool_()),
        ("rule", pa.string()),
    ]
)
_TYPES: dict[str, pa.DataType] = {
    "spans": pa.list_(_SPAN),
    "speaker_span": _SPAN,
    "cue_span": _SPAN,
    "topics": pa.list_(pa.string()),
    "evidence": pa.list_(_EVIDENCE),
    "vader": pa.float64(),
    "attribution_confidence": pa.float64(),
    "corrected": pa.bool_(),
}

ARTICLE_SCHEMA = pa.schema(
    [
        ("article_id", pa.string()),
        ("content_hash", pa.string()),  # of the words: copies under another name share it
        ("file_hash", pa.string()),  # SHA-256 of the bytes as they were read; null if unknown
        ("text_hash", pa.string()),  # SHA-256 of text in UTF-8: offsets hold while it fits
        ("source_file", pa.string()),
        ("title", pa.string()),
        ("outlet", pa.string()),
        ("url", pa.string()),
        ("authors", pa.list_(pa.string())),
        ("speaker", pa.string()),
        ("published_on", pa.string()),
        ("published_basis", pa.string()),
        ("text", pa.string()),
        ("marks", pa.string()),
        ("date_hints", pa.string()),
        ("date_candidates", pa.string()),
        ("needs_attention", pa.string()),  # what a person has to decide about its date, or empty
        ("n_statements", pa.int64()),
        ("read_at", pa.string()),  # UTC, ISO
        ("added_in", pa.int64()),  # commit of the store that brought it
        ("file_name", pa.string()),  # of the file with file_hash; null if it was not kept
    ]
)

CORRECTION_SCHEMA = pa.schema(
    [
        ("number", pa.int64()),  # 1, 2, ...: the order in which they were made
        ("correction_id", pa.string()),
        ("statement_id", pa.string()),
        ("article_id", pa.string()),
        ("anchor_spans", pa.list_(_SPAN)),
        ("anchor_text", pa.string()),
        ("field", pa.string()),
        ("old", pa.string()),  # JSON
        ("new", pa.string()),  # JSON
        ("reason", pa.string()),
        ("who", pa.string()),
        ("when", pa.string()),  # UTC, ISO
        ("undoes", pa.string()),  # correction_id that this entry takes back, else null
    ]
)

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def statement_schema(axes: Sequence[str]) -> pa.Schema:
    """Return the schema of the table of statements for these axis ids."""
    names = columns_for(axes)
    measured = set(names) - set(COLUMNS_BEFORE_AXES) - set(COLUMNS_AFTER_AXES)
    return pa.schema(
        [(name, pa.float64() if name in measured else field_type(name)) for name in names]
    )


def field_type(name: str) -> pa.DataType:
    """Return the Arrow type of a column that is not an axis."""
    return _TYPES.get(name, pa.string())


def axes_of(frame: pd.DataFrame) -> list[str]:
    """Return the axis ids of a frame of statements: the columns between the two fixed groups."""
    fixed = {*COLUMNS_BEFORE_AXES, *COLUMNS_AFTER_AXES}
    return [
        name for name in frame.columns if name not in fixed and not name.endswith(("_low", "_high"))
    ]


def statements_table(frame: pd.DataFrame) -> pa.Table:
    """Return a frame of statements as an Arrow table with exactly the documented columns."""
    schema = statement_schema(axes_of(frame))
    return pa.table(
        [_column(frame[name], schema.field(name).type) for name in schema.names], schema
    )


def frame_from_arrow(table: pa.Table) -> pd.DataFrame:
    """Return an Arrow table of statements as the frame that ``stance.table.frame_of`` makes."""
    columns = {name: _values(table.column(name)) for name in table.column_names}
    return pd.DataFrame(columns, columns=table.column_names)


def table_of_rows(rows: Sequence[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    """Return rows as a table; text that UTF-8 cannot hold is replaced character by character."""
    return pa.Table.from_pylist(
        [{key: storable(value) for key, value in row.items()} for row in rows], schema
    )


def storable(value: Any) -> Any:
    """Replace lone surrogates in texts, one character for one: every offset still fits."""
    if isinstance(value, str):
        return value if value.isascii() else _LONE_SURROGATE.sub("\ufffd", value)
    if isinstance(value, list | tuple):
        return [storable(item) for item in value]
    if isinstance(value, dict):
        return {key: storable(item) for key, item in value.items()}
    return value


def _column(series: "pd.Series[Any]", kind: pa.DataType) -> pa.Array:
    if pa.types.is_floating(kind) or pa.types.is_boolean(kind):
        return pa.array(series.to_numpy(), kind, from_pandas=True)
    return pa.array([_known(storable(value)) for value in series], kind)


def _known(value: Any) -> Any:
    """Return None for every spelling of "unknown" that pandas has."""
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return None
    return value


def _values(column: pa.ChunkedArray) -> "pd.Series[Any]":
    if pa.types.is_nested(column.type):
        return pd.Series(column.to_pylist(), dtype=object)
    if pa.types.is_string(column.type):
        return pd.Series(column.to_numpy(), dtype=object)
    numbers: pd.Series[Any] = column.to_pandas()
    return numbers


assert set(LIST_COLUMNS) <= set(_TYPES), "a list column without a type would be stored as text"
