"""Who a speaker's phrase means, once it is resolved."""

from dataclasses import dataclass

from stance.model import Actor
from stance.nlp.entities import Entity


@dataclass(frozen=True, slots=True)
class Speaker:
    """A resolved speaker.

    ``clarity`` is how sure the resolution is, 0..1; ``how`` names the rule that resolved it.
    ``name`` is None for a pronoun that nobody in the article fits.
    """

    name: str | None
    actor: Actor | None
    side: str | None
    clarity: float
    how: str
    entity: Entity | None = None


def speaker_of(entity: Entity, clarity: float, how: str, side: str | None = None) -> Speaker:
    """Return an entity as speaker.

    Args:
        entity: Who speaks.
        clarity: How sure that is, 0..1.
        how: The rule that says so.
        side: What the phrase tells about the entity's side ("Chinese envoy Jane Roe"); kept with
            the entity, so that later mentions know it too.
    """
    if entity.side is None and side is not None:
        entity.side = side
    return Speaker(entity.name, entity.actor, entity.side, clarity, how, entity)
