"""A small bank on which every command finds something, and files for them; made in the words of the services."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from amdesk.db import catalogue
from amdesk.db.booking import bookings
from amdesk.db.engine.opening import open_bank
from amdesk.db.port import rows, update
from amdesk.db.results.reports import Given, keep
from amdesk.domain.competence.profiles import own_areas
from amdesk.domain.results.improving import ImprovementAction
from amdesk.domain.results.reviewing import Recommendation
from amdesk.domain.texts import text
from amdesk.services.booking.week.subsidies import SubsidyWish
from amdesk.services.desk import Desk
from amdesk.services.guidance.handbook import shipped
from tests import make
from tests.make import TODAY

DAY = timedelta(1)
CASES = Path(__file__).parents[1] / "cases" / "imports"
State = dict[str, list[dict[str, Any]]]


def fill(path: Path) -> None:
    """D-0001 and D-0002 have one name, D-0003 is protected, D-0004 to D-0006 are booked, D-0007's time has passed, D-0008 waits,
    D-0001 stands in the queue to P-0002, the place of P-0002 is held."""
    with closing(open_bank(str(path), actor="T", account="t", clock=make.CLOCK)) as bank:
        desk = Desk(bank, make.CLOCK)
        for name in ("Aida Demolund", "Aida Demolund", "Prov Skyddad", "Prov Reserv", "Prov Bokad", "Prov Börjat", "Prov Förbi", "Prov Väntar"):  # fmt: skip
            make.participant(bank, name=name, protection=int(name == "Prov Skyddad"), identity=make.fresh_number())
        make.placement(bank, 6, source_id="K-1")
        make.placement(bank, 1, name="Lindparken", licence="B", language_min="C1")
        make.placement(bank, 2, name="Ängen", supervisor="Nils Modellberg")
        for who, ref, first in ((4, "B-RES", 7), (5, "B-BOOK", 7), (6, "B-RUN", 0)):
            start = TODAY + first * DAY
            desk.booking.book(f"D-000{who}", "P-0001", start, start + 100 * DAY, reserve=ref == "B-RES", ref=ref)
        for ref in ("B-BOOK", "B-RUN"):
            desk.booking.introduction_seen(ref)
        desk.booking.start("B-RUN")
        desk.booking.book("D-0002", "P-0003", TODAY + 7 * DAY, TODAY + 90 * DAY, ref="B-NEW")
        with bank.write(text("long ago")):
            past = {"form": "bea_visstid", "placement_text": "Lindparken", "extent": 100}
            for who, ref, last in ((7, "E-OLD", TODAY - 3000 * DAY), (1, "E-LATE", TODAY - 120 * DAY)):
                key, iso = desk.work.participant(f"D-000{who}").id, last.isoformat()
                given = {**past, "ref": ref, "participant_id": key, "from_date": (last - 180 * DAY).isoformat()}
                bookings.add_employment(bank, {**given, "to_date": iso, "ended_on": iso, "end_reason": "A1"})
            update(bank, "participant", 8, registered_on=(TODAY - 200 * DAY).isoformat())
        kind = next(iter(desk.modules.kinds()))
        module = desk.modules.create(
            {"kind": kind, "name": "Svenska i parken", "place": "", "hours": 24, "capacity": 12},
            [(TODAY, "09:00", "12:00")],
        )
        desk.modules.step(desk.modules.need("D-0001", kind).id, "enrolled", module_id=module.id)
        newest = desk.profiles.of("PAR").newest.profile
        first_area, *others = own_areas(newest)
        desk.profiles.draft("PAR", [replace(first_area, sv="Parkens skötsel"), *others])
        desk.guidance.draft("need", shipped("sv", "need"), shipped("en", "need"))
        with bank.write(text("given out")):
            proved = Given("Nämnden", ("", ""), "20260101-ABCDEF", "salt", "seal", [], "{}")
            keep(bank, "followup", (TODAY - 300 * DAY, TODAY), TODAY, "outside", [], proved)
        _employers(desk)
        _improved(desk)
        desk.queues.add("D-0001", "P-0002")
        desk.holds.hold("P-0002", TODAY + 4 * DAY)
        desk.activities.ask("D-0007", 30 * 60, TODAY, None, (TODAY, "Nämnden", "N-0"))
        june, july = date(2026, 6, 1), date(2026, 7, 31)
        desk.subsidies.add("D-0001", SubsidyWish("introduktionsjobb", "AF-1", june, july))
        desk.subsidies.add("D-0006", SubsidyWish("osa", "AF-2", TODAY, TODAY + 50 * DAY, 75))
        desk.subsidies.claim("S-001", "2026-06", 1_450_000, date(2026, 8, 3))
        for name in ("Ann Provsson", "Bo Provsson", "T Provsson"):
            desk.participants.add_case_worker(name)
        desk.participants.change_case_worker([desk.person("D-0007").id], 2, "Semester")
        desk.deputies.away("Ann Provsson", "Bo Provsson", TODAY, TODAY + 9 * DAY)
        left = path.parent / "refused.csv"
        left.write_text("Namn;Telefon;E-post\n;070-1740601;a@example.org\n;070-1740602;b@example.org\n", "utf-8")
        desk.imports.store(desk.imports.review(desk.imports.stage(left, "participants")))


def _employers(desk: Desk) -> None:
    """E-0001 with somebody to talk to and two vacancies: D-0006 was introduced to the first, and hired 90 days ago by the other."""
    whose = desk.employers.create({"name": "Ekhamra Bostäder"})
    desk.employers.add_contact(whose.id, {"name": "Ulf Mallgren", "phone": "070-1740690"})
    for title in ("Parkarbetare", "Vaktmästare"):
        made = desk.vacancies.create(whose.id, {"title": title, "occupation": "PAR"})
        desk.introductions.introduce("D-0006", made.id, consent=True)
    desk.introductions.step(2, "hired")
    with desk.bank.write(text("long ago")):
        update(desk.bank, "introduction", 2, closed_on=TODAY - 90 * DAY)


def _improved(desk: Desk) -> None:
    """F-2026-001 frozen of the year, W-001, A-001 with a step, and R-001 with an answer and that report, R-002 answered by that action."""
    number = desk.frozen.freeze_period("followup", date(2025, 1, 1), date(2025, 12, 31)).number
    shop = desk.improving.add_workshop(TODAY, "Intyg i tid", "14 arbetsledare")
    due = TODAY + 30 * DAY
    made = ImprovementAction(0, "", "Intyg", "", "Petra", TODAY, due, "running", "", "", "", shop.id)
    action = desk.improving.add_step(desk.improving.add(made), "Lista")
    words = "Nämnden bör följa upp."
    asked = Recommendation(0, "", "Stadsrevisionen", "2026-01", 1, "Följ upp", words, "", TODAY, due, "Det görs.")
    found = desk.reviews.show(desk.reviews.add(asked), "report", number)
    desk.reviews.set_state(desk.reviews.tie(desk.reviews.add(replace(asked, position=2)), action), "answered")
    assert (number, action.ref, found.ref) == ("F-2026-001", "A-001", "R-001")


def busy(path: Path) -> str:
    """The placement of a bank where most people work today: several, and their sheets are made in a moment."""
    with closing(open_bank(str(path), actor="T", account="t", clock=make.CLOCK)) as bank:
        desk = Desk(bank, make.CLOCK)
        count, number = max((len(desk.sheets.running(p.id)), p.number) for p in desk.placements.listing(day=TODAY))
    assert count > 1
    return number


def files(folder: Path) -> None:
    """What commands read."""
    (folder / "odd.csv").write_text("Namn;Nåbar på\nAida Nyström;070-1740612\n;\nRubrik;\n", "utf-8")
    (folder / "answers.json").write_text(json.dumps({"sheets": "*"}), "utf-8")
    (folder / "policy.json").write_text(json.dumps({"version": 7, "order": ["waiting", "placed", "fit"]}), "utf-8")
    (folder / "text.txt").write_text("Av 40 deltagare fick 10 arbete (50 %).\n", "utf-8")
    (folder / "chapter.md").write_text(
        "# Behov {#need}\n\nBara arbetet.\n\n## Dagtid {#need.daytime}\n\nMellan 06 och 19.\n", "utf-8"
    )
    (folder / "vacancies.csv").write_text("Företag;Tjänst;Kontakt\nVäxthuset;Odlare;Ada\n", "utf-8")
    (folder / "ad.txt").write_text("Parkarbetare sökes\nSök senast 4 december.\n", "utf-8")
    ad = {"id": "1", "headline": "Odlare", "employer": {"name": "Växthuset"}}
    (folder / "ads.json").write_text(json.dumps([ad]), "utf-8")
    (folder / "people.csv").write_bytes((CASES / "four_wishes.csv").read_bytes())


def state(path: Path) -> State:
    """Every logged row, and the steps that may be undone."""
    with closing(open_bank(str(path), actor="T", account="t", clock=make.CLOCK)) as bank:
        return {t: rows(bank, f"select * from {t} order by id") for t in (*catalogue.LOGGED, "step")}


def changed(before: State, after: State) -> set[str]:
    """The tables that differ, but for the log of steps."""
    return {table for table in after if before[table] != after[table]} - {"step"}


def stored(before: State, after: State) -> dict[str, list[dict[str, Any]]]:
    """The rows that are new or others than before, of each table."""
    found = {table: [row for row in after[table] if row not in before[table]] for table in changed(before, after)}
    return {table: found[table] for table in sorted(found)}
