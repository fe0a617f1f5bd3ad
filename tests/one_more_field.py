"""What a program does with a field that it has one line and one migration of: run by test_records.py in a process of its own,
over a copy of the program. Prints as JSON what was seen."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, cast

import openpyxl
from click.testing import CliRunner
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from amdesk.app import application
from amdesk.cli import main as command
from amdesk.db.bank import erasure
from amdesk.db.people import participants as people
from amdesk.db.port import one, value
from amdesk.db.results.received import payments
from amdesk.domain.change import Change, Moved, changes
from amdesk.domain.competence.assessments import words_of
from amdesk.domain.texts import text
from amdesk.services.bank import access, banks
from amdesk.services.desk import Desk
from amdesk.ui.competence.module_acts import ModuleDialog, NeedDialog
from amdesk.ui.competence.modules import ModulesPane
from amdesk.ui.competence.words import WordsDialog
from amdesk.ui.frame.session import BankWindow
from amdesk.ui.people.acts import NoteDialog
from amdesk.ui.people.form import ParticipantDialog
from amdesk.ui.people.head import PersonFacts
from amdesk.ui.results.form import ask_and_store
from tests import make
from tests.ui.conftest import Hands, close, make_window
from tools import fields

SAID = "Kim Testlund"


class Turns:
    """What `Hands` waits by, where there is no pytest."""

    def waitUntil(self, condition: Callable[[], bool], timeout: int = 60_000) -> None:
        end = time.monotonic() + timeout / 1000
        while not condition():
            assert time.monotonic() < end
            QApplication.processEvents()


def row(desk: Desk, key: int) -> dict[str, Any]:
    return one(desk.bank, "select * from participant where id = :id", id=key) or {}


def imported(desk: Desk, folder: Path) -> tuple[int, dict[str, Any]]:
    """Somebody from a list with the new heading, and what a later list changes."""
    (folder / "a.csv").write_text(f"Namn;Telefon;Mentor\nAida Demolund;070-1;{SAID}\n", "utf-8")
    (folder / "b.csv").write_text("Namn;Telefon;Mentor\nAida Demolund;070-1;Noa Provin\n", "utf-8")
    desk.imports.store(desk.imports.review(desk.imports.stage(folder / "a.csv", "participants")))
    key = int(value(desk.bank, "select max(id) as id from participant"))
    first = desk.work.participant(key)
    second = desk.imports.review(desk.imports.stage(folder / "b.csv", "participants"))
    return key, {
        "import": row(desk, key)["mentor"],
        "record": getattr(first, "mentor", None),
        "changes": second.outcomes[0].changes,
    }


def shown(bank: Path, desk: Desk, key: int) -> dict[str, Any]:
    """Search, list, and the refusal for a second writer."""
    listed = CliRunner().invoke(command, ["--bank", str(bank), "list", "participants", "--json"])
    return {
        "search": desk.participants.find("testlund") == [key],
        "list": [p.get("mentor") for p in json.loads(listed.stdout)],
        "said": str(desk.participants._say("mentor", SAID)),
    }


def in_the_window(bank: Path, desk: Desk, key: int, place: int, job: int) -> dict[str, Any]:
    """The line on her page, and her form: saved unchanged, and with another mentor."""
    turns = cast("QtBot", Turns())
    window: BankWindow = make_window(turns, str(bank))
    hands = Hands(turns, window)
    hands.rest()
    facts = PersonFacts(hands.shell)._pairs(desk.work.participant(key), {})
    before, steps = row(desk, key), value(desk.bank, "select count(*) as n from step")
    for typed in ("", "Noa Provin"):
        ParticipantDialog.change(window.window, hands.shell, desk.work.participant(key))
        hands.rest()
        dialog: Any = QApplication.activeModalWidget()
        if typed:
            dialog.controls["mentor"].widget.setText(typed)
        dialog.confirm()
        hands.rest()
        if not typed:
            assert value(desk.bank, "select count(*) as n from step") == steps
    after = row(desk, key)
    hands.shell.tasks.write(lambda of_window: of_window.history.undo())
    hands.rest()
    undone = row(desk, key)
    others = place_form(hands, desk, place) | day90_form(hands, desk, job) | note_form(hands, desk, key)
    others |= module_forms(bank, hands, desk, key) | words_form(hands, desk, job)
    close(window)
    return others | {
        "page": [list(f) for f in facts if f[2] == SAID],
        "form": {n: after[n] for n in after if after[n] != before[n]},
        "undone": undone == before,
    }


def placed(bank: Path, desk: Desk) -> dict[str, Any]:
    """A placement from a list with the new heading, what a later list changes, and where the field is seen."""
    for name, said in (("p", "Norra porten"), ("q", "Södra porten")):
        (bank.parent / f"{name}.csv").write_text(
            f"Enhet;Yrkestitel;Antal platser;Ingång\nBjörkparken;Parkarbetare;2;{said}\n", "utf-8"
        )
    first, second = (desk.imports.stage(bank.parent / f"{name}.csv", "placements") for name in "pq")
    desk.imports.store(desk.imports.review(first))
    place = desk.placements.listing()[0]
    listed = CliRunner().invoke(command, ["--bank", str(bank), "list", "placements", "--json"])
    for _ in desk.exports.placements(bank.parent / "places.xlsx"):
        pass
    sheet = openpyxl.load_workbook(bank.parent / "places.xlsx").active
    assert sheet is not None
    cells = [str(c.value) for r in sheet.iter_rows() for c in r]
    return {
        "place": place.id,
        "place import": dict(place.more)["entrance"],
        "place changes": desk.imports.review(second).outcomes[0].changes,
        "place list": [p.get("entrance") for p in json.loads(listed.stdout)],
        "place sheet": ["Entrance" in cells, "Norra porten" in cells],
        "place search": desk.bank.search("placement", "norra", 10) == [place.id],
    }


def employed(bank: Path, desk: Desk) -> dict[str, Any]:
    """An employment from a list with the new heading, what a later list changes, and its follow-up."""
    number, folder = make.fresh_number(), bank.parent
    for name, said in (("e", "Ira Provin"), ("f", "Noa Provin")):
        (folder / f"{name}.csv").write_text(
            "Personnummer;Namn;Yrkestitel;Startdatum;Slutdatum;Omfattning;Coach\n"
            f"{number};Sara Provlund;Parkarbetare;2026-01-07;2026-06-30;100;{said}\n",
            "utf-8",
        )
    first, second = (desk.imports.stage(folder / f"{name}.csv", "employments") for name in "ef")
    desk.imports.store(desk.imports.review(first))
    (job,) = desk.booking.employments()
    changes = desk.imports.review(second).outcomes[0].changes
    listed = CliRunner().invoke(command, ["--bank", str(bank), "list", "employments", "--json"])
    return (
        {
            "job": job.id,
            "job import": getattr(job, "coach", None),
            "job changes": changes,
            "job list": [e.get("coach") for e in json.loads(listed.stdout)],
        }
        | followed(bank, desk, job.id, number)
        | received(bank, desk, number)
    )


def followed(bank: Path, desk: Desk, job: int, number: str) -> dict[str, Any]:
    """Its follow-up from a list with the new heading, and what a later list changes."""
    for name, said in (("u", "Ira Provin"), ("v", "Noa Provin")):
        (bank.parent / f"{name}.csv").write_text(
            f"Personnummer;Slutdatum;Avslutsorsak;Status dag 90;Kontaktväg\n{number};2026-06-30;Arbete;Arbete;{said}\n",
            "utf-8",
        )
    first, second = (desk.imports.stage(bank.parent / f"{name}.csv", "followups") for name in "uv")
    desk.imports.store(desk.imports.review(first))
    listed = CliRunner().invoke(command, ["--bank", str(bank), "list", "followups", "--json"])
    return {
        "day90 import": row_of(desk, "followup", job)["helper"],
        "day90 known": getattr(desk.results.due(job), "helper", None),
        "day90 changes": desk.imports.review(second).outcomes[0].changes,
        "day90 list": [f.get("helper") for f in json.loads(listed.stdout)],
    }


def received(bank: Path, desk: Desk, number: str) -> dict[str, Any]:
    """A payment and a measure from lists with the new headings, and what later lists say of them."""
    lists = {
        "payments": (
            "Personnummer;Period;Belopp;Utbetalande enhet",
            "202602;4500",
            ("Enheten för bistånd", "Annan enhet"),
        ),
        "measures": (
            "Personnummer;Insats;Startdatum;Utfall",
            "Jobbcoachning;2026-02-02",
            ("Fortsatt arbete", "Studier"),
        ),
    }
    later = {}
    for kind, (head, said, more) in lists.items():
        for name, one_more in zip("xy", more, strict=True):
            (bank.parent / f"{kind}{name}.csv").write_text(f"{head}\n{number};{said};{one_more}\n", "utf-8")
        first, second = (desk.imports.stage(bank.parent / f"{kind}{name}.csv", kind) for name in "xy")
        desk.imports.store(desk.imports.review(first))
        later[kind] = desk.imports.review(second).outcomes[0]
    return {
        "paid": [getattr(p, "unit", None) for p in payments(desk.bank)],
        "paid again": later["payments"].action,
        "measured": value(desk.bank, "select result from measure"),
        "measured changes": later["measures"].changes,
    }


def row_of(desk: Desk, table: str, job: int) -> dict[str, Any]:
    column = "id" if table == "employment" else "employment_id"
    return one(desk.bank, f"select * from {table} where {column} = :e", e=job) or {}


def day90_form(hands: Hands, desk: Desk, job: int) -> dict[str, Any]:
    """The form of a follow-up with another helper, and what is said to whoever wrote over what they had not seen."""
    before = row_of(desk, "followup", job)
    ask_and_store(hands.window.window, hands.shell, job)
    hands.rest()
    dialog: Any = QApplication.activeModalWidget()
    dialog.controls["helper"].widget.setText("Siri Provin")
    dialog.confirm()
    hands.rest()
    after = row_of(desk, "followup", job)
    try:
        desk.results.follow_up(job, {"helper": Change("Ira Provin", "Noa Provin")})
    except Moved as moved:
        (clash,) = moved.clashes
    return {
        "day90 form": {n: after[n] for n in after if after[n] != before[n]},
        "day90 clash": [str(clash.label), *map(str, clash.said)],
    }


def note_form(hands: Hands, desk: Desk, key: int) -> dict[str, Any]:
    """A note with the new field, and how the person's page tells of it."""
    NoteDialog.run(hands.window.window, hands.shell, key)
    hands.rest()
    dialog: Any = QApplication.activeModalWidget()
    dialog.controls["body"].widget.setPlainText("Börjar på måndag")
    dialog.controls["spot"].widget.setPlainText("Parken")
    dialog.confirm()
    hands.rest()
    told = [str(beneath) for _, kind, _, _, beneath in desk.participants.record(key).events if kind == "note"]
    return {"note form": value(desk.bank, "select spot from note"), "note told": told[0]}


