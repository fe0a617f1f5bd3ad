"""Closing the window over any work that takes its time asks: wait for it, stop it, or go on working. Each kind of it is begun here."""

from __future__ import annotations

import ast
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from shiboken6 import isValid

import amdesk
from amdesk import app as program
from amdesk.ui.competence.sheets import choose_and_read
from amdesk.ui.kit.leaving import WorkDialog
from tests.ui.conftest import Hands

PACKAGE = Path(amdesk.__file__).parent


class Held:
    """One act of the services that does not end before it is let."""

    def __init__(self, hands: Hands, monkeypatch: pytest.MonkeyPatch, room: str, act: str, *, steps: bool) -> None:
        self.begun, self.let = threading.Event(), threading.Event()
        kind = hands.ask(lambda desk: type(getattr(desk, room)._field))
        former = getattr(kind, act)

        def waits(*given: Any, **named: Any) -> Any:
            self.begun.set()
            assert self.let.wait(20)
            return former(*given, **named)

        def walks(*given: Any, **named: Any) -> Iterator[Any]:
            self.begun.set()
            yield 0, 1, "rad"
            assert self.let.wait(20)
            yield from former(*given, **named)

        monkeypatch.setattr(kind, act, walks if steps else waits)


def read_list(hands: Hands, tmp: Path) -> None:
    path = tmp / "list.csv"
    path.write_text("Namn;Önskat yrke\nProv Provsson;Målare\n", "utf-8")
    hands.window.window.go("exchange", file=str(path))


def read_sheet(hands: Hands, _tmp: Path) -> None:
    choose_and_read(hands.window.window, hands.shell)


def read_text(hands: Hands, tmp: Path) -> None:
    hands.window.window.go("followup", tab="text")
    hands.rest()
    path = tmp / "text.txt"
    path.write_text("Ingenting.", "utf-8")
    from amdesk.ui.results.textcheck import TextCheckPane

    hands.page().findChild(TextCheckPane).load(path)


def read_vacancies(hands: Hands, tmp: Path) -> None:
    hands.window.window.go("employers", tab="vacancies")
    hands.rest()
    path = tmp / "vacancies.csv"
    path.write_text("Arbetsgivare;Roll\nProv AB;Målare\n", "utf-8")
    hands.page().read(path)


def solve(hands: Hands, _tmp: Path) -> None:
    hands.window.window.go("matching", round=True)


def settings(part: str, hands: Hands) -> Any:
    hands.window.window.go("settings", part=part)
    hands.rest()
    return hands.page().parts[part][1]


def restore(hands: Hands, tmp: Path) -> None:
    program._restore_from_window(hands.window, tmp / "copy.amdesk", lambda: None)


def export_log(hands: Hands, tmp: Path) -> None:
    hands.shell.tasks.long(
        lambda desk: desk.exports.access_log(tmp / "log.xlsx", "sv", "", ""), lambda _done: None, file=True
    )


def undo(hands: Hands, _tmp: Path) -> None:
    hands.window.window.undo()


LOOKS: dict[str, tuple[str, str, Callable[[Hands, Path], object], str]] = {
    "ui/exchange/page.py": ("rereading", "look", read_list, "Filen läses"),
    "ui/competence/sheets.py": ("sheets", "read", read_sheet, "Filen läses"),
    "ui/results/textcheck.py": ("texts", "check_file", read_text, "Filen läses"),
    "ui/employers/page.py": ("vacancies", "read_file", read_vacancies, "Filen läses"),
    "ui/booking/round.py": ("rounds", "solve", solve, "Matchningsomgången"),
    "ui/bank/copies.py": ("keeping", "numbered", lambda h, _t: settings("copies", h).back_up(), "säkerhetskopia"),
    "ui/bank/keeping.py": ("keeping", "check", lambda h, _t: settings("bank", h)._check(), "kontrolleras"),
    "app.py": ("keeping", "restoring", restore, "säkerhetskopia"),
}
"""What only looks, where it is begun: which act of the services it is, how it is begun, and what is said of it."""


