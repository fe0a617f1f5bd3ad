"""The command line as it is scheduled and checked from outside: one JSON document, stated exit codes, one sentence."""

from __future__ import annotations

import json
import re
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from amdesk.cli import main
from amdesk.db.engine.opening import open_bank
from amdesk.services.desk import Desk
from tests import make
from tests.conftest import SAMPLES

SECRET = "fyra ord som ingen gissar"
SETTERS = ("--today", "2026-10-31", "--lang", "en")


@pytest.fixture
def bank(new_file: Path, tmp_path: Path) -> Path:
    return make.copied(new_file, tmp_path / "b.amdesk")


@pytest.fixture(scope="module")
def filled_file(new_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With the places and employments of the samples, read in once."""
    return fill(make.copied(new_file, tmp_path_factory.mktemp("filled") / "b.amdesk"))


@pytest.fixture
def filled(filled_file: Path, tmp_path: Path) -> Path:
    return make.copied(filled_file, tmp_path / "b.amdesk")


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bank with a passphrase, which the environment names."""
    monkeypatch.setenv("AMDESK_PASSPHRASE", SECRET)
    path = tmp_path / "b.amdesk"
    assert run(path, "bank", "create").exit_code == 0
    return path


def run(bank: Path | str, *words: str) -> Result:
    return CliRunner().invoke(main, ["--bank", str(bank), *SETTERS, *words])


def answer(bank: Path, *words: str) -> Any:
    result = run(bank, *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def fill(bank: Path) -> Path:
    answer(bank, "import", "placements", str(SAMPLES / "02_platser_export.csv"))
    answer(bank, "import", "employments", str(SAMPLES / "01_anstallningar.xlsx"))
    return bank


def test_the_recovery_code_is_printed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMDESK_PASSPHRASE", SECRET)
    assert "Recovery code, shown this once" in run(tmp_path / "c.amdesk", "bank", "create").stdout
    assert run(tmp_path / "c.amdesk", "bank", "create").exit_code == 4


@pytest.mark.parametrize(
    ("kind", "name", "counts"),
    [
        ("placements", "02_platser_export.csv", (27, 16, 11, 5)),
        ("employments", "01_anstallningar.xlsx", (39, 27, 12, 15)),
    ],
)
def test_an_import_answers_with_its_counts_and_adds_nothing_twice(
    bank: Path, kind: str, name: str, counts: tuple[int, ...]
) -> None:
    for stored in (counts[1], 0):
        found = answer(bank, "import", kind, str(SAMPLES / name))
        assert (found["read"], found["accepted"], found["rejected"], found["skipped"], found["stored"]) == (
            *counts,
            stored,
        )
        assert {"row", "outcome", "reason", "warnings", "column", "message"} <= found["rows"][0].keys()
        assert len(found["rows"]) == counts[0] + counts[3]


def test_a_dry_run_stores_nothing(bank: Path) -> None:
    assert answer(bank, "import", "placements", str(SAMPLES / "02_platser_export.csv"), "--dry-run")["stored"] == 0
    assert answer(bank, "list", "placements") == []


def test_lists_have_the_promised_fields(filled: Path) -> None:
    place = answer(filled, "list", "placements", "--free-on", "2026-11-10")[0]
    assert place.keys() >= {
        "number",
        "source_id",
        "name",
        "kind",
        "occupation",
        "district",
        "capacity",
        "free",
        "from",
        "to",
    }
    assert answer(filled, "list", "participants")[0].keys() >= {"number", "name", "case_worker", "status"}
    assert answer(filled, "list", "employments")[0].keys() >= {
        "ref",
        "participant",
        "form",
        "placement",
        "kind",
        "from",
        "to",
        "ended",
        "end_reason",
        "status",
    }
    assert answer(filled, "list", "followups")[0].keys() >= {
        "employment",
        "due",
        "contact",
        "situation",
        "end_reason",
        "plan_city",
        "plan_pes",
    }


def test_free_places_are_none_before_the_placement_opens(filled: Path) -> None:
    free = {
        day: sum(p["free"] for p in answer(filled, "list", "placements", "--free-on", day))
        for day in ("2026-11-01", "2026-11-02")
    }
    assert free["2026-11-01"] < free["2026-11-02"]


def test_the_main_job_from_match_to_list(filled: Path, tmp_path: Path) -> None:
    person = next(p["number"] for p in answer(filled, "list", "participants") if p["status"] == "ended")
    best = answer(filled, "match", person)[0]
    assert best.keys() >= {"placement", "score", "reasons", "warnings"}
    assert answer(filled, "why", person, best["placement"])["match"] is True
    made = answer(
        filled, "book", person, best["placement"], "--from", "2026-11-02", "--to", "2027-04-30", "--ref", "B-1"
    )
    assert (made["ref"], made["participant"], made["status"]) == ("B-1", person, "booked")
    again = run(filled, "book", person, "P-0004", "--from", "2026-12-02", "--to", "2027-03-01")
    assert again.exit_code == 1
    assert "is already booked at" in again.stderr
    assert again.stderr.count("\n") == 1
    out = tmp_path / "s.xlsx"
    assert run(filled, "export", "supervisors", "--out", str(out)).exit_code == 0
    assert len(openpyxl.load_workbook(out).sheetnames) == 1
    whole = answer(filled, "bank", "check")
    assert (whole["ok"], whole["faults"]) == (True, [])


def test_steps_of_a_booking_by_its_reference(filled: Path) -> None:
    person = next(p["number"] for p in answer(filled, "list", "participants") if p["status"] == "ended")
    answer(filled, "book", person, "P-0010", "--from", "2026-11-02", "--to", "2027-04-30", "--ref", "B-1", "--reserve")
    assert answer(filled, "confirm", "B-1")["status"] == "booked"
    assert run(filled, "start", "B-1").exit_code == 1
    answer(filled, "introduce", "B-1")
    assert answer(filled, "start", "B-1")["status"] == "started"
    assert answer(filled, "extend", "B-1", "--to", "2027-06-30")["to"] == "2027-06-30"
    assert answer(filled, "end", "B-1", "--on", "2026-11-20", "--reason", "A1")["status"] == "ended"
    assert run(filled, "cancel", "B-1").exit_code == 1


def test_why_names_the_rule_and_the_change(filled: Path) -> None:
    places = {p["source_id"]: p["number"] for p in answer(filled, "list", "placements")}
    person = answer(filled, "list", "participants")[0]["number"]
    found = answer(filled, "why", person, places["P022"])
    assert found["match"] is False
    assert "The participant gets driving licence B" in found["smallest_change"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("list", "placements", "--free-on", "imorgon"), 2), (("list", "nothing"), 2), (("match",), 2), (("match", "D-9999"), 1), (("why", "D-0001", "P-9999"), 1),
        (("import", "placements", "none.csv"), 3), (("certificate", "issue", "D-9999", "--out", "x.pdf"), 1), (("export", "bookings", "--out", "/none/x.xlsx"), 3),
    ],
)  # fmt: skip
def test_every_refusal_is_one_sentence_and_its_exit_code(bank: Path, words: tuple[str, ...], code: int) -> None:
    result = run(bank, *words)
    assert result.exit_code == code
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


