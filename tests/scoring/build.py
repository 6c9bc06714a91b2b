"""Builds parses by hand, so that no release of the language model can break a grammar test."""

from stance.model import Mention, Span, Statement, Token


def parsed(source: str) -> tuple[str, tuple[Token, ...]]:
    """Return text and tokens of words written as ``word/lemma/POS/TAG/dep/head``, head from 0.

    The words are joined by single spaces.
    """
    tokens: list[Token] = []
    start = 0
    for item in source.split():
        word, lemma, pos, tag, dep, head = item.rsplit("/", 5)
        tokens.append(Token(word, lemma, pos, tag, dep, int(head), start, start + len(word)))
        start += len(word) + 1
    return " ".join(token.text for token in tokens), tuple(tokens)


def statement_of(source: str, **fields: object) -> Statement:
    """Return a direct statement over all of a hand-made parse."""
    text, tokens = parsed(source)
    values: dict[str, object] = {
        "article_id": "a", "text": text, "spans": ((0, len(text)),), "kind": "direct",
        "speaker": "she", "speaker_span": None, "speaker_name": "Ana Ruiz", "actor_id": None,
        "side": None, "cue": "said", "cue_span": None, "cue_class": "say", "tokens": tokens,
    }  # fmt: skip
    return Statement(**{**values, **fields})  # type: ignore[arg-type]  # a test helper


def mention_of(text: str, words: str, name: str, side: str | None, entity: str) -> Mention:
    """Return the mention of ``words`` in a text."""
    start = text.index(words)
    span: Span = (start, start + len(words))
    return Mention(span=span, text=words, name=name, side=side, entity=entity)  # type: ignore[arg-type]
