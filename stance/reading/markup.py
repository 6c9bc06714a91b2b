"""HTML markup to text: what a reader of the page would see, blocks on lines of their own."""

import re

from lxml import etree  # type: ignore[import-untyped]  # ships no types
from lxml import html as lxml_html

_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_BLOCKS = frozenset("p div br li h1 h2 h3 h4 h5 h6 tr blockquote section article".split())
_HIDDEN = frozenset("head script style noscript template".split())
# What parsers of hostile markup raise, references to control characters included.
PARSE_ERRORS = (ValueError, TypeError, AttributeError, LookupError, RecursionError, etree.LxmlError)


def without_controls(text: str) -> str:
    """Put a space for every control character: no parser of markup takes them."""
    return _CONTROLS.sub(" ", text)


def clean_markup(page: str) -> str:
    """Return markup without what stops a parser."""
    return without_controls(_XML_DECLARATION.sub("", page))


def parse_markup(page: str) -> lxml_html.HtmlElement | None:
    """Return the tree of a page, None where there is none."""
    try:
        # Bytes, because lxml refuses text that declares an encoding of its own.
        parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
        markup = clean_markup(page).encode("utf-8", "replace")
        return lxml_html.document_fromstring(markup, parser=parser)
    except PARSE_ERRORS:
        return None


def text_of_fragment(markup: str) -> str:
    """Return the text of HTML markup in a field; there a line break often is one."""
    tree = parse_markup(markup)
    return visible_text(tree, keep_breaks=True) if tree is not None else ""


def visible_text(tree: lxml_html.HtmlElement, *, keep_breaks: bool = False) -> str:
    """Return the words of a page or element, one block a line and a blank line between.

    Args:
        tree: The page or element.
        keep_breaks: Whether a line break of the source is one of the text, as in ``<pre>``.
    """
    pieces: list[str] = []
    hidden_depth, pre_depth = 0, int(keep_breaks)
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        is_hidden = not isinstance(node.tag, str) or node.tag in _HIDDEN
        pieces.append("\n" if node.tag in _BLOCKS else "")
        if event == "start":
            hidden_depth += is_hidden
            pre_depth += node.tag == "pre"
            pieces.append("" if hidden_depth else _shown(node.text, pre_depth))
        else:
            hidden_depth -= is_hidden
            pre_depth -= node.tag == "pre"
            # What follows the element itself is not part of it.
            is_outside = hidden_depth or node is tree
            pieces.append("" if is_outside else _shown(node.tail, pre_depth))
    # Again here: a reference such as "&#4;" becomes the character only in parsing.
    text = without_controls("".join(pieces))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return "\n\n".join(line for line in lines if line)


def _shown(text: str | None, pre_depth: int) -> str:
    if not text:
        return ""
    return text if pre_depth else text.replace("\n", " ").replace("\r", " ")
