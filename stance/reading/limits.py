"""Bounds on what a file may unpack to: a small file must not fill the memory."""

import io
import re
import zipfile

from stance.errors import InputError
from stance.reading.decoding import describe_any_content
from stance.settings import settings

MAX_ROWS = 100_000
MAX_PAGES = 1000
_UNPACKED_TIMES_INPUT = 10
MAX_PARTS = 5000
# Lists, dictionaries and broken conversions have more; each line is analysed by itself.
MAX_LINES = 20_000
_LINE = re.compile(r"[^\r\n]+")


def max_input_bytes() -> int:
    """Return the size up to which a file is read."""
    return int(settings().max_input_mb * 1_000_000)


def max_unpacked_bytes() -> int:
    """Return the size to which a packed file may grow."""
    return _UNPACKED_TIMES_INPUT * max_input_bytes()


def check_article(text: str, name: str) -> None:
    """Refuse what is no article: too long, too many lines, or no words at all.

    Analysis takes time and memory in proportion to the length, some minutes for a long book.

    Raises:
        InputError: With the reason.
    """
    limit = settings().max_article_chars
    if len(text) > limit:
        reason = f"is one text of {len(text):,} characters, over the limit of {limit:,}"
        raise InputError(name, f"{reason}; divide it, or raise STANCE_MAX_ARTICLE_CHARS")
    if len(text) > MAX_LINES and sum(1 for _ in _LINE.finditer(text)) > MAX_LINES:
        raise InputError(name, f"is one text of more than {MAX_LINES:,} lines; divide it")
    if not any(map(str.isalpha, text)):
        raise InputError(name, "holds no words")


def check_office_file(data: bytes, name: str, what: str, part: str) -> None:
    """Refuse a packed document that is broken, of another kind, too large or hostile.

    Args:
        data: The whole file.
        name: Name for the error.
        what: The kind of document that it should be.
        part: The part that every such document holds.

    Raises:
        InputError: With the reason.
    """
    if not data.startswith(b"PK"):
        raise InputError(name, f"is not {what} but {describe_any_content(data)}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if part not in archive.namelist():
                raise InputError(name, f"is not {what}: it has no {part}")
            if len(infos) > MAX_PARTS or sum(i.file_size for i in infos) > max_unpacked_bytes():
                raise InputError(name, "unpacks to more than is allowed (max_input_mb)")
            for info in infos:
                if info.filename.endswith((".xml", ".rels")):
                    _refuse_entities(archive, info, name)
    except (InputError, MemoryError):
        raise
    except Exception as error:  # zipfile and zlib have a dozen kinds for damaged archives
        raise InputError(name, f"is broken: {error or type(error).__name__}") from error


def _refuse_entities(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> None:
    # Office programs never write a document type; entities can read files or grow without end.
    # The wide encodings of XML put a zero beside every letter.
    with archive.open(info) as part:
        if b"<!DOCTYPE" in part.read(65_536).replace(b"\x00", b"").upper():
            raise InputError(name, f"declares XML entities in {info.filename}")
