"""Parses that go wrong in news are mended before anybody reads them."""

import pytest

from stance.nlp.cues import load_cues
from stance.nlp.mending import mend
from tests.nlp.build import found_in, paragraph_of, read, tree_of


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ('"She needs one idea," said Albert Rowe, who served as mayor during Mr. Clay\'s first '
         "term yet endorsed Ann Brown in the Democratic primary.",
         ("Rowe", "said", "She needs one idea")),
        ('Of Carter, Levine, who has given money to Tom Rubino, said, "He frightens me."',
         ("Levine", "said", "He frightens me")),
        ("Pat Norton met voters. For one thing, Mrs. Norton, the presumptive nominee and strong "
         "favorite to win the presidential election come November, proposed to draft Mr. Rowe as "
         "an adviser.", ("Norton", "proposed", "to draft Mr. Rowe as an adviser")),
        ('Asked a sharp question about this in the hearing, Norton said, "I take the blame."',
         ("Norton", "said", "I take the blame")),
        ('"That may be of concern," said Alan Bergman, a doctor from Trenton, New Jersey, who said '
         "he is friendly with the mayor.", ("Bergman", "said", "he is friendly with the mayor")),
    ],
    ids=["two verbs of a relative", "of", "participle", "asked", "place before a relative"],
)  # fmt: skip
def test_who_speaks_is_found_though_the_parse_is_wrong(
    text: str, reads: tuple[str, str, str]
) -> None:
    assert reads in found_in(text)


def test_mending_twice_changes_nothing_more() -> None:
    tree = mend(tree_of("Mrs. Roe said taxes were too high."), load_cues())
    heads, relations = list(tree.heads), list(tree.deps)
    again = mend(tree, load_cues())
    assert (again.heads, again.deps) == (heads, relations)


def test_a_token_that_is_hung_elsewhere_takes_along_what_stands_below_it() -> None:
    tree = tree_of("Ann Roe met Bill Roe.")
    met, ann_roe, bill_roe = 2, 1, 4
    assert tree.heads[ann_roe] == met
    tree.hang(ann_roe, bill_roe, "appos")
    assert tree.kids[met].count(ann_roe) == 0
    assert tree.subtree(bill_roe) == frozenset({0, 1, 3, 4})


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("The envoys called on all ports to open their gates.",
         ("envoys", "called", "all ports to open their gates")),
        ("Norton has thanked Oslo after its harbour minister, Ben Rowe, suggested Lund should show "
         "more patience.", ("minister", "suggested", "Lund should show more patience")),
        ("Ann Brown pointed to a leaked memo from 2019, which called for new docks.",
         ("memo", "called", "new docks")),
        ("The mill, the company said in a note, will close by June.",
         ("company", "said", "The mill will close by June")),
    ],
    ids=["particle with an object", "subject behind after", "which of a year", "two subjects"],
)  # fmt: skip
def test_a_word_that_hangs_on_the_wrong_one_is_hung_where_it_belongs(
    text: str, reads: tuple[str, str, str]
) -> None:
    assert reads in found_in(text)


def test_who_recalls_it_stands_between_whom_she_recalls_and_what_he_told_her() -> None:
    text = (
        'Clay smiled. Chancellor Roe, she recalled, once told her, "Ann, not every dinner is a '
        'summit."'
    )
    (whole,) = found_in(text)
    assert whole == (
        "she",
        "recalled",
        "Chancellor Roe once told her Ann not every dinner is a summit",
    )
    (candidate,) = paragraph_of(text).found
    assert candidate.inner is not None
    assert read(paragraph_of(text).tree, [candidate.inner]) == [
        ("Roe", "told", "Ann not every dinner is a summit")
    ]


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        (
            "Replying to a question about Ann Brown's warning that the ferries could sink, Rowe "
            "said the boats were new.",
            [
                ("Brown", "warning", "that the ferries could sink"),
                ("Rowe", "said", "the boats were new"),
            ],
        ),
        (
            'Rowe told Clay that Lund was "a free port", according to a readout of the meeting.',
            [("Rowe", "told", "that Lund was a free port")],
        ),
    ],
    ids=["warning of somebody else", "source behind the words"],
)
def test_everybody_says_only_his_own_words(text: str, reads: list[tuple[str, str, str]]) -> None:
    assert found_in(text) == reads


def test_who_is_asked_between_commas_says_what_follows() -> None:
    text = (
        "L.N. Port Department spokesman Ben Rowe, asked about the visit at a briefing on Tuesday, "
        'said Lund welcomed "any boat that leads to a just trade", but he voiced doubt that '
        "Norland would put money on it."
    )
    ((speaker, cue, content),) = [row for row in found_in(text) if row[0] is not None]
    assert (speaker, cue) == ("Rowe", "said")
    assert content.startswith("Lund welcomed any boat")
