"""Reports: the day-90 result, a cohort, the savings ledger, the committee's report. One object, and files made from it."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from amdesk.db.bank import access_log, reference, settings
from amdesk.db.results import behind
from amdesk.db.results import reports as db
from amdesk.domain.booking.plan import FOLLOWED_UP_AFTER
from amdesk.domain.errors import Refused
from amdesk.domain.results.cohort import COHORT, Window
from amdesk.domain.results.outcomes import FOLLOWUP, Result
from amdesk.domain.results.releases import OTHER_PERIOD, CountedRow, Release, compared_rows
from amdesk.domain.results.report import REPORT_FILES, Listing, Part, Report, Said, Say, Section
from amdesk.domain.texts import N_, IsoDay, Text, text
from amdesk.domain.values import add_months
from amdesk.i18n import Words
from amdesk.services.bank.files import ended
from amdesk.services.bank.work import Work
from amdesk.services.results import commitment, documents, guard, layer
from amdesk.services.results.cohorts import Cohorts
from amdesk.services.results.front import FrontParts, front
from amdesk.services.results.layer import EARLIER
from amdesk.services.results.management import Managements, continuity_of
from amdesk.services.results.outcomes import Results
from amdesk.services.results.savings import Savings
from amdesk.services.results.sections import (
    GENDER_GROUPS,
    HOST_GROUPS,
    cohort_section,
    cohort_title,
    compared_section,
    continuity_section,
    management_section,
    mix_section,
    result_sections,
    running_section,
    savings_notes,
    savings_section,
)

ROW_COLUMNS = (
    N_("Employment"), N_("To"), N_("Kind of place"), N_("Gender"), N_("End reason"), N_("Contact"), N_("Situation"), N_("Plan with the city"),
    N_("Plan with the employment service"),
)  # fmt: skip

ROUNDED = N_("Percentages are rounded one by one, so that parts do not always make their sum.")


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
            "persons": documents.persons(now, (*HOST_GROUPS, *GENDER_GROUPS[1:])),
            "coming": Part(now.coming, inside=True),
            "bounds": [documents.bound(now, g) for g in (*HOST_GROUPS, *GENDER_GROUPS[1:])],
            "comparison": Part(documents.comparison(compared, span, self._say), [compared.first.id, EARLIER]),
            "hosts": Part(documents.comparison(mix.plain, None, self._say), [mix.plain.first.id, mix.plain.second.id]),
        }
        sections = [*result_sections(now), compared_section(compared, span), mix_section(mix)]
        return Report(
            "followup",
            text(N_("Result 90 days after the employment, {first} – {last}"), first=IsoDay(first), last=IsoDay(last)),
            first,
            last,
            self.work.today,
            sections,
            [*self._of_these(occupation, department), *self._not_yet(now), Text(ROUNDED)],
            lambda: self._rows(now, occupation, department),
            [Text(c) for c in ROW_COLUMNS],
            more,
            narrowed=(occupation, department),
            compared=span,
            counted=self._known([*now.counted(), *compared_rows(earlier.counted(), span)]),
            made=self.work.clock.now(),
            **guard.guarded(now, earlier),
        )

    def cohort(self, year: int, window: Window) -> Report:
        """A cohort seen in a window, live or as it was frozen."""
        cohorts = Cohorts(self.work)
        found = cohorts.cohort(year, window)
        frozen = (
            {"on": Part(found.frozen_on), "hash": found.digest, "unchanged": Part(cohorts.checked(found))}
            if found.frozen_on
            else None
        )
        more = {
            "year": Part(year),
            "window": Part({"name": window.name, "from": window.first, "to": window.last, "months": window.months}),
            "definition": Part(f"cohort {COHORT.version}"),
            "frozen": frozen,
            "hash": found.digest,
        }
        return Report(
            "cohort",
            cohort_title(found),
            window.first,
            window.last,
            self.work.today,
            [cohort_section(found)],
            [*cohorts.notes(found), Text(ROUNDED)],
            more=more,
            counted=self._known(found.counted()),
            made=self.work.clock.now(),
        )

    def savings(self, first: date, last: date) -> Report:
        """The savings ledger of those whose employment ended in the period."""
        found = Savings(self.work).ledger(first, last)
        return Report(
            "savings",
            text(N_("Savings ledger, {first} – {last}"), first=IsoDay(first), last=IsoDay(last)),
            first,
            last,
            self.work.today,
            [savings_section(found)],
            savings_notes(found),
            more={"ledger": documents.ledger(found, self._say)},
            counted=self._known(found.counted()),
            made=self.work.clock.now(),
        )

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
        continuity = continuity_of(self.work, first, min(last, self.work.today))
        ledger = Savings(self.work).ledger(first, last)
        bank, today = self.work.bank, self.work.today
        compared, mix = results.compared(now, earlier), results.mix(first, last, now)
        running, before = running_section(db.running(bank, today)), db.latest(bank, "committee")
        appendix = [
            running,
            *result_sections(now),
            compared_section(compared, span),
            mix_section(mix),
            cohort_section(cohort),
            savings_section(ledger),
            Section(
                Text(N_("Value for people and workplaces")),
                [*values, now.figure("situation_work.all"), cohort.figure("no_assistance.all")],
                ("all",),
                facts,
            ),
            *([] if occupation or department else [continuity_section(continuity)]),
        ]
        if before is not None:
            appendix.insert(1, _changes(before, appendix))
        pages = front(FrontParts(now, earlier, compared, mix, cohort, ledger, running.figures, before), last, today)
        sections = [*pages, *appendix]
        members = cohorts.notes(cohort) if cohort.members else ()
        of_these = self._of_these(occupation, department)
        notes = [*of_these, *self._not_yet(now), *members, *savings_notes(ledger), Text(ROUNDED)]
        return Report(
            "committee",
            text(N_("Labour-market employments, {first} – {last}"), first=IsoDay(first), last=IsoDay(last)),
            first,
            last,
            self.work.today,
            sections,
            notes,
            lambda: self._rows(now, occupation, department),
            [Text(c) for c in ROW_COLUMNS],
            {
                "definition": Part(f"followup {FOLLOWUP.version}, cohort {COHORT.version}"),
                "persons": documents.persons(now, ("all",)),
                "cohort": {"year": Part(year), "hash": cohort.digest},
            },
            narrowed=(occupation, department),
            compared=span,
            counted=self._known(
                [
                    *now.counted(),
                    *compared_rows(earlier.counted(), span),
                    *cohort.counted(),
                    *ledger.counted(),
                ]
            ),
            made=self.work.clock.now(),
            **guard.guarded(now, earlier, db.who_runs(bank, today), [layer.CONTINUITY] if continuity.few else []),
        )

    def _not_yet(self, now: Result) -> list[Text]:
        return [*guard.not_over(now.last, self.work.today), *guard.coming(now)]

    def _of_these(self, occupation: str, department: str) -> list[Text]:
        """Of whom the figures are, where not of everybody: else they would be read as the whole unit's."""
        names = [o.name(self.work.lang) for o in reference.occupations(self.work.bank) if o.code == occupation]
        said = [*(names or [occupation]), department]
        return (
            [text(N_("The figures are of these alone: {what}."), what=", ".join(filter(None, said)))]
            if any(said)
            else []
        )

    def _rows(self, now: Result, *narrowed: str) -> list[list[str | int | date | None]]:
        """The rows behind the figures, without names or numbers of people. Of a protected person none says what tells of few
        places which: of some narrowed to an occupation or a department she has no row, and otherwise no kind of place and no day."""
        keys = {key: facts for key, _, facts in now.rows.rows}
        refs = behind.refs(self.work.bank, now.first - FOLLOWED_UP_AFTER, now.last - FOLLOWED_UP_AFTER)
        shown = [r for r in refs if r.id in keys and not (r.protected and any(narrowed))]
        told = [r for r in shown if not r.protected] + sorted((r for r in shown if r.protected), key=lambda r: r.ref)
        return [
            [r.ref, None, *keys[r.id]._replace(kind="")] if r.protected else [r.ref, r.ended, *keys[r.id]] for r in told
        ]

    # files

    def outside(self, report: Report) -> Report:
        """The report as it may leave the unit, beside everything that was given out before."""
        before = db.releases(self.work.bank)
        return self._committed(report, layer.outside(report, before), before)

    def making_outside(self, report: Report, into: list[Report]) -> Generator[tuple[int, int, str], None, None]:
        """The same, put into a list, with progress (done, total, what); closing it stops the work."""
        said = Words(self.work.lang, self.work.today)(N_("What is withheld is being chosen"))
        before = db.releases(self.work.bank)
        steps = layer.making(report, before)
        while True:
            try:
                done, of = next(steps)
            except StopIteration as made:
                into.append(self._committed(report, made.value, before))
                return
            yield done, of, said

    def copied(
        self, first: date, last: date, before: tuple[date, date], occupation: str = "", department: str = ""
    ) -> Report:
        """The day-90 result of a period as it may leave the unit by the clipboard. It has left then: it is remembered as given out,
        to whom is not said. What is copied once more, and tells nothing else, is logged and stands once."""
        kept: list[Report] = []
        for _ in self.copying(first, last, before, occupation, department, into=kept):
            pass
        return kept[0]

    def copying(
        self,
        first: date,
        last: date,
        before: tuple[date, date],
        occupation: str = "",
        department: str = "",
        *,
        into: list[Report],
    ) -> Generator[tuple[int, int, str], None, None]:
        """The same, put into a list, with progress (done, total, what); closing it stops the work, and nothing has left then."""
        yield from self.making_outside(self.followup(first, last, before, occupation, department), into)
        (made,) = into
        same = (made.first, made.last, made.narrowed, made.shown, self.work.today)
        again = any(
            same == (r.first, r.last, r.narrowed, r.shown, r.on) and sorted(r.rows) == sorted(_to_keep(made))
            for r in db.given_reports(self.work.bank)
        )
        self.gone_out(made, given_out=not again)

    def _known(self, counted: Sequence[CountedRow]) -> list[CountedRow]:
        """The rows of those whose personal data is not erased."""
        gone = db.erased(self.work.bank)
        return [r for r in counted if r.person not in gone]

    def _committed(self, report: Report, made: Report, before: Sequence[Release]) -> Report:
        """With a commitment to the counts of the report as it was inside, instead of a check sum that could be undone by trying."""
        proof = commitment.made(self.work.today, report)
        return replace(made, proof=proof, counted=report.counted, beside=frozenset(r.reference for r in before))

    def _nothing_meanwhile(self, report: Report) -> None:
        """What is withheld was chosen beside what had been given out when the report was made. Raises Refused where another was
        given out since, by whomever."""
        known = report.beside | ({report.proof.reference} if report.proof else set())
        if report.proof and not {a.reference for a in db.given_out(self.work.bank)} <= known:
            raise Refused(
                text(
                    N_(
                        "Another report was given out after this one was made: the two together may tell of a few people. "
                        "Make this one anew."
                    )
                ),
                "REPORT_MEANWHILE",
            )

    def given_out(self) -> list[db.GivenAct]:
        """What was given out, when and to whom, the newest first."""
        return db.given_out(self.work.bank)

    def opened(self, reference: str) -> dict[str, object]:
        """What was counted in a report that was given out, with the salt that proves it to an auditor; the opening is logged.
        Raises Refused where no report has the reference."""
        found = db.opening(self.work.bank, reference.strip())
        if found is None:
            raise Refused(
                text(N_("No report with the reference {reference} was given out."), reference=reference), "NO_REPORT"
            )
        access_log.log_read(self.work.bank, "report_opened", None, reference.strip())
        return commitment.opened(reference.strip(), *found)

    def save(
        self, report: Report, path: Path, lang: str = "sv", *, given_out: bool = False, recipient: str = ""
    ) -> None:
        """Write the report as .pdf, .docx or .xlsx; the export is logged. `given_out` keeps its figures for "since last time".

        Raises WrongUse for another kind of file, BadFile where it cannot be written, Refused where another was given out since it
        was made.
        """
        from amdesk.export import report_xlsx
        from amdesk.export.xlsx import save_bytes, write_book

        ended(path, *REPORT_FILES)
        if given_out:
            self._nothing_meanwhile(report)
        suffix = path.suffix.casefold()
        if suffix == ".pdf":
            save_bytes(path, self.pdf(report, lang))
        elif suffix == ".docx":
            save_bytes(path, self.docx(report, lang))
        else:
            for _ in write_book(path, report_xlsx.tables(report, Words(lang, self.work.today))):
                pass
        self.gone_out(report, given_out=given_out, recipient=recipient)

    def pdf(self, report: Report, lang: str = "sv") -> bytes:
        """The report's pages, to be looked at: nothing is logged before it goes out."""
        from amdesk.export import report_pdf

        return report_pdf.pdf(report, Words(lang, self.work.today), *self._sender())

    def docx(self, report: Report, lang: str = "sv") -> bytes:
        """The same as a document that the unit can edit."""
        from amdesk.export import report_docx

        return report_docx.written(report, Words(lang, self.work.today), *self._sender())

    def _sender(self) -> tuple[str, str]:
        return settings.setting(self.work.bank, "city"), settings.setting(self.work.bank, "department")

    def gone_out(self, report: Report, *, given_out: bool = False, recipient: str = "") -> None:
        """The report is on paper or in a file: a line in the log. `given_out` keeps its figures for "since last time".
        Raises Refused where another was given out since it was made."""
        if given_out:
            self._nothing_meanwhile(report)
        access_log.log_read(
            self.work.bank, f"export_report_{report.kind}", None, f"{report.first} {report.last} {report.audience}"
        )
        if given_out:
            self._keep(report, recipient)

    def save_management(self, first: date, last: date, department: str, path: Path, lang: str = "sv") -> None:
        """The manager's page as Excel: figures, places with days vacant, caseload, reasons. Of units, no participant is in it."""
        from amdesk.export import report_xlsx
        from amdesk.export.xlsx import write_book

        management = Managements(self.work)
        found, (values, facts) = management.management(first, last, department), management.value(first, last)
        report = Report(
            "management",
            text(N_("Management, {first} – {last}"), first=IsoDay(first), last=IsoDay(last)),
            first,
            last,
            self.work.today,
            [management_section(found, values, facts)],
        )
        for _ in write_book(path, report_xlsx.tables(report, Words(lang, self.work.today))):
            pass
        access_log.log_read(self.work.bank, "export_management", None, f"{first} {last} {department}")

    def _keep(self, report: Report, recipient: str) -> None:
        given = None
        if report.proof is not None:
            p = report.proof
            shown = sorted(report.shown)
            given = db.Given(recipient, report.narrowed, p.reference, p.salt, p.commitment, shown, p.counted)
        with self.work.bank.write(text(N_("Report given out: {title}"), title=report.title), undoable=False):
            db.keep(
                self.work.bank,
                report.kind,
                (report.first, report.last),
                self.work.today,
                report.audience,
                report.figures(),
                given,
                _to_keep(report) if given else (),
            )

    @property
    def _say(self) -> Say:
        return Words(self.work.lang, self.work.today).say


