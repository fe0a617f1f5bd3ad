"""A referral list with needs, end to end: import, match, why, round, book and move say the same sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from amdesk.cli import main

CASES = Path(__file__).parents[1] / "cases" / "imports"
KITCHENS, WAREHOUSE, CLEANING = "MAT", "P-0010", "P-0002"
OF_THE_DAYS = ("Free ", "Shorter than", "More than the", "The first day")


def run(bank: Path, *words: str) -> Any:
    result = CliRunner().invoke(main, ["--bank", str(bank), "--today", "2026-11-23", "--lang", "en", *words, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def city(demo_bank: Path) -> Path:
    run(demo_bank, "import", "participants", str(CASES / "needs.csv"))
    return demo_bank


def of_row(city: Path, row: int) -> str:
    """The participant whom a row of the list is about (the heading is row 1)."""
    identity = (CASES / "needs.csv").read_text("utf-8-sig").splitlines()[row - 1].split(";")[0]
    return str(run(city, "why", identity, WAREHOUSE)["participant"])


def lasting(warnings: list[str]) -> set[str]:
    return {w for w in warnings if not w.startswith(OF_THE_DAYS)}


def asked_everywhere(city: Path, person: str, placement: str) -> set[str]:
    """The warnings about the pair in why, book and move, which must be one set."""
    why = lasting(run(city, "why", person, placement)["warnings"])
    words: tuple[str, ...] = ("book", person, placement, "--from", "2027-03-01", "--to", "2027-09-30", "--extent", "25")
    if any(r["answer"] == "not met" for r in run(city, "why", person, placement)["rules"]):
        refused = CliRunner().invoke(main, ["--bank", str(city), "--today", "2026-11-23", "--lang", "en", *words])
        assert refused.exit_code == 1
        assert any(w in refused.output for w in why)
        words = (*words, "--despite", "Hon vill prova")
    booked = run(city, *words)
    assert booked["despite"] == ("Hon vill prova" if "--despite" in words else "")
    assert lasting(booked.get("warnings", [])) == why
    moved = run(city, "move", booked["ref"], "--on", "2027-03-08", "--to", "2027-09-30")
    assert lasting(moved.get("warnings", [])) == why
    run(city, "cancel", booked["ref"])
    return why


def matched(city: Path, person: str) -> dict[str, Any]:
    return {m["placement"]: m for m in run(city, "match", person, "--limit", "200")}


def test_an_import_says_which_words_and_districts_it_could_not_read(demo_bank: Path) -> None:
    found = run(demo_bank, "import", "participants", str(CASES / "needs.csv"), "--dry-run")
    warned = {r["row"]: r["warnings"] for r in found["rows"] if r["outcome"] == "accepted"}
    assert "DISTRICT_UNKNOWN" in warned[7]
    assert not any("NEED_WORDS" in w for w in warned.values())


def test_words_that_nothing_reads_are_named_at_import_and_in_both_languages(demo_bank: Path, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Personnummer;Namn;Behov\n199301132396;Fall Ord;måste: lugn miljö\n", "utf-8-sig")
    found = run(demo_bank, "import", "participants", str(path))
    assert "NEED_WORDS" in next(r["warnings"] for r in found["rows"] if r["outcome"] == "accepted")
    assert any("1 person has a need in words" in n for n in found["notices"])
    swedish = CliRunner().invoke(
        main,
        ["--bank", str(demo_bank), "--today", "2026-11-23", "--lang", "sv", "why", "199301132396", WAREHOUSE],
    )
    assert "? Måste, inte känt: måste: lugn miljö (ord som någon måste läsa)" in swedish.stdout


def test_ten_kilos_and_a_warehouse_with_lifting(city: Path) -> None:
    person, sentence = of_row(city, 6), "Not met: Lifts at most 10 kg"
    found = matched(city, person)
    assert sentence in found[WAREHOUSE]["warnings"]
    assert not any("All needs met" in m["reasons"] for m in found.values())
    assert all(any("Lifts at most 10 kg" in w for w in m["warnings"]) for m in found.values())
    assert found[WAREHOUSE]["score"] < 95
    assert sentence in asked_everywhere(city, person, WAREHOUSE)
    assert lasting(found[WAREHOUSE]["warnings"]) == lasting(run(city, "why", person, WAREHOUSE)["warnings"])


def test_a_district_that_no_list_knows_leaves_the_must_not_known(city: Path) -> None:
    person = of_row(city, 7)
    sentence = "Not known if the must is met: At most 15 min travel (the district Södra Slingan is unknown)"
    for m in matched(city, person).values():
        assert sentence in m["warnings"]
        assert "All needs met" not in m["reasons"]
    (rule,) = (r for r in run(city, "why", person, CLEANING)["rules"] if r["code"] == "NEED_MAX_TRAVEL")
    assert (rule["answer"], rule["kept"], rule["rule"]) == ("not known", None, sentence)
    assert sentence in asked_everywhere(city, person, CLEANING)


def test_a_place_that_begins_at_half_past_six_is_no_match_for_nine_and_says_so_when_booked(city: Path) -> None:
    person, kitchen = of_row(city, 9), "P-0030"
    assert kitchen not in matched(city, person)
    answer = run(city, "why", person, kitchen)
    assert answer["match"] is False
    assert {r["code"]: r["answer"] for r in answer["rules"]}["NEED_START_AFTER"] == "not met"
    assert "Must not met: Starts at 09:00 or later" in asked_everywhere(city, person, kitchen)


def test_a_minor_is_said_when_matched_and_booked(city: Path) -> None:
    person, sentence = (
        of_row(city, 4),
        "Under 18 on the first day: the rules for minors' work apply (AFS 2023:2 chapter 8)",
    )
    place, found = next(iter(matched(city, person).items()))
    assert sentence in found["warnings"]
    assert sentence in asked_everywhere(city, person, place)


def test_swedish_that_nobody_has_recorded_is_not_known_where_the_work_needs_it(city: Path) -> None:
    person, place = of_row(city, 10), "P-0043"
    found = matched(city, person)[place]
    assert found["parts"]["language"] == 50
    sentence = "Not known: Swedish B1 (no level is recorded for the participant)"
    assert sentence in found["warnings"]
    assert sentence in asked_everywhere(city, person, place)


@pytest.mark.thorough(long=True)
def test_a_round_says_what_match_says(city: Path) -> None:
    shown = [p for p in run(city, "match", "--all")["optimal"]["assignments"] if p["placement"]]
    assert shown  # where a protected person would work is not told
    for proposed in shown:
        found = run(city, "why", proposed["participant"], proposed["placement"])
        assert lasting(proposed["warnings"]) == lasting(found["warnings"])


def test_an_import_names_the_columns_and_the_rows_that_it_did_not_read(city: Path, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Namn;Telefon;Kostnadsställe\nBo Prov;1;Ja\n", "utf-8")
    assert run(city, "import", "participants", str(path), "--dry-run")["unread"] == ["Kostnadsställe"]
    said = (
        CliRunner()
        .invoke(main, ["--bank", str(city), "--lang", "en", "import", "participants", str(path), "--dry-run"])
        .output
    )
    assert "Kostnadsställe" in said
