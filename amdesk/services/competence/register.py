"""Certificates that are issued: the city's key, revoking, scans of the signed paper, and every form they are opened in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from amdesk.db.competence import assessments as db
from amdesk.domain.bank.roles import may
from amdesk.domain.competence.assessments import certificate_text, read_frozen
from amdesk.domain.competence.statement import CODE_MARK
from amdesk.domain.errors import Refused
from amdesk.domain.people.masked import Token
from amdesk.domain.texts import N_, text
from amdesk.export import seal
from amdesk.export.city import city_file, read_city
from amdesk.i18n import Words
from amdesk.imports.reader import read_bytes
from amdesk.services.bank.users import allow, me
from amdesk.services.bank.work import Work
from amdesk.services.competence import keys
from amdesk.services.competence.redrawn import own_words
from amdesk.services.people.gate import held, opened

if TYPE_CHECKING:
    from amdesk.export.badge import Badge
    from amdesk.export.city import Issuer
    from amdesk.export.ring import KeyRing
    from amdesk.services.competence.verify import Verdict

MOST_SCAN = 20_000_000
MAKES_KEYS = "certificate.key"
"""The act of the table of roles."""


class CertificateRegister:
    def __init__(self, work: Work) -> None:
        self.work = work

    def _keys(self) -> KeyRing:
        """The city's keys, kept in the encrypted bank; none that signs leaves it. Whoever asks reads them: the first is made when the
        first certificate is issued, or when one asks who may make keys, and so is a former one taken out of the bank whose time
        is over. Raises Refused (ROLE) where there is none yet and somebody else asks."""
        bank, today = self.work.bank, self.work.today
        found, makes = keys.known(bank, today), may(me(bank).roles, MAKES_KEYS)
        if found is not None and (found.stored or not makes):
            return found.ring
        allow(bank, MAKES_KEYS)
        with bank.write(text(N_("Key for certificates")), undoable=False):
            return keys.ring(bank, today)

    def _private_key(self) -> str:
        """What the city signs with today. Raises Refused for a day before its first."""
        return keys.signing(self._keys(), self.work.today)

    def _issuer(self) -> Issuer:
        return keys.issuer(self.work.bank, self._keys())

    def public_key(self) -> bytes:
        """The file that the city hands out: whoever has it can check every certificate of the city."""
        return city_file(self._issuer())

    def new_key(self, first: date) -> bytes:
        """Make a key that signs from a day on, and return the file to hand out, which has both. Raises Refused."""
        with self.work.bank.write(text(N_("New key for certificates from {day}"), day=str(first)), undoable=False):
            keys.announce(self.work.bank, self.work.today, first)
            return city_file(self._issuer())

    def revocations(self) -> str:
        """The signed list of revoked certificates, to lie beside the public key; the next is to be made within a month."""
        found = [(c.number, c.revoked_on) for c in db.certificates(self.work.bank) if c.revoked_on]
        today = self.work.today
        return seal.revocation_list(self._private_key(), found, today, today + seal.LIST_COUNTS)

    def site(self) -> bytes:
        """The page on which anybody checks a certificate, with the keys and the list of revoked ones as they are today."""
        from amdesk.export.site import page

        listed, city = self.revocations(), self._issuer()
        return page(city, listed, {**city.words, **own_words()})

    def check(self, path: Path) -> Verdict:
        """Check a file against the city's own key and the register. Raises BadFile where it is no certificate."""
        from amdesk.services.competence.verify import judge

        today = self.work.today
        listed = {c.number: str(c.revoked_on) for c in db.certificates(self.work.bank) if c.revoked_on}
        return judge(path, read_city(self.public_key()), seal.RevokedList(today, None, listed), today=today)

    def revoke_number(self, number: str, reason: str) -> None:
        """Revoke by number. Raises Refused where there is none."""
        found = self._numbered(number)
        self.revoke(found.id, reason)

    def revoke(self, certificate_id: int, reason: str) -> None:
        """A revoked certificate stays in the register with its day and its reason. Cannot be undone. Raises Refused for one that
        is revoked already: what others were told of it stands."""
        if not reason.strip():
            raise Refused(text(N_("Write why the certificate is revoked; the reason is kept.")), "REASON")
        with self.work.bank.write(text(N_("Certificate revoked")), undoable=False):
            if since := db.held_revoked(self.work.bank, certificate_id):
                said = N_("The certificate was revoked on {day} already. Its day and reason stay as they are.")
                raise Refused(text(said, day=since), "REVOKED")
            db.revoke(self.work.bank, certificate_id, self.work.today, reason.strip())

    def as_text(self, certificate_id: int, why: str = "") -> str:
        """An issued certificate as plain text, in the order in which it is read: for screen readers and mails."""
        self._opened(certificate_id, why)
        return certificate_text(db.frozen(self.work.bank, certificate_id))

    def credential(self, certificate_id: int, why: str = "") -> Badge:
        """The certificate's twin as an Open Badges 3.0 credential, signed with the city's key."""
        from amdesk.export.badge import credential

        self._opened(certificate_id, why)
        return credential(db.frozen(self.work.bank, certificate_id), self._private_key())

    def badge(self, number: str, why: str = "") -> bytes:
        """The credential as a picture that carries it, for the participant to keep. Raises Refused, also for one that is revoked."""
        from amdesk.export.badge_picture import baked

        row = self._unrevoked(number)
        made = self.credential(row.id, why)
        return baked(read_frozen(db.frozen(self.work.bank, row.id)), made["jws"])

    def own_page(self, number: str, why: str = "") -> bytes:
        """The participant's own page: her certificate drawn from what was signed, and its code for others to scan. Raises
        Refused, also for one that is revoked, and for one of the first form, whose code holds no levels."""
        from amdesk.export.site import page

        row = self._unrevoked(number)
        self._opened(row.id, why)
        said = str(db.frozen(self.work.bank, row.id)["check"])
        if CODE_MARK not in said:
            wrong = N_("Certificate {number} has a code without levels. Issue it again, then make the page.")
            raise Refused(text(wrong, number=row.number), "FIRST_FORM")
        city = self._issuer()
        return page(city, "", {**city.words, **own_words()}, said)

    def _numbered(self, number: str) -> db.KeptCertificate:
        """Raises Refused where there is none."""
        found = next((c for c in db.certificates(self.work.bank) if c.number == number.strip().upper()), None)
        if found is None:
            raise Refused(
                text(N_("There is no certificate {number} in the bank. Check the number."), number=number),
                "NO_CERTIFICATE",
            )
        return found

    def _unrevoked(self, number: str) -> db.KeptCertificate:
        """Raises Refused for one that is revoked: nobody is to be given a new copy of it."""
        found = self._numbered(number)
        if found.revoked_on:
            said = N_("Certificate {number} was revoked on {day}. Issue it anew, then make the copy.")
            raise Refused(text(said, number=found.number, day=str(found.revoked_on)), "REVOKED")
        return found

    def attach_scan(self, certificate_id: int, path: Path) -> None:
        """The same from a file. Raises BadFile where it cannot be read."""
        self.attach_signed(certificate_id, path.name, read_bytes(path))

    def attach_signed(self, certificate_id: int, name: str, content: bytes) -> None:
        """Keep the scan of the signed paper with the certificate. Raises Refused for what is neither PDF nor picture, and where
        whose it is was erased."""
        if not content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff")) or len(content) > MOST_SCAN:
            raise Refused(text(N_("The scan has to be a PDF, PNG or JPEG of at most 20 MB.")), "SCAN")
        bank = self.work.bank
        whose = db.certificate_holder(bank, certificate_id)
        with bank.write(text(N_("Signed certificate attached: {name}"), name=name), undoable=False):
            held(self.work, whose, stored_alone=True)
            db.attach(bank, certificate_id, name, content)

    def pdf(self, document_id: int, why: str = "") -> tuple[str, bytes]:
        """Name and bytes of an issued certificate, exactly as it was issued, or of its signed scan. Raises Refused (PROTECTED)."""
        certificate = db.certificate_with(self.work.bank, document_id)
        if certificate is not None:
            self._opened(certificate, why)
        return db.document(self.work.bank, document_id)

    def scan(self, document_id: int, why: str = "") -> bytes:
        """The signed scan as a paper. Raises Refused (PROTECTED), BadFile where what was kept cannot be shown."""
        from amdesk.export.scan import paged

        words = Words(self.work.lang, self.work.today)
        return paged(self.pdf(document_id, why)[1], words(N_("Signed certificate")), words.lang)

    def _opened(self, certificate_id: int, why: str) -> tuple[db.KeptCertificate, Token]:
        """The register's row of a certificate and what opens it, once that is logged. Raises Refused (PROTECTED, and GONE where it
        was taken back)."""
        row = next((c for c in db.certificates(self.work.bank) if c.id == certificate_id), None)
        if row is None:
            raise Refused(text(N_("That certificate is no longer in the bank.")), "GONE")
        return row, opened(self.work, self.work.participant(row.participant_id), "certificate", why)

    def archive(self) -> list[db.KeptCertificate]:
        """All certificates."""
        return db.certificates(self.work.bank)
