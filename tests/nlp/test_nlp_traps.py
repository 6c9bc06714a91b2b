"""What real reports do to an extractor, in made-up sentences, with the real model.

The numbers are those of the project's list of traps: who said it.
"""

import pytest

from stance.model import Article, Mark, Statement
from stance.nlp import Extractor
from tests.nlp.build import article_of

pytestmark = pytest.mark.model

Said = tuple[str | None, str]  # actor id, or the name of somebody unregistered; a part of the text

WHO: dict[str, tuple[str, list[Said]]] = {
    "1 two Wangs, the nearest one with the name": (
        "Top diplomat Wang Yi met the envoy on Tuesday. Foreign ministry spokesman Wang Wenbin "
        'faced reporters in Beijing on Wednesday. "The two sides should keep talking," Wang said.',
        [("wang_wenbin", "keep talking")],
    ),
    "1 two Wangs, the title tells": (
        "Foreign Minister Wang Yi left on Tuesday. Spokesman Wang Wenbin stayed. "
        '"The two sides should keep talking," Foreign Minister Wang said.',
        [("wang_yi", "keep talking")],
    ),
    "a description beside a name plays the name's part, and he is not she": (
        "Foreign minister Musa Wekala met reporters. He said the gate would open. His Somali "
        'counterpart, Hodan Abdira, was more guarded. "It can be shut again," she said.',
        [("Musa Wekala", "the gate would open"), ("Hodan Abdira", "shut again")],
    ),
    "a paragraph that begins with somebody is about him": (
        "Premier Li Qiang received the guest. He said it had been a fine day. Li smiled.\n\n"
        "Vice Premier He Lifeng was less cheerful. He said there was little to celebrate.",
        [("li_qiang", "a fine day"), ("he_lifeng", "little to celebrate")],
    ),
    "the agency passes on what somebody said": (
        "Wang Yi is on a visit. The agency quoted him as saying the talks had been useful. "
        '"We will go on," state television cited him as telling his hosts.',
        [("wang_yi", "been useful"), ("wang_yi", "We will go on")],
    ),
    "what is said in a speech": (
        "Wang Yi warned in an editorial that the plan was hollow.",
        [("wang_yi", "the plan was hollow")],
    ),
    "2 given name used as surname": (
        "Foreign Minister Wang Yi received the secretary. "
        '"We hope for steady ties," Yi told Blinken.',
        [("wang_yi", "steady ties")],
    ),
    "2 given name behind a title": (
        "President Jinping said the two countries should respect each other.",
        [("xi_jinping", "respect each other")],
    ),
    "3 He is a person": (
        "He Lifeng arrived in San Francisco. He said He was ready to talk about tariffs.",
        [("he_lifeng", "ready to talk")],
    ),
    "3 Vice Premier He": (
        "Vice Premier He Lifeng met Janet Yellen. Vice Premier He called for an end to the curbs.",
        [("he_lifeng", "an end to the curbs")],
    ),
    "4 garbled names": (
        "Bollingken said the country wants no conflict. Raymondo promised to keep the door open.",
        [("antony_blinken", "no conflict"), ("gina_raimondo", "door open")],
    ),
    "5 titles and counterparts": (
        "Antony Blinken met Qin Gang in Beijing. The top U.S. diplomat, for his part, said the "
        "talks were candid. His counterpart warned Washington against crossing the red line.",
        [("antony_blinken", "candid"), ("qin_gang", "red line")],
    ),
    "5 second mention by office": (
        "The ambassador, Nicholas Burns, said ties were tense. The ambassador called the curbs "
        "a mistake.",
        [("nicholas_burns", "tense"), ("nicholas_burns", "a mistake")],
    ),
    "6 quotation inside a question": (
        "QUESTION: The Chinese foreign ministry said yesterday that \"the United States is "
        'stirring up trouble." What is your reaction?\n\n'
        "MR MILLER: We have seen that comment. We do not agree with it at all.\n\n"
        "QUESTION: Will the secretary travel soon?\n\n"
        "MR MILLER: I have nothing to announce today on travel plans.",
        [
            ("chinese_foreign_ministry", "stirring up trouble"),
            ("matthew_miller", "do not agree"),
            ("matthew_miller", "nothing to announce"),
        ],
    ),
    "10 institutions speak": (
        "Wang Yi left the hall. China's readout notes that the meeting was constructive. Beijing "
        "has slammed the visit.",
        [("china", "constructive"), ("china", "the visit")],
    ),
    "10 both sides speak": (
        "Both sides described the talks as candid. Joe Biden and Xi Jinping agreed to keep "
        "channels open.",
        [("both_sides", "as candid"), ("both_sides", "channels open")],
    ),
    "11 words about an actor": (
        "Senator Jane Doe said Blinken should have cancelled the trip. "
        '"Blinken has no spine," she said.',
        [("Jane Doe", "cancelled the trip"), ("Jane Doe", "no spine")],
    ),
    "12 wrongly decoded marks": (
        "â€œWe will not back down,â€ Mao Ning said. Others were silent.",
        [("mao_ning", "We will not back down")],
    ),
    "12 doubled apostrophes": (
        "''We will not back down,'' Mao Ning said. ``It is a matter of principle,'' she added.",
        [("mao_ning", "back down"), ("mao_ning", "matter of principle")],
    ),
    "12 a mark that never closes": (
        "“We want peace, said Qin Gang. He left the room.\n\n"
        "The visit goes on. Blinken said the talks were useful.",
        [("antony_blinken", "useful")],
    ),
    "13 quotation over paragraphs": (
        "“We came to listen. We came to talk.\n\n“And we will come back,” Blinken told reporters.",
        [("antony_blinken", "came to listen"), ("antony_blinken", "come back")],
    ),
    "13 split quotation is one statement": (
        '"The door is open," Blinken said. "It has always been open."',
        [("antony_blinken", '"The door is open," … "It has always been open."')],
    ),
    "13 quotation signed below": (
        '"China will never yield to pressure."\n\n— Qin Gang, foreign minister',
        [("qin_gang", "never yield")],
    ),
    "14 scare quotes and titles": (
        'The so-called "reunification" is a goal of Beijing. Blinken appeared on "Face of the '
        'Day" on Sunday. The strategy of a "small yard, high fence" has critics.',
        [],
    ),
    "15 posts are quoted": (
        '"Talks are the only way," Qin Gang wrote on Twitter.',
        [("qin_gang", "the only way")],
    ),
    "15 analysts beside officials": (
        '"The visit is a first step," said Jane Roe, an analyst at the Lakeside Institute. Roe '
        "said Blinken had little room. Blinken said the talks were candid.",
        [("Jane Roe", "first step"), ("Jane Roe", "little room"), ("antony_blinken", "candid")],
    ),
    "a paper speaks for its author": (
        'Minister Jane Roe issued a statement saying the remark "has no place in diplomacy."',
        [("Jane Roe", "has no place")],
    ),
    "nested relative clause": (
        "Miller declined to comment on the report, which Blinken said he had not read.",
        [("matthew_miller", "to comment"), ("antony_blinken", "he had not read")],
    ),
}  # fmt: skip


