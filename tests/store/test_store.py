"""Adding to a store and reading from it."""

import json
import logging
import random
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stance.arrow import axes_of, frame_from_arrow, statements_table
from stance.errors import StoreError, StoreMissingError, UsageError
from stance.model import Article
from stance.store import Store, tables
from stance.table import columns_for, frame_of, to_csv, to_jsonl, to_parquet

from .builder import AXES, add, article, frame, new_store, statements_of


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "store")


def test_frame_survives_arrow_and_the_store_unchanged(store: Store) -> None:
    articles = [article(n) for n in range(3)]
    made = frame(statements_of(articles))
    again = frame_from_arrow(statements_table(made))
    store.add(articles, made)
    ordered = made.sort_values(["published_on", "source_file"], kind="stable", ignore_index=True)
    for found, expected in ((again, made), (store.statements(), ordered)):
        pd.testing.assert_frame_equal(found, expected)
        assert to_jsonl(found) == to_jsonl(expected)
        assert to_csv(found) == to_csv(expected)


def test_empty_frame_survives_arrow_and_the_store_unchanged(store: Store) -> None:
    empty = frame([])
    pd.testing.assert_frame_equal(frame_from_arrow(statements_table(empty)), empty)
    pd.testing.assert_frame_equal(store.statements(), empty)
    assert store.articles().empty


def test_axes_are_the_columns_between_the_fixed_ones() -> None:
    assert axes_of(frame_of([], ["warmth", "depth"])) == ["warmth", "depth"]


def test_parquet_export_keeps_lists_as_nested_columns(tmp_path: Path) -> None:
    made = frame(statements_of([article(1)]))
    path = tmp_path / "out.parquet"
    path.write_bytes(to_parquet(made))
    with duckdb.connect() as connection:
        query = f"SELECT spans[2][1], evidence[1].text, topics FROM '{path}' ORDER BY ALL"
        assert connection.execute(query).fetchall() == [
            (14, "well", []),
            (17, "well", ["taiwan", "climate"]),
        ]


def test_adding_says_what_it_did(store: Store) -> None:
    result = store.add([article(1), article(2)], frame(statements_of([article(1), article(2)])))
    assert (result.n_articles, result.n_statements, result.n_already) == (2, 4, 0)
    assert result.version == store.version()


def test_adding_again_changes_nothing(store: Store) -> None:
    add(store, [article(1)])
    before = store.version(), to_csv(store.statements())
    result = store.add([article(1)], frame(statements_of([article(1)])))
    assert (result.n_articles, result.n_statements, result.n_already) == (0, 0, 1)
    assert (store.version(), to_csv(store.statements())) == before


def test_copy_under_another_name_and_with_other_white_space_is_not_added(store: Store) -> None:
    add(store, [article(1)])
    text = article(1).text.replace(" ", "\n ")
    copy = article(1, source_file="copy.txt", text=text)
    result = store.add([copy], frame(statements_of([copy])))
    assert (result.n_articles, result.n_already) == (0, 1)
    assert list(store.articles()["source_file"]) == ["0001.txt"]


def test_only_the_new_one_of_two_articles_is_added(store: Store) -> None:
    add(store, [article(1)])
    both = [article(1), article(2)]
    result = store.add(both, frame(statements_of(both)))
    assert (result.n_articles, result.n_statements, result.n_already) == (1, 2, 1)
    assert len(store.statements()) == 4


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    batches=st.lists(st.lists(st.integers(0, 6), max_size=4), min_size=1, max_size=4),
    seed=st.integers(0, 99),
)
def test_export_does_not_depend_on_the_order_or_number_of_additions(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[int]], seed: int
) -> None:
    one = new_store(tmp_path_factory.mktemp("one"))
    for batch in batches:
        add(one, [article(n) for n in batch])
    everything = [article(n) for batch in batches for n in batch]
    random.Random(seed).shuffle(everything)
    other = new_store(tmp_path_factory.mktemp("other"))
    articles = list({item.article_id: item for item in everything}.values())
    add(other, articles)
    assert to_csv(one.statements()) == to_csv(other.statements())
    names = ["article_id", "source_file", "published_on", "text_hash"]
    pd.testing.assert_frame_equal(one.articles()[names], other.articles()[names])


def test_article_comes_back_as_it_went_in(store: Store) -> None:
    @dataclass(frozen=True)
    class Candidate:
        day: str
        basis: str

    @dataclass(frozen=True)
    class Dating:
        article: Article
        candidates: tuple[Candidate, ...]
        needs_attention: str

    given_article = article(1, url="https://example.org/1", speaker="Ada Marlow")
    dating = Dating(given_article, (Candidate("2023-05-02", "caption"),), "two dates")
    ids = {given_article.article_id: "ab" * 32}
    store.add([given_article], frame([]), datings=[dating], file_hashes=ids)
    found = store.article(given_article.article_id)
    assert found.article == given_article
    assert found.date_candidates == ({"day": "2023-05-02", "basis": "caption"},)
    assert (found.needs_attention, found.file_hash) == ("two dates", "ab" * 32)
    assert found.n_statements == 0
    assert found.read_at.endswith("+00:00")


