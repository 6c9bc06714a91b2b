"""Which version of the method made a number: release, code, language data and models."""

import hashlib
from functools import cache
from pathlib import Path

from stance import resources
from stance.nlp import model_version
from stance.scoring import is_learned
from stance.version import package_version

_CODE_ROOMS = ("reading", "nlp", "dating", "scoring", "utterances")


@cache
def method_version() -> str:
    """Return release, digest of the code and data that make the numbers, and language model.

    Where the network of scoring cannot be read, ".phrases" at the end says so.
    """
    digest = hashlib.sha256()
    for path in _method_files():
        digest.update(path.name.encode())
        # line ends differ between checkouts of the same version
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    learned = "" if is_learned() else ".phrases"
    return f"{package_version()}+{digest.hexdigest()[:10]}.{model_version()}{learned}"


def _method_files() -> list[Path]:
    package = Path(__file__).resolve().parent.parent
    code = [path for room in _CODE_ROOMS for path in sorted((package / room).glob("**/*.py"))]
    data = resources.data_dir()
    tables = [*sorted((data / "lexicons").glob("*")), data / "axes.toml"]
    models = resources.language_file("models")
    tables += [models / name for name in ("blend.toml", "pieces.txt", "stance.onnx")]
    return [*code, *(path for path in tables if path.is_file())]
