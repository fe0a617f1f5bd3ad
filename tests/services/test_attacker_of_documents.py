"""The attacker has the files themselves: PDF, workbook with all that is hidden in it, JSON, of single days, of one occupation, of
cohorts and of the ledger. `python -m tests.services.test_attacker_of_documents` asks of five random banks, the test of a small one."""

from __future__ import annotations

import json
import re
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from amdesk.domain.results.report import Report
from amdesk.services.desk import Desk
from amdesk.services.results import leastloss
from tests import make
from tests.attacker import AT_END, COHORT, FOLLOWUP, GENDERS, LATER, Attack, Found, leaks, read
from tests.services.test_attacker import ENDS, FIRST, columns, counted, parts_of, truth
from tests.services.test_in_thousands import unit
from tests.services.test_other_kinds import some
from tests.services.test_reports import document, filled

pytestmark = pytest.mark.usefixtures("brief_search")

DAY = date(2026, 5, 4)
NUMBER = re.compile(r"\d+")


def numbers(said: str) -> set[int]:
    """Every number of a text, those written with blanks between thousands as one."""
    joined = re.sub(r"(?<=\d)[\u00a0 ](?=\d{3}\b)", "", said)
    return {int(n) for n in NUMBER.findall(joined)}


def workbook(path: Path) -> tuple[str, list[dict[str, Any]]]:
    """All words of a workbook, hidden sheets, rows, columns, remarks and names too; and its lines with an id as figures."""
    book = openpyxl.load_workbook(path)
    words, figures = [*book.defined_names, str(book.properties.title), str(book.properties.description)], []
    for sheet in book:
        assert sheet.sheet_state == "visible"
        for row in sheet.iter_rows():
            words += [str(c.comment.text) for c in row if c.comment]
            values = [c.value for c in row]
            words += [str(v) for v in values if v is not None]
            if len(values) == 8 and re.fullmatch(r"[a-z0-9_]+\.[a-z_]+", str(values[7])):
                what = ("count", "base", "percent", "low", "high")
                figures.append({"id": values[7], **dict(zip(what, values[2:7], strict=True))})
    return "\n".join(words), figures


def given(desk: Desk, made: Report, folder: Path) -> dict[str, Any]:
    """A report as its files tell it; none of them tells a number more than its JSON."""
    for name in ("r.pdf", "r.xlsx"):
        desk.reports.save(made, folder / name)
    desk.reports.gone_out(made, given_out=True, recipient="Nämnden")
    told = document(made)
    words, figures = workbook(folder / "r.xlsx")
    wanted = {f["id"]: [f[k] for k in ("count", "base", "percent", "low", "high")] for f in told["figures"]}
    assert {f["id"]: [f[k] for k in ("count", "base", "percent", "low", "high")] for f in figures} == wanted
    known = numbers(json.dumps(told, ensure_ascii=False)) | set(range(10)) | {25, 50, 75, 90, 95, 100, 365}
    known |= {v // 100 for f in told["facts"] if (v := f["value"])} | numbers(
        made.made.isoformat() if made.made else ""
    )
    listed = {abs(v) for s in made.sections for x in s.listings for row in x.rows for v in row if isinstance(v, int)}
    pdf = " ".join(p.extract_text() for p in PdfReader(folder / "r.pdf").pages)
    withheld = {f["id"] for f in told["figures"] if f["count"] is None}
    inside = {i: n for i, n in counts_inside(desk, made).items() if i in withheld}
    for said in (pdf, words):
        more = numbers(said) - known - listed
        assert not [n for n in more if n in inside.values() and n > 20], more
    return told


def counts_inside(desk: Desk, made: Report) -> dict[str, int]:
    opened = desk.reports.opened(made.proof.reference) if made.proof else {"counted": "{}"}
    found: dict[str, Any] = json.loads(str(opened["counted"]))
    return {i: n for i, n, _ in found.get("figures", [])}


def sizes(desk: Desk, ledger: dict[str, Any], first: date, last: date) -> list[tuple[tuple[date, date], int]]:
    """The employments that ended in the days of a ledger that tells its persons: who ended two, and whom it leaves out, is known."""
    if not [f for f in ledger["facts"] if f["id"] == "persons"]:
        return []
    return [((first + LATER, last + LATER), at_end(desk, first, last)["kolada_ended.all"])]


def at_end(desk: Desk, first: date, last: date) -> dict[str, int]:
    return {f.id: f.count or 0 for f in desk.results.followup(first, last).kolada}


def ended_twice(desk: Desk, year: int, members: dict[str, int]) -> dict[str, int]:
    """How many employments of a year were of people who ended another later in it, by gender."""
    every = at_end(desk, date(year, 1, 1), date(year, 12, 31))
    return {g: every[f"kolada_ended.{g}"] - members[f"ended.{g}"] for g in ("all", *GENDERS)}


def between(desk: Desk, attack: Attack, groups: list[tuple[str, ...]]) -> list[Found]:
    """What all documents together tell of the days between any two beginnings or ends: how many, and who went to work or studies."""
    out: list[Found] = []
    for known in attack.known:
        ruler = AT_END if any(what.startswith("kolada") for what, _ in known.told) else FOLLOWUP
        names = ("kolada_work", "kolada_studies") if ruler is AT_END else ("reached_day90", "work", "studies")
        whole = counted(desk, known.days, ruler)
        for days in parts_of(known, attack):
            few = counted(desk, days, ruler)
            own = [g for g in groups if f"{next(iter(ruler))}.{g[0]}" in few]
            out += leaks(attack, few, days, own, ruler, told_of=whole, of=names)
    return out


