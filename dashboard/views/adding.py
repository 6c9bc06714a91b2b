"""New texts: upload, paste, a folder of this machine; how it goes, and what became of them."""

import ipaddress
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import jobs, markup, markup_writing, signin, state, theme, wording
from dashboard.jobs import Job
from dashboard.pages import PAGES
from dashboard.setup import View
from dashboard.views import drafts, notices, signing
from stance.access import Action
from stance.errors import StanceError
from stance.settings import settings
from stance.worker import readable_endings

KEYS = PAGES["articles"].keys
_WHO = "add_who"
_ROUND = "add_round"  # a new number empties the fields for files
EVERY = "1s"
SHOWN = 20  # jobs on the page
MAX_LISTED = 20_000  # files of a folder that are counted before it is added


# Streamlit gives the field for files both a name and the role of mere decoration, which
# contradict each other for a screen reader (axe: presentation-role-conflict; seen with 1.67).
_MEND = """
export default function () {
  const mend = () => document
    .querySelectorAll('[data-testid="stFileUploaderDropzone"][role="presentation"]')
    .forEach((field) => field.setAttribute("role", "group"));
  const watch = new MutationObserver(mend);
  watch.observe(document.body, { childList: true, subtree: true });
  mend();
  return () => watch.disconnect();
}
"""


def draw(_: View) -> None:
    """Draw the ways to add texts and what is on its way."""
    notices.draw()
    if not signing.allowed(Action.ADD):
        progress()
        return
    st.components.v2.component("stance_uploads", js=_MEND)(key="uploads")
    with st.container(key="adding", gap="small"):
        with st.columns([1, 1])[0]:
            signing.field(_WHO)
        names = list(wording.ADD_WAYS) if is_local() else list(wording.ADD_WAYS[:3])
        tabs = st.tabs(names)
        with tabs[0]:
            _upload()
        with tabs[1]:
            _paste()
        with tabs[2]:
            _addresses()
        if len(tabs) > 3:
            with tabs[3]:
                _folder()
    progress()


def is_local() -> bool:
    """Whether server and browser are one machine: only then paths mean the same to both.

    Never for a team: behind a proxy every visitor seems to be on this machine, and the folders of
    the server are no business of theirs.
    """
    if signin.is_team():
        return False
    address = str(st.get_option("server.address") or "")
    visitor = st.context.ip_address
    return _is_loopback(address) and (visitor is None or _is_loopback(visitor))


def _is_loopback(address: str) -> bool:
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


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
    elif _handed_over(files=[(each.name, each.getvalue()) for each in files]):
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
        drafts.fill("paste_text", "")
        st.text_area(
            wording.ADD_TEXT, key="paste_text", height=240, help=wording.ADD_TEXT_HELP,
            on_change=drafts.changed, args=("paste_text",),
        )  # fmt: skip
        st.button(wording.ADD_PASTE_BUTTON, key="add_paste", type="primary", on_click=_add_pasted)


def _line(name: str, label: str, help_text: str) -> None:
    key = f"paste_{name}"
    drafts.fill(key, "")
    st.text_input(
        label, key=key, max_chars=500, help=help_text, on_change=drafts.changed, args=(key,)
    )


def _add_pasted() -> None:
    state.touch()
    given = {
        name: str(drafts.value(f"paste_{name}", "") or "").strip()
        for name in ("title", "outlet", "day", "url", "text")
    }
    problem = _problem_of(given)
    if problem:
        notices.complain(problem)
    elif _handed_over(files=[jobs.file_of_text(given.pop("text"), **given)]):
        drafts.drop(*(f"paste_{name}" for name in (*given, "text")))


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
    drafts.fill("add_urls", "")
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
    elif _handed_over(urls=urls):
        drafts.drop("add_urls")


# ---- a folder of this machine


def _folder() -> None:
    st.text_input(
        wording.ADD_FOLDER, key="add_path", max_chars=1000, help=wording.ADD_FOLDER_HELP,
        on_change=state.touch,
    )  # fmt: skip
    given = str(st.session_state.get("add_path") or "").strip()
    if given:
        problem, said = _looked_into(given)
        role = "alert" if problem else "status"
        st.html(f'<p class="notes" role="{role}">{markup.escape(problem or said)}</p>')
    st.button(wording.ADD_FOLDER_BUTTON, key="add_folder", type="primary", on_click=_add_folder)


def _looked_into(given: str) -> tuple[str, str]:
    """Return what is wrong with a path, and what was found there."""
    path = Path(given).expanduser()
    try:
        if not path.is_absolute() or not path.exists():
            return wording.ADD_FOLDER_MISSING.format(given), ""
        names = [path.name] if path.is_file() else _names_below(path)
    except OSError:
        return wording.ADD_DENIED.format(given), ""
    readable = [name for name in names if Path(name).suffix.lower() in readable_endings()]
    if not readable:
        return wording.ADD_FOLDER_EMPTY.format(given), ""
    found = wording.ADD_FOLDER_FOUND.format(
        n=theme.plural(len(names), *wording.ADD_FILE), read=theme.number(len(readable))
    )
    return "", found


