"""Compare outlets: versions of the same words aligned, shared utterances, whom outlets quote."""

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard import markup_outlets, queries_outlets, wording
from dashboard.alignment import compare, kept_by
from dashboard.filters import Filters
from stance.selection import Selection
from stance.store import Store
from tests.app_pages import Open, opener, page_text
from tests.browser.sample import AXES
from tests.browser.told import FULL, TOLD, UTTERANCE, made_up

AXIS = "conciliation"
EVERYTHING = Filters()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("outlets") / "store"
    Store(path).create(AXES).add(*made_up())
    return path


@pytest.fixture
def opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    return opener(folder, monkeypatch, view="outlets")


# ---- alignment


def whats(full: str, report: str) -> list[tuple[str, str, str]]:
    return [
        (piece.what, piece.text.strip(), piece.instead) for piece in compare(full, report).pieces
    ]


@pytest.mark.parametrize(
    ("report", "found"),
    [
        (
            "the gate is open to all of us",
            [("kept", "the gate is open to all of us", "")],
        ),
        (
            "the gate is open",
            [("kept", "the gate is open", ""), ("cut", "", "to all of us")],
        ),
        (
            "the gate is shut to all of us",
            [
                ("kept", "the gate is", ""),
                ("reworded", "shut", "open"),
                ("kept", "to all of us", ""),
            ],
        ),
        (
            "the gate is open tonight to all of us",
            [
                ("kept", "the gate is open", ""),
                ("added", "tonight", ""),
                ("kept", "to all of us", ""),
            ],
        ),
        (
            "\u201cThe gate is open,\u201d \u2026 \u201cto all of us.\u201d",
            [("kept", "\u201cThe gate is open,\u201d \u2026 \u201cto all of us.\u201d", "")],
        ),
    ],
    ids=["the same", "cut", "reworded", "added", "other marks and capitals"],
)
def test_a_report_is_parted_into_what_it_keeps_cuts_and_rewords(
    report: str, found: list[tuple[str, str, str]]
) -> None:
    assert whats("The gate is open to all of us", report) == found


def test_the_pieces_of_a_report_are_its_own_words_in_order() -> None:
    for _, _, _, words, _, _, _ in TOLD[:3]:
        pieces = compare(FULL, words).pieces
        assert "".join(piece.text for piece in pieces) == words


def test_a_small_word_kept_by_chance_does_not_part_a_change() -> None:
    found = whats("bring the ships and a pilot home", "bring every barge and one crew home")
    assert [what for what, _, _ in found] == ["kept", "reworded", "kept"]


@pytest.mark.parametrize(
    ("report", "share"), [("one two three four", 1.0), ("three four", 0.5), ("nine", 0.0)]
)
def test_the_share_kept_counts_words_of_the_fullest_report(report: str, share: float) -> None:
    assert compare("one two three four", report).share == share


@pytest.mark.parametrize(
    ("full", "report"), [("", ""), ("", "a word"), ("a word", ""), ("\u2026", "!")]
)
def test_texts_without_words_are_compared_without_harm(full: str, report: str) -> None:
    assert 0.0 <= compare(full, report).share <= 1.0


def test_the_fullest_report_tells_how_many_others_kept_each_stretch() -> None:
    found = kept_by("red green blue black", ["red green", "green blue"])
    assert [(text.strip(), n) for text, n in found] == [
        ("red", 1), ("green", 2), ("blue", 1), ("black", 0),
    ]  # fmt: skip
    assert "".join(text for text, _ in found) == "red green blue black"


# ---- markup


def test_words_of_a_source_are_shown_and_never_run() -> None:
    hostile = "<script>alert(1)</script> & *stars* open"
    shown = markup_outlets.compared_words(compare("the gate is open", hostile))
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert "<script>" not in markup_outlets.full_words(kept_by(hostile, ["open"]), 1)
    assert "<script>" not in markup_outlets.paragraph(hostile, [[0, 8]])


def test_a_cut_is_a_gap_that_tells_its_length() -> None:
    shown = markup_outlets.compared_words(compare("the gate is open to all", "the gate is open"))
    assert '<span class="outlets-cut" title="to all">' in shown
    assert "2 words cut" in shown


def test_a_paragraph_is_shortened_from_its_ends_and_marks_the_words() -> None:
    before, words, after = "aaa " * 400, "the words", " zzz" * 400
    text = f"first line\n{before}{words}{after}\nlast line"
    start = text.index(words)
    shown = markup_outlets.paragraph(text, [[start, start + len(words)]])
    assert '<mark class="in-words">the words</mark>' in shown
    assert "line" not in shown
    assert len(shown) < 1000
    assert shown.startswith("\u2026 aaa")
    assert shown.endswith("zzz \u2026")


