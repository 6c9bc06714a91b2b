"""Commands that show what a store holds: ``export``, ``trend``, ``explain``."""

from datetime import date
from typing import Annotated, Literal, cast

import typer

from stance.cli.options import (
    ActorOption,
    AtOption,
    FilterOptions,
    FormatOption,
    FromOption,
    KindOption,
    OutletOption,
    OutOption,
    PairOnlyOption,
    SideOption,
    StoreOption,
    TargetOption,
    ToOption,
    TopicOption,
)
from stance.cli.output import choose, count, deliver, open_store
from stance.cli.terminal import say
from stance.errors import UnknownNameError, UsageError


def export(
    actor: ActorOption = None,
    side: SideOption = None,
    topic: TopicOption = None,
    target: TargetOption = None,
    kind: KindOption = None,
    outlet: OutletOption = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    pair_only: PairOnlyOption = False,
    store: StoreOption = None,
    at: AtOption = None,
    table_format: FormatOption = None,
    out: OutOption = None,
) -> None:
    """Write the chosen statements of a store. CSV by default; beside --out stands a description."""
    from stance.export import check_out, format_for, metadata, metadata_bytes, statement_bytes

    check_out(out)
    wanted = format_for(table_format, out, "csv")
    filters = FilterOptions(
        actor=actor, side=side, topic=topic, target=target, kind=kind, outlet=outlet,
        date_from=date_from, date_to=date_to, pair_only=pair_only,
    )  # fmt: skip
    chosen = choose(filters, store, at)
    described = metadata(
        chosen.frame, chosen.selection, store_version=chosen.version, made_on=date.today()
    )
    data = statement_bytes(chosen.frame, wanted)
    deliver(data, out, is_binary=wanted == "parquet", companion=metadata_bytes(described))
    say(count(len(chosen.frame), "statement"))


def trend(
    axis: Annotated[str, typer.Option("--axis", help="Axis of stance, or vader.")] = "conciliation",
    by: Annotated[
        str, typer.Option("--by", help="Group: side, actor, dyad, topic, outlet.")
    ] = "side",
    freq: Annotated[
        str, typer.Option("--freq", help="Period: day, week, month, quarter, year, all.")
    ] = "month",
    actor: ActorOption = None,
    side: SideOption = None,
    topic: TopicOption = None,
    target: TargetOption = None,
    kind: KindOption = None,
    outlet: OutletOption = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    pair_only: PairOnlyOption = False,
    store: StoreOption = None,
    at: AtOption = None,
    table_format: Annotated[
        Literal["csv", "jsonl"] | None,
        typer.Option("--format", help="How to write the table (default: by the ending of --out)."),
    ] = None,
    out: OutOption = None,
) -> None:
    """Write means, intervals and counts by period for the chosen statements. CSV by default."""
    from stance import table, trends
    from stance.export import check_out, format_for
    from stance.registry import load_axes

    check_out(out)
    axes = [*(known.axis_id for known in load_axes()), "vader"]
    if axis not in axes:
        raise UnknownNameError("axis", axis, axes)
    filters = FilterOptions(
        actor=actor, side=side, topic=topic, target=target, kind=kind, outlet=outlet,
        date_from=date_from, date_to=date_to, pair_only=pair_only,
    )  # fmt: skip
    chosen = choose(filters, store, at)
    # a word that is no grouping or period is refused there, with the list of valid ones
    result = trends.trend(
        chosen.frame, axis=axis, by=cast("trends.By", by), freq=cast("trends.Freq", freq)
    )
    is_jsonl = format_for(table_format, out, "csv") == "jsonl"
    deliver(table.to_jsonl(result) if is_jsonl else table.to_csv(result), out)
    say(f"{count(len(result), 'row')} from {count(len(chosen.frame), 'statement')}")


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
