"""Whatever is added to a certificate after the city sealed it, it is not valid, whoever signs on top of it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.stamp import TextStampStyle

from amdesk.cli import main
from amdesk.domain.errors import BadFile
from amdesk.export import pades, seal
from amdesk.services.competence.verify import Verdict, sign_file, verify
from tests.services.test_verify import p12

CASES = Path(__file__).parents[1] / "cases"
CITY = CASES / "certificates" / "city.pem"
GENUINE = (CASES / "certificates" / "genuine.pdf").read_bytes()
g: Any = generic
"""Without types of its own."""
Name, Int = g.NameObject, g.NumberObject
DRAWN = b"q 1 1 1 rg 255 330 60 250 re f Q"


def check(data: bytes, tmp_path: Path, *signer: Path, name: str = "x.pdf") -> Verdict:
    path = tmp_path / name
    path.write_bytes(data)
    return verify(path, CITY, signers=signer)


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(key, certificate) of one whose signature is accepted; the key is of a kind that is opened at once, which it is often."""
    key = p12(tmp_path_factory.mktemp("signer"), ec.generate_private_key(ec.SECP256R1()))
    return key, key.with_suffix(".pem")


def test_a_signature_painted_over_the_levels_is_not_valid_and_is_said(tmp_path: Path) -> None:
    assert check(GENUINE, tmp_path).valid
    found = verify(CASES / "certificates" / "forged_levels.pdf", CITY)
    assert not found.valid
    assert "a signature that is drawn on the page was added" in str(found.text)


def test_a_signer_counts_where_he_is_known_and_is_named_where_not(tmp_path: Path, signer: tuple[Path, Path]) -> None:
    (tmp_path / "g.pdf").write_bytes(GENUINE)
    once = sign_file(tmp_path / "g.pdf", signer[0], "hemlig")
    unknown = check(once, tmp_path)
    assert not unknown.valid
    assert "“Ingrid Skissander” signed it" in str(unknown.text)
    assert check(once, tmp_path, signer[1]).valid
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    twice = sign_file(tmp_path / "x.pdf", p12(stranger), "hemlig")
    assert not check(twice, tmp_path, signer[1]).valid, "a stranger after one who is known"


# what can be added in an update of the file


def numbered(w: Any, kind: str) -> Any:
    return w.root["/Pages"]["/Kids"][0].get_object() if kind == "page" else w.root


def annotated(w: Any, subtype: str, **more: Any) -> None:
    """An annotation with an appearance of its own over the levels."""
    look = g.StreamObject(
        {Name("/Type"): Name("/XObject"), Name("/Subtype"): Name("/Form"), Name("/BBox"): box(0, 0, 595, 842)},
        stream_data=DRAWN,
    )
    said = g.DictionaryObject(
        {
            Name("/Type"): Name("/Annot"),
            Name("/Subtype"): Name(subtype),
            Name("/Rect"): box(0, 0, 595, 842),
            Name("/F"): Int(4),
            Name("/Contents"): g.TextStringObject("4 4 4"),
            Name("/AP"): g.DictionaryObject({Name("/N"): w.add_object(look)}),
            **more,
        }
    )
    page = numbered(w, "page")
    page[Name("/Annots")] = g.ArrayObject([w.add_object(said)])
    w.update_container(page)


def box(*numbers: int) -> Any:
    return g.ArrayObject([Int(n) for n in numbers])


def field(w: Any, **form: Any) -> None:
    said = w.add_object(
        g.DictionaryObject(
            {
                Name("/FT"): Name("/Tx"),
                Name("/T"): g.TextStringObject("niva"),
                Name("/V"): g.TextStringObject("4"),
                Name("/Type"): Name("/Annot"),
                Name("/Subtype"): Name("/Widget"),
                Name("/Rect"): box(255, 330, 315, 580),
            }
        )
    )
    w.root[Name("/AcroForm")] = w.add_object(g.DictionaryObject({Name("/Fields"): g.ArrayObject([said]), **form}))
    w.update_root()


def content(w: Any) -> None:
    """The stream of the page itself, redefined under its own number."""
    ref = numbered(w, "page").raw_get("/Contents").reference
    old = w.get_object(ref)
    w.objects[ref.generation, ref.idnum] = g.StreamObject(stream_data=old.data + DRAWN)


