"""ZIP archives of files: each member is read by the reader for its ending, in memory alone."""

import io
import stat
import zipfile
from collections.abc import Iterator

from stance.errors import InputError
from stance.model import Article
from stance.reading.decoding import describe_any_content
from stance.reading.job import Job
from stance.reading.limits import MAX_PARTS, max_input_bytes, max_unpacked_bytes
from stance.reading.parts import Part, ReadPart, read_parts

_ENCRYPTED = 0x1
_PIECE = 1 << 20


def read_zip(data: bytes, name: str, job: Job, read_part: ReadPart) -> list[Article]:
    """Read the files of an archive, in the order of their names.

    Folders, hidden files and what systems add (``__MACOSX``) are left out. Encrypted members, links
    and members that unpack to too much are problems of their own.

    Raises:
        InputError: If it is no archive, is broken, or unpacks to more than is allowed.
    """
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise InputError(name, f"is not a ZIP archive but {describe_any_content(data)}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [info for info in archive.infolist() if _is_file(info)]
            _check(members, name)
            return read_parts(_parts(archive, members, name, job), name, job, read_part)
    except (InputError, MemoryError):
        raise
    except Exception as error:  # zipfile and zlib have a dozen kinds for damaged archives
        raise InputError(name, f"is a broken archive: {error or type(error).__name__}") from error


def _is_file(info: zipfile.ZipInfo) -> bool:
    folders = info.filename.replace("\\", "/").split("/")
    is_hidden = any(part.startswith(".") and part.strip(".") for part in folders)
    return not info.is_dir() and not is_hidden and "__MACOSX" not in folders


def _check(members: list[zipfile.ZipInfo], name: str) -> None:
    if not members:
        raise InputError(name, "is an archive without files")
    if len(members) > MAX_PARTS:
        raise InputError(name, f"holds {len(members)} files, more than {MAX_PARTS}; divide it")
    if sum(info.file_size for info in members) > max_unpacked_bytes():
        raise InputError(name, "unpacks to more than is allowed (max_input_mb)")


def _parts(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], name: str, job: Job
) -> Iterator[Part]:
    for info in sorted(members, key=lambda member: member.filename):

        def load(info: zipfile.ZipInfo = info) -> bytes:
            return _unpacked(archive, info, name, job)

        yield Part(info.filename, load)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, job: Job) -> bytes:
    """Return the bytes of a member; what it says of its size is not believed."""
    if info.flag_bits & _ENCRYPTED:
        raise InputError(name, "is encrypted; unpack it yourself")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise InputError(name, "is a link, which is not followed")
    pieces: list[bytes] = []
    size = 0
    try:
        with archive.open(info) as member:
            while piece := member.read(_PIECE):
                size += len(piece)
                job.unpack(len(piece), name)
                if size > max_input_bytes():
                    limit = f"{max_input_bytes() / 1e6:g} MB (max_input_mb)"
                    raise InputError(name, f"is larger than {limit}")
                pieces.append(piece)
    except (InputError, MemoryError):
        raise
    except Exception as error:  # a damaged member; the others may be whole
        raise InputError(name, f"is broken: {error or type(error).__name__}") from error
    if not size:
        raise InputError(name, "is empty")
    return b"".join(pieces)
