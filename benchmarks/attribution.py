"""What does extraction cost beside the parse it needs?

``python benchmarks/attribution.py`` runs the five seeds several times through the spaCy components
alone, paragraph by paragraph, and through ``Extractor.extract``, in turns, and prints the processor
time of both and their ratio (aim: 1.25 at most), and words a second. Beside them stands the whole
default pipeline of the model, named entities included, on the undivided texts.
``--repeat 3`` is quicker and less steady.
"""

import argparse
import importlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from stance.model import Article
from stance.nlp import Extractor
from stance.nlp.paragraphs import paragraphs_of
from stance.nlp.pipeline import parse_docs
from stance.reading import read
from stance.registry import load_case
from stance.settings import settings

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
    full = importlib.import_module(settings().spacy_model).load()

    def default_pipeline(article: Article) -> None:
        full(article.text)

    for work in (parse_alone, extractor.extract, default_pipeline):
        cpu_seconds(work, articles)  # warm caches
    alone = extracting = default = 0.0
    for _ in range(repeat):
        alone += cpu_seconds(parse_alone, articles)
        extracting += cpu_seconds(extractor.extract, articles)
        default += cpu_seconds(default_pipeline, articles)
    words = repeat * sum(len(article.text.split()) for article in articles)
    print(f"parse alone  {alone:7.2f} s  {words / alone:7.0f} words/s")
    print(f"extraction   {extracting:7.2f} s  {words / extracting:7.0f} words/s")
    print(f"default      {default:7.2f} s  {words / default:7.0f} words/s")
    print(f"ratio        {extracting / alone:7.2f} to the parse")
    print(f"             {extracting / default:7.2f} to the default pipeline")


if __name__ == "__main__":
    main()
