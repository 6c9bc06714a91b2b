"""The files that a store keeps, written to a folder under their own names."""

import csv
import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from stance.errors import StoreError
from stance.export import write_files
from stance.store import OriginalOf, Store, StoredOriginal

LIST = "originals.csv"
_MAX_NAME = 150  # bytes; with a checksum before it still under the 255 that systems allow
# A store may come from somebody else's backup: no name leaves the folder, hides or is a device.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(slots=True)
class HandedOut:
    """How much was written, and which files could not be."""

    n_articles: int = 0
    n_files: int = 0
    n_bytes: int = 0
    problems: list[str] = field(default_factory=list)


def hand_out(store: Store, folder: Path, article_ids: Sequence[str] | None) -> HandedOut:
    """Write the files of articles to a folder, and a list of which article came from which.

    Args:
        store: The store.
        folder: Where to; made if there is none.
        article_ids: Whose; None: of all articles.

    Raises:
        StoreError: If an article is named whose file is not kept.
    """
    for article_id in article_ids or ():
        store.original(article_id)  # says what is wrong with it
    folder.mkdir(parents=True, exist_ok=True)
    done = HandedOut()
    written: dict[str, str] = {}
    rows = []
    for each in store.originals(article_ids):
        if each.sha256 not in written:
            try:
                written[each.sha256] = _write(store.original(each.article_id), folder, done)
            except StoreError as error:
                done.problems.append(str(error))
                continue
        rows.append((each, written[each.sha256]))
    done.n_articles = len(rows)
    write_files([(folder / LIST, _list_of(rows))])
    return done


def safe_name(name: str) -> str:
    """Return a file name that stays in its folder on every system."""
    plain = _UNSAFE.sub("_", name).strip(" .")
    plain = plain.encode("utf-8", "replace")[-_MAX_NAME:].decode("utf-8", "ignore").strip(" .")
    return f"_{plain}" if not plain or _DEVICE.fullmatch(plain) or plain == LIST else plain


def _write(original: StoredOriginal, folder: Path, done: HandedOut) -> str:
    data = original.content()
    name = safe_name(original.name)
    if _is_other(folder / name, original.sha256):
        name = f"{original.sha256[:12]}-{name}"
    write_files([(folder / name, data)])
    done.n_files += 1
    done.n_bytes += len(data)
    return name


def _is_other(path: Path, sha256: str) -> bool:
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() != sha256


def _list_of(rows: Sequence[tuple[OriginalOf, str]]) -> bytes:
    from stance.table import harmless

    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(["article_id", "source_file", "file", "sha256"])
    for each, name in rows:
        safe = [harmless(cell) for cell in (each.source_file, name)]
        lines.writerow([each.article_id, *safe, each.sha256])
    return text.getvalue().encode("utf-8-sig")
