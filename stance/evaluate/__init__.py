"""Quality against hand labels: ``stance evaluate``, its floors, and what the Method page prints."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

from stance import run
from stance.errors import DataFileError, StanceError
from stance.evaluate import gold as labels
from stance.evaluate import measures
from stance.evaluate.gold import GoldStatement
from stance.evaluate.matching import has_right_speaker, match
from stance.evaluate.measures import Measure, Pair
from stance.export import write_files
from stance.reading import read_inputs
from stance.registry import load_axes, load_case
from stance.resources import seeds_dir

__all__ = ["Evaluation", "Measure", "evaluate"]

# The four actors that the project set out from; how well they are caught is shown on its own.
MAIN_ACTORS = ("qin_gang", "wang_yi", "antony_blinken", "xi_jinping")
# Rounding and other processors move a figure in the last digits.
_TOLERANCE = 0.005
_RESULT, _FLOORS = "evaluation.json", "floors.json"
Rows = list[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All measures of one run, and those that fell below their floor."""

    measures: tuple[Measure, ...]
    method_version: str
    failures: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """Return the report, one line per measure."""
        lines = [f"method {self.method_version}"]
        section = ""
        for each in self.measures:
            if each.section != section:
                section = each.section
                lines += ["", section]
            value = "    -" if each.value is None else f"{each.value:5.2f}"
            lines.append(f"  {each.group:28} {each.measure:28} {value}   n = {each.n}")
        return lines


def evaluate(*, write: bool = False) -> Evaluation:
    """Measure extraction, dates, targets, topics, scores and utterances against the hand labels.

    Args:
        write: Keep the result for the Method page, and raise the floors to it (never lower them).

    Raises:
        DataFileError: If a file of labels is broken.
    """
    axes = tuple(axis.axis_id for axis in load_axes())
    sides = {actor.actor_id: actor.side for actor in load_case().actors}
    gold = labels.read_seed_labels(axes, sides)
    articles = read_inputs([seeds_dir()]).articles
    frame = run.analyze(articles)
    rows: dict[str, Rows] = defaultdict(list)
    for row in frame.to_dict("records"):
        rows[row["source_file"]].append(row)  # type: ignore[arg-type]  # keys are str
    pairs: list[Pair] = []
    for article in articles:
        mine = [each for each in gold if each.source_file == article.source_file]
        pairs += match(article.text, mine, rows[article.source_file])
    found = [row for each in rows.values() for row in each]
    result = [
        *_attribution(gold, found, pairs),
        *_dates(pairs, found),
        *_target_and_topics(pairs),
        *_stance(pairs, axes),
        *_utterances(pairs),
        *_own_statements(axes),
    ]
    floors = _read_floors()
    failures = tuple(
        f"{each.key} is {each.value}, floor {floors[each.key]}"
        for each in result
        if each.key in floors and (each.value is None or each.value < floors[each.key] - _TOLERANCE)
    )
    evaluation = Evaluation(tuple(result), run.method_version(), failures)
    if write:
        _write(evaluation, floors)
    return evaluation


def _attribution(
    gold: Sequence[GoldStatement], found: Rows, pairs: Sequence[Pair]
) -> list[Measure]:
    result = measures.attribution("all", gold, found, pairs)
    groups: list[
        tuple[str, Callable[[GoldStatement], bool], Callable[[Mapping[str, Any]], bool]]
    ] = [
        (
            "four main actors",
            lambda g: g.actor_id in MAIN_ACTORS,
            lambda r: r["actor_id"] in MAIN_ACTORS,
        ),
        *(
            (kind, lambda g, kind=kind: g.kind == kind, lambda r, kind=kind: r["kind"] == kind)
            for kind in ("direct", "mixed", "indirect")
        ),
        *(
            (
                f"side {side}",
                lambda g, side=side: g.side == side,
                lambda r, side=side: r["side"] == side,
            )
            for side in ("US", "China")
        ),
    ]
    for name, in_gold, in_rows in groups:
        matched = {id(g) for g, r in pairs if has_right_speaker(g, r)}
        right_rows = {id(r) for g, r in pairs if has_right_speaker(g, r)}
        some_gold = [g for g in gold if in_gold(g)]
        some_rows = [r for r in found if in_rows(r)]
        result += _by_group(name, some_gold, some_rows, matched, right_rows)
    both = [has_right_speaker(g, r) for g, r in pairs]
    result.append(measures.share("attribution", "all", "speaker right, of statements found", both))
    return result


def _by_group(
    name: str, gold: Sequence[GoldStatement], rows: Rows, matched: set[int], right_rows: set[int]
) -> list[Measure]:
    recall = sum(id(g) in matched for g in gold) / len(gold) if gold else 0.0
    precision = sum(id(r) in right_rows for r in rows) / len(rows) if rows else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return [
        Measure("attribution", name, "precision", round(precision, 4), len(rows)),
        Measure("attribution", name, "recall", round(recall, 4), len(gold)),
        Measure("attribution", name, "F1", round(f1, 4), len(gold)),
    ]


