"""A folder as somebody might hand it over who means harm: hostile files among good ones."""

import io
import json
import os
import shutil
from pathlib import Path

import docx
import pandas as pd

from stance.resources import seeds_dir
from tests.reading import hostile
from tests.reading.build import SAMPLES, mail_of, zip_of

# Of the hostile files those that hold nothing to be said: each must be named, none be in the table.
REFUSED = (
    "bomb.docx", "bomb.pdf", "bomb.zip", "braces.rtf", "codec.html", "deep.json", "deep.odt",
    "deep.pdf", "encrypted.zip", "entities.docx", "entities.odt", "entities.xlsx",
    "entities16.docx", "fonts.rtf", "large.html", "linking.zip", "links.rtf", "loop.pdf",
    "lying.zip", "many.eml", "misnamed.docx", "misnamed.pdf", "misnamed.txt", "nested.eml",
    "nested.zip", "noise.txt", "nul.txt", "number.json", "objects.json", "page.txt", "pages.pdf",
    "quadratic.html", "quotes.csv", "rows.csv", "surrogates.json", "tables.html", "title.rtf",
    "pipe.txt", "self.txt",
    *(name for name in hostile.FILES if name.startswith("million")),
)  # fmt: skip
# Those whose analysis takes seconds: too long for a test.
SLOW = ("words.txt", "chain.txt", "marks.txt", "cells.csv")


def make_traps(folder: Path, *, with_slow: bool = True) -> set[str]:
    """Fill a folder: good files, every hostile one, a pipe, a link to itself, a circle.

    Returns:
        The names of the good ones, as the table gives them.
    """
    good = make_good(folder)
    for name, make in hostile.FILES.items():
        if with_slow or name not in SLOW:
            (folder / name).write_bytes(make())
    os.mkfifo(folder / "pipe.txt")
    (folder / "self.txt").symlink_to("self.txt")
    (folder / "round").symlink_to(folder, target_is_directory=True)
    return good


def make_good(folder: Path) -> set[str]:
    """Write the seeds and a dozen other good files; return the names of all, as the table does."""
    for seed in seeds_dir().glob("*.txt"):
        shutil.copy(seed, folder / seed.name)
    for name, content in good_files().items():
        (folder / name).write_bytes(content)
    return {path.name for path in folder.iterdir()}


def good_files() -> dict[str, bytes]:
    """Return files of twelve formats, each with words of its own."""
    rows = [pd.DataFrame({"title": ["Talks"], "text": [_story(n)]}) for n in range(4)]
    parquet, excel, word = io.BytesIO(), io.BytesIO(), io.BytesIO()
    rows[0].to_parquet(parquet)
    rows[1].to_excel(excel, index=False)
    document = docx.Document()
    for line in _story(4).split("\n\n"):
        document.add_paragraph(line)
    document.save(word)
    paragraphs = "".join(f"<p>{line}</p>" for line in _story(5).split("\n\n"))
    return {
        "good.parquet": parquet.getvalue(),
        "good.xlsx": excel.getvalue(),
        "good.csv": rows[2].to_csv(index=False).encode(),
        "good.tsv": rows[3].to_csv(index=False, sep="\t").encode(),
        "good.docx": word.getvalue(),
        "good.html": f"<html><body><article>{paragraphs}</article></body></html>".encode(),
        "good.md": _story(6).encode(),
        "good.json": json.dumps({"text": _story(7)}).encode(),
        "good.eml": mail_of(_story(8)),
        "good.zip": zip_of({"in.txt": _story(9).encode()}),
        "good.pdf": (SAMPLES / "article.pdf").read_bytes(),
        "good.odt": (SAMPLES / "export.odt").read_bytes(),
    }


def _story(number: int) -> str:
    place = f"Port {'abcdefghij'[number].upper()}"
    return (
        f"The ministers of both countries met for the {number + 2}th time on Monday to settle the "
        f"fees of the harbour of {place}, which they share since the end of the war.\n\n"
        f"“We will talk about {place} until it is done,” Foreign Minister Sol Marten told "
        "reporters after the meeting, which had taken all of the afternoon and evening.\n"
    )
