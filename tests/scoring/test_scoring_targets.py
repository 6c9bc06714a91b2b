"""Towards whom: objects, owners, laws and titles, and when the counterpart is meant."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from stance.model import Actor, Article, Case, Score, Statement
from stance.scoring.syntax import Parse
from stance.scoring.targets import Target, TargetFinder, WeightedWords
from tests.scoring.build import mention_of, parsed, statement_of

CASE = Case(
    case_id="test", title="Red and Blue", sides=("Red", "Blue", "joint", "Green"),
    actors=(
        Actor(actor_id="redland", name="Redland", side="Red", entity="country"),
        Actor(actor_id="moss", name="Ida Moss", side="Red"),
        Actor(
            actor_id="blueland", name="Blueland", side="Blue", entity="country",
            adjectives=("Bluelandic",),
        ),
        Actor(actor_id="teal", name="Otto Teal", side="Blue"),
        Actor(actor_id="both_sides", name="Both sides", side="joint", entity="group"),
    ),
    topics=(), events=(), articles=(), target_sides=("Red", "Blue", "both", "other"),
)  # fmt: skip
FILLER = " The harbour was quiet and nobody had much to add on the matter." * 20

BLOCKED = (
    "Lund/Lund/PROPN/NNP/nsubj/1 blocked/block/VERB/VBD/ROOT/1 "
    "Vega/Vega/PROPN/NNP/dobj/1 in/in/ADP/IN/prep/1 Norland/Norland/PROPN/NNP/pobj/3"
)
SAILS = (
    "The/the/DET/DT/det/1 ferry/ferry/NOUN/NN/nsubj/2 sails/sail/VERB/VBZ/ROOT/2 "
    "on/on/ADP/IN/prep/2 Monday/Monday/PROPN/NNP/pobj/3"
)
THE_PRESIDENT = (
    "The/the/DET/DT/det/1 president/president/NOUN/NN/nsubj/2 failed/fail/VERB/VBD/ROOT/2 "
    "badly/badly/ADV/RB/advmod/2"
)
TRIP = (
    "Moss/Moss/PROPN/NNP/poss/2 's/'s/PART/POS/case/0 trip/trip/NOUN/NN/ROOT/2 "
    "to/to/ADP/IN/prep/2 Blueland/Blueland/PROPN/NNP/pobj/3"
)
TIE = (
    "a/a/DET/DT/det/2 good/good/ADJ/JJ/amod/2 tie/tie/NOUN/NN/ROOT/2 "
    "with/with/ADP/IN/prep/2 Teal/Teal/PROPN/NNP/pobj/3"
)
HOPE = "You/you/PRON/PRP/nsubj/1 help/help/VERB/VBP/ROOT/1 us/we/PRON/PRP/dobj/1"


def target_of(
    statement: Statement,
    *weighted: tuple[Sequence[int], float],
    case: Case | None = CASE,
    article: str | None = None,
) -> Target:
    words = [WeightedWords(tuple(place), weight) for place, weight in weighted]
    source = Article(text=article, source_file="a.txt") if article is not None else None
    return TargetFinder(case).find(statement, Parse(statement.tokens), words, source)


def blocked(**fields: object) -> Statement:
    text, _ = parsed(BLOCKED)
    mentions = (
        mention_of(text, "Lund", "Eva Lund", None, "person"),
        mention_of(text, "Vega", "Max Vega", None, "person"),
        mention_of(text, "Norland", "Norland", None, "body"),
    )
    return statement_of(BLOCKED, **{"mentions": mentions, **fields})


def test_the_object_of_the_words_is_the_target_of_a_stranger() -> None:
    assert target_of(blocked(), ((2,), 0.5)) == ("Max Vega", "other")


def test_the_speaker_is_no_target_of_his_own() -> None:
    assert target_of(blocked(speaker_name="Max Vega"), ((1,), -0.5))[0] == "Eva Lund"


def test_the_agent_of_a_cold_act_is_meant_when_its_victim_speaks() -> None:
    mentions = blocked().mentions[:1]
    assert target_of(blocked(mentions=mentions), ((1,), -0.5))[0] == "Eva Lund"


def test_a_place_is_no_target() -> None:
    assert target_of(blocked(mentions=blocked().mentions[2:]), ((1,), -0.5)) == (None, None)


def test_words_without_stance_have_no_target() -> None:
    assert target_of(blocked()) == (None, None)


def test_a_score_that_no_phrase_explains_is_stance_too() -> None:
    strong, weak = Score(axis="credit", value=-0.4), Score(axis="credit", value=-0.01)
    assert target_of(blocked(scores=(strong,)))[0] is not None
    assert target_of(blocked(scores=(weak,))) == (None, None)


def test_blame_for_what_one_does_to_another_goes_to_the_doer() -> None:
    warm, cold = Score(axis="conciliation", value=0.4), Score(axis="conciliation", value=-0.4)
    assert target_of(blocked(scores=(warm,)))[0] == "Max Vega"
    assert target_of(blocked(scores=(cold,)))[0] == "Eva Lund"


@pytest.mark.parametrize(
    ("printed", "name"), [("it", "Norland Post"), ("R-Norland", "R-Norland"), ("they", "Max Vega")]
)
def test_empty_words_and_labels_are_nobody(printed: str, name: str) -> None:
    source = f"{printed}/{printed}/PRON/PRP/nsubj/1 failed/fail/VERB/VBD/ROOT/1"
    mention = mention_of(f"{printed} failed", printed, name, None, "body")
    assert target_of(statement_of(source, mentions=(mention,)), ((1,), -0.5)) == (None, None)


def test_a_warm_whole_is_about_whom_the_warm_words_praise() -> None:
    source = (
        "Lund/Lund/PROPN/NNP/nsubj/1 shines/shine/VERB/VBZ/ROOT/1 ;/;/PUNCT/:/punct/1 "
        "Vega/Vega/PROPN/NNP/nsubj/4 lies/lie/VERB/VBZ/parataxis/1"
    )
    text, _ = parsed(source)
    mentions = (
        mention_of(text, "Lund", "Eva Lund", None, "person"),
        mention_of(text, "Vega", "Max Vega", None, "person"),
    )
    statement = statement_of(source, mentions=mentions)
    assert target_of(statement, ((1,), 0.8), ((4,), -0.3))[0] == "Eva Lund"
    assert target_of(statement, ((1,), 0.2), ((4,), -0.9))[0] == "Max Vega"


def test_a_named_law_is_a_target_and_a_bill_is_not() -> None:
    law = (
        "the/the/DET/DT/det/3 Clean/Clean/PROPN/NNP/compound/3 Rivers/Rivers/PROPN/NNPS/compound/3 "
        "Act/Act/PROPN/NNP/ROOT/3"
    )
    bill = "the/the/DET/DT/det/1 bill/bill/NOUN/NN/ROOT/1"
    backed = {"cue_class": "praise", "cue": "backed"}
    assert target_of(statement_of(law, **backed)) == ("Clean Rivers Act", "other")
    assert target_of(statement_of(bill, **backed)) == (None, None)


def test_an_administration_is_not_its_head() -> None:
    source = (
        "the/the/DET/DT/det/2 Lund/Lund/PROPN/NNP/compound/2 "
        "administration/administration/NOUN/NN/ROOT/2"
    )
    mention = mention_of(parsed(source)[0], "Lund", "Eva Lund", None, "person")
    statement = statement_of(source, mentions=(mention,), cue_class="criticise")
    assert target_of(statement)[0] == "Lund administration"


def test_the_president_is_whom_the_article_calls_so() -> None:
    text, _ = parsed(THE_PRESIDENT)
    article = (
        f"{text}. President Nora Falk was away. Former President Hugo Barr, once a friend of "
        "Barr senior, watched. President Falk did not call."
    )
    statement = statement_of(THE_PRESIDENT)
    assert target_of(statement, ((2,), -0.5), article=article) == ("Nora Falk", "other")
    assert target_of(statement, ((2,), -0.5), article=text) == (None, None)
    himself = statement_of(THE_PRESIDENT, speaker_name="Nora Falk")
    assert target_of(himself, ((2,), -0.5), article=article) == (None, None)


def test_the_administration_is_the_one_that_the_article_names() -> None:
    source = THE_PRESIDENT.replace("president", "administration")
    text, _ = parsed(source)
    article = f"{text}. The Lund administration and a Vega administration; Lund’s administration."
    statement = statement_of(source)
    assert target_of(statement, ((2,), -0.5), article=article) == ("Lund administration", "other")
    assert target_of(statement, ((2,), -0.5), article=f"{text}.") == (None, None)
    itself = statement_of(source, speaker_name="Lund administration")
    assert target_of(itself, ((2,), -0.5), article=article) == (None, None)


def test_the_committee_is_the_one_that_the_article_names_most() -> None:
    source = THE_PRESIDENT.replace("president", "committee")
    text, _ = parsed(source)
    names = "The Harbour Committee sat. A Committee on Ships and a Harbour Committee sat."
    statement = statement_of(source)
    found = target_of(statement, ((2,), -0.5), article=f"{text}. {names}")
    assert found == ("Harbour Committee", "other")
    nameless = target_of(statement, ((2,), -0.5), article=f"{text} Lund. The Committee sat.")
    assert nameless == (None, None)


def test_he_in_a_quotation_is_not_its_speaker() -> None:
    source = (
        "Vega/Vega/PROPN/NNP/nsubj/1 left/leave/VERB/VBD/ROOT/1 ;/;/PUNCT/:/punct/1 "
        "he/he/PRON/PRP/nsubj/4 lied/lie/VERB/VBD/parataxis/1"
    )
    text, _ = parsed(source)
    mentions = (
        mention_of(text, "Vega", "Max Vega", None, "person"),
        mention_of(text, "he", "Ana Ruiz", None, "person"),
    )
    start = text.index("he lied")
    statement = statement_of(
        source, mentions=mentions, spans=((start, len(text)),), text=text[start:]
    )
    assert target_of(statement, ((4,), -0.5), article=text)[0] == "Max Vega"


def test_the_counterpart_is_meant_where_the_article_is_about_the_pair() -> None:
    statement = statement_of(SAILS, side="Red")
    about = "The ferry sails on Monday. Blueland, Blueland and once more Blueland." + FILLER
    assert target_of(statement, article=about) == ("Blueland", "Blue")
    assert target_of(statement, article="The ferry sails on Monday.") == ("Blueland", "Blue")
    assert target_of(statement) == ("Blueland", "Blue")


def test_a_long_article_that_never_names_the_counterpart_is_about_others() -> None:
    article = parsed(BLOCKED)[0] + FILLER
    assert target_of(blocked(side="Red"), ((1,), -0.5), article=article) == ("Max Vega", "other")
    assert target_of(statement_of(SAILS, side="Red"), article=article) == (None, None)


def test_the_person_who_is_told_you_is_the_target() -> None:
    teal = mention_of("told Teal", "Teal", "Otto Teal", "Blue", "person")
    to_his_face = statement_of(HOPE, side="Red", addressee=teal)
    assert target_of(to_his_face) == ("Otto Teal", "Blue")
    assert target_of(statement_of(SAILS, side="Red", addressee=teal)) == ("Blueland", "Blue")


def test_a_minister_of_the_own_side_who_is_criticised_is_the_target() -> None:
    text, _ = parsed(TRIP)
    mentions = (
        mention_of(text, "Moss", "Ida Moss", "Red", "person"),
        mention_of(text, "Blueland", "Blueland", "Blue", "country"),
    )
    fields: dict[str, object] = {"side": "Red", "mentions": mentions}
    slammed = statement_of(TRIP, cue_class="criticise", **fields)
    assert target_of(slammed) == ("Ida Moss", "Red")
    assert target_of(statement_of(TRIP, **fields)) == ("Blueland", "Blue")


def test_one_person_of_the_other_side_is_meant_unless_the_country_is_named_too() -> None:
    text, _ = parsed(TIE)
    teal = (mention_of(text, "Teal", "Otto Teal", "Blue", "person"),)
    assert target_of(statement_of(TIE, side="Red", mentions=teal)) == ("Otto Teal", "Blue")
    with_adjective = TIE.replace("good/good", "Bluelandic/Bluelandic")
    text, _ = parsed(with_adjective)
    teal = (mention_of(text, "Teal", "Otto Teal", "Blue", "person"),)
    statement = statement_of(with_adjective, side="Red", mentions=teal)
    assert target_of(statement) == ("Blueland", "Blue")


def test_without_a_case_names_are_kept_as_they_are() -> None:
    assert target_of(blocked(), ((2,), 0.5), case=None) == ("Max Vega", None)


def test_one_of_several_senators_stays_unnamed() -> None:
    source = THE_PRESIDENT.replace("president", "senator")
    text, _ = parsed(source)
    two = f"{text}. Sen. Nora Falk and Sen. Hugo Barr met."
    assert target_of(statement_of(source), ((2,), -0.5), article=two) == (None, None)
    mostly_one = f"{two} Sen. Falk left."
    assert target_of(statement_of(source), ((2,), -0.5), article=mostly_one)[0] == "Nora Falk"


def test_a_disease_that_bears_a_name_is_not_about_its_bearer() -> None:
    source = (
        "They/they/PRON/PRP/nsubj/1 beat/beat/VERB/VBP/ROOT/1 Lund/Lund/PROPN/NNP/poss/4 "
        "'s/'s/PART/POS/case/2 {thing}/{thing}/NOUN/NN/dobj/1"
    )
    for thing, target in (("disease", None), ("plan", "Eva Lund")):
        text, _ = parsed(source.format(thing=thing))
        lund = mention_of(text, "Lund", "Eva Lund", None, "person")
        statement = statement_of(source.format(thing=thing), mentions=(lund,))
        assert target_of(statement, ((1,), -0.5))[0] == target


def test_words_about_a_third_country_are_not_towards_the_counterpart() -> None:
    greenland = Actor(actor_id="greenia", name="Greenia", side="Green", entity="country")
    case = replace(CASE, actors=(*CASE.actors, greenland))
    statement = statement_of(SAILS, side="Red", paragraph_span=(0, 60))
    far = "Blueland, Blueland, Blueland." + FILLER
    others = f"The ferry sails on Monday. It goes to Greenia.{FILLER}{far}"
    assert target_of(statement, case=case, article=others) == (None, None)
    both = f"The ferry sails on Monday. It goes to Greenia and Blueland.{FILLER}{far}"
    assert target_of(statement, case=case, article=both) == ("Blueland", "Blue")


def test_a_body_of_the_own_side_is_not_meant_where_the_words_name_another_side() -> None:
    text, _ = parsed(BLOCKED)
    lund = mention_of(text, "Lund", "Lund Coast Guard", "Green", "body")
    vega = mention_of(text, "Vega", "Vega Council", "Grey", "body")
    own = statement_of(BLOCKED, side="Green", mentions=(lund, vega))
    assert target_of(own, ((1,), -0.9), article=text)[0] == "Vega Council"
    alone = statement_of(BLOCKED, side="Green", mentions=(lund,))
    assert target_of(alone, ((1,), -0.5), article=text)[0] == "Lund Coast Guard"


def test_a_town_outside_the_words_is_nobody() -> None:
    source = (
        "In/in/ADP/IN/prep/4 Lake/Lake/PROPN/NNP/compound/2 Lund/Lund/PROPN/NNP/pobj/0 "
        "she/she/PRON/PRP/nsubj/4 said/say/VERB/VBD/ROOT/4 it/it/PRON/PRP/nsubj/6 "
        "failed/fail/VERB/VBD/ccomp/4"
    )
    text, _ = parsed(source)
    town = mention_of(text, "Lake Lund", "Lake Lund", None, "person")
    start = text.index("it failed")
    statement = statement_of(
        source, mentions=(town,), spans=((start, len(text)),), text=text[start:]
    )
    assert target_of(statement, ((6,), -0.5), article=text) == (None, None)
