"""Competence: assessments and certificates."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amdesk.db.bank import reference
from amdesk.db.booking import bookings
from amdesk.db.competence import assessments as db
from amdesk.db.competence import modules
from amdesk.db.places import placements as places
from amdesk.db.port import Row
from amdesk.domain.booking.bookings import Employment
from amdesk.domain.booking.plan import assessment_days
from amdesk.domain.competence.assessments import (
    LEVELS,
    PRINT_FROM,
    Assessment,
    CertificateContent,
    Profile,
    Readiness,
    Signature,
    certificate_text,
    latest_levels,
    printed_areas,
    readiness,
    ready,
)
from amdesk.domain.competence.summary import encode, summary_of
from amdesk.domain.errors import Refused
from amdesk.domain.people.participant import Participant
from amdesk.domain.texts import N_, Text, text
from amdesk.export import seal
from amdesk.imports.reader import read_bytes
from amdesk.services.competence.due import Due, due, due_steps
from amdesk.services.people.gate import opened
from amdesk.services.work import Work

if TYPE_CHECKING:
    from amdesk.services.competence.verify import Verdict

SOON = timedelta(days=30)
KEY = "certificate_key"
MOST_SCAN = 20_000_000


@dataclass(frozen=True, slots=True)
class AssessmentSheet:
    """What the assessment grid shows for one employment."""

    participant: Participant
    employment: Employment
    profile: Profile | None
    assessments: Sequence[Assessment]
    planned: Sequence[tuple[str, date]]
    readiness: Sequence[Readiness]
    certificates: Sequence[Row]
    outdated: bool = False
    """Whether the certificate that is valid would say something else about what she can do if it were issued now."""


class Competence:
    def __init__(self, work: Work) -> None:
        self.work = work

    def employment_for(self, participant: int | str, ref: str | None = None) -> Employment:
        """The employment named, or the latest ended one, or the one that runs. Raises Refused where there is none."""
        person = self.work.participant(participant)
        if ref:
            found = bookings.employment_by_ref(self.work.bank, ref)
            if found and found.participant_id == person.id:
                return found
            raise Refused(
                text(N_("There is no employment {ref} for {number}."), ref=ref, number=person.number), "NO_EMPLOYMENT"
            )
        today = self.work.today
        mine = [e for e in bookings.employments(self.work.bank, person.id) if not e.cancelled and e.from_date <= today]
        ended = [e for e in mine if e.status(today) == "ended"]
        running = [e for e in mine if e.status(today) == "running"]
        found = max(ended or running, key=lambda e: (e.end or date.max, e.id), default=None)
        if found is None:
            raise Refused(
                text(
                    N_("{number} has no employment that has begun, so there is nothing to certify."),
                    number=person.number,
                ),
                "NO_EMPLOYMENT",
            )
        return found

    def sheet(self, participant: int | str, employment_id: int | None = None, why: str = "") -> AssessmentSheet:
        """The grid of one employment (the running one first, else the latest). The read is logged; of a protected person
        it asks for a reason. Raises Refused (PROTECTED)."""
        person = self.work.participant(participant)
        bank, today = self.work.bank, self.work.today
        mine = [e for e in bookings.employments(bank, person.id) if not e.cancelled and e.from_date <= today]
        running = [e for e in mine if e.status(today) == "running"]
        chosen = (
            next((e for e in mine if e.id == employment_id), None)
            or next(iter(running), None)
            or (mine[-1] if mine else None)
        )
        if chosen is None:
            raise Refused(
                text(
                    N_("{number} has no employment that has begun, so there is nothing to assess."),
                    number=person.number,
                ),
                "NO_EMPLOYMENT",
            )
        opened(self.work, person, "competence", why)
        profile = self.profile_of(chosen)
        found = db.assessments(bank, chosen.id)
        planned = assessment_days(chosen.from_date, chosen.end, self.work.plan) if chosen.end else []
        lines = self._readiness(person, chosen, profile, found)
        issued = db.certificates(bank, chosen.id)
        return AssessmentSheet(person, chosen, profile, found, planned, lines, issued, self._outdated(chosen, issued))

    def _outdated(self, employment: Employment, issued: Sequence[Row]) -> bool:
        valid = next((c for c in issued if not c["revoked_on"]), None)
        if valid is None:
            return False
        said, now = db.frozen(self.work.bank, valid["id"]), asdict(self.content(employment))
        return any(json.dumps(said.get(k)) != json.dumps(now[k]) for k in ("areas", "remark"))

    def profiles(self) -> list[Profile]:
        """The profile in use of every occupation that has one."""
        found = (reference.profile(self.work.bank, o["code"]) for o in reference.occupations(self.work.bank))
        return [p for p in found if p is not None]

    def profile_of(self, employment: Employment) -> Profile | None:
        """The version an employment is assessed with: that of its first assessment, else the one in use today."""
        begun = db.first_profile(self.work.bank, employment.id)
        if begun is not None:
            return reference.profile_by_id(self.work.bank, begun)
        code = bookings.occupation_of(self.work.bank, employment.id)
        return reference.profile(self.work.bank, code) if code else None

    def assess(
        self,
        employment_id: int,
        occasion: str,
        on: date,
        levels: Mapping[str, int],
        *,
        assessor: str = "",
        remark: str = "",
        comment: str | None = None,
        finished: bool = True,
    ) -> Assessment:
        """One assessment per employment and date: levels 1-4 by skill code; a skill left out is not assessed. `remark` is
        the supervisor's and printed on the certificate, `comment` the participant's own and never printed
        (None leaves what stands there).

        Raises Refused for a level that is none, a skill of another profile, or a date outside the employment.
        """
        bank = self.work.bank
        employment = bookings.employment(bank, employment_id)
        profile = self.profile_of(employment) if employment else None
        if employment is None or profile is None:
            raise Refused(
                text(N_("The employment has no occupation with a profile. Choose the occupation first.")), "PROFILE"
            )
        known = {s.code for s in profile.skills()}
        if bad := [c for c, v in levels.items() if c not in known or v not in LEVELS]:
            raise Refused(
                text(N_("{skill} is no skill of this profile, or its level is none of 1 to 4."), skill=bad[0]), "LEVEL"
            )
        if on < employment.from_date or (employment.end and on > employment.end + SOON):
            raise Refused(
                text(
                    N_("An assessment belongs to the employment, {first} to {last}."),
                    first=employment.from_date,
                    last=employment.end or "…",
                ),
                "DATE",
            )
        person = self.work.participant(employment.participant_id)
        said = next((a.comment for a in db.assessments(bank, employment_id) if a.on_date == on), "")
        with bank.write(text(N_("Assessment: {name}"), name=person.shown_name)):
            db.save(
                bank,
                employment_id,
                person.id,
                profile.id,
                occasion,
                on,
                assessor or bank.actor,
                levels,
                remark.strip(),
                finished,
                said if comment is None else comment.strip(),
            )
        return next(a for a in db.assessments(bank, employment_id) if a.on_date == on)

    def _readiness(
        self, person: Participant, employment: Employment, profile: Profile | None, found: Sequence[Assessment]
    ) -> list[Readiness]:
        over = employment.end is not None and employment.end <= self.work.today + SOON
        return readiness(profile, found, over, self._supervisor(employment)[0], person.case_worker, self._lowest())

    def _lowest(self) -> int:
        """The lowest level that is printed: a setting of the unit, 2 where it has none."""
        said = reference.setting(self.work.bank, "certificate_lowest", str(PRINT_FROM))
        return int(said) if said in {"1", "2", "3", "4"} else PRINT_FROM

    def _supervisor(self, employment: Employment) -> tuple[str, str, str]:
        """Name, title in Swedish, department of whoever signs for the host."""
        place = places.get(self.work.bank, employment.placement_id) if employment.placement_id else None
        if place is None:
            return "", "Handledare", ""
        return place.supervisor, "Arbetsledare" if place.kind == "in_house" else "Handledare", place.department

    def content(
        self,
        employment: Employment,
        *,
        number: str = "",
        draft: bool = True,
        replaces: str = "",
        lang: str = "sv",
        typed: Assessment | None = None,
    ) -> CertificateContent:
        """What the certificate says now; with `typed` as if that assessment were stored already."""
        bank = self.work.bank
        person = self.work.participant(employment.participant_id)
        profile = self.profile_of(employment)
        found = [a for a in _with(db.assessments(bank, employment.id), typed) if a.levels]
        final = next((a for a in reversed(found) if a.occasion == "final"), None)
        levels = dict(final.levels) if final else latest_levels(found)
        supervisor, title, department = self._supervisor(employment)
        words = {c["code"]: c[lang] for c in reference.codes(bank, "levels")}
        return CertificateContent(
            number, self.work.today, reference.setting(bank, "city", "Kommunen"), reference.setting(bank, "department"), person.name,
            person.born if reference.setting(bank, "certificate_birth_date", "yes") == "yes" else None,
            getattr(profile, lang) if profile else employment.occupation, employment.placement, department, employment.from_date,
            employment.end or self.work.today, employment.extent, len(found), printed_areas(profile, levels, self._lowest(), lang) if profile else (),
            final.remark if final else "", self._modules(employment, lang),
            (Signature(supervisor, title, ", ".join(p for p in (employment.placement, department) if p)),
             Signature(person.case_worker, "Arbetsmarknadssekreterare", reference.setting(bank, "department"))),
            reference.setting(bank, "place", reference.setting(bank, "city", "")), reference.setting(bank, "phone"), replaces,
            levels={int(k): v for k, v in words.items()} or {1: "Har provat", 2: "Klarar med stöd", 3: "Klarar självständigt", 4: "Kan visa andra"},
            draft=draft, lang=lang,
        )  # fmt: skip

    def _modules(self, employment: Employment, lang: str) -> tuple[tuple[str, int], ...]:
        """Modules completed during the employment with their hours, as the certificate prints them."""
        names = {c["code"]: c[lang] for c in reference.codes(self.work.bank, "teaching_modules")}
        end = employment.end or self.work.today
        return tuple(
            (e.module if lang == "sv" and e.module else names.get(e.kind, e.kind), e.hours)
            for e in modules.enrolments(self.work.bank, participant=employment.participant_id)
            if e.status == "completed" and e.hours and employment.from_date <= e.on_date <= end + SOON
        )

    def draft(self, employment_id: int, why: str = "") -> bytes:
        """The certificate as it would look now, as PDF with a watermark. Raises Refused (PROTECTED)."""
        from amdesk.export.certificate import certificate_pdf

        employment = bookings.employment(self.work.bank, employment_id)
        if employment is None:
            raise Refused(text(N_("The employment is no longer in the bank.")), "NO_EMPLOYMENT")
        opened(self.work, self.work.participant(employment.participant_id), "certificate", why)
        return certificate_pdf(self.content(employment))

    def look(self, employment_id: int, typed: Assessment, why: str = "") -> tuple[list[Readiness], bytes]:
        """What the certificate lacks and its draft as PDF, as if what is being typed were stored. Nothing is stored.

        Raises Refused (PROTECTED) for a protected person without a reason.
        """
        from amdesk.export.certificate import certificate_pdf

        employment = bookings.employment(self.work.bank, employment_id)
        if employment is None:
            raise Refused(text(N_("The employment is no longer in the bank.")), "NO_EMPLOYMENT")
        person = self.work.participant(employment.participant_id)
        opened(self.work, person, "certificate", why)
        found = _with(db.assessments(self.work.bank, employment_id), typed)
        lines = self._readiness(person, employment, self.profile_of(employment), found)
        return lines, certificate_pdf(self.content(employment, typed=typed))

    def issue(self, participant: int | str, ref: str | None = None, why: str = "") -> tuple[Row, bytes]:
        """Issue the certificate: number, frozen content, PDF and its hash are kept. Issued again it is a reissue.

        Raises Refused (NOT_READY) with what is lacking, and PROTECTED for a protected person without a reason. Issuing
        cannot be undone, only revoked.
        """
        from amdesk.export.certificate import certificate_pdf

        bank = self.work.bank
        employment = self.employment_for(participant, ref)
        person = self.work.participant(participant)
        opened(self.work, person, "certificate", why)
        lines = self._readiness(person, employment, self.profile_of(employment), db.assessments(bank, employment.id))
        if not ready(lines):
            lacking = [line.text for line in lines if not line.ok]
            raise Refused(
                text(
                    N_("The certificate is not ready. Lacking: {what}"),
                    what=lacking[0] if len(lacking) == 1 else _joined(lacking),
                ),
                "NOT_READY",
            )
        with bank.write(text(N_("Certificate issued: {name}"), name=person.shown_name), undoable=False):
            number = db.next_certificate_number(bank, self.work.today.year)
            before = next((c for c in db.certificates(bank, employment.id) if not c["revoked_on"]), None)
            private = self._private_key()
            content = self.content(employment, number=number, draft=False, replaces=before["number"] if before else "")
            content = replace(content, check=self._check_text(content, private))
            pdf = seal.sealed(private, certificate_pdf(content))
            document = db.keep_document(bank, f"{number}.pdf", pdf)
            key = db.add_certificate(bank, content, person.id, employment.id, document)
        return next(c for c in db.certificates(bank, employment.id) if c["id"] == key), pdf

    def _check_text(self, content: CertificateContent, private: str) -> str:
        """The signed summary, as the QR code and the PDF's keywords carry it."""
        payload = summary_of(content).payload()
        return encode(payload, seal.sign(private, payload))

    def _private_key(self) -> str:
        """The city's own key, made when the first certificate is issued or the public key is first asked for.

        It is kept in the encrypted bank and never leaves it. Inside a write().
        """
        return reference.kept_once(self.work.bank, KEY, seal.new_key)

    def public_key(self) -> bytes:
        """The city's public key as PEM: whoever has it can check every certificate of the city."""
        with self.work.bank.write(text(N_("Key for certificates")), undoable=False):
            return seal.public_pem(self._private_key())

    def revocations(self) -> str:
        """The signed list of revoked certificates, to lie beside the public key."""
        found = [(c["number"], c["revoked_on"]) for c in db.certificates(self.work.bank) if c["revoked_on"]]
        with self.work.bank.write(text(N_("Key for certificates")), undoable=False):
            return seal.revocation_list(self._private_key(), found, self.work.today)

    def check(self, path: Path) -> Verdict:
        """Check a file against the city's own key and the register. Raises BadFile where it is no certificate."""
        from amdesk.services.competence.verify import judge

        listed = {c["number"]: str(c["revoked_on"]) for c in db.certificates(self.work.bank) if c["revoked_on"]}
        return judge(path, seal.read_public(self.public_key()), listed)

    def revoke_number(self, number: str, reason: str) -> None:
        """Revoke by number. Raises Refused where there is none."""
        found = next((c for c in db.certificates(self.work.bank) if c["number"] == number.strip().upper()), None)
        if found is None:
            raise Refused(
                text(N_("There is no certificate {number} in the bank. Check the number."), number=number),
                "NO_CERTIFICATE",
            )
        self.revoke(found["id"], reason)

    def revoke(self, certificate_id: int, reason: str) -> None:
        """A revoked certificate stays in the register with its reason. Cannot be undone."""
        if not reason.strip():
            raise Refused(text(N_("Write why the certificate is revoked; the reason is kept.")), "REASON")
        with self.work.bank.write(text(N_("Certificate revoked")), undoable=False):
            db.revoke(self.work.bank, certificate_id, self.work.today, reason.strip())

    def translation(self, certificate_id: int, why: str = "") -> bytes:
        """An issued certificate in English, marked as a translation; it has no seal, the Swedish one counts."""
        from amdesk.export.certificate import certificate_pdf

        row = self._opened(certificate_id, why)
        employment = bookings.employment(self.work.bank, row["employment_id"])
        assert employment is not None
        content = self.content(employment, number=row["number"], draft=False, lang="en")
        return certificate_pdf(replace(content, issued_on=row["issued_on"]))

    def as_text(self, certificate_id: int, why: str = "") -> str:
        """An issued certificate as plain text, in the order in which it is read: for screen readers and mails."""
        self._opened(certificate_id, why)
        return certificate_text(db.frozen(self.work.bank, certificate_id))

    def credential(self, certificate_id: int, why: str = "") -> dict[str, Any]:
        """The certificate's twin as an Open Badges 3.0 credential, signed with the city's key."""
        from amdesk.export.badge import credential

        self._opened(certificate_id, why)
        with self.work.bank.write(text(N_("Key for certificates")), undoable=False):
            return credential(db.frozen(self.work.bank, certificate_id), self._private_key())

    def attach_scan(self, certificate_id: int, path: Path) -> None:
        """The same from a file. Raises BadFile where it cannot be read."""
        self.attach_signed(certificate_id, path.name, read_bytes(path))

    def attach_signed(self, certificate_id: int, name: str, content: bytes) -> None:
        """Keep the scan of the signed paper with the certificate. Raises Refused for what is neither PDF nor picture."""
        if not content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff")) or len(content) > MOST_SCAN:
            raise Refused(text(N_("The scan has to be a PDF, PNG or JPEG of at most 20 MB.")), "SCAN")
        bank = self.work.bank
        with bank.write(text(N_("Signed certificate attached: {name}"), name=name), undoable=False):
            db.attach(bank, certificate_id, name, content)

    def pdf(self, document_id: int, why: str = "") -> tuple[str, bytes]:
        """Name and bytes of an issued certificate, exactly as it was issued, or of its signed scan. Raises Refused (PROTECTED)."""
        certificate = db.certificate_with(self.work.bank, document_id)
        if certificate is not None:
            self._opened(certificate, why)
        return db.document(self.work.bank, document_id)

    def _opened(self, certificate_id: int, why: str) -> Row:
        """The register's row of a certificate, once its opening is logged. Raises Refused (PROTECTED)."""
        row = next(c for c in db.certificates(self.work.bank) if c["id"] == certificate_id)
        opened(self.work, self.work.participant(row["participant_id"]), "certificate", why)
        return row

    def archive(self) -> list[Row]:
        """All certificates; a protected person's name is masked."""
        return [r | {"name": "" if r["protection"] else r["name"]} for r in db.certificates(self.work.bank)]

    def due(self) -> list[Due]:
        """Whom to assess or certify: (participant, name or mask, what, occupation, due day, employment), soonest first."""
        return due(self.work)

    def due_count(self) -> int:
        """How many are to be assessed or certified."""
        return len(due_steps(self.work))

    def many(
        self, participants: Sequence[int], folder: Path, refused: list[tuple[str, Text]]
    ) -> Iterator[tuple[int, int, str]]:
        """Issue several certificates as files, with progress. Whoever is not ready, and protected people, who are made
        one at a time, are put into `refused` with the reason; the others are issued all the same."""
        for done, key in enumerate(participants):
            person = self.work.participant(key)
            try:
                if person.protection:
                    raise Refused(text(N_("Protected personal data: issue this certificate by itself.")), "PROTECTED")
                row, pdf = self.issue(key)
                (folder / f"{row['number']}.pdf").write_bytes(pdf)
            except Refused as error:
                refused.append((person.number, error.text))
            yield done + 1, len(participants), person.number


def _with(found: Sequence[Assessment], typed: Assessment | None) -> Sequence[Assessment]:
    """Assessments in order of their days, the typed one in place of that of its day."""
    if typed is None:
        return found
    return sorted([*(a for a in found if a.on_date != typed.on_date), typed], key=lambda a: a.on_date)


def _joined(parts: Sequence[Any]) -> Any:
    first, *rest = parts
    return text("{first}; {rest}", first=first, rest=_joined(rest)) if rest else first
