"""Which attributions become statements: split, relayed, trimmed, outer before inner."""

import pytest

from stance.nlp.candidate import Candidate
from tests.nlp.build import found_in, paragraph_of, read


def test_participle_that_goes_on_speaking_is_a_statement_of_its_own() -> None:
    assert found_in("Yellen praised the talks, adding that ties were better.") == [
        ("Yellen", "praised", "the talks"),
        ("Yellen", "adding", "that ties were better"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The spokesman said he hopes that talks resume.",
        "The spokesman said the secretary hopes for peace and wants talks.",
    ],
    ids=["own hope", "more than the inner statement"],
)
def test_cue_inside_the_content_is_wording_of_the_outer_statement(text: str) -> None:
    (candidate,) = paragraph_of(text).found
    assert candidate.inner is None
    assert candidate.rule.startswith("verb say")


def _inner_of(text: str) -> tuple[str | None, str, str]:
    paragraph = paragraph_of(text)
    inner = paragraph.found[0].inner
    assert isinstance(inner, Candidate)
    return read(paragraph.tree, [inner])[0]


def test_outer_statement_of_nothing_but_an_inner_one_carries_it() -> None:
    inner = _inner_of("The spokesman said Blinken hopes that talks resume.")
    assert inner == ("Blinken", "hopes", "that talks resume")


def test_inner_cue_inside_marks_gives_the_quoted_words_to_its_subject() -> None:
    inner = _inner_of('Kirby said Biden "believes that rivals can talk."')
    assert inner == ("Biden", "said", "believes that rivals can talk")


def test_description_behind_a_name_is_cut_off_where_it_reports_speech() -> None:
    assert found_in("The party is angry at Roe, who called the plan a joke.") == [
        ("party", "is angry", "Roe"),
        ("Roe", "called", "the plan a joke"),
    ]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ('The envoy called the plan "a mistake" as he left the hall.', "the plan a mistake"),
        (
            'He called the raid a "grave error," a phrase that angered Beijing.',
            "the raid a grave error",
        ),
        ("He praised the bank, which is owned by the state.", "the bank"),
        (
            "The ministry insisted the ship was lost, yet the navy had followed it for days.",
            "the ship was lost",
        ),
    ],
    ids=["circumstance", "comment behind a comma inside the mark", "description", "loose end"],
)
def test_additions_of_the_reporter_are_trimmed(text: str, content: str) -> None:
    assert [found[2] for found in found_in(text)] == [content]


@pytest.mark.xfail(reason="both verbs stand in the past; nothing but sense tells them apart")
def test_verb_of_the_outer_speaker_is_not_taken_into_the_content() -> None:
    found = found_in("Blinken said the ship was lost and condemned the raid.")
    assert found == [
        ("Blinken", "said", "the ship was lost"),
        ("Blinken", "condemned", "the raid"),
    ]


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("Rowe said that Norland is willing to talk and opposes tariffs, expressing the hope that "
         "both ports will open.",
         [("Rowe", "said", "that Norland is willing to talk and opposes tariffs"),
          ("Rowe", "expressing", "the hope that both ports will open")]),
        ("Secretary Roe repeated that Norland will pay those who guard the port and thanked the "
         "minister for the boats.",
         [("Roe", "repeated", "that Norland will pay those who guard the port"),
          ("Roe", "thanked", "the minister for the boats")]),
        ("Lund hit back within hours: a spokesman, Tom Rubino, urged the deputies to \"stop "
         "throwing stones\".",
         [("spokesman", "urged", "the deputies to stop throwing stones")]),
        ("Norland, she believes, wants the ferry neither to sail nor to sink.",
         [("she", "believes", "Norland wants the ferry neither to sail nor to sink")]),
        ("Lund was, in the view of one diplomat, \"asleep\".",
         [("diplomat", "in view", "Lund was asleep")]),
        ("For now, says Rowe, that balancing act can hold.",
         [("Rowe", "says", "For now that balancing act can hold")]),
        ("Brown said Lund was \"already a free port\" in a report published on the day that Rowe "
         "landed.", [("Brown", "said", "Lund was already a free port")]),
    ],
    ids=["hope in a participle", "coordinated over a relative", "clause before a colon",
         "cue between subject and verb", "in the view of", "that behind a parenthesis",
         "occasion behind a quotation"],
)  # fmt: skip
def test_every_statement_has_its_words_and_no_others(
    text: str, reads: list[tuple[str, str, str]]
) -> None:
    assert found_in(text) == reads


def test_demand_for_anonymity_is_no_statement_and_the_quotation_has_its_speaker() -> None:
    text = (
        'One deputy, who asked not to be named, was less kind: "He is going to be patted on the '
        'back."'
    )
    assert found_in(text) == [("deputy", "was", "He is going to be patted on the back")]
