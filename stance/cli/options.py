"""The options that several commands of ``stance`` share, with their help texts."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from stance.errors import UsageError
from stance.model import TableFormat

PathsArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH", help="Files or folders; a folder is read in the order of its names."
    ),
]
StoreOption = Annotated[
    Path | None,
    typer.Option(
        "--store", metavar="DIR", help="Folder of the store (default: STANCE_STORE or ./store)."
    ),
]
AtOption = Annotated[
    str | None,
    typer.Option("--at", metavar="VERSION", help="An earlier version of the store, as 12.3."),
]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers", min=1, max=64, help="Processes at work (default: STANCE_WORKERS or 1)."
    ),
]
ClusterOption = Annotated[
    str | None,
    typer.Option("--cluster", metavar="ADDRESS", help="Scheduler of a Dask cluster."),
]
ColumnsOption = Annotated[
    str | None,
    typer.Option(
        "--columns",
        metavar="FIELD=NAME,...",
        help="Columns or keys of tables and JSON that hold text, title, date, outlet, url, "
        "authors or speaker, as text=Body,title=Headline; others are found by name.",
    ),
]
FormatOption = Annotated[
    TableFormat | None,
    typer.Option("--format", help="How to write the table (default: by the ending of --out)."),
]
TextFormatOption = Annotated[
    Literal["csv", "jsonl"] | None,
    typer.Option("--format", help="How to write the table (default: by the ending of --out)."),
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="File to write (default: standard output)."),
]


def columns_of(written: str | None) -> dict[str, str]:
    """Return what ``--columns text=Body,title=Headline`` says, by field.

    Raises:
        UsageError: If a part of it is no pair, or names a field twice.
    """
    columns: dict[str, str] = {}
    for part in (written or "").split(","):
        field, equals, name = (each.strip() for each in part.partition("="))
        if not part.strip():
            continue
        if not (field and equals and name):
            raise UsageError(f"--columns: {part.strip()!r} is not FIELD=NAME, as text=Body")
        if field in columns:
            raise UsageError(f"--columns: {field} is given twice")
        columns[field] = name
    return columns
