"""The files that articles were read from, so that they can be kept byte for byte."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from stance.errors import InputError


@dataclass(frozen=True, slots=True)
class Original:
    """One file as the user gave it; articles of one archive or table share it.

    Reading ``content()`` again under ``name`` gives the same articles with the same ids, so that
    every offset can be checked later.
    """

    name: str  # without a folder
    path: Path
    sha256: str
    n_bytes: int

    def content(self) -> bytes:
        """Return the bytes, which are those that were read.

        Raises:
            InputError: If the file has gone or has other bytes by now.
        """
        try:
            data = self.path.read_bytes()
        except OSError as error:
            raise InputError(self.path, f"cannot be read: {error.strerror or error}") from error
        if len(data) != self.n_bytes or hashlib.sha256(data).hexdigest() != self.sha256:
            raise InputError(self.path, "was changed while it was read; give it again")
        return data


def original_of(path: Path, data: bytes) -> Original:
    """Describe a file that was read."""
    return Original(path.name, path, hashlib.sha256(data).hexdigest(), len(data))
