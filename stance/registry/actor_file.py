"""Reads ``actors.toml``: one actor at a time, and then what must hold between actors."""

from dataclasses import replace
from datetime import date
from typing import get_args

from stance.model import Actor, EntityKind, Tenure
from stance.registry.names import fold_name
from stance.registry.toml_entries import Entry, check_unique

_ACTOR_KEYS = (
    "id", "name", "side", "entity", "family_name", "gender", "born", "aliases", "misspellings",
    "descriptions", "country", "adjectives", "tenure",
)  # fmt: skip
_TENURE_KEYS = ("title", "also", "start", "end", "descriptions")


def read_actor(entry: Entry, sides: tuple[str, ...]) -> Actor:
    """Read and check one ``[[actor]]``; its side must be one of the case."""
    entry.allow(_ACTOR_KEYS)
    actor_id, name = entry.identifier(), entry.text("name")
    entry.text("side")
    entity = entry.choice("entity", get_args(EntityKind), "person")
    return Actor(
        actor_id=actor_id,
        name=name,
        side=entry.choice("side", sides) or "",
        entity=entity,  # type: ignore[arg-type] # choice() has checked it against the literal
        family_name=entry.text_or_none("family_name"),
        gender=entry.choice("gender", ("female", "male")),  # type: ignore[arg-type] # checked
        born=entry.whole_or_none("born", 1850, date.today().year),
        aliases=entry.texts("aliases"),
        misspellings=entry.texts("misspellings"),
        descriptions=entry.texts("descriptions"),
        tenures=tuple(tenure for _, tenure in _tenures(entry)),
        country=entry.text_or_none("country"),
        adjectives=entry.texts("adjectives"),
    )


def _tenures(actor: Entry) -> list[tuple[Entry, Tenure]]:
    """Return every title with the table that states it; "also" gives one more of the same days."""
    found: list[tuple[Entry, Tenure]] = []
    for entry in actor.children("tenure"):
        entry.allow(_TENURE_KEYS)
        start, end = entry.day_or_none("start"), entry.day_or_none("end")
        if start and end and end < start:
            expected = f"a day not before its start, {start}"
            raise entry.error("end", f"end {end} of {entry.name}", expected)
        first = Tenure(
            title=entry.text("title"),
            start=start,
            end=end,
            descriptions=entry.texts("descriptions"),
        )
        also = (replace(first, title=title, descriptions=()) for title in entry.texts("also"))
        found += [(entry, tenure) for tenure in (first, *also)]
    return found


def check_names(entries: list[Entry], actors: list[Actor]) -> None:
    """No name may mean two actors; no description may mean two on the same day."""
    check_unique(entries, [actor.actor_id for actor in actors], "id")
    owners: dict[str, Actor] = {}
    for entry, actor in zip(entries, actors, strict=True):
        spellings = (("name", actor.name), *(("aliases", alias) for alias in actor.aliases))
        for key, name in (*spellings, *(("misspellings", each) for each in actor.misspellings)):
            owner = owners.setdefault(fold_name(name), actor)
            if owner is not actor:
                found = f"{name!r} of {entry.name} also means {owner.actor_id!r}"
                raise entry.error(key, found, "a name that means one actor only", name)
    _check_descriptions(entries, actors, owners)


def _check_descriptions(
    entries: list[Entry], actors: list[Actor], owners: dict[str, Actor]
) -> None:
    always = Tenure(title="")
    held: dict[str, list[tuple[Actor, Tenure]]] = {}
    for entry, actor in zip(entries, actors, strict=True):
        places = [(entry, always, actor.descriptions)]
        places += [(place, tenure, tenure.descriptions) for place, tenure in _tenures(entry)]
        for place, tenure, descriptions in places:
            for words in descriptions:
                folded = fold_name(words)
                rivals = [owner for owner, other in held.get(folded, []) if _meet(tenure, other)]
                rivals += [owners[folded]] if folded in owners else []
                rival = next((each for each in rivals if each is not actor), None)
                if rival:
                    found = f"{words!r} of {entry.name} also means {rival.actor_id!r}"
                    expected = "a description that means one actor on any day"
                    raise place.error("descriptions", found, expected, words)
                held.setdefault(folded, []).append((actor, tenure))


def _meet(one: Tenure, other: Tenure) -> bool:
    """Whether two tenures share more than the day on which one follows the other."""
    first_end = min(one.end or date.max, other.end or date.max)
    last_start = max(one.start or date.min, other.start or date.min)
    return last_start < first_end
