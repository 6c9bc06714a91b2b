"""The options that several commands of ``stance`` share, with their help texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stance.errors import UsageError
from stance.model import TableFormat

if TYPE_CHECKING:
    from stance.selection import Selection

_FILTERS = "Filters"

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
ActorOption = Annotated[
    list[str] | None,
    typer.Option(
        "--actor",
        metavar="NAME",
        help="Who speaks: id, name or alias. Repeatable.",
        rich_help_panel=_FILTERS,
    ),
]
SideOption = Annotated[
    list[str] | None,
    typer.Option(
        "--side", metavar="SIDE", help="Side of the speaker. Repeatable.", rich_help_panel=_FILTERS
    ),
]
TopicOption = Annotated[
    list[str] | None,
    typer.Option(
        "--topic", metavar="TOPIC", help="Topic id or label. Repeatable.", rich_help_panel=_FILTERS
    ),
]
TargetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--target",
        metavar="NAME",
        help="Whom the stance is towards: a name, or a side with everybody on it. Repeatable.",
        rich_help_panel=_FILTERS,
    ),
]
KindOption = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help="direct, indirect or mixed speech. Repeatable.",
        rich_help_panel=_FILTERS,
    ),
]
OutletOption = Annotated[
    list[str] | None,
    typer.Option(
        "--outlet", metavar="NAME", help="Who published it. Repeatable.", rich_help_panel=_FILTERS
    ),
]
FromOption = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="DATE",
        help="Said on or after this day, month or year (2023-06-19, 2023-06, 2023).",
        rich_help_panel=_FILTERS,
    ),
]
ToOption = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar="DATE",
        help="Said on or before this day, month or year, the whole of which counts.",
        rich_help_panel=_FILTERS,
    ),
]
PairOnlyOption = Annotated[
    bool,
    typer.Option(
        "--pair-only",
        help="Leave out what a side of the case's pair says towards a third party.",
        rich_help_panel=_FILTERS,
    ),
]

MinConfidenceOption = Annotated[
    float,
    typer.Option(
        "--min-confidence",
        min=0.0,
        max=1.0,
        metavar="SHARE",
        help="Leave out statements whose speaker is less certain than this (0 to 1).",
        rich_help_panel=_FILTERS,
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterOptions:
    """What stood on the command line, not yet looked up."""

    actor: Sequence[str] | None
    side: Sequence[str] | None
    topic: Sequence[str] | None
    target: Sequence[str] | None
    kind: Sequence[str] | None
    outlet: Sequence[str] | None
    date_from: str | None
    date_to: str | None
    pair_only: bool = False
    min_confidence: float = 0.0

    def selection(self) -> "Selection":
        """Return the filters as a selection whose names are not checked yet.

        Raises:
            UsageError: If a date is none or the period is reversed.
        """
        from stance.selection import Selection, first_day, last_day

        return Selection(
            actors=tuple(self.actor or ()),
            sides=tuple(self.side or ()),
            topics=tuple(self.topic or ()),
            targets=tuple(self.target or ()),
            kinds=tuple(self.kind or ()),
            outlets=tuple(self.outlet or ()),
            date_from=first_day(self.date_from) if self.date_from else None,
            date_to=last_day(self.date_to) if self.date_to else None,
            pair_only=self.pair_only,
            min_confidence=self.min_confidence,
        )


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
