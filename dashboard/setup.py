"""What every page needs to know: the store's version, the case, the axes, what can be chosen."""

from dataclasses import dataclass
from typing import Any

from dashboard import cached, figures, pages, state, theme, wording
from dashboard import filters as filters_module
from stance.model import Axis, Case

MAX_CHOICES = 500  # speakers in a drop-down; the search of the Statements page finds the others


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The ground that a page is drawn on."""

    key: cached.Key
    case: Case
    axes: tuple[Axis, ...]
    choices: state.Choices
    mode: theme.Mode

    @property
    def colours(self) -> theme.Palette:
        """Colours of the mode."""
        return theme.palette(self.mode)

    @property
    def look(self) -> figures.Look:
        """Colours and the order of sides, for figures."""
        return figures.Look(colours=self.colours, sides=self.case.sides)

    def axis(self) -> Axis:
        """Return the axis that the reader chose."""
        chosen = state.option("axis", self.choices)
        return next(axis for axis in self.axes if axis.axis_id == chosen)


def axis_label(axis_id: str) -> str:
    """Return the short name of an axis, from its id: "Conciliation"."""
    return axis_id.replace("_", " ").capitalize()


def view(mode: theme.Mode) -> View:
    """Read what the pages are drawn from; cheap, because all of it is remembered."""
    key = cached.current()
    case, axes = cached.case(), cached.axes()
    return View(key=key, case=case, axes=axes, mode=mode, choices=_choices(key, case, axes))


def _choices(key: cached.Key, case: Case, axes: tuple[Axis, ...]) -> state.Choices:
    found = cached.options(key)
    whole = cached.span(key)
    names = {name: [str(row["name"]) for row in rows[:MAX_CHOICES]] for name, rows in found.items()}
    return state.Choices(
        default=filters_module.default_of(case),
        view={
            **pages.options(),
            "axis": [axis.axis_id for axis in axes],
        },
        names=names,
        known=_known(found, case),
        labels=_labels(found, case),
        counts={
            name: {str(row["name"]): int(row["n"]) for row in rows} for name, rows in found.items()
        },
        first=whole["first"],
        last=whole["last"],
    )


def _known(found: dict[str, list[dict[str, Any]]], case: Case) -> dict[str, set[str]]:
    """Return the names that a link may use: those of the store and those of the case."""
    known = {name: {str(row["name"]) for row in rows} for name, rows in found.items()}
    known["actor"] |= {actor.actor_id for actor in case.actors}
    known["side"] |= set(case.sides)
    known["topic"] |= {topic.topic_id for topic in case.topics}
    known["target"] |= set(case.target_sides)
    known["kind"] |= set(wording.KINDS)
    return known


def _labels(found: dict[str, list[dict[str, Any]]], case: Case) -> dict[str, dict[str, str]]:
    return {
        "actor": {str(row["name"]): str(row["label"] or row["name"]) for row in found["actor"]}
        | {actor.actor_id: actor.name for actor in case.actors},
        "side": {
            str(row["name"]): wording.SIDES.get(row["name"], row["name"]) for row in found["side"]
        },
        "topic": {topic.topic_id: topic.label for topic in case.topics},
        "kind": dict(wording.KINDS),
    }
