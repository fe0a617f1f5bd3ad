"""Every file and paper is in one language: the one that was chosen, else Swedish, whatever the machine speaks."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from click.testing import CliRunner

from amdesk.cli import main
from amdesk.settings import Settings
from amdesk.ui.kit.shell import Shell

ROOT = Path(__file__).parents[2] / "amdesk"
MADE = re.compile(
    r"desk\.(?:exports\.(?!preview)|reports\.|sheets\.(?:out|form)|extracts\.|retention\.protocol|attendance\.|day_papers\.|guidance\.pdf|log\.sample_pdf)[^\n]*"
)


def test_no_file_and_no_paper_is_made_in_the_language_of_whoever_reads_the_screen() -> None:
    calls = [
        (path, call)
        for floor in ("ui", "commands")
        for path in (ROOT / floor).rglob("*.py")
        for call in MADE.findall(path.read_text("utf-8"))
    ]
    assert len(calls) > 15
    assert not [c for c in calls if re.search(r"\b(?:t|words|call)\.lang\b", c[1])]


@pytest.mark.parametrize(("chosen", "papers"), [("", "sv"), ("sv", "sv"), ("en", "en")])
def test_what_was_chosen_in_the_settings_is_the_language_of_papers(chosen: str, papers: str) -> None:
    shell = SimpleNamespace(settings=Settings()._replace(language=chosen))
    assert vars(Shell)["papers"].__get__(shell) == papers


@pytest.mark.parametrize(("said", "heading"), [((), "Typ av plats"), (("--lang", "en"), "Kind of place")])
def test_a_list_is_swedish_on_an_english_machine_unless_english_is_asked_for(
    said: tuple[str, ...], heading: str, demo_bank: Path, tmp_path: Path
) -> None:
    out = tmp_path / "places.xlsx"
    words = [*said, "--bank", str(demo_bank), "--today", "2026-11-23", "export", "placements", "--out", str(out)]
    env = {"LANG": "en_GB.UTF-8", "LANGUAGE": "en", "AMDESK_HOME": str(tmp_path / "home")}
    result = CliRunner(env=env).invoke(main, words)
    assert result.exit_code == 0, result.output
    cells = {c for row in openpyxl.load_workbook(out).worksheets[0].iter_rows(values_only=True) for c in row}
    assert heading in cells
