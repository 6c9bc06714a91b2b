"""Coarse facts about made-up sentences, with the real language model."""

import csv

import pytest

from stance.nlp import parse
from stance.resources import data_dir
from stance.scoring import Scorer

WARM = [
    "We want to keep channels open and prevent any accident at sea.",
    "The island lifted its ban on imported fruit on Tuesday.",
    "We do not seek a new cold war with anyone.",
    "The two ministers agreed to resume the joint patrols.",
    "The government released four jailed reporters.",
    "I thank our partners for their generous help.",
]
COLD = [
    "They must stop bullying small countries.",
    "The minister refused to meet the delegation.",
    "The talks collapsed after two days.",
    "Your government has broken every promise it made.",
    "The sanctions will not be lifted until the last prisoner is home.",
    "The navy fired missiles at the harbour.",
]


@pytest.mark.model
@pytest.mark.parametrize(("texts", "sign"), [(WARM, 1), (COLD, -1)], ids=["warm", "cold"])
def test_plain_sentences_have_the_right_sign(texts: list[str], sign: int) -> None:
    scorer = Scorer()
    values = {
        text: scorer.score_text(text, tokens).value("conciliation")
        for text, tokens in zip(texts, parse(texts), strict=True)
    }
    assert {text for text, value in values.items() if (value or 0) * sign <= 0} == set()


@pytest.mark.model
def test_scores_do_not_depend_on_the_batch() -> None:
    scorer, texts = Scorer(), [*WARM, *COLD]
    together = [scorer.score_text(t, k) for t, k in zip(texts, parse(texts), strict=True)]
    alone = [scorer.score_text(text, parse([text])[0]) for text in reversed(texts)]
    assert together == alone[::-1]


@pytest.mark.model
def test_own_labelled_statements_keep_their_sign() -> None:
    path = data_dir() / "gold" / "own_statements.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = [
            r for r in csv.DictReader(handle) if r["part"] == "write" and r["conciliation"] != "0"
        ]
    scorer = Scorer()
    parses = parse([row["text"] for row in rows])
    right = sum(
        (scorer.score_text(row["text"], tokens).value("conciliation") or 0)
        * int(row["conciliation"])
        > 0
        for row, tokens in zip(rows, parses, strict=True)
    )
    assert right / len(rows) >= 0.88
