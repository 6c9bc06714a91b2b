"""The pure parts of Articles and Review: jobs, labels, the order of the queue, lists as HTML."""

import csv
import io
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard import (
    jobs,
    labelling,
    markup_articles,
    markup_jobs,
    markup_review,
    queries_articles,
    queries_review,
    wording,
)
from dashboard.filters import Filters
from dashboard.jobs import Job
from dashboard.labelling import KEEP, SILENT, People, changes, label_of, values_of
from stance.evaluate.gold import gold_statement
from stance.registry import load_axes, load_case
from stance.store import Commit, Correction, Store
from stance.worker import readable_endings
from tests.browser.sample import AXES, sample

ALL = Filters()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = Store(tmp_path_factory.mktemp("writing") / "store", who="Ada").create(AXES)
    made.add(*sample())
    return made


@pytest.fixture
def own_store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "store").create(AXES)
    made.add(*sample())
    return made


@pytest.fixture(scope="module")
def people() -> People:
    return People.of(load_case(), ["Clara Winter"])


def row_of(store: Store, where: str = "TRUE") -> dict[str, Any]:
    found = store.statements(where).iloc[0].to_dict()
    return {
        str(key): None if isinstance(value, float) and value != value else value
        for key, value in found.items()
    }


# ---- jobs


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("report.txt", "report.txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\texts\\talks.docx", "talks.docx"),
        ("a\x00b\nc.txt", "a_b_c.txt"),
        ("...", "text"),
        ("", "text"),
        (".hidden", "hidden"),
        ("北京.html", "北京.html"),
    ],
)
def test_name_of_an_upload_never_leaves_its_folder(given: str, name: str) -> None:
    assert jobs.safe_name(given) == name


def test_long_name_keeps_its_ending() -> None:
    found = jobs.safe_name("x" * 400 + ".docx")
    assert len(found) <= jobs.MAX_NAME
    assert found.endswith(".docx")


def test_pasted_text_becomes_a_record_with_what_was_said_of_it() -> None:
    name, data = jobs.file_of_text(
        "Words.", title="Talks: a “new” start", outlet=" The Courier ", day="", url=""
    )
    assert name == "talks-a-new-start.json"
    assert json.loads(data) == {
        "title": "Talks: a “new” start", "outlet": "The Courier", "text": "Words."
    }  # fmt: skip


