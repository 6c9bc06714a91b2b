"""``verify``, ``backup``, ``restore``, ``compact``, ``originals``, ``log --commits``."""

import csv
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from stance.cli.handing_out import safe_name
from stance.store import Store
from stance.table import frame_of, to_csv

from .conftest import AXES, Call, article


@dataclass(frozen=True)
class File:
    """A file as reading hands it over."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def n_bytes(self) -> int:
        return len(self.data)

    def content(self) -> bytes:
        return self.data


def add_file(store: Store, source: str, file: File) -> str:
    from datetime import date

    one = article(source, date(2024, 5, 1), "Herald")
    store.add([one], frame_of([], AXES), originals={one.article_id: file})
    return one.article_id


def test_sound_store_ends_with_zero(call: Call, own_store: Store) -> None:
    outcome = call("verify", "--store", own_store.path)
    assert (outcome.code, outcome.out) == (0, b"")
    assert "3 articles, 3 statements, 0 corrections" in outcome.err
    assert outcome.err.endswith("stance: sound\n")


def test_damage_is_one_line_and_ends_with_one(call: Call, own_store: Store) -> None:
    path = next((own_store.path / "articles").glob("*.parquet"))
    path.unlink()
    outcome = call("verify", "--store", own_store.path)
    assert outcome.code == 1
    (line, *_) = outcome.out.decode().splitlines()
    assert line.startswith(f"{path}: is missing")
    assert "stance restore" in line


def test_verify_of_no_store_says_how_to_make_one(call: Call, tmp_path: Path) -> None:
    outcome = call("verify", "--store", tmp_path / "nowhere")
    assert outcome.code == 1
    assert "stance ingest" in outcome.err


@pytest.mark.parametrize("name", ["copy.tar", "copy"])
def test_backup_and_restore_go_round(
    call: Call, own_store: Store, tmp_path: Path, name: str
) -> None:
    export = to_csv(own_store.statements())
    outcome = call("backup", tmp_path / name, "--store", own_store.path)
    assert outcome.code == 0
    assert "version 1.0" in outcome.err
    assert call("restore", tmp_path / name, "--store", tmp_path / "new").code == 0
    assert to_csv(Store(tmp_path / "new").statements()) == export
    refused = call("restore", tmp_path / name, "--store", own_store.path)
    assert (refused.code, "--force" in refused.err) == (1, True)
    forced = call("restore", tmp_path / name, "--store", own_store.path, "--force")
    assert forced.code == 0
    assert "the store that was there is now" in forced.err


def test_compact_tells_what_it_deletes_and_gives_up(call: Call, own_store: Store) -> None:
    gone = add_file(own_store, "d.txt", File("d.txt", b"x" * 2_000_000))
    own_store.remove([gone])
    outcome = call("compact", "--vacuum", 0, "--purge", "--store", own_store.path)
    assert outcome.code == 0
    assert "no longer readable: 2\n" in outcome.err
    assert "kept files: 1 file deleted, 2.0 MB" in outcome.err
    assert call("verify", "--store", own_store.path).code == 0
    at = call("export", "--at", "2.0", "--store", own_store.path)
    assert (at.code, "given up" in at.err) == (1, True)


def test_originals_come_out_under_their_names_with_a_list(
    call: Call, own_store: Store, tmp_path: Path
) -> None:
    files = [File("a.txt", b"one"), File("a.txt", b"two"), File("=cmd.csv", b"three")]
    ids = [add_file(own_store, f"{n}.txt", file) for n, file in enumerate(files)]
    outcome = call("originals", tmp_path / "out", "--store", own_store.path)
    assert outcome.code == 0
    assert "3 files, 0.0 MB, of 3 articles" in outcome.err
    with (tmp_path / "out" / "originals.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["article_id"]: row for row in csv.DictReader(file)}
    assert set(rows) == set(ids)
    for article_id, given in zip(ids, files, strict=True):
        name = rows[article_id]["file"].removeprefix("'")
        assert (tmp_path / "out" / name).read_bytes() == given.data
    assert rows[ids[2]]["file"] == "'=cmd.csv"
    again = call("originals", tmp_path / "out", "--store", own_store.path)
    assert (again.code, len(list((tmp_path / "out").iterdir()))) == (0, 4)


def test_original_of_one_article(call: Call, own_store: Store, tmp_path: Path) -> None:
    article_id = add_file(own_store, "d.txt", File("d.txt", b"d"))
    at = ["--store", own_store.path]
    assert call("originals", tmp_path / "out", "--article", article_id, *at).code == 0
    assert (tmp_path / "out" / "d.txt").read_bytes() == b"d"
    other = own_store.articles()["article_id"].iloc[0]
    outcome = call("originals", tmp_path / "none", "--article", other, *at)
    assert (outcome.code, "was not kept" in outcome.err) == (1, True)
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("/etc/passwd", "_etc_passwd"),
        ("..", "_"),
        ("", "_"),
        ("a\\b:c\n.txt", "a_b_c_.txt"),
        (".bashrc", "bashrc"),
        ("NUL.txt", "_NUL.txt"),
        ("originals.csv", "_originals.csv"),
        ("Größe.docx", "Größe.docx"),
    ],
)
def test_name_of_a_kept_file_stays_in_its_folder(name: str, expected: str) -> None:
    assert safe_name(name) == expected


def test_long_name_is_cut_from_the_front() -> None:
    name = safe_name("ü" * 400 + ".docx")
    assert name.endswith("ü.docx")
    assert len(name.encode()) <= 150


def test_log_shows_commits(call: Call, own_store: Store) -> None:
    outcome = call("log", "--commits", "--store", own_store.path)
    lines = [json.loads(line) for line in outcome.out.splitlines()]
    assert [line["what"] for line in lines] == ["create", "add"]
    assert lines[1]["n_articles"] == 3
    assert call("log", "--commits", "--orphans", "--store", own_store.path).code == 2
