"""OpenDocument texts (ODT) to lines; the format is a ZIP archive with the text in one XML part."""

import io
import zipfile
from xml.etree.ElementTree import Element  # the parser is that of defusedxml

from defusedxml import ElementTree  # type: ignore[import-untyped]  # ships no types

from stance.errors import InputError
from stance.reading.limits import check_office_file

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_UNSEEN = (f"{_TEXT}tracked-changes", f"{_TEXT}note", f"{_OFFICE}annotation")
_SPACES = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": " "}
_MAX_SPACES = 100  # one element may stand for any number


def lines_of_open_document(data: bytes, name: str) -> tuple[list[str], str | None]:
    """Return paragraphs and rows of tables in order, and the title: the first main heading.

    Raises:
        InputError: If it is no such document, a broken, or an encrypted one.
    """
    check_office_file(data, name, "an OpenDocument text", "content.xml")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            root = ElementTree.fromstring(archive.read("content.xml"), forbid_dtd=True)
        body = root.find(f"{_OFFICE}body/{_OFFICE}text")
        if body is None:
            raise InputError(name, "is not an OpenDocument text")
        lines: list[str] = []
        titles: list[str] = []
        _walk(body, lines, titles)
    except (InputError, MemoryError):
        raise
    except Exception as error:  # archive and parser have a dozen kinds for damaged files
        reason = f"is a broken OpenDocument text: {error or type(error).__name__}"
        raise InputError(name, reason) from error
    return lines, titles[0] if titles else None


def _walk(node: Element, lines: list[str], titles: list[str]) -> None:
    for child in node:
        if child.tag in _UNSEEN:
            continue
        if child.tag in _PARAGRAPHS:
            line = " ".join(_words(child).split())
            lines.append(line)
            if child.tag == f"{_TEXT}h" and child.get(f"{_TEXT}outline-level") == "1" and line:
                titles.append(line)
        elif child.tag == f"{_TABLE}table-row":
            cells = [cell for cell in child if cell.tag == f"{_TABLE}table-cell"]
            lines.append(" \t ".join(" ".join(_words(cell).split()) for cell in cells))
        else:
            _walk(child, lines, titles)


def _words(node: Element) -> str:
    pieces = [node.text or ""]
    for child in node:
        if child.tag in _SPACES:
            pieces.append(_SPACES[child.tag])
        elif child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            pieces.append(" " * min(_MAX_SPACES, int(count) if count.isdecimal() else 1))
        elif child.tag not in _UNSEEN:
            pieces.append(_words(child) + (" " if child.tag in _PARAGRAPHS else ""))
        pieces.append(child.tail or "")
    return "".join(pieces)