def more_content(w: Any) -> None:
    page = numbered(w, "page")
    page[Name("/Contents")] = g.ArrayObject(
        [page.raw_get("/Contents"), w.add_object(g.StreamObject(stream_data=DRAWN))]
    )
    w.update_container(page)


def new_page(w: Any) -> None:
    page = g.DictionaryObject(
        {
            Name("/Type"): Name("/Page"),
            Name("/MediaBox"): box(0, 0, 595, 842),
            Name("/Parent"): w.root.raw_get("/Pages"),
            Name("/Contents"): w.add_object(g.StreamObject(stream_data=DRAWN)),
        }
    )
    pages = w.root["/Pages"]
    pages["/Kids"].insert(0, w.add_object(page))
    pages[Name("/Count")] = Int(len(pages["/Kids"]))
    w.update_container(pages)


def other_page(w: Any) -> None:
    """The page's own number, another dictionary."""
    page = numbered(w, "page")
    page[Name("/Contents")] = w.add_object(g.StreamObject(stream_data=DRAWN))
    w.update_container(page)


def other_pages(w: Any) -> None:
    page = g.DictionaryObject(
        {
            Name("/Type"): Name("/Page"),
            Name("/MediaBox"): box(0, 0, 595, 842),
            Name("/Contents"): w.add_object(g.StreamObject(stream_data=DRAWN)),
        }
    )
    tree = g.DictionaryObject(
        {Name("/Type"): Name("/Pages"), Name("/Count"): Int(1), Name("/Kids"): g.ArrayObject([w.add_object(page)])}
    )
    w.root[Name("/Pages")] = w.add_object(tree)
    w.update_root()


def font(w: Any) -> None:
    """Another width of every glyph: nothing of the page is touched, and it shows something else."""
    fonts = numbered(w, "page")["/Resources"]["/Font"]
    one = fonts[next(iter(fonts))]
    one[Name("/FirstChar")] = Int(3)
    w.update_container(one)


def catalog(key: str, value: Callable[[], Any]) -> Callable[[Any], None]:
    def added(w: Any) -> None:
        w.root[Name(key)] = value()
        w.update_root()

    return added


def script() -> Any:
    return g.DictionaryObject({Name("/S"): Name("/JavaScript"), Name("/JS"): g.TextStringObject("app.alert('4')")})


def page_action(w: Any) -> None:
    page = numbered(w, "page")
    page[Name("/AA")] = g.DictionaryObject({Name("/O"): script()})
    w.update_container(page)


def title(w: Any) -> None:
    info = w.trailer.raw_get("/Info").get_object()
    info[Name("/Title")] = g.TextStringObject("Kompetensintyg, alla fyra")
    w.set_info(w.trailer.raw_get("/Info").reference)
    w.update_container(info)


def turned(w: Any) -> None:
    page = numbered(w, "page")
    page[Name("/Rotate")] = Int(180)
    w.update_container(page)


def nothing_that_counts(w: Any) -> None:
    w.add_object(g.DictionaryObject({Name("/Type"): Name("/Nothing")}))


UPDATES: dict[str, tuple[Callable[[Any], None], str]] = {
    "free text": (lambda w: annotated(w, "/FreeText"), "a note, a stamp"), "stamp": (lambda w: annotated(w, "/Stamp"), "a note, a stamp"),
    "square": (lambda w: annotated(w, "/Square"), "a note, a stamp"), "link": (lambda w: annotated(w, "/Link", **{"/A": script()}), "a note, a stamp"),
    "widget": (lambda w: annotated(w, "/Widget"), "a note, a stamp"), "field": (field, "a form field"),
    "field drawn by the reader": (lambda w: field(w, **{"/NeedAppearances": g.BooleanObject(True)}), "a form field"),
    "XFA": (lambda w: field(w, **{"/XFA": g.TextStringObject("<xdp/>")}), "a form field"),
    "content": (content, "what its pages show"), "more content": (more_content, "what its pages show"), "new page": (new_page, "what its pages show"),
    "other page": (other_page, "what its pages show"), "other pages": (other_pages, "what its pages show"), "font": (font, "what its pages show"), "turned": (turned, "what its pages show"),
    "script": (catalog("/OpenAction", script), "a script"), "action of the page": (page_action, "a script"),
    "names": (catalog("/Names", lambda: g.DictionaryObject({Name("/JavaScript"): g.DictionaryObject()})), "a script"),
    "layers": (catalog("/OCProperties", lambda: g.DictionaryObject({Name("/OCGs"): g.ArrayObject(), Name("/D"): g.DictionaryObject()})), "layers"),
    "viewer": (catalog("/PageLabels", g.DictionaryObject), "what its pages show"), "title": (title, "its title"), "object": (nothing_that_counts, ""),
}  # fmt: skip


