"""The registry: what ships is right, what is broken is named by file, line and value."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import pytest

from stance import registry
from stance.errors import DataFileError, UnknownNameError
from stance.model import Article, Case
from stance.registry.toml_entries import read_toml

TINY = {
    "case.toml": 'title = "North and South"\npair = ["North", "South"]\n',
    "actors.toml": (
        '[[actor]]\nid = "ana_alba"\nname = "Ana Alba"\nside = "North"\nfamily_name = "Alba"\n'
        'aliases = ["Ana María Alba"]\n\n[[actor.tenure]]\ntitle = "chancellor"\n'
        "start = 2020-01-01\nend = 2020-12-31\n\n"
        '[[actor]]\nid = "south"\nname = "South"\nside = "South"\nentity = "country"\n'
    ),
}
TOPICS = '[[topic]]\nid = "trade"\nlabel = "Trade"\nterms = ["tariff*"]\n'
EVENTS = "date,title,kind,sides,place,description,source\n"
TALKS = "2020-02-03,Talks,meeting,North;South,Here,They met.,A paper\n"

MakeCase = Callable[..., Path]


@pytest.fixture
def make_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeCase:
    """Return a function that writes a tiny case (and changed files) as the only one there is."""

    def make(**files: str) -> Path:
        folder = tmp_path / "north-south"
        folder.mkdir()
        for name, text in (TINY | {key.replace("_", "."): v for key, v in files.items()}).items():
            (folder / name).write_text(text, encoding="utf-8")
        monkeypatch.setenv("STANCE_DATA_DIR", str(tmp_path))
        return folder

    return make


@pytest.fixture(scope="module")
def case() -> Case:
    return registry.load_case("us-china")


# ---------------------------------------------------------------- the case that ships


def test_every_topic_of_the_contract_is_there(case: Case) -> None:
    assert {topic.topic_id for topic in case.topics} == set(
        "bilateral_relations taiwan trade_technology military_security ukraine_russia "
        "south_china_sea human_rights middle_east north_korea climate counternarcotics "
        "artificial_intelligence people_to_people espionage_balloon media_tiktok elections "
        "other".split()
    )


def test_every_topic_but_the_last_has_enough_terms(case: Case) -> None:
    assert [topic.topic_id for topic in case.topics if len(topic.terms) < 13] == ["other"]


@pytest.mark.parametrize(
    "actor_id",
    "qin_gang wang_yi antony_blinken xi_jinping joe_biden wang_wenbin mao_ning matthew_miller "
    "nicholas_burns janet_yellen gina_raimondo jake_sullivan lloyd_austin li_qiang li_shangfu "
    "he_lifeng chinese_foreign_ministry us_state_department both_sides".split(),
)
def test_every_actor_of_the_contract_is_there(case: Case, actor_id: str) -> None:
    assert case.actor(actor_id) is not None


def test_the_target_sides_are_those_of_the_contract(case: Case) -> None:
    expected = ("US", "China", "Taiwan", "Russia", "Iran", "North Korea", "both", "other")
    assert case.target_sides == expected


def test_the_case_is_about_the_months_of_the_contract(case: Case) -> None:
    assert case.period == (date(2023, 5, 1), date(2024, 4, 30))


def test_the_pair_comes_first_and_each_side_has_its_counterpart(case: Case) -> None:
    assert case.sides[:2] == ("US", "China")
    assert case.counterpart("US") == "China"
    assert case.counterpart("Taiwan") is None


def test_an_id_is_the_name_in_small_letters(case: Case) -> None:
    people = [actor for actor in case.actors if actor.entity == "person"]
    folded = {actor.actor_id: registry.fold_name(actor.name).replace("'", "") for actor in people}
    wrong = {key: name for key, name in folded.items() if key != name.replace(" ", "_")}
    assert wrong == {}


def test_a_family_name_stands_in_the_name(case: Case) -> None:
    assert [a.actor_id for a in case.actors if a.family_name and a.family_name not in a.name] == []


def test_a_family_name_that_several_share_is_nobody_s_alias(case: Case) -> None:
    assert registry.find_actor(case, "Wang") is None
    index = registry.actor_index(case)
    found = {actor.actor_id for actor in index.called("Wang")}
    assert found == {"wang_yi", "wang_wenbin", "wang_wentao"}


@pytest.mark.parametrize(
    ("day", "holder"),
    [
        (date(2022, 12, 29), "wang_yi"),
        (date(2022, 12, 31), "qin_gang"),
        (date(2023, 7, 24), "qin_gang"),
        (date(2023, 7, 26), "wang_yi"),
        (date(2024, 4, 26), "wang_yi"),
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "words",
    ["the Chinese foreign minister", "China\u2019s foreign minister", "foreign minister of China"],
)
def test_the_foreign_minister_is_who_held_the_office_that_day(
    case: Case, words: str, day: date, holder: str
) -> None:
    found = registry.actor_index(case).called(words, on=day)
    assert [actor.actor_id for actor in found] == [holder]


def test_on_the_day_of_a_handover_both_holders_are_meant(case: Case) -> None:
    found = registry.actor_index(case).called("China's foreign minister", on=date(2023, 7, 25))
    assert {actor.actor_id for actor in found} == {"qin_gang", "wang_yi"}


def test_nobody_held_the_defence_ministry_between_the_two_ministers(case: Case) -> None:
    index = registry.actor_index(case)
    assert index.called("Chinese defence minister", on=date(2023, 11, 15)) == ()
    assert [a.actor_id for a in index.called("Chinese defense minister", on=date(2024, 1, 2))] == [
        "dong_jun"
    ]


@pytest.mark.parametrize(
    ("words", "actor_id"),
    [
        ("the top U.S. diplomat", "antony_blinken"),
        ("the top US diplomat", "antony_blinken"),
        ("China's top diplomat", "wang_yi"),
        ("the Chinese leader", "xi_jinping"),
        ("Secretary Yellen", "janet_yellen"),
        ("Beijing", "china"),
        ("U.S.", "united_states"),
        ("the American side", "united_states"),
        ("Chinese officials", "china"),
        ("the two sides", "both_sides"),
        ("GOP lawmakers", "republicans"),
        ("Anthony Blinken", "antony_blinken"),
        ("Raymondo", "gina_raimondo"),
        ("António Guterres", "antonio_guterres"),
    ],
)
def test_words_of_a_report_find_their_actor(case: Case, words: str, actor_id: str) -> None:
    found = registry.actor_index(case).called(words, on=date(2023, 6, 19))
    assert [actor.actor_id for actor in found] == [actor_id]


def test_the_pronoun_us_is_not_the_united_states(case: Case) -> None:
    assert registry.actor_index(case).called("us") == ()


@pytest.mark.parametrize(
    "name", ["antony_blinken", "ANTONY BLINKEN", "Tony Blinken", "Blinkin", "antony blinken"]
)
def test_an_actor_is_found_by_id_name_alias_and_misspelling(case: Case, name: str) -> None:
    actor = registry.find_actor(case, name)
    assert actor is not None
    assert actor.actor_id == "antony_blinken"


def test_every_event_has_words_of_its_own_and_a_source(case: Case) -> None:
    assert len(case.events) >= 60
    assert all(event.description.endswith(".") and event.source for event in case.events)
    assert [event.day for event in case.events] == sorted(event.day for event in case.events)


def test_the_curated_text_is_the_seed_that_it_names(case: Case) -> None:
    seeds = Path(__file__).parent.parent / "seeds"
    for fact in case.articles:
        text = (seeds / fact.source_file).read_bytes().decode("utf-8")
        renamed = Article(text=text, source_file="another name.txt")
        assert registry.curated_fact(case, renamed) is fact
        assert (
            registry.curated_fact(case, Article(text="No.", source_file=fact.source_file)) is None
        )


def test_check_data_reports_every_file(case: Case) -> None:
    lines = registry.check_data("us-china")
    for name in ("case.toml", "actors.toml", "topics.toml", "events.csv", "articles.toml"):
        assert sum(line.startswith(f"us-china/{name}: ") for line in lines) == 1
    assert any(line.startswith("axes.toml: ") for line in lines)
    assert any(line.startswith("lexicons/") for line in lines)


def test_the_first_axis_is_conciliation() -> None:
    axes = registry.load_axes()
    assert axes[0].axis_id == "conciliation"
    assert axes[0].has_interval


# ---------------------------------------------------------------- sides and filters


@pytest.mark.parametrize(
    ("side", "expected"),
    [("US", "US"), ("joint", "both"), ("Japan", "other"), (None, None), ("Iran", "Iran")],
)
def test_the_side_of_a_target_is_one_of_the_target_sides(
    case: Case, side: str | None, expected: str | None
) -> None:
    assert registry.target_side(case, side) == expected


@pytest.mark.parametrize(
    ("what", "word", "found"),
    [
        ("actor", "blinken", "antony_blinken"),
        ("actor", "Qin Gang", "qin_gang"),
        ("side", "china", "China"),
        ("target", "North Korea", "North Korea"),
        ("topic", "taiwan", "taiwan"),
        ("axis", "credit", "credit"),
    ],
)
def test_a_filter_understands_ids_and_names(case: Case, what: str, word: str, found: str) -> None:
    assert registry.check_name(what, word, case) == found


def test_a_family_name_that_several_share_is_no_filter(case: Case) -> None:
    with pytest.raises(UnknownNameError, match="unknown actor 'Wang'"):
        registry.check_name("actor", "Wang", case)


@pytest.mark.parametrize("what", ["actor", "side", "target", "topic", "axis"])
def test_an_unknown_name_in_a_filter_lists_the_valid_ones(case: Case, what: str) -> None:
    with pytest.raises(UnknownNameError, match=rf"unknown {what} 'nowhere'.* Valid: ") as caught:
        registry.check_name(what, "nowhere", case)
    assert len(caught.value.valid) >= 5


# ---------------------------------------------------------------- a case of one's own


def test_a_case_is_a_folder_with_two_files(make_case: MakeCase) -> None:
    make_case()
    case = registry.load_case("north-south")
    assert case.sides == case.target_sides == ("North", "South")
    assert case.period is None
    assert [actor.actor_id for actor in case.actors] == ["ana_alba", "south"]
    assert (case.topics, case.events, case.articles) == ((), (), ())
    actor = registry.find_actor(case, "ana maria alba")
    assert actor is not None
    assert actor.actor_id == "ana_alba"


def test_the_setting_names_the_case(make_case: MakeCase, monkeypatch: pytest.MonkeyPatch) -> None:
    make_case()
    monkeypatch.setenv("STANCE_CASE", "north-south")
    assert registry.load_case().title == "North and South"


def test_a_folder_of_cases_borrows_axes_and_lexicons_from_the_program(make_case: MakeCase) -> None:
    make_case()
    assert registry.load_axes()[0].axis_id == "conciliation"
    assert registry.check_data("north-south")[-1].startswith("lexicons/")


def test_axes_of_one_s_own_replace_those_that_ship(make_case: MakeCase) -> None:
    folder = make_case()
    (folder.parent / "axes.toml").write_text(
        '[[axis]]\nid = "pace"\nlabel = "Pace"\nwarm = "quick"\ncold = "slow"\n'
        'definition = "How soon."\nexamples = [[1, "Now!"], [-0.5, "One day."]]\n',
        encoding="utf-8",
    )
    (axis,) = registry.load_axes()
    assert axis.examples == ((1.0, "Now!"), (-0.5, "One day."))
    assert not axis.has_interval


def test_a_missing_case_lists_those_that_exist(make_case: MakeCase) -> None:
    make_case()
    with pytest.raises(UnknownNameError, match=r"unknown case 'us-china'.*Valid: north-south"):
        registry.load_case("us-china")


@pytest.mark.parametrize("case_id", ["../north-south", ".", ""])
def test_a_case_is_a_name_not_a_path(make_case: MakeCase, case_id: str) -> None:
    make_case()
    with pytest.raises(UnknownNameError):
        registry.load_case(case_id)


def test_a_case_without_its_actors_names_the_missing_file(make_case: MakeCase) -> None:
    (make_case() / "actors.toml").unlink()
    with pytest.raises(DataFileError, match=r"actors\.toml: not found; expected it in"):
        registry.load_case("north-south")


# ---------------------------------------------------------------- broken files of a case


def _actors(old: str, new: str) -> dict[str, str]:
    changed = TINY["actors.toml"].replace(old, new)
    assert changed != TINY["actors.toml"]
    return {"actors_toml": changed}


BROKEN = {
    "unknown key of an actor": (
        _actors('family_name = "Alba"', 'familyname = "Alba"'),
        "actors.toml, line 5: unknown key 'familyname' in actor 'ana_alba'",
        "did you mean 'family_name'?",
    ),
    "unknown side": (
        _actors('side = "South"', 'side = "Sauth"'),
        "actors.toml, line 16: side 'Sauth' of actor 'south'",
        "expected one of North, South (did you mean 'South'?)",
    ),
    "unknown entity": (
        _actors('"country"', '"planet"'),
        "actors.toml, line 17: entity 'planet' of actor 'south'",
        "person, body, country, group",
    ),
    "missing name": (
        _actors('name = "South"\n', ""),
        "actors.toml, line 13: actor 'south' has no 'name'",
        'expected name = "..."',
    ),
    "blank name": (
        _actors('name = "South"', 'name = " "'),
        "actors.toml, line 15: name ' ' of actor 'south'",
        "not blank",
    ),
    "id with a space": (
        _actors('"ana_alba"', '"Ana Alba"'),
        "actors.toml, line 2: id 'Ana Alba'",
        "small letters, digits and underscores",
    ),
    "same id twice": (
        _actors('id = "south"', 'id = "ana_alba"'),
        "actors.toml, line 14: actor 'ana_alba' is given again",
        "every one once",
    ),
    "alias of two actors": (
        _actors('entity = "country"', 'entity = "country"\naliases = ["Southland", "ANA ALBA"]'),
        "actors.toml, line 18: 'ANA ALBA' of actor 'south' also means 'ana_alba'",
        "one actor only",
    ),
    "description of two actors": (
        _actors('entity = "country"', 'descriptions = [\n  "them",\n  "Ana Alba",\n]'),
        "actors.toml, line 19: 'Ana Alba' of actor 'south' also means 'ana_alba'",
        "one actor on any day",
    ),
    "alias twice": (
        _actors('["Ana María Alba"]', '[\n    "A. Alba",\n    "A. Alba",\n]'),
        "actors.toml, line 7: 'A. Alba' stands twice in 'aliases'",
        "every entry once",
    ),
    "alias that is no list": (
        _actors('["Ana María Alba"]', '"Ana María Alba"'),
        "actors.toml, line 6: aliases 'Ana María Alba' of actor 'ana_alba'",
        "a list of texts",
    ),
    "year of birth in words": (
        _actors('family_name = "Alba"', 'born = "1960"'),
        "actors.toml, line 5: born '1960' of actor 'ana_alba'",
        "a whole number from 1850",
    ),
    "date in quotation marks": (
        _actors("2020-12-31", '"2020-12-31"'),
        "actors.toml, line 11: end '2020-12-31' of tenure 'chancellor'",
        "a date without quotation marks",
    ),
    "day that does not exist": (
        _actors("2020-12-31", "2020-02-31"),
        "actors.toml, line 11: 'end = 2020-02-31'",
        "valid TOML",
    ),
    "end before the start": (
        _actors("2020-12-31", "2019-12-31"),
        "actors.toml, line 11: end 2019-12-31 of tenure 'chancellor'",
        "not before its start, 2020-01-01",
    ),
    "unknown key of a tenure": (
        _actors('title = "chancellor"', 'title = "chancellor"\nfrom = 2020-01-01'),
        "actors.toml, line 10: unknown key 'from' in tenure 'chancellor'",
        "one of title, also, start, end, descriptions",
    ),
    "no actor": (
        {"actors_toml": "# nobody\n"},
        "actors.toml, line 1: no [[actor]]",
        "at least one table",
    ),
    "table of another name": (
        {"actors_toml": TINY["actors.toml"].replace("[[actor", "[[person")},
        "actors.toml, line 1: unknown key 'person' in the file",
        "one of actor",
    ),
    "no TOML": (
        _actors('id = "south"', "id = south"),
        "actors.toml, line 14: 'id = south' (Invalid value)",
        "valid TOML",
    ),
    "pair of one": (
        {"case_toml": 'title = "Alone"\npair = ["North"]\n'},
        "case.toml, line 2: pair ['North']",
        "the two sides under study",
    ),
    "no pair": (
        {"case_toml": 'title = "Nobody"\n'},
        "case.toml: the file has no 'pair'",
        "the two sides under study",
    ),
    "unknown target side": (
        {"case_toml": TINY["case.toml"] + 'target_sides = ["North", "East"]\n'},
        "case.toml, line 3: target side 'East'",
        "one of North, South, both, other",
    ),
    "period that ends before it begins": (
        {"case_toml": TINY["case.toml"] + 'period = ["2024-04", "2023-05"]\n'},
        "case.toml, line 3: period ['2024-04', '2023-05']",
        "the first and the last month or day",
    ),
    "period of one": (
        {"case_toml": TINY["case.toml"] + 'period = ["2023-05"]\n'},
        "case.toml, line 3: period ['2023-05']",
        "the first and the last month or day",
    ),
    "period with a month that does not exist": (
        {"case_toml": TINY["case.toml"] + 'period = ["2023-05", "2023-13"]\n'},
        "case.toml, line 3: period ['2023-05', '2023-13']",
        "the first and the last month or day",
    ),
    "topic without a label": (
        {"topics_toml": TOPICS.replace('label = "Trade"\n', "")},
        "topics.toml, line 1: topic 'trade' has no 'label'",
        'label = "..."',
    ),
    "term in capital letters": (
        {"topics_toml": TOPICS.replace('["tariff*"]', '[\n  "trade",\n  "Tariff*",\n]')},
        "topics.toml, line 6: term 'Tariff*' of topic 'trade'",
        "lower-case words",
    ),
    "star inside a term": (
        {"topics_toml": TOPICS.replace("tariff*", "tar*ff")},
        "topics.toml, line 4: term 'tar*ff' of topic 'trade'",
        "* only at the very end",
    ),
    "term of two topics": (
        {"topics_toml": TOPICS + TOPICS.replace('"trade"', '"customs"')},
        "topics.toml, line 8: term 'tariff*' of topic 'customs' stands in topic 'trade' too",
        "every term in one topic",
    ),
    "topic twice": (
        {"topics_toml": TOPICS + TOPICS.replace("tariff*", "duty")},
        "topics.toml, line 6: topic 'trade' is given again",
        "every one once",
    ),
    "event on a day that does not exist": (
        {"events_csv": EVENTS + TALKS.replace("2020-02-03", "2020-02-30")},
        "events.csv, line 2: date '2020-02-30'",
        "a date like",
    ),
    "event of an unknown kind": (
        {"events_csv": EVENTS + TALKS.replace("meeting", "picnic")},
        "events.csv, line 2: kind 'picnic'",
        "one of meeting, call",
    ),
    "event of an unknown side": (
        {"events_csv": EVENTS + TALKS.replace("North;South", "North;East")},
        "events.csv, line 2: side 'East'",
        "one of North, South",
    ),
    "event without a source": (
        {"events_csv": EVENTS + TALKS + "\n" + TALKS.replace("A paper", " ")},
        "events.csv, line 4: blank 'source'",
        "a value in the column 'source'",
    ),
    "event twice": (
        {"events_csv": EVENTS + TALKS + TALKS},
        "events.csv, line 3: 2020-02-03 'Talks' is given again",
        "every event once",
    ),
    "comma outside quotation marks": (
        {"events_csv": EVENTS + TALKS.replace("They met.", "They met, and left.")},
        "events.csv, line 2: 8 cells, beginning '2020-02-03'",
        "7, as in the header",
    ),
    "column without a meaning": (
        {"events_csv": EVENTS.replace("place", "town") + TALKS},
        "events.csv, line 1: unknown column 'town'",
        "the columns date, title",
    ),
    "empty table of events": (
        {"events_csv": ""},
        "events.csv, line 1: the file is empty",
        "header",
    ),
    "fact without a note": (
        {"articles_toml": '[[article]]\nsource_file = "a.txt"\noutlet = "Paper"\n'},
        "articles.toml, line 1: article 'a.txt' has no 'note'",
        'note = "..."',
    ),
    "hash that is none": (
        {"articles_toml": '[[article]]\nsource_file = "a.txt"\nnote = "n"\ncontent_hash = "xyz"\n'},
        "articles.toml, line 4: content_hash 'xyz' of article 'a.txt'",
        "32 hexadecimal digits",
    ),
}


@pytest.mark.parametrize(("files", "place", "remedy"), BROKEN.values(), ids=list(BROKEN))
def test_a_broken_file_is_named_with_line_value_and_remedy(
    make_case: MakeCase, files: dict[str, str], place: str, remedy: str
) -> None:
    make_case(**files)
    with pytest.raises(DataFileError) as caught:
        registry.load_case("north-south")
    assert str(caught.value).startswith(place)
    assert remedy in str(caught.value)


def test_a_file_that_is_not_utf8_is_named_with_the_line_of_the_byte(make_case: MakeCase) -> None:
    folder = make_case()
    (folder / "topics.toml").write_bytes(b'# one\nlabel = "\xe9"\n')
    with pytest.raises(DataFileError, match=r"topics\.toml, line 2: byte 0xe9; expected UTF-8"):
        registry.load_case("north-south")


def test_a_description_may_pass_from_one_holder_to_the_next(make_case: MakeCase) -> None:
    tenure = (
        '\n[[actor.tenure]]\ntitle = "chief"\nstart = {1}\nend = {2}\ndescriptions = ["the boss"]\n'
    )
    actor = '[[actor]]\nid = "{0}"\nname = "{0}"\nside = "North"\n' + tenure
    first = actor.format("one", "2020-01-01", "2020-06-30")
    make_case(actors_toml=first + actor.format("two", "2020-06-30", "2020-12-31"))
    index = registry.actor_index(registry.load_case("north-south"))
    assert [each.actor_id for each in index.called("the boss", on=date(2020, 3, 1))] == ["one"]
    assert len(index.called("the boss")) == 2


def test_a_description_of_two_holders_on_one_day_is_reported(make_case: MakeCase) -> None:
    tenure = '[[actor.tenure]]\ntitle = "chief"\nstart = {1}\ndescriptions = ["the boss"]\n'
    actor = '[[actor]]\nid = "{0}"\nname = "{0}"\nside = "North"\n' + tenure
    make_case(actors_toml=actor.format("one", "2020-01-01") + actor.format("two", "2021-01-01"))
    with pytest.raises(DataFileError, match="line 16: 'the boss' of actor 'two' also means 'one'"):
        registry.load_case("north-south")


def test_a_tenure_written_inline_is_reported_at_its_actor_s_line(tmp_path: Path) -> None:
    path = tmp_path / "actors.toml"
    path.write_text('[[actor]]\nid = "one"\ntenure = [{title = "chief"}, {titel = "boss"}]\n')
    tenure = read_toml(path).children("actor")[0].children("tenure")[1]
    assert tenure.error("titel", "found", "expected").line == 3


# ---------------------------------------------------------------- lexicons


@dataclass(frozen=True, slots=True)
class Row:
    """A row as a lexicon might have it."""

    phrase: str
    weight: float
    is_soft: bool = False
    level: int | None = None
    forms: tuple[str, ...] = ()
    kind: Literal["verb", "noun"] = "verb"

    def __post_init__(self) -> None:
        if not -4 <= self.weight <= 4:
            raise ValueError(f"weight {self.weight:g} of {self.phrase!r} is outside -4..+4")


@pytest.fixture
def write_lexicon(make_case: MakeCase) -> Callable[[str], None]:
    """Return a function that writes lexicons/made.csv."""

    def write(text: str) -> None:
        folder = make_case().parent / "lexicons"
        folder.mkdir()
        (folder / "made.csv").write_text(text, encoding="utf-8")

    return write


def test_cells_become_what_the_fields_say(write_lexicon: Callable[[str], None]) -> None:
    write_lexicon(
        "phrase,weight,is_soft,level,forms,kind,source\n"
        'keeps faith,1.5,yes,3,"keep | kept",noun,own\n'
        "breaks off,-2,,,,,own\n"
    )
    assert registry.read_lexicon("made", Row) == (
        Row("keeps faith", 1.5, True, 3, ("keep", "kept"), "noun"),
        Row("breaks off", -2.0),
    )


def test_columns_with_a_default_may_be_left_out(write_lexicon: Callable[[str], None]) -> None:
    write_lexicon("\ufeffsource,weight,phrase\n\nown,1,keeps faith\n")
    assert registry.read_lexicon("made", Row) == (Row("keeps faith", 1.0),)


HEADER = "phrase,weight,kind,source\n"
BROKEN_LEXICONS = {
    "weight out of range": (
        HEADER + "keeps faith,7,verb,own\n",
        "made.csv, line 2: weight 7 of 'keeps faith' is outside -4..+4",
    ),
    "weight in words": (HEADER + "keeps faith,high,verb,own\n", "made.csv, line 2: weight 'high'"),
    "weight that is no number": (HEADER + "keeps faith,nan,verb,own\n", "line 2: weight 'nan'"),
    "missing source": (HEADER + "keeps faith,1,verb,\n", "made.csv, line 2: blank 'source'"),
    "no column for the source": (
        "phrase,weight\nkeeps faith,1\n",
        "made.csv, line 1: no column 'source'; expected the columns phrase, weight, source",
    ),
    "blank phrase": (HEADER + " ,1,verb,own\n", "made.csv, line 2: blank 'phrase'"),
    "unknown kind": (
        HEADER + "keeps faith,1,word,own\n",
        "made.csv, line 2: kind 'word'; expected one of verb, noun",
    ),
    "same phrase twice": (
        HEADER + "keeps faith,1,verb,own\nKeeps Faith,2,verb,own\n",
        "made.csv, line 3: phrase 'Keeps Faith' is given again; expected every one once; it stands "
        "already in line 2",
    ),
    "column twice": ("phrase,phrase,weight,source\n", "made.csv, line 1: column 'phrase' stands"),
    "quotation mark that never closes": (HEADER + '"keeps faith,1,verb,own\n', "made.csv, line 2"),
}


@pytest.mark.parametrize(("text", "message"), BROKEN_LEXICONS.values(), ids=list(BROKEN_LEXICONS))
def test_a_broken_lexicon_is_named_with_line_and_value(
    write_lexicon: Callable[[str], None], text: str, message: str
) -> None:
    write_lexicon(text)
    with pytest.raises(DataFileError) as caught:
        registry.read_lexicon("made", Row, unique=("phrase",))
    assert message in str(caught.value)


def test_a_lexicon_that_is_not_there_is_named(make_case: MakeCase) -> None:
    make_case()
    with pytest.raises(DataFileError, match=r"nowhere\.csv: not found"):
        registry.read_lexicon("nowhere", Row)


def test_check_data_finds_a_lexicon_row_without_source(
    write_lexicon: Callable[[str], None],
) -> None:
    write_lexicon("phrase,source\nkeeps faith,\n")
    with pytest.raises(DataFileError, match=r"made\.csv, line 2: blank 'source'"):
        registry.check_data("north-south")


# ---------------------------------------------------------------- axes

AXIS = (
    '[[axis]]\nid = "pace"\nlabel = "Pace"\nwarm = "quick"\ncold = "slow"\n'
    'definition = "How soon."\n'
)
BROKEN_AXES = {
    "unknown key": (
        AXIS + 'colour = "red"\n',
        "axes.toml, line 7: unknown key 'colour' in axis 'pace'",
    ),
    "same id twice": (AXIS + AXIS, "axes.toml, line 8: axis 'pace' is given again"),
    "example out of range": (
        AXIS + 'examples = [\n    [1, "Now!"],\n    [2, "Never."],\n]\n',
        "axes.toml, line 9: example [2, 'Never.'] of axis 'pace'",
    ),
    "example without a value": (
        AXIS + 'examples = ["Now!"]\n',
        "axes.toml, line 7: example 'Now!' of axis 'pace'",
    ),
    "interval in words": (
        AXIS + 'has_interval = "yes"\n',
        "axes.toml, line 7: has_interval 'yes' of axis 'pace'; expected true or false",
    ),
    "no axis": ("", "axes.toml: no [[axis]]"),
}


@pytest.mark.parametrize(("text", "message"), BROKEN_AXES.values(), ids=list(BROKEN_AXES))
def test_a_broken_axis_is_named_with_line_and_value(
    make_case: MakeCase, text: str, message: str
) -> None:
    (make_case().parent / "axes.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        registry.load_axes()
    assert str(caught.value).startswith(message)
