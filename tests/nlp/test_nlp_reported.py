"""Reported speech by grammar: what each rule reads from a parse made by hand."""

import pytest

from stance.nlp.cues import load_cues
from stance.nlp.phrases import core_words, printed_phrase, speaker_phrase
from stance.nlp.reported import find_reported
from stance.nlp.subjects import holder_of, possessor_of, speaker_of_verb
from tests.nlp.build import Read, found_in, paragraph_of, read, tree_of, words_of

VERBS = {
    "clause": ("Beijing said the talks were useful.", ("Beijing", "said", "the talks were useful")),
    "parenthesis": ("The talks, she said, were useful.", ("she", "said", "The talks were useful")),
    "as clause": ("As the envoy noted, ties are bad.", ("envoy", "noted", "ties are bad")),
    "as she put it": (
        "As Yellen put it, decoupling is no option.",
        ("Yellen", "put it", "decoupling is no option"),
    ),
    "infinitive": ("Washington vowed to respond.", ("Washington", "vowed", "to respond")),
    "object and infinitive": (
        "The minister urged Beijing to open its markets.",
        ("minister", "urged", "Beijing to open its markets"),
    ),
    "preposition and infinitive": (
        "The envoy called on Washington to act.",
        ("envoy", "called", "Washington to act"),
    ),
    "object and preposition": (
        "China accused the United States of bullying.",
        ("China", "accused", "the United States of bullying"),
    ),
    "named object": (
        "The envoy called the plan a mistake.",
        ("envoy", "called", "the plan a mistake"),
    ),
    "object": ("The envoy accepts the plan.", ("envoy", "accepts", "the plan")),
    "deed": ("The envoy denied sending arms.", ("envoy", "denied", "sending arms")),
    "particle": ("She ruled out a visit.", ("She", "ruled out", "a visit")),
    "make clear": (
        "The envoy made clear that talks would resume.",
        ("envoy", "made clear", "that talks would resume"),
    ),
    "passive": (
        "The plan was criticised by the ministry.",
        ("ministry", "was criticised", "The plan"),
    ),
    "passive with as": (
        "The plan was described by Beijing as a provocation.",
        ("Beijing", "was described", "The plan as a provocation"),
    ),
    "subject that the parser lost": (
        "Doe said the days when the two trusted each other are gone.",
        ("Doe", "said", "the days when the two trusted each other are gone"),
    ),
}
OTHERS = {
    "noun with owner": (
        "China's warning that ties would suffer was heard.",
        ("China", "warning", "that ties would suffer"),
    ),
    "noun with light verb": (
        "The envoy has voiced concern over the sale.",
        ("envoy", "has voiced", "concern over the sale"),
    ),
    "letter saying": (
        "She wrote a letter saying that ties were bad.",
        ("letter", "saying", "that ties were bad"),
    ),
    "adjective with clause": (
        "The minister is adamant that talks must resume.",
        ("minister", "is adamant", "that talks must resume"),
    ),
    "adjective with infinitive": (
        "She is ready to talk about the visit.",
        ("She", "is ready", "to talk about the visit"),
    ),
    "according to": (
        "Ties are bad, according to the ministry.",
        ("ministry", "according to", "Ties are bad"),
    ),
    "in the words of": (
        "In the words of the minister, ties are bad.",
        ("minister", "In words", "ties are bad"),
    ),
}
NOBODY = {
    "a date is no topic": "The envoy briefed reporters on Wednesday.",
    "an event says nothing": "The visit signalled that ties were improving.",
    "there is nobody": "There was talk that the envoy would resign.",
    "a bare relative pronoun is no content": "The plan, which is backed by traders, failed.",
}


@pytest.mark.parametrize(("text", "expected"), VERBS.values(), ids=VERBS)
def test_verb_of_saying_gives_speaker_cue_and_content(text: str, expected: Read) -> None:
    assert found_in(text) == [expected]


