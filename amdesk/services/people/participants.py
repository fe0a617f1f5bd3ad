"""Participants: list, profile, create, change, notes, case worker, merging. Protected people are masked here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce

from amdesk.db.bank import access_log, apart, reference
from amdesk.db.booking import bookings
from amdesk.db.catalogue import MERGED
from amdesk.db.competence import assessments as competence
from amdesk.db.competence import modules
from amdesk.db.employers import introductions
from amdesk.db.engine.errors import RuleBroken
from amdesk.db.people import caseworkers
from amdesk.db.people import participants as db
from amdesk.domain.booking.bookings import Booking, Employment, ending_warnings
from amdesk.domain.booking.plan import ENDS_SOON
from amdesk.domain.change import Change, asked, moved, settle
from amdesk.domain.competence.assessments import Assessment
from amdesk.domain.errors import Refused
from amdesk.domain.overview.journey import Course, JourneyBar, Station, journey, timeline
from amdesk.domain.people.contact import ContactNote
from amdesk.domain.people.identity import BadIdentity, Identity, masked, parse_identity
from amdesk.domain.people.masks import MASK
from amdesk.domain.people.participant import (
    WEIGHTS,
    Need,
    NeedList,
    Participant,
    ParticipantRow,
    Person,
    PersonNumber,
    Protection,
    protection_in,
)
from amdesk.domain.people.protection import FOLLOWS
from amdesk.domain.people.wording import need_text
from amdesk.domain.record import KeyOf, Kind, beside, columns, declared
from amdesk.domain.sane import had
from amdesk.domain.texts import N_, Text, plural, text
from amdesk.i18n import Words
from amdesk.services.bank.words import in_words, occupations_said
from amdesk.services.bank.work import Work
from amdesk.services.guidance.deciding import keep
from amdesk.services.people.finding import find
from amdesk.services.people.flagged import Flagged, Keys, flagged
from amdesk.services.people.gate import held, opened, unopened

IDENTITY_TEXTS = {
    "PNR_MISSING": N_("The personal identity number is missing. Write it with twelve digits."),
    "PNR_FORMAT": N_("The number has the wrong form. Write it as 19860412-1234."),
    "PNR_DATE": N_("The birth date in the number does not exist. Check it against the referral."),
    "PNR_BIRTH_NUMBER": N_("Birth number 000 is never issued. Check it against the referral."),
    "PNR_CHECKSUM": N_("The last digit does not match. Check it against the referral."),
    "PNR_TEMPORARY": N_("Temporary numbers are not stored. Leave it empty; the person gets a number in the bank."),
}


@dataclass(frozen=True, slots=True)
class Record:
    """Everything the profile page shows of one person."""

    participant: Participant
    row: ParticipantRow
    journey: Sequence[Station]
    timeline: Sequence[JourneyBar]
    events: Sequence[tuple[date, str, str, Text, Text | str]]
    employments: Sequence[Employment]
    bookings: Sequence[Booking]
    assessments: Sequence[Assessment]
    warnings: Sequence[tuple[str, date, int]]
    extracts: Sequence[tuple[str, date]]


class Participants:
    def __init__(self, work: Work) -> None:
        self.work = work

    def listing(self, words: str = "", chip: str = "", case_worker: int | None = None) -> list[ParticipantRow]:
        """Participants by Swedish name order. `chip` is "", waiting, ending or mine (then `case_worker` names whose)."""
        ids = self.find(words) if len(words.strip()) > 1 else None
        today = self.work.today
        if chip == "waiting":
            queue = db.waiting(self.work.bank, today)
            ids = queue if ids is None else [i for i in queue if i in set(ids)]
        ending = db.ending(self.work.bank, today, today + ENDS_SOON) if chip == "ending" else {}
        if chip == "ending":
            ids = [i for i in ids if i in ending] if ids is not None else list(ending)
        wishes = {o.code: o.name(self.work.lang) for o in reference.occupations(self.work.bank)}
        rows = [
            db.listed(r, today, wishes).unopened()
            for r in db.listing(self.work.bank, today, ids)
            if case_worker is None or r.case_worker_id == case_worker
        ]
        if chip == "waiting":
            return sorted((r for r in rows if r.status == "waiting"), key=lambda r: r.since)
        if chip == "ending":
            # the order of the hidden among the others would tell their days
            return sorted(rows, key=lambda r: (r.name.hidden, r.number if r.name.hidden else "", ending[r.id]))
        return rows

    def find(self, words: str, limit: int = 200) -> list[int]:
        """Keys of people by name, number, case number, or by an identity number they have or had."""
        return find(self.work, words, limit)

    def flagged(self, known: Keys | None, said: Sequence[str]) -> Flagged:
        """Which texts name somebody who has been protected since these were `known`: what shows them is taken away."""
        return flagged(self.work, known, said)

    def record(self, participant: int | str, why: str = "") -> Record:
        """Open one person's record: logged first, shown after. A protected one asks for a reason.

        Raises Refused (code PROTECTED) where the person is protected and `why` is empty.
        """
        person = self.work.participant(participant)
        token = opened(self.work, person, "participant", why)
        bank, today = self.work.bank, self.work.today
        employments = [e.opened(token) for e in occupations_said(self.work, bookings.employments(bank, person.id))]
        alive = [e for e in employments if not e.cancelled]
        latest = max(alive, key=lambda e: (e.from_date, e.id), default=None)
        found = [b.opened(token) for b in bookings.of_participant(bank, person.id)]
        assessed = competence.of_participant(bank, person.id)
        certificate = (
            next((c for c in competence.certificates(bank, latest.id) if not c.revoked_on), None) if latest else None
        )
        followed = competence.followed_up_on(bank, latest.id) if latest else None
        course = Course(
            person.registered_on,
            latest,
            found,
            assessed,
            certificate.issued_on if certificate else None,
            followed,
            modules.spans(bank, person.id),
            self.work.plan,
            introductions.marks(bank, person.id),
        )
        wishes = {o.code: o.name(self.work.lang) for o in reference.occupations(bank)}
        row = db.listed(db.listing(bank, today, [person.id])[0], today, wishes)
        listed = replace(row, name=row.name.opened(token), placement=row.placement.opened(token))
        warnings = [w for e in alive for w in ending_warnings(e, today)]
        return Record(
            person,
            listed,
            journey(course, today),
            timeline(course, alive, today),
            self._events(person, employments, found, assessed),
            employments,
            found,
            assessed,
            warnings,
            db.shown_extracts(bank, person.id),
        )

    def _events(
        self,
        person: Participant,
        employments: Sequence[Employment],
        found: Sequence[Booking],
        assessed: Sequence[Assessment],
    ) -> list[tuple[date, str, str, Text, Text | str]]:
        """Newest first: (day, kind, icon, title, more)."""
        reasons = {c.code: c.name(self.work.lang) for c in reference.codes(self.work.bank, "end_reasons")}
        out: list[tuple[date, str, str, Text, Text | str]] = [
            (person.registered_on, "planning", "person_add", text(N_("Referred")), person.case_worker)
        ]
        for b in found:
            label = {
                "cancelled": N_("Booking cancelled"),
                "reserved": N_("Tentatively booked"),
                "ended": N_("Booking ended"),
            }
            out.append(
                (
                    b.from_date,
                    "booking",
                    "calendar_person",
                    text(label.get(b.status, N_("Booked"))),
                    f"{b.placement.seen} · {b.ref}",
                )
            )
        for e in employments:
            if e.ended_on:
                out.append(
                    (
                        e.ended_on,
                        "employment",
                        "door_arrow_right",
                        text(N_("Employment ended")),
                        reasons.get(e.end_reason, e.end_reason),
                    )
                )
        for a in assessed:
            out.append(
                (
                    a.on_date,
                    "assessment",
                    "clipboard_checkmark",
                    text(N_("Assessment")),
                    plural(
                        "{count} skill · {who}",
                        "{count} skills · {who}",
                        len(a.levels),
                        count=len(a.levels),
                        who=a.assessor,
                    ),
                )
            )
        for n in db.notes(self.work.bank, person.id):
            icon = "phone" if n.kind == "phone" else "note"
            beneath = " · ".join([n.author, *self._listed(n)])
            out.append((n.on_date, "note", icon, text("{body}", body=n.body), beneath))
        return sorted(out, key=lambda e: e[0], reverse=True)

    def create(self, values: Mapping[str, object], identity: str = "") -> Person:
        """A new participant, with or without an identity number. Raises Refused where the number is wrong or taken."""
        if not str(values.get("name", "")).strip():
            raise Refused(text(N_("A participant needs a name. Write first name and family name.")), "MISSING_NAME")
        checked = self.identity(identity) if identity.strip() else None
        filled = {"registered_on": self.work.today, **values}
        if checked:
            filled |= identity_values(checked)
        with self.work.bank.write(text(N_("New participant: {name}"), name=_named(filled))):
            if checked:
                self._free(checked.number)
            key = db.add(self.work.bank, filled)
        return unopened(self.work.participant(key))

    def change(self, participant_id: int, values: Mapping[str, object]) -> Person:
        """Change facts about a person, each a Change as a form sends it, or what is to stand there whatever stood before; a
        new case worker goes through change_case_worker, a lower protection through protect. Raises Refused where somebody
        else has changed one of them, and where a protection would be lowered (domain rule 17)."""
        person = self.work.participant(participant_id)
        if not values:
            return unopened(person)
        with self.work.bank.write(text(N_("Changed participant: {name}"), name=person.shown_name)):
            held(self.work, participant_id)
            now = self.work.participant(participant_id)
            _not_lowered(values, now.protection)
            self._protection_unmoved(values.get("protection"), now.protection)
            before, say = {name: getattr(now, name) for name in values}, self._saying(now.protection)
            left = settle(values, before, say, self._say)
            if left:
                db.change(self.work.bank, participant_id, left)
            if "needs" in left:
                keep(self.work, "participant", participant_id, participant_id, [("need", "needs")])
        return unopened(self.work.participant(participant_id))

    def _protection_unmoved(self, wanted: object, now: int) -> None:
        """Raises Moved, with nothing to choose, where another level stands there than a Change began with: a level is set by
        `protect` alone, and no form over other facts offers one."""
        if isinstance(wanted, Change) and not wanted.untouched and now not in (wanted.before, wanted.after):
            raise moved(*self._say("protection", now))

    def protect(self, participant_id: int, level: int | Change, why: str = "") -> Person:
        """Raise or lower the protection of somebody's personal data; nothing else lowers one (domain rule 17). `why` is the
        decision or the reason; it is logged, and a lower level needs one.

        Raises Refused where there is no such level, where a lower one has no reason, and where somebody else has changed it.
        """
        person = self.work.participant(participant_id)
        wish = level if isinstance(level, Change) else Change(person.protection, level)
        if wish.after not in FOLLOWS:
            raise Refused(text(N_("There is no such level of protection. Choose one of 0 to 3.")), "LEVEL")
        lower = protection_in({"protection": wish.after}) < protection_in({"protection": wish.before})
        if lower and not why.strip():
            raise Refused(
                text(N_("A lower protection needs a reason. Write why it is lowered; it is logged.")), "REASON"
            )
        said = N_("Protection lowered: {name}") if lower else N_("Personal data protected: {name}")
        with self.work.bank.write(
            text(said, name=person.number)
        ):  # by number: it is read when she is protected no more
            now = held(self.work, person.id, stored_alone=True).protection
            left: dict[str, object] = settle({"protection": wish}, {"protection": now}, self._saying(now))
            if left or (now and why.strip()):  # a decision upon the level that she has is one too
                access_log.log_read(self.work.bank, "protection", person.id, why.strip())
            if left:
                db.change(self.work.bank, person.id, left)
                keep(self.work, "participant", person.id, person.id, [("protection", str(wish.after))])
        return unopened(self.work.participant(person.id))

    def restrict(self, participant_id: int, wish: bool | Change, why: str) -> Person:
        """Say that a person's data may be stored and no more, or lift that, each for a reason that is logged (GDPR art. 18). Before
        it is lifted she is to be told (18.3), which nobody but people can do.

        Raises Refused without a reason, and where somebody else has changed it meanwhile.
        """
        if not why.strip():
            said = N_("Write the reason: her request, or the decision by which it is lifted. It is logged.")
            raise Refused(text(said), "REASON")
        person, bank = self.work.participant(participant_id), self.work.bank
        wish = wish if isinstance(wish, Change) else Change(person.restricted_on is not None, wish)
        said = N_("Processing restricted: {name}") if wish.after else N_("Restriction of processing lifted: {name}")
        with bank.write(text(said, name=person.shown_name), undoable=False):
            now = held(self.work, person.id, stored_alone=True).restricted_on is not None
            if settle({"restricted_on": wish}, {"restricted_on": now}, self._saying(person.protection), self._say):
                access_log.log_read(bank, "restriction", person.id, why.strip())
                stands = (self.work.today, why.strip()) if wish.after else (None, "")
                db.change(bank, person.id, dict(zip(("restricted_on", "restricted_why"), stands, strict=True)))
        return unopened(self.work.participant(person.id))

    def protections(self) -> list[tuple[int, str]]:
        """The levels of protection, each with its word."""
        return [(int(c.code), c.name(self.work.lang)) for c in reference.codes(self.work.bank, "protection_levels")]

    def _saying(self, protection: int) -> Callable[[str, object], tuple[Text, object]]:
        """What a refusal says of a person: nothing but the name of the field where she is protected now, since whoever
        sent the change may have opened her before."""

        def masked(name: str, now: object) -> tuple[Text, object]:
            field, said = self._say(name, now)
            return field, said if name == "protection" else text(N_("protected"))

        return masked if protection else self._say

    def _say(self, name: str, now: object) -> tuple[Text, object]:
        """A field of a person by its label, and a value of it in words."""
        field = declared(Participant).get(name)
        return (Text(field.label), self._words(field.kind, now)) if field else (Text(name), now)

    def _words(self, kind: Kind, now: object) -> object:
        match kind:
            case KeyOf():
                return next((w.name for w in caseworkers.case_workers(self.work.bank) if w.id == now), "")
            case NeedList() if isinstance(now, tuple):
                return self._needs(now)
            case Protection():
                return dict(self.protections()).get(protection_in({"protection": now}), "")
            case PersonNumber():
                return masked(str(now or ""))
        return in_words(self.work, kind, now)

    def _needs(self, needs: Sequence[Need]) -> Text | str:
        """Every need with how much it matters, since two lists of needs may differ in one of them alone."""
        bank, lang = self.work.bank, self.work.lang
        names = {o.code: o.name(lang) for o in reference.occupations(bank)}
        names |= {c.code: c.name(lang) for c in reference.codes(bank, "districts")}
        each = [
            text(
                "{weight}: {need}",
                weight=Text(WEIGHTS.get(n.weight, n.weight)),
                need=need_text(n.kind, n.value, names),
            )
            for n in needs
        ]
        return reduce(lambda one, more: text(N_("{one}; {more}"), one=one, more=more), each) if each else ""

    def identity(self, said: str) -> Identity:
        """A checked identity number. Raises Refused with what is wrong and what to do."""
        try:
            return parse_identity(said, self.work.today)
        except BadIdentity as error:
            raise Refused(text(IDENTITY_TEXTS[error.code]), error.code) from error

    def replace_identity(self, participant_id: int, said: str | Change) -> Person:
        """A new identity number on the same person (a coordination number replaced, say); the old one still finds her, but at
        the highest protection level. Raises Refused for a number that is none or another person's, and where the number was
        changed by somebody else."""
        checked = self.identity(asked(said) or "")
        number = replace(said, after=checked.number) if isinstance(said, Change) else checked.number
        person = self.work.participant(participant_id)
        with self.work.bank.write(text(N_("New identity number: {name}"), name=person.shown_name)):
            now = held(self.work, participant_id)
            if settle({"identity": number}, {"identity": now.identity}, self._saying(now.protection), self._say):
                self._free(checked.number, participant_id)
                db.replace_identity(self.work.bank, participant_id, checked.number, checked.born, self.work.today)
        return unopened(self.work.participant(participant_id))

    def merge(self, keep: int, gone: int) -> Person:
        """Two records of one person become one, with the higher protection of both (domain rule 17). What the other said otherwise
        than the kept one is kept as a note of it.

        Refused where their bookings overlap (the bank's rule), where one of them is merged already, and where it would tie a
        person of the highest protection level to another identity number.
        """
        kept, other = self.work.participant(keep), self.work.participant(gone)
        if kept.id == other.id:
            raise Refused(text(N_("It is the same record. Choose the other record of the person.")), "SAME")
        shown = replace(kept, protection=max(kept.protection, other.protection)).shown_name
        with self.work.bank.write(text(MERGED, gone=other.number, name=shown)):
            for key in sorted((kept.id, other.id)):
                held(self.work, key)
            apart.refuse_joining(self.work.bank, kept.id, other.id)
            said = self._said_otherwise(self.work.participant(keep), self.work.participant(gone))
            db.merge(self.work.bank, kept.id, other.id, self.work.today)
            if said:
                note = {"kind": "note", "on_date": self.work.today, "body": said, "author": self.work.bank.actor}
                db.add_note(self.work.bank, kept.id, note)
        return unopened(self.work.participant(keep))

    def _said_otherwise(self, kept: Participant, other: Participant) -> str:
        """What the one record says and the kept one says otherwise, in words. Nothing where she is protected so that a phone or a
        district is not to stand in clear, or that nothing may tell who she was."""
        if max(kept.protection, other.protection) > 1:
            return ""
        words, each = Words(self.work.lang, self.work.today), []
        for field in columns(Participant):
            mine, theirs = getattr(kept, field.name), getattr(other, field.name)
            stays = field.typed and field.merge not in {"highest", "join"} and not isinstance(field.kind, PersonNumber)
            if stays and theirs not in (mine, None, "", ()) and mine not in (None, "", ()):
                label, said = self._say(field.name, theirs)
                each.append(f"{words.say(label)}: {words.show(said)}")
        if not each:
            return ""
        return words(N_("The record {number}, which was merged into this one, said:"), number=other.number) + "".join(
            f"\n{one}" for one in each
        )

    def _free(self, identity: str, key: int | None = None) -> None:
        """Raises Refused where the number is, or was, another person's."""
        if db.by_identity(self.work.bank, identity) not in {None, key}:
            raise RuleBroken("AM005")

    def _listed(self, note: ContactNote) -> list[str]:
        """What a note is declared to say beside its words, where it says it."""
        found = [(f.kind, getattr(note, f.name)) for f in beside(ContactNote)]
        return [str(in_words(self.work, kind, said)) for kind, said in found if said not in (None, "", ())]

    def add_note(self, participant_id: int, said: Mapping[str, object]) -> None:
        """A contact note, by its declared fields; of today where no day is said. Raises Refused where it is empty, and as `had` for its day."""
        body = str(said.get("body", "")).strip()
        if not body:
            raise Refused(text(N_("The note is empty. Write what was agreed.")), "EMPTY")
        person, day = self.work.participant(participant_id), said.get("on_date") or self.work.today
        assert isinstance(day, date)
        had(day, self.work.today)
        with self.work.bank.write(text(N_("Note: {name}"), name=person.shown_name)):
            held(self.work, participant_id)
            note = {**said, "on_date": day, "body": body, "author": self.work.bank.actor}
            db.add_note(self.work.bank, participant_id, note)

    def extract_shown(self, participant_id: int, kind: str, on: date) -> None:
        """Only that a register extract was shown, when and to whom (skollagen 2 kap. 31 §; nothing else is ever stored)."""
        person = self.work.participant(participant_id)
        with self.work.bank.write(text(N_("Register extract shown: {name}"), name=person.shown_name)):
            held(self.work, participant_id)
            db.add_extract(self.work.bank, participant_id, kind, on, self.work.bank.actor)

    def change_case_worker(self, participants: Sequence[int], to: int | Change, reason: str) -> int:
        """Another case worker for one person or a whole caseload; needs a reason and is counted. Returns how many changed.

        Raises Refused where somebody else has given one of them another one than `to` began with.
        """
        if not reason.strip():
            raise Refused(text(N_("A person keeps one case worker: a change needs a reason.")), "AM004")
        if asked(to) is None:
            raise Refused(text(N_("Choose a case worker.")), "NO_WORKER")
        changed = 0
        with self.work.bank.write(
            plural(
                "Case worker changed for {count} person",
                "Case worker changed for {count} people",
                len(participants),
                count=len(participants),
            )
        ):
            for key in participants:
                now = held(self.work, key)
                say = self._saying(now.protection)
                if settle({"case_worker_id": to}, {"case_worker_id": now.case_worker_id}, say, self._say):
                    caseworkers.change_worker(self.work.bank, key, asked(to), self.work.today, reason.strip())
                    changed += 1
        return changed

    def counts(self, case_worker: int | None) -> tuple[int, int, int, int]:
        """(all, this case worker's, waiting, ending within 30 days)."""
        bank, today = self.work.bank, self.work.today
        every, own = db.counts(bank, case_worker)
        return every, own, db.count_waiting(bank, today), len(db.ending(bank, today, today + ENDS_SOON))

    def waiting_count(self) -> int:
        """How many wait for a place."""
        return db.count_waiting(self.work.bank, self.work.today)

    def caseload(self, case_worker: int) -> list[int]:
        """Keys of everyone who has this case worker."""
        return caseworkers.caseload(self.work.bank, case_worker)

    def case_workers(self) -> list[caseworkers.CaseWorker]:
        return caseworkers.case_workers(self.work.bank)

    def add_case_worker(self, name: str) -> int:
        with self.work.bank.write(text(N_("New case worker: {name}"), name=name)):
            return caseworkers.add_case_worker(self.work.bank, name)

    def reveal_identity(self, participant_id: int, why: str = "") -> str:
        """The whole identity number, logged; of a protected person for a reason. Raises Refused (PROTECTED)."""
        person = self.work.participant(participant_id)
        opened(self.work, person, "identity", why)
        return person.identity or ""


def _not_lowered(values: Mapping[str, object], now: int) -> None:
    """Raises Refused where a protection would be lowered in passing: that is an act of its own."""
    wanted = values.get("protection", now)
    if isinstance(wanted, Change) and wanted.untouched:
        return
    if protection_in({"protection": asked(wanted)}) < now:
        said = N_(
            "A protection is not lowered in passing. Choose Protect personal data on the person's page and give a reason."
        )
        raise Refused(text(said), "LOWERED")


def identity_values(checked: Identity) -> dict[str, object]:
    """Columns that follow from an identity number; gender is marked as derived."""
    return {"identity": checked.number, "born": checked.born, "gender": checked.gender, "gender_source": "derived"}


def _named(values: Mapping[str, object]) -> Text:
    return Text(MASK) if protection_in(values) else text("{name}", name=values["name"])
