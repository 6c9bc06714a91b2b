"""Demands, threats, choices and small words that turn a phrase, on parses made by hand."""

import pytest

from stance.scoring import Scorer
from tests.scoring.build import parsed, statement_of

IF_THEY_CROSS = (
    "If/if/SCONJ/IN/mark/2 they/they/PRON/PRP/nsubj/2 cross/cross/VERB/VBP/advcl/6 "
    "it/it/PRON/PRP/dobj/2 we/we/PRON/PRP/nsubj/6 will/will/AUX/MD/aux/6 "
    "sail/sail/VERB/VB/ROOT/6"
)
IF_THEY_COME = IF_THEY_CROSS.replace("cross/cross", "come/come")
IF_WE_CROSS = IF_THEY_CROSS.replace("they/they", "we/we")
IF_THEY_CROSS_WE_HELP = IF_THEY_CROSS.replace("sail/sail", "help/help")
THEY_NEED_TO_LEARN = (
    "They/they/PRON/PRP/nsubj/1 need/need/VERB/VBP/ROOT/1 to/to/PART/TO/aux/3 "
    "learn/learn/VERB/VB/xcomp/1"
)
WE_NEED_TO_LEARN = THEY_NEED_TO_LEARN.replace("They/they", "We/we")
WAR_OR_PEACE = (
    "Do/do/AUX/VBP/aux/2 {who}/PRON/PRP/nsubj/2 want/want/VERB/VB/ROOT/2 "
    "friendship/friendship/NOUN/NN/dobj/2 or/or/CCONJ/CC/cc/3 bullying/bullying/NOUN/NN/conj/3 "
    "?/?/PUNCT/./punct/2"
)
ONE_SIDED = (
    "Do/do/AUX/VBP/aux/2 they/they/PRON/PRP/nsubj/2 want/want/VERB/VB/ROOT/2 "
    "friendship/friendship/NOUN/NN/dobj/2 ?/?/PUNCT/./punct/2"
)
TOO_GENEROUS = (
    "They/they/PRON/PRP/nsubj/1 were/be/AUX/VBD/ROOT/1 {too}/{too}/ADV/RB/advmod/3 "
    "generous/generous/ADJ/JJ/acomp/1"
)
NEVER_SUCH_FRIENDSHIP = (
    "Never/never/ADV/RB/neg/3 have/have/AUX/VBP/aux/3 we/we/PRON/PRP/nsubj/3 "
    "seen/see/VERB/VBN/ROOT/3 such/such/ADJ/PDT/predet/5 friendship/friendship/NOUN/NN/dobj/3"
)
SUPPORT_AS_SUBJECT = (
    "{who}/PRON/PRP$/poss/1 support/support/NOUN/NN/nsubj/2 grew/grow/VERB/VBD/ROOT/2"
)
THANKED = (
    "We/we/PRON/PRP/nsubj/1 value/value/VERB/VBP/ROOT/1 their/their/PRON/PRP$/poss/3 "
    "support/support/NOUN/NN/dobj/1"
)
SHOULD_BE_PAINTED = (
    "Boats/boat/NOUN/NNS/nsubjpass/3 should/should/AUX/MD/aux/3 be/be/AUX/VB/auxpass/3 "
    "painted/paint/VERB/VBN/ROOT/3"
)
TO_BULLY = "to/to/PART/TO/aux/1 bully/bully/VERB/VB/ROOT/1 them/they/PRON/PRP/dobj/1"
TO_HELP = TO_BULLY.replace("bully/bully", "help/help")


def value_of(source: str, axis: str = "conciliation") -> float:
    """Score a hand-made parse; silence counts as 0."""
    return Scorer(with_model=False).score_text(*parsed(source)).value(axis) or 0.0


def rules_of(source: str) -> str:
    """Return the rules of all evidence."""
    evidence = Scorer(with_model=False).score_text(*parsed(source)).evidence
    return " ".join(item.rule for item in evidence)


def test_what_follows_if_another_does_harm_is_a_threat() -> None:
    assert value_of(IF_THEY_CROSS, "reassurance") <= -0.5
    assert value_of(IF_THEY_CROSS) <= -0.4


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(IF_THEY_COME, id="who only comes does no harm"),
        pytest.param(IF_WE_CROSS, id="we do not threaten ourselves"),
        pytest.param(IF_THEY_CROSS_WE_HELP, id="help is no threat"),
    ],
)
def test_other_conditions_are_no_threats(source: str) -> None:
    assert "consequence" not in rules_of(source)


def test_they_need_to_is_a_demand_and_we_need_to_is_none() -> None:
    assert value_of(THEY_NEED_TO_LEARN) < 0
    assert value_of(WE_NEED_TO_LEARN) == 0


def test_two_poles_put_to_ourselves_or_to_others_are_nearly_neutral() -> None:
    ours, theirs = WAR_OR_PEACE.format(who="we/we"), WAR_OR_PEACE.format(who="they/they")
    assert abs(value_of(ours)) < 0.4
    assert value_of(theirs) < value_of(ours)
    assert abs(value_of(theirs)) < 0.5
    assert value_of(ONE_SIDED) < 0


def test_too_much_of_a_good_thing_is_a_reproach() -> None:
    assert value_of(TOO_GENEROUS.format(too="very")) > 0
    assert value_of(TOO_GENEROUS.format(too="too")) < 0


def test_never_before_such_praise_is_praise() -> None:
    assert value_of(NEVER_SUCH_FRIENDSHIP) > 0
    assert value_of(NEVER_SUCH_FRIENDSHIP.replace("such/such/ADJ/PDT/predet", "a/a/DET/DT/det")) < 0


def test_support_as_a_subject_of_talk_praises_nobody() -> None:
    ours = value_of(SUPPORT_AS_SUBJECT.format(who="our/our"))
    theirs = value_of(SUPPORT_AS_SUBJECT.format(who="their/their"))
    assert 0 <= theirs < ours / 2
    assert "topic" not in rules_of(THANKED)


def test_a_rule_of_thumb_demands_nothing_of_anybody() -> None:
    assert value_of(SHOULD_BE_PAINTED) == 0
    assert value_of(SHOULD_BE_PAINTED.replace("should/should", "must/must")) < 0


def test_a_promise_of_harm_is_a_threat() -> None:
    scorer = Scorer(with_model=False)
    harm = scorer.score(statement_of(TO_BULLY, cue="vowed", cue_class="promise"))
    help_ = scorer.score(statement_of(TO_HELP, cue="vowed", cue_class="promise"))
    cues = [
        next(item for item in each.evidence if item.rule.startswith("cue:promise"))
        for each in (harm, help_)
    ]
    assert cues[0].weight < 0 < cues[1].weight
    assert cues[0].rule.endswith("of harm")
