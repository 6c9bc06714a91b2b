"""Keeping a store safe: the files that articles came from, checks, backups, old versions."""

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path

from stance.access import Action
from stance.store import backups, originals, tables, vacuuming, verifying, writing
from stance.store.adding import Adding
from stance.store.backups import Backup
from stance.store.originals import Original
from stance.store.vacuuming import Removed
from stance.store.verifying import Verification


class Keeping(Adding):
    """The part of a store that keeps it whole and small."""

    def keep_original(self, original: Original) -> int:
        """Keep a file beside the articles, byte for byte; return how many bytes were written.

        It takes no lock: nothing names the file before its articles are added.

        Raises:
            InputError: If the file has other bytes by now than when it was read.
            StoreError: If the disk refuses.
        """
        self._require(Action.ADD)
        self._migrate()
        with tables.as_store_errors(self.path):
            return originals.keep(self._layout, original)

    def attach_originals(self, given: Mapping[str, Original]) -> str:
        """Keep the files of articles that were stored without them; return the version.

        Args:
            given: The file of each article, by article id; articles that have one, or are not
                stored, are left out.

        Raises:
            InputError: If a file has other bytes by now than when it was read.
        """
        self._require(Action.ADD)
        with self.exclusively():
            bare = self.without_original(list(given))
            chosen = {name: given[name] for name in bare}
            _, after = self._write(lambda last: writing.attach(self._layout, last, chosen))
        return self._version_of(after)

    def without_original(self, article_ids: Sequence[str]) -> list[str]:
        """Return those of some articles that are stored, but not their file."""
        query = (
            "SELECT article_id FROM stored_articles WHERE file_name IS NULL "
            f"AND article_id IN {tables.GIVEN} ORDER BY 1"
        )
        with tables.as_store_errors(self.path), self.connection() as connection:
            rows = connection.execute(query, [list(article_ids)]).fetchall()
        return [row[0] for row in rows]

    def compact(self) -> str:
        """Join small files so that reading stays fast; return the version."""
        self._require(Action.COMPACT)
        _, after = self._write(lambda last: writing.compact(self._layout, last))
        return self._version_of(after)

    def vacuum(self, days: float) -> Removed:
        """Delete the files that no version of the last days needs.

        Whoever still reads such a version gets an error. The log of corrections is never touched.

        Args:
            days: How long a version stays readable after another took its place; 0: only the
                newest is kept.
        """
        self._require(Action.COMPACT)
        with self.exclusively() as last:
            return vacuuming.vacuum(self._layout, last, days)

    def purge(self) -> Removed:
        """Delete the kept files of articles that are not in the store any more.

        Where such an article comes back, by an undo, it comes without its file.
        """
        self._require(Action.COMPACT)
        with self.exclusively():
            sizes = originals.purge(self._layout, self._needed_originals())
        return Removed(len(sizes), sum(sizes))

    def verify(self) -> Verification:
        """Check everything that can be checked; nothing is changed.

        Raises:
            StoreMissingError: If there is no store.
            StoreError: If it was written by a newer program.
        """
        return verifying.verify(self._layout)

    def backup(self, target: str | PathLike[str]) -> Backup:
        """Write a copy of the store as it is now, with its history, while others go on writing.

        Args:
            target: A file ".tar", or a folder; neither may be there already. It appears once it is
                whole and has been read back.

        Raises:
            StoreError: If the target is there, the store is damaged or the disk refuses.
        """
        with tables.as_store_errors(self.path):
            return backups.write(self._layout, Path(target).absolute())

    def _needed_originals(self) -> set[str]:
        with self.connection() as connection:
            query = "SELECT DISTINCT file_hash FROM articles WHERE file_hash IS NOT NULL"
            rows: Iterable[tuple[str]] = connection.execute(query).fetchall()
        return {row[0] for row in rows}