def attacked(seed: int, count: int, folder: Path, ends: tuple[date, ...] = ENDS) -> list[Found]:
    """Three reports of a bank in a row with everything beside them, and what can be found of them all."""
    desk, results, ledgers = filled(seed, count), [], []
    for last in ends:
        results.append(given(desk, desk.reports.outside(desk.reports.followup(FIRST, last)), folder))
        ledger = given(desk, desk.reports.outside(desk.reports.savings(FIRST, last)), folder)
        ledgers += sizes(desk, ledger, FIRST, last)
    narrowed = [given(desk, desk.reports.outside(desk.reports.followup(FIRST, ends[-1], occupation="PAR")), folder)]
    day = given(desk, desk.reports.outside(desk.reports.followup(DAY, DAY)), folder)
    window = desk.cohorts.window(2025)
    cohort = given(desk, desk.reports.outside(desk.reports.cohort(2025, window)), folder)
    members = {f.id: f.count or 0 for f in desk.cohorts.cohort(2025, window).figures}
    every = [*results, day]
    attack = Attack(
        [read(d) for d in every],
        [read(d, AT_END) for d in every],
        [read(d) for d in narrowed],
        {2025: read(cohort, COHORT)},
        {2025: ended_twice(desk, 2025, members)},
        ledgers,
    )
    groups = columns(every)
    out: list[Found] = []
    for a, b in [*((FIRST, e) for e in ends), (DAY, DAY)]:
        out += leaks(attack, truth(desk, a, b), (a, b), groups)
        after = at_end(desk, a, b)
        own = [g for g in groups if f"kolada_ended.{g[0]}" in after]
        out += leaks(attack, after, (a + LATER, b + LATER), own, AT_END)
    out += between(desk, attack, groups)
    kinds = [g for g in groups if f"ended.{g[0]}" in members]
    out += leaks(attack, members, (FIRST, ends[-1]), kinds, COHORT, attack.years[2025])
    narrow = {f.id: f.count or 0 for f in desk.results.followup(FIRST, ends[-1], occupation="PAR").figures}
    return out + leaks(attack, narrow, (FIRST, ends[-1]), groups, FOLLOWUP, attack.parts[0])


APRIL, SUMMER = (date(2025, 4, 1), date(2026, 4, 30)), (date(2026, 4, 1), date(2026, 10, 31))
HALF = date(2026, 1, 1), date(2026, 6, 30)


def few_of(desk: Desk, attack: Attack, groups: list[tuple[str, ...]]) -> set[int]:
    """How many people some days are of, of which it is known that they are not none or not five."""
    return {f.truth for f in between(desk, attack, groups) if f.what == "reached_day90"}


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize(("linked", "found"), [(False, {3}), (True, set())])
def test_of_a_cohort_and_a_result_that_know_nothing_of_each_other_three_are_found(
    linked: bool, found: set[int]
) -> None:
    """Given out beside each other they do not tell of these three."""
    desk = make.desk(make.memory())
    some(desk, (date(2025, 2, 10), 15), (date(2025, 8, 10), 15), (date(2026, 1, 10), 3))
    window = desk.cohorts.window(2025)
    first = desk.reports.outside(desk.reports.cohort(2025, window))
    if linked:
        desk.reports.gone_out(first, given_out=True)
    result = document(desk.reports.outside(desk.reports.followup(*APRIL)))
    members = {f.id: f.count or 0 for f in desk.cohorts.cohort(2025, window).figures}
    year = {2025: read(document(first), COHORT)}
    attack = Attack(
        [read(result)], [read(result, AT_END)], cohorts=year, twice={2025: ended_twice(desk, 2025, members)}
    )
    assert few_of(desk, attack, [("all",)]) == found


@pytest.mark.thorough(long=True)
def test_of_a_ledger_and_a_result_that_know_nothing_of_each_other_three_are_found() -> None:
    found = []
    for linked in (False, True):
        desk = unit([500_000 + 1000 * n for n in range(30)])
        some(desk, (date(2026, 7, 10), 3), (date(2026, 10, 1), 20))
        first = desk.reports.outside(desk.reports.savings(*HALF))
        if linked:
            desk.reports.gone_out(first, given_out=True)
        result = document(desk.reports.outside(desk.reports.followup(*SUMMER)))
        attack = Attack([read(result)], [read(result, AT_END)], ledgers=sizes(desk, document(first), *HALF))
        found.append(few_of(desk, attack, [("all",)]))
    assert found == [{3}, set()]


@pytest.mark.thorough(long=True)
def test_of_all_files_of_a_bank_nobody_finds_a_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever time there was for the least loss: by hand this file takes all of it, of more banks."""
    monkeypatch.setattr(leastloss, "SECONDS", 0.5)
    assert attacked(2, 18, tmp_path, ENDS[1:]) == []


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="amdesk-documents-") as there:
        banks = [(int(n), 24 + 6 * int(n)) for n in sys.argv[1:]] or [(n, 24 + 6 * n) for n in range(5)]
        wrong = 0
        for bank in banks:
            leaked = attacked(*bank, Path(there))
            wrong += bool(leaked)
            print(*bank, leaked or "nobody found", flush=True)
    raise SystemExit(wrong > 0)
