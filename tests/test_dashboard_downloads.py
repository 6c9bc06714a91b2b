"""What can be taken away: files of exactly the view, safe in a spreadsheet, and who is behind."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard import answers, api, downloads, pictures, wording
from dashboard.filters import Filters
from dashboard.workbook import MAX_CELL, workbook
from stance.errors import UsageError
from stance.settings import settings
from stance.store import Store
from stance.table import to_csv
from tests.browser.sample import AXES, sample

ABOUT = {"filters": {"side": ["US"]}, "n_statements": 3}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("downloads") / "store"
    Store(path).create(AXES).add(*sample())
    return path


@pytest.fixture
def client(folder: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setenv("STANCE_STORE", str(folder))
    settings.cache_clear()
    answers._connection.cache_clear()
    return TestClient(Starlette(routes=api.routes()))


@pytest.fixture(scope="module")
def frame(folder: Path) -> pd.DataFrame:
    return downloads.frame(str(folder), Store(folder).version(), Filters())


def sheets(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_a_workbook_holds_every_statement_and_says_what_they_are(frame: pd.DataFrame) -> None:
    book = sheets(workbook(frame, ABOUT))
    rows = list(book[wording.SHEET_STATEMENTS].values)
    assert list(rows[0]) == list(frame.columns)
    assert [row[0] for row in rows[1:]] == list(frame["statement_id"])
    about = dict(book[wording.SHEET_ABOUT].values)
    assert about["n_statements"] == 3
    assert json.loads(about["filters"]) == {"side": ["US"]}


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2", "@SUM(A1)", '=HYPERLINK("x")'])
def test_no_text_becomes_a_formula_in_a_workbook(frame: pd.DataFrame, text: str) -> None:
    book = sheets(workbook(frame.head(1).assign(text=text), ABOUT))
    sheet = book[wording.SHEET_STATEMENTS]
    cell = sheet.cell(2, list(frame.columns).index("text") + 1)
    assert (cell.value, cell.data_type) == (text, "s")


def test_what_excel_cannot_hold_is_left_out_of_a_cell(frame: pd.DataFrame) -> None:
    book = sheets(workbook(frame.head(1).assign(text="a\x00b\x1f" + "c" * 40_000), ABOUT))
    value = book[wording.SHEET_STATEMENTS].cell(2, list(frame.columns).index("text") + 1).value
    assert value.startswith("abccc")
    assert len(value) == MAX_CELL


def test_a_json_file_carries_its_description(frame: pd.DataFrame) -> None:
    found = json.loads(downloads.content("json", frame, ABOUT))
    assert found["filters"] == ABOUT["filters"]
    assert len(found["statements"]) == len(frame)
    assert isinstance(found["statements"][0]["topics"], list)


@pytest.mark.parametrize("ending", list(downloads.LIMITS))
def test_a_file_that_would_be_too_large_is_refused_with_the_way_that_has_no_limit(
    ending: str,
) -> None:
    downloads.check_size(ending, downloads.LIMITS[ending])
    with pytest.raises(UsageError, match="stance export"):
        downloads.check_size(ending, downloads.LIMITS[ending] + 1)


@pytest.mark.parametrize("ending", list(wording.DOWNLOAD_FORMATS))
def test_every_format_is_served_with_exactly_the_filtered_statements(
    client: TestClient, folder: Path, ending: str
) -> None:
    answer = client.get(f"{api.DOWNLOAD}.{ending}?side=US&dates=all&towards=anybody")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == api.MEDIA_TYPES[ending]
    wanted = Store(folder).statements("side = ?", ["US"])
    read = {
        "csv": lambda data: list(pd.read_csv(io.BytesIO(data))["statement_id"]),
        "xlsx": lambda data: [row[0] for row in sheets(data).worksheets[0].values][1:],
        "parquet": lambda data: list(pd.read_parquet(io.BytesIO(data))["statement_id"]),
        "json": lambda data: [row["statement_id"] for row in json.loads(data)["statements"]],
    }
    assert read[ending](answer.content) == list(wanted["statement_id"])


def test_a_download_of_an_earlier_version_shows_that_version(
    folder: Path, client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "store"
    store = Store(own).create(AXES)
    store.add(*sample())
    before = store.version()
    first = store.statements().iloc[0]
    store.correct(first["statement_id"], {"side": "joint"}, reason="made up", who="a reader")
    monkeypatch.setenv("STANCE_STORE", str(own))
    settings.cache_clear()
    query = f"dates=all&towards=anybody&at={before}"
    assert client.get(f"{api.DOWNLOAD}.csv?{query}").content == to_csv(
        store.statements(version=before)
    )


def test_the_description_names_the_filters_of_the_view(client: TestClient) -> None:
    found = client.get(f"{api.DOWNLOAD}.metadata.json?side=US&min-confidence=0.5").json()
    assert found["filters"]["side"] == ["US"]
    assert found["filters"]["min-confidence"] == 0.5
    assert "how_to_cite" in found


@pytest.mark.parametrize(
    "query", ["min-confidence=2", "min-confidence=nan", "min-confidence=often", "side=Mars"]
)
def test_a_filter_that_makes_no_sense_is_refused_with_words(client: TestClient, query: str) -> None:
    answer = client.get(f"{api.PREFIX}/series?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]


@pytest.mark.parametrize("name", ["series", "statements", "points", "events", "outlets"])
def test_each_twin_gives_the_same_rows_as_json_and_as_csv(client: TestClient, name: str) -> None:
    rows = client.get(f"{api.PREFIX}/{name}").json()[api.TWINS[name].rows]
    as_csv = client.get(f"{api.PREFIX}/{name}.csv")
    assert as_csv.headers["content-type"].startswith("text/csv")
    assert rows
    assert len(pd.read_csv(io.BytesIO(as_csv.content))) == len(rows)


def test_the_twin_of_a_comparison_gives_every_side_its_difference(client: TestClient) -> None:
    answer = client.get(f"{api.PREFIX}/change?a=2023-05-01..2023-06-30&b=2024-04").json()
    assert {row["group"] for row in answer["periods"]} >= {"US", "China"}
    assert all(row["sentence"] for row in answer["periods"])


def test_a_comparison_without_periods_says_how_to_name_them(client: TestClient) -> None:
    answer = client.get(f"{api.PREFIX}/change?a=2023-05")
    assert (answer.status_code, "a=2023" in answer.json()["error"]) == (400, True)


def test_the_index_lists_every_twin_and_download(client: TestClient) -> None:
    found = client.get(f"{api.PREFIX}/").json()
    assert {path.rsplit("/", 1)[1] for path in found["twins"]} == set(api.TWINS)
    assert len(found["downloads"]) == len(api.MEDIA_TYPES)


def test_the_drawing_library_for_pictures_comes_from_this_machine(client: TestClient) -> None:
    answer = client.get(api.PLOTLY)
    assert answer.status_code == 200
    assert b"plotly.js v" in answer.content[:200]


def test_a_picture_names_its_n_its_source_and_its_day() -> None:
    found = pictures.words(
        "Credit by side", "All speakers", "9 statements, 8 utterances",
        version="3.0", methods=["0.1"],
    )  # fmt: skip
    assert found["title"] == "Credit by side"
    for part in ("n = 9 statements", "table version 3.0", "method 0.1", str(date.today().year)):
        assert part in found["foot"]
