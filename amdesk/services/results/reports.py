"""Reports: the day-90 result, a cohort, the savings ledger, the committee's report. One object, and files made from it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from amdesk.db.bank import history, reference
from amdesk.db.port import insert, one, rows
from amdesk.domain.booking.plan import FOLLOWED_UP_AFTER
from amdesk.domain.errors import WrongUse
from amdesk.domain.results.cohort import COHORT, Window
from amdesk.domain.results.figures import Comparison, Figure
from amdesk.domain.results.outcomes import FOLLOWUP, HIDDEN_SUMS, KOLADA, UNPRINTED, Result
from amdesk.domain.results.report import Listing, Part, Report, Said, Section, for_outside
from amdesk.domain.results.savings import Estimate, Ledger
from amdesk.domain.results.withholding import SMALLEST_GROUP, Unsaid, withheld
from amdesk.domain.texts import N_, Text, text
from amdesk.domain.values import add_months
from amdesk.i18n import Words
from amdesk.services.results.cohorts import Cohorts
from amdesk.services.results.management import Managements
from amdesk.services.results.outcomes import Results
from amdesk.services.results.savings import Savings
from amdesk.services.results.sections import (
    BOUND,
    BY_GENDER,
    BY_HOST,
    EARLIER,
    cohort_section,
    cohort_title,
    compared_section,
    ledger_stays,
    management_section,
    mix_section,
    result_sections,
    savings_notes,
    savings_section,
    summary_section,
    tells_persons,
)
from amdesk.services.work import Work

RULERS = (FOLLOWUP, KOLADA, COHORT)
RUNNING = ("running.all", ["running.external", "running.in_house", "running.host_unrecorded"])
"""The one sum that no ruler holds."""
BASES = {
    **{i: base for ruler in RULERS for i, base in ruler.bases().items()},
    **dict.fromkeys(RUNNING[1], RUNNING[0]),
}
"""Whose count each figure's base is."""
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
            "definition": Part(f"followup {FOLLOWUP.version}"),
            "persons": _persons(now, (*BY_HOST, *BY_GENDER[1:])),
            "coming": Part(now.coming, inside=_few_coming(now)),
            "bounds": [_bound(now, g) for g in (*BY_HOST, *BY_GENDER[1:])],
            "comparison": Part(_comparison(compared, span, self._say), [compared.first.id, EARLIER]),
            "hosts": Part(_comparison(mix.plain, None, self._say), [mix.plain.first.id, mix.plain.second.id]),
        }
        sections = [*result_sections(now), compared_section(compared, span), mix_section(mix)]
        return Report(
            "followup", text(N_("Result 90 days after the employment, {first} – {last}"), first=first.isoformat(), last=last.isoformat()), first, last,
            self.work.today, sections, _coming(now), lambda: self._rows(now), [Text(c) for c in ROW_COLUMNS], more, **_guarded(now, earlier),
        )  # fmt: skip

    def cohort(self, year: int, window: Window) -> Report:
        """A cohort seen in a window, live or as it was frozen."""
        cohorts = Cohorts(self.work)
        found = cohorts.cohort(year, window)
        frozen = (
            {"on": Part(found.frozen_on.isoformat()), "hash": found.digest, "unchanged": Part(cohorts.checked(found))}
            if found.frozen_on
            else None
        )
        more = {
            "year": Part(year), "window": Part({"name": window.name, "from": window.first.isoformat(), "to": window.last.isoformat(), "months": window.months}),
            "definition": Part(f"cohort {COHORT.version}"), "frozen": frozen, "hash": found.digest,
        }  # fmt: skip
        return Report(
            "cohort", cohort_title(found), window.first, window.last, self.work.today, [cohort_section(found)], cohorts.notes(found), more=more, behind=lambda: Unsaid(bases=BASES)
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
        running = self._few_running()
        sections = [
            summary_section(now, earlier, cohort, ledger), self._running(), *result_sections(now), compared_section(results.compared(now, earlier), span),
            mix_section(results.mix(first, last, now)), cohort_section(cohort), savings_section(ledger),
            Section(Text(N_("Value for people and workplaces")), [*values, now.figure("situation_work.all"), cohort.figure("no_assistance.all")], ("all",), facts),
        ]  # fmt: skip
        if changes := self._changes(first, last, sections):
            sections.insert(2, changes)
        notes = [*_coming(now), *(cohorts.notes(cohort) if cohort.members else ()), *savings_notes(ledger)]
        return Report(
            "committee", text(N_("Labour-market employments, {first} – {last}"), first=first.isoformat(), last=last.isoformat()), first, last,
            self.work.today, sections, notes, lambda: self._rows(now), [Text(c) for c in ROW_COLUMNS],
            {"definition": Part(f"followup {FOLLOWUP.version}, cohort {COHORT.version}"), "persons": _persons(now, ("all",)), "cohort": {"year": Part(year), "hash": cohort.digest}},
            **_guarded(now, earlier, running),
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

    def _few_running(self) -> frozenset[str]:
        """Ids of running figures with fewer than five people behind the count or the rest."""
        day = self.work.today.isoformat()
        found = rows(
            self.work.bank,
            "select distinct kind, participant_id as p from employment where void = 0 and cancelled = 0 and from_date <= :day "
            "and coalesce(ended_on, to_date, '9999-12-31') >= :day",
            day=day,
        )
        people = {g: {r["p"] for r in found if _group(r["kind"]) == g} for g in BY_HOST[1:]}
        people["all"] = set().union(*people.values())
        out = set()
        for g in BY_HOST:
            rest = set().union(*(people[o] for o in BY_HOST[1:] if g not in {"all", o}))
            if any(0 < len(side) < SMALLEST_GROUP for side in (people[g], rest, people["all"])):
                out.add(f"running.{g}")
        return frozenset(out)

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
            sentences=[Said(said)],
            listings=[Listing([Text(h) for h in heads], lines, "changes", inside=True)],
        )

    def _rows(self, now: Result) -> list[list[str | int | date | None]]:
        """The rows behind the figures, without names or numbers of people."""
        keys = {key: facts for key, _, facts in now.rows.rows}
        refs = rows(
            self.work.bank, "select id, ref, coalesce(ended_on, to_date) as last from employment where void = 0 and coalesce(ended_on, to_date) between :a and :b order by last, id",
            a=(now.first - FOLLOWED_UP_AFTER).isoformat(), b=(now.last - FOLLOWED_UP_AFTER).isoformat(),
        )  # fmt: skip
        return [[r["ref"], date.fromisoformat(r["last"]), *keys[r["id"]]] for r in refs if r["id"] in keys]

    # files

    def outside(self, report: Report) -> Report:
        """The report as it may leave the unit."""
        from amdesk.services.booking.solver import ranges

        return for_outside(report, [*(r for ruler in RULERS for r in ruler.relations()), RUNNING], ranges)

    def result_outside(self, now: Result) -> list[Figure]:
        """The figures of a day-90 result as they may leave the unit, for what is copied out of the window."""
        return _outside(now)

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


def _group(kind: str) -> str:
    return kind if kind in BY_HOST else "host_unrecorded"


def _ledger(found: Ledger, say: Any) -> dict[str, Any]:
    """The ledger as JSON; amounts in öre."""

    few = ledger_stays(found)

    def one_of(e: Estimate) -> dict[str, int]:
        return {"saved": e.saved, "job": e.job, "fund": e.fund, "net": e.net, "net_of_fund": e.net_of_fund}

    return {
        "covered": Part(list(found.covered)) if found.covered else None,
        **{name: Part(one_of(e), inside=few) for name, e in (("low", found.low), ("middle", found.middle), ("high", found.high))},
        "assumptions": Part([
            {"id": a.id, "label": say(Text(a.label)), "low": a.low, "value": a.value, "high": a.high, "unit": a.unit, "source": say(Text(a.source))}
            for a in found.assumptions
        ]),
        "sensitivity": Part([{"id": a.id, "low": low, "high": high} for a, low, high in found.swings], inside=few),
        "decisive": Part(found.decisive.id, inside=few),
    }  # fmt: skip


def _coming(now: Result) -> list[Text]:
    if not now.coming:
        return []
    return [text(N_("{count} of the period have not reached day 90 yet and are in no figure."), count=now.coming)]


def _few_coming(now: Result) -> bool:
    return 0 < now.coming_people < SMALLEST_GROUP


def _persons(now: Result, groups: Sequence[str]) -> dict[str, Part]:
    """Persons of each group; beside the employments they may tell of a few who ended twice."""
    return {g: Part(now.persons(g), [f"reached_day90.{g}"], tells_persons(now, g)) for g in groups}


def _bound(now: Result, group: str) -> Part:
    """Outside only for everyone: those of a group who were not reached are in no figure that is withheld for them."""
    b = now.bound(group)
    said = {"id": b.figure.id, "not_reached": b.unknown, "low": b.low, "high": b.high}
    return Part(said, BOUND, inside=group != "all")


def _guarded(now: Result, earlier: Result, few: frozenset[str] = frozenset()) -> dict[str, Any]:
    """What the figures of a followup do not say of who is behind them."""

    def behind() -> Unsaid:
        found = {*now.few(SMALLEST_GROUP), *few}
        shared = now.first <= earlier.last and earlier.first <= now.last
        if shared or _hidden_then(
            earlier
        ):  # of two periods with days in common the one less the other tells of the rest
            found.add(EARLIER)
        return Unsaid(frozenset(found), UNPRINTED, BASES)

    then = replace(earlier.figure("work_or_studies.all"), id=EARLIER)
    return {
        "hidden": [*now.hidden(), then], "sums": HIDDEN_SUMS, "behind": behind, "inside_notes": _coming(now) if _few_coming(now) else ()
    }  # fmt: skip


def _outside(found: Result) -> list[Figure]:
    """The figures of a day-90 result, withheld by themselves."""
    from amdesk.services.booking.solver import ranges

    behind = Unsaid(frozenset(found.few(SMALLEST_GROUP)), UNPRINTED, BASES)
    kept = withheld([*found.figures, *found.hidden()], [*FOLLOWUP.relations(), *HIDDEN_SUMS], behind, ranges)
    return kept[: len(found.figures)]


def _hidden_then(earlier: Result) -> bool:
    """Whether the other period's own report withholds its share: what it kept back is not told here."""
    share = next(f for f in _outside(earlier) if f.id == "work_or_studies.all")
    return share.withheld or share.base is None


def _comparison(c: Comparison, span: tuple[date, date] | None, say: Any) -> dict[str, Any]:
    return {
        **({"from": span[0].isoformat(), "to": span[1].isoformat()} if span else {}),
        "first": {"id": c.first.id, "count": c.first.count, "base": c.first.base, "percent": c.first.percent},
        "second": {"id": c.second.id, "count": c.second.count, "base": c.second.base, "percent": c.second.percent},
        "points": c.points, "low": c.low, "high": c.high, "distinct": c.distinct, "needed": c.needed, "sentence": say(c.sentence),
    }  # fmt: skip
