"""Delta tables of articles, statements and corrections, read through DuckDB.

How a store lies on disk, and why nothing is ever half-written, is told in ``stance.store.commits``.
"""

from stance.store.additions import Undoing
from stance.store.backups import Backup
from stance.store.commits import Commit
from stance.store.contents import Problem
from stance.store.corrections import Correction, correctable
from stance.store.originals import OriginalOf, StoredOriginal
from stance.store.restoring import Restored
from stance.store.rows import StoredArticle
from stance.store.store import AddResult, Store
from stance.store.vacuuming import Removed
from stance.store.verifying import Verification

__all__ = [
    "AddResult",
    "Backup",
    "Commit",
    "Correction",
    "OriginalOf",
    "Problem",
    "Removed",
    "Restored",
    "Store",
    "StoredArticle",
    "StoredOriginal",
    "Undoing",
    "Verification",
    "correctable",
]
