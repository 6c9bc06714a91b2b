"""Handing texts and days over to the worker of the store."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dashboard import jobs, signin, wording
from dashboard.views import notices, signing
from stance.errors import StanceError
from stance.settings import settings

WHO = "add_who"


def root() -> Path:
    """Return the folder of the store."""
    return Path(settings().store).absolute()


def handed_over(
    *, files: Sequence[tuple[str, bytes]] = (), paths: Sequence[str] = (), urls: Sequence[str] = ()
) -> bool:
    """Ask the worker to add texts; return whether that worked, else say why not."""
    who = signing.name(WHO)
    if not who:
        notices.complain(wording.REVIEW_NEEDS_WHO)
        return False
    return _given("add", who, files=files, paths=paths, urls=urls)


def hand_over_day(article: dict[str, Any], day: str | None, reason: str, who: str) -> bool:
    """Ask the worker to date an article and its statements; return whether that worked."""
    named = {"article_id": article["article_id"], "title": article["title"]}
    return _given("date", who, day=day, reason=reason, **named)


def _given(kind: str, who: str, **work: Any) -> bool:
    """Give the worker something to do; return whether that worked, else say why not."""
    try:
        jobs.hand_over(root(), kind, who=who, person=signin.person(), **work)
    except StanceError as error:
        notices.complain(wording.sentence(str(error)))
        return False
    except OSError as error:
        notices.complain(wording.ADD_FAILED.format(error.strerror or error))
        return False
    return True
