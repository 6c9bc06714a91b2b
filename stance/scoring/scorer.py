"""Scores a statement on every axis and says by which words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stance.model import Article, Case, Evidence, Score, Span, Statement, Token
from stance.scoring.acts import Hit, act_factor
from stance.scoring.combine import Finding, Learned, combine
from stance.scoring.composition import ENDED_HARM, Composer, Journey
from stance.scoring.lexicon import Lexicon, load_lexicon
from stance.scoring.model_blend import NAMES_OF_REPORT, load_blend
from stance.scoring.model_network import Network, load_network
from stance.scoring.phrase_hits import phrase_hits, words_by_sign
from stance.scoring.prototypes import Prototypes
from stance.scoring.sentiment import compound
from stance.scoring.syntax import Parse
from stance.scoring.target_carried import carry
from stance.scoring.targets import JOINT_SIDE, TargetFinder, WeightedWords
from stance.scoring.topics import TopicFinder

_SCRAP = 4  # words: "a statement" without a phrase tells the network nothing
_LEAST = 0.02  # a weight that composition left smaller than this is no evidence
NEGATED_CUE = -0.3  # "did not accuse" is a little less than nothing
PROMISED_HARM = -0.5  # "vowed to punish them": a promise of harm is a threat
POLITE_REFUSAL = "decline"  # an act of acts.csv
_COMMITTING = frozenset(["promise", "hope"])
_HARM = -0.15


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of a text: one per axis with evidence, in the order of the axes."""

    scores: tuple[Score, ...]
    evidence: tuple[Evidence, ...]
    vader: float

    def value(self, axis: str) -> float | None:
        """Return the score on an axis, or None where there was no evidence."""
        return next((score.value for score in self.scores if score.axis == axis), None)


