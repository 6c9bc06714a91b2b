"""Patterns of the lexicon: what they match and which are refused."""

import pytest

from stance.scoring.patterns import PatternIndex, compile_pattern
from stance.scoring.syntax import Parse
from tests.scoring.build import parsed

LIFTED = (
    "The/the/DET/DT/det/1 curbs/curb/NOUN/NNS/nsubjpass/3 were/be/AUX/VBD/auxpass/3 "
    "lifted/lift/VERB/VBN/ROOT/3 ././PUNCT/./punct/3"
)
SPLIT = (
    "a/a/DET/DT/det/3 cease/cease/NOUN/NN/compound/3 -/-/PUNCT/HYPH/punct/3 "
    "fire/fire/NOUN/NN/ROOT/3"
)
QUOTED = (
    "They/they/PRON/PRP/nsubj/1 offered/offer/VERB/VBD/ROOT/1 “/“/PUNCT/``/punct/4 "
    "no/no/DET/DT/det/4 apology/apology/NOUN/NN/dobj/1 ”/”/PUNCT/''/punct/1"
)
LONG = " ".join(
    ["keep/keep/VERB/VB/ROOT/0"]
    + [f"w{n}/w{n}/NOUN/NN/dobj/0" for n in range(7)]
    + ["open/open/ADJ/JJ/oprd/0"]
)


def found(pattern: str, source: str) -> list[str]:
    """Return the matched words of each match."""
    parse = Parse(parsed(source)[1])
    index = PatternIndex((compiled, None) for compiled in compile_pattern(pattern))
    return [" ".join(parse.tokens[i].text for i in words) for words, _ in index.matches(parse)]


def test_a_passive_object_stands_before_its_verb() -> None:
    assert found("lift > curb|ban", LIFTED) == ["lifted curbs"]


def test_a_word_that_the_tokenizer_splits_is_still_one_word() -> None:
    assert found("truce|cease-fire", SPLIT) == ["cease - fire"]


def test_quotation_marks_do_not_break_a_phrase() -> None:
    assert found("offer no apology", QUOTED) == ["offered no apology"]


def test_a_gap_is_bounded() -> None:
    assert found("keep ... open", LONG) == []
    assert found("keep ... w5", LONG) == ["keep w5"]


def test_stems_and_optional_words_match() -> None:
    assert found("lif*", LIFTED) == ["lifted"]
    assert found("the (new) curb", LIFTED) == ["The curbs"]


@pytest.mark.parametrize("pattern", ["... open", "open ...", "(new) ban", "{name} ban", "a,b", ""])
def test_a_pattern_that_cannot_be_indexed_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="pattern|is not a word"):
        compile_pattern(pattern)
