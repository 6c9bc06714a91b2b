"""The learned part: what it reads, how it is joined with the phrases, and life without it."""

import logging
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from stance import resources, run
from stance.errors import DataFileError
from stance.model import Axis
from stance.scoring import Scorer, model_network
from stance.scoring.combine import Finding, Learned, combine
from stance.scoring.model_blend import AxisBlend, Width, load_blend
from stance.scoring.model_network import Guess, Network, load_network
from stance.scoring.model_pieces import WINDOW, WordPieces, normal
from tests.scoring.build import statement_of

AXIS = Axis(
    axis_id="conciliation", label="c", warm="w", cold="c", definition="d", has_interval=True
)
WIDTH = Width(base=0.5, per_strength=0.0, per_difference=0.1, least=0.2)
PIECES = WordPieces("[PAD] [CLS] [SEP] [UNK] warn : the ship ##s sail ##ed . ' \"".split())
WARM_TEXT = "We thank our neighbours and look forward to rebuilding the bridge together."
COLD_TEXT = "They left us standing in the rain and laughed at our dead."
PLAIN = "The/the/DET/DT/det/1 office/office/NOUN/NN/nsubj/2 opens/open/VERB/VBZ/ROOT/2"


@pytest.fixture
def network() -> Network:
    """Return the network that ships."""
    found = load_network()
    assert found is not None
    return found