def test_a_short_paragraph_is_shown_whole() -> None:
    text = "first\nHe said so, and left.\nlast"
    start = text.index("so")
    shown = markup_outlets.paragraph(text, [[start, start + 2]])
    assert shown == 'He said <mark class="in-words">so</mark>, and left.'


# ---- queries


def test_an_utterance_of_several_outlets_is_found_once(con: duckdb.DuckDBPyConnection) -> None:
    found = queries_outlets.shared(con, EVERYTHING, AXIS)
    assert list(found["utterance_id"]) == [UTTERANCE]
    row = found.iloc[0]
    assert (row["text"], row["n"], row["n_sources"], row["n_unknown"]) == (FULL, 3, 3, 1)
    assert row["outlets"] == ["Evening Dispatch", "Harbour Post"]
    assert row["spread"] == pytest.approx(0.9)
    assert row["score"] == pytest.approx(-0.05)


def test_a_filter_by_outlet_keeps_the_other_reports_to_compare_with(
    con: duckdb.DuckDBPyConnection,
) -> None:
    one = Filters(selection=Selection(outlets=("Evening Dispatch",)))
    assert queries_outlets.shared(con, one, AXIS)["n"].tolist() == [3]
    none = Filters(selection=Selection(sides=("US",)))
    found = queries_outlets.shared(con, none, AXIS)
    assert found.empty
    assert found.attrs["total"] == 0


def test_reports_come_fullest_first_with_the_text_around(con: duckdb.DuckDBPyConnection) -> None:
    rows = queries_outlets.reports(con, UTTERANCE, AXIS)
    assert rows[0]["text"] == FULL
    assert all(row["text"] in row["article_text"] for row in rows)


def test_pieces_of_one_article_are_one_version() -> None:
    rows: list[dict[str, Any]] = [
        {"article_id": "a", "statement_id": "1", "text": "to all of us", "spans": [[40, 52]],
         "score": 0.2, "cue": "added"},
        {"article_id": "b", "statement_id": "2", "text": "the gate", "spans": [[3, 11]],
         "score": None, "cue": None},
        {"article_id": "a", "statement_id": "3", "text": "the gate is open", "spans": [[10, 26]],
         "score": 0.6, "cue": "said"},
    ]  # fmt: skip
    first, second = queries_outlets.by_article(rows)
    assert first["text"] == "the gate is open \u2026 to all of us"
    assert first["spans"] == [[10, 26], [40, 52]]
    assert first["cues"] == ["said", "added"]
    assert first["score"] == pytest.approx(0.4)
    assert second["score"] is None


def test_shares_of_an_outlet_add_up_to_all_of_it(con: duckdb.DuckDBPyConnection) -> None:
    found = queries_outlets.by_side(con, EVERYTHING, AXIS)
    assert (found.groupby("outlet")["share"].sum() == 1).all()
    post = found[found["outlet"] == "Harbour Post"].iloc[0]
    assert (post["n"], post["total"], post["n_utterances"]) == (2, 2, 2)
    assert post["mean"] == pytest.approx(0.25)
    silent = found[found["outlet"] == queries_outlets.UNKNOWN].iloc[0]
    assert silent["n_utterances"] == 0
    assert silent["mean"] != silent["mean"]


# ---- the page


def test_the_page_lists_shared_utterances_and_whom_outlets_quote(
    opened: Open,
) -> None:
    app = opened()
    text = page_text(app)
    assert not app.exception
    assert wording.ERROR not in text
    assert f"utterance={UTTERANCE}" in text
    assert "range 0.90" in text
    assert wording.OUTLETS_BY_SIDE in text


def test_an_opened_utterance_shows_every_version_side_by_side(
    opened: Open,
) -> None:
    text = page_text(opened(utterance=UTTERANCE))
    assert text.count('<article class="outlets-card">') == 3
    assert wording.OUTLETS_FULLEST in text
    assert "warned" in text
    assert "<b>end</b>" not in text
    assert re.search(r"lie 0\.90\s+apart", text)


def test_an_unknown_utterance_is_explained(opened: Open) -> None:
    text = page_text(opened(utterance="0123456789abcdef"))
    assert wording.OUTLETS_GONE in text


def test_where_no_two_outlets_meet_the_page_says_so_and_still_compares_sides(
    opened: Open,
) -> None:
    text = page_text(opened(q="weather"))
    assert wording.OUTLETS_NONE in text
    assert wording.OUTLETS_BY_SIDE in text


@pytest.mark.parametrize("rank", list(queries_outlets.SORT_SQL))
def test_every_order_lists_the_same(opened: Open, rank: str) -> None:
    assert f"utterance={UTTERANCE}" in page_text(opened(rank=rank))
