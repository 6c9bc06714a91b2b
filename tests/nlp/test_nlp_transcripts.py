"""Three long made-up transcripts: who has the floor, and who is quoted inside a question.

Beside each text lies a label file, one JSON object for each paragraph of a turn: its first words,
its speaker (null for who asks) and, for a question, the words quoted in it with their speaker.
"""

import json
import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from stance.model import Statement
from stance.nlp import Extractor
from stance.nlp.turns import listed_name
from stance.reading import read, read_text

pytestmark = pytest.mark.model

FOLDER = Path(__file__).parent.parent / "transcripts"
DAYS = {
    "state_briefing": date(2023, 11, 14),
    "ministry_conference": date(2023, 9, 6),
    "joint_availability": date(2023, 7, 6),
}
DIRECTION = re.compile(r"[(\[](?:laughter|inaudible|via interpreter|in nordic|off-mike)", re.I)


@dataclass(frozen=True)
class Labelled:
    """A paragraph of a turn: its own label, and the statements found between its ends."""

    row: dict[str, Any]
    label: str
    statements: list[Statement]

    @property
    def turns(self) -> list[Statement]:
        """The statements that the paragraph as a whole makes."""
        return [s for s in self.statements if s.rule.startswith("turn of a transcript")]

    def is_right(self) -> bool:
        """Whether its speaker, and nobody else, has all of its words."""
        found = [(s.speaker_name, s.actor_id) for s in self.statements]
        return found == [(self.row["speaker"], self.row["actor"])]


@dataclass(frozen=True)
class Transcript:
    """A text, its labelled paragraphs and the statements that lie in none of them."""

    text: str
    rows: list[Labelled]
    outside: list[Statement]


@pytest.fixture(scope="module")
def transcripts(extractor: Extractor) -> list[Transcript]:
    return [_transcript(name, extractor) for name in DAYS]


def _transcript(name: str, extractor: Extractor) -> Transcript:
    article = replace(read(FOLDER / f"{name}.txt"), published_on=DAYS[name])
    statements = extractor.extract(article)
    rows: list[Labelled] = []
    end = 0
    for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        start = article.text.index(row["start"], end)
        end = article.text.find("\n", start)
        here = [s for s in statements if start <= s.spans[0][0] < end]
        rows.append(Labelled(row, row["label"], here))
    inside = {id(s) for row in rows for s in row.statements}
    return Transcript(article.text, rows, [s for s in statements if id(s) not in inside])


def _answers(transcripts: list[Transcript]) -> list[Labelled]:
    return [row for t in transcripts for row in t.rows if not row.row["is_question"]]


def _questions(transcripts: list[Transcript]) -> list[Labelled]:
    return [row for t in transcripts for row in t.rows if row.row["is_question"]]


def test_each_transcript_has_at_least_sixty_turns(transcripts: list[Transcript]) -> None:
    assert all(sum(bool(row.label) for row in t.rows) >= 60 for t in transcripts)


def test_speaker_is_right_in_99_of_100_paragraphs(transcripts: list[Transcript]) -> None:
    answers = _answers(transcripts)
    wrong = [row for row in answers if not row.is_right()]
    share = 1 - len(wrong) / len(answers)
    shown = [(r.row["start"], [(s.speaker_name, s.text[:60]) for s in r.statements]) for r in wrong]
    assert share >= 0.99, f"speaker right in {share:.1%} of {len(answers)} paragraphs: {shown}"


def test_questions_make_no_statement_of_their_own(transcripts: list[Transcript]) -> None:
    for row in _questions(transcripts):
        assert not row.turns
        for statement in row.statements:
            assert statement.speaker_name, statement.text
            assert statement.speaker_name.casefold() != row.label.casefold(), statement.text


def test_quotes_in_questions_belong_to_who_is_quoted(transcripts: list[Transcript]) -> None:
    quotes = [(row, quote) for row in _questions(transcripts) for quote in row.row["quotes"]]
    found = [
        (statement, quote)
        for row, quote in quotes
        for statement in row.statements
        if quote["words"] in statement.text or statement.text in quote["words"]
    ]
    wrong = [(s.speaker_name, s.text) for s, quote in found if not _is_from(s, quote)]
    share = len(found) / len(quotes)
    assert not wrong, f"given to somebody else: {wrong}"
    assert share >= 0.9, f"{share:.1%} of {len(quotes)} quotations in questions are found"


def _is_from(statement: Statement, quote: dict[str, Any]) -> bool:
    said_by = (statement.speaker_name, statement.actor_id)
    return quote["speaker"] is None or said_by == (quote["speaker"], quote["actor"])


