"""A monthly series from elsewhere: read strictly, laid over a trend, compared with it."""

import math
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from stance.errors import InputError, UsageError
from stance.trends import Reference, correlate, read_reference, rescale, trend
from stance.trends.reference import MAX_BYTES

from .builder import frame, said


def read(text: str, **more: object) -> Reference:
    return read_reference(text.encode(), name="index.csv", **more)  # type: ignore[arg-type]


def monthly(values: dict[str, float]) -> pd.DataFrame:
    return trend(frame(*(said(value, month) for month, value in values.items())))


@pytest.mark.parametrize(
    "text",
    [
        "date,value\n2023-05,1.5\n2023-06,-2\n",
        "2023-05,1.5\n2023-06,-2\n",
        "\ufeffdate;value\r\n2023-05;1.5\r\n2023-06;-2\r\n",
        "Month\tIndex\n2023M05\t1.5\n2023/06\t-2\n\n",
        'name,DATE,note,Value\nx,2023-06,"a, b",-2\nx,2023-05,,1.5\n',
        "observation_date,TENSION\n2023-05-01,1.5\n2023-06-01,-2.0e0\n",
    ],
    ids=["plain", "no header", "BOM and semicolons", "tabs", "more columns", "first days"],
)
def test_usual_forms_are_read(text: str) -> None:
    found = read(text)
    assert found.months == (("2023-05", 1.5), ("2023-06", -2.0))
    assert (found.name, found.notes) == ("index.csv", ())


def test_days_are_averaged_to_months_and_said_so() -> None:
    found = read("date,value\n2023-05-01,1\n2023-05-31,3\n2023-06-02,5\n")
    assert found.months == (("2023-05", 2.0), ("2023-06", 5.0))
    assert found.notes == ("3 daily values were averaged to 2 months.",)


def test_lines_without_a_value_are_passed_over_and_counted() -> None:
    found = read("date,value\n2023-05,\n2023-06,1\n")
    assert found.months == (("2023-06", 1.0),)
    assert found.notes == ("1 line without a value passed over.",)


def test_decimal_comma_is_read_where_it_is_said() -> None:
    assert read("date;value\n2023-05;1,5\n", decimal=",").months == (("2023-05", 1.5),)


@pytest.mark.parametrize(
    ("text", "place", "said_so"),
    [
        ("date,value\n2023-05,1\n06/07/2023,2\n", "line 3", "'06/07/2023' is no clear date"),
        ("date,value\n2023-13,1\n", "line 2", "no date '2023-13'"),
        ("date,value\n2023-02-30,1\n", "line 2", "no date '2023-02-30'"),
        ("date,value\n1899-12,1\n", "line 2", "outside 1900 to tomorrow"),
        (f"date,value\n{date.today() + timedelta(40)},1\n", "line 2", "outside 1900 to tomorrow"),
        ("date,value\n2023-05,1\n2023-05,1\n", "line 3", "2023-05 stands there twice"),
        ("date,value\n2023-05,1\n2023-05-09,1\n", "index.csv", "as a month and by its days"),
        ("date,value\n2023-05,n/a\n", "line 2", "'n/a' is no number"),
        ("date,value\n2023-05,nan\n", "line 2", "'nan' is no number"),
        ("date,value\n2023-05,1_000\n", "line 2", "'1_000' is no number"),
        ("date,value\n2023-05,1e999\n", "line 2", "'1e999' is no number"),
        ("date;value\n2023-05;1,5\n", "line 2", "'1,5' can be read in two ways"),
        ('date,value\n2023-05,"1,234.5"\n', "line 2", "can be read in two ways"),
        ("date,value\n2023-05,1,5\n", "line 2", "3 cells where 2 are expected; a decimal comma"),
        ("date,value;x\n2023-05,1\n", "line 1", "part the columns by one of them"),
        ("when,a,b\n2023-05,1,2\n", "line 1", "name the two columns"),
        ("date,value\n", "index.csv", "no line of data"),
        ("date,value\n2023-05,\n", "index.csv", "holds no value"),
        ("\n\n", "index.csv", "is empty"),
        ('date,value\n"2023-05,1\n', "line", "is no CSV"),
        ("date,value\n2023-05,1\0\n", "index.csv", "is no text"),
    ],
)
def test_what_is_unclear_is_reported_with_its_place(text: str, place: str, said_so: str) -> None:
    with pytest.raises(InputError) as error:
        read(text)
    assert place in str(error.value)
    assert said_so in str(error.value)


