"""More of the corpus: what else a PDF can hold that shows, says or does something, pictures that lie, and files of two kinds.

Updates are tried plain and signed by one whose signature is accepted, as those of test_forgeries.py.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pikepdf
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo
from pyhanko.pdf_utils import generic

from amdesk.domain.competence.statement import CODE_MARK
from amdesk.export import seal
from amdesk.export.badge import credential
from amdesk.export.badge_picture import KEYWORD
from amdesk.export.city import CityKey, Issuer, city_file
from tests.domain.test_statement import CONTENT
from tests.services.attacks import (
    CITY_KEY,
    FORMER_KEY,
    LINK,
    OTHER,
    TODAY,
    Attack,
    a_list,
    body_of,
    code,
    genuine,
    key_of,
    other,
    paper,
    picture,
    saved,
    seal_of,
)
from tests.services.test_forgeries import DRAWN, Int, Name, box, numbered

g: Any = generic


def of_page(key: str, value: Callable[[Any], Any]) -> Callable[[Any], None]:
    """An update that gives the page something."""

    def changed(w: Any) -> None:
        page = numbered(w, "page")
        page[Name(key)] = value(w)
        w.update_container(page)

    return changed


def of_catalog(key: str, value: Callable[[Any], Any]) -> Callable[[Any], None]:
    def changed(w: Any) -> None:
        w.root[Name(key)] = value(w)
        w.update_root()

    return changed


def named(**given: Any) -> Any:
    return g.DictionaryObject({Name(f"/{k}"): v for k, v in given.items()})


def stream(w: Any, data: bytes, **given: Any) -> Any:
    return w.add_object(g.StreamObject({Name(f"/{k}"): v for k, v in given.items()}, stream_data=data))


def other_resources(w: Any) -> None:
    """The page's graphics state made see-through, so that what lies below is seen."""
    page = numbered(w, "page")
    page["/Resources"][Name("/ExtGState")] = named(gs0=named(ca=g.FloatObject("0.0")))
    w.update_container(page["/Resources"] if page.raw_get("/Resources") is not page["/Resources"] else page)


def other_glyphs(w: Any) -> None:
    """The font's own program replaced: the same codes, other shapes."""
    font = next(iter(numbered(w, "page")["/Resources"]["/Font"].values()))
    font = font.get_object() if hasattr(font, "get_object") else font
    described = font["/FontDescriptor"]
    described[Name("/FontFile2")] = stream(w, b"\0" * 40)
    w.update_container(described)


def other_words(w: Any) -> None:
    """What is copied out of the page is something else than what is seen."""
    font = next(iter(numbered(w, "page")["/Resources"]["/Font"].values()))
    font = font.get_object() if hasattr(font, "get_object") else font
    font[Name("/ToUnicode")] = stream(w, b"1 beginbfchar <41> <0034> endbfchar")
    w.update_container(font)


def other_structure(w: Any) -> None:
    """What is read aloud is something else than what is seen."""
    said = named(Type=Name("/StructTreeRoot"), K=named(S=Name("/P"), ActualText=g.TextStringObject("4 4 4")))
    of_catalog("/StructTreeRoot", lambda _: w.add_object(said))(w)


def embedded(w: Any) -> Any:
    file = named(Type=Name("/Filespec"), F=g.TextStringObject("intyg.pdf"), EF=named(F=stream(w, genuine())))
    return named(EmbeddedFiles=named(Names=g.ArrayObject([g.TextStringObject("intyg.pdf"), w.add_object(file)])))


