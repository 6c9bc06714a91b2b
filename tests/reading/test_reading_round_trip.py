"""What LibreOffice wrote (samples/README.md) comes back: words, title, authors, day, paragraphs."""

from pathlib import Path

import pytest

from stance.reading import read, read_inputs
from tests.reading.build import SAMPLES

TITLE = "Harbour talks enter a second week"
PARAGRAPHS = [
    TITLE,
    "By Ana Pryce",
    "June 19, 2023",
    "The ministers of both countries met for the eighth time on Monday to settle the fees of the"
    " harbour that they have shared since the flood, officials of the two governments said.",
    "“We will talk until it is done,” Foreign Minister Sol Marten told reporters – smiling & waving"
    " – in Zürich’s old customs house (海关 𝄞).",
    "Her host, Jan Lund, said that the fees were “too high for everybody” and promised a lower"
    " tariff before the end of the year.",
    "Nobody expects an agreement before Friday, when the delegations are to go home.",
]
DOCUMENTS = ("docx", "odt", "rtf", "pdf", "html", "txt")


@pytest.mark.parametrize("ending", DOCUMENTS)
def test_document_of_libreoffice_comes_back_with_its_words(ending: str) -> None:
    article = read(SAMPLES / f"article.{ending}")
    lines = [line for line in article.text.split("\n") if line.strip()]
    table = [line for line in lines if "Berth" in line or line == "12 crowns"]
    assert [line for line in lines if line not in table] == PARAGRAPHS
    assert "Berth" in table[0]
    assert "12 crowns" in table[-1]
    assert (article.title, article.authors) == (TITLE, ("Ana Pryce",))


@pytest.mark.parametrize("ending", DOCUMENTS)
def test_marks_of_a_document_stand_on_its_own_lines(ending: str) -> None:
    article = read(SAMPLES / f"article.{ending}")
    marked = {article.text[mark.start : mark.end]: mark.kind for mark in article.marks}
    assert marked[TITLE] == "headline"
    assert marked["By Ana Pryce"] == marked["June 19, 2023"] == "byline"
    assert not set(PARAGRAPHS[3:]) & set(marked)


@pytest.mark.parametrize("ending", DOCUMENTS)
def test_export_that_libreoffice_wrote_is_two_articles(ending: str) -> None:
    result = read_inputs([SAMPLES / f"export.{ending}"])
    assert result.problems == []
    first, second = result.articles
    assert [first.source_file, second.source_file] == [f"export.{ending}#{i}" for i in (1, 2)]
    assert (first.title, first.outlet) == ("Harbour talks go on", "The Port Courier")
    assert (second.title, second.outlet) == ("Fees to fall, says Lund", "Lake Evening News")
    assert [article.date_hints[0].value for article in (first, second)] == [
        "June 19, 2023", "20 June 2023",
    ]  # fmt: skip
    assert first.authors == ("Ana Pryce",)
    assert "“Nobody gains from an empty quay,” he added." in second.text


def test_workbook_of_libreoffice_is_the_table_that_it_was_made_of() -> None:
    from_book = read_inputs([SAMPLES / "table.xlsx"]).articles
    from_text = read_inputs([SAMPLES / "table.csv"]).articles
    assert len(from_book) == 2
    for one, other in zip(from_book, from_text, strict=True):
        for name in ("text", "title", "outlet", "speaker"):
            assert getattr(one, name) == getattr(other, name)
        assert one.date_hints[0].value.startswith(other.date_hints[0].value)


def test_originals_are_the_files_byte_for_byte() -> None:
    paths = [SAMPLES / "export.rtf", SAMPLES / "article.txt"]
    result = read_inputs(paths)
    assert set(result.originals) == {article.article_id for article in result.articles}
    first, second, third = (result.originals[a.article_id] for a in result.articles)
    assert first == second
    assert (first.name, first.content()) == ("export.rtf", paths[0].read_bytes())
    assert third.n_bytes == paths[1].stat().st_size


def test_original_read_again_gives_the_same_ids_and_offsets(tmp_path: Path) -> None:
    result = read_inputs([SAMPLES / "export.docx"])
    original = result.originals[result.articles[0].article_id]
    copy = tmp_path / original.name
    copy.write_bytes(original.content())
    assert read_inputs([copy]).articles == result.articles