@pytest.mark.parametrize(("text", "expected"), OTHERS.values(), ids=OTHERS)
def test_noun_adjective_or_source_gives_speaker_cue_and_content(text: str, expected: Read) -> None:
    assert found_in(text) == [expected]


@pytest.mark.parametrize("text", NOBODY.values(), ids=NOBODY)
def test_nobody_speaks(text: str) -> None:
    assert found_in(text) == []


def test_denied_cue_is_kept_and_marked() -> None:
    (candidate,) = paragraph_of("The ministry did not say when it would respond.").found
    assert candidate.is_negated
    assert candidate.cue_class == "say"


def test_class_of_the_cue_is_the_class_of_the_frame_that_it_fills() -> None:
    (candidate,) = paragraph_of("The envoy, who warned against delay, left.").found
    assert (candidate.cue_class, candidate.rule) == ("warn", "verb warn + p:against")


def test_addressee_is_who_is_told() -> None:
    paragraph = paragraph_of("Blinken told reporters that he was tired.")
    (candidate,) = paragraph.found
    assert candidate.addressee is not None
    assert paragraph.tree.words[candidate.addressee] == "reporters"


def test_clause_after_when_is_no_parenthesis() -> None:
    found = found_in("When asked about the visit, Blinken said that was a choice for others.")
    assert found[-1] == ("Blinken", "said", "that was a choice for others")


def test_semicolon_keeps_neighbour_sentences_apart() -> None:
    assert found_in("Beijing welcomed the visit; Washington said talks would resume.") == [
        ("Beijing", "welcomed", "the visit"),
        ("Washington", "said", "talks would resume"),
    ]


def test_source_of_a_statement_with_a_speaker_relays_it() -> None:
    paragraph = paragraph_of("Biden said ties were bad, according to the readout.")
    (candidate,) = paragraph.found
    assert candidate.via is not None
    assert paragraph.tree.words[candidate.via] == "readout"


def test_nested_cues_are_all_reported_before_one_is_chosen() -> None:
    tree = tree_of("The spokesman said he hopes that talks resume.")
    cues = [cue for _, cue, _ in read(tree, find_reported(tree, load_cues()))]
    assert cues == ["said", "hopes"]


@pytest.mark.parametrize(
    ("text", "verb", "speaker"),
    [
        ("The envoy met reporters and said ties were bad.", "said", "envoy"),
        ("The minister urged Beijing to open its markets.", "open", "Beijing"),
        ("The minister was prompted to say that ties were bad.", "say", "minister"),
        ("He ended the talks by saying that ties were bad.", "saying", "He"),
        ("The envoy, who warned against delay, left.", "warned", "envoy"),
        ("She wrote a letter saying that ties were bad.", "saying", "letter"),
        ("The plan was criticised by the ministry.", "criticised", "ministry"),
    ],
    ids=["conjunction", "object control", "control under a passive", "by saying", "relative clause",
         "participle", "agent"],
)  # fmt: skip
def test_speaker_of_a_verb_is_found_through_the_sentence(
    text: str, verb: str, speaker: str
) -> None:
    tree = tree_of(text)
    found = speaker_of_verb(tree, tree.words.index(verb))
    assert found is not None
    assert tree.words[found] == speaker


def test_noun_of_speech_belongs_to_its_owner_or_to_who_makes_it() -> None:
    tree = tree_of("China's warning that ties would suffer was heard.")
    assert possessor_of(tree, tree.words.index("warning")) == tree.words.index("China")
    tree = tree_of("The envoy has voiced concern over the sale.")
    assert holder_of(tree, tree.words.index("concern")) == tree.words.index("envoy")


def test_speaker_of_a_relative_clause_is_printed_as_the_pronoun() -> None:
    tree = tree_of("The envoy, who warned against delay, left.")
    envoy, warned = tree.words.index("envoy"), tree.words.index("warned")
    assert words_of(tree, printed_phrase(tree, envoy, warned)) == "who"
    assert words_of(tree, speaker_phrase(tree, envoy)) == "The envoy"
    assert core_words(tree, envoy) == "envoy"
