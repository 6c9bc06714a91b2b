"""The spaCy components, for people with a pipeline of their own."""

import subprocess
import sys

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from stance.nlp import components
from stance.nlp.pipeline import load_model

TEXT = "Antony Blinken left.\n\n“The door is open,” he said. Beijing called the visit a step."


@pytest.fixture(scope="module")
def doc() -> Doc:
    nlp = load_model()
    parsed = nlp(TEXT)
    for factory in (components.Quotes(), components.Reported(), components.Attributed("us-china")):
        parsed = factory(parsed)
    return parsed


@pytest.mark.model
def test_quotes_are_spans_with_their_marks(doc: Doc) -> None:
    assert [span.text for span in doc._.stance_quotes] == ["“The door is open,”"]


@pytest.mark.model
def test_reported_are_candidates_by_token_number(doc: Doc) -> None:
    cues = [doc[candidate.cue_head].text for candidate in doc._.stance_reported]
    assert cues == ["said", "called"]


@pytest.mark.model
def test_speakers_are_statements_of_the_doc_as_one_article(doc: Doc) -> None:
    statements = doc._.stance_speakers
    assert [(s.actor_id, s.text) for s in statements] == [
        ("antony_blinken", "“The door is open,”"),
        ("china", "the visit a step"),
    ]


@pytest.mark.model
def test_second_pipeline_changes_nothing_of_a_doc_already_made(doc: Doc) -> None:
    before = list(doc._.stance_speakers)
    components.Attributed("us-china")
    components.set_extensions()
    assert doc._.stance_speakers == before


@pytest.mark.parametrize("name", ["stance_quotes", "stance_reported", "stance_speakers"])
def test_factory_is_registered_with_spacy(name: str) -> None:
    assert Language.has_factory(name)


def test_component_is_found_without_an_import_of_stance() -> None:
    code = "import spacy; print(spacy.blank('en').add_pipe('stance_quotes').__class__.__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd="/")
    if "E002" in done.stderr:
        pytest.skip("stance is not installed: its entry points are unknown")
    assert done.stdout.strip() == "Quotes", done.stderr
