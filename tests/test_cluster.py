"""The same step on a real Dask cluster of this machine."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from distributed import LocalCluster

from stance.errors import UsageError
from stance.run import ingest
from stance.store import Store
from stance.table import to_csv

pytestmark = pytest.mark.model


@pytest.fixture(autouse=True, scope="module")
def _children_import_no_page() -> Iterator[None]:
    # A test of the pages may have left one as the main module, which a child would then run.
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(sys.modules, "__main__", ModuleType("__main__"))
        yield


STORIES = {
    "a.txt": 'The envoy of Norland said on Monday that "both coasts must stay open".\n',
    "b.txt": "Minister Ada Berg accused the fleet of hiding the spill, and refused to pay.\n",
    "c.txt": "Nothing was said by anybody.\n",
}


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in STORIES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_cluster_gives_byte_for_byte_what_one_process_gives(
    scheduler: str, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stores = tmp_path_factory.mktemp("stores")
    alone = ingest([folder], stores / "alone")
    spread = ingest([folder], stores / "spread", cluster=scheduler)
    assert spread.n_articles == alone.n_articles == len(STORIES)
    assert spread.n_statements == alone.n_statements > 1
    exports = [to_csv(Store(stores / name).statements()) for name in ("alone", "spread")]
    assert exports[0] == exports[1]


def test_process_pool_gives_byte_for_byte_what_one_process_gives(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stores = tmp_path_factory.mktemp("stores")
    for name, workers in (("alone", 1), ("pool", 2)):
        ingest([folder], stores / name, workers=workers)
    exports = [to_csv(Store(stores / name).statements()) for name in ("alone", "pool")]
    assert exports[0] == exports[1]


def test_scheduler_that_does_not_answer_is_a_usage_error(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no Dask scheduler answers"):
        ingest([folder], tmp_path / "store", cluster="tcp://127.0.0.1:9")