CATALOG: dict[str, Callable[[Any], Any]] = {
    "/OpenAction": lambda w: g.ArrayObject([w.root["/Pages"].raw_get("/Kids")[0], Name("/XYZ"), Int(0), Int(0), Int(9)]),
    "/AA": lambda w: named(WC=named(S=Name("/JavaScript"), JS=g.TextStringObject("4"))), "/Perms": lambda w: named(DocMDP=named(Type=Name("/Sig"))),
    "/Extensions": lambda w: named(ADBE=named(ExtensionLevel=Int(8))), "/Version": lambda w: Name("/2.0"),
    "/Metadata": lambda w: stream(w, b"<x>4</x>", Type=Name("/Metadata"), Subtype=Name("/XML")), "/Lang": lambda w: g.TextStringObject("ar"),
    "/Collection": lambda w: named(Type=Name("/Collection"), View=Name("/D")), "/Outlines": lambda w: named(Type=Name("/Outlines"), Count=Int(0)),
    "/ViewerPreferences": lambda w: named(HideToolbar=g.BooleanObject(True)), "/PageMode": lambda w: Name("/FullScreen"), "/PageLayout": lambda w: Name("/TwoPageRight"),
    "/AF": lambda w: g.ArrayObject([named(Type=Name("/Filespec"))]), "/Names": embedded, "/Dests": lambda w: named(a=g.ArrayObject()),
    "/URI": lambda w: named(Base=g.TextStringObject("x")), "/Threads": lambda w: g.ArrayObject(), "/Legal": lambda w: named(), "/DSS": lambda w: named(),
    "/OCProperties": lambda w: named(OCGs=g.ArrayObject([w.add_object(named(Type=Name("/OCG"), Name=g.TextStringObject("4")))]), D=named(BaseState=Name("/OFF"))),
    "/AcroForm": lambda w: named(Fields=g.ArrayObject(), SigFlags=Int(3)), "/MarkInfo": lambda w: named(Suspects=g.BooleanObject(True)), "/OutputIntents": lambda w: g.ArrayObject(),
    "/Requirements": lambda w: g.ArrayObject(), "/NeedsRendering": lambda w: g.BooleanObject(True), "/PieceInfo": lambda w: named(),
}  # fmt: skip
PAGE: dict[str, Callable[[Any], Any]] = {
    "/CropBox": lambda w: box(0, 0, 595, 200), "/MediaBox": lambda w: box(0, 400, 595, 842), "/MediaBox, very large": lambda w: box(-14000, -14000, 14000, 14000), "/TrimBox": lambda w: box(0, 0, 9, 9),
    "/BleedBox": lambda w: box(0, 0, 9, 9), "/ArtBox": lambda w: box(0, 0, 9, 9), "/Rotate": lambda w: Int(90), "/Rotate, 270": lambda w: Int(270), "/UserUnit": lambda w: g.FloatObject("75.0"),
    "/Group": lambda w: named(S=Name("/Transparency"), CS=Name("/DeviceGray")), "/Contents": lambda w: g.NullObject(), "/Contents, none": lambda w: g.ArrayObject(),
    "/Annots": lambda w: g.ArrayObject(), "/B": lambda w: g.ArrayObject(), "/Thumb": lambda w: stream(w, b"\0" * 12, Width=Int(2), Height=Int(2)), "/Trans": lambda w: named(S=Name("/Fade")),
    "/Dur": lambda w: Int(1), "/VP": lambda w: g.ArrayObject(), "/Resources": lambda w: named(Font=named()), "/PresSteps": lambda w: named(), "/Tabs": lambda w: Name("/R"), "/StructParents": lambda w: Int(99),
}  # fmt: skip
MORE_UPDATES: dict[str, Callable[[Any], None]] = {
    **{f"catalog {key}": of_catalog(key, value) for key, value in CATALOG.items()},
    **{f"page {key}": of_page(key.partition(",")[0], value) for key, value in PAGE.items()},
    "see-through": other_resources, "other glyphs": other_glyphs, "other words": other_words, "other structure": other_structure,
}  # fmt: skip


def by_hand(objects: dict[int, bytes], trailer: bytes = b"", table: bool = True) -> bytes:
    """The genuine file with a section of objects put below by hand, with whatever a trailer may say."""
    data = genuine()
    size = max(int(n) for n in re.findall(rb"\n(\d+) 0 obj", data)) + 9
    before = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    root = re.findall(rb"/Root (\d+ 0 R)", data)[-1]
    out, at = bytearray(data), {}
    for number, said in objects.items():
        at[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, said)
    here = len(out)
    if table:
        out += b"xref\n" + b"".join(b"%d 1\n%010d 00000 n \n" % (n, where) for n, where in at.items())
    base = b"" if b"/Root" in trailer else b"/Root " + root
    out += b"trailer\n<</Size %d /Prev %d %s %s>>\nstartxref\n%d\n%%%%EOF\n" % (size, before, base, trailer, here)
    return bytes(out)


