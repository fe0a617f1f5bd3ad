"""The screen of results over random banks: its cells, bars and headline are the report's own figures."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from amdesk.app import application
from amdesk.domain.results import words as shown
from amdesk.domain.texts import text
from amdesk.services.results.outcomes import Results
from amdesk.services.results.sections import GENDER_GROUPS, HOST_GROUPS
from amdesk.settings import Settings
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.tasks import Tasks
from amdesk.ui.kit.theme import Theme
from amdesk.ui.results.cohort import CohortPane, ShownCohort
from amdesk.ui.results.period import Period
from amdesk.ui.results.result import ResultPane, ShownResult
from tests import make
from tests.rows import employed
from tests.services.test_reports import FIRST, LAST, filled


@pytest.fixture
def shell(qtbot: QtBot) -> Any:
    app, theme = application(), Theme("light", 100)
    theme.apply(app)
    tasks = Tasks(lambda: make.desk(None))  # type: ignore[arg-type]  # no bank is asked
    yield Shell(tasks, make.CLOCK, Settings(), theme, "sv")
    tasks.close()


@pytest.mark.thorough(5)
@pytest.mark.parametrize(("seed", "count"), [(1, 0), (2, 1), (3, 7), (4, 40), (5, 90)])
def test_the_screen_says_what_the_report_says(qtbot: QtBot, shell: Any, seed: int, count: int) -> None:
    desk = filled(seed, count)
    period = Period(FIRST, LAST)
    before = period.earlier()
    now, earlier = (desk.results.followup(p.first, p.last) for p in (period, before))
    pane = ResultPane(shell)
    qtbot.addWidget(pane)
    pane.show_result(
        ShownResult(
            period,
            before,
            now,
            desk.results.compared(now, earlier),
            desk.results.quarters(LAST),
            desk.cohorts.table(5, 3),
        )
    )
    by_id = {f.id: f for f in desk.reports.followup(FIRST, LAST).figures()}
    if not by_id["reached_day90.all"].count:
        assert pane.stack.currentIndex() == 1
        return
    lines = [line.split("\t")[1:] for line in pane.as_text().splitlines()[1:]]
    first = [cells[0] for _, cells in pane.figures.rows]
    assert None not in first
    wanted = [
        [shown.cell(by_id[f"{f.what}.{g}"], "sv") for g in (*HOST_GROUPS[:3], *GENDER_GROUPS[1:])] for f in first if f
    ]
    assert lines == wanted
    assert pane.big.text() == shown.percent(by_id["work_or_studies.all"], "sv")
    assert pane.kolada.text() == (shown.percent(by_id["kolada_work_or_studies.all"], "sv") or "–")
    for bar in pane.bars.rows:
        assert sum(f.count or 0 for f, _ in bar.parts) == bar.parts[0][0].base
        assert all(by_id[f.id].count == f.count for f, _ in bar.parts)


@pytest.mark.thorough(long=True)
def test_what_is_copied_withholds_small_groups_and_leaves_their_picture(qtbot: QtBot, shell: Any) -> None:
    desk, period = filled(4, 26), Period(FIRST, LAST)
    before = period.earlier()
    now, earlier = (desk.results.followup(p.first, p.last) for p in (period, before))
    pane = ResultPane(shell)
    qtbot.addWidget(pane)
    compared, table = desk.results.compared(now, earlier), desk.cohorts.table(5, 3)
    pane.show_result(ShownResult(period, before, now, compared, desk.results.quarters(LAST), table))
    assert pane.data is not None
    pane.put(desk.reports.copied(FIRST, LAST, (before.first, before.last)), pane.data)
    copied = QGuiApplication.clipboard().mimeData()
    cells = [c for line in copied.text().splitlines() for c in line.split("\t")[1:]]
    assert "·" in cells
    assert not [c for c in cells if c[:1] in {"1", "2", "3", "4"} and not c[1:2].isdigit()]
    assert not copied.hasImage()
    QGuiApplication.clipboard().clear()  # what Python made is let go of while there is a Python


@pytest.mark.thorough(3)
@pytest.mark.parametrize(("recent", "unrecorded", "goes"), [(12, 0, True), (1, 0, False), (12, 2, False)])
def test_a_picture_is_copied_only_where_all_that_it_shows_is_told(
    qtbot: QtBot, shell: Any, recent: int, unrecorded: int, goes: bool
) -> None:
    """All of the result may be told. Of those who ended too late for it two show in the picture, by the other ruler alone; of
    those whose gender is not recorded two, who are counted with others outside."""
    desk, period = make.desk(make.memory()), Period(FIRST, LAST)
    for day, count in ((date(2025, 11, 1), 30), (date(2024, 11, 1), 30), (date(2026, 10, 1), recent)):
        for n in range(2 * count):
            person = make.participant(desk.bank, identity=make.fresh_number(), gender="woman" if n % 2 else "man")
            kind = "external" if n < count else "in_house"
            reason = "A1" if n % 4 < 2 else "O1"
            employed(desk.bank, person, day - timedelta(60), day, ended_on=day, end_reason=reason, kind=kind)
    with desk.bank.write(text("not recorded")):
        desk.bank.execute("update participant set gender = '' where id <= :n", {"n": unrecorded})
    before = period.earlier()
    now, earlier = (desk.results.followup(p.first, p.last) for p in (period, before))
    pane = ResultPane(shell)
    qtbot.addWidget(pane)
    compared, table = desk.results.compared(now, earlier), desk.cohorts.table(5, 3)
    pane.show_result(ShownResult(period, before, now, compared, desk.results.quarters(LAST), table))
    assert pane.data is not None
    pane.put(desk.reports.copied(FIRST, LAST, (before.first, before.last)), pane.data)
    assert QGuiApplication.clipboard().mimeData().hasImage() is goes
    QGuiApplication.clipboard().clear()


def test_a_result_of_some_says_of_whom_it_is_where_its_picture_is_copied(
    qtbot: QtBot, shell: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The filters of the page do not stand in the picture: pasted elsewhere it would be read as the whole unit's."""
    desk, period = filled(4, 40), Period(FIRST, LAST)
    occupation = next(o for o in desk.placements.occupations())
    monkeypatch.setattr(shell.tasks, "run", lambda work, then, **_more: then(work(desk)))
    pane = ResultPane(shell)
    qtbot.addWidget(pane)
    pane.load(period, period.earlier(), "", "")
    assert pane.data is not None
    assert "gäller bara" not in pane.chance.text()
    everybody = pane.data.now
    monkeypatch.setattr(Results, "followup", lambda *_days, **_narrowed: everybody)
    pane.load(period, period.earlier(), occupation.code, "Kök")
    assert f"Siffrorna gäller bara: {occupation.name('sv')}, Kök." in pane.chance.text()
    assert pane.panel.isAncestorOf(pane.chance), "it is in what is copied"


@pytest.mark.parametrize(("seed", "count"), [(3, 7), (4, 40)])
def test_the_cohorts_screen_says_what_its_report_says(qtbot: QtBot, shell: Any, seed: int, count: int) -> None:
    desk = filled(seed, count)
    window = desk.cohorts.window(2025)
    pane = CohortPane(shell)
    qtbot.addWidget(pane)
    found = desk.cohorts.cohort(2025, window)
    pane.show_found(ShownCohort(desk.cohorts.years(), found, desk.cohorts.notes(found)))
    by_id = {f.id: f for f in desk.reports.cohort(2025, window).figures()}
    for _, cells in pane.rows.rows:
        for f, group in zip(cells, GENDER_GROUPS, strict=True):
            assert f is not None
            said = pane._cell(f)
            assert said.startswith(shown.cell(by_id[f"{f.what}.{group}"], "sv"))
