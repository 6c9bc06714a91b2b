"""Names, who they are, and whom pronouns and descriptions mean."""

from datetime import date

import pytest

from stance.nlp.candidate import Candidate
from stance.nlp.confidence import confidence_of
from stance.nlp.cues import CueLexicon, CueRow, load_cues
from stance.nlp.entities import Entities, Entity
from stance.nlp.genders import gender_of
from stance.nlp.names import NameFinder
from stance.nlp.salience import Salience
from stance.nlp.sides import SideWords
from stance.nlp.speaker import Speaker
from stance.nlp.speakers import Speakers
from stance.registry import load_case
from tests.nlp.build import paragraph_of, tree_of

CASE = load_case("us-china")
ON = date(2023, 6, 19)


def _names(text: str, *, finder: NameFinder | None = None) -> list[tuple[str, tuple[str, ...]]]:
    return [(hit.words, hit.titles) for hit in (finder or NameFinder(CASE)).find(tree_of(text))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Foreign Minister Qin Gang left.", [("Qin Gang", ("foreign", "minister"))]),
        ("The spokesman Wang Wenbin left.", [("Wang Wenbin", ("spokesman",))]),
        ("Gen. Jane A. Roe of Ohio left.", [("Jane A. Roe", ("gen.",)), ("Ohio", ())]),
        (
            "She works at the Lakeside Institute. Roe left.",
            [("Lakeside Institute", ()), ("Roe", ())],
        ),
        ("The Chinese envoy left on Monday.", []),
        ("Ursula von der Leyen left.", [("Ursula von der Leyen", ())]),
    ],
    ids=["title", "small title", "initial", "end of sentence", "adjective and weekday", "particle"],
)  # fmt: skip
def test_names_are_found_without_their_titles(
    text: str, names: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert _names(text) == names


def test_without_a_case_capital_letters_make_names() -> None:
    assert _names("Foreign Minister Qin Gang left.", finder=NameFinder(None)) == [
        ("Qin Gang", ("foreign", "minister"))
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Foreign Minister Qin Gang left.", "person"),
        ("She works at the Lakeside Institute. Roe left.", "body"),
        ("Ursula von der Leyen left.", "person"),
        ("Voters in New Hampshire were glad.", "country"),
    ],
)
def test_name_tells_person_from_body(text: str, kind: str) -> None:
    assert NameFinder(CASE).find(tree_of(text))[0].kind == kind


def _entities(*texts: str) -> list[list[tuple[str, float]]]:
    entities = Entities([tree_of(text) for text in texts], NameFinder(CASE), ON)
    return [[(named.entity.name, named.clarity) for named in row] for row in entities.named]


def test_second_mention_is_the_person_of_that_name_in_the_article() -> None:
    rows = _entities("The analyst Jane Roe left.", "Roe will come back.")
    assert rows == [[("Jane Roe", 1.0)], [("Jane Roe", 1.0)]]


def test_shared_surname_means_the_last_one_named_and_is_less_clear() -> None:
    rows = _entities("Wang Yi met Wang Wenbin.", "Wang left.")
    assert rows[1][0][0] == "Wang Wenbin"
    assert rows[1][0][1] < 1.0


def test_a_shared_surname_later_means_whom_the_article_names_most() -> None:
    far = ["She said taxes were too high."] * 2
    rows = _entities("Ann Roe spoke on Thursday.", "Ann Roe met Bill Roe.", *far,
                     "Roe said taxes were too high.")  # fmt: skip
    assert rows[-1][0][0] == "Ann Roe"


def test_mrs_tells_two_of_a_surname_apart() -> None:
    rows = _entities("Ann Roe met Bill Roe.", "Mrs. Roe said taxes were too high.")
    assert rows[1][0][0] == "Ann Roe"


def test_she_does_not_mean_whoever_bears_the_name_of_a_man() -> None:
    assert _speaker_in("Ann Roe met Bill Roe.", "She said taxes were too high.").name == "Ann Roe"


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Fumio Sato", "male"),
        ("Olena Roe", "female"),
        ("Kim Roe", None),
        ("Olena", "female"),
        ("Austin", None),
    ],
)
def test_given_names_tell_a_gender_but_not_those_that_places_bear(
    name: str, gender: str | None
) -> None:
    assert gender_of(name) == gender


