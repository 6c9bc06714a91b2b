"""Which reader reads which file: chosen by the extension, then checked by content.

The readers import their libraries when they are first needed: most runs read text alone. A
reader of many articles adds the records that it cannot read to the problems of the job.
"""

from collections.abc import Callable
from importlib import import_module
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


def _late(module: str, function: str) -> Reader:
    """Return a reader whose module is imported when it first reads."""

    def read(data: bytes, name: str, job: Job) -> list[Article]:
        reader: Reader = getattr(import_module(f"stance.reading.{module}"), function)
        return reader(data, name, job)

    return read


def _markdown(data: bytes, name: str, _job: Job) -> list[Article]:
    from stance.reading.plain import read_markdown

    return [read_markdown(data, name)]


def _mail(data: bytes, name: str, job: Job) -> list[Article]:
    from stance.reading.mail import read_mail

    return read_mail(data, name, job, read_articles)


def _zip(data: bytes, name: str, job: Job) -> list[Article]:
    from stance.reading.archives import read_zip

    return read_zip(data, name, job, read_articles)


READERS: dict[str, Reader] = {
    ".txt": _late("plain", "read_plain"),
    ".text": _late("plain", "read_plain"),
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _late("web", "read_web_page"),
    ".htm": _late("web", "read_web_page"),
    ".json": _late("json_files", "read_json"),
    ".jsonl": _late("json_files", "read_json_lines"),
    ".ndjson": _late("json_files", "read_json_lines"),
    ".csv": _late("tables", "read_csv"),
    ".tsv": _late("tables", "read_csv"),
    ".xlsx": _late("tables", "read_excel"),
    ".parquet": _late("tables", "read_parquet"),
    ".docx": _late("documents", "read_word"),
    ".odt": _late("documents", "read_open_document"),
    ".rtf": _late("documents", "read_rich_text"),
    ".pdf": _late("documents", "read_pdf"),
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
