"""Checking a certificate, by anybody: a PDF, a picture of it, or the text of its QR code; no bank, no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding

from amdesk.domain.competence.summary import BadSummaryError, Summary, decode
from amdesk.domain.errors import BadFile
from amdesk.domain.texts import N_, Text, text
from amdesk.export import pades, seal
from amdesk.export.additions import AddedError
from amdesk.imports.reader import read_bytes

PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"RIFF", b"GIF8")

HEAD = 4096
"""A picture with the beginning of a PDF so far up is opened as that PDF by readers that are not strict."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found: `valid` or not, why in one sentence, and the summary where one could be read."""

    valid: bool
    code: str
    text: Text
    kind: str
    summary: Summary | None = None
    signed_electronically: bool = False


def verify(path: Path, key_file: Path, revoked_file: Path | None = None, signers: Sequence[Path] = ()) -> Verdict:
    """Check a file. `signers` are certificates (PEM) of those whose electronic signature after the seal is accepted.

    Raises BadFile (exit 3) where it is no certificate at all, or a key, a list or a signer's certificate cannot be used.
    """
    key = seal.read_public(_read(key_file))
    beside = key_file.with_suffix(".revoked")
    listed = revoked_file or (beside if beside.is_file() else None)
    revoked = seal.read_revocations(key, _read(listed).decode("utf-8", "replace")) if listed else {}
    return judge(path, key, revoked, frozenset(c for s in signers for c in read_signers(s)))


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
    path: Path, key: Ed25519PublicKey, revoked: Mapping[str, str], signers: frozenset[bytes] = frozenset()
) -> Verdict:
    """The same with a key, the days of revoked certificates by number, and the signers' certificates (DER) at hand."""
    data = _read(path)
    paper = b"%PDF" in data[:HEAD] or seal.MARK in data
    verdict = _pdf(data, key, signers) if paper else _code(data, key, path)
    if verdict.valid and verdict.summary and (day := revoked.get(verdict.summary.number)):
        said = text(N_("Certificate {number} was revoked on {day}."), number=verdict.summary.number, day=day)
        return Verdict(False, "REVOKED", said, verdict.kind, verdict.summary)
    return verdict


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


def _read(path: Path) -> bytes:
    return read_bytes(path)


def _invalid(kind: str, summary: Summary | None = None) -> Verdict:
    said = text(N_("The certificate is not valid: it was changed, or another city's key signed it."))
    return Verdict(False, "INVALID", said, kind, summary)


def _pdf(data: bytes, key: Ed25519PublicKey, known: frozenset[bytes]) -> Verdict:
    parts = seal.take_apart(data)
    if parts is None:
        if not seal.is_ours(data):
            raise _none()
        return _invalid("pdf")
    found = seal.summary_in(parts.body) if parts.body.startswith(b"%PDF-") else None
    summary = _signed_summary(found, key) if found and seal.holds(key, parts.signature, parts.body) else None
    if summary is None:
        return _invalid("pdf")
    if parts.after and (refused := _added(data, len(data) - len(parts.after), summary, known)):
        return refused
    said = text(N_("Certificate {number} for {name} is valid."), number=summary.number, name=summary.name)
    return Verdict(True, "VALID", said, "pdf", summary, bool(parts.after))


def _added(data: bytes, start: int, summary: Summary, known: frozenset[bytes]) -> Verdict | None:
    """Why what stands after the seal makes a certificate not valid; None where known people signed and nothing else is there."""
    try:
        signers = pades.signers(data, start)
    except AddedError as error:
        said = text(
            N_(
                "The certificate is not valid: after the city sealed it, {what} was added. Do not go by what it shows; ask for the file as the city issued it."
            ),
            what=error.what,
        )
        return Verdict(False, "ADDED", said, "pdf", summary)
    stranger = next((s for s in signers if not {s.certificate, *s.issuers} <= known), None)
    if stranger is None:
        return None
    said = text(
        N_(
            "The certificate is not valid as it is: “{signer}” signed it after the city, and nobody has said that this signature counts. Give the signer's certificate with --signer, or ask for the file as the city issued it."
        ),
        signer=stranger.name,
    )
    return Verdict(False, "SIGNER", said, "pdf", summary, signed_electronically=True)


def _signed_summary(said: str, key: Ed25519PublicKey) -> Summary | None:
    try:
        summary, payload, signature = decode(said)
    except BadSummaryError:
        return None
    return summary if seal.holds(key, signature, payload) else None


def _code(data: bytes, key: Ed25519PublicKey, path: Path) -> Verdict:
    """A picture of the paper, or the text of its code: what the code says is signed, the rest of the paper is compared by eye."""
    kind = "picture" if data.startswith(PICTURES) else "code"
    codes = qr_codes(path) if kind == "picture" else {data.decode("utf-8-sig", "replace").strip()}
    if len(codes) > 1:
        several = text(N_("The picture shows the codes of several certificates. Give one picture of each."))
        return Verdict(False, "SEVERAL", several, kind)
    said = next(iter(codes), "")
    if not said.startswith("AMDESK1"):
        raise _none()
    summary = _signed_summary(said, key)
    if summary is None:
        return _invalid(kind)
    return Verdict(
        True,
        "CODE_VALID",
        text(
            N_(
                "The code is valid: certificate {number} for {name}. The paper itself is not checked: the levels are not in the code. Compare name, workplace and dates, and ask for the PDF where the levels matter."
            ),
            number=summary.number,
            name=summary.name,
        ),
        kind,
        summary,
    )


def qr_codes(path: Path) -> set[str]:
    """The texts of our QR codes in a picture."""
    import zxingcpp
    from PIL import Image

    try:
        with Image.open(path) as picture:
            found = zxingcpp.read_barcodes(picture.convert("L"), zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    except Exception:  # noqa: BLE001 - a broken picture breaks its reader in a dozen ways
        return set()
    return {str(c.text) for c in found if c.text.startswith("AMDESK1")}


def _none() -> BadFile:
    return BadFile(text(N_("No certificate was found in the file.")), "NO_CERTIFICATE")
