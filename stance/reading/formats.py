"""Which reader reads which file: chosen by the extension, then checked by content.

The readers import their libraries when they are first needed: most runs read text alone. A
reader of many articles adds the records that it cannot read to the list of problems.
"""

from collections.abc import Callable
from pathlib import Path

from stance.errors import InputError
from stance.model import Article

Reader = Callable[[bytes, str, list[InputError]], list[Article]]


def reader_for(path: Path) -> Reader:
    """Return the reader of a file.

    Raises:
        InputError: If the extension is not supported.
    """
    extension = path.suffix.lower()
    reader = READERS.get(extension)
    if reader is None:
        named = f"the unsupported extension {extension}" if extension else "no extension"
        raise InputError(path, f"has {named}; supported: {' '.join(sorted(READERS))}")
    return reader


def _plain(data: bytes, name: str, _problems: list[InputError]) -> list[Article]:
    from stance.reading.plain import read_plain

    return [read_plain(data, name)]


def _markdown(data: bytes, name: str, _problems: list[InputError]) -> list[Article]:
    from stance.reading.plain import read_markdown

    return [read_markdown(data, name)]


def _web_page(data: bytes, name: str, _problems: list[InputError]) -> list[Article]:
    from stance.reading.web import read_web_page

    return [read_web_page(data, name)]


def _word(data: bytes, name: str, _problems: list[InputError]) -> list[Article]:
    from stance.reading.documents import read_word

    return [read_word(data, name)]


def _pdf(data: bytes, name: str, _problems: list[InputError]) -> list[Article]:
    from stance.reading.documents import read_pdf

    return [read_pdf(data, name)]


def _json(data: bytes, name: str, problems: list[InputError]) -> list[Article]:
    from stance.reading.json_files import read_json

    return read_json(data, name, problems)


def _json_lines(data: bytes, name: str, problems: list[InputError]) -> list[Article]:
    from stance.reading.json_files import read_json_lines

    return read_json_lines(data, name, problems)


def _csv(data: bytes, name: str, problems: list[InputError]) -> list[Article]:
    from stance.reading.tables import read_csv

    return read_csv(data, name, problems)


def _excel(data: bytes, name: str, problems: list[InputError]) -> list[Article]:
    from stance.reading.tables import read_excel

    return read_excel(data, name, problems)


def _parquet(data: bytes, name: str, problems: list[InputError]) -> list[Article]:
    from stance.reading.tables import read_parquet

    return read_parquet(data, name, problems)


READERS: dict[str, Reader] = {
    ".txt": _plain,
    ".text": _plain,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _web_page,
    ".htm": _web_page,
    ".json": _json,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".csv": _csv,
    ".tsv": _csv,
    ".xlsx": _excel,
    ".parquet": _parquet,
    ".docx": _word,
    ".pdf": _pdf,
}
