"""Reports: the day-90 result, a cohort, the savings ledger, the committee's report. One object, and files made from it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from amdesk.db import history, reference
from amdesk.db.port import insert, one, rows
from amdesk.domain.cohort import COHORT, Cohort, Window
from amdesk.domain.errors import BadFile, WrongUse
from amdesk.domain.figures import Comparison, Figure
from amdesk.domain.report import Fact, Listing, Report, Section, for_outside
from amdesk.domain.results import FOLLOWUP, KOLADA, Result
from amdesk.domain.savings import Estimate, Ledger
from amdesk.domain.texts import N_, Text, text
from amdesk.domain.values import add_months
from amdesk.i18n import Words
from amdesk.services.cohorts import Cohorts
from amdesk.services.management import Management, Managements
from amdesk.services.results import Results
from amdesk.services.savings import Savings
from amdesk.services.work import Work

RULERS = (FOLLOWUP, KOLADA, COHORT)
BY_HOST = ("all", "external", "in_house", "host_unrecorded")
BY_GENDER = ("all", "women", "men", "unrecorded")
PARTS = ("work", "studies", "interrupted", "other", "reason_unrecorded")
ROW_COLUMNS = (
    N_("Employment"), N_("To"), N_("Kind of place"), N_("Gender"), N_("End reason"), N_("Contact"), N_("Situation"), N_("Plan with the city"),
    N_("Plan with the employment service"),
)  # fmt: skip


class Reports:
    def __init__(self, work: Work) -> None:
        self.work = work

    # the reports

    def followup(
        self,
        first: date,
        last: date,
        before: tuple[date, date] | None = None,
        occupation: str = "",
        department: str = "",
    ) -> Report:
        """The day-90 result of a period, compared with another (the same period a year earlier where not said)."""
        results = Results(self.work)
        now = results.followup(first, last, occupation=occupation, department=department)
        span = before or (add_months(first, -12), add_months(last, -12))
        earlier = results.followup(*span, occupation=occupation, department=department)
        compared = results.compared(now, earlier)
        mix = results.mix(first, last, now)
        more = {
            "definition": f"followup {FOLLOWUP.version}",
            "persons": {g: now.persons(g) for g in (*BY_HOST, *BY_GENDER[1:])},
            "coming": now.coming,
            "bounds": [_bound(now, g) for g in (*BY_HOST, *BY_GENDER[1:])],
            "comparison": _comparison(compared, span, self._say),
            "hosts": _comparison(mix.plain, None, self._say),
        }
        sections = [*result_sections(now), _compared_section(earlier, compared, span), _mix_section(mix.sentences())]
        rows_behind = self._rows(now)
        return Report(
            "followup", text(N_("Result 90 days after the employment, {first} – {last}"), first=first.isoformat(), last=last.isoformat()), first, last,
            self.work.today, sections, _coming(now), rows_behind, [Text(c) for c in ROW_COLUMNS], more,
        )  # fmt: skip

    def cohort(self, year: int, window: Window) -> Report:
        """A cohort seen in a window, live or as it was frozen."""
        cohorts = Cohorts(self.work)
        found = cohorts.cohort(year, window)
        frozen = (
            {"on": found.frozen_on.isoformat(), "hash": found.digest, "unchanged": cohorts.checked(found)}
            if found.frozen_on
            else None
        )
        more = {
            "year": year, "window": {"name": window.name, "from": window.first.isoformat(), "to": window.last.isoformat(), "months": window.months},
            "definition": f"cohort {COHORT.version}", "frozen": frozen, "hash": found.digest,
        }  # fmt: skip
        return Report(
            "cohort", _cohort_title(found), window.first, window.last, self.work.today, [cohort_section(found)], cohorts.notes(found), more=more
        )  # fmt: skip

    def savings(self, first: date, last: date) -> Report:
        """The savings ledger of those whose employment ended in the period."""
        found = Savings(self.work).ledger(first, last)
        return Report(
            "savings", text(N_("Savings ledger, {first} – {last}"), first=first.isoformat(), last=last.isoformat()), first, last, self.work.today,
            [savings_section(found)], savings_notes(found), more={"ledger": _ledger(found, self._say)},
        )  # fmt: skip

    def committee(self, first: date, last: date, occupation: str = "", department: str = "") -> Report:
        """The standing report to the committee: labour-market employments alone, apart from other measures."""
        results, management = Results(self.work), Managements(self.work)
        now = results.followup(first, last, occupation=occupation, department=department)
        span = (add_months(first, -12), add_months(last, -12))
        earlier = results.followup(*span, occupation=occupation, department=department)
        cohorts = Cohorts(self.work)
        year = last.year - 2
        cohort = cohorts.cohort(year, cohorts.window(year))
        values, facts = management.value(first, last)
        ledger = Savings(self.work).ledger(first, last)
        sections = [
            self._running(), *result_sections(now), _compared_section(earlier, results.compared(now, earlier), span),
            _mix_section(results.mix(first, last, now).sentences()), cohort_section(cohort), savings_section(ledger),
            Section(Text(N_("Value for people and workplaces")), [*values, now.figure("situation_work.all")], ("all",), facts),
        ]  # fmt: skip
        if changes := self._changes(first, last, sections):
            sections.insert(1, changes)
        notes = [*_coming(now), *(cohorts.notes(cohort) if cohort.members else ()), *savings_notes(ledger)]
        return Report(
            "committee", text(N_("Labour-market employments, {first} – {last}"), first=first.isoformat(), last=last.isoformat()), first, last,
            self.work.today, sections, notes, self._rows(now), [Text(c) for c in ROW_COLUMNS],
            {"definition": f"followup {FOLLOWUP.version}, cohort {COHORT.version}", "persons": {"all": now.persons()}, "cohort": {"year": year, "hash": cohort.digest}},
        )  # fmt: skip

    def _running(self) -> Section:
        """How many work today, in-house and external; employments alone."""
        day = self.work.today.isoformat()
        found = {
            r["kind"]: r["n"]
            for r in rows(
                self.work.bank,
                "select kind, count(*) as n from employment where void = 0 and cancelled = 0 and from_date <= :day "
                "and coalesce(ended_on, to_date, '9999-12-31') >= :day group by kind",
                day=day,
            )
        }
        definition = Text(
            N_("Labour-market employments that run on the day of the data; other measures are not counted here.")
        )
        total = sum(found.values())
        names = (("all", N_("Everyone"), total), ("external", N_("External places"), found.get("external", 0)),
                 ("in_house", N_("In-house teams"), found.get("in_house", 0)))  # fmt: skip
        figures = [
            Figure(f"running.{g}", Text(N_("Running employments")), Text(label), n, total, definition)
            for g, label, n in names
        ]
        other = total - found.get("external", 0) - found.get("in_house", 0)
        figures.append(
            Figure(
                "running.host_unrecorded",
                Text(N_("Running employments")),
                Text(N_("Kind of place not recorded")),
                other,
                total,
                definition,
            )
        )
        return Section(Text(N_("Running employments")), figures, BY_HOST)

    def _changes(self, first: date, last: date, sections: Sequence[Section]) -> Section | None:
        """What changed since the latest committee report that was given out."""
        kept = one(
            self.work.bank, "select * from report where kind = 'committee' and void = 0 order by id desc limit 1"
        )
        if kept is None:
            return None
        before = {f["id"]: f for f in json.loads(kept["figures"])}
        lines: list[list[Text | str | int | None]] = []
        for s in sections:
            for f in s.figures:
                old = before.get(f.id)
                if not f.id.endswith(".all") or old is None or old["count"] is None:
                    continue
                if (old["count"], old["base"]) != (f.count, f.base):
                    lines.append([f.label, old["count"], old["base"], f.count, f.base])
        heads = (N_("Figure"), N_("Count then"), N_("Of then"), N_("Count now"), N_("Of now"))
        said = text(
            N_("The latest report was given out {day} and held {first} – {last}. Figures of different periods differ because the people do."),
            day=kept["on_date"], first=kept["first"], last=kept["last"],
        )  # fmt: skip
        return Section(
            Text(N_("Changes since last time")),
            sentences=[said],
            listings=[Listing([Text(h) for h in heads], lines, "changes", inside=True)],
        )

    def _rows(self, now: Result) -> list[list[str | int | date | None]]:
        """The rows behind the figures, without names or numbers of people."""
        keys = {key: facts for key, _, facts in now.rows.rows}
        refs = rows(
            self.work.bank, "select id, ref, coalesce(ended_on, to_date) as last from employment where void = 0 and coalesce(ended_on, to_date) between :a and :b order by last, id",
            a=(now.first - timedelta(90)).isoformat(), b=(now.last - timedelta(90)).isoformat(),
        )  # fmt: skip
        return [[r["ref"], date.fromisoformat(r["last"]), *keys[r["id"]]] for r in refs if r["id"] in keys]

    # files

    def outside(self, report: Report) -> Report:
        """The report as it may leave the unit."""
        return for_outside(report, RULERS)

    def save(self, report: Report, path: Path, lang: str = "sv", *, given_out: bool = False) -> None:
        """Write the report as .pdf or .xlsx; the export is logged. `given_out` keeps its figures for "since last time".

        Raises WrongUse for another kind of file, BadFile where it cannot be written.
        """
        from amdesk.export import report_pdf, report_xlsx
        from amdesk.export.xlsx import save_bytes, write_book

        words = Words(lang, self.work.today)
        city, department = (reference.setting(self.work.bank, n) for n in ("city", "department"))
        suffix = path.suffix.casefold()
        if suffix == ".pdf":
            save_bytes(path, report_pdf.pdf(report, words, city, department))
        elif suffix == ".xlsx":
            for _ in write_book(path, report_xlsx.tables(report, words)):
                pass
        else:
            raise WrongUse(text(N_("{file} must end in .pdf or .xlsx."), file=path.name))
        history.log_read(
            self.work.bank, f"export_report_{report.kind}", None, f"{report.first} {report.last} {report.audience}"
        )
        if given_out:
            self._keep(report)

    def save_management(self, first: date, last: date, department: str, path: Path, lang: str = "sv") -> None:
        """The manager's page as Excel: figures, places with days vacant, caseload, reasons. Of units, no participant is in it."""
        from amdesk.export import report_xlsx
        from amdesk.export.xlsx import write_book

        management = Managements(self.work)
        found, (values, facts) = management.management(first, last, department), management.value(first, last)
        report = Report(
            "management", text(N_("Management, {first} – {last}"), first=first.isoformat(), last=last.isoformat()), first, last, self.work.today,
            [management_section(found, values, facts)],
        )  # fmt: skip
        for _ in write_book(path, report_xlsx.tables(report, Words(lang, self.work.today))):
            pass
        history.log_read(self.work.bank, "export_management", None, f"{first} {last} {department}")

    def _keep(self, report: Report) -> None:
        figures = json.dumps([{"id": f.id, "count": f.count, "base": f.base} for f in report.figures()])
        with self.work.bank.write(text(N_("Report given out: {title}"), title=report.title), undoable=False):
            insert(
                self.work.bank, "report", kind=report.kind, first=report.first.isoformat(), last=report.last.isoformat(), on_date=self.work.today.isoformat(),
                audience=report.audience, figures=figures, sha256=hashlib.sha256(figures.encode()).hexdigest(),
            )  # fmt: skip

    @property
    def _say(self) -> Any:
        return Words(self.work.lang, self.work.today).say


