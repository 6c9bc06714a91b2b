"""Any bytes under any name are read or refused by name: by hypothesis, and by a seeded fuzzer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.errors import InputError
from stance.reading import read_bytes
from stance.reading.formats import REMEDIES
from tests.reading import fuzz
from tests.reading.build import samples

SAMPLES_BY_ENDING = {name.rpartition(".")[2]: data for name, data in samples().items()}


def read_or_refuse(data: bytes, name: str) -> None:
    try:
        articles, problems = read_bytes(data, name)
    except InputError as error:
        articles, problems = [], [error]
    assert articles or problems
    assert all(name in problem.source and problem.reason for problem in problems)
    assert not any("made its reader" in problem.reason for problem in problems)
    for article in articles:
        assert article.text.strip()
        assert all(0 <= mark.start < mark.end <= len(article.text) for mark in article.marks)


@pytest.mark.parametrize("ending", sorted(SAMPLES_BY_ENDING))
def test_changed_file_is_read_or_refused_by_name(ending: str) -> None:
    sample = SAMPLES_BY_ENDING[ending]

    @settings(max_examples=25, deadline=None, derandomize=True)
    @given(
        start=st.integers(0, len(sample)),
        n_cut=st.integers(0, 40),
        put=st.one_of(st.binary(max_size=40), st.sampled_from(fuzz.hostile.TOKENS)),
        times=st.sampled_from((1, 1, 50)),
    )
    def changed(start: int, n_cut: int, put: bytes, times: int) -> None:
        data = sample[:start] + put * times + sample[start + n_cut :]
        read_or_refuse(data, f"file.{ending}")

    changed()


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=400), st.sampled_from(sorted(SAMPLES_BY_ENDING)))
def test_noise_is_read_or_refused_by_name(data: bytes, ending: str) -> None:
    read_or_refuse(data, f"file.{ending}")


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=400), st.sampled_from(("txt", "md", "html", "eml", "csv")))
def test_any_text_is_read_or_refused_by_name(text: str, ending: str) -> None:
    read_or_refuse(text.encode("utf-8", "replace"), f"file.{ending}")


def test_corrupted_samples_are_read_or_refused_and_nothing_fails() -> None:
    n_hostile = len(fuzz.hostile.FILES)
    report = fuzz.Report()
    for case in fuzz.cases(n_hostile + 200, seed=7, first=n_hostile):
        fuzz.try_case(case, report)
    assert report.faults == []
    assert dict(report.failures) == {}
    assert sum(counts.total() for counts in report.outcomes.values()) == 200


def test_fuzzer_notices_a_reader_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "read_bytes", lambda data, name: ([], []))
    report = fuzz.Report()
    fuzz.try_case(fuzz.Case(1, "a.txt", b"x"), report)
    assert report.faults == ["1 a.txt: nothing read and nothing said"]


@pytest.mark.parametrize("ending", sorted(REMEDIES))
def test_other_format_is_refused_with_a_remedy(ending: str) -> None:
    with pytest.raises(InputError, match=r"(save it|convert|unpack|divide)"):
        read_bytes(b"x", f"a{ending}")
