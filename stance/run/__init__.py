"""The whole way from articles to the table: the only room that knows the order of the steps."""

from stance.run.again import ReanalyzeResult, reanalyze
from stance.run.ingesting import IngestResult, ingest
from stance.run.method import method_version
from stance.run.steps import Analysed, Progress, analyse_article
from stance.run.texts import (
    AnalyzeResult,
    analyze,
    analyze_paths,
    extract,
    rule_chain,
    score_texts,
)

__all__ = [
    "Analysed",
    "AnalyzeResult",
    "IngestResult",
    "Progress",
    "ReanalyzeResult",
    "analyse_article",
    "analyze",
    "analyze_paths",
    "extract",
    "ingest",
    "method_version",
    "reanalyze",
    "rule_chain",
    "score_texts",
]
