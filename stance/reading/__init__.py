"""Files and folders to articles: decoded, split, and with the parts of the page marked."""

from stance.reading.article import read_text
from stance.reading.inputs import (
    ReadResult,
    iter_inputs,
    read,
    read_all,
    read_bytes,
    read_inputs,
)
from stance.reading.originals import Original

__all__ = [
    "Original",
    "ReadResult",
    "iter_inputs",
    "read",
    "read_all",
    "read_bytes",
    "read_inputs",
    "read_text",
]
