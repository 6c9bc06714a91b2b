"""Bare surnames, names that capital letters joined to more, offices and those around a person."""

from datetime import date

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from stance.nlp.entities import Entities
from stance.nlp.names import NameFinder
from stance.nlp.speakers import Speakers
from stance.nlp.tree import Tree
from stance.registry import load_case
from tests.nlp.build import paragraph_of

CASE = load_case("us-china")
ON = date(2023, 6, 19)


def capitals(text: str) -> Tree:
    """Return a paragraph whose capital words are taken for proper nouns; full stops stand apart."""
    words = text.split()
    is_name = [word[0].isupper() for word in words]
    ends = [word == "." for word in words]
    return Tree(
        Doc(
            Vocab(),
            words=words,
            pos=["PROPN" if name else "VERB" for name in is_name],
            tags=["NNP" if name else "VBD" for name in is_name],
            sent_starts=[True, *ends[:-1]],
        )
    )


def names_in(*texts: str) -> list[list[str]]:
    entities = Entities([capitals(text) for text in texts], NameFinder(CASE), ON)
    return [[named.entity.name for named in row] for row in entities.named]


def test_a_surname_means_nobody_who_is_named_only_further_on() -> None:
    (row,) = names_in("Ann Roe slept . Roe woke . Bill Roe came .")
    assert row == ["Ann Roe", "Ann Roe", "Bill Roe"]


def test_a_surname_far_on_in_a_long_paragraph_means_whom_the_article_names_most() -> None:
    far = "rain fell . " * 60
    (near,) = names_in("Ann Roe slept . Ann Roe met Bill Roe . Roe woke .")
    (late,) = names_in(f"Ann Roe slept . Ann Roe met Bill Roe . {far}Roe woke .")
    assert (near[-1], late[-1]) == ("Bill Roe", "Ann Roe")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ann Roe slept . Roe woke . Roe ate . Stop Roe went .", "Ann Roe"),
        ("Ann Roe slept . Roe woke . Roe ate . Carol Roe went .", "Carol Roe"),
        ("Ann Roe slept . Stop Roe went .", "Stop Roe"),
        ("Ann Roe slept . Roe woke . Tuesday Roe went .", "Ann Roe"),
        ("Roe woke . Roe ate . Wanjiru Roe went .", "Wanjiru Roe"),
    ],
    ids=["no first name", "first name", "not familiar yet", "day", "introduced late"],
)
def test_a_name_loses_what_stands_before_it_with_a_capital_letter(text: str, name: str) -> None:
    (row,) = names_in(text)
    assert row[-1] == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("White House Press Secretary Ann Roe left .", "Ann Roe"),
        ("District Court Judge Ann Roe left .", "Ann Roe"),
        ("Ohio Attorney General Ann Roe left .", "Ann Roe"),
        ("Acting White House Chief of Staff Ann Roe left .", "Ann Roe"),
        ("Democrat Ann Roe left .", "Ann Roe"),
        ("Ohio Gov. Bill Roe left .", "Bill Roe"),
        ("Ohio Attorney General left .", "Ohio Attorney General"),
        ("Republican National Committee left .", "Republican National Committee"),
        ("Ohio Judge Training Institute left .", "Ohio Judge Training Institute"),
    ],
)
def test_offices_and_party_labels_are_no_part_of_a_name(text: str, name: str) -> None:
    (row,) = names_in(text)
    assert row == [name]


def test_a_text_may_end_with_a_title() -> None:
    assert names_in("Ann Roe met President") == [["Ann Roe"]]


def speaker_in(*texts: str, on: date | None = None) -> str | None:
    """Return the name of the last speaker of the last paragraph."""
    paragraphs = [paragraph_of(text) for text in texts]
    rows = list(Speakers(paragraphs, NameFinder(CASE), CASE, on).read())
    return rows[-1][max(rows[-1])].name


def test_the_president_of_an_undated_article_is_whom_it_calls_so() -> None:
    texts = "President Ann Roe left.", "The president said taxes were too high."
    assert speaker_in(*texts) == "Ann Roe"


def test_an_administration_and_a_campaign_are_no_persons() -> None:
    assert speaker_in("The Roe administration said taxes were too high.") == "Roe administration"
    texts = "Bill Oak spoke on Friday.", "His campaign said taxes were too high."
    assert speaker_in(*texts) == "Oak campaign"


@pytest.mark.parametrize(
    "text",
    [
        "The administration said taxes were too high.",
        "Administration officials said taxes were too high.",
    ],
)
def test_whose_administration_it_is_the_article_tells_and_on_a_day_the_registry(text: str) -> None:
    named = "The Roe administration said taxes were too high."
    assert speaker_in(named, text) == "Roe administration"
    assert speaker_in("President Ann Roe left.", text) == "Roe administration"
    assert speaker_in(named, text, on=ON) == "Biden administration"


def test_a_party_and_a_place_vary_the_name_of_a_member_told_of_before() -> None:
    varied = "The Ohio Democrat said taxes were too high."
    told = "Ann Roe, D-Ohio, spoke on Thursday.", "Bill Oak spoke on Friday."
    assert speaker_in(*told, varied) == "Ann Roe"
    assert speaker_in(told[1], varied) == "Bill Oak"
    other = varied.replace("Democrat", "Republican")
    assert speaker_in(told[0], other) == "Ohio Republican"


def test_a_place_does_not_speak_jointly_with_a_person() -> None:
    assert (
        speaker_in("Ann Roe and South Sudria senator Bill Oak said taxes were too high.")
        == "Ann Roe"
    )
