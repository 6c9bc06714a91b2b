"""What it costs to read files in a process of their own, and how long hostile and large ones take.

``python benchmarks/reading.py [--files 1000]`` prints ratios and times of this machine: a folder of
small texts (which need no process) against plain decoding and marking, web pages in the process
against pages read here, large pages, and how the time of a million equal characters grows.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from stance.reading import read_bytes, read_inputs, read_text
from stance.reading.formats import read_articles
from stance.reading.guard import reader_process
from stance.reading.job import Job

SENTENCE = "The ministers of both countries met again in Port Town to talk about the harbour fees. "
PIECES = ("“", '"', "-", "(", "[", " ", "\n", "9", "Body\n", "HD x\n", "1 of 2\n", "A. ")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure_folder(Path(folder), options.files)
    measure_pages(options.files)
    measure_large()
    measure_growth()
    reader_process().close()


def measure_folder(folder: Path, n_files: int) -> None:
    """Compare a folder of small texts with the same texts marked without files."""
    texts = [f"{SENTENCE * 20}\n\n{SENTENCE * 20}{number}" for number in range(n_files)]
    for number, text in enumerate(texts):
        (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")
    bare = median(lambda: [read_text(text) for text in texts])
    whole = median(lambda: read_inputs([folder]))
    print(f"{n_files} small texts: {whole:.2f} s, {whole / bare:.2f} times marking alone")


def measure_pages(n_files: int) -> None:
    """Compare web pages in the process with pages read here."""
    pages = [
        f"<html><body><article><p>{SENTENCE * 20}</p><p>{number}. {SENTENCE * 20}</p>"
        "</article></body></html>".encode()
        for number in range(n_files // 10)
    ]
    here = median(lambda: [read_articles(page, "a.html", Job()) for page in pages])
    read_bytes(pages[0], "a.html")  # starts the process
    there = median(lambda: [read_bytes(page, "a.html") for page in pages])
    print(f"{len(pages)} web pages: {there:.2f} s, {there / here:.2f} times reading them here")


def measure_large() -> None:
    """Read pages of five megabytes: much text, many elements, much script."""
    script = "<script>" + "var x = 'abc';" * 350_000 + "</script>"
    pages = {
        "paragraphs": "".join(f"<p>{SENTENCE * 4}{i}</p>" for i in range(13_500)),
        "short paragraphs": "<p>Sol said no to the talks.</p>" * 160_000,
        "links": "<li><a href='/x'>Harbour fees to fall</a></li>" * 100_000,
        "script": f"<p>{SENTENCE * 4}</p>{script}<p>{SENTENCE * 4}</p>",
    }
    for name, content in pages.items():
        page = f"<html><body><article>{content}</article></body></html>".encode()
        started = time.perf_counter()
        try:
            said = f"{len(read_bytes(page, 'large.html')[0])} article"
        except Exception as error:  # noqa: BLE001 - the line is what is measured
            said = str(error)
        print(f"page of {len(page) / 1e6:.1f} MB, {name}: {seconds_since(started):.1f} s, {said}")


def measure_growth() -> None:
    """Show by how much the time grows when a text of equal characters is four times as long."""
    for piece in PIECES:
        small, large = (growth_of(piece, n_chars) for n_chars in (250_000, 1_000_000))
        print(f"1 MB of {piece!r}: {large:.2f} s, {large / small:.1f} times 250 kB")


def growth_of(piece: str, n_chars: int) -> float:
    """Return the processor time for a text of so many characters."""
    data = (piece * (n_chars // len(piece)) + SENTENCE).encode()
    started = time.process_time()
    read_articles(data, "a.txt", Job())
    return time.process_time() - started


def median(action: Callable[[], object]) -> float:
    """Return the median time of three runs."""
    times = []
    for _ in range(3):
        started = time.perf_counter()
        action()
        times.append(seconds_since(started))
    return statistics.median(times)


def seconds_since(started: float) -> float:
    """Return how long ago that was."""
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
