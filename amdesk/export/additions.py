"""What stands after a certificate's seal: the update that `certificate sign` writes, or anything else, which is refused.

An update of a PDF can replace what every page shows, so nothing is looked for that is bad: each changed object is held
against the only form an invisible signature has (a field without size or appearance, its signature, and the entries that
name them), and whatever differs is named. An object that was there before may change only as what it was before: the
number of a page's content can be given to a form, and the page is blank. `updates` has taken the bytes apart by then;
that the update is whole and who signed it is `pades`' question.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from amdesk.domain.texts import N_, Text
from amdesk.export.updates import TooMuchError, Update, updates

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
TOO_MUCH = N_("far more than a signature is")

ACTIONS = {"/OpenAction", "/AA", "/Names", "/URI", "/Collection", "/AF"}
CATALOG = {"/AcroForm", "/Version", "/Extensions"}
EXTENSION = {"/Type", "/BaseVersion", "/ExtensionLevel", "/ExtensionRevision", "/URL"}
INFO = {"/ModDate", "/Producer"}
METADATA = {"ModifyDate", "MetadataDate", "Producer", "xmptk"}
WIDGET = {"/FT", "/T", "/Type", "/Subtype", "/F", "/Rect", "/P", "/V"}
SIGNATURE = {"/Type", "/Filter", "/SubFilter", "/ByteRange", "/Contents", "/M", "/Reason"}
PADES = "/ETSI.CAdES.detached"
"""The one kind of signature that `certificate sign` makes (ETSI EN 319 142-1)."""
SIGNED_ONLY = 3
"""There are signatures, and a file with them is only added to (ISO 32000-1, 12.7.2)."""
MOST_REASON = 200
HIDDEN_FLAGS = 132
"""Print and locked (ISO 32000-1, 12.5.3): what an invisible field is given."""
MOST_PAGES = 1000
"""Nodes of the tree of pages that are gone through; a certificate has one page or two."""


class AddedError(Exception):
    """Something other than invisible signatures was added. `what` says which."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = Text(what)


Kept = tuple[int | None, int | None]
"""The number of an object that an update may write, and the one that had its part before: None where nothing had it, and the object
must be a new one then."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One update: where its bytes begin and end, and the name of its signature field."""

    first: int
    end: int
    field: str


def revisions(data: bytes, start: int) -> list[Revision]:
    """The updates after `start`, each an invisible signature and nothing else. Raises AddedError."""
    try:
        return _revisions(data, updates(data, start))
    except AddedError:
        raise
    except TooMuchError as error:
        raise AddedError(TOO_MUCH) from error
    except Exception as error:  # whatever a broken file does to the reader, it is no signature
        raise AddedError(UNKNOWN) from error


def _revisions(data: bytes, found: Sequence[Update]) -> list[Revision]:
    from pyhanko.pdf_utils.reader import PdfFileReader

    edges = [*(u.first for u in found), len(data)]
    states = [PdfFileReader(io.BytesIO(data[:end])) for end in edges]
    if any(s.encrypted or s.xrefs.hybrid_xrefs_present for s in states):
        raise AddedError(UNKNOWN)
    fields = [_field_of(*state, u) for state, u in zip(pairwise(states), found, strict=True)]
    return [Revision(u.first, u.end, field) for u, field in zip(found, fields, strict=True)]


def _field_of(before: PdfFileReader, now: PdfFileReader, update: Update) -> str:
    """The signature field that an update adds, where it adds that and nothing else."""
    changed = set(update.places)
    if changed != {ref.idnum for ref in now.xrefs.explicit_refs_in_revision(now.xrefs.total_revisions - 1)}:
        raise AddedError(UNKNOWN)
    root, old_root = now.root, before.root
    _trailer(before, now)
    _catalog(old_root, root)
    field, form = _form(old_root, root)
    kept = [*form, *_pages(before, now, changed, field), (now.root_ref.idnum, before.root_ref.idnum)]
    kept += _particulars(before, now)
    size = int(before.trailer_view["/Size"])
    if changed - {new for new, old in kept if new == old or (old is None and new is not None and new >= size)}:
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