def test_article_without_anything_but_words_comes_back(store: Store) -> None:
    bare = Article(text="Only words.", source_file="bare.txt")
    store.add([bare], frame([]))
    assert store.article(bare.article_id).article == bare


def test_text_that_utf8_cannot_hold_keeps_its_length(store: Store) -> None:
    broken = Article(text="half \ud800 a pair", source_file="broken.txt")
    store.add([broken], frame([]))
    assert store.article(broken.article_id).article.text == "half \ufffd a pair"


def test_version_changes_with_every_write_and_only_then(store: Store) -> None:
    versions = [store.version()]
    add(store, [article(1)])
    versions.append(store.version())
    statement_id = store.statements()["statement_id"][0]
    store.correct(statement_id, {"side": "China"}, reason="test", who="tester")
    versions.append(store.version())
    store.update_utterances({statement_id: "other"})
    versions.append(store.version())
    add(store, [article(2)])
    versions.append(store.version())
    store.compact()
    versions.append(store.version())
    store.remove([article(1).article_id])
    versions.append(store.version())
    assert len(set(versions)) == len(versions) == 7
    assert store.compact() == store.version() == versions[-1], "there is nothing to join"


def test_earlier_version_can_still_be_read(store: Store) -> None:
    add(store, [article(1)])
    statement_id = store.statements()["statement_id"][0]
    first = store.version()
    store.correct(statement_id, {"side": "Narnia"}, reason="test", who="tester")
    add(store, [article(2)])
    store.compact()
    then = store.statements(version=first)
    assert len(then) == 2
    assert "Narnia" not in set(then["side"])
    with pytest.raises(UsageError, match=r"expected one such as 12\.3"):
        store.statements(version="newest")
    with pytest.raises(StoreError, match="no commit 77"):
        store.statements(version="77.0")


def test_utterances_of_stored_statements_change_with_an_addition(store: Store) -> None:
    add(store, [article(1)])
    ids = list(store.statements()["statement_id"])
    n_commits = len(store.commits())
    more = frame(statements_of([article(2)]))
    store.add([article(2)], more, utterances={ids[0]: "joined"})
    found = store.statements("statement_id = ?", [ids[0]])
    assert list(found["utterance_id"]) == ["joined"]
    assert len(store.commits()) == n_commits + 1
    store.update_utterances({ids[0]: "split", "unknown": "nobody"})
    assert list(store.statements("utterance_id = 'split'")["statement_id"]) == [ids[0]]
    assert len(store.statements()) == 4


def test_removed_article_can_be_added_again(store: Store) -> None:
    add(store, [article(1), article(2)])
    before = to_csv(store.statements())
    store.remove([article(1).article_id])
    assert set(store.statements()["source_file"]) == {"0002.txt"}
    assert list(store.articles()["source_file"]) == ["0002.txt"]
    add(store, [article(1)])
    assert to_csv(store.statements()) == before


def test_commits_tell_what_was_done(store: Store) -> None:
    add(store, [article(1)])
    store.remove([article(1).article_id])
    done = [(commit.number, commit.what, commit.n_articles) for commit in store.commits()]
    assert done == [(0, "create", 0), (1, "add", 1), (2, "remove", 1)]


def test_compacting_keeps_every_row(store: Store) -> None:
    for n in range(4):
        add(store, [article(n)])
    before = to_csv(store.statements())
    store.compact()
    assert to_csv(store.statements()) == before
    assert len(tables.files_of(store.path / "statements")) == 1


def test_many_small_additions_are_joined_by_themselves(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MANY_FILES", 3)
    for n in range(8):
        add(store, [article(n)])
    assert len(store.statements()) == 16
    assert len(tables.files_of(store.path / "statements")) <= 4


def test_views_answer_sql_and_an_open_connection_keeps_its_state(store: Store) -> None:
    add(store, [article(1)])
    with store.connection() as connection:
        add(store, [article(2)])
        for view, n in (("articles", 1), ("statements", 2), ("corrections", 0)):
            assert connection.execute(f"SELECT count(*) FROM {view}").fetchall() == [(n,)]
        names = [row[0] for row in connection.execute("DESCRIBE statements").fetchall()]
        assert names == columns_for(AXES)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_text('{other}')",
        "COPY (SELECT 1) TO '{other}'",
        "ATTACH '{other}'",
        "SET enable_external_access = true",
        "INSERT INTO statements (text) VALUES ('x')",
    ],
)
def test_connection_reaches_nothing_but_the_store(store: Store, tmp_path: Path, query: str) -> None:
    other = tmp_path / "private.txt"
    other.write_text("nobody else's business")
    add(store, [article(1)])
    with store.connection() as connection, pytest.raises(duckdb.Error):
        connection.execute(query.format(other=other))
    assert other.read_text() == "nobody else's business"


