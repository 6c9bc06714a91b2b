"""Who said what to whom, in which tone, and on what evidence.

The names below are the public interface; each is loaded when it is first used, so that looking at
stored results needs no language model in memory.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stance.reading import read, read_all
    from stance.run import analyze, extract, ingest, score_texts
    from stance.trends import trend

_HOMES = {
    "analyze": "stance.run",
    "extract": "stance.run",
    "ingest": "stance.run",
    "read": "stance.reading",
    "read_all": "stance.reading",
    "score_texts": "stance.run",
    "trend": "stance.trends",
}

__all__ = ["analyze", "extract", "ingest", "read", "read_all", "score_texts", "trend"]


def __getattr__(name: str) -> Any:
    """Load a public name from its module."""
    if name not in _HOMES:
        raise AttributeError(f"module 'stance' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """List the public names for completion."""
    return sorted({*globals(), *__all__})
