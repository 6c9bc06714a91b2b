"""Who a pronoun means: the most salient person, body or group before it."""

from dataclasses import dataclass, field

from stance.nlp.entities import Entity

# What a mention adds, by its grammatical part; halved with each sentence that follows.
ROLE_WEIGHTS = {"nsubj": 4.0, "nsubjpass": 3.0, "dobj": 1.5, "pobj": 1.0, "poss": 1.2, "appos": 2.0}
_OTHER_ROLE = 1.0
_SPEAKER_WEIGHT = 3.0
_DECAY = 0.5
_FORGOTTEN = 0.02
# Whose gender is known to fit comes before somebody of whom nothing is known.
_KNOWN_TO_FIT = 1.35

MALE = frozenset(("he", "him", "his", "himself"))
FEMALE = frozenset(("she", "her", "hers", "herself"))
PLURAL = frozenset(("they", "them", "their", "theirs", "themselves", "both"))
NEUTER = frozenset(("it", "its", "itself"))
PRONOUNS = MALE | FEMALE | PLURAL | NEUTER


@dataclass(slots=True)
class Salience:
    """How much each entity is on the reader's mind at a point of the article."""

    weights: dict[Entity, float] = field(default_factory=dict)

    def mention(self, entity: Entity, role: str) -> None:
        """Record that an entity is named."""
        self._add(entity, ROLE_WEIGHTS.get(role, _OTHER_ROLE))

    def speak(self, entity: Entity) -> None:
        """Record that an entity has spoken: a speaker is likely to go on."""
        self._add(entity, _SPEAKER_WEIGHT)

    def next_sentence(self) -> None:
        """Let everything fade by one sentence."""
        faded = {entity: weight * _DECAY for entity, weight in self.weights.items()}
        self.weights = {entity: w for entity, w in faded.items() if w > _FORGOTTEN}

    def ranked(self) -> list[Entity]:
        """Return the entities, the most salient first."""
        return [e for e, _ in sorted(self.weights.items(), key=lambda item: -item[1])]

    def resolve(self, pronoun: str) -> tuple[Entity | None, float]:
        """Return who a pronoun means, and how clear that is (0..1); None if nobody fits.

        Args:
            pronoun: In lower case; one of PRONOUNS.
        """
        fitting = {
            e: w * (_KNOWN_TO_FIT if e.gender and pronoun in MALE | FEMALE else 1.0)
            for e, w in self.weights.items()
            if _fits(e, pronoun)
        }
        if not fitting:
            return None, 0.0
        ranked = sorted(fitting.items(), key=lambda item: -item[1])
        best, weight = ranked[0]
        rival = ranked[1][1] if len(ranked) > 1 else 0.0
        return best, weight / (weight + rival)

    def _add(self, entity: Entity, weight: float) -> None:
        # taken out and put back: of equal weights the latest mention comes last, and wins
        self.weights[entity] = self.weights.pop(entity, 0.0) + weight


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
