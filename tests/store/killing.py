"""Work on a store that is killed at random instants, and what has to be true afterwards.

A job is a row of steps. Another process does them and reports each one that is done; after a random
number of reports, and a random moment more, it is killed (SIGKILL). Then everything reported must
be there, the store must be sound, and doing the job once more must give the export of a run that
nobody disturbed. ``benchmarks/faults.py`` does it often, the tests a few times.
"""

import random
import shutil
import time
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from stance.store import Store
from stance.store.additions import taken_back
from stance.table import to_csv

from .builder import add, article, frame, new_store, statements_of
from .workers import context

N_STEPS = 5
_LONGEST_STEP = 300.0  # seconds: more is a hang, also on a busy machine


class Job(ABC):
    """A row of steps on the store in a folder."""

    name: str

    @abstractmethod
    def prepare(self, folder: Path) -> None:
        """Make the store, and whatever else the steps need, in an empty folder."""

    def warm_up(self) -> None:  # noqa: B027  # most jobs have nothing slow
        """Load what is slow, so that no kill is spent on it."""

    @abstractmethod
    def step(self, folder: Path, n: int) -> str:
        """Do step ``n`` (0 .. N_STEPS-1) and name what it committed."""

    @abstractmethod
    def missing(self, folder: Path, done: Iterable[str]) -> set[str]:
        """Return what was reported as committed and is not there."""

    @abstractmethod
    def finish(self, folder: Path) -> bytes:
        """Do what is left of the job; return the export."""

    def store(self, folder: Path) -> Store:
        """Return the store in the folder."""
        return Store(folder / "store", lock_timeout=_LONGEST_STEP)


class Adding(Job):
    """Articles come in; each joins the utterances of two that are there (the merge)."""

    name = "merge of utterances"

    def prepare(self, folder: Path) -> None:
        add(new_store(folder / "store"), [article(n) for n in range(100, 100 + N_STEPS)])

    def step(self, folder: Path, n: int) -> str:
        self._add(folder, [n])
        return article(n).article_id

    def finish(self, folder: Path) -> bytes:
        self._add(folder, range(N_STEPS))
        return to_csv(self.store(folder).statements())

    def _add(self, folder: Path, numbers: Iterable[int]) -> None:
        articles = [article(n) for n in numbers]
        joined = {
            said.statement_id: f"joined {n}"
            for n in numbers
            for _, said in statements_of([article(100 + n)])
        }
        self.store(folder).add(articles, frame(statements_of(articles)), utterances=joined)

    def missing(self, folder: Path, done: Iterable[str]) -> set[str]:
        store = self.store(folder)
        n_joined = int(store.statements()["utterance_id"].str.startswith("joined").sum())
        lost = set(done) - set(store.articles()["article_id"])
        return lost or ({"a merge"} if n_joined < 2 * len(set(done)) else set())


class Correcting(Job):
    """A person corrects one statement after the other."""

    name = "correction"

    def prepare(self, folder: Path) -> None:
        add(new_store(folder / "store"), [article(n) for n in range(N_STEPS)])

    def step(self, folder: Path, n: int) -> str:
        return self._correct(folder, n)

    def finish(self, folder: Path) -> bytes:
        done = {entry.statement_id for entry in self.store(folder).log()}
        for n in range(N_STEPS):
            if self._name(n) not in done:
                self._correct(folder, n)
        return to_csv(self.store(folder).statements())

    def _name(self, n: int) -> str:
        return statements_of([article(n)])[0][1].statement_id

    def _correct(self, folder: Path, n: int) -> str:
        changes = {"side": f"side {n}"}
        made = self.store(folder).correct(self._name(n), changes, reason="killing", who="test")
        return made[-1].correction_id

    def missing(self, folder: Path, done: Iterable[str]) -> set[str]:
        return set(done) - {entry.correction_id for entry in self.store(folder).log()}