def module_forms(bank: Path, hands: Hands, desk: Desk, key: int) -> dict[str, Any]:
    """A module and a need of one with their new fields."""
    window, kinds = hands.window.window, desk.modules.kinds()
    made: list[int] = []
    ModuleDialog(window, hands.shell, kinds, made.append).open()
    dialog: Any = QApplication.activeModalWidget()
    dialog.first.setText("2026-12-02")
    for name, said in (("name", "Svenska i köket"), ("room", "Sal 4")):
        dialog.controls[name].widget.setText(said)
    dialog.confirm()
    hands.rest()
    NeedDialog(window, hands.shell, key, "", kinds).open()
    dialog = QApplication.activeModalWidget()
    dialog.controls["wish"].widget.setText("Helst på morgonen")
    dialog.confirm()
    hands.rest()
    pane = ModulesPane(hands.shell)
    pane._show_register(desk.modules.register(made[0]))
    listed = CliRunner().invoke(command, ["--bank", str(bank), "module", "list", "--json"])
    return {
        "module form": value(desk.bank, "select room from module"),
        "module list": [m.get("room") for m in json.loads(listed.stdout)],
        "module shown": pane.facts.text(),
        "need form": value(desk.bank, "select wish from enrolment"),
    }


def words_form(hands: Hands, desk: Desk, job: int) -> dict[str, Any]:
    """The words beside an assessment's levels with the new field, as the page of competence stores them."""
    on, handed = date(2026, 6, 1), list[dict[str, str]]()
    made = desk.competence.assess(job, "extra", on, {"PAR-01": 2}, remark="Noggrann.")
    WordsDialog(hands.window.window, hands.shell, words_of(made), handed.append).open()
    dialog: Any = QApplication.activeModalWidget()
    dialog.controls["goal"].widget.setPlainText("Köra truck")
    dialog.confirm()
    hands.rest()
    desk.competence.assess_changes(job, "extra", on, changes(words_of(made), words_of(made), handed[0]))
    try:
        desk.competence.assess_changes(job, "extra", on, {"goal": Change("", "Läsa ritning")})
    except Moved as moved:
        (clash,) = moved.clashes
    return {
        "words form": handed[0],
        "words kept": value(desk.bank, "select goal from assessment"),
        "words clash": [str(clash.label), *map(str, clash.said)],
    }


