"""Quotations and the cue, name or neighbour that they belong to."""

import pytest

from tests.nlp.build import Read, found_in, paragraph_of

BESIDE: dict[str, tuple[str, Read]] = {
    "cue behind": ('"We will wait," the envoy said.', ("envoy", "said", "We will wait")),
    "cue in front": ('The envoy said: "We will wait."', ("envoy", "said", "We will wait")),
    "cue in the middle": (
        '"We will wait for them," he said, "until the talks resume."',
        ("he", "said", "We will wait for them until the talks resume"),
    ),
    "verb that is no cue": (
        '"We will wait here," she shot back.',
        ("she", "shot", "We will wait here"),
    ),
    "subject that the parser took for an object": (
        '"Where are you from?" asked the boy.',
        ("boy", "asked", "Where are you from"),
    ),
    "name behind a dash": (
        '"We will wait for years." - Jane Roe',
        ("Roe", "", "We will wait for years"),
    ),
    "name before a colon": ('Jane Roe: "We will wait here."', ("Roe", "", "We will wait here")),
    "paper that says": (
        'A statement saying the remark "has no place" was read.',
        ("statement", "saying", "the remark has no place"),
    ),
    "second, short quotation": (
        '"They complain," Roe said. "Everybody complains!"',
        ("Roe", "said", "They complain Everybody complains"),
    ),
    "quotation that goes on": (
        '"We came to talk," Roe said. The hall was full. "We will come back tomorrow."',
        ("Roe", "said", "We came to talk We will come back tomorrow"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), BESIDE.values(), ids=BESIDE)
def test_quotation_finds_its_speaker(text: str, expected: Read) -> None:
    assert found_in(text) == [expected]


@pytest.mark.parametrize(
    "text",
    ['The so-called "reunion" is planned.', 'The strategy of a "small yard" has critics.'],
    ids=["so-called", "title"],
)
def test_scare_quotes_are_not_statements(text: str) -> None:
    assert found_in(text) == []


def test_quotation_with_a_cue_of_its_own_leaves_the_content_of_the_other() -> None:
    assert found_in('Roe said ties had cooled: "We must act on this now," she added.') == [
        ("Roe", "said", "ties had cooled"),
        ("she", "added", "We must act on this now"),
    ]


def test_source_behind_a_quotation_with_a_speaker_relays_it() -> None:
    (candidate,) = paragraph_of(
        '"Talks will go on," the ministry said, according to Jane Roe.'
    ).found
    assert candidate.via is not None
    assert candidate.quotes == frozenset({0})


@pytest.mark.parametrize(
    "text",
    ["China: US must stop its provocations", "US must stop its provocations: China"],
    ids=["in front", "behind"],
)
def test_headline_names_its_speaker_with_a_colon(text: str) -> None:
    expected = [("China", "", "US must stop its provocations")]
    assert found_in(text, is_headline=True) == expected
    assert found_in(text) == [], "outside headlines a colon names nobody"


def test_label_before_a_colon_is_nobody() -> None:
    assert found_in("Analysis: China must stop its provocations", is_headline=True) == []


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ('Rowe said Lund - "alone among its friends" - had done nothing.',
         "Lund alone among its friends had done nothing"),
        ('The minister said - "with some regret" - that the talks had failed.',
         "with some regret that the talks had failed"),
    ],
    ids=["inside the words", "before the words"],
)  # fmt: skip
def test_quotation_between_dashes_belongs_to_the_words_around_it(text: str, content: str) -> None:
    (found,) = found_in(text)
    assert found[2] == content


def test_quoted_denial_does_not_deny_that_it_was_said() -> None:
    text = 'Asked if he would go, Rowe replied: "Absolutely not", before he left.'
    (reply,) = [c for c in paragraph_of(text).found if c.quotes]
    assert not reply.is_negated


def test_headline_that_warns_of_something_does_not_warn_of_the_clause_before_it() -> None:
    text = "Norton sails for Lund as rivals warn of 'surrender'"
    assert found_in(text, is_headline=True) == [("rivals", "warn", "surrender")]
