"""Which stance: axes, evidence, target and topics of a statement."""
