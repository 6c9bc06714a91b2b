"""What stands in the window before Streamlit's scripts run: its page is blank until then.

On a cold start that takes seconds. The page that Streamlit serves gets a sheet of our own paper
with the mark and one sentence; the style sheet of the first drawing hides it. The page also names
the scripts that every chart needs: the browser fetches and reads them while the server counts,
where it would otherwise ask for one after the other when their first element arrives. Pure.
"""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

from dashboard import markup, theme, wording
from dashboard.pages import FIRST

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ROOT = '<div id="root"></div>'
_TITLE = "<title>Streamlit</title>"
_HEAD = "</head>"
# Streamlit's scripts for what our pages are made of, largest first. Each file has a name of its
# release behind this one; a script that another release does not have is left out.
_SCRIPTS = (
    "PlotlyChart", "purify.es", "Html", "BidiComponent", "serialization", "recordbatch",
    "ButtonGroup", "Button", "withFullScreenWrapper", "WidgetLabel", "useBasicWidgetState",
)  # fmt: skip
# Fetched ahead is not run ahead. The library of charts takes a third of a second to run: it does so
# while the server counts, after the frame of the page is painted, where a chart comes first.
_RUN_AHEAD = """<script>
(() => {
  const asked = new URLSearchParams(location.search);
  if (asked.has("statement") || (asked.get("view") || FIRST) !== FIRST) return;
  const watch = new MutationObserver(() => {
    if (!document.querySelector("nav.pages")) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => import(SCRIPT).catch(() => {})));
  });
  watch.observe(document, { childList: true, subtree: true });
})();
</script>"""
_VARY = ("etag", "last-modified", "accept-ranges")  # they name Streamlit's page, not ours
_SHEET = """
body{background:var(--paper)}
#opening{position:fixed;inset:0;z-index:1;background:var(--paper);color:var(--ink);
font:16px/1.5 "Source Sans","Source Sans 3",sans-serif}
#opening div{max-width:1180px;margin:0 auto;padding:1.2rem 2.5rem;box-sizing:border-box}
#opening b{display:block;font-size:1.05rem;padding:.55rem 0;border-bottom:1px solid var(--rule)}
#opening p{color:var(--ink-soft);margin:0;padding:3.4rem 0}
@media(max-width:640px){#opening div{padding:.6rem 1rem}}
"""


class Opening:
    """Middleware that puts our sheet into the page that Streamlit serves."""

    def __init__(
        self,
        app: "ASGIApp",
        *,
        scripts: Iterable[str] = (),
        ahead: Callable[[str], None] | None = None,
    ) -> None:
        """Keep what to put in.

        Args:
            app: What serves the page.
            scripts: Addresses that the browser fetches ahead.
            ahead: Told what stands behind the question mark of each page that is asked for.
        """
        self._app = app
        self._scripts = tuple(scripts)
        self._ahead = ahead

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer one request; what is no page passes as it is."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
            return
        headers = MutableHeaders(scope=scope)
        for name in ("accept-encoding", "if-none-match", "if-modified-since", "range"):
            del headers[name]
        if self._ahead is not None:
            self._ahead(bytes(scope.get("query_string", b"")).decode("latin-1"))
        root = str(scope.get("root_path", ""))
        is_deep = str(scope["path"]).removeprefix(root).count("/") > 1
        home = f"{root}/" if is_deep else ""
        await self._app(scope, receive, _Rewriting(send, self._scripts, home=home).send)


class _Rewriting:
    """Holds a page back until it is whole, and sends it with our sheet.

    Streamlit answers any address with its page, which names its scripts from where it stands: deep
    in folders that do not exist it would find none and stay blank. From there ``home`` is named.
    """

    def __init__(self, send: "Send", scripts: tuple[str, ...], *, home: str = "") -> None:
        self._home = home
        self._send = send
        self._scripts = scripts
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: "Message") -> None:
        """Take one message of the answer."""
        if message["type"] == "http.response.start":
            kind = Headers(raw=message["headers"]).get("content-type", "")
            if kind.startswith("text/html"):
                self._start = message
                return
        if self._start is None or message["type"] != "http.response.body":
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        page = self._body.decode("utf-8")
        headers = MutableHeaders(scope=self._start)
        if self._home and _ROOT in page:
            self._start["status"] = 303
            headers["location"] = self._home
            page = ""
        body = with_sheet(page, self._scripts).encode("utf-8")
        headers["content-length"] = str(len(body))
        for name in _VARY:
            del headers[name]
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})


def scripts_in(static: Path) -> list[str]:
    """Return the addresses of the scripts that our pages need, in Streamlit's static folder."""
    found = (sorted((static / "js").glob(f"{name}.*.js")) for name in _SCRIPTS)
    return [f"./static/js/{files[0].name}" for files in found if len(files) == 1]


def with_sheet(page: str, scripts: Iterable[str] = ()) -> str:
    """Return Streamlit's page with our title, our sheet above its empty root, and scripts ahead.

    The one script that stands in the page itself has to be named in ``gate.content_policy``.

    A page that has no such root (the provider's, an error) comes back as it was.
    """
    if _ROOT not in page:
        return page
    dark = f"@media(prefers-color-scheme:dark){{{theme.variables('dark')}}}"
    sheet = (
        f"<style>{theme.variables('light')}{dark}{_SHEET}</style>"
        f'<div id="opening" role="status"><div><b>{markup.escape(wording.APP)}</b>'
        f"<p>{markup.escape(wording.OPENING)}</p></div></div>"
    )
    title = f"<title>{markup.escape(wording.APP)}</title>"
    ahead = "".join(
        f'<link rel="modulepreload" crossorigin href="{markup.escape(each)}">' for each in scripts
    )
    ahead += "".join(_run_ahead(each) for each in scripts if _SCRIPTS[0] in each)
    page = page.replace(_HEAD, ahead + _HEAD, 1)
    return page.replace(_ROOT, sheet + _ROOT).replace(_TITLE, title)


def _run_ahead(script: str) -> str:
    first, address = (json.dumps(each).replace("<", "\\u003c") for each in (FIRST, script))
    return _RUN_AHEAD.replace("FIRST", first).replace("SCRIPT", address)