def test_nobody_has_said_what_is_in_no_turn(transcripts: list[Transcript]) -> None:
    outside = [s for t in transcripts for s in t.outside]
    assert [s.text for s in outside if s.rule.startswith("turn of a transcript")] == []


def test_press_agency_is_no_speaker(transcripts: list[Transcript]) -> None:
    asking = {row.label.casefold() for row in _questions(transcripts)}
    speakers = {s.speaker_name or "" for t in transcripts for r in t.rows for s in r.statements}
    assert not {name for name in speakers if name.casefold() in asking}


def test_no_label_and_no_stage_direction_is_in_the_words(transcripts: list[Transcript]) -> None:
    for row in (row for t in transcripts for row in t.rows):
        for statement in row.statements:
            assert not DIRECTION.search(statement.text), statement.text
            assert not row.label or not statement.text.startswith(row.label), statement.text


def test_all_words_of_a_paragraph_are_in_its_statement(transcripts: list[Transcript]) -> None:
    for row in _answers(transcripts):
        start = re.sub(r"\s*[\[(].*", "", row.row["start"]).strip("–-,;. ")
        assert any(start in s.text for s in row.statements) or not start, row.row["start"]


STYLES = {
    "a bare Q, and a host without a name": (
        "Remarks by President Biden\n\n"
        "THE PRESIDENT:  It was a long day, and it was worth it.\n\n"
        "Q    Mr. President, do you trust him?\n\n"
        "THE PRESIDENT:  Ask me again in a year or two.\n\n"
        "Q    Is the line open at night?\n\n"
        "THE PRESIDENT:  It is open at all hours, as it should be.",
        {"joe_biden"},
    ),
    "offices behind the first label": (
        "JANE ROE, CABLE HOST: Welcome back. Our guest is here.\n\n"
        "ANTONY BLINKEN, U.S. SECRETARY OF STATE: Thanks for having me here.\n\n"
        "ROE: You were there for two days. What came of it?\n\n"
        "BLINKEN: More than I had thought, and less than I had hoped.\n\n"
        "ROE: And what comes next? You have a plan.\n\n"
        "BLINKEN: We go on talking, as we said we would.",
        {"antony_blinken"},
    ),
    "labels on lines of their own": (
        "AFP:\nWill the ships come back to the harbour this year?\n"
        "Wang Wenbin:\nYou may ask those who sent them away.\n"
        "Harbour Messenger:\nI would like to hear about the new pier and its owners.\n"
        "Wang Wenbin:\nIt belongs to those who built it.\n"
        "Seriously: nobody else has asked for it.",
        {"wang_wenbin"},
    ),
    "an interpreter": (
        "PRIME MINISTER KISHIDA: (In Japanese.)\n\n"
        "INTERPRETER: We are glad that the two of them met again.\n\n"
        "QUESTION: Were you told of it before?\n\n"
        "PRIME MINISTER KISHIDA: (Via interpreter) We were told in very good time.",
        {"fumio_kishida"},
    ),
    "lines of one length": (
        "QUESTION: Thank you. I wanted to ask you about the pier that was opened\n"
        "by the envoy last week. Does it belong to those who built it, or is it\n"
        "rented out?\n"
        "MR PATEL: I do not have the lease with me, but I can look for it when we\n"
        "are done here and get back to you. It is a long lease, I am told.\n"
        "QUESTION: And who is going to pay for the lamps along the whole length of\n"
        "the pier?\n"
        "MR PATEL: The same people who have always paid for the lamps, as far as I\n"
        "know them.",
        {"vedant_patel"},
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_transcript_of_another_style_gives_all_words_to_who_answers(
    style: str, extractor: Extractor
) -> None:
    text, actors = STYLES[style]
    article = replace(read_text(text, source_file="made-up.txt"), published_on=date(2023, 11, 16))
    statements = extractor.extract(article)
    assert len(statements) >= 2
    assert {s.actor_id for s in statements} == actors
    assert not any("?" in s.text or "(" in s.text for s in statements)


def test_label_of_a_surname_has_the_full_name_that_a_line_above_lists() -> None:
    text = "JANE ROWE, DEPARTMENT SPOKESPERSON\n\nMS ROWE: Good afternoon.\n"
    assert listed_name(text, "Ms Rowe") == "Ms Jane Rowe"
    assert listed_name(text, "Mr Clay") == "Mr Clay"
    assert listed_name(text, "Ann Rowe") == "Ann Rowe"
