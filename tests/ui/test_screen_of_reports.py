"""Of random banks: every cell that Results, Cohorts and Savings show is a figure of the report's JSON and each of those is shown; what
is copied out of the window says the figures of the report for others, and no others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from amdesk.app import application
from amdesk.domain.results import words as shown
from amdesk.services.desk import Desk
from amdesk.services.results.sections import GENDER_GROUPS, HOST_GROUPS
from amdesk.settings import Settings
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.tasks import Tasks
from amdesk.ui.kit.theme import Theme
from amdesk.ui.results.cohort import CohortPane, ShownCohort
from amdesk.ui.results.copied import told_text
from amdesk.ui.results.ledger import LedgerPane
from amdesk.ui.results.period import Period
from amdesk.ui.results.result import ResultPane, ShownResult
from tests import make
from tests.services.test_reports import BANDS, CELL, FIRST, LAST, ONE, document, filled, plain

PERIOD = Period(FIRST, LAST)


class Panes:
    """The three pages, shown one bank after another as they are in the window."""

    def __init__(self, shell: Shell) -> None:
        self.result, self.cohort, self.ledger = ResultPane(shell), CohortPane(shell), LedgerPane(shell)

    def show(self, desk: Desk) -> None:
        before = PERIOD.earlier()
        now, earlier = (desk.results.followup(p.first, p.last) for p in (PERIOD, before))
        compared, table = desk.results.compared(now, earlier), desk.cohorts.table(5, 3)
        self.result.show_result(ShownResult(PERIOD, before, now, compared, desk.results.quarters(LAST), table))
        cohort = desk.cohorts.cohort(2025, desk.cohorts.window(2025))
        self.cohort.show_found(ShownCohort(desk.cohorts.years(), cohort, desk.cohorts.notes(cohort)))
        self.ledger.show_ledger(desk.savings.ledger(FIRST, LAST))


@pytest.fixture
def panes() -> Iterator[Panes]:
    app, theme = application(), Theme("light", 100)
    theme.apply(app)
    tasks = Tasks(lambda: make.desk(None))  # type: ignore[arg-type]  # no bank is asked
    made = Panes(Shell(tasks, make.CLOCK, Settings(), theme, "sv"))
    yield made
    for one in (made.result, made.cohort, made.ledger):
        one.deleteLater()
    tasks.close()


def cells(model: Any) -> list[list[str]]:
    """What a table shows, line by line."""
    lines = [
        [model.index(r, c).data(Qt.ItemDataRole.DisplayRole) for c in range(model.columnCount())]
        for r in range(model.rowCount())
    ]
    return [[plain(str(v)) for v in line] for line in lines]


def as_shown(f: dict[str, Any]) -> str:
    """A figure of JSON as a cell: how many, and which share where it is a part of something."""
    said = f"{f['count']:,}".replace(",", " ")
    return said if f["percent"] is None or f["count"] == f["base"] else f"{said} ({f['percent']} %)"


def asked_of_results(pane: ResultPane, told: dict[str, Any]) -> None:
    by_id = {f["id"]: f for f in told["figures"]}
    if not by_id["reached_day90.all"]["count"]:
        assert pane.stack.currentIndex() == 1, "nobody: there is no figure to be shown"
        return
    questions = list(dict.fromkeys(i.split(".")[0] for i in by_id if not i.startswith("kolada")))
    groups = (*HOST_GROUPS[:3], *GENDER_GROUPS[1:])
    assert [line[1:] for line in cells(pane.figures)] == [
        [as_shown(by_id[f"{q}.{g}"]) for g in groups] for q in questions
    ]
    assert [line[0] for line in cells(pane.figures)] == [
        by_id[f"{q}.all"]["label"].rpartition(": ")[0] for q in questions
    ]
    assert plain(pane.big.text()) == f"{by_id['work_or_studies.all']['percent']} %"
    kolada = by_id["kolada_work_or_studies.all"]
    assert plain(pane.kolada.text()) == ("–" if kolada["percent"] is None else f"{kolada['percent']} %")
    assert [int(n) for n in plain(pane.kolada_base.text()).split() if n.isdigit()] == [kolada["count"], kolada["base"]]


def asked_of_cohorts(pane: CohortPane, told: dict[str, Any]) -> None:
    by_id = {f["id"]: f for f in told["figures"]}
    questions = list(dict.fromkeys(i.split(".")[0] for i in by_id))
    found = cells(pane.rows)
    assert [line[0] for line in found] == [by_id[f"{q}.all"]["label"].rpartition(": ")[0] for q in questions]
    for line, what in zip(found, questions, strict=True):
        for said, group in zip(line[1:], GENDER_GROUPS, strict=True):
            assert said.startswith(as_shown(by_id[f"{what}.{group}"])), (what, group)


def asked_of_savings(pane: LedgerPane, told: dict[str, Any]) -> None:
    facts = [(f["label"], f["value"] // 100 if f["unit"] == "öre" else f["value"]) for f in told["facts"]]
    assert [(line[0], whole(line[1])) for line in cells(pane.facts)] == facts
    ledger = told["ledger"]
    outcome = [[whole(v) for v in line[1:]] for line in cells(pane.outcome)]
    if not facts:
        assert outcome == []
        return
    kinds = ("saved", "job", "fund", "net", "net_of_fund")
    wanted = [[ledger[end][kind] // 100 for end in ("low", "middle", "high")] for kind in kinds]
    rose = next(f["id"] for f in told["facts"] if f["id"] in {"rise", "fall"}) == "rise"
    assert outcome == [[-v for v in wanted[0]] if rose else wanted[0], *wanted[1:]]


def whole(said: str) -> int:
    return int(said.removesuffix("kr").replace(" ", "").replace("−", "-"))


def asked_of_the_copy(pane: ResultPane, desk: Desk) -> None:
    """Each cell of the report for others stands in the text as often as there, and what is withheld is a dot."""
    before = PERIOD.earlier()
    made = desk.reports.copied(FIRST, LAST, (before.first, before.last))
    said = plain(told_text(pane.t, made))
    lines = [line.split("\t")[1:] for line in said.splitlines() if "\t" in line]
    figures = Counter(plain(shown.cell(f, "sv")) for s in made.sections for _, row in s.grid() for f in row)
    heads = Counter(pane.t.say(h) for s in made.sections if s.figures for h in s.heads())
    assert Counter(c for line in lines for c in line) == figures + heads
    told = Counter(as_shown(f) for f in document(made)["figures"] if f["count"] is not None)
    assert set(CELL.findall("\n".join(figures))) <= set(CELL.findall("\n".join(told)))


@BANDS
@given(st.data())
@ONE
@pytest.mark.thorough(3)
def test_the_screen_says_the_figures_of_json_and_the_copy_those_for_others(
    panes: Panes, least: int, most: int, data: st.DataObject
) -> None:
    desk = filled(data.draw(st.integers(0, 10**6)), data.draw(st.integers(least, most)))
    panes.show(desk)
    asked_of_results(panes.result, document(desk.reports.followup(FIRST, LAST)))
    asked_of_cohorts(panes.cohort, document(desk.reports.cohort(2025, desk.cohorts.window(2025))))
    asked_of_savings(panes.ledger, document(desk.reports.savings(FIRST, LAST)))
    asked_of_the_copy(panes.result, desk)
