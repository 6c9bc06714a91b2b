"""The filters that commands share: their options, and how a command comes by them."""

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from stance.selection import Selection

_FILTERS = "Filters"

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
    """What stood on the command line, not yet looked up; each field is an option of its own."""

    actor: ActorOption = None
    side: SideOption = None
    topic: TopicOption = None
    target: TargetOption = None
    kind: KindOption = None
    outlet: OutletOption = None
    date_from: FromOption = None
    date_to: ToOption = None
    pair_only: PairOnlyOption = False
    min_confidence: MinConfidenceOption = 0.0

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


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command whose parameter ``filters`` stands on the command line as its options.

    Args:
        command: A function with a keyword parameter ``filters`` of type FilterOptions; the options
            take its place in the help.
    """
    options = [
        inspect.Parameter(
            field.name, inspect.Parameter.KEYWORD_ONLY, default=field.default, annotation=field.type
        )
        for field in fields(FilterOptions)
    ]
    signature = inspect.signature(command, eval_str=True)
    parameters: list[inspect.Parameter] = []
    for parameter in signature.parameters.values():
        own = parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        parameters += options if parameter.name == "filters" else [own]

    @functools.wraps(command)
    def filtered(**given: Any) -> None:
        filters = FilterOptions(**{option.name: given.pop(option.name) for option in options})
        command(filters=filters, **given)

    # Typer reads the one and checks it against the other.
    filtered.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    filtered.__annotations__ = {each.name: each.annotation for each in parameters}
    return filtered
