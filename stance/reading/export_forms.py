"""The form that a news database prints around an article: headline, outlet, day, authors, marks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from stance.model import Mark
from stance.reading.export_lines import (
    ASIDE,
    BODY_ALONE,
    BODY_LABEL,
    COUNTER,
    DATE_LINE,
    DAY,
    END,
    LABELS,
    RIGHTS,
    RULE,
    WORDS,
    Line,
    code_of,
    has_codes,
    is_code_behind,
    is_header,
    is_trailer,
    label_of,
)
from stance.reading.fields import authors_of

_MAX_HEADER = 30  # lines
_MAX_GAP = 7  # lines without a label inside what stands below a body
_MIN_SURE = 3  # lines of a form that make a single text one
_MAX_UNLABELLED = 300  # characters of a headline or outlet
_BYLINE = re.compile(r"(?i:by) [A-Z][^.:!?]{2,100}$")
_TURNED = re.compile(r"[^\W\d_][\w'’-]{1,40}, [^\W\d_][\w.'’-]{0,40}(?: [A-Z]\.?)?$")


@dataclass(frozen=True, slots=True)
class Form:
    """What a form says; offsets of the marks count from the start of the file."""

    marks: tuple[Mark, ...]
    title: str | None = None
    outlet: str | None = None
    date: str | None = None
    date_label: str = ""
    authors: tuple[str, ...] = ()
    url: str | None = None

    def moved(self, by: int) -> "Form":
        """Return the form with all offsets moved."""
        marks = tuple(Mark(start=m.start + by, end=m.end + by, kind=m.kind) for m in self.marks)
        return replace(self, marks=marks)


def read_form(lines: Sequence[Line], *, is_sure: bool) -> Form | None:
    """Read the form around an article.

    Args:
        lines: The lines of one article.
        is_sure: Whether the file has several pieces; a single one must show more of a form.

    Returns:
        What the form says, None where there is none.
    """
    if has_codes(lines):
        return _read_codes(lines)
    body = _body_start(lines)
    end = _trailer_start(lines, body)
    header, trailer = lines[:body], lines[end:]
    n_sure = sum(is_header(line.text) or BODY_ALONE.match(line.text) is not None for line in header)
    n_sure += min(2, sum(is_trailer(line.text) for line in trailer))
    has_length = any(WORDS.match(line.text) for line in header)
    has_body = any(BODY_ALONE.match(line.text) for line in header)
    if n_sure < (2 if is_sure else _MIN_SURE) or not (is_sure or has_length or has_body):
        return None
    if end <= body:
        return None
    form = _read_labels(header, trailer)
    label = BODY_LABEL.match(lines[body].text)
    if label is None:
        return form
    mark = Mark(start=lines[body].start, end=lines[body].start + label.end(), kind="notice")
    return replace(form, marks=(*form.marks[:body], mark, *form.marks[body:]))


# ------------------------------------------------------------------------------- labels and order


def _body_start(lines: Sequence[Line]) -> int:
    """Return the index of the first line of the body."""
    for i, line in enumerate(lines[: 2 * _MAX_HEADER]):
        if BODY_ALONE.match(line.text):
            return i + 1
    last = -1
    for i, line in enumerate(lines[:_MAX_HEADER]):
        if is_header(line.text):
            last = i
        elif BODY_LABEL.match(line.text):
            return i  # the body goes on behind its label
        elif len(line.text) > _MAX_UNLABELLED:
            break
    return last + 1


def _trailer_start(lines: Sequence[Line], body: int) -> int:
    """Return the index of the first line below the body; its labels stand close together."""
    found = [i for i in range(body, len(lines)) if is_trailer(lines[i].text)]
    start = len(lines)
    for i in reversed(found):
        if start - i > _MAX_GAP:
            break
        start = i
    return start


def _read_labels(header: Sequence[Line], trailer: Sequence[Line]) -> Form:
    values: dict[str, str] = {}
    label_for_date = "date"
    free: list[Line] = []
    kinds: dict[int, str] = {}
    for i, line in enumerate(header):
        kinds[i] = "notice"
        labelled = label_of(line.text)
        meaning = LABELS.get(labelled[0]) if labelled else None
        if labelled and meaning:
            values.setdefault(meaning, labelled[1])
            label_for_date = labelled[0] if meaning == "date" else label_for_date
            kinds[i] = {"title": "headline", "authors": "byline"}.get(meaning, "notice")
        elif _BYLINE.match(line.text):
            values.setdefault("authors", line.text)
            kinds[i] = "byline"
        elif DATE_LINE.match(line.text):
            values.setdefault("date", line.text)
            free.append(line)
        elif meaning is None and not _is_furniture(line.text):
            free.append(line)
    titles, outlet = _by_order(free, header, "title" in values)
    kinds |= {i: "headline" for i, line in enumerate(header) if line in titles}
    for line in trailer:
        labelled = label_of(line.text)
        meaning = LABELS.get(labelled[0]) if labelled else None
        if labelled and meaning:
            values.setdefault(meaning, labelled[1])
    day = DAY.search(values.get("date", ""))
    marks = [Mark(start=line.start, end=line.end, kind=kinds[i]) for i, line in enumerate(header)]
    marks += [Mark(start=line.start, end=line.end, kind="notice") for line in trailer]
    return Form(
        marks=tuple(marks),
        title=values.get("title") or " ".join(line.text for line in titles) or None,
        outlet=values.get("outlet") or outlet,
        date=day[0] if day else None,
        date_label=label_for_date,
        authors=_names(values.get("authors", "")),
        url=values.get("url"),
    )


def _names(line: str) -> tuple[str, ...]:
    """Return names in a line; "Roe, Jane; Doe, Jo" has them turned."""
    parts = [part.strip() for part in line.split(";")]
    if all(_TURNED.match(part) for part in parts):
        return tuple(" ".join(reversed(part.split(", "))) for part in parts)
    return authors_of(line)


def _is_furniture(text: str) -> bool:
    kinds = (COUNTER, WORDS, RIGHTS, RULE, END, BODY_ALONE, ASIDE)
    return len(text) > _MAX_UNLABELLED or any(kind.match(text) for kind in kinds)


def _by_order(
    free: Sequence[Line], header: Sequence[Line], has_title: bool
) -> tuple[list[Line], str | None]:
    """Tell headline and outlet by where they stand: around the day, or around the word count.

    Three orders are in use: headline, outlet, day; outlet, day, headline; and headline, (byline,)
    number of words, day, outlet.
    """
    day = next((i for i, line in enumerate(free) if DATE_LINE.match(line.text)), None)
    if day is None:
        return ([] if has_title else list(free[:1])), None
    above, below = list(free[:day]), list(free[day + 1 :])
    length = next((line.start for line in header if WORDS.match(line.text)), None)
    is_length_first = length is not None and length < free[day].start
    if is_length_first:
        titles = [line for line in above if length is not None and line.start < length]
        return ([] if has_title else titles[:2]), below[0].text if below else None
    outlet = above[-1].text if above else None
    titles = _last_title(above[:-1]) or below[:1]
    return ([] if has_title else titles), outlet


def _last_title(lines: Sequence[Line]) -> list[Line]:
    """Return the last line, and those above it that it goes on; a list of results may be above."""
    start = len(lines) - 1
    while start > 0 and lines[start].text[0].islower():
        start -= 1
    return list(lines[max(0, start) :])


# --------------------------------------------------------------------------------- two-letter codes


def _read_codes(lines: Sequence[Line]) -> Form:
    values: dict[str, list[str]] = {}
    marks: list[Mark] = []
    code = ""
    is_behind = False
    for line in lines:
        found = code_of(line.text)
        is_in_body = code in ("LP", "TD")
        if found and is_in_body and found[0] not in ("LP", "TD"):
            found = found if is_code_behind(line.text) else None
            is_behind = is_behind or found is not None
        start = line.start
        if found:
            code = found[0]
            start = line.end - len(found[1]) if found[1] else line.end
            values.setdefault(code, []).extend([found[1]] if found[1] else [])
        elif code:
            values[code].append(line.text)
        marks.extend(_marks_of_code(line, code, start, is_behind))
    said = {name: " ".join(words).strip(" |") for name, words in values.items()}
    day = DAY.search(said.get("PD", ""))
    return Form(
        marks=tuple(marks),
        title=said.get("HD") or None,
        outlet=said.get("SN") or None,
        date=day[0] if day else None,
        date_label="PD",
        authors=authors_of(said.get("BY")),
    )


def _marks_of_code(line: Line, code: str, start: int, is_behind: bool) -> list[Mark]:
    """Mark a line: of the body the code alone, of the headline and byline the whole line."""
    if code in ("LP", "TD") and not is_behind:
        return [Mark(start=line.start, end=start, kind="notice")] if start > line.start else []
    kind = {"HD": "headline", "BY": "byline"}.get(code, "notice")
    return [Mark(start=line.start, end=line.end, kind=kind)]
