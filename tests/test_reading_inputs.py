"""Files and folders: order, hidden files, links, copies, and everything that cannot be read."""

import os
from pathlib import Path

import pytest

from stance.errors import InputError
from stance.reading import inputs as inputs_module
from stance.reading import iter_inputs, read, read_all, read_inputs

LONG = "The delegates spoke about the harbour. " * 12


def write(path: Path, text: str = "Sol said no.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def reasons(problems: list[InputError]) -> dict[str, str]:
    return {Path(problem.source).name: problem.reason for problem in problems}


def test_folder_is_read_in_name_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden.txt", "c/z.txt", "c/.git/x.txt", "B.txt"):
        write(tmp_path / name)
    names = [path.relative_to(tmp_path).as_posix() for path in iter_inputs([tmp_path])]
    assert names == ["B.txt", "a.txt", "b.txt", "c/z.txt"]


def test_hidden_file_is_read_when_it_is_named(tmp_path: Path) -> None:
    assert list(iter_inputs([write(tmp_path / ".note.txt")])) == [tmp_path / ".note.txt"]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    write(tmp_path / "a" / "x.txt")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "b").symlink_to(tmp_path / "a", target_is_directory=True)
    assert [path.name for path in iter_inputs([tmp_path])] == ["x.txt"]


def test_missing_path_and_empty_folder_are_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.txt: does not exist"):
        list(iter_inputs([tmp_path / "nowhere.txt"]))
    with pytest.raises(InputError, match="is a folder without files"):
        list(iter_inputs([tmp_path]))


def test_every_bad_file_is_named_and_the_good_ones_are_read(tmp_path: Path) -> None:
    write(tmp_path / "good1.txt", "Sol said yes.")
    write(tmp_path / "empty.txt", "")
    write(tmp_path / "white.txt", " \n\t\n")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n rest")
    (tmp_path / "document.txt").write_bytes(b"%PDF-1.7 and so on")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 and so on")
    write(tmp_path / "text.pdf", "This is no document.")
    write(tmp_path / "text.docx", "This is no document.")
    write(tmp_path / "text.xlsx", "This is no workbook.")
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 broken")
    write(tmp_path / "broken.json", '{"text": ')
    write(tmp_path / "odd.exe", "Sol said no.")
    write(tmp_path / "none", "Sol said no.")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone.txt")
    write(tmp_path / "zgood2.txt", "Sol said maybe.")
    result = read_inputs([tmp_path])
    assert [article.source_file for article in result.articles] == ["good1.txt", "zgood2.txt"]
    found = reasons(result.problems)
    expected = {
        "empty.txt": "is empty",
        "white.txt": "only white space",
        "binary.txt": "binary",
        "picture.txt": "is a picture",
        "document.txt": "is a PDF document, not text",
        "broken.pdf": "is a broken PDF",
        "text.pdf": "is not a PDF document",
        "text.docx": "is not a Word document",
        "text.xlsx": "is not an Excel workbook",
        "broken.docx": "is broken",
        "broken.json": "is broken JSON",
        "odd.exe": "unsupported extension .exe",
        "none": "no extension",
        "dangling.txt": "is a link that leads nowhere",
    }
    assert found.keys() == expected.keys()
    for name, words in expected.items():
        assert words in found[name], name


def test_missing_path_does_not_stop_the_others(tmp_path: Path) -> None:
    result = read_inputs([tmp_path / "nowhere", write(tmp_path / "a.txt")])
    assert len(result.articles) == 1
    assert reasons(result.problems) == {"nowhere": "does not exist"}


def test_file_that_may_not_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, mode: str) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    path = tmp_path / "a.txt"
    path.touch()
    with pytest.raises(InputError, match=r"a\.txt: cannot be read: Permission denied"):
        read(path)


def test_folder_that_may_not_be_opened_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = write(tmp_path / "a.txt")
    locked = tmp_path / "locked"
    write(locked / "b.txt")

    def refuse(path: Path) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    result = read_inputs([locked, good])
    assert [article.source_file for article in result.articles] == ["a.txt"]
    assert reasons(result.problems) == {"locked": "cannot be opened: Permission denied"}


def test_file_over_the_limit_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANCE_MAX_INPUT_MB", "0.001")
    with pytest.raises(InputError, match=r"is 0\.0 MB, over the limit of 0\.001 MB"):
        read(write(tmp_path / "large.txt", "word " * 300))


def test_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(InputError, match="is not a file"):
        read(tmp_path / "pipe.txt")


def test_long_text_under_another_name_is_skipped_as_a_copy(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", LONG)
    write(tmp_path / "b.txt", LONG.replace(" ", "\n"))
    result = read_inputs([tmp_path])
    assert [article.source_file for article in result.articles] == ["a.txt"]
    assert reasons(result.problems) == {"b.txt": f"same text as {tmp_path / 'a.txt'}"}


def test_short_text_recurs_legitimately(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "Sol declined to comment.")
    write(tmp_path / "b.txt", "Sol declined to comment.")
    result = read_inputs([tmp_path])
    assert len(result.articles) == 2
    assert result.problems == []


def test_file_given_twice_is_one_article(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    result = read_inputs([path, tmp_path])
    assert len(result.articles) == 1
    assert "same text as" in reasons(result.problems)["a.txt"]


def test_copies_inside_a_table_name_the_first_row(tmp_path: Path) -> None:
    write(tmp_path / "t.csv", f"text\n{LONG}\nSol said no.\n{LONG}\n")
    result = read_inputs([tmp_path])
    assert [article.source_file for article in result.articles] == ["t.csv#1", "t.csv#2"]
    assert reasons(result.problems) == {"t.csv#3": f"same text as {tmp_path / 't.csv#1'}"}


def test_progress_is_told_before_each_file(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "b.exe")
    seen: list[str] = []
    read_inputs([tmp_path], on_file=lambda path: seen.append(path.name))
    assert seen == ["a.txt", "b.exe"]


def test_read_all_raises_at_a_broken_record_and_read_gives_the_first(tmp_path: Path) -> None:
    path = write(tmp_path / "x.jsonl", '{"text": "Sol said no."}\nnonsense\n')
    assert read(path).source_file == "x.jsonl#1"
    with pytest.raises(InputError, match=r"x\.jsonl#2: line 2 is broken JSON"):
        read_all(path)


def test_limits_are_those_of_the_settings() -> None:
    assert inputs_module.max_input_bytes() == 20_000_000