def test_a_name_loses_the_words_that_capital_letters_alone_join_to_it() -> None:
    rows = _entities("Stand With Ann Roe", "Ann Roe spoke on Thursday.",
                     "Roe Thursday said taxes were too high.")  # fmt: skip
    assert [name for row in rows for name, _ in row] == ["Ann Roe"] * 3


def test_title_behind_a_place_is_no_part_of_the_name() -> None:
    assert _names("Ohio Gov. John Roe met Bill de Marco of the Federal Reserve on Friday.") == [
        ("John Roe", ("ohio", "gov.")), ("Bill de Marco", ()), ("Federal Reserve", ()),
    ]  # fmt: skip


def test_title_tells_two_of_a_surname_apart() -> None:
    rows = _entities("Minister Jane Roe met the envoy John Roe.", "Minister Roe left.")
    assert rows[1] == [("Jane Roe", 1.0)]


def test_office_holder_depends_on_the_day() -> None:
    tree = tree_of("Foreign Minister Qin Gang left.")
    entities = Entities([tree], NameFinder(CASE), ON)
    (named,) = entities.named[0]
    assert named.entity.actor is not None
    assert named.entity.actor.actor_id == "qin_gang"
    assert "foreign minister" in named.entity.titles


def _person(name: str, gender: str | None = None) -> Entity:
    return Entity(name=name, kind="person", gender=gender)


def test_pronoun_means_the_subject_of_the_last_sentence() -> None:
    salience, roe, doe = Salience(), _person("Roe"), _person("Doe")
    salience.mention(roe, "nsubj")
    salience.mention(doe, "pobj")
    salience.next_sentence()
    best, clarity = salience.resolve("he")
    assert best is roe
    assert 0.5 < clarity < 1


def test_pronoun_agrees_in_gender_and_number() -> None:
    salience, she, he = Salience(), _person("Roe", "female"), _person("Doe", "male")
    body = Entity(name="the ministry", kind="body")
    for entity in (she, he, body):
        salience.mention(entity, "nsubj")
    assert salience.resolve("she")[0] is she
    assert salience.resolve("he")[0] is he
    assert salience.resolve("it")[0] is body
    assert salience.resolve("they")[0] is body


def test_whoever_was_clearly_he_is_hardly_she() -> None:
    salience, first, second = Salience(), _person("Musa Roe"), _person("Hodan Doe")
    salience.mention(first, "nsubj")
    salience.speak(first)
    assert salience.resolve("he") == (first, 1.0)
    salience.mention(second, "appos")
    assert salience.resolve("she")[0] is second
    assert salience.resolve("he")[0] is first


def test_single_name_that_has_just_spoken_is_a_person_where_nobody_else_can_be_meant() -> None:
    salience, bob = Salience(), Entity(name="Bob", kind="body")
    salience.mention(bob, "nsubj")
    assert salience.resolve("he") == (None, 0.0)
    salience.speak(bob)
    salience.next_sentence()
    assert salience.resolve("he")[0] is bob
    assert bob.kind == "person"
    for other in (Entity(name="NATO", kind="body"), Entity(name="the ministry", kind="body")):
        salience = Salience()
        salience.speak(other)
        assert salience.resolve("he") == (None, 0.0)


def test_who_was_named_long_ago_is_forgotten() -> None:
    salience = Salience()
    salience.mention(_person("Roe"), "nsubj")
    for _ in range(12):
        salience.next_sentence()
    assert salience.resolve("he") == (None, 0.0)


def test_places_never_speak() -> None:
    salience = Salience()
    salience.mention(Entity(name="Taiwan Strait", kind="body", is_thing=True), "nsubj")
    assert salience.resolve("it") == (None, 0.0)


def test_side_is_told_by_adjectives_with_a_capital() -> None:
    tree = tree_of("The Chinese envoy left on Monday.")
    sides = SideWords(CASE)
    assert sides.inside(tree, tree.words.index("envoy")) == "China"
    assert SideWords(None).inside(tree, tree.words.index("envoy")) is None


