"""The learned part: a small encoder that reads the words and guesses the labels of a reader."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from stance.resources import language_file
from stance.scoring.model_blend import load_blend
from stance.scoring.model_pieces import WordPieces

_log = logging.getLogger(__name__)

_FOLDER, _NETWORK, _PIECES = "models", "stance.onnx", "pieces.txt"


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
    """Reads texts one by one, so that a guess cannot depend on what is read beside it.

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

    def read(self, text: str, cue_class: str | None) -> dict[str, Guess]:
        """Return the guess on each trained axis.

        Args:
            text: The words of a statement; of a long one, its windows count by their length.
            cue_class: Class of the reporting cue, or None for a bare text.
        """
        windows = self._pieces.windows(text, cue_class)
        sizes = np.array([len(window) for window in windows], float)
        outputs = [self._run(window) for window in windows]
        values, chances = (np.average([o[n] for o in outputs], 0, sizes) for n in (0, 1))
        return {
            axis: Guess(float(value), float(chance))
            for axis, value, chance in zip(self.axes, values, chances, strict=True)
        }

    def _run(self, window: Sequence[int]) -> tuple[Any, Any]:
        values, chances = self._session.run(
            ("values", "chances"), {"pieces": np.array(window, np.int64)}
        )
        return values[0], chances[0]


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
