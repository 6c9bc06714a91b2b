"""What the readers of one file share: the user's columns, what is left to unpack, what went wrong.

A file may hold files: an archive, a mail with attachments. They are read by the same readers, and
one job sees all of them, so that nesting opens no way around a limit.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from stance.errors import InputError
from stance.model import Article
from stance.reading.limits import max_unpacked_bytes

MAX_DEPTH = 3  # of archives and mails in one another


@dataclass(slots=True)
class Job:
    """The reading of one file that the user gave.

    Args:
        columns: Names of columns or keys that the user says hold a field: {"title": "Headline"}.
        problems: Records and parts that could not be read; readers add to it.
        on_part: Called before each part of an archive with its number and name.
        on_part_done: Takes the articles of a part; without it they are collected.
        n_done: Parts of an archive that an earlier attempt has seen to, and that are left out.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    problems: list[InputError] = field(default_factory=list)
    on_part: Callable[[int, str], None] | None = None
    on_part_done: Callable[[Sequence[Article]], None] | None = None
    n_done: int = 0
    depth: int = 0
    n_unpacked: int = 0  # bytes, over all parts at every depth

    def handed_over(self, articles: Sequence[Article]) -> list[Article]:
        """Hand over the articles of an outermost part; return those that nobody took."""
        if self.depth > 1 or self.on_part_done is None:
            return list(articles)
        self.on_part_done(articles)
        return []

    @property
    def is_full(self) -> bool:
        """Whether more was unpacked than is allowed."""
        return self.n_unpacked > max_unpacked_bytes()

    def unpack(self, n_bytes: int, name: str) -> None:
        """Count unpacked bytes.

        Raises:
            InputError: If the file unpacks to more than is allowed.
        """
        self.n_unpacked += n_bytes
        if self.is_full:
            raise InputError(name, "unpacks to more than is allowed (max_input_mb)")
