"""How fast the store and the trends are with a million statements.

``python benchmarks/store.py [--rows 1000000] [--folder DIR]`` fills a store with made-up statements
(kept in the folder and used again), then prints times in milliseconds, best and median of several
runs: the raw DuckDB query is the yardstick for the trends.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from stance.model import Article
from stance.store import Store
from stance.table import columns_for, to_csv
from stance.trends import Question, summary_from, trend, trend_from

BATCH = 50_000
EACH = 20  # statements of an article
N_CORRECTIONS = 300
AXES = ("conciliation", "cooperation", "credit", "reassurance", "flexibility")


def main() -> None:
    """Fill the store if need be, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        store = Store(options.folder or temporary).create(AXES)
        fill(store, options.rows)
        measure(store)
        print(f"\nwith {N_CORRECTIONS} corrections")
        correct(store)
        measure(store)


def fill(store: Store, n_rows: int) -> None:
    """Add batches until there are enough statements."""
    with store.connection() as connection:
        row = connection.execute("SELECT count(*) FROM stored_statements").fetchone()
    n_stored = row[0] if row else 0
    begun = time.perf_counter()
    for number in range(n_stored // BATCH, n_rows // BATCH):
        articles = [
            Article(
                text=f"Made-up article {number}/{one}. " * 40, source_file=f"{number}-{one}.txt"
            )
            for one in range(BATCH // EACH)
        ]
        store.add(articles, made_up(articles, number))
    if n_stored < n_rows:
        print(f"filled in {time.perf_counter() - begun:.0f} s, {size_mb(store.path):.0f} MB")


def made_up(articles: list[Article], seed: int) -> pd.DataFrame:
    """Return EACH statements per article: four years, 100 actors, 60 outlets, 30 % doubles."""
    chance = np.random.default_rng(seed)
    n = len(articles) * EACH
    number = np.arange(n) + seed * n
    utterance = np.where(chance.random(n) < 0.3, chance.integers(0, seed * n + n, n), number)
    day = pd.Timestamp("2020-01-01") + pd.to_timedelta(utterance % 1461, unit="D")
    actor = utterance % 100
    texts = ["the words of this statement are made up and go on for a while, as words do"] * n
    columns: dict[str, object] = dict.fromkeys(columns_for(AXES))
    columns |= {
        "statement_id": [f"{value:016x}" for value in number],
        "utterance_id": [f"{value:016x}" for value in utterance],
        "article_id": np.repeat([one.article_id for one in articles], EACH),
        "source_file": np.repeat([one.source_file for one in articles], EACH),
        "outlet": [f"Outlet {value}" for value in chance.integers(0, 60, n)],
        "published_on": day.strftime("%Y-%m-%d"),
        "said_on": day.strftime("%Y-%m-%d"),
        "said_on_precision": ["day"] * n,
        "actor_id": [f"actor_{value}" for value in actor],
        "speaker_name": [f"Actor {value}" for value in actor],
        "side": np.where(actor % 2, "US", "China"),
        "target_side": np.where(actor % 2, "China", "US"),
        "kind": np.where(utterance % 3, "direct", "indirect"),
        "text": texts,
        "spans": [[[5, 80]]] * n,
        "topics": [
            [["taiwan"], ["climate", "trade_technology"], []][value % 3] for value in number
        ],
        "evidence": [[]] * n,
        "corrected": False,
        "method_version": "benchmark",
    }
    for axis in (*AXES, "vader"):
        scores = np.round(chance.normal(0, 0.3, n).clip(-1, 1), 4)
        columns[axis] = np.where(chance.random(n) < 0.8, scores, np.nan)
    floats = dict.fromkeys(("attribution_confidence", f"{AXES[0]}_low", f"{AXES[0]}_high"), 0.5)
    return pd.DataFrame(columns | floats)


def correct(store: Store) -> None:
    """Append corrections of random statements."""
    for number in range(len(store.log()), N_CORRECTIONS):
        statement_id = f"{number * 997:016x}"
        store.correct(statement_id, {"side": "joint"}, reason="benchmark", who="benchmark")


def measure(store: Store) -> None:
    """Print the times of what the dashboard asks for."""
    timed("store.version()", store.version)
    timed("store.connection()", lambda: store.connection().close())
    with store.connection() as connection:
        raw = (
            "SELECT side, left(said_on, 7), avg(conciliation), count(*), "
            "count(DISTINCT utterance_id) FROM statements GROUP BY ALL"
        )
        timed("raw query: mean per side and month", lambda: connection.execute(raw).fetchall())
        for by in ("side", "actor", "dyad", "topic", "outlet"):
            question = Question(axis="conciliation", by=by)  # type: ignore[arg-type]
            timed(f"trend_from by {by}", lambda q=question: trend_from(connection, q))
        one_actor = Question(axis="conciliation", where="actor_id = ?")
        timed("trend_from of one actor", lambda: trend_from(connection, one_actor, ["actor_7"]))
        timed("summary_from by side", lambda: summary_from(connection, Question(axis="credit")))
        page = "SELECT * FROM statements WHERE actor_id = 'actor_7' ORDER BY said_on LIMIT 500"
        timed("page of 500 statements", lambda: connection.execute(page).fetchall())
    timed("statements() of one actor", lambda: store.statements("actor_id = ?", ["actor_7"]))
    frame = store.statements("TRUE")
    timed("trend() of the whole frame", lambda: trend(frame))
    timed("CSV of 10,000 statements", lambda: to_csv(frame.head(10_000)))


def timed(what: str, work: Callable[[], object], n_runs: int = 5) -> None:
    """Print best and median time of a few runs."""
    times = []
    for _ in range(n_runs):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    print(f"{what:40}{min(times):9.0f}{statistics.median(times):9.0f} ms")


def size_mb(folder: Path) -> float:
    """Return how much room a folder takes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


if __name__ == "__main__":
    print(f"DuckDB {duckdb.__version__}")
    main()
