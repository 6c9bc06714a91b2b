"""Commands that read articles: ``analyze`` and ``ingest``."""

from typing import TYPE_CHECKING

import typer

from stance.cli.options import (
    ClusterOption,
    ColumnsOption,
    FormatOption,
    OutOption,
    PathsArgument,
    StoreOption,
    WorkersOption,
    columns_of,
)
from stance.cli.output import count, deliver, megabytes, named_store
from stance.cli.terminal import progress_on_stderr, report_skipped, say

if TYPE_CHECKING:
    from stance.run import IngestResult


def analyze(
    paths: PathsArgument,
    table_format: FormatOption = None,
    out: OutOption = None,
    workers: WorkersOption = None,
    columns: ColumnsOption = None,
) -> None:
    """Find and score the statements of articles, without a store. JSON Lines by default."""
    from stance import run
    from stance.export import check_out, format_for, statement_bytes
    from stance.settings import settings

    check_out(out)
    wanted = format_for(table_format, out, "jsonl")
    with progress_on_stderr("analysing") as progress:
        result = run.analyze_paths(
            paths,
            workers=workers or settings().workers,
            progress=progress,
            columns=columns_of(columns),
        )
    deliver(statement_bytes(result.frame, wanted), out, is_binary=wanted == "parquet")
    say(f"{count(result.n_articles, 'article')}, {count(len(result.frame), 'statement')}")
    raise typer.Exit(report_skipped(result.problems))


def ingest(
    paths: PathsArgument,
    store: StoreOption = None,
    workers: WorkersOption = None,
    cluster: ClusterOption = None,
    columns: ColumnsOption = None,
) -> None:
    """Analyse articles into a store. Articles that it already has change nothing."""
    from stance import run
    from stance.settings import settings

    with progress_on_stderr("analysing") as progress:
        result = run.ingest(
            paths,
            named_store(store),
            workers=workers or settings().workers,
            cluster=cluster,
            progress=progress,
            columns=columns_of(columns),
        )
    tell_added(result)
    raise typer.Exit(report_skipped(result.problems))


def tell_added(result: "IngestResult") -> None:
    """Say what came into the store."""
    added = f"{count(result.n_articles, 'article')}, {count(result.n_statements, 'statement')}"
    say(f"added {added}; {result.n_already} there already; store version {result.version}")
    if result.n_original_bytes:
        say(f"kept their files: {megabytes(result.n_original_bytes)} (stance originals DIR)")
