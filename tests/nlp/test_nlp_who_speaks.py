"""Who speaks where a report varies the name: titles, roles, bodies, several as one."""

import pytest

from stance.nlp import Extractor
from tests.nlp.build import article_of

pytestmark = pytest.mark.model

CASES = {
    "title of somebody who is in no registry": (
        "Norland's Foreign Minister Bilal Rowe said on Monday the port was safe, hours after he "
        'met his Chinese counterpart Wang Yi.\n\n"We are proud," the foreign minister said.',
        "We are proud",
        "Bilal Rowe",
    ),
    "his spokesperson is not another's": (
        "Wang Wenbin, a spokesman, spoke of calm. The prime minister, Rick Sundell, was ill, "
        'Lund Street said. "He believes in talks," his spokesperson added.',
        "He believes in talks",
        "Rick Sundell",
    ),
    "body behind a description": (
        "The army's media wing, the NSPR, said the island was calm.",
        "the island was calm",
        "NSPR",
    ),
    "former holder of an office": (
        "Nina Harlow said the fair was over. The former South Lund governor, who ran the bank, "
        "said she would sell the boats.",
        "she would sell the boats",
        "Nina Harlow",
    ),
    "surname that the parser takes for a common word": (
        'Nina Harlow said Ron Desoto was late. Desoto himself dismissed the charge as "a joke".',
        "the charge as",
        "Ron Desoto",
    ),
    "an ambassador is an envoy": (
        'Former ambassador Maya Lodel said Lund should wait. "They are afraid," the former envoy '
        "to Norland observed.",
        "They are afraid",
        "Maya Lodel",
    ),
    "paper whose name has an s": (
        "A commentary published by the People's Daily called the plan a mistake.",
        "the plan a mistake",
        "Chinese state media",
    ),
    "embassy in another place": (
        "China's embassy in Lund issued a statement calling her remarks groundless.",
        "her remarks groundless",
        "China's embassy in Lund",
    ),
    "mission named before": (
        'China\'s mission to the club has accused Lund of greed. "We oppose this," a spokesperson '
        "for the mission said.",
        "We oppose this",
        "China's mission to the club",
    ),
    "what is pointed to is not who points": (
        "Ann Brown pointed to a leaked memo from 2019, which called for new docks.",
        "new docks",
        "leaked memo",
    ),
    "he is not whom he names": (
        "Max Clay met Ron Desoto. Desoto smiled. He said Desoto was late.",
        "Desoto was late",
        "Max Clay",
    ),
    "answer that comes": (
        'Nina Harlow smiled at the question. "I trust the figures," came the reply.',
        "I trust the figures",
        "Nina Harlow",
    ),
    "a denial is of who denies": (
        'A White House spokesperson, Ada Watt, said the administration was "not asking anyone to '
        'leave the port".',
        "the administration was",
        "Ada Watt",
    ),
}


def _speaker_of(extractor: Extractor, text: str, words: str) -> str | None:
    (name,) = [s.speaker_name for s in extractor.extract(article_of(text)) if words in s.text]
    return name


@pytest.mark.parametrize(("text", "words", "expected"), CASES.values(), ids=CASES)
def test_varied_name_is_resolved(
    extractor: Extractor, text: str, words: str, expected: str
) -> None:
    assert _speaker_of(extractor, text, words) == expected


@pytest.mark.parametrize("again", ["The two", "The two ministers", "Both ministers", "They"])
def test_two_who_spoke_together_go_on_together(extractor: Extractor, again: str) -> None:
    text = (
        "Norland's Minister Ada Watt met Lundish Minister Max Clay. Watt and Clay said the ferry "
        f"would sail. {again} said that they opposed the toll."
    )
    assert _speaker_of(extractor, text, "opposed the toll") == "Ada Watt and Max Clay"


def test_the_two_are_the_two_persons_named_last(extractor: Extractor) -> None:
    text = (
        "Secretary of State Antony Blinken met Lundish Minister Max Clay today.\n\nThe two "
        "reaffirmed that the ferry would sail."
    )
    name = _speaker_of(extractor, text, "would sail")
    assert name in ("Antony Blinken and Max Clay", "Max Clay and Antony Blinken")


def test_spokeswoman_has_the_side_of_the_ministry_whose_she_is(extractor: Extractor) -> None:
    text = (
        "Russia's foreign ministry was angry. Its spokeswoman Mira Sokol said the ships would sail."
    )
    (statement,) = [s for s in extractor.extract(article_of(text)) if "would sail" in s.text]
    assert (statement.speaker_name, statement.side) == ("Mira Sokol", "Russia")


def test_who_was_punished_by_a_country_is_not_of_its_side(extractor: Extractor) -> None:
    text = "Ann Brown - who has been punished by Beijing - said she would not be silenced."
    (statement,) = extractor.extract(article_of(text))
    assert statement.side is None


def test_label_before_a_quoted_headline_is_nobody(extractor: Extractor) -> None:
    found = extractor.extract(article_of("Interview: 'We do not need anybody to help us'\n\nRain."))
    assert "Interview" not in [s.speaker_name for s in found]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (
            "The Global Times, a tabloid, wrote that Lund had come to its senses. But the paper "
            "warned that the pact remained a bomb.",
            "remained a bomb",
            "Chinese state media",
        ),
        (
            "Biden met Xi Jinping. The two leaders had a long talk.\n\nBiden praised the port. "
            "It was new. It had cranes. It had docks. It had boats. It had gulls. It had rain.\n\n"
            "The two leaders welcomed new talks.",
            "new talks",
            "Both sides",
        ),
        ("A senior Biden administration official said the port was open.", "was open",
         "Biden administration"),
    ],
    ids=["the paper", "the two leaders, much later", "official of an administration"],
)  # fmt: skip
def test_second_mention_of_a_body_or_of_two(
    extractor: Extractor, text: str, words: str, expected: str
) -> None:
    assert _speaker_of(extractor, text, words) == expected


def test_expert_on_a_country_is_not_of_its_side(extractor: Extractor) -> None:
    text = "Rick Mackay, a China expert at the Lund Institute, said the visit had worked."
    (statement,) = extractor.extract(article_of(text))
    assert (statement.speaker_name, statement.side) == ("Rick Mackay", None)


def test_a_people_with_an_article_is_its_country(extractor: Extractor) -> None:
    (statement,) = extractor.extract(article_of('"The Chinese are testing us," Ann Roe said.'))
    assert [m.name for m in statement.mentions if m.entity == "country"] == ["China"]
    (statement,) = extractor.extract(article_of('"The Chinese fleet is new," Ann Roe said.'))
    assert "China" not in [m.name for m in statement.mentions]
