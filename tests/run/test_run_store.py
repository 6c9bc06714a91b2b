"""From files into a store: order makes no difference, and a new method keeps corrections."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from stance import run
from stance.store import Store
from stance.table import to_csv

pytestmark = pytest.mark.model

DATED = """LONDON, March 4, 2024 (Harbour News) - Talks on the strait ended on Monday.

"We will keep every channel open so that no incident at sea grows into something larger," \
Antony Blinken said on Monday after a 50-minute meeting.
"""
UNDATED = """Diplomats leave the talks with little to show

"We will keep every channel open so that no incident at sea grows into something larger," \
Antony Blinken told reporters on Monday after the 50-minute meeting.

Wang Yi said China would not accept any interference in its affairs.
"""
OTHER = """PARIS, March 9, 2024 (Harbour News) - Wang Yi said on Saturday that trust takes years.
"""


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    found = {}
    for name, text in (("dated", DATED), ("undated", UNDATED), ("other", OTHER)):
        found[name] = tmp_path / f"{name}.txt"
        found[name].write_text(text, "utf-8")
    return found


def exported(folder: Path, batches: Sequence[Sequence[Path]]) -> bytes:
    for batch in batches:
        run.ingest(batch, folder)
    return to_csv(Store(folder).statements())


@pytest.mark.parametrize(
    "order",
    [("undated", "other", "dated"), ("dated", "undated", "other"), ("other", "dated", "undated")],
    ids="-".join,
)
def test_articles_added_one_by_one_get_the_dates_of_all_at_once(
    files: dict[str, Path], tmp_path: Path, order: tuple[str, ...]
) -> None:
    at_once = exported(tmp_path / "one", [list(files.values())])
    assert exported(tmp_path / "two", [[files[name]] for name in order]) == at_once


def test_undated_article_in_the_store_takes_the_day_of_a_later_addition(
    files: dict[str, Path], tmp_path: Path
) -> None:
    store = Store(tmp_path / "store")
    run.ingest([files["undated"]], store)
    assert set(store.articles()["published_on"]) == {None}
    assert run.ingest([files["dated"]], store).n_redated == 1
    dates = store.articles().set_index("source_file")
    assert dates.loc["undated.txt", "published_on"] == "2024-03-04"
    assert "corroborated by dated.txt" in dates.loc["undated.txt", "published_basis"]
    said = store.statements("source_file = 'undated.txt' AND speaker_name = 'Antony Blinken'")
    assert set(said["said_on"]) == {"2024-03-04"}


def test_analysing_again_gives_the_same_results_and_keeps_corrections(
    files: dict[str, Path], tmp_path: Path
) -> None:
    store = Store(tmp_path / "store")
    run.ingest(files.values(), store)
    assert run.reanalyze(store).n_articles == 0, "nothing to do by the same method"
    statement_id = store.statements()["statement_id"].iloc[0]
    store.correct(statement_id, {"side": "joint"}, reason="read it", who="ann")
    before = store.version(), to_csv(store.statements())
    result = run.reanalyze(store, is_forced=True)
    assert (result.before, result.n_articles) == (before[0], 3)
    assert to_csv(store.statements()) == before[1]
    assert store.diff(result.before, result.after).empty
