"""Files that leave the program: whole or not at all, in the format asked for, and explained."""

import json
import os
import stat
from datetime import date
from pathlib import Path

import pytest

from stance import export
from stance.errors import UsageError
from stance.selection import Selection
from stance.table import frame_of

AXES = ["warmth"]
FRAME = frame_of(
    [
        {"statement_id": "1", "utterance_id": "u", "article_id": "a", "method_version": "m1"},
        {"statement_id": "2", "utterance_id": "u", "article_id": "b", "method_version": "m1"},
    ],
    AXES,
)


@pytest.mark.parametrize(
    ("named", "out", "expected"),
    [
        (None, None, "csv"),
        (None, "table.JSONL", "jsonl"),
        (None, "table.parquet", "parquet"),
        (None, "table.txt", "csv"),
        ("jsonl", "table.csv", "jsonl"),
    ],
)
def test_format_is_the_named_one_or_that_of_the_ending(
    named: str | None, out: str | None, expected: str
) -> None:
    path = Path(out) if out else None
    assert export.format_for(named, path, "csv") == expected  # type: ignore[arg-type]  # a literal


def test_description_counts_and_cites() -> None:
    told = export.metadata(
        FRAME, Selection(sides=("US",)), store_version="4.1", made_on=date(2024, 1, 2)
    )
    assert (told["n_statements"], told["n_utterances"], told["n_articles"]) == (2, 1, 2)
    assert told["filters"] == {"side": ["US"]}
    assert told["columns"] == list(FRAME.columns)
    for part in ("m1", "store version 4.1", "2024-01-02"):
        assert part in told["how_to_cite"]
    assert json.loads(export.metadata_bytes(told)) == told


def test_description_of_nothing_is_possible() -> None:
    told = export.metadata(FRAME.head(0), Selection(), store_version=None, made_on=date(2024, 1, 2))
    assert (told["n_statements"], told["method_version"]) == (0, [])


def test_files_are_replaced_together_and_leave_nothing_behind(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"old")
    export.write_files([(one, b"new"), (two, b"more")])
    assert (one.read_bytes(), two.read_bytes()) == (b"new", b"more")
    assert len(list(tmp_path.iterdir())) == 2


def test_who_reads_the_old_file_sees_all_of_it(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"old")
    with (tmp_path / "one").open("rb") as reader:
        export.write_files([(tmp_path / "one", b"new")])
        assert reader.read() == b"old"


def test_no_file_is_changed_if_one_cannot_be_written(tmp_path: Path) -> None:
    one = tmp_path / "one"
    one.write_bytes(b"old")
    with pytest.raises(OSError, match="missing"):
        export.write_files([(one, b"new"), (tmp_path / "missing" / "two", b"more")])
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_link_is_followed_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    export.write_files([(tmp_path / "link", b"new")])
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_device_is_written_to_not_replaced() -> None:
    export.write_files([(Path(os.devnull), b"gone")])
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_folder_as_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        export.check_out(tmp_path)
