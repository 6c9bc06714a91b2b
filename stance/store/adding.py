"""Adding articles with their statements, and taking them out: one writer at a time."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pandas as pd

from stance.access import Action
from stance.model import Article
from stance.store import commits, layout, migrations, tables, writing
from stance.store.commits import Commit
from stance.store.originals import Original
from stance.store.reading import Reading
from stance.store.rows import Dating


@dataclass(frozen=True, slots=True, kw_only=True)
class AddResult:
    """What ``Store.add`` did: articles and statements added, articles that were there already."""

    n_articles: int
    n_statements: int
    n_already: int
    version: str


class Adding(Reading):
    """The part of a store that adds and removes articles."""

    _is_alone = False  # whether this object holds the lock, see ``exclusively``

    def add(
        self,
        articles: Sequence[Article],
        statements: pd.DataFrame,
        *,
        datings: Sequence[Dating] | None = None,
        file_hashes: Mapping[str, str] | None = None,
        originals: Mapping[str, Original] | None = None,
        utterances: Mapping[str, str] | None = None,
        replaced: Collection[str] = (),
        what: str = "add",
    ) -> AddResult:
        """Add articles with their statements: all of it, or nothing if anything goes wrong.

        Articles whose words are stored already, under whatever name, are left out together with
        their statements, so doing it twice changes nothing.

        Args:
            articles: The articles, dated.
            statements: Their statements, in the columns of the statement table.
            datings: What dating weighed for each article; kept for those who decide open cases.
            file_hashes: SHA-256 of the original bytes, by article id, where they are not kept.
            originals: The file that each article was read from, by article id; kept with it.
            utterances: New utterance ids of statements that are in the store already.
            replaced: Ids of those of the articles that are stored and were analysed anew: their
                statements and dates take the place of the stored ones, which earlier versions of
                the store keep.
            what: What the history calls it.

        Raises:
            StoreMissingError: If there is no store.
            StoreLockedError: If another process keeps writing.
            StoreError: If the statements do not fit or the disk refuses.
        """
        self._require(Action.REANALYZE if replaced else Action.ADD)
        frame = writing.check_statements(articles, statements, self.axes)
        addition = writing.Addition(
            articles=articles,
            statements=frame,
            datings={dating.article.article_id: dating for dating in datings or ()},
            file_hashes=file_hashes or {},
            originals=originals or {},
            utterances=utterances or {},
            replaced=frozenset(replaced),
        )
        before, after = self._write(
            lambda last: writing.add(self._layout, last, addition, what=what)
        )
        is_new = after.number > before.number
        n_articles = after.n_articles if is_new else 0
        return AddResult(
            n_articles=n_articles,
            n_statements=after.n_statements if is_new else 0,
            n_already=len(articles) - len(addition.replaced) - (n_articles if what == "add" else 0),
            version=self._version_of(after),
        )

    def update_utterances(self, utterances: Mapping[str, str]) -> str:
        """Give stored statements other utterance ids (by statement id); return the version."""
        self._require(Action.REANALYZE)
        _, after = self._write(
            lambda last: writing.update_utterances(self._layout, last, utterances)
        )
        return self._version_of(after)

    def remove(self, article_ids: Sequence[str]) -> str:
        """Take articles and their statements out (undo of an addition); return the version.

        Corrections of their statements stay in the log and count again if the articles come back.
        """
        self._require(Action.UNDO_ADDITION)
        _, after = self._write(lambda last: writing.remove(self._layout, last, article_ids))
        return self._version_of(after)

    @contextmanager
    def exclusively(self) -> Iterator[Commit]:
        """Keep other writers of articles out between reading the store and writing to it.

        Reading goes on for everybody, and so do corrections. Not for use by several threads at
        once: each takes a ``Store`` of its own. Yields the last commit.

        Raises:
            StoreLockedError: If another process keeps writing.
        """
        self._require(Action.ADD)
        self._migrate()
        timeout = self.lock_timeout
        with (
            tables.as_store_errors(self.path),
            commits.signed_by(self.who),
            layout.one_writer(self._layout, lock_timeout=timeout) as last,
        ):
            self._is_alone = True
            try:
                yield last
            finally:
                self._is_alone = False

    def _write(self, work: Callable[[Commit], Commit]) -> tuple[Commit, Commit]:
        """Do one commit under the lock; return the commit before and the one after."""
        self._migrate()

        def once() -> tuple[Commit, Commit]:
            if self._is_alone:
                last = layout.last_commit(self._layout)
                return last, work(last)
            with layout.one_writer(self._layout, lock_timeout=self.lock_timeout) as last:
                return last, work(last)

        with tables.as_store_errors(self.path), commits.signed_by(self.who):
            return tables.retrying(once)

    def _migrate(self) -> None:
        """Bring a store of an older schema to today's before anything is written."""
        with tables.as_store_errors(self.path), commits.signed_by(self.who):
            migrations.migrate(self._layout, lock_timeout=self.lock_timeout)