@pytest.fixture
def no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Look for the network in an empty folder."""
    monkeypatch.setattr(model_network, "model_dir", lambda: tmp_path)
    load_network.cache_clear()
    run.method_version.cache_clear()
    yield monkeypatch
    load_network.cache_clear()
    run.method_version.cache_clear()


def test_words_are_cut_into_the_longest_known_pieces() -> None:
    assert PIECES.numbers("The Ships sailed.") == [6, 7, 8, 9, 10, 11]


def test_accents_and_case_do_not_matter_and_other_scripts_are_unknown() -> None:
    assert PIECES.numbers("Thé SHIP 船") == [6, 7, 3]


def test_the_cue_class_stands_before_the_text() -> None:
    assert PIECES.windows("the ship", "warn") == [[1, 4, 5, 6, 7, 2]]
    assert PIECES.windows("the ship", None) == [[1, 6, 7, 2]]


def test_the_class_that_says_nothing_is_not_read() -> None:
    assert PIECES.windows("the ship", "say") == PIECES.windows("the ship", None)


def test_a_long_text_is_cut_at_sentences_and_loses_nothing() -> None:
    windows = PIECES.windows("the ship sailed. " * 60, "warn")
    assert max(map(len, windows)) <= WINDOW
    assert all(window[-2] == 11 for window in windows)
    assert sum(len(window) - 4 for window in windows) == 60 * 5


def test_an_empty_text_still_gives_a_window() -> None:
    assert PIECES.windows("", None) == [[1, 2]]


@pytest.mark.parametrize(
    ("printed", "plain"),
    [("“We wait.”", "We wait."), ("he said “no” and “never”", 'he said "no" and "never"')],
)
def test_quote_marks_around_all_of_a_text_go(printed: str, plain: str) -> None:
    assert normal(printed) == plain


def test_the_network_tells_warm_from_cold_where_no_phrase_speaks(network: Network) -> None:
    assert network.read(WARM_TEXT, None)["conciliation"].value > 0.3
    assert network.read(COLD_TEXT, None)["conciliation"].value < -0.3


def test_the_reporting_verb_is_evidence(network: Network) -> None:
    text = "the neighbours of shelling the harbour"
    assert network.read(text, "accuse")["credit"].value < -0.3


@pytest.mark.parametrize(
    "pattern",
    [
        "{} must stop fishing in the waters of {}.",
        "{} and {} have agreed to share the water of the river.",
        "{} cannot ask {} to open a gate that it keeps shut itself.",
        "{} will send a second team to {} in the spring.",
    ],
)
def test_names_carry_no_stance(network: Network, pattern: str) -> None:
    pairs = list(permutations(("China", "Norway", "Iran", "Chile", "Ghana"), 2))
    guesses = network.read_many([(pattern.format(*pair), None) for pair in pairs])
    values = [guess["conciliation"].expected for guess in guesses]
    mean = sum(values) / len(values)
    assert sum(abs(value - mean) for value in values) / len(values) < 0.08


def test_a_guess_does_not_depend_on_what_was_read_before(network: Network) -> None:
    texts = [WARM_TEXT, COLD_TEXT, "Yes.", WARM_TEXT * 9]
    once = [network.read(text, "say") for text in texts]
    again = [network.read(text, "say") for text in reversed(texts)]
    fresh = Network(model_network.model_dir(), network.axes)
    assert once == again[::-1] == [fresh.read(text, "say") for text in texts]


def test_shares_of_phrases_and_model_add_up_to_the_score() -> None:
    findings = [Finding("conciliation", "x", (0, 1), w, False, "r") for w in (0.6, 0.3, -0.4)]
    learned = Learned(
        Guess(-0.8, 0.9),
        AxisBlend(share=0.7, report_share=0.4, least_chance=0.2),
        WIDTH,
    )
    result = combine(AXIS, findings, learned)
    assert result is not None
    score, evidence = result
    assert sum(item.share for item in evidence) == pytest.approx(score.value, abs=5e-4)
    assert (evidence[-1].rule, evidence[-1].text, evidence[-1].span) == ("model", "model", (0, 0))
    assert evidence[-1].share == pytest.approx(0.7 * evidence[-1].weight, abs=1e-4)


@pytest.mark.parametrize(
    ("subject", "target", "is_report"),
    [
        ("Chile/Chile/PROPN/NNP/nsubj/1", "it/it/PRON/PRP/dobj/1", False),
        ("Chile/Chile/PROPN/NNP/nsubj/1", "Peru/Peru/PROPN/NNP/dobj/1", True),
        (
            "they/they/PRON/PRP/nsubj/1",
            "Costa/Costa/PROPN/NNP/compound/3 Rica/Rica/PROPN/NNP/dobj/1",
            False,
        ),
    ],
)
def test_in_a_report_which_names_two_the_phrases_count_more(
    subject: str, target: str, *, is_report: bool
) -> None:
    blend = load_blend().axes["conciliation"]
    assert blend.report_share < blend.share
    said = Scorer().score(
        statement_of(f"{subject} condemned/condemn/VERB/VBD/ROOT/1 {target}", cue_class=None)
    )
    phrase, model = (item for item in said.evidence if item.axis == "conciliation")
    share = blend.model_share(is_report=is_report)
    assert model.share == pytest.approx(share * model.weight, abs=2e-4)
    assert phrase.share == pytest.approx((1 - share) * phrase.weight, abs=2e-4)


def test_without_phrases_the_network_needs_evidence_to_speak() -> None:
    blend = AxisBlend(share=0.4, report_share=0.4, least_chance=0.3)
    assert combine(AXIS, [], Learned(Guess(0.9, 0.29), blend, WIDTH)) is None
    result = combine(AXIS, [], Learned(Guess(0.9, 0.31), blend, WIDTH))
    assert result is not None
    assert [item.rule for item in result[1]] == ["model"]
    assert result[1][0].share == result[0].value


def test_the_interval_is_wider_where_network_and_phrases_disagree() -> None:
    assert WIDTH.half(0.5, 1.0) > WIDTH.half(0.5, 0.0)


def test_a_scored_statement_names_the_model_on_every_axis_it_speaks_on() -> None:
    result = Scorer().score(statement_of(PLAIN, cue="accused", cue_class="accuse"))
    for score in result.scores:
        shares = [item.share for item in result.evidence if item.axis == score.axis]
        assert sum(shares) == pytest.approx(score.value, abs=2e-3)
        assert [e.rule for e in result.evidence if e.axis == score.axis].count("model") == 1


def test_the_network_sees_no_evidence_in_plain_procedure(network: Network) -> None:
    guesses = network.read("The committee will publish the minutes on Thursday evening.", "say")
    silent = {
        axis for axis in guesses if guesses[axis].chance < load_blend().axes[axis].least_chance
    }
    assert {"credit", "reassurance", "flexibility"} <= silent
    assert abs(guesses["conciliation"].expected) < 0.2


def test_without_a_network_phrases_score_alone_and_one_warning_says_so(
    no_network: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        scorer = Scorer()
        scores = [scorer.score(statement_of(PLAIN, cue_class="accuse")) for _ in range(3)]
    alone = Scorer(with_model=False).score(statement_of(PLAIN, cue_class="accuse"))
    assert scores == [alone] * 3
    assert [r.message for r in caplog.records if "phrases alone" in r.message] != []
    assert len(caplog.records) == 1


def test_without_a_runtime_phrases_score_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> Network:
        raise ImportError("no module named onnxruntime")

    monkeypatch.setattr(model_network, "Network", refuse)
    load_network.cache_clear()
    try:
        assert load_network() is None
        assert "onnxruntime" in caplog.text
    finally:
        load_network.cache_clear()


def test_the_method_version_says_whether_the_network_took_part(
    no_network: pytest.MonkeyPatch,
) -> None:
    without = run.method_version()
    assert without.endswith(".phrases")
    no_network.undo()
    run.method_version.cache_clear()
    assert not run.method_version().endswith(".phrases")


def test_the_blend_names_trained_axes_and_stays_within_bounds() -> None:
    assert next(iter(load_blend().axes)) == "conciliation"
    with pytest.raises(ValueError, match=r"share = 1\.5"):
        AxisBlend(share=1.5, report_share=0.5, least_chance=0.0)


def test_a_broken_blend_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "blend.toml").write_text("[conciliation]\nshare = 2.0\n")
    monkeypatch.setattr(resources, "data_dir", lambda: tmp_path)
    load_blend.cache_clear()
    with pytest.raises(DataFileError, match=r"blend\.toml"):
        load_blend()
    load_blend.cache_clear()


def test_nothing_is_read_when_the_module_is_imported() -> None:
    import subprocess
    import sys

    code = "import stance.scoring, sys; sys.exit('onnxruntime' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