def _who(statements: list[Statement]) -> list[tuple[str | None, str]]:
    return [(s.actor_id or s.speaker_name, s.text) for s in statements]


@pytest.mark.parametrize(("text", "expected"), WHO.values(), ids=WHO)
def test_words_are_given_to_who_said_them(
    extractor: Extractor, text: str, expected: list[Said]
) -> None:
    found = _who(extractor.extract(article_of(text)))
    assert [speaker for speaker, _ in found] == [speaker for speaker, _ in expected], found
    for (_, words), (_, part) in zip(found, expected, strict=True):
        assert part in words


RELAYED = {
    "7 spokesman relays the secretary": (
        'Antony Blinken was in Beijing. Matthew Miller said Secretary Blinken "raised serious '
        'concerns" about the detention of Americans.',
        "antony_blinken", "raised serious concerns", "Matthew Miller",
    ),
    "7 inner cue without marks": (
        "Matthew Miller said Secretary Blinken hopes that talks will resume.",
        "antony_blinken", "talks will resume", "Matthew Miller",
    ),
    "8 readout of the other side": (
        "According to the Chinese readout, Biden said the US does not support independence.",
        "joe_biden", "does not support independence", "the Chinese readout",
    ),
    "8 one side tells what the other said": (
        "Blinken said that Qin Gang had told him that China would not send weapons to Russia.",
        "qin_gang", "would not send weapons", "Antony Blinken",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "actor", "part", "outer"), RELAYED.values(), ids=RELAYED)
