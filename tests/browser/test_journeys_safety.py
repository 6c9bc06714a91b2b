"""Hostile texts through the real pages: shown as texts, never run; and a policy behind that."""

import json
import re
import shutil
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pandas as pd
import pytest

from stance.model import Article
from stance.store import Store
from tests.browser.conftest import Visit
from tests.browser.sample import AXES, sample

pytestmark = pytest.mark.browser

PAYLOAD = '<img src=x onerror="window.__pwned=1"><script>window.__pwned=1</script>'
LINK = "[words](javascript:window.__pwned=1) ![x](/pwned.png)"
HOSTILE_URL = "javascript:window.__pwned=1"


def hostile_collection() -> tuple[list[Article], pd.DataFrame]:
    """Return the made-up collection with every text that a source chooses turned against us."""
    articles, frame = sample()
    foul = [
        replace(
            each, text=f"{each.text}\n\n{PAYLOAD} {LINK}\n", title=f"{PAYLOAD}{number}",
            outlet=f"{PAYLOAD}{number % 4}", source_file=f"{PAYLOAD}{number}.txt", url=HOSTILE_URL,
            authors=(PAYLOAD, LINK),
        )
        for number, each in enumerate(articles)
    ]  # fmt: skip
    new = {old.article_id: made for old, made in zip(articles, foul, strict=True)}
    made = [new[name] for name in frame["article_id"]]
    frame["text"] = [f"{PAYLOAD} {LINK} {text}" for text in frame["text"]]
    frame["speaker"], frame["cue"], frame["target"] = PAYLOAD, PAYLOAD, f"{PAYLOAD} {LINK}"
    for column in ("published_basis", "said_on_basis"):
        frame[column] = PAYLOAD
    is_unlisted = frame["actor_id"].isna()
    frame.loc[is_unlisted, "speaker_name"] = f"{PAYLOAD} Person"
    for column in ("article_id", "title", "outlet", "source_file", "url"):
        frame[column] = [getattr(each, column) for each in made]
    return foul, frame


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store of hostile texts with hostile corrections."""
    store = Store(tmp_path_factory.mktemp("hostile") / "store", who=PAYLOAD).create(AXES)
    store.add(*hostile_collection())
    ids = [str(each) for each in store.statements()["statement_id"]]
    store.correct(ids[0], {"speaker_name": PAYLOAD}, reason=f"{PAYLOAD} {LINK}", who=PAYLOAD)
    store.confirm(ids[1], who=f"{PAYLOAD} {LINK}", reason=PAYLOAD)
    return store


@pytest.fixture(scope="module")
def hostile_case(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return a data folder whose case has hostile labels."""
    folder = tmp_path_factory.mktemp("data") / "data"
    shutil.copytree(root / "data" / "us-china", folder / "us-china")
    file = folder / "us-china" / "topics.toml"
    text = file.read_text("utf-8")
    label = json.dumps(f"{PAYLOAD} {LINK}")
    file.write_text(re.sub(r'^label = ".*"$', lambda _: f"label = {label}", text, count=1,
                           flags=re.MULTILINE), "utf-8")  # fmt: skip
    assert file.read_text("utf-8") != text
    return folder


def _hostile_addresses(store: Store) -> list[str]:
    frame = store.statements()
    said, article = (str(frame[name].iloc[1]) for name in ("statement_id", "article_id"))
    utterance = str(frame["utterance_id"].iloc[1])
    words = quote(f"{PAYLOAD} {LINK}")
    return [
        "", "?by=outlet&more=words", "?by=dyad", "?by=topic", "?view=actors", "?view=relations",
        f"?view=actors&actor={quote(PAYLOAD)}%20Person", f"?view=actors&add={words}",
        "?view=statements", f"?statement={said}", "?view=outlets",
        f"?view=outlets&utterance={utterance}", "?view=articles",
        f"?view=articles&article={article}", "?view=articles&part=attention",
        "?view=articles&part=history", "?view=articles&part=add", "?view=review",
        f"?view=review&review={said}", "?view=review&read=log", "?view=method",
        f"?view={words}&actor={words}&topic={words}&find={words}&statement={words}",
        f"?view=review&review={words}", f"?view=articles&article={words}&find={words}",
    ]  # fmt: skip


def test_no_script_of_a_source_runs_on_any_page(
    serve: Callable[..., str], visit_as: Callable[..., Visit], hostile: Store, hostile_case: Path
) -> None:
    base = serve(hostile.path, STANCE_DATA_DIR=str(hostile_case))
    with urllib.request.urlopen(f"{base}/api/v1/series", timeout=240) as answer:
        answer.read()  # on a busy machine the first answer takes longer than a page may
    window = visit_as(base)
    page, seen = window.page, 0
    for address in _hostile_addresses(hostile):
        window.go(address)
        assert page.evaluate("window.__pwned") is None, address
        found = page.evaluate(
            """() => ({
              links: [...document.querySelectorAll('[href]')].map(e => e.getAttribute('href')),
              images: document.querySelectorAll('img[src="x"], img[onerror], [onmouseover]').length,
              text: document.body.innerText,
            })"""
        )
        assert found["images"] == 0, address
        bad = [each for each in found["links"] if each.strip().lower().startswith("javascript:")]
        assert bad == [], address
        seen += "onerror=" in found["text"]
    assert seen > 10  # the texts are there, as texts
    assert not [url for url in window.requests if "pwned.png" in url and "?" not in url]


def test_policy_stops_a_script_that_got_into_the_page(visit_as: Callable[..., Visit],
                                                      server: str) -> None:  # fmt: skip
    window = visit_as(server)
    window.open("?view=method")
    window.page.evaluate(
        """() => {
          const script = document.createElement('script');
          script.textContent = 'window.__pwned = 1';
          document.body.append(script);
          const picture = document.createElement('div');
          picture.innerHTML = '<img src=x onerror="window.__pwned = 1">';
          document.body.append(picture);
        }"""
    )
    window.page.wait_for_timeout(500)
    assert window.page.evaluate("window.__pwned") is None
