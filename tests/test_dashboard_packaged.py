"""Streamlit's own scripts, styles and fonts, sent from memory."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard import packaged

PLAIN = {"accept": "*/*"}


@pytest.fixture
def app(tmp_path: Path) -> Starlette:
    static = tmp_path / "static"
    (static / "js").mkdir(parents=True)
    (static / "js" / "index.AbC.js").write_text("export default 1;", "utf-8")
    (static / "notes.txt").write_text("not a file of the pages", "utf-8")
    (tmp_path / "secret.js").write_text("outside", "utf-8")

    async def streamlit(_: Request) -> Response:
        return PlainTextResponse("from Streamlit")

    middleware = [Middleware(packaged.Packaged, static=static)]
    return Starlette(routes=[Route("/{rest:path}", streamlit)], middleware=middleware)


@pytest.fixture
def client(app: Starlette) -> TestClient:
    return TestClient(app, client=("127.0.0.1", 50_000))


def test_a_script_is_sent_whole_and_kept_for_good(client: TestClient) -> None:
    answer = client.get("/static/js/index.AbC.js", headers=PLAIN)
    assert answer.text == "export default 1;"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    [
        "/static/notes.txt",
        "/static/js/other.js",
        "/static/../secret.js",
        "/static/%2e%2e/secret.js",
    ],
)
def test_nothing_else_is_sent(client: TestClient, path: str) -> None:
    assert client.get(path, headers=PLAIN).text == "from Streamlit"


@pytest.mark.parametrize("host", ["192.0.2.7", "2001:db8::7", "a name"])
def test_a_browser_elsewhere_gets_what_streamlit_compresses(app: Starlette, host: str) -> None:
    answer = TestClient(app, client=(host, 50_000)).get("/static/js/index.AbC.js", headers=PLAIN)
    assert answer.text == "from Streamlit"


@pytest.mark.parametrize("name", ["range", "if-none-match", "if-modified-since", "x-forwarded-for"])
def test_special_questions_are_left_to_streamlit(client: TestClient, name: str) -> None:
    answer = client.get("/static/js/index.AbC.js", headers={**PLAIN, name: "bytes=0-1"})
    assert answer.text == "from Streamlit"
