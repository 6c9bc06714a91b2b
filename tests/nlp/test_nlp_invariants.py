"""What holds for every statement of every text, and the golden files of the five seeds."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stance.model import Statement
from stance.nlp import Extractor, model_version, parse
from stance.reading import read
from tests.conftest import Golden
from tests.nlp.build import article_of

pytestmark = pytest.mark.model

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
PIECES = (
    "Blinken said the talks were useful.", '"We will wait," Mao Ning said.', "“It is over.", "\n",
    "\n\n“Never again,” she added.", "He called on Washington to act, adding that time was short.",
    "MR MILLER: Nothing new.", "QUESTION: Why?", "According to Beijing, ties are bad.", '"', "’",
    "The envoy, who warned “both sides,” left.", "— Qin Gang", "said", "Xi: “No.”", " … ",
    "â€œWe doâ€", "''Go,'' he said, ''now.''", "Both sides agreed to meet.", "\u00a0",
)  # fmt: skip


def check(text: str, statements: list[Statement]) -> None:
    for s in statements:
        assert s.text == " … ".join(text[start:end] for start, end in s.spans)
        assert all(a[1] <= b[0] for a, b in zip(s.spans, s.spans[1:], strict=False))
        assert 0 <= s.spans[0][0] < s.spans[-1][1] <= len(text)
        for words, span in ((s.speaker, s.speaker_span), (s.cue, s.cue_span)):
            assert (words is None) == (span is None)
            if words is not None and span is not None:
                assert words == text[slice(*span)]
        assert s.paragraph_span[0] <= s.sentence_span[0]
        assert s.sentence_span[1] <= s.paragraph_span[1]
        assert 0 < s.attribution_confidence <= 1
        assert s.rule
        assert all(0 <= token.head < len(s.tokens) for token in s.tokens)
        for mention in s.mentions:
            assert mention.text == text[slice(*mention.span)]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=8))
def test_statements_keep_to_the_words_of_the_text(extractor: Extractor, pieces: list[str]) -> None:
    text = " ".join(pieces)
    check(text, extractor.extract(article_of(text)))


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_statements_of_a_seed_keep_to_its_words(extractor: Extractor, path: Path) -> None:
    article = read(path)
    statements = extractor.extract(article)
    assert statements
    check(article.text, statements)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_statements_of_a_seed_are_what_was_reviewed(
    extractor: Extractor, path: Path, golden: Golden
) -> None:
    lines = [_line(statement) for statement in extractor.extract(read(path))]
    golden(f"attribution_{path.stem[:3]}.txt", "\n".join(lines) + "\n")


def _line(s: Statement) -> str:
    who = f"{s.speaker or '-'} -> {s.actor_id or s.speaker_name or '?'}"
    marks = "".join((" (headline)" * s.is_headline, " (not)" * s.is_negated))
    relayed = f" (by way of {s.relayed_by})" if s.relayed_by else ""
    text = " ".join(s.text.split())
    return f"{s.kind:<8} {who}{relayed} | {s.cue or '-'}{marks} | {text}"


def test_extraction_does_not_depend_on_what_was_read_before(extractor: Extractor) -> None:
    text = "Antony Blinken left. He said the talks were useful."
    first = extractor.extract(article_of(text))
    extractor.extract(article_of("Mao Ning came. She said the talks were useful."))
    assert extractor.extract(article_of(text)) == first


def test_without_a_case_names_stay_as_printed() -> None:
    (statement,) = Extractor(None).extract(article_of("Antony Blinken said the talks failed."))
    assert statement.speaker_name == "Antony Blinken"
    assert (statement.actor_id, statement.side) == (None, None)


@pytest.mark.parametrize("text", ["", " \n\n ", "Nothing is said here."])
def test_text_without_statements_gives_none(extractor: Extractor, text: str) -> None:
    assert extractor.extract(article_of(text)) == []


def test_metadata_tells_the_day_whose_offices_count(extractor: Extractor) -> None:
    text = "The Chinese foreign minister said ties must improve."
    before = extractor.extract(article_of(text))[0]
    after = extractor.extract(replace(article_of(text), published_on=None))[0]
    assert before.actor_id == "qin_gang"
    assert after.actor_id is None


def test_parse_gives_tokens_with_offsets_of_each_text() -> None:
    (tokens, others) = parse(["Ties are bad.", "They go on."])
    assert [token.text for token in tokens] == ["Ties", "are", "bad", "."]
    assert (others[0].start, others[1].start) == (0, 5)


def test_model_has_a_version() -> None:
    assert "unknown" not in model_version()
