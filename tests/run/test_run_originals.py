"""Every file that gives an article is kept as it came, whatever happens to it later."""

import zipfile
from pathlib import Path

import pytest

from stance import run
from stance.reading import read_bytes
from stance.run import ingesting
from stance.store import Store
from stance.table import to_csv

from .test_run_store import DATED, OTHER

pytestmark = pytest.mark.model


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def test_file_is_kept_with_its_byte_order_mark_and_line_ends(store: Store, tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + DATED.replace("\n", "\r\n").encode()
    (tmp_path / "dated.txt").write_bytes(data)
    result = run.ingest([tmp_path / "dated.txt"], store)
    (tmp_path / "dated.txt").unlink()
    (article_id,) = store.articles()["article_id"]
    kept = store.original(article_id)
    assert (kept.content(), result.n_original_bytes) == (data, len(data))
    articles, _ = read_bytes(kept.content(), kept.name)
    assert [each.article_id for each in articles] == [article_id]
    assert store.verify().is_sound


def test_articles_of_one_archive_share_its_one_file(store: Store, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("a.txt", DATED)
        archive.writestr("b.txt", OTHER)
    result = run.ingest([tmp_path / "export.zip"], store)
    assert result.n_articles == 2
    assert {each.name for each in store.originals()} == {"export.zip"}
    assert len({each.sha256 for each in store.originals()}) == 1
    assert store.verify().counts.n_originals == 1
    assert run.ingest([tmp_path / "export.zip"], store).n_original_bytes == 0


def test_file_that_changes_while_it_is_analysed_changes_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "dated.txt"
    path.write_text(DATED, "utf-8")
    real = ingesting.analyse_each

    def overwrite(*given: object, **more: object) -> object:
        path.write_text("Something else.", "utf-8")
        return real(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(ingesting, "analyse_each", overwrite)
    run.ingest([path], store)
    (article_id,) = store.articles()["article_id"]
    assert store.original(article_id).content().decode() == DATED
    assert store.verify().is_sound


def test_file_that_changes_before_it_is_kept_is_named_and_the_others_go_on(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in (("dated.txt", DATED), ("other.txt", OTHER)):
        (tmp_path / name).write_text(text, "utf-8")
    real = ingesting.read_inputs

    def read_then_change(*given: object, **more: object) -> object:
        found = real(*given, **more)  # type: ignore[arg-type]
        (tmp_path / "dated.txt").write_text("Something else.", "utf-8")
        return found

    monkeypatch.setattr(ingesting, "read_inputs", read_then_change)
    result = run.ingest([tmp_path / "dated.txt", tmp_path / "other.txt"], store)
    assert list(store.articles()["source_file"]) == ["other.txt"]
    (problem,) = result.problems
    assert "dated.txt: was changed while it was read" in str(problem)


def test_article_that_was_stored_without_its_file_gets_it_when_it_is_given_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dated.txt").write_text(DATED, "utf-8")
    with monkeypatch.context() as patched:  # as a store that was made before files were kept
        patched.setattr(ingesting, "_keep_originals", lambda new, *_: (new, 0))
        real = Store.add
        patched.setattr(Store, "add", lambda *a, originals, **more: real(*a, **more))
        run.ingest([tmp_path / "dated.txt"], store)
    assert store.originals() == []
    before = to_csv(store.statements())
    result = run.ingest([tmp_path / "dated.txt"], store)
    assert (result.n_articles, result.n_already) == (0, 1)
    assert result.n_original_bytes == len(DATED.encode())
    (article_id,) = store.articles()["article_id"]
    assert store.original(article_id).content().decode() == DATED
    assert to_csv(store.statements()) == before
    version = store.version()
    assert run.ingest([tmp_path / "dated.txt"], store).n_original_bytes == 0
    assert store.version() == version
    assert store.verify().is_sound


def test_file_of_an_article_stays_through_a_new_analysis(store: Store, tmp_path: Path) -> None:
    (tmp_path / "dated.txt").write_text(DATED, "utf-8")
    run.ingest([tmp_path / "dated.txt"], store)
    before = to_csv(store.statements())
    run.reanalyze(store, is_forced=True)
    assert to_csv(store.statements()) == before
    assert [each.name for each in store.originals()] == ["dated.txt"]


def test_ingest_after_a_judgement_writes_no_utterance_that_is_stored(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dated.txt").write_text(DATED, "utf-8")
    (tmp_path / "other.txt").write_text(OTHER, "utf-8")
    run.ingest([tmp_path / "dated.txt", tmp_path / "other.txt"], store)
    one, other = sorted(store.statements().drop_duplicates("article_id")["statement_id"])
    store.decide(one, other, is_same=True, reason="read both", who="ann")
    given: list[object] = []
    real = Store.add

    def remember(self: Store, *arguments: object, **more: object) -> object:
        given.append(more["utterances"])
        return real(self, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "add", remember)
    (tmp_path / "third.txt").write_text(
        "Lima, May 2, 2024\n\nAda Marlow said it rained.\n", "utf-8"
    )
    run.ingest([tmp_path / "third.txt"], store)
    assert given == [{}]
