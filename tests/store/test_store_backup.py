"""Backups are whole or not there; what comes back from one was checked to the last byte."""

import io
import json
import shutil
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from stance.errors import StoreError, StoreLockedError
from stance.store import Store, backups
from stance.table import to_csv

from .builder import add, article, new_store
from .test_store_keeping import LETTER, add_from, flip

KINDS = pytest.mark.parametrize("name", ["copy.tar", "copy"], ids=["file", "folder"])


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = new_store(tmp_path / "store")
    add_from(made, [1, 2], LETTER)
    add(made, [article(3)])
    statement_id = made.statements()["statement_id"].iloc[0]
    made.correct(statement_id, {"side": "China"}, reason="test", who="ann")
    made.remove([article(3).article_id])
    made.compact()
    return made


@KINDS
def test_restored_store_has_everything_and_its_history(
    store: Store, tmp_path: Path, name: str
) -> None:
    made = store.backup(tmp_path / name)
    other = Store(tmp_path / "other")
    restored = other.restore(made.path)
    assert restored.version == made.version == other.version() == store.version()
    assert restored.moved_to is None
    assert to_csv(other.statements()) == to_csv(store.statements())
    assert other.log() == store.log()
    assert other.commits() == store.commits()
    earlier = "2.1"
    assert to_csv(other.statements(version=earlier)) == to_csv(store.statements(version=earlier))
    assert other.original(article(1).article_id).content() == LETTER.data
    assert other.verify().is_sound
    add(other, [article(4)])
    assert other.verify().is_sound


@KINDS
def test_backup_made_while_others_write_is_one_state(
    store: Store, tmp_path: Path, name: str
) -> None:
    stop = threading.Event()

    def write() -> None:
        mine, n = Store(store.path), 10
        while not stop.is_set():
            add(mine, [article(n)])
            statement_id = mine.statements()["statement_id"].iloc[-1]
            mine.correct(statement_id, {"side": "US"}, reason="test", who="bo")
            n += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = store.backup(tmp_path / name)
    finally:
        stop.set()
        writer.join()
    other = Store(tmp_path / "other")
    other.restore(made.path)
    assert to_csv(other.statements()) == to_csv(store.statements(version=made.version))
    assert other.orphans() == []


def test_backup_overwrites_nothing_and_leaves_nothing_half(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = tmp_path / "taken.tar"
    taken.write_text("mine")
    with pytest.raises(StoreError, match="is there already"):
        store.backup(taken)
    with pytest.raises(StoreError, match="no such folder"):
        store.backup(tmp_path / "no" / "where.tar")
    with pytest.raises(StoreError, match="in the store itself"):
        store.backup(store.path / "inside")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "_check", full)
    for name in ("a.tar", "a"):
        with pytest.raises(StoreError, match="disk is full"):
            store.backup(tmp_path / name)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["store", "taken.tar"]
    assert taken.read_text() == "mine"


def test_damaged_store_gives_no_backup(store: Store, tmp_path: Path) -> None:
    flip(store.original(article(1).article_id).path)
    with pytest.raises(StoreError, match=r"is damaged.*no backup was made"):
        store.backup(tmp_path / "copy.tar")
    assert not (tmp_path / "copy.tar").exists()


def test_store_that_is_not_empty_is_only_moved_aside(store: Store, tmp_path: Path) -> None:
    backup = store.backup(tmp_path / "copy.tar").path
    add(store, [article(7)])
    newer = to_csv(store.statements())
    with pytest.raises(StoreError, match="--force moves that store aside"):
        store.restore(backup)
    assert to_csv(store.statements()) == newer
    moved_to = store.restore(backup, is_forced=True).moved_to
    assert moved_to is not None
    assert to_csv(Store(moved_to).statements()) == newer
    assert len(store.articles()) == 2
    assert Store(moved_to).verify().is_sound
    add(store, [article(8)])


def test_store_that_somebody_writes_to_is_not_moved(store: Store, tmp_path: Path) -> None:
    backup = store.backup(tmp_path / "copy.tar").path
    impatient = Store(store.path, lock_timeout=0.2)
    with store.exclusively(), pytest.raises(StoreLockedError, match="another process"):
        impatient.restore(backup, is_forced=True)
    assert store.verify().is_sound
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.tar", "store"]


def test_empty_store_gives_way_and_other_files_never(store: Store, tmp_path: Path) -> None:
    backup = store.backup(tmp_path / "copy.tar").path
    empty = new_store(tmp_path / "empty")
    empty.restore(backup)
    assert len(empty.articles()) == 2
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_text("meow")
    for is_forced in (False, True):
        with pytest.raises(StoreError, match="is no store, and not empty"):
            Store(tmp_path / "photos").restore(backup, is_forced=is_forced)
    assert (tmp_path / "photos" / "cat.jpg").read_text() == "meow"


Member = tuple[tarfile.TarInfo, bytes]


