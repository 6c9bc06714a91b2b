"""Processes that die, race or find no room: nothing is lost, doubled or half there."""

import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from stance.errors import StoreError, StoreLockedError
from stance.store import Store, tables, writing
from stance.table import to_csv

from .builder import add, article, frame, new_store, statements_of
from .workers import LAST, add_range, context, correct_some, work

JOBS = ("add", "correct", "compact", "utterances")
N_KILLS = 24


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "store")


@pytest.fixture(autouse=True)
def _children_find_the_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    # pytest names this package "store", after the folder; child processes import it by that name.
    monkeypatch.syspath_prepend(Path(__file__).parents[1])


def check_is_whole(store: Store) -> None:
    """Every article has all its statements, every statement its article, nothing is doubled."""
    with store.connection() as connection:
        query = """
            SELECT count(*) FILTER (a.article_id IS NULL), count(*) - count(DISTINCT statement_id)
            FROM statements AS s LEFT JOIN articles AS a USING (article_id)"""
        assert connection.execute(query).fetchall() == [(0, 0)]
        query = """
            SELECT a.article_id FROM articles AS a LEFT JOIN statements AS s USING (article_id)
            GROUP BY a.article_id HAVING count(s.statement_id) <> any_value(a.n_statements)"""
        assert connection.execute(query).fetchall() == []
        query = "SELECT count(*) - count(DISTINCT content_hash) FROM articles"
        assert connection.execute(query).fetchall() == [(0,)]


def test_killed_at_any_instant_nothing_committed_is_lost_and_a_new_run_completes(
    store: Store, tmp_path: Path
) -> None:
    add(store, [article(0)])
    chance = random.Random(20230619)
    promised: dict[str, set[str]] = {job: set() for job in JOBS}
    for trial in range(N_KILLS):
        job = JOBS[trial % len(JOBS)]
        promised[job] |= killed_run(store.path, job, chance)
        check_is_whole(store)
        assert promised["add"] | promised["compact"] <= set(store.articles()["article_id"])
        assert promised["correct"] <= {entry.correction_id for entry in store.log()}
    assert all(promised.values()), "no kill came after a finished step: the test is too fast"

    for entry in store.log():
        store.undo(entry.correction_id, reason="test", who="tester")
    everything = [article(n) for n in range(LAST)]
    whole = frame(statements_of(everything))
    original = dict(zip(whole["statement_id"], whole["utterance_id"], strict=True))
    store.add(everything, whole, utterances=original)
    undisturbed = new_store(tmp_path / "undisturbed")
    add(undisturbed, everything)
    assert to_csv(store.statements()) == to_csv(undisturbed.statements())


def killed_run(path: Path, job: str, chance: random.Random) -> set[str]:
    """Start a job, kill it at a random instant; return what it had reported as done."""
    ours, theirs = context().Pipe(duplex=False)
    process = context().Process(target=work, args=(path, job, theirs))
    process.start()
    theirs.close()
    assert ours.recv() == "ready"
    process.join(chance.uniform(0.0, 0.35))
    process.kill()
    process.join()
    process.close()
    done = set()
    try:
        while True:
            done.add(ours.recv())
    except EOFError:
        return done
    finally:
        ours.close()


def test_failure_between_the_tables_leaves_the_last_commit_and_heals(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, [article(1)])
    before = store.version(), to_csv(store.statements())

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    for broken in ("table_of_rows", "_publish"):
        with monkeypatch.context() as patched:
            patched.setattr(writing, broken, full)
            with pytest.raises(StoreError, match=r"disk is full.*last commit is intact"):
                add(store, [article(2)])
        assert (store.version(), to_csv(store.statements())) == before
        check_is_whole(store)
    add(store, [article(2)])
    check_is_whole(store)
    assert len(store.statements()) == 4


def test_writers_at_once_wait_for_each_other(store: Store) -> None:
    race(add_range, [(store.path, list(range(8))), (store.path, list(range(4, 12)))])
    check_is_whole(store)
    assert len(store.articles()) == 12


def test_analysts_who_correct_at_once_lose_nothing(store: Store) -> None:
    add(store, [article(n) for n in range(4)])
    ids = list(store.statements()["statement_id"])
    race(correct_some, [(store.path, ids[:4]), (store.path, ids[2:])])
    assert [entry.number for entry in store.log()] == list(range(1, 11))
    assert set(store.statements()["side"]) == {"China"}


