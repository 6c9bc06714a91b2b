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
    try:
        person = signin.person()
        jobs.hand_over(root(), "add", who=who, person=person, files=files, paths=paths, urls=urls)
    except StanceError as error:
        notices.complain(wording.sentence(str(error)))
        return False
    except OSError as error:
        notices.complain(wording.ADD_FAILED.format(error.strerror or error))
        return False
    return True


def hand_over_day(article: dict[str, Any], day: str | None, reason: str, who: str) -> bool:
    """Ask the worker to date an article and its statements; return whether that worked."""
    try:
        jobs.hand_over(
            root(), "date", who=who, person=signin.person(), article_id=article["article_id"],
            day=day, reason=reason, title=article["title"],
        )  # fmt: skip
    except StanceError as error:
        notices.complain(wording.sentence(str(error)))
        return False
    except OSError as error:
        notices.complain(wording.ADD_FAILED.format(error.strerror or error))
        return False
    return True
