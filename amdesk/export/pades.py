"""Electronic signatures in a PDF (PAdES) through pyHanko. A signed PDF is only ever added to, never written again."""

from __future__ import annotations

import io
import logging
import re
from pathlib import Path
from typing import Any

from amdesk.domain.errors import BadFile
from amdesk.domain.texts import N_, text


def signed(pdf: bytes, p12: Path, passphrase: str, reason: str) -> bytes:
    """The file with an electronic signature after it. Raises BadFile where the PKCS#12 file cannot be used."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigSeedSubFilter

    quiet()
    load: Any = signers.SimpleSigner.load_pkcs12
    signer = load(str(p12), passphrase=passphrase.encode()) if p12.is_file() else None
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


def quiet() -> None:
    """pyHanko logs what it finds as errors; what matters is said in one sentence by whoever asked."""
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


CONTENTS = re.compile(rb"/Contents <([0-9A-Fa-f]+)>")


def follows_rightly(data: bytes, start: int) -> bool:
    """True where all that stands after `start` is one electronic signature or several, each whole, covering every byte
    before it, and nothing that changes what the pages show.

    Whether the signer is somebody one trusts is not asked here: that takes lists of authorities from the network.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    quiet()
    nobody = ValidationContext(trust_roots=[], allow_fetching=False)
    try:
        reader = PdfFileReader(io.BytesIO(data))
        found = reader.embedded_signatures
        if not found or not _padding_is_zero(data[start:]):
            return False
        for i, signature in enumerate(found):
            status: Any = validate_pdf_signature(signature, signer_validation_context=nobody)
            last = i + 1 == len(found)
            if not (status.intact and status.valid):
                return False
            if last and status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
                return False
            if not last and status.modification_level not in {
                ModificationLevel.NONE,
                ModificationLevel.LTA_UPDATES,
                ModificationLevel.FORM_FILLING,
            }:
                return False
            first_byte_after = signature.byte_range[0] + signature.byte_range[1]
            if first_byte_after < start:
                return False
    except Exception:  # whatever a broken file does to the reader, it is not a whole signature
        return False
    return True


def _padding_is_zero(tail: bytes) -> bool:
    """A signature's room is filled with zeros, which no signature covers: they have to be zeros, and its digits lower case."""
    for found in CONTENTS.finditer(tail):
        digits = found[1]
        raw = bytes.fromhex(digits.decode())
        length = _der_length(raw)
        if any(raw[length:]) or digits.decode() not in {digits.decode().lower(), digits.decode().upper()}:
            return False
    return True


def _der_length(raw: bytes) -> int:
    """How many bytes the outermost DER value takes."""
    if len(raw) < 2:
        return 0
    if raw[1] < 0x80:
        return 2 + raw[1]
    count = raw[1] & 0x7F
    return 2 + count + int.from_bytes(raw[2 : 2 + count], "big")
