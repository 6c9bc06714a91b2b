"""Valid files of every format for the tests: those of LibreOffice, and what is written here."""

import io
import json
import zipfile
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import pandas as pd

SAMPLES = Path(__file__).parent / "samples"
STORY = (
    "The ministers of both countries met for the eighth time on Monday to settle the fees of the "
    "harbour that they share.",
    "“We will talk until it is done,” Foreign Minister Sol Marten told reporters in Zürich.",
)
TEXT = "\n\n".join(STORY)
FRAME = pd.DataFrame({
    "title": ["Harbour talks go on", "Fees to fall"],
    "text": [TEXT, "Jan Lund said on Tuesday that the fees were too high."],
    "date": ["2023-06-19", "2023-06-20"],
})  # fmt: skip


def zip_of(parts: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def mail_of(
    text: str | None = TEXT,
    page: str | None = None,
    attached: dict[str, bytes] | None = None,
    **headers: str,
) -> bytes:
    """Write a mail; ``List_Id`` becomes the header List-Id."""
    message = EmailMessage()
    given = {"From": "Jane Roe <roe@portside.example>", "Subject": "Harbour talks go on",
             "Date": "Mon, 19 Jun 2023 08:30:00 +0200"} | headers  # fmt: skip
    for name, value in given.items():
        message[name.replace("_", "-")] = value
    if text is not None:
        message.set_content(text)
    if page is not None:
        if text is None:
            message.set_content(page, subtype="html")
        else:
            message.add_alternative(page, subtype="html")
    for name, content in (attached or {}).items():
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    return message.as_bytes()


@cache
def samples() -> dict[str, bytes]:
    """Return a small valid file, or several, of every format, by name."""
    files = {
        path.name: path.read_bytes()
        for path in sorted(SAMPLES.iterdir())
        if path.suffix not in (".fodt",) and path.name != "README.md"
    }
    parquet = io.BytesIO()
    FRAME.to_parquet(parquet)
    records = FRAME.to_dict("records")
    page = f"<html><head><title>Talks</title></head><body><p>{STORY[0]}</p></body></html>"
    files |= {
        "a.md": f"---\ntitle: Talks\ndate: 2023-06-19\n---\n# Talks\n\n{TEXT}\n".encode(),
        "a.json": json.dumps({"articles": records}).encode(),
        "a.jsonl": "\n".join(json.dumps(record) for record in records).encode(),
        "a.tsv": FRAME.to_csv(index=False, sep="\t").encode(),
        "a.parquet": parquet.getvalue(),
        "a.eml": mail_of(page=page, attached={"note.txt": TEXT.encode(), "a.html": page.encode()}),
    }
    files["a.mhtml"] = mail_of(None, page)
    files["a.zip"] = zip_of({
        "news/a.txt": TEXT.encode(), "news/b.html": page.encode(), "c.csv": files["table.csv"],
        "in.zip": zip_of({"d.txt": STORY[1].encode(), "e.rtf": files["article.rtf"]}),
    })  # fmt: skip
    files["utf16.txt"] = TEXT.encode("utf-16")
    files["gb.txt"] = ("外交部发言人说，双方应当回到谈判桌前。\n" * 4).encode("gb18030")
    return files
