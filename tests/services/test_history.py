"""What the history and the access log say, to whoever reads them."""

from __future__ import annotations

import ast
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

import amdesk
from amdesk.domain.bank.access import EXPORTS, READS
from amdesk.domain.texts import Text, kept, restored, text
from amdesk.i18n import Words
from amdesk.services.bank.because import because
from amdesk.services.desk import Desk
from tests import make
from tests.make import TODAY

SV, EN = Words("sv", TODAY), Words("en", TODAY)


@pytest.fixture
def stockholm(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of the computer cannot be set for a test here")
    with monkeypatch.context() as zone:
        zone.setenv("TZ", "Europe/Stockholm")
        time.tzset()
        yield
    time.tzset()


def log(desk: Desk, words: Words, number: str | None = None) -> list[str]:
    return [words.say(r.said) for r in desk.history.access(number)]


def booked(desk: Desk, **person: object) -> int:
    key = make.participant(desk.bank, **person)
    desk.booking.book(key, make.placement(desk.bank, name="Parken"), TODAY, TODAY + timedelta(50))
    return key


def test_the_access_log_says_what_was_done_in_the_words_of_whoever_reads_it(desk: Desk) -> None:
    key = booked(desk, name="Ada Prov")
    desk.participants.record(key)
    desk.history.undo()
    sv, en = log(desk, SV), log(desk, EN)
    assert {"Akt öppnad", "Bokade Ada Prov på Parken", "Ångrat: Bokade Ada Prov på Parken"} <= set(sv)
    assert {"Record opened", "Booked Ada Prov at Parken", "Undone: Booked Ada Prov at Parken"} <= set(en)
    assert [said for said in sv + en if "{" in said] == []


def test_the_access_log_names_nobody_who_is_protected_now(desk: Desk) -> None:
    key = booked(desk, name="Ada Prov")
    desk.participants.protect(key, 1, "Beslut")
    said = " ".join(log(desk, SV))
    assert "Ada" not in said
    assert "Parken" not in said
    assert "Bokade Skyddade personuppgifter" in said


def logged() -> set[str]:
    """The codes that the services write in the access log."""
    out = set()
    for path in Path(amdesk.__file__).parent.joinpath("services").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                at = {"log_read": 1, "opened": 2}.get(name, len(node.args))
                said = node.args[at] if at < len(node.args) else None
                if isinstance(said, ast.Constant) and isinstance(said.value, str):
                    out.add(said.value)
    return out


@pytest.mark.thorough(long=True)
def test_every_code_that_is_logged_has_words() -> None:
    assert len(logged()) > 15
    assert logged() - READS.keys() - EXPORTS.keys() == set()


def test_a_step_keeps_the_sentences_in_it_so_that_each_reader_has_her_own(desk: Desk) -> None:
    inner = text("Assessment week {week}", week=6)
    with desk.bank.write(text("Done: {task}", task=inner)):
        make.participant(desk.bank)
    what = desk.history.steps(1)[0].what
    assert (SV.say(what), EN.say(what)) == ("Klart: Bedömning vecka 6", "Done: Assessment week 6")


def test_a_step_of_an_older_version_says_its_days_and_statuses_in_the_readers_language(desk: Desk) -> None:
    with desk.bank.write(
        text("Closed {name} from {first} to {last}", name="Parken", first="2026-11-23", last="2026-12-24")
    ):
        make.participant(desk.bank)
    with desk.bank.write(text("Module {status}: {name}", status="Enrolled", name="Protected personal data D-0007")):
        make.participant(desk.bank)
    newest, before = desk.history.steps(2)
    assert SV.say(newest.what) == "Modul Inskriven: Skyddade personuppgifter D-0007"
    assert SV.say(before.what) == "Stängde Parken från 23 nov till 24 dec"


def test_a_sentence_is_kept_and_read_back_with_the_sentences_in_it() -> None:
    said = text(
        "{name}: {what}",
        name=text("{name}", name="Ada"),
        what=text("Module {status}: {name}", status=Text("Enrolled"), name="Bo"),
    )
    again = restored(said.msgid, kept(said))
    assert kept(said)["name"] == "Ada"
    assert SV.say(again) == SV.say(said) == "Ada: Modul Inskriven: Bo"
    assert kept(again) == kept(said)


@pytest.mark.usefixtures("stockholm")
def test_a_moment_of_the_log_is_told_by_the_clock_on_the_wall() -> None:
    assert SV.moment("2026-11-23T09:41:07+00:00") == "2026-11-23 10:41"
    assert SV.moment("2026-07-01T22:30:07+00:00", seconds=True) == "2026-07-02 00:30:07"


def test_a_day_in_a_step_is_read_back_as_a_day(desk: Desk) -> None:
    with desk.bank.write(
        text("Closed {name} from {first} to {last}", name="A", first=date(2026, 1, 2), last=date(2026, 1, 3))
    ):
        make.participant(desk.bank)
    assert EN.say(desk.history.steps(1)[0].what) == "Closed A from 2 Jan to 3 Jan"


@pytest.mark.parametrize(
    ("what", "why", "said"),
    [
        ("participant", "Ringer henne", "Ringer henne"),
        ("figure_rows", "situation_work.all: 23", "I arbete dag 90 (Alla): 23"),
        ("cohort_rows", "2024 no_assistance.women", "2024: Utan ekonomiskt bistånd (Kvinnor)"),
        ("cohort_rows", "2024 no_longer_asked.all", "2024: no_longer_asked.all"),
        ("export_report_committee", "2026-01-01 2026-06-30 outside", "2026-01-01 – 2026-06-30 · För spridning: små grupper visas inte"),
        ("export_management", "2026-01-01 2026-10-31 Kök och service", "2026-01-01 – 2026-10-31 · Kök och service"),
        ("export_management", "2026-01-01 2026-10-31 ", "2026-01-01 – 2026-10-31"),
        ("notice", "{ref} & {x}", "{ref} & {x}"),
        ("list_history", "300: 57", "57 rader visades"),
        ("list_people", "waiting: 1", "1 rad visades"),
        ("list_day90", "0", "0 rader visades"),
        ("asked", "participants.add_note UNOPENED", "lägga till deltagare och ändra eller anteckna i en akt"),
        ("refused", "booking.book FULL", "boka, bekräfta, flytta, förlänga, avsluta och avboka: en regel sades (FULL)"),
    ],
)  # fmt: skip
def test_the_log_says_in_words_what_a_read_was_of(what: str, why: str, said: str) -> None:
    assert SV.say(because(what, why)) == said


def test_the_log_names_whose_record_it_was_but_nobody_who_is_protected(desk: Desk) -> None:
    key = booked(desk, name="Ada Prov")
    desk.participants.record(key)
    number = desk.work.participant(key).number
    assert {r.name for r in desk.history.access(number)} == {"Ada Prov"}
    desk.participants.protect(key, 1, "Beslut")
    assert {r.name for r in desk.history.access(number)} == {""}
    assert {r.number for r in desk.history.access(number)} == {number}
