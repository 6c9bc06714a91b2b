"""Web pages to articles: the text that trafilatura extracts, and what the page's metadata say.

``Article.text`` is the extracted text, not the source of the page: nobody reads offsets in markup.
Extraction takes time that grows with the elements of a page, for some pages with their square;
from a page of very many the text is taken as it stands in the element that holds the article.
"""

import codecs
import logging
import re

import trafilatura
from lxml import html as lxml_html  # type: ignore[import-untyped]  # ships no types

from stance.errors import InputError
from stance.model import Article
from stance.reading.decoding import decode, describe_content
from stance.reading.exports import articles_of_text, is_export
from stance.reading.job import Job
from stance.reading.markup import (
    PARSE_ERRORS,
    clean_markup,
    parse_markup,
    visible_text,
    without_controls,
)
from stance.reading.web_metadata import read_metadata

# Without a handler Python would print their warnings to standard error.
for _library in ("trafilatura", "htmldate"):
    logging.getLogger(_library).addHandler(logging.NullHandler())

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE)
_AS_BROWSERS_DO = {
    **dict.fromkeys(("iso-8859-1", "latin-1", "latin1", "l1", "ascii", "us-ascii"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis"), "cp932"),
}
# Not those that ASCII bytes cannot be in (UTF-16), nor those for other things (IDNA, escapes).
_CODE_PAGES = (
    "utf-8", "cp", "iso8859", "koi8", "gb", "big5", "euc", "shift_jis", "iso2022", "mac", "johab",
    "tis", "hz",
)  # fmt: skip
# Articles have hundreds of elements, live blogs thousands. 15,000 take about two seconds.
_MAX_ELEMENTS = 15_000
_MAX_EXTRACTED_CHARS = 8_000_000  # of markup
_MAIN = ".//article | .//main | .//*[@role='main']"
_MIN_SHARE = 0.3  # of the words of a page that an element must have to be the article


def read_web_page(data: bytes, name: str, job: Job) -> list[Article]:
    """Read a saved web page, or an export of several articles as a page.

    Raises:
        InputError: If it is no text or holds no article.
    """
    page = _decode_page(data, name)
    tree = parse_markup(page)
    everything = visible_text(tree) if tree is not None else ""
    if tree is None or not everything.strip():
        raise InputError(name, "is a web page without text")
    if is_export(everything):
        return articles_of_text(everything, name, job)
    is_large = _is_large(tree, page)
    text = _main_text(tree, everything) if is_large else _article_text(page)
    metadata = read_metadata(tree, None if is_large else page)
    return articles_of_text(
        text if text.strip() else everything,
        name,
        job,
        title=metadata.title,
        outlet=metadata.outlet,
        url=metadata.url,
        authors=metadata.authors,
        date_hints=metadata.dates,
    )


def _is_large(tree: lxml_html.HtmlElement, page: str) -> bool:
    n_elements = sum(1 for _ in tree.iter())
    return n_elements > _MAX_ELEMENTS or len(page) > _MAX_EXTRACTED_CHARS


def _main_text(tree: lxml_html.HtmlElement, everything: str) -> str:
    """Return the text of the element that holds the article, or of the whole page."""
    for element in tree.xpath(_MAIN)[:3]:
        text = visible_text(element)
        if len(text) >= _MIN_SHARE * len(everything):
            return text
    return everything


def _article_text(page: str) -> str:
    try:
        text = trafilatura.extract(clean_markup(page), include_comments=False, favor_recall=True)
        return without_controls(text or "")
    except PARSE_ERRORS:
        return ""  # the caller takes all visible text instead


def _decode_page(data: bytes, name: str) -> str:
    declared = _CHARSET.search(data[:4096])
    encoding = _usable(declared[1]) if declared is not None else None
    if encoding is None or describe_content(data) is not None or _is_unicode(data):
        return decode(data, name)
    try:
        return data.decode(encoding)
    except UnicodeError:
        return decode(data, name)  # declared wrongly: find out ourselves


def _usable(declared: bytes) -> str | None:
    """Return the encoding that browsers use for a declared one, None if that cannot be true."""
    plain = declared.decode("ascii").casefold()
    try:
        encoding = codecs.lookup(_AS_BROWSERS_DO.get(plain, plain)).name
    except LookupError:
        return None
    return encoding if encoding.startswith(_CODE_PAGES) else None


def _is_unicode(data: bytes) -> bool:
    """Whether a page is UTF-8 beyond doubt, or says so by its first bytes."""
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    try:
        return not data.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False
