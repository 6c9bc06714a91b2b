"""An axis that a user adds by data alone: a definition, phrases, prototypes."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from stance.errors import DataFileError
from stance.registry import load_axes
from stance.resources import data_dir
from stance.scoring import Scored, Scorer
from tests.scoring.build import parsed

ROOT = Path(__file__).parents[2]
URGENCY = """
[[axis]]
id = "urgency"
label = "Urgent / patient"
warm = "urgent"
cold = "patient"
definition = "How soon something must happen."
prototypes = [
  [1.0, "The clock is ticking loudly for the harvest."],
  [-1.0, "There is no hurry."],
]
"""
CLOCK = (
    "Clocks/clock/NOUN/NNS/nsubj/2 are/be/AUX/VBP/aux/2 ticking/tick/VERB/VBG/ROOT/2 "
    "for/for/ADP/IN/prep/2 them/they/PRON/PRP/pobj/3"
)
NOT_TICKING = (
    "No/no/DET/DT/det/1 clock/clock/NOUN/NN/nsubj/3 is/be/AUX/VBZ/aux/3 "
    "ticking/tick/VERB/VBG/ROOT/3 loudly/loudly/ADV/RB/advmod/3"
)
NO_HURRY = (
    "We/we/PRON/PRP/nsubj/1 saw/see/VERB/VBD/ROOT/1 no/no/DET/DT/det/3 hurry/hurry/NOUN/NN/dobj/1"
)
HURRY = "We/we/PRON/PRP/nsubj/1 saw/see/VERB/VBD/ROOT/1 hurry/hurry/NOUN/NN/dobj/1"
WITHOUT_DELAY = (
    "They/they/PRON/PRP/nsubj/1 left/leave/VERB/VBD/ROOT/1 without/without/ADP/IN/prep/1 "
    "delay/delay/NOUN/NN/pobj/2"
)
ARTICLE = """Storm at the lake

June 19, 2023

"The clock is ticking loudly and the harvest is rotting," Antony Blinken said on Monday.

"China will act without delay," Foreign Minister Qin Gang told reporters.
"""
ON_THE_WAY = """
import json, sys
from pathlib import Path
from streamlit.testing.v1 import AppTest
from stance import ingest
from stance.store import Store
ingest([Path(sys.argv[1])], Path(sys.argv[2]))
frame = Store(Path(sys.argv[2])).statements()
app = AppTest.from_file(sys.argv[3], default_timeout=60)
app.query_params["axis"] = "urgency"
app.query_params["view"] = "timeline"
app.run()
charts = " ".join(str(chart.proto) for chart in app.get("plotly_chart"))
page = " ".join(str(each.proto.body) for each in app.get("html"))
print(json.dumps({
    "values": {row.speaker_name: row.urgency for row in frame.itertuples()},
    "exceptions": len(app.exception), "charts": charts, "page": page,
    "offered": " ".join(str(each.proto) for each in app.get("button_group")),
    "chosen": app.query_params["axis"],
}))
"""


@pytest.fixture
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a data folder with a sixth axis, its one phrase and two prototypes."""
    shipped = data_dir()
    folder = tmp_path / "data"
    (folder / "lexicons").mkdir(parents=True)
    shutil.copytree(shipped / "us-china", folder / "us-china")
    axes = (shipped / "axes.toml").read_text(encoding="utf-8")
    (folder / "axes.toml").write_text(axes + URGENCY, encoding="utf-8")
    with (shipped / "lexicons" / "phrases.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [*rows[0], "urgency"]
    added = {"pattern": "act without delay", "urgency": "0.9", "source": "own"}
    with (folder / "lexicons" / "phrases.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows([*rows, added])
    monkeypatch.setenv("STANCE_DATA_DIR", str(folder))
    return folder


def scored(source: str) -> Scored:
    return Scorer(with_model=False).score_text(*parsed(source))


@pytest.mark.usefixtures("own_data")
def test_a_statement_that_shares_the_words_of_a_prototype_scores_like_it() -> None:
    # two of the four content words of the prototype: clock, tick, loud, harvest
    assert scored(CLOCK).value("urgency") == pytest.approx(0.5)
    assert scored(WITHOUT_DELAY).value("urgency") is None


@pytest.mark.usefixtures("own_data")
def test_the_evidence_names_the_shared_words_and_the_prototype() -> None:
    result = scored(CLOCK)
    evidence = [item for item in result.evidence if item.axis == "urgency"]
    assert [item.text for item in evidence] == ["Clocks ticking"]
    assert evidence[0].rule.startswith("prototype “The clock is ticking")
    assert sum(item.share for item in evidence) == result.value("urgency")


@pytest.mark.usefixtures("own_data")
def test_a_negated_sentence_turns_a_prototype_round() -> None:
    value = scored(NOT_TICKING).value("urgency")
    assert value is not None
    assert value < 0


@pytest.mark.usefixtures("own_data")
def test_a_negated_prototype_is_met_by_a_negation_alone() -> None:
    assert scored(NO_HURRY).value("urgency") == pytest.approx(-0.95)
    assert scored(HURRY).value("urgency") is None


def test_the_shipped_axes_work_by_phrases_and_have_no_prototypes() -> None:
    assert not [axis.axis_id for axis in load_axes() if axis.prototypes]


def test_a_prototype_outside_the_scale_is_refused(own_data: Path) -> None:
    axes = own_data / "axes.toml"
    text = axes.read_text(encoding="utf-8")
    axes.write_text(
        text.replace('[-1.0, "There is no hurry', '[-3, "There is no hurry'), encoding="utf-8"
    )
    with pytest.raises(DataFileError, match="prototype .* of axis 'urgency'"):
        load_axes()


@pytest.mark.model
def test_an_own_axis_reaches_table_store_filter_and_chart(own_data: Path, tmp_path: Path) -> None:
    article, store = tmp_path / "lake.txt", tmp_path / "store"
    article.write_text(ARTICLE, encoding="utf-8")
    environment = {
        **os.environ, "STANCE_DATA_DIR": str(own_data), "STANCE_STORE": str(store),
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    app = ROOT / "dashboard" / "app.py"
    done = subprocess.run(
        [sys.executable, "-c", ON_THE_WAY, str(article), str(store), str(app)],
        env=environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen["values"]["Antony Blinken"] > 0.4
    assert seen["values"]["Qin Gang"] > 0.8
    assert seen["exceptions"] == 0
    assert "Urgency" in seen["offered"]
    assert "urgency" in seen["chosen"]
    assert "urgent" in seen["charts"]