def updated(data: bytes, change: Callable[[Any], None]) -> bytes:
    w: Any = IncrementalPdfFileWriter(io.BytesIO(data))
    out = io.BytesIO()
    change(w)
    w.write(out)
    return out.getvalue()


@pytest.mark.parametrize("name", UPDATES)
@pytest.mark.thorough(9)
def test_an_update_after_the_seal_is_never_valid_and_is_named(
    name: str, tmp_path: Path, signer: tuple[Path, Path]
) -> None:
    change, what = UPDATES[name]
    forged = updated(GENUINE, change)
    assert forged.startswith(GENUINE), "the seal itself is whole"
    found = check(forged, tmp_path, signer[1])
    assert not found.valid
    assert what in str(found.text)
    below = pades.signed(forged, signer[0], "hemlig", "Kompetensintyg")
    assert not check(below, tmp_path, signer[1]).valid, "signed afterwards by one who is known"
    (tmp_path / "g.pdf").write_bytes(GENUINE)
    above = updated(sign_file(tmp_path / "g.pdf", signer[0], "hemlig"), change)
    assert not check(above, tmp_path, signer[1]).valid, "added after one who is known"
    (tmp_path / "f.pdf").write_bytes(forged)
    with pytest.raises(BadFile, match="is not signed: after the seal"):
        sign_file(tmp_path / "f.pdf", signer[0], "hemlig")


# signatures that draw or do something, by one who is known


def signed(key: Path, data: bytes = GENUINE, style: Any = None, **meta: Any) -> bytes:
    w = IncrementalPdfFileWriter(io.BytesIO(data))
    spec = meta.pop("spec", None)
    said = signers.PdfSignatureMetadata(
        **{"field_name": "X", "subfilter": fields.SigSeedSubFilter.PADES, "md_algorithm": "sha256", **meta}
    )
    load: Any = signers.SimpleSigner.load_pkcs12
    own = load(str(key), passphrase=b"hemlig")
    out: Any = signers.PdfSigner(said, signer=own, stamp_style=style, new_field_spec=spec).sign_pdf(w)
    return bytes(out.getvalue())


@pytest.mark.parametrize("where", [(0, 0, 595, 842), (255, 330, 315, 580), (0, 0, 1, 1)])
@pytest.mark.parametrize("known", [True, False])
def test_a_visible_signature_is_never_valid(
    where: tuple[int, int, int, int], known: bool, tmp_path: Path, signer: tuple[Path, Path]
) -> None:
    style = TextStampStyle(stamp_text="4 4 4", border_width=0)
    forged = signed(signer[0], style=style, spec=fields.SigFieldSpec("X", box=where))
    found = check(forged, tmp_path, *([signer[1]] if known else []))
    assert not found.valid
    assert "drawn on the page" in str(found.text)


def test_a_signature_that_locks_or_certifies_is_another_thing_than_ours(
    tmp_path: Path, signer: tuple[Path, Path]
) -> None:
    assert not check(signed(signer[0], certify=True), tmp_path, signer[1]).valid


# bytes


def seal_line(data: bytes) -> bytes:
    return data[data.rindex(seal.MARK) :]


def other_certificate() -> bytes:
    """Another document that names the same certificate."""
    pdf, out = pikepdf.Pdf.open(io.BytesIO(GENUINE)), io.BytesIO()
    pdf.pages[0].contents_add(DRAWN)
    pdf.save(out)
    return out.getvalue()


