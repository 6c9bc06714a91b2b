"""What a download holds: exactly the filtered view, and a file that says what it is."""

import json
from datetime import date
from typing import Any

import pandas as pd

from dashboard import queries, theme, wording
from dashboard.filters import Filters
from stance import export, table
from stance.access import VIEWER
from stance.errors import UsageError
from stance.store import Store

# Rows: what a browser saves within seconds, and what a spreadsheet program still opens.
LIMITS = {"csv": 200_000, "xlsx": 50_000, "parquet": 200_000, "json": 200_000}


def frame(folder: str, version: str, filters: Filters) -> pd.DataFrame:
    """Return the filtered view of one version of the store, in the documented columns."""
    condition, values = queries.where(filters)
    return Store(folder, person=VIEWER).statements(condition, values, version=version)


def content(ending: str, statements: pd.DataFrame, about: dict[str, Any]) -> bytes:
    """Return statements as a file; CSV and Parquet byte for byte as ``stance export`` writes them.

    Args:
        ending: A key of ``LIMITS``.
        statements: In the documented columns.
        about: What the companion file says; Excel and JSON carry it with them.
    """
    if ending == "xlsx":
        from dashboard.workbook import workbook

        return workbook(statements, about)
    if ending == "json":
        rows = [json.loads(line) for line in table.to_jsonl(statements).splitlines()]
        return export.metadata_bytes({**about, "statements": rows})
    return export.statement_bytes(statements, "parquet" if ending == "parquet" else "csv")


def check_size(ending: str, total: int) -> None:
    """Refuse what a file of this kind should not hold.

    Raises:
        UsageError: With the limit and the way that has none.
    """
    if total > LIMITS[ending]:
        limit = wording.DOWNLOAD_LIMIT.format(
            name=wording.DOWNLOAD_FORMATS[ending], limit=theme.number(LIMITS[ending])
        )
        count = theme.plural(total, *wording.STATEMENT)
        raise UsageError(wording.DOWNLOAD_TOO_LARGE.format(count=count, limits=limit))


def metadata(
    statements: pd.DataFrame, filters: Filters, version: str, made_on: date
) -> dict[str, Any]:
    """Return what the companion file says: filters, versions, counts, how to cite."""
    described = export.metadata(
        statements, filters.selection, store_version=version, made_on=made_on
    )
    return described | {"filters": filters.as_metadata()}


def file_name(case_id: str, version: str, filters: Filters) -> str:
    """Return a file name without ending that tells whether the view is filtered."""
    scope = "all" if filters.is_empty else "filtered"
    return f"stance-{case_id}-{scope}-v{version}"
