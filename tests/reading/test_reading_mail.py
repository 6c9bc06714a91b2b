"""Mails: plain or as a page, forwarded, with attachments, with headers in every dress."""

from pathlib import Path

import pytest

from stance.errors import InputError
from stance.model import DateHint
from stance.reading import read, read_all, read_inputs
from stance.reading.forwarded import read_forwarded
from tests.reading.build import SAMPLES, STORY, TEXT, mail_of, zip_of

PAGE = "<html><body><table><tr><td><p>{}</p><p>{}</p></td></tr></table></body></html>"


def write(tmp_path: Path, data: bytes, name: str = "a.eml") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_plain_mail_is_its_words_with_subject_and_day(tmp_path: Path) -> None:
    article = read(write(tmp_path, mail_of()))
    assert article.text.strip() == TEXT
    assert (article.title, article.outlet) == ("Harbour talks go on", None)
    assert article.date_hints == (
        DateHint(value="2023-06-19T08:30:00+02:00", basis="metadata", words="Date"),
    )


def test_encoded_headers_are_read(tmp_path: Path) -> None:
    subject = "=?utf-8?b?SGFmZW5nZXNwcsOkY2hl?= =?iso-8859-1?q?_gehen_weiter_f=FCr_alle?="
    data = f"From: a@b.example\nSubject: {subject}\n\n{STORY[0]}".encode()
    assert read(write(tmp_path, data)).title == "Hafengespräche gehen weiter für alle"


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "cp1252", "utf-16"])
def test_declared_encoding_of_the_words_is_used(tmp_path: Path, charset: str) -> None:
    text = "Gespräche über die Brücke, sagte Müller."
    head = f"From: a@b.example\nContent-Type: text/plain; charset={charset}\n"
    head += "Content-Transfer-Encoding: 8bit\n\n"
    assert read(write(tmp_path, head.encode() + text.encode(charset))).text.strip() == text


@pytest.mark.parametrize("charset", ["unknown-8bit", "punycode", "x-nonsense", "us-ascii"])
def test_wrongly_declared_encoding_is_found_out(tmp_path: Path, charset: str) -> None:
    head = f"From: a@b.example\nContent-Type: text/plain; charset={charset}\n\n"
    article = read(write(tmp_path, head.encode() + "Gespräche in Zürich.".encode()))
    assert article.text == "Gespräche in Zürich."


def test_newsletter_without_plain_words_is_read_from_its_page(tmp_path: Path) -> None:
    headers = {"From": "Port Courier <news@portside.example>", "List_Unsubscribe": "<mailto:x>"}
    article = read(write(tmp_path, mail_of(None, PAGE.format(*STORY), **headers)))
    assert article.text == TEXT
    assert article.outlet == "Port Courier"


def test_stub_beside_a_page_is_not_taken_for_the_letter(tmp_path: Path) -> None:
    article = read(write(tmp_path, mail_of("View in a browser", PAGE.format(*STORY))))
    assert article.text == TEXT


FORWARDED = f"""Worth a look?

---------- Forwarded message ---------
From: Port Courier <news@portside.example>
Date: Mon, Jun 12, 2023 at 7:01 AM
Subject: Fwd: Fees to fall
To: <roe@portside.example>

{STORY[0]}
"""


@pytest.mark.parametrize(
    "opening",
    ["---------- Forwarded message ---------", "-----Original Message-----",
     "Begin forwarded message:\n"],
)  # fmt: skip
@pytest.mark.parametrize("before", ["", "> "], ids=["plain", "quoted"])
def test_forwarded_letter_tells_subject_sender_and_day(
    tmp_path: Path, opening: str, before: str
) -> None:
    text = FORWARDED.replace("---------- Forwarded message ---------", opening)
    text = "\n".join(before + line if line else line for line in text.split("\n"))
    article = read(write(tmp_path, mail_of(text)))
    assert (article.title, article.outlet) == ("Fees to fall", "Port Courier")
    assert article.date_hints[0].value == "Mon, Jun 12, 2023 at 7:01 AM"
    (mark,) = [mark for mark in article.marks if "Subject" in article.text[mark.start : mark.end]]
    marked = article.text[mark.start : mark.end]
    assert mark.kind == "notice"
    assert "roe@portside.example" in marked
    assert STORY[0] not in marked


def test_text_about_forwarding_is_no_forwarded_letter() -> None:
    assert read_forwarded("He forwarded message after message.\nFrom: nobody\n").spans == ()
    assert read_forwarded("-- Forwarded message --\n\nSol said no.").spans == ()


def test_attachments_are_articles_of_their_own(tmp_path: Path) -> None:
    attached = {
        "../../etc/passwd.txt": STORY[1].encode(),
        "export.rtf": (SAMPLES / "export.rtf").read_bytes(),
        "logo.exe": b"MZ",
    }
    result = read_inputs([write(tmp_path, mail_of(attached=attached))])
    assert [article.source_file for article in result.articles] == [
        "a.eml", "a.eml#passwd.txt", "a.eml#export.rtf#1", "a.eml#export.rtf#2",
    ]  # fmt: skip
    assert [str(problem).rpartition("/")[2][:40] for problem in result.problems] == [
        "a.eml#logo.exe: has the unsupported exte"
    ]
    assert len({original.sha256 for original in result.originals.values()}) == 1


def test_attached_letter_and_archive_are_opened(tmp_path: Path) -> None:
    inner = mail_of(STORY[1], Subject="Fees to fall")
    attached = {"in.eml": inner, "in.zip": zip_of({"x/a.txt": STORY[0].encode()})}
    articles = read_all(write(tmp_path, mail_of("See below.", attached=attached)))
    assert [article.source_file for article in articles] == [
        "a.eml", "a.eml#in.eml", "a.eml#in.zip#a.txt",
    ]  # fmt: skip
    assert articles[1].title == "Fees to fall"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"Sol said no.", "is not a mail"),
        (b"%PDF-1.4 Subject: x", "is not a mail"),
        (b"Note: this\nand that", "is not a mail"),
        (b"From: a@b.example\nSubject: x\n\n \n", "is a mail without text"),
    ],
)
def test_what_is_no_mail_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read(write(tmp_path, data))


def test_saved_page_is_read_like_a_mail(tmp_path: Path) -> None:
    article = read(write(tmp_path, mail_of(None, PAGE.format(*STORY)), "a.mhtml"))
    assert article.text == TEXT
