"""Quotation marks as characters: every style, broken ones too."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.model import Span
from stance.nlp.quotes import Quotation, find_quotes, with_plain_marks

STYLES = {
    "smart": ("She said “we will wait” twice.", "we will wait"),
    "straight": ('She said "we will wait" twice.', "we will wait"),
    "guillemets": ("She said «we will wait» twice.", "we will wait"),
    "low": ("She said „we will wait“ twice.", "we will wait"),
    "TeX": ("She said ``we will wait'' twice.", "we will wait"),
    "two apostrophes": ("She said ''we will wait'' twice.", "we will wait"),
    "single": ("She said ‘we will wait’ twice.", "we will wait"),
    "single straight": ("She said 'we will wait' twice.", "we will wait"),
    "wrongly decoded": ("She said â€œwe will waitâ€ twice.", "we will wait"),
    "wrongly decoded with control character": ("She said â€œwe will waitâ€\x9d.", "we will wait"),
    "closing mark of the wrong shape": ("“We will wait,“ she said.", "We will wait,"),
    "nested single": ("She said “he told us ‘no’ twice” today.", "he told us ‘no’ twice"),
    "nested double": ("She said “he told us “no” twice.", "he told us “no"),
    "plural's apostrophe inside": ("She said ‘the allies’ plan’ twice.", "the allies’ plan"),
}
NONE = {
    "apostrophes": "The envoys' talks weren't the ministry's idea.",
    "decade": "Talks in the '90s weren't like those in the '80s.",
    "empty marks": 'She wrote "" on the board.',
    "no marks": "She said that we will wait.",
}


def _paragraphs(text: str) -> list[Span]:
    spans, start = [], 0
    for line in text.split("\n"):
        if line:
            spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _find(text: str) -> list[Quotation]:
    return find_quotes(text, _paragraphs(text))


def _inner(text: str) -> list[str]:
    return [text[slice(*quote.inner)] for quote in _find(text)]


@pytest.mark.parametrize(("text", "expected"), STYLES.values(), ids=STYLES)
def test_quotation_is_found_in_every_style(text: str, expected: str) -> None:
    assert _inner(text) == [expected]


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_text_without_quotation_has_none(text: str) -> None:
    assert _find(text) == []


def test_span_includes_the_marks() -> None:
    text = "She said “we will wait” twice."
    (quote,) = _find(text)
    assert text[quote.start : quote.end] == "“we will wait”"


def test_quotation_around_its_cue_is_two() -> None:
    assert _inner('"We will wait," she said, "until June."') == ["We will wait,", "until June."]


def test_mark_that_never_closes_does_not_flip_the_next_paragraph() -> None:
    text = 'The envoy left. "We will wait, she said.\nThen "talks" began.'
    assert _inner(text) == ["We will wait, she said.", "talks"]


def test_stray_mark_in_a_long_paragraph_swallows_one_sentence_only() -> None:
    text = 'The hall was "full of people. ' + "The reporter goes on for a while. " * 12
    assert _inner(text) == ["full of people."]


def test_quotation_over_paragraphs_is_open_until_it_is_taken_up() -> None:
    first, second = _find("“We came to talk.\n“We will come back.”")
    assert not first.is_closed
    assert second.is_closed
    assert second.continues


def test_closed_quotation_is_not_taken_up() -> None:
    _, second = _find("“We came to talk.”\n“We will come back.”")
    assert not second.continues


def test_single_marks_inside_double_ones_belong_to_them() -> None:
    quotes = _find("\"He said 'no' to us,\" she said. Then 'yes' came.")
    assert [quote.is_single for quote in quotes] == [False, True]


@pytest.mark.parametrize(
    "text", ["â€œWait,â€ she said.", "``Wait,'' she said.", "“Wait,” she said."]
)
def test_plain_marks_keep_every_offset(text: str) -> None:
    plain = with_plain_marks(text)
    assert len(plain) == len(text)
    assert plain.startswith("“")
    assert plain.index("Wait") == text.index("Wait")


@given(st.text(alphabet="“”\"'‘’«»„`â€œ\x9d aB.,\n", max_size=120))
def test_quotations_lie_in_their_paragraph_and_never_overlap(text: str) -> None:
    paragraphs = _paragraphs(text)
    before = 0
    for quote in find_quotes(text, paragraphs):
        assert before <= quote.start < quote.inner[0] < quote.inner[1] <= quote.end
        assert any(start <= quote.start and quote.end <= end for start, end in paragraphs)
        before = quote.end


@given(st.text(alphabet='“”"`â€œ\x9d aB.,\n', max_size=120))
def test_plain_marks_never_change_the_length(text: str) -> None:
    assert len(with_plain_marks(text)) == len(text)


@pytest.mark.parametrize("marks", ['"', "“", '"a" ‘b '], ids=["straight", "opening", "mixed"])
def test_a_megabyte_of_marks_takes_seconds_not_hours(marks: str) -> None:
    text = marks * (1_000_000 // len(marks))
    begin = time.process_time()
    find_quotes(text, [(0, len(text))])
    assert time.process_time() - begin < 20


def test_many_paragraphs_with_open_marks_take_seconds_not_hours() -> None:
    paragraphs = [(start, start + 20) for start in range(0, 1_000_000, 20)]
    begin = time.process_time()
    find_quotes('"' + "a" * 18 + "\n" + ('x "' + "a" * 16 + "\n") * 50_000, paragraphs)
    assert time.process_time() - begin < 20
