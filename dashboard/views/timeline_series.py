"""Another series laid over the timeline: uploaded, drawn, never stored."""

import pandas as pd
import streamlit as st

from dashboard import cached, markup, state, wording
from dashboard.views.timeline_chart import Shown, names
from stance.errors import StanceError
from stance.trends import Reference, correlate, read_reference, rescale

_KEY = "reference_file"
MAX_MB = 1


def rescaled(shown: Shown) -> tuple[Reference, pd.DataFrame] | None:
    """Return the uploaded series on the scale of the chart; None without a usable one."""
    try:
        reference = _read()
    except StanceError:
        return None  # the panel says why
    return None if reference is None else (reference, rescale(reference, _monthly(shown)))


def draw(shown: Shown) -> None:
    """Draw the upload, and in words how far both series go together."""
    st.html(
        f'<h2 class="part">{markup.escape(wording.SERIES_TITLE)}</h2>'
        f'<p class="notes">{markup.escape(wording.SERIES_HELP)}</p>'
    )
    st.file_uploader(
        wording.SERIES_UPLOAD,
        type=["csv", "txt"],
        key=_KEY,
        max_upload_size=MAX_MB,
        on_change=state.touch,
    )
    try:
        reference = _read()
    except StanceError as error:
        st.html(
            f'<p class="doubt" role="alert">{markup.escape(wording.sentence(str(error)))} '
            f"{markup.escape(wording.SERIES_KEPT)}</p>"
        )
        return
    if reference is not None:
        _said(shown, reference)


def _read() -> Reference | None:
    file = st.session_state.get(_KEY)
    return None if file is None else read_reference(file.getvalue(), name=file.name)


def _monthly(shown: Shown) -> pd.DataFrame:
    return cached.trend(shown.view.key, shown.filters, shown.axis.axis_id, shown.by, "month")


def _said(shown: Shown, reference: Reference) -> None:
    trend = _monthly(shown)
    laid = rescale(reference, trend)
    labels = names(shown.view, shown.by)
    sentences = [*reference.notes, laid.attrs["note"]]
    correlations = correlate(reference, trend)
    lines = "".join(f"<p>{markup.with_figures(text)}</p>" for text in sentences)
    for group, text in zip(correlations["group"], correlations["sentence"], strict=True):
        named = str(text).replace(str(group), labels.get(str(group), str(group)), 1)
        lines += f"<p>{markup.with_figures(named)}</p>"
    st.html(f'<div class="prose" role="status">{lines}</div>')
