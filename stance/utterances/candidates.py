"""Which reports are worth comparing: of one speaker and time, with two neighbouring words alike.

Every rule of ``similarity`` needs such a pair of words, so nothing is lost. A pair of words that a
great many reports share (a formula) would make the work grow with its square: there MinHash
finds the near-duplicates among them instead.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence

from stance.utterances.wording import Wording

FORMULA = 48  # reports that may share a pair of words before it counts as a formula
_PERMUTATIONS = 64
_LOW_THRESHOLD = 0.4

Pair = tuple[int, int]


def candidate_pairs(wordings: Sequence[Wording], keys: Sequence[Iterable[Hashable]]) -> set[Pair]:
    """Return pairs of numbers, smaller first, that share a pair of words under a common key.

    Args:
        wordings: The reports' words.
        keys: For each report what a partner must share, one key at least (speaker and day).
    """
    by_key: dict[Hashable, list[int]] = defaultdict(list)
    for number, keys_of_one in enumerate(keys):
        for key in keys_of_one:
            by_key[key].append(number)
    pairs: set[Pair] = set()
    for members in by_key.values():
        if len(members) > 1:
            pairs.update(_pairs_among(wordings, members))
    return pairs


def _pairs_among(wordings: Sequence[Wording], numbers: Sequence[int]) -> Iterator[Pair]:
    """Yield the pairs of reports under one key that share a pair of words."""
    sharing: dict[Hashable, list[int]] = defaultdict(list)
    for number in numbers:
        for gram in wordings[number].grams:
            sharing[gram].append(number)
    crowded: set[int] = set()
    for members in sharing.values():
        if len(members) > FORMULA:
            crowded.update(members)
        elif len(members) > 1:
            yield from _all_pairs(members)
    if crowded:
        yield from _near_duplicates(wordings, sorted(crowded))


def _all_pairs(members: Sequence[int]) -> Iterator[Pair]:
    for position, one in enumerate(members):
        for two in members[position + 1 :]:
            if one != two:
                yield (one, two) if one < two else (two, one)


def _near_duplicates(wordings: Sequence[Wording], members: Sequence[int]) -> Iterator[Pair]:
    """Yield likely near-duplicates among reports that share a formula."""
    # here, since it brings SciPy along, which takes seconds, and few stores get this far
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=_LOW_THRESHOLD, num_perm=_PERMUTATIONS)
    hashes = [MinHash(num_perm=_PERMUTATIONS, seed=1) for _ in members]
    for number, sketch in zip(members, hashes, strict=True):
        sketch.update_batch([" ".join(gram).encode("utf-8") for gram in wordings[number].grams])
        for other in index.query(sketch):
            yield (min(other, number), max(other, number))
        index.insert(number, sketch, check_duplication=False)