@pytest.fixture
def no_worker(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    started: list[Path] = []
    monkeypatch.setattr(jobs, "start_worker", started.append)
    return started


def test_files_of_one_name_are_two_files_and_the_job_is_written_last(
    tmp_path: Path, no_worker: list[Path]
) -> None:
    name = jobs.hand_over(tmp_path, "add", who="Ada", files=[("a.txt", b"1"), ("a.txt", b"2")])
    folder = tmp_path / jobs.INBOX / name
    assert sorted(each.read_bytes() for each in folder.glob("files/*/a.txt")) == [b"1", b"2"]
    assert json.loads((folder / "job.json").read_text("utf-8"))["who"] == "Ada"
    assert no_worker == [tmp_path]
    (folder / "job.json").unlink()
    assert jobs.all_jobs(tmp_path) == []


def test_state_of_a_job_is_what_its_files_say(tmp_path: Path, no_worker: list[Path]) -> None:
    assert no_worker == []
    name = jobs.hand_over(tmp_path, "add", who="Ada", files=[("a.txt", b"1")])
    folder = tmp_path / jobs.INBOX / name
    assert jobs.all_jobs(tmp_path)[0].state == "waiting"
    line = json.dumps({"event": "article", "done": 1, "total": 4, "name": "a.txt"})
    (folder / "events.jsonl").write_text(f'{line}\n{{"event": "art', "utf-8")
    found = jobs.read(folder, is_at_work=True)
    assert found is not None
    assert (found.state, found.share, found.articles) == ("working", 0.25, ("a.txt",))
    (folder / "result.json").write_text('{"state": "done", "n_articles": 0}', "utf-8")
    assert jobs.all_jobs(tmp_path)[0].state == "done"


def test_job_whose_worker_died_is_called_stopped_and_can_go_on(
    tmp_path: Path, no_worker: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = jobs.hand_over(tmp_path, "add", who="Ada", files=[("a.txt", b"1")])
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + jobs.STARTING + 60)
    assert jobs.all_jobs(tmp_path)[0].state == "stopped"
    jobs.again(tmp_path, name)
    assert len(no_worker) == 2


def test_only_jobs_can_be_dropped(tmp_path: Path, no_worker: list[Path]) -> None:
    name = jobs.hand_over(tmp_path, "add", who="Ada")
    (tmp_path / "statements").mkdir()
    for hostile in ("../statements", "..", "", "one.lock"):
        jobs.forget(tmp_path, hostile)
    assert (tmp_path / "statements").is_dir()
    assert len(no_worker) == len(jobs.all_jobs(tmp_path)) == 1
    jobs.forget(tmp_path, name)
    assert jobs.all_jobs(tmp_path) == []


def test_only_the_last_results_are_kept(
    tmp_path: Path, no_worker: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "KEPT", 2)
    names = [jobs.hand_over(tmp_path, "add", who="Ada") for _ in range(4)]
    for name in names[:3]:
        (tmp_path / jobs.INBOX / name / "result.json").write_text('{"state": "done"}', "utf-8")
    jobs.all_jobs(tmp_path)
    assert [job.name for job in jobs.all_jobs(tmp_path)] == names[:0:-1]
    assert no_worker


# ---- jobs in words


def job(state: str, **values: Any) -> Job:
    return Job(name="n", state=state, asked={"kind": "add", "names": ["a.txt"]}, **values)


def test_every_event_of_the_worker_has_words() -> None:
    for event in ("starting", "page", "reading", "file", "analysing", "article", "dating"):
        told = {"event": event, "name": "a.txt", "done": 1, "total": 3}
        said = markup_jobs.job_words(job("working", event=told))
        assert said
        assert "{" not in said
    assert "1 of 3" in markup_jobs.job_words(
        job("working", event={"event": "article", "done": 1, "total": 3, "name": "a"})
    )


def test_result_says_what_was_added_what_was_known_and_what_was_skipped() -> None:
    result = {
        "n_articles": 1, "n_statements": 3,
        "new": [{"article_id": "a", "title": "One <b>", "n_statements": 3}],
        "known": [{"article_id": "b", "title": "Two", "given": "two.txt"}],
        "problems": [{"source": "x.exe", "reason": "has the unsupported extension .exe"}],
    }  # fmt: skip
    found = job("done", result=result)
    said = "1 article added with 3 statements, 1 known already, 1 skipped"
    assert markup_jobs.job_words(found) == said
    shown = markup_jobs.job_result(found, {"a": "?article=a"})
    assert "One &lt;b&gt;" in shown
    assert 'href="?article=a"' in shown
    assert "two.txt: the same words as" in shown
    assert "Save it as one of the kinds named above." in shown


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("is empty", "has a text"),
        ("is 21.0 MB, over the limit of 20 MB (max_input_mb)", "smaller"),
        ("is encrypted", "without a password"),
        ("is a broken PDF: EOF", "save it again"),
        ("same text as other.txt", "Nothing to do"),
        ("something new", "once more"),
    ],
)
def test_every_skipped_input_comes_with_a_remedy(reason: str, words: str) -> None:
    assert words in markup_jobs.remedy_for(reason)


def test_endings_that_can_be_read_are_those_of_the_readers() -> None:
    assert {".txt", ".html", ".pdf", ".docx", ".csv"} <= set(readable_endings())
    assert all(ending == ending.lower() and ending[0] == "." for ending in readable_endings())


# ---- articles


def test_list_of_articles_counts_statements_and_utterances(store: Store) -> None:
    with store.connection() as con:
        rows = queries_articles.listing(con, "", "all", ALL)
        total = queries_articles.overview(con)["articles"]
    frame = store.statements()
    assert len(rows) == total == 12
    for row in rows:
        mine = frame[frame["article_id"] == row["article_id"]]
        assert row["n_statements"] == len(mine)
        assert row["n_utterances"] == mine["utterance_id"].nunique()
    days = [row["published_on"] for row in rows]
    assert days == sorted(days, key=lambda day: (day is not None, day), reverse=False) or [
        day for day in days if day
    ] == sorted((day for day in days if day), reverse=True)


def test_articles_are_found_by_their_words_in_any_case(store: Store) -> None:
    with store.connection() as con:
        found = queries_articles.matching(con, "GUARDRAILS", "all", ALL)["articles"]
        none = queries_articles.matching(con, "no such words anywhere", "all", ALL)["articles"]
    assert found > none == 0


