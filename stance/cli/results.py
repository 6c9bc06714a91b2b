"""Commands that show what a store holds: ``export`` and ``explain``."""

from datetime import date
from typing import Annotated

import typer

from stance.cli.filtering import FilterOptions, with_filters
from stance.cli.options import (
    AtOption,
    FormatOption,
    OutOption,
    StoreOption,
)
from stance.cli.output import choose, count, deliver, open_store
from stance.cli.terminal import say
from stance.errors import UsageError


@with_filters
def export(
    *,
    filters: FilterOptions,
    store: StoreOption = None,
    at: AtOption = None,
    table_format: FormatOption = None,
    out: OutOption = None,
) -> None:
    """Write the chosen statements of a store. CSV by default; beside --out stands a description."""
    from stance.export import check_out, format_for, metadata, metadata_bytes, statement_bytes

    check_out(out)
    wanted = format_for(table_format, out, "csv")
    chosen = choose(filters, store, at)
    described = metadata(
        chosen.frame, chosen.selection, store_version=chosen.version, made_on=date.today()
    )
    data = statement_bytes(chosen.frame, wanted)
    deliver(data, out, is_binary=wanted == "parquet", companion=metadata_bytes(described))
    say(count(len(chosen.frame), "statement"))


def explain(
    statement_id: Annotated[
        str, typer.Argument(metavar="STATEMENT_ID", help="Id of the statement, or its beginning.")
    ],
    rules: Annotated[
        bool,
        typer.Option("--rules", help="Extract again and print the chain of rules that found it."),
    ] = False,
    store: StoreOption = None,
) -> None:
    """Tell where a statement stands, who said it and which words made its scores."""
    from stance.cli.explaining import explanation

    opened = open_store(store)
    found = opened.statements("starts_with(statement_id, ?)", [statement_id])
    if len(found) != 1:
        problem = count(len(found), "statement") if len(found) else "no statement"
        raise UsageError(f"{problem} in {opened.path} with an id that begins {statement_id!r}")
    row = {str(column): found[column].iloc[0] for column in found}
    text = explanation(row, opened.axes)
    if rules:
        from stance.run import rule_chain

        chain = rule_chain(opened.article(row["article_id"]).article, row["statement_id"])
        text += f"\nfound by  {chain or 'nothing any more: the method has changed since'}\n"
    deliver(text.encode(), None)
