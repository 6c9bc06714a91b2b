"""What does extraction cost beside the parse it needs?

``python benchmarks/attribution.py`` runs the five seeds several times through the spaCy components
alone, paragraph by paragraph, and through ``Extractor.extract``, in turns, and prints the processor
time of both and their ratio (aim: 1.25 at most), and words a second.
``--repeat 3`` is quicker and less steady.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from stance.model import Article
from stance.nlp import Extractor
from stance.nlp.paragraphs import paragraphs_of
from stance.nlp.pipeline import parse_docs
from stance.reading import read
from stance.registry import load_case

SEEDS = Path(__file__).parent.parent / "seeds"


def parse_alone(article: Article) -> None:
    """Tag, lemmatise and parse the paragraphs of an article."""
    for _ in parse_docs(article.text[start:end] for (start, end), _ in paragraphs_of(article)):
        pass


def cpu_seconds(work: Callable[[Article], object], articles: Sequence[Article]) -> float:
    """Return the processor time that some work takes on all articles."""
    begin = time.process_time()
    for article in articles:
        work(article)
    return time.process_time() - begin


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=10, help="how often the seeds are read")
    repeat = parser.parse_args().repeat
    articles = [read(path) for path in sorted(SEEDS.glob("*.txt"))]
    extractor = Extractor(load_case())
    for work in (parse_alone, extractor.extract):
        cpu_seconds(work, articles)  # warm caches
    alone = extracting = 0.0
    for _ in range(repeat):
        alone += cpu_seconds(parse_alone, articles)
        extracting += cpu_seconds(extractor.extract, articles)
    words = repeat * sum(len(article.text.split()) for article in articles)
    print(f"parse alone  {alone:7.2f} s  {words / alone:7.0f} words/s")
    print(f"extraction   {extracting:7.2f} s  {words / extracting:7.0f} words/s")
    print(f"ratio        {extracting / alone:7.2f}")


if __name__ == "__main__":
    main()
