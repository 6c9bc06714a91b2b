"""Reports without an exact day: they join an utterance only where nothing else could be meant."""

from collections import defaultdict
from collections.abc import Sequence

from stance.utterances.groups import Groups, are_compatible
from stance.utterances.reports import UtteranceInput, days_of, is_one_day, speaker_key
from stance.utterances.similarity import ENOUGH_WORDS, compare
from stance.utterances.wording import Wording

_LONG = 6.0  # words, by weight, that a report of unknown day must have to be recognised
_RAREST = 4  # pairs of words that are looked up; whole matches share almost all of theirs
_LOOKED_UP = 200  # reports under one pair of words that are compared

Index = dict[tuple[str, tuple[str, ...]], list[int]]


def join_loose(
    groups: Groups, reports: Sequence[UtteranceInput], wordings: Sequence[Wording]
) -> None:
    """Join reports dated to a month, a year or not at all.

    First those of the same words and the same vague time join each other; then each such group
    joins the one dated utterance that it can be. Where there are several (the phrase was used on
    two occasions) it stays by itself.
    """
    loose = [number for number, each in enumerate(reports) if _is_loose(each)]
    speakers = {speaker_key(reports[number]) for number in loose}
    index: Index = defaultdict(list)
    for number, report in enumerate(reports):
        speaker = speaker_key(report)
        if speaker is not None and speaker in speakers:
            for gram in wordings[number].grams:
                index[speaker, gram].append(number)
    found = {number: _whole_matches(number, reports, wordings, index) for number in loose}
    for number, others in found.items():
        for other in others:
            if _is_loose(reports[other]) and reports[other].said_on == reports[number].said_on:
                groups.join(number, other)
    _join_dated(groups, reports, found)


def _is_loose(report: UtteranceInput) -> bool:
    return speaker_key(report) is not None and not is_one_day(days_of(report.said_on))


def _whole_matches(
    number: int,
    reports: Sequence[UtteranceInput],
    wordings: Sequence[Wording],
    index: Index,
) -> list[int]:
    """Return the reports of the speaker that hold the same words at a time that can be the same."""
    report, wording = reports[number], wordings[number]
    speaker, days = speaker_key(report), days_of(report.said_on)
    if speaker is None or wording.weight < (_LONG if days is None else ENOUGH_WORDS):
        return []
    grams = sorted(wording.grams, key=lambda gram: (len(index[speaker, gram]), gram))[:_RAREST]
    near = {other for gram in grams for other in index[speaker, gram][:_LOOKED_UP]} - {number}
    found = []
    for other in sorted(near):
        likeness = compare(wording, wordings[other])
        is_same = likeness is not None and likeness.is_whole
        if is_same and are_compatible(days, days_of(reports[other].said_on)):
            found.append(other)
    return found


def _join_dated(
    groups: Groups, reports: Sequence[UtteranceInput], found: dict[int, list[int]]
) -> None:
    targets: dict[int, set[int]] = defaultdict(set)
    for number, others in found.items():
        dated = {groups.root(other) for other in others if not _is_loose(reports[other])}
        targets[groups.root(number)] |= dated
    for root, utterances in sorted(targets.items()):
        if len(utterances) == 1:
            groups.join(root, utterances.pop())
