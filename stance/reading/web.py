"""Web pages to articles: the text that trafilatura extracts, and what the page's metadata say.

``Article.text`` is the extracted text, not the source of the page: nobody reads offsets in markup.
"""

import logging
import re

import trafilatura
from lxml import etree  # type: ignore[import-untyped]  # ships no types
from lxml import html as lxml_html

from stance.errors import InputError
from stance.model import Article
from stance.reading.article import read_text
from stance.reading.decoding import decode, describe_binary
from stance.reading.web_metadata import read_metadata

# Without a handler Python would print their warnings to standard error.
for _library in ("trafilatura", "htmldate"):
    logging.getLogger(_library).addHandler(logging.NullHandler())

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_BLOCKS = frozenset("p div br li h1 h2 h3 h4 h5 h6 tr blockquote section article".split())
_HIDDEN = frozenset("head script style noscript template".split())
# What parsers of hostile markup raise, references to control characters included.
PARSE_ERRORS = (ValueError, TypeError, AttributeError, LookupError, RecursionError, etree.LxmlError)


def read_web_page(data: bytes, name: str) -> Article:
    """Read a saved web page.

    Raises:
        InputError: If it is no text or holds no article.
    """
    page = _decode_page(data, name)
    tree = _parse(page)
    text = (_article_text(page) or _visible_text(tree)) if tree is not None else ""
    if tree is None or not text.strip():
        raise InputError(name, "is a web page without text")
    metadata = read_metadata(tree, page)
    return read_text(
        text,
        source_file=name,
        title=metadata.title,
        outlet=metadata.outlet,
        url=metadata.url,
        authors=metadata.authors,
        date_hints=metadata.dates,
    )


def text_of_fragment(markup: str) -> str:
    """Return the text of HTML markup, blocks on lines of their own, entities resolved."""
    tree = _parse(markup)
    return _visible_text(tree) if tree is not None else ""


def _article_text(page: str) -> str:
    try:
        text = trafilatura.extract(_markup(page), include_comments=False, favor_recall=True)
        return _CONTROLS.sub(" ", text or "")
    except PARSE_ERRORS:
        return ""  # the caller takes all visible text instead


def _decode_page(data: bytes, name: str) -> str:
    declared = _CHARSET.search(data[:4096])
    if declared is not None and describe_binary(data) is None:
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass  # declared wrongly: find out ourselves
    return decode(data, name)


def _markup(page: str) -> str:
    return _CONTROLS.sub(" ", _XML_DECLARATION.sub("", page))


def _parse(page: str) -> lxml_html.HtmlElement | None:
    try:
        # Bytes, because lxml refuses text that declares an encoding of its own.
        parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
        markup = _markup(page).encode("utf-8", "replace")
        return lxml_html.document_fromstring(markup, parser=parser)
    except PARSE_ERRORS:
        return None


def _visible_text(tree: lxml_html.HtmlElement) -> str:
    pieces: list[str] = []
    hidden_depth = 0
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        is_hidden = not isinstance(node.tag, str) or node.tag in _HIDDEN
        pieces.append("\n" if node.tag in _BLOCKS else "")
        if event == "start":
            hidden_depth += is_hidden
            pieces.append("" if hidden_depth else node.text or "")
        else:
            hidden_depth -= is_hidden
            pieces.append("" if hidden_depth else node.tail or "")
    # Again here: a reference such as "&#4;" becomes the character only in parsing.
    text = _CONTROLS.sub(" ", "".join(pieces))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return "\n\n".join(line for line in lines if line)