class Scorer:
    """Scores statements of one case; without a case there are no topics and no default target.

    Reading the lexicons (half a second) happens with the first scorer of a process, reading the
    network (as long) with its first score.

    Args:
        case: The case under study.
        with_model: Whether the network is asked too; without it scores come from phrases alone.
    """

    def __init__(self, case: Case | None = None, *, with_model: bool = True) -> None:
        self.case = case
        self._with_model = with_model
        self.lexicon: Lexicon = load_lexicon()
        self._prototypes = Prototypes.of(self.lexicon.axes)
        self._topics = TopicFinder(case.topics if case else ())
        self._targets = TargetFinder(case)

    def read_ahead(self, statements: Sequence[Statement]) -> None:
        """Let the network read statements together: the same scores at half the time."""
        self._read_ahead([_as_read(each) for each in statements])

    def read_ahead_texts(self, texts: Sequence[str]) -> None:
        """Let the network read bare texts together, before ``score_text`` is asked for each."""
        self._read_ahead([(text, None) for text in texts])

    def score_text(self, text: str, tokens: tuple[Token, ...]) -> Scored:
        """Score a bare text whose speaker is unknown; spans count from its start.

        Args:
            text: The text.
            tokens: Its parse, offsets from the start of the text.
        """
        parse, spans = Parse(tokens), ((0, len(text)),)
        findings = [finding for _, finding in self._weighed(parse, spans)]
        return self._scored(text, findings, (text, None), parse.n_names(spans))

    def score_article(self, statements: Sequence[Statement], article: Article) -> list[Statement]:
        """Return the statements of an article scored; what names nobody may mean whom others do.

        Args:
            statements: All statements of the article.
            article: Their article.
        """
        self.read_ahead(statements)
        return carry([self.score(each, article) for each in statements], article)

    def score(self, statement: Statement, article: Article | None = None) -> Statement:
        """Return the statement with scores, evidence, vader, target and topics filled.

        Args:
            statement: With tokens; without them only the cue is evidence.
            article: Where it stands; without it the paragraph gives no topics.
        """
        parse = Parse(statement.tokens)
        own = _own_words(statement)
        cue = [statement.cue_span] if statement.cue_span and _is_unwanted(statement) else []
        found = self._weighed(parse, statement.spans, self._cue_factors(statement), own, cue)
        content = [finding for _, finding in found]
        findings = self._cue_findings(statement, content) + content
        read, n_names = _as_read(statement), parse.n_names(statement.spans)
        scored = self._scored(statement.text, findings, read, n_names)
        weighted = [WeightedWords(words, finding.weight) for words, finding in found]
        judged = replace(statement, scores=scored.scores)
        target, side = self._targets.find(judged, parse, weighted, article)
        start, end = statement.paragraph_span
        paragraph = article.text[start:end] if article else ""
        return replace(
            statement, scores=scored.scores, evidence=scored.evidence, vader=scored.vader,
            target=target, target_side=side,
            topics=self._topics_of(statement, paragraph, target_side=side),
        )  # fmt: skip

    def _topics_of(
        self, statement: Statement, paragraph: str, target_side: str | None
    ) -> tuple[str, ...]:
        if self.case is None:
            return ()
        counterpart = self.case.counterpart(statement.side)
        is_of_pair = counterpart is not None and target_side == counterpart
        return self._topics.find(
            statement.text, paragraph, is_of_pair or statement.side == JOINT_SIDE
        )

    def _scored(
        self, text: str, findings: Sequence[Finding], read: tuple[str, str | None], n_names: int
    ) -> Scored:
        is_scrap = not findings and len(text.split()) < _SCRAP
        learned = {} if is_scrap else self._learned(*read, n_names)
        scores, evidence = list[Score](), list[Evidence]()
        for axis in self.lexicon.axes:
            own = [f for f in findings if f.axis == axis.axis_id]
            result = combine(axis, own, learned.get(axis.axis_id))
            if result is not None:
                scores.append(result[0])
                evidence += result[1]
        return Scored(tuple(scores), tuple(evidence), compound(text))

    def _read_ahead(self, items: Sequence[tuple[str, str | None]]) -> None:
        network = load_network() if self._with_model else None
        if network is not None:
            network.read_ahead([item for item in items if item[0].strip()])

    def _learned(self, text: str, cue_class: str | None, n_names: int) -> dict[str, Learned]:
        """Return what the network says on each axis that it knows; nothing without a network."""
        network: Network | None = load_network() if self._with_model else None
        if network is None or not text.strip():
            return {}
        blend = load_blend()
        return {
            axis: Learned(guess, blend.axes[axis], blend.width, n_names >= NAMES_OF_REPORT)
            for axis, guess in network.read(text, cue_class).items()
        }

    def _cue_findings(self, statement: Statement, content: Sequence[Finding]) -> list[Finding]:
        weights = self.lexicon.act_weights.get(statement.cue_class or "", {})
        factor = NEGATED_CUE if statement.is_negated else 1.0
        rule = f"cue:{statement.cue_class}"
        if statement.cue_class in _COMMITTING and not statement.is_negated:
            main = self.lexicon.axes[0].axis_id
            if sum(f.weight for f in content if f.axis == main) <= _HARM:
                factor, rule = PROMISED_HARM, f"{rule}; of harm"
        return [
            Finding(
                axis, statement.cue or statement.cue_class or "", statement.cue_span or (0, 0),
                weight * factor, statement.is_negated, rule,
            )
            for axis, weight in weights.items()
        ]  # fmt: skip

    def _cue_factors(self, statement: Statement) -> tuple[float, float]:
        if statement.is_negated:
            return 1.0, 1.0
        return self.lexicon.act_factors.get(statement.cue_class or "", (1.0, 1.0))

    def _weighed(
        self,
        parse: Parse,
        spans: Sequence[Span],
        factors: tuple[float, float] = (1.0, 1.0),
        own: frozenset[int] = frozenset(),
        around: Sequence[Span] = (),
    ) -> list[tuple[tuple[int, ...], Finding]]:
        """Return the words and the finding of every phrase and act inside the spans.

        ``around`` are words that may turn what is inside, and say nothing themselves.
        """
        inside = parse.inside(spans)
        phrases = phrase_hits(parse, self.lexicon, inside)
        warm, cold = words_by_sign(phrases, self.lexicon.axes[0].axis_id)
        composer = Composer(parse, self.lexicon, inside | parse.inside(around), cold)
        hits = [
            *(self._with_deed(hit, composer, own) for hit in phrases),
            *composer.acts.hits(warm, cold),
            *self._polite_refusals(composer, warm),
            *self._prototypes.hits(parse, inside),
        ]
        trips = [_journeys(hit, composer) for hit in hits]
        ending = {word for trip in trips for way in trip.values() for word in way.reversed_at}
        return [
            (hit.words, finding)
            for hit, ways in zip(hits, trips, strict=True)
            for finding in self._weigh(
                hit, ways, parse, factors, ENDED_HARM if ending & {*hit.words} else 1.0
            )
        ]

    def _polite_refusals(self, composer: Composer, warm: frozenset[int]) -> Iterator[Hit]:
        weights = self.lexicon.act_weights.get(POLITE_REFUSAL)
        for verb in composer.insincere.polite_refusals(sorted(warm)) if weights else ():
            yield Hit((verb,), weights or {}, POLITE_REFUSAL)

    def _with_deed(self, hit: Hit, composer: Composer, own: frozenset[int]) -> Hit:
        """Return the hit with the blame or credit that lies in telling another's deed."""
        main = hit.weights.get(self.lexicon.axes[0].axis_id, 0.0)
        if not main or not composer.acts.is_deed_of_other(hit, own):
            return hit
        weights = dict(hit.weights)
        for axis in self.lexicon.axes:
            good, bad = self.lexicon.axis_factors.get(("deed", axis.axis_id), (0.0, 0.0))
            derived = main * (good if main > 0 else bad)
            if abs(derived) > abs(weights.get(axis.axis_id, 0.0)):
                weights[axis.axis_id] = derived
        return Hit(hit.words, weights, hit.rule)

    def _weigh(
        self,
        hit: Hit,
        ways: dict[int, Journey],
        parse: Parse,
        factors: tuple[float, float],
        ended_harm: float,
    ) -> Iterator[Finding]:
        start = parse.tokens[min(hit.words)].start
        end = parse.tokens[max(hit.words)].end
        words = " ".join(parse.tokens[word].text for word in sorted(hit.words))
        for axis, weight in hit.weights.items():
            if not weight:
                continue
            trip = ways[1 if weight > 0 else -1]
            value = weight * trip.factor * act_factor(trip.original, trip.is_good, *factors)
            if weight < 0:
                value *= ended_harm
            if value * weight < 0:
                warmer, colder = self.lexicon.axis_factors.get(("turned", axis), (1.0, 1.0))
                value *= warmer if value > 0 else colder
            if abs(value) >= _LEAST:
                rule = "; ".join((hit.rule, *trip.steps))
                yield Finding(axis, words, (start, end), value, trip.is_negated, rule)


