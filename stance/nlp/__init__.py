"""Who said what: quotations, reported speech, speakers. The only room that knows spaCy."""

from stance.nlp.extract import Extractor
from stance.nlp.pipeline import load_model, model_version, parse

__all__ = ["Extractor", "load_model", "model_version", "parse"]
