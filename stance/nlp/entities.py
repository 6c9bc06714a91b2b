"""Who is who in one article: names, second mentions, and the entities behind them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from stance.model import Actor, EntityKind, Mention
from stance.nlp.genders import gender_of
from stance.nlp.name_tags import retag
from stance.nlp.name_trims import trimmed
from stance.nlp.name_words import FEMALE_TITLES, MALE_TITLES, TITLES
from stance.nlp.names import NameFinder, NameHit
from stance.nlp.tree import Tree
from stance.registry import fold_name

# "Wang" where the article knows two of them.
_SHARED_CLARITY = 0.6
# Paragraphs and characters for which a bare name means whoever of that name was named in full last.
_JUST_NOW, _NEAR = 1, 600
# Full names that are remembered of one bearer: a bound on the work for a text that repeats them.
_MOST_MENTIONS = 300


@dataclass(slots=True, eq=False)
class Entity:
    """Somebody or something in an article; grows while the article is read."""

    name: str
    kind: EntityKind
    actor: Actor | None = None
    gender: str | None = None
    heard_as: str | None = None  # the gender of a pronoun that clearly meant the person
    side: str | None = None
    is_plural: bool = False
    is_thing: bool = False
    titles: set[str] = field(default_factory=set)

    def mention(self, span: tuple[int, int], text: str) -> Mention:
        """Return a mention of this entity."""
        return Mention(
            span=span,
            text=text,
            name=self.name,
            actor_id=self.actor.actor_id if self.actor else None,
            side=self.side,
            entity=self.kind,
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Bearer:
    """Somebody whom a part of a name may mean, and where it was read: paragraph and character."""

    paragraph: int
    start: int
    entity: Entity


@dataclass(frozen=True, slots=True, eq=False)
class NamedHit:
    """A name in a paragraph, resolved; ``clarity`` is lower where several entities share it."""

    hit: NameHit
    entity: Entity
    clarity: float = 1.0


class Entities:
    """All names of one article, resolved in two passes.

    First full names, wherever they stand, then second mentions ("Wang", "Mr. Burns") against the
    full names of the article; the registry decides only where the article says nothing.

    Args:
        trees: The paragraphs.
        finder: Finds the names in them.
        on: The day whose office-holders count.
        headlines: The numbers of those that are headlines, where every word may be a capital one.
    """

    def __init__(
        self,
        trees: Sequence[Tree],
        finder: NameFinder,
        on: date | None = None,
        headlines: Collection[int] = (),
    ) -> None:
        self._finder = finder
        self._headlines = headlines
        self._on = on
        self._by_actor: dict[str, Entity] = {}
        self._by_name: dict[str, Entity] = {}
        self._trees = trees
        # last or first name -> its bearers in order of reading
        self._partial: dict[str, list[_Bearer]] = defaultdict(list)
        found = [finder.find(tree) for tree in trees]
        for number in retag(trees, found):
            found[number] = finder.find(trees[number])
        hits = trimmed(found, trees)
        known: dict[tuple[int, int], Entity] = {}
        for number, row in enumerate(hits):
            for hit in row:
                if hit.is_full:
                    known[number, hit.first] = self._full(hit, number)
        self.named = [
            [self._resolved(hit, number, known) for hit in row] for number, row in enumerate(hits)
        ]

    def of_actor(self, actor: Actor) -> Entity:
        """Return the entity of a registered actor, made when it is first needed."""
        entity = self._by_actor.get(actor.actor_id)
        if entity is None:
            entity = Entity(
                name=actor.name,
                kind=actor.entity,
                actor=actor,
                gender=actor.gender,
                side=actor.side,
                is_plural=actor.entity == "group" or actor.side == "joint",
                titles={tenure.title.lower() for tenure in actor.tenures},
            )
            self._by_actor[actor.actor_id] = entity
        return entity

    def called(self, words: str) -> Entity:
        """Return who a label means ("Secretary Blinken", "Mr Miller", "Mao Ning").

        The registry is asked with the titles, then the article for the name alone, then the
        registry for that; whoever is in neither becomes an entity of that name. What stands before
        the last title counts as title too: "Foreign Ministry Spokesperson Mao Ning".
        """
        parts = words.split()
        titles = [n for n, part in enumerate(parts[:-1], start=1) if part.lower() in TITLES]
        name = " ".join(parts[titles[-1] if titles else 0 :])
        for attempt in dict.fromkeys((words, name)):
            actor = self._office_holder(attempt)
            if actor is not None:
                return self.of_actor(actor)
            known = self._partial.get(fold_name(attempt))
            if known:
                return known[-1].entity
        return self._unregistered(
            NameHit(0, 0, name, titles=tuple(part.lower() for part in parts[: titles[-1]]))
            if titles
            else NameHit(0, 0, name, titles=("mr",))
        )

    def _office_holder(self, words: str) -> Actor | None:
        """Return the only actor of these words, or of several the one that the article names.

        Who is "THE PRESIDENT" without a name is the host: whom the article names first.
        """
        index = self._finder.index
        if index is None:
            return None
        bare = words.removeprefix("The ")
        actors = index.called(words, self._on) or index.called(bare, self._on)
        if len(actors) > 1:
            order = (named.entity.actor for row in self.named for named in row)
            actors = tuple(dict.fromkeys(actor for actor in order if actor in actors))
        return actors[0] if len(actors) == 1 or (actors and bare != words) else None

    def body(self, name: str, side: str | None = None) -> Entity:
        """Return a body that the article may not print as such: "the Roe administration".

        Args:
            name: Its name.
            side: The side of whoever leads it.
        """
        actors = self._finder.index.called(name, self._on) if self._finder.index else ()
        if len(actors) == 1:
            return self.of_actor(actors[0])
        known = self._by_name.get(fold_name(name))
        return known or self._by_name.setdefault(
            fold_name(name), Entity(name=name, kind="body", side=side)
        )

    def known_actors(self) -> dict[str, Entity]:
        """Return the registered actors that the article has named so far, by id."""
        return self._by_actor

    def _resolved(
        self, hit: NameHit, paragraph: int, known: dict[tuple[int, int], Entity]
    ) -> NamedHit:
        full = known.get((paragraph, hit.first))
        if full is not None:
            return NamedHit(hit, full)
        entity = self._second(hit, paragraph)
        sharing = {bearer.entity for bearer in self._partial.get(fold_name(hit.words), ())}
        is_shared = len(sharing) > 1 and not _shared_titles(entity, hit)
        return NamedHit(hit, entity, _SHARED_CLARITY if is_shared else 1.0)

    def _full(self, hit: NameHit, paragraph: int) -> Entity:
        entity = self.of_actor(hit.actor) if hit.actor is not None else self._unregistered(hit)
        self._learn_titles(entity, hit)
        if entity.kind == "person":
            words = hit.words.replace("’s", "").split()
            for part in {words[-1], words[0], (hit.actor and hit.actor.family_name) or words[-1]}:
                rows = self._partial[fold_name(part)]
                if len(rows) < _MOST_MENTIONS:
                    rows.append(self._bearer_at(hit, paragraph, entity))
        return entity

    def _unregistered(self, hit: NameHit) -> Entity:
        key = fold_name(hit.words)
        entity = self._by_name.get(key)
        if entity is None:
            entity = self._by_name[key] = Entity(
                name=hit.words,
                kind=hit.kind,
                gender=gender_of(hit.words) if hit.kind == "person" else None,
                is_thing=hit.is_thing,
            )
            entity.is_plural = hit.kind != "person" and key.endswith("s")
        return entity

    def _second(self, hit: NameHit, paragraph: int) -> Entity:
        """Resolve a single name: by its titles, by the article, by the registry, in this order."""
        index = self._finder.index
        rows = self._partial.get(fold_name(hit.words), [])
        if hit.titles and index is not None:
            titled = index.called(" ".join([*hit.titles, hit.words]), self._on)
            if len(titled) == 1 and (
                not rows or any(row.entity.actor is titled[0] for row in rows)
            ):
                return self._learnt(self.of_actor(titled[0]), hit)
        if rows:
            here = self._bearer_at(hit, paragraph, rows[0].entity)
            before = [row for row in rows if (row.paragraph, row.start) <= (paragraph, here.start)]
            before = [row for row in before if row.paragraph not in self._headlines] or before
            chosen = _best_by_title([row.entity for row in before or rows], hit)
            return self._learnt(chosen or _bearer(before or rows[:1], hit, here), hit)
        if index is not None:
            called = index.called(hit.words, self._on)
            if len(called) == 1:
                return self._learnt(self.of_actor(called[0]), hit)
        entity = self._unregistered(hit)
        self._learn_titles(entity, hit)
        if entity.kind == "person":
            bearer = self._bearer_at(hit, paragraph, entity)
            self._partial[fold_name(hit.words)].append(bearer)
        return entity

    def _bearer_at(self, hit: NameHit, paragraph: int, entity: Entity) -> _Bearer:
        return _Bearer(paragraph, self._trees[paragraph].starts[hit.first], entity)

    def _learnt(self, entity: Entity, hit: NameHit) -> Entity:
        self._learn_titles(entity, hit)
        return entity

    def _learn_titles(self, entity: Entity, hit: NameHit) -> None:
        if hit.titles:
            entity.titles.add(" ".join(hit.titles))
            is_open = entity.actor is None and not entity.is_thing
            if is_open and not hit.words.isupper():  # "base chief CIA officer": a body all the same
                entity.kind = "person"
        if entity.gender is None:
            entity.gender = _gender_of_titles(hit)


def _bearer(rows: Sequence[_Bearer], hit: NameHit, here: _Bearer) -> Entity:
    """Return whom a bare name means of those who bear it, by where their full names stand.

    Whoever was named in full just now; later again the one whom the article names most, for the
    other is named in full each time: "Clinton" long after "her husband, Bill Clinton".
    """
    gender = _gender_of_titles(hit)
    fitting = [row for row in rows if not (gender and row.entity.gender not in (None, gender))]
    fitting = fitting or list(rows)
    last = fitting[-1]
    if here.paragraph - last.paragraph <= _JUST_NOW and here.start - last.start <= _NEAR:
        return last.entity
    counts = Counter(row.entity for row in fitting)
    return max(counts, key=counts.__getitem__)  # of equals the first


def _gender_of_titles(hit: NameHit) -> str | None:
    if FEMALE_TITLES & set(hit.titles):
        return "female"
    return "male" if MALE_TITLES & set(hit.titles) else None


def _best_by_title(entities: Sequence[Entity], hit: NameHit) -> Entity | None:
    """Return who shares most of the titles in front of a name, of equals the latest; or None."""
    best, most = None, 0
    for entity in entities:
        shared = _shared_titles(entity, hit)
        if shared and shared >= most:
            best, most = entity, shared
    return best


def _shared_titles(entity: Entity, hit: NameHit) -> int:
    words = {word for title in entity.titles for word in title.split()}
    return len(words & set(hit.titles))