def test_articles_in_view_have_a_statement_that_the_filters_let_through(store: Store) -> None:
    chosen = replace(ALL, selection=replace(ALL.selection, actors=("qin_gang",)))
    with store.connection() as con:
        rows = queries_articles.listing(con, "", "view", chosen)
    frame = store.statements("actor_id = 'qin_gang'")
    assert {row["article_id"] for row in rows} == set(frame["article_id"])


def test_article_whose_date_was_given_by_hand_waits_no_more(own_store: Store) -> None:
    def waiting() -> set[str]:
        with own_store.connection() as con:
            return {row["article_id"] for row in queries_articles.open_dates(con)}

    first = own_store.articles()["article_id"][0]
    own_store.date_article(first, None, reason="no day is right", who="Ada")
    before = waiting()
    assert first not in before
    own_store.undo(own_store.log()[0].correction_id, reason="no", who="Ada")
    assert waiting() >= before


@pytest.mark.parametrize("basis", [*wording.ARTICLES_BASES])
def test_basis_of_a_date_is_told_in_words(basis: str) -> None:
    assert markup_articles.basis_in_words(f'{basis}: "May 8"') == wording.ARTICLES_BASES[basis]
    assert markup_articles.basis_in_words(f"{basis} by x.txt") == wording.ARTICLES_BASES[basis]


def test_table_of_articles_escapes_what_a_source_wrote() -> None:
    row = {
        "article_id": "a", "title": "<script>x</script>", "source_file": "a", "outlet": "<i>",
        "published_on": None, "published_basis": None, "corrected": False, "n_statements": 1,
        "n_utterances": 1, "read_at": "2024-05-01T10:00:00", "added_in": 1,
    }  # fmt: skip
    commit = Commit(number=1, articles=1, statements=1, what="add", who="<b>Ada</b>", when="t")
    shown = markup_articles.article_table([row], {"a": "?a"}, {1: commit}, caption="c")
    assert "<script>" not in shown
    assert "<i>" not in shown
    assert "<b>" not in shown
    assert wording.ARTICLES_UNDATED in shown


# ---- the order of the queue


def influence(**values: Any) -> float:
    import duckdb

    given = {
        "attribution_confidence": 0.9, "score": 0.5, "others_mean": 0.1, "low": 0.3, "high": 0.7,
        "disagreement": 0.0, "n_utterances": 4, "n_reports": 1,
    } | values  # fmt: skip
    frame = pd.DataFrame([given]).astype("float64")
    with duckdb.connect() as con:
        con.register("frame", frame)
        found = con.execute(f"SELECT {queries_review.INFLUENCE} FROM frame").fetchone()
    assert found is not None
    return float(found[0])


def test_influence_is_what_its_formula_says() -> None:
    assert influence() == pytest.approx((0.1 * 0.4 + 0.2) / 4)
    assert influence(disagreement=0.3) == pytest.approx((0.1 * 0.4 + 0.3) / 4)
    assert influence(low=None, high=None) == pytest.approx((0.04 + 0.35) / 4)
    assert influence(attribution_confidence=None) == pytest.approx((0.5 * 0.4 + 0.2) / 4)
    assert influence(others_mean=None) == pytest.approx((0.1 * 0.5 + 0.2) / 4)
    assert influence(score=None, low=None, high=None) == pytest.approx((0.1 * 0.1 + 0.35) / 4)


@pytest.mark.parametrize(
    "more",
    [
        {"attribution_confidence": 0.4},
        {"low": 0.0, "high": 1.0},
        {"n_utterances": 1},
        {"disagreement": 0.5},
        {"others_mean": -0.8},
    ],
    ids=["doubtful speaker", "wide interval", "few utterances", "disagreement", "far from others"],
)
def test_what_could_change_more_comes_first(more: dict[str, Any]) -> None:
    assert influence(**more) > influence() > influence(n_reports=3)