def rewritten(backup: Path, change: Callable[[list[Member]], list[Member]]) -> Path:
    """Return a copy of a backup whose members somebody changed."""
    with tarfile.open(backup) as tar:
        members = [(each, tar.extractfile(each).read()) for each in tar]  # type: ignore[union-attr]
    path = backup.with_name("hostile.tar")
    with tarfile.open(path, "w") as tar:
        for about, data in change(members):
            about.size = len(data)
            tar.addfile(about, io.BytesIO(data))
    return path


def also(name: str, kind: bytes = tarfile.REGTYPE, to: str = "") -> Callable[..., list[Member]]:
    about = tarfile.TarInfo(name)
    about.type, about.linkname = kind, to

    def change(members: list[Member]) -> list[Member]:
        return [(about, b"evil" if kind == tarfile.REGTYPE else b""), *members]

    return change


def listed_as_well(members: list[Member]) -> list[Member]:
    """Put a file into the folder above, and into the list, so that checksums fit."""
    manifest = json.loads(members[-1][1])
    manifest["files"]["../evil"] = [LETTER.sha256, LETTER.n_bytes]
    last = (members[-1][0], json.dumps(manifest).encode())
    return [(tarfile.TarInfo("../evil"), LETTER.data), *members[:-1], last]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (also("../evil"), "no file of a store"),
        (also("/tmp/evil"), "no file of a store"),
        (also("articles/../../evil.parquet"), "no file of a store"),
        (also("articles\\..\\evil.parquet"), "no file of a store"),
        (also("commits/00000001.json\n"), "no file of a store"),
        (also("store.json"), "is in it twice"),
        (also("articles/more.parquet"), "not as its list says"),
        (also("articles", tarfile.SYMTYPE, "/etc"), "not a plain file"),
        (also("commits/00000009.json", tarfile.LNKTYPE, "/etc/passwd"), "not a plain file"),
        (also("articles/x.parquet", tarfile.FIFOTYPE), "not a plain file"),
        (listed_as_well, "no file of a store"),
        (lambda members: members[1:], "not as its list says"),
        (lambda members: members[:-1], "only half of one"),
        (lambda members: [(m, b"x" + d if "letter" in m.name else d) for m, d in members][:3],
         "only half of one"),
        (lambda members: [(m, d[::-1] if m.name.endswith("parquet") else d) for m, d in members],
         "not as its list says"),
    ],
)  # fmt: skip
def test_hostile_or_broken_backup_is_refused_and_leaves_nothing(
    store: Store, tmp_path: Path, change: Callable[[list[Member]], list[Member]], said: str
) -> None:
    hostile = rewritten(store.backup(tmp_path / "copy.tar").path, change)
    target = tmp_path / "inner" / "other"
    with pytest.raises(StoreError, match=said):
        Store(target).restore(hostile)
    assert list((tmp_path / "inner").iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "copy.tar", "hostile.tar", "inner", "store",
    ]  # fmt: skip


def test_backup_whose_list_fits_but_whose_tables_point_elsewhere_is_refused(
    store: Store, tmp_path: Path
) -> None:
    folder = store.backup(tmp_path / "copy").path
    log = folder / "articles" / "_delta_log" / f"{1:020}.json"
    log.write_text(log.read_text().replace('"path":"', '"path":"file:///etc/'))
    manifest = json.loads((folder / "backup.json").read_text())
    data = log.read_bytes()
    import hashlib

    name = log.relative_to(folder).as_posix()
    manifest["files"][name] = [hashlib.sha256(data).hexdigest(), len(data)]
    (folder / "backup.json").write_text(json.dumps(manifest))
    with pytest.raises(StoreError, match="which is no file of the table"):
        Store(tmp_path / "other").restore(folder)
    assert not (tmp_path / "other").exists()


def test_link_in_a_backup_folder_is_refused(store: Store, tmp_path: Path) -> None:
    folder = store.backup(tmp_path / "copy").path
    (folder / "originals" / "link").symlink_to("/etc")
    with pytest.raises(StoreError, match="not a plain file"):
        Store(tmp_path / "other").restore(folder)


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b" + b"0" * 2000])
def test_file_that_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.tar").write_bytes(content)
    with pytest.raises(StoreError, match="no backup of a store"):
        Store(tmp_path / "other").restore(tmp_path / "x.tar")
    with pytest.raises(StoreError):
        Store(tmp_path / "other").restore(tmp_path / "missing.tar")
    assert not (tmp_path / "other").exists()


def test_backup_after_a_vacuum_knows_which_versions_are_gone(store: Store, tmp_path: Path) -> None:
    store.vacuum(0)
    other = Store(tmp_path / "other")
    other.restore(store.backup(tmp_path / "copy.tar").path)
    with pytest.raises(StoreError, match="given up"):
        other.statements(version="2.1")
    shutil.rmtree(store.path)
    assert len(other.statements()) == 4
