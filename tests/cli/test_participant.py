"""amdesk participant protect: by number, in words, and never by name."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from amdesk.cli import main
from amdesk.services.bank import access, banks
from amdesk.services.desk import Desk
from tests import make

NAME, WHY = "Quilla Zorvath", "Skatteverkets beslut"
WHO = access.Who("Jamila Provström", "jamila")
Run = Callable[..., Result]


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "b.amdesk"
    made, _ = banks.create(path, None, make.CLOCK, WHO)
    make.participant(made, name=NAME, identity=make.number(), phone="08-465 004 00")
    made.close()
    return path


@pytest.fixture
def run(bank: Path) -> Run:
    def call(*words: str, lang: str = "sv") -> Result:
        before = ("--bank", str(bank), "--today", make.TODAY.isoformat(), "--lang", lang)
        return CliRunner().invoke(main, [*before, *words])

    return call


def known(bank: Path) -> tuple[int, list[str]]:
    """The level of the person, and why it was changed, newest first."""
    desk = Desk(banks.open_(str(bank), None, make.CLOCK, WHO), make.CLOCK)
    found = desk.work.participant("D-0001").protection, [r.why for r in desk.history.access() if r.what == "protection"]
    desk.close()
    return found


def test_somebody_is_protected_and_the_answer_says_what_follows_and_no_name(run: Run, bank: Path) -> None:
    done = run("participant", "protect", "D-0001", "--level", "2", "--why", WHY)
    assert (done.exit_code, known(bank)) == (0, (2, [WHY]))
    assert done.stdout.startswith("D-0001: Skyddad folkbokföring. Namn och arbetsplats döljs överallt.")
    assert "Skatteverket." in done.stdout
    assert NAME not in done.output
    assert NAME not in run("list", "participants").output


def test_a_lower_level_without_a_reason_is_refused_and_with_one_it_is_logged(run: Run, bank: Path) -> None:
    run("participant", "protect", "D-0001", "--level", "1")
    refused = run("participant", "protect", "D-0001", "--level", "0")
    assert (refused.exit_code, refused.stdout, known(bank)) == (1, "", (1, [""]))
    assert "skäl" in refused.stderr
    done = run("participant", "protect", "D-0001", "--level", "0", "--why", "Hävd", "--json")
    assert json.loads(done.stdout) == {"participant": "D-0001", "before": 1, "protection": 0}
    assert known(bank) == (0, ["Hävd", ""])


@pytest.mark.parametrize("level", ["4", "-1", "ja"])
def test_a_level_that_there_is_none_of_is_wrong_use(run: Run, bank: Path, level: str) -> None:
    assert run("participant", "protect", "D-0001", "--level", level, "--why", WHY).exit_code == 2
    assert known(bank)[0] == 0


def test_nobody_by_that_number_is_said_in_json_too(run: Run) -> None:
    done = run("participant", "protect", "D-0099", "--level", "1", "--json")
    assert (done.exit_code, json.loads(done.stdout)["error"]["code"]) == (1, "NO_PARTICIPANT")


def test_a_list_that_says_no_tells_on_which_row_that_it_lowers_nothing(run: Run, bank: Path, tmp_path: Path) -> None:
    run("participant", "protect", "D-0001", "--level", "1")
    path = tmp_path / "lista.csv"
    path.write_text(f"Personnummer;Namn;Skyddade uppg.\n{make.number()};{NAME};Nej\n", "utf-8")
    told = run("import", "participants", str(path))
    assert "(PROTECTION_KEPT)" in told.stdout
    assert "Skyddet i banken är kvar" in told.stdout
    assert NAME not in told.output
    assert known(bank)[0] == 1
