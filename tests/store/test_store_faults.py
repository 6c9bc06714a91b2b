"""Processes that die, race or find no room: nothing is lost, doubled or half there."""

import os
import random
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from stance.errors import StoreError, StoreLockedError
from stance.store import Store, tables, writing
from stance.table import to_csv

from .builder import add, article, new_store
from .killing import JOBS, kill_often
from .workers import add_range, context, correct_some, hold_lock

N_KILLS = 2
NEED_THE_MODEL = ("ingest", "reanalyze")


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


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.model] if name in NEED_THE_MODEL else [])
        for name in JOBS
    ],
)
def test_killed_at_any_instant_nothing_committed_is_lost_and_a_new_run_completes(
    name: str, tmp_path: Path
) -> None:
    # ``python -m benchmarks.faults`` does it 50 times each.
    n_kills = 1 if name in NEED_THE_MODEL else N_KILLS
    found = kill_often(name, n_kills, tmp_path / "work", random.Random(f"{name} 20230619"))
    assert found.is_fine, found
    assert found.n_kills == n_kills


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


def test_writers_and_correctors_at_once_lose_nothing(store: Store) -> None:
    add(store, [article(n) for n in range(20, 30)])
    ids = sorted(store.statements()["statement_id"])
    correctors = [(correct_some, (store.path, ids[2 * n : 2 * n + 1])) for n in range(4)]
    writers = [(add_range, (store.path, list(range(n, n + 3)))) for n in (0, 1)]
    race_of([*correctors, *writers])
    check_is_whole(store)
    assert (len(store.articles()), len(store.log())) == (14, 4)
    assert store.verify().is_sound


def test_analysts_who_correct_at_once_lose_nothing(store: Store) -> None:
    add(store, [article(n) for n in range(4)])
    ids = list(store.statements()["statement_id"])
    race(correct_some, [(store.path, ids[:4]), (store.path, ids[2:])])
    assert [entry.number for entry in store.log()] == list(range(1, 11))
    assert set(store.statements()["side"]) == {"China"}


def race(job: object, arguments: list[tuple[Path, list[object]]]) -> None:
    """Run a job in several processes at once and wait until all say that they are done."""
    race_of([(job, given) for given in arguments])


def race_of(jobs: list[tuple[object, tuple[Path, list[object]]]]) -> None:
    """Run several jobs at once, each in a process, and wait until all say that they are done."""
    pairs = [context().Pipe(duplex=False) for _ in jobs]
    processes = [
        context().Process(target=job, args=(*given, theirs))  # type: ignore[arg-type]
        for (job, given), (_, theirs) in zip(jobs, pairs, strict=True)
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


def test_lock_of_a_killed_writer_is_free_at_once(store: Store) -> None:
    ours, theirs = context().Pipe(duplex=False)
    holder = context().Process(target=hold_lock, args=(store.path, theirs))
    holder.start()
    assert ours.recv() == "holding"
    impatient = Store(store.path, lock_timeout=0.2)
    with pytest.raises(StoreLockedError, match=f"process {holder.pid}"):
        add(impatient, [article(1)])
    holder.kill()
    holder.join()
    add(Store(store.path, lock_timeout=5), [article(1)])
    assert len(store.articles()) == 1


@pytest.mark.parametrize("gone", ["", "statements", "articles", "commits", "corrections"])
def test_folder_that_vanishes_is_named_and_not_made_again(
    store: Store, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    add(store, [article(1)])
    backup = store.backup(store.path.parent / "copy.tar").path
    real = writing.set_utterances

    def vanish(*given: object) -> None:
        shutil.rmtree(store.path / gone)
        real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(writing, "set_utterances", vanish)
    with pytest.raises(StoreError, match=re.escape(str(store.path))):
        add(store, [article(2)])
    monkeypatch.undo()
    if gone != "corrections":
        with pytest.raises(StoreError):
            store.statements()
    again = Store(store.path.parent / "again")
    again.restore(backup)
    assert len(again.statements()) == 2


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
    # Somebody without rights comes by here: all folders that pytest made must let him through.
    above = [each for each in tmp_path.parents if each.name.startswith(("pytest-", "popen-"))]
    for folder in (tmp_path, *above):
        folder.chmod(0o755)
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