def _form(old_root: Entry, root: Entry) -> tuple[Entry, list[Kept]]:
    """The reference of the one new field, None where there is none, and the objects that hold it."""
    form, before = _at(root, "/AcroForm", {}), _at(old_root, "/AcroForm", {})
    if set(form) - {"/Fields", "/SigFlags"} or _at(form, "/SigFlags", SIGNED_ONLY) != SIGNED_ONLY:
        raise AddedError(FIELD)
    raw, old = _raw(form, "/Fields"), _raw(before, "/Fields")
    if _bytes(*raw[: len(old)]) != _bytes(*old) or len(raw) > len(old) + 1:
        raise AddedError(FIELD)
    held = [_kept(old_root, root, "/AcroForm"), _kept(before, form, "/Fields")]
    if len(raw) == len(old):
        return None, held
    signature = _field(raw[-1].get_object())
    return raw[-1], [*held, (raw[-1].reference.idnum, None), (signature, None)]


def _field(field: Entry) -> int | None:
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
    if any(len(str(said[key])) > MOST_REASON for key in ("/Reason", "/M") if key in said):
        raise AddedError(UNKNOWN)
    return _number(field, "/V")


def _pages(before: PdfFileReader, now: PdfFileReader, objects: set[int], field: Entry) -> list[Kept]:
    """The first page may name the field among its annotations; nothing else of any page may differ, and the tree that holds them
    is as it was, so that it is the city's own that is gone through."""
    if _bytes(before.root.raw_get("/Pages")) != _bytes(now.root.raw_get("/Pages")):
        raise AddedError(PAGES)
    expected: list[Kept] = []
    for ref in _leaves(before.root.raw_get("/Pages"), objects):
        was, page = _there(before, ref), _there(now, ref)
        changed = set(_different(was, page))
        if "/AA" in changed:
            raise AddedError(ACTION)
        if changed - {"/Annots"}:
            raise AddedError(PAGES)
        if changed or _bytes(*_raw(was, "/Annots")) != _bytes(*_raw(page, "/Annots")):
            if _bytes(*_raw(page, "/Annots")) != _bytes(*_raw(was, "/Annots"), *([] if field is None else [field])):
                raise AddedError(ANNOTATION)
            expected += [(ref.idnum, ref.idnum), _kept(was, page, "/Annots")]
    return expected


def _there(reader: PdfFileReader, ref: Entry) -> Entry:
    return reader.get_object(ref)  # type: ignore[no-untyped-call]  # pyHanko gives it no types


def _leaves(top: Entry, changed: set[int]) -> Iterator[Entry]:
    """The references of the pages below a node, as they were before. Raises where what holds them has changed."""
    waiting, seen = [top.reference], set[int]()
    while waiting:
        ref = waiting.pop(0)
        if ref.idnum in seen or len(seen) >= MOST_PAGES:
            raise AddedError(PAGES)
        seen.add(ref.idnum)
        node = ref.get_object()
        if "/Kids" not in node:
            yield ref
            continue
        if ref.idnum in changed or _number(node, "/Kids") in changed:
            raise AddedError(PAGES)
        waiting += [kid.reference for kid in _raw(node, "/Kids")]


def _particulars(before: PdfFileReader, now: PdfFileReader) -> list[Kept]:
    """Title, author and the like stay; the day of change and the program may be new."""
    old, new = _at(before.trailer_view, "/Info", {}), _at(now.trailer_view, "/Info", {})
    if {k: str(old[k]) for k in set(old) - INFO} != {k: str(new[k]) for k in set(new) - INFO}:
        raise AddedError(NAMES)
    if _facts(before.root) != _facts(now.root):
        raise AddedError(NAMES)
    info = _kept(before.trailer_view, now.trailer_view, "/Info")
    return [info, _kept(before.root, now.root, "/Metadata")]


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


def _kept(old: Entry, new: Entry, key: str) -> Kept:
    """An entry's object now and before."""
    return _number(new, key), _number(old, key)


def _number(holder: Entry, key: str) -> int | None:
    """The number of the object that an entry names, where it is a reference."""
    reference = getattr(holder.raw_get(key), "reference", None) if key in holder else None
    return None if reference is None else int(reference.idnum)


def _bytes(*objects: Entry) -> bytes:
    out = io.BytesIO()
    for one in objects:
        one.write_to_stream(out, None)
        out.write(b" ")
    return out.getvalue()