def test_queue_holds_every_statement_in_view_once_and_leaves_out_what_was_judged(
    own_store: Store,
) -> None:
    def asked() -> tuple[pd.DataFrame, dict[str, int]]:
        with own_store.connection() as con:
            judged = queries_review.judged(con)
            found = queries_review.queue(con, ALL, AXES[0], judged, has_interval=True)
            return found, queries_review.progress(con, ALL, judged)

    queue, done = asked()
    assert set(queue["statement_id"]) == set(own_store.statements()["statement_id"])
    assert queue["influence"].is_monotonic_decreasing
    assert done == {"total": len(queue), "judged": 0}
    first, second = queue["statement_id"][:2]
    own_store.confirm(first, who="Ada")
    entry = own_store.correct(second, {"side": "US"}, reason="x", who="Ada")[0]
    after, done = asked()
    assert not {first, second} & set(after["statement_id"])
    assert done["judged"] == 2
    own_store.undo(entry.correction_id, reason="no", who="Ada")
    assert second in set(asked()[0]["statement_id"])


def test_disagreement_counts_only_where_phrases_and_network_pull_apart() -> None:
    import duckdb

    def pulled(*shares: tuple[str, float]) -> float:
        items = [{"axis": "conciliation", "rule": rule, "share": share} for rule, share in shares]
        items.append({"axis": "credit", "rule": "model", "share": -1.0})
        with duckdb.connect() as con:
            frame = pd.DataFrame({"evidence": [items]})
            con.register("frame", frame)
            sql = queries_review._pull_apart("conciliation")
            found = con.execute(f"SELECT {sql} FROM frame").fetchone()
        assert found is not None
        return float(found[0])

    assert pulled(("phrase", 0.4), ("model", -0.2)) == pytest.approx(0.3)
    assert pulled(("phrase", 0.4), ("model", 0.2)) == 0
    assert pulled(("phrase", 0.4)) == 0


# ---- the form


def test_form_that_nobody_touched_changes_nothing(store: Store, people: People) -> None:
    for row in store.statements().to_dict("records"):
        named = {str(key): value for key, value in row.items()}
        assert changes(named, values_of(named, AXES), AXES, people) == {}


def test_another_speaker_brings_the_id_of_the_registry(store: Store, people: People) -> None:
    row = row_of(store, "actor_id = 'qin_gang'")
    filled = values_of(row, AXES) | {"speaker_name": "Wang Yi"}
    assert changes(row, filled, AXES, people) == {
        "speaker_name": "Wang Yi", "actor_id": "wang_yi"
    }  # fmt: skip
    filled = values_of(row, AXES) | {"speaker_name": "Somebody New", "side": ""}
    assert changes(row, filled, AXES, people) == {
        "speaker_name": "Somebody New", "actor_id": None, "side": None
    }  # fmt: skip


def test_levels_become_scores_and_what_says_nothing_becomes_none(
    store: Store, people: People
) -> None:
    row = row_of(store, "conciliation = 0.5 AND credit IS NULL")
    filled = values_of(row, AXES)
    assert changes(row, filled | {"conciliation": "-2"}, AXES, people) == {"conciliation": -1.0}
    assert changes(row, filled | {"conciliation": "1"}, AXES, people) == {}
    assert changes(row, filled | {"conciliation": SILENT}, AXES, people) == {"conciliation": None}
    assert changes(row, filled | {"credit": "0"}, AXES, people) == {"credit": 0.0}
    assert changes(row, filled | {"is_statement": False}, AXES, people) == {"is_statement": False}


def test_every_level_of_every_axis_is_described() -> None:
    for axis in load_axes():
        for choice in labelling.LEVELS:
            words = labelling.level_label(axis, choice, 0.2, "+0.20")
            assert words.startswith(wording.REVIEW_NUMBERS[choice])
            assert wording.REVIEW_LEVELS[axis.axis_id][choice] in words
        assert "+0.20" in labelling.level_label(axis, KEEP, 0.2, "+0.20")
    other = replace(load_axes()[0], axis_id="warmth", warm="warm", cold="cold")
    assert labelling.level_label(other, "2", None, "").endswith("warm")
    assert "cold" in labelling.level_label(other, "-1", None, "")


def test_values_that_somebody_else_changed_meanwhile_are_noticed() -> None:
    seen = {"side": "US", "topics": ["a", "b"], "conciliation": 0.5, "target": None}
    now = {"side": "China", "topics": ["b", "a"], "conciliation": 0.50001, "target": ""}
    assert labelling.conflicts(seen, now, seen) == ["side"]


# ---- labels


