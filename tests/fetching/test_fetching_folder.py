"""Feeds, the GDELT index, and the folder where pages land."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from typer.testing import CliRunner

from stance import run
from stance.cli import app, fetching
from stance.errors import InputError, UsageError
from stance.fetching import (
    FeedEntry,
    Fetched,
    Fetcher,
    FetchFolder,
    Guard,
    Limits,
    fetch_all,
    read_feed,
    search_gdelt,
)
from stance.fetching.folder import LIST_NAME
from stance.reading import read
from stance.store import Store

from .server import PAGE, FaultyServer, Handler

HERE = Guard(allowed=("127.0.0.1/32",))
QUICK = Limits(max_bytes=200_000, seconds=5.0, pace=0.0, attempts=1)
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour News</title>
<item><title>Ferry talks resume</title><link>/page</link>
<pubDate>Fri, 26 Apr 2024 09:00:00 GMT</pubDate></item>
<item><title>Nothing to read</title><link>javascript:alert(1)</link></item>
<item><title>Once more</title><link>/page</link></item>
<item><title>Gone</title><link>/gone</link></item>
</channel></rss>"""
ENTITIES = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<rss version="2.0"><channel><title>&a;</title><item><link>http://news.example/1</link></item>
</channel></rss>"""


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with FaultyServer() as made:
        made.routes["/feed"] = lambda handler: handler.send(
            RSS.encode(), kind="application/rss+xml"
        )
        yield made


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(guard=HERE, limits=QUICK) as made:
        yield made


def fetched(text: str, url: str = "http://news.example/feed") -> Fetched:
    return Fetched(
        asked=url, url=url, content=text.encode(), content_type="text/xml", fetched_at="now"
    )


def test_feed_names_each_web_address_once() -> None:
    entries = read_feed(fetched(RSS))
    assert [each.url for each in entries] == [
        "http://news.example/page",
        "http://news.example/gone",
    ]
    assert entries[0] == FeedEntry(
        url="http://news.example/page",
        title="Ferry talks resume",
        published_on="2024-04-26",
        outlet="Harbour News",
    )


def test_feed_opens_no_file_of_this_machine() -> None:
    try:
        entries = read_feed(fetched(ENTITIES))
    except InputError:
        return
    assert all("root:" not in (each.outlet or "") for each in entries)


@pytest.mark.parametrize("text", [PAGE.decode(), "{}", "just words", "\x00"])
def test_page_that_is_no_feed_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is no feed"):
        read_feed(fetched(text))


def test_fetching_goes_on_after_a_fault_and_does_not_fetch_twice(
    server: FaultyServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    wanted = read_feed(fetcher.get(f"{server.base}/feed"))
    folder = FetchFolder(tmp_path / "pages")
    report = fetch_all(fetcher, wanted, folder, source="the feed")
    assert [path.suffix for path in report.new] == [".html"]
    assert [problem.reason for problem in report.problems] == ["answers 410 Gone"]
    assert report.new[0].read_bytes() == PAGE
    again = fetch_all(fetcher, wanted, FetchFolder(tmp_path / "pages"), source="the feed")
    assert (again.new, again.n_already) == ([], 1)
    assert server.asked("/page") == 1


def test_article_knows_its_address_and_what_the_feed_said(
    server: FaultyServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    folder = FetchFolder(tmp_path)
    plain = "Two ministers spoke for an hour about the ferry, an official said."
    server.routes["/plain"] = lambda handler: handler.send(plain.encode(), kind="text/plain")
    entry = FeedEntry(
        url=f"{server.base}/plain", title="Talks", published_on="2024-04-26", outlet="Harbour News"
    )
    (path,) = fetch_all(fetcher, [entry], folder, source="the feed").new
    article = FetchFolder(tmp_path).known(read(path))
    assert (article.url, article.title, article.outlet) == (entry.url, "Talks", "Harbour News")
    assert [(hint.value, hint.words) for hint in article.date_hints] == [("2024-04-26", "the feed")]


def test_list_whose_last_line_was_cut_by_a_crash_is_read_and_the_page_fetched_again(
    server: FaultyServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    entry = FeedEntry(url=f"{server.base}/page")
    fetch_all(fetcher, [entry], FetchFolder(tmp_path))
    lines = (tmp_path / LIST_NAME).read_text("utf-8")
    (tmp_path / LIST_NAME).write_text(lines[: len(lines) // 2], "utf-8")
    report = fetch_all(fetcher, [entry], FetchFolder(tmp_path))
    assert (len(report.new), report.n_already) == (1, 0)
    assert len([path for path in tmp_path.iterdir() if path.suffix == ".html"]) == 1


@pytest.mark.parametrize(
    ("path", "ending"),
    [("/page", ".html"), ("/liar.html", ".pdf"), ("/image", None), ("/binary", None)],
)
def test_kind_of_a_page_is_told_by_its_content(
    server: FaultyServer, fetcher: Fetcher, tmp_path: Path, path: str, ending: str | None
) -> None:
    report = fetch_all(fetcher, [FeedEntry(url=f"{server.base}{path}")], FetchFolder(tmp_path))
    assert [each.suffix for each in report.new] == ([ending] if ending else [])
    assert len(report.problems) == (0 if ending else 1)


def test_file_name_stays_in_the_folder_whatever_the_address(tmp_path: Path) -> None:
    folder = FetchFolder(tmp_path / "pages")
    names = set()
    for url in (
        "http://a.example/../../etc/passwd",
        "http://a.example/%2e%2e/x",
        "http://ä.example/",
    ):
        path = folder.keep(FeedEntry(url=url), fetched("words", url))
        assert path.parent == tmp_path / "pages"
        names.add(path.name)
    assert len(names) == 3


class Index:
    """Stands in for the GDELT index: articles every ten minutes, 250 to an answer."""

    def __init__(self) -> None:
        self.n_asked = 0

    def __call__(self, handler: Handler) -> None:
        self.n_asked += 1
        asked = parse_qs(urlsplit(handler.path).query)
        start, end = (
            int(datetime.strptime(asked[key][0], "%Y%m%d%H%M%S").replace(tzinfo=UTC).timestamp())
            for key in ("startdatetime", "enddatetime")
        )
        moments = [each for each in range(start, end + 1) if each % 180 == 0][:250]
        rows = [
            {
                "url": f"http://news.example/{each}",
                "title": "Talks \\ resume",
                "seendate": f"{datetime.fromtimestamp(each, UTC):%Y%m%dT%H%M%SZ}",
                "domain": "news.example",
            }
            for each in moments
        ]
        handler.send(json.dumps({"articles": rows}).encode(), kind="application/json")


def test_full_stretch_of_the_index_is_halved_until_everything_is_found(
    server: FaultyServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    server.routes["/doc"] = index = Index()
    days = date(2024, 4, 25), date(2024, 4, 26)
    asked = {"notes": tmp_path, "address": f"{server.base}/doc"}
    found = search_gdelt(fetcher, "talks", *days, **asked)
    assert len(found) == 2 * 24 * 20
    assert {each.published_on for each in found} == {"2024-04-25", "2024-04-26"}
    assert index.n_asked == 2 * 3
    assert search_gdelt(fetcher, "talks", *days, **asked) == found
    assert index.n_asked == 6, "finished parts are not asked for again"


def test_index_that_refuses_a_query_is_quoted(
    server: FaultyServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    server.routes["/doc"] = lambda handler: handler.send(b"Your query was too short.\n")
    with pytest.raises(InputError, match="refuses the query: Your query was too short"):
        search_gdelt(
            fetcher, "x", date(2024, 4, 1), date(2024, 4, 1),
            notes=tmp_path, address=f"{server.base}/doc",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2024, 5, 2), date(2024, 5, 1)), (date(2010, 1, 1), date(2010, 2, 1))],
)
def test_period_that_makes_no_sense_is_refused(
    fetcher: Fetcher, tmp_path: Path, first: date, last: date
) -> None:
    with pytest.raises(UsageError):
        search_gdelt(fetcher, "x", first, last, notes=tmp_path)


# ---- the command


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CliRunner:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(fetching, "_fetcher", lambda *_: Fetcher(guard=HERE, limits=QUICK))
    return CliRunner()


def test_command_fetches_what_it_can_and_names_the_rest(
    server: FaultyServer, command: CliRunner, tmp_path: Path
) -> None:
    result = command.invoke(app, ["fetch", "url", f"{server.base}/page", f"{server.base}/gone"])
    assert result.exit_code == 3
    assert f"{server.base}/gone: answers 410 Gone" in result.stderr
    assert "1 new page in fetched" in result.stderr
    assert len(list((tmp_path / "fetched").glob("*.html"))) == 1


def test_command_refuses_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(fetching, "_cache_folder", lambda: tmp_path / "cache")
    result = CliRunner().invoke(app, ["fetch", "url", "http://localhost:8501/"])
    assert result.exit_code == 3
    assert "which is not public" in result.stderr


@pytest.mark.model
def test_feed_goes_into_the_store_with_its_addresses(
    server: FaultyServer, command: CliRunner, tmp_path: Path
) -> None:
    store = str(tmp_path / "store")
    result = command.invoke(
        app, ["fetch", "feed", f"{server.base}/feed", "--ingest", "--store", store]
    )
    assert result.exit_code == 3, result.stderr
    articles = Store(store).articles()
    assert list(articles["url"]) == [f"{server.base}/page"]
    assert list(articles["published_on"]) == ["2024-04-26"]
    assert run.ingest([tmp_path / "fetched"], store).n_already == 1
