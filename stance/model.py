"""The nouns of the program: frozen, plain values that every step passes on.

The way of the data (DESIGN in docs/design.md)::

    reading -> Article -> nlp -> Statement -> dating -> scoring -> utterances -> store -> trends

All offsets count characters of ``Article.text``, end exclusive. A step never changes a value, it
returns a new one (``dataclasses.replace``). Nothing here imports anything but the standard library.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Span = tuple[int, int]
Kind = Literal["direct", "indirect", "mixed"]
Precision = Literal["day", "month", "year"]
EntityKind = Literal["person", "body", "country", "group"]
TableFormat = Literal["jsonl", "csv", "parquet"]

# Parts of a page that are not the reporter's text; the reader marks them and deletes nothing.
BOILERPLATE_KINDS = (
    "navigation", "error", "advert", "fundraising", "signup", "contributors", "credit",
    "caption", "related", "repeated", "byline", "notice",
)  # fmt: skip


def stable_id(*parts: str, length: int = 16) -> str:
    """Return a hash that is the same on every machine: hexadecimal, ``length`` digits."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:length]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of an article that plays a part of its own.

    ``kind`` is one of BOILERPLATE_KINDS, "headline", "subhead" or "dateline". A caption is
    boilerplate for attribution (nobody speaks in it) and evidence for dating.
    """

    start: int
    end: int
    kind: str

    @property
    def is_boilerplate(self) -> bool:
        """Whether no statement may come from here."""
        return self.kind in BOILERPLATE_KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class DateHint:
    """A date that the reader found outside the running text.

    ``basis`` is "metadata" (HTML or PDF), "field" (a date column or key), "url" or "curated";
    ``value`` is an ISO date or what the source wrote, ``words`` the place it came from.
    """

    value: str
    basis: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One text as it was read. ``text`` is the decoded file with nothing dropped."""

    text: str
    source_file: str  # file name without its folder; "name.csv#3" for the third article of a table
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()  # in order of start, not overlapping
    date_hints: tuple[DateHint, ...] = ()
    published_on: date | None = None  # filled by dating
    published_basis: str = ""
    speaker: str | None = None  # a table or transcript that names one speaker for the whole text

    @property
    def article_id(self) -> str:
        """Hash of file name and text: the same input has the same id on any machine."""
        return stable_id("article", self.source_file, self.text)

    @property
    def content_hash(self) -> str:
        """Hash of the words alone, white space folded: tells copies under other names."""
        return stable_id("content", " ".join(self.text.split()), length=32)


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a parse, spaCy's scheme, without spaCy.

    ``head`` is the index of the governing token in the same sequence (its own index for a root).
    """

    text: str
    lemma: str
    pos: str  # universal part of speech: VERB, NOUN, PROPN, ...
    tag: str  # Penn tag: VBD, NNP, ...
    dep: str  # nsubj, ccomp, ...
    head: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A stretch of text that names an entity, resolved as far as the article allows.

    ``name`` is the resolved name ("Antony Blinken" for "he"), ``actor_id`` the id in the registry
    or None.
    """

    span: Span
    text: str
    name: str
    actor_id: str | None = None
    side: str | None = None
    entity: EntityKind = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One reason for a score. The ``share`` values of an axis add up to its score.

    ``weight`` is the phrase's own value (-1..+1) after negation, ``share`` what it added to the
    axis score; ``rule`` names the lexicon row or composition that fired, or "model".
    """

    axis: str
    text: str
    span: Span  # in the article; (0, 0) for the model
    weight: float
    share: float
    is_negated: bool = False
    rule: str = "phrase"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One axis of one statement: -1 (cold) .. +1 (warm); 80 % interval where there is one."""

    axis: str
    value: float
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        if not -1.0 <= self.value <= 1.0:
            raise ValueError(f"score {self.value} on {self.axis} is outside -1..+1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something one speaker is reported to have said in one article.

    ``text`` is the article's words over ``spans``, joined by " … " where something stands between.
    ``tokens`` are the parses of all sentences that the spans touch, with offsets in the article,
    so that later steps can read the syntax without a language model. Fields below the line are
    filled by dating, scoring and utterances; None means unknown, an empty tuple "nothing found".
    """

    article_id: str
    text: str
    spans: tuple[Span, ...]
    kind: Kind
    speaker: str | None  # as printed: "he", "the top U.S. diplomat"
    speaker_span: Span | None
    speaker_name: str | None  # resolved
    actor_id: str | None
    side: str | None
    cue: str | None  # as printed
    cue_span: Span | None
    cue_class: str | None = None  # say, accuse, demand, promise, warn, deny, ...
    is_negated: bool = False  # "declined to say", "did not accuse"
    is_headline: bool = False
    relayed_by: str | None = None  # outer speaker of a relayed or recalled statement
    addressee: Mention | None = None  # "told Blinken", "called on Washington to"
    mentions: tuple[Mention, ...] = ()  # entities in the statement's sentences
    sentence_span: Span = (0, 0)  # all sentences that the statement touches
    paragraph_span: Span = (0, 0)
    tokens: tuple[Token, ...] = field(default=(), repr=False)
    rule: str = ""  # the chain of rules that found it
    attribution_confidence: float = 0.0
    # ---- later steps
    said_on: str | None = None  # 2023-06-19, 2023-06 or 2023
    said_on_precision: Precision | None = None
    said_on_basis: str = ""
    target: str | None = None
    target_side: str | None = None
    topics: tuple[str, ...] = ()
    scores: tuple[Score, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    vader: float | None = None
    utterance_id: str | None = None

    def __post_init__(self) -> None:
        if not self.spans:
            raise ValueError(f"{self.article_id}: a statement needs at least one span")
        previous = -1
        for start, end in self.spans:
            if not previous < start < end:
                raise ValueError(
                    f"{self.article_id}: span {start}..{end} is empty, reversed or out of order"
                )
            previous = end - 1

    @property
    def statement_id(self) -> str:
        """Hash of article, spans and printed speaker."""
        spans = ";".join(f"{start}-{end}" for start, end in self.spans)
        return stable_id("statement", self.article_id, spans, str(self.speaker_span))

    def score_on(self, axis: str) -> Score | None:
        """Return the score on an axis, or None where there was no evidence."""
        return next((score for score in self.scores if score.axis == axis), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """A title and when it was held; open ends are None."""

    title: str
    start: date | None = None
    end: date | None = None  # last day in office
    descriptions: tuple[str, ...] = ()  # "China's top diplomat": meant the holder of this office

    def covers(self, day: date) -> bool:
        """Whether the title was held on this day (first and last day included)."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody or something that speaks: a person, a body, a country or both sides jointly."""

    actor_id: str
    name: str
    side: str
    entity: EntityKind = "person"
    family_name: str | None = None  # what a second mention prints: "Wang", "Blinken"
    gender: Literal["female", "male"] | None = None
    born: int | None = None
    aliases: tuple[str, ...] = ()  # other full names and spellings that mean nobody else
    misspellings: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()  # "the U.S. side": at any time; of an office: see Tenure
    tenures: tuple[Tenure, ...] = ()
    country: str | None = None  # the country a body or person speaks for, as a target name
    adjectives: tuple[str, ...] = ()  # of a country: "Chinese", "Sino"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A subject of the case: found by its terms (matched on lower-case words, * ends a stem)."""

    topic_id: str
    label: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened: a line on the timeline and evidence for dates."""

    day: date
    title: str
    kind: str
    sides: tuple[str, ...]
    place: str
    description: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CuratedFact:
    """What is known about one given text from outside it; ``note`` says from where."""

    source_file: str
    content_hash: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    published_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A conflict under study: its actors, sides, topics, events and what is known of its texts."""

    case_id: str
    title: str
    sides: tuple[str, ...]  # the pair first: ("US", "China")
    actors: tuple[Actor, ...]
    topics: tuple[Topic, ...]
    events: tuple[Event, ...]
    articles: tuple[CuratedFact, ...]
    target_sides: tuple[str, ...] = ()
    period: tuple[date, date] | None = None  # first and last day under study

    def actor(self, actor_id: str) -> Actor | None:
        """Return the actor with this id, or None."""
        return next((actor for actor in self.actors if actor.actor_id == actor_id), None)

    def counterpart(self, side: str | None) -> str | None:
        """Return the other side of the pair, or None for anybody outside it."""
        pair = self.sides[:2]
        if side not in pair:
            return None
        return pair[1] if side == pair[0] else pair[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One dimension of stance; +1 is the warm pole, -1 the cold one."""

    axis_id: str
    label: str
    warm: str
    cold: str
    definition: str
    examples: tuple[tuple[float, str], ...] = ()  # (value, made-up sentence)
    has_interval: bool = False
    prototypes: tuple[tuple[float, str], ...] = ()  # (value, statement that scoring compares with)