def race(job: object, arguments: list[tuple[Path, list[object]]]) -> None:
    """Run a job in several processes at once and wait until all say that they are done."""
    pairs = [context().Pipe(duplex=False) for _ in arguments]
    processes = [
        context().Process(target=job, args=(*given, theirs))  # type: ignore[arg-type]
        for given, (_, theirs) in zip(arguments, pairs, strict=True)
    ]
    for process in processes:
        process.start()
    for process, (ours, theirs) in zip(processes, pairs, strict=True):
        theirs.close()
        assert ours.recv() == "done"
        process.join()
        assert process.exitcode == 0
        process.close()
        ours.close()


def test_reader_never_waits_and_never_sees_half_an_addition(store: Store) -> None:
    stop = threading.Event()

    def write() -> None:
        n = 0
        while not stop.is_set():
            add(store, [article(n), article(n + 1)], each=3)
            n += 2

    writer = threading.Thread(target=write)
    writer.start()
    try:
        seen = set()
        for _ in range(12):
            check_is_whole(store)
            n_articles = len(store.articles())
            assert n_articles % 2 == 0
            seen.add(n_articles)
    finally:
        stop.set()
        writer.join()
    assert len(seen) > 1, "the writer did nothing meanwhile"


def test_second_writer_learns_who_is_writing(store: Store) -> None:
    impatient = Store(store.path, lock_timeout=0.2)
    with writing_elsewhere(store), pytest.raises(StoreLockedError) as raised:
        add(impatient, [article(1)])
    assert f"process {os.getpid()}" in str(raised.value)
    assert "run again" in str(raised.value)
    add(impatient, [article(1)])


def test_reading_and_correcting_go_on_while_somebody_adds(store: Store) -> None:
    add(store, [article(1)])
    impatient = Store(store.path, lock_timeout=0.2)
    with writing_elsewhere(store):
        statement_id = impatient.statements()["statement_id"][0]
        impatient.correct(statement_id, {"side": "China"}, reason="test", who="tester")
    assert store.statements("side = 'China'")["corrected"].all()


def writing_elsewhere(store: Store):  # type: ignore[no-untyped-def]
    from stance.store.lock import writer_lock

    return writer_lock(store.path / "writer.lock", timeout=1)


def test_lock_file_left_by_a_dead_writer_does_not_block(store: Store) -> None:
    (store.path / "writer.lock").write_text("")
    (store.path / "writer.json").write_text("{")
    add(Store(store.path, lock_timeout=1), [article(1)])
    assert len(store.articles()) == 1


def test_conflict_with_another_tool_is_tried_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deltalake.exceptions import CommitFailedError

    real, failures = tables.append, [CommitFailedError("raced"), CommitFailedError("raced")]

    def sometimes(*arguments: object) -> int:
        if failures:
            raise failures.pop()
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(tables, "append", sometimes)
    monkeypatch.setattr(tables.time, "sleep", lambda _: None)
    add(store, [article(1)])
    assert failures == []
    check_is_whole(store)
    assert len(store.articles()) == 1


# A process of its own: a file size limit and another user must not stay with the tests.
_FAULTY = """
import os, resource, signal, sys
from pathlib import Path
from stance.errors import StoreError
from stance.store import Store
from tests.store.builder import add, article, new_store
path, fault = Path(sys.argv[1]), sys.argv[2]
if fault == "full":
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
elif os.getuid() == 0:
    os.setuid(65534)
for attempt in (lambda: add(Store(path, lock_timeout=1), [article(2)]),
                lambda: Store(path / "inner").create()):
    try:
        attempt()
    except StoreError as error:
        sys.stdout.write(f"{type(error).__name__}: {error}\\n")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits and users of Unix")
@pytest.mark.parametrize(
    ("fault", "said"), [("full", "the disk is full"), ("readonly", "no permission to write")]
)
def test_disk_that_refuses_is_said_so_and_the_last_commit_stays(
    tmp_path: Path, fault: str, said: str
) -> None:
    tmp_path.parent.parent.chmod(0o755)
    tmp_path.parent.chmod(0o755)
    tmp_path.chmod(0o755)
    store = new_store(tmp_path / "store")
    add(store, [article(1)])
    if fault == "readonly":
        for path in [store.path, *store.path.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
    before = to_csv(store.statements())
    found = subprocess.run(
        [sys.executable, "-c", _FAULTY, str(store.path), fault],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "RUST_BACKTRACE": "0"},
    )
    assert said in found.stdout.splitlines()[0], found.stdout + found.stderr
    if fault == "readonly":
        for path in [store.path, *store.path.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert to_csv(store.statements()) == before
    add(store, [article(2)])
    check_is_whole(store)
    assert len(store.articles()) == 2