def number_of(pattern: bytes) -> int:
    """Of the first object of the genuine file that says so."""
    return next(
        int(m[1]) for m in re.finditer(rb"\n(\d+) 0 obj(.*?)endobj", genuine(), re.DOTALL) if re.search(pattern, m[2])
    )


def page_again() -> dict[int, bytes]:
    number = number_of(rb"/Type /Page\b")
    return {number: b"<</Type /Page /MediaBox [0 0 595 842] /Parent 1 0 R /Resources <<>>>>"}


def stream_of(data: bytes) -> bytes:
    return b"<</Length %d>>\nstream\n%s\nendstream" % (len(data), data)


def hybrid() -> bytes:
    """A table that says nothing and a stream of references that only newer readers go by (ISO 32000-1, 7.5.8.4)."""
    return by_hand({900: stream_of(DRAWN)}, b"/XRefStm 15")


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("intyg.pdf", other())
    return out.getvalue()


def inside(data: bytes) -> bytes:
    """The whole genuine file as a stream within another one, seal and all."""
    pdf, out = pikepdf.Pdf.open(io.BytesIO(other())), io.BytesIO()
    pdf.Root.Behind = pdf.make_stream(data)
    pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def encrypted() -> bytes:
    pdf, out = pikepdf.Pdf.open(io.BytesIO(genuine())), io.BytesIO()
    pdf.save(out, encryption=pikepdf.Encryption(owner="x", user=""))
    return out.getvalue() + seal_of(genuine())


def packed() -> bytes:
    pdf, out = pikepdf.Pdf.open(io.BytesIO(genuine())), io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue() + seal_of(genuine())


def jpeg() -> bytes:
    return picture(paper(OTHER, "33" * 32))


MORE_PAPERS: dict[str, Callable[[], bytes]] = {
    "by hand: another page": lambda: by_hand(page_again()), "by hand: no table": lambda: by_hand(page_again(), table=False), "by hand: a hybrid": hybrid,
    "by hand: another root": lambda: by_hand({901: b"<</Type /Catalog /Pages 902 0 R>>", 902: b"<</Type /Pages /Kids [] /Count 0>>"}, b"/Root 901 0 R"),
    "by hand: encryption": lambda: by_hand({903: b"<</Filter /Standard /V 1 /R 2 /O (x) /U (x) /P -4>>"}, b"/Encrypt 903 0 R"), "by hand: nothing": lambda: by_hand({}),
    "by hand: another title": lambda: by_hand({904: b"<</Title (4 4 4)>>"}, b"/Info 904 0 R"), "by hand: an earlier section again": lambda: by_hand({}, b"/Prev 0"),
    "by hand: an object freed": lambda: by_hand({}).replace(b"xref\ntrailer", b"xref\n4 1\n0000000000 00001 f \ntrailer"),
    "its head and its seal cut off": lambda: genuine()[8 : genuine().rindex(seal.MARK)], "the same behind a picture": lambda: jpeg() + genuine()[8 : genuine().rindex(seal.MARK)],
    "encrypted": encrypted, "object streams": packed, "a page turned": lambda: saved(lambda pdf: pdf.pages[0].rotate(180, relative=False)),
    "zip after": lambda: genuine() + zipped(), "zip before": lambda: zipped() + genuine(), "page of the web before": lambda: b"<html><script>4</script><!--" + genuine(),
    "picture before": lambda: jpeg() + genuine(), "picture after": lambda: genuine() + jpeg(), "gif's head before": lambda: b"GIF89a" + genuine(), "postscript before": lambda: b"%!PS-Adobe\n" + genuine(),
    "a file within a file": lambda: inside(genuine()), "a file within a file, its seal last": lambda: inside(genuine()) + seal_of(genuine()),
    "another version": lambda: genuine().replace(b"%PDF-1.", b"%PDF-2.", 1), "no head": lambda: genuine()[8:], "head in small letters": lambda: genuine().replace(b"%PDF", b"%pdf", 1),
    "seal's digits in capitals": lambda: body_of(genuine()) + seal_of(genuine()).upper().replace(b"%AMDESK1", b"%AMDESK1"), "seal without its line's end": lambda: genuine()[:-1],
    "seal with another line's end": lambda: genuine()[:-1] + b"\r\n", "a space in the seal": lambda: genuine().replace(seal.MARK, seal.MARK + b" "),
    "two seals, the genuine first": lambda: genuine() + seal.MARK + b"0" * 128 + b"\n", "two seals, the genuine last": lambda: body_of(genuine()) + seal.MARK + b"0" * 128 + b"\n" + seal_of(genuine()),
    "two seals in a line": lambda: genuine()[:-1] + seal_of(genuine()), "zeros after": lambda: genuine() + bytes(1024), "the other's end after": lambda: genuine() + other()[-400:],
    "line ends turned": lambda: genuine().replace(b"\n", b"\r\n"), "in another alphabet": lambda: genuine().decode("latin-1").encode("utf-8"), "in two bytes each": lambda: genuine().decode("latin-1").encode("utf-16"),
    "all twice": lambda: genuine() * 2, "three times": lambda: genuine() * 3, "last stream cut": lambda: genuine().replace(b"endstream", b"", 1), "a byte less in the middle": lambda: genuine()[:900] + genuine()[901:],
    "other's body, this seal": lambda: body_of(other()) + seal_of(genuine()), "keywords exchanged by another's, sealed by a former key": lambda: paper(OTHER, FORMER_KEY, code()),
}  # fmt: skip


