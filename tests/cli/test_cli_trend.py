"""``stance trend`` and what else can be asked of a trend, on a small store."""

import csv
import io
from pathlib import Path

import pytest

from stance.model import Article
from stance.registry import load_axes
from stance.store import Store
from stance.table import columns_for, frame_of

from .conftest import Call

AXES = [axis.axis_id for axis in load_axes()]
COLD = [-0.6, -0.5, -0.7, -0.4, -0.55]
WARM = [0.3, 0.5, 0.4, 0.2, 0.6]


def row(number: int, said_on: str, value: float, article: Article, actor: str, side: str) -> object:
    usual: dict[str, object] = dict.fromkeys(columns_for(AXES))
    return usual | {
        "statement_id": f"{number:016x}", "utterance_id": f"{number:016x}",
        "article_id": article.article_id, "source_file": article.source_file,
        "outlet": article.outlet, "said_on": said_on, "said_on_precision": "day",
        "actor_id": actor, "side": side, "topics": [], "spans": [[0, 4]], "evidence": [],
        "corrected": False, "method_version": "made-up-1", "conciliation": value,
    }  # fmt: skip


@pytest.fixture(scope="module")
def trend_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store in which the US cools from May to September and China does not."""
    articles = [
        Article(text=f"Some words {name}.", source_file=f"{name}.txt", outlet=name)
        for name in ("Herald", "Gazette")
    ]
    rows = []
    for month, ours in ((5, WARM), (9, COLD)):
        for day, value in enumerate(ours, 1):
            said_on = f"2023-{month:02}-{day:02}"
            article = articles[day % 2]
            rows.append(row(len(rows), said_on, value, article, "antony_blinken", "US"))
            rows.append(row(len(rows), said_on, 0.1 * day, article, "wang_yi", "China"))
    store = Store(tmp_path_factory.mktemp("stores") / "trend").create(AXES)
    store.add(articles, frame_of(rows, AXES))  # type: ignore[arg-type]
    return store


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_summary_is_sentences_and_no_table(call: Call, trend_store: Store) -> None:
    outcome = call("trend", "--store", trend_store.path, "--summary", "--by", "actor")
    told = outcome.out.decode().splitlines()
    assert outcome.code == 0
    assert any(line.startswith("Antony Blinken: more confrontational in Sept") for line in told)
    assert any(line.startswith("Antony Blinken turned between 5 May 2023") for line in told)
    assert any(line.startswith("Wang Yi: no clear change") for line in told)


def test_turning_points_are_rows_and_every_group_has_a_sentence(
    call: Call, trend_store: Store
) -> None:
    outcome = call("trend", "--store", trend_store.path, "--turns")
    (found,) = rows_of(outcome.out)
    assert (found["group"], found["last_before"]) == ("US", "2023-05-05")
    assert "stance: China: no turning point (10 utterances on 10" in outcome.err
    assert "stance: US turned between" in outcome.err


def test_change_between_periods_comes_with_its_sentence(call: Call, trend_store: Store) -> None:
    outcome = call(
        "trend", "--store", trend_store.path, "--side", "US", "--change", "2023-05",
        "2023-08..2023-09",
    )  # fmt: skip
    (found,) = rows_of(outcome.out)
    assert float(found["difference"]) == pytest.approx(-0.95)
    assert float(found["p_value"]) == pytest.approx(2 / 252, abs=1e-6)
    assert (found["n_utterances_a"], found["n_occasions_b"]) == ("5", "5")
    assert found["sentence"].startswith("The words from August 2023 to September 2023 were more")
    assert found["sentence"] in outcome.err


@pytest.mark.parametrize(
    ("first", "second", "label"),
    [("Blinken", "wang_yi", "by Antony Blinken"), ("us", "China", "by US")],
)
def test_versus_compares_actors_and_sides(
    call: Call, trend_store: Store, first: str, second: str, label: str
) -> None:
    outcome = call(
        "trend", "--store", trend_store.path, "--from", "2023-09", "--versus", first, second
    )
    (found,) = rows_of(outcome.out)
    assert found["b"] == label
    assert float(found["difference"]) == pytest.approx(-0.85)
    assert "more confrontational" in found["sentence"]


@pytest.mark.parametrize("table", ["shares", "concentration", "trends", "changes"])
def test_outlets_have_their_tables_and_sentences(
    call: Call, trend_store: Store, table: str
) -> None:
    outcome = call("trend", "--store", trend_store.path, "--outlets", table)
    assert {found["group"] for found in rows_of(outcome.out)} == {"US", "China"}
    assert "stance: US: 60 % of 10 reports come from Gazette" in outcome.err
    assert "is seen within the outlets as well" in outcome.err


def test_windows_around_events_have_names(call: Call, trend_store: Store) -> None:
    outcome = call(
        "trend", "--store", trend_store.path, "--window", "around", "--event", "2023-05-08",
        "--days", 5,
    )  # fmt: skip
    found = rows_of(outcome.out)
    assert {line["period"] for line in found} == {"2023-05-03..2023-05-07"}
    assert found[0]["window"].startswith("5 days before: ")
    assert "14 outside the event windows" in outcome.err


def test_windows_between_events_cover_the_days(call: Call, trend_store: Store) -> None:
    outcome = call(
        "trend", "--store", trend_store.path, "--window", "between", "--event", "summit",
        "--from", "2023-05", "--to", "2023-12",
    )  # fmt: skip
    found = rows_of(outcome.out)
    assert sum(int(line["n_statements"]) for line in found) == 20
    assert all(".." in line["period"] for line in found)


def test_reference_series_is_compared_and_rescaled(
    call: Call, trend_store: Store, tmp_path: Path
) -> None:
    series = tmp_path / "index.csv"
    series.write_text("date,value\n2023-05,10\n2023-09,20\n2023-10,\n", encoding="utf-8")
    outcome = call("trend", "--store", trend_store.path, "--reference", series)
    assert [line["n_months"] for line in rows_of(outcome.out)] == ["2", "2"]
    assert "US and index.csv: too few months to say (2 in common" in outcome.err
    assert "1 line without a value" in outcome.err
    outcome = call("trend", "--store", trend_store.path, "--reference", series, "--rescaled")
    assert [line["value"] for line in rows_of(outcome.out)] == ["10.0", "20.0"]
    assert "only its ups and downs compare" in outcome.err


def test_broken_reference_series_fails_with_line_and_remedy(
    call: Call, trend_store: Store, tmp_path: Path
) -> None:
    series = tmp_path / "index.csv"
    series.write_text("date,value\n05/06/2023,10\n", encoding="utf-8")
    outcome = call("trend", "--store", trend_store.path, "--reference", series)
    assert (outcome.code, outcome.out) == (1, b"")
    assert "index.csv: line 2: '05/06/2023' is no clear date; write it as 2023-06" in outcome.err


@pytest.mark.parametrize(
    ("options", "said_so"),
    [
        (["--summary", "--turns"], "--summary and --turns are different answers"),
        (["--days", "7"], "--window around"),
        (["--event", "meeting"], "--window around"),
        (["--window", "between", "--days", "7"], "--days goes with --window around"),
        (["--window", "around", "--event", "coronation"], "unknown event 'coronation'"),
        (["--rescaled"], "--reference FILE"),
        (["--change", "2023-05", "June"], "'June' is not a period"),
        (["--versus", "wang_yi", "nobody-at-all"], "unknown actor 'nobody-at-all'"),
        (["--freq", "week", "--reference", "index.csv"], "by month"),
        (["--outlets", "shares", "--by", "outlet"], "group by another"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_options_that_make_no_sense_are_wrong_usage(
    call: Call, trend_store: Store, options: list[str], said_so: str
) -> None:
    outcome = call("trend", "--store", trend_store.path, *options)
    assert (outcome.code, outcome.out) == (2, b"")
    assert said_so in outcome.err


def test_table_tells_how_many_statements_are_left_out(call: Call, trend_store: Store) -> None:
    outcome = call("trend", "--store", trend_store.path, "--axis", "credit")
    assert "0 rows from 0 statements; left out: 20 no score on this axis" in outcome.err