def result_sections(now: Result) -> list[Section]:
    """The day-90 result by kind of place and by gender, and Kolada's ruler apart."""
    followup, kolada = list(now.figures), list(now.kolada)
    parts = [f for f in followup if not f.what.startswith(("plan_", "situation_", "contacted", "not_contacted"))]
    others = [f for f in followup if f.what.startswith(("plan_", "situation_", "contacted", "not_contacted"))]
    persons = text(
        N_("{count} ended employments of {persons} persons."),
        count=now.figure("reached_day90.all").count or 0,
        persons=now.persons(),
    )
    return [
        Section(Text(N_("Result 90 days after the employment")), parts, BY_HOST, sentences=[persons, now.bound().sentence], bars=PARTS),
        Section(Text(N_("Contact, situation and plans on day 90")), others, BY_HOST),
        Section(Text(N_("Result by gender")), followup, BY_GENDER),
        Section(
            Text(N_("Kolada's ruler: at the end of the employment")), kolada, BY_GENDER,
            sentences=[Text(N_("This ruler is measured at the end of the employment and with other words than the result after 90 days. The two are never added or compared."))],
        ),
    ]  # fmt: skip


def _compared_section(earlier: Result, compared: Comparison, span: tuple[date, date]) -> Section:
    figures = [f for f in earlier.figures if f.id == "work_or_studies.all"]
    line = [
        "work_or_studies.all", compared.first.count, compared.first.base, compared.first.percent, compared.second.count, compared.second.base,
        compared.second.percent,
    ]  # fmt: skip
    heads = (
        N_("Figure"),
        N_("Count"),
        N_("Base"),
        N_("Percent"),
        N_("Count then"),
        N_("Base then"),
        N_("Percent then"),
    )
    small = any(f.base is not None and 0 < f.base < 5 for f in (compared.first, *figures))
    rows_: list[Sequence[Text | str | int | None]] = [[compared.first.label, *line[1:]]]
    return Section(
        text(N_("Compared with {first} – {last}"), first=span[0].isoformat(), last=span[1].isoformat()), sentences=[compared.sentence],
        listings=[Listing([Text(h) for h in heads], rows_, "comparison", inside=small or (compared.second.count or 0) < 5)],
    )  # fmt: skip


