"""Quality against hand labels: ``stance evaluate``, its floors, and what the Method page prints."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from stance import run
from stance.evaluate import floors, review, sections
from stance.evaluate import gold as labels
from stance.evaluate.matching import match
from stance.evaluate.measures import Measure
from stance.evaluate.sections import Pair, Row
from stance.reading import read_inputs
from stance.registry import load_axes, load_case
from stance.resources import seeds_dir
from stance.store import Store

__all__ = ["Evaluation", "Measure", "evaluate", "evaluate_labels"]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All measures of one run, and a line for each that fell below its floor."""

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
            lines.append(f"  {each.group:24} {each.measure:36} {value}   n = {each.n}")
        return lines


def evaluate(*, write: bool = False) -> Evaluation:
    """Measure extraction, dates, targets, topics, scores and utterances against the hand labels.

    Args:
        write: Keep the result for the Method page, and raise the floors to it. With the same
            labels a floor is never lowered.

    Raises:
        DataFileError: If a file of labels is broken.
    """
    axes = tuple(axis.axis_id for axis in load_axes())
    measures = (*_on_seeds(axes), *_on_own_statements(axes), *_of_two_readers(axes))
    result = Evaluation(measures, run.method_version(), floors.failures(measures))
    if write:
        floors.write(measures, result.method_version)
    return result


def evaluate_labels(path: Path, store: Store) -> Evaluation:
    """Measure what the program found in a store against the labels that its reviewers exported.

    Args:
        path: Labels as the page Review exports them, CSV or JSON Lines.
        store: The store with the articles; what was corrected in it does not count.

    Raises:
        DataFileError: If the file of labels is broken.
        StoreError: If there is no store.
    """
    axes = tuple(axis.axis_id for axis in load_axes())
    measures = review.measure(review.read_review_labels(path, axes), store, axes)
    with store.connection() as connection:
        methods = connection.execute(
            "SELECT DISTINCT method_version AS v FROM stored_statements WHERE v IS NOT NULL "
            "ORDER BY v"
        ).fetchall()
    return Evaluation(tuple(measures), ", ".join(str(row[0]) for row in methods))


def _on_seeds(axes: tuple[str, ...]) -> list[Measure]:
    sides = {actor.actor_id: actor.side for actor in load_case().actors}
    gold = labels.read_seed_labels(axes, sides)
    articles = read_inputs([seeds_dir()]).articles
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in run.analyze(articles).to_dict("records"):
        rows[row["source_file"]].append({str(key): value for key, value in row.items()})
    pairs: list[Pair] = []
    for article in articles:
        mine = [each for each in gold if each.source_file == article.source_file]
        pairs += match(article.text, mine, rows[article.source_file])
    found = [row for each in rows.values() for row in each]
    return [
        *sections.attribution(gold, found, pairs),
        *sections.dates(pairs, found),
        *sections.target_and_topics(pairs),
        *sections.seed_stance(pairs, axes),
        *sections.utterances(pairs),
    ]


def _on_own_statements(axes: tuple[str, ...]) -> list[Measure]:
    own = labels.read_own_statements(axes)
    measures: list[Measure] = []
    for part, section in sections.OWN_PARTS.items():
        chosen = [each for each in own if each.part == part]
        frame = run.score_texts([each.text for each in chosen])
        scores = {str(name): frame[name].tolist() for name in frame}
        measures += sections.own_stance(chosen, scores, axes, section)
    return measures


def _of_two_readers(axes: tuple[str, ...]) -> list[Measure]:
    return sections.two_readers(labels.read_second_labels(axes), axes)
