"""What leaves the program as a file: whole or not at all, with a companion that explains it."""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from stance import table
from stance.errors import UsageError
from stance.model import TableFormat
from stance.selection import Selection
from stance.version import package_version

_WRITERS: dict[TableFormat, Callable[[pd.DataFrame], bytes]] = {
    "jsonl": table.to_jsonl,
    "csv": table.to_csv,
    "parquet": table.to_parquet,
}


def format_for(named: TableFormat | None, out: Path | None, default: TableFormat) -> TableFormat:
    """Return the format of a table: as named, else by the ending of the file, else the default."""
    if named is None and out is not None:
        ending = out.suffix.lower().lstrip(".")
        return next((known for known in _WRITERS if known == ending), default)
    return named or default


def statement_bytes(frame: pd.DataFrame, wanted: TableFormat) -> bytes:
    """Return a table of statements as the content of a file."""
    return _WRITERS[wanted](frame)


def metadata(
    frame: pd.DataFrame, selection: Selection, *, store_version: str | None, made_on: date
) -> dict[str, Any]:
    """Describe an export, so that it can be cited and made again.

    Args:
        frame: The statements that were exported.
        selection: The filters that chose them.
        store_version: Version of the store that was read; None without a store.
        made_on: The day of the export.
    """
    methods = sorted(set(frame["method_version"].dropna()))
    software = f"Stance {package_version()}"
    source = "" if store_version is None else f", store version {store_version}"
    return {
        "made_on": made_on.isoformat(),
        "software": software,
        "method_version": methods,
        "store_version": store_version,
        "filters": selection.as_metadata(),
        "n_statements": len(frame),
        "n_utterances": int(frame["utterance_id"].nunique()),
        "n_articles": int(frame["article_id"].nunique()),
        "columns": list(frame.columns),
        "how_to_cite": (
            f"{software}, statements with attribution and stance scores, "
            f"method {', '.join(methods) or 'unknown'}{source}, exported on {made_on.isoformat()}."
        ),
        "rights": "The words belong to their speakers and outlets; the scores are estimates.",
    }


def metadata_bytes(described: Mapping[str, Any]) -> bytes:
    """Return a description as a JSON document."""
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


def companion_path(out: Path) -> Path:
    """Return where the description of an export lies: ``name.csv.metadata.json``."""
    return out.with_name(f"{out.name}.metadata.json")


def check_out(out: Path | None) -> None:
    """Refuse a path that cannot become a file, before the work and not after it.

    Raises:
        UsageError: With what is wrong about the path.
    """
    if out is None:
        return
    if out.is_dir():
        raise UsageError(f"--out {out} is a folder; name a file in it")
    if not out.parent.is_dir():
        raise UsageError(f"--out {out}: the folder {out.parent} does not exist; make it first")


def write_files(files: Iterable[tuple[Path, bytes]]) -> None:
    """Write files that belong together: nobody ever sees half of one of them.

    Raises:
        OSError: If one cannot be written; then none was changed.
    """
    with ExitStack() as clean_up:
        moves: list[tuple[Path, Path]] = []
        for path, data in files:
            target = path.resolve()  # through a link, not in place of it
            if (
                target.exists() and not target.is_file()
            ):  # a pipe or device: replace would remove it
                target.write_bytes(data)
                continue
            part = target.with_name(f".{target.name}.{os.getpid()}.part")
            clean_up.callback(part.unlink, missing_ok=True)
            with part.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            moves.append((part, target))
        for part, target in moves:
            part.replace(target)
