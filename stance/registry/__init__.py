"""The data files that we own: cases (who, what, when) and the language of stance.

Everything is checked when it is read; a file that is broken stops the run with its name, line,
value and what was expected. Nothing is read at import time, and everything is read once.
"""

from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from stance import resources
from stance.errors import UnknownNameError
from stance.model import Actor, Article, Axis, Case, CuratedFact
from stance.registry import case_files
from stance.registry.axes_file import AXES_FILE, read_axes
from stance.registry.csv_rows import SOURCE_COLUMN, read_rows, read_typed_rows
from stance.registry.names import ActorIndex, fold_name
from stance.settings import settings

__all__ = [
    "ActorIndex",
    "actor_index",
    "case_ids",
    "check_data",
    "check_name",
    "curated_fact",
    "find_actor",
    "fold_name",
    "forget_cases",
    "load_axes",
    "load_case",
    "read_lexicon",
    "target_side",
]

T = TypeVar("T")

_LEXICON_FOLDER = "lexicons"


def load_case(case_id: str | None = None) -> Case:
    """Return a case of the data folder, read and checked once per process.

    Args:
        case_id: Name of its folder; by default the setting ``STANCE_CASE`` ("us-china").

    Raises:
        UnknownNameError: If there is no such case; lists those that exist.
        DataFileError: If one of its files is broken.
    """
    wanted = settings().case if case_id is None else case_id
    if wanted not in case_ids():
        raise UnknownNameError("case", wanted, case_ids())
    return _case(resources.case_dir(wanted))


def forget_cases() -> None:
    """Let every case be read again when it is next asked for: one of its files has changed."""
    _case.cache_clear()


def case_ids() -> tuple[str, ...]:
    """Return the names of all cases in the data folder."""
    files = (case_files.CASE_FILE, case_files.ACTORS_FILE)
    return tuple(
        folder.name
        for folder in sorted(resources.data_dir().iterdir())
        if any((folder / name).is_file() for name in files)
    )


def load_axes() -> tuple[Axis, ...]:
    """Return the axes of stance in the order of ``data/axes.toml``; the first is conciliation."""
    return _axes(resources.language_file(AXES_FILE))


def read_lexicon(name: str, row_type: type[T], *, unique: tuple[str, ...] = ()) -> tuple[T, ...]:
    """Read ``data/lexicons/<name>.csv`` into rows of a frozen dataclass, once per process.

    Cells become what the field's annotation says: str, int, float, bool, date, a Literal, ``X |
    None`` (blank is None), ``tuple[str, ...]`` (divided by ``|``). A blank cell takes the field's
    default and is an error where there is none. A column ``source`` must be there and filled,
    whether or not the dataclass has that field.

    Args:
        name: File name without its ending.
        row_type: Dataclass with a field for each column; its ``__post_init__`` may raise
            ValueError for a row that makes no sense.
        unique: Columns that together may not repeat (small and capital letters count as one).

    Raises:
        DataFileError: At the first cell, row or header that is wrong.
    """
    path = resources.language_file(_LEXICON_FOLDER, f"{name}.csv")
    key = (path, row_type, unique)
    if key not in _LEXICONS:
        _LEXICONS[key] = read_typed_rows(path, row_type, unique)
    return _LEXICONS[key]


def actor_index(case: Case) -> ActorIndex:
    """Return the look-up of a case's actors, built once."""
    known = _INDEXES.get(id(case))
    if known is None or known.case is not case:
        known = _INDEXES[id(case)] = ActorIndex(case)
    return known


def find_actor(case: Case, name: str) -> Actor | None:
    """Return the actor with this id, name, alias or misspelling, in any case of letters."""
    return actor_index(case).named(name)


def target_side(case: Case, side: str | None) -> str | None:
    """Return the side as which a target counts: its own, "both" for a joint one, or "other"."""
    if side is None:
        return None
    if side == case_files.JOINT_SIDE:
        side = case_files.BOTH_SIDES
    if side in case.target_sides:
        return side
    return case_files.OTHER_SIDE if case_files.OTHER_SIDE in case.target_sides else None


def curated_fact(case: Case, article: Article) -> CuratedFact | None:
    """Return what the case knows of an article: by its content, else by its file name.

    A fact that states a content hash holds for those words under any file name, and for no
    other words.
    """
    by_name = None
    for fact in case.articles:
        if fact.content_hash is None:
            by_name = fact if fact.source_file == article.source_file else by_name
        elif fact.content_hash == article.content_hash:
            return fact
    return by_name


def check_name(what: str, name: str, case: Case) -> str:
    """Return the id that a filter's word stands for.

    Args:
        what: "actor" (also by name, alias, or a family name that only one actor has), "side",
            "target" (a target side), "topic" or "axis".
        name: What the user wrote.
        case: Where actors, sides and topics are looked up.

    Raises:
        UnknownNameError: If there is none; lists the valid ones.
    """
    if what == "actor":
        actor = find_actor(case, name) or actor_index(case).only_one_of_family(name)
        name = actor.actor_id if actor else name
    valid = _valid_names(what, case)
    found = {each.casefold(): each for each in valid}.get(name.casefold())
    if found is None:
        raise UnknownNameError(what, name, valid)
    return found


def check_data(case_id: str | None = None) -> list[str]:
    """Read every data file of a case and of the language.

    Returns:
        One line per file that says what was in it.

    Raises:
        DataFileError: At the first broken file.
        UnknownNameError: If there is no such case.
    """
    case = load_case(case_id)
    titles = sum(len(actor.tenures) for actor in case.actors)
    terms = sum(len(topic.terms) for topic in case.topics)
    counts = {
        case_files.CASE_FILE: f"{len(case.sides)} sides, {len(case.target_sides)} target sides",
        case_files.ACTORS_FILE: f"{len(case.actors)} actors, {titles} titles",
        case_files.TOPICS_FILE: f"{len(case.topics)} topics, {terms} terms",
        case_files.EVENTS_FILE: f"{len(case.events)} events",
        case_files.ARTICLES_FILE: f"{len(case.articles)} articles",
    }
    lines = [f"{case.case_id}/{name}: {count}" for name, count in counts.items()]
    lines.append(f"{AXES_FILE}: {len(load_axes())} axes")
    for path in _lexicon_files():
        rows = read_rows(path, [SOURCE_COLUMN], extra=True)
        for row in rows:
            row.text(SOURCE_COLUMN)
        lines.append(f"{_LEXICON_FOLDER}/{path.name}: {len(rows)} rows")
    return lines


def _valid_names(what: str, case: Case) -> tuple[str, ...]:
    if what == "axis":
        return tuple(axis.axis_id for axis in load_axes())
    return {
        "actor": tuple(actor.actor_id for actor in case.actors),
        "side": case.sides,
        "target": case.target_sides,
        "topic": tuple(topic.topic_id for topic in case.topics),
    }[what]


def _lexicon_files() -> list[Path]:
    folders = (resources.shipped_data_dir(), resources.data_dir())
    found = {path.name: path for each in folders for path in (each / _LEXICON_FOLDER).glob("*.csv")}
    return [found[name] for name in sorted(found)]


_INDEXES: dict[int, ActorIndex] = {}
_LEXICONS: dict[tuple[Path, type, tuple[str, ...]], tuple[Any, ...]] = {}
_case = cache(case_files.read_case)
_axes = cache(read_axes)
