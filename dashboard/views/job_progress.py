"""How the jobs of the store go, and what became of their texts."""

import streamlit as st

from dashboard import jobs, markup, markup_jobs, markup_writing, signin, state, wording
from dashboard.jobs import Job
from dashboard.pages import PAGES
from dashboard.views import notices
from dashboard.views.handing_over import root
from stance.access import Action

KEYS = PAGES["articles"].keys
EVERY = "1s"
SHOWN = 20  # jobs on the page


def draw(kind: str = "", article_id: str = "") -> None:
    """Draw the jobs of the store: those at work live, then the last results.

    Args:
        kind: Only jobs of this kind, without a heading; "" for all.
        article_id: Only those about this article.
    """
    found = [
        job
        for job in jobs.all_jobs(root())
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
    found = {job.name: job for job in jobs.all_jobs(root())}
    still = [found[name] for name in known if name in found and found[name].is_open]
    if len(still) < len(known):
        notices.keep()
        st.rerun(scope="app")
    for job in still:
        with st.container(key=f"job_{job.name}", gap=None):
            st.html(_head(job))
            st.progress(job.share, text=markup.plain(markup_jobs.job_words(job)))


def _finished(job: Job) -> None:
    hrefs = {
        each["article_id"]: markup.address(
            ".", state.page_query("articles", KEYS, article=each["article_id"])
        )
        for part in ("new", "known")
        for each in job.result.get(part, ())
    }
    with st.container(key=f"job_{job.name}", gap="small"):
        said = wording.sentence(markup_jobs.job_words(job))
        kind = "problem" if job.state in ("failed", "stopped") else "done"
        outcome = markup_jobs.job_result(job, hrefs)
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
    notices.attempted(lambda: jobs.again(root(), name, person=signin.person()))


def _forget(name: str) -> None:
    state.touch()
    notices.attempted(lambda: jobs.forget(root(), name, person=signin.person()))
