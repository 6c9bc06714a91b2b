"""Files that somebody made to break a reader: small ones that grow, loop, nest or lie."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import partial

from tests.reading.build import STORY, mail_of, zip_of

MILLION = 1_000_000
# What parsers trip over when it stands in the wrong place.
TOKENS = (
    b"<", b">", b"&", b"\"", b"'", b"(", b"{", b"}", b"[", b"\\", b"\\'", b"\\u-1?", b"\\bin9999 ",
    b"\x00", b"\r", b"\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"=?utf-8?q?",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<table>", b"<p>", b"<!--", b"<![CDATA[", b"%PDF-",
    b"endobj", b"stream\n", b"/Kids[3 0 R]", b"/Length 99999999", b"PK\x03\x04", b"PK\x05\x06",
    b"PAR1", b"{\\rtf1 ", b"Content-Type: multipart/mixed; boundary=x\n", b"--x\n",
    b"1 of 3 DOCUMENTS\n", b"HD ", b"Body\n",
    "“".encode(), "\u202e".encode(), "𝄞".encode(),
)  # fmt: skip
# A million characters of each: expressions must not look at them again and again.
PIECES = (
    "“", '"', "'", "-", "—", "(", "[", "{", " ", "\n", "\t", "9", ".", "\u00a0", "\u3000", "_", "=",
    "|", "1 of 2\n", "Body\n", "HD x\n", "> ", "# ", "\r\n", "Document A1", "By ", "A. ", "a:",
)  # fmt: skip
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]><l>&d;</l>'
)


def pdf(objects: list[str], *, root: int = 1) -> bytes:
    """Write a PDF of these objects, the first being number 1."""
    data = "%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer<</Size {len(objects) + 1}/Root {root} 0 R>>\nstartxref\n{len(data)}\n%%EOF"
    return (data + end).encode("latin-1")


def pdf_with_loop() -> bytes:
    """Return a PDF whose page tree holds itself."""
    return pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"])


def pdf_with_deep_tree(depth: int = 20_000) -> bytes:
    """Return a PDF whose page tree is one long branch."""
    branch = [f"<</Type/Pages/Kids[{i + 3} 0 R]/Count 1>>" for i in range(depth)]
    return pdf(["<</Type/Catalog/Pages 2 0 R>>", *branch, "<</Type/Page/MediaBox[0 0 9 9]>>"])


def pdf_with_many_pages(count: int = 200_000) -> bytes:
    """Return a PDF that names one page very often."""
    kids = " ".join(["3 0 R"] * count)
    tree = f"<</Type/Pages/Kids[{kids}]/Count {count}>>"
    return pdf(["<</Type/Catalog/Pages 2 0 R>>", tree, "<</Type/Page/MediaBox[0 0 9 9]>>"])


def pdf_bomb(megabytes: int = 300) -> bytes:
    """Return a PDF whose page is compressed to a thousandth, twice."""
    packer = zlib.compressobj(1)
    piece = b"BT (x) Tj ET\n" * 80_000
    packed = b"".join(packer.compress(piece) for _ in range(megabytes)) + packer.flush()
    packed = zlib.compress(packed)
    stream = f"<</Length {len(packed)}/Filter[/FlateDecode/FlateDecode]>>stream\n"
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"
    kids = "<</Type/Pages/Kids[3 0 R]/Count 1>>"
    content = f"{stream}{packed.decode('latin-1')}\nendstream"
    return pdf(["<</Type/Catalog/Pages 2 0 R>>", kids, page, content])


def zip_bomb(megabytes: int = 300) -> bytes:
    """Return an archive that unpacks to a thousand times its size."""
    return zip_of({"a.txt": b"a" * (megabytes * MILLION)})


def lying_zip() -> bytes:
    """Return an archive whose member is much larger than it says."""
    data = bytearray(zip_of({"a.txt": b"Sol said no. " * 4_000_000}))
    place = data.rindex(b"PK\x01\x02") + 24
    data[place : place + 4] = struct.pack("<I", 100)
    place = data.index(b"PK\x03\x04") + 22
    data[place : place + 4] = struct.pack("<I", 100)
    return bytes(data)


def nested_zip(depth: int = 30) -> bytes:
    """Return an archive in an archive, many times."""
    data = zip_of({"a.txt": STORY[0].encode()})
    for _ in range(depth):
        data = zip_of({"in.zip": data})
    return data


def encrypted_zip() -> bytes:
    """Return an archive whose member says that it is encrypted."""
    data = bytearray(zip_of({"a.txt": b"Sol said no."}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    return bytes(data)


def travelling_zip() -> bytes:
    """Return an archive whose names lead out of the folder."""
    text = STORY[0].encode()
    names = ("../../etc/cron.d/a.txt", "/away/b.txt", "..\\..\\c.txt", "C:\\d.txt", "x/\u202eb.txt")
    return zip_of({name: text + name.encode() for name in names})


def linking_zip() -> bytes:
    """Return an archive with a symbolic link."""
    info = zipfile.ZipInfo("a.txt")
    info.create_system = 3
    info.external_attr = 0o120777 << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("b.txt", STORY[0])
        archive.writestr(info, "/etc/passwd")
    return stream.getvalue()


def nested_mail(depth: int = 60) -> bytes:
    """Return a mail in a mail, many times."""
    data = b"From: a@b.example\nSubject: x\n\nSol said no."
    for _ in range(depth):
        data = b"From: a@b.example\nContent-Type: message/rfc822\n\n" + data
    return data


def _million(piece: str) -> bytes:
    return (piece * (MILLION // len(piece))).encode()


HostileFile = Callable[[], bytes]
# Made when they are asked for: some are large before they are packed.
FILES: dict[str, HostileFile] = {
    "loop.pdf": lambda: pdf_with_loop(),
    "deep.pdf": lambda: pdf_with_deep_tree(),
    "pages.pdf": lambda: pdf_with_many_pages(),
    "bomb.pdf": lambda: pdf_bomb(),
    "bomb.zip": lambda: zip_bomb(),
    "lying.zip": lambda: lying_zip(),
    "nested.zip": lambda: nested_zip(),
    "encrypted.zip": lambda: encrypted_zip(),
    "travelling.zip": lambda: travelling_zip(),
    "linking.zip": lambda: linking_zip(),
    "bomb.docx": lambda: zip_of({"word/document.xml": b" " * 400 * MILLION}),
    "entities.docx": lambda: zip_of({"word/document.xml": ENTITIES}),
    "entities16.docx": lambda: zip_of({"word/document.xml": ENTITIES.decode().encode("utf-16")}),
    "entities.xlsx": lambda: zip_of({"xl/workbook.xml": ENTITIES}),
    "entities.odt": lambda: zip_of({"content.xml": ENTITIES}),
    "deep.odt": lambda: zip_of({"content.xml": b"<a>" * 200_000 + b"</a>" * 200_000}),
    "quadratic.html": lambda: b"<html><body>" + b"<p><b><i>x " * 30_000,
    "tables.html": lambda: b"<table><tr><td>" * 50_000,
    "anchors.html": lambda: b"<a href='x'>" * 100_000 + b"x",
    "large.html": lambda: b"<html><body>" + b"<p>Sol said no to the talks.</p>" * 160_000,
    "comments.html": lambda: b"<p>x" + b"<!--" * 400_000,
    "attributes.html": lambda: b"<p " + b"a=1 " * 400_000 + b">Sol said no.",
    "charset.html": lambda: b'<meta charset="utf-16"><p>Sol said no.</p>',
    "codec.html": lambda: b'<meta charset="punycode"><p>Sol said no.</p>' + b"a-" * 300_000,
    "deep.json": lambda: b"[" * MILLION,
    "objects.json": lambda: b'{"a":' * 200_000,
    "number.json": lambda: b'{"text": ' + b"9" * MILLION + b"}",
    "keys.json": lambda: b'{"text": "x"' + b',"a": 1' * 150_000 + b"}",
    "surrogates.json": lambda: b'{"text": "' + b"\\ud800" * 100_000 + b'"}',
    "quotes.csv": lambda: b"text\n" + b'"' * MILLION,
    "columns.csv": lambda: b"text," * 200_000 + b"\n" + b"x," * 200_000,
    "rows.csv": lambda: b"text\n" + b"x\n" * 400_000,
    "braces.rtf": lambda: b"{\\rtf1 " + b"{" * MILLION,
    "fonts.rtf": lambda: b"{\\rtf1 {\\fonttbl " + b"\\f1 " * 200_000,
    "links.rtf": lambda: b"{\\rtf1 " + b"{\\field{\\*\\fldinst{HYPERLINK " * 30_000,
    "binary.rtf": lambda: b"{\\rtf1 {\\pict\\bin99999999 " + b"x" * 100_000,
    "title.rtf": lambda: b"{\\rtf1 {\\info{\\title " + b"\\'" * 90_000,
    "headers.eml": lambda: (
        b"From: " + b"<" * 200_000 + b"\nSubject: " + b"=?utf-8?q?" * 50_000 + b"\n\nSol said no."
    ),
    "groups.eml": lambda: (
        b"To: " + b"a:" * 100_000 + b"\nDate: " + b"(" * 100_000 + b"\n\nSol said no."
    ),
    "many.eml": lambda: b"X-A: b\n" * 100_000 + b"\nSol said no.",
    "nested.eml": lambda: nested_mail(),
    "paths.eml": lambda: mail_of(attached={"../../../etc/passwd.txt": STORY[0].encode()}),
    "nul.txt": lambda: b"Sol said no.\x00" * 1000,
    "noise.txt": lambda: bytes(range(256)) * 4000,
    "misnamed.txt": lambda: pdf_with_loop(),
    "misnamed.pdf": lambda: b"<!DOCTYPE html><html><p>Sol said no.</p></html>",
    "misnamed.docx": lambda: b"{\\rtf1 Sol said no.}",
    "page.txt": lambda: b"<!DOCTYPE html><html><p>Sol said no.</p></html>",
    # Not refused: with these the analysis itself could be slow.
    "words.txt": lambda: b"".join(b"Wo%x\n" % number for number in range(20_000)),
    "chain.txt": lambda: b"Sol said that " * 7_000,
    "marks.txt": lambda: b'talks " ' * 37_000,
    "cells.csv": lambda: b"text\n" + b"".join(b"wo%x\n" % number for number in range(1_000)),
}
FILES |= {f"million{number}.txt": partial(_million, piece) for number, piece in enumerate(PIECES)}
