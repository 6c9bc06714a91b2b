"""What mail programs write above a forwarded letter: a ruled line and a few header lines."""

import re
from dataclasses import dataclass

_OPENS = re.compile(
    r"^[> \t]*(?:-{2,} ?(?:forwarded message|original message|forwarded by .{1,80}?) ?-{2,}"
    r"|begin forwarded message:)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD = re.compile(r"[> \t]*\*?(?P<key>[A-Za-z][A-Za-z-]{1,11}):\*? ?(?P<value>.*)$")
_KEYS = {"from": "sender", "date": "date", "sent": "date", "subject": "subject"}
_OTHER_KEYS = ("to", "cc", "bcc", "reply-to", "importance")
_PREFIX = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr)\s?:\s*){1,10}", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*(?:<[^<>]{1,300}>|\[mailto:[^\[\]]{1,300}\])\s*$")
_MAX_LINES = 14


@dataclass(frozen=True, slots=True)
class Forwarded:
    """Subject, day and sender of a letter; the spans are the lines that say so."""

    subject: str | None = None
    date: str | None = None
    sender: str | None = None
    spans: tuple[tuple[int, int], ...] = ()


def read_forwarded(text: str) -> Forwarded:
    """Read the header lines of the innermost forwarded letter; empty where there is none."""
    found = Forwarded()
    spans: list[tuple[int, int]] = []
    for opening in _OPENS.finditer(text):
        values, end = _fields(text, opening.end())
        if not values:
            continue
        spans.append((opening.start(), end))
        found = Forwarded(
            subject=_PREFIX.sub("", values.get("subject", "")) or None,
            date=values.get("date"),
            sender=_ADDRESS.sub("", values.get("sender", "")).strip(" \"'*") or None,
        )
    return Forwarded(found.subject, found.date, found.sender, tuple(spans))


def _fields(text: str, start: int) -> tuple[dict[str, str], int]:
    """Return the header lines below an opening line, and where they end."""
    values: dict[str, str] = {}
    end = place = start + 1
    for line in text[place : place + 5000].split("\n")[:_MAX_LINES]:
        field = _FIELD.match(line.rstrip("\r")[:600])
        key = field["key"].casefold() if field else ""
        if field and key in _KEYS:
            values.setdefault(_KEYS[key], field["value"].strip())
        elif line.strip(" >\t\r") and key not in _OTHER_KEYS:
            break
        place += len(line) + 1
        if field:
            end = place - 1
    return values, end
