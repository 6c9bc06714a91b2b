"""Corrupts files of every format and makes hostile ones, and sees what reading makes of them.

``python -m tests.reading.fuzz --count 10000 [--seed 1]`` prints a table: for every format how many
files were read, refused, stopped by a limit, and how many made a reader fail. Exit code 1 if one
was not named, took over ten seconds, or broke the program itself. Seconds are of the processor, of
the program and of its reader: a busy machine makes no file slow. A hang shows on the clock.
A case is told by its seed and number, so that it can be made again: ``--only NUMBER`` writes it
to the current folder.
"""

import argparse
import contextlib
import io
import os
import random
import resource
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from stance.errors import InputError
from stance.reading import read_bytes
from stance.reading.child import WALL_TIMES
from stance.reading.guard import reader_process
from tests.reading import hostile
from tests.reading.build import samples, zip_of

LIMIT_SECONDS = 10.0
MAX_MEGABYTES = 1000
# The limit itself ends a file; starting the next process takes its time, too.
SLACK_SECONDS = 3.0
HANG_SECONDS = LIMIT_SECONDS * WALL_TIMES + 30.0

Mutation = Callable[[random.Random, bytearray], None]


@dataclass(slots=True)
class Report:
    """What came of the cases, by format and outcome."""

    outcomes: dict[str, Counter[str]] = field(default_factory=dict)
    slowest: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)

    def add(self, case: "Case", outcome: str, seconds: float, on_the_clock: float) -> None:
        """Count a case."""
        ending = case.name.rpartition(".")[2]
        self.outcomes.setdefault(ending, Counter())[outcome] += 1
        self.slowest[ending] = max(self.slowest.get(ending, 0.0), seconds)
        if seconds > LIMIT_SECONDS + SLACK_SECONDS:
            self.faults.append(f"{case.number} {case.name}: took {seconds:.1f} s")
        if on_the_clock > HANG_SECONDS:
            self.faults.append(f"{case.number} {case.name}: hung for {on_the_clock:.1f} s")

    def lines(self) -> Iterator[str]:
        """Yield the table."""
        kinds = ("read", "refused", "stopped", "failed")
        yield f"{'format':10}" + "".join(f"{kind:>9}" for kind in kinds) + "   slowest"
        for ending, counts in sorted(self.outcomes.items()):
            cells = "".join(f"{counts[kind]:9}" for kind in kinds)
            yield f"{ending:10}{cells}{self.slowest[ending]:8.2f} s"


@dataclass(frozen=True, slots=True)
class Case:
    """One corrupted or hostile file."""

    number: int
    name: str
    data: bytes


def cases(count: int, seed: int, *, first: int = 0) -> Iterator[Case]:
    """Yield the cases from number ``first`` to ``count``: each hostile file, corrupted samples."""
    files = sorted(samples().items())
    made = list(hostile.FILES.items())
    for number in range(first, count):
        chance = random.Random(f"{seed}-{number}")
        if number < len(made):
            name, make = made[number]
            yield Case(number, name, make())
            continue
        name, data = files[number % len(files)]
        changed = _inside(chance, data) if data.startswith(b"PK") else None
        changed = changed or _corrupted(chance, data)
        if chance.random() < 0.05:  # the right content under the wrong name
            name = chance.choice(files)[0]
        yield Case(number, name, changed[:2_000_000])


