"""What the reader asked to see: a frozen value, its place in the URL, and its sentence.

Pure: no Streamlit, no store. The names in the URL are those of the command line's options, so
``?side=US&from=2023-06`` and ``stance export --side US --from 2023-06`` mean the same statements.
"""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from dashboard import theme, wording
from stance.errors import StanceError
from stance.model import Case
from stance.selection import Selection, first_day, last_day

# URL key -> field of Selection; the order is the order in a URL.
LIST_KEYS = {
    "side": "sides",
    "actor": "actors",
    "topic": "topics",
    "target": "targets",
    "kind": "kinds",
    "outlet": "outlets",
}
ALL_DATES, ANYBODY = ("dates", "all"), ("towards", "anybody")  # said only to leave the default
CONFIDENCE = "min-confidence"
MAX_WORDS = 200

Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """A choice of statements plus words to look for in them."""

    selection: Selection = field(default_factory=Selection)
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing restricts the view."""
        return self.selection.is_empty and not self.words

    def as_metadata(self) -> dict[str, Any]:
        """Return the fields that restrict, for the companion file of a download."""
        found: dict[str, Any] = dict(self.selection.as_metadata())
        return found | ({"words": self.words} if self.words else {})


def default_of(case: Case) -> Filters:
    """Return what is shown of a case unless a link says otherwise: its period, and the pair.

    Remarks of earlier occasions that an article recalls, and words that are plainly addressed to a
    third party, are in the store, but not what the case asks about.
    """
    first, last = case.period or (None, None)
    return Filters(selection=Selection(date_from=first, date_to=last, pair_only=True))


def from_query(query: Query, default: Filters | None = None) -> tuple[Filters, list[str]]:
    """Read filters from URL parameters.

    Args:
        query: Each parameter with all its values; keys of other owners are ignored.
        default: What holds where the URL says nothing of dates or of whom words are towards.

    Returns:
        The filters, and one sentence for each value that could not be used: a shared link that is
        partly wrong still opens, and says what was left out.
    """
    problems: list[str] = []
    usual = (default or Filters()).selection
    # Whoever names a target asks for that one, whether or not it is of the pair.
    is_free = bool(query.get("target")) or ANYBODY[1] in query.get(ANYBODY[0], ())
    fields: dict[str, Any] = {"pair_only": usual.pair_only and not is_free}
    for key, name in LIST_KEYS.items():
        fields[name] = tuple(dict.fromkeys(value for value in query.get(key, ()) if value))
    for key, name, read in (("from", "date_from", first_day), ("to", "date_to", last_day)):
        values = [value for value in query.get(key, ()) if value]
        if values:
            fields[name] = _date(values[-1], read, problems)
    fields["min_confidence"] = _confidence(query.get(CONFIDENCE, ()), problems)
    usual_dates = {"date_from": usual.date_from, "date_to": usual.date_to}
    if not {"date_from", "date_to"} & set(fields) and ALL_DATES[1] not in query.get("dates", ()):
        fields |= usual_dates
    words = " ".join("".join(query.get("q", ())[-1:]).split())[:MAX_WORDS]
    try:
        return Filters(selection=Selection(**fields), words=words), problems
    except StanceError as error:
        problems.append(wording.sentence(str(error)))
        fields |= usual_dates
        return Filters(selection=Selection(**fields), words=words), problems


def to_query(filters: Filters, default: Filters | None = None) -> dict[str, list[str]]:
    """Return URL parameters that ``from_query`` turns back into the same filters."""
    chosen, usual = filters.selection, (default or Filters()).selection
    query = {key: list(getattr(chosen, name)) for key, name in LIST_KEYS.items()}
    if _dates(chosen) != _dates(usual):
        query["from"] = [chosen.date_from.isoformat()] if chosen.date_from else []
        query["to"] = [chosen.date_to.isoformat()] if chosen.date_to else []
        query["dates"] = [] if any(_dates(chosen)) else [ALL_DATES[1]]
    if usual.pair_only and not chosen.pair_only and not chosen.targets:
        query["towards"] = [ANYBODY[1]]
    query[CONFIDENCE] = [f"{chosen.min_confidence:g}"] if chosen.min_confidence else []
    query["q"] = [filters.words] if filters.words else []
    return {key: values for key, values in query.items() if values}


def all_dates(filters: Filters) -> Filters:
    """Return the filters without their dates."""
    return replace(filters, selection=replace(filters.selection, date_from=None, date_to=None))


def _dates(selection: Selection) -> tuple[date | None, date | None]:
    return selection.date_from, selection.date_to


def _date(value: str, read: Any, problems: list[str]) -> date | None:
    try:
        found: date = read(value)
    except StanceError as error:
        problems.append(wording.sentence(str(error)))
        return None
    return found


def _confidence(values: Sequence[str], problems: list[str]) -> float:
    text = "".join(values[-1:]).strip()
    if not text:
        return 0.0
    # No number, no share: "nan" and "inf" are numbers to Python.
    if not re.fullmatch(r"0?\.\d{1,6}|[01](\.0*)?", text):
        problems.append(wording.BAD_CONFIDENCE.format(text=text[:40]))
        return 0.0
    return float(text)


def known_only(
    filters: Filters, options: Mapping[str, Container[str]]
) -> tuple[Filters, list[str]]:
    """Drop names that neither the case nor the store knows, and say so.

    Args:
        filters: As read from a URL that somebody may have typed.
        options: URL key -> valid names; a key that is missing is not checked.
    """
    problems: list[str] = []
    kept: dict[str, Any] = {}
    for key, name in LIST_KEYS.items():
        chosen = getattr(filters.selection, name)
        if key not in options:
            continue
        for value in chosen:
            if value not in options[key]:
                problems.append(wording.UNKNOWN_NAME.format(what=wording.FILTERS[key], name=value))
        kept[name] = tuple(value for value in chosen if value in options[key])
    return replace(filters, selection=replace(filters.selection, **kept)), problems


def describe(filters: Filters, labels: Mapping[str, Mapping[str, str]]) -> str:
    """Return the filters as the beginning of a sentence: "US and China on Taiwan, in Reuters".

    Args:
        filters: What restricts the view.
        labels: URL key -> name -> label on screen; a name without a label stands for itself.
    """

    def names(key: str) -> list[str]:
        chosen = getattr(filters.selection, LIST_KEYS[key])
        return [labels.get(key, {}).get(name, name) for name in chosen]

    who = theme.listed(names("actor"), "or") or theme.listed(names("side")) or wording.EVERYBODY
    if names("actor") and names("side"):
        who += f" ({theme.listed(names('side'))})"
    parts = [who]
    if names("topic"):
        parts.append(wording.ON_TOPICS.format(theme.listed(names("topic"), "or")))
    if names("target"):
        parts.append(wording.TOWARDS.format(theme.listed(names("target"), "or")))
    sentence = " ".join(parts)
    if filters.selection.pair_only:
        sentence += f" {wording.TOWARDS_PAIR}"
    if names("kind"):
        sentence += ", " + wording.OF_KIND.format(theme.listed(names("kind"), "or").lower())
    if names("outlet"):
        sentence += ", " + wording.IN_OUTLETS.format(theme.listed(names("outlet"), "or"))
    if filters.selection.min_confidence:
        sentence += ", " + wording.CERTAIN.format(f"{filters.selection.min_confidence:.0%}")
    if filters.words:
        sentence += ", " + wording.CONTAINING.format(filters.words)
    return sentence


def loosened(filters: Filters) -> list[tuple[str, Filters]]:
    """Return each way to drop one restriction: (URL key, the filters without it)."""
    chosen = filters.selection
    ways: list[tuple[str, Filters]] = []
    for key, name in LIST_KEYS.items():
        if getattr(chosen, name):
            emptied: Any = {name: ()}
            ways.append((key, replace(filters, selection=replace(chosen, **emptied))))
    if chosen.date_from or chosen.date_to:
        ways.append(("dates", all_dates(filters)))
    if chosen.pair_only:
        ways.append(("towards", replace(filters, selection=replace(chosen, pair_only=False))))
    if chosen.min_confidence:
        ways.append((CONFIDENCE, replace(filters, selection=replace(chosen, min_confidence=0.0))))
    if filters.words:
        ways.append(("q", replace(filters, words="")))
    return ways
