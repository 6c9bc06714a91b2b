"""What persons write into a store: corrections, judgements, and their undo."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import duckdb

from stance.access import Action
from stance.errors import StoreError, UsageError
from stance.store import additions, commits, layout, log, tables
from stance.store.adding import Adding
from stance.store.additions import Undoing
from stance.store.anchors import anchor
from stance.store.corrections import (
    CONFIRMED,
    FOLLOWING,
    PUBLISHED,
    SAME,
    Correction,
    check_value,
)

RIGHT_AS_IT_IS = "read, and right as it is"


class Judging(Adding):
    """The part of a store in which persons judge."""

    def correct(
        self, statement_id: str, changes: Mapping[str, Any], *, reason: str, who: str
    ) -> list[Correction]:
        """Correct fields of a statement, one entry of the log for each.

        Args:
            statement_id: The statement.
            changes: New values by field: ``speaker_name``, ``actor_id``, ``side``, ``target``,
                ``target_side``, ``kind``, ``said_on``, ``topics``, an axis, or ``is_statement``
                (False hides it). None empties a field.
            reason: Why; may not be empty.
            who: Who says so; may not be empty.

        Raises:
            UnknownNameError: For a field that cannot be corrected.
            UsageError: For a value that does not fit, or without reason or name.
            StoreError: If there is no such statement or the store refuses.
        """
        self._require(Action.CORRECT)
        author = log.Author(who=self._signed(who), reason=reason)
        axes = self.axes
        values = {field: check_value(field, value, axes) for field, value in changes.items()}
        self._migrate()
        with tables.as_store_errors(self.path), self.connection() as connection:
            stored = self._stored_statement(statement_id, connection)
            earlier = self._earlier_ids(statement_id, connection)
            return log.correct(
                self._layout,
                stored,
                values,
                author,
                lock_timeout=self.lock_timeout,
                earlier_ids=earlier,
            )

    def undo(self, correction_id: str, *, reason: str, who: str) -> Correction:
        """Take back an entry of the log by a new entry; an undo can be undone in turn.

        Raises:
            PermissionDenied: If the entry is somebody else's and the role is not enough for that.
            StoreError: If there is no such entry, or it has been taken back already.
        """
        self._require(Action.UNDO)
        if self.person and not self.person.may(Action.UNDO_OTHERS):
            self._require_own(correction_id)
        author = log.Author(who=self._signed(who), reason=reason)
        self._migrate()
        with tables.as_store_errors(self.path):
            return log.undo(self._layout, correction_id, author, lock_timeout=self.lock_timeout)

    def confirm(self, statement_id: str, *, who: str, reason: str = RIGHT_AS_IT_IS) -> Correction:
        """Note that a person read a statement and found all of it right: that is a label, too.

        Raises:
            StoreError: If there is no such statement or the store refuses.
        """
        self._require(Action.JUDGE)
        author = log.Author(who=self._signed(who), reason=reason)
        return self._judge(statement_id, CONFIRMED, True, author)

    def decide(
        self, statement_id: str, other_id: str, *, is_same: bool, reason: str, who: str
    ) -> Correction:
        """Note whether two statements report the same words on the same occasion.

        Where they do, their utterances count as one from now on, until the entry is undone.

        Raises:
            UsageError: If both are one statement, or without reason or name.
            StoreError: If one of them is missing or the store refuses.
        """
        self._require(Action.JUDGE)
        if statement_id == other_id:
            raise UsageError(f"{statement_id}: a statement cannot be compared with itself")
        one, other = sorted((statement_id, other_id))
        with tables.as_store_errors(self.path), self.connection() as connection:
            stored = self._stored_statement(other, connection)
        judged = {"other": other, "same": is_same}
        # The other one's words as well: a new analysis may rename either.
        judged |= {"article_id": stored["article_id"], "spans": stored["spans"]}
        author = log.Author(who=self._signed(who), reason=reason)
        return self._judge(one, SAME, judged, author)

    def date_article(
        self,
        article_id: str,
        day: str | None,
        *,
        reason: str,
        who: str,
        following: Mapping[str, Mapping[str, Any]] | None = None,
        method: str | None = None,
        of: str | None = None,
    ) -> Correction:
        """Say on which day an article was published; one entry of the log, undone as one.

        Args:
            article_id: The article.
            day: ISO day, or None where the program's day is wrong and the right one unknown.
            reason: Why; may not be empty.
            who: Who says so; may not be empty.
            following: What the day changes in its statements: by statement id, columns of
                FOLLOWING. Corrections of a statement itself go before it.
            method: The version of the method that found out what follows.
            of: The entry of a person that this one goes on from after a new analysis: it counts
                as long as that one does.

        Raises:
            UsageError: For a day that is none, columns that cannot follow, no reason or name.
            StoreError: If there is no such article or the store refuses.
        """
        self._require(Action.DATE)
        author = log.Author(who=self._signed(who), reason=reason)
        changes = {name: dict(values) for name, values in (following or {}).items()}
        odd = {column for values in changes.values() for column in values} - set(FOLLOWING)
        if odd:
            raise UsageError(f"{min(odd)} cannot follow from the day of an article")
        article = self._stored_article(article_id)
        self._migrate()
        about = {
            "statement_id": "",
            "article_id": article_id,
            "spans": [],
            "text": article["title"] or article["source_file"],
            "old": {PUBLISHED: article[PUBLISHED], "statements": {}},
        }
        new: dict[str, Any] = {PUBLISHED: _day(day), "statements": changes}
        new |= {key: value for key, value in (("method", method), ("of", of)) if value}
        with tables.as_store_errors(self.path):
            return log.judge(
                self._layout, about, PUBLISHED, new, author, lock_timeout=self.lock_timeout
            )

    def plan_undo(self, number: int) -> Undoing:
        """Return which articles leave and which come back if a commit is undone now.

        Raises:
            StoreError: If there is no such commit, it is undone already, or nothing is left of it.
        """
        layout.describe(self._layout)
        with tables.as_store_errors(self.path):
            return additions.plan(self._layout, commits.newest(self._layout.commits), number)

    def undo_commit(
        self,
        number: int,
        *,
        reason: str,
        who: str,
        utterances: Mapping[str, str] | None = None,
    ) -> str:
        """Take an addition back, with all its articles and statements; return the version.

        The undo is a commit of its own and can be undone in turn. Corrections stay in the log and
        count again when their articles come back.

        Args:
            number: The commit, as in ``commits()``.
            reason: Why; may not be empty.
            who: Who says so; may not be empty.
            utterances: New utterance ids of statements that are there afterwards.

        Raises:
            UsageError: Without reason or name.
            StoreError: If there is no such commit, it is undone already, or nothing is left of it.
        """
        self._require(Action.UNDO_ADDITION)
        author = log.Author(who=self._signed(who), reason=reason)
        groups = utterances or {}
        _, after = self._write(
            lambda last: additions.undo(self._layout, last, number, author, groups)
        )
        return self._version_of(after)

    def _judge(self, statement_id: str, field: str, new: Any, author: log.Author) -> Correction:
        self._migrate()
        with tables.as_store_errors(self.path), self.connection() as connection:
            stored = self._stored_statement(statement_id, connection)
            return log.judge(
                self._layout, {**stored, "old": None}, field, new, author,
                lock_timeout=self.lock_timeout,
            )  # fmt: skip

    def _earlier_ids(self, statement_id: str, connection: duckdb.DuckDBPyConnection) -> set[str]:
        """Return ids under which the log knows a statement that a new analysis has renamed."""
        entries = self.log()
        today = anchor(entries, connection).log
        pairs = zip(entries, today, strict=True)
        ids = {each.statement_id for each, now in pairs if now.statement_id == statement_id}
        return ids - {statement_id}

    def _require_own(self, correction_id: str) -> None:
        """Refuse to touch an entry of somebody else; the log only grows, so this stays true."""
        name = self.person.name if self.person else ""
        if any(each.correction_id == correction_id and each.who != name for each in self.log()):
            self._require(Action.UNDO_OTHERS)

    def _stored_article(self, article_id: str) -> dict[str, Any]:
        """Return an article as the program dated it, without its text."""
        query = (
            "SELECT article_id, title, source_file, published_on FROM stored_articles "
            "WHERE article_id = ?"
        )
        with tables.as_store_errors(self.path), self.connection() as connection:
            rows = tables.fetch(connection, query, [article_id]).to_pylist()
        if not rows:
            raise StoreError(f"{self.path}: there is no article {article_id}")
        return dict(rows[0])


def _day(day: str | None) -> str | None:
    if not day:
        return None
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise UsageError(f"{day!r} is no day; expected one such as 2023-06-19") from None
