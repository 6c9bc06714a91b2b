"""Pages kept between runs, so that a server is asked only for what is new."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_KEPT_HEADERS = ("etag", "last-modified", "content-type")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A page of an earlier run, with what to tell the server about it."""

    content: bytes
    content_type: str
    fetched_at: str
    conditions: Mapping[str, str]


class Cache:
    """A folder of pages by address; what cannot be read in it counts as missing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def kept(self, url: str) -> Kept | None:
        """Return the page of an address if it can be asked for conditionally, else None."""
        body, about = self._paths(url)
        try:
            told = json.loads(about.read_text("utf-8"))
            content = body.read_bytes()
        except (OSError, ValueError):
            return None
        is_whole = told.get("sha256") == hashlib.sha256(content).hexdigest()
        conditions = {
            name: told[key]
            for key, name in (("etag", "if-none-match"), ("last-modified", "if-modified-since"))
            if told.get(key)
        }
        if told.get("url") != url or not is_whole or not conditions:
            return None
        return Kept(
            content=content,
            content_type=told.get("content-type", ""),
            fetched_at=told.get("fetched_at", ""),
            conditions=conditions,
        )

    def keep(self, url: str, content: bytes, fetched_at: str, headers: Mapping[str, str]) -> None:
        """Keep a page; the note about it comes last, so that half a page is never taken."""
        body, about = self._paths(url)
        self._folder.mkdir(parents=True, exist_ok=True)
        told = {key: headers[key] for key in _KEPT_HEADERS if key in headers}
        told |= {"url": url, "fetched_at": fetched_at}
        told["sha256"] = hashlib.sha256(content).hexdigest()
        write_whole(body, content)
        write_whole(about, json.dumps(told, indent=1).encode())

    def _paths(self, url: str) -> tuple[Path, Path]:
        name = hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()
        return self._folder / f"{name}.body", self._folder / f"{name}.json"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, also when the power fails."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
