"""Joins reports of the same words into utterances.

Three passes, each a function of the set of reports and never of their order:

1. *whole* matches of the same speaker within a day join, the surest first, as long as no utterance
   stretches over more than two neighbouring days;
2. a *partial* report (a fragment, a paraphrase, a headline) joins the one utterance that it fits
   best; where two fit alike it stays by itself, because a guess would merge them;
3. reports without an exact day join an utterance of that time only if their words are whole.

The id is the hash of the smallest statement id in the utterance. Adding reports keeps an id unless
one of them has a smaller one; no rule that ignores the order could keep every id, since two
utterances may turn out to be one.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from stance.model import stable_id
from stance.utterances.candidates import candidate_pairs
from stance.utterances.groups import Groups
from stance.utterances.loose import join_loose
from stance.utterances.reports import (
    ONE_DAY,
    UtteranceInput,
    days_of,
    is_one_day,
    speaker_key,
)
from stance.utterances.similarity import Likeness, compare
from stance.utterances.wording import wording_of

_CLEARLY_BETTER = 0.1  # by so much the best utterance must fit a partial report above the next
_JOINT = "joint"


@dataclass(frozen=True, slots=True)
class Match:
    """Two report numbers, how alike they are, and whether one speaker said both."""

    one: int
    two: int
    likeness: Likeness
    is_same_speaker: bool


def assign(statements: Iterable[UtteranceInput]) -> dict[str, str]:
    """Return the utterance id of every statement id.

    The result depends on the set of statements only: not on their order, and not on whether some
    were assigned before. Statements of unknown speakers are utterances of their own.

    Args:
        statements: All statements that may report the same words; pass those of the store together
            with new ones.
    """
    reports = _unique(statements)
    representatives, copies = _folded_copies(reports)
    groups = _grouped(representatives)
    result: dict[str, str] = {}
    members: dict[int, list[str]] = defaultdict(list)
    for number, report in enumerate(representatives):
        members[groups.root(number)].extend(copies[report.statement_id])
    for ids in members.values():
        utterance_id = stable_id("utterance", min(ids))
        result.update(dict.fromkeys(ids, utterance_id))
    return result


def _unique(statements: Iterable[UtteranceInput]) -> list[UtteranceInput]:
    by_id = {each.statement_id: each for each in statements}
    return [by_id[key] for key in sorted(by_id)]


def _folded_copies(
    reports: Sequence[UtteranceInput],
) -> tuple[list[UtteranceInput], dict[str, list[str]]]:
    """Return one report for each set of exact copies, and the ids that each stands for."""
    first: dict[tuple[object, ...], str] = {}
    kept: list[UtteranceInput] = []
    copies: dict[str, list[str]] = {}
    for report in reports:
        speaker = speaker_key(report)
        key = (speaker, report.said_on, report.is_headline and report.article_id, report.text)
        # An unknown speaker or day proves nothing, however equal the words.
        known = first.get(key) if speaker and report.said_on else None
        if known is None:
            first[key] = report.statement_id
            copies[report.statement_id] = []
            kept.append(report)
        copies[known or report.statement_id].append(report.statement_id)
    return kept, copies


def _grouped(reports: Sequence[UtteranceInput]) -> Groups:
    wordings = [wording_of(each.text, is_direct=each.kind == "direct") for each in reports]
    days = [days_of(each.said_on) for each in reports]
    groups = Groups(days, [each.weight for each in wordings])
    headed = {each.article_id for each in reports if each.is_headline}
    keys = [_keys(each, headed) for each in reports]
    matches = [
        Match(one, two, likeness, is_same_speaker)
        for one, two in sorted(candidate_pairs(wordings, keys))
        if (is_same_speaker := _relation(reports[one], reports[two])) is not None
        and (likeness := compare(wordings[one], wordings[two])) is not None
    ]
    _join_whole(groups, matches)
    _join_partial(groups, matches)
    join_loose(groups, reports, wordings)
    return groups


def _keys(report: UtteranceInput, headed: Container[str]) -> list[tuple[object, ...]]:
    """Return what comparable reports share: speaker and day or the next; a headline's article."""
    days, speaker = days_of(report.said_on), speaker_key(report)
    if days is None or not is_one_day(days) or speaker is None:
        return []
    keys: list[tuple[object, ...]] = [(speaker, days[0]), (speaker, days[0] + ONE_DAY)]
    if report.article_id in headed:
        keys.append((report.article_id,))
    return keys


def _relation(one: UtteranceInput, two: UtteranceInput) -> bool | None:
    """Return True for one speaker, False for a headline and its article, None for strangers.

    A headline gives a minister's words to his country, or to both sides at once.
    """
    if speaker_key(one) == speaker_key(two):
        return True
    if one.article_id != two.article_id or one.is_headline == two.is_headline:
        return None
    return False if one.side == two.side or _JOINT in (one.side, two.side) else None


def _join_whole(groups: Groups, matches: Sequence[Match]) -> None:
    """Join whole matches of one speaker, those of the same day and the likest first."""
    whole = [each for each in matches if each.likeness.is_whole and each.is_same_speaker]
    for each in sorted(whole, key=lambda match: _surest_first(groups, match)):
        groups.join(each.one, each.two)


def _surest_first(groups: Groups, match: Match) -> tuple[bool, float, int, int]:
    is_other_day = groups.days(match.one) != groups.days(match.two)
    return is_other_day, -match.likeness.value, match.one, match.two


def _join_partial(groups: Groups, matches: Sequence[Match]) -> None:
    """Join partial reports to the utterance that they fit best; the fuller ones choose first."""
    fits: dict[int, dict[int, float]] = defaultdict(dict)
    for match in matches:
        one, two = groups.root(match.one), groups.root(match.two)
        if one != two:
            small, full = sorted((one, two), key=lambda root: (groups.weight(root), -root))
            fits[small][full] = max(match.likeness.value, fits[small].get(full, 0.0))
    for small in sorted(fits, key=lambda root: (-groups.weight(root), root)):
        best = _best_fit(groups, fits[small])
        if best is not None:
            groups.join(small, best)


def _best_fit(groups: Groups, fits: dict[int, float]) -> int | None:
    """Return the utterance that fits clearly best, counting those that have been joined as one."""
    values: dict[int, float] = {}
    for number, value in fits.items():
        root = groups.root(number)
        values[root] = max(value, values.get(root, 0.0))
    ranked = sorted(values, key=lambda root: (-values[root], root))
    if len(ranked) > 1 and values[ranked[0]] - values[ranked[1]] < _CLEARLY_BETTER:
        return None
    return ranked[0]
