"""Whole statements: cues, targets, topics, and axes that a user adds."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from stance.errors import DataFileError
from stance.model import Actor, Case, Topic
from stance.resources import data_dir
from stance.scoring import Scorer
from tests.scoring.build import mention_of, parsed, statement_of

PLAIN = (
    "The/the/DET/DT/det/1 ferry/ferry/NOUN/NN/nsubj/2 sails/sail/VERB/VBZ/ROOT/2 "
    "on/on/ADP/IN/prep/2 Monday/Monday/PROPN/NNP/pobj/3"
)
BLUELAND_BULLIES = (
    "Blueland/Blueland/PROPN/NNP/nsubj/2 always/always/ADV/RB/advmod/2 "
    "bullies/bully/VERB/VBZ/ROOT/2 Redland/Redland/PROPN/NNP/dobj/2"
)
CASE = Case(
    case_id="test", title="Red and Blue", sides=("Red", "Blue", "joint", "Green"),
    actors=(
        Actor(actor_id="redland", name="Redland", side="Red", entity="country"),
        Actor(actor_id="blueland", name="Blueland", side="Blue", entity="country"),
        Actor(actor_id="both_sides", name="Both sides", side="joint", entity="group"),
    ),
    topics=(
        Topic(topic_id="shipping", label="Shipping", terms=("ferr*", "sea lane*")),
        Topic(topic_id="fishing", label="Fishing", terms=("fish*",)),
    ),
    events=(), articles=(), target_sides=("Red", "Blue", "both", "other"),
)  # fmt: skip


def test_words_without_stance_have_no_score_and_no_evidence() -> None:
    scored = Scorer(with_model=False).score_text(*parsed(PLAIN))
    assert scored.scores == ()
    assert scored.evidence == ()
    assert scored.value("conciliation") is None


def test_the_cue_is_evidence() -> None:
    result = Scorer(with_model=False).score(statement_of(PLAIN, cue="accused", cue_class="accuse"))
    score = result.score_on("credit")
    assert score is not None
    assert score.value < 0
    assert {item.text for item in result.evidence} == {"accused"}


def test_a_negated_cue_is_not_held_against_anybody() -> None:
    said = Scorer(with_model=False).score(statement_of(PLAIN, cue_class="accuse", is_negated=True))
    score = said.score_on("credit")
    assert score is not None
    assert score.value > 0


NO_WISH_TO_BULLY = (
    "Blueland/Blueland/PROPN/NNP/nsubj/3 does/do/AUX/VBZ/aux/3 not/not/PART/RB/neg/3 "
    "seek/seek/VERB/VB/ROOT/3 to/to/PART/TO/aux/5 bully/bully/VERB/VB/xcomp/3 "
    "Redland/Redland/PROPN/NNP/dobj/5"
)


@pytest.mark.parametrize("with_model", [False, True])
def test_what_somebody_does_not_want_to_do_is_read_with_the_words_that_say_so(
    with_model: bool,
) -> None:
    spans = {"text": "to bully Redland", "spans": ((23, 39),), "cue_span": (9, 22)}
    said = {"cue": "does not seek", "cue_class": "hope", "kind": "indirect", **spans}
    scorer = Scorer(with_model=with_model)
    value = {}
    for is_negated in (True, False):
        statement = statement_of(NO_WISH_TO_BULLY, is_negated=is_negated, **said)
        score = scorer.score(statement).score_on("conciliation")
        assert score is not None
        value[is_negated] = score.value
    assert value[True] > 0
    assert value[True] > value[False] + 0.3


def test_words_outside_the_spans_are_no_evidence() -> None:
    result = Scorer(with_model=False).score(
        statement_of(BLUELAND_BULLIES, spans=((0, 8),), text="Blueland")
    )
    assert result.evidence == ()


def test_evidence_spans_point_into_the_text() -> None:
    text, tokens = parsed(BLUELAND_BULLIES)
    item = Scorer(with_model=False).score_text(text, tokens).evidence[0]
    assert text[slice(*item.span)] == "bullies"


def test_a_deed_told_of_somebody_else_is_blame() -> None:
    value = Scorer(with_model=False).score_text(*parsed(BLUELAND_BULLIES)).value("credit")
    assert value is not None
    assert value < -0.5


def test_topics_come_from_the_statement_first() -> None:
    assert Scorer(CASE, with_model=False).score(statement_of(PLAIN)).topics == ("shipping",)
    plain = statement_of("Yes/yes/INTJ/UH/ROOT/0")
    assert Scorer(CASE, with_model=False).score(plain).topics == ("other",)


def test_a_speaker_of_the_pair_speaks_to_the_counterpart() -> None:
    result = Scorer(CASE, with_model=False).score(statement_of(PLAIN, side="Red"))
    assert (result.target, result.target_side) == ("Blueland", "Blue")


def test_a_joint_statement_is_towards_both() -> None:
    result = Scorer(CASE, with_model=False).score(statement_of(PLAIN, side="joint"))
    assert (result.target, result.target_side) == ("Both sides", "both")


def test_the_addressee_of_a_charge_is_the_target() -> None:
    envoy = mention_of("the envoy of Greenland", "the envoy", "Mo Green", "Green", "person")
    charged = statement_of(PLAIN, side="Red", cue_class="accuse", addressee=envoy)
    assert Scorer(CASE, with_model=False).score(charged).target == "Mo Green"
    assert Scorer(CASE, with_model=False).score(charged).target_side == "other"


def test_reporters_are_no_target() -> None:
    press = mention_of("told reporters", "reporters", "reporters", None, "group")
    assert Scorer(CASE, with_model=False).score(statement_of(PLAIN, addressee=press)).target is None


def test_a_stranger_is_judged_by_whom_the_words_blame() -> None:
    text, _ = parsed(BLUELAND_BULLIES)
    mention = mention_of(text, "Blueland", "Blueland", "Blue", "country")
    result = Scorer(CASE, with_model=False).score(
        statement_of(BLUELAND_BULLIES, mentions=(mention,))
    )
    assert (result.target, result.target_side) == ("Blueland", "Blue")


def test_a_stranger_without_object_has_no_target() -> None:
    result = Scorer(CASE, with_model=False).score(statement_of(PLAIN))
    assert (result.target, result.target_side) == (None, None)


@pytest.fixture
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the data folder that a test may change."""
    folder = tmp_path / "data"
    shutil.copytree(data_dir(), folder)
    monkeypatch.setenv("STANCE_DATA_DIR", str(folder))
    return folder


