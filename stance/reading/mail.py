"""Mails (.eml) and pages saved as mails (.mhtml): the words of the letter, and its attachments.

Of a letter in two forms the plain one is taken, unless it is a stub beside the page. What a mail
program writes above a forwarded letter is marked and read: that letter's subject, sender and day
are those of the article, not those of the colleague who sent it on.
"""

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from functools import partial

from stance.errors import InputError
from stance.model import Article, DateHint, Mark
from stance.reading.decoding import decode, describe_content
from stance.reading.exports import articles_of_text
from stance.reading.forwarded import Forwarded, read_forwarded
from stance.reading.job import Job
from stance.reading.markup import text_of_fragment
from stance.reading.parts import Part, ReadPart, read_parts

_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]?")
_KNOWN = re.compile(
    rb"^(?:from|date|subject|mime-version|received|content-type):", re.IGNORECASE | re.MULTILINE
)
_MAX_HEADERS = 256 * 1024
_MAX_PARTS = 500
_MIN_SHARE = 0.25  # of the page's words that the plain form must have, or it is a stub
_ENDINGS = {"text/html": ".html", "message/rfc822": ".eml"}
_NAMED_BY = re.compile(r"^(?P<name>.{1,200}?)\s*<[^<>]{1,300}>\s*$")


def read_mail(data: bytes, name: str, job: Job, read_part: ReadPart) -> list[Article]:
    """Read a mail and its attachments; pictures and calendars among them are left out.

    Raises:
        InputError: If it is no mail, or nothing in it can be read.
    """
    head = data.lstrip()[:_MAX_HEADERS]
    if describe_content(data) or not (_HEADER.match(head) and _KNOWN.search(head)):
        raise InputError(name, "is not a mail: it has no lines such as From, Date or Subject")
    try:
        message = email.message_from_bytes(data.lstrip(), policy=email.policy.default)
        parts = _leaves(message)
        text = _letter(parts, name)
        attached = list(_attachments(parts))
        facts = _facts(message)
    except (InputError, MemoryError):
        raise
    except Exception as error:  # the parser of headers raises many kinds on hostile ones
        raise InputError(name, f"is a broken mail: {error or type(error).__name__}") from error
    if not text.strip() and not attached:
        raise InputError(name, "is a mail without text")
    is_read_before = job.depth == 0 and job.n_done > 0
    letter = _articles(text, facts, name, job) if text.strip() and not is_read_before else []
    if not attached:
        return letter
    return job.handed_over(letter) + read_parts(attached, name, job, read_part)


def _articles(text: str, facts: Forwarded, name: str, job: Job) -> list[Article]:
    forwarded = read_forwarded(text)
    date = forwarded.date or facts.date
    return articles_of_text(
        text,
        name,
        job,
        title=forwarded.subject or facts.subject,
        outlet=forwarded.sender or facts.sender,
        date_hints=[DateHint(value=date, basis="metadata", words="Date")] if date else (),
        known_marks=[Mark(start=s, end=e, kind="notice") for s, e in forwarded.spans],
    )


def _facts(message: EmailMessage) -> Forwarded:
    """Return subject, day and sender; the sender is an outlet where the mail went to a list."""
    is_list = any(message.get(key) for key in ("List-Id", "List-Unsubscribe"))
    sender = _NAMED_BY.match(_header(message, "From")) if is_list else None
    return Forwarded(
        subject=_header(message, "Subject") or None,
        date=_day(_header(message, "Date")),
        sender=sender["name"].strip(" \"'") if sender else None,
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        value = str(message.get(name) or "")
    except Exception:  # noqa: BLE001 - a header that cannot be parsed says nothing
        return ""
    value = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(value.replace("\x00", "").split())[:500]


def _day(value: str) -> str | None:
    try:
        return parsedate_to_datetime(value).isoformat() if value else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return _iso_day(value)


def _iso_day(value: str) -> str | None:
    try:
        return datetime.fromisoformat(value.strip()).isoformat()
    except ValueError:
        return None


def _leaves(message: EmailMessage) -> list[EmailMessage]:
    """Return the parts that hold no others, forwarded letters as one, in order."""
    leaves: list[EmailMessage] = []
    waiting = [message]
    while waiting and len(leaves) < _MAX_PARTS:
        part = waiting.pop()
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            inner = [each for each in part.iter_parts() if isinstance(each, EmailMessage)]
            waiting.extend(reversed(inner))
        else:
            leaves.append(part)
    return leaves


def _letter(parts: list[EmailMessage], name: str) -> str:
    plain: list[str] = []
    page: list[str] = []
    for part in parts:
        if part.get_content_disposition() == "attachment":
            continue
        kind = part.get_content_type()
        if kind == "text/plain":
            plain.append(_words(part, name))
        elif kind == "text/html":
            page.append(text_of_fragment(_words(part, name)))
    words, seen = "\n\n".join(plain).replace("\r\n", "\n"), "\n\n".join(page)
    return words if len(words.split()) >= _MIN_SHARE * len(seen.split()) and words.strip() else seen


def _words(part: EmailMessage, name: str) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    try:
        if charset and charset.casefold() not in ("idna", "punycode", "undefined"):
            return data.decode(charset).replace("\x00", "\ufffd")
    except (LookupError, UnicodeError):
        pass  # declared wrongly: find out ourselves
    return decode(data, name) if data.strip() else ""


def _attachments(parts: list[EmailMessage]) -> Iterator[Part]:
    for number, part in enumerate(parts, start=1):
        kind = part.get_content_type()
        is_letter = kind in ("text/plain", "text/html")
        if is_letter and part.get_content_disposition() != "attachment":
            continue
        if kind.startswith(("image/", "audio/", "video/", "font/", "text/calendar", "text/css")):
            continue
        name = part.get_filename()
        if name is None and kind not in _ENDINGS:
            continue  # a signature, a report of delivery
        yield Part(name or f"part{number}{_ENDINGS[kind]}", partial(_content, part))


def _content(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], EmailMessage):
            return inner[0].as_bytes(policy=email.policy.default.clone(refold_source="none"))
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload:
        raise InputError("part", "is empty")
    return payload