def _to_keep(report: Report) -> list[CountedRow]:
    """The rows that a report told of: those of the other period only where its share was told."""
    return [r for r in report.counted if EARLIER in report.shown or not r.counts.startswith(OTHER_PERIOD)]


def _changes(before: db.GivenOut, sections: Sequence[Section]) -> Section:
    """What changed since the latest committee report that was given out."""
    lines: list[list[Text | str | int | None]] = []
    rests = []
    for f in {f.id: f for s in sections for f in s.figures if f.id.endswith(".all")}.values():
        count, base = before.figures.get(f.id, (None, None))
        if count is not None and (count, base) != (f.count, f.base):
            lines.append([f.label, count, base, f.count, f.base])
            rests.append(f.id)
    heads = (N_("Figure"), N_("Count then"), N_("Of then"), N_("Count now"), N_("Of now"))
    said = text(
        N_(
            "The latest report was given out {day} and held {first} – {last}. Figures of different periods differ because the people do."
        ),
        day=IsoDay(before.on),
        first=IsoDay(before.first),
        last=IsoDay(before.last),
    )
    inside = before.audience != "outside"
    listing = Listing([Text(h) for h in heads], lines, "changes", inside=inside, row_rests=rests)
    return Section(Text(N_("Changes since last time")), sentences=[Said(said)], listings=[listing])
