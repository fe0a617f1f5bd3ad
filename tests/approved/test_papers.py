"""Every paper, list and file that leaves the demo city, as it is read: it says what was approved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from amdesk.domain.booking.rounds import Price
from amdesk.domain.exchange.leaving import PURPOSES
from amdesk.services.bank.log import Sample
from tests.approved.calls import BEFORE, WHY, YEAR, Chosen
from tests.approved.telling import approved, files
from tests.gate.outputs import on_paper
from tests.gate.people import open_desk
from tests.make import TODAY

Makes = Callable[[Chosen, Path], object]
"""Writes into a folder, or answers with a paper or papers."""
LONG = 24
"""Lines of a paper that stand as they are."""


def people(c: Chosen, most: int = 3) -> list[int]:
    return c.people[:: max(1, len(c.people) // most)][:most]


def numbers(c: Chosen) -> list[str]:
    return [str(one) for one in c.keys("select number from certificate order by id", 2)]


def listed(what: str, purpose: str) -> Makes:
    return lambda c, folder: getattr(c.desk.exports, what)(folder / f"{what}.xlsx", purpose=purpose, to="Nils")


def sampled(c: Chosen, _: Path) -> bytes:
    made: Sample = c.desk.log.sample(*YEAR, seed=7, size=5)
    return c.desk.log.sample_pdf(made, *YEAR)


PAPERS: Mapping[str, Makes] = {
    **{f"list {what} {purpose}": listed(what, purpose) for what, each in PURPOSES.items() for purpose in each},
    "list of each supervisor": lambda c, folder: c.desk.exports.supervisors(folder, one_each=True, purpose=next(iter(PURPOSES["supervisors"]))),
    "list in English": lambda c, folder: c.desk.exports.bookings(folder / "b.xlsx", "en"),
    "prices": lambda c, folder: c.desk.exports.prices(folder / "p.xlsx", prices(c), {}),
    "report followup": lambda c, _: c.desk.reports.pdf(c.desk.reports.followup(*YEAR, BEFORE)),
    "report followup in English": lambda c, _: c.desk.reports.pdf(c.desk.reports.followup(*YEAR), "en"),
    "report followup in Excel": lambda c, folder: c.desk.reports.save(c.desk.reports.followup(*YEAR, BEFORE), folder / "f.xlsx"),
    "report committee": lambda c, _: c.desk.reports.pdf(c.desk.reports.committee(*YEAR)),
    "report committee in Word": lambda c, folder: c.desk.reports.save(c.desk.reports.committee(*YEAR), folder / "c.docx"),
    "report committee in Excel": lambda c, folder: c.desk.reports.save(c.desk.reports.committee(*YEAR), folder / "c.xlsx"),
    "report savings": lambda c, _: c.desk.reports.pdf(c.desk.reports.savings(*YEAR)),
    "report cohort": lambda c, _: [c.desk.reports.pdf(c.desk.reports.cohort(year, c.desk.cohorts.window(year))) for year in c.desk.cohorts.years()[-2:]],
    "report outside": lambda c, _: c.desk.reports.pdf(c.desk.reports.outside(c.desk.reports.followup(*YEAR))),
    "report introductions": lambda c, _: c.desk.reports.pdf(c.desk.introductions.report(*YEAR)),
    "management": lambda c, folder: c.desk.reports.save_management(*YEAR, "", folder / "m.xlsx"),
    "handbook chapter": lambda c, _: [c.desk.guidance.pdf(one.name) for one in c.desk.guidance.chapters()[:3]],
    "handbook in English": lambda c, _: c.desk.guidance.manual_pdf("en"),
    "profile": lambda c, folder: c.desk.profiles.write(folder / "p.xlsx", c.desk.profiles.of("PAR").newest.profile.id),
    "certificate": lambda c, _: [c.desk.competence.pdf(key) for key in c.all("document", most=3)],
    "certificate draft": lambda c, _: [c.desk.competence.draft(key, WHY) for key in c.keys("select distinct employment_id from assessment where occasion = 'final' order by 1", 3)],
    "certificate in English": lambda c, _: [c.desk.competence.translation(key, WHY) for key in c.all("certificate", most=2)],
    "page of one's own": lambda c, _: [c.desk.competence.own_page(one, WHY) for one in numbers(c)],
    "assessment form": lambda c, _: [c.desk.sheets.form(key, why=WHY) for key in c.employments[-2:]],
    "assessment sheets": lambda c, folder: c.desk.sheets.out(folder / "s.xlsx", running(c), why=WHY, to="Nils"),
    "module list": lambda c, folder: c.desk.attendance.write(folder / "m.xlsx", c.all("module")[0]),
    "week form": lambda c, _: c.desk.week.form(TODAY),
    "week lists": lambda c, folder: c.desk.week.lists(folder / "w.xlsx", TODAY - timedelta(7)),
    "payroll": lambda c, folder: c.desk.week.payroll(folder / "p.xlsx", "2026-10"),
    "payroll as text": lambda c, folder: c.desk.week.payroll(folder / "p.csv", "2026-10"),
    "activity": lambda c, _: [c.desk.activities.paper(key, why=WHY) for key in c.keys("select distinct participant_id from activity_demand order by 1", 3)],
    "subsidy claims": lambda c, folder: c.desk.subsidies.save(folder / "s.xlsx", every=True),
    "vacancies": lambda c, folder: c.desk.vacancies.save(folder / "v.xlsx"),
    "introductions": lambda c, folder: c.desk.introductions.save(folder / "i.xlsx"),
    "introduction notice": lambda c, _: [c.desk.introductions.notice(key, why=WHY) for key in c.all("introduction", most=2)],
    "improvements": lambda c, folder: c.desk.improving.save(folder / "i.xlsx", every=True),
    "handover": lambda c, _: [c.desk.handovers.paper(key, why=WHY) for key in people(c)],
    "extract": lambda c, _: [c.desk.extracts.made(key, "pdf", why=WHY) for key in people(c)],
    "wish form": lambda c, _: [c.desk.wish_forms.blank(), *(c.desk.wish_forms.paper(key, why=WHY) for key in people(c))],
    "wish form in English": lambda c, _: c.desk.wish_forms.blank("en"),
    "booking notice": lambda c, _: [c.desk.exports.notice(ref, why=WHY) for ref in c.bookings[:4]],
    "booking notice in English": lambda c, _: c.desk.exports.notice_page(c.bookings[0], "en", WHY),
    "day papers": lambda c, _: c.desk.day_papers.made(c.desk.overview()[0].tasks, None, "alla"),
    "day papers of one": lambda c, _: c.desk.day_papers.made(c.desk.overview(1)[0].tasks, 1, "Jamila", mine=True),
    "log sample": sampled,
}  # fmt: skip


def prices(c: Chosen) -> list[Price]:
    found = list[Price]()
    c.desk.rounds.prices(c.desk.rounds.solve(), found)
    return found


def running(c: Chosen) -> list[int]:
    return [*c.desk.sheets.running()][:3]


def papers(found: object) -> Iterator[bytes | str]:
    """Each paper of an answer, after what makes it step by step has made all of it."""
    if isinstance(found, bytes | str):
        yield found if isinstance(found, str) or found.startswith(b"%PDF") else found.decode()
    elif isinstance(found, Iterable):
        for one in found:
            yield from papers(one)


OF_THE_LOG = {"extract", "log sample"}
"""What tells who asked before: made in a city of its own."""


@pytest.mark.thorough(12)
@pytest.mark.parametrize("name", sorted(set(PAPERS) - OF_THE_LOG))
def test_a_paper_says_what_was_approved(name: str, chosen: Chosen, tmp_path: Path) -> None:
    judge(name, chosen, tmp_path / "out")


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("name", sorted(OF_THE_LOG))
def test_what_a_paper_says_of_the_log_was_approved(name: str, demo_bank: Path, tmp_path: Path) -> None:
    with closing(open_desk(demo_bank)) as desk:
        judge(name, Chosen(desk), tmp_path / "out")


def judge(name: str, chosen: Chosen, folder: Path) -> None:
    folder.mkdir()
    made = [*papers(PAPERS[name](chosen, folder))]
    said = [*files(folder)]
    for number, paper in enumerate(made, 1):
        said += [f"== {number}", *(on_paper(paper) if isinstance(paper, bytes) else [paper])]
    assert sum(map(len, said)) > 100, "a paper was made"
    approved(f"papers/{name}", said, LONG)
