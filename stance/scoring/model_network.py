"""The learned part: a small encoder that reads the words and guesses the labels of a reader."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stance.resources import language_file
from stance.scoring.model_blend import load_blend
from stance.scoring.model_pieces import WordPieces

_log = logging.getLogger(__name__)

_FOLDER, _NETWORK, _PIECES = "models", "stance.onnx", "pieces.txt"
# A guess is given in thousandths: processors that add in another order differ by 1e-6.
DIGITS = 3
# Texts are filled up to a multiple of this many pieces and read so many at once.
_STEP, _LEAST_AT_ONCE, _MOST_AT_ONCE = 4, 2, 8
_MOST_KEPT = 4096

Item = tuple[str, str | None]
Output = tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Guess:
    """What the network says about one axis: a value (-1..+1) and the chance of evidence (0..1)."""

    value: float
    chance: float

    @property
    def expected(self) -> float:
        """The value, less where there may be no evidence at all."""
        return self.value * self.chance


class Network:
    """Reads texts in small batches; a guess is the same to the last bit in any of them.

    The length that a text is filled up to is its own, so its numbers are the same whatever is read
    beside it; a text alone is read twice over, since one row is multiplied in another order than
    several (tests/scoring/test_scoring_model_batches.py holds it to that).

    Args:
        folder: Where the network and its pieces are.
        axes: Ids of the axes that it was trained on, in the order of its outputs.
    """

    def __init__(self, folder: Path, axes: Sequence[str]) -> None:
        import onnxruntime  # costs 0.1 s, and phrases alone work without it

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.use_deterministic_compute = True
        options.log_severity_level = 3
        # Weights are int8 on disk only: unfold them once, and never compute with integers.
        options.add_session_config_entry("session.disable_quant_qdq", "1")
        self.axes = tuple(axes)
        self._session: Any = onnxruntime.InferenceSession(
            folder / _NETWORK, options, providers=["CPUExecutionProvider"]
        )
        self._pieces = WordPieces((folder / _PIECES).read_text("utf-8").splitlines())
        self._recent: dict[Item, dict[str, Guess]] = {}

    def read(self, text: str, cue_class: str | None) -> dict[str, Guess]:
        """Return the guess on each trained axis.

        Args:
            text: The words of a statement; of a long one, its windows count by their length.
            cue_class: Class of the reporting cue, or None for a bare text.
        """
        return self._recent.get((text, cue_class)) or self.read_many([(text, cue_class)])[0]

    def read_many(self, items: Sequence[Item]) -> list[dict[str, Guess]]:
        """Return the guesses on several texts, at half the time that one by one takes.

        Args:
            items: Each a text and the class of its cue, as for ``read``.
        """
        windows = [self._pieces.windows(text, cue_class) for text, cue_class in items]
        outputs = self._outputs({tuple(part) for parts in windows for part in parts})
        return [
            self._guesses([(part, outputs[tuple(part)]) for part in parts]) for parts in windows
        ]

    def read_ahead(self, items: Sequence[Item]) -> None:
        """Read several texts at once and keep the guesses, so that ``read`` has them at hand."""
        new = [item for item in dict.fromkeys(items) if item not in self._recent]
        while self._recent and len(self._recent) + len(new) > _MOST_KEPT:
            self._recent.pop(next(iter(self._recent)), None)
        self._recent.update(zip(new, self.read_many(new), strict=True))

    def forget(self) -> None:
        """Drop what was read ahead."""
        self._recent.clear()

    def _guesses(self, read: Sequence[tuple[Sequence[int], Output]]) -> dict[str, Guess]:
        sizes = [len(part) for part, _ in read]
        values, chances = (
            np.average([output[n] for _, output in read], axis=0, weights=sizes) for n in (0, 1)
        )
        return {
            axis: Guess(round(float(value), DIGITS), round(float(chance), DIGITS))
            for axis, value, chance in zip(self.axes, values, chances, strict=True)
        }

    def _outputs(self, windows: Iterable[tuple[int, ...]]) -> dict[tuple[int, ...], Output]:
        by_length = defaultdict[int, list[tuple[int, ...]]](list)
        for window in windows:
            by_length[-len(window) // _STEP * -_STEP].append(window)
        found = dict[tuple[int, ...], Output]()
        for length, alike in by_length.items():
            for first in range(0, len(alike), _MOST_AT_ONCE):
                part = alike[first : first + _MOST_AT_ONCE]
                found.update(zip(part, self._run(part, length), strict=False))
        return found

    def _run(self, windows: Sequence[Sequence[int]], length: int) -> list[Output]:
        pieces = np.zeros((max(len(windows), _LEAST_AT_ONCE), length), np.int64)
        for row, window in enumerate(windows):
            pieces[row, : len(window)] = window
        pieces[len(windows) :] = pieces[0]
        outputs = self._session.run(("values", "chances"), {"pieces": pieces})
        values, chances = (output.astype(np.float64) for output in outputs)
        return list(zip(values, chances, strict=True))


def model_dir() -> Path:
    """Return the folder of the network, whether or not it exists."""
    return language_file(_FOLDER)


def is_learned() -> bool:
    """Whether the network can be read here, without reading it."""
    return (model_dir() / _NETWORK).is_file() and find_spec("onnxruntime") is not None


@cache
def load_network() -> Network | None:
    """Return the network, read once per process; None, and one warning, where there is none."""
    folder = model_dir()
    if not (folder / _NETWORK).is_file():
        _log.warning("scores come from phrases alone: there is no network in %s", folder)
        return None
    try:
        return Network(folder, tuple(load_blend().axes))
    except ImportError as error:
        _log.warning("scores come from phrases alone: onnxruntime cannot be loaded (%s)", error)
    return None
