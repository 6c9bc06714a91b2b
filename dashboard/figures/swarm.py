"""Sets points of one day side by side, so that none hides another. Layout only, no statistics."""

from collections.abc import Iterator, Sequence

MAX_COLUMNS = 9


def columns(scores: Sequence[float], directions: Sequence[int], *, clearance: float) -> list[float]:
    """Return for each point of one day the column it stands in, in steps from the day.

    Args:
        scores: Heights of the points.
        directions: -1 to spread to the left of the day, +1 to the right, 0 to both sides.
        clearance: Two points of one column are at least this far apart in height, while there
            is room; with more than MAX_COLUMNS columns they begin to overlap.

    Returns:
        Columns in the order of the points: 0 is the day itself, -0.5, -1.5, ... left of it.
    """
    taken: dict[float, list[float]] = {}
    placed = [0.0] * len(scores)
    for index in sorted(range(len(scores)), key=lambda i: (abs(scores[i]), scores[i], i)):
        score = scores[index]
        for column in _candidates(directions[index]):
            if all(abs(score - other) >= clearance for other in taken.get(column, ())):
                break
        taken.setdefault(column, []).append(score)
        placed[index] = column
    return placed


def _candidates(direction: int) -> Iterator[float]:
    for step in range(MAX_COLUMNS):
        if direction:
            yield direction * (step + 0.5)
        else:
            yield (step + 1) // 2 * (1.0 if step % 2 else -1.0)
