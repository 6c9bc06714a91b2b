"""The extractor with the registry, made once."""

import pytest

from stance.nlp import Extractor
from stance.registry import load_case


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return Extractor(load_case("us-china"))
