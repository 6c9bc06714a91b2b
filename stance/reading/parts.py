"""Files inside a file: members of an archive and attachments of a mail, read like any other.

Their names come from whoever made the file. They are shown and never used as a path: nothing is
written to a disk, and folders are taken off.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from stance.errors import InputError
from stance.model import Article
from stance.reading.job import MAX_DEPTH, Job

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_MAX_NAME = 120

ReadPart = Callable[[bytes, str, Job], list[Article]]


@dataclass(frozen=True, slots=True)
class Part:
    """A file inside a file; ``load`` gives its bytes when it is its turn."""

    name: str
    load: Callable[[], bytes]


def read_parts(
    parts: Iterable[Part], container: str, job: Job, read_part: ReadPart
) -> list[Article]:
    """Read the parts of a file; what cannot be read is added to the problems.

    Args:
        parts: In the order in which they stand there.
        container: Name of the file that they are in.
        job: The reading of the whole file.
        read_part: Reads one part by its name.

    Raises:
        InputError: If files are nested too deeply.
    """
    if job.depth >= MAX_DEPTH:
        raise InputError(container, f"is nested more than {MAX_DEPTH} deep")
    articles: list[Article] = []
    taken: set[str] = set()
    is_outermost = job.depth == 0
    job.depth += 1
    try:
        for number, part in enumerate(parts):
            name = _own_name(f"{container}#{shown_name(part.name)}", taken)
            if is_outermost and number < job.n_done:
                continue
            if is_outermost and job.on_part is not None:
                job.on_part(number, name)
            found = _read_one(part, name, job, read_part)
            articles.extend(job.handed_over(found))
            if job.is_full:
                break  # the same would be said of every part that is left
    finally:
        job.depth -= 1
    return articles


def shown_name(name: str) -> str:
    """Return a name from inside a file as it may be shown: one line, no folders."""
    plain = _UNPRINTABLE.sub("", name).replace("\\", "/").rstrip("/").rpartition("/")[2]
    plain = " ".join(plain.split()).lstrip(".~")
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:_MAX_NAME]}{dot}{ending[:12]}" or "unnamed"


def _own_name(name: str, taken: set[str]) -> str:
    """Number a name that another part has as well."""
    stem, dot, ending = name.rpartition(".")
    number = 1
    own = name
    while own in taken:
        number += 1
        own = f"{stem}-{number}{dot}{ending}"
    taken.add(own)
    return own


def _read_one(part: Part, name: str, job: Job, read_part: ReadPart) -> list[Article]:
    before = len(job.problems)
    try:
        data = part.load()
    except InputError as error:
        job.problems.append(InputError(name, error.reason))
        return []
    try:
        found = read_part(data, name, job)
    except InputError as error:
        job.problems.append(error)
        return []
    if not found and len(job.problems) == before:
        job.problems.append(InputError(name, "holds no article"))
    return found
