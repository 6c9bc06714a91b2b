"""What is survived: killed processes, races, readers beside writers, a folder full of traps.

``python -m benchmarks.faults [--kills 50] [--reader-seconds 300] [--seed 7] [--only NAME]`` prints
one line per fault: how often it was tried, what was lost, doubled or damaged, and how often a new
run gave another export than an undisturbed one. Exit code 1 if anything but zero is among them.
The jobs are those of ``tests/store/killing.py``, which the tests kill a few times. The folder holds
every hostile file of ``tests/reading`` among good ones; its seconds are those of the whole command,
beside those for the good files alone.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from stance.errors import StoreError
from stance.store import Store
from stance.table import to_csv
from tests.reading.traps import REFUSED, make_good, make_traps
from tests.store.builder import add, article, new_store
from tests.store.killing import JOBS, kill_often
from tests.store.workers import add_range, context, correct_some

N_WRITERS, N_ADDED = 2, 15
N_CORRECTORS, N_CORRECTED = 10, 5
N_READERS = 3


def main() -> None:
    """Try the faults that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--reader-seconds", type=float, default=300)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--only", nargs="*", default=[*JOBS, "race", "full disk", "readers", "traps"]
    )
    options = parser.parse_args()
    chance = random.Random(options.seed)
    results = []
    with tempfile.TemporaryDirectory() as temporary:
        for name in options.only:
            folder = Path(temporary) / name.replace(" ", "-")
            if name == "race":
                results.append(race(folder))
            elif name == "full disk":
                results.append(full_disk(folder))
            elif name == "readers":
                results.append(readers(folder, options.reader_seconds))
            elif name == "traps":
                results.append(traps(folder))
            else:
                results.append(kills(name, options.kills, folder, chance))
    sys.exit(0 if all(results) else 1)


def kills(name: str, n_kills: int, folder: Path, chance: random.Random) -> bool:
    """Kill a job again and again."""
    begun = time.monotonic()
    found = kill_often(name, n_kills, folder, chance)
    print(
        f"{name:20} {found.n_kills:3} kills, {found.n_in_the_middle:3} between two steps, "
        f"{found.n_reported:4} steps reported; lost {len(found.lost)}, "
        f"problems {len(found.problems)}, other exports {found.n_other_exports}; "
        f"{time.monotonic() - begun:.0f} s",
        flush=True,
    )
    for problem in [*found.lost, *found.problems]:
        print(f"    {problem}")
    return found.is_fine


