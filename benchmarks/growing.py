"""What it costs to add to, remove from and make anew a store that has grown.

``python -m benchmarks.growing [--articles 20000] [--each 5] [--folder DIR]`` fills a store with
made-up statements (kept in the folder and used again), then prints, for each kind of write, how
long it takes, for how much of that time other writers have to wait, and the largest memory of the
process so far. Readers never wait.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd

from stance import run
from stance.model import Article
from stance.registry import load_axes
from stance.store import Store, layout
from stance.table import columns_for

AXES = [axis.axis_id for axis in load_axes()]
WORDS = [f"{a}{b}{c}" for a in "bdklmnprst" for b in "aeiou" for c in ("n", "r", "st", "nd", "lk")]
N_WORDS = 18  # of a statement
BATCH = 2_000
NEW = (
    'LONDON, March 4, 2024 (Harbour News) - "We will keep channel {n} open so that no incident at '
    'sea grows into something larger," Antony Blinken said on Monday.\n\n'
    "Wang Yi said China would not accept any interference in affair {n}.\n"
)


def main() -> None:
    """Fill the store if need be, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--each", type=int, default=5)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        store = Store(folder / "store").create(AXES)
        fill(store, options.articles, options.each)
        texts = Path(temporary) / "texts"
        texts.mkdir()
        for n in range(5):
            # other words each time: a kept store has those of the last time
            (texts / f"{n}.txt").write_text(NEW.format(n=f"{time.time_ns()}{n}"), "utf-8")
        run.extract(NEW)  # load the models first
        measured("ingest of 5 articles", lambda: run.ingest([texts], store))
        measure(store, options.articles, options.each)


def measure(store: Store, n_articles: int, each: int) -> None:
    """Time the writes that touch many articles."""
    articles = [made_up_article(n) for n in range(n_articles)]
    ids = [one.article_id for one in articles]
    frame = pd.concat(
        [made_up(articles[n : n + BATCH], n, each) for n in range(0, n_articles, BATCH)]
    )
    measured(
        f"all {n_articles} articles made anew",
        lambda: store.add(articles, frame, replaced=ids, what="reanalyze"),
    )
    measured(f"{n_articles // 2} articles removed", lambda: store.remove(ids[::2]))
    number = store.commits()[-1].number
    measured("undo of that", lambda: store.undo_commit(number, reason="benchmark", who="me"))
    some = dict.fromkeys(frame["statement_id"][:5000], "joined")
    measured("5,000 utterance ids changed", lambda: store.update_utterances(some))
    measured("compact", store.compact)
    measured("vacuum", lambda: store.vacuum(0))
    measured("backup", lambda: store.backup(store.path.with_name(f"copy-{time.time()}.tar")))
    begun = time.perf_counter()
    n_odd = len(store.verify().problems) - len(frame)  # the made-up words stand nowhere
    print(f"{'verify':34}{time.perf_counter() - begun:8.1f} s ({n_odd} problems of its own)")


def fill(store: Store, n_articles: int, each: int) -> None:
    """Add batches until there are enough articles."""
    stored = len(store.articles())
    for n in range(stored - stored % BATCH, n_articles, BATCH):
        articles = [made_up_article(n + one) for one in range(min(BATCH, n_articles - n))]
        store.add(articles, made_up(articles, n, each))
    n_statements = len(store.articles()) * each
    print(f"{len(store.articles())} articles, about {n_statements} statements")


def made_up_article(n: int) -> Article:
    """Return the n-th article, of about 2,000 characters."""
    return Article(text=f"Made-up article {n}. " * 100, source_file=f"{n}.txt")


def made_up(articles: list[Article], seed: int, each: int) -> pd.DataFrame:
    """Return statements of random words: four years, 100 actors, one in ten said twice."""
    chance = np.random.default_rng(seed)
    n = len(articles) * each
    words = chance.choice(WORDS, (n, N_WORDS))
    words[chance.random(n) < 0.1] = words[0]
    number = np.arange(n) + seed * each
    day = pd.Timestamp("2020-01-01") + pd.to_timedelta(number % 1461, unit="D")
    columns: dict[str, object] = dict.fromkeys(columns_for(AXES))
    columns |= {
        "statement_id": [f"{value:016x}" for value in number],
        "utterance_id": [f"{value:016x}" for value in number],
        "article_id": np.repeat([one.article_id for one in articles], each),
        "source_file": np.repeat([one.source_file for one in articles], each),
        "published_on": day.strftime("%Y-%m-%d"),
        "said_on": day.strftime("%Y-%m-%d"),
        "said_on_precision": ["day"] * n,
        "actor_id": [f"actor_{value % 100}" for value in number],
        "speaker_name": [f"Actor {value % 100}" for value in number],
        "kind": ["direct"] * n,
        "text": [" ".join(row) for row in words],
        "spans": [[[5, 80]]] * n,
        "topics": [["taiwan"]] * n,
        "evidence": [[]] * n,
        "corrected": False,
        "method_version": "benchmark",
    }
    for axis in (*AXES, "vader", "attribution_confidence", f"{AXES[0]}_low", f"{AXES[0]}_high"):
        columns[axis] = np.round(chance.normal(0, 0.3, n).clip(-1, 1), 4)
    return pd.DataFrame(columns)


def measured(what: str, work: Callable[[], object]) -> None:
    """Print what a write costs."""
    with lock_timed() as held:
        begun, computed = time.perf_counter(), time.process_time()
        work()
        seconds, computed = time.perf_counter() - begun, time.process_time() - computed
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{what:34}{seconds:8.1f} s ({computed:.1f} s of the processor), others wait "
        f"{sum(held):6.1f} s, {peak:7.0f} MB",
        flush=True,
    )


@contextmanager
def lock_timed() -> Iterator[list[float]]:
    """Measure for how long the writer's lock is held."""
    held: list[float] = []
    real = layout.one_writer

    @contextmanager
    def timed(*given: object, **more: object) -> Iterator[object]:
        with real(*given, **more) as last:  # type: ignore[arg-type]
            begun = time.perf_counter()
            try:
                yield last
            finally:
                held.append(time.perf_counter() - begun)

    layout.one_writer = timed  # type: ignore[assignment]
    try:
        yield held
    finally:
        layout.one_writer = real


if __name__ == "__main__":
    main()