@pytest.mark.parametrize(
    ("score", "label"),
    [(None, None), (float("nan"), None), (0.0, 0), (0.5, 1), (-1.0, -2), (0.31, 1), (0.25, 0),
     (-0.75, -1), (-0.76, -2), (0.1, 0)],
)  # fmt: skip
def test_score_becomes_the_nearest_label_and_in_doubt_the_one_nearer_to_zero(
    score: float | None, label: int | None
) -> None:
    assert label_of(score) == label


def judged_rows(store: Store) -> tuple[list[Correction], list[dict[str, Any]]]:
    with store.connection() as con:
        rows = queries_review.by_statement_ids(con, queries_review.judged(con))
        return queries_review.log(con), rows


def test_labels_hold_confirmations_and_corrections_with_who_said_so(own_store: Store) -> None:
    one, other = own_store.statements()["statement_id"][:2]
    own_store.confirm(one, who="Ada")
    own_store.correct(other, {"conciliation": -1.0, "side": "US"}, reason="reads cold", who="Bo")
    log, rows = judged_rows(own_store)
    found = {each["statement_id"]: each for each in labelling.labels(log, rows, AXES)}
    assert set(found) == {one, other}
    assert found[one]["confirmed"]
    assert found[one]["judged_by"] == ["Ada"]
    assert (found[other]["conciliation"], found[other]["side"]) == (-2, "US")
    assert found[other]["reasons"] == ["reads cold"]
    assert not found[other]["confirmed"]


def test_exported_labels_can_be_read_as_gold(own_store: Store) -> None:
    own_store.confirm(own_store.statements()["statement_id"][0], who="Ada")
    log, rows = judged_rows(own_store)
    lines = labelling.labels_as_json_lines(labelling.labels(log, rows, AXES)).decode().splitlines()
    gold = gold_statement(json.loads(lines[0]), AXES, {"qin_gang": "China"})
    assert gold.text == rows[0]["text"]
    assert [list(span) for span in gold.spans] == rows[0]["spans"]
    for axis in AXES:
        value = gold.axes[axis]
        assert value is None or abs(value - rows[0][axis]) <= 0.25


def test_what_is_no_statement_is_in_the_table_of_labels_but_no_gold(own_store: Store) -> None:
    one = own_store.statements()["statement_id"][0]
    own_store.correct(one, {"is_statement": False}, reason="=the reporter's words", who="Ada")
    with own_store.connection() as con:
        row = queries_review.stored(con, one)
        log = queries_review.log(con)
    assert row is not None
    found = labelling.labels(log, [row], AXES)
    assert labelling.labels_as_json_lines(found) == b""
    table = list(csv.DictReader(io.StringIO(labelling.labels_as_csv(found).decode("utf-8-sig"))))
    assert table[0]["is_statement"] == "False"
    assert table[0]["reasons"] == '["=the reporter\'s words"]'


def test_table_of_labels_is_harmless_in_a_spreadsheet() -> None:
    written = labelling.labels_as_csv([{"text": "=1+1", "n": -1}]).decode("utf-8-sig")
    assert list(csv.DictReader(io.StringIO(written))) == [{"text": "'=1+1", "n": "-1"}]


# ---- the log as HTML


def test_log_shows_old_and_new_values_in_words_and_what_is_undone(own_store: Store) -> None:
    one = own_store.statements("side = 'China'")["statement_id"][0]
    first = own_store.correct(one, {"side": "US", "conciliation": None}, reason="<i>", who="Ada")
    own_store.undo(first[0].correction_id, reason="no", who="Bo")
    log = own_store.log()
    numbers = {entry.correction_id: entry.number for entry in log}
    shown = markup_review.log_table(log, {first[0].correction_id}, numbers, {}, {})
    assert "Undo of no. 1" in shown
    assert shown.count(wording.LOG_UNDONE) >= 1
    assert wording.REVIEW_NOTHING in shown
    assert "<i>" not in shown
    assert shown.index(">3<") < shown.index(">1<")


def test_context_is_cut_at_paragraphs_around_the_words() -> None:
    text = "First paragraph.\n" + "x" * 50 + "\nThe words stand here.\nLast one.\n" + "y" * 90
    at = text.index("words")
    start, end, part = markup_review.cut(text, [[at, at + 5]], 20)
    assert part == text[start:end]
    assert part.startswith("x")
    assert part.endswith("Last one.")
