"""Where the parts of a store lie, and whether this program may touch it."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stance.arrow import ARTICLE_SCHEMA, CORRECTION_SCHEMA, statement_schema
from stance.errors import StoreError, StoreMissingError
from stance.store import commits, tables
from stance.store.commits import Commit
from stance.store.lock import writer_lock

# Raise it when a table gets another shape, and tell stance.store.migrations how to get there;
# older programs then refuse the store.
SCHEMA_VERSION = 2
_FORMAT = "stance store"


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of a store below one folder."""

    root: Path

    @property
    def description(self) -> Path:
        """The file that makes a folder a store."""
        return self.root / "store.json"

    @property
    def articles(self) -> Path:
        """The table of articles."""
        return self.root / "articles"

    @property
    def statements(self) -> Path:
        """The table of statements."""
        return self.root / "statements"

    @property
    def corrections(self) -> Path:
        """The append-only table of corrections."""
        return self.root / "corrections"

    @property
    def commits(self) -> Path:
        """The folder of commits."""
        return self.root / "commits"

    @property
    def checksums(self) -> Path:
        """The folder of the checksums of the tables' files."""
        return self.root / "checksums"

    @property
    def originals(self) -> Path:
        """The folder of the files that articles were read from."""
        return self.root / "originals"

    @property
    def vacuumed(self) -> Path:
        """The file that says which versions cannot be read any more."""
        return self.root / "vacuumed.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What ``store.json`` says."""

    schema: int
    axes: tuple[str, ...]


def describe(layout: Layout) -> Description:
    """Read and check the description of a store.

    Raises:
        StoreMissingError: If the folder holds no store.
        StoreError: If the description is damaged or written by a newer program.
    """
    tables.check_path(layout.root)
    try:
        found: dict[str, Any] = json.loads(layout.description.read_text("utf-8"))
        description = Description(schema=int(found["schema"]), axes=tuple(found["axes"]))
    except (FileNotFoundError, NotADirectoryError):
        raise StoreMissingError(
            f"{layout.root}: there is no store here. Make one with `stance ingest`, "
            "or name another folder with --store or STANCE_STORE."
        ) from None
    except (ValueError, TypeError, KeyError) as error:
        raise StoreError(
            f"{layout.description}: damaged ({error}). Restore a backup of the store."
        ) from error
    if description.schema > SCHEMA_VERSION:
        raise StoreError(
            f"{layout.root}: written by a newer version of stance (schema {description.schema}, "
            f"this one knows {SCHEMA_VERSION}). Update stance."
        )
    return description


def create(layout: Layout, axes: Sequence[str], *, lock_timeout: float) -> None:
    """Make an empty store; does nothing where there is one already."""
    tables.check_path(layout.root)
    if layout.description.exists():
        return
    layout.commits.mkdir(parents=True, exist_ok=True)
    with writer_lock(layout.root / "writer.lock", timeout=lock_timeout):
        if layout.description.exists():
            return
        tables.create(layout.articles, ARTICLE_SCHEMA)
        tables.create(layout.statements, statement_schema(axes))
        tables.create(layout.corrections, CORRECTION_SCHEMA, is_append_only=True)
        first = Commit(
            number=0,
            articles=tables.version(layout.articles),
            statements=tables.version(layout.statements),
            what="create",
            who=commits.user_name(),
            when=commits.now(),
        )
        commits.publish(layout.commits, first)
        # Last: a folder without it is no store, and making it again heals whatever is there.
        write_description(layout, axes)


def write_description(layout: Layout, axes: Sequence[str]) -> None:
    """Say that the store has today's schema."""
    about = {"format": _FORMAT, "schema": SCHEMA_VERSION, "axes": list(axes)}
    commits.write_whole(layout.description, about)


@contextmanager
def one_writer(layout: Layout, *, lock_timeout: float) -> Iterator[Commit]:
    """Hold the lock, with both tables as the last commit left them; yields that commit."""
    with writer_lock(layout.root / "writer.lock", timeout=lock_timeout):
        yield last_commit(layout)


def last_commit(layout: Layout) -> Commit:
    """Return the last commit, with both tables as it left them; only for who holds the lock."""
    last = commits.newest(layout.commits)
    # A writer that died left newer versions, which no commit names and nobody has read.
    tables.roll_back(layout.articles, last.articles)
    tables.roll_back(layout.statements, last.statements)
    return last
