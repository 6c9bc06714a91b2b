"""The JSON twin of the pages: the same parameters, the same numbers, under ``/api/v1/``.

``/api/v1/series`` answers with the means of the timeline, ``/api/v1/statements`` with the rows of
the list. Read-only, on the same address and port as the pages.
"""

from typing import TYPE_CHECKING, Literal

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from stance.errors import StanceError, UnknownNameError, UsageError

if TYPE_CHECKING:
    from dashboard.answers import Answer

PREFIX = "/api/v1"


def routes() -> list[Route]:
    """Return the routes to serve beside the pages."""
    return [
        Route(f"{PREFIX}/series", _series),
        Route(f"{PREFIX}/statements", _statements),
    ]


# Plain functions: Starlette runs them on a thread of their own, so that no page waits for them.
def _series(request: Request) -> Response:
    return _answered("series", request)


def _statements(request: Request) -> Response:
    return _answered("statements", request)


def _answered(name: Literal["series", "statements"], request: Request) -> Response:
    # Imported here: DuckDB, pandas and SciPy would keep the server from listening for seconds.
    from dashboard import answers

    answer: Answer = getattr(answers, name)
    query = {key: request.query_params.getlist(key) for key in request.query_params}
    try:
        return JSONResponse(answer(answers.Question(query)))
    except (UnknownNameError, UsageError) as error:
        return JSONResponse({"error": str(error)}, status_code=400)
    except StanceError as error:
        return JSONResponse({"error": str(error)}, status_code=503)
