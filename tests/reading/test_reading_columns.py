"""Tables whose columns have foreign names: the user says which holds what."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from stance.errors import UnknownNameError
from stance.model import Article
from stance.reading import ReadResult, read_inputs
from tests.reading.build import TEXT

GERMAN = {
    "text": "Volltext", "title": "Überschrift", "date": "Erscheinungsdatum", "outlet": "Zeitung",
    "url": "Fundstelle", "authors": "Verfasser", "speaker": "Wer spricht",
}  # fmt: skip
CHINESE = {
    "text": "正文", "title": "标题", "date": "日期", "outlet": "媒体", "url": "网址",
    "authors": "作者", "speaker": "发言人",
}  # fmt: skip
VALUES = {
    "text": TEXT, "title": "Harbour talks go on", "date": "2023-06-19", "outlet": "Portside Post",
    "url": "https://portside.example/1", "authors": "Jane Roe; John Doe", "speaker": "Sol Marten",
}  # fmt: skip


def _csv(frame: pd.DataFrame, path: Path) -> None:
    frame.to_csv(path, index=False, sep=";")


def _tsv(frame: pd.DataFrame, path: Path) -> None:
    frame.to_csv(path, index=False, sep="\t", encoding="utf-16")


def _excel(frame: pd.DataFrame, path: Path) -> None:
    frame.to_excel(path, index=False)


def _parquet(frame: pd.DataFrame, path: Path) -> None:
    frame.to_parquet(path)


def _json(frame: pd.DataFrame, path: Path) -> None:
    path.write_text(json.dumps(frame.to_dict("records"), ensure_ascii=False), "utf-8")


def _json_lines(frame: pd.DataFrame, path: Path) -> None:
    frame.to_json(path, orient="records", lines=True, force_ascii=False)


WRITERS: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    "a.csv": _csv, "a.tsv": _tsv, "a.xlsx": _excel, "a.parquet": _parquet, "a.json": _json,
    "a.jsonl": _json_lines,
}  # fmt: skip


def table(folder: Path, name: str, names: dict[str, str]) -> Path:
    """Write a table of one article, and a column beside it that would be taken for the text."""
    row = {names[field]: value for field, value in VALUES.items()} | {"content": "no article"}
    WRITERS[name](pd.DataFrame([row]), folder / name)
    return folder / name


def only(result: ReadResult) -> Article:
    assert result.problems == []
    (article,) = result.articles
    return article


@pytest.mark.parametrize("names", [GERMAN, CHINESE], ids=["german", "chinese"])
@pytest.mark.parametrize("name", sorted(WRITERS))
def test_columns_that_the_user_names_hold_the_article(
    tmp_path: Path, name: str, names: dict[str, str]
) -> None:
    article = only(read_inputs([table(tmp_path, name, names)], columns=names))
    assert (article.text, article.title, article.outlet) == (
        VALUES["text"], VALUES["title"], VALUES["outlet"],
    )  # fmt: skip
    assert (article.url, article.speaker) == (VALUES["url"], VALUES["speaker"])
    assert article.authors == ("Jane Roe", "John Doe")
    assert [(hint.value, hint.words) for hint in article.date_hints] == [
        ("2023-06-19", names["date"])
    ]


def test_without_the_names_another_column_is_the_text(tmp_path: Path) -> None:
    assert only(read_inputs([table(tmp_path, "a.csv", GERMAN)])).text == "no article"


@pytest.mark.parametrize("written", ["volltext", "VOLLTEXT", " Volltext "])
def test_names_count_whatever_their_capitals(tmp_path: Path, written: str) -> None:
    given = table(tmp_path, "a.csv", GERMAN)
    assert only(read_inputs([given], columns={"text": written})).text == TEXT


def test_column_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    result = read_inputs([table(tmp_path, "a.xlsx", GERMAN)], columns={"text": "Artikeltext"})
    assert result.articles == []
    reason = result.problems[0].reason
    assert "no column Artikeltext" in reason
    assert "Volltext" in reason


def test_field_that_there_is_not_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="Inhalt"):
        read_inputs([table(tmp_path, "a.csv", GERMAN)], columns={"Inhalt": "Volltext"})


@pytest.mark.model
def test_command_line_takes_the_columns(tmp_path: Path) -> None:
    path = table(tmp_path, "a.csv", GERMAN)
    columns = ",".join(f"{field}={name}" for field, name in GERMAN.items() if field != "speaker")
    command = [sys.executable, "-m", "stance.cli", "analyze", str(path), "--columns", columns]
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["title"] for row in rows} == {VALUES["title"]}
    assert {row["published_on"] for row in rows} == {"2023-06-19"}
    assert "Sol Marten" in {row["speaker_name"] for row in rows}
