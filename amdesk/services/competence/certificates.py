"""Competence: assessments and certificates."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from amdesk.db.booking import bookings
from amdesk.db.competence import assessments as db
from amdesk.domain.booking.bookings import Employment
from amdesk.domain.booking.plan import assessment_days
from amdesk.domain.competence.assessments import Assessment, CertificateContent, Profile, Readiness, ready
from amdesk.domain.competence.due import AssessListing, ToAssess
from amdesk.domain.competence.statement import encode, statement_of
from amdesk.domain.errors import Refused
from amdesk.domain.people.masked import Token
from amdesk.domain.people.participant import Participant
from amdesk.domain.texts import N_, Text, text
from amdesk.export import seal
from amdesk.i18n import Words
from amdesk.services.bank.files import called, save
from amdesk.services.bank.words import occupations_said
from amdesk.services.competence import keys
from amdesk.services.competence.due import due, due_steps, listed
from amdesk.services.people.gate import opened, usable

if TYPE_CHECKING:
    pass
from amdesk.services.competence.register import CertificateRegister
from amdesk.services.competence.wording import CertificateWording, with_typed


@dataclass(frozen=True, slots=True)
class AssessmentSheet:
    """What the assessment grid shows for one employment."""

    participant: Participant
    employment: Employment
    profile: Profile | None
    assessments: Sequence[Assessment]
    planned: Sequence[tuple[str, date]]
    readiness: Sequence[Readiness]
    certificates: Sequence[db.KeptCertificate]
    outdated: bool = False
    """Whether the certificate that is valid would say something else about what she can do if it were issued now."""


class Competence(CertificateWording, CertificateRegister):
    def sheet(self, participant: int | str, employment_id: int | None = None, why: str = "") -> AssessmentSheet:
        """The grid of one employment (the running one first, else the latest). The read is logged; of a protected person
        it asks for a reason. Raises Refused (PROTECTED)."""
        person = self.work.participant(participant)
        token = opened(self.work, person, "competence", why)
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
        profile = self.profile_of(chosen)
        found = db.assessments(bank, chosen.id)
        planned = assessment_days(chosen.from_date, chosen.end, self.work.plan) if chosen.end else []
        lines = [*self._readiness(person, chosen, profile, found), *self._letters(self._content(chosen, token))]
        issued = db.certificates(bank, chosen.id)
        outdated, (shown,) = self._outdated(chosen, issued, token), occupations_said(self.work, [chosen])
        return AssessmentSheet(person, shown.opened(token), profile, found, planned, lines, issued, outdated)

    def _outdated(self, employment: Employment, issued: Sequence[db.KeptCertificate], token: Token) -> bool:
        valid = next((c for c in issued if not c.revoked_on), None)
        if valid is None:
            return False
        said, now = db.frozen(self.work.bank, valid.id), asdict(self._content(employment, token))
        return any(json.dumps(said.get(k)) != json.dumps(now[k]) for k in ("areas", "remark"))

    def draft(self, employment_id: int, why: str = "") -> bytes:
        """The certificate as it would look now, as PDF with a watermark. Raises Refused (PROTECTED)."""
        from amdesk.export.certificate import certificate_pdf

        employment = bookings.employment(self.work.bank, employment_id)
        if employment is None:
            raise Refused(text(N_("The employment is no longer in the bank.")), "NO_EMPLOYMENT")
        return certificate_pdf(self.content(employment, why))

    def look(self, employment_id: int, typed: Assessment, why: str = "") -> tuple[list[Readiness], bytes]:
        """What the certificate lacks and its draft as PDF, as if what is being typed were stored. Nothing is stored.

        Raises Refused (PROTECTED) for a protected person without a reason.
        """
        from amdesk.export.certificate import certificate_pdf

        employment = bookings.employment(self.work.bank, employment_id)
        if employment is None:
            raise Refused(text(N_("The employment is no longer in the bank.")), "NO_EMPLOYMENT")
        person = self.work.participant(employment.participant_id)
        token = opened(self.work, person, "certificate", why)
        found = with_typed(db.assessments(self.work.bank, employment_id), typed)
        lines = self._readiness(person, employment, self.profile_of(employment), found)
        return lines, certificate_pdf(self._content(employment, token, typed=typed))

    @staticmethod
    def _letters(content: CertificateContent) -> list[Readiness]:
        """What stops the paper where words of it have letters that no font has."""
        from amdesk.export.letters import unprintable

        found = unprintable(content)
        if found is None:
            return []
        return [Readiness("LETTERS", False, text(N_("Letters that cannot be printed in {where}"), where=found[0]))]

    def issue(self, participant: int | str, ref: str | None = None, why: str = "") -> tuple[db.KeptCertificate, bytes]:
        """Issue the certificate: number, frozen content, PDF and its hash are kept. Issued again it is a reissue.

        Raises Refused (NOT_READY) with what is lacking, LETTERS for words that cannot be printed, and PROTECTED for a protected person without a reason. Issuing
        cannot be undone, only revoked.
        """
        from amdesk.export.certificate import certificate_pdf
        from amdesk.export.letters import refuse_letters

        bank = self.work.bank
        person = self.work.participant(participant)
        usable(person)
        token = opened(self.work, person, "certificate", why)
        employment = self.employment_for(person.id, ref)
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
            before = next((c for c in db.certificates(bank, employment.id) if not c.revoked_on), None)
            private = keys.signing(keys.ring(bank, self.work.today), self.work.today)
            content = self._content(
                employment, token, number=number, draft=False, replaces=before.number if before else ""
            )
            refuse_letters(content)
            content = replace(content, check=self._check_text(content, private))
            pdf = seal.sealed(private, certificate_pdf(content))
            document = db.keep_document(bank, f"{number}.pdf", pdf)
            key = db.add_certificate(bank, content, person.id, employment.id, document)
        return next(c for c in db.certificates(bank, employment.id) if c.id == key), pdf

    def _check_text(self, content: CertificateContent, private: str) -> str:
        """The signed statement, as the QR code and the PDF's keywords carry it."""
        payload = statement_of(content, seal.key_id(private), content.link).payload()
        return encode(payload, seal.sign(private, payload), content.link)

    def translation(self, certificate_id: int, why: str = "") -> bytes:
        """An issued certificate in English, marked as a translation; it has no seal, the Swedish one counts."""
        from amdesk.export.certificate import certificate_pdf

        row, token = self._opened(certificate_id, why)
        employment = bookings.employment(self.work.bank, row.employment_id)
        assert employment is not None
        content = self._content(employment, token, number=row.number, draft=False, lang="en")
        return certificate_pdf(replace(content, issued_on=row.issued_on))

    def due(self) -> list[ToAssess]:
        """Whom to assess or certify, soonest first."""
        return due(self.work)

    def listed(self, words: str = "", *, everybody: bool = False) -> AssessListing:
        """Whom to assess or certify, in groups, or `everybody` who works; those alone whom the words find."""
        return listed(self.work, words, everybody=everybody)

    def due_count(self) -> int:
        """How many are to be assessed or certified."""
        return len(due_steps(self.work))

    def many(
        self, participants: Sequence[int], folder: Path, refused: list[tuple[str, Text]]
    ) -> Iterator[tuple[int, int, str]]:
        """Issue several certificates as files called after person, paper and day, with progress. Whoever is not ready, and protected people, who are made
        one at a time, are put into `refused` with the reason; the others are issued all the same."""
        words = Words(self.work.lang, self.work.today)
        for done, key in enumerate(participants):
            person = self.work.participant(key)
            try:
                if person.protection:
                    raise Refused(text(N_("Protected personal data: issue this certificate by itself.")), "PROTECTED")
                row, pdf = self.issue(key)
                paper = f"{words(N_('Certificate'))} {row.number}"
                save(folder / called(person.name or person.number, paper, row.issued_on), pdf)
            except Refused as error:
                refused.append((person.number, error.text))
            yield done + 1, len(participants), person.number


def _joined(parts: Sequence[Text]) -> Text:
    first, *rest = parts
    return text("{first}; {rest}", first=first, rest=_joined(rest)) if rest else first
