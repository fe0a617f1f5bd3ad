"""Checking a certificate, by anybody: a PDF, a picture of it, or the text of its QR code; no bank, no network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from amdesk.domain.competence import statement, summary
from amdesk.domain.competence.statement import Statement
from amdesk.domain.competence.summary import BadSummaryError, Summary
from amdesk.domain.competence.written import LONGEST_CODE, CodePlace, carried, plain_text
from amdesk.domain.errors import BadFile
from amdesk.domain.texts import N_, Text, text
from amdesk.export import pades, seal
from amdesk.export.additions import AddedError
from amdesk.export.city import CityKey, Issuer, read_city
from amdesk.export.seal import RevokedList
from amdesk.imports import pictures
from amdesk.imports.reader import read_bytes
from amdesk.services.competence import redrawn

PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"RIFF", b"GIF8")

PAGE = re.compile(rb"<!doctype html|<html", re.IGNORECASE)
"""The participant's own page, as it was made or as a browser saved it; what it says beside its code nobody has signed."""

INNARDS = b"endobj"
"""In every file of pages, also in one whose head and seal were cut off, which many readers open all the same."""

HEAD = 4096
"""A picture with the beginning of a PDF so far up is opened as that PDF by readers that are not strict."""


ADDED_TO = frozenset({"ADDED", "SIGNER"})
"""Of a file that the city sealed, and to which something was added that nobody stands for."""

Said = Summary | Statement
"""What a code says: the first form, without levels, or the one that is written now."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found: whether it holds (`valid`: a file as the city sealed it, or a code that the city signed), why in one
    sentence, and what the code says where one could be read.

    `proves` is what the signature stands for: the whole file ("file"), what the code says and not the paper around it
    ("code"), or that without levels ("code without levels"); empty where nothing holds. `shown` is the certificate drawn
    again from what was signed, in lines, to compare with the paper; nothing where a key signed that was not the city's that day.
    """

    valid: bool
    code: str
    text: Text
    kind: str
    summary: Said | None = None
    signed_electronically: bool = False
    proves: str = ""
    shown: tuple[str, ...] = ()
    drawn: redrawn.Redrawn | None = None
    """The same in its parts, for a window."""
    listed: date | None = None
    """Day of the list of revoked certificates that it was held against."""

    @property
    def paper(self) -> bool | None:
        """Whether the paper is valid: known of a sealed file alone. None where a genuine code stands on something that nobody
        checked, a picture or a text, which may have been painted over."""
        return None if self.valid and self.proves != "file" else self.valid

    def certificate(self) -> dict[str, object] | None:
        """What was signed, for a program: days as ISO texts, skills by area with their levels under `areas`."""
        if self.summary is None:
            return None
        said = {k: str(v) if isinstance(v, date) else v for k, v in asdict(self.summary).items()}
        return said | {"shown": list(self.shown)}


def verify(
    path: Path,
    key_file: Path,
    revoked_file: Path | None = None,
    signers: Sequence[Path] = (),
    today: date | None = None,
) -> Verdict:
    """Check a file. A list of revoked certificates whose next one should be there by `today` proves nothing. `signers` are certificates (PEM) of those whose electronic signature after the seal is accepted.

    Raises BadFile (exit 3) where it is no certificate at all, or a key, a list or a signer's certificate cannot be used.
    """
    city = read_city(_read(key_file))
    beside = key_file.with_suffix(".revoked")
    listed = revoked_file or (beside if beside.is_file() else None)
    revoked = seal.read_revocations(city, plain_text(_read(listed))) if listed else None
    return judge(path, city, revoked, frozenset(c for s in signers for c in read_signers(s)), today)


def read_signers(path: Path) -> list[bytes]:
    """The certificates of a PEM file, as DER. Raises BadFile where there are none."""
    try:
        return [c.public_bytes(Encoding.DER) for c in x509.load_pem_x509_certificates(_read(path))]
    except ValueError as error:
        raise BadFile(
            text(
                N_("{file} holds no certificate of a signer. Ask the signer for her certificate as a .pem file."),
                file=str(path),
            ),
            "NO_SIGNER",
        ) from error


