"""What the network learns from: the held-out part stays put, and made-up texts are whole."""

import random

import numpy as np
import pytest

from training.examples import BY_TEXT_FILES, Example, read_examples, split
from training.items import Told, items_of
from training.names import swapped
from training.neighbours import near_words, reworded
from training.unlabelled import unlabelled

NONE = (0.0, *[float("nan")] * 4)
NEAR = {"harbour": ["port"], "closed": ["shut"]}


def _example(text: str, origin: str = "own") -> Example:
    return Example(text, "say", NONE, origin)


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    """Return all labelled statements."""
    return read_examples()


def test_no_statement_is_both_learnt_and_held_out(examples: list[Example]) -> None:
    learn, held = split(examples)
    assert {e.text for e in learn} | {e.text for e in held} == {e.text for e in examples}
    assert not {e.text for e in learn} & {e.text for e in held}


def test_about_the_same_share_of_every_file_is_held_out(examples: list[Example]) -> None:
    held = split(examples)[1]
    for origin in {e.origin for e in examples}:
        share = sum(e.origin == origin for e in held) / sum(e.origin == origin for e in examples)
        assert 0.13 < share < 0.17


def test_a_new_statement_moves_no_other_one(examples: list[Example]) -> None:
    more = [*examples, _example("The ferry was late again, the mayor said.", BY_TEXT_FILES[-1])]
    before, after = split(examples)[1], split(more)[1]
    assert {e.text for e in before} == {e.text for e in after} & {e.text for e in examples}


def test_labels_are_halves_of_the_codebook_and_the_main_axis_always_has_one(
    examples: list[Example],
) -> None:
    labels = np.array([e.labels for e in examples])
    assert not np.isnan(labels[:, 0]).any()
    assert set(labels[~np.isnan(labels)]) == {-1.0, -0.5, 0.0, 0.5, 1.0}


def test_made_up_texts_have_no_open_slots_and_are_none_of_the_labelled() -> None:
    told = [_example(f"We closed harbour {n}, but we kept the road open.") for n in range(20)]
    items = unlabelled(told, NEAR, n_reworded=2, n_joined=40, n_drawn=400)
    texts = [text for text, _ in items]
    assert len(texts) > 400
    assert not [text for text in texts if "{" in text or "}" in text]
    assert not set(texts) & {e.text for e in told}
    assert items == unlabelled(told, NEAR, n_reworded=2, n_joined=40, n_drawn=400)


def test_further_statements_change_no_wording_of_the_others() -> None:
    told = [_example(f"They closed harbour {n} and the closed road.") for n in range(20)]
    before = unlabelled(told[:10], NEAR, n_reworded=3, n_joined=0, n_drawn=0)
    after = unlabelled(told, NEAR, n_reworded=3, n_joined=0, n_drawn=0)
    assert before
    assert set(before) < set(after)


def test_grammar_is_drawn_around_parts_of_statements() -> None:
    told = [_example("We closed the old harbour, but we kept the road open.")]
    texts = [text for text, _ in unlabelled(told, NEAR, n_reworded=0, n_joined=0, n_drawn=600)]
    assert [text for text in texts if "kept the road open" in text and "closed" not in text]


def test_the_teacher_is_not_followed_on_what_is_held_out() -> None:
    learnt, held = _example("We thank the harbour."), _example("We blame the harbour.")
    told = Told(np.zeros(5), np.zeros(5), np.zeros(4, np.float16))
    taught = {(text, "say"): told for text in (learnt.text, held.text, "A new harbour.")}
    items = items_of([learnt], [learnt, held], taught)
    assert [(item.text, item.trust) for item in items] == [
        (learnt.text, 0.5), ("A new harbour.", 1.0),
    ]  # fmt: skip
    assert items_of([learnt], [learnt, held], {})[0].trust == 0.0


def test_only_words_with_neighbours_are_replaced() -> None:
    chance = random.Random(1)
    found = {reworded("They closed the harbour.", NEAR, chance) for _ in range(200)}
    assert found == {
        f"They {verb} the {place}." for verb in ("closed", "shut") for place in ("harbour", "port")
    }


def test_near_words_are_whole_words_with_like_vectors() -> None:
    vocabulary = ["[CLS]", "refused", "declined", "harbour", "##ing", "1999"]
    vectors = np.array([[0, 1], [1, 0.1], [1, 0.2], [-1, 0], [1, 0], [1, 0]], np.float32)
    assert near_words(vocabulary, vectors, ["They refused in 1999."]) == {"refused": ["declined"]}


def test_swapping_countries_leaves_every_other_word() -> None:
    text = "Beijing told the Kenyan minister that Washington would wait."
    swapped_text = swapped(text, random.Random(3))
    kept = [word for word in text.split() if word[0].islower()]
    assert swapped_text != text
    assert [word for word in swapped_text.split() if word in kept] == kept