def _names_below(folder: Path) -> list[str]:
    names: list[str] = []

    def refuse(error: OSError) -> None:
        if Path(str(error.filename)) == folder:
            raise error

    for _, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        names += [name for name in files if not name.startswith(".")]
        if len(names) >= MAX_LISTED:
            break
    return names


def _add_folder() -> None:
    state.touch()
    given = str(st.session_state.get("add_path") or "").strip()
    if not is_local():
        return
    problem, _ = _looked_into(given) if given else (wording.ADD_FOLDER_MISSING.format(""), "")
    if problem:
        notices.complain(problem)
    elif _handed_over(paths=[str(Path(given).expanduser())]):
        st.session_state["add_path"] = ""


def _handed_over(
    *, files: Sequence[tuple[str, bytes]] = (), paths: Sequence[str] = (), urls: Sequence[str] = ()
) -> bool:
    who = signing.name(_WHO)
    if not who:
        notices.complain(wording.REVIEW_NEEDS_WHO)
        return False
    try:
        person = signin.person()
        jobs.hand_over(_root(), "add", who=who, person=person, files=files, paths=paths, urls=urls)
    except StanceError as error:
        notices.complain(wording.sentence(str(error)))
        return False
    except OSError as error:
        notices.complain(wording.ADD_FAILED.format(error.strerror or error))
        return False
    return True


# ---- how it goes


def progress(kind: str = "", article_id: str = "") -> None:
    """Draw the jobs of the store: those at work live, then the last results.

    Args:
        kind: Only jobs of this kind, without a heading; "" for all.
        article_id: Only those about this article.
    """
    found = [
        job
        for job in jobs.all_jobs(_root())
        if kind in ("", job.asked.get("kind")) and article_id in ("", job.asked.get("article_id"))
    ]
    if not found:
        return
    if not kind:
        st.html(
            f'<h2 class="part">{markup.escape(wording.ADD_JOBS)}</h2>'
            f'<p class="notes">{markup.escape(wording.ADD_JOBS_NOTE)}</p>'
        )
    known = [job.name for job in found if job.is_open]
    if known:
        _live(tuple(known))
    for job in found[:SHOWN]:
        if not job.is_open:
            _finished(job)


@st.fragment(run_every=EVERY)
def _live(known: tuple[str, ...]) -> None:
    """Draw the open jobs again and again; when one ends the whole page is drawn anew."""
    found = {job.name: job for job in jobs.all_jobs(_root())}
    still = [found[name] for name in known if name in found and found[name].is_open]
    if len(still) < len(known):
        st.rerun(scope="app")
    for job in still:
        with st.container(key=f"job_{job.name}", gap=None):
            st.html(_head(job))
            st.progress(job.share, text=markup.plain(markup_writing.job_words(job)))


def _finished(job: Job) -> None:
    hrefs = {
        each["article_id"]: markup.address(
            ".", state.page_query("articles", KEYS, article=each["article_id"])
        )
        for part in ("new", "known")
        for each in job.result.get(part, ())
    }
    with st.container(key=f"job_{job.name}", gap="small"):
        said = wording.sentence(markup_writing.job_words(job))
        kind = "problem" if job.state in ("failed", "stopped") else "done"
        outcome = markup_writing.job_result(job, hrefs)
        st.html(f'{_head(job)}<p class="{kind}">{markup.escape(said)}</p>{outcome}')
        if not _may_manage():
            return
        with st.container(horizontal=True, gap="small"):
            if job.state in ("failed", "stopped"):
                label = wording.ADD_GO_ON if job.state == "stopped" else wording.ADD_TRY_AGAIN
                st.button(label, key=f"again_{job.name}", on_click=_again, args=(job.name,))
            done = job.state == "done"
            st.button(
                wording.ADD_CLEAR if done else wording.ADD_DROP,
                key=f"drop_{job.name}",
                type="tertiary",
                help=wording.ADD_DROP_HELP,
                on_click=_forget,
                args=(job.name,),
            )


def _may_manage() -> bool:
    person = signin.person()
    return person is None or person.may(Action.ADD)


def _head(job: Job) -> str:
    names = [str(name) for name in job.asked.get("names") or ()]
    title = job.asked.get("title")
    said = wording.ADD_BY.format(
        what=markup_writing.listed_titles([title] if title else names),
        when=markup_writing.moment(str(job.asked.get("when", ""))),
        who=job.asked.get("who", wording.UNKNOWN),
    )
    return f'<p class="job">{markup.escape(said)}</p>'


def _again(name: str) -> None:
    state.touch()
    notices.attempted(lambda: jobs.again(_root(), name, person=signin.person()))


def _forget(name: str) -> None:
    state.touch()
    notices.attempted(lambda: jobs.forget(_root(), name, person=signin.person()))


def _root() -> Path:
    return Path(settings().store).absolute()


def hand_over_day(article: dict[str, Any], day: str | None, reason: str, who: str) -> bool:
    """Ask the worker to date an article and its statements; return whether that worked."""
    try:
        jobs.hand_over(
            _root(), "date", who=who, person=signin.person(), article_id=article["article_id"],
            day=day, reason=reason, title=article["title"],
        )  # fmt: skip
    except StanceError as error:
        notices.complain(wording.sentence(str(error)))
        return False
    except OSError as error:
        notices.complain(wording.ADD_FAILED.format(error.strerror or error))
        return False
    return True