def test_decimal_comma_between_comma_columns_is_refused() -> None:
    with pytest.raises(InputError, match="use ;"):
        read("date,value\n2023-05,1\n", decimal=",")


def test_other_encodings_and_sizes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"line 2: is not UTF-8"):
        read_reference("date,value\n2023-05,1 é\n".encode("latin-1"))
    large = tmp_path / "large.csv"
    large.write_bytes(b"2023-05,1\n" * (MAX_BYTES // 10 + 1))
    with pytest.raises(InputError, match="larger than 2 MB"):
        read_reference(large)
    with pytest.raises(InputError, match="cannot be read"):
        read_reference(tmp_path / "absent.csv")
    with pytest.raises(InputError, match="cannot be read"):
        read_reference(tmp_path)


def test_series_is_laid_over_with_mean_and_spread_of_the_common_months() -> None:
    drawn = monthly({"2023-05": 0.2, "2023-06": 0.4, "2023-09": 0.9})
    laid = rescale(read("2023-05,10\n2023-06,30\n2023-07,50\n"), drawn)
    assert list(laid["rescaled"].round(6)) == [0.2, 0.4, 0.6]
    assert list(laid["is_common"]) == [True, True, False]
    assert list(laid["period_start"]) == ["2023-05-01", "2023-06-01", "2023-07-01"]
    assert "2 common months" in laid.attrs["note"]


@pytest.mark.parametrize("text", ["2023-05,1\n", "2023-05,3\n2023-06,3\n"])
def test_series_that_cannot_be_laid_over_says_so(text: str) -> None:
    laid = rescale(read(text), monthly({"2023-05": 0.2, "2023-06": 0.4}))
    assert laid["rescaled"].isna().all()
    assert "cannot" in laid.attrs["note"] or "too few" in laid.attrs["note"]


def test_correlation_is_that_of_the_common_months() -> None:
    ours = [0.1, 0.3, -0.2, 0.5, 0.2, 0.6]
    theirs = [3.0, 8.0, 1.0, 9.0, 7.0, 8.5]
    months = [f"2023-0{number}" for number in range(1, 7)]
    series = read("".join(f"{m},{v}\n" for m, v in zip(months, theirs, strict=True)) + "2024-01,5")
    row = correlate(series, monthly(dict(zip(months, ours, strict=True)))).iloc[0]
    assert row["n_months"] == 6
    expected = stats.pearsonr(ours, theirs)
    ends = expected.confidence_interval(0.95)
    assert row["pearson"] == pytest.approx(expected.statistic, abs=1e-6)
    assert (row["pearson_low"], row["pearson_high"]) == pytest.approx(tuple(ends), abs=1e-6)
    assert row["spearman"] == pytest.approx(stats.spearmanr(ours, theirs).statistic, abs=1e-6)
    assert row["spearman_low"] < row["spearman"] < row["spearman_high"] <= 1
    assert "US and index.csv: rise and fall together (Pearson +0.9" in row["sentence"]


def test_four_common_months_are_too_few_to_say() -> None:
    months = {f"2023-0{number}": number / 10 for number in range(1, 5)}
    series = read("".join(f"{month},{value}\n" for month, value in months.items()))
    row = correlate(series, monthly(months)).iloc[0]
    assert math.isnan(row["pearson"])
    assert "too few months to say (4 in common" in row["sentence"]


def test_series_that_never_changes_cannot_be_compared() -> None:
    months = {f"2023-0{number}": number / 10 for number in range(1, 7)}
    row = correlate(read("".join(f"{month},2\n" for month in months)), monthly(months)).iloc[0]
    assert math.isnan(row["spearman"])
    assert "never changes" in row["sentence"]


def test_series_that_agrees_wholly_has_an_interval_within_the_scale() -> None:
    months = {f"2023-0{number}": number / 10 for number in range(1, 7)}
    series = read("".join(f"{month},{value}\n" for month, value in months.items()))
    row = correlate(series, monthly(months)).iloc[0]
    numbers = row[["pearson", "pearson_low", "spearman", "spearman_low"]].to_numpy(float)
    assert np.isfinite(numbers).all()
    assert (np.abs(numbers) <= 1).all()


def test_series_goes_with_months_only() -> None:
    weekly = trend(frame(said(0.1)), freq="week")
    for ask in (rescale, correlate):
        with pytest.raises(UsageError, match="month"):
            ask(read("2023-05,1\n"), weekly)
