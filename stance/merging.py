"""Which reports a person should be asked about: those that are almost the same words.

Joining is the work of ``stance.utterances``; what it leaves apart by a small margin is offered here
for a decision. No language model is needed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import fuzz

from stance.store import Store
from stance.utterances import Report, assign, report_of_row, speaker_key
from stance.utterances.candidates import candidate_pairs
from stance.utterances.reports import ONE_DAY, days_of, is_one_day
from stance.utterances.similarity import ENOUGH_WORDS, compare, coverage
from stance.utterances.wording import Wording, wording_of

# How near a pair must be to be worth a person's time: half of the words, or texts that read alike.
NEAR_COVERED = 0.5
NEAR_TEXT = 70.0
# Neighbouring words that so many reports share are a formula: they suggest nothing.
MOST_REPORTS = 20_000
_COLUMNS = (
    "statement_id", "article_id", "title", "text", "kind", "speaker_name", "actor_id", "side",
    "said_on", "utterance_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """Two statements that may report the same words; ``likeness`` runs from 0 to 1."""

    one: str
    other: str
    likeness: float


def possible_merges(store: Store, *, version: str | None = None) -> list[NearMiss]:
    """Return pairs of statements of different utterances that nearly join, the likest first.

    Of two utterances only their likest pair is returned. Compared are reports dated to the day, by
    one named speaker within a day of each other; of a very large store the newest ones.

    Args:
        store: The store.
        version: An earlier state of it; None: the newest.
    """
    query = (
        f"SELECT {', '.join(_COLUMNS)} FROM statements WHERE length(said_on) = 10 "
        f"AND speaker_name IS NOT NULL ORDER BY said_on DESC, statement_id LIMIT {MOST_REPORTS}"
    )
    with store.connection(version=version) as connection:
        rows = connection.sql(query).to_arrow_table().to_pylist()
    groups = {row["statement_id"]: row["utterance_id"] for row in rows}
    return near_misses([report_of_row(row) for row in rows], groups)


def near_misses(reports: Sequence[Report], groups: Mapping[str, str]) -> list[NearMiss]:
    """Return pairs of reports in different groups that nearly join, the likest first.

    Args:
        reports: Reports with a speaker and an exact day.
        groups: Their utterances by statement id.
    """
    wordings = [wording_of(each.text, is_direct=each.kind == "direct") for each in reports]
    best: dict[tuple[str, str], NearMiss] = {}
    for one, other in sorted(candidate_pairs(wordings, [list(_keys(each)) for each in reports])):
        first, second = reports[one].statement_id, reports[other].statement_id
        if groups[first] == groups[second] or reports[one].article_id == reports[other].article_id:
            continue
        likeness = _likeness(wordings[one], wordings[other])
        if likeness is None:
            continue
        low, high = sorted((groups[first], groups[second]))
        found = NearMiss(one=first, other=second, likeness=round(likeness, 2))
        known = best.get((low, high))
        if known is None or known.likeness < found.likeness:
            best[low, high] = found
    return sorted(best.values(), key=lambda each: (-each.likeness, each.one, each.other))


def undo_addition(store: Store, number: int, *, reason: str, who: str) -> str:
    """Undo a commit of articles and form the utterances of what is there afterwards anew.

    Args:
        store: The store.
        number: The commit.
        reason: Why; may not be empty.
        who: Who says so; may not be empty.

    Returns:
        The new version of the store.

    Raises:
        StoreError: As ``Store.undo_commit``.
        StoreLockedError: If another process keeps writing.
    """
    with store.exclusively():
        plan = store.plan_undo(number)
        kept = store.statements("NOT list_contains(?, article_id)", [list(plan.leaving)])
        parts = [kept]
        if plan.returning:
            earlier = next(each for each in store.commits() if each.number == number - 1)
            version = f"{earlier.number}.{store.version().partition('.')[2]}"
            parts.append(
                store.statements(
                    "list_contains(?, article_id)", [list(plan.returning)], version=version
                )
            )
        frame = pd.concat(parts, ignore_index=True)
        groups = assign(_reports(frame))
        before = zip(frame["statement_id"], frame["utterance_id"], strict=True)
        changed = {name: groups[name] for name, group in before if groups[name] != group}
        return store.undo_commit(number, reason=reason, who=who, utterances=changed)


def _reports(frame: pd.DataFrame) -> list[Report]:
    return [
        report_of_row({str(key): value for key, value in row.items()})
        for row in frame.to_dict("records")
    ]


def _keys(report: Report) -> Iterator[tuple[object, ...]]:
    """Yield what comparable reports share: the speaker, and the day or the next."""
    days, speaker = days_of(report.said_on), speaker_key(report)
    if days is not None and is_one_day(days) and speaker is not None:
        yield (speaker, days[0])
        yield (speaker, days[0] + ONE_DAY)


def _likeness(one: Wording, two: Wording) -> float | None:
    """Return how alike two reports are, or None where nobody would take one for the other."""
    short, full = sorted((one, two), key=lambda each: (each.weight, each.folded))
    if short.weight < ENOUGH_WORDS:
        return None
    joined = compare(one, two)
    if joined is not None:  # it fits, and another utterance fits as well
        return joined.value
    covered = coverage(short, full)
    alike = fuzz.ratio(short.folded, full.folded, score_cutoff=NEAR_TEXT) / 100
    return max(covered, alike) if covered >= NEAR_COVERED or alike else None
