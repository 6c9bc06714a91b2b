"""Set up and run Stance with nothing but Python: ``python3 dev.py dashboard`` or ``test``.

The first call makes ``.venv`` beside this file from a lock with hashes; later calls only compare a
stamp. An install that was interrupted, whose lock changed or whose folder moved heals by itself.
Standard library only, and syntax that Python 3.6 can parse, so that it reaches the message below.
"""

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

OLDEST = (3, 11)
if sys.version_info < OLDEST:
    sys.exit(
        f"dev.py: Stance needs Python 3.11 or newer, this is {sys.version.split()[0]}. "
        "Start dev.py with a newer one, for example: python3.11 dev.py dashboard"
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "stance-stamp.json"
UNFINISHED = VENV / "stance-unfinished"  # lies in .venv while an install changes it
WAITING_ROOM = ROOT / ".dev.lock"
RUNTIME_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"  # the runtime lock and the tools that test and lint need
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
SUFFIX = ".exe" if WINDOWS else ""
PYTHON = BIN / f"python{SUFFIX}"

HELP = """\
python3 dev.py dashboard [OPTION]...  open the dashboard (options: dev.py dashboard --help)
python3 dev.py stance ...             the command line, for example: dev.py stance analyze FILE
python3 dev.py test [--fast]          format, lint, types and tests; --fast: tests without a browser
python3 dev.py test ARGUMENT...       only pytest, with these arguments: dev.py test -k dates
python3 dev.py lint                   only format, lint and types
python3 dev.py setup [--dev]          only install; --dev: the tools for test and lint as well
python3 dev.py audit [--osv]          known weaknesses of the pinned packages, by pip-audit

The first call installs everything into .venv, which takes up to two minutes."""

NO_VENV = (
    "this Python cannot make virtual environments; on Debian and Ubuntu install them with "
    "`sudo apt install python3-venv`, elsewhere install Python with all its modules"
)

# What stays together: tests/conftest.py.
SHARED_OUT = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadscope", "--no-loadscope-reorder")

AUDITOR = "pip-audit"
NO_AUDITOR = (
    "every package is pinned with its hashes. Whether one has a known weakness is asked by "
    "pip-audit, which is not installed here. It needs the network and no environment of its own; "
    "install it beside this project and call dev.py audit again: pipx install pip-audit"
)
OFFLINE = (
    "pip-audit could not ask for advisories, so nothing is known about weaknesses; call it where "
    "there is a network, or with --osv for another source"
)
# What pip-audit says where it could not ask; a weakness that it found is told otherwise.
_NO_ANSWER = ("ConnectionError", "Max retries exceeded", "ServiceError", "Failed to connect",
              "Could not connect", "timed out", "Temporary failure in name resolution")  # fmt: skip
# What it says, with exit code 0, of a package that its source does not know: a mirror of PyPI has
# the packages but not the advisories.
_NOT_ASKED = "could not be audited"
UNASKED = (
    "{n} packages could not be asked about, so nothing is known about their weaknesses; the "
    "package index that is set here has no advisories: call it without that setting, or with --osv"
)

CHECKS = (
    ("format", ["ruff", "format", "--check", "."]),
    ("lint", ["ruff", "check", "."]),
    ("types", ["mypy"]),
)


class SetupError(Exception):
    """The set-up cannot go on; the message says why and what to do."""


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    command, rest = (arguments[0], list(arguments[1:])) if arguments else ("help", [])
    try:
        if command in ("help", "-h", "--help"):
            print(HELP)
            return 0
        if command == "setup" and rest in ([], ["--dev"]):
            set_up(with_tools=bool(rest))
            say("ready; next: python3 dev.py dashboard")
            return 0
        if command in ("dashboard", "stance"):
            set_up(with_tools=False)
            return start(["dashboard", *rest] if command == "dashboard" else rest)
        if command == "audit" and rest in ([], ["--osv"]):
            return audit(with_osv=bool(rest))
        if command == "test" or (command == "lint" and not rest):
            set_up(with_tools=True)
            return check() if command == "lint" else test(rest)
    except SetupError as error:
        say(str(error))
        return 1
    except OSError as error:  # a full disk, a folder that may not be written
        say(f"failed: {error}")
        return 1
    except KeyboardInterrupt:
        say("interrupted; call dev.py again to go on")
        return 130
    say(f"cannot understand: {' '.join(arguments)}\n{HELP}")
    return 2


def say(text: str) -> None:
    """Print a message; standard output belongs to the data of the command line."""
    print("dev.py: " + text, file=sys.stderr, flush=True)


# ---- running


def start(arguments: Sequence[str]) -> int:
    """Run the console script ``stance`` in place of this process."""
    script = BIN / f"stance{SUFFIX}"
    environment = {**os.environ}
    # One store for `dev.py dashboard` and `dev.py stance`, from whatever folder they are called.
    environment.setdefault("STANCE_STORE", str(ROOT / "store"))
    command = [str(script), *arguments]
    sys.stdout.flush()
    if not WINDOWS:  # there execve would return to the prompt while the program still runs
        os.execve(str(script), command, environment)
    return subprocess.call(command, env=environment)


def check() -> int:
    """Run format, lint and types, each to its end; return 1 if one complains."""
    failed = []
    for name, command in CHECKS:
        say(name)
        tool, *options = command
        if subprocess.call([str(BIN / (tool + SUFFIX)), *options], cwd=str(ROOT)):
            failed.append(name)
    if failed:
        say("failed: " + ", ".join(failed))
    return 1 if failed else 0


def test(arguments: Sequence[str]) -> int:
    """Run the checks and the tests; the tests run even where a check complains.

    The whole suite is shared out over the processors; chosen tests run in one process.
    """
    is_fast = "--fast" in arguments
    options = [argument for argument in arguments if argument != "--fast"]
    if not options:
        options = [*SHARED_OUT]
    if is_fast:
        options = ["-m", "not browser", *options]
    complaint = 0 if arguments else check()
    say("tests")
    tests = subprocess.call([str(PYTHON), "-m", "pytest", *options], cwd=str(ROOT))
    if complaint and not tests:
        say("the tests passed, but format, lint or types did not: see above")
    return tests or complaint


def audit(*, with_osv: bool) -> int:
    """Check that the locks pin everything, then ask for known weaknesses; 1 where one is known."""
    for lock in (RUNTIME_LOCK, DEV_LOCK):
        loose = unpinned(lock.read_text(encoding="utf-8"))
        if loose:
            say(f"{lock.name}: without version or hash: {', '.join(loose)}")
            return 1
        say(f"{lock.name}: {len(pinned_names(lock))} packages, each pinned with its hashes")
    auditor = str(BIN / (AUDITOR + SUFFIX))
    found = auditor if Path(auditor).exists() else shutil.which(AUDITOR)
    if not found:
        say(NO_AUDITOR)
        return 1
    # The larger lock holds the smaller one. Nothing is installed: the lock says all versions.
    command = [found, "--requirement", str(DEV_LOCK), "--require-hashes", "--disable-pip"]
    command += ["--vulnerability-service", "osv"] if with_osv else []
    done = subprocess.run(command, cwd=str(ROOT), capture_output=True, encoding="utf-8",
                          errors="replace", check=False)  # fmt: skip
    if done.returncode and any(sign in done.stderr for sign in _NO_ANSWER):
        say(done.stderr.strip().splitlines()[-1])  # above it stands a traceback of a hundred lines
        say(OFFLINE)
        return 1
    sys.stdout.write(done.stdout)
    sys.stderr.write(done.stderr)
    n_unasked = done.stdout.count(_NOT_ASKED)
    if n_unasked:
        say(UNASKED.format(n=n_unasked))
    return 1 if done.returncode or n_unasked else 0


def unpinned(lock: str) -> list[str]:
    """Return the requirements of a lock that have no exact version or no hash."""
    joined = lock.replace("\\\n", " ")
    lines = [line.strip() for line in joined.splitlines()]
    return [
        line.split()[0]
        for line in lines
        if line
        and not line.startswith("#")
        and not (re.match(r"[A-Za-z0-9][\w.-]*==[\w.+!-]+", line) and "--hash=sha256:" in line)
    ]


# ---- setting up


def set_up(*, with_tools: bool) -> None:
    """Make ``.venv`` ready, or return at once where it is."""
    lock = DEV_LOCK if with_tools else RUNTIME_LOCK
    if is_ready(lock):
        return
    with only_one() as handle:
        if is_ready(lock):  # another dev.py did it while this one waited
            return
        began = time.monotonic()
        # Tools stay: going back to the smaller lock would take them away from a developer.
        install(DEV_LOCK if read_stamp().get("lock") == DEV_LOCK.name else lock, handle)
        say(f"set up in {time.monotonic() - began:.0f} s")


def stamp_for(lock: Path) -> dict[str, Any]:
    """Return what ``.venv`` depends on; if any of it changes, the install is out of date."""
    digest = hashlib.sha256()
    for path in (lock, ROOT / "pyproject.toml"):
        if not path.is_file():
            raise SetupError(f"{path} is missing; get a complete copy of the project")
        digest.update(path.read_bytes())
    return {
        "lock": lock.name,
        "sha256": digest.hexdigest(),
        "python": f"{sys.version_info[0]}.{sys.version_info[1]}",
        "root": str(ROOT),  # scripts in a virtual environment name their folder
    }


def read_stamp() -> dict[str, Any]:
    """Return the stamp of the last finished install, or {}."""
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def is_ready(lock: Path) -> bool:
    """Whether the last finished install has everything of the lock."""
    if UNFINISHED.exists() or not PYTHON.exists():
        return False
    found = read_stamp()
    found.pop("packages", None)
    return found == stamp_for(lock) or found == stamp_for(DEV_LOCK)


def install(lock: Path, handle: int) -> None:
    """Bring ``.venv`` to the state of the lock and stamp it."""
    stamp, before = stamp_for(lock), read_stamp()
    is_moved = any(before.get(key, stamp[key]) != stamp[key] for key in ("python", "root"))
    if UNFINISHED.exists() or is_moved or (VENV.exists() and not PYTHON.exists()):
        say("removing the unfinished or outdated .venv")
        shutil.rmtree(str(VENV))
    VENV.mkdir(exist_ok=True)
    UNFINISHED.touch()
    STAMP.unlink(missing_ok=True)
    if not PYTHON.exists():
        make_venv(handle)
    packages = pinned_names(lock)
    install_packages(lock, len(packages), handle)
    gone = sorted(set(before.get("packages", ())) - set(packages))
    if gone:
        pip(["uninstall", "--yes", *gone], handle)
    # The project itself, so that `stance` and the entry points for spaCy exist. Its build back end
    # stands in the lock: nothing without a hash is fetched.
    project = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    pip(["install", *project], handle)
    fresh = STAMP.with_suffix(".new")
    fresh.write_text(json.dumps({**stamp, "packages": packages}, indent=1), encoding="utf-8")
    UNFINISHED.unlink()
    fresh.replace(STAMP)


def make_venv(handle: int) -> None:
    """Make an empty virtual environment with pip in it."""
    say(f"making {VENV}")
    try:
        import ensurepip  # noqa: F401  Debian ships venv and ensurepip in a package of its own
        import venv  # noqa: F401
    except ImportError as error:
        raise SetupError(f"{NO_VENV} ({error})") from None
    command = [sys.executable, "-m", "venv", str(VENV)]
    failure = follow(command, handle)
    if failure:
        raise SetupError(f"{NO_VENV} ({failure.splitlines()[-1]})")


def install_packages(lock: Path, n_packages: int, handle: int) -> None:
    """Install what the lock pins, refusing any file whose hash differs."""
    pinned = ["--require-hashes", "--requirement", str(lock)]
    uv = shutil.which("uv")
    if uv:
        say(f"installing {n_packages} packages with uv")
        command = [uv, "pip", "install", "--quiet", "--python", str(PYTHON), *pinned]
        failure = follow(command, handle)
        if not failure:
            return
        # uv does not read pip's configuration (mirrors, certificates): pip may still succeed
        say(f"uv could not ({failure.splitlines()[0].strip()}); trying pip")
    say(f"installing {n_packages} packages with pip, up to two minutes")
    fetched = 0

    def count(line: str) -> None:
        nonlocal fetched
        if line.startswith(("Collecting ", "Processing ")):
            fetched += 1
            if fetched % 20 == 0 or fetched == n_packages:
                say(f"  {fetched} of {n_packages}")

    pip(["install", *pinned], handle, count)


def pip(arguments: Sequence[str], handle: int, watch: Callable[[str], None] | None = None) -> None:
    """Run the environment's pip, or stop with what it said."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments]
    failure = follow(command, handle, watch)
    if failure:
        raise SetupError(f"pip {arguments[0]} failed; call dev.py again to retry.\n{failure}")


def follow(command: Sequence[str], handle: int, watch: Callable[[str], None] | None = None) -> str:
    """Run a command quietly; return "" if it succeeded, else the last lines that it printed.

    The child holds the lock too (except on Windows): if this process is killed, the next dev.py
    waits for the orphan instead of deleting the folder under its hands.
    """
    inherited = () if WINDOWS else (handle,)
    environment = {**os.environ, "PIP_USER": "0", "PYTHONUTF8": "1"}
    with subprocess.Popen(
        command, cwd=str(ROOT), env=environment, pass_fds=inherited, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
    ) as child:  # fmt: skip
        lines = []
        for line in child.stdout or ():
            if not line.startswith(("Ignoring ", "WARNING: ")):  # of pip, about other systems
                lines.append(line)
            if watch:
                watch(line)
    if child.returncode == 0:
        return ""
    return "".join(lines[-12:]).rstrip() or f"exit code {child.returncode}"


def pinned_names(lock: Path) -> list[str]:
    """Return the package names that a lock pins."""
    return re.findall(r"^([A-Za-z0-9][\w.-]*)==", lock.read_text(encoding="utf-8"), re.MULTILINE)


@contextlib.contextmanager
def only_one() -> Iterator[int]:
    """Wait until no other dev.py installs; yield the file handle that holds the lock.

    The operating system releases the lock when its holders end, even by kill -9.
    """
    handle = os.open(str(WAITING_ROOM), os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not try_lock(handle):
            say("another dev.py is installing; waiting for it")
            while not try_lock(handle):
                time.sleep(0.2)
        yield handle
    finally:
        os.close(handle)


def try_lock(handle: int) -> bool:
    """Lock an open file for this process alone; return whether that worked."""
    try:
        if WINDOWS:
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # Windows only
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
