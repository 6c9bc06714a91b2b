"""The store: add articles with their statements, correct them, read them, keep them safe.

What it does is told along the way of the data: ``reading``, ``adding``, ``judging``, ``keeping``.
"""

from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from stance.access import Action
from stance.registry import load_axes
from stance.store import layout, restoring, tables
from stance.store.adding import AddResult
from stance.store.judging import Judging
from stance.store.keeping import Keeping
from stance.store.restoring import Restored

__all__ = ["AddResult", "Store"]


class Store(Judging, Keeping):
    """A folder of Delta tables. Reading never waits; one process writes at a time.

    Args:
        path: The folder; made by ``create``.
        lock_timeout: Seconds to wait for another writer.
        who: Whose name commits bear; None: whoever runs the process.
        person: Who works with it and may do what their role allows; None: the local user.
    """

    def create(self, axes: Sequence[str] | None = None) -> "Store":
        """Make an empty store, or leave the one that is there; return it.

        Args:
            axes: Ids of the axes that its statements are scored on; None: those of the data folder.
        """
        self._require(Action.ADD)
        names = [axis.axis_id for axis in load_axes()] if axes is None else list(axes)
        with tables.as_store_errors(self.path):
            layout.create(self._layout, names, lock_timeout=self.lock_timeout)
        return self

    def restore(self, backup: str | PathLike[str], *, is_forced: bool = False) -> Restored:
        """Make this store from a backup.

        Args:
            backup: What ``backup`` wrote. It is checked to the last byte first.
            is_forced: Move a store that is there, and not empty, aside.

        Raises:
            StoreError: If the backup is damaged or none, or the folder is taken.
        """
        self._require(Action.COMPACT)
        with tables.as_store_errors(self.path):
            return restoring.restore(
                Path(backup), self._layout, lock_timeout=self.lock_timeout, is_forced=is_forced
            )