def test_an_axis_is_added_by_data_alone(own_data: Path) -> None:
    axes = own_data / "axes.toml"
    axes.write_text(
        axes.read_text(encoding="utf-8")
        + '\n[[axis]]\nid = "urgency"\nlabel = "Urgent / patient"\nwarm = "urgent"\n'
        'cold = "patient"\ndefinition = "How soon."\n',
        encoding="utf-8",
    )
    phrases = own_data / "lexicons" / "phrases.csv"
    header = phrases.read_text(encoding="utf-8").splitlines()[0]
    names = header.split(",")
    row = {"pattern": "sail on monday", "urgency": "0.6", "source": "test"}
    names.insert(-2, "urgency")
    phrases.write_text(
        ",".join(names) + "\n" + ",".join(row.get(name, "") for name in names) + "\n",
        encoding="utf-8",
    )
    assert Scorer(with_model=False).score_text(*parsed(PLAIN)).value("urgency") == 0.6


def test_a_broken_pattern_is_reported_with_its_line(own_data: Path) -> None:
    phrases = own_data / "lexicons" / "phrases.csv"
    header, _, *_ = phrases.read_text(encoding="utf-8").splitlines()
    weights = "," * (header.count(",") - 3)
    phrases.write_text(f"{header}\n(new) ban,,-0.5{weights},own\n", encoding="utf-8")
    with pytest.raises(DataFileError, match="line 2.*optional"):
        Scorer(with_model=False)


def test_the_pair_without_a_subject_speaks_of_its_relations() -> None:
    relations = Topic(topic_id="bilateral_relations", label="Relations", terms=("relations",))
    case = replace(CASE, topics=(*CASE.topics, relations))
    plain = "Yes/yes/INTJ/UH/ROOT/0"
    assert Scorer(case, with_model=False).score(statement_of(plain, side="Red")).topics == (
        "bilateral_relations",
    )
    assert Scorer(case, with_model=False).score(statement_of(plain)).topics == ("other",)
