"""amdesk match --all: one document, the same every time, and nothing booked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_cli import run


@pytest.mark.thorough(long=True)
def test_a_round_of_the_demo_city_is_one_document_and_books_nothing(demo_bank: Path) -> None:
    before = run(demo_bank, "list", "bookings", "--json").stdout
    code, first = answer(demo_bank)
    assert code == 0
    assert set(first) >= {"optimal", "first_come", "unplaced", "prices"}
    assert first["optimal"]["placed"] == len(first["optimal"]["assignments"]) >= first["first_come"]["placed"]
    assert first["optimal"]["score"] == sum(a["score"] for a in first["optimal"]["assignments"])
    assert first["optimal"]["placed"] + len(first["unplaced"]) == first["people"]
    second = answer(demo_bank)[1]
    assert {**first, "round": ""} == {**second, "round": ""}
    assert run(demo_bank, "list", "bookings", "--json").stdout == before


def test_a_policy_file_changes_what_counts_first(demo_bank: Path, tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_text(json.dumps({"version": 7, "order": ["waiting", "placed", "fit"]}), "utf-8")
    code, found = answer(demo_bank, "--policy", str(path))
    assert code == 0
    assert found["policy"]["order"] == ["waiting", "placed", "fit"]
    assert found["policy"]["version"] == 7


def test_a_broken_policy_is_one_sentence_and_exit_3(demo_bank: Path, tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_text('{"order": ["placed"]}', "utf-8")
    done = run(demo_bank, "match", "--all", "--policy", str(path), "--json")
    assert done.exit_code == 3
    assert json.loads(done.stdout)["error"]["message"] == done.stderr.strip()
    assert done.stderr.strip() == "The policy's order names each of placed, fit, waiting once."


def test_a_round_names_no_single_participant(demo_bank: Path) -> None:
    assert run(demo_bank, "match", "D-0001", "--all").exit_code == 2


@pytest.mark.thorough(long=True)
def test_looking_ahead_is_in_the_document_and_why_not_is_told_of_two(demo_bank: Path) -> None:
    code, found = answer(demo_bank, "--look-ahead", "--strength", "60")
    assert code == 0
    assert (found["policy"]["look_ahead"], found["policy"]["strength"]) == (True, 60)
    here = [a for a in found["optimal"]["assignments"] if a["placement"]]
    one = here[0]
    other = next(a for a in here if a["placement"] != one["placement"])
    pair = one["participant"], other["participant"]
    code, told = answer(demo_bank, "--look-ahead", "--strength", "60", "--why-not", *pair)
    assert code == 0
    assert (told["why_not"]["this"], told["why_not"]["that"]) == pair
    assert told["why_not"]["text"].endswith(".")
    assert told["why_not"]["less"] >= 0


def answer(bank: Path, *more: str) -> tuple[int, dict[str, Any]]:
    done = run(bank, "--today", "2026-11-23", "match", "--all", *more, "--json")
    return done.exit_code, json.loads(done.stdout)
