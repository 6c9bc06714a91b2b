"""Statements as an Excel workbook: one sheet of rows, one that says what they are. Pure."""

import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from dashboard import wording
from stance.table import to_jsonl

MAX_CELL = 32_767  # characters; Excel refuses a file with more in one cell


def workbook(statements: pd.DataFrame, about: Mapping[str, Any]) -> bytes:
    """Return a workbook; every text stays text, whatever it begins with.

    Args:
        statements: In the documented columns.
        about: What the companion file says.
    """
    # Write-only: rows go to the file as they come, and the whole never lies in memory twice.
    book = Workbook(write_only=True)
    sheet = book.create_sheet(wording.SHEET_STATEMENTS)
    sheet.freeze_panes = "A2"
    sheet.append([_head(sheet, str(name)) for name in statements.columns])
    for row in _rows(statements):
        sheet.append([_cell(sheet, value) for value in row.values()])
    described = book.create_sheet(wording.SHEET_ABOUT)
    for name, value in about.items():
        described.append([_head(described, name), _cell(described, value)])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _rows(statements: pd.DataFrame, size: int = 2_000) -> Iterable[dict[str, Any]]:
    for start in range(0, len(statements), size):
        for line in to_jsonl(statements.iloc[start : start + size]).splitlines():
            yield json.loads(line)


def _cell(sheet: Any, value: Any) -> Any:
    """Return a number, a truth value or nothing as it is, everything else as text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text)[:MAX_CELL])
    # openpyxl takes a text that begins with "=" for a formula; a quoted sentence is none.
    cell.data_type = "s"
    return cell


def _head(sheet: Any, text: str) -> Any:
    cell = _cell(sheet, text)
    cell.font = Font(bold=True)
    return cell