class Undoing(Job):
    """Additions are taken back, one commit after the other."""

    name = "undo of additions"

    def prepare(self, folder: Path) -> None:
        store = new_store(folder / "store")
        for n in range(N_STEPS + 2):
            add(store, [article(n), article(n + 100)])

    def step(self, folder: Path, n: int) -> str:
        store = self.store(folder)
        store.undo_commit(n + 1, reason="killing", who="test")
        return str(n + 1)

    def finish(self, folder: Path) -> bytes:
        done = taken_back(self.store(folder).commits())
        for n in range(N_STEPS):
            if n + 1 not in done:
                self.step(folder, n)
        return to_csv(self.store(folder).statements())

    def missing(self, folder: Path, done: Iterable[str]) -> set[str]:
        return set(done) - set(map(str, taken_back(self.store(folder).commits())))


class Compacting(Job):
    """Small files are joined and old versions given up while articles come in."""

    name = "compaction, vacuum"

    def prepare(self, folder: Path) -> None:
        add(new_store(folder / "store"), [article(100)])

    def step(self, folder: Path, n: int) -> str:
        store = self.store(folder)
        add(store, [article(n)])
        store.compact()
        if n % 2:
            store.vacuum(0)
        return article(n).article_id

    def finish(self, folder: Path) -> bytes:
        store = self.store(folder)
        add(store, [article(n) for n in range(N_STEPS)])
        store.compact()
        store.vacuum(0)
        return to_csv(store.statements())

    def missing(self, folder: Path, done: Iterable[str]) -> set[str]:
        return set(done) - set(self.store(folder).articles()["article_id"])


class BackingUp(Job):
    """Backups are made, into files and into folders; each that has its name is whole."""

    name = "backup"

    def prepare(self, folder: Path) -> None:
        store = new_store(folder / "store")
        for n in range(4):
            add(store, [article(n)])
        (folder / "backups").mkdir()

    def step(self, folder: Path, n: int) -> str:
        target = folder / "backups" / (f"{n}.tar" if n % 2 else str(n))
        if not target.exists():
            self.store(folder).backup(target)
        return target.name

    def finish(self, folder: Path) -> bytes:
        self.step(folder, 98)
        self.step(folder, 99)
        return to_csv(self.store(folder).statements())

    def missing(self, folder: Path, done: Iterable[str]) -> set[str]:
        there = sorted((folder / "backups").glob("[0-9]*"))
        export = to_csv(self.store(folder).statements())
        broken = set()
        for backup in there[-2:]:  # those that the kill was nearest to
            again = Store(folder / "again" / backup.name)
            again.restore(backup)
            if to_csv(again.statements()) != export:
                broken.add(backup.name)
        shutil.rmtree(folder / "again", ignore_errors=True)
        return broken | (set(done) - {backup.name for backup in there})


class Ingesting(Job):
    """Real files, read, analysed and added one by one."""

    name = "ingest"
    _WORDS = (
        '"We will keep every channel open for the talks on the strait," Antony Blinken said on '
        "Monday after meeting {n} in Geneva.\n\n"
        "Wang Yi said China opposes round {n} of the tariffs.\n"
    )

    def prepare(self, folder: Path) -> None:
        Store(folder / "store").create()
        (folder / "texts").mkdir()
        for n in range(N_STEPS):
            (folder / "texts" / f"{n}.txt").write_text(self._WORDS.format(n=n), "utf-8")

    def warm_up(self) -> None:
        from stance import run

        run.extract(self._WORDS)
        run.score_texts(["This is good."])

    def step(self, folder: Path, n: int) -> str:
        from stance import run

        run.ingest([folder / "texts" / f"{n}.txt"], self.store(folder))
        return f"{n}.txt"

    def finish(self, folder: Path) -> bytes:
        from stance import run

        run.ingest([folder / "texts"], self.store(folder))
        return to_csv(self.store(folder).statements())

    def missing(self, folder: Path, done: Iterable[str]) -> set[str]:
        store = self.store(folder)
        kept = {each.source_file for each in store.originals()}
        return set(done) - (set(store.articles()["source_file"]) & kept)


