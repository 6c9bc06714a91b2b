"""Utterances: the same words of one speaker on one occasion, however many outlets report them."""

from stance.utterances.clustering import assign
from stance.utterances.reports import Report, UtteranceInput, report_of_row, speaker_key

__all__ = ["Report", "UtteranceInput", "assign", "report_of_row", "speaker_key"]
