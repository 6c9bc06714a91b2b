"""Delta tables of articles, statements and corrections, read through DuckDB.

How a store lies on disk, and why nothing is ever half-written, is told in ``stance.store.commits``.
"""

from stance.store.additions import Undoing
from stance.store.commits import Commit
from stance.store.corrections import Correction, correctable
from stance.store.rows import StoredArticle
from stance.store.store import AddResult, Store

__all__ = [
    "AddResult",
    "Commit",
    "Correction",
    "Store",
    "StoredArticle",
    "Undoing",
    "correctable",
]