def _as_read(statement: Statement) -> tuple[str, str | None]:
    """Return the words and the class of the cue as the network reads them.

    A negated cue has no class; what is not wanted or planned is read with the words that say so:
    "does not seek to contain" is no wish "to contain".
    """
    if not statement.is_negated:
        return statement.text, statement.cue_class
    words = f"{statement.cue} {statement.text}" if _is_unwanted(statement) else statement.text
    return words, None


def _is_unwanted(statement: Statement) -> bool:
    """Whether the words are what somebody does not want, plan or promise to do."""
    is_wish = statement.cue_class in _COMMITTING and statement.text.startswith("to ")
    return is_wish and statement.is_negated


def _own_words(statement: Statement) -> frozenset[int]:
    """Return the words that name the speaker or the speaker's own side."""
    spans = [
        mention.span
        for mention in statement.mentions
        if mention.name == statement.speaker_name
        or (mention.side is not None and mention.side == statement.side)
    ]
    return frozenset(
        index
        for index, token in enumerate(statement.tokens)
        if any(start <= token.start and token.end <= end for start, end in spans)
    )


def _journeys(hit: Hit, composer: Composer) -> dict[int, Journey]:
    signs = {(weight > 0) - (weight < 0) for weight in hit.weights.values()} - {0}
    return {sign: composer.journey(hit, sign) for sign in sorted(signs)}