class Reanalysing(Ingesting):
    """Every stored article is analysed anew, again and again."""

    name = "reanalyze"

    def prepare(self, folder: Path) -> None:
        from stance import run

        super().prepare(folder)
        run.ingest([folder / "texts"], self.store(folder))

    def step(self, folder: Path, n: int) -> str:
        from stance import run

        return run.reanalyze(self.store(folder), is_forced=True).after

    def missing(self, folder: Path, done: Iterable[str]) -> set[str]:
        numbers = {str(each.number) for each in self.store(folder).commits()}
        return {version for version in done if version.partition(".")[0] not in numbers}

    def finish(self, folder: Path) -> bytes:
        self.step(folder, 0)
        return to_csv(self.store(folder).statements())


JOBS: dict[str, Job] = {
    job.name: job
    for job in (
        Ingesting(), Adding(), Correcting(), Undoing(), Reanalysing(), Compacting(), BackingUp(),
    )
}  # fmt: skip


@dataclass
class Outcome:
    """What came of killing a job some times; everything but the counts should be empty."""

    n_kills: int = 0
    n_in_the_middle: int = 0  # after a report and before the last one
    n_reported: int = 0
    lost: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    n_other_exports: int = 0

    @property
    def is_fine(self) -> bool:
        """Whether nothing was lost, doubled or half there, and a new run completed."""
        return not (self.lost or self.problems or self.n_other_exports)


def kill_often(name: str, n_kills: int, folder: Path, chance: random.Random) -> Outcome:
    """Kill a job some times, each time on a fresh copy of the same store.

    Args:
        name: The job.
        n_kills: How often.
        folder: An empty folder.
        chance: Decides the instants.
    """
    job, base, trial = JOBS[name], folder / "base", folder / "trial"
    base.mkdir(parents=True)
    job.prepare(base)
    shutil.copytree(base, trial)
    undisturbed = job.finish(trial)
    found, pause = Outcome(), 0.2
    for _ in range(n_kills):
        shutil.rmtree(trial)
        shutil.copytree(base, trial)
        done, pause = _killed_run(name, trial, chance, pause)
        found.n_kills += 1
        found.n_reported += len(done)
        found.n_in_the_middle += 0 < len(done) < N_STEPS
        found.lost.extend(job.missing(trial, done))
        found.problems.extend(map(str, job.store(trial).verify().problems))
        found.n_other_exports += job.finish(trial) != undisturbed
    shutil.rmtree(folder)
    return found


def _killed_run(
    name: str, folder: Path, chance: random.Random, pause: float
) -> tuple[list[str], float]:
    """Start a job and kill it; return what it reported, and how long a step takes here."""
    ours, theirs = context().Pipe(duplex=False)
    process = context().Process(target=work_on, args=(name, folder, theirs))
    process.start()
    theirs.close()
    assert ours.recv() == "ready"
    done, begun = [], time.monotonic()
    for _ in range(chance.randrange(N_STEPS)):
        assert ours.poll(_LONGEST_STEP), f"{name}: no step for {_LONGEST_STEP} s"
        done.append(ours.recv())
    if done:
        pause = (time.monotonic() - begun) / len(done)
    process.join(chance.uniform(0.0, 1.2 * pause))
    process.kill()
    process.join()
    process.close()
    try:
        while True:
            done.append(ours.recv())
    except EOFError:
        return done, pause
    finally:
        ours.close()


def work_on(name: str, folder: Path, told: Connection) -> None:
    """Do a job in this process; report each step that is done."""
    JOBS[name].warm_up()
    told.send("ready")
    for n in range(N_STEPS):
        told.send(JOBS[name].step(folder, n))
