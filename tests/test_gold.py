"""The hand labels in data/gold hold together: with the texts, the case and one another."""

import json
import re
import tomllib
from collections import Counter
from datetime import date
from typing import Any

import pytest

from stance.model import BOILERPLATE_KINDS
from stance.resources import data_dir, seeds_dir

Row = dict[str, Any]
Key = tuple[str, int]

AXES = ("conciliation", "cooperation", "credit", "reassurance", "flexibility")
TOPICS = set(
    "bilateral_relations taiwan trade_technology military_security ukraine_russia south_china_sea "
    "human_rights middle_east north_korea climate counternarcotics artificial_intelligence "
    "people_to_people espionage_balloon media_tiktok elections other".split()
)
TARGET_SIDES = {"US", "China", "Taiwan", "Russia", "Iran", "North Korea", "both", "other"}
PRECISION_BY_LENGTH = {10: "day", 7: "month", 4: "year"}
REGION_KINDS = {*BOILERPLATE_KINDS, "headline", "subhead", "dateline"}
MARK = re.compile("[“”‘]")


def read_rows(name: str) -> list[Row]:
    lines = (data_dir() / "gold" / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def read_toml(*parts: str) -> dict[str, Any]:
    return tomllib.loads(data_dir().joinpath(*parts).read_text(encoding="utf-8"))


def rows_of(name: str) -> list[Row]:
    return [row for row in ROWS if row["source_file"] == name]


def key_of(row: Row) -> Key:
    return row["source_file"], row["spans"][0][0]


TEXTS = {path.name: path.read_bytes().decode("utf-8") for path in sorted(seeds_dir().glob("*.txt"))}
ROWS = read_rows("seeds.jsonl")
BY_KEY = {key_of(row): row for row in ROWS}
GOLD = read_toml("gold", "articles.toml")
ARTICLES = {article["source_file"]: article for article in GOLD["article"]}
UTTERANCES = GOLD["utterance"]
ACTORS = {actor["id"]: actor for actor in read_toml("us-china", "actors.toml")["actor"]}
SIDE_BY_NAME = {actor["name"]: actor["side"] for actor in ACTORS.values()}

each_text = pytest.mark.parametrize("name", TEXTS, ids=lambda name: name[:3])
each_article = pytest.mark.parametrize(
    "article", ARTICLES.values(), ids=lambda a: a["source_file"][:3]
)
each_utterance = pytest.mark.parametrize(
    "group", UTTERANCES, ids=lambda g: "-".join(str(k[1]) for k in g["statements"])
)


def test_every_seed_has_statements_and_an_article_entry() -> None:
    assert {row["source_file"] for row in ROWS} == set(TEXTS)
    assert set(ARTICLES) == set(TEXTS)


def test_file_and_first_offset_name_one_statement() -> None:
    assert [key for key, n in Counter(map(key_of, ROWS)).items() if n > 1] == []


def test_statements_are_in_reading_order() -> None:
    assert list(map(key_of, ROWS)) == sorted(map(key_of, ROWS))


@each_text
def test_text_is_the_words_over_the_spans(name: str) -> None:
    for row in rows_of(name):
        text = TEXTS[name]
        assert row["text"] == " … ".join(text[start:end] for start, end in row["spans"]), key_of(
            row
        )


@each_text
def test_spans_lie_in_the_text_in_order_and_hold_whole_words(name: str) -> None:
    for row in rows_of(name):
        text = TEXTS[name]
        previous = 0
        for start, end in row["spans"]:
            assert previous <= start < end <= len(text), key_of(row)
            assert text[start:end] == text[start:end].strip(), key_of(row)
            assert not text[max(start - 1, 0) : start + 1].isalnum() or start == 0, key_of(row)
            assert not text[end - 1 : end + 1].isalnum() or end == len(text), key_of(row)
            previous = end


@each_text
def test_kind_follows_the_quotation_marks(name: str) -> None:
    for row in rows_of(name):
        pieces = [TEXTS[name][start:end] for start, end in row["spans"]]
        quoted = [re.fullmatch("“[^“”]+”|‘[^‘’]+’", piece) is not None for piece in pieces]
        marked = any(MARK.search(piece) for piece in pieces)
        expected = "direct" if all(quoted) else "mixed" if marked else "indirect"
        assert row["kind"] == expected, key_of(row)


@each_text
@pytest.mark.parametrize("part", ["speaker", "cue"])
def test_speaker_and_cue_are_printed_at_their_offsets(name: str, part: str) -> None:
    for row in rows_of(name):
        span = row[f"{part}_span"]
        printed = TEXTS[name][slice(*span)] if span else None
        assert row[part] == printed, key_of(row)
        assert row[part] or part == "cue", key_of(
            row
        )  # a floating quotation has no cue, none lacks a speaker


@each_text
def test_speaker_and_cue_stand_near_the_words(name: str) -> None:
    for row in rows_of(name):
        text = TEXTS[name]
        spans = [
            *row["spans"],
            row["speaker_span"],
            *([row["cue_span"]] if row["cue_span"] else []),
        ]
        between = text[min(s[0] for s in spans) : max(s[1] for s in spans)]
        assert "\n" not in between, key_of(row)  # one paragraph holds all of them


@each_text
def test_no_statement_comes_from_boilerplate_and_only_headlines_from_headlines(name: str) -> None:
    for row in rows_of(name):
        regions = ARTICLES[name]["regions"]
        kinds = {
            region["kind"]
            for region in regions
            for start, end in row["spans"]
            if start < region["end"] and region["start"] < end
        }
        assert kinds <= ({"headline", "subhead"} if row["headline"] else set()), key_of(row)
        assert bool(kinds) == row["headline"], key_of(row)


@each_text
def test_axes_are_whole_numbers_from_minus_two_to_two_or_empty(name: str) -> None:
    for row in rows_of(name):
        for axis in AXES:
            assert row[axis] is None or (type(row[axis]) is int and -2 <= row[axis] <= 2), (
                key_of(row),
                axis,
            )


@each_text
def test_topics_are_those_of_the_case_each_once(name: str) -> None:
    for row in rows_of(name):
        assert row["topics"], key_of(row)
        assert set(row["topics"]) <= TOPICS, key_of(row)
        assert len(set(row["topics"])) == len(row["topics"]), key_of(row)


@each_text
def test_speaker_is_an_actor_of_the_case_under_the_name_of_the_registry(name: str) -> None:
    for row in rows_of(name):
        if row["actor_id"] is None:
            assert row["speaker_name"] not in SIDE_BY_NAME, key_of(row)
        else:
            assert row["speaker_name"] == ACTORS[row["actor_id"]]["name"], key_of(row)


@each_text
def test_target_has_the_side_of_its_actor(name: str) -> None:
    for row in rows_of(name):
        side = SIDE_BY_NAME.get(row["target"])
        if row["target"] is None:
            assert row["target_side"] is None, key_of(row)
        elif side is None:
            assert row["target_side"] in TARGET_SIDES, key_of(row)
        else:
            assert row["target_side"] == {"joint": "both"}.get(side, side), key_of(row)


@each_text
def test_a_stance_has_a_target(name: str) -> None:
    for row in rows_of(name):
        assert row["target"] or all(row[axis] is None for axis in AXES), key_of(row)


@each_text
def test_date_precision_and_basis_agree(name: str) -> None:
    for row in rows_of(name):
        said_on, basis = row["said_on"], row["said_on_basis"]
        if said_on is None:
            assert (row["said_on_precision"], basis) == (None, ""), key_of(row)
            continue
        assert row["said_on_precision"] == PRECISION_BY_LENGTH[len(said_on)], key_of(row)
        first_quote = re.split(r";|\(| \.\.\.", basis)[0].strip()
        assert len(first_quote) > 3, key_of(row)
        assert first_quote.lower() in TEXTS[name].lower(), key_of(row)


@each_text
def test_nothing_is_said_after_its_article_appeared(name: str) -> None:
    for row in rows_of(name):
        if row["said_on"] is None:
            assert row["doubt"], key_of(row)  # an undated statement says why
            continue
        first_day = date.fromisoformat((row["said_on"] + "-01-01")[:10])
        published_on = date.fromisoformat(ARTICLES[name]["published_on"])
        assert date(2022, 1, 1) <= first_day <= published_on, key_of(row)


@each_text
def test_a_borderline_statement_says_why(name: str) -> None:
    for row in rows_of(name):
        assert row["doubt"] or not row["borderline"], key_of(row)


@each_article
def test_publication_day_lies_in_its_bounds_and_its_evidence_in_the_text(article: Row) -> None:
    days = [date.fromisoformat(article[key]) for key in ("earliest", "published_on", "latest")]
    assert days == sorted(days)
    assert article["certainty"] in {"printed", "corroborated", "inferred"}
    assert (article["certainty"] == "inferred") <= (days[0] < days[2])
    assert article["evidence"]
    assert [e for e in article["evidence"] if e not in TEXTS[article["source_file"]]] == []


@each_article
def test_regions_are_in_order_whole_lines_and_of_known_kinds(article: Row) -> None:
    text, previous = TEXTS[article["source_file"]], 0
    for region in article["regions"]:
        start, end = region["start"], region["end"]
        assert region["kind"] in REGION_KINDS
        assert previous <= start < end <= len(text)
        assert text[:start].rstrip(" ")[-1:] in {"", "\n"}
        assert region["kind"] == "dateline" or text[end : end + 1] in {"", "\n"}
        previous = end


@each_article
def test_an_article_has_one_headline(article: Row) -> None:
    assert [region["kind"] for region in article["regions"]].count("headline") == 1


@each_utterance
def test_utterances_refer_to_existing_statements_each_once(group: Row) -> None:
    keys = [tuple(key) for key in group["statements"]]
    assert group["certainty"] in {"same", "possible"}
    assert len(keys) >= 2
    assert len(set(keys)) == len(keys)
    assert [key for key in keys if key not in BY_KEY] == []


@each_utterance
def test_an_utterance_was_said_by_one_side_on_one_day(group: Row) -> None:
    members = [BY_KEY[file, start] for file, start in group["statements"]]
    sides = {ACTORS[row["actor_id"]]["side"] for row in members} - {"joint"}
    assert len(sides) == 1
    assert len({row["said_on"] for row in members}) == 1


def test_a_statement_reports_one_utterance() -> None:
    keys = [tuple(k) for g in UTTERANCES if g["certainty"] == "same" for k in g["statements"]]
    assert [key for key, n in Counter(keys).items() if n > 1] == []


def test_second_pass_covers_sixty_existing_statements() -> None:
    second = read_rows("second_pass.jsonl")
    keys = {(row["source_file"], row["start"]) for row in second}
    assert len(second) == len(keys) == 60
    assert keys <= set(BY_KEY)


@pytest.mark.parametrize("axis", AXES)
def test_readme_prints_the_agreement_of_the_two_passes(axis: str) -> None:
    second = read_rows("second_pass.jsonl")
    pairs = [(BY_KEY[row["source_file"], row["start"]][axis], row[axis]) for row in second]
    given = [(a, b) for a, b in pairs if a is not None and b is not None]
    alike = sum((a is None) == (b is None) for a, b in pairs)
    cells = readme_row(axis)
    assert (cells[1], cells[2]) == (str(len(given)), f"{alike} of 60")
    assert cells[5] == str(sum(a == b for a, b in pairs))
    assert cells[6] == f"{sum(a == b for a, b in given)} of {len(given)}"


@pytest.mark.parametrize("key", ["source_file", "speaker_name"])
def test_readme_counts_are_those_of_the_labels(key: str) -> None:
    for name in sorted({row[key] for row in ROWS}):
        rows = [row for row in ROWS if row[key] == name]
        kinds = Counter(row["kind"] for row in rows)
        counts = [len(rows), kinds["direct"], kinds["mixed"], kinds["indirect"]]
        if key == "source_file":
            counts += [sum(row["headline"] for row in rows), sum(row["borderline"] for row in rows)]
        label = name[:3] if key == "source_file" else name
        assert readme_row(label) == [label, *map(str, counts)]


def readme_row(first_cell: str) -> list[str]:
    """Return the cells of the table row of the README that begins so."""
    readme = (data_dir() / "gold" / "README.md").read_text(encoding="utf-8")
    (line,) = (line for line in readme.splitlines() if line.startswith(f"| {first_cell} |"))
    return [cell.strip() for cell in line.strip("|").split("|")]
