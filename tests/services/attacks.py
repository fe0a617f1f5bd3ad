"""A corpus of attacks on certificates: files that somebody makes of a genuine one, each with what the checker is given.

Everything is made anew from fixed keys, so the corpus is this file. None may be called valid.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from PIL import Image

from amdesk.domain.competence import summary
from amdesk.domain.competence.assessments import CertificateContent
from amdesk.domain.competence.base41 import BASE41
from amdesk.domain.competence.statement import CODE_MARK, decode, encode, statement_of
from amdesk.domain.competence.summary import SIGNATURE
from amdesk.export import pades, seal
from amdesk.export.certificate import certificate_pdf
from amdesk.export.city import CityKey, Issuer, city_file
from tests.domain.test_statement import CONTENT
from tests.services.test_forgeries import FILES, UPDATES, updated

CITY_KEY, FORMER_KEY, STRANGER = "11" * 32, "22" * 32, "33" * 32
CHANGED = date(2026, 7, 1)
TODAY = date(2026, 11, 27)
ORDER = 2**252 + 27742317777372353535851937790883648493
"""Of the group that Ed25519 signs in (RFC 8032, 5.1)."""


@dataclass(frozen=True)
class Attack:
    """A file, and what the one who checks it has at hand."""

    data: bytes
    name: str = "x.pdf"
    revoked: str | None = None
    city: bytes = b""


def key_of(private: str) -> Ed25519PublicKey:
    return seal.read_public(seal.public_pem(private))


@cache
def city() -> bytes:
    """The city's file: a former key until the end of June, another one since."""
    former = CityKey(key_of(FORMER_KEY), None, date(2026, 6, 30))
    return city_file(Issuer("Ekhamra", [CityKey(key_of(CITY_KEY), CHANGED), former]))


def code(content: CertificateContent = CONTENT, private: str = CITY_KEY, named: str = "", link: str = "") -> str:
    payload = statement_of(content, seal.key_id(named or private), link).payload()
    return encode(payload, seal.sign(private, payload), link)


def paper(content: CertificateContent, private: str = CITY_KEY, said: str = "") -> bytes:
    return seal.sealed(private, certificate_pdf(replace(content, check=said or code(content, private))))


@cache
def genuine() -> bytes:
    return paper(CONTENT)


@cache
def other() -> bytes:
    """Of somebody else, at a higher level."""
    return paper(OTHER)


OTHER = replace(CONTENT, number="AMD-2026-00500", name="Bo Prov", pattern=(4, 4, 4, 4, 4, 4))
NUMBER = CONTENT.number


def picture(*pdfs: bytes, comment: bytes = b"") -> bytes:
    """Pages side by side as a picture."""
    pages = [pypdfium2.PdfDocument(pdf)[0].render(scale=150 / 72).to_pil() for pdf in pdfs]
    whole = Image.new("RGB", (sum(p.width for p in pages), pages[0].height), "white")
    for i, page in enumerate(pages):
        whole.paste(page, (i * pages[0].width, 0))
    out = io.BytesIO()
    whole.save(out, "JPEG", quality=90, comment=comment)
    return out.getvalue()


def a_list(private: str = CITY_KEY, made: date = TODAY, following: date = date(2026, 12, 27), count: int = 0) -> str:
    numbers = [(f"AMD-2026-{n:05d}", made) for n in range(600, 600 + count)]
    return seal.revocation_list(private, [(NUMBER, date(2026, 11, 25)), *numbers], made, following)


def swapped(said: str, at: int) -> str:
    return said[:at] + BASE41[(BASE41.index(said[at]) + 1) % len(BASE41)] + said[at + 1 :]


def resigned(change: Callable[[bytes], bytes]) -> str:
    """The genuine signature over another payload."""
    _, payload, signature = decode(code())
    return encode(change(payload), signature)


def with_signature(change: Callable[[bytes], bytes]) -> str:
    _, payload, signature = decode(code())
    return encode(payload, change(signature))


def multiple(signature: bytes) -> bytes:
    """The same signature with the order of the group added to its second half."""
    s = int.from_bytes(signature[32:], "little") + ORDER
    return signature[:32] + s.to_bytes(32, "little")


def list_as_code() -> str:
    """A list of nine revoked certificates has as many lines as a code of the first form, and the city has signed it."""
    body, _, signature = a_list(count=8).rstrip("\n").rpartition("\n")
    return summary.encode(f"{body}\n".encode(), bytes.fromhex(signature))


def saved(change: Callable[[pikepdf.Pdf], object]) -> bytes:
    """The genuine file opened, changed, written anew, with the genuine seal put below."""
    pdf, out = pikepdf.Pdf.open(io.BytesIO(genuine())), io.BytesIO()
    change(pdf)
    pdf.save(out)
    return out.getvalue() + seal_of(genuine())


