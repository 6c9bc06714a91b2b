"""The extractor: an article in, its statements out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from stance.model import Article, Case, Kind, Mention, Span, Statement
from stance.nlp.candidate import Candidate
from stance.nlp.confidence import confidence_of
from stance.nlp.cues import load_cues
from stance.nlp.entities import Entity
from stance.nlp.names import NameFinder
from stance.nlp.paragraph import Paragraph, bare_quotes, is_all_quotation, read_paragraph
from stance.nlp.paragraphs import paragraphs_of
from stance.nlp.parse import parse_docs
from stance.nlp.quotes import find_quotes
from stance.nlp.speakers import Speaker, Speakers, phrase_span
from stance.nlp.subjects import speaker_of_verb
from stance.nlp.tree import Tree
from stance.nlp.turns import Turn, find_turns, spoken_name

# Words that do not make a quotation "mixed" when they stand outside its marks.
_LINKS = ("SCONJ", "CCONJ", "PART", "ADP", "DET", "PUNCT", "SPACE")
_OPENING = frozenset(("“", '"', "‘", "'", "«", "„", "``", "''", "("))
_CLOSING = frozenset(("”", '"', "’", "'", "»", "''", "?", "!", ")"))


@dataclass(frozen=True, slots=True)
class _Voice:
    """A speaker as printed and as resolved, to be carried over to the next paragraph."""

    text: str | None
    span: Span | None
    speaker: Speaker | None


_NOBODY = _Voice(None, None, None)


class Extractor:
    """Finds who said what in articles.

    Args:
        case: Whose actors names are resolved to; None keeps every name as printed.
    """

    def __init__(self, case: Case | None = None) -> None:
        self._case = case
        self._finder = NameFinder(case)
        self._cues = load_cues()

    def extract(self, article: Article) -> list[Statement]:
        """Return the statements of an article in the order of their words.

        Boilerplate says nothing; headlines do. An article without statements gives [].
        """
        places = list(paragraphs_of(article))
        quotations = find_quotes(article.text, [span for span, _ in places])
        docs = parse_docs(article.text[start:end] for (start, end), _ in places)
        paragraphs = [
            read_paragraph(
                Tree(doc, span[0]),
                span,
                [quote for quote in quotations if span[0] <= quote.start < span[1]],
                self._cues,
                is_headline=is_headline,
            )
            for (span, is_headline), doc in zip(places, docs, strict=True)
        ]
        return _Assembly(article, paragraphs, self._finder, self._case).statements()


class _Assembly:
    """Turns the candidates of one article into statements."""

    def __init__(
        self,
        article: Article,
        paragraphs: Sequence[Paragraph],
        finder: NameFinder,
        case: Case | None,
    ) -> None:
        self._article = article
        self._paragraphs = paragraphs
        self._speakers = Speakers(paragraphs, finder, case, _day_of(article))
        self._turns = find_turns(article.text, [paragraph.span for paragraph in paragraphs])
        self._found: list[Statement] = []

    def statements(self) -> list[Statement]:
        last = _NOBODY
        for number, speakers in enumerate(self._speakers.read()):
            paragraph = self._paragraphs[number]
            turn = self._turns.get(number)
            if turn is not None and not turn.is_question:
                self._take_turn(number, turn)
                continue
            for place, candidate in enumerate(paragraph.found):
                voice = self._voice(paragraph, candidate, speakers.get(place))
                statement = self._statement(number, candidate, voice)
                if statement is not None:
                    self._found.append(statement)
                    last = voice if candidate.quotes or not paragraph.is_headline else last
            self._carry(number, paragraph, last)
        return self._found

    def _take_turn(self, number: int, turn: Turn) -> None:
        """Give a paragraph of a transcript to whoever has the floor."""
        tree = self._paragraphs[number].tree
        tokens = {token for span in turn.words for token in tree.between(*span)}
        if all(tree.is_punctuation(token) for token in tokens):
            return
        candidate = Candidate(
            content=frozenset(tokens),
            cue=frozenset(),
            cue_head=None,
            cue_class="say",
            is_verbatim=True,
            rule="turn of a transcript",
        )
        speaker = self._speakers.named(spoken_name(turn.name))
        statement = self._statement(number, candidate, _Voice(turn.name, turn.label, speaker))
        if statement is not None:
            self._found.append(statement)

    def _voice(self, paragraph: Paragraph, candidate: Candidate, speaker: Speaker | None) -> _Voice:
        if candidate.speaker is None:
            return _NOBODY
        span = phrase_span(paragraph.tree, candidate.speaker, candidate.cue_head)
        return _Voice(self._article.text[slice(*span)], span, speaker)

    def _carry(self, number: int, paragraph: Paragraph, last: _Voice) -> None:
        """Give a paragraph of nothing but quotation to whoever spoke before it."""
        bare = bare_quotes(paragraph)
        if not bare or paragraph.found or not number or not is_all_quotation(paragraph):
            return
        last = self._announced(number - 1) or last
        if last is _NOBODY:
            return
        tokens = frozenset().union(*(quote.tokens for quote in bare))
        candidate = Candidate(
            content=tokens,
            cue=frozenset(),
            cue_head=None,
            cue_class="say",
            quotes=frozenset(quote.number for quote in bare),
            rule="quotation carried over",
        )
        statement = self._statement(number, candidate, last)
        if statement is not None:
            self._found.append(statement)

    def _announced(self, number: int) -> _Voice | None:
        """Return who speaks next if a paragraph ends in a colon: "The envoy went on:"."""
        tree = self._paragraphs[number].tree
        if not len(tree) or tree.words[-1] != ":":
            return None
        sentence = tree.sentence_of(len(tree) - 1)
        for verb in reversed(sentence):
            head = speaker_of_verb(tree, verb) if tree.pos[verb] == "VERB" else None
            if head is not None:
                span = phrase_span(tree, head, verb)
                speaker = self._speakers.resolve(number, head)
                return _Voice(self._article.text[slice(*span)], span, speaker)
        return None

    def _statement(self, number: int, candidate: Candidate, voice: _Voice) -> Statement | None:
        paragraph = self._paragraphs[number]
        tree = paragraph.tree
        spans = _content_spans(tree, candidate, self._article.text)
        if not spans or (voice is _NOBODY and not candidate.quotes):
            return None  # nobody says it: "the talks are expected to", "compared to last year"
        speaker = voice.speaker
        sentences = sorted({tree.sentence[i] for i in candidate.content | candidate.cue})
        cue = sorted(candidate.cue)
        cue_span = (tree.starts[cue[0]], tree.ends[cue[-1]]) if cue else None
        return Statement(
            article_id=self._article.article_id,
            text=" … ".join(self._article.text[start:end] for start, end in spans),
            spans=spans,
            kind=_kind(tree, candidate, paragraph),
            speaker=voice.text,
            speaker_span=voice.span,
            speaker_name=speaker.name if speaker else None,
            actor_id=speaker.actor.actor_id if speaker and speaker.actor else None,
            side=speaker.side if speaker else None,
            cue=self._article.text[slice(*cue_span)] if cue_span else None,
            cue_span=cue_span,
            cue_class=candidate.cue_class,
            is_negated=candidate.is_negated,
            is_headline=paragraph.is_headline,
            relayed_by=self._name_at(number, candidate.via),
            addressee=self._mention_at(number, candidate.addressee),
            mentions=self._mentions(number, sentences),
            sentence_span=_sentence_span(tree, sentences),
            paragraph_span=paragraph.span,
            tokens=tree.tokens(sentences),
            rule=f"{candidate.rule} > {speaker.how}" if speaker else candidate.rule,
            attribution_confidence=confidence_of(candidate, speaker),
        )

    def _mentions(self, number: int, sentences: Sequence[int]) -> tuple[Mention, ...]:
        """Return the entities of some sentences, one mention for each run of tokens."""
        tree, at = self._paragraphs[number].tree, self._speakers.mentions(number)
        found: list[Mention] = []
        run: list[int] = []
        entity: Entity | None = None
        inside = (t for t in at if tree.sentence[t] in sentences and not at[t][0].is_thing)
        for token in [*sorted(inside), -1]:
            here = at[token][0] if token >= 0 else None
            if run and (here is not entity or token != run[-1] + 1):
                assert entity is not None
                span = (tree.starts[run[0]], tree.ends[run[-1]])
                found.append(entity.mention(span, self._article.text[slice(*span)]))
                run = []
            entity = here
            run.append(token)
        return tuple(found)

    def _mention_at(self, number: int, token: int | None) -> Mention | None:
        found = self._speakers.mentions(number).get(token) if token is not None else None
        if token is None or found is None or found[0].is_thing:
            return None
        tree = self._paragraphs[number].tree
        return found[0].mention((tree.starts[token], tree.ends[token]), tree.words[token])

    def _name_at(self, number: int, token: int | None) -> str | None:
        mention = self._mention_at(number, token)
        if mention is not None or token is None:
            return mention.name if mention else None
        return self._article.text[slice(*phrase_span(self._paragraphs[number].tree, token))]


def _day_of(article: Article) -> date | None:
    """Return a day to look offices up on, where one is known before dating."""
    for hint in article.date_hints:
        try:
            return date.fromisoformat(hint.value[:10])
        except ValueError:
            continue
    return article.published_on


def _content_spans(tree: Tree, candidate: Candidate, text: str) -> tuple[Span, ...]:
    """Return the content as character spans: trimmed of commas, joined across punctuation."""
    content = sorted(candidate.content)
    runs: list[list[int]] = []
    for index in content:
        gap = range(runs[-1][-1] + 1, index) if runs else range(0)
        if runs and all(tree.is_punctuation(i) for i in gap):
            runs[-1].extend([*gap, index])
        else:
            runs.append([index])
    spans = []
    for run in runs:
        trimmed = _trimmed(tree, run)
        if trimmed:
            spans.append((tree.starts[trimmed[0]], tree.ends[trimmed[-1]]))
    return tuple(spans)


def _trimmed(tree: Tree, run: list[int]) -> list[int]:
    kept = list(run)
    while kept and tree.is_punctuation(kept[-1]) and tree.words[kept[-1]] not in _CLOSING:
        kept.pop()
    while kept and tree.is_punctuation(kept[0]) and tree.words[kept[0]] not in _OPENING:
        kept.pop(0)
    while len(kept) > 1 and tree.lower[kept[0]] == "that" and tree.deps[kept[0]] == "mark":
        kept.pop(0)
    return kept if any(not tree.is_punctuation(i) for i in kept) else []


def _kind(tree: Tree, candidate: Candidate, paragraph: Paragraph) -> Kind:
    if candidate.is_verbatim:
        return "direct"
    quoted = frozenset().union(
        *(quote.tokens for quote in paragraph.quotes if quote.number in candidate.quotes)
    )
    words = {i for i in candidate.content if not tree.is_punctuation(i)}
    if not words & quoted:
        return "indirect"
    return "direct" if all(tree.pos[i] in _LINKS for i in words - quoted) else "mixed"


def _sentence_span(tree: Tree, sentences: Sequence[int]) -> Span:
    inside = [i for i, number in enumerate(tree.sentence) if number in sentences]
    return tree.starts[inside[0]], tree.ends[inside[-1]]
