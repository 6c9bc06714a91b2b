"""Rich text (RTF) to lines by striprtf; what it gets wrong is set right around it."""

import re

from striprtf.striprtf import font_table_group
from striprtf.striprtf import rtf_to_text as _untyped_rtf_to_text

from stance.errors import InputError
from stance.reading.decoding import describe_any_content

_TITLE = re.compile(r"\{\\title\s((?:[^{}\\]|\\(?:u-?\d{1,6} ?\??|'[0-9a-fA-F]{2}))*)\}")
_ENCODING = "cp1252"  # where the file names none
_FONT = re.compile(r"\\f(\d{1,9})(?!\d)")
_CHARSET = re.compile(r"\\fcharset(\d{1,9})(?!\d)")


def _rtf_to_text(text: str) -> str:
    # Bytes that are not in the code page become marks instead of an end.
    return str(_untyped_rtf_to_text(text, encoding=_ENCODING, errors="replace"))  # type: ignore[no-untyped-call]  # has no types


def text_of_rich_text(data: bytes, name: str) -> str:
    """Return the text of an RTF document, a paragraph a line; cells of a table are tabbed.

    Raises:
        InputError: If it is no such document or a broken one.
    """
    if not data.lstrip().startswith(b"{\\rtf"):
        raise InputError(
            name, f"is not a rich-text (RTF) document but {describe_any_content(data)}"
        )
    return "\n".join(_row(line) for line in _converted(data, name).split("\n"))


def title_of_rich_text(data: bytes) -> str | None:
    """Return the title that a document states of itself."""
    found = _TITLE.search(data[:200_000].decode("latin-1"))
    if found is None:
        return None
    pages = re.search(rb"\\ansicpg(\d{3,5})", data[:2000])
    header = f"{{\\rtf1\\ansi\\ansicpg{pages[1].decode() if pages else '1252'} "
    try:
        title = _whole_characters(_rtf_to_text(f"{header}{found[1]}}}"))
    except (ValueError, LookupError, TypeError, ArithmeticError):
        return None
    return " ".join(title.split()) or None


def _converted(data: bytes, name: str) -> str:
    # Bytes one by one: what is not ASCII stands as an escape, or is in the code page of the file.
    # The space, which means nothing, stops its search for the addresses of links: that takes the
    # square of the length, and would put them into the text.
    text = data.decode("latin-1").replace("{\\field{", "{\\field {")
    try:
        return _whole_characters(_rtf_to_text(_with_plain_fonts(text)))
    except MemoryError:
        raise
    except Exception as error:  # striprtf checks nothing: any broken control word may stop it
        reason = f"is a broken rich-text document: {error or type(error).__name__}"
        raise InputError(name, reason) from error


def _with_plain_fonts(text: str) -> str:
    """Leave of the table of fonts what tells encodings: number and character set of each.

    striprtf looks for the character set of a font in all of the table, which takes the square of
    its length where a font names none, and gives that font the next one's.
    """
    table = str(font_table_group(text))  # type: ignore[no-untyped-call]  # has no types
    if not table:
        return text
    fonts = ((_FONT.search(entry), _CHARSET.search(entry)) for entry in table.split(";"))
    plain = "".join(
        f"{{\\f{number[1]}\\fcharset{charset[1]} x;}}" for number, charset in fonts
        if number and charset
    )  # fmt: skip
    return text.replace(table, f"{{\\fonttbl{plain}}}", 1)


def _whole_characters(text: str) -> str:
    """Join characters beyond the first plane, which RTF writes as two halves."""
    text = text.replace("\x00", "\ufffd")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _row(line: str) -> str:
    """Put tabs between the cells of a row, as for other documents."""
    if not line.endswith("|"):
        return line
    return " \t ".join(cell.strip() for cell in line[:-1].split("|"))
