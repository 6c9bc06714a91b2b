"""What is measured and how, how accurate it is today, what it cannot do, how to cite it."""

from datetime import UTC, datetime

import streamlit as st

from dashboard import accuracy, cached, markup, setup, theme, wording
from dashboard.accuracy import Accuracy, Measured, Table
from dashboard.setup import View
from dashboard.views import parts
from stance.model import Axis
from stance.version import package_version

HELD_BACK = "fresh"  # the section of labels that nothing was tuned on


def draw(view: View) -> None:
    """Draw the page."""
    measured = accuracy.read()
    parts.heading(wording.METHOD, _lede(view, measured))
    _how()
    _axes(view)
    _accuracy(view, measured)
    limits = "".join(f"<p>{markup.escape(line)}</p>" for line in wording.LIMITS)
    st.html(f'{_title(wording.LIMITS_TITLE)}<div class="prose">{limits}</div>')
    _versions(view)


def _title(words: str) -> str:
    return f'<h2 class="part">{markup.escape(words)}</h2>'


def _how() -> None:
    steps = "".join(
        f"<dt>{markup.escape(name)}</dt><dd>{markup.escape(text)}</dd>"
        for name, text in wording.HOW
    )
    st.html(f'{_title(wording.HOW_TITLE)}<dl class="steps">{steps}</dl>')


def _axes(view: View) -> None:
    st.html(f'{_title(wording.AXES_TITLE)}<p class="prose">{markup.escape(wording.AXES_NOTE)}</p>')
    st.html("".join(_axis(axis) for axis in view.axes))


def _axis(axis: Axis) -> str:
    examples = "".join(
        f"<li>{markup.score_bar(value)} <span>{markup.quoted(words)}</span></li>"
        for value, words in sorted(axis.examples, reverse=True)
    )
    title = f"{setup.axis_label(axis.axis_id)}: {axis.warm} (+1) to {axis.cold} ({theme.MINUS}1)"
    return (
        f'<section class="axis-card"><div><h3>{markup.escape(title)}</h3>'
        f"<p>{markup.escape(axis.definition)}</p></div><ul>{examples}</ul></section>"
    )


def _lede(view: View, measured: Accuracy | None) -> str:
    """Return what is measured, and how well, in one sentence."""
    first = view.axes[0].axis_id
    found = measured and measured.find(HELD_BACK, first, "Spearman")
    plain = measured and measured.find(HELD_BACK, first, "VADER Spearman")
    if not found or found.value is None or not plain or plain.value is None:
        return wording.METHOD_LEDE_NONE if measured is None else wording.METHOD_LEDE_SHORT
    return wording.METHOD_LEDE.format(
        n=theme.plural(found.n, *wording.STATEMENT),
        axis=setup.axis_label(first).lower(),
        rho=theme.signed(found.value),
        vader=theme.signed(plain.value),
    )


def _accuracy(view: View, measured: Accuracy | None) -> None:
    st.html(_title(wording.ACCURACY_TITLE))
    if measured is None:
        st.html(
            f'<p class="prose"><strong>{markup.escape(wording.NOT_MEASURED_YET)}</strong> '
            f"{markup.escape(wording.NOT_MEASURED_HELP)}</p>"
        )
        return
    said = wording.MEASURED.format(
        day=theme.long_date(measured.measured_on), method=measured.method_version
    )
    if measured.method_version not in cached.methods(view.key):
        said += " " + wording.MEASURED_OTHER
    plainly = _in_words(measured)
    first = f"<p>{markup.with_figures(plainly)}</p>" if plainly else ""
    st.html(f'<div class="prose">{first}<p class="quiet">{markup.escape(said)}</p></div>')
    with st.container(key="measures", gap="small"):
        for table in sorted(measured.tables, key=_place):
            with st.expander(wording.SECTIONS.get(table.section, _name(table.section))):
                st.html(_table(table))


def _in_words(measured: Accuracy) -> str:
    """Return the figures that matter most as sentences, each with its n."""
    said = ""
    for section, group, measure, words in wording.IN_WORDS:
        found = measured.find(section, group, measure)
        if found is not None and found.value is not None:
            said += words.format(percent=f"{found.value:.0%}", n=theme.number(found.n))
        elif words[:1] in ",;" and not said.endswith("."):
            said += "."
    return wording.sentence(said) if said else ""


def _place(table: Table) -> int:
    """Return where a section stands: in the order of the page's words, unknown ones last."""
    known = list(wording.SECTIONS)
    return known.index(table.section) if table.section in known else len(known)


def _table(table: Table) -> str:
    heads = ["", *table.measures]
    rows = [
        (_name(group), list(map(_figure, cells, table.measures))) for group, cells in table.rows
    ]
    return markup.measure_table([_name(head) for head in heads], rows, caption=table.section)


def _figure(cell: Measured | None, measure: str) -> tuple[str, str]:
    if cell is None:
        return "", ""
    if cell.value is None:
        return theme.NO_VALUE, wording.N.format(theme.number(cell.n))
    value = str(round(cell.value)) if measure in accuracy.COUNTS else f"{cell.value:.2f}"
    return value.replace("-", theme.MINUS), wording.N.format(theme.number(cell.n))


def _name(text: str) -> str:
    spaced = wording.MEASURED_GROUPS.get(text, text).replace("_", " ")
    return spaced[:1].upper() + spaced[1:]


def _versions(view: View) -> None:
    methods = cached.methods(view.key)
    names = wording.VERSIONS
    pairs = [
        (names["program"], f"Stance {package_version()}"),
        (names["method"], theme.listed(methods) or wording.UNKNOWN),
        (names["table"], view.key[1]),
        (names["case"], view.case.title),
    ]
    st.html(f"{_title(wording.VERSIONS_TITLE)}{markup.facts(pairs)}")
    cited = wording.CITE_TEXT.format(
        version=package_version(),
        table=view.key[1],
        method=theme.listed(methods),
        day=theme.long_date(datetime.now(UTC).date()),
    )
    st.html(f'{_title(wording.CITE_TITLE)}<p class="cite">{markup.escape(cited)}</p>')
