"""The command ``trend``: means by period, and what else there is to ask of a trend."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from stance.cli.filtering import FilterOptions, with_filters
from stance.cli.options import (
    AtOption,
    OutOption,
    StoreOption,
    TextFormatOption,
)
from stance.errors import UsageError

_ANSWERS = "What to write instead of the means"
_WINDOWS = "Windows around events (with --freq event)"
_REFERENCE = "Reference series"

TwoOption = tuple[str, str] | None


@with_filters
def trend(
    *,
    axis: Annotated[str, typer.Option("--axis", help="Axis of stance, or vader.")] = "conciliation",
    by: Annotated[
        str, typer.Option("--by", help="Group: side, actor, dyad, topic, outlet.")
    ] = "side",
    freq: Annotated[
        str,
        typer.Option("--freq", help="Period: day, week, month, quarter, year, all, event."),
    ] = "month",
    window: Annotated[
        Literal["around", "between"] | None,
        typer.Option(
            "--window",
            help="Days around each event, or from each event to the next. Means --freq event.",
            rich_help_panel=_WINDOWS,
        ),
    ] = None,
    event: Annotated[
        list[str] | None,
        typer.Option(
            "--event",
            metavar="EVENT",
            help="Kind of event (meeting), its day, or words of its title. Repeatable.",
            rich_help_panel=_WINDOWS,
        ),
    ] = None,
    days: Annotated[
        int | None,
        typer.Option(
            "--days",
            min=1,
            max=3_650,
            help="Days before and after an event (default: 14).",
            rich_help_panel=_WINDOWS,
        ),
    ] = None,
    summary: Annotated[
        bool,
        typer.Option("--summary", help="Plain words.", rich_help_panel=_ANSWERS),
    ] = False,
    turns: Annotated[
        bool,
        typer.Option(
            "--turns", help="Turning points of each group, if any.", rich_help_panel=_ANSWERS
        ),
    ] = False,
    outlets: Annotated[
        Literal["shares", "concentration", "trends", "changes"] | None,
        typer.Option(
            "--outlets",
            help="Which outlets the words come from, the trend within each, and whether the "
            "change from first to last period holds within them.",
            rich_help_panel=_ANSWERS,
        ),
    ] = None,
    change: Annotated[
        TwoOption,
        typer.Option(
            "--change",
            metavar="PERIOD PERIOD",
            help="Difference between two periods (2023-06, 2023-05..2023-07).",
            rich_help_panel=_ANSWERS,
        ),
    ] = None,
    versus: Annotated[
        TwoOption,
        typer.Option(
            "--versus",
            metavar="NAME NAME",
            help="Difference between two actors or sides.",
            rich_help_panel=_ANSWERS,
        ),
    ] = None,
    reference: Annotated[
        Path | None,
        typer.Option(
            "--reference",
            metavar="FILE",
            help="CSV with date and value: how each group's months go with it.",
            rich_help_panel=_REFERENCE,
        ),
    ] = None,
    rescaled: Annotated[
        bool,
        typer.Option(
            "--rescaled",
            help="Write the reference series on the scale of the trend instead.",
            rich_help_panel=_REFERENCE,
        ),
    ] = False,
    decimal: Annotated[
        Literal[".", ","],
        typer.Option("--decimal", help="Decimal mark of its values.", rich_help_panel=_REFERENCE),
    ] = ".",
    filters: FilterOptions,
    store: StoreOption = None,
    at: AtOption = None,
    table_format: TextFormatOption = None,
    out: OutOption = None,
) -> None:
    """Write means, intervals and counts by period for the chosen statements. CSV by default."""
    from stance.cli.trend_answers import Asked, answer
    from stance.export import check_out

    check_out(out)
    instead = {"--summary": summary, "--turns": turns, "--outlets": outlets, "--change": change,
               "--versus": versus, "--reference": reference}  # fmt: skip
    named = [option for option, value in instead.items() if value]
    if len(named) > 1:
        raise UsageError(f"{' and '.join(named)} are different answers; ask for one at a time")
    if (rescaled or decimal == ",") and not reference:
        raise UsageError("--rescaled and --decimal go with --reference FILE")
    asked = Asked(
        axis=axis, by=by, freq=freq, window=window, events=tuple(event or ()), days=days,
        summary=summary, turns=turns, outlets=outlets, change=change, versus=versus,
        reference=reference, rescaled=rescaled, decimal=decimal,
    )  # fmt: skip
    answer(asked, filters, store, at, table_format, out)
