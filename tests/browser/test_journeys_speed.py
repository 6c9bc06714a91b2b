"""What a change of the view costs: the page is drawn once, and a chart is sent once."""

import pytest
from playwright.sync_api import WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


@pytest.fixture
def received(visit: Visit) -> list[str]:
    """What the server sends from now on: kinds of messages, and of elements among them."""
    kinds: list[str] = []

    def take(payload: str | bytes) -> None:
        message = ForwardMsg.FromString(payload if isinstance(payload, bytes) else b"")
        kind = message.WhichOneof("type")
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            kind = message.delta.new_element.WhichOneof("type")
        kinds.append(str(kind))

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", take)

    visit.page.on("websocket", listen)
    return kinds


@pytest.mark.parametrize("choice", ["Topic", "Week"])
def test_a_change_of_the_view_draws_the_page_once(
    visit: Visit, received: list[str], choice: str
) -> None:
    visit.open()
    visit.page.wait_for_timeout(1500)
    received.clear()
    visit.page.get_by_text(choice, exact=True).first.click()
    visit.settle()
    visit.page.wait_for_timeout(1500)  # a second drawing would have begun by then
    assert received.count("new_session") == 1
    assert received.count("plotly_chart") == 1


def test_a_first_visit_draws_the_page_once(visit: Visit, received: list[str]) -> None:
    visit.open()
    visit.page.wait_for_timeout(1500)
    assert received.count("new_session") == 1
    assert received.count("plotly_chart") == 1
