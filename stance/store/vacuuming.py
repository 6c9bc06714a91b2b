"""Giving up old versions: files that no version of the last days needs are deleted.

Which versions stop being readable is written down before anything is deleted, so a process that
dies halfway leaves no version that breaks without a word.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from stance.errors import StoreError, UsageError
from stance.store import commits, deltalog
from stance.store.commits import Commit
from stance.store.layout import Layout

MOST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class Removed:
    """Files that were deleted, and the numbers of the commits that cannot be read any more."""

    n_files: int
    n_bytes: int
    unreadable: tuple[int, ...] = ()


def unreadable(layout: Layout) -> frozenset[int]:
    """Return the numbers of all commits that were given up."""
    try:
        return frozenset(map(int, json.loads(layout.vacuumed.read_bytes())["unreadable"]))
    except FileNotFoundError:
        return frozenset()
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{layout.vacuumed}: damaged ({error}). Restore a backup.") from error


def check_readable(layout: Layout, number: int) -> None:
    """Refuse a version that was given up.

    Raises:
        StoreError: With what to do.
    """
    if number in unreadable(layout):
        raise StoreError(
            f"{layout.root}: version {number} was given up by `stance compact --vacuum`. Choose "
            "another (`stance log --commits`), or restore a backup from before."
        )


def vacuum(layout: Layout, last: Commit, days: float) -> Removed:
    """Delete the files that no version of the last days needs; the newest is always kept.

    Args:
        layout: The store; the writer's lock is held.
        last: Its last commit.
        days: How long a version stays readable after another took its place.

    Raises:
        UsageError: If the days are no sensible number.
    """
    if not 0 <= days <= MOST_DAYS:
        raise UsageError(f"{days:g} days: expected 0 to {MOST_DAYS:,}")
    history = commits.history(layout.commits)
    kept = current_since(history, _moment(commits.now()) - timedelta(days=days)) | {last.number}
    gone = unreadable(layout)
    files = _files(layout, [each for each in history if each.number not in gone])
    needed: set[Path] = set().union(*(files[number] for number in kept - gone))
    lost = tuple(sorted(number for number in files if not files[number] <= needed))
    if lost:
        about: dict[str, object] = {
            "unreadable": sorted(gone | set(lost)),
            "who": commits.user_name(),
            "when": commits.now(),
        }
        commits.write_whole(layout.vacuumed, about)
    sizes = _delete(layout, needed)
    return Removed(len(sizes), sum(sizes), lost)


def current_since(history: Sequence[Commit], since: datetime) -> set[int]:
    """Return the numbers of the commits that were the newest at some time since then."""
    found, latest = set(), None
    for commit, following in zip(history, [*history[1:], None], strict=True):
        moments = [_moment(each.when) for each in (commit, following) if each]
        # A clock that was set back would make versions look older than they are.
        latest = max([*moments, latest] if latest else moments)
        if following is None or latest >= since:
            found.add(commit.number)
    return found


def needed_files(layout: Layout, history: Iterable[Commit]) -> set[Path]:
    """Return the Parquet files of articles and statements that some commits consist of."""
    return set().union(*_files(layout, history).values())


def _files(layout: Layout, history: Iterable[Commit]) -> dict[int, set[Path]]:
    known = list(history)
    articles = deltalog.files_by_version(layout.articles, {each.articles for each in known})
    statements = deltalog.files_by_version(layout.statements, {each.statements for each in known})
    return {
        each.number: {layout.articles / name for name in articles[each.articles]}
        | {layout.statements / name for name in statements[each.statements]}
        for each in known
    }


def _delete(layout: Layout, needed: set[Path]) -> list[int]:
    sizes = []
    for table in (layout.articles, layout.statements):
        for path in sorted(table.glob("*.parquet")):
            if path not in needed:
                sizes.append(path.stat().st_size)
                path.unlink()
    return sizes


def _moment(when: str) -> datetime:
    return datetime.fromisoformat(when)
