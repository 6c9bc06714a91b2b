"""Commands for what a person knows better: ``correct``, ``undo``, ``log``."""

import json
from collections.abc import Sequence
from getpass import getuser
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stance.cli.options import StoreOption
from stance.cli.output import deliver, open_store
from stance.cli.terminal import say
from stance.errors import UsageError

if TYPE_CHECKING:
    from stance.model import Case
    from stance.store import Store

ReasonOption = Annotated[str, typer.Option("--reason", help="Why; kept in the log.")]
WhoOption = Annotated[
    str | None, typer.Option("--who", help="Who says so (default: your login name).")
]

_TRUTH = {"true": True, "yes": True, "false": False, "no": False}


def correct(
    statement_id: Annotated[
        str, typer.Argument(metavar="STATEMENT_ID", help="As in the column statement_id.")
    ],
    changes: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE",
            help="New values; divide topics by commas; nothing after = means unknown.",
        ),
    ],
    reason: ReasonOption,
    who: WhoOption = None,
    store: StoreOption = None,
) -> None:
    """Correct fields of a statement; the log keeps what was there before.

    Fields: speaker_name, actor_id, side, target, target_side, kind, said_on, topics, an axis, or
    is_statement (false hides it).
    """
    from stance.registry import load_case

    opened = open_store(store)
    values = parse_changes(changes, opened.axes, load_case())
    author = _author(opened, who)
    for entry in opened.correct(statement_id, values, reason=reason, who=author):
        say(f"{entry.field}: {entry.old!r} is now {entry.new!r}; correction {entry.correction_id}")


def undo(
    correction_id: Annotated[
        str, typer.Argument(metavar="CORRECTION_ID", help="As `stance log` shows it.")
    ],
    reason: ReasonOption,
    who: WhoOption = None,
    store: StoreOption = None,
) -> None:
    """Take a correction back; the log keeps both."""
    opened = open_store(store)
    entry = opened.undo(correction_id, reason=reason, who=_author(opened, who))
    say(f"{entry.field} is {entry.new!r} again; correction {entry.correction_id}")


def log(
    orphans: Annotated[
        bool,
        typer.Option("--orphans", help="Only what is in force but no longer finds its statement."),
    ] = False,
    commits: Annotated[
        bool,
        typer.Option("--commits", help="What was written to articles and statements instead."),
    ] = False,
    store: StoreOption = None,
) -> None:
    """Write the log of corrections, or that of all commits, as JSON Lines, oldest first."""
    from dataclasses import asdict

    if orphans and commits:
        raise UsageError("--orphans are entries about statements; leave out --commits")
    opened = open_store(store)
    entries: Sequence[Any] = opened.commits() if commits else opened.log()
    entries = opened.orphans() if orphans else entries
    lines = (json.dumps(asdict(entry), ensure_ascii=False) for entry in entries)
    deliver("".join(f"{line}\n" for line in lines).encode(), None)


def _author(store: "Store", who: str | None) -> str:
    """Return who signs an entry; where there are roles, that is whoever is logged in."""
    if store.person is None:
        return who or getuser()
    if who not in (None, store.person.name):
        raise UsageError(
            f"--who {who}: a file of roles is set, so the log names who is logged in, "
            f"{store.person.name}; leave out --who"
        )
    return store.person.name


def parse_changes(changes: Sequence[str], axes: Sequence[str], case: "Case") -> dict[str, Any]:
    """Turn ``FIELD=VALUE`` into values that the store takes.

    Raises:
        UsageError: If a change has no "=" or its value is no number or truth value.
        UnknownNameError: If the case has no such actor or topic.
    """
    values: dict[str, Any] = {}
    for change in changes:
        field, equals, text = change.partition("=")
        if not equals:
            raise UsageError(f"{change!r}: expected FIELD=VALUE, for example side=China")
        values[field.strip()] = _value(field.strip(), text.strip(), axes, case)
    return values


def _value(field: str, text: str, axes: Sequence[str], case: "Case") -> Any:
    from stance.registry import check_name

    if field == "topics":
        names = [name.strip() for name in text.split(",") if name.strip()]
        return [check_name("topic", name, case) for name in names]
    if field == "is_statement":
        if text.lower() not in _TRUTH:
            raise UsageError(f"is_statement={text}: expected true or false")
        return _TRUTH[text.lower()]
    if not text:
        return None
    if field == "actor_id":
        return check_name("actor", text, case)
    if field in axes:
        try:
            return float(text)
        except ValueError:
            raise UsageError(f"{field}={text}: expected a number from -1 to +1") from None
    return text
