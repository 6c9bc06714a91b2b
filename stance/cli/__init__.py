"""The command ``stance``.

Data goes to standard output, messages to standard error. Exit codes: 0 all done; 3 done, but some
inputs were skipped (each is named with its reason); 2 wrong usage; 1 failed, nothing half-written.

Heavy modules are imported inside the commands, so that ``stance --help`` answers at once and
looking at stored results loads no language model.
"""

import sys
from typing import Annotated

import typer

from stance.cli import fetching
from stance.cli.articles import analyze, ingest
from stance.cli.keeping import backup, compact, originals, restore, verify
from stance.cli.project import check_data, dashboard, evaluate
from stance.cli.results import explain, export
from stance.cli.review import correct, log, undo
from stance.cli.terminal import FAILED, WRONG_USAGE, say
from stance.cli.trending import trend
from stance.cli.versions import diff, reanalyze
from stance.errors import StanceError, UnknownNameError, UsageError
from stance.version import package_version

__all__ = ["app", "main"]

app = typer.Typer(
    name="stance",
    help="Who said what to whom, in which tone, and on what evidence.",
    epilog="Exit codes: 0 done; 3 done, some inputs skipped; 2 wrong usage; 1 failed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_ARTICLES, _RESULTS, _REVIEW, _PROJECT = "Articles in", "Results out", "Review", "Project"
_STORE = "Store"
for _command, _panel in (
    (analyze, _ARTICLES),
    (ingest, _ARTICLES),
    (reanalyze, _ARTICLES),
    (export, _RESULTS),
    (trend, _RESULTS),
    (explain, _RESULTS),
    (diff, _RESULTS),
    (dashboard, _RESULTS),
    (correct, _REVIEW),
    (undo, _REVIEW),
    (log, _REVIEW),
    (verify, _STORE),
    (backup, _STORE),
    (restore, _STORE),
    (compact, _STORE),
    (originals, _STORE),
    (check_data, _PROJECT),
    (evaluate, _PROJECT),
):
    app.command(rich_help_panel=_panel)(_command)
app.add_typer(fetching.app, name="fetch", rich_help_panel=_ARTICLES)


def main() -> None:
    """Run the command line; what we raise on purpose becomes one line and an exit code."""
    try:
        app(prog_name="stance")
    except (UsageError, UnknownNameError) as error:
        say(str(error))
        sys.exit(WRONG_USAGE)
    except (StanceError, OSError) as error:
        say(str(error))
        sys.exit(FAILED)


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"stance {package_version()}")
        raise typer.Exit


@app.callback()
def _about(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version and end.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    pass
