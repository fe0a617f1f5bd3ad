"""The page Arbetsgivare by its keys: introducing, the next step, why not; and the dialogs that answer a question of their own."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListView, QMenu, QPushButton

from amdesk.cli import main
from amdesk.db.port import rows
from amdesk.services.desk import Desk
from amdesk.services.employers.soon import DonePerson
from amdesk.ui.employers import introductionpane
from amdesk.ui.employers import page as page_module
from amdesk.ui.employers import rows as painted
from amdesk.ui.employers.acts import set_state, take_step
from amdesk.ui.employers.vacancyform import VacancyDialog, vacancy_lists
from amdesk.ui.kit import paint
from amdesk.ui.kit.menu import buttons_in, fill
from tests import make
from tests.make import TODAY
from tests.services.test_employers import soon, vacancy
from tests.ui import formed, records
from tests.ui.conftest import Hands

Key, Mod = Qt.Key, Qt.KeyboardModifier


def open_ones(other: Desk, days: int) -> list[DonePerson]:
    """Those soon done whom no reason is asked for."""
    return [d for d in other.vacancies.soon(days) if not d.name.hidden]


def opens(hands: Hands, why: str) -> None:
    """Enter on the person, and the reason."""

    def reason(box: Any) -> None:
        box.reason.setText(why)
        box.confirm()

    pane = hands.page("employers").vacancies
    pane.soon.setFocus()
    formed.answered(hands.window.window, "ReasonDialog", reason)
    pressed(hands, Key.Key_Return)


def new_to_her(other: Desk) -> tuple[int, int]:
    """Somebody soon done, and the vacancy that fits her best, to which she was never introduced: both by key."""
    met = {(i.participant_id, i.vacancy_id) for i in other.introductions.listing()}
    for done in open_ones(other, 90):
        for match in other.vacancies.match(done.participant).ranked[:1]:
            if (done.participant, match.vacancy.id) not in met:
                return done.participant, match.vacancy.id
    raise AssertionError("nobody in the city has a vacancy that is new to her")


def standing(hands: Hands, other: Desk) -> tuple[Any, int, int]:
    """The page's first tab on her and that vacancy: the pane, her key, the vacancy's."""
    who, what = new_to_her(other)
    hands.window.window.go("employers", participant=who)
    hands.rest()
    pane = hands.page("employers").vacancies
    hands.until(lambda: pane.vacancy() is not None and pane.vacancy().id == what)
    pane.list.setFocus()
    hands.rest()
    return pane, who, what


def pressed(hands: Hands, key: Qt.Key, mod: Qt.KeyboardModifier = Mod.NoModifier) -> None:
    modal = QApplication.activeModalWidget()
    QTest.keyClick(
        (modal.focusWidget() or modal) if modal else QApplication.focusWidget() or hands.window.window, key, mod
    )
    hands.rest()


def kept(desk: Desk, who: int, what: int) -> list[tuple[str, str]]:
    found = rows(
        desk.bank,
        "select status, reason from introduction where participant_id = :p and vacancy_id = :v",
        p=who,
        v=what,
    )
    return [(r["status"], r["reason"]) for r in found]


def test_of_somebody_protected_who_is_soon_done_neither_her_job_nor_her_levels_are_shown_or_spoken(
    hands: Hands, other: Desk
) -> None:
    done = next(d for d in open_ones(other, 90) if other.vacancies.match(d.participant).ranked)
    job = next(o.name("sv") for o in other.placements.occupations() if o.code == done.occupation)
    other.participants.protect(done.participant, 2)
    hands.window.window.go("employers", participant=done.participant)
    hands.rest()
    pane = hands.page("employers").vacancies
    hands.until(lambda: pane.shut is not None)
    spoken = str(pane.soon.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))
    assert not pane.list.isVisible()
    shown = [one.text() for one in pane.findChildren(QLabel) if one.isVisible()]
    assert "Det som passar visas för ett skäl, som loggas. Enter på personen frågar efter det." in shown
    said = "\n".join([spoken, *shown])
    assert job not in said
    assert ", ," not in spoken
    opens(hands, "Hon ringde")
    hands.until(lambda: pane.found is not None and bool(pane.found.ranked))
    [*_, logged] = rows(
        other.bank, "select why, participant_id from access_log where what = 'match_vacancy' order by id"
    )
    assert (logged["why"], logged["participant_id"]) == ("Hon ringde", done.participant)
    pane.refresh()
    hands.rest()
    assert pane.found is not None, "read anew, she stays opened"
    away = next(d.participant for d in open_ones(other, 90) if d.participant != done.participant)
    hands.window.window.go("employers", participant=away)
    hands.until(lambda: pane.found is not None and pane.found.person.participant == away)
    hands.window.window.go("employers", participant=done.participant)
    hands.until(lambda: pane.shut is not None and pane.found is None)


@pytest.mark.thorough(long=True)
def test_somebody_is_introduced_by_keys_after_she_has_said_yes_and_goes_on_to_the_interview(
    hands: Hands, other: Desk
) -> None:
    pane, who, what = standing(hands, other)
    pressed(hands, Key.Key_Return, Mod.ControlModifier)
    dialog: Any = QApplication.activeModalWidget()
    assert type(dialog).__name__ == "IntroduceDialog"
    pressed(hands, Key.Key_Return, Mod.ControlModifier)
    assert kept(other, who, what) == [], "without her word nobody is introduced"
    assert dialog.wrong.text() == dialog.t("Ask first, and tick that the answer was yes.")
    pressed(hands, Key.Key_Space)
    pressed(hands, Key.Key_Return, Mod.ControlModifier)
    hands.until(lambda: kept(other, who, what) == [("introduced", "")])
    hands.rest()
    assert pane.vacancy().id == what, "one stays where one was"
    pane.list.setFocus()
    hands.page("employers").confirm()
    hands.until(lambda: kept(other, who, what) == [("interview", "")])


@pytest.mark.thorough(long=True)
def test_a_vacancy_is_set_aside_by_n_and_one_key_for_the_reason(hands: Hands, other: Desk) -> None:
    pane, who, what = standing(hands, other)
    pressed(hands, Key.Key_N)
    dialog: Any = QApplication.activeModalWidget()
    assert type(dialog).__name__ == "NotDialog"
    pressed(hands, Key.Key_5)
    hands.until(lambda: kept(other, who, what) == [("not_relevant", "TRAVEL")])
    hands.rest()
    shut = {s.vacancy.id: hands.shell.words.say(s.why) for s in pane.found.shut}
    assert hands.shell.words("The way was too long") in shut[what]


@pytest.mark.thorough(long=True)
def test_enter_opens_the_vacancy_and_its_name_is_changed(hands: Hands, other: Desk) -> None:
    pane, _who, what = standing(hands, other)
    pressed(hands, Key.Key_Return)
    hands.until(lambda: type(QApplication.activeModalWidget()).__name__ == "VacancyDialog")
    dialog: Any = QApplication.activeModalWidget()
    dialog.controls["title"].widget.setText("Parkarbetare i Ängen")
    assert formed.save(hands, dialog)
    assert other.vacancies.get(what).title == "Parkarbetare i Ängen"
    assert pane.vacancy() is not None


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize(("said", "status"), [("Mark as filled", "filled"), ("Mark as withdrawn", "closed")])
def test_a_vacancy_is_ended_from_its_row_and_opened_again_at_its_employer(
    hands: Hands, other: Desk, said: str, status: str
) -> None:
    pane, _who, what = standing(hands, other)
    t = hands.shell.words
    menu = QMenu()
    fill(menu, list(buttons_in(pane.acts)), hands.shell)
    [line] = [one for one in menu.actions() if one.text() == t(said)]
    line.trigger()
    hands.until(lambda: other.vacancies.get(what).status == status)
    hands.until(lambda: pane.vacancy() is not None and pane.vacancy().id != what)
    found = other.vacancies.get(what)
    hands.window.window.go("employers", employer=found.employer_id)
    hands.rest()
    shown = hands.page("employers").employers.findChildren(QPushButton)
    [again] = [
        b
        for b in shown
        if b.accessibleName() == t("Open {title} again", title=f"{found.title} {found.number}") and b.isVisible()
    ]
    again.click()
    hands.until(lambda: other.vacancies.get(what).status == "open")
    hands.rest()
    shown = hands.page("employers").employers.findChildren(QPushButton)
    state = t.say(other.vacancies.get(what).state_told(TODAY))
    assert state.startswith("Öppen")
    assert f"{found.title} · {state}" in {b.text() for b in shown}, "what it is, and nothing that one should do"


def middles(layout: Any) -> set[int]:
    """Where the middle of each of its rows of buttons is."""
    lines: dict[int, list[QPushButton]] = {}
    for one in buttons_in(layout):
        lines.setdefault(one.geometry().top(), []).append(one)
    return {(min(b.geometry().left() for b in x) + max(b.geometry().right() for b in x)) // 2 for x in lines.values()}


def test_the_acts_under_a_vacancy_have_one_middle_and_the_links_at_an_employer_one_edge(
    hands: Hands, other: Desk
) -> None:
    pane, _who, what = standing(hands, other)
    hands.until(lambda: any(b.text() == hands.shell.words("Mark as filled") for b in buttons_in(pane.acts)))
    hands.rest()
    found = middles(pane.acts)
    assert max(found) - min(found) <= 1, "each act stands in the middle"
    other.vacancies.close(what, "filled")
    hands.window.window.go("employers", employer=other.vacancies.get(what).employer_id)
    pane = hands.page("employers").employers
    again = hands.shell.words("Open again")
    hands.until(lambda: any(b.text() == again for b in buttons_in(pane.facts)))
    hands.rest()
    edges = {
        min(b.geometry().left() for b in buttons_in(pane.facts) if b.geometry().top() == top)
        for top in {b.geometry().top() for b in buttons_in(pane.facts)}
    }
    assert len(edges) == 1, "each link begins where the lines do"


@pytest.mark.thorough(long=True)
def test_a_protected_person_is_introduced_for_a_reason_alone(hands: Hands, other: Desk) -> None:
    pane, who, what = standing(hands, other)
    other.participants.protect(who, 2, "prov")
    hands.page("employers").refresh()
    hands.rest()
    opens(hands, "Hon vill söka")
    hands.until(lambda: pane.found is not None)
    pane.list.setFocus()
    hands.until(lambda: pane.vacancy() is not None and pane.vacancy().id == what)
    hands.window.window.activateWindow()
    hands.until(pane.list.hasFocus)
    pressed(hands, Key.Key_Return, Mod.ControlModifier)
    dialog: Any = QApplication.activeModalWidget()
    dialog.consent.setChecked(True)

    def reason(box: Any) -> None:
        box.reason.setText("Hon har bett om det")
        box.confirm()

    formed.answered(hands.window.window, "ReasonDialog", reason)
    dialog.confirm()
    hands.until(lambda: kept(other, who, what) == [("introduced", "")])
    assert (
        rows(other.bank, "select why from access_log where what = 'introduction'")[-1]["why"] == "Hon har bett om det"
    )


def test_k_notes_that_somebody_was_in_contact_and_the_light_turns_green(hands: Hands, other: Desk) -> None:
    red = next(r for r in other.employers.listing() if r.light == "red").employer
    hands.window.window.go("employers", employer=red.id)
    hands.rest()
    pane = hands.page("employers").employers
    hands.until(lambda: pane.employer() is not None and pane.employer().id == red.id)
    pane.list.setFocus()
    pressed(hands, Key.Key_K)
    dialog: Any = QApplication.activeModalWidget()
    assert type(dialog).__name__ == "TalkDialog"
    dialog.controls["words"].widget.setText("Lunch")
    assert formed.save(hands, dialog)
    assert (other.employers.light(red.id), other.employers.talks(red.id)[0].words) == ("green", "Lunch")


@pytest.mark.thorough(long=True)
def test_a_contact_is_erased_after_one_question(hands: Hands, other: Desk) -> None:
    from amdesk.ui.employers.employerpane import ForgetDialog

    key = records.employer(other, random.Random(1))
    whose, whom = other.employers.get(key), other.employers.contacts(key)[0]
    dialog = formed.opened(hands, "ForgetDialog", ForgetDialog(hands.window.window, hands.shell, whose, whom).open)
    assert "Ulf Mallgren" in " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert formed.save(hands, dialog)
    assert other.employers.contacts(key) == []


@pytest.mark.thorough(long=True)
def test_a_file_of_vacancies_is_looked_at_before_it_is_stored(hands: Hands, other: Desk, tmp_path: Path) -> None:
    path = tmp_path / "vakanser.csv"
    path.write_text("Företag;Tjänst;Kontakt\nVäxthuset Prov;Odlare;Ada\n", "utf-8")
    hands.window.window.go("employers", tab="vacancies")
    hands.rest()
    page = hands.page("employers")
    before = len(other.vacancies.listing())
    dialog = formed.opened(hands, "BroughtDialog", lambda: page.read(path))
    said = " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert "Odlare, Växthuset Prov" in said
    assert "Kontakt" in said
    assert len(other.vacancies.listing()) == before
    assert formed.save(hands, dialog)
    assert [v.title for v in other.vacancies.listing()[before:]] == ["Odlare"]
    dialog = formed.opened(hands, "BroughtDialog", lambda: page.read(path))
    assert formed.save(hands, dialog), "nothing is left to store, and it closes"
    assert len(other.vacancies.listing()) == before + 1


@pytest.mark.thorough(long=True)
def test_a_pasted_advertisement_becomes_a_form_that_is_filled_in(hands: Hands, other: Desk) -> None:
    from amdesk.ui.employers.vacancyform import PasteDialog

    said = "Parkarbetare sökes\nArbetsgivare: Nordanstäd\nSök senast 2026-12-18. Ring 070-174 06 90."
    dialog = formed.opened(hands, "PasteDialog", PasteDialog(hands.window.window, hands.shell, said).open)
    dialog.confirm()
    hands.until(lambda: type(QApplication.activeModalWidget()).__name__ == "VacancyDialog")
    hands.rest()
    form: Any = QApplication.activeModalWidget()
    assert (form.controls["title"].value(), form.controls["occupation"].value()) == ("Parkarbetare sökes", "PAR")
    assert "070" not in str(form.controls["body"].value())
    before = len(other.vacancies.listing())
    assert formed.save(hands, form)
    made = other.vacancies.listing()[before]
    assert (made.employer, made.source, str(made.apply_by)) == ("Nordanstäd", "advertisement", "2026-12-18")


@pytest.mark.thorough(long=True)
def test_an_introduction_that_is_answered_on_day_90_says_so(hands: Hands, other: Desk) -> None:
    one = next(i for i in other.introductions.listing() if i.day90 and i.day90 <= make.TODAY)
    hands.window.window.go("employers", tab="introductions")
    hands.rest()
    pane = hands.page("employers").introductions
    at = [r.id for r in pane.rows.rows].index(one.id)
    pane.list.setCurrentIndex(pane.rows.index(at))
    hands.rest()
    said = hands.shell.words("No longer there")
    button = next(b for b in pane.findChildren(QPushButton) if b.text() == said)
    button.click()
    hands.rest()
    assert next(i for i in other.introductions.listing() if i.id == one.id).stayed == "no"


@pytest.mark.thorough(long=True)
def test_what_is_left_open_is_told_with_the_step_and_with_the_end_of_a_vacancy(hands: Hands, other: Desk) -> None:
    one, two = (vacancy(other, title=title) for title in ("Odlare", "Växthusvakt"))
    who = soon(other, "Per Prov")
    key, _ = (other.introductions.introduce(who, v.id, consent=True).id for v in (one, two))
    told: list[str] = []
    hands.shell.toasted.connect(lambda said, _undo: told.append(said))
    take_step(hands.shell, key, "hired")
    hands.until(lambda: bool(told))
    assert told == ["Steget är antecknat.\nPer Prov är fortfarande presenterad för Växthusvakt. Anteckna vad det blev."]
    told.clear()
    set_state(hands.shell, two, "closed")
    hands.until(lambda: bool(told))
    assert told[0].endswith("\n1 är fortfarande presenterad för Växthusvakt. Anteckna vad det blev.")


@pytest.mark.thorough(long=True)
def test_the_window_and_the_command_line_say_the_same_of_one_person(hands: Hands, other: Desk) -> None:
    pane, who, _what = standing(hands, other)
    shown = [(line.match.vacancy.id, line.match.score) for line in pane.lines.rows if hasattr(line, "match")]
    assert shown == [(m.vacancy.id, m.score) for m in other.vacancies.match(who).ranked]
    assert [s.vacancy.id for s in pane.found.shut] == [s.vacancy.id for s in other.vacancies.match(who).shut]


def _stands_on(pane: Any, who: int) -> bool:
    return pane.found is not None and pane.found.person.participant == who


@pytest.mark.thorough(long=True)
def test_skills_are_said_to_be_by_the_certificate_of_whoever_has_one(hands: Hands, other: Desk) -> None:
    hands.window.window.go("employers", tab="vacancies")
    pane, both = hands.page("employers").vacancies, dict[bool, int]()
    for done in open_ones(other, 90):
        both.setdefault(bool(done.candidate.levels), done.participant)
    for certified, who in both.items():
        hands.window.window.go("employers", participant=who)
        hands.until(partial(_stands_on, pane, who))
        assert pane.by.isVisible() == certified
    assert len(both) == 2


@pytest.mark.thorough(long=True)
def test_that_more_are_hired_than_there_are_places_is_told_with_the_step_that_is_noted_and_at_the_vacancy(
    hands: Hands, other: Desk, demo_bank: Path
) -> None:
    what = vacancy(other, title="Odlare", places=1)
    keys = [other.introductions.introduce(soon(other, name), what.id, consent=True).id for name in ("Ett", "Två")]
    told: list[str] = []
    hands.shell.toasted.connect(lambda said, _undo: told.append(said))
    for key in keys:
        take_step(hands.shell, key, "hired")
        hands.rest()
    assert told == [
        "Steget är antecknat.",
        "Steget är antecknat.\n2 är anställda på Odlare, som har 1 plats. Kontrollera antalet platser.",
    ]
    assert other.introductions.of_vacancy(what.id)[0].status == "hired", "it is not prevented"
    told.clear()
    form = VacancyDialog(hands.window.window, hands.shell, other.vacancies.get(what.id), vacancy_lists(other, "sv"))
    title: Any = form.controls["title"].widget
    title.setText("Odlare nu")
    form.open()
    form.confirm()
    hands.until(lambda: bool(told))
    assert told == ["Odlare nu är sparad.\n2 är anställda på Odlare nu, som har 1 plats. Kontrollera antalet platser."]
    again = VacancyDialog(hands.window.window, hands.shell, other.vacancies.get(what.id), vacancy_lists(other, "sv"))
    said = "2 är anställda på Odlare nu, som har 1 plats. Kontrollera antalet platser."
    assert said in {one.text() for one in again.findChildren(QLabel)}, "and afterwards"
    again.reject()
    hands.window.window.go("employers", employer=what.employer_id)
    hands.rest()
    shown = {b.text() for b in hands.page("employers").employers.findChildren(QPushButton)}
    assert "Odlare nu · Öppen, 2 anställda till 1 plats" in shown
    head = ["--bank", str(demo_bank), "--lang", "sv", "--today", TODAY.isoformat(), "vacancy"]
    assert "Öppen, 2 anställda till 1 plats" in CliRunner().invoke(main, [*head, "show", what.number]).output
    assert json.loads(CliRunner().invoke(main, [*head, "show", what.number, "--json"]).output)["hired"] == 2


def test_the_window_and_the_command_line_say_that_the_last_day_has_passed(
    hands: Hands, other: Desk, demo_bank: Path
) -> None:
    v = next(v for v in other.vacancies.listing("open") if v.applies(TODAY))
    other.vacancies.change(v.id, {"apply_by": TODAY - timedelta(1)})
    hands.window.window.go("employers", employer=v.employer_id)
    hands.rest()
    shown = {b.text() for b in hands.page("employers").employers.findChildren(QPushButton)}
    assert f"{v.title} · Sista dag passerad" in shown
    head = ["--bank", str(demo_bank), "--lang", "sv", "--today", TODAY.isoformat(), "vacancy"]
    told = CliRunner().invoke(main, [*head, "show", v.number]).output
    assert "Sista dag passerad" in told
    assert "Öppen" not in told


@pytest.mark.thorough(long=True)
def test_of_somebody_else_one_stands_on_the_best_and_after_one_is_set_aside_on_the_next(
    hands: Hands, other: Desk
) -> None:
    who = next(d.participant for d in open_ones(other, 90) if len(other.vacancies.match(d.participant).ranked) > 2)
    ranked = [m.vacancy.id for m in other.vacancies.match(who).ranked]
    hands.window.window.go("employers", tab="vacancies")
    hands.rest()
    hands.window.window.go("employers", participant=who)
    hands.rest()
    pane = hands.page("employers").vacancies
    hands.until(lambda: pane.found is not None and pane.found.person.participant == who)
    hands.rest()
    assert pane.vacancy().id == ranked[0]
    other.introductions.not_relevant(who, ranked[0], "TRAVEL")
    hands.page("employers").refresh()
    hands.until(lambda: len(pane.found.ranked) == len(ranked) - 1)
    hands.rest()
    assert pane.vacancy().id == ranked[1]


@pytest.mark.thorough(long=True)
def test_both_lists_are_taken_out_as_excel_by_ctrl_e(
    hands: Hands, other: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for tab, count in (("vacancies", len(other.vacancies.listing())), ("introductions", 0)):
        path = tmp_path / f"{tab}.xlsx"
        monkeypatch.setattr(page_module, "ask_file", lambda *_, path=path: path)
        hands.shell.go("employers", tab=tab)
        hands.rest()
        assert hands.page("employers").excel.isVisible() or tab == "vacancies"
        hands.ctrl(Qt.Key.Key_E)
        hands.until(path.exists)
        hands.rest()
        found = [r for r in load_workbook(path).worksheets[0].iter_rows(values_only=True) if r[1]]
        assert len(found) > max(count, 1)
    hands.shell.go("employers", tab="employers")
    hands.rest()
    assert not hands.page("employers").excel.isVisible()


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_what_came_of_a_year_of_introductions_is_saved_as_a_file_and_logged(
    hands: Hands, other: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    path, asked = tmp_path / f"presentationer.{kind}", list[str]()

    def ask(_parent: Any, _shell: Any, _name: str, kinds: str) -> Path:
        asked.append(kinds)
        return path

    monkeypatch.setattr(introductionpane, "ask_file", ask)
    hands.shell.go("employers", tab="introductions")
    hands.rest()
    pane = hands.page("employers").introductions
    said = hands.shell.words("Save as a file …")
    hands.until(lambda: any(b.text() == said for b in pane.findChildren(QPushButton)))
    next(b for b in pane.findChildren(QPushButton) if b.text() == said).click()

    def logged() -> list[str]:
        found = rows(other.bank, "select why from access_log where what = 'export_report_introductions' order by id")
        return [str(r["why"]) for r in found]

    hands.until(lambda: bool(logged()))
    hands.rest()
    assert asked == ["PDF (*.pdf);;Word (*.docx);;Excel (*.xlsx)"]
    assert path.stat().st_size > 1000
    first, last = TODAY - introductionpane.YEAR, TODAY
    assert logged() == [f"{first} {last} inside"]
    if kind == "xlsx":
        cells = {c for sheet in load_workbook(path) for row in sheet.iter_rows(values_only=True) for c in row}
        result = other.introductions.results(first, last)
        assert result.figure("introduced").count in cells
        assert hands.shell.words.say(result.sentences()[-1]) in cells


@pytest.mark.parametrize("wide", [330, 700])
def test_of_an_employer_the_name_and_of_an_introduction_the_day_have_room_before_all_else(
    hands: Hands, other: Desk, monkeypatch: pytest.MonkeyPatch, wide: int
) -> None:
    left, right = list[tuple[str, QRect]](), list[tuple[str, QRect, int]]()

    def say(_painter: Any, rect: QRect, text: str, font: QFont, _colour: Any, align: Any = None) -> int:
        width = paint.width(text, font)
        if align == paint.RIGHT:
            right.append((text, rect, width))
        else:
            left.append((text, rect))
        return width

    monkeypatch.setattr(paint, "say", say)
    monkeypatch.setattr(paint, "icon", lambda *_, **__: None)
    shell, canvas = hands.shell, QPixmap(10, 10)
    one = next(i for i in other.introductions.listing() if i.introduced_on)
    employer = max(other.employers.listing(), key=lambda e: len(e.employer.name))
    for line, row in ((painted.IntroductionLine, one), (painted.EmployerLine, employer)):
        painter = QPainter(canvas)
        line(shell, QListView()).draw(painter, QRect(0, 0, wide, 60), row)
        painter.end()
        for _, rect, width in right:
            assert width <= rect.width()
            beside = [r for _, r in left if r.top() == rect.top()]
            assert [r.right() < rect.right() - width for r in beside] == [True] * len(beside)
        if row is one:
            day = shell.words.day(one.closed_on or one.offered_on or one.interview_on or one.introduced_on)
            assert day in [text for text, _, _ in right]
            left.clear()
            right.clear()
    (name,) = [rect for text, rect in left if text == employer.employer.name]
    assert name.width() >= wide - 40, "nothing stands beside the name"