LINE = seal_line(GENUINE)
FILES: dict[str, Callable[[], bytes]] = {
    "one byte after": lambda: GENUINE + b"\n", "comment after": lambda: GENUINE + b"% nothing\n", "zeros after": lambda: GENUINE + bytes(40),
    "seal twice": lambda: GENUINE + LINE, "seal twice with an end": lambda: GENUINE + b"%%EOF\n" + LINE,
    "two documents, the second plain": lambda: GENUINE + other_certificate(), "two documents, the first plain": lambda: other_certificate() + GENUINE,
    "the file twice": lambda: GENUINE + GENUINE, "bytes before": lambda: b"\n" + GENUINE, "document before": lambda: b"%PDF-1.4\n" + GENUINE,
    "seal on another document": lambda: other_certificate() + LINE, "written anew": lambda: pikepdf_saved(linear=False), "linearised": lambda: pikepdf_saved(linear=True),
    "seal gone": lambda: GENUINE.replace(LINE, b""), "seal in capitals": lambda: GENUINE.replace(LINE, LINE.upper()), "cut": lambda: GENUINE[:-1],
    "an update with the seal at its end": lambda: updated(GENUINE, content) + LINE, "unsealed update, then sealed alike": lambda: updated(GENUINE.replace(LINE, b""), content) + LINE,
    "hidden object": lambda: updated(GENUINE, nothing_that_counts).replace(b"xref", b"105 0 obj\n<<>>\nendobj\nxref", 1),
}  # fmt: skip


def pikepdf_saved(*, linear: bool) -> bytes:
    out = io.BytesIO()
    pikepdf.Pdf.open(io.BytesIO(GENUINE)).save(out, linearize=linear)
    return out.getvalue() + LINE


@pytest.mark.parametrize("name", FILES)
def test_other_bytes_under_the_same_seal_are_not_valid(name: str, tmp_path: Path, signer: tuple[Path, Path]) -> None:
    assert not check(FILES[name](), tmp_path, signer[1]).valid


def test_bytes_between_the_seal_and_a_signature_that_counts_are_not_valid(
    tmp_path: Path, signer: tuple[Path, Path]
) -> None:
    """The signature covers them, so that only the form of the file tells."""
    for more in (b"\n", b"105 0 obj\n<<>>\nendobj\n", LINE):
        assert not check(signed(signer[0], GENUINE + more), tmp_path, signer[1]).valid


@pytest.mark.thorough(long=True)
def test_what_a_signature_does_not_cover_cannot_be_changed(tmp_path: Path, signer: tuple[Path, Path]) -> None:
    """Hex digits of the signature's room all over: what stands around the signed part, its case, and its padding."""
    (tmp_path / "g.pdf").write_bytes(GENUINE)
    data = sign_file(tmp_path / "g.pdf", signer[0], "hemlig")
    found = re.search(rb"/Contents <([0-9A-F]+?)(?:00)*>", data[len(GENUINE) :])
    assert found
    first, last = (len(GENUINE) + n for n in found.span(1))
    for at in (*range(first, first + 80, 9), *range(first + 80, last, 97), *range(last, last + 4)):
        for bit in (0, 5):
            changed = bytearray(data)
            changed[at] ^= 1 << bit
            assert not check(bytes(changed), tmp_path, signer[1]).valid, (at - first, bit)


def test_a_picture_that_readers_open_as_a_pdf_is_no_picture(tmp_path: Path) -> None:
    page = pypdfium2.PdfDocument(GENUINE)[0].render(scale=150 / 72).to_pil()
    out = io.BytesIO()
    page.save(out, "JPEG", comment=b"%PDF-1.7 1 0 obj")
    with pytest.raises(BadFile, match="No certificate"):
        check(out.getvalue(), tmp_path, name="x.jpg")


def test_a_certificate_of_a_signer_that_is_none_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="holds no certificate of a signer"):
        check(GENUINE, tmp_path, CITY)


def test_the_command_refuses_with_a_sentence_and_takes_a_signer(tmp_path: Path, signer: tuple[Path, Path]) -> None:
    def run(file: Path, *more: str) -> Any:
        return CliRunner().invoke(main, ["--lang", "sv", "certificate", "verify", str(file), "--key", str(CITY), *more])

    genuine, forged = (CASES / "certificates" / f"{n}.pdf" for n in ("genuine", "forged_levels"))
    assert run(genuine).exit_code == 0
    found = run(forged)
    assert found.exit_code == 1
    assert "ritad på sidan" in found.stderr
    (tmp_path / "s.pdf").write_bytes(sign_file(genuine, signer[0], "hemlig"))
    assert run(tmp_path / "s.pdf").exit_code == 1
    assert run(tmp_path / "s.pdf", "--signer", str(signer[1])).exit_code == 0
