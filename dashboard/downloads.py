"""What a download holds: exactly the filtered view, and a file that says what it is."""

from datetime import date
from typing import Any

import pandas as pd

from dashboard import queries
from dashboard.filters import Filters
from stance import export, table
from stance.store import Store


def frame(folder: str, version: str, filters: Filters) -> pd.DataFrame:
    """Return the filtered view of one version of the store, in the documented columns."""
    condition, values = queries.where(filters)
    return Store(folder).statements(condition, values, version=version)


def csv(statements: pd.DataFrame) -> bytes:
    """Return statements as CSV, byte for byte as ``stance export`` writes them."""
    return table.to_csv(statements)


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
