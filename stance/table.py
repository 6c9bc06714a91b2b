"""The table of statements: its columns, and how it is written to files.

One row per statement, in the columns that the README documents. Exports are byte-identical for the
same statements: rows keep the order they come in, floats are rounded to four digits.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from stance.model import Article, Statement

# Axis columns come from data/axes.toml; they stand between these two groups.
COLUMNS_BEFORE_AXES = (
    "statement_id", "utterance_id", "article_id", "source_file", "outlet", "title", "url",
    "published_on", "published_basis", "said_on", "said_on_precision", "said_on_basis",
    "speaker", "speaker_name", "actor_id", "side", "cue", "kind",
    "text", "spans", "speaker_span", "cue_span", "target", "target_side", "topics",
)  # fmt: skip
COLUMNS_AFTER_AXES = (
    "vader", "attribution_confidence", "evidence", "corrected", "method_version",
)  # fmt: skip
LIST_COLUMNS = ("spans", "speaker_span", "cue_span", "topics", "evidence")
DIGITS = 4

# A cell that begins with one of these can run as a formula in a spreadsheet; the wide ones do where
# the spreadsheet is set to Chinese, Japanese or Korean.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def columns_for(axes: Sequence[str]) -> list[str]:
    """Return all columns in order, for the given axis ids (each axis, then the interval)."""
    interval = [f"{axis}_{end}" for axis in axes[:1] for end in ("low", "high")]
    return [*COLUMNS_BEFORE_AXES, *axes, *interval, *COLUMNS_AFTER_AXES]


def statement_row(
    article: Article, statement: Statement, *, axes: Sequence[str], method_version: str
) -> dict[str, Any]:
    """Return one statement as a row; unknown values are None, lists are lists."""
    row: dict[str, Any] = {
        "statement_id": statement.statement_id,
        "utterance_id": statement.utterance_id,
        "article_id": article.article_id,
        "source_file": article.source_file,
        "outlet": article.outlet,
        "title": article.title,
        "url": article.url,
        "published_on": article.published_on.isoformat() if article.published_on else None,
        "published_basis": article.published_basis or None,
        "said_on": statement.said_on,
        "said_on_precision": statement.said_on_precision,
        "said_on_basis": statement.said_on_basis or None,
        "speaker": statement.speaker,
        "speaker_name": statement.speaker_name,
        "actor_id": statement.actor_id,
        "side": statement.side,
        "cue": statement.cue,
        "kind": statement.kind,
        "text": statement.text,
        "spans": [list(span) for span in statement.spans],
        "speaker_span": list(statement.speaker_span) if statement.speaker_span else None,
        "cue_span": list(statement.cue_span) if statement.cue_span else None,
        "target": statement.target,
        "target_side": statement.target_side,
        "topics": list(statement.topics),
    }
    for axis in axes:
        score = statement.score_on(axis)
        row[axis] = _rounded(score.value if score else None)
    first = statement.score_on(axes[0]) if axes else None
    for end in ("low", "high"):
        row[f"{axes[0]}_{end}"] = _rounded(getattr(first, end) if first else None)
    row["vader"] = _rounded(statement.vader)
    row["attribution_confidence"] = _rounded(statement.attribution_confidence)
    row["evidence"] = [
        {
            "axis": item.axis,
            "text": item.text,
            "span": list(item.span),
            "weight": _rounded(item.weight),
            "share": _rounded(item.share),
            "negated": item.is_negated,
            "rule": item.rule,
        }
        for item in statement.evidence
    ]
    row["corrected"] = False
    row["method_version"] = method_version
    return row


def frame_of(rows: Iterable[dict[str, Any]], axes: Sequence[str]) -> pd.DataFrame:
    """Return rows as a DataFrame with exactly the documented columns, also when there are none."""
    columns = columns_for(axes)
    frame = pd.DataFrame(list(rows), columns=columns)
    numbers = [*axes, *(c for c in columns if c.endswith(("_low", "_high")))]
    for column in (*numbers, "vader", "attribution_confidence"):
        frame[column] = frame[column].astype("float64")
    frame["corrected"] = frame["corrected"].astype("bool")
    for column in set(columns) - set(numbers) - set(LIST_COLUMNS):
        if column not in ("vader", "attribution_confidence", "corrected"):
            frame[column] = frame[column].astype("object").where(frame[column].notna(), None)
    return frame


def to_jsonl(frame: pd.DataFrame) -> bytes:
    """Return the frame as JSON Lines, UTF-8: lists stay lists, unknown values are null."""
    lines = (
        json.dumps({key: _plain(value) for key, value in row.items()}, ensure_ascii=False)
        for row in frame.to_dict("records")
    )
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def to_csv(frame: pd.DataFrame) -> bytes:
    """Return the frame as CSV, UTF-8 with a byte order mark, harmless in a spreadsheet.

    Lists are written as JSON, unknown values as empty cells; a text that a spreadsheet would run
    as a formula gets a leading apostrophe.
    """
    safe = frame.copy()
    for column in safe.columns:
        # Not "where the type is object": pandas has several types for texts.
        if not pd.api.types.is_numeric_dtype(safe[column].dtype) or column in LIST_COLUMNS:
            safe[column] = [_csv_cell(value) for value in safe[column]]
    text = safe.to_csv(index=False, lineterminator="\n")
    return b"\xef\xbb\xbf" + text.encode("utf-8", "replace")


def to_parquet(frame: pd.DataFrame) -> bytes:
    """Return the frame as a Parquet file; lists are nested columns."""
    import io

    from stance.arrow import statements_table

    buffer = io.BytesIO()
    import pyarrow.parquet as pq

    pq.write_table(statements_table(frame), buffer)
    return buffer.getvalue()


def _csv_cell(value: Any) -> Any:
    plain = _plain(value)
    if plain is None:
        return ""
    if isinstance(plain, list | dict):
        return json.dumps(plain, ensure_ascii=False)
    return harmless(plain) if isinstance(plain, str) else plain


def harmless(text: str) -> str:
    """Return a text as a cell of CSV that no spreadsheet runs as a formula.

    It gets an apostrophe where it might be one. A carriage return becomes a line feed: it is not
    put into quotation marks by whoever writes the file, and what follows would begin a row.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


def _plain(value: Any) -> Any:
    """Turn NumPy and pandas values into JSON's."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return None
    return value


def _rounded(value: float | None) -> float | None:
    # -0.0 would print with its sign and make equal exports differ
    return None if value is None else round(float(value), DIGITS) + 0.0
