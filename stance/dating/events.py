"""Known events that an article tells of: evidence for the day of one that prints no date."""

from collections.abc import Iterator

from stance.dating.evidence import DateCandidate, candidate
from stance.dating.facts import Clues, lead_text, names
from stance.model import Actor, Article, Case, Event

_ENOUGH_PEOPLE = 2


def event_candidates(article: Article, case: Case, clues: Clues) -> Iterator[DateCandidate]:
    """Yield the events that the lead describes: two of their people, the place, the weekday."""
    if not clues.weekdays:
        return
    lead = lead_text(article)
    for event in case.events:
        weekday = clues.weekdays.get(event.day.weekday())
        if weekday is None or not names(lead, event.place.split(",")[0]):
            continue
        people = _people_told(article.text, lead, event, case)
        if len(people) < _ENOUGH_PEOPLE or not all(each.holds(event.day) for each in clues.periods):
            continue
        note = f'{", ".join(people)}, {event.place}, "{weekday}"'
        yield candidate(event.day, "event", event.title, note=note)


def _people_told(text: str, lead: str, event: Event, case: Case) -> list[str]:
    """Return the people of an event, by family name, or nobody where the text leaves one out.

    A family name alone may be somebody else's: the text has to give the full name somewhere.
    """
    found: dict[str, bool] = {}
    for actor in case.actors:
        short = actor.family_name or actor.name
        if actor.entity != "person" or not _is_in_title(event.title, actor, case):
            continue
        is_told = names(lead, short) and any(each in text for each in _full_names(actor))
        found[short] = found.get(short, False) or is_told
    return sorted(found) if all(found.values()) else []


def _is_in_title(title: str, actor: Actor, case: Case) -> bool:
    """Whether a title names an actor: in full, or by a family name that is nobody else's there."""
    if names(title, actor.name):
        return True
    short = actor.family_name or actor.name
    return names(title, short) and not any(
        other.family_name == actor.family_name and names(title, other.name) for other in case.actors
    )


def _full_names(actor: Actor) -> tuple[str, ...]:
    return (actor.name, *actor.aliases, *actor.misspellings)
