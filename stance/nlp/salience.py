"""Who a pronoun means: the most salient person, body or group before it."""

from collections.abc import Container
from dataclasses import dataclass, field

from stance.nlp.entities import Entity

# What a mention adds, by its grammatical part; halved with each sentence that follows.
ROLE_WEIGHTS = {"nsubj": 4.0, "nsubjpass": 3.0, "dobj": 1.5, "pobj": 1.0, "poss": 1.2, "appos": 2.0}
_OTHER_ROLE = 1.0
_SPEAKER_WEIGHT = 3.0
# What is left of all others when a paragraph begins with a sentence about somebody.
_TURNED_AWAY = 0.4
_DECAY = 0.5
_FORGOTTEN = 0.02
# Whose gender is known to fit comes before somebody of whom nothing is known.
_KNOWN_TO_FIT = 1.35
# Who was "he" a while ago is hardly "she" now, though the earlier pronoun may have been misread.
_HEARD_OTHERWISE = 0.25
_CLEARLY = 0.75
_ONE_BODY = 0.5  # "they" is a ministry less often than people

MALE = frozenset(("he", "him", "his", "himself"))
FEMALE = frozenset(("she", "her", "hers", "herself"))
PLURAL = frozenset(("they", "them", "their", "theirs", "themselves", "both"))
NEUTER = frozenset(("it", "its", "itself"))
PRONOUNS = MALE | FEMALE | PLURAL | NEUTER


@dataclass(slots=True)
class Salience:
    """How much each entity is on the reader's mind at a point of the article."""

    weights: dict[Entity, float] = field(default_factory=dict)
    _spoken: set[Entity] = field(default_factory=set)

    def mention(self, entity: Entity, role: str) -> None:
        """Record that an entity is named."""
        self._add(entity, ROLE_WEIGHTS.get(role, _OTHER_ROLE))

    def speak(self, entity: Entity) -> None:
        """Record that an entity has spoken: a speaker is likely to go on."""
        self._add(entity, _SPEAKER_WEIGHT)
        self._spoken.add(entity)

    def turn_to(self, entity: Entity) -> None:
        """Record that a paragraph begins with what somebody did: the others step back."""
        for other in self.weights:
            if other is not entity:
                self.weights[other] *= _TURNED_AWAY

    def next_sentence(self) -> None:
        """Let everything fade by one sentence."""
        faded = {entity: weight * _DECAY for entity, weight in self.weights.items()}
        self.weights = {entity: w for entity, w in faded.items() if w > _FORGOTTEN}

    def ranked(self) -> list[Entity]:
        """Return the entities, the most salient first."""
        return [e for e, _ in sorted(self.weights.items(), key=lambda item: -item[1])]

    def resolve(self, pronoun: str, others: Container[Entity] = ()) -> tuple[Entity | None, float]:
        """Return who a pronoun means, and how clear that is (0..1); None if nobody fits.

        Args:
            pronoun: In lower case; one of PRONOUNS.
            others: Whom it does not mean: "He said Roe was wrong" is not said by Roe.
        """
        every = {e: w * _fitness(e, pronoun) for e, w in self.weights.items() if _fits(e, pronoun)}
        fitting = {e: w for e, w in every.items() if e not in others}
        if all(_fitness(entity, pronoun) < 1 for entity in fitting):
            fitting = every  # words that are not the speaker's may have got among them
        if all(_fitness(entity, pronoun) < 1 for entity in fitting):
            named = self._single_name(pronoun)
            if named is not None:
                return named, _CLEARLY
        if not fitting:
            return None, 0.0
        ranked = sorted(fitting.items(), key=lambda item: -item[1])
        best, weight = ranked[0]
        rival = ranked[1][1] if len(ranked) > 1 else 0.0
        clarity = weight / (weight + rival)
        if clarity >= _CLEARLY and best.heard_as is None:
            best.heard_as = _gender_told_by(pronoun)
        return best, clarity

    def _single_name(self, pronoun: str) -> Entity | None:
        """Take "Bob", who has just spoken, for a person where "he" can mean nobody else.

        One word alone may name a person or a body; the pronoun tells which.
        """
        if pronoun not in MALE | FEMALE:
            return None
        latest = [e for e in self.weights if e in self._spoken and _is_open(e)]
        if len(latest) != 1:
            return None
        latest[0].kind, latest[0].heard_as = "person", _gender_told_by(pronoun)
        return latest[0]

    def _add(self, entity: Entity, weight: float) -> None:
        # taken out and put back: of equal weights the latest mention comes last, and wins
        self.weights[entity] = self.weights.pop(entity, 0.0) + weight


def _gender_told_by(pronoun: str) -> str | None:
    if pronoun in MALE:
        return "male"
    return "female" if pronoun in FEMALE else None


def _fitness(entity: Entity, pronoun: str) -> float:
    """Return how well what is known of gender and number fits a pronoun; 1 where nothing is."""
    if pronoun in PLURAL:
        return 1.0 if entity.is_plural or entity.kind == "group" else _ONE_BODY
    told, known = _gender_told_by(pronoun), entity.gender or entity.heard_as
    if told is None or known is None:
        return 1.0
    return _KNOWN_TO_FIT if known == told else _HEARD_OTHERWISE


def _is_open(entity: Entity) -> bool:
    """Whether a name of one word, in nobody's registry, may be a person's."""
    is_word = " " not in entity.name and not entity.name.isupper()
    is_known = entity.actor is not None or entity.is_thing or entity.is_plural
    return entity.kind == "body" and is_word and not is_known


def _fits(entity: Entity, pronoun: str) -> bool:
    if entity.is_thing:
        return False
    if pronoun in MALE:
        return entity.kind == "person" and entity.gender != "female"
    if pronoun in FEMALE:
        return entity.kind == "person" and entity.gender != "male"
    if pronoun in PLURAL:
        return entity.is_plural or entity.kind in ("group", "body")
    return entity.kind in ("body", "country")
