"""Paragraphs, transcript turns and quotations that fill a paragraph."""

import pytest

from stance.model import Article, Mark
from stance.nlp.carried import speaker_around
from stance.nlp.cues import load_cues
from stance.nlp.labels import is_question_label
from stance.nlp.paragraph import Paragraph, read_paragraph
from stance.nlp.paragraphs import paragraphs_of
from stance.nlp.quotes import find_quotes
from stance.nlp.tree import Tree
from stance.nlp.turns import find_turns, spoken_name
from stance.reading import read_text
from tests.nlp.build import article_of, tree_of


def _texts(article: Article) -> list[str]:
    return [article.text[start:end] for (start, end), _ in paragraphs_of(article)]


def test_each_line_of_a_web_text_is_a_paragraph() -> None:
    assert _texts(article_of("First line.\n\n  Second line.  \nThird.")) == [
        "First line.",
        "Second line.",
        "Third.",
    ]


def test_dateline_is_no_part_of_the_sentence_behind_it() -> None:
    text = "PORT TOWN, 3 May (Agency) - Kenya and Togo agreed."
    mark = Mark(start=0, end=text.index("Kenya"), kind="dateline")
    assert _texts(Article(text=text, source_file="a", marks=(mark,))) == ["Kenya and Togo agreed."]


def test_lines_of_a_wrapped_text_are_joined() -> None:
    wrapped = (
        "The envoy came to the capital in order to speak about the\n"
        "balloon and about the many other matters that stood between\n"
        "the two governments, and he left again in the evening of the\n"
        "same day.\n\n"
        "Nobody knows why he went so soon after the talks had begun and\n"
        "no one would say."
    )
    assert len(_texts(article_of(wrapped))) == 2


def test_boilerplate_says_nothing_and_headlines_are_known() -> None:
    text = "Talks fail\nBuy our paper!\nThe envoy left."
    marks = (Mark(start=0, end=10, kind="headline"), Mark(start=11, end=25, kind="advert"))
    article = Article(text=text, source_file="a.txt", marks=marks)
    assert list(paragraphs_of(article)) == [((0, 10), True), ((26, 41), False)]


def test_text_without_line_breaks_is_divided_between_sentences() -> None:
    sentence = "The envoy said that the talks about the harbour would go on until the summer. "
    text = sentence * 200
    pieces = _texts(article_of(text))
    assert len(pieces) > 3
    assert max(map(len, pieces)) <= 4000
    assert all(piece.endswith("summer.") and piece.startswith("The envoy") for piece in pieces)
    assert sum(map(len, pieces)) + len(pieces) == len(text)


def test_text_is_not_divided_inside_a_quotation_if_it_can_be_helped() -> None:
    quoted = "“We came a long way today. We will go on. We hope for more,” the envoy said there. "
    pieces = _texts(article_of(quoted * 200))
    assert len(pieces) > 3
    assert all(piece.count("“") == piece.count("”") for piece in pieces)


def test_letters_without_blank_or_sentence_are_divided_all_the_same() -> None:
    assert [len(piece) for piece in _texts(article_of("x" * 9000))] == [4000, 4000, 1000]


def test_marks_count_whatever_their_order() -> None:
    text = "Talks fail\nBuy our paper!\nThe envoy left."
    marks = (Mark(start=11, end=25, kind="advert"), Mark(start=0, end=10, kind="headline"))
    article = Article(text=text, source_file="a.txt", marks=marks)
    assert list(paragraphs_of(article)) == [((0, 10), True), ((26, 41), False)]


BRIEFING = [
    "QUESTION: Will the talks go on this week or the next?",
    "MR DOE: I have nothing for you on that today. (Laughter.)",
    "We will see what comes out of it all.",
    "QUESTION: And the balloon that was seen last week?",
    "MR DOE: It is gone, and that is all I can say.",
]


def _turns(lines: list[str]) -> dict[int, tuple[str, list[str], bool]]:
    text, spans = "\n".join(lines), []
    start = 0
    for line in lines:
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return {
        number: (turn.name, [text[slice(*span)] for span in turn.words], turn.is_question)
        for number, turn in find_turns(text, spans).items()
    }