def _speaker_in(*texts: str) -> Speaker:
    """Return the speaker of the last candidate of the last paragraph."""
    paragraphs = [paragraph_of(text) for text in texts]
    rows = list(Speakers(paragraphs, NameFinder(CASE), CASE, ON).read())
    return rows[-1][max(rows[-1])]


@pytest.mark.parametrize(
    ("texts", "name", "how"),
    [
        (("Beijing said the talks were useful.",), "China", "name"),
        (("Foreign Minister Qin Gang left.", "He said Beijing would wait."), "Qin Gang", "pronoun"),
        (("He said Beijing would wait.",), None, "pronoun without a name"),
        (("A spokeswoman, Jane Roe, said ties were bad.",), "Jane Roe", "apposition"),
        (("The analyst Jane Roe left.", "The analyst said ties were bad."), "Jane Roe", "role"),
        (("A farmer said ties were bad.",), "farmer", "description"),
        (("She works at the Lakeside Institute. Roe left.", "The institute said ties were bad."),
         "Lakeside Institute", "second mention"),
        (("Xi and Biden said ties were bad.",), "Xi Jinping and Joe Biden", "joint"),
        (("I said ties were bad.",), None, "first person"),
    ],
)  # fmt: skip
def test_speaker_is_resolved_by_a_named_rule(
    texts: tuple[str, ...], name: str | None, how: str
) -> None:
    speaker = _speaker_in(*texts)
    assert (speaker.name, speaker.how) == (name, how)


def test_both_sides_of_the_pair_speak_jointly() -> None:
    speaker = _speaker_in("Xi and Biden said ties were bad.")
    assert speaker.actor is not None
    assert speaker.side == "joint"


def _candidate(rule: str, *, is_quoted: bool = False) -> Candidate:
    quotes = frozenset({0}) if is_quoted else frozenset()
    return Candidate(
        content=frozenset({1}), cue=frozenset({0}), cue_head=0, cue_class="say", rule=rule,
        quotes=quotes,
    )  # fmt: skip


def _somebody(clarity: float) -> Speaker:
    return Speaker("Roe", None, None, clarity, "name")


def test_clear_speaker_and_quotation_raise_the_confidence() -> None:
    clear, unclear = _somebody(1.0), _somebody(0.4)
    plain, quoted = _candidate("verb say + that"), _candidate("verb say + that", is_quoted=True)
    assert confidence_of(plain, clear) > confidence_of(plain, unclear) > confidence_of(plain, None)
    assert confidence_of(quoted, clear) > confidence_of(plain, clear)


@pytest.mark.parametrize(
    "rule",
    ["verb say + that", "verb vow + to", "verb accuse + obj+p:of", "verb warn + p:against",
     "noun warning + that", "adjective adamant + that", "according to", "in the word of",
     "cue after the quotation", "cue before the quotation > floating quotation",
     "name beside the quotation", "name before the colon", "name behind the colon",
     "quotation carried over", "quotation signed", "quotation left open", "quotation announced",
     "turn of a transcript", "verb hope + that > relayed", "verb say + q > continued"],
)  # fmt: skip
def test_every_rule_has_a_confidence(rule: str) -> None:
    assert 0 < confidence_of(_candidate(rule), _somebody(1.0)) <= 1


def test_lexicon_gives_each_frame_its_class() -> None:
    row = CueRow("warn", "verb", "warn", ("that", "p:of"), "own")
    assert CueLexicon((row,)).frames("warn", "VERB") == {"that": "warn", "p:of": "warn"}
    assert CueLexicon((row,)).frames("warn", "NOUN") == {}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (("warn", "adverb", "warn", ("that",)), "pos 'adverb'"),
        (("warn", "verb", "shout", ("that",)), "cue_class 'shout'"),
        (("warn", "verb", "warn", ("of",)), "frame 'of'"),
    ],
)
def test_wrong_cue_row_says_what_was_expected(values: tuple[str, str, str, tuple[str]],
                                              message: str) -> None:  # fmt: skip
    with pytest.raises(ValueError, match=f"{message}; expected"):
        CueRow(*values, source="own")


def test_cue_list_is_read_and_has_verbs_of_quotation() -> None:
    cues = load_cues()
    assert cues.is_speech_verb("say")
    assert not cues.is_speech_verb("walk")
