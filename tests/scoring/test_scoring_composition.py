"""What grammar does to phrases, on parses made by hand."""

import pytest

from stance.scoring import Scorer
from tests.scoring.build import parsed

WE_SEEK_NO_CONFLICT = (
    "We/we/PRON/PRP/nsubj/3 do/do/AUX/VBP/aux/3 not/not/PART/RB/neg/3 "
    "court/court/VERB/VB/ROOT/3 conflict/conflict/NOUN/NN/dobj/3"
)
AVOID_A_SPIRAL = (
    "We/we/PRON/PRP/nsubj/2 must/must/AUX/MD/aux/2 avoid/avoid/VERB/VB/ROOT/2 "
    "a/a/DET/DT/det/4 spiral/spiral/NOUN/NN/dobj/2"
)
REFUSE_TO_TALK = (
    "They/they/PRON/PRP/nsubj/1 refused/refuse/VERB/VBD/ROOT/1 to/to/PART/TO/aux/3 "
    "negotiate/negotiate/VERB/VB/xcomp/1"
)
DIALOGUE_UNDERMINED = (
    "That/that/PRON/DT/nsubj/1 undermines/undermine/VERB/VBZ/ROOT/1 "
    "dialogue/dialogue/NOUN/NN/dobj/1"
)
NOT_TRADE_BUT_PLUNDER = (
    "This/this/PRON/DT/nsubj/1 is/be/AUX/VBZ/ROOT/1 not/not/PART/RB/neg/1 "
    "commerce/commerce/NOUN/NN/attr/1 but/but/CCONJ/CC/cc/3 bullying/bullying/NOUN/NN/conj/3"
)
BUT_COLD = (
    "We/we/PRON/PRP/nsubj/1 want/want/VERB/VBP/ROOT/1 friendship/friendship/NOUN/NN/dobj/1 "
    ",/,/PUNCT/,/punct/1 but/but/CCONJ/CC/cc/1 you/you/PRON/PRP/nsubj/6 "
    "bully/bully/VERB/VBP/conj/1 us/we/PRON/PRP/dobj/6"
)
AFTER_ATTACK = (
    "They/they/PRON/PRP/nsubj/1 cooperated/cooperate/VERB/VBD/ROOT/1 after/after/ADP/IN/prep/1 "
    "the/the/DET/DT/det/4 assault/assault/NOUN/NN/pobj/2"
)
MUST_STOP = (
    "They/they/PRON/PRP/nsubj/2 must/must/AUX/MD/aux/2 cease/cease/VERB/VB/ROOT/2 "
    "this/this/DET/DT/det/4 coercion/coercion/NOUN/NN/dobj/2"
)
WONDERING = (
    "Is/be/AUX/VBZ/ROOT/0 this/this/PRON/DT/nsubj/0 friendship/friendship/NOUN/NN/attr/0 "
    "?/?/PUNCT/./punct/0"
)
NAME_ONLY = (
    "Friendship/friendship/PROPN/NNP/compound/1 Bridge/Bridge/PROPN/NNP/nsubj/2 "
    "opened/open/VERB/VBD/ROOT/2"
)


def conciliation(source: str) -> float | None:
    """Score a hand-made parse as a bare text."""
    return Scorer(with_model=False).score_text(*parsed(source)).value("conciliation")


@pytest.mark.parametrize(
    ("source", "sign"),
    [
        pytest.param(WE_SEEK_NO_CONFLICT, 1, id="a negated conflict is mildly warm"),
        pytest.param(AVOID_A_SPIRAL, 1, id="harm avoided is warm, and we may oblige ourselves"),
        pytest.param(REFUSE_TO_TALK, -1, id="good will refused is cold"),
        pytest.param(DIALOGUE_UNDERMINED, -1, id="good will undermined is cold"),
        pytest.param(NOT_TRADE_BUT_PLUNDER, -1, id="not X but Y asserts Y"),
        pytest.param(BUT_COLD, -1, id="Y sets the sign of X but Y"),
        pytest.param(AFTER_ATTACK, 1, id="circumstances weigh less than the act"),
        pytest.param(MUST_STOP, -1, id="harm whose end is demanded is charged"),
        pytest.param(WONDERING, -1, id="a rhetorical question invites no"),
    ],
)
def test_grammar_decides_the_sign(source: str, sign: int) -> None:
    value = conciliation(source)
    assert value is not None
    assert value * sign > 0


def test_a_negated_conflict_is_weaker_than_friendship() -> None:
    friendship = conciliation("Our/our/PRON/PRP$/poss/1 friendship/friendship/NOUN/NN/ROOT/1")
    negated = conciliation(WE_SEEK_NO_CONFLICT)
    assert friendship is not None
    assert negated is not None
    assert negated < friendship


def test_names_carry_no_polarity() -> None:
    text, tokens = parsed(NAME_ONLY)
    evidence = Scorer(with_model=False).score_text(text, tokens).evidence
    assert not [item for item in evidence if "Friendship" in item.text]


def test_negation_is_told_in_the_evidence() -> None:
    scored = Scorer(with_model=False).score_text(*parsed(WE_SEEK_NO_CONFLICT))
    item = next(item for item in scored.evidence if item.axis == "conciliation")
    assert item.is_negated
    assert "negation" in item.rule
    assert scored.evidence[0].span == (12, 20) or item.text == "conflict"


def test_who_ends_harm_is_not_held_to_have_ended_something_good() -> None:
    cancelled = (
        "They/they/PRON/PRP/nsubj/1 cancelled/cancel/VERB/VBD/ROOT/1 the/the/DET/DT/det/3 "
        "assault/assault/NOUN/NN/dobj/1"
    )
    value = conciliation(cancelled)
    assert value is not None
    assert value > 0.5


def test_an_accusation_keeps_what_it_charges_from_counting_twice() -> None:
    accused = (
        "She/she/PRON/PRP/nsubj/1 denounced/denounce/VERB/VBD/ROOT/1 the/the/DET/DT/det/3 "
        "assault/assault/NOUN/NN/dobj/1"
    )
    scored = Scorer(with_model=False).score_text(*parsed(accused))
    weights = {i.text: i.weight for i in scored.evidence if i.axis == "conciliation"}
    assert abs(weights["assault"]) < abs(weights["denounced"]) / 2
