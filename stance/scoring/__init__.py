"""Which stance: axes, evidence, target and topics of a statement."""

from stance.scoring.model_network import is_learned
from stance.scoring.scorer import Scored, Scorer

__all__ = ["Scored", "Scorer", "is_learned"]
