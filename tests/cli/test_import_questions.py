"""A list about which something has to be answered first: the command says what, stores nothing, and takes the answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from amdesk.cli import main
from tests.imports.cases import CASES

TWO_SHEETS = str(CASES / "two_sheets_same_headings.xlsx")


def run(bank: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--bank", str(bank), "--today", "2026-11-23", "--lang", "en", "import", *words])


def said(bank: Path, *words: str, code: int = 0) -> Any:
    result = run(bank, *words, "--json")
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def answers(folder: Path, **given: str) -> str:
    (folder / "answers.json").write_text(json.dumps(given), "utf-8")
    return str(folder / "answers.json")


def protected_list(folder: Path) -> str:
    (folder / "lista.csv").write_text("Namn;Spärr;Kostnadsställe\nBo Prov;J;12\nCia Prov;;12\n", "utf-8")
    return str(folder / "lista.csv")


def test_every_import_says_how_the_file_was_read(demo_bank: Path) -> None:
    found = said(demo_bank, "participants", str(CASES / "sekretessmarkering.csv"), "--dry-run")
    card = found["reading"]
    assert found["questions"] == []
    (column,) = [c for c in card["columns"] if c["heading"] == "Sekretessmarkering"]
    assert (column["field"], column["label"], column["rows"]) == ("protected", "Protected", 1)
    assert (card["kind"], card["delimiter"], card["encoding"], card["heading_rows"]) == (
        "participants",
        ";",
        "utf-8",
        [1],
    )


def test_a_question_stops_the_file_and_stores_nothing(demo_bank: Path, tmp_path: Path) -> None:
    path = protected_list(tmp_path)
    found = said(demo_bank, "participants", path, code=3)
    (question,) = found["questions"]
    assert (question["id"], question["code"], question["rows"]) == ("column:Spärr", "PROTECTION_COLUMN", [2])
    assert [a["answer"] for a in question["answers"]] == ["protected:1", "protected:2", "protected:3", "ignore"]
    assert (found["read"], found["stored"], found["unread"]) == (0, 0, ["Spärr", "Kostnadsställe"])
    assert said(demo_bank, "participants", path, code=3)["questions"] == [question]


def test_a_question_is_said_in_words_with_what_answers_it(demo_bank: Path, tmp_path: Path) -> None:
    result = run(demo_bank, "participants", protected_list(tmp_path))
    assert (result.exit_code, result.stdout) == (3, "")
    assert "Is it about protected personal data? (rows 2)" in result.stderr
    assert '"column:Spärr": "protected:2"' in result.stderr
    assert "Nothing was stored." in result.stderr


def test_answers_are_taken_kept_for_the_sender_and_used_by_name_or_by_headings(demo_bank: Path, tmp_path: Path) -> None:
    path = protected_list(tmp_path)
    given = answers(tmp_path, **{"column:Spärr": "protected:2"})
    found = said(demo_bank, "participants", path, "--answers", given, "--profile", "AF Ekhamra")
    assert (found["stored"], found["reading"]["profile"], found["questions"]) == (2, "AF Ekhamra", [])
    assert [("PROTECTED" in r["warnings"]) for r in found["rows"] if r["outcome"] == "accepted"] == [True, False]
    again = said(demo_bank, "participants", path)
    assert (again["stored"], again["updated"], again["reading"]["profile"]) == (0, 0, "AF Ekhamra")
    (tmp_path / "annan.csv").write_text("Namn;Spärr;Ort\nDan Prov;J;x\n", "utf-8")
    other = str(tmp_path / "annan.csv")
    assert said(demo_bank, "participants", other, code=3)["questions"] != []
    assert said(demo_bank, "participants", other, "--profile", "AF Ekhamra")["stored"] == 1


def test_a_profile_that_nobody_has_is_said_with_those_there_are(demo_bank: Path, tmp_path: Path) -> None:
    found = said(demo_bank, "participants", protected_list(tmp_path), "--profile", "Nobody", code=3)
    assert "Nobody" in found["error"]["message"]


@pytest.mark.parametrize("content", ["", "[]", '{"a": 1}', "nonsense"])
def test_a_file_of_answers_that_holds_none_is_refused(demo_bank: Path, tmp_path: Path, content: str) -> None:
    (tmp_path / "answers.json").write_text(content, "utf-8")
    found = said(
        demo_bank, "participants", protected_list(tmp_path), "--answers", str(tmp_path / "answers.json"), code=3
    )
    assert found["error"]["code"] == "ANSWERS"


def test_both_of_two_alike_sheets_are_offered_and_read_when_both_are_taken(demo_bank: Path, tmp_path: Path) -> None:
    found = said(demo_bank, "participants", TWO_SHEETS, code=3)
    assert [s["name"] for s in found["reading"]["sheets"] if s["alike"]] == ["Norr", "Söder"]
    both = said(demo_bank, "participants", TWO_SHEETS, "--answers", answers(tmp_path, sheets="*"))
    assert (both["stored"], both["read"]) == (3, 3)
    assert [(r["sheet"], r["row"]) for r in both["rows"] if r["outcome"] == "accepted"] == [
        ("Norr", 2),
        ("Söder", 2),
        ("Söder", 3),
    ]


def test_a_must_without_a_heading_is_asked_for_and_taken_from_the_answer(demo_bank: Path, tmp_path: Path) -> None:
    (tmp_path / "utb.csv").write_text("Personnummer;Period;Summan\n19770115-2386;2026-01;100,50\n", "utf-8")
    path = str(tmp_path / "utb.csv")
    (question,) = said(demo_bank, "payments", path, code=3)["questions"]
    assert (question["id"], question["answers"][0]["answer"]) == ("field:amount", "Summan")
    assert said(demo_bank, "payments", path, "--answers", answers(tmp_path, **{"field:amount": "Summan"}))["read"] == 1


def test_a_row_of_somebody_who_may_be_there_already_is_skipped_with_its_question(
    demo_bank: Path, tmp_path: Path
) -> None:
    said(demo_bank, "participants", str(CASES / "same_name_no_number.xlsx"))
    again = str(CASES / "same_person_now_with_number.xlsx")
    found = said(demo_bank, "participants", again)
    (row,) = [r for r in found["rows"] if r["reason"] == "ASKED"]
    assert (row["row"], row["outcome"], row["question"]["code"]) == (2, "skipped", "SAME_PERSON")
    assert [a["answer"] for a in row["question"]["answers"]] == ["same", "new"]
    assert (found["read"], found["rejected"], found["asked"], found["stored"]) == (0, 0, 1, 0)
    assert '"same:2": "same"' in run(demo_bank, "participants", again).stdout
    given = answers(tmp_path, **{row["question"]["id"]: "same"})
    dry = said(demo_bank, "participants", again, "--answers", given, "--dry-run")
    found = said(demo_bank, "participants", again, "--answers", given)
    assert (found["updated"], found["stored"], dry["updated"]) == (1, 0, 1)
    assert said(demo_bank, "participants", again)["asked"] == 0
    assert said(demo_bank, "participants", str(CASES / "same_name_no_number.xlsx"))["stored"] == 0


def test_a_row_of_somebody_else_of_that_name_is_stored_as_a_new_person(demo_bank: Path, tmp_path: Path) -> None:
    said(demo_bank, "participants", str(CASES / "same_name_no_number.xlsx"))
    again = str(CASES / "same_person_now_with_number.xlsx")
    found = said(demo_bank, "participants", again, "--answers", answers(tmp_path, **{"same:2": "new"}))
    assert (found["stored"], found["asked"], found["reading"]["profile"]) == (1, 0, "same person now with number")


LISTED = "Personnummer;Namn;Telefon;Omfattning\n19770115-2386;Bo Prov;{phone};{extent}\n"


def referral(folder: Path, phone: str, extent: int, more: str = "") -> str:
    (folder / "lista.csv").write_text(LISTED.format(phone=phone, extent=extent) + more, "utf-8")
    return str(folder / "lista.csv")


def test_what_both_have_changed_is_asked_by_row_and_field_and_the_rest_of_the_row_is_stored(
    demo_bank: Path, tmp_path: Path
) -> None:
    said(demo_bank, "participants", referral(tmp_path, "070-1740605", 50))
    first = said(demo_bank, "participants", referral(tmp_path, "070-1740606", 50))
    assert [(d["field"], d["kind"], d["taken"]) for d in row_of(first)["differences"]] == [("phone", "CHANGED", True)]
    other = tmp_path / "annan"
    other.mkdir()
    (other / "syd.csv").write_text(LISTED.format(phone="070-1740607", extent=50), "utf-8")
    said(demo_bank, "participants", str(other / "syd.csv"))
    found = said(demo_bank, "participants", referral(tmp_path, "070-1740608", 75))
    row = row_of(found)
    assert (row["outcome"], row["action"], found["updated"], found["undecided"]) == ("accepted", "update", 1, 1)
    kinds = {d["field"]: (d["kind"], d["last"], d["before"], d["after"], d["taken"]) for d in row["differences"]}
    assert kinds == {
        "phone": ("CONFLICT", "070-1740606", "070-1740607", "070-1740608", False),
        "extent": ("CHANGED", "50", "50", "75", True),
    }
    (question,) = row["questions"]
    assert (question["id"], question["code"]) == ("difference:2:phone", "CONFLICT")
    assert [a["answer"] for a in question["answers"]] == ["accept", "refuse"]
    path = referral(tmp_path, "070-1740608", 75)
    assert '"difference:2:phone": "accept"' in run(demo_bank, "participants", path).stdout
    given = answers(tmp_path, **{"difference:2:phone": "accept"})
    done = said(demo_bank, "participants", path, "--answers", given)
    assert (done["updated"], done["undecided"]) == (1, 0)
    assert said(demo_bank, "participants", path)["undecided"] == 0


def row_of(found: Any) -> Any:
    return next(r for r in found["rows"] if r["row"] == 2)


def test_who_is_no_longer_in_the_list_is_counted_and_named_by_number(demo_bank: Path, tmp_path: Path) -> None:
    said(demo_bank, "participants", referral(tmp_path, "070-1740605", 50, "19770216-2392;Cia Prov;;50\n"))
    found = said(demo_bank, "participants", referral(tmp_path, "070-1740605", 75))
    (missing,) = found["missing"]
    assert (missing["name"], missing["participant"][:2], found["flagged"]) == ("Cia Prov", "D-", 1)
    assert any(missing["participant"] in n for n in found["notices"])


def test_a_dry_run_says_of_each_row_what_the_run_says(demo_bank: Path, tmp_path: Path) -> None:
    said(demo_bank, "participants", referral(tmp_path, "070-1740605", 50))
    path = referral(tmp_path, "070-1740606", 75, "19770216-2392;Cia Prov;;50\nfel;Dan Prov;;\n")
    dry, ran = (said(demo_bank, "participants", path, *more) for more in (("--dry-run",), ()))
    assert (dry.pop("stored"), ran.pop("stored")) == (0, 1)
    assert dry == ran
