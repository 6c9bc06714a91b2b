"""Bytes to text: which encoding a file is in, and whether it is text at all.

A byte order mark is the signature of an encoding, not a character of the text: it is taken off, and
offset 0 is the first character after it. Everything else stays, newlines included, so that the
decoded text encoded again with the same codec gives the file byte for byte.
"""

import codecs
import contextlib
import re
import unicodedata

import charset_normalizer

from stance.errors import InputError

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or Office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"\x89PNG\r\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"PAR1", "a Parquet table"),
    (b"SQLite format 3\x00", "a database"),
    (b"{\\rtf", "a rich-text (RTF) document"),
)
_WEB_PAGE = re.compile(rb"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype html|html)\b", re.IGNORECASE)
# Control characters that plain text files do contain: tab, newlines, form feed, escape of teletype.
_TEXT_CONTROLS = frozenset(b"\t\n\v\f\r\x1a\x1b\x85")
_SAMPLE = 64 * 1024
_MAX_CONTROL_SHARE = 0.02
_NO_TEXT = frozenset(("Cc", "Cn", "Co", "Cs"))  # controls, unassigned, private, halves of pairs
_MAX_ODD_SHARE = 0.005
_JAPANESE_SHIFT = re.compile(rb"\x1b\$[@B]")


def describe_content(data: bytes) -> str | None:
    """Say what kind of non-text file this is by its first bytes, None if it may be text."""
    for signature, description in _SIGNATURES:
        if data.startswith(signature):
            return description
    return None


def describe_any_content(data: bytes) -> str:
    """Say what kind of file this is by its first bytes, text and web pages included."""
    if is_web_page(data):
        return "a web page"
    return describe_content(data) or "something else"


def is_web_page(data: bytes) -> bool:
    """Whether the file begins as a web page does."""
    return _WEB_PAGE.match(data.removeprefix(codecs.BOM_UTF8)[:1000]) is not None


def decode(data: bytes, source: str) -> str:
    """Decode a text file without dropping or changing a character.

    Order of evidence: byte order mark, UTF-16 without a mark, the escapes of old Japanese mails,
    UTF-8, mostly valid UTF-8 (its broken bytes become U+FFFD), Western Windows text, whatever
    charset-normalizer finds.

    Args:
        data: The whole file.
        source: Name for the error message.

    Raises:
        InputError: If the content is not text.
    """
    described = describe_content(data)
    if described is not None:
        raise InputError(source, f"is {described}, not text")
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, errors="replace"), source)
    if b"\x00" in data[:_SAMPLE]:
        return _decode_unmarked_utf16(data, source)
    if _JAPANESE_SHIFT.search(data[:_SAMPLE]) and data.isascii():  # old mails, bytes as of ASCII
        with contextlib.suppress(UnicodeDecodeError):
            return _checked(data.decode("iso2022_jp"), source)
    try:
        return _checked(data.decode("utf-8"), source)
    except UnicodeDecodeError:
        return _checked(_decode_other(data, source), source)


def _decode_unmarked_utf16(data: bytes, source: str) -> str:
    """Decode UTF-16 by the side on which the zero bytes stand, or by what its characters are."""
    sample = data[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    is_latin = max(even, odd) >= 0.3 * (len(sample) / 2) and min(even, odd) * 20 <= max(even, odd)
    # Other alphabets have zeros in blanks and line ends alone.
    if is_latin or _is_prose(sample.decode(encoding, errors="replace")):
        return _checked(data.decode(encoding, errors="replace"), source)
    raise InputError(source, "is a binary file, not text")


def _is_prose(text: str) -> bool:
    """Whether characters make sense: in the wrong order of bytes one in ten is none at all."""
    n_odd = sum(unicodedata.category(each) in _NO_TEXT and each not in "\t\r\n" for each in text)
    return n_odd <= _MAX_ODD_SHARE * len(text) and any(map(str.isspace, text))


def _decode_other(data: bytes, source: str) -> str:
    repaired = data.decode("utf-8", errors="replace")
    n_broken = repaired.count("\ufffd")
    n_foreign = sum(character > "\x7f" for character in repaired) - n_broken
    # A cut or damaged UTF-8 file: reading it as another encoding would garble every good character.
    if n_foreign >= 4 * n_broken:
        return repaired
    western = _decode_western(data)
    if western is not None:
        return western
    match = charset_normalizer.from_bytes(data).best()
    if match is None:
        raise InputError(source, "is a binary file or in an unknown encoding")
    return data.decode(match.encoding)


def _decode_western(data: bytes) -> str | None:
    """Decode Windows-1252 where few bytes are not ASCII and all of them make sense.

    Statistics over a handful of bytes are noise (charset-normalizer reads "Café" as Cyrillic);
    in text that is nearly all ASCII the Western code page is by far the likeliest.
    """
    n_high = sum(byte > 0x7F for byte in data)
    if n_high > 0.12 * len(data) and (n_high > 6 or n_high > 0.4 * len(data)):
        return None
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    high = {character for character in text if character > "\x7f"}
    likely = sum(c.isalpha() or c in "‘’“”„«»–—…€£§©®°·•¿¡\u00a0‰™½¼¾´²³×" for c in high)
    return text if likely >= 0.8 * len(high) else None


def _checked(text: str, source: str) -> str:
    sample = text[:_SAMPLE]
    n_control = sum(c < " " and ord(c) not in _TEXT_CONTROLS for c in sample)
    if n_control > _MAX_CONTROL_SHARE * len(sample) or "\x00" in text:
        raise InputError(source, "is a binary file, not text")
    return text
