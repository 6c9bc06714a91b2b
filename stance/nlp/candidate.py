"""One attribution inside one paragraph, as sets of token numbers, before speakers have names."""

from dataclasses import dataclass

NO_TOKENS: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Who (``speaker``) says (``cue``) what (``content``), all numbers of one Tree.

    ``speaker`` is the head of the speaker's phrase, None where the grammar names nobody.
    ``via`` is the source that an "according to" adds to a statement with a speaker of its own.
    ``inner`` is the statement that this one is nothing but the report of: "the spokesman said (the
    secretary hopes ...)"; whose it is, the speakers' names decide.
    ``rule`` is the chain of rules that led here, joined by " > ".
    """

    content: frozenset[int]
    cue: frozenset[int]
    cue_head: int | None
    cue_class: str
    rule: str
    speaker: int | None = None
    addressee: int | None = None
    via: int | None = None
    is_negated: bool = False
    is_verbatim: bool = False  # a transcript prints the words without quotation marks
    # Quotations taken in, by number; filled by stance.nlp.quoted.
    quotes: frozenset[int] = NO_TOKENS
    inner: "Candidate | None" = None
