"""Exports of news databases, in the forms in use: told by their shape, divided, marked, not cut."""

from pathlib import Path

import pytest

from stance.model import Article
from stance.reading import read_inputs
from stance.reading.exports import is_export
from tests.reading.build import STORY, TEXT

COUNTED = f"""Search: harbour
Print date: 1 July 2023

1 of 2 DOCUMENTS

Copyright 2023 Port Courier Ltd.
All Rights Reserved
The Port Courier

June 19, 2023 Monday
Final Edition

Harbour talks go on

BYLINE: Ana Pryce, Bo Lindt

SECTION: NEWS; Pg. 4

LENGTH: 812 words

{TEXT}

LOAD-DATE: June 20, 2023

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper

2 of 2 DOCUMENTS

Lake Evening News

20 June 2023

Fees to fall, says Lund

LENGTH: 95 words

{STORY[1]}

LOAD-DATE: June 21, 2023
"""
CODED = f"""SE World
HD Harbour talks go on
BY By Ana Pryce
WC 812 words
PD 19 June 2023
SN The Port Courier
SC PORTC
LA English
CY (c) 2023 Port Courier Ltd.
LP {STORY[0]}
TD
{STORY[1]}
IN THE HARBOUR nobody spoke of anything else, he said.
NS gdip : International Relations
RE portld : Port Land
AN Document PORTC00020230619ej6j0001b

HD Fees to fall, says
Lund
WC 95 words
PD 20 June 2023
SN Lake Evening News
LA English
LP Jan Lund said on Tuesday that the fees were too high.
TD “Nobody gains from an empty quay,” he added.
AN Document LAKEN00020230620ej6k00002
"""
RULED = f"""____________________________________________________________

Title: Harbour talks go on
Author: Pryce, Ana
Publication title: The Port Courier
Publication date: June 19, 2023
Full text: {STORY[0]}
{STORY[1]}
Subject: Harbours; Fees
Identifier: 17
Language of publication: English
Document URL: https://portside.example/17
____________________________________________________________

Title: Fees to fall, says Lund
Publication title: Lake Evening News
Publication date: 20 June 2023
Full text: Jan Lund said on Tuesday that the fees were too high.
Subject: Fees
Language of publication: English
"""
UNLABELLED = f"""Harbour talks go on

By Ana Pryce
812 words
19 June 2023
08:15
The Port Courier
PORTC
English
Copyright 2023 Port Courier Ltd. All Rights Reserved

{TEXT}

Document PORTC00020230619ej6j0001b

Fees to fall, says Lund

95 words
20 June 2023
Lake Evening News
LAKEN
English
(c) 2023 Lake Evening News

Jan Lund said on Tuesday that the fees were too high for the ships of everybody.

Document LAKEN00020230620ej6k00002
"""


def read_text_file(tmp_path: Path, text: str) -> list[Article]:
    path = tmp_path / "export.txt"
    path.write_text(text, encoding="utf-8", newline="")
    result = read_inputs([path])
    assert result.problems == []
    return result.articles


def free_words(article: Article) -> str:
    """Return what is left of a text without everything that is marked."""
    kept = list(article.text)
    for mark in article.marks:
        kept[mark.start : mark.end] = " " * (mark.end - mark.start)
    return " ".join("".join(kept).split())


@pytest.mark.parametrize(
    "text", [COUNTED, CODED, RULED, UNLABELLED], ids=["counted", "coded", "ruled", "unlabelled"]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["unix", "windows"])
def test_export_is_divided_and_its_form_read(tmp_path: Path, text: str, newline: str) -> None:
    first, second = read_text_file(tmp_path, text.replace("\n", newline))
    assert (first.source_file, second.source_file) == ("export.txt#1", "export.txt#2")
    assert (first.title, first.outlet) == ("Harbour talks go on", "The Port Courier")
    assert (second.title, second.outlet) == ("Fees to fall, says Lund", "Lake Evening News")
    days = [article.date_hints[0].value for article in (first, second)]
    assert days[0] in ("June 19, 2023", "19 June 2023")
    assert days[1] == "20 June 2023"
    assert all(article.date_hints[0].basis == "field" for article in (first, second))


def test_body_alone_is_left_without_marks(tmp_path: Path) -> None:
    story = " ".join(TEXT.split())
    assert free_words(read_text_file(tmp_path, COUNTED)[0]) == story
    assert free_words(read_text_file(tmp_path, UNLABELLED)[0]) == story
    assert free_words(read_text_file(tmp_path, RULED)[0]) == story
    coded = free_words(read_text_file(tmp_path, CODED)[0])
    assert coded == f"{story} IN THE HARBOUR nobody spoke of anything else, he said."


def test_lines_of_the_form_stay_in_the_text(tmp_path: Path) -> None:
    article = read_text_file(tmp_path, COUNTED)[0]
    marked = {article.text[mark.start : mark.end]: mark.kind for mark in article.marks}
    assert marked["LOAD-DATE: June 20, 2023"] == "notice"
    assert marked["BYLINE: Ana Pryce, Bo Lindt"] == "byline"
    assert marked["Harbour talks go on"] == "headline"
    assert article.authors == ("Ana Pryce", "Bo Lindt")
    assert "Search: harbour" not in article.text  # the list of results belongs to no article


def test_address_and_turned_name_of_a_labelled_form_are_read(tmp_path: Path) -> None:
    article = read_text_file(tmp_path, RULED)[0]
    assert article.url == "https://portside.example/17"
    assert article.authors == ("Ana Pryce",)


def test_single_article_of_a_database_keeps_the_name_of_its_file(tmp_path: Path) -> None:
    one = COUNTED.partition("1 of 2 DOCUMENTS")[2].partition("2 of 2 DOCUMENTS")[0]
    (article,) = read_text_file(tmp_path, one)
    assert article.source_file == "export.txt"
    assert (article.title, article.outlet) == ("Harbour talks go on", "The Port Courier")


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"Title: Harbour talks go on\nDate: June 19, 2023\nSource: Port Courier\n\n{TEXT}",
        f"Talks go on\n\n{STORY[0]}\n\n2 of 3\n\n{STORY[1]}",
        f"QUESTION: Why?\n\nMR DOE: {STORY[0]}\n\nQUESTION: And then?\n\nMR DOE: {STORY[1]}",
        f"{STORY[0]}\n\n-----------------------------\n\n{STORY[1]}\n\n----------------------------",
        f"HD television came to Port Town.\n\n{STORY[0]}\n\nIN the end nobody watched.",
        f"Body\n\n{STORY[0]}",
        "",
    ],
    ids=["story", "header", "counter", "transcript", "rules", "capitals", "body", "empty"],
)
def test_other_text_is_no_export(text: str) -> None:
    assert not is_export(text)


def test_piece_without_a_form_stays_with_the_article_before_it(tmp_path: Path) -> None:
    broken = COUNTED.replace(
        "2 of 2 DOCUMENTS", "2 of 3 DOCUMENTS\n\nA lost page.\n\n3 of 3 DOCUMENTS"
    )
    broken = broken.replace("1 of 2", "1 of 3")
    first, second = read_text_file(tmp_path, broken)
    assert "A lost page." in first.text
    assert second.title == "Fees to fall, says Lund"
