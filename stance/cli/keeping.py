"""Commands that keep a store safe: ``verify``, ``backup``, ``restore``, ``compact``, and more."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stance.cli.options import StoreOption
from stance.cli.output import count, deliver, megabytes, named_store, open_store
from stance.cli.terminal import FAILED, say

if TYPE_CHECKING:
    from stance.store import Removed

_SHOWN_VERSIONS = 10


def verify(store: StoreOption = None) -> None:
    """Check a store: checksums, words at their offsets, counts, the log. Changes nothing.

    Exit code 0 if it is sound, 1 if not; one line per problem.
    """
    opened = open_store(store)
    found = opened.verify()
    deliver("".join(f"{problem}\n" for problem in found.problems).encode(), None)
    for note in found.notes:
        say(note)
    counts = found.counts
    originals = f"{count(counts.n_originals, 'kept file')} ({megabytes(counts.original_bytes)})"
    say(
        f"{opened.path}: {count(counts.n_articles, 'article')}, "
        f"{count(counts.n_statements, 'statement')}, "
        f"{count(counts.n_corrections, 'correction')}, {originals}"
    )
    if not found.is_sound:
        say(f"{count(len(found.problems), 'problem')}")
        raise typer.Exit(FAILED)
    say("sound")


def backup(
    target: Annotated[
        Path,
        typer.Argument(
            metavar="FILE.tar|DIR", help="A file that ends in .tar, or a folder; not there yet."
        ),
    ],
    store: StoreOption = None,
) -> None:
    """Copy a store as it is now, with its history, while others go on writing.

    The copy is read back and compared before it appears.
    """
    made = open_store(store).backup(target)
    say(f"{made.path}: version {made.version}, {count(made.n_files, 'file')}, "
        f"{megabytes(made.n_bytes)}")  # fmt: skip


def restore(
    source: Annotated[Path, typer.Argument(metavar="BACKUP", help="What `stance backup` wrote.")],
    store: StoreOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Move a store that is there aside.")
    ] = False,
) -> None:
    """Make a store from a backup, which is checked to the last byte first."""
    made = named_store(store).restore(source, is_forced=force)
    if made.moved_to is not None:
        say(f"the store that was there is now {made.moved_to}")
    say(f"{made.path}: version {made.version}")


def compact(
    vacuum: Annotated[
        float | None,
        typer.Option(
            "--vacuum", min=0, metavar="DAYS",
            help="Also delete what only versions need that were replaced longer ago than this.",
        ),
    ] = None,
    purge: Annotated[
        bool, typer.Option("--purge", help="Also delete kept files of articles taken out.")
    ] = False,
    store: StoreOption = None,
) -> None:  # fmt: skip
    """Join small files so that reading stays fast; every version stays readable unless told."""
    opened = open_store(store)
    say(f"store version {opened.compact()}")
    if vacuum is not None:
        removed = opened.vacuum(vacuum)
        say(f"old versions: {_told(removed)}")
        if removed.unreadable:
            say(f"no longer readable: {_versions(removed.unreadable)}")
    if purge:
        say(f"kept files: {_told(opened.purge())}")


def originals(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder to write to; made if there is none.")
    ],
    article: Annotated[
        list[str] | None,
        typer.Option("--article", metavar="ID", help="Only of this article. Repeatable."),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Write the files that articles were read from, byte for byte, and originals.csv beside them.

    The list says which article came from which file. A file that is there already with other
    contents is left alone, and the new one gets a part of its checksum into its name.
    """
    from stance.cli.handing_out import hand_out

    result = hand_out(open_store(store), folder, article)
    say(f"{folder}: {count(result.n_files, 'file')}, {megabytes(result.n_bytes)}, of "
        f"{count(result.n_articles, 'article')}")  # fmt: skip
    for problem in result.problems:
        say(problem)
    if result.problems:
        raise typer.Exit(FAILED)


def _told(removed: "Removed") -> str:
    return f"{count(removed.n_files, 'file')} deleted, {megabytes(removed.n_bytes)}"


def _versions(numbers: tuple[int, ...]) -> str:
    shown = ", ".join(map(str, numbers[:_SHOWN_VERSIONS]))
    more = len(numbers) - _SHOWN_VERSIONS
    return f"{shown} and {more} more" if more > 0 else shown