def confused(said: str) -> str:
    """Letters that look alike, from other alphabets."""
    return said.replace("A", "А").replace("E", "Е").replace("O", "О")


MORE_CODES: dict[str, Callable[[], str]] = {
    "letters that look alike": lambda: confused(code()), "wide letters": lambda: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in code()), "small letters": lambda: code().lower(),
    "a mark of direction": lambda: "\u202e" + code()[::-1], "a zero in it": lambda: code()[:60] + "\0" + code()[60:],
    "two, one below the other": lambda: f"{code()}\n{code(OTHER)}", "the mark alone": lambda: CODE_MARK, "another's link around half": lambda: LINK + code()[: len(code()) // 2],
    "a former key's, behind a link": lambda: code(private=FORMER_KEY, link=LINK), "stranger's, behind the city's link": lambda: code(private="33" * 32, named=CITY_KEY, link=LINK),
}  # fmt: skip
MORE_CODES |= {
    "two in a link": lambda: code(link=LINK) + "#" + code(OTHER), "two in a link, as one says more": lambda: f"{code(link=LINK)}&{code(OTHER)}", "a link within a link": lambda: LINK + code(OTHER, link=LINK) + code(link=LINK),
}  # fmt: skip
MORE_PAPERS |= {
    "another's seal below its own": lambda: genuine() + seal_of(other()), "another's seal above its own": lambda: body_of(genuine()) + seal_of(other()) + seal_of(genuine()),
    "another's seal below both": lambda: genuine() + other() + seal_of(genuine()),
}  # fmt: skip
MORE_LISTS: dict[str, Callable[[], str]] = {
    "a former key's list after its time": lambda: seal.revocation_list(FORMER_KEY, [], TODAY, date(2026, 12, 27)), "a former key's list that says to count for years": lambda: seal.revocation_list(FORMER_KEY, [], date(2026, 6, 1), date(2030, 1, 1)),
    "a list that says to count for years": lambda: seal.revocation_list(CITY_KEY, [], date(2026, 8, 1), date(2030, 1, 1)), "a new key's list before its time": lambda: seal.revocation_list(CITY_KEY, [], date(2026, 6, 1), date(2027, 1, 1)),
    "an old list, its day made new": lambda: seal.revocation_list(CITY_KEY, [], date(2026, 9, 1), date(2026, 10, 1)).replace("2026-09-01", TODAY.isoformat()).replace("2026-10-01", "2026-12-27"),
    "an old list below a new head": lambda: a_list().partition("\n")[0] + "\n" + seal.revocation_list(CITY_KEY, [], date(2026, 9, 1), date(2026, 10, 1)).partition("\n")[2],
    "an old list of the first form": lambda: first_form(CITY_KEY, date(2026, 8, 1)), "a former key's list of the first form": lambda: first_form(FORMER_KEY, date(2026, 6, 1)),
}  # fmt: skip