@pytest.mark.parametrize(
    "name",
    [
        "mit Leerzeichen",
        "Größe-数据",
        "it's 100% #1?",
        "a;b&c=d",
        "side=US",
        "curly {x}",
        "per%zent",
    ],
)
def test_store_lies_in_folders_of_any_name(tmp_path: Path, name: str) -> None:
    store = new_store(tmp_path / name / "inner")
    add(store, [article(1)])
    add(store, [article(2)])
    statement_id = store.statements()["statement_id"][0]
    store.correct(statement_id, {"side": "China"}, reason="test", who="tester")
    assert len(store.statements()) == 4
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["list[1]", "a|b", "x%20y", "hat^"])
def test_folder_name_that_the_tables_cannot_bear_is_refused_at_once(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(StoreError, match="Choose another folder"):
        new_store(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_relative_path_is_fixed_when_the_store_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = new_store(Path("here"))
    monkeypatch.chdir("/")
    assert store.exists()


def test_missing_store_is_named_with_the_remedy(tmp_path: Path) -> None:
    store = Store(tmp_path / "nowhere")
    assert not store.exists()
    for call in (store.version, store.statements, store.connection, store.log, store.commits):
        with pytest.raises(StoreMissingError, match="stance ingest"):
            call()
    assert not (tmp_path / "nowhere").exists()


def test_creating_twice_keeps_what_is_there(store: Store) -> None:
    add(store, [article(1)])
    store.create(AXES)
    assert len(store.statements()) == 2


def test_store_for_the_axes_of_the_data_folder_is_the_default(tmp_path: Path) -> None:
    assert Store(tmp_path / "store").create().axes[0] == "conciliation"


def test_newer_schema_is_refused_and_left_alone(store: Store) -> None:
    path = store.path / "store.json"
    about = json.loads(path.read_text())
    path.write_text(json.dumps(about | {"schema": 99}))
    with pytest.raises(StoreError, match="newer version of stance"):
        store.statements()
    with pytest.raises(StoreError, match="newer version of stance"):
        add(store, [article(1)])


@pytest.mark.parametrize("content", ["", "{", "[]", '{"schema": "x"}'])
def test_damaged_description_is_named(store: Store, content: str) -> None:
    (store.path / "store.json").write_text(content)
    with pytest.raises(StoreError, match=r"store\.json: damaged"):
        store.version()


def test_damaged_commit_is_named(store: Store) -> None:
    (store.path / "commits" / "00000000.json").write_text("{")
    with pytest.raises(StoreError, match="not a commit"):
        store.version()


def test_lost_commits_are_named(store: Store) -> None:
    (store.path / "commits" / "00000000.json").unlink()
    with pytest.raises(StoreError, match="no commit found"):
        store.statements()


def test_lost_data_file_is_named(store: Store) -> None:
    add(store, [article(1)])
    Path(tables.files_of(store.path / "statements")[0]).unlink()
    with pytest.raises(StoreError, match="missing or damaged"):
        store.statements()


def test_lost_table_is_named(store: Store) -> None:
    import shutil

    shutil.rmtree(store.path / "articles")
    with pytest.raises(StoreError, match="Restore a backup"):
        store.statements()


def test_unknown_article_is_an_error(store: Store) -> None:
    with pytest.raises(StoreError, match="no article nobody"):
        store.article("nobody")


def test_statements_on_other_axes_are_refused(store: Store) -> None:
    pairs = statements_of([article(1)])
    with pytest.raises(StoreError, match="conciliation, cooperation.*warmth"):
        store.add([article(1)], frame(pairs, axes=["conciliation", "warmth"]))
    assert store.articles().empty


def test_statement_without_its_article_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="without the article"):
        store.add([article(1)], frame(statements_of([article(2)])))


def test_statement_given_twice_is_stored_once_and_reported(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    pairs = statements_of([article(1)], each=1)
    with caplog.at_level(logging.WARNING):
        result = store.add([article(1)], frame(pairs + pairs))
    assert result.n_statements == len(store.statements()) == 1
    assert pairs[0][1].statement_id in caplog.text


def test_statements_can_be_chosen_with_values(store: Store) -> None:
    add(store, [article(1), article(2)])
    assert len(store.statements("actor_id = ? AND conciliation > ?", ["ada_marlow", 0.2])) == 2
    assert store.statements("text = ?", ["'; DROP TABLE statements; --"]).empty
