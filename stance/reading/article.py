"""Text to article: marks the parts of the page and reads title, outlet and authors off them."""

import string
from collections.abc import Sequence

from stance.errors import InputError
from stance.model import Article, DateHint, Mark
from stance.reading.limits import check_article
from stance.reading.marking import mark_parts
from stance.reading.outlets import outlet_of_url

# White space, and characters that print nothing though Unicode does not call them space.
_BLANK = string.whitespace + "\x85\xa0\u2028\u2029\u200b\u200c\u200d\u2060\u3000\ufeff"


def read_text(
    text: str,
    *,
    source_file: str = "text",
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    authors: Sequence[str] = (),
    date_hints: Sequence[DateHint] = (),
    speaker: str | None = None,
    known_marks: Sequence[Mark] = (),
) -> Article:
    """Make an article of a text; the text itself is never changed.

    Args:
        text: The words of the article as they were read.
        source_file: Name to show and to hash, without a folder.
        title: Title known from elsewhere; otherwise the headline found in the text.
        outlet: Publisher known from elsewhere; otherwise from a masthead, dateline or the like.
        url: Address it came from.
        authors: Names known from elsewhere; otherwise from a byline.
        date_hints: Dates found outside the text.
        speaker: The one speaker of the whole text, where the source names one.
        known_marks: Parts that the format itself gives away: front matter, running heads.

    Raises:
        InputError: If the text is empty, only white space, or no article (``check_article``).
    """
    if not text.strip(_BLANK):
        raise InputError(source_file, "holds only white space" if text else "is empty")
    check_article(text, source_file)
    parts = mark_parts(text, known_marks)
    return Article(
        text=text,
        source_file=source_file,
        title=title or parts.title,
        outlet=outlet or parts.outlet or outlet_of_url(url),
        url=url,
        authors=tuple(authors) or parts.authors,
        marks=parts.marks,
        date_hints=tuple(date_hints),
        speaker=speaker,
    )
