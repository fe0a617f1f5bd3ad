"""Electronic signatures in a PDF (PAdES) through pyHanko. A signed PDF is only ever added to, never written again."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from amdesk import plainfile
from amdesk.domain.errors import BadFile
from amdesk.domain.texts import N_, text
from amdesk.export.additions import UNKNOWN, AddedError, Revision, revisions
from amdesk.export.der import canonical, first_length
from amdesk.export.keyfiles import MOST_ROUNDS, KeyFileError, rounds

if TYPE_CHECKING:
    from asn1crypto.cms import SignedData
    from asn1crypto.core import Asn1Value
    from pyhanko.sign.validation import EmbeddedPdfSignature

DIGESTS = frozenset({"sha256", "sha384", "sha512"})
"""What a signature may be made over: of SHA-1 and older ones two files with the same digest can be made."""
MOST_CERTIFICATES = 6
"""That may come with a signature: a chain is the signer's and up to three more. Of many with one name every order is a chain to be tried."""
CONTENTS = re.compile(rb"/Contents <((?:[0-9A-F]{2})+)>")
ROOM = re.compile(rb"<((?:[0-9A-F]{2})+)>")


def signed(pdf: bytes, p12: Path, passphrase: str, reason: str) -> bytes:
    """The file with an electronic signature after it. Raises BadFile where the PKCS#12 file cannot be used."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigSeedSubFilter

    quiet()
    load = signers.SimpleSigner.load_pkcs12
    opens = p12.is_file() and _opens_soon(p12)
    signer = load(str(p12), passphrase=passphrase.encode()) if opens else None  # type: ignore[no-untyped-call]  # pyHanko gives it no types
    if signer is None:
        raise BadFile(
            text(N_("{path} cannot be opened: it is no PKCS#12 file, or the passphrase is another."), path=str(p12))
        )
    name = f"Signature{pdf.count(b'/ByteRange') + 1}"
    meta = signers.PdfSignatureMetadata(
        field_name=name, reason=reason, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    out = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), meta, signer=signer)
    return bytes(out.getvalue())


def _opens_soon(p12: Path) -> bool:
    """Whether it is a PKCS#12 file. Raises BadFile for one that would keep this computer at work for hours."""
    try:
        asked = rounds(plainfile.read(p12))
    except KeyFileError:
        return False
    if asked > MOST_ROUNDS:
        raise BadFile(
            text(
                N_(
                    "{path} is not opened: it would keep the computer at work for hours, as no program for signatures writes it."
                ),
                path=str(p12),
            )
        )
    return True


def quiet() -> None:
    """pyHanko logs what it finds as errors; what matters is said in one sentence by whoever asked."""
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed electronically: the name that the certificate gives, and the certificate itself (DER)."""

    name: str
    certificate: bytes
    issuers: Sequence[bytes] = ()
    """Other certificates that came along. No signature covers them, so they count only where they are known already."""


def signers(data: bytes, start: int) -> list[Signer]:
    """Who signed, where all that stands after `start` is one invisible signature or several, each whole and covering every
    byte before its end. Raises AddedError where something else stands there.

    Whether a signer is somebody one trusts is not asked here: whoever checks has the certificates of those.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader

    quiet()
    found = revisions(data, start)
    for one in found:
        room = CONTENTS.search(data, one.first, one.end)
        if room is None or not first_length(bytes.fromhex(room[1].decode())):
            raise AddedError(UNKNOWN)  # before a library follows how deep it goes
    try:
        by_field = {s.field_name: s for s in PdfFileReader(io.BytesIO(data)).embedded_signatures}
        if len(by_field) == len(found):
            return [_signer(data, one, by_field[one.field]) for one in found]
    except AddedError:
        raise
    except Exception as error:  # whatever a broken file does to the reader, it is not a whole signature
        raise AddedError(UNKNOWN) from error
    raise AddedError(UNKNOWN)


def _signer(data: bytes, revision: Revision, signature: EmbeddedPdfSignature) -> Signer:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    begin, first, second, rest = signature.byte_range
    if begin != 0 or second + rest != revision.end or not revision.first <= first < second < revision.end:
        raise AddedError(UNKNOWN)
    content = _content(data[first:second])
    nobody = ValidationContext(trust_roots=[], allow_fetching=False)
    status = validate_pdf_signature(
        signature, signer_validation_context=nobody, skip_diff=True
    )  # `additions` has judged
    if not (status.intact and status.valid):
        raise AddedError(UNKNOWN)
    own = signature.signer_cert.dump()
    if content["signer_infos"][0]["sid"].chosen["issuer"].dump() != signature.signer_cert.issuer.dump():
        raise AddedError(UNKNOWN)  # names are found whatever their case
    others = [c.chosen.dump() for c in content["certificates"] if c.chosen.dump() != own]
    if len(others) + 1 != len(content["certificates"]):
        raise AddedError(UNKNOWN)
    return Signer(_plain(signature.signer_cert.subject.native), own, others)


def _content(room: bytes) -> SignedData:
    """The signature in its room between the signed bytes, in its one canonical form.

    Much of it is covered by nothing: the padding, the case of its digits, and what stands around the signed attributes.
    All of that must be as `signed` writes it, so that no byte can be changed unseen.
    """
    from asn1crypto import cms, parser  # pyHanko's own reader of signatures

    found = ROOM.fullmatch(room)
    raw = bytes.fromhex(found[1].decode()) if found else b""
    length = parser.peek(raw)
    content = cms.ContentInfo.load(raw[:length], strict=True)
    signed_data = content["content"]
    info = signed_data["signer_infos"][0]
    algorithm = info["digest_algorithm"]
    plain = (
        canonical(raw[:length])
        and _in_order(info["signed_attrs"])
        and _in_order(signed_data["certificates"])
        and not any(raw[length:])
        and len(signed_data["signer_infos"]) == 1
        and (signed_data["version"].native, info["version"].native) == ("v1", "v1")
        and algorithm["algorithm"].native in DIGESTS
        and algorithm.dump() == cms.DigestAlgorithm({"algorithm": algorithm["algorithm"].native}).dump()
        and [a.dump() for a in signed_data["digest_algorithms"]] == [algorithm.dump()]
        and signed_data["encap_content_info"].native == {"content_type": "data", "content": None}
        and len(signed_data["certificates"]) <= MOST_CERTIFICATES
        and not signed_data["crls"]
        and not info["unsigned_attrs"]
    )
    if not plain:
        raise AddedError(UNKNOWN)
    return signed_data


def _in_order(elements: Iterable[Asn1Value]) -> bool:
    """A set is written by what its elements are in bytes; under a tag of its own nothing else says that it is one."""
    said = [one.dump() for one in elements]
    return said == sorted(said)


def _plain(subject: Mapping[str, object]) -> str:
    """A name that is shown as what somebody else wrote: printable characters only, not long."""
    said = subject.get("common_name") or subject.get("organization_name") or "?"
    return "".join(c for c in str(said) if c.isprintable())[:80]