def judge(
    path: Path,
    city: Issuer,
    revoked: RevokedList | None,
    signers: frozenset[bytes] = frozenset(),
    today: date | None = None,
) -> Verdict:
    """The same with the city, its list of revoked certificates, and the signers' certificates (DER) at hand."""
    data = _read(path)
    page = PAGE.search(data, 0, HEAD) and not seal.LINE.search(data)
    paper = b"%PDF" in data[:HEAD] or ((seal.MARK in data or INNARDS in data) and not page)
    verdict = _pdf(data, city, signers) if paper else _code(data, city, path)
    if isinstance(verdict.summary, Statement) and verdict.code != "KEY_TIME":
        words = {**city.words, **redrawn.own_words()}  # the program's own are not a file's to say
        shown = tuple(redrawn.lines(verdict.summary, city.name, words))
        verdict = replace(verdict, shown=shown, drawn=redrawn.redrawn(verdict.summary, words))
    if revoked is None or verdict.summary is None:
        return verdict
    if verdict.code in ADDED_TO:
        return _also_revoked(verdict, revoked, today)
    return _held_against(verdict, revoked, today) if verdict.valid else verdict


def _also_revoked(verdict: Verdict, revoked: RevokedList, today: date | None) -> Verdict:
    """One that was added to, and what the list says of it: that it was revoked is to be known before all else."""
    held = _held_against(verdict, revoked, today)
    if held.code == "REVOKED":
        return replace(held, text=text("{first} {second}", first=held.text, second=verdict.text))
    if held.code == verdict.code:
        return held
    return replace(verdict, text=text("{first} {second}", first=verdict.text, second=held.text))


def _held_against(verdict: Verdict, revoked: RevokedList, today: date | None) -> Verdict:
    """What the list of revoked certificates says of one that is genuine."""
    number = verdict.summary.number if verdict.summary else ""
    if day := revoked.days.get(number):
        said = text(N_("Certificate {number} was revoked on {day}."), number=number, day=day)
        return replace(verdict, valid=False, code="REVOKED", text=said, listed=revoked.made)
    if today and revoked.early(today):
        said = text(
            N_(
                "Certificate {number} is the city's own, but whether it was revoked is not known: the list says that it was made on {day}, which has not come. Look at the clock here, or fetch a new list."
            ),
            number=number,
            day=str(revoked.made),
        )
        return replace(verdict, valid=False, code="EARLY_LIST", text=said, listed=revoked.made)
    if today and revoked.old(today):
        said = text(
            N_(
                "Certificate {number} is the city's own, but whether it was revoked is not known: the list of {day} is old. Fetch a new one."
            ),
            number=number,
            day=str(revoked.made),
        )
        return replace(verdict, valid=False, code="OLD_LIST", text=said, listed=revoked.made)
    if verdict.summary and revoked.made < verdict.summary.issued_day():
        said = text(
            N_(
                "Certificate {number} is the city's own, but whether it was revoked is not known: the list of {day} is older than the certificate. Ask for a newer one."
            ),
            number=number,
            day=str(revoked.made),
        )
        return replace(verdict, valid=False, code="OLDER_LIST", text=said, listed=revoked.made)
    return replace(verdict, listed=revoked.made)