def seal_of(data: bytes) -> bytes:
    return data[data.rindex(seal.MARK) :]


def body_of(data: bytes) -> bytes:
    return data[: data.rindex(seal.MARK)]


def other_font(pdf: pikepdf.Pdf) -> None:
    fonts = pdf.pages[0].Resources.Font
    first, second = list(fonts.keys())[:2]
    fonts[first], fonts[second] = fonts[second], fonts[first]


def drawn_over(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"q 1 1 1 rg 255 330 60 250 re f Q")


def painted(data: bytes) -> bytes:
    """Bytes of the page's picture of levels exchanged, the length kept."""
    at = data.index(b"stream") + 40
    return data[:at] + bytes(reversed(data[at : at + 4])) + data[at + 4 :]


def other_code(data: bytes, said: str) -> bytes:
    """Another code written over the one that the file carries as text."""
    mine = seal.summary_in(data)
    assert mine is not None
    return data.replace(mine.encode(), said.encode()[: len(mine)].ljust(len(mine), b"A"))


LINK = "https://ekhamra.example/i/#"
CODES: dict[str, Callable[[], str]] = {
    "first letter of the signature": lambda: swapped(code(), len(CODE_MARK)), "a letter of the levels": lambda: swapped(code(), len(CODE_MARK) + 130),
    "last letter": lambda: swapped(code(), len(code()) - 2), "cut": lambda: code()[:-3], "cut in the middle": lambda: code()[: len(code()) // 2], "a letter more": lambda: code() + "0A",
    "two codes in one": lambda: code() + code(OTHER), "another city's code": lambda: code(private=STRANGER), "another city's, called ours": lambda: code(private=STRANGER, named=CITY_KEY),
    "former key after its time": lambda: code(private=FORMER_KEY), "former key called the new one": lambda: code(private=FORMER_KEY, named=CITY_KEY),
    "new key before its time": lambda: code(replace(CONTENT, issued_on=date(2026, 6, 1))), "other levels": lambda: resigned(lambda p: p.replace(p[40:44], b"\xff" * 4)),
    "other person's words": lambda: resigned(lambda p: decode(code(OTHER))[1]), "no signature": lambda: with_signature(lambda s: bytes(SIGNATURE)),
    "signature of nothing": lambda: with_signature(lambda s: b"\x01" + bytes(63)), "the same signature twice over": lambda: with_signature(multiple),
    "signature of another": lambda: with_signature(lambda s: decode(code(OTHER))[2]), "an unknown form": lambda: resigned(lambda p: b"\x03" + p[1:]),
    "a tampered link": lambda: swapped(code(link=LINK), len(LINK) + len(CODE_MARK) + 70), "first form around the second": lambda: summary.encode(decode(code())[1], decode(code())[2]),
    "a list as a code": list_as_code, "seal as a code": lambda: encode(body_of(genuine())[:400], bytes.fromhex(seal_of(genuine())[len(seal.MARK) :].decode().strip())),
}  # fmt: skip

PAPERS: dict[str, Callable[[], bytes]] = {
    "another city's paper": lambda: paper(CONTENT, STRANGER), "genuine code, another city's seal": lambda: paper(replace(CONTENT, name="Bo Prov"), STRANGER, code()),
    "former key's seal around a genuine code": lambda: paper(CONTENT, FORMER_KEY, code()), "former key after its time": lambda: paper(CONTENT, FORMER_KEY),
    "new key before its time": lambda: paper(replace(CONTENT, issued_on=date(2026, 6, 1))), "another's code as text": lambda: other_code(genuine(), code(OTHER)),
    "another's seal": lambda: body_of(genuine()) + seal_of(other()), "the code's signature as the seal": lambda: body_of(genuine()) + seal.MARK + decode(code())[2].hex().encode() + b"\n",
    "the list's signature as the seal": lambda: body_of(genuine()) + seal.MARK + a_list().rstrip("\n").rpartition("\n")[2].encode() + b"\n",
    "two papers in one": lambda: genuine() + other(), "another paper before": lambda: other() + genuine(), "another paper before, without its end": lambda: other()[:-200] + genuine(),
    "fonts exchanged": lambda: saved(other_font), "drawn over": lambda: saved(drawn_over), "written anew": lambda: saved(lambda pdf: None), "a stream's bytes turned": lambda: painted(genuine()),
    "prefix": lambda: b"\n" + genuine(), "byte order mark before": lambda: b"\xef\xbb\xbf" + genuine(), "suffix": lambda: genuine() + b" ", "comment after": lambda: genuine() + b"%\n",
    "a second end": lambda: genuine() + b"startxref\n0\n%%EOF\n", "seal twice": lambda: genuine() + seal_of(genuine()), "no seal": lambda: body_of(genuine()), "a page as a picture that is a PDF too": lambda: picture(genuine(), comment=b"%PDF-1.7 1 0 obj"),
}  # fmt: skip

LISTS: dict[str, Callable[[], str]] = {
    "revoked": a_list, "an old list": lambda: seal.revocation_list(CITY_KEY, [], date(2026, 9, 1), date(2026, 10, 1)),
    "its own line cut out of the list": lambda: "\n".join(line for line in a_list().split("\n") if NUMBER not in line),
    "the list cut": lambda: a_list(count=5)[:-40], "a list without its signature": lambda: a_list().rpartition("\n")[0], "another city's list": lambda: seal.revocation_list(STRANGER, [], TODAY, date(2027, 1, 1)),
    "the list's next day put off": lambda: seal.revocation_list(CITY_KEY, [], date(2026, 9, 1), date(2026, 10, 1)).replace("2026-10-01", "2027-10-01"),
    "another number in the list": lambda: a_list().replace(NUMBER, "AMD-2026-00413"), "a list in capitals": lambda: a_list().upper(), "an empty list": lambda: "",
    "a code as the list": code, "a list and one below": lambda: a_list() + seal.revocation_list(STRANGER, [], TODAY, date(2027, 1, 1)),
}  # fmt: skip


def other_key_below() -> bytes:
    """Another key put below the fingerprint that the city has published."""
    mine, theirs = (seal.public_pem(key).decode().split("\n")[1] for key in (CITY_KEY, STRANGER))
    return city().replace(mine.encode(), theirs.encode())


def with_former_end(said: bytes) -> Callable[[], Attack]:
    """A former key's paper after its time, checked with a city's file in which the end of that time is written otherwise."""
    return lambda: Attack(paper(CONTENT, FORMER_KEY), city=city().replace(b"To: 2026-06-30\n", said))


OTHERS: dict[str, Callable[[], Attack]] = {
    "a former key's end before an empty line": with_former_end(b"To: 2026-06-30\n\n"), "a former key's end without its space": with_former_end(b"To:2026-06-30\n"),
    "a former key's end in small letters": with_former_end(b"to: 2026-06-30\n"), "a former key's end said twice": with_former_end(b"To: 2026-06-30\nTo: 2036-06-30\n"),
    "a former key's end behind a mark of quoting": with_former_end(b"> To: 2026-06-30\n"), "a former key's end indented": with_former_end(b"\tTo: 2026-06-30  \n"),
    "a former key's end below it": lambda: Attack(paper(CONTENT, FORMER_KEY), city=city().replace(b"To: 2026-06-30\n", b"") + b"To: 2026-06-30\n"),
    "two codes in a picture": lambda: Attack(picture(genuine(), other()), "x.jpg"), "another city's picture": lambda: Attack(picture(paper(CONTENT, STRANGER)), "x.jpg"),
    "picture of a former key's paper": lambda: Attack(picture(paper(CONTENT, FORMER_KEY)), "x.jpg"), "another key below the city's fingerprint": lambda: Attack(paper(CONTENT, STRANGER), city=other_key_below()),
    "a key's time taken away and its print": lambda: Attack(paper(CONTENT, STRANGER), city=city().replace(b"Key: ", b"Nyckel: ", 1).replace(b"PUBLIC KEY", b"PUBLIC  KEY", 2)),
}  # fmt: skip


def attacks(signer: Path) -> dict[str, Callable[[], Attack]]:
    """All of the corpus that the city's own key is to withstand; `signer` is the key of one whose signature is accepted."""

    def plain(change: Callable[[Any], None]) -> Attack:
        return Attack(updated(genuine(), change))

    def signed(change: Callable[[Any], None]) -> Attack:
        return Attack(pades.signed(updated(genuine(), change), signer, "hemlig", "Kompetensintyg"))

    return {
        **{f"update: {name}": partial(plain, change) for name, (change, _) in UPDATES.items()},
        **{f"update, then signed: {name}": partial(signed, change) for name, (change, _) in UPDATES.items()},
        **{f"code: {name}": partial(as_code, said) for name, said in CODES.items()},
        **{f"paper: {name}": partial(as_paper, data) for name, data in PAPERS.items()},
        **{f"list: {name}": partial(with_list, listed) for name, listed in LISTS.items()},
        **{f"other: {name}": made for name, made in OTHERS.items()},
    }


def as_code(said: Callable[[], str]) -> Attack:
    return Attack(said().encode(), "x.txt")


def as_paper(data: Callable[[], bytes]) -> Attack:
    return Attack(data())


def with_list(listed: Callable[[], str]) -> Attack:
    return Attack(genuine(), revoked=listed())


ALL = len(UPDATES) * 2 + len(CODES) + len(PAPERS) + len(LISTS) + len(OTHERS) + len(FILES)
"""With those of the first form, which test_forgeries.py has."""
