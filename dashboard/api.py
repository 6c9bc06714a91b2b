"""The JSON twin of the pages: the same parameters, the same numbers, under ``/api/v1/``.

``/api/v1/series`` answers with the means of the timeline, ``/api/v1/statements`` with the rows of
the list, and so on for every chart; ``/api/v1/series.csv`` gives the rows alone as CSV, and
``/api/v1/`` lists what there is. ``/api/v1/download`` gives whole files of statements. Read-only,
on the same address and port as the pages.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from stance.errors import StanceError, UnknownNameError, UsageError

if TYPE_CHECKING:
    from dashboard.answers import Answer

PREFIX = "/api/v1"
PLOTLY = f"{PREFIX}/plotly.js"
DOWNLOAD = f"{PREFIX}/download"
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "metadata.json": "application/json",
}


@dataclass(frozen=True, slots=True)
class Twin:
    """What answers for a chart or a list.

    Args:
        place: "module:function"; imported when first asked, because DuckDB, pandas and SciPy would
            keep the server from listening for seconds.
        rows: Under which name the answer holds its rows.
    """

    place: str
    rows: str

    def answer(self) -> "Answer":
        """Return the function that answers."""
        module, _, name = self.place.partition(":")
        found: Answer = getattr(import_module(module), name)
        return found


TWINS: dict[str, Twin] = {
    "series": Twin("dashboard.answers:series", "series"),
    "statements": Twin("dashboard.answers:statements", "statements"),
    "points": Twin("dashboard.answers_timeline:points", "points"),
    "events": Twin("dashboard.answers_timeline:events", "events"),
    "outlets": Twin("dashboard.answers_timeline:outlets", "shares"),
    "change": Twin("dashboard.answers_timeline:difference", "periods"),
    "actors": Twin("dashboard.answers_reading:actors", "means"),
    "tone": Twin("dashboard.answers_reading:tone", "series"),
    "relations": Twin("dashboard.answers_reading:relations", "cells"),
    "compare": Twin("dashboard.answers_reading:compare", "reports"),
    "articles": Twin("dashboard.answers_writing:articles", "articles"),
    "log": Twin("dashboard.answers_writing:log", "log"),
}


def routes() -> list[Route]:
    """Return the routes to serve beside the pages."""
    # Plain functions: Starlette runs them on a thread of their own, so that no page waits for them.
    found = [Route(f"{PREFIX}/", _index), Route(PLOTLY, _plotly)]
    for name, twin in TWINS.items():
        found.append(Route(f"{PREFIX}/{name}", partial(_json, twin)))
        found.append(Route(f"{PREFIX}/{name}.csv", partial(_csv, twin)))
    for ending in MEDIA_TYPES:
        found.append(Route(f"{DOWNLOAD}.{ending}", partial(_download, ending)))
    return found


def _index(_: Request) -> Response:
    twins = [f"{PREFIX}/{name}" for name in TWINS]
    files = [f"{DOWNLOAD}.{ending}" for ending in MEDIA_TYPES]
    return JSONResponse({"twins": twins, "downloads": files})


def _download(ending: str, request: Request) -> Response:
    """Serve the statements of a view as a file, or what they are (``metadata.json``)."""

    def made() -> Response:
        from dashboard import answers, answers_timeline

        content = answers_timeline.download(answers.Question(_query(request)), ending)
        return Response(content, media_type=MEDIA_TYPES[ending])

    return _guarded(made)


def _plotly(_: Request) -> Response:
    """Serve the drawing library for pictures from the installed package: nothing is fetched."""
    import plotly

    file = f"{plotly.__path__[0]}/package_data/plotly.min.js"
    return FileResponse(
        file, media_type="text/javascript", headers={"cache-control": "max-age=86400"}
    )


def _json(twin: Twin, request: Request) -> Response:
    return _guarded(lambda: JSONResponse(_answer(twin, request)))


def _csv(twin: Twin, request: Request) -> Response:
    def made() -> Response:
        from dashboard import answers

        content = answers.rows_as_csv(_answer(twin, request)[twin.rows])
        return Response(content, media_type="text/csv; charset=utf-8")

    return _guarded(made)


def _answer(twin: Twin, request: Request) -> dict[str, Any]:
    from dashboard import answers

    return twin.answer()(answers.Question(_query(request)))


def _query(request: Request) -> dict[str, list[str]]:
    return {key: request.query_params.getlist(key) for key in request.query_params}


def _guarded(made: Callable[[], Response]) -> Response:
    try:
        return made()
    except (UnknownNameError, UsageError) as error:
        return JSONResponse({"error": str(error)}, status_code=400)
    except StanceError as error:
        return JSONResponse({"error": str(error)}, status_code=503)
