"""Puts the statements of one article together: candidates, speakers, turns, what is carried on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from stance.model import Article, Mention, Span, Statement
from stance.nlp.candidate import NO_TOKENS, Candidate
from stance.nlp.carried import Place, speaker_around
from stance.nlp.confidence import confidence_of
from stance.nlp.entities import Entity
from stance.nlp.paragraph import Paragraph, bare_quotes, is_all_quotation
from stance.nlp.phrases import phrase_span
from stance.nlp.quoted import is_sentence_like, tokens_of
from stance.nlp.speaker import Speaker
from stance.nlp.speakers import Speakers
from stance.nlp.turns import Turn, listed_name, spoken_name
from stance.nlp.wording import content_spans, kind_of, sentence_span


@dataclass(frozen=True, slots=True)
class _Voice:
    """A speaker as printed and as resolved, to be carried over to the next paragraph."""

    text: str | None
    span: Span | None
    speaker: Speaker | None


_NOBODY = _Voice(None, None, None)
# Fewer words of somebody else than these tell nothing in a question: "if he said so".
_MIN_QUOTED = 3


class Assembly:
    """Turns the candidates of one article into statements, in the order of reading.

    Args:
        article: The article.
        paragraphs: Its paragraphs, read.
        speakers: Who the speakers' phrases mean.
        turns: Who has the floor in which paragraph, if it is a transcript.
    """

    def __init__(
        self,
        article: Article,
        paragraphs: Sequence[Paragraph],
        speakers: Speakers,
        turns: Mapping[int, Turn],
    ) -> None:
        self._article = article
        self._paragraphs = paragraphs
        self._speakers = speakers
        self._turns = turns
        self._found: list[Statement] = []

    def statements(self) -> list[Statement]:
        """Return the statements; call once."""
        last = _NOBODY
        for number, speakers in enumerate(self._speakers.read()):
            if self._article.speaker is not None:
                self._take_whole(number, self._article.speaker)
                continue
            turn = self._turns.get(number)
            if turn is not None and not turn.is_question:
                self._take_turn(number, turn)
                continue
            if turn is not None:
                self._take_question(number, speakers)
                continue
            last = self._take_candidates(number, speakers, last)
            self._carry(number, last)
        return self._found

    def _take_question(self, number: int, speakers: Mapping[int, Speaker]) -> None:
        """Make the statements that a question quotes; the question itself is none."""
        paragraph = self._paragraphs[number]
        for place, candidate in enumerate(paragraph.found):
            n_words = len(paragraph.tree.words_in(candidate.content))
            if _is_asked(paragraph, candidate) or (n_words < _MIN_QUOTED and not candidate.quotes):
                continue
            said, speaker = self._innermost(number, candidate, speakers.get(place))
            if said.speaker is None or speaker is None or speaker.name is None:
                continue  # "I was told that", "you said", a phrase in quotation marks
            self._take(number, said, self._voice(paragraph, said, speaker))

    def _take_candidates(
        self, number: int, speakers: Mapping[int, Speaker], last: _Voice
    ) -> _Voice:
        """Make the statements of a paragraph; return who spoke last outside headlines."""
        paragraph = self._paragraphs[number]
        for place, candidate in enumerate(paragraph.found):
            said, speaker = self._innermost(number, candidate, speakers.get(place))
            voice = self._voice(paragraph, said, speaker)
            if self._take(number, said, voice) and (said.quotes or not paragraph.is_headline):
                last = voice
        return last

    def _innermost(
        self, number: int, outer: Candidate, speaker: Speaker | None
    ) -> tuple[Candidate, Speaker | None]:
        """Give relayed words to whoever said them first, if that is a known person or body."""
        inner = outer.inner
        if inner is None or inner.speaker is None:
            return outer, speaker
        first = self._speakers.resolve(number, inner.speaker)
        if (
            first.entity is None
            or first.entity.kind not in ("person", "body")
            or first.entity.is_plural
            or (speaker is not None and first.entity is speaker.entity)
        ):
            return outer, speaker
        return replace(inner, via=outer.speaker, rule=f"{inner.rule} > relayed"), first

    def _take(self, number: int, candidate: Candidate, voice: _Voice) -> bool:
        statement = self._statement(number, candidate, voice)
        if statement is not None:
            self._found.append(statement)
        return statement is not None

    def _take_turn(self, number: int, turn: Turn) -> None:
        """Give a paragraph of a transcript to whoever has the floor."""
        tree = self._paragraphs[number].tree
        words = frozenset(token for span in turn.words for token in tree.between(*span))
        if not tree.words_in(words):
            return
        candidate = Candidate(
            content=words,
            cue=NO_TOKENS,
            cue_head=None,
            cue_class="say",
            is_verbatim=True,
            rule="turn of a transcript",
        )
        name = spoken_name(turn.name)
        if name is not None:
            name = listed_name(self._article.text, name)
        speaker = self._speakers.named(name) if name is not None else None
        self._take(number, candidate, _Voice(turn.name, turn.label, speaker))

    def _take_whole(self, number: int, name: str) -> None:
        """Give a paragraph to the one speaker that a table names for the whole text."""
        paragraph = self._paragraphs[number]
        candidate = Candidate(
            content=frozenset(range(len(paragraph.tree))),
            cue=NO_TOKENS,
            cue_head=None,
            cue_class="say",
            is_verbatim=True,
            rule="speaker of the whole text",
        )
        self._take(number, candidate, _Voice(None, None, self._speakers.named(name)))

    def _voice(self, paragraph: Paragraph, candidate: Candidate, speaker: Speaker | None) -> _Voice:
        if candidate.speaker is None:
            return _NOBODY
        span = phrase_span(paragraph.tree, candidate.speaker, candidate.cue_head)
        return _Voice(self._article.text[slice(*span)], span, speaker)

    def _carry(self, number: int, last: _Voice) -> None:
        """Give a paragraph of nothing but quotation to whoever is named around or spoke before."""
        paragraph = self._paragraphs[number]
        bare = bare_quotes(paragraph)
        if not bare or paragraph.found or not is_all_quotation(paragraph):
            return
        place = speaker_around(self._paragraphs, number)
        voice = self._voice_at(place, last) if place is not None else last
        if voice is _NOBODY:
            return
        candidate = Candidate(
            content=tokens_of(bare),
            cue=NO_TOKENS,
            cue_head=None,
            cue_class="say",
            quotes=frozenset(quote.number for quote in bare),
            rule="quotation carried over" if place is None else place.rule,
        )
        self._take(number, candidate, voice)

    def _voice_at(self, place: Place, last: _Voice) -> _Voice:
        """Return who is printed at a place, which may stand further on than has been read."""
        span = phrase_span(self._paragraphs[place.paragraph].tree, place.head, place.verb)
        speaker = self._speakers.look_ahead(place.paragraph, place.head)
        return _Voice(self._article.text[slice(*span)], span, speaker or last.speaker)

    def _statement(self, number: int, candidate: Candidate, voice: _Voice) -> Statement | None:
        paragraph = self._paragraphs[number]
        tree = paragraph.tree
        spans = content_spans(tree, candidate.content)
        if not spans or (voice is _NOBODY and not _is_speech(paragraph, candidate)):
            return None  # nobody says it: "the talks are expected to", a plan called "Two Roads"
        speaker = voice.speaker
        sentences = sorted({tree.sentence[i] for i in candidate.content | candidate.cue})
        cue = sorted(candidate.cue)
        cue_span = (tree.starts[cue[0]], tree.ends[cue[-1]]) if cue else None
        return Statement(
            article_id=self._article.article_id,
            text=" … ".join(self._article.text[start:end] for start, end in spans),
            spans=spans,
            kind=kind_of(candidate, paragraph),
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
            sentence_span=sentence_span(tree, sentences),
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
        inside = (t for t in at if tree.sentence[t] in sentences and not _is_no_one(at[t][0]))
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


def _is_no_one(entity: Entity) -> bool:
    """Tell a place or a law, and two persons together ("they"), from somebody in particular."""
    return entity.is_thing or (entity.kind == "group" and entity.actor is None)


def _is_speech(paragraph: Paragraph, candidate: Candidate) -> bool:
    """Tell a quoted sentence, which somebody must have said, from a title or a quoted phrase."""
    return any(
        is_sentence_like(paragraph.tree, quote)
        for quote in paragraph.quotes
        if quote.number in candidate.quotes
    )


def _is_asked(paragraph: Paragraph, candidate: Candidate) -> bool:
    """Tell "Will they say that ...?" from "They say that ..., will you answer?"."""
    tree, verb = paragraph.tree, candidate.cue_head
    if verb is None or candidate.quotes:
        return False
    if not any(tree.words[i] == "?" for i in tree.sentence_of(verb)[-2:]):
        return False
    return any(
        helper < subject and helper < verb
        for head in (verb, *tree.ancestors(verb))
        for helper in tree.children(head, "aux", "auxpass")
        for subject in tree.children(head, "nsubj", "nsubjpass", "expl")
    )
