"""Tables of articles: CSV, TSV, Excel and Parquet. One row is one article, columns go by name."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from stance.errors import InputError
from stance.model import Article
from stance.reading.columns import (
    has_text_field,
    match_fields,
    missing_columns,
    missing_text_reason,
)
from stance.reading.decoding import decode
from stance.reading.fields import article_of_record
from stance.reading.job import Job
from stance.reading.limits import MAX_ROWS, check_office_file, max_unpacked_bytes

Row = tuple[int, Sequence[object] | InputError]  # number from 1, header not counted


def read_csv(data: bytes, name: str, job: Job) -> list[Article]:
    """Read a table of text; the separator is the one that divides the header best."""
    text = decode(data, name)
    header_line = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(",;\t|", key=header_line.count)
    rows = list(_bounded_rows(_csv_rows(text, separator, name), name))
    return _read_rows(rows, name, job)


def read_excel(data: bytes, name: str, job: Job) -> list[Article]:
    """Read the first sheet of a workbook that has a column for the text."""
    import openpyxl  # slow to import, rarely needed

    check_office_file(data, name, "an Excel workbook", "xl/workbook.xml")
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = [
            list(_bounded(sheet.iter_rows(values_only=True), name)) for sheet in book.worksheets
        ]
        book.close()
    except (InputError, MemoryError):
        raise
    except Exception as error:  # openpyxl raises whatever a broken part makes it stumble over
        raise InputError(
            name, f"is a broken Excel workbook: {error or type(error).__name__}"
        ) from error
    filled = [[row for row in sheet if any(cell is not None for cell in row)] for sheet in sheets]
    filled = [sheet for sheet in filled if sheet]
    best = next(
        (sheet for sheet in filled if has_text_field(filter(None, sheet[0]), job.columns)), None
    )
    rows = best or (filled[0] if filled else [])
    return _read_rows(enumerate(rows), name, job)


def read_parquet(data: bytes, name: str, job: Job) -> list[Article]:
    """Read the columns of a Parquet file whose names mean something here."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        groups = [file.metadata.row_group(index) for index in range(file.metadata.num_row_groups)]
        if sum(group.total_byte_size for group in groups) > max_unpacked_bytes():
            raise InputError(name, "unpacks to more than is allowed (max_input_mb)")
        used = [
            column
            for columns in match_fields(file.schema_arrow.names, job.columns).values()
            for column in columns
        ]
        table = file.read(columns=used or None).to_pydict()
    except (InputError, MemoryError):
        raise
    except Exception as error:  # Arrow and plain Python errors alike
        raise InputError(name, f"is a broken Parquet file: {error}") from error
    header = list(table)
    rows: list[Sequence[object]] = [header, *zip(*table.values(), strict=True)]
    return _read_rows(enumerate(_bounded(rows, name)), name, job)


def _csv_rows(text: str, separator: str, name: str) -> Iterator[Row]:
    # An article is longer than the module's default limit for a cell.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = -1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            number += 1
            yield number, InputError(name, f"line {reader.line_num} is broken: {error}")
            continue
        if any(cell.strip() for cell in row):
            number += 1
            yield number, row


def _read_rows(rows: Iterable[Row], name: str, job: Job) -> list[Article]:
    numbered = iter(rows)
    _, header = next(numbered, (0, ()))
    if isinstance(header, InputError):
        raise header
    names = [str(cell) if cell is not None else "" for cell in header]
    missing = missing_columns(names, job.columns)
    if missing:
        found = ", ".join(filter(None, names[:12]))
        raise InputError(name, f"has no column {', '.join(missing)}; found: {found}")
    if not has_text_field(names, job.columns):
        reason = missing_text_reason(filter(None, names), "column", job.columns)
        raise InputError(name, reason)
    articles: list[Article] = []
    for number, row in numbered:
        source = f"{name}#{number}"
        try:
            articles.append(article_of_record(_record(names, row), source, job.columns))
        except InputError as error:
            job.problems.append(InputError(source, error.reason))
    return articles


def _record(names: Sequence[str], row: Sequence[object] | InputError) -> dict[str, object]:
    if isinstance(row, InputError):
        raise row
    if len(row) > len(names) and any(cell not in (None, "") for cell in row[len(names) :]):
        reason = f"has {len(row)} cells under {len(names)} columns; is its text in quotation marks"
        raise InputError("row", reason + "?")
    return dict(zip(names, row, strict=False))


def _bounded_rows(rows: Iterable[Row], name: str) -> Iterator[Row]:
    for number, row in rows:
        if number > MAX_ROWS:
            raise InputError(name, f"has more than {MAX_ROWS} rows; divide it")
        yield number, row


def _bounded(rows: Iterable[Sequence[object]], name: str) -> Iterator[Sequence[object]]:
    for number, row in enumerate(rows):
        if number > MAX_ROWS:
            raise InputError(name, f"has more than {MAX_ROWS} rows; divide it")
        yield row