def race(folder: Path) -> bool:
    """Let writers and correctors loose on one store at once."""
    store = new_store(folder)
    add(store, [article(1000 + n) for n in range(N_CORRECTORS * N_CORRECTED)])
    ids = sorted(store.statements()["statement_id"])
    jobs = [(add_range, (folder, list(range(n * 10, n * 10 + N_ADDED)))) for n in range(N_WRITERS)]
    jobs += [
        (correct_some, (folder, ids[n * N_CORRECTED : (n + 1) * N_CORRECTED]))
        for n in range(N_CORRECTORS)
    ]
    pairs = [context().Pipe(duplex=False) for _ in jobs]
    processes = [
        context().Process(target=job, args=(*given, theirs))
        for (job, given), (_, theirs) in zip(jobs, pairs, strict=True)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    n_added = len(store.articles()) - N_CORRECTORS * N_CORRECTED
    n_expected = len({n for job, given in jobs[:N_WRITERS] for n in given[1]})
    n_entries, problems = len(store.log()), store.verify().problems
    print(
        f"{'race':20} {N_WRITERS} writers, {N_CORRECTORS} correctors at once: "
        f"{n_added} of {n_expected} articles, {n_entries} of {N_CORRECTORS * N_CORRECTED} "
        f"corrections, problems {len(problems)}",
        flush=True,
    )
    is_complete = (n_added, n_entries) == (n_expected, N_CORRECTORS * N_CORRECTED)
    return is_complete and not problems and all(each.exitcode == 0 for each in processes)


def full_disk(folder: Path) -> bool:
    """Fill a small disk of its own (a memory file system; needs root) and go on in every way."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        print(f"{'full disk':20} not tried: needs root and Linux")
        return True
    try:
        return _fill(folder)
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _fill(folder: Path) -> bool:
    store, filler, n = new_store(folder / "store"), folder / "filler", 0
    filler.write_bytes(b"0" * 2_000_000)
    refused: list[str] = []

    def tried(work: Callable[[], object]) -> bool:
        try:
            work()
        except StoreError as error:
            refused.append(str(error))
            return False
        return True

    while tried(lambda: add(store, [article(n + one) for one in range(20)])):  # noqa: B023
        n += 20
    export = to_csv(store.statements())
    statement_id = store.statements()["statement_id"].iloc[0]
    change = {"side": "China"}
    tried(lambda: store.correct(statement_id, change, reason="benchmark", who="me"))
    tried(store.compact)
    tried(lambda: store.backup(folder / "copy.tar"))
    tried(lambda: store.vacuum(0))
    is_intact = to_csv(store.statements()) == export and store.verify().is_sound
    filler.unlink()
    goes_on = tried(lambda: add(store, [article(n + 1000)])) and store.verify().is_sound
    is_said = all("the disk is full" in each for each in refused)
    print(
        f"{'full disk':20} after {n} articles: {len(refused)} kinds of writes refused, "
        f"with a clear message: {is_said}; last commit intact: {is_intact}; "
        f"goes on with room: {goes_on}",
        flush=True,
    )
    return is_said and is_intact and goes_on


def readers(folder: Path, seconds: float) -> bool:
    """Read as the dashboard does while another process adds, corrects and compacts."""
    store = new_store(folder)
    add(store, [article(0)])
    ours, theirs = context().Pipe(duplex=False)
    writer = context().Process(target=write_on, args=(folder, theirs))
    writer.start()
    end, counts, errors = time.monotonic() + seconds, Counter[str](), []

    def read() -> None:
        mine = Store(folder)
        while time.monotonic() < end:
            try:
                _read_once(mine, counts)
            except Exception as error:  # noqa: BLE001  # any error at all is what is counted
                errors.append(f"{type(error).__name__}: {error}")

    threads = [threading.Thread(target=read) for _ in range(N_READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    is_writing = writer.is_alive()
    writer.kill()
    writer.join()
    n_commits, problems = store.commits()[-1].number, store.verify().problems
    print(
        f"{'readers':20} {seconds:.0f} s, {counts['reads']} reads of {counts['versions']} versions "
        f"by {N_READERS} readers beside {n_commits} commits and {len(store.log())} corrections: "
        f"errors {len(errors)}, problems {len(problems)}",
        flush=True,
    )
    for error in errors[:10]:
        print(f"    {error}")
    ours.close()
    return is_writing and not errors and not problems


def _read_once(store: Store, counts: Counter[str]) -> None:
    version = store.version()
    with store.connection(version=version, threads=1) as connection:
        query = (
            "SELECT count(*), count(*) FILTER (a.article_id IS NULL) FROM statements AS s "
            "LEFT JOIN articles AS a USING (article_id)"
        )
        n_first, n_strays = connection.execute(query).fetchall()[0]
        connection.execute("SELECT side, avg(conciliation) FROM statements GROUP BY 1").fetchall()
        time.sleep(0.05)  # as a reader who thinks: the version has to stay
        n_again = connection.execute(query).fetchall()[0][0]
    counts["reads"] += 1
    counts["versions"] = max(counts["versions"], int(version.split(".")[0]))
    if n_strays or n_first != n_again or n_first != len(store.statements(version=version)):
        raise StoreError(f"version {version} changed while it was read")


def traps(folder: Path) -> bool:
    """Analyse a folder of hostile files among good ones by the command line."""
    (folder / "good").mkdir(parents=True)
    (folder / "all").mkdir()
    make_good(folder / "good")
    good = make_traps(folder / "all")
    alone, _, _ = _analysed(folder / "good")
    seconds, computed, done = _analysed(folder / "all")
    rows = [json.loads(line)["source_file"] for line in done.stdout.splitlines()]
    n_missing = len(good - {name.partition("#")[0] for name in rows})
    said = done.stderr.decode()
    n_named = said.count("stance: skipped ")
    n_unnamed = sum(f"/{name}" not in said for name in REFUSED)
    n_others = len(list((folder / "all").iterdir())) - len(good)
    print(
        f"{'traps':20} {len(good)} good and {n_others} others: {seconds:.1f} s ({computed:.1f} s "
        f"of the processor), {seconds / alone:.1f} times the good ones alone; "
        f"exit {done.returncode}, named {n_named}, not named {n_unnamed}, "
        f"good ones missing {n_missing}",
        flush=True,
    )
    return done.returncode == 3 and not n_missing and not n_unnamed


def _analysed(folder: Path) -> tuple[float, float, "subprocess.CompletedProcess[bytes]"]:
    begun, computed = time.monotonic(), _computed()
    command = [sys.executable, "-m", "stance.cli", "analyze", str(folder)]
    done = subprocess.run(command, capture_output=True, check=False)
    return time.monotonic() - begun, _computed() - computed, done


def _computed() -> float:
    """Return the processor time of the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def write_on(folder: Path, told: Connection) -> None:
    """Write to a store in every way until killed."""
    store, n = Store(folder, who="writer"), 0
    told.send("ready")
    while True:
        n += 1
        add(store, [article(n)])
        statement_id = sorted(store.statements()["statement_id"])[n % 2]
        store.correct(statement_id, {"side": f"side {n}"}, reason="benchmark", who="writer")
        store.update_utterances({statement_id: f"joined {n}"})
        if n % 5 == 0:
            store.undo_commit(store.commits()[-2].number, reason="benchmark", who="writer")
            store.compact()


if __name__ == "__main__":
    main()
