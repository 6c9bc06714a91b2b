"""HTML of the pages: nothing of a source is ever markup, sums add up, formats read well."""

import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import accuracy, markup, theme, wording
from dashboard.markup_article import Layer, article_body
from stance.errors import DataFileError

HOSTILE = "<script>alert(1)</script> \"&' <img src=x onerror=alert(1)>"


def bare(shown: str) -> str:
    import html

    return html.unescape(re.sub(r"<[^>]*>", "", shown))


@st.composite
def text_with_layers(draw: st.DrawFn) -> tuple[str, list[Layer]]:
    text = draw(st.text(alphabet="ab <>&\"'\n\u201c", max_size=60))
    layers = []
    for name in draw(st.lists(st.sampled_from(["words", "speaker", "cue", "warm", "other"]))):
        start, end = sorted([draw(st.integers(0, 60)), draw(st.integers(0, 60))])
        layers.append(
            Layer(start=start, end=end, name=name, href="?x=1" if name == "other" else None)
        )
    return text, layers


@given(text_with_layers())
def test_an_article_keeps_every_character_under_any_layers(
    case: tuple[str, list[Layer]],
) -> None:
    text, layers = case
    shown = article_body(text, layers)
    paragraphs = [line for line in text.split("\n") if line.strip()]
    assert bare(shown.replace("</p><p>", "\n")) == "\n".join(paragraphs)
    folded = re.sub(r"<summary>.*?</summary>", "", article_body(text, layers, near=1))
    parts = re.findall(r"<p>(.*?)</p>", folded, flags=re.DOTALL)
    assert [bare(part) for part in parts] == paragraphs


def test_around_the_words_of_a_statement_the_article_is_folded() -> None:
    text = "\n".join(["Head", "one", "two", "three", "the words", "four", "five", "six"])
    start = text.index("the words")
    words = Layer(start=start, end=start + 9, name="words")
    before, rest = article_body(text, [words], near=1).split("</details>", 1)
    assert before.startswith(
        "<details><summary>The article up to here: 3 paragraphs</summary><p>Head"
    )
    assert rest.startswith('<p>three</p><p><mark class="in-words">the words</mark></p><p>four</p>')
    assert "<details><summary>The rest of the article: 2 paragraphs</summary><p>five" in rest
    assert "<details>" not in article_body(text, [words])


def test_what_a_page_of_the_web_brings_along_is_folded_and_one_line_of_it_is_not() -> None:
    text = "Sign in\nTry again\nThe minister spoke.\nMore news"
    asides = [
        Layer(start=text.index(line), end=text.index(line) + len(line), name="boilerplate")
        for line in ("Sign in", "Try again", "More news")
    ]
    shown = article_body(text, asides)
    assert shown.startswith("<details><summary>No part of the article: 2 paragraphs</summary>")
    assert shown.count("<details>") == 1
    assert shown.endswith("More news</span></p>")


def test_a_line_of_blanks_is_no_paragraph_even_where_it_is_marked() -> None:
    assert article_body("a\n \nb", [Layer(start=2, end=3, name="words")]) == "<p>a</p><p>b</p>"


def test_a_layer_marks_exactly_its_characters() -> None:
    shown = article_body("He said no.", [Layer(start=8, end=10, name="words")])
    assert shown == '<p>He said <mark class="in-words">no</mark>.</p>'


def test_overlapping_layers_keep_both_classes() -> None:
    layers = [Layer(start=0, end=4, name="words"), Layer(start=2, end=4, name="cold")]
    shown = article_body("abcd", layers)
    assert '<mark class="in-words in-cold">cd</mark>' in shown


def test_nothing_of_a_source_becomes_markup() -> None:
    row = {
        "statement_id": HOSTILE, "text": HOSTILE, "kind": "direct", "speaker_name": HOSTILE,
        "outlet": HOSTILE, "said_on": "2023-06-19", "side": HOSTILE, "score": 0.2,
        "corrected": False,
    }  # fmt: skip
    frame = pd.DataFrame([row])
    hrefs = {HOSTILE: markup.address(".", {"statement": [HOSTILE]})}
    evidence = [{"text": HOSTILE, "weight": 0.2, "share": 0.2, "negated": False, "rule": HOSTILE}]
    for shown in (
        markup.statement_table(frame, HOSTILE, ("US",), hrefs, caption=HOSTILE),
        markup.quote_list(frame, ("US",), hrefs),
        article_body(HOSTILE, [Layer(start=0, end=5, name="words")]),
        markup.evidence_table(evidence, 0.2, axis=HOSTILE),
        markup.facts([(HOSTILE, HOSTILE)]),
        markup.plain_table([HOSTILE], [[HOSTILE]], caption=HOSTILE, numeric=()),
        markup.with_figures(f"{HOSTILE} (n = 1)"),
    ):
        assert "<script" not in shown
        assert "<img" not in shown


def test_evidence_adds_up_to_the_score_in_steps() -> None:
    evidence = [
        {"text": "a", "weight": 0.5, "share": 0.4, "negated": False, "rule": "phrase"},
        {"text": "b", "weight": -0.5, "share": -0.3, "negated": True, "rule": "phrase"},
    ]
    shown = markup.evidence_table(evidence, 0.1, axis="Conciliation")
    assert "left:50.0%;width:20.0%" in shown  # from 0 to +0.4
    assert "left:55.0%;width:15.0%" in shown  # back from +0.4 to +0.1
    assert wording.NEGATED in shown
    assert wording.REMAINDER not in shown