def test_relayed_words_belong_to_the_inner_speaker(
    extractor: Extractor, text: str, actor: str, part: str, outer: str
) -> None:
    (statement,) = extractor.extract(article_of(text))
    assert statement.actor_id == actor
    assert part in statement.text
    assert statement.relayed_by == outer


def test_9_recalled_pledge_is_a_reproach_of_who_recalls_it(extractor: Extractor) -> None:
    text = 'Wang Yi noted Biden\'s pledge that "we seek no new Cold War".'
    (statement,) = extractor.extract(article_of(text))
    assert statement.actor_id == "wang_yi"


def test_14_phrase_in_the_reporters_voice_is_no_statement(extractor: Extractor) -> None:
    text = 'The balloon and its "payload" have kept both capitals busy for weeks.'
    assert extractor.extract(article_of(text)) == []


def test_15_caption_names_a_speaker_who_says_nothing(extractor: Extractor) -> None:
    text = "Blinken said the talks were useful.\n\nQin Gang said to be leaving the hall in Beijing."
    start = text.index("Qin")
    article = Article(
        text=text, source_file="a", marks=(Mark(start=start, end=len(text), kind="caption"),)
    )
    assert [s.actor_id for s in extractor.extract(article)] == ["antony_blinken"]


def test_pronoun_that_nobody_fits_has_no_name(extractor: Extractor) -> None:
    (statement,) = extractor.extract(article_of("Nobody knows why. He said the talks had failed."))
    assert statement.speaker == "He"
    assert statement.speaker_name is None
    assert statement.actor_id is None


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Chinese officials said the visit was useful.", "China"),
        ("The Chinese side expressed regret over the delay.", "China"),
        ("US officials said they were cautious.", "US"),
        ("A senior Chinese diplomat said the visit was useful.", "China"),
        ("A State Department spokesperson said the talks would go on.", "US"),
        ("A Chinese foreign ministry spokesperson said the talks would go on.", "China"),
        ("A ministry spokesperson said the balloon was civilian.", "China"),
        ("American lawmakers said the visit came too late.", "US"),
    ],
)
def test_people_without_a_name_have_a_side(extractor: Extractor, text: str, side: str) -> None:
    (statement,) = extractor.extract(article_of(text))
    assert statement.side == side


def test_negated_and_refused_words_are_marked(extractor: Extractor) -> None:
    text = "China did not say when it would respond. Mao Ning declined to comment."
    first, second = extractor.extract(article_of(text))
    assert first.is_negated
    assert (second.cue_class, second.is_negated) == ("refuse", False)


def test_headline_speaks_and_is_marked(extractor: Extractor) -> None:
    text = "China: US must stop its provocations\n\nBlinken said the talks were useful."
    end = text.index("\n")
    article = Article(text=text, source_file="a", marks=(Mark(start=0, end=end, kind="headline"),))
    headline, other = extractor.extract(article)
    assert (headline.actor_id, headline.is_headline) == ("china", True)
    assert not other.is_headline


def test_rule_says_how_words_and_speaker_were_found(extractor: Extractor) -> None:
    text = 'Antony Blinken left. "The door is open," he said. "It has always been open."'
    (statement,) = extractor.extract(article_of(text))
    assert statement.rule == "verb say + that > continued > pronoun"


def test_table_with_a_speaker_gives_the_whole_text_to_that_speaker(extractor: Extractor) -> None:
    text = "We want peace.\n\nThe minister said he wants it too."
    article = Article(text=text, source_file="table.csv#1", speaker="Antony Blinken")
    statements = extractor.extract(article)
    assert [(s.actor_id, s.kind, s.text) for s in statements] == [
        ("antony_blinken", "direct", "We want peace"),
        ("antony_blinken", "direct", "The minister said he wants it too"),
    ]