def _corrupted(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        chance.choice(MUTATIONS)(chance, changed)
    return bytes(changed)


def _inside(chance: random.Random, data: bytes) -> bytes | None:
    """Corrupt one part of a packed file and pack it again: else the checksum tells at once."""
    if chance.random() < 0.3:
        return None
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chosen = chance.choice(sorted(parts))
    parts[chosen] = _corrupted(chance, parts[chosen])
    return zip_of(parts)


def try_case(case: Case, report: Report) -> None:
    """Read a case and note what came of it; any other error than InputError is the program's."""
    started, used = time.monotonic(), _processor_seconds()
    try:
        articles, problems = read_bytes(case.data, case.name)
        outcome = "read" if articles else _kind(problems)
        if not articles and not problems:
            report.faults.append(f"{case.number} {case.name}: nothing read and nothing said")
    except InputError as error:
        problems = [error]
        outcome = _kind(problems)
    for problem in problems:
        if case.name not in problem.source or not problem.reason:
            report.faults.append(f"{case.number} {case.name}: names {problem.source!r}")
        if "made its reader" in problem.reason:
            report.failures[f"{case.number} {problem}"[:160]] += 1
    report.add(case, outcome, _processor_seconds() - used, time.monotonic() - started)


def _processor_seconds() -> float:
    """Return what this program and its readers have used, also the one that still runs."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    child = reader_process()._child
    running = 0.0
    if child is not None and sys.platform == "linux":
        with contextlib.suppress(OSError):  # it has just ended
            stat = Path(f"/proc/{child._process.pid}/stat").read_text("ascii")
            ticks = stat.rpartition(")")[2].split()[11:13]
            running = sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
    return time.process_time() + ended.ru_utime + ended.ru_stime + running


def run(count: int, seed: int) -> Report:
    """Try so many cases."""
    report = Report()
    for case in cases(count, seed):
        try_case(case, report)
    return report


def _kind(problems: list[InputError]) -> str:
    reasons = " ".join(problem.reason for problem in problems)
    if "made its reader" in reasons:
        return "failed"
    return "stopped" if "STANCE_READ_" in reasons else "refused"


# ------------------------------------------------------------------------------------- mutations


def _place(chance: random.Random, data: bytearray) -> int:
    return chance.randrange(len(data) + 1)


def _flip(chance: random.Random, data: bytearray) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _set(chance: random.Random, data: bytearray) -> None:
    if data:
        place = chance.randrange(len(data))
        size = chance.choice((1, 2, 4, 8))
        data[place : place + size] = chance.choice((b"\x00", b"\xff", b"\x7f", b"\x80")) * size


def _cut_end(chance: random.Random, data: bytearray) -> None:
    del data[_place(chance, data) :]


def _cut_middle(chance: random.Random, data: bytearray) -> None:
    start = _place(chance, data)
    del data[start : start + chance.choice((1, 8, 64, 512, 4096))]


def _repeat(chance: random.Random, data: bytearray) -> None:
    start = _place(chance, data)
    piece = bytes(data[start : start + chance.choice((1, 4, 16, 64))])
    data[start:start] = piece * chance.choice((2, 16, 256, 4096))


def _swap(chance: random.Random, data: bytearray) -> None:
    one, other = _place(chance, data), _place(chance, data)
    size = chance.choice((4, 32, 256))
    piece = bytes(data[one : one + size])
    data[one : one + size] = data[other : other + size]
    data[other : other + size] = piece


def _noise(chance: random.Random, data: bytearray) -> None:
    start = _place(chance, data)
    data[start:start] = chance.randbytes(chance.choice((1, 16, 256)))


def _token(chance: random.Random, data: bytearray) -> None:
    start = _place(chance, data)
    data[start:start] = chance.choice(hostile.TOKENS) * chance.choice((1, 1, 3, 100, 3000))


def _number(chance: random.Random, data: bytearray) -> None:
    """Replace a number of the file's own: lengths, offsets, counts."""
    digits = [i for i, byte in enumerate(data[:20_000]) if 48 <= byte <= 57]
    if digits:
        start = end = chance.choice(digits)
        while end < len(data) and 48 <= data[end] <= 57:
            end += 1
        data[start:end] = chance.choice((b"0", b"-1", b"99999999", b"4294967296", b"1e999"))


MUTATIONS: tuple[Mutation, ...] = (
    _flip, _flip, _set, _cut_end, _cut_middle, _repeat, _swap, _noise, _token, _token, _number,
)  # fmt: skip


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, metavar="NUMBER", help="write this case and end")
    options = parser.parse_args()
    if options.only is not None:
        case = next(cases(options.only + 1, options.seed, first=options.only))
        Path(f"case-{case.number}-{case.name}").write_bytes(case.data)
        return 0
    started = time.monotonic()
    report = run(options.count, options.seed)
    reader_process().close()
    print(*report.lines(), sep="\n")  # noqa: T201
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{options.count} files in {time.monotonic() - started:.0f} s", end="; ")  # noqa: T201
    print(f"most memory of a reading process: {children:.0f} MB")  # noqa: T201
    print("\nreaders that failed (each named, the rest went on):")  # noqa: T201
    print(*report.failures, sep="\n")  # noqa: T201
    print("\nfaults of the program:", *(report.faults or ["none"]), sep="\n")  # noqa: T201
    return 1 if report.faults or children > MAX_MEGABYTES * 1.05 else 0


if __name__ == "__main__":
    sys.exit(main())
