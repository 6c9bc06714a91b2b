"""The process that reads files: limits, crashes, Ctrl-C and kill; and a folder full of traps."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from stance.errors import InputError
from stance.reading import read_bytes
from stance.reading.guard import ReaderProcess, reader_process
from tests.reading.build import SAMPLES, STORY, TEXT, samples, zip_of

on_unix = pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

# Looked at letter by letter, several times.
SLOW = b"{\\rtf1 {\\pict\\bin0 }" + b"x" * 16_000_000 + b"}"
GREEDY = b"[" + b"[]," * 6_000_000 + b"[]]"
GOOD = (SAMPLES / "article.rtf").read_bytes()


def pid_of_reader(reader: ReaderProcess) -> int:
    child = reader._child
    assert child is not None
    return child._process.pid


def test_slow_file_is_ended_and_named_and_the_next_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STANCE_READ_SECONDS", "3")
    with pytest.raises(InputError, match=r"slow\.rtf: takes more than 3 s to read"):
        read_bytes(SLOW, "slow.rtf")
    assert len(read_bytes(GOOD, "a.rtf")[0]) == 1


@on_linux
def test_greedy_file_is_ended_and_named_and_the_next_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STANCE_READ_MEMORY_MB", "300")
    with pytest.raises(InputError, match=r"greedy\.json: needs more than 300 MB of memory"):
        read_bytes(GREEDY, "greedy.json")
    assert len(read_bytes(GOOD, "a.rtf")[0]) == 1


@on_unix
def test_reader_that_crashes_is_named_and_started_again() -> None:
    reader_process().read(GOOD, "a.rtf", {})
    pid = pid_of_reader(reader_process())
    killer = threading.Timer(0.5, os.kill, (pid, signal.SIGSEGV))
    killer.start()
    with pytest.raises(InputError, match=r"slow\.rtf: made its reader end: Segmentation fault"):
        read_bytes(SLOW, "slow.rtf")
    assert len(read_bytes(GOOD, "a.rtf")[0]) == 1
    assert pid_of_reader(reader_process()) != pid


@on_unix
def test_idle_reader_that_was_killed_is_replaced_without_a_word() -> None:
    reader_process().read(GOOD, "a.rtf", {})
    os.kill(pid_of_reader(reader_process()), signal.SIGKILL)
    assert len(read_bytes(GOOD, "a.rtf")[0]) == 1


def test_one_process_reads_all_files() -> None:
    pids = set()
    for name in ("article.rtf", "article.docx", "export.pdf", "table.xlsx"):
        read_bytes(samples()[name], name)
        pids.add(pid_of_reader(reader_process()))
    assert len(pids) == 1


def test_archive_goes_on_behind_the_part_that_took_too_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STANCE_READ_SECONDS", "3")
    parts = {"a.txt": TEXT.encode(), "b.rtf": SLOW, "c.txt": STORY[0].encode(), "d.rtf": GOOD}
    articles, problems = read_bytes(zip_of(parts), "x.zip")
    assert [article.source_file for article in articles] == [
        "x.zip#a.txt",
        "x.zip#c.txt",
        "x.zip#d.rtf",
    ]
    assert [problem.source for problem in problems] == ["x.zip#b.rtf"]
    assert "takes more than 3 s" in problems[0].reason


def test_threads_share_the_process() -> None:
    found: list[int] = []

    def read_some() -> None:
        for _ in range(5):
            found.append(len(read_bytes(GOOD, "a.rtf")[0]))

    threads = [threading.Thread(target=read_some) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == [1] * 20


def test_plain_text_needs_no_process(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    script = (
        "import sys; from stance.reading import read_inputs; from stance.reading import guard\n"
        "assert len(read_inputs([sys.argv[1]]).articles) == 1\n"
        "assert guard.reader_process.cache_info().currsize == 0"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True, timeout=60)


def start_slow_read(tmp_path: Path) -> "subprocess.Popen[str]":
    """Start a program that reads for long, and wait until it does; it prints who reads."""
    (tmp_path / "slow.rtf").write_bytes(SLOW)
    script = (
        "import sys; from stance.reading import guard, read_bytes\n"
        "guard.reader_process().read(open(sys.argv[2], 'rb').read(), 'a.rtf', {})\n"
        "print(guard.reader_process()._child._process.pid, flush=True)\n"
        "read_bytes(open(sys.argv[1], 'rb').read(), 'slow.rtf')"
    )
    arguments = [str(tmp_path / "slow.rtf"), str(SAMPLES / "article.rtf")]
    environment = os.environ | {"STANCE_READ_SECONDS": "60"}
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment,
        start_new_session=True,
    )  # fmt: skip


@on_linux
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_no_reader_outlives_the_program(tmp_path: Path, sign: signal.Signals) -> None:
    program = start_slow_read(tmp_path)
    assert program.stdout is not None
    reader = int(program.stdout.readline())
    time.sleep(0.5)
    assert Path(f"/proc/{reader}").exists()
    program.send_signal(sign)
    program.wait(90)
    program.stdout.close()
    last = time.monotonic() + 30
    while _is_alive(reader) and time.monotonic() < last:
        time.sleep(0.1)
    assert not _is_alive(reader)


def _is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def test_script_that_reads_at_its_top_starts_itself_only_once(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    path = str(SAMPLES / "article.docx")
    script.write_text(f"from stance.reading import read\nprint(read({path!r}).title)\n")
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "Harbour talks enter a second week\n"


def test_modules_in_the_folder_of_the_user_are_not_imported_by_the_reader(tmp_path: Path) -> None:
    (tmp_path / "striprtf").mkdir()
    (tmp_path / "striprtf" / "__init__.py").write_text("open('was_run', 'w')")
    (tmp_path / "lxml.py").write_text("open('was_run', 'w')")
    script = "import sys; sys.path.pop(0); from stance.reading import read; read(sys.argv[1])"
    arguments = [sys.executable, "-c", script, str(SAMPLES / "article.rtf")]
    subprocess.run(arguments, cwd=tmp_path, check=True, timeout=60)
    assert not (tmp_path / "was_run").exists()
