"""Which reader reads which file: chosen by the extension, then checked by content.

The readers import their libraries when they are first needed: most runs read text alone. A
reader of many articles adds the records that it cannot read to the problems of the job.
"""

from collections.abc import Callable
from pathlib import PurePath

from stance.errors import InputError
from stance.model import Article
from stance.reading.job import Job

Reader = Callable[[bytes, str, Job], list[Article]]

# Read where the program runs: our own code alone sees them, in time that grows with their length.
_HARMLESS = (".txt", ".text", ".md", ".markdown")
_MAX_HARMLESS_BYTES = 256 * 1024


def check_ending(name: str) -> None:
    """Check that files of this name are read.

    Raises:
        InputError: If the extension is not supported; it says what to do instead, if anything.
    """
    _reader_for(name)


def is_harmless(name: str, n_bytes: int) -> bool:
    """Whether a file may be read without a process of its own: plain text of bounded size."""
    return _ending(name) in _HARMLESS and n_bytes <= _MAX_HARMLESS_BYTES


def read_articles(data: bytes, name: str, job: Job) -> list[Article]:
    """Read the articles of a file, by the reader for its extension.

    Args:
        data: The whole file.
        name: Its name without a folder.
        job: What the reading of the whole file shares.

    Raises:
        InputError: If nothing in it can be read.
    """
    return _reader_for(name)(data, name, job)


def _reader_for(name: str) -> Reader:
    ending = _ending(name)
    reader = READERS.get(ending)
    if reader is not None:
        return reader
    if ending in REMEDIES:
        raise InputError(name, f"has the unsupported extension {ending}: {REMEDIES[ending]}")
    named = f"the unsupported extension {ending}" if ending else "no extension"
    raise InputError(name, f"has {named}; supported: {' '.join(sorted(READERS))}")


def _ending(name: str) -> str:
    return PurePath(name).suffix.lower()


def _plain(data: bytes, name: str, job: Job) -> list[Article]:
    from stance.reading.plain import read_plain

    return read_plain(data, name, job)


def _markdown(data: bytes, name: str, _job: Job) -> list[Article]:
    from stance.reading.plain import read_markdown

    return [read_markdown(data, name)]


def _web_page(data: bytes, name: str, job: Job) -> list[Article]:
    from stance.reading.web import read_web_page

    return read_web_page(data, name, job)


def _word(data: bytes, name: str, job: Job) -> list[Article]:
    from stance.reading.documents import read_word

    return read_word(data, name, job)


def _rich_text(data: bytes, name: str, job: Job) -> list[Article]:
    from stance.reading.documents import read_rich_text

    return read_rich_text(data, name, job)


def _open_document(data: bytes, name: str, job: Job) -> list[Article]:
    from stance.reading.documents import read_open_document

    return read_open_document(data, name, job)


def _pdf(data: bytes, name: str, job: Job) -> list[Article]:
    from stance.reading.documents import read_pdf

    return read_pdf(data, name, job)


def _json(data: bytes, name: str, job: Job) -> list[Article]:
    from stance.reading.json_files import read_json

    return read_json(data, name, job)


def _json_lines(data: bytes, name: str, job: Job) -> list[Article]:
    from stance.reading.json_files import read_json_lines

    return read_json_lines(data, name, job)


def _csv(data: bytes, name: str, job: Job) -> list[Article]:
    from stance.reading.tables import read_csv

    return read_csv(data, name, job)


def _excel(data: bytes, name: str, job: Job) -> list[Article]:
    from stance.reading.tables import read_excel

    return read_excel(data, name, job)


def _parquet(data: bytes, name: str, job: Job) -> list[Article]:
    from stance.reading.tables import read_parquet

    return read_parquet(data, name, job)


def _mail(data: bytes, name: str, job: Job) -> list[Article]:
    from stance.reading.mail import read_mail

    return read_mail(data, name, job, read_articles)


def _zip(data: bytes, name: str, job: Job) -> list[Article]:
    from stance.reading.archives import read_zip

    return read_zip(data, name, job, read_articles)


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
    ".odt": _open_document,
    ".rtf": _rich_text,
    ".pdf": _pdf,
    ".eml": _mail,
    ".mhtml": _mail,
    ".mht": _mail,
    ".zip": _zip,
}
_SAVE_AS = "open it in the program that made it and save it as"
REMEDIES: dict[str, str] = {
    ".doc": f"{_SAVE_AS} .docx",
    ".docm": f"{_SAVE_AS} .docx",
    ".wpd": f"{_SAVE_AS} .docx",
    ".pages": f"{_SAVE_AS} .docx",
    ".xls": f"{_SAVE_AS} .xlsx",
    ".xlsm": f"{_SAVE_AS} .xlsx",
    ".xlsb": f"{_SAVE_AS} .xlsx",
    ".ods": f"{_SAVE_AS} .xlsx",
    ".numbers": f"{_SAVE_AS} .xlsx",
    ".ppt": f"{_SAVE_AS} .pdf",
    ".pptx": f"{_SAVE_AS} .pdf",
    ".odp": f"{_SAVE_AS} .pdf",
    ".epub": "convert it to .html or .txt",
    ".msg": "open it in the mail program and save it as .eml",
    ".mbox": "divide it into .eml files, one a mail",
    ".rar": "unpack it, or pack it as .zip",
    ".7z": "unpack it, or pack it as .zip",
    ".tar": "unpack it, or pack it as .zip",
    ".gz": "unpack it, or pack it as .zip",
    ".tgz": "unpack it, or pack it as .zip",
    ".xml": "convert it to .json or .csv with a column for the text",
}
