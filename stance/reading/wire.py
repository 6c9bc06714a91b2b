"""Messages between the program and the process that reads files: length, then JSON.

JSON and no pickles: whoever took over the reading process with a hostile file could send anything
back, and unpickling would run it here.
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, BinaryIO

from stance.errors import InputError
from stance.model import Article, DateHint, Mark

_LENGTH = struct.Struct(">Q")
_MAX_BYTES = 2 * 1024**3

Message = dict[str, Any]


def send(stream: BinaryIO, message: Mapping[str, Any], payload: bytes = b"") -> None:
    """Write a message, and the bytes of a file after it; the message tells how many."""
    data = json.dumps(message).encode("ascii")
    stream.write(_LENGTH.pack(len(data)) + data)
    if payload:
        stream.write(payload)
    stream.flush()


def receive(stream: BinaryIO) -> Message | None:
    """Read a message; None where the other side has gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length) if length <= _MAX_BYTES else b""
    if len(data) < length:
        return None
    message = json.loads(data)
    return message if isinstance(message, dict) else None


def pack_article(article: Article) -> Message:
    """Return an article as plain values; dating has not seen it yet."""
    packed = asdict(article)
    del packed["published_on"], packed["published_basis"]
    return packed


def unpack_article(packed: Mapping[str, Any]) -> Article:
    """Return the article that was packed."""
    values = dict(packed)
    values["marks"] = tuple(Mark(**mark) for mark in values["marks"])
    values["date_hints"] = tuple(DateHint(**hint) for hint in values["date_hints"])
    values["authors"] = tuple(values["authors"])
    return Article(**values)


def pack_problem(problem: InputError) -> list[str]:
    """Return a problem as plain values."""
    return [problem.source, problem.reason]


def unpack_problem(packed: list[str]) -> InputError:
    """Return the problem that was packed."""
    return InputError(str(packed[0]), str(packed[1]))
