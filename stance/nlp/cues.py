"""The cue lexicon: words that report speech or attitude, and how each builds its content."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from stance.registry import read_lexicon

CUE_CLASSES = (
    "say", "accuse", "criticise", "demand", "ask", "promise", "agree", "threaten", "warn",
    "refuse", "deny", "believe", "hope", "praise", "express",
)  # fmt: skip
PARTS = {"verb": ("VERB", "AUX"), "noun": ("NOUN",), "adjective": ("ADJ",)}
# How content hangs on a cue; "p:of" and the like name a preposition.
FRAMES = ("q", "that", "to", "obj", "as", "oprd")


@dataclass(frozen=True, slots=True)
class CueRow:
    """One row of data/lexicons/cues.csv.

    ``lemma`` may carry a particle ("rule out"). ``frames``: q (quotation), that (clause), to
    (infinitive), obj (object), as and oprd (what the object is called), p:WORD (preposition).
    """

    lemma: str
    pos: str
    cue_class: str
    frames: tuple[str, ...]
    source: str
    note: str | None = None

    def __post_init__(self) -> None:
        if self.pos not in PARTS:
            raise ValueError(f"pos {self.pos!r}; expected one of {', '.join(PARTS)}")
        if self.cue_class not in CUE_CLASSES:
            raise ValueError(
                f"cue_class {self.cue_class!r}; expected one of {', '.join(CUE_CLASSES)}"
            )
        for frame in self.frames:
            if frame not in FRAMES and not frame.startswith("p:"):
                raise ValueError(f"frame {frame!r}; expected {', '.join(FRAMES)} or p:WORD")


class CueLexicon:
    """Looks cues up by lemma and part of speech.

    ``frames(lemma, pos)`` maps each frame of a cue to its class; an unknown word has none.
    """

    def __init__(self, rows: tuple[CueRow, ...]) -> None:
        self._frames: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for row in rows:
            for pos in PARTS[row.pos]:
                for frame in row.frames:
                    self._frames[row.lemma, pos].setdefault(frame, row.cue_class)

    def frames(self, lemma: str, pos: str) -> dict[str, str]:
        """Return {frame: class} of a cue; empty if the word is none."""
        return self._frames.get((lemma, pos), {})

    def is_speech_verb(self, lemma: str) -> bool:
        """Tell whether a verb can introduce a quotation."""
        return "q" in self.frames(lemma, "VERB")


@cache
def load_cues() -> CueLexicon:
    """Return the lexicon of the language data, read once."""
    return CueLexicon(read_lexicon("cues", CueRow))