def _mix_section(sentences: Sequence[Text]) -> Section:
    return Section(Text(N_("External places beside in-house teams")), sentences=list(sentences))


def _cohort_title(found: Cohort) -> Text:
    if found.window.months:
        return text(
            N_("Those who ended in {year}, the {months} months after their end"),
            year=str(found.year),
            months=found.window.months,
        )
    return text(N_("Those who ended in {year}, seen in {window}"), year=str(found.year), window=found.window.name)


def cohort_section(found: Cohort) -> Section:
    sentences = []
    if found.frozen_on:
        sentences.append(
            text(N_("Frozen {day}, check sum {hash}."), day=found.frozen_on.isoformat(), hash=found.digest[:16])
        )
    return Section(
        _cohort_title(found), list(found.figures), BY_GENDER, sentences=sentences,
        bars=("no_assistance_no_measures", "measures_only", "assistance_only", "assistance_and_measures", "erased"),
    )  # fmt: skip


def savings_section(found: Ledger) -> Section:
    """The ledger: what was paid, what is assumed, what follows, and which assumption moves it most."""
    p = found.paid
    facts = [
        Fact("persons", Text(N_("Persons in the ledger")), p.persons, "", Text(N_("Persons whose employment ended in the period and whose months before it are covered."))),
        Fact("left_out", Text(N_("Persons left out")), p.left_out, "", Text(N_("Persons whose months before the employment the payment files cover for fewer than three months."))),
        Fact("paid_before", Text(N_("Paid before, up to 12 months")), p.before, "öre", Text(N_("Assistance paid in the whole calendar months before the employment, recoveries taken off."))),
        Fact("months_before", Text(N_("Person-months before")), p.before_months, "", Text(N_("Months of those that the payment files cover."))),
        Fact("paid_during", Text(N_("Paid during the employment")), p.during, "öre", Text(N_("Assistance paid in the months that the employment touches."))),
        Fact("months_during", Text(N_("Person-months during")), p.during_months, "", Text(N_("Months of those that the payment files cover."))),
        Fact("paid_after", Text(N_("Paid after, up to 12 months")), p.after, "öre", Text(N_("Assistance paid in the whole calendar months after the employment."))),
        Fact("months_after", Text(N_("Person-months after")), p.after_months, "", Text(N_("Months of those that the payment files cover."))),
        Fact("expected", Text(N_("Would have been paid at the level of before")), p.expected, "öre", Text(N_("Mean per person-month before, times the person-months during and after."))),
        Fact("fall", Text(N_("Paid less than that")), p.fall, "öre", Text(N_("The line above less what was paid during and after. No assumption is in it."))),
    ]  # fmt: skip
    if not p.persons:
        return Section(
            Text(N_("Savings ledger")),
            sentences=[
                Text(
                    N_(
                        "The payment files cover the months before the employment for nobody in the period, so no saving can be estimated."
                    )
                )
            ],
        )
    heads = (N_("Assumption"), N_("Low"), N_("Value"), N_("High"), N_("Unit"), N_("Source"))
    assumed: list[Sequence[Text | str | int | None]] = [
        [Text(a.label), *(_shown(v, a.unit) for v in (a.low, a.value, a.high)), Text(_unit(a.unit)), Text(a.source)]
        for a in found.assumptions
    ]
    outcome: list[Sequence[Text | str | int | None]] = [
        [Text(label), *(value(e) // 100 for e in (found.low, found.middle, found.high))]
        for label, value in ESTIMATES
    ]  # fmt: skip
    heads_of = (N_("Kronor"), N_("Low"), N_("Middle"), N_("High"))
    swing = found.swings[0]
    return Section(
        Text(N_("Savings ledger")), facts=facts,
        listings=[Listing([Text(h) for h in heads], assumed, "assumptions"), Listing([Text(h) for h in heads_of], outcome, "estimate")],
        sentences=[
            text(N_("What moves the result most: {what} (from {low} to {high} kronor)."), what=Text(swing[0].label), low=swing[1] // 100, high=swing[2] // 100),
            Text(N_("An estimate, not a measured saving: what would have happened without the employment is not known.")),
        ],
    )  # fmt: skip


def management_section(found: Management, values: Sequence[Figure], facts: Sequence[Fact]) -> Section:
    """Continuity, occupancy, waiting, caseload and value of a period."""
    places: list[Sequence[Text | str | int | None]] = [
        [p.placement, p.department, p.open_days, p.taken_days, p.vacant] for p in found.places
    ]
    loads: list[Sequence[Text | str | int | None]] = [
        [w.worker, w.waiting, w.booked, w.working, w.total] for w in found.loads
    ]
    reasons: list[Sequence[Text | str | int | None]] = [[r, n] for r, n in found.reasons]
    heads = {
        "places": (N_("Placement"), N_("Department"), N_("Open days"), N_("Taken"), N_("Vacant")),
        "caseload": (N_("Case worker"), N_("Waiting"), N_("Booked"), N_("Working"), N_("Sum")), "reasons": (N_("Reason"), N_("Changes")),
    }  # fmt: skip
    listings = [
        Listing([Text(h) for h in heads[name]], lines, name)
        for name, lines in (("places", places), ("caseload", loads), ("reasons", reasons))
    ]
    return Section(
        Text(N_("Management")),
        [found.continuity, found.occupancy, *values],
        ("all",),
        [*found.waits, *facts],
        listings=listings,
    )


ESTIMATES: tuple[tuple[str, Callable[[Estimate], int]], ...] = (
    (N_("Less assistance that is due to the employment"), lambda e: e.saved),
    (N_("Net cost of the jobs"), lambda e: e.job),
    (N_("Moved to unemployment insurance"), lambda e: e.fund),
    (N_("Net for the city"), lambda e: e.net),
    (N_("Net for all public purses"), lambda e: e.net_of_fund),
)  # fmt: skip


def _shown(value: int, unit: str) -> int:
    return value // 100 if unit == "öre" else value


def _unit(unit: str) -> str:
    return N_("kronor per month") if unit == "öre" else N_("percent")


def savings_notes(found: Ledger) -> list[Text]:
    if found.covered is None:
        return [Text(N_("No assistance payments are imported, so nothing can be said of savings."))]
    return [
        text(
            N_("Payments are imported for {first} to {last}; other months are not counted."),
            first=found.covered[0],
            last=found.covered[1],
        )
    ]


def _ledger(found: Ledger, say: Any) -> dict[str, Any]:
    """The ledger as JSON; amounts in öre."""

    def one_of(e: Estimate) -> dict[str, int]:
        return {"saved": e.saved, "job": e.job, "fund": e.fund, "net": e.net, "net_of_fund": e.net_of_fund}

    return {
        "covered": list(found.covered) if found.covered else None, "low": one_of(found.low), "middle": one_of(found.middle), "high": one_of(found.high),
        "assumptions": [
            {"id": a.id, "label": say(Text(a.label)), "low": a.low, "value": a.value, "high": a.high, "unit": a.unit, "source": say(Text(a.source))}
            for a in found.assumptions
        ],
        "sensitivity": [{"id": a.id, "low": low, "high": high} for a, low, high in found.swings], "decisive": found.decisive.id,
    }  # fmt: skip


def _coming(now: Result) -> list[Text]:
    if not now.coming:
        return []
    return [text(N_("{count} of the period have not reached day 90 yet and are in no figure."), count=now.coming)]


def _bound(now: Result, group: str) -> dict[str, Any]:
    b = now.bound(group)
    return {"id": b.figure.id, "not_reached": b.unknown, "low": b.low, "high": b.high}


def _comparison(c: Comparison, span: tuple[date, date] | None, say: Any) -> dict[str, Any]:
    return {
        **({"from": span[0].isoformat(), "to": span[1].isoformat()} if span else {}),
        "first": {"id": c.first.id, "count": c.first.count, "base": c.first.base, "percent": c.first.percent},
        "second": {"id": c.second.id, "count": c.second.count, "base": c.second.base, "percent": c.second.percent},
        "points": c.points, "low": c.low, "high": c.high, "distinct": c.distinct, "needed": c.needed, "sentence": say(c.sentence),
    }  # fmt: skip


__all__ = ["BadFile", "Reports", "cohort_section", "result_sections", "savings_section"]