def first_form(private: str, made: date) -> str:
    body = f"AMDESK1-REVOKED {made.isoformat()}\n"
    return body + seal.sign(private, body.encode()).hex() + "\n"


def painted(data: bytes, *over: tuple[int, int, int, int], said: str = "") -> bytes:
    page = Image.open(io.BytesIO(picture(data)))
    pen = ImageDraw.Draw(page)
    for one in over:
        pen.rectangle(one, fill="teal")
    pen.text((150, 400), said, fill="black")
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def code_pasted() -> bytes:
    """The code of a genuine certificate on a paper of somebody else's making."""
    theirs = Image.open(io.BytesIO(picture(paper(OTHER, "33" * 32))))
    mine = Image.open(io.BytesIO(picture(genuine())))
    corner = (mine.width - 380, mine.height - 380, mine.width - 90, mine.height - 90)
    theirs.paste(mine.crop(corner), corner[:2])
    out = io.BytesIO()
    theirs.save(out, "PNG")
    return out.getvalue()


def badge(*chunks: str, keyword: str = KEYWORD) -> bytes:
    """A badge's picture with credentials, or what is put in their place."""
    inside, out = PngInfo(), io.BytesIO()
    for said in chunks:
        inside.add_itxt(keyword, said)
    Image.new("RGB", (720, 720), "white").save(out, "PNG", pnginfo=inside)
    return out.getvalue()


def credential_of(number: str, private: str = CITY_KEY) -> str:
    from tests.services.test_badge import frozen

    return str(credential(frozen(number=number), private)["jws"])


BADGES: dict[str, Callable[[], bytes]] = {
    "two credentials": lambda: badge(credential_of("AMD-2025-00001"), credential_of("AMD-2025-00002", "33" * 32)), "a credential and a code": lambda: badge(credential_of("AMD-2025-00001"), code()),
    "two codes": lambda: badge(code(), code(OTHER)), "a code as the text of a picture": lambda: badge(code(), keyword="Comment"), "a paper as the text of a picture": lambda: badge(genuine().decode("latin-1")),
}  # fmt: skip
"""A picture proves by the code that is seen on it, whatever is written within."""


def another_city() -> bytes:
    return city_file(Issuer("Annan stad", [CityKey(key_of("33" * 32))]))


BETWEEN_CITIES: dict[str, Callable[[], Attack]] = {
    "another city's list, ours asked": lambda: Attack(genuine(), revoked=seal.revocation_list("33" * 32, [], TODAY, date(2026, 12, 27))), "our list, another city asked": lambda: Attack(paper(CONTENT, "33" * 32), revoked=seal.revocation_list(CITY_KEY, [], TODAY, date(2026, 12, 27)), city=another_city()),
    "our paper and list, another city asked": lambda: Attack(genuine(), revoked=seal.revocation_list(CITY_KEY, [], TODAY, date(2026, 12, 27)), city=another_city()), "our list with another city's signature": lambda: Attack(genuine(), revoked=a_list().rpartition("\n")[0].rpartition("\n")[0] + "\n" + seal.revocation_list("33" * 32, [], TODAY, date(2027, 1, 1)).rstrip().rpartition("\n")[2] + "\n"),
}  # fmt: skip
PICTURES: dict[str, Callable[[], Attack]] = {
    "levels painted": lambda: Attack(painted(genuine(), (530, 600, 600, 625), (530, 640, 600, 665)), "x.png"), "name painted": lambda: Attack(painted(genuine(), said="Bo Bedragare"), "x.png"),
    "all but the code painted": lambda: Attack(painted(genuine(), (0, 0, 800, 1300)), "x.png"), "the code on another's paper": lambda: Attack(code_pasted(), "x.png"), "the code's text": lambda: Attack(code().encode(), "x.txt"),
    "the code behind a stranger's link": lambda: Attack(code(link="https://ekhamra.example.invalid/#").encode(), "x.txt"), "words before the code": lambda: Attack(f"Nivå 4 i allt #{code()}".encode(), "x.txt"),
}  # fmt: skip
"""Whose code is genuine: nothing is said of the paper, and what was signed is shown."""
