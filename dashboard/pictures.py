"""The words that a chart carries when it leaves the page as a picture."""

from collections.abc import Sequence
from datetime import UTC, datetime

from dashboard import theme, wording


def words(
    title: str, filters: str, counted: str, *, version: str, methods: Sequence[str]
) -> dict[str, str]:
    """Return what stands above and below a picture, so that it can be cited.

    Args:
        title: What the chart shows.
        filters: The filters as a sentence.
        counted: How many statements and utterances stand behind it.
        version: Version of the table of statements.
        methods: Versions of the method that made the statements.

    Returns:
        ``title``, ``filters`` and ``foot``: n, source, versions, and the day it was made.
    """
    foot = wording.PICTURE_FOOT.format(
        counted=counted,
        version=version,
        method=", ".join(methods) or wording.UNKNOWN,
        day=theme.long_date(datetime.now(UTC).date()),
    )
    return {"title": title, "filters": filters, "foot": foot}
