"""Builds an article and its statement from a marked text."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from stance.model import Article, Statement, Token

Parser = Callable[[str], tuple[Token, ...]]
_MARKS = re.compile(r"[\[\]{}]")


def build(
    marked: str, report: date | None, *, lead: str = "", parser: Parser | None = None
) -> tuple[Article, Statement]:
    """Return an article that ends with the marked text, and the statement that it marks."""
    head = f"{lead}\n\n" if lead else ""
    places: dict[str, list[int]] = {mark: [] for mark in "[]{}"}
    text = head
    for part in re.split(r"([\[\]{}])", marked):
        if part in places and part:
            places[part].append(len(text))
        else:
            text += part
    article = Article(text=text, source_file="made-up.txt", published_on=report)
    spans = tuple(zip(places["["], places["]"], strict=True))
    cue = (places["{"][-1], places["}"][-1])
    start, end = _sentence(text, len(head), min(cue[0], spans[0][0]), max(cue[1], spans[-1][1]))
    tokens: tuple[Token, ...] = ()
    if parser:
        tokens = tuple(
            replace(token, start=token.start + start, end=token.end + start)
            for token in parser(text[start:end])
        )
    statement = Statement(
        article_id=article.article_id,
        text=" … ".join(text[a:b] for a, b in spans),
        spans=spans,
        kind="direct" if "“" in text[start:end] else "indirect",
        speaker=None,
        speaker_span=None,
        speaker_name=None,
        actor_id=None,
        side=None,
        cue=text[cue[0] : cue[1]],
        cue_span=cue,
        sentence_span=(start, end),
        paragraph_span=(len(head), len(text)),
        tokens=tokens,
    )
    return article, statement


def _sentence(text: str, paragraph: int, first: int, last: int) -> tuple[int, int]:
    """Return the sentence around the marks: every stop in the table's texts ends one."""
    stops = [m.end() for m in re.finditer(r"[.!?]”? (?=[A-Z“])", text) if m.end() > paragraph]
    stops = [stop for stop in stops if text[stop - 5 : stop] != "Dec. "]
    start = max([paragraph, *(stop for stop in stops if stop <= first)])
    end = min([len(text), *(stop - 1 for stop in stops if stop > last)])
    return start, end
