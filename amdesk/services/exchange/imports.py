"""Importing: stage, check against the bank, mend, store in one transaction and one undo step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from amdesk import resources
from amdesk.db.bank import history, reference
from amdesk.db.booking import board, bookings
from amdesk.db.engine.errors import RULES, RuleBroken
from amdesk.db.exchange import runs
from amdesk.db.people import participants as people
from amdesk.db.places import placements as places
from amdesk.db.port import savepoint
from amdesk.domain.errors import BadFile
from amdesk.domain.people.participant import Need
from amdesk.domain.places.placement import Placement
from amdesk.domain.texts import N_, Text, text
from amdesk.domain.values import FAR, fold
from amdesk.i18n import Words
from amdesk.imports.kinds import KINDS as LIST_KINDS
from amdesk.imports.model import Known, RowOutcome, Staged
from amdesk.imports.protection import without_mark
from amdesk.imports.results import RESULT_KINDS
from amdesk.imports.same import Job, pair
from amdesk.imports.staging import check, headings, map_columns, sort_rows, stage
from amdesk.imports.words import FULL_WEEK
from amdesk.services.exchange.result_imports import ResultImports
from amdesk.services.people.participants import identity_values
from amdesk.services.work import Work

NOT_OURS = "NOT_PARTICIPANT"
KINDS = {**LIST_KINDS, **RESULT_KINDS}
EXTRA_MESSAGES = {
    "CASE_WORKER_NEW": N_("A new case worker is added"),
    "STATUS_UNKNOWN": N_("The status is no known word and is kept as not known"),
    "NEED_WORDS": N_("A need is kept as words: it is not known if a placement meets it before somebody has read it"),
    "DISTRICT_UNKNOWN": N_("The district is on no list: travel times are not known"),
    "AMOUNT_GROUPED": N_("The point or comma in the amount was read as a sign between thousands"),
    "CAPACITY_WANTED": N_(
        "More are booked than the list has places; the number is kept as wanted and shown as a conflict"
    ),
    "CELL_ERROR": N_("The cell is in error in the spreadsheet. Mend the formula there, or write the value here"),
    "CONTROL_DROPPED": N_("The text had control characters that cannot be printed; they were left out"),
    "FORMULA_NO_VALUE": N_(
        "The cell has a formula without a saved value. Open the file in Excel, save it and import it again"
    ),
    "KEPT_AS_WORDS": N_("What could not be understood is kept as words among the needs"),
    "VALUE_READ": N_("The day was worked out from what the list says; check it"),
    "HOURS_ASSUMED": N_("The list does not say the hours; 40 hours a week are taken until somebody writes others"),
    "PNR_IN_TEXT": N_("The name has another personal identity number in it. Say whose row it is"),
    "PNR_MOVED": N_("The personal identity number stood in the name and was put in its own field"),
    "PNR_REMOVED": N_("A personal identity number in a text was left out"),
    "SAME_PERSON": N_(
        "The bank has somebody of that name and phone or birth date without a number. Is it the same person? Then write the number on her record and import again; else add the person by hand"
    ),
    "PROTECTED_UNNAMED": N_(
        "The row is about somebody with protected personal data and has neither name nor number. Add the person by hand"
    ),
}
TOLD = (
    "AMOUNT_GROUPED",
    "CAPACITY_WANTED",
    "CONTROL_DROPPED",
    "HOURS_ASSUMED",
    "KEPT_AS_WORDS",
    "LANGUAGE_UNKNOWN",
    "LICENCE_UNKNOWN",
    "PNR_MOVED",
    "PNR_REMOVED",
    "TITLE_UNKNOWN",
    "VALUE_READ",
)
"""Warnings of rows that were not stored as they stand in the file."""
FICTITIOUS = 3
HIDDEN = "•••"
"""What the bank holds of a protected person is not shown by an import; opening her record is logged."""
PLACE_FIELDS = (
    "source_id", "name", "occupation", "hours", "department", "address", "schedule", "supervisor", "comment", "supervisor_phone",
    "supervisor_email", "pay", "licence", "language_min", "other", "background_check", "kind", "district", "open_from",
)  # fmt: skip
PERSON_FIELDS = (
    "name",
    "phone",
    "email",
    "case_number",
    "languages",
    "wishes",
    "language",
    "licence",
    "extent",
    "available_from",
    "district",
    "max_travel",
    "needs",
)


@dataclass(slots=True)
class Review:
    """A checked file: outcomes by row, and how they count."""

    staged: Staged
    outcomes: list[RowOutcome]
    notices: list[Text] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    steps: int = 0
    """How many steps the bank had when the rows were compared with it."""

    def count(self, what: str) -> int:
        """accepted, rejected, or for accepted rows new, update, same."""
        if what in {"accepted", "rejected"}:
            return sum(o.outcome == what for o in self.outcomes)
        return sum(o.outcome == "accepted" and o.action == what for o in self.outcomes)

    def total(self) -> int:
        """Sum of the accepted amounts in öre, for the receipt of a payment file."""
        return sum(o.values.get("amount", 0) for o in self.outcomes if o.outcome == "accepted")

    def receipt(self) -> list[tuple[Text, str | int]]:
        """What came in and what became of it, line by line; nothing in it names anybody."""
        dropped = self.dropped()
        lines: list[tuple[Text, str | int]] = [
            (Text(N_("File")), self.staged.file), (Text(N_("Rows in")), len(self.outcomes)), (Text(N_("Rows of participants")), self.count("accepted")),
            (Text(N_("Rows of others, not kept")), dropped), (Text(N_("Rows refused")), self.count("rejected") - dropped), (Text(N_("New rows stored")), self.count("new")),
            (Text(N_("Sum of the participants' rows, kronor")), f"{self.total() / 100:.2f}".replace(".", ",")), (Text(N_("Check sum (SHA-256)")), self.staged.sha256),
        ]  # fmt: skip
        return lines

    def dropped(self) -> int:
        """Rows of people who are no participants: nothing to mend, and nothing is kept of them."""
        return sum(o.reason == NOT_OURS for o in self.outcomes)

    def reasons(self) -> Counter[str]:
        return Counter(o.reason for o in self.outcomes if o.outcome == "rejected")


class Imports:
    def __init__(self, work: Work) -> None:
        self.work = work

    def stage(self, path: Path, kind: str, by_hand: Mapping[str, str] | None = None) -> Staged:
        """Read a file. `by_hand` maps the file's column names to fields. Raises BadFile."""
        staged = stage(path, KINDS[kind], {**runs.columns(self.work.bank, kind), **(by_hand or {})})
        if by_hand:
            for header, name in by_hand.items():
                if name not in {f.name for f in KINDS[kind].fields}:
                    raise BadFile(
                        text(
                            N_("There is no field {field}. Known fields: {known}."),
                            field=name,
                            known=", ".join(f.name for f in KINDS[kind].fields),
                        ),
                        "FIELD",
                    )
                if header not in staged.headers:
                    raise BadFile(text(N_("{file} has no column {column}."), file=staged.file, column=header), "COLUMN")
        return staged

    def remap(self, staged: Staged, mapping: Mapping[int, str]) -> Staged:
        """The user's own mapping of columns, remembered when the import is stored."""
        staged.mapping = dict(mapping)
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
        steps = history.count_steps(self.work.bank)
        outcomes, state = check(staged, self.known(staged))
        review = Review(staged, outcomes, steps=steps)
        compare = self._comparing(staged)
        if staged.kind.name == "employments":
            self._pair_employments(outcomes)
        for outcome in outcomes:
            if outcome.outcome == "accepted":
                compare(outcome)
                if staged.kind.name in RESULT_KINDS:
                    self._compare_protection(outcome)
        self._mark_protected(staged.kind.name, outcomes)
        if state.test_numbers and reference.setting(self.work.bank, "demo") != "yes":
            review.notices.append(
                text(
                    N_(
                        "{count} identity numbers are test numbers (238 or 239), which belong in test environments only."
                    ),
                    count=state.test_numbers,
                )
            )
        if words := sum("NEED_WORDS" in o.warnings for o in outcomes if o.outcome == "accepted"):
            review.notices.append(
                text(
                    N_("{count} people have a need in words of their own: whether it is met is not known before somebody reads it."),
                    count=words,
                )
            )  # fmt: skip
        if staged.kind.name == "placements":
            review.gone = self._gone(staged, outcomes)
            if kept := sorted({str(o.values["_opened"]) for o in outcomes if "_opened" in o.values}):
                said = N_("{names}: somebody is booked before the opening day in the list, so the opening day is kept.")
                review.notices.append(text(said, names=", ".join(kept)))
        return review

    def _comparing(self, staged: Staged) -> Callable[[RowOutcome], None]:
        results = ResultImports(self.work)
        return {
            "placements": self._compare_placement,
            "employments": self._compare_employment,
            "participants": self._compare_participant,
            "followups": results.compare_followups,
            "payments": results.compare_payments,
            "measures": results.compare_measures,
        }[staged.kind.name]

    def _leave_what_came_meanwhile(self, review: Review) -> None:
        """Rows that were new when they were shown, and that somebody else has stored since, are not stored once more.

        Rows that were in the bank already are compared too: of payments that are equal it counts how many there are.
        """
        if history.count_steps(self.work.bank) <= review.steps + 1:  # this step is one
            return
        compare, late = self._comparing(review.staged), 0
        if review.staged.kind.name == "employments":
            self._pair_employments(review.outcomes)
        for outcome in review.outcomes:
            if outcome.outcome == "accepted" and outcome.action in {"new", "same"}:
                before = outcome.action
                outcome.changes.clear()
                compare(outcome)
                late += before == "new" and outcome.action == "update"
                outcome.action = "new" if before == outcome.action == "new" else "same"
        if late:
            review.notices.append(
                text(N_("{count} rows were stored by somebody else meanwhile and differ. Read the file again to see how."), count=late)
            )  # fmt: skip

    def _mark_protected(self, kind: str, outcomes: list[RowOutcome]) -> None:
        """Whose row is shown masked: protected by the file, or in the bank already."""
        ids, identities = people.protected_ones(self.work.bank)
        for outcome in outcomes:
            v = outcome.values
            number = getattr(v.get("identity"), "number", None)
            known = kind == "participants" and v.get("_id") in ids
            outcome.protected = bool(v.get("protected")) or number in identities or known

    def known(self, staged: Staged) -> Known:
        """What the bank knows, for the checks."""
        bank = self.work.bank
        occupations = reference.occupations(bank)
        running = bookings.spans_by_identity(bank) if staged.kind.name == "employments" else {}
        results = ResultImports(self.work)
        forms: dict[str, str] = {}
        for c in reference.codes(bank, "employment_forms"):
            forms |= {fold(c["sv"]): c["code"], fold(c["code"]): c["code"]} | {
                fold(a): c["code"] for a in c.get("aliases", [])
            }
        return Known(
            self.work.today,
            {fold(o["sv"]): o["code"] for o in occupations} | {fold(o["en"]): o["code"] for o in occupations},
            {fold(a): o["code"] for o in occupations for a in o["aliases"]},
            {fold(name): key for name, key in places.names(bank)},
            frozenset(fold(r["name"]) for r in people.case_workers(bank)),
            running, forms,
            {fold(c["sv"]): c["code"] for c in reference.codes(bank, "districts")},
            {fold(c["sv"]): c["code"] for c in reference.codes(bank, "physical_demands")} | {"lyft": "lyft", "höjd": "hojd", "utomhus": "utomhus"},
            reference.setting(bank, "department"),
            "source_id" in staged.mapping.values(),
            results.people() if staged.kind.name in RESULT_KINDS else {},
            results.ended() if staged.kind.name == "followups" else {},
            people.renumbered(bank) if staged.kind.name != "placements" else {},
        )  # fmt: skip

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
        staged = review.staged
        todo = [o for o in review.outcomes if o.outcome == "accepted"]
        results = ResultImports(self.work)
        write = {
            "placements": self._store_placement,
            "employments": self._store_employment,
            "participants": self._store_participant,
            "followups": results.store_followups,
            "payments": results.store_payments,
            "measures": results.store_measures,
        }[staged.kind.name]
        if not any(o.action != "same" for o in todo) and not review.gone:
            return
        bank = self.work.bank
        with bank.write(text(N_("Imported {count} rows from {file}"), count=len(todo), file=staged.file)):
            bank.one_at_a_time()  # before any row is changed that others may be waiting for
            self._leave_what_came_meanwhile(review)
            for i, outcome in enumerate(todo):
                if outcome.action != "same":
                    self._store_row(outcome, write)
                if i % 25 == 0:
                    yield i, len(todo), staged.file
            for key in review.gone:
                places.flag(bank, key, self.work.today)
            runs.add_run(bank, self._run(review), staged.sha256)
            self._remember(staged)
            # Stopped here it is rolled back: nobody is told so of what was stored.
            yield len(todo), len(todo), staged.file

    def _run(self, review: Review) -> runs.ImportRun:
        counted = (review.count("accepted"), review.count("rejected"), review.count("new"))
        staged = review.staged
        return runs.ImportRun(self.work.today, staged.file, staged.kind.name, len(review.outcomes), *counted)

    def _store_row(self, outcome: RowOutcome, write: Callable[[RowOutcome], None]) -> None:
        """One row. What a rule of the bank refuses is refused alone and named; the other rows are stored."""
        try:
            with savepoint(self.work.bank):
                write(outcome)
                if "_protect" in outcome.values:
                    people.change(self.work.bank, outcome.values["participant"], outcome.values["_protect"])
        except RuleBroken as broken:
            outcome.outcome, outcome.reason, outcome.action = "rejected", broken.code, ""

    def _remember(self, staged: Staged) -> None:
        self.work.bank.one_at_a_time()
        automatic = map_columns(staged.headers, headings(staged.kind, {}))
        for column, name in staged.mapping.items():
            header = staged.headers[column]
            if name in {automatic.get(column), staged.guessed.get(column)} or not header:
                continue
            runs.remember_column(self.work.bank, staged.kind.name, header, name)

    # placements

    def _compare_placement(self, outcome: RowOutcome) -> None:
        found = self._placement_of(outcome.values)
        if found is None:
            outcome.action = "new"
            return
        outcome.values["_id"] = found.id
        for name in PLACE_FIELDS:
            if name not in outcome.values or name == "kind":
                continue
            before, after = getattr(found, name), outcome.values[name]
            if before != after and (after not in {None, ""} or name in outcome.values["none"]):
                outcome.changes.append((name, str(before), str(after)))
        if found.background_check != "none" and outcome.values.get("background_check", "none") != "none":
            # a list says only that an extract is asked for; which one is known better here
            outcome.changes = [c for c in outcome.changes if c[0] != "background_check"]
        self._compare_capacity(outcome, found)
        outcome.action = "update" if outcome.changes or found.flagged else "same"

    def _compare_capacity(self, outcome: RowOutcome, found: Placement) -> None:
        """The number of places and the opening day, as far as what is booked lets them change (the bank refuses the rest)."""
        v, bank = outcome.values, self.work.bank
        free = places.availabilities(bank, min(found.open_from, self.work.today), found.id)[found.id]
        first = v.get("open_from", found.open_from)
        if any(load.first < first for load in free.loads) and first > found.open_from:
            outcome.changes = [c for c in outcome.changes if c[0] != "open_from"]
            v["_opened"] = found.name
            first = found.open_from
        here, count = max(self.work.today, found.open_from), v["places"]
        now = free.capacity_on(here) // 100
        wishes = [w for w in board.wishes(bank) if w.placement_id == found.id and _for_good(w, here)]
        v["_wishes"] = [w.id for w in wishes if w.places != count]
        if free.capacity and count not in {now, free.capacity[-1].hundredths // 100}:
            fits = all(free.taken_on(load.first) <= 100 * count for load in free.loads)
            v["_wanted"] = None if fits else max(here, first)
            if not fits:
                outcome.warnings = sorted({*outcome.warnings, "CAPACITY_WANTED"})
            if fits or all(w.places != count for w in wishes):
                outcome.changes.append(("places", str(now), str(count)))
        elif v["_wishes"]:
            outcome.changes.append(("places", str(wishes[-1].places), str(count)))

    def _placement_of(self, values: Mapping[str, Any]) -> Placement | None:
        if values["source_id"]:
            found = places.by_number(self.work.bank, values["source_id"])
            return found if found and found.source_id == values["source_id"] else None
        key = places.of_name(self.work.bank, values["occupation"], values["name"])
        return places.get(self.work.bank, key) if key is not None else None

    def _store_placement(self, outcome: RowOutcome) -> None:
        values = {k: v for k, v in outcome.values.items() if k in PLACE_FIELDS}
        if "_id" not in outcome.values:
            values = {"open_from": self.work.today, "hours": 100 * FULL_WEEK, **values}
            places.add(self.work.bank, values, outcome.values["places"])
            return
        key, count = outcome.values["_id"], outcome.values["places"]
        changed = {name for name, _, _ in outcome.changes}
        kept = {k: v for k, v in values.items() if k in changed}
        for wish in outcome.values["_wishes"]:
            board.close_wish(self.work.bank, wish)
        fits = "places" in changed and "_wanted" in outcome.values and outcome.values["_wanted"] is None
        places.change(self.work.bank, key, kept | {"flagged": ""}, count if fits else None)
        if "places" in changed and outcome.values.get("_wanted"):
            board.add_wish(self.work.bank, key, outcome.values["_wanted"], FAR, count, "")

    def _gone(self, staged: Staged, outcomes: list[RowOutcome]) -> list[int]:
        """Placements of the departments in this list that an earlier list had and this one has not: flagged, never deleted."""
        if not staged.ragged and "source_id" not in staged.mapping.values():
            return []
        if not runs.has_run(self.work.bank, "placements"):
            return []
        present = {str(r.cells.get("source_id") or "").strip().casefold() for r in staged.rows}
        departments = {fold(o.values["department"]) for o in outcomes if o.values.get("department")}
        return [
            p.id
            for p in places.sourced(self.work.bank)
            if p.source_id.casefold() not in present and fold(p.department) in departments
        ]

    # employments

    def _pair_employments(self, outcomes: list[RowOutcome]) -> None:
        """Which employment of the bank each accepted row means, looked at for all rows of a person together."""
        bank = self.work.bank
        of: dict[int, list[RowOutcome]] = {}
        for o in outcomes:
            if o.outcome == "accepted":
                o.values.pop("_kept", None)
                o.values["_person"] = people.by_identity(bank, o.values["identity"].number)
                if o.values["_person"] is not None:
                    of.setdefault(o.values["_person"], []).append(o)
        for person, mine in of.items():
            kept = bookings.jobs(bank, person)
            known = [
                Job(k.id, k.from_date, k.last, _names(k.placement_id, k.placement_text, k.place), k.occupation)
                for k in kept
            ]
            said = [
                Job(o.row, o.values["from_date"], o.values["to_date"], _names(o.values["placement_id"], o.values["placement_text"], ""), o.values["occupation"])
                for o in mine
            ]  # fmt: skip
            found, by_id = pair(said, known), {k.id: k for k in kept}
            for o in mine:
                if o.row in found:
                    o.values["_kept"] = by_id[found[o.row]]

    def _compare_employment(self, outcome: RowOutcome) -> None:
        v = outcome.values
        found: bookings.KnownJob | None = v.get("_kept")
        if v["_person"] is not None:
            v["_later"] = self._later(outcome)
        if found is None:
            outcome.action = "new"
            if v["_person"] is None:
                self._ask_who(outcome, "")
            return
        v["_id"] = found.id
        if v["from_date"] != found.from_date:
            outcome.changes.append(("from_date", _shown(found.from_date), _shown(v["from_date"])))
        if v["to_date"] != found.to_date and found.ended_on is None and (v["to_date"] or v["open_end"]):
            outcome.changes.append(("to_date", _shown(found.to_date), _shown(v["to_date"])))
        if v["extent"] != found.extent:
            outcome.changes.append(("extent", str(found.extent), str(v["extent"])))
        if v["placement_text"] and not found.placement_text and not found.placement_id:
            outcome.changes.append(("placement", "", v["placement_text"]))
        outcome.action = "update" if outcome.changes else "same"

    def _compare_protection(self, outcome: RowOutcome) -> None:
        """A list of what became of people may be the first to say that one of them is protected."""
        key, level = outcome.values.get("participant"), outcome.values["protection"]
        person = people.get(self.work.bank, key) if key and level else None
        if person and level > person.protection:
            outcome.values["_protect"] = {"protection": level}
            outcome.changes.append(("protected", self._level(person.protection), self._level(level)))
            outcome.action = "update" if outcome.action == "same" else outcome.action

    def _ask_who(self, outcome: RowOutcome, phone: str) -> None:
        """A number that nobody has, on a row with the name and facts of somebody who has none: one person, or two?"""
        v = outcome.values
        if not v["identity"] or not v["name"] or v["protection"] == FICTITIOUS:  # of whom nothing leads to who she was
            return
        if people.numberless(self.work.bank, v["name"], v["identity"].born, phone):
            outcome.outcome, outcome.reason, outcome.column, outcome.action = "rejected", "SAME_PERSON", "identity", ""

    def _later(self, outcome: RowOutcome) -> dict[str, Any]:
        """What the row tells of a person whom the bank has already: a name that was missing, a higher protection."""
        v = outcome.values
        person = people.get(self.work.bank, v["_person"])
        later: dict[str, Any] = {}
        if person and not person.name and v["name"]:
            later["name"] = v["name"]
            outcome.changes.append(("name", "", v["name"]))
        if person and v["protection"] > person.protection:
            later["protection"] = v["protection"]
            outcome.changes.append(("protected", self._level(person.protection), self._level(v["protection"])))
        return later

    def _level(self, level: int) -> str:
        """A protection level in words."""
        return next(
            (
                c[self.work.lang]
                for c in reference.codes(self.work.bank, "protection_levels")
                if c["code"] == str(level)
            ),
            str(level),
        )

    def _store_employment(self, outcome: RowOutcome) -> None:
        v = outcome.values
        if v.get("_later"):
            people.change(self.work.bank, v["_person"], v["_later"])
        if "_id" in v:
            self._change_employment(outcome)
            return
        person = self._person(v)
        form = self.known_form(v["form"])
        place = places.get(self.work.bank, v["placement_id"]) if v["placement_id"] else None
        kind = (
            place.kind
            if place
            else ("in_house" if "arbetsmarknad" in fold(v["department"]) else "external" if v["department"] else "")
        )
        occupation = next(o["id"] for o in reference.occupations(self.work.bank) if o["code"] == v["occupation"])
        bookings.add_employment(self.work.bank, {
            "ref": bookings.new_ref("E"), "participant_id": person, "form": form, "occupation_id": occupation,
            "placement_id": v["placement_id"], "placement_text": v["placement_text"], "kind": kind,
            "from_date": v["from_date"], "to_date": v["to_date"], "extent": v["extent"],
        })  # fmt: skip

    def _change_employment(self, outcome: RowOutcome) -> None:
        v = outcome.values
        changed = {n for n, _, _ in outcome.changes}
        sets: dict[str, Any] = {n: v[n] for n in ("from_date", "to_date", "extent") if n in changed}
        if "placement" in changed:
            sets |= {"placement_text": v["placement_text"], "placement_id": v["placement_id"]}
        if sets:
            bookings.change_employment(self.work.bank, v["_id"], **sets)

    def known_form(self, said: str) -> str:
        """The code of a form of employment; a new word is added to the code list."""
        for c in reference.codes(self.work.bank, "employment_forms"):
            if fold(said) in {fold(c["code"]), fold(c["sv"]), *(fold(a) for a in c.get("aliases", []))}:
                return str(c["code"])
        if not said:
            return "bea_visstid"
        code = fold(said).replace(" ", "_")
        reference.add_code(self.work.bank, "employment_forms", code, said)
        return code

    def _person(self, v: Mapping[str, Any]) -> int:
        """The person of an employment row, made where the bank does not know her."""
        known = people.by_identity(self.work.bank, v["identity"].number)
        if known is not None:
            if v["_person"] is None:  # an earlier row of this list has made her
                person = people.get(self.work.bank, known)
                if person and v["protection"] > person.protection:
                    people.change(self.work.bank, known, {"protection": v["protection"]})
            return known
        values = {
            "name": v["name"],
            "registered_on": min(v["from_date"], self.work.today),
            **identity_values(v["identity"]),
            "wishes": (v["occupation"],),
            "extent": v["extent"],
            "protection": v["protection"],
        }
        return people.add(self.work.bank, values | _gender(v))

    # participants

    def _compare_participant(self, outcome: RowOutcome) -> None:
        v = outcome.values
        bank = self.work.bank
        key = (
            people.by_identity(bank, v["identity"].number)
            if v["identity"]
            else people.by_name(bank, v["name"], v["born"], v["phone"], v["email"])
        )
        person = people.get(bank, key) if key is not None else None
        if person is None:
            outcome.action = "new"
            self._ask_who(outcome, v["phone"])
            return
        v["_id"] = person.id
        for name in PERSON_FIELDS:
            after = v.get(name)
            if name == "needs":
                after = v["needs"] = _needs(v["needs"], v["aside"], person.needs)
            said_none = name in v["none"] and getattr(person, name) not in (None, "")
            if name == "available_from" and said_none:  # "at once" is news only to a day that is still to come
                said_none = person.available_from is not None and person.available_from > self.work.today
            if name in v and (after not in (None, "", ()) or said_none) and after != getattr(person, name):
                outcome.changes.append((name, _shown(getattr(person, name)), _shown(after)))
        if v["protection"] > person.protection:
            outcome.changes.append(("protected", self._level(person.protection), self._level(v["protection"])))
        if person.protection or v["protection"]:
            outcome.changes = [
                (n, b and HIDDEN, HIDDEN) if n != "protected" else (n, b, a) for n, b, a in outcome.changes
            ]
        if v["case_worker"] and person.case_worker_id is None:
            outcome.changes.append(("case_worker", "", v["case_worker"]))
        outcome.action = "update" if outcome.changes else "same"

    def _store_participant(self, outcome: RowOutcome) -> None:
        v = outcome.values
        bank = self.work.bank
        worker = people.case_worker_named(bank, v["case_worker"]) if v["case_worker"] else None
        if v["case_worker"] and worker is None:
            worker = people.add_case_worker(bank, v["case_worker"])
        if "_id" in v:
            changed = {n for n, _, _ in outcome.changes}
            sets = {n: v[n] for n in PERSON_FIELDS if n in changed}
            if "case_worker" in changed:
                sets["case_worker_id"] = worker
            if "protected" in changed:
                sets["protection"] = v["protection"]
            people.change(bank, v["_id"], sets)
            return
        values = {n: v[n] for n in PERSON_FIELDS if v.get(n) is not None} | {
            "born": v["born"],
            "registered_on": self.work.today,
            "case_worker_id": worker,
            "protection": v["protection"],
            "needs": _needs(v["needs"], v["aside"], ()),
        }
        if v["identity"]:
            values |= identity_values(v["identity"])
        people.add(bank, values | _gender(v))

    def log(self) -> list[runs.ImportRun]:
        """The latest imports, newest first."""
        return runs.runs(self.work.bank)


def _needs(listed: tuple[Need, ...], aside: tuple[Need, ...], kept: tuple[Need, ...]) -> tuple[Need, ...]:
    """Needs after an import: the list's where it says one that is new, else those that are kept; words set aside are added."""
    base = kept if set(listed) <= set(kept) else listed
    return (*base, *(n for n in dict.fromkeys(aside) if n not in base))


def _names(key: int | None, *said: str) -> frozenset[str | int]:
    """Everything a place is known by: its key and its names."""
    return frozenset([*([key] if key else []), *(fold(s) for s in said if fold(s))])


def _for_good(wish: board.Wish, today: date) -> bool:
    """True for a wanted capacity that holds from now on, as lists state it; one of a later period is a plan of its own."""
    return wish.first <= today and wish.last >= FAR


def _gender(v: Mapping[str, Any]) -> dict[str, str]:
    return {"gender": v["gender"], "gender_source": "register"} if v.get("gender") else {}


def _shown(said: Any) -> str:
    if isinstance(said, tuple):
        return ", ".join(str(getattr(s, "value", s) or getattr(s, "kind", s)) for s in said)
    return "" if said is None else str(said)


def message(code: str, lang: str) -> str:
    """The sentence of an import code in a language."""
    for item in resources.read_json("reference/codelists.json")["import_messages"]:
        if item["code"] == code:
            return str(item[lang])
    said = EXTRA_MESSAGES.get(code) or RULES.get(code)
    return Words(lang)(said) if said else code
