"""Every format: files that real libraries wrote come back with their words, facts and numbers."""

import datetime
import io
import json
import zipfile
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from stance.errors import InputError
from stance.model import DateHint
from stance.reading import read, read_all, read_inputs
from stance.reading.formats import READERS

BODY = "“We will talk,” Sol said in Port Town. Her host agreed with her on nearly everything else."
RECORD = {
    "headline": "Harbour talks go on",
    "body": BODY,
    "published_at": "2023-06-19",
    "source": {"id": None, "name": "Port Courier"},
    "link": "https://portside.example/a",
    "authors": ["Jane Roe", "Li Na"],
    "speaker": "Ana Sol",
}


def assert_is_the_record(article: object, source_file: str) -> None:
    expected = {
        "text": BODY,
        "source_file": source_file,
        "title": "Harbour talks go on",
        "outlet": "Port Courier",
        "url": "https://portside.example/a",
        "authors": ("Jane Roe", "Li Na"),
        "speaker": "Ana Sol",
    }
    assert {name: getattr(article, name) for name in expected} == expected


def write_pdf(path: Path, pages: list[list[str]], *, created: str = "") -> Path:
    """Write the smallest PDF that shows lines of text, one content stream a page."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for i, lines in enumerate(pages):
        shown = "".join(f"({line}) Tj T*\n" for line in lines)
        stream = f"BT /F1 10 Tf 12 TL 50 800 Td\n{shown}ET"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 840]/Contents {5 + 2 * i} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    objects.append(f"<</CreationDate({created})>>")
    data = "%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    data_end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info {len(objects)} 0 R>>"
    path.write_bytes(f"{data}{data_end}{trailer}\nstartxref\n{len(data)}\n%%EOF".encode("cp1252"))
    return path


# ---- JSON


def test_json_object_array_and_wrapped_list_are_read(tmp_path: Path) -> None:
    for name, value in (("one", RECORD), ("many", [RECORD]), ("feed", {"articles": [RECORD]})):
        (tmp_path / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    assert_is_the_record(read(tmp_path / "one.json"), "one.json")
    assert_is_the_record(read(tmp_path / "many.json"), "many.json#1")
    article = read(tmp_path / "feed.json")
    assert_is_the_record(article, "feed.json#1")
    hint = DateHint(value="2023-06-19", basis="field", words="published_at")
    assert article.date_hints == (hint,)


@pytest.mark.parametrize("name", ["lines.jsonl", "lines.json"])
def test_broken_json_line_is_named_and_the_others_are_read(tmp_path: Path, name: str) -> None:
    lines = [
        json.dumps(RECORD),
        "",
        '{"text": "cut',
        "7",
        '{"title": "no words"}',
        json.dumps(RECORD),
    ]
    (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
    result = read_inputs([tmp_path])
    assert [article.source_file for article in result.articles] == [f"{name}#1", f"{name}#5"]
    reasons = [str(problem).rpartition("/")[2] for problem in result.problems]
    assert reasons[0].startswith(f"{name}#2: line 3 is broken JSON: Unterminated string")
    assert reasons[1] == f"{name}#3: line 4 is int, expected an object"
    assert reasons[2].startswith(f"{name}#4: line 5 has no field for the text; found: title")


def test_deeply_nested_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "deep.json").write_text("[" * 200_000, encoding="utf-8")
    with pytest.raises(InputError, match=r"deep\.json: is (nested too deeply|broken JSON)"):
        read(tmp_path / "deep.json")


def test_json_without_articles_says_what_it_found(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"weather": "fine"}', encoding="utf-8")
    with pytest.raises(InputError, match="holds no article: found weather"):
        read(tmp_path / "x.json")


def test_half_a_surrogate_pair_in_json_becomes_a_replacement_character(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"text": "a \\ud800 b \\u0000"}', encoding="utf-8")
    assert read(tmp_path / "x.json").text == "a \ufffd b \ufffd"


def test_markup_in_a_field_becomes_paragraphs(tmp_path: Path) -> None:
    record = {"content": "<p>Sol &amp; her host met.</p><p>Nobody <b>spoke</b>.</p>"}
    (tmp_path / "x.json").write_text(json.dumps(record), encoding="utf-8")
    assert read(tmp_path / "x.json").text == "Sol & her host met.\n\nNobody spoke."


# ---- tables

FRAME = pd.DataFrame(
    {
        "Headline": ["Harbour talks go on", "No text", "Second"],
        "Article Text": [BODY, None, "Sol said:\n“No, never.”"],
        "Publication Date": ["2023-06-19", "2023-06-20", "2023-06-21"],
        "Source": ["Port Courier", "Port Courier", None],
    }
)


@pytest.mark.parametrize("extension", ["csv", "tsv", "xlsx", "parquet"])
def test_table_rows_are_articles_with_their_row_numbers(tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"table.{extension}"
    if extension == "xlsx":
        FRAME.to_excel(path, index=False)
    elif extension == "parquet":
        FRAME.to_parquet(path)
    else:
        FRAME.to_csv(path, index=False, sep="\t" if extension == "tsv" else ",")
    result = read_inputs([path])
    first, third = result.articles
    assert (first.text, first.title, first.outlet) == (BODY, "Harbour talks go on", "Port Courier")
    assert first.date_hints[0].value == "2023-06-19"
    assert (third.source_file, third.text) == (f"{path.name}#3", "Sol said:\n“No, never.”")
    assert third.outlet is None
    assert [str(problem) for problem in result.problems] == [f"{path}#2: is empty"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separator_is_found(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        separator.join(["title", "text"]) + "\n" + separator.join(["A b", "Sol said no."])
    )
    assert read(path).text == "Sol said no."


def test_spreadsheet_export_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("text;date\r\nSol said no.;19.06.2023\r\n", encoding="utf-8-sig")
    article = read(path)
    assert (article.text, article.date_hints[0].value) == ("Sol said no.", "19.06.2023")


def test_unquoted_commas_in_a_text_are_reported_not_cut(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('title,text\nA,Sol, the minister, said no.\nB,"Sol said yes."\n')
    result = read_inputs([path])
    assert [article.text for article in result.articles] == ["Sol said yes."]
    assert "has 4 cells under 2 columns" in result.problems[0].reason


def test_row_with_broken_quotation_marks_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('text\n"Sol said "no" to it."\nSol said yes.\n')
    result = read_inputs([path])
    assert [article.source_file for article in result.articles] == ["t.csv#2"]
    assert "line 2 is broken" in result.problems[0].reason


def test_table_without_a_text_column_lists_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("name,age\nSol,60\n")
    with pytest.raises(InputError, match="no column for the text; found: name, age; expected one"):
        read(path)


def test_dates_of_a_workbook_become_iso_dates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("notes", 0).append(["nothing here"])
    sheet = book["Sheet"]
    sheet.append(["text", "date"])
    sheet.append([BODY, datetime.datetime(2023, 6, 19, 8, 30)])
    book.save(tmp_path / "t.xlsx")
    assert read(tmp_path / "t.xlsx").date_hints[0].value == "2023-06-19T08:30:00"


def test_long_cell_is_read_whole(tmp_path: Path) -> None:
    text = "Sol said no. " * 20_000
    path = tmp_path / "t.csv"
    path.write_text(f'text\n"{text}"\n')
    assert read(path).text == text


# ---- web pages

PAGE = """<!DOCTYPE html><html><head><title>Harbour talks go on - Port Courier</title>
<meta property="og:site_name" content="Port Courier">
<meta property="og:title" content="Harbour talks go on">
<meta property="article:published_time" content="2023-06-19T08:00:00Z">
<meta name="author" content="Jane Roe">
<link rel="canonical" href="https://portside.example/a">
<script type="application/ld+json">{"@graph": [{"datePublished": "2023-06-18"}]}</script></head>
<body><nav><a href="/">Home</a><a href="/w">World</a></nav><article><h1>Harbour talks go on</h1>
<p>The ministers of both countries met again in Port Town on Monday to talk about the harbour.</p>
<p>“We will talk until it is done,” Sol told reporters — smiling &amp; waving — in the old hall.</p>
<script>alert("no")</script>
<p>Her host agreed with her on nearly everything else, officials of both sides said later.</p>
</article><footer>All rights reserved</footer></body></html>"""


def test_web_page_gives_its_text_and_metadata(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    article = read(tmp_path / "page.html")
    assert (
        "“We will talk until it is done,” Sol told reporters — smiling & waving —" in article.text
    )
    assert "alert" not in article.text
    assert "<p>" not in article.text
    assert (article.title, article.outlet) == ("Harbour talks go on", "Port Courier")
    assert (article.url, article.authors) == ("https://portside.example/a", ("Jane Roe",))
    assert article.date_hints == (
        DateHint(value="2023-06-18", basis="metadata", words="datePublished"),
        DateHint(value="2023-06-19T08:00:00Z", basis="metadata", words="article:published_time"),
    )


def test_page_without_stated_date_has_no_date(tmp_path: Path) -> None:
    page = "<html><body><p>Sol said no in May 2023, and again on June 3, 2023.</p></body></html>"
    (tmp_path / "page.htm").write_text(page, encoding="utf-8")
    article = read(tmp_path / "page.htm")
    assert "Sol said no" in article.text
    assert article.date_hints == ()


def test_declared_charset_of_a_page_is_used(tmp_path: Path) -> None:
    page = '<html><head><meta charset="gb2312"></head><body><p>外交部发言人说不。</p></body></html>'
    (tmp_path / "page.html").write_bytes(page.encode("gb2312"))
    assert read(tmp_path / "page.html").text == "外交部发言人说不。"


def test_page_with_control_characters_is_read_without_them(tmp_path: Path) -> None:
    page = "<html><body><p>Sol said\x03 no to &#4; it.</p><p>Nobody\x0c spoke.</p></body></html>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    text = read(tmp_path / "page.html").text
    assert text.startswith("Sol said")
    assert not any(character in text for character in "\x03\x04\x0c")


@pytest.mark.parametrize("page", ["<html></html>", "<script>x()</script>", "<!-- nothing -->"])
def test_page_without_text_is_refused(tmp_path: Path, page: str) -> None:
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    with pytest.raises(InputError, match="web page"):
        read(tmp_path / "page.html")


# ---- Markdown


def test_markdown_keeps_its_text_and_marks_front_matter_and_headings(tmp_path: Path) -> None:
    text = (
        '---\ntitle: "Harbour talks"\ndate: 2023-06-19\nauthor: Jane Roe, Li Na\n---\n'
        f"# Harbour talks go on\n\n{BODY}\n\n## What comes next\n\n{BODY}\n\n{BODY}\n"
    )
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    article = read(tmp_path / "a.md")
    assert article.text == text
    assert (article.title, article.authors) == ("Harbour talks", ("Jane Roe", "Li Na"))
    assert article.date_hints == (DateHint(value="2023-06-19", basis="metadata", words="date"),)
    assert [mark.kind for mark in article.marks] == ["notice", "headline", "subhead"]


# ---- Word


def test_word_document_gives_paragraphs_tables_and_title_in_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Harbour talks go on", level=1)
    document.add_paragraph(BODY)
    document.add_table(rows=1, cols=2).rows[0].cells[0].text = "Sol: no"
    document.add_paragraph("They parted.")
    document.save(str(tmp_path / "a.docx"))
    article = read(tmp_path / "a.docx")
    assert article.text.split("\n\n") == ["Harbour talks go on", BODY, "Sol: no", "They parted."]
    assert article.title == "Harbour talks go on"
    assert article.date_hints == ()  # the template's own date says nothing


def make_zip(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_document_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STANCE_MAX_INPUT_MB", "0.1")
    bomb = make_zip(tmp_path / "a.docx", {"word/document.xml": b" " * 20_000_000})
    assert bomb.stat().st_size < 100_000
    with pytest.raises(InputError, match="unpacks to more than is allowed"):
        read(bomb)


def test_document_with_entities_is_refused(tmp_path: Path) -> None:
    hostile = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    )
    for name, part in (("a.docx", "word/document.xml"), ("a.xlsx", "xl/workbook.xml")):
        with pytest.raises(InputError, match="declares XML entities"):
            read(make_zip(tmp_path / name, {part: hostile}))


def test_archive_under_the_name_of_a_document_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not a Word document"):
        read(make_zip(tmp_path / "a.docx", {"x.txt": b"x"}))


# ---- PDF

LONG_LINES = [
    "The ministers of both countries met again in Port Town on Monday to talk about the har-",
    "bour and its fees, and they agreed to go on with their talks for as long as it takes in",
    "the end.",
    "Nobody expected more than that, as the officials of both sides had said so often before,",
    "and nobody got more.",
]


def test_pdf_lines_become_paragraphs_and_broken_words_whole(tmp_path: Path) -> None:
    path = write_pdf(
        tmp_path / "a.pdf", [["Harbour talks go on", *LONG_LINES]], created="D:20230619"
    )
    article = read(path)
    title, first, second = article.text.split("\n\n")
    assert title == article.title == "Harbour talks go on"
    assert "talk about the harbour and its fees" in first
    assert first.endswith("takes in the end.")
    assert second.endswith("and nobody got more.")
    assert article.date_hints == (
        DateHint(value="2023-06-19", basis="metadata", words="CreationDate"),
    )


def test_running_heads_of_a_pdf_stay_and_are_marked(tmp_path: Path) -> None:
    pages = [
        ["Port Courier 2023", f"{word} said it.", *LONG_LINES, f"{word} left.", str(number)]
        for number, word in enumerate(("Sol", "Lund", "Mott"), start=1)
    ]
    article = read(write_pdf(tmp_path / "a.pdf", pages))
    marked = [article.text[m.start : m.end] for m in article.marks if m.kind == "repeated"]
    assert marked == ["Port Courier 2023", "1", "Port Courier 2023", "2", "Port Courier 2023", "3"]


def test_pdf_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no text"):
        read(write_pdf(tmp_path / "scan.pdf", [[]]))


# ---- all of them


def valid_files() -> dict[str, bytes]:
    """Return one small valid file for each binary or structured extension."""
    document, book = docx.Document(), openpyxl.Workbook()
    document.add_paragraph(BODY)
    book.worksheets[0].append(["text"])
    book.worksheets[0].append([BODY])
    word, excel, parquet = io.BytesIO(), io.BytesIO(), io.BytesIO()
    document.save(word)
    book.save(excel)
    FRAME.to_parquet(parquet)
    return {
        ".docx": word.getvalue(),
        ".xlsx": excel.getvalue(),
        ".parquet": parquet.getvalue(),
        ".json": json.dumps([RECORD]).encode(),
        ".csv": FRAME.to_csv(index=False).encode(),
        ".html": PAGE.encode(),
    }


VALID = valid_files()


@hypothesis_settings(max_examples=150, deadline=None)
@given(
    extension=st.sampled_from(sorted(VALID)),
    cut=st.floats(0, 1),
    places=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=8),
)
def test_damaged_file_is_read_or_refused_by_name(
    tmp_path_factory: pytest.TempPathFactory,
    extension: str,
    cut: float,
    places: list[tuple[float, int]],
) -> None:
    data = bytearray(VALID[extension])
    for place, value in places:
        data[int(place * len(data))] = value
    if cut < 0.3:
        del data[int(cut * 3 * len(data)) :]
    path = tmp_path_factory.mktemp("damaged") / f"file{extension}"
    path.write_bytes(bytes(data))
    result = read_inputs([path])
    assert result.articles or result.problems
    assert all(path.name in problem.source for problem in result.problems)


@pytest.mark.parametrize("extension", sorted(READERS))
@pytest.mark.parametrize("data", [b"", b" \n", bytes(range(256)), b"\x00" * 100], ids=repr)
def test_no_reader_accepts_nothing_or_noise(tmp_path: Path, extension: str, data: bytes) -> None:
    path = tmp_path / f"file{extension}"
    path.write_bytes(data)
    with pytest.raises(InputError, match=f"file{extension}"):
        read_all(path)