def _dates(pairs: Sequence[Pair], found: Rows) -> list[Measure]:
    known = {each["source_file"]: each for each in labels.read_article_labels()["article"]}
    published = {row["source_file"]: row["published_on"] for row in found}
    articles = [published.get(name) == str(label["published_on"]) for name, label in known.items()]
    day = {name: str(label["published_on"]) for name, label in known.items()}

    def right(group: Callable[[GoldStatement], bool]) -> list[bool]:
        return [g.said_on == (r["said_on"] or None) for g, r in pairs if group(g)]

    return [
        measures.share("dates", "articles", "share right", articles),
        measures.share("dates", "statements of the day", "share right",
                       right(lambda g: g.said_on == day[g.source_file])),
        measures.share("dates", "earlier occasions", "share right",
                       right(lambda g: g.said_on not in (None, day[g.source_file]))),
        measures.share("dates", "no date provable", "left empty", right(lambda g: g.said_on is None)),
    ]  # fmt: skip


def _target_and_topics(pairs: Sequence[Pair]) -> list[Measure]:
    targets = [(g.target or "").casefold() == (r["target"] or "").casefold() for g, r in pairs]
    hits = sum(len(set(g.topics) & set(r["topics"])) for g, r in pairs)
    total = sum(len(g.topics) + len(r["topics"]) for g, r in pairs)
    f1 = round(2 * hits / total, 4) if total else None
    return [
        measures.share("target and topics", "target", "share right", targets),
        Measure("target and topics", "topics", "micro-F1", f1, len(pairs)),
    ]


def _stance(pairs: Sequence[Pair], axes: Sequence[str]) -> list[Measure]:
    result = []
    for axis in axes:
        wanted = [g.axes[axis] for g, _ in pairs]
        scores = [measures.number(r[axis]) for _, r in pairs]
        result += measures.stance("stance, seed articles", axis, wanted, scores)
    wanted = [g.axes[axes[0]] for g, _ in pairs]
    vader = [measures.number(r["vader"]) for _, r in pairs]
    result += measures.stance("stance, seed articles", axes[0], wanted, vader, "VADER ")[:2]
    inside = [
        r[f"{axes[0]}_low"] <= g.axes[axes[0]] <= r[f"{axes[0]}_high"]
        for g, r in pairs
        if g.axes[axes[0]] is not None and measures.number(r[f"{axes[0]}_low"]) is not None
    ]
    result.append(
        measures.share("stance, seed articles", axes[0], "label inside the 80 % interval", inside)
    )
    return result


def _utterances(pairs: Sequence[Pair]) -> list[Measure]:
    """Count pairs of reports that are one utterance in the labels and in the table."""
    ids = {g.key: r["utterance_id"] for g, r in pairs}
    same, possible = set(), set()
    for group in labels.read_article_labels()["utterance"]:
        keys = sorted((name, start) for name, start in group["statements"])
        into = same if group["certainty"] == "same" else possible
        into |= set(combinations(keys, 2))
    found = {
        pair for pair in combinations(sorted(ids), 2) if ids[pair[0]] == ids[pair[1]]
    } - possible
    wanted = {pair for pair in same if pair[0] in ids and pair[1] in ids}
    hits = len(found & wanted)
    f1 = round(2 * hits / (len(found) + len(wanted)), 4) if found or wanted else None
    return [
        Measure("utterances", "pairs of reports", "F1", f1, len(wanted)),
        Measure(
            "utterances", "pairs of reports", "false merges", float(len(found - wanted)), len(found)
        ),
    ]


def _own_statements(axes: tuple[str, ...]) -> list[Measure]:
    own = [each for each in labels.read_own_statements(axes) if each.part == labels.HELD_BACK]
    scores = run.score_texts([each.text for each in own])
    result = []
    for axis in axes:
        wanted = [each.axes[axis] for each in own]
        result += measures.stance(
            "stance, held-back statements", axis, wanted, [measures.number(v) for v in scores[axis]]
        )
    wanted = [each.axes[axes[0]] for each in own]
    vader = [measures.number(value) for value in scores["vader"]]
    return (
        result
        + measures.stance("stance, held-back statements", axes[0], wanted, vader, "VADER ")[:2]
    )


def _read_floors() -> dict[str, float]:
    path = labels.gold_dir() / _FLOORS
    if not path.is_file():
        return {}
    try:
        floors: dict[str, float] = json.loads(path.read_text("utf-8"))["floors"]
    except (ValueError, KeyError) as error:
        raise DataFileError(
            path, None, str(error), "a JSON object with the key 'floors'"
        ) from error
    return floors


def _write(evaluation: Evaluation, floors: Mapping[str, float]) -> None:
    if evaluation.failures:
        raise StanceError(
            "nothing written, since measures fell below their floors: "
            + "; ".join(evaluation.failures)
        )
    result = {
        "method_version": evaluation.method_version,
        "measured_on": datetime.now(UTC).date().isoformat(),
        "measures": [each.as_row() for each in evaluation.measures],
    }
    raised = {
        each.key: max(each.value, floors.get(each.key, each.value))
        for each in evaluation.measures
        if each.value is not None
        and each.measure in ("F1", "share right", "Spearman", "sign right")
    }
    folder = labels.gold_dir()
    contents = ((_RESULT, result), (_FLOORS, {"floors": raised}))
    write_files(
        (folder / name, (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode())
        for name, content in contents
    )
