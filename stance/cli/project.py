"""Commands around the results: ``check-data``, ``evaluate``, ``dashboard``."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from stance.cli.options import StoreOption
from stance.cli.output import deliver, open_store
from stance.cli.terminal import FAILED, say
from stance.errors import StanceError, UsageError


def check_data(
    case: Annotated[
        str | None, typer.Option("--case", help="Folder of the case (default: STANCE_CASE).")
    ] = None,
) -> None:
    """Read every data file of a case and the lexicons; stop at the first that is broken."""
    from stance import registry

    lines = registry.check_data(case)
    deliver("".join(f"{line}\n" for line in lines).encode(), None)


def evaluate(
    gate: Annotated[
        bool, typer.Option("--gate", help="Fail if a measure is below its floor.")
    ] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Raise the floors to what was measured.")
    ] = False,
    labels: Annotated[
        Path | None,
        typer.Option(
            "--labels",
            metavar="FILE",
            help="Measure a store against labels that the page Review exported (CSV, JSON Lines).",
        ),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Measure extraction, dates and scores against the labelled statements."""
    from stance import evaluate as evaluation

    if labels is None and store is not None:
        raise UsageError("--store goes with --labels; the labels in data/gold need no store")
    if labels is not None and (gate or write):
        raise UsageError(
            "--labels measures a store of yours; floors are for the labels in data/gold"
        )
    if labels is not None:
        result = evaluation.evaluate_labels(labels, open_store(store))
    else:
        result = evaluation.evaluate(write=write)
    deliver("".join(f"{line}\n" for line in result.lines()).encode(), None)
    for failure in result.failures:
        say(f"below the floor: {failure}")
    if gate and result.failures:
        raise typer.Exit(FAILED)


def dashboard(
    port: Annotated[
        int | None,
        typer.Option("--port", min=1, max=65535, help="Port (default: 8501 or the next free)."),
    ] = None,
    store: StoreOption = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Do not open a browser.")
    ] = False,
) -> None:
    """Open the dashboard in the browser. Ctrl-C ends it."""
    from stance.settings import settings

    script = _start_script()
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += ["--server.headless", "true" if no_browser else "false"]
    command += ["--server.port", str(port)] if port else []
    environment = {**os.environ, "STANCE_STORE": str((store or settings().store).absolute())}
    for name in ("STANCE_DATA_DIR", "STANCE_SEEDS_DIR", "STANCE_ROLES"):
        if name in environment:
            environment[name] = str(Path(environment[name]).absolute())
    # Streamlit looks for .streamlit/config.toml in the working folder and beside the script. The
    # wheel has it beside the script, a checkout in its root.
    if (script.parent.parent / ".streamlit").is_dir():
        os.chdir(script.parent.parent)
    # These hold if that file was lost on the way; the user's own variables come before them.
    environment.setdefault("STREAMLIT_SERVER_ADDRESS", "127.0.0.1")
    environment.setdefault("STREAMLIT_SERVER_SHOW_EMAIL_PROMPT", "false")
    environment.setdefault("STREAMLIT_BROWSER_GATHER_USAGE_STATS", "false")
    if os.name != "nt":  # there execve would return to the prompt while the program still runs
        os.execve(sys.executable, command, environment)
    raise typer.Exit(subprocess.call(command, env=environment))


def _start_script() -> Path:
    # Looked up, not imported: stance never imports the dashboard.
    spec = find_spec("dashboard")
    for folder in (spec.submodule_search_locations if spec else None) or ():
        script = Path(folder) / "asgi.py"
        if script.is_file():
            return script
    raise StanceError("the dashboard is not installed here; reinstall Stance with it")
