"""Is a store whole? Every check that needs nothing but the store itself.

Checked are the commits and the files of the tables (``soundness``: here), and what the newest
version says: articles against their checksums, statements against the words of their articles,
files against what the articles name, the log of corrections against its own rules (``contents``).
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from stance.errors import StoreError
from stance.store import checksums, commits, contents, deltalog, layout, tables, vacuuming
from stance.store.commits import Commit
from stance.store.contents import Counts, Problem
from stance.store.layout import Layout

_RESTORE = "Restore a backup (`stance restore`)."


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check found: problems, what a person may want to look at, and how much there is."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)

    @property
    def is_sound(self) -> bool:
        """Whether no problem was found."""
        return not self.problems


def verify(where: Layout) -> Verification:
    """Check a store; whatever is damaged becomes a problem, and the check goes on.

    Raises:
        StoreMissingError: If there is no store.
        StoreError: If its description is damaged or was written by a newer program.
    """
    axes = layout.describe(where).axes
    found = Verification()
    checks: tuple[Callable[[], Iterator[Problem]], ...] = (
        lambda: _check_commits(where),
        lambda: _check_files(where),
        lambda: contents.check_log(where, found.counts),
        lambda: contents.check_newest(where, axes, found.counts, found.notes),
    )
    for check in checks:
        try:
            with tables.as_store_errors(where.root):
                found.problems.extend(check())
        except StoreError as error:
            found.problems.append(Problem(str(where.root), str(error), ""))
    found.problems[:] = dict.fromkeys(found.problems)
    return found


def readable_commits(where: Layout) -> list[Commit]:
    """Return the commits that have not been given up, oldest first; damaged ones are left out."""
    gone = vacuuming.unreadable(where)
    found = []
    for number in commits.numbers(where.commits):
        with suppress(StoreError):
            if number not in gone:
                found.append(commits.read(where.commits, number))
    return found


def _check_commits(where: Layout) -> Iterator[Problem]:
    numbers = commits.numbers(where.commits)
    for missing in sorted(set(range(max(numbers, default=0) + 1)) - set(numbers)):
        place = where.commits / f"{missing:08d}.json"
        yield Problem(str(place), "the commit is missing", _RESTORE)
    for number in numbers:
        try:
            commit = commits.read(where.commits, number)
        except StoreError as error:
            yield Problem(str(where.commits / f"{number:08d}.json"), str(error), "")
            continue
        if commit.number != number:
            place = where.commits / f"{number:08d}.json"
            yield Problem(str(place), f"says that it is commit {commit.number}", _RESTORE)


def _check_files(where: Layout) -> Iterator[Problem]:
    """Check that every version that can be read still has its files, as they were written."""
    history = readable_commits(where)
    known = checksums.known(where)
    for table, versions in (
        (where.articles, {each.articles for each in history}),
        (where.statements, {each.statements for each in history}),
        (where.corrections, set(range(tables.version(where.corrections) + 1))),
    ):
        needed = deltalog.files_by_version(table, versions)
        for name in sorted(set().union(*needed.values())):
            path = table / name
            what = _damage(path, known.get(path.relative_to(where.root).as_posix()))
            if what:
                used = sorted(number for number, files in needed.items() if name in files)
                about = f"{what}; needed by version {used[0]} to {used[-1]} of {table.name}"
                yield Problem(str(path), about, _RESTORE)


def _damage(path: Path, checksum: str | None) -> str:
    if not path.is_file():
        return "is missing"
    if checksum is not None and checksums.digest_of(path) != checksum:
        return "is damaged: its checksum differs"
    return ""