def test_turns_of_a_briefing_go_on_until_the_next_label() -> None:
    turns = _turns(BRIEFING)
    assert [name for name, _, _ in turns.values()] == [
        "QUESTION", "MR DOE", "MR DOE", "QUESTION", "MR DOE",
    ]  # fmt: skip
    assert turns[2][1] == ["We will see what comes out of it all."]


def test_stage_directions_are_cut_out_of_a_turn() -> None:
    assert _turns(BRIEFING)[1][1] == ["I have nothing for you on that today."]


def test_questions_are_marked() -> None:
    assert [is_question for _, _, is_question in _turns(BRIEFING).values()] == [
        True, False, False, True, False,
    ]  # fmt: skip


def test_two_labels_make_no_transcript() -> None:
    assert _turns(["Jane Roe: we will wait for them here.", "John Doe: we will not wait."]) == {}


def test_list_of_results_is_no_transcript() -> None:
    assert _turns(["Roe: 12", "Doe: 9", "Roe: 8", "Poe: 1", "Doe: 0"]) == {}


@pytest.mark.parametrize("label", ["QUESTION", "Q", "AFP", "Reuters", "Beijing Daily", "Moderator"])
def test_press_asks(label: str) -> None:
    assert is_question_label(label)


@pytest.mark.parametrize("label", ["MR MILLER", "Mao Ning", "SECRETARY BLINKEN", "President Xi"])
def test_officials_answer(label: str) -> None:
    assert not is_question_label(label)


def test_label_becomes_a_name() -> None:
    assert spoken_name("SECRETARY BLINKEN") == "Secretary Blinken"
    assert spoken_name("Mao Ning") == "Mao Ning"


def _paragraphs(*texts: str) -> list[Paragraph]:
    joined = "\n".join(texts)
    spans, start = [], 0
    for text in texts:
        spans.append((start, start + len(text)))
        start += len(text) + 1
    quotes = find_quotes(joined, spans)
    paragraphs = []
    for text, span in zip(texts, spans, strict=True):
        tree = tree_of(text)
        tree.starts = [at + span[0] for at in tree.starts]
        tree.ends = [at + span[0] for at in tree.ends]
        inside = [quote for quote in quotes if span[0] <= quote.start < span[1]]
        paragraphs.append(read_paragraph(tree, span, inside, load_cues()))
    return paragraphs


def _speaker(paragraphs: list[Paragraph], number: int) -> tuple[str, str] | None:
    place = speaker_around(paragraphs, number)
    if place is None:
        return None
    tree: Tree = paragraphs[place.paragraph].tree
    return tree.words[place.head], place.rule


def test_quotation_is_signed_by_the_paragraph_below() -> None:
    paragraphs = _paragraphs('"We will not yield to anybody."', "— Jane Roe, envoy")
    assert _speaker(paragraphs, 0) == ("Roe", "quotation signed")


def test_quotation_is_announced_by_a_colon_above() -> None:
    paragraphs = _paragraphs("Roe went on:", '"We will not yield to anybody."')
    assert _speaker(paragraphs, 1) == ("Roe", "quotation announced")


def test_open_quotation_belongs_to_who_closes_it() -> None:
    paragraphs = _paragraphs("“We came to listen to you.", "“We will come back,” Roe said.")
    assert _speaker(paragraphs, 0) == ("Roe", "quotation left open")


def test_closed_quotation_has_nobody_around_it() -> None:
    paragraphs = _paragraphs("“We came to listen to you.”", "“We will come back,” Roe said.")
    assert _speaker(paragraphs, 0) is None


STORY = "The envoy said on Thursday that the port would stay open until the end of the year."


@pytest.mark.parametrize(
    ("text", "first"),
    [
        pytest.param(f"PORT TOWN: {STORY}\n\nIt rained.", STORY, id="dateline"),
        pytest.param(f"ANALYSIS: {STORY}\n\nIt rained.", f"ANALYSIS: {STORY}", id="label"),
        pytest.param(
            f"ROWE: {STORY}\n\nCLAY: {STORY}", f"ROWE: {STORY}", id="speakers of a conversation"
        ),
    ],
)
def test_bare_place_in_capitals_opens_a_report_and_names_no_speaker(text: str, first: str) -> None:
    assert _texts(read_text(text))[0] == first