def test_a_wrong_passphrase_and_a_missing_bank_exit_4(
    locked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(tmp_path / "none", "list", "placements").exit_code == 4
    monkeypatch.setenv("AMDESK_PASSPHRASE", "fel fras")
    assert run(locked, "list", "placements").exit_code == 4
    monkeypatch.delenv("AMDESK_PASSPHRASE")
    result = run(locked, "list", "placements")
    assert (result.exit_code, "AMDESK_PASSPHRASE" in result.stderr) == (4, True)


def test_a_damaged_bank_is_said_in_json_too(bank: Path) -> None:
    bank.write_bytes(b"x" * 5000)
    result = run(bank, "bank", "check", "--json")
    assert result.exit_code == 4
    assert json.loads(result.stdout)["ok"] is False


@pytest.mark.thorough(long=True)
def test_backup_and_restore_from_the_command_line(locked: Path, tmp_path: Path) -> None:
    fill(locked)
    copy = tmp_path / "copy.amdesk"
    assert run(locked, "bank", "backup", str(copy)).exit_code == 0
    assert run(tmp_path / "new.amdesk", "bank", "restore", str(copy)).exit_code == 0
    assert len(answer(tmp_path / "new.amdesk", "list", "placements")) == 16
    assert run(locked, "bank", "copy", str(tmp_path / "third.amdesk")).exit_code == 0
    assert len(answer(tmp_path / "third.amdesk", "list", "placements")) == 16


@pytest.mark.parametrize(("what", "said"), [("none", "There is no file"), (".", "is a folder or no file")])
def test_a_backup_that_is_no_file_is_a_bad_file_and_the_bank_is_left_alone(
    locked: Path, tmp_path: Path, what: str, said: str
) -> None:
    before = locked.read_bytes()
    result = run(locked, "--lang", "en", "bank", "restore", str(tmp_path / what))
    assert (result.exit_code, said in result.stderr) == (3, True), result.output
    assert locked.read_bytes() == before


@pytest.mark.thorough(long=True)
def test_a_certificate_is_issued_and_issued_again_with_a_new_number(demo_bank: Path, tmp_path: Path) -> None:
    words = ("--bank", str(demo_bank), "--today", "2026-11-23")
    people = json.loads(CliRunner().invoke(main, [*words, "list", "employments", "--json"]).stdout)
    ended = [e["participant"] for e in people if e["status"] == "ended"]
    numbers = []
    for person in ended:
        result = CliRunner().invoke(
            main, [*words, "certificate", "issue", person, "--out", str(tmp_path / "c.pdf"), "--json"]
        )
        if result.exit_code == 0:
            numbers.append(json.loads(result.stdout)["number"])
            break
        assert result.exit_code == 1
    assert (tmp_path / "c.pdf").read_bytes().startswith(b"%PDF")
    assert len(numbers) == 1


def test_help_is_there_for_everything() -> None:
    for words in ([], ["bank"], ["import"], ["match"], ["book"], ["certificate"]):
        assert CliRunner().invoke(main, [*words, "--help"]).exit_code == 0


def test_a_certificate_is_checked_without_bank_or_network(
    demo_bank: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = next(
        p["number"]
        for p in answer(demo_bank, "list", "participants")
        if p["status"] == "ended"
        and run(demo_bank, "certificate", "issue", p["number"], "--out", str(tmp_path / "a.pdf")).exit_code == 0
    )
    pdf, key = tmp_path / "a.pdf", tmp_path / "stad.pem"
    assert person
    made = run(demo_bank, "certificate", "key", "--out", str(key))
    assert re.search(r"^([0-9A-F]{4} ){7}[0-9A-F]{4}$", made.stdout, re.MULTILINE), "a fingerprint to publish"
    demo_bank.rename(tmp_path / "gone")
    monkeypatch.setattr("socket.socket", None)
    found = run("/nowhere", "certificate", "verify", str(pdf), "--key", str(key), "--json")
    assert found.exit_code == 0
    assert json.loads(found.stdout)["valid"] is True
    read = run("/nowhere", "certificate", "verify", str(pdf), "--key", str(key))
    assert "What the city signed:" in read.stdout
    levels = [int(n) for n in re.findall(r"^- .+: (\d), ", read.stdout, re.MULTILINE)]
    assert levels == [n for n in json.loads(found.stdout)["certificate"]["levels"] if n]
    assert levels
    data = bytearray(pdf.read_bytes())
    data[len(data) // 2] ^= 1
    pdf.write_bytes(data)
    assert run("/nowhere", "certificate", "verify", str(pdf), "--key", str(key)).exit_code == 1
    assert run("/nowhere", "certificate", "verify", str(key), "--key", str(key)).exit_code == 3


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("match", "D-9999"), 1, "D-9999"), (("import", "placements", "none.csv"), 3, "none.csv"), (("cancel", "B-NONE"), 1, "B-NONE"),
        (("list", "placements", "--free-on", "imorgon"), 2, "imorgon"),
    ],
)  # fmt: skip
def test_a_refusal_of_a_call_for_json_is_one_document_too(
    bank: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    result = run(bank, *words, "--json")
    assert result.exit_code == code
    error = json.loads(result.stdout)["error"]
    assert set(error) == {"code", "message"}
    assert said in error["message"]
    assert result.stderr.strip() == error["message"]


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("words", [("list", "placements", "--json"), ("list", "placements"), ()])
def test_a_today_that_is_no_date_is_one_sentence(lang: str, words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, ["--lang", lang, "--today", "2026-99-99", *words])
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    said = {"sv": "2026-99-99 är inget datum.", "en": "2026-99-99 is no date."}[lang]
    assert result.stderr.startswith(said)
    assert result.stderr.count("\n") == 1
    if "--json" in words:
        assert json.loads(result.stdout)["error"]["message"] == result.stderr.strip()


@pytest.mark.parametrize(
    "words",
    [
        ("book", "D-0001", "P-0001"),
        ("end", "B-NONE"),
        ("report", "cohort", "--year", "99999"),
        ("match", "D-0001", "--nonsense"),
    ],
)
def test_a_call_that_click_refuses_is_one_document_where_json_was_asked_for(bank: Path, words: tuple[str, ...]) -> None:
    result = run(bank, *words, "--json")
    assert result.exit_code == 2
    message = json.loads(result.stdout)["error"]["message"]
    assert message
    assert message in result.stderr


def test_a_missing_bank_is_one_document_where_json_was_asked_for(tmp_path: Path) -> None:
    for words in (("list", "placements"), ("bank", "check"), ("bank", "info"), ("report", "cohort", "--year", "2020")):
        result = run(tmp_path / "none", *words, "--json")
        assert result.exit_code == 4
        assert json.loads(result.stdout)


def test_a_tour_to_a_place_that_cannot_be_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = run(tmp_path / "none", "tour", "--out", str(tmp_path / "file" / "tour"))
    assert done.exit_code == 3
    assert "cannot be written there" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_participant_is_named_by_the_number_she_had_before(bank: Path) -> None:
    path = Path(__file__).parents[1] / "cases" / "imports" / "four_wishes.csv"
    answer(bank, "import", "participants", str(path))
    opened = open_bank(str(bank), actor="T", account="t", clock=make.CLOCK)
    with closing(opened):
        Desk(opened, make.CLOCK).participants.replace_identity(1, "198604122393")
    answers = [answer(bank, "match", said) for said in ("198604122393", "19860412-2385", "D-0001")]
    assert answers[0] == answers[1] == answers[2]
