"""Names of targets, policies, loyalties, and targets that go on from statement to statement."""

from dataclasses import replace

import pytest

from stance.model import Article, Mention, Score, Statement
from stance.scoring.syntax import Parse
from stance.scoring.target_carried import carry
from stance.scoring.target_context import is_where
from stance.scoring.target_loyalty import speaks_for
from stance.scoring.target_names import plain_name
from stance.scoring.target_policies import policy_of
from tests.scoring.build import mention_of, parsed, statement_of

SAYS = "It/it/PRON/PRP/nsubj/1 failed/fail/VERB/VBD/ROOT/1"
CURFEW = (
    "They/they/PRON/PRP/nsubj/1 want/want/VERB/VBP/ROOT/1 stricter/strict/ADJ/JJR/amod/4 "
    "harbour/harbour/NOUN/NN/compound/4 rules/rule/NOUN/NNS/dobj/1"
)
COLD = (Score(axis="conciliation", value=-0.4),)
WARM = (Score(axis="conciliation", value=0.4),)


def article(text: str) -> Article:
    return Article(text=text, source_file="a.txt")


def said(start: int, **fields: object) -> Statement:
    """Return a cold statement that begins at a place of its article."""
    statement = statement_of(SAYS, scores=COLD, **fields)
    return replace(statement, spans=((start, start + 10),))


def person(printed: str, name: str) -> Mention:
    return mention_of(printed, printed, name, None, "person")


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        pytest.param("Harbour Director Mill", "Ann Mill came.", "Ann Mill", id="title"),
        pytest.param("Ann Mill Tuesday", "Mill came.", "Ann Mill", id="day"),
        pytest.param("Ann Mill of Sudria", "Mill came.", "Ann Mill", id="where from"),
        pytest.param("Mill", "Ann Mill came.", "Ann Mill", id="surname"),
        pytest.param("Mill", "Secretary Mill came.", "Mill", id="a title is no first name"),
        pytest.param("Council Backs Mill", "Ann Mill came.", "Ann Mill", id="headline"),
        pytest.param("Ann Rose Mill", "Ann Mill came.", "Ann Rose Mill", id="second name"),
    ],
)
def test_a_target_goes_by_the_plain_name_of_its_article(
    name: str, text: str, expected: str
) -> None:
    assert plain_name(person("Mill", name), text) == expected


def test_a_country_is_not_the_province_that_is_called_after_it() -> None:
    mention = mention_of("Sudria", "Sudria", "New Sudria", None, "country")
    assert plain_name(mention, "Sudria and New Sudria") == "Sudria"
    assert plain_name(replace(mention, text="New Sudria"), "") == "New Sudria"


@pytest.mark.parametrize(
    "text",
    [
        "said Tom Hall, a longtime lawyer for Ms. Mill.",
        "said Tom Hall, who is spokesman for the Mill campaign.",
        "Mill’s lawyer, Tom Hall, said no.",
        "Ann Mill spokesman Tom Hall said no.",
    ],
)
def test_an_article_tells_for_whom_somebody_speaks(text: str) -> None:
    assert speaks_for("Tom Hall", text) == {"Mill"}


def test_a_spokesman_of_the_house_speaks_for_its_president() -> None:
    text = "White House press secretary Tom Hall said that President Ann Mill agreed."
    assert speaks_for("Tom Hall", text) == {"House", "Mill"}


def test_a_campaign_speaks_for_its_candidate() -> None:
    assert speaks_for("Mill campaign", "") == {"Mill"}
    assert speaks_for("White House", "President Ann Mill agreed.") == {"Mill"}


def test_who_only_mentions_a_lawyer_speaks_for_nobody() -> None:
    assert speaks_for("Tom Hall", "Tom Hall met Mill and a lawyer for Ms. Rose.") == frozenset()
    assert speaks_for("", "a lawyer for Ms. Mill") == frozenset()


def test_a_stance_that_names_nobody_goes_on_towards_the_last_one() -> None:
    filled = carry([said(0, target="Ann Mill", target_side="other"), said(100)], article(""))
    assert (filled[1].target, filled[1].target_side) == ("Ann Mill", "other")


