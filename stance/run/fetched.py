"""What is known of pages that were fetched: their address, and what a feed said of them."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from stance.fetching import FetchFolder
from stance.fetching.folder import LIST_NAME
from stance.model import Article


def known_pages(paths: Iterable[str | os.PathLike[str]]) -> Callable[[Article], Article]:
    """Return a function that tells articles where they were fetched from.

    Args:
        paths: Files and folders that are read; those that ``stance fetch`` filled hold a list.
    """
    folders = {_folder(Path(path)) for path in paths}
    lists = [FetchFolder(each) for each in sorted(folders) if (each / LIST_NAME).is_file()]

    def known(article: Article) -> Article:
        for each in lists:
            article = each.known(article)
        return article

    return known


def _folder(path: Path) -> Path:
    return path if path.is_dir() else path.parent
