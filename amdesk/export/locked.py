"""A file that only its password opens: an Excel file as Office locks it (ECMA-376, agile: AES-256, SHA-512 a hundred thousand
times), a PDF by its revision 6 (ISO 32000-2: AES-256). Both are opened by the usual programs."""

from __future__ import annotations

import io

from amdesk.domain.errors import Refused
from amdesk.domain.exchange.secret import checked
from amdesk.domain.texts import N_, text

KINDS = {".xlsx", ".pdf"}


def locked(ending: str, content: bytes, password: str) -> bytes:
    """The content behind the password, or as it is where that is empty. `ending` is the file's, with its dot. Raises Refused
    for a password that is none, and for a kind of file that cannot be locked."""
    if not checked(password):
        return content
    lockable(ending)
    return _book(content, password) if ending.lower() == ".xlsx" else _paper(content, password)


def lockable(ending: str) -> None:
    """Raise Refused (code PASSWORD) for a kind of file that cannot be locked."""
    if ending.lower() not in KINDS:
        raise Refused(
            text(N_("A file {kind} cannot be locked by a password. Save it as .xlsx or .pdf."), kind=ending or "–"),
            "PASSWORD",
        )


def _book(content: bytes, password: str) -> bytes:
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, out)
    return out.getvalue()


def _paper(content: bytes, password: str) -> bytes:
    """The owner's password, which would lift what the reader may do, is nobody's: it is drawn and forgotten."""
    import secrets

    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(content)))
    writer.encrypt(secrets.token_urlsafe(32), password)  # type: ignore[no-untyped-call]  # the library says no types
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # the same
    return out.getvalue()