def job_erased(desk: Desk, job: int) -> dict[str, Any]:
    uid = value(
        desk.bank, "select uid from participant where id = (select participant_id from employment where id = :e)", e=job
    )
    with desk.bank.write(text("an erasure"), undoable=False):
        erasure.erase(desk.bank, erasure.those(desk.bank, {uid}), "plan", "N. Chef")
    return {
        "job erased": row_of(desk, "employment", job)["coach"],
        "day90 erased": row_of(desk, "followup", job)["helper"],
    }


def place_form(hands: Hands, desk: Desk, key: int) -> dict[str, Any]:
    """Its form with another entrance."""
    window = hands.window.window
    window.go("placements")
    hands.rest()
    before = one(desk.bank, "select * from placement where id = :id", id=key) or {}
    hands.page("placements")._edit(key)
    hands.rest()
    dialog: Any = QApplication.activeModalWidget()
    dialog.controls["entrance"].widget.setText("Södra porten")
    dialog.confirm()
    hands.rest()
    after = one(desk.bank, "select * from placement where id = :id", id=key) or {}
    return {"place form": {n: after[n] for n in after if after[n] != before[n] and n != "search"}}


def merged_and_erased(desk: Desk, key: int) -> dict[str, Any]:
    keep = make.participant(desk.bank, name="Aida D")
    desk.participants.merge(keep, key)
    merged = row(desk, keep)
    with desk.bank.write(text("an erasure"), undoable=False):
        erasure.erase(desk.bank, erasure.those(desk.bank, {merged["uid"]}), "plan", "N. Chef")
    return {
        "merge": merged["mentor"],
        "need erased": value(desk.bank, "select wish from enrolment"),
        "found": people.search_text("", merged),
        "erased": [row(desk, k)["mentor"] for k in (keep, key)],
    }


def main(bank: Path) -> dict[str, Any]:
    application()
    desk = Desk(banks.open_(str(bank), None, make.CLOCK, access.Who("T", "t")), make.CLOCK)
    key, seen = imported(desk, bank.parent)
    seen |= shown(bank, desk, key)
    seen |= placed(bank, desk)
    seen |= employed(bank, desk)
    seen |= in_the_window(bank, desk, key, seen["place"], seen["job"])
    seen |= merged_and_erased(desk, key)
    seen |= job_erased(desk, seen["job"])
    desk.bank.close()
    table = [
        line
        for line in fields.page().splitlines()
        if re.match(r"\| `(mentor|entrance|coach|helper|unit|result|goal|spot|room|wish)`", line)
    ]
    return seen | {"table": table, "program": sys.modules["amdesk"].__file__}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1])), ensure_ascii=False))