def test_what_rounding_leaves_is_shown() -> None:
    evidence = [{"text": "a", "weight": 0.5, "share": 0.4, "negated": False, "rule": "phrase"}]
    assert wording.REMAINDER in markup.evidence_table(evidence, 0.41, axis="x")


def test_no_evidence_is_not_called_neutral() -> None:
    assert wording.NO_EVIDENCE in markup.evidence_table([], None, axis="x")


def test_a_quotation_gets_marks_only_if_it_has_none() -> None:
    assert markup.quoted("No.") == "\u201cNo.\u201d"
    assert markup.quoted("\u201cNo.\u201d") == "\u201cNo.\u201d"


def test_details_leave_the_finding_but_its_counts_stay() -> None:
    interval = "95 % interval \u22120.36 to +0.04"
    long = f"US was cool (mean \u22120.16, {interval}, n = 21 utterances, 8 occasions)."
    assert markup.in_short(long) == "US was cool (mean \u22120.16, n = 21 utterances)."


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.314, "+0.31"), (-0.314, "\u22120.31"), (0.0, "0.00"), (-0.001, "0.00"), (None, "\u2013"),
        (float("nan"), "\u2013"),
    ],
)  # fmt: skip
def test_scores_have_a_true_sign_and_two_digits(value: float | None, shown: str) -> None:
    assert theme.signed(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [("2023-06-19", "19 June 2023"), ("2023-06", "June 2023"), ("2023", "2023"), (None, "undated")],
)
def test_dates_are_as_precise_as_they_are_known(value: str | None, shown: str) -> None:
    assert theme.long_date(value) == shown


@pytest.mark.parametrize("mode", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["ink", "ink_soft", "first", "second", "others"])
def test_text_colours_are_readable_on_paper_and_panel(mode: theme.Palette, name: str) -> None:
    for ground in (mode.paper, mode.panel):
        assert contrast(getattr(mode, name), ground) >= 4.5


def test_streamlits_theme_repeats_our_colours() -> None:
    path = Path(__file__).parents[1] / ".streamlit" / "config.toml"
    found = tomllib.loads(path.read_text("utf-8"))["theme"]
    for mode, colours in (("light", theme.LIGHT), ("dark", theme.DARK)):
        assert found[mode]["backgroundColor"] == colours.paper
        assert found[mode]["secondaryBackgroundColor"] == colours.panel
        assert found[mode]["textColor"] == colours.ink
    assert len(found["chartCategoricalColors"]) == 10


def test_no_wording_shows_a_column_name_or_an_emoji() -> None:
    for name, value in vars(wording).items():
        if name.isupper() and isinstance(value, str):
            assert not re.search(r"[a-z]_[a-z]", re.sub(r"\{\w+\}", "", value)), name
            assert not re.search("[\U0001f000-\U0001ffff\u2600-\u27bf]", value), name


def test_missing_evaluation_is_none_and_a_broken_one_an_error(tmp_path: Path) -> None:
    assert accuracy.read(tmp_path / "none.json") is None
    broken = tmp_path / "evaluation.json"
    broken.write_text('{"measures": [{"section": "x"}]}', "utf-8")
    with pytest.raises(DataFileError, match=r"evaluation\.json"):
        accuracy.read(broken)


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("score", "said"), [(0.26, wording.REMAINDER), (-0.5, wording.SET_BY_READER)]
)
def test_what_the_words_do_not_explain_is_called_by_its_name(score: float, said: str) -> None:
    item = {"text": "warm", "rule": "warm", "weight": 1.0, "share": 0.25, "negated": False}
    assert said in markup.evidence_table([item], score, axis="Conciliation")


def test_quotation_within_a_quotation_gets_no_second_marks_of_the_same_kind() -> None:
    assert markup.in_marks("as \u201csteady\u201d as ever") == "as \u201csteady\u201d as ever"
    assert markup.in_marks("as \u2018steady\u2019") == "\u201cas \u2018steady\u2019\u201d"


def test_row_of_a_wide_table_bears_its_titles_for_a_phone() -> None:
    wide = markup.plain_table(
        ("a", "b", "c", "d"), [["1", "2", "3", "<4>"]], caption="", numeric=()
    )
    assert 'class="plain stacked"' in wide
    assert '<td data-head="d" class="">&lt;4&gt;</td>' in wide
    assert "stacked" not in markup.plain_table(("a", "b"), [["1", "2"]], caption="", numeric=())


def test_doubts_that_say_the_same_of_several_are_one_sentence() -> None:
    tail = ", on too few occasions to say whether that is a change."
    one = "China: \N{MINUS SIGN}0.22 in May 2023 and +0.07 in June 2023 (n = 9 and 13)"
    other = "The US: +0.30 in May 2023 and 0.00 in June 2023 (n = 4 and 5)"
    assert wording.joined_doubts([one + tail]) == [one + tail]
    (joined,) = wording.joined_doubts([one + tail, other + tail])
    said = f"{one}; {other}. Too few occasions to say whether these are changes."
    assert joined == said
    assert "; the US: +0.30" in wording.mid_sentence(joined)
