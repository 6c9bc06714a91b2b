"""A folder of this machine as new texts: whether it may be offered, and what is in it."""

import ipaddress
import os
from pathlib import Path

import streamlit as st

from dashboard import markup, signin, state, theme, wording
from dashboard.views import notices
from dashboard.views.handing_over import handed_over
from stance.worker import readable_endings

MAX_LISTED = 20_000  # files of a folder that are counted before it is added


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


def draw() -> None:
    """Draw the field for a path and what was found there."""
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
    elif handed_over(paths=[str(Path(given).expanduser())]):
        st.session_state["add_path"] = ""
