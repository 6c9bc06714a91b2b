"""A guess is the same to the last bit alone, in any batch, at any place and beside any text."""

import random
from collections.abc import Sequence

import numpy as np
import pytest

from stance.scoring import model_network
from stance.scoring.model_network import DIGITS, Network, load_network

SENTENCES = [
    "We thank our neighbours for the blankets.",
    "Yes.",
    "They fired on a hospital, and they will answer for it.",
    "The committee will publish its minutes on Thursday evening, the clerk wrote.",
    "Nobody wants a war over a lighthouse.",
    "Give us back our fishermen; then we can talk about the lighthouse, the nets and the rest.",
    "How many more winters must the valley wait?",
]
TEXTS = [
    *SENTENCES,
    *(f"{one} {other}" for one in SENTENCES for other in SENTENCES),
    " ".join(SENTENCES * 3),
]


@pytest.fixture(scope="module")
def network() -> Network:
    """Return the network that ships."""
    found = load_network()
    assert found is not None
    return found


def _raw(network: Network, windows: Sequence[tuple[int, ...]]) -> dict[tuple[int, ...], bytes]:
    """Return the bits of what the network says about some windows, before any rounding."""
    outputs = network._outputs(windows)
    return {part: b"".join(array.tobytes() for array in outputs[part]) for part in windows}


def _windows(network: Network) -> list[tuple[int, ...]]:
    return [tuple(part) for text in TEXTS for part in network._pieces.windows(text, "warn")]


@pytest.mark.parametrize("seed", range(4))
def test_the_bits_do_not_depend_on_neighbours_or_place(network: Network, seed: int) -> None:
    windows = _windows(network)
    alone = {part: bits for each in windows for part, bits in _raw(network, [each]).items()}
    shuffled = windows[:]
    random.Random(seed).shuffle(shuffled)
    assert _raw(network, shuffled) == alone
    assert _raw(network, shuffled[: len(shuffled) // 3]).items() <= alone.items()


@pytest.mark.parametrize("n_texts", [1, 2, 3, 5, 8])
def test_the_bits_do_not_depend_on_the_number_of_texts(network: Network, n_texts: int) -> None:
    chance = np.random.default_rng(n_texts)
    for length in (8, 20, 44, 96):
        rows = [tuple(chance.integers(5, 9000, length).tolist()) for _ in range(n_texts)]
        others = [tuple(chance.integers(5, 9000, length).tolist()) for _ in range(8 - n_texts)]
        assert _raw(network, rows).items() <= _raw(network, [*others, *rows]).items()


def test_texts_read_together_are_given_back_in_their_order(network: Network) -> None:
    items = [(text, cue) for text in TEXTS for cue in (None, "warn", "say")]
    assert network.read_many(items) == [network.read(*item) for item in items]
    assert network.read_many([]) == []


def test_reading_ahead_changes_no_guess_and_saves_the_reading(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = Network(model_network.model_dir(), network.axes)
    fresh.read_ahead([(text, None) for text in TEXTS * 2])
    monkeypatch.setattr(fresh, "_run", None)  # would fail if anything were read again
    assert [fresh.read(text, None) for text in TEXTS] == [network.read(t, None) for t in TEXTS]


def test_what_was_read_ahead_is_forgotten_before_it_fills_the_memory(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_network, "_MOST_KEPT", 10)
    fresh = Network(model_network.model_dir(), network.axes)
    for text in TEXTS[:25]:
        fresh.read_ahead([(text, None)])
    assert len(fresh._recent) == 10
    assert fresh.read(TEXTS[0], None) == network.read(TEXTS[0], None)


def test_a_guess_is_given_in_thousandths(network: Network) -> None:
    for guess in network.read(SENTENCES[2], None).values():
        assert guess.value == round(guess.value, DIGITS)
        assert guess.chance == round(guess.chance, DIGITS)