def sign_file(path: Path, p12: Path, passphrase: str) -> bytes:
    """A certificate with an electronic signature added after its seal.

    Raises BadFile where it is no sealed certificate, or where something else was added to it: nobody is to sign that.
    """
    data = _read(path)
    parts = seal.take_apart(data)
    if parts is None:
        raise _none()
    if parts.after:
        try:
            pades.signers(data, len(data) - len(parts.after))
        except AddedError as error:
            raise BadFile(
                text(
                    N_("{file} is not signed: after the seal it holds {what}. Ask for the file as the city issued it."),
                    file=str(path),
                    what=error.what,
                ),
                "ADDED",
            ) from error
    read_bytes(p12)
    _written_as_ours(path, parts.body)
    try:
        return pades.signed(data, p12, passphrase, "Kompetensintyg")
    except BadFile:
        raise
    except Exception as error:  # a broken PDF or key breaks its reader in a dozen ways
        raise BadFile(
            text(
                N_("{file} cannot be signed: it is no whole PDF, or {key} is no whole key."),
                file=path.name,
                key=p12.name,
            ),
            "UNSIGNABLE",
        ) from error


def _written_as_ours(path: Path, body: bytes) -> None:
    """Raises BadFile for a body that no certificate has: nobody can check its seal here, and a reader of PDF may never end."""
    from amdesk.export.bodies import plain
    from amdesk.export.updates import FormError

    try:
        plain(body)
    except FormError as error:
        said = N_(
            "{file} is not signed: it is not written as certificates are. Ask for the file as the city issued it."
        )
        raise BadFile(text(said, file=path.name), "UNSIGNABLE") from error


def _read(path: Path) -> bytes:
    try:
        return read_bytes(path)
    except BadFile as error:
        if error.code != "TOO_LARGE":
            raise
        said = N_("{file} is larger than 60 MB, and no certificate is. Choose another file.")
        raise BadFile(text(said, file=path.name), "TOO_LARGE") from error


def _invalid(kind: str) -> Verdict:
    said = text(N_("The certificate is not valid: it was changed, or another city's key signed it."))
    return Verdict(False, "INVALID", said, kind)


def _pdf(data: bytes, city: Issuer, known: frozenset[bytes]) -> Verdict:
    parts = seal.take_apart(data)
    if parts is None:
        if not seal.is_ours(data):
            raise _none()
        return _invalid("pdf")
    found = seal.summary_in(parts.body) if parts.body.startswith(b"%PDF-") else None
    said, key = _signed(found, city) if found else (None, None)
    if said is None or key is None or not seal.holds(key.public, parts.signature, parts.body):
        return _invalid("pdf")
    if refused := _out_of_time(said, key, "pdf"):
        return refused
    if parts.after and (refused := _added(data, len(data) - len(parts.after), said, known)):
        return refused
    sentence = text(N_("Certificate {number} for {name} is valid."), number=said.number, name=redrawn.seen(said.name))
    return Verdict(True, "VALID", sentence, "pdf", said, bool(parts.after), "file")


def _out_of_time(said: Said, key: CityKey, kind: str) -> Verdict | None:
    """A former key signs nothing after its time: whoever has found it could."""
    if key.covers(said.issued_day()):
        return None
    sentence = text(
        N_(
            "The certificate is not valid: it says that it was issued on {day}, and the city did not use its key then. Ask the city."
        ),
        day=str(said.issued_on),
    )
    return Verdict(False, "KEY_TIME", sentence, kind, said)


def _added(data: bytes, start: int, said: Said, known: frozenset[bytes]) -> Verdict | None:
    """Why what stands after the seal makes a certificate not valid; None where known people signed and nothing else is there."""
    try:
        signers = pades.signers(data, start)
    except AddedError as error:
        sentence = text(
            N_(
                "The certificate is not valid: after the city sealed it, {what} was added. Do not go by what it shows; ask for the file as the city issued it."
            ),
            what=error.what,
        )
        return Verdict(False, "ADDED", sentence, "pdf", said)
    stranger = next((s for s in signers if not {s.certificate, *s.issuers} <= known), None)
    if stranger is None:
        return None
    sentence = text(
        N_(
            "The certificate is not valid as it is: “{signer}” signed it after the city, and nobody has said that this signature counts. Give the signer's certificate with --signer, or ask for the file as the city issued it."
        ),
        signer=stranger.name,
    )
    return Verdict(False, "SIGNER", sentence, "pdf", said, signed_electronically=True)


