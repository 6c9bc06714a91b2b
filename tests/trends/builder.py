"""Small frames of statements, of which a test writes only what it is about."""

from typing import Any

import pandas as pd

from stance.table import columns_for, frame_of

AXES = ("conciliation", "cooperation")


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    """Return a table of statements; every column that a row does not name is usual."""
    return frame_of([_row(number, row) for number, row in enumerate(rows)], AXES)


def said(score: float | None, said_on: str | None = "2023-06-19", **more: Any) -> dict[str, Any]:
    """Return what matters of a statement: its score and date, and more by column."""
    return {"conciliation": score, "said_on": said_on, **more}


def _row(number: int, row: dict[str, Any]) -> dict[str, Any]:
    usual: dict[str, Any] = dict.fromkeys(columns_for(AXES))
    said_on = row.get("said_on")
    usual |= {
        "statement_id": f"s{number}",
        "utterance_id": f"u{number}",
        "article_id": "a",
        "source_file": "a.txt",
        "outlet": "The Courier",
        "side": "US",
        "actor_id": "ada_marlow",
        "speaker_name": "Ada Marlow",
        "target_side": "China",
        "topics": [],
        "spans": [[0, 1]],
        "evidence": [],
        "corrected": False,
        "said_on_precision": {4: "year", 7: "month", 10: "day"}.get(len(said_on or "")),
    }
    return usual | row
