"""Importing: stage, check against the bank, mend, store in one transaction and one undo step.

What each kind of list is compared with and how it is stored stands in files of their own beside this one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from amdesk.db.bank import history
from amdesk.db.exchange import last, runs
from amdesk.db.exchange.runs import ImportRun
from amdesk.db.people.names import restricted_ones
from amdesk.db.places import placements as places
from amdesk.domain.errors import BadFile, BankBusy, BankUnusable
from amdesk.domain.exchange.differences import ACCEPT, LEVEL_FIELD, REFUSE
from amdesk.domain.people.masks import HIDDEN
from amdesk.domain.stopping import as_long_as_wanted
from amdesk.domain.texts import N_, Text, plural, text
from amdesk.i18n import Words
from amdesk.imports.kept import hold_copies
from amdesk.imports.model import RowOutcome, Staged
from amdesk.imports.protection import without_mark
from amdesk.imports.reading import ColumnRead, FileQuestion, FileReading, ToAnswer, reading_of
from amdesk.imports.results import RESULT_KINDS
from amdesk.imports.staging import SHEETS, answered, check, sort_rows
from amdesk.services.bank.work import Work
from amdesk.services.exchange import worklist
from amdesk.services.exchange.columns import list_kinds, remember, staged_file
from amdesk.services.exchange.employment_imports import EmploymentImports
from amdesk.services.exchange.fitting import RowsFit
from amdesk.services.exchange.heldagainst import ListsCompared
from amdesk.services.exchange.known import known
from amdesk.services.exchange.lists import About, Lists
from amdesk.services.exchange.notices import notices_of, protection_notices
from amdesk.services.exchange.participant_imports import ParticipantImports
from amdesk.services.exchange.placement_imports import PlacementImports
from amdesk.services.exchange.profiles import OF_A_DIFFERENCE, OF_A_ROW, news
from amdesk.services.exchange.result_imports import ResultImports
from amdesk.services.exchange.review import Review, missing_said
from amdesk.services.exchange.storing import Steps, each, written
from amdesk.services.exchange.whose import ask, compare_protection, mark_protected


class Imports:
    def __init__(self, work: Work) -> None:
        self.work, self.compared = work, ListsCompared(work)

    def stage(
        self,
        path: Path,
        kind: str,
        by_hand: Mapping[str, str] | None = None,
        answers: Mapping[str, str] | None = None,
        profile: str = "",
    ) -> Staged:
        """Read a file. `by_hand` maps the file's column names to fields, `answers` are to the questions of `reading`, `profile`
        names the sender whose answers of last time are used. Raises BadFile."""
        return staged_file(self.work, path, kind, by_hand, answers, profile)

    def reading(self, staged: Staged) -> FileReading:
        """How the file is read, and what has to be answered before any of it is stored."""
        return reading_of(staged, list_kinds())

    def answer(self, staged: Staged, key: str, answer: str) -> Staged:
        """The file with one more question answered; another sheet is read anew. Raises BadFile where the file is gone."""
        answers = {**staged.answers, key: answer}
        if key.startswith(OF_A_ROW):  # says nothing of how the columns are read, and what was mended stands
            staged.answers = answers
            return staged
        if key == SHEETS and staged.path is not None:
            return staged_file(self.work, staged.path, staged.kind.name, None, answers, staged.profile)
        answered(staged, answers)
        sort_rows(staged)
        return staged

    def review(self, staged: Staged) -> Review:
        """Check every row and compare it with the bank. Raises BadFile where a needed column is not mapped."""
        if missing := staged.missing():
            raise BadFile(
                text(
                    N_("{file} has no column for {field}. Point it out by hand, or give the column that heading."),
                    file=staged.file,
                    field=Text(missing[0].label),
                ),
                "COLUMN_MISSING",
            )
        count, kind = history.count_steps(self.work.bank), staged.kind.name
        outcomes, state = check(staged, known(self.work, staged))
        hold_copies(staged, outcomes)
        lists = Lists(self.work, staged)
        self._compare(staged, outcomes, self._steps(kind, lists))
        mark_protected(self.work, staged, outcomes)
        self.compared.note(staged, outcomes)
        worklist.mark_refused(self.work, staged, outcomes)
        whole = not staged.waiting  # a few rows taken up again are no list that others are gone from
        gone = PlacementImports(self.work, lists).gone(staged, outcomes) if whole and kind == "placements" else []
        absent = lists.missing(outcomes, self._about(outcomes, kind, lists)) if whole else []
        refused = sorted(r for r, d in decisions(staged.answers).items() if d.get(LEVEL_FIELD) is False)
        about = protection_notices(staged, [staged.place(r)[1] for r in refused])
        notices = [*staged.remarks, *about, *notices_of(self.work, outcomes, state.test_numbers), *missing_said(absent)]
        return Review(staged, outcomes, notices, gone, count, absent, lists)

    def _compare(self, staged: Staged, outcomes: Sequence[RowOutcome], steps: Steps) -> None:
        """Every accepted row beside the bank, and what somebody has decided of its differences."""
        decided, restricted = decisions(staged.answers), restricted_ones(self.work.bank)
        for outcome in outcomes:
            outcome.answer = staged.answers.get(f"same:{outcome.row}", "")
        steps.prepare(outcomes)
        for outcome in as_long_as_wanted(outcomes):
            if outcome.outcome == "accepted":
                steps.compare(outcome)
                if staged.kind.name in RESULT_KINDS:
                    compare_protection(self.work, outcome)
                for key, accepted in decided.get(outcome.row, {}).items():
                    outcome.decide(key, accepted)
            if outcome.said.person in restricted and outcome.outcome == "accepted" and outcome.action != "same":
                ask(outcome, "RESTRICTED", "")
        steps.settle(outcomes)

    def _about(self, outcomes: Sequence[RowOutcome], kind: str, lists: Lists) -> list[About]:
        """What of the bank the accepted rows are about."""
        about = self._steps(kind, lists).about
        found = (about(o) for o in outcomes if o.outcome == "accepted")
        return [one for one in found if one is not None]

    def _steps(self, kind: str, lists: Lists) -> Steps:
        if kind == "placements":
            place = PlacementImports(self.work, lists)
            return Steps(place.about, place.compare, each(place.store))
        if kind == "employments":
            job = EmploymentImports(self.work, lists)
            return Steps(job.about, job.compare, each(job.store), job.pair, RowsFit(self.work).tell)
        if kind == "participants":
            person = ParticipantImports(self.work, lists)
            return Steps(person.about, person.compare, person.store, person.prepare, person.settle)
        results = ResultImports(self.work, lists)
        return {
            "followups": Steps(results.about_followups, results.compare_followups, each(results.store_followups)),
            "payments": Steps(results.about_payments, results.compare_payments, each(results.store_payments)),
            "measures": Steps(results.about_measures, results.compare_measures, each(results.store_measures)),
        }[kind]

    def _leave_what_came_meanwhile(self, review: Review, steps: Steps) -> None:
        """Rows that were new when they were shown, and that somebody else has stored since, are not stored once more.

        Rows that were in the bank already are compared too: of payments that are equal it counts how many there are.
        """
        if history.count_steps(self.work.bank) <= review.steps + 1:  # this step is one
            return
        decided, late = decisions(review.staged.answers), 0
        steps.prepare(review.outcomes)
        for outcome in review.outcomes:
            if outcome.outcome == "accepted" and outcome.action in {"new", "same"}:
                before = outcome.action
                outcome.forget()
                steps.compare(outcome)
                for key, accepted in decided.get(outcome.row, {}).items():
                    outcome.decide(key, accepted)
                late += before == "new" and outcome.action == "update"
                outcome.action = "new" if before == outcome.action == "new" else "same"
        if late:
            review.notices.append(
                plural(
                    "{count} row was stored by somebody else meanwhile and differs. Read the file again to see how.",
                    "{count} rows were stored by somebody else meanwhile and differ. Read the file again to see how.",
                    late,
                    count=late,
                )
            )

    def mend(self, review: Review, row: int, column: str, new: str) -> Review:
        """A cell mended on the spot; the whole file is checked again. The file itself is never touched."""
        for raw in review.staged.rows:
            if raw.number == row:
                before = raw.cells.get(column)
                if column == "name" and isinstance(before, str) and without_mark(before)[1]:
                    raw.cells["protected"] = before  # she stays protected when her name is written over the mark
                raw.cells[column] = new
                raw.wrong_count = False
        return self.review(review.staged)

    def store(self, review: Review) -> int:
        """Store the accepted rows in one transaction and one undo step. Returns how many were new."""
        for _ in self.storing(review):
            pass
        return review.count("new")

    def storing(self, review: Review) -> Iterator[tuple[int, int, str]]:
        """The same with progress (done, total, what). Closing the generator early rolls everything back."""
        staged, lists = review.staged, self._lists(review)
        todo = [o for o in review.outcomes if o.outcome == "accepted"]
        if not self._anything(review, lists) and not worklist.news(self.work, review):
            return
        bank, steps = self.work.bank, self._steps(staged.kind.name, lists)
        with bank.write(_imported(len(todo), staged.file)):
            bank.one_at_a_time()  # before any row is changed that others may be waiting for
            self._leave_what_came_meanwhile(review, steps)
            for done in written(self.work, lists, lambda: self._steps(staged.kind.name, lists), todo):
                yield done, len(todo), staged.file
            for key in review.gone:
                places.flag(bank, key, self.work.today)
            last.missing_since(bank, [m.row for m in review.missing], self.work.today)
            runs.add_run(bank, self._run(review), staged.sha256)
            if not staged.waiting:
                remember(self.work, staged)
            worklist.settle(self.work, review)
            # Stopped here it is rolled back: nobody is told so of what was stored.
            yield len(todo), len(todo), staged.file

    def _lists(self, review: Review) -> Lists:
        """What lists said last, read anew where anything was stored since the rows were compared."""
        unchanged = history.count_steps(self.work.bank) == review.steps
        return review.lists.asked_by(self.work) if review.lists and unchanged else Lists(self.work, review.staged)

    def _anything(self, review: Review, lists: Lists) -> bool:
        """Whether storing would write anything, who is no longer in the list among that."""
        todo = [o for o in review.outcomes if o.outcome == "accepted"]
        heard = review.gone or review.missing or (not review.staged.waiting and news(self.work, review.staged))
        if heard or any(o.action != "same" for o in todo):
            return True
        about = self._steps(review.staged.kind.name, lists).about
        return any((of := about(o)) is not None and lists.unheard(o, of) for o in todo)

    def rehearse(self, review: Review) -> Review:
        """What storing would do, row by row, rules of the bank included; nothing is stored. Where the bank cannot be written
        in, the review is left as it was checked."""
        run = self.storing(review)
        try:
            while (step := next(run, None)) is not None and step[0] < step[1]:
                pass
        except BankUnusable as error:
            if not isinstance(error, BankBusy) and error.code != "READ_ONLY":
                raise
        finally:
            run.close()  # type: ignore[attr-defined]  # a generator
        return review

    def decide(self, review: Review, row: int, key: str, accepted: bool) -> None:
        """Accept or refuse one difference of a row, by `RowDifference.key`; nothing is checked anew."""
        review.decide(row, key, accepted)

    def _run(self, review: Review) -> runs.ImportRun:
        counted = (review.count("accepted"), review.count("rejected"), review.count("new"))
        staged = review.staged
        return runs.ImportRun(self.work.today, staged.file, staged.kind.name, len(review.outcomes), *counted)

    def log(self) -> list[runs.ImportRun]:
        """The latest imports, newest first. A file that is called after somebody protected is not named."""
        told, hidden = history.hidden_ones(self.work.bank), Words(self.work.lang)(HIDDEN)
        return [r._replace(file=hidden) if told.in_file_name(r.file) else r for r in runs.runs(self.work.bank)]


def _imported(count: int, file: str) -> Text:
    if not count:
        return text(N_("Rows of {file} left to the work list"), file=file)
    return plural(
        "Imported {count} row from {file}", "Imported {count} rows from {file}", count, count=count, file=file
    )


def decisions(answers: Mapping[str, str]) -> dict[int, dict[str, bool]]:
    """What somebody has decided of differences: by row and key, whether it is accepted."""
    out: dict[int, dict[str, bool]] = {}
    for said, answer in answers.items():
        row, _, key = said.removeprefix(OF_A_DIFFERENCE).partition(":")
        if said.startswith(OF_A_DIFFERENCE) and row.isdigit() and answer in {ACCEPT, REFUSE}:
            out.setdefault(int(row), {})[key] = answer == ACCEPT
    return out


__all__ = ["ColumnRead", "FileQuestion", "FileReading", "ImportRun", "Imports", "RowOutcome", "Staged", "ToAnswer"]
"""With what the window is given of floors that it does not import."""
