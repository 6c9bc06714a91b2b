"""Disjoint groups of reports that know their days and how full their fullest report is."""

from collections.abc import Sequence

from stance.utterances.reports import ONE_DAY, Days, is_one_day, joined


class Groups:
    """Union-find over report numbers; a group dated to the day covers two days at most."""

    def __init__(self, days: Sequence[Days | None], weights: Sequence[float]) -> None:
        self._parents = list(range(len(days)))
        self._days = list(days)
        self._weights = list(weights)

    def root(self, number: int) -> int:
        """Return the number that stands for the group of a report."""
        while self._parents[number] != number:
            self._parents[number] = self._parents[self._parents[number]]
            number = self._parents[number]
        return number

    def weight(self, number: int) -> float:
        """Return the weight of the fullest report in the group."""
        return self._weights[self.root(number)]

    def days(self, number: int) -> Days | None:
        """Return the days that the group covers; None for unknown ones."""
        return self._days[self.root(number)]

    def join(self, one: int, two: int) -> bool:
        """Join two groups, unless together they would cover more than two neighbouring days."""
        first, second = sorted((self.root(one), self.root(two)))
        if first == second:
            return True
        days = _common_days(self._days[first], self._days[second])
        if days is not None and days[1] - days[0] > ONE_DAY and _are_dated(self, first, second):
            return False
        self._parents[second] = first
        self._days[first] = days
        self._weights[first] = max(self._weights[first], self._weights[second])
        return True


def _are_dated(groups: Groups, one: int, two: int) -> bool:
    return all(_is_dated(groups.days(each)) for each in (one, two))


def _is_dated(days: Days | None) -> bool:
    return days is not None and days[1] - days[0] <= ONE_DAY


def _common_days(one: Days | None, two: Days | None) -> Days | None:
    """Return what both cover; where one is known better, that one's days."""
    if one is None or two is None:
        return one or two
    if _is_dated(one) and _is_dated(two):
        return joined(one, two)
    return min(one, two, key=lambda each: (each[1] - each[0], each))


def are_compatible(one: Days | None, two: Days | None) -> bool:
    """Whether two times can be the same occasion: within a day, or the vaguer holds the other."""
    if one is None or two is None:
        return True
    if is_one_day(one) and is_one_day(two):
        return abs(one[0] - two[0]) <= ONE_DAY
    return one[0] <= two[1] and two[0] <= one[1]
