"""Text files: the decoded file is the text, whatever its encoding, to the last character."""

import codecs
import contextlib
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from stance.errors import InputError
from stance.reading import read, read_text
from stance.reading.decoding import decode

ENGLISH = "“We hope for talks,” she said – in Zürich.\r\nNobody answered.\n\n\tNot\x0bone.\r"
CHINESE = "外交部发言人说，双方应当回到谈判桌前，共同解决港口问题。记者问到下一轮会谈的时间。\n" * 3
RUSSIAN = "Министр заявила, что переговоры о порте будут продолжены на следующей неделе.\n" * 3


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "utf-8"),
        (ENGLISH, "utf-8-sig"),
        (ENGLISH, "utf-16"),
        (ENGLISH, "utf-16-le"),
        (ENGLISH, "utf-16-be"),
        (ENGLISH, "utf-32"),
        (ENGLISH, "cp1252"),
        (CHINESE, "utf-8"),
        (CHINESE, "gb18030"),
        (CHINESE, "utf-16"),
        (RUSSIAN, "cp1251"),
    ],
)
def test_text_is_the_decoded_file_to_the_last_character(
    tmp_path: Path, text: str, encoding: str
) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(text.encode(encoding))
    assert read(path).text == text


@pytest.mark.parametrize("text", ["Café", "naïve", "He said “yes”", "€5 – no more", "Søren Åse"])
def test_short_western_text_is_not_taken_for_another_alphabet(text: str) -> None:
    assert decode(text.encode("cp1252"), "t") == text


def test_byte_order_mark_is_no_character_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "bom.txt"
    path.write_bytes(codecs.BOM_UTF8 + b"Sol spoke.\n")
    article = read(path)
    assert article.text == path.read_text(encoding="utf-8-sig")
    assert article.text.startswith("Sol")


def test_second_byte_order_mark_is_kept() -> None:
    assert decode(codecs.BOM_UTF8 * 2 + b"x", "t") == "\ufeffx"


def test_offsets_of_marks_hold_in_a_file_with_windows_newlines(tmp_path: Path) -> None:
    path = tmp_path / "windows.txt"
    lines = [
        "Harbour talks go on again",
        "2 min",
        "The ministers met for the third time on Friday.",
    ]
    path.write_bytes("\r\n\r\n".join(lines).encode("utf-8-sig"))
    article = read(path)
    assert [article.text[m.start : m.end] for m in article.marks] == lines[:2]


def test_file_cut_inside_a_character_keeps_all_others() -> None:
    data = ("“Ja,” sagte Müller – und die Brücke schloß. " * 3 + "ü").encode()[:-1]
    assert decode(data, "t") == "“Ja,” sagte Müller – und die Brücke schloß. " * 3 + "\ufffd"


@hypothesis_settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_every_utf8_text_comes_back_as_it_was(text: str) -> None:
    written = text.encode("utf-8")
    expected = text.removeprefix("\ufeff")
    assert decode(written, "t") == expected


@hypothesis_settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused_by_name(data: bytes) -> None:
    text = ""
    with contextlib.suppress(InputError):  # any other error fails the test
        text = decode(data, "odd.txt")
    assert "\x00" not in text


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00a0\u2028", "\ufeff\n"])
def test_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"^a\.txt: (is empty|holds only white space)$"):
        read_text(text, source_file="a.txt")


def test_given_facts_win_over_what_the_page_says() -> None:
    page = "Harbour talks go on again\n\nPORT TOWN (AP) — The ministers met again on Friday."
    article = read_text(
        page, source_file="a.txt", title="Mine", outlet="Ours", authors=["Jane Roe"]
    )
    assert (article.title, article.outlet, article.authors) == ("Mine", "Ours", ("Jane Roe",))


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://www.reuters.com/world/a", "Reuters"),
        ("https://edition.cnn.com/b", "CNN"),
        ("https://www.portside.example/c", "portside.example"),
        ("http://[broken", None),
        ("no address", None),
    ],
)
def test_address_names_the_outlet(url: str, outlet: str | None) -> None:
    assert read_text("Sol said no.", source_file="a", url=url).outlet == outlet


@pytest.mark.parametrize(
    "piece",
    [
        '"',
        "“",
        "'",
        "(",
        '"\n',
        "Jane Roe/",
        "- ",
        "A. ",
        "# ",
        "By Jane Roe and ",
        "we donate ",
        "1 ",
    ],
)
def test_hostile_text_is_read_in_linear_time(piece: str) -> None:
    def seconds_for(n_chars: int) -> float:
        text = piece * (n_chars // len(piece))
        started = time.perf_counter()
        read_text(text, source_file="hostile.txt")
        return time.perf_counter() - started

    seconds_for(1000)  # reads the lexicons
    small, large = seconds_for(60_000), seconds_for(600_000)
    # Ten times the size may take forty times as long on a busy machine; squared would be hundred.
    assert large < max(1.0, 40 * small)
    assert large < 30
