"""Parses that go wrong in news are mended before anybody reads them."""

import pytest

from stance.nlp.cues import load_cues
from stance.nlp.mending import mend
from tests.nlp.build import found_in, tree_of


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
