"""How much of the time each part of scoring takes, with spaCy's parse as the yardstick.

``python benchmarks/scoring.py [--statements 400] [--runs 8]`` scores statements of data/training in
one process and prints, per part, CPU milliseconds a statement, the ratio to the parse of the same
texts in the same run, and statements a second and core. The best of several runs counts; other work
on the machine makes all figures worse and moves the ratios less.
"""

import argparse
import csv
import random
import resource
import sys
import time
from collections.abc import Callable

from stance.model import Token
from stance.nlp import parse
from stance.resources import data_dir
from stance.scoring import Scorer
from stance.scoring.model_network import load_network, model_dir
from stance.scoring.sentiment import compound

Texts = list[str]
_WANTED = 300  # statements a second and core, network and phrases together
_AT_ONCE = 200


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=400)
    parser.add_argument("--runs", type=int, default=8)
    options = parser.parse_args()
    texts = statements(options.statements)
    before = memory_mb()
    network = load_network()
    if network is None:
        sys.exit(f"no network in {model_dir()}: nothing to measure")
    network.read_many([(text, None) for text in texts])
    print(f"memory of the network, after {len(texts)} statements: {memory_mb() - before:.0f} MB")
    tokens = list(parse(texts))
    phrases, both = Scorer(with_model=False), Scorer()
    parts: dict[str, Callable[[], object]] = {
        "parse (spaCy)": lambda: list(parse(texts)),
        "VADER": lambda: [compound(text) for text in texts],
        "phrases and VADER": lambda: scored(phrases, texts, tokens),
        "network, one by one": lambda: [network.read_many([(text, None)]) for text in texts],
        "network, together": lambda: network.read_many([(text, None) for text in texts]),
        "network, phrases and VADER": lambda: scored(both, texts, tokens),
    }
    seconds = best(parts, options.runs, network.forget)
    yardstick = seconds["parse (spaCy)"]
    print(f"{'':28}{'ms':>8}{'of parse':>10}{'a second':>10}")
    for name, each in seconds.items():
        n = len(texts)
        print(f"{name:28}{each / n * 1000:8.2f}{each / yardstick:10.2f}{n / each:10.0f}")
    reached = len(texts) / seconds["network, phrases and VADER"]
    print(f"{reached:.0f} statements a second and core; wanted: {_WANTED}")


def statements(n_wanted: int) -> Texts:
    """Return statements of the training data, the same ones every time."""
    texts = dict[str, None]()
    for path in sorted((data_dir() / "training").glob("statements_*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            texts |= dict.fromkeys(row["text"] for row in csv.DictReader(lines))
    return random.Random(n_wanted).sample(list(texts), n_wanted)


def scored(scorer: Scorer, texts: Texts, tokens: list[tuple[Token, ...]]) -> None:
    """Score the texts as ``stance.score_texts`` does, parsed before."""
    for first in range(0, len(texts), _AT_ONCE):
        scorer.read_ahead_texts(texts[first : first + _AT_ONCE])
        for text, words in zip(
            texts[first : first + _AT_ONCE], tokens[first : first + _AT_ONCE], strict=True
        ):
            scorer.score_text(text, words)


def best(
    parts: dict[str, Callable[[], object]], n_runs: int, before: Callable[[], None]
) -> dict[str, float]:
    """Return the least CPU seconds of several runs of each part, each with nothing read ahead.

    The parts take turns: a shared machine is slow for seconds at a time, and would be so for all
    runs of one part.
    """
    found = dict.fromkeys(parts, float("inf"))
    for _ in range(n_runs):
        for name, part in parts.items():
            before()
            start = time.process_time()
            part()
            found[name] = min(found[name], time.process_time() - start)
    return found


def memory_mb() -> float:
    """Return the most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