def asked(hands: Hands) -> WorkDialog:
    hands.window.window.close()
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), WorkDialog))
    assert hands.window.window.isVisible()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, WorkDialog)
    return dialog


def goes(hands: Hands) -> None:
    hands.until(lambda: not hands.window.window.isVisible())


@pytest.fixture
def held(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Held]]:
    made: list[Held] = []

    def hold(room: str, act: str, *, steps: bool = False) -> Held:
        made.append(Held(hands, monkeypatch, room, act, steps=steps))
        return made[-1]

    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: ("sheet.xlsx", ""))
    yield hold
    for one in made:
        one.let.set()


@pytest.mark.thorough(8)
@pytest.mark.parametrize("where", LOOKS)
def test_over_what_is_read_or_worked_out_it_is_asked_and_esc_goes_on(
    hands: Hands, held: Callable[..., Held], tmp_path: Path, where: str
) -> None:
    room, act, begin, said = LOOKS[where]
    one = held(room, act)
    begin(hands, tmp_path)
    hands.until(one.begun.is_set)
    dialog = asked(hands)
    assert said in dialog.sentence.text()
    assert dialog.stop.isVisible()
    dialog.reject()
    assert hands.window.window.isVisible()
    dialog = asked(hands)
    dialog.stop.click()
    goes(hands)


def test_waited_for_it_is_done_and_then_the_window_goes(
    hands: Hands, held: Callable[..., Held], tmp_path: Path
) -> None:
    one = held("rounds", "solve")
    solve(hands, tmp_path)
    hands.until(one.begun.is_set)
    dialog = asked(hands)
    dialog.ok.click()
    assert hands.window.window.isVisible()
    assert "stängs" in dialog.wrong.text()
    one.let.set()
    goes(hands)


@pytest.mark.thorough(long=True)
def test_what_is_asked_about_is_over_when_its_answer_is_no_longer_the_latest(
    hands: Hands, held: Callable[..., Held], tmp_path: Path
) -> None:
    one = held("rounds", "solve")
    solve(hands, tmp_path)
    hands.until(one.begun.is_set)
    hands.shell.tasks.run(lambda _desk: None, key="round")
    dialog = asked(hands)
    dialog.ok.click()
    one.let.set()
    goes(hands)


@pytest.mark.thorough(long=True)
def test_over_a_file_that_is_written_it_is_asked_and_it_can_be_stopped(
    hands: Hands, held: Callable[..., Held], tmp_path: Path
) -> None:
    one = held("exports", "access_log", steps=True)
    export_log(hands, tmp_path)
    hands.until(one.begun.is_set)
    dialog = asked(hands)
    assert "exporteras" in dialog.sentence.text()
    dialog.stop.click()
    one.let.set()
    goes(hands)
    hands.window.tasks.close()
    assert not list(tmp_path.glob("*.xlsx"))


@pytest.mark.thorough(long=True)
def test_what_is_being_stored_is_waited_for_and_never_cut_off(
    hands: Hands, held: Callable[..., Held], tmp_path: Path
) -> None:
    """The undo of a list of thousands, a retention of years: one piece."""
    one = held("history", "undo_latest")
    undo(hands, tmp_path)
    hands.until(one.begun.is_set)
    dialog = asked(hands)
    assert "Något sparas" in dialog.sentence.text()
    assert not dialog.stop.isVisible()
    dialog.ok.click()
    one.let.set()
    hands.until(lambda: not isValid(dialog) or not dialog.isVisible())


def test_over_what_a_moment_stores_nothing_is_asked(hands: Hands) -> None:
    hands.shell.tasks.write(lambda desk: desk.setting("city"))
    hands.window.window.close()
    assert not hands.window.window.isVisible()


@pytest.mark.thorough(long=True)
def test_every_look_that_takes_long_is_begun_above() -> None:
    """Where `long` is said to a reading, its kind is walked."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        calls = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)]
        if any(
            k.arg == "long" for call in calls for k in call.keywords if ast.unparse(call.func).endswith("tasks.run")
        ):
            found.add(path.relative_to(PACKAGE).as_posix())
    assert found == set(LOOKS)
