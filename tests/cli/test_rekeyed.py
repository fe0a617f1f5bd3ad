"""`bank rekey`: another passphrase and another key, by environment or by one document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from amdesk.cli import main
from amdesk.db.engine import keys
from amdesk.db.engine.errors import WrongKey
from amdesk.services.bank import access, banks
from tests import make

OLD, NEW = "den gamla långa frasen", "den nya långa frasen"


@pytest.mark.parametrize("as_json", [False, True])
def test_a_bank_is_given_a_new_key_and_the_new_code_opens_it(tmp_path: Path, as_json: bool) -> None:
    path = tmp_path / "b.amdesk"
    banks.create(path, OLD, make.CLOCK, access.Who("T", "t"))[0].close()
    call = ["--bank", str(path), "--lang", "en", "bank", "rekey", *(["--json"] if as_json else [])]
    short = CliRunner().invoke(main, call, env={"AMDESK_PASSPHRASE": OLD, "AMDESK_NEW_PASSPHRASE": "kort"})
    assert (short.exit_code, "too short" in short.output) == (4, True)
    done = CliRunner().invoke(main, call, env={"AMDESK_PASSPHRASE": OLD, "AMDESK_NEW_PASSPHRASE": NEW})
    assert done.exit_code == 0, done.output
    code = json.loads(done.stdout)["recovery_code"] if as_json else done.stdout.split("lock it away: ")[1].split()[0]
    assert keys.unlock(path, code).kind == "recovery"
    assert keys.unlock(path, NEW).kind == "passphrase"
    with pytest.raises(WrongKey):
        keys.unlock(path, OLD)
    wrong = CliRunner().invoke(main, call, env={"AMDESK_PASSPHRASE": OLD, "AMDESK_NEW_PASSPHRASE": NEW})
    assert (wrong.exit_code, "does not open" in wrong.stderr) == (4, True)


@pytest.mark.thorough(5)
@pytest.mark.parametrize(
    ("words", "variable"),
    [
        ("list placements", "AMDESK_PASSPHRASE"),
        ("bank rekey", "AMDESK_NEW_PASSPHRASE"),
        ("bank rehearse", "AMDESK_RECOVERY_CODE"),
        ("bank user add Bo reader", "AMDESK_USER_PASSPHRASE"),
        ("certificate sign {file} --p12 {file} --out {file}.pdf", "AMDESK_P12_PASSPHRASE"),
    ],
)
def test_a_script_is_told_the_variable_that_is_missing_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, variable: str
) -> None:
    path = tmp_path / "b.amdesk"
    banks.create(path, OLD, make.CLOCK, access.Who("T", "t"))[0].close()
    monkeypatch.delenv("AMDESK_PASSPHRASE", raising=False)
    given = {} if variable == "AMDESK_PASSPHRASE" else {"AMDESK_PASSPHRASE": OLD}
    call = ["--bank", str(path), "--lang", "en", *words.format(file=path).split()]
    said = CliRunner().invoke(main, call, env=given)
    assert said.exit_code == 4, said.output
    assert f"Set {variable}, or" in said.stderr
