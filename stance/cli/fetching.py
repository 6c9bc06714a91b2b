"""The commands ``stance fetch url``, ``feed`` and ``gdelt``: the only ones that use the network."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stance.cli.articles import tell_added
from stance.cli.options import StoreOption
from stance.cli.output import count, named_store
from stance.cli.terminal import progress_on_stderr, report_skipped, say

if TYPE_CHECKING:
    from stance.errors import InputError
    from stance.fetching import Fetcher, Limits
    from stance.fetching.folder import Wanted

app = typer.Typer(
    name="fetch",
    help=(
        "Fetch articles from the network, politely: robots.txt is respected, a server is asked "
        "once a second at most, and addresses inside your own network are refused."
    ),
    no_args_is_help=True,
)

IntoOption = Annotated[
    Path,
    typer.Option("--into", metavar="DIR", help="Folder for the pages; what is there stays."),
]
IngestOption = Annotated[
    bool, typer.Option("--ingest", help="Analyse the folder into the store afterwards.")
]
LimitOption = Annotated[
    int | None, typer.Option("--limit", min=1, help="Fetch at most so many pages.")
]
_DEFAULT = Path("fetched")


@app.command("url")
def url(
    addresses: Annotated[
        list[str], typer.Argument(metavar="URL", help="Addresses of articles, http or https.")
    ],
    into: IntoOption = _DEFAULT,
    ingest: IngestOption = False,
    store: StoreOption = None,
) -> None:
    """Fetch pages by their addresses."""
    from stance.fetching import FeedEntry

    with _fetcher() as fetcher:
        problems = _fetch(fetcher, [FeedEntry(url=each) for each in addresses], into, None)
    _finish(into, problems, store, is_ingested=ingest)


@app.command("feed")
def feed(
    addresses: Annotated[
        list[str], typer.Argument(metavar="URL", help="Addresses of RSS or Atom feeds.")
    ],
    into: IntoOption = _DEFAULT,
    limit: LimitOption = None,
    ingest: IngestOption = False,
    store: StoreOption = None,
) -> None:
    """Fetch the articles that feeds name; run it again for what is new."""
    from stance.errors import InputError
    from stance.fetching import read_feed

    problems: list[InputError] = []
    with _fetcher() as fetcher:
        for address in addresses:
            try:
                entries = read_feed(fetcher.get(address))
            except InputError as error:
                problems.append(error)
                continue
            say(f"{address}: names {count(len(entries), 'article')}")
            problems += _fetch(fetcher, entries[:limit], into, address)
    _finish(into, problems, store, is_ingested=ingest)


@app.command("gdelt")
def gdelt(
    query: Annotated[
        str,
        typer.Argument(
            metavar="QUERY", help='As the index reads it: blinken "wang yi" sourcelang:english'
        ),
    ],
    date_from: Annotated[str, typer.Option("--from", metavar="DATE", help="First day.")],
    date_to: Annotated[str, typer.Option("--to", metavar="DATE", help="Last day, included.")],
    into: IntoOption = _DEFAULT,
    limit: LimitOption = None,
    only_list: Annotated[
        bool, typer.Option("--list", help="Print the addresses and fetch none of them.")
    ] = False,
    ingest: IngestOption = False,
    store: StoreOption = None,
) -> None:
    """Fetch the articles that the GDELT index of news knows for a query and a period."""
    from stance.fetching import Limits, search_gdelt
    from stance.fetching.gdelt import PACE
    from stance.selection import first_day, last_day

    first, last = first_day(date_from), min(last_day(date_to), date.today())
    with _fetcher(Limits(pace=PACE, attempts=8)) as slow, progress_on_stderr("asking") as progress:
        found = search_gdelt(
            slow, query, first, last, notes=_cache_folder() / "gdelt", progress=progress
        )
    say(f"the index knows {count(len(found), 'article')}")
    if only_list:
        typer.echo("".join(f"{each.url}\n" for each in found), nl=False)
        return
    with _fetcher() as fetcher:
        problems = _fetch(fetcher, found[:limit], into, f"gdelt: {query}")
    _finish(into, problems, store, is_ingested=ingest)


def _fetcher(limits: "Limits | None" = None) -> "Fetcher":
    from stance.fetching import Fetcher, Limits
    from stance.fetching.cache import Cache
    from stance.settings import settings

    most = int(settings().max_input_mb * 1_000_000)
    return Fetcher(Cache(_cache_folder() / "pages"), limits=limits or Limits(max_bytes=most))


def _cache_folder() -> Path:
    from stance.settings import settings

    return settings().cache


def _fetch(
    fetcher: "Fetcher", wanted: "Iterable[Wanted]", into: Path, source: str | None
) -> "list[InputError]":
    from stance.fetching import FetchFolder, fetch_all

    folder = FetchFolder(into)
    with progress_on_stderr("fetching") as progress:
        report = fetch_all(fetcher, wanted, folder, source=source, progress=progress)
    say(f"{count(len(report.new), 'new page')} in {into}; {report.n_already} there already")
    return report.problems


def _finish(
    into: Path, problems: "list[InputError]", store: Path | None, *, is_ingested: bool
) -> None:
    if is_ingested and into.is_dir():
        from stance import run

        with progress_on_stderr("analysing") as progress:
            result = run.ingest([into], named_store(store), progress=progress)
        tell_added(result)
        problems = [*problems, *result.problems]
    elif into.is_dir():
        say(f"next: stance ingest {into}")
    raise typer.Exit(report_skipped(problems))
