"""The sections of the evaluation: attribution, dates, targets and topics, stance, utterances."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any

from stance.evaluate import gold as labels
from stance.evaluate.gold import GoldStatement, OwnStatement
from stance.evaluate.matching import has_right_speaker
from stance.evaluate.measures import Measure, agreement, number, precision_recall, share

Row = Mapping[str, Any]
Pair = tuple[GoldStatement, Row]
# Two reports, each by file and first character.
ReportPair = tuple[tuple[str, int], tuple[str, int]]

# The four actors that the project set out from; how well they are caught is shown on its own.
MAIN_ACTORS = ("qin_gang", "wang_yi", "antony_blinken", "xi_jinping")
SIDES = ("US", "China")
KINDS = ("direct", "mixed", "indirect")
# Parts of the own statements that nothing was fitted on, and their sections.
OWN_PARTS = {
    labels.HELD_BACK: "stance, held-back statements",
    labels.FRESH: "stance, fresh statements",
}
READERS = "two readers"


def attribution(
    gold: Sequence[GoldStatement], found: Sequence[Row], pairs: Sequence[Pair]
) -> list[Measure]:
    """Measure how many statements are found with the right speaker: all, by actor, kind, side."""
    right = [(g, r) for g, r in pairs if has_right_speaker(g, r)]
    right_gold, right_rows = {id(g) for g, _ in right}, {id(r) for _, r in right}

    def group(
        name: str, in_gold: Callable[[GoldStatement], bool], in_rows: Callable[[Row], bool]
    ) -> list[Measure]:
        wanted = [g for g in gold if in_gold(g)]
        rows = [r for r in found if in_rows(r)]
        return precision_recall(
            "attribution",
            name,
            hits_found=sum(id(r) in right_rows for r in rows),
            found=len(rows),
            hits_wanted=sum(id(g) in right_gold for g in wanted),
            wanted=len(wanted),
        )

    result = group("all", lambda _: True, lambda _: True)
    result += group(
        "four main actors",
        lambda g: g.actor_id in MAIN_ACTORS,
        lambda r: r["actor_id"] in MAIN_ACTORS,
    )
    for kind in KINDS:
        result += group(kind, _is("kind", kind), _has("kind", kind))
    for side in SIDES:
        result += group(f"side {side}", _is("side", side), _has("side", side))
    speakers = (has_right_speaker(g, r) for g, r in pairs)
    return [*result, share("attribution", "all", "speaker right, of statements found", speakers)]


def dates(pairs: Sequence[Pair], found: Sequence[Row]) -> list[Measure]:
    """Measure the days of articles, and of statements of the day and of earlier occasions."""
    day = {
        label["source_file"]: str(label["published_on"])
        for label in labels.read_article_labels()["article"]
    }
    published = {row["source_file"]: row["published_on"] for row in found}

    def right(group: Callable[[GoldStatement], bool]) -> list[bool]:
        return [g.said_on == (r["said_on"] or None) for g, r in pairs if group(g)]

    def is_of_the_day(g: GoldStatement) -> bool:
        return g.said_on == day[g.source_file]

    def is_earlier(g: GoldStatement) -> bool:
        return g.said_on is not None and not is_of_the_day(g)

    articles = (published.get(name) == known for name, known in day.items())
    return [
        share("dates", "articles", "share right", articles),
        share("dates", "statements of the day", "share right", right(is_of_the_day)),
        share("dates", "earlier occasions", "share right", right(is_earlier)),
        share("dates", "no date provable", "left empty", right(lambda g: g.said_on is None)),
    ]


def target_and_topics(pairs: Sequence[Pair]) -> list[Measure]:
    """Measure the targets by name, and the topics by micro-F1."""
    section = "target and topics"
    targets = ((g.target or "").casefold() == (r["target"] or "").casefold() for g, r in pairs)
    hits = sum(len(set(g.topics) & set(r["topics"])) for g, r in pairs)
    total = sum(len(g.topics) + len(r["topics"]) for g, r in pairs)
    f1 = round(2 * hits / total, 4) if total else None
    return [
        share(section, "target", "share right", targets),
        Measure(section, "topics", "micro-F1", f1, len(pairs)),
    ]


def seed_stance(pairs: Sequence[Pair], axes: Sequence[str]) -> list[Measure]:
    """Compare the scores of the statements found with the labels of the same words."""
    section, first = "stance, seed articles", axes[0]
    result: list[Measure] = []
    for axis in axes:
        scores = [number(r[axis]) for _, r in pairs]
        result += agreement(section, axis, [g.axes[axis] for g, _ in pairs], scores)
    wanted = [g.axes[first] for g, _ in pairs]
    vader = [number(r["vader"]) for _, r in pairs]
    result += agreement(section, first, wanted, vader, prefix="VADER ")[:2]
    inside = (
        r[f"{first}_low"] <= label <= r[f"{first}_high"]
        for label, (_, r) in zip(wanted, pairs, strict=True)
        if label is not None and number(r[f"{first}_low"]) is not None
    )
    return [*result, share(section, first, "label inside the 80 % interval", inside)]


def utterances(pairs: Sequence[Pair]) -> list[Measure]:
    """Count the pairs of reports that are one utterance, in the labels and in the table."""
    ids = {g.key: r["utterance_id"] for g, r in pairs}
    same: set[ReportPair] = set()
    possible: set[ReportPair] = set()
    for group in labels.read_article_labels()["utterance"]:
        keys = sorted((name, start) for name, start in group["statements"])
        into = same if group["certainty"] == "same" else possible
        into |= set(combinations(keys, 2))
    merged = {pair for pair in combinations(sorted(ids), 2) if ids[pair[0]] == ids[pair[1]]}
    found = merged - possible
    wanted = {pair for pair in same if pair[0] in ids and pair[1] in ids}
    section, group_name = "utterances", "pairs of reports"
    hits = len(found & wanted)
    measures = precision_recall(
        section, group_name, hits_found=hits, found=len(found), hits_wanted=hits, wanted=len(wanted)
    )
    return [
        *measures,
        Measure(section, group_name, "false merges", float(len(found - wanted)), len(found)),
    ]


def own_stance(
    own: Sequence[OwnStatement],
    scores: Mapping[str, Sequence[float | None]],
    axes: Sequence[str],
    section: str,
) -> list[Measure]:
    """Compare the scores of made-up statements with their labels.

    Args:
        own: Statements that no phrase was written from.
        scores: A column per axis, and "vader".
        axes: Axis ids.
        section: Which of ``OWN_PARTS`` it is.
    """
    result: list[Measure] = []
    for axis in axes:
        wanted = [each.axes[axis] for each in own]
        result += agreement(section, axis, wanted, [number(value) for value in scores[axis]])
    wanted = [each.axes[axes[0]] for each in own]
    vader = [number(value) for value in scores["vader"]]
    return result + agreement(section, axes[0], wanted, vader, prefix="VADER ")[:2]


def two_readers(
    labels: Sequence[tuple[Mapping[str, float], Mapping[str, float]]], axes: Sequence[str]
) -> list[Measure]:
    """Compare what two readers labelled independently: as far as any program can be right.

    Args:
        labels: Labels of the first and of the second reader, per statement, -1..+1.
        axes: Axis ids.
    """
    result: list[Measure] = []
    for axis in axes:
        wanted = [first[axis] for first, _ in labels]
        result += agreement(READERS, axis, wanted, [second[axis] for _, second in labels])[:2]
    return result


def _is(attribute: str, value: str) -> Callable[[GoldStatement], bool]:
    return lambda statement: bool(getattr(statement, attribute) == value)


def _has(column: str, value: str) -> Callable[[Row], bool]:
    return lambda row: bool(row[column] == value)
