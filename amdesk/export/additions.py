"""What stands after a certificate's seal: the update that `certificate sign` writes, or anything else, which is refused.

An update of a PDF can replace what every page shows, so nothing is looked for that is bad: each changed object is held
against the only form an invisible signature has (a field without size or appearance, its signature, and the entries that
name them), and whatever differs is named. That the update is whole and who signed it is `pades`' question.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from amdesk.domain.texts import N_, Text

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

Entry = Any  # type: ignore[explicit-any]  # pyHanko gives one of a dozen classes; whatever it is not raises, and is no signature
"""What stands in a PDF: a dictionary, a reference, a number."""

VISIBLE = N_("a signature that is drawn on the page")
ANNOTATION = N_("a note, a stamp or a drawing on the page")
FIELD = N_("a form field")
ACTION = N_("a script, an action or an attached file")
LAYERS = N_("layers that can be shown and hidden")
PAGES = N_("a change of what its pages show")
NAMES = N_("a change of its title or other particulars")
UNKNOWN = N_("something that is no electronic signature")

ACTIONS = {"/OpenAction", "/AA", "/Names", "/URI", "/Collection", "/AF"}
CATALOG = {"/AcroForm", "/Version", "/Extensions"}
EXTENSION = {"/Type", "/BaseVersion", "/ExtensionLevel", "/ExtensionRevision", "/URL"}
INFO = {"/ModDate", "/Producer"}
METADATA = {"ModifyDate", "MetadataDate", "Producer", "xmptk"}
WIDGET = {"/FT", "/T", "/Type", "/Subtype", "/F", "/Rect", "/P", "/V"}
SIGNATURE = {"/Type", "/Filter", "/SubFilter", "/ByteRange", "/Contents", "/M", "/Reason"}
PADES = "/ETSI.CAdES.detached"
"""The one kind of signature that `certificate sign` makes (ETSI EN 319 142-1)."""
HIDDEN_FLAGS = 132
"""Print and locked (ISO 32000-1, 12.5.3): what an invisible field is given."""
ONE_OBJECT = re.compile(rb"\d+ \d+ obj\s.*endobj\s+", re.DOTALL)
TABLE = re.compile(
    rb"xref\n(?:\d+ \d+\n(?:\d{10} \d{5} [nf] \n)+)+trailer\n<<.*>>\nstartxref\n\d+\n%%EOF\n\n?", re.DOTALL
)


class AddedError(Exception):
    """Something other than invisible signatures was added. `what` says which."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = Text(what)


@dataclass(frozen=True, slots=True)
class Revision:
    """One update: where its bytes begin and end, and the name of its signature field."""

    first: int
    end: int
    field: str


