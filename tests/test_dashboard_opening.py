"""The sheet that stands in the window before Streamlit's scripts run."""

import re
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard import gate, opening, wording

STATIC = Path(streamlit.__file__).parent / "static"
PAGE = (STATIC / "index.html").read_text("utf-8")
PAGE_HEADERS = {"accept": "text/html", "if-none-match": '"old"', "accept-encoding": "gzip"}


@pytest.fixture
def client() -> TestClient:
    async def page(request: Request) -> Response:
        assert "if-none-match" not in request.headers
        return HTMLResponse(PAGE, headers={"etag": '"old"'})

    async def text(_: Request) -> Response:
        return PlainTextResponse('<div id="root"></div>')

    routes = [Route("/", page), Route("/text", text), Route("/no/such/page", page)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(opening.Opening)]))


def test_the_page_is_never_blank_while_scripts_load(client: TestClient) -> None:
    answer = client.get("/", headers=PAGE_HEADERS)
    assert wording.OPENING in answer.text
    assert answer.text.index('id="opening"') < answer.text.index('id="root"')
    assert f"<title>{wording.APP}</title>" in answer.text
    assert "etag" not in answer.headers
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_what_is_no_page_passes_untouched(client: TestClient) -> None:
    assert client.get("/text", headers={"accept": "text/html"}).text == '<div id="root"></div>'


def test_an_address_in_no_folder_leads_to_the_first_page(client: TestClient) -> None:
    answer = client.get("/no/such/page", headers=PAGE_HEADERS, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"], answer.text) == (303, "/", "")


def test_the_sheet_brings_no_script(client: TestClient) -> None:
    """The content security policy names Streamlit's one script by its digest."""
    answer = client.get("/", headers=PAGE_HEADERS)
    assert gate.content_policy(answer.text) == gate.content_policy(PAGE)


def test_the_scripts_of_our_pages_are_fetched_ahead() -> None:
    scripts = opening.scripts_in(STATIC / "static")
    names = {Path(each).name.partition(".")[0] for each in scripts}
    assert {"PlotlyChart", "Html", "ButtonGroup"} <= names
    assert all((STATIC / each).is_file() for each in scripts)
    page = opening.with_sheet(PAGE, scripts)
    ahead = [f'rel="modulepreload" crossorigin href="{each}"' for each in scripts]
    assert all(0 < page.index(each) < page.index("</head>") for each in ahead)


def test_the_library_of_charts_is_run_ahead_by_a_script_that_the_policy_names() -> None:
    page = opening.with_sheet(PAGE, opening.scripts_in(STATIC / "static"))
    assert re.search(r'import\("\./static/js/PlotlyChart\.[\w-]+\.js"\)', page)
    digests = [gate.content_policy(each).count("'sha256-") for each in (PAGE, page)]
    assert digests[1] == digests[0] + 1


def test_what_a_page_asks_for_is_told_ahead_and_nothing_else() -> None:
    async def page(_: Request) -> Response:
        return HTMLResponse(PAGE)

    told: list[str] = []
    middleware = [Middleware(opening.Opening, ahead=told.append)]
    routes = [Route("/", page), Route("/text", page)]
    client = TestClient(Starlette(routes=routes, middleware=middleware))
    client.get("/?dates=all&axis=credit", headers=PAGE_HEADERS)
    client.get("/text?dates=all", headers={"accept": "*/*"})
    assert told == ["dates=all&axis=credit"]


def test_a_release_with_other_scripts_is_served_without_them(tmp_path: Path) -> None:
    assert opening.scripts_in(tmp_path) == []
    assert "modulepreload" not in opening.with_sheet('<head></head><div id="root"></div>', [])


def test_our_style_sheet_hides_it() -> None:
    sheet = Path(opening.__file__).with_name("style.css").read_text("utf-8")
    assert "#opening { display: none; }" in sheet
