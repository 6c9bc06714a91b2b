"""Text files: the decoded file is the text, whatever its encoding, to the last character."""

import codecs
import contextlib
import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from stance.errors import InputError
from stance.reading import read, read_bytes, read_text
from stance.reading.decoding import decode
from stance.reading.marking import mark_parts
from stance.reading.outlets import outlet_of_url
from tests.reading import languages

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


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("RUSSIAN", "koi8-r"), ("RUSSIAN", "cp1251"), ("RUSSIAN", "utf-16-le"),
        ("RUSSIAN", "utf-16-be"), ("SIMPLIFIED", "gb18030"), ("SIMPLIFIED", "gb2312"),
        ("SIMPLIFIED", "utf-16-le"), ("TRADITIONAL", "big5"), ("TRADITIONAL", "utf-16-be"),
        ("JAPANESE", "shift_jis"), ("JAPANESE", "cp932"), ("JAPANESE", "euc-jp"),
        ("JAPANESE", "iso2022-jp"), ("JAPANESE", "utf-16-le"), ("KOREAN", "euc-kr"),
        ("KOREAN", "cp949"), ("KOREAN", "utf-16-be"), ("ENGLISH", "cp1252"),
        ("ENGLISH", "utf-16-le"), ("ENGLISH", "utf-16-be"),
    ],
)  # fmt: skip
def test_article_in_an_old_encoding_without_a_mark_is_read_to_the_last_character(
    tmp_path: Path, language: str, encoding: str
) -> None:
    text = getattr(languages, language)
    if encoding == "koi8-r":  # it has no such marks
        text = text.replace("«", '"').replace("»", '"').replace("—", "-")
    (tmp_path / "article.txt").write_bytes(text.encode(encoding))
    assert read(tmp_path / "article.txt").text == text


@pytest.mark.parametrize("seed", range(20))
def test_noise_with_zeros_in_it_is_no_text(seed: int) -> None:
    data = random.Random(seed).randbytes(4000) + b"\x00\n\x00 "
    with pytest.raises(InputError, match="binary"):
        decode(data, "t")


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
        started = time.process_time()
        mark_parts(text)
        return time.process_time() - started

    seconds_for(1000)  # reads the lexicons
    small, large = seconds_for(100_000), seconds_for(1_000_000)
    # Ten times the size may take forty times as long on a busy machine; squared would be hundred.
    assert large < max(1.0, 40 * small)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Sol said no. " * 25_000, r"is one text of 325,000 characters, over the limit of 300,000"),
        ("no\n" * 20_001, r"is one text of more than 20,000 lines"),
        ("2023-06-19: ---", "holds no words"),
    ],
    ids=["a book", "a list", "no words"],
)
def test_text_that_is_no_article_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read_text(text, source_file="a.txt")


def test_setting_lets_longer_articles_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANCE_MAX_ARTICLE_CHARS", "400000")
    assert len(read_text("Sol said no. " * 25_000).text) == 325_000
    # and in the process that reads other files
    page = b"<html><body><p>" + b"Sol said no. " * 25_000 + b"</p></body></html>"
    assert len(read_bytes(page, "a.html")[0][0].text) > 300_000


def test_outlet_of_an_address_made_of_dots_is_looked_for_in_no_time() -> None:
    host = "a." * 40_000 + "example"
    assert outlet_of_url(f"http://{host}/") == host