def revisions(data: bytes, start: int) -> list[Revision]:
    """The updates after `start`, each an invisible signature and nothing else. Raises AddedError."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        return _revisions(PdfFileReader(io.BytesIO(data)), data, start)
    except AddedError:
        raise
    except Exception as error:  # whatever a broken file does to the reader, it is no signature
        raise AddedError(UNKNOWN) from error


def _revisions(reader: PdfFileReader, data: bytes, start: int) -> list[Revision]:
    from pyhanko.pdf_utils.reader import PdfFileReader

    count = reader.xrefs.total_revisions
    if count < 2 or reader.encrypted or reader.xrefs.hybrid_xrefs_present:
        raise AddedError(UNKNOWN)
    places = [_places(reader, n) for n in range(1, count)]
    edges = [*(p[0] for p in places), len(data)]
    if edges[0] != start:
        raise AddedError(UNKNOWN)
    states = [PdfFileReader(io.BytesIO(data[:end])) for end in edges]
    fields = [_field_of(before, now) for before, now in pairwise(states)]
    for found, end in zip(places, edges[1:], strict=True):
        _whole(data, found, end)
    return [Revision(*span, field) for span, field in zip(pairwise(edges), fields, strict=True)]


def _places(reader: PdfFileReader, n: int) -> list[int]:
    """Where the objects of an update begin, in the order of the file."""
    xrefs = reader.xrefs
    if xrefs.refs_freed_in_revision(n) or xrefs.object_streams_used_in(n):  # type: ignore[no-untyped-call]  # pyHanko gives it no types
        raise AddedError(UNKNOWN)
    found = [xrefs.get_historical_ref(ref, n) for ref in xrefs.explicit_refs_in_revision(n)]
    places = sorted(place for place in found if isinstance(place, int))
    if not places or len(places) != len(found):
        raise AddedError(UNKNOWN)
    return places


def _whole(data: bytes, places: Sequence[int], end: int) -> None:
    """Every byte belongs to an object that the table names, or to the table: other readers find nothing else there."""
    table = data.find(b"xref\n", places[-1], end)
    for first, last in zip(places, [*places[1:], table], strict=True):
        part = data[first:last]
        if not ONE_OBJECT.fullmatch(part) or len(re.findall(rb"\bobj\b", part)) != 1 or part.count(b"endobj") != 1:
            raise AddedError(UNKNOWN)
    if not TABLE.fullmatch(data, table, end) or data.count(b"%%EOF", table, end) != 1:
        raise AddedError(UNKNOWN)


def _field_of(before: PdfFileReader, now: PdfFileReader) -> str:
    """The signature field that an update adds, where it adds that and nothing else."""
    changed = {ref.idnum for ref in now.xrefs.explicit_refs_in_revision(now.xrefs.total_revisions - 1)}
    root, old_root = now.root, before.root
    _trailer(before, now)
    _catalog(old_root, root)
    field, expected = _form(old_root, root)
    expected |= _pages(before, now, field)
    expected |= {now.root_ref.idnum, *_particulars(before, now)}
    if changed - expected:
        raise AddedError(PAGES)
    if field is None or field.reference.idnum not in changed:
        raise AddedError(UNKNOWN)
    return str(field.get_object()["/T"])


def _trailer(before: PdfFileReader, now: PdfFileReader) -> None:
    old, new = before.trailer_view, now.trailer_view
    if set(new) - set(old) - {"/Prev"} or set(old) - set(new) or now.root_ref.idnum != before.root_ref.idnum:
        raise AddedError(UNKNOWN)
    if _bytes(old.raw_get("/Info")) != _bytes(new.raw_get("/Info")):
        raise AddedError(NAMES)


def _catalog(old: Entry, new: Entry) -> None:
    changed = set(_different(old, new)) - CATALOG
    if changed & ACTIONS:
        raise AddedError(ACTION)
    if "/OCProperties" in changed:
        raise AddedError(LAYERS)
    if changed:
        raise AddedError(PAGES)
    for extension in _at(new, "/Extensions", {}).values():
        for said in extension if isinstance(extension, list) else [extension]:
            if set(said.get_object()) - EXTENSION:
                raise AddedError(UNKNOWN)


def _form(old_root: Entry, root: Entry) -> tuple[Entry, set[int]]:
    """The reference of the one new field, None where there is none, and the numbers of the objects that hold it."""
    form, before = _at(root, "/AcroForm", {}), _at(old_root, "/AcroForm", {})
    if set(form) - {"/Fields", "/SigFlags"}:
        raise AddedError(FIELD)
    raw, old = _raw(form, "/Fields"), _raw(before, "/Fields")
    if _bytes(*raw[: len(old)]) != _bytes(*old) or len(raw) > len(old) + 1:
        raise AddedError(FIELD)
    held = {*_numbers(root, "/AcroForm"), *_numbers(form, "/Fields")}
    if len(raw) == len(old):
        return None, held
    return raw[-1], held | {raw[-1].reference.idnum} | _field(raw[-1].get_object())


def _field(field: Entry) -> set[int]:
    """An invisible signature field and its signature, without any entry that draws or does something."""
    if _at(field, "/FT", "") != "/Sig":
        raise AddedError(FIELD)
    rect = [float(x) for x in _at(field, "/Rect", ())]
    if any(rect) or len(rect) != 4 or {"/AP", "/MK", "/BS", "/DA", "/Border"} & set(field):
        raise AddedError(VISIBLE)
    if {"/A", "/AA"} & set(field):
        raise AddedError(ACTION)
    if (
        set(field) - WIDGET
        or _at(field, "/Subtype", "") != "/Widget"
        or _at(field, "/F", 0) != HIDDEN_FLAGS
        or "/V" not in field
    ):
        raise AddedError(FIELD)
    said = field["/V"]
    if set(said) - SIGNATURE or (_at(said, "/Type", ""), _at(said, "/SubFilter", "")) != ("/Sig", PADES):
        raise AddedError(UNKNOWN)
    return _numbers(field, "/V")


def _pages(before: PdfFileReader, now: PdfFileReader, field: Entry) -> set[int]:
    """The first page may name the field among its annotations; nothing else of any page may differ."""
    old, new = list(_leaves(before.root["/Pages"])), list(_leaves(now.root["/Pages"]))
    if len(old) != len(new):
        raise AddedError(PAGES)
    expected: set[int] = set()
    for was, page in zip(old, new, strict=True):
        changed = set(_different(was, page))
        if "/AA" in changed:
            raise AddedError(ACTION)
        if changed - {"/Annots"}:
            raise AddedError(PAGES)
        if changed or _bytes(*_raw(was, "/Annots")) != _bytes(*_raw(page, "/Annots")):
            if _bytes(*_raw(page, "/Annots")) != _bytes(*_raw(was, "/Annots"), *([] if field is None else [field])):
                raise AddedError(ANNOTATION)
            expected |= {page.container_ref.idnum, *_numbers(page, "/Annots")}
    return expected


def _leaves(node: Entry, depth: int = 0) -> Iterator[Entry]:
    if depth > 20:
        raise AddedError(PAGES)
    if "/Kids" not in node:
        yield node
        return
    for kid in _raw(node, "/Kids"):
        yield from _leaves(kid.get_object(), depth + 1)


def _particulars(before: PdfFileReader, now: PdfFileReader) -> set[int]:
    """Title, author and the like stay; the day of change and the program may be new."""
    old, new = _at(before.trailer_view, "/Info", {}), _at(now.trailer_view, "/Info", {})
    if {k: str(old[k]) for k in set(old) - INFO} != {k: str(new[k]) for k in set(new) - INFO}:
        raise AddedError(NAMES)
    if _facts(before.root) != _facts(now.root):
        raise AddedError(NAMES)
    return {*_numbers(now.trailer_view, "/Info"), *_numbers(now.root, "/Metadata")}


def _facts(root: Entry) -> dict[str, str]:
    """The metadata as far as a signature may not change it."""
    from pyhanko.pdf_utils.metadata.xmp_xml import parse_xmp

    if "/Metadata" not in root:
        return {}
    said = parse_xmp(io.BytesIO(root["/Metadata"].data))
    found = {str(name): repr(value) for part in said for name, value in part}
    return {k: v for k, v in found.items() if not k.endswith(tuple(METADATA))}


def _at(holder: Entry, key: str, otherwise: object) -> Entry:
    """An entry's value with references followed, which `get` does not do."""
    return holder[key] if key in holder else otherwise  # noqa: SIM401 - `get` gives the reference itself


def _different(old: Entry, new: Entry) -> Iterator[str]:
    """Keys whose direct values differ."""
    for key in {*old, *new}:
        if key not in old or key not in new or _bytes(old.raw_get(key)) != _bytes(new.raw_get(key)):
            yield key


def _raw(page: Entry, key: str) -> list[Entry]:
    found = _at(page, key, ())
    return [found.raw_get(i) for i in range(len(found))]


def _numbers(holder: Entry, key: str) -> set[int]:
    """The number of the object that an entry names, where it is a reference."""
    if key not in holder:
        return set()
    reference = getattr(holder.raw_get(key), "reference", None)
    return {reference.idnum} if reference is not None else set()


def _bytes(*objects: Entry) -> bytes:
    out = io.BytesIO()
    for one in objects:
        one.write_to_stream(out, None)
        out.write(b" ")
    return out.getvalue()
