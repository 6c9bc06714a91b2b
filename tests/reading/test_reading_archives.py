"""ZIP archives: each member by its reader, names that stay inside, bombs that do not go off."""

from pathlib import Path

import pytest

from stance.errors import InputError
from stance.reading import read_inputs
from stance.reading.parts import shown_name
from tests.reading import hostile
from tests.reading.build import SAMPLES, STORY, TEXT, samples, zip_of


def write(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    return path


def reasons(path: Path) -> dict[str, str]:
    return {Path(each.source).name: each.reason for each in read_inputs([path]).problems}


def test_every_supported_file_of_an_archive_is_read(tmp_path: Path) -> None:
    result = read_inputs([write(tmp_path, samples()["a.zip"])])
    assert result.problems == []
    assert [article.source_file for article in result.articles] == [
        "a.zip#c.csv#1", "a.zip#c.csv#2", "a.zip#in.zip#d.txt", "a.zip#in.zip#e.rtf",
        "a.zip#a.txt", "a.zip#b.html",
    ]  # fmt: skip
    assert result.articles[4].text == TEXT


def test_hidden_members_and_folders_are_left_out(tmp_path: Path) -> None:
    parts = {".git/x.txt": b"x", "__MACOSX/a.txt": b"x", "f/": b"", "a/.b.txt": b"x"}
    result = read_inputs([write(tmp_path, zip_of({**parts, "a.txt": TEXT.encode()}))])
    assert [article.source_file for article in result.articles] == ["a.zip#a.txt"]
    assert result.problems == []


def test_bad_members_are_named_and_the_others_read(tmp_path: Path) -> None:
    parts = {"a.txt": TEXT.encode(), "b.exe": b"MZ", "c.pdf": b"%PDF-1.4 broken", "d.txt": b""}
    path = write(tmp_path, zip_of(parts))
    assert len(read_inputs([path]).articles) == 1
    found = reasons(path)
    assert found.keys() == {"a.zip#b.exe", "a.zip#c.pdf", "a.zip#d.txt"}
    assert "unsupported extension" in found["a.zip#b.exe"]
    assert "broken PDF" in found["a.zip#c.pdf"]
    assert found["a.zip#d.txt"] == "is empty"


def test_names_never_leave_the_archive(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    result = read_inputs([write(tmp_path / "in", hostile.travelling_zip())])
    names = [article.source_file for article in result.articles]
    assert names == ["a.zip#a.txt", "a.zip#c.txt", "a.zip#b.txt", "a.zip#d.txt", "a.zip#b-2.txt"]
    assert [path.name for path in tmp_path.rglob("*")] == ["in", "a.zip"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../a.txt", "a.txt"),
        ("C:\\x\\a.txt", "a.txt"),
        ("x/\u202etxt.exe", "txt.exe"),
        ("a\nb\x00.txt", "ab.txt"),
        ("..", "unnamed"),
        ("x" * 500 + ".txt", "x" * 120 + ".txt"),
    ],
)
def test_name_from_inside_is_shown_without_folders_and_tricks(name: str, shown: str) -> None:
    assert shown_name(name) == shown


@pytest.mark.parametrize(
    ("data", "source", "reason"),
    [
        (hostile.encrypted_zip(), "a.zip#a.txt", "is encrypted; unpack it yourself"),
        (hostile.linking_zip(), "a.zip#a.txt", "is a link, which is not followed"),
        (hostile.nested_zip(), "a.zip#in.zip#in.zip#in.zip", "is nested more than 3 deep"),
        (hostile.lying_zip(), "a.zip#a.txt", "is broken"),
        (hostile.zip_bomb(), "a.zip", "unpacks to more than is allowed"),
        (zip_of({}), "a.zip", "is an archive without files"),
        (b"Sol said no.", "a.zip", "is not a ZIP archive but something else"),
        (samples()["a.zip"][:-30], "a.zip", "is a broken archive"),
    ],
    ids=["encrypted", "link", "nested", "lying", "bomb", "empty", "text", "cut"],
)
def test_hostile_archive_is_refused_by_name(
    tmp_path: Path, data: bytes, source: str, reason: str
) -> None:
    found = reasons(write(tmp_path, data))
    assert found[source].startswith(reason)


def filled(number: int) -> bytes:
    return zip_of({f"{i}.txt": f"Sol{number} said no{i}. ".encode() * 5_500 for i in range(8)})


def test_bomb_of_many_members_stops_at_the_sum(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STANCE_MAX_INPUT_MB", "0.1")
    # Each archive inside may unpack to 1 MB, and all together may not.
    path = write(tmp_path, zip_of({f"{i}.zip": filled(i) for i in range(20)}))
    result = read_inputs([path])
    assert 0 < len(result.articles) <= 13
    assert "unpacks to more than is allowed" in result.problems[-1].reason
    assert len(result.problems) < 10


def test_office_document_is_no_archive_of_articles() -> None:
    data = (SAMPLES / "article.docx").read_bytes()
    from stance.reading import read_bytes

    articles, problems = read_bytes(data, "renamed.zip")
    assert articles == []
    assert all("unsupported extension" in problem.reason for problem in problems)


def test_mail_and_archive_in_turn_are_nested_no_deeper(tmp_path: Path) -> None:
    from tests.reading.build import mail_of

    data = STORY[0].encode()
    name = "a.txt"
    for _ in range(3):
        data, name = mail_of("See below.", attached={name: data}), "in.eml"
        data, name = zip_of({name: data}), "in.zip"
    result = read_inputs([write(tmp_path, data)])
    assert [article.text.strip() for article in result.articles] == ["See below."]
    assert "is nested more than 3 deep" in result.problems[-1].reason


def test_cut_archive_says_that_it_is_broken() -> None:
    from stance.reading import read_bytes

    with pytest.raises(InputError, match=r"a\.zip: is a broken archive"):
        read_bytes(samples()["a.zip"][:200], "a.zip")
