"""Pairs labelled statements with found ones, by the words that they share."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from stance.evaluate.gold import GoldStatement
from stance.model import Span
from stance.registry import fold_name

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
MIN_SHARED = 0.5  # intersection over union of words, from which two statements are the same


def words_in(text: str, spans: Sequence[Span]) -> frozenset[int]:
    """Return where the words of some spans begin; punctuation never counts."""
    return frozenset(
        match.start() for start, end in spans for match in _WORD.finditer(text, start, end)
    )


def match(
    text: str, gold: Sequence[GoldStatement], rows: Sequence[Mapping[str, Any]]
) -> list[tuple[GoldStatement, Mapping[str, Any]]]:
    """Return one-to-one pairs of one article, greedily by falling overlap."""
    gold_words = [words_in(text, statement.spans) for statement in gold]
    row_words = [words_in(text, [(s, e) for s, e in row["spans"]]) for row in rows]
    scored = sorted(
        (-_share(one, other), i, j)
        for i, one in enumerate(gold_words)
        for j, other in enumerate(row_words)
        if one & other
    )
    pairs: list[tuple[GoldStatement, Mapping[str, Any]]] = []
    used_gold: set[int] = set()
    used_rows: set[int] = set()
    for negative, i, j in scored:
        if -negative >= MIN_SHARED and i not in used_gold and j not in used_rows:
            used_gold.add(i)
            used_rows.add(j)
            pairs.append((gold[i], rows[j]))
    return pairs


def has_right_speaker(gold: GoldStatement, row: Mapping[str, Any]) -> bool:
    """Tell whether both mean the same speaker: the same actor, else the same name."""
    if gold.actor_id or row["actor_id"]:
        return bool(gold.actor_id == row["actor_id"])
    return fold_name(gold.speaker_name or "") == fold_name(row["speaker_name"] or "")


def _share(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other)