def test_the_order_of_the_words_counts_and_not_that_of_the_list() -> None:
    filled = carry([said(100), said(0, target="Ann Mill")], article(""))
    assert [each.target for each in filled] == ["Ann Mill", "Ann Mill"]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(said(5000), id="far away"),
        pytest.param(replace(said(100), scores=()), id="no stance"),
        pytest.param(said(100, speaker_name="Ann Mill"), id="the target speaks"),
        pytest.param(said(100, speaker_name=None), id="nobody speaks"),
    ],
)
def test_no_target_is_carried_without_need(second: Statement) -> None:
    assert carry([said(0, target="Ann Mill"), second], article(""))[1].target is None


def test_coldness_is_never_carried_towards_whom_one_speaks_for() -> None:
    text = article("Mill’s lawyer, Ana Ruiz, said that it failed.")
    first = said(0, target="Ann Mill")
    assert carry([first, said(100)], text)[1].target is None
    assert carry([first, replace(said(100), scores=WARM)], text)[1].target == "Ann Mill"


def test_a_carried_target_is_not_carried_on() -> None:
    filled = carry([said(0, target="Ann Mill"), said(400), said(700)], article(""))
    assert [each.target for each in filled] == ["Ann Mill", "Ann Mill", None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Harbour rules. More harbour rules.", "harbour rules"),
        pytest.param("Rules are rules.", None, id="too vague a word"),
        ("Harbour rules and nothing else.", None),
    ],
)
def test_a_policy_is_named_as_the_article_names_it_more_than_once(
    text: str, expected: str | None
) -> None:
    statement = statement_of(CURFEW)
    assert policy_of(statement, Parse(parsed(CURFEW)[1]), [], text) == expected


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        pytest.param("bills/bill/NOUN/NNS", "bills", id="a bill needs no other name"),
        pytest.param("voters/voter/NOUN/NNS", "voters", id="a group of people"),
        pytest.param("voter/voter/NOUN/NN", None, id="one of them"),
        pytest.param("spoons/spoon/NOUN/NNS", None, id="a thing"),
    ],
)
def test_policies_and_groups_are_targets_and_things_are_none(
    noun: str, expected: str | None
) -> None:
    source = CURFEW.replace("rules/rule/NOUN/NNS", noun)
    text = " ".join([noun.split("/")[0]] * 2)
    assert policy_of(statement_of(source), Parse(parsed(source)[1]), [], text) == expected


@pytest.mark.parametrize(
    ("name", "side"), [("Sudria", "Sudria"), ("Southern Reaches", "SR")], ids=["name", "initials"]
)
def test_what_another_meant_goes_on_but_not_towards_the_own_country(name: str, side: str) -> None:
    first = said(0, speaker_name="Ann Mill", side="Nordia", target=name, target_side=side)
    second = said(50, speaker_name="Bo Hall", side=side)
    third = said(100, speaker_name="Cy Rill", side="Nordia")
    targets = [each.target for each in carry([first, second, third], article("x" * 200))]
    assert targets == [name, None, name]


def test_a_target_is_carried_to_no_speaker_of_another_side() -> None:
    first = said(0, target="Ann Mill", side="Red", speaker_name="Ida Moss")
    assert carry([first, said(100, side="Red")], article(""))[1].target == "Ann Mill"
    assert carry([first, said(100)], article(""))[1].target == "Ann Mill"
    assert carry([first, said(100, side="Blue")], article(""))[1].target is None
    own = said(50, target="Max Vega", side="Blue")
    assert carry([own, first, said(100, side="Blue")], article(""))[2].target == "Max Vega"


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        pytest.param("Boats sank in Lund. Rain fell near Lund.", "Lund", True, id="place"),
        pytest.param("Lund voted. Lund sang. They met in Lund.", "Lund", False, id="who acts"),
        pytest.param("Nobody came.", "Lund", False, id="not named"),
    ],
)
def test_a_name_that_mostly_tells_where_is_a_place(text: str, name: str, *, expected: bool) -> None:
    assert is_where(text, name) is expected
