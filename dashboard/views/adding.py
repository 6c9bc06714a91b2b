"""New texts: upload, paste, addresses, a folder of this machine, and how it goes."""

from datetime import date

import streamlit as st

from dashboard import jobs, markup, state, theme, wording
from dashboard.setup import View
from dashboard.views import adding_folder, drafts, job_progress, notices, signing
from dashboard.views.handing_over import WHO, handed_over
from stance.access import Action
from stance.settings import settings
from stance.worker import readable_endings

LONGEST_HEADLINE = 160  # characters
_ROUND = "add_round"  # a new number empties the fields for files


def draw(_: View) -> None:
    """Draw the ways to add texts and what is on its way."""
    notices.draw()
    if not signing.allowed(Action.ADD):
        job_progress.draw()
        return
    with st.container(key="adding", gap="small"):
        with st.columns([1, 1])[0]:
            signing.field(WHO)
        names = list(wording.ADD_WAYS) if adding_folder.is_local() else list(wording.ADD_WAYS[:3])
        tabs = st.tabs(names)
        with tabs[0]:
            _upload()
        with tabs[1]:
            _paste()
        with tabs[2]:
            _addresses()
        if len(tabs) > 3:
            with tabs[3]:
                adding_folder.draw()
    job_progress.draw()


# ---- upload


def _upload() -> None:
    size = settings().max_input_mb
    endings = [ending.removeprefix(".") for ending in readable_endings()]
    said = wording.ADD_LIMITS.format(
        files=theme.number(jobs.MAX_FILES), size=f"{size:g}", endings=theme.listed(endings, "or")
    )
    st.html(f'<p class="notes">{markup.escape(said)}</p>')
    number = st.session_state.setdefault(_ROUND, 0)
    files = st.file_uploader(
        wording.ADD_UPLOAD,
        type=endings,
        accept_multiple_files=True,
        max_upload_size=max(1, int(size)),
        key=f"add_files_{number}",
        help=wording.ADD_UPLOAD_HELP,
    )
    label = wording.ADD_UPLOAD_BUTTON.format(theme.plural(len(files or ()), *wording.ADD_FILE))
    st.button(
        label if files else wording.ADD_UPLOAD_BUTTON.format(wording.ADD_FILE[1]),
        key="add_upload",
        type="primary",
        on_click=_add_files,
        args=(f"add_files_{number}",),
    )


def _add_files(key: str) -> None:
    state.touch()
    files = list(st.session_state.get(key) or ())
    if not files:
        notices.complain(wording.ADD_NO_FILES)
    elif len(files) > jobs.MAX_FILES:
        notices.complain(wording.ADD_TOO_MANY.format(n=len(files), limit=jobs.MAX_FILES))
    elif handed_over(files=[(each.name, each.getvalue()) for each in files]):
        st.session_state[_ROUND] += 1  # the fields are empty again: the files are safe


# ---- paste


def _paste() -> None:
    with st.container(key="paste", gap="small"):
        _line("title", wording.ADD_TITLE, wording.ADD_TITLE_HELP)
        for column, (key, label, help_text) in zip(
            st.columns(3),
            (
                ("outlet", wording.ADD_OUTLET, wording.ADD_OUTLET_HELP),
                ("day", wording.ADD_DAY, wording.ADD_DAY_HELP),
                ("url", wording.ADD_URL, wording.ADD_URL_HELP),
            ),
            strict=True,
        ):
            with column:
                _line(key, label, help_text)
        drafts.fill_text("paste_text", "")
        st.text_area(
            wording.ADD_TEXT, key="paste_text", height=240, help=wording.ADD_TEXT_HELP,
            on_change=drafts.changed, args=("paste_text",),
        )  # fmt: skip
        st.button(wording.ADD_PASTE_BUTTON, key="add_paste", type="primary", on_click=_add_pasted)


def _line(name: str, label: str, help_text: str) -> None:
    key = f"paste_{name}"
    drafts.fill_text(key, "")
    st.text_input(
        label, key=key, max_chars=500, help=help_text, on_change=drafts.changed, args=(key,)
    )


def _add_pasted() -> None:
    state.touch()
    given = {
        name: str(drafts.value(f"paste_{name}", "") or "").strip()
        for name in ("title", "outlet", "day", "url", "text")
    }
    given["title"] = given["title"] or _first_line(given["text"])
    problem = _problem_of(given)
    if problem:
        notices.complain(problem)
    elif handed_over(files=[jobs.file_of_text(given.pop("text"), **given)]):
        drafts.drop(*(f"paste_{name}" for name in (*given, "text")))


def _first_line(text: str) -> str:
    """Return the line above a text, if it is one: whoever pastes an article has it twice."""
    first, _, rest = text.partition("\n")
    return first.strip() if rest.strip() and len(first) <= LONGEST_HEADLINE else ""


def _problem_of(given: dict[str, str]) -> str:
    if not given["title"]:
        return wording.ADD_NO_TITLE
    if not given["text"]:
        return wording.ADD_NO_TEXT
    if len(given["text"].encode()) > settings().max_input_mb * 1_000_000:
        return wording.ADD_TEXT_TOO_LONG.format(size=f"{settings().max_input_mb:g}")
    try:
        if given["day"]:
            date.fromisoformat(given["day"])
    except ValueError:
        return wording.ADD_BAD_DAY.format(given["day"])
    return ""


# ---- addresses


def _addresses() -> None:
    st.html(f'<p class="notes">{markup.escape(wording.ADD_URLS_NOTE)}</p>')
    drafts.fill_text("add_urls", "")
    st.text_area(
        wording.ADD_URLS, key="add_urls", height=120, help=wording.ADD_URLS_HELP,
        on_change=drafts.changed, args=("add_urls",),
    )  # fmt: skip
    st.button(wording.ADD_URLS_BUTTON, key="add_fetch", type="primary", on_click=_add_addresses)


def _add_addresses() -> None:
    state.touch()
    urls = list(dict.fromkeys(str(drafts.value("add_urls", "") or "").split()))
    odd = next((each for each in urls if not each.lower().startswith(("http://", "https://"))), "")
    if not urls:
        notices.complain(wording.ADD_NO_URLS)
    elif odd:
        notices.complain(wording.ADD_BAD_URL.format(odd))
    elif len(urls) > jobs.MAX_FILES:
        notices.complain(wording.ADD_TOO_MANY_URLS.format(n=len(urls), limit=jobs.MAX_FILES))
    elif handed_over(urls=urls):
        drafts.drop("add_urls")
