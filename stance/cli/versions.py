"""Commands about versions of the results: ``reanalyze`` and ``diff``."""

from typing import TYPE_CHECKING, Annotated

import typer

from stance.cli.options import (
    ClusterOption,
    OutOption,
    StoreOption,
    TextFormatOption,
    WorkersOption,
)
from stance.cli.output import count, deliver_table, open_store
from stance.cli.terminal import progress_on_stderr, say

if TYPE_CHECKING:
    import pandas as pd

_SHOWN_FIELDS = 12


def reanalyze(
    store: StoreOption = None,
    workers: WorkersOption = None,
    cluster: ClusterOption = None,
    force: Annotated[
        bool,
        typer.Option("--force", help="Also where this version of the method made everything."),
    ] = False,
) -> None:
    """Analyse the stored articles again by the method of today; earlier results stay readable.

    Corrections stay, each with the words that it is about. `stance diff` then tells what moved.
    """
    from stance import run
    from stance.settings import settings

    opened = open_store(store)
    with progress_on_stderr("analysing") as progress:
        result = run.reanalyze(
            opened,
            workers=workers or settings().workers,
            cluster=cluster,
            progress=progress,
            is_forced=force,
        )
    if not result.n_articles:
        say("everything was made by this version of the method; --force does it all the same")
        return
    done = f"{count(result.n_articles, 'article')}, {count(result.n_statements, 'statement')}"
    say(f"{done}; to see what moved: stance diff {result.before} {result.after}")
    n_lost = len(opened.orphans())
    if n_lost:
        say(f"{count(n_lost, 'correction')} found no statement any more: stance log --orphans")


def diff(
    before: Annotated[
        str, typer.Argument(metavar="BEFORE", help="An earlier version of the store, as 12.3.")
    ],
    after: Annotated[
        str | None, typer.Argument(metavar="[AFTER]", help="A later one (default: the newest).")
    ] = None,
    store: StoreOption = None,
    table_format: TextFormatOption = None,
    out: OutOption = None,
) -> None:
    """Compare two versions of the results: one row per change, with what is known of the reason."""
    from stance.export import check_out

    check_out(out)
    found = open_store(store).diff(before, after)
    deliver_table(found, table_format, out)
    for line in _summary(found):
        say(line)


def _summary(found: "pd.DataFrame") -> list[str]:
    """Return the whole in a few lines: statements that came and went, fields that moved."""
    if found.empty:
        return ["no difference"]
    kinds = found.drop_duplicates(["change", "statement_id"])["change"].value_counts()
    told = [f"{kinds[kind]} {kind}" for kind in ("added", "gone", "changed") if kind in kinds]
    lines = [f"statements: {', '.join(told)}"]
    changed = found[found["change"] == "changed"]
    for field, rows in list(changed.groupby("field", sort=True))[:_SHOWN_FIELDS]:
        known = rows["difference"].dropna()
        mean = f", on average by {known.mean():+.3f}" if len(known) else ""
        lines.append(f"{field}: {count(len(rows), 'statement')}{mean}")
    return lines
