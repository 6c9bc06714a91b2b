"""The only place that calls Delta Lake; its errors leave as StoreError with a remedy."""

import errno
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import duckdb
import pyarrow as pa
from deltalake import DeltaTable, WriterProperties, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from stance.errors import StanceError, StoreError

T = TypeVar("T")

# deltalake 1.6 cannot open tables below folders with these characters (it panics or looks
# elsewhere); found by trying all of ASCII. Spaces, quotes and letters of any script work.
_UNUSABLE = re.compile(r"[\[\]^|\\]|%[0-9A-Fa-f]{2}")
_WRITER = WriterProperties(compression="ZSTD")
_ATTEMPTS = 6
MANY_FILES = 64
# For ``column IN ...`` with one list as its value: joined, where list_contains would compare each
# row with each value of the list.
GIVEN = "(SELECT unnest(?::VARCHAR[]))"


def check_path(path: Path) -> None:
    """Refuse a folder whose name the table format cannot handle.

    Raises:
        StoreError: With the character that is in the way.
    """
    found = _UNUSABLE.search(path.as_posix())
    if found:
        raise StoreError(
            f"{path}: a store cannot lie in a folder with {found.group()!r} in its name. "
            "Choose another folder with --store or STANCE_STORE."
        )


def create(path: Path, schema: pa.Schema, *, is_append_only: bool = False) -> None:
    """Make an empty table unless there is one."""
    configuration = {"delta.enableExpiredLogCleanup": "false"}
    if is_append_only:
        configuration["delta.appendOnly"] = "true"
    DeltaTable.create(path, schema, mode="ignore", configuration=configuration)


def append(path: Path, rows: pa.Table) -> int:
    """Append rows in one commit and return the table's new version."""
    if rows.num_rows:
        write_deltalake(path, rows, mode="append", writer_properties=_WRITER)
    return version(path)


def overwrite_column(path: Path, key: str, column: str, values: dict[str, str]) -> int:
    """Set ``column`` in the rows whose ``key`` is in ``values``; return the new version."""
    source = pa.table({key: list(values.keys()), "new_value": list(values.values())})
    merge = DeltaTable(path).merge(
        source,
        predicate=f"old.{key} = new.{key}",
        source_alias="new",
        target_alias="old",
        writer_properties=_WRITER,
    )
    merge.when_matched_update({column: "new.new_value"}).execute()
    return version(path)


def delete(path: Path, column: str, values: list[str]) -> int:
    """Delete the rows whose ``column`` is in ``values``; return the new version."""
    if values:
        # Not by a list in a predicate: each row is compared with each value there, which takes ten
        # times as long for 20,000 values.
        merge = DeltaTable(path).merge(
            pa.table({column: sorted(set(values))}, pa.schema([(column, pa.string())])),
            predicate=f"old.{column} = gone.{column}",
            source_alias="gone",
            target_alias="old",
            writer_properties=_WRITER,
        )
        merge.when_matched_delete().execute()
    return version(path)


def replace_all(path: Path, rows: pa.Table) -> int:
    """Put rows in the place of all that are there, in their own columns; return the version."""
    write_deltalake(
        path, rows, mode="overwrite", schema_mode="overwrite", writer_properties=_WRITER
    )
    return version(path)


def fitted(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return rows in the columns of a later schema; unknown where they had no such column."""
    columns = [
        rows.column(field.name).cast(field.type)
        if field.name in rows.column_names
        else pa.nulls(rows.num_rows, field.type)
        for field in schema
    ]
    return pa.table(columns, schema)


def compact(path: Path) -> int:
    """Join small files; return the new version. Old files stay for those who read them."""
    DeltaTable(path).optimize.compact(writer_properties=_WRITER)
    return version(path)


def compact_if_scattered(path: Path) -> None:
    """Join small files once there are so many that every query pays for it.

    1,000 small files cost a query 0.2 s; 64 cost about 10 ms.
    """
    if len(DeltaTable(path).file_uris()) > MANY_FILES:
        compact(path)


def roll_back(path: Path, to_version: int) -> None:
    """Make the table as it was at a version; does nothing if it is."""
    table = DeltaTable(path)
    if table.version() != to_version:
        table.restore(to_version)


def version(path: Path) -> int:
    """Return the newest version of a table, committed in the store or not."""
    return int(DeltaTable(path).version())


def files_of(path: Path, at_version: int | None = None) -> list[str]:
    """Return the Parquet files of a table at a version (None: the newest)."""
    table = DeltaTable(path, version=at_version)
    # file_uris() encodes spaces and letters beyond ASCII as %20 and the like. Our tables have no
    # partitions, so the file's name (always plain ASCII) is all that is needed.
    return [str(path / uri.rsplit("/", 1)[-1]) for uri in table.file_uris()]


def settle(path: Path, versions: Iterable[int]) -> None:
    """Wait until the log entries of some versions are on the disk."""
    folder = path / "_delta_log"
    settle_files([*(folder / f"{number:020d}.json" for number in versions), folder])


def settle_files(files: Iterable[Path]) -> None:
    """Wait until files, or the names in folders, are on the disk."""
    for file in files:
        # Not every system can do it with a file that is only read, or with a folder.
        with suppress(PermissionError, IsADirectoryError, FileNotFoundError):
            number = os.open(file, os.O_RDONLY)
            try:
                with suppress(OSError):
                    os.fsync(number)
            finally:
                os.close(number)


def fetch(
    connection: duckdb.DuckDBPyConnection, query: str, values: Sequence[object] = ()
) -> pa.Table:
    """Return the result of a query as an Arrow table."""
    return connection.sql(query, params=list(values)).to_arrow_table()


def retrying(work: Callable[[], T]) -> T:
    """Do something again when another process committed in between.

    Our lock keeps our own writers apart; other tools may compact a table at any time.
    """
    for attempt in range(_ATTEMPTS - 1):
        try:
            return work()
        except CommitFailedError:
            time.sleep(0.05 * 2**attempt)
    return work()


@contextmanager
def as_store_errors(path: Path) -> Iterator[None]:
    """Turn what Delta Lake, DuckDB and the system raise into a StoreError that says what to do."""
    try:
        yield
    except StanceError:
        raise
    except TableNotFoundError as error:
        raise StoreError(f"{path}: a table is missing ({error}). Restore a backup.") from error
    except CommitFailedError as error:
        raise StoreError(f"{path}: refused by the table: {error}") from error
    except (duckdb.IOException, pa.ArrowInvalid, FileNotFoundError) as error:
        raise StoreError(
            f"{path}: a file of the store is missing or damaged ({_first_line(error)}). "
            "Restore a backup."
        ) from error
    except (DeltaError, OSError) as error:
        raise StoreError(f"{path}: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    text = str(error)
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or re.search(
        r"No space left|File too large|quota", text, re.IGNORECASE
    ):
        return "the disk is full. Free some space and run again; the last commit is intact."
    if number in (errno.EACCES, errno.EROFS, errno.EPERM) or re.search(
        r"Permission denied|Read-only file system", text
    ):
        return "no permission to write here. Change the folder's rights or choose another store."
    return f"cannot be used ({_first_line(error)})."


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
