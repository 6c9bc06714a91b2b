"""A folder full of traps through the real command line: nothing good is lost, all bad is named."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reading import traps


@pytest.mark.model
@pytest.mark.skipif(sys.platform == "win32", reason="has neither pipes nor links")
def test_folder_of_traps_gives_all_good_articles_exit_3_and_names_the_bad(tmp_path: Path) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    good = traps.make_traps(folder, with_slow=False)
    command = [sys.executable, "-m", "stance.cli", "analyze", str(folder)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=600)
    said = done.stderr.decode()
    assert done.returncode == 3, said
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    in_table = {row["source_file"].partition("#")[0] for row in rows}
    assert good <= in_table
    skipped = [line for line in said.splitlines() if line.startswith("stance: skipped ")]
    named = {line.removeprefix(f"stance: skipped {folder}/").split(":")[0] for line in skipped}
    assert {name.partition("#")[0] for name in named} >= set(traps.REFUSED) - set(traps.SLOW)
    assert in_table.isdisjoint(traps.REFUSED)
    assert "made its reader" not in said
    assert "Traceback" not in said