def _signed(said: str, city: Issuer) -> tuple[Said, CityKey] | tuple[None, None]:
    """What a code says and the key that signed it; nothing where none of the city's did."""
    try:
        if summary.PREFIX in said:
            first, payload, signature = summary.decode(said)
            key = city.key_of(signature, payload)
            return (first, key) if key else (None, None)
        second, payload, signature = statement.decode(said)
    except BadSummaryError:
        return None, None
    key = city.key_of(signature, payload, second.key)
    return (second, key) if key else (None, None)


def _code(data: bytes, city: Issuer, path: Path) -> Verdict:
    """A picture of the paper, or the text of its code: what the code says is signed, the rest of the paper is compared by eye."""
    kind = "picture" if data.startswith(PICTURES) else "code"
    texts = pictures.qr_codes(path) if kind == "picture" else {plain_text(data)}
    if any("%PDF" in one[:HEAD] or INNARDS.decode() in one for one in texts):
        return _invalid("pdf")  # a file of pages whose bytes were changed is no text
    places = [place for one in sorted(texts) for place in carried(one)]
    if not places:
        if not any(_ours(one) for one in texts):
            raise _none()
        return _invalid(kind)
    return _of_these([found for place in places if (found := _first_signed(place, city))], places, kind)


Found = tuple[str, Said, CityKey]
"""A code that the city signed, what it says, and the key."""


def _first_signed(place: CodePlace, city: Issuer) -> Found | None:
    """The code at one place, where the city signed one of those that it may be."""
    for code in place.candidates:
        said, key = _signed(code, city)
        if said is not None and key is not None:
            return code, said, key
    return None


def _of_these(found: Sequence[Found], places: Sequence[CodePlace], kind: str) -> Verdict:
    """What is said of the codes of a picture or a text: one counts, as often as it stands there, and where it was cut for show."""
    if not found:
        return _invalid(kind)
    code, said, key = found[0]
    others = [one for one in places if not any(code.startswith(c) for c in one.candidates)]
    others = [one for one in others if code not in one.candidates]
    if others:
        return Verdict(False, "SEVERAL", text(SEVERAL[kind]), kind)
    return _out_of_time(said, key, kind) or _of_the_code(said, kind)


SEVERAL = {
    "picture": N_("The picture shows the codes of several certificates. Give one picture of each."),
    "code": N_("There are the codes of several certificates in it, or one of them was changed. Give one at a time."),
}
OF_THE_CODE = {
    "picture": N_(
        "The code is genuine: the city signed certificate {number} for {name}. The picture itself was not checked and may have been changed: compare it with what the city signed, level by level."
    ),
    "code": N_(
        "The code is genuine: the city signed certificate {number} for {name}. The paper itself was not checked and may have been changed: compare it with what the city signed, level by level."
    ),
    "": N_(
        "The code is genuine: the city signed certificate {number} for {name}. The paper itself was not checked, and the levels are not in the code. Compare name, workplace and dates, and ask for the PDF where the levels matter."
    ),
}


def _of_the_code(said: Said, kind: str) -> Verdict:
    """What a genuine code proves of a paper or a picture: nothing but itself."""
    levels = isinstance(said, Statement)
    sentence = text(OF_THE_CODE[kind if levels else ""], number=said.number, name=redrawn.seen(said.name))
    return Verdict(True, "CODE_GENUINE", sentence, kind, said, proves="code" if levels else "code without levels")


def _ours(code: str) -> bool:
    """Whether a text says that it is a code of ours, though none could be found in it."""
    plain = code.strip()[:LONGEST_CODE]
    return plain.startswith((summary.PREFIX, statement.CODE_MARK)) or f"#{statement.CODE_MARK}" in plain


def _none() -> BadFile:
    return BadFile(text(N_("No certificate was found in the file.")), "NO_CERTIFICATE")
