"""Courtesy before a refusal, mock thanks, others' labels, and threats without "if"."""

import pytest

from stance.scoring import Scorer
from tests.scoring.build import parsed

THANKS_BUT = (
    "We/we/PRON/PRP/nsubj/1 thank/thank/VERB/VBP/ROOT/1 them/they/PRON/PRP/dobj/1 "
    ",/,/PUNCT/,/punct/1 but/but/CCONJ/CC/cc/1 we/we/PRON/PRP/nsubj/8 "
    "{will}/{will}/AUX/MD/aux/8 {not_}/neg/8 attend/attend/VERB/VB/conj/1"
)
REFUSED = THANKS_BUT.format(will="will", not_="not/not/PART/RB")
GRANTED = THANKS_BUT.format(will="will", not_="gladly/gladly/ADV/RB").replace(
    "RB/neg/8", "RB/advmod/8"
)
THANKS_FOR = (
    "We/we/PRON/PRP/nsubj/1 thank/thank/VERB/VBP/ROOT/1 them/they/PRON/PRP/dobj/1 "
    "for/for/ADP/IN/prep/1 their/their/PRON/PRP$/poss/5 {gift}/NOUN/NN/pobj/3"
)
CALL_IT = (
    "{who}/PRON/PRP/nsubj/1 call/call/VERB/VBP/ROOT/1 it/it/PRON/PRP/nsubj/3 "
    "friendship/friendship/NOUN/NN/oprd/1"
)
HOW_GENEROUS = (
    "How/how/ADV/WRB/advmod/1 generous/generous/ADJ/JJ/ROOT/1 of/of/ADP/IN/prep/1 "
    "{who}/PRON/PRP/pobj/2"
)
SO_MUCH_FOR = (
    "{so}/{so}/ADV/RB/advmod/1 much/much/ADJ/JJ/ROOT/1 for/for/ADP/IN/prep/1 "
    "their/their/PRON/PRP$/poss/4 friendship/friendship/NOUN/NN/pobj/2"
)
LOVES_SO = (
    "They/they/PRON/PRP/nsubj/1 love/love/VERB/VBP/ROOT/1 her/she/PRON/PRP/dobj/1 "
    "so/so/ADV/RB/advmod/4 much/much/ADV/RB/advmod/1 that/that/SCONJ/IN/mark/7 "
    "they/they/PRON/PRP/nsubj/7 {did}/VERB/VBD/ccomp/1 her/she/PRON/PRP/dobj/7"
)
OR_WE_WILL = (
    "Withdraw/withdraw/VERB/VB/ROOT/0 ,/,/PUNCT/,/punct/0 {joined}/CCONJ/CC/cc/0 "
    "{who}/PRON/PRP/nsubj/5 will/will/AUX/MD/aux/5 sail/sail/VERB/VB/conj/0"
)
SHOULD_THEY = (
    "Should/should/AUX/MD/aux/2 they/they/PRON/PRP/nsubj/2 cross/cross/VERB/VB/advcl/6 "
    "it/it/PRON/PRP/dobj/2 we/we/PRON/PRP/nsubj/6 shall/shall/AUX/MD/aux/6 "
    "sail/sail/VERB/VB/ROOT/6"
)


def value_of(source: str, axis: str = "conciliation") -> float:
    """Score a hand-made parse; silence counts as 0."""
    return Scorer(with_model=False).score_text(*parsed(source)).value(axis) or 0.0


def rules_of(source: str) -> str:
    """Return the rules of all evidence."""
    evidence = Scorer(with_model=False).score_text(*parsed(source)).evidence
    return " ".join(item.rule for item in evidence)


def test_thanks_before_a_refusal_are_courtesy_and_the_refusal_counts() -> None:
    assert value_of(REFUSED) < 0.1 < value_of(GRANTED)
    assert value_of(REFUSED, "cooperation") < 0
    assert "courtesy" in rules_of(REFUSED)
    assert "courtesy" not in rules_of(GRANTED)


def test_thanks_for_harm_are_mockery() -> None:
    harm = THANKS_FOR.format(gift="bombs/bomb")
    assert "mockery" in rules_of(harm)
    assert value_of(harm) < 0 < value_of(THANKS_FOR.format(gift="bread/bread"))


def test_what_others_call_it_is_not_what_it_is_called() -> None:
    theirs, ours = value_of(CALL_IT.format(who="They/they")), value_of(CALL_IT.format(who="We/we"))
    assert 0 <= theirs < ours / 4


@pytest.mark.parametrize(
    ("mocking", "meant"),
    [
        pytest.param(
            HOW_GENEROUS.format(who="them/they"), HOW_GENEROUS.format(who="you/you"), id="how kind"
        ),
        pytest.param(SO_MUCH_FOR.format(so="So"), SO_MUCH_FOR.format(so="Very"), id="so much for"),
        pytest.param(
            LOVES_SO.format(did="bombed/bomb"), LOVES_SO.format(did="saw/see"), id="so much that"
        ),
    ],
)
def test_irony_turns_warm_words_round(mocking: str, meant: str) -> None:
    assert "mockery" in rules_of(mocking)
    assert value_of(mocking) < 0 < value_of(meant)
    assert "mockery" not in rules_of(meant)


def test_an_order_with_or_threatens_who_does_not_obey() -> None:
    threat = OR_WE_WILL.format(joined="or/or", who="we/we")
    assert value_of(threat, "reassurance") <= -0.5
    assert "consequence" in rules_of(threat)
    assert "consequence" not in rules_of(OR_WE_WILL.format(joined="and/and", who="we/we"))
    assert "consequence" not in rules_of(OR_WE_WILL.format(joined="or/or", who="it/it"))


def test_an_inverted_condition_threatens_and_demands_nothing() -> None:
    assert value_of(SHOULD_THEY, "reassurance") <= -0.5
    assert "demand" not in rules_of(SHOULD_THEY)
