"""How the command line talks: data on standard output, everything else on standard error."""

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import typer

from stance.errors import InputError, UsageError

Progress = Callable[[int, int, str], None]  # (done, total, what was done last)

DONE, FAILED, WRONG_USAGE, SOME_SKIPPED = 0, 1, 2, 3
READER_LEFT = 141  # as other tools when what reads their output ends first: 128 + SIGPIPE

_SECONDS_BETWEEN_LINES = 5.0  # of progress where there is no terminal to draw a bar on


def say(message: str) -> None:
    """Print a message for people."""
    print(f"stance: {message}", file=sys.stderr, flush=True)  # noqa: T201


def report_skipped(problems: Iterable[InputError]) -> int:
    """Name every input that was skipped, with the reason; return the exit code."""
    skipped = list(problems)
    for problem in skipped:
        say(f"skipped {problem}")
    return SOME_SKIPPED if skipped else DONE


def write_data(data: bytes, *, is_binary: bool = False) -> None:
    """Write data to standard output.

    Raises:
        UsageError: If it is binary and would land on a terminal.
        typer.Exit: If whoever reads it has gone.
    """
    if is_binary and sys.stdout.isatty():
        raise UsageError("a Parquet file cannot be shown on a terminal; add --out FILE")
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Python flushes standard output once more at its end and would complain there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(READER_LEFT) from None


@contextmanager
def progress_on_stderr(label: str) -> Iterator[Progress]:
    """Show progress: a bar on a terminal, now and then a line elsewhere."""
    if not sys.stderr.isatty():
        yield _lines_of_progress(label)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        TextColumn("{task.fields[source]}", markup=False),
    )  # fmt: skip
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None, source="")

        def draw(done: int, total: int, source: str) -> None:
            bar.update(task, completed=done, total=total, source=source)

        yield draw


def _lines_of_progress(label: str) -> Progress:
    last = time.monotonic()

    def line(done: int, total: int, source: str) -> None:
        nonlocal last
        if time.monotonic() - last >= _SECONDS_BETWEEN_LINES:
            last = time.monotonic()
            say(f"{label}: {done} of {total} ({source})")

    return line
