"""A process of its own that adds texts to a store: ``python -m stance.worker INBOX``.

The dashboard hands jobs over as folders of an *inbox* and reads what becomes of them from their
files, so a job goes on when a window is closed, and is taken up again when a machine fell over::

    inbox/one.lock                held by the worker that is at work
    inbox/20260101T101500-ab12/   one job
        job.json                  what to do, written last: a folder without it is no job yet
        files/0001/report.txt     copies of what was uploaded
        events.jsonl              what happened, one JSON object a line
        result.json               how it ended; its job is never done again

One worker is at work at a time, the oldest job first; one that comes late waits, and finds that
nothing is left. Everything that needs much memory (language model, network) stays in this process.
"""

import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

if TYPE_CHECKING:
    from stance.errors import InputError

NICER = 5  # the pages go first
_FILES = "files"


def main(arguments: list[str]) -> int:
    """Do all jobs of an inbox; return an exit code."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m stance.worker INBOX\n")
        return 2
    if hasattr(os, "nice"):
        os.nice(NICER)
    inbox = Path(arguments[0])
    with FileLock(inbox / "one.lock"):
        while (job := next(waiting(inbox), None)) is not None:
            do(job)
    return 0


def readable_endings() -> tuple[str, ...]:
    """Return the endings of files that can be read, as ``.txt``."""
    from stance.reading.formats import READERS

    return tuple(sorted(READERS))


def waiting(inbox: Path) -> Iterator[Path]:
    """Yield the jobs without a result, oldest first."""
    for folder in sorted(inbox.iterdir()):
        if (folder / "job.json").is_file() and not (folder / "result.json").exists():
            yield folder


def do(job: Path) -> None:
    """Do one job; whatever happens, a result says how it ended."""
    from stance.errors import StanceError

    _tell(job, "starting")
    try:
        asked = json.loads((job / "job.json").read_text("utf-8"))
        result = _KINDS[asked["kind"]](job, asked)
    except StanceError as error:
        result = {"state": "failed", "reason": str(error)}
    except Exception as error:  # noqa: BLE001 - the page must learn that nothing more will come
        result = {"state": "failed", "reason": f"{type(error).__name__}: {error}", "is_bug": True}
    write_whole(job / "result.json", result)
    # The copies have done their work; of a failed job they are kept for another try.
    if result["state"] == "done":
        shutil.rmtree(job / _FILES, ignore_errors=True)


def write_whole(path: Path, content: dict[str, Any]) -> None:
    """Write a small JSON file through a temporary name: readers never see half of it."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _tell(job: Path, event: str, **more: Any) -> None:
    line = json.dumps({"event": event, **more}, ensure_ascii=False)
    with (job / "events.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def _add(job: Path, asked: dict[str, Any]) -> dict[str, Any]:
    """Read, analyse and store files, or the pages of addresses."""
    from stance import run
    from stance.reading import read_inputs
    from stance.store import Store

    store = Store(asked["store"], who=asked["who"], person=_person(asked)).create()
    not_fetched = _fetched(job, asked.get("urls") or ())
    paths = [Path(each) for each in asked.get("paths") or sorted((job / _FILES).iterdir())]
    _tell(job, "reading")
    # Read twice, here for the names: reading is a hundredth of the work.
    found = read_inputs(paths, on_file=lambda path: _tell(job, "file", name=path.name))
    known = _titles(store)
    names = {each.content_hash: each.source_file for each in found.articles}
    _tell(job, "analysing", total=len(set(names) - set(known)))

    def progress(done: int, total: int, name: str) -> None:
        _tell(job, "article", done=done, total=total, name=name)

    added = run.ingest(paths, store, progress=progress)
    mine = {each: row for each, row in _titles(store).items() if each in names}
    return {
        "state": "done",
        "version": added.version,
        "commit": int(added.version.partition(".")[0]) if added.n_articles else None,
        "n_articles": added.n_articles,
        "n_statements": added.n_statements,
        "new": [row for each, row in mine.items() if each not in known],
        "known": [row | {"given": names[each]} for each, row in mine.items() if each in known],
        "problems": [
            {"source": _shown(each.source, job), "reason": each.reason.replace(str(job), "")}
            for each in (*not_fetched, *added.problems)
        ],
    }


def _fetched(job: Path, urls: Sequence[str]) -> "list[InputError]":
    """Fetch pages into the job's files; return those that could not be fetched.

    A job that is done again goes on where it was: what is there is not fetched twice.
    """
    (job / _FILES).mkdir(exist_ok=True)
    if not urls:
        return []
    from stance.fetching import FeedEntry, Fetcher, FetchFolder, Limits, fetch_all
    from stance.fetching.cache import Cache
    from stance.settings import settings

    limits = Limits(max_bytes=int(settings().max_input_mb * 1_000_000))
    with Fetcher(Cache(settings().cache / "pages"), limits=limits) as fetcher:
        return fetch_all(
            fetcher,
            [FeedEntry(url=each) for each in urls],
            FetchFolder(job / _FILES / "pages"),
            progress=lambda _done, _total, url: _tell(job, "page", name=url),
        ).problems


def _person(asked: dict[str, Any]) -> Any:
    """Return who asked, where that is somebody who signed in, with the role of that moment."""
    from stance.access import Person, Role

    return Person(asked["who"], Role[asked["role"].upper()]) if asked.get("role") else None


def _titles(store: Any) -> dict[str, dict[str, Any]]:
    """Return what a page says of each stored article, by the hash of its words."""
    with store.connection() as connection:
        rows = connection.execute(
            "SELECT content_hash, article_id, coalesce(title, source_file), n_statements, "
            "published_on FROM articles ORDER BY source_file, article_id"
        ).fetchall()
    names = ("article_id", "title", "n_statements", "published_on")
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}


def _shown(source: str, job: Path) -> str:
    """Return the name of a file as the user knows it: without our folders."""
    path = Path(source)
    return path.name if path.is_relative_to(job) else source


def _date(job: Path, asked: dict[str, Any]) -> dict[str, Any]:
    """Give an article its day, and find out what that changes in its statements."""
    from stance.run.following import follow_day
    from stance.store import Store

    _tell(job, "dating")
    n_changed = follow_day(
        Store(asked["store"], person=_person(asked)), asked["article_id"], asked["day"],
        reason=asked["reason"], who=asked["who"],
    )  # fmt: skip
    return {"state": "done", "n_changed": n_changed}


_KINDS = {"add": _add, "date": _date}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
