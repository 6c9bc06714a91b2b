"""Every exception that stance raises on purpose, in one tree.

::

    StanceError
    ├── DataFileError      a file of data/ (actors, axes, lexicons, gold) is broken: stops the run
    ├── InputError         one article or file cannot be read: it is skipped, named and counted
    ├── UnknownNameError   a filter names an actor, axis, topic, ... that does not exist
    ├── UsageError         options that do not fit together, a period that makes no sense
    ├── PermissionDenied   somebody's role does not allow what they want to do
    └── StoreError         the store cannot be opened, locked, read or written
        ├── StoreMissingError   there is no store where one was expected
        └── StoreLockedError    another process is writing

A message says where, what was found, what was expected and what to do.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path


class StanceError(Exception):
    """Anything that stance reports to its user instead of failing with a traceback."""


class DataFileError(StanceError):
    """A data file that we own does not say what it should.

    Args:
        path: The file.
        line: Line of the file, from 1; None where the whole file is meant.
        found: The offending value, as printed.
        expected: What would have been right, and what to do if that is not plain.
    """

    def __init__(self, path: Path | str, line: int | None, found: str, expected: str) -> None:
        place = f"{Path(path).name}, line {line}" if line is not None else Path(path).name
        super().__init__(f"{place}: {found}; expected {expected}")
        self.path, self.line, self.found, self.expected = Path(path), line, found, expected


class InputError(StanceError):
    """An input that cannot be analysed; the others go on.

    Args:
        source: File name or address as the user gave it.
        reason: One clause without a full stop, for example "is empty".
    """

    def __init__(self, source: Path | str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source, self.reason = str(source), reason


class UnknownNameError(StanceError):
    """A name that no registry holds.

    Args:
        what: The kind of name, for example "topic".
        name: What the user wrote.
        valid: All names that would have been understood.
    """

    def __init__(self, what: str, name: str, valid: Iterable[str]) -> None:
        names = sorted(valid)
        near = get_close_matches(name, names, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        super().__init__(f"unknown {what} {name!r}.{hint} Valid: {', '.join(names)}")
        self.what, self.name, self.valid = what, name, tuple(names)


class UsageError(StanceError):
    """Options or arguments that contradict each other or make no sense."""


class PermissionDenied(StanceError):  # noqa: N818 - what it is called wherever there are roles
    """Somebody's role does not allow what they want to do.

    Args:
        who: Name of the person, as they are known.
        what: What they want to do, after "may not".
        role: The role that they have.
        needed: The least role that may do it.
        ask: Whom to ask.
    """

    def __init__(self, who: str, what: str, role: str, needed: str, ask: str) -> None:
        super().__init__(
            f"{who or 'this handle'} (role: {role}) may not {what}; that takes the role {needed}. "
            f"Ask {ask}"
        )
        self.who, self.what, self.role, self.needed, self.ask = who, what, role, needed, ask


class StoreError(StanceError):
    """The store of articles and statements cannot be used."""


class StoreMissingError(StoreError):
    """There is no store in the folder."""


class StoreLockedError(StoreError):
    """Another process holds the writer's lock."""
