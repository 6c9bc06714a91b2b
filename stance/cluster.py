"""The same step on a Dask cluster: ``stance ingest --cluster ADDRESS``."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from stance.errors import UsageError
from stance.model import Article

if TYPE_CHECKING:
    from stance.run import Analysed

# A worker that is killed is replaced, and what it was doing is done again elsewhere.
_RETRIES = 2
_CONNECT_TIMEOUT = "10s"


def map_articles(
    step: "Callable[[Article], Analysed]", articles: Sequence[Article], address: str
) -> "Iterator[Analysed]":
    """Yield the results of a step in the order of the articles, computed by a cluster.

    Args:
        step: A function that workers can import.
        articles: What to do it with.
        address: Of the scheduler, for example ``tcp://127.0.0.1:8786``.

    Raises:
        UsageError: If Dask is not installed or the scheduler does not answer.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError(
            "--cluster needs Dask; install the extra: pip install 'stance[cluster]'"
        ) from error
    try:
        connect: Any = Client  # the library ships no types
        client = connect(address, timeout=_CONNECT_TIMEOUT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"no Dask scheduler answers at {address!r} ({error}); start one with `dask scheduler`"
        ) from error
    with client:
        for future in client.map(step, articles, pure=False, retries=_RETRIES):
            yield future.result()
