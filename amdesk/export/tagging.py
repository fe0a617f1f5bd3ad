"""Tagged PDF: what each piece of a page is, in reading order, with words for what is a picture.

ISO 32000-1 14.7 (structure) and 14.8 (tagged PDF), ISO 14289-1 (PDF/UA): everything drawn is either in the structure
or marked as an artifact; the document has a language, a title to show, and metadata that say the same as its info.
Fonts, colour profile and metadata are those of PDF/A-2 (ISO 19005-2) too, but the file does not call itself one: its
6.1.3 allows nothing after the end-of-file marker, which is where the seal of a certificate stands.
reportlab has no tags of its own; it writes what is put into its catalogue, pages and content streams.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from reportlab.lib.colors import Color
    from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObject, PDFPage

MADE = "2000-01-01T00:00:00+00:00"
"""The day that an invariant file says it was made, where nobody says when it was: the same content is the same bytes."""


@dataclass(slots=True)
class Element:
    """One structure element: its kind (H1, P, L, Figure ...), what stands for it if it is a picture, and its parts."""

    kind: str
    alt: str = ""
    actual: str = ""
    scope: str = ""
    """Of a TH: Column or Row, whose head it is."""
    parts: list[Element | tuple[int, int]] = field(default_factory=list)


class Path(Protocol):
    """A line drawn on a canvas, as reportlab makes it."""

    def rect(self, x: float, y: float, width: float, height: float) -> None: ...


class Canvas(Protocol):
    """What is used of reportlab's canvas, which has no types of its own; `tags` is put on it by `pdf.new_canvas`."""

    tags: Tags
    _code: list[str]
    _doc: PDFDocument

    def showPage(self) -> None: ...
    def save(self) -> None: ...
    def setDateFormatter(self, said: Callable[..., str]) -> None: ...  # type: ignore[explicit-any]  # as reportlab calls it
    def saveState(self) -> None: ...
    def restoreState(self) -> None: ...
    def translate(self, dx: float, dy: float) -> None: ...
    def rotate(self, theta: float) -> None: ...
    def setFillColor(self, colour: Color, alpha: float | None = None) -> None: ...
    def setStrokeColor(self, colour: Color, alpha: float | None = None) -> None: ...
    def setLineWidth(self, width: float) -> None: ...
    def setFont(self, psfontname: str, size: float) -> None: ...
    def drawString(self, x: float, y: float, text: str) -> None: ...
    def drawCentredString(self, x: float, y: float, text: str) -> None: ...
    def line(self, x1: float, y1: float, x2: float, y2: float) -> None: ...
    def rect(self, x: float, y: float, width: float, height: float, stroke: int = 1, fill: int = 0) -> None: ...
    def roundRect(
        self, x: float, y: float, width: float, height: float, radius: float, stroke: int = 1, fill: int = 0
    ) -> None: ...
    def drawImage(self, image: object, x: float, y: float, width: float, height: float) -> object: ...
    def circle(self, x_cen: float, y_cen: float, r: float, stroke: int = 1, fill: int = 0) -> None: ...
    def beginPath(self) -> Path: ...
    def clipPath(self, path: Path, stroke: int = 1, fill: int = 0) -> None: ...


class Tags:
    """Collects the structure while a canvas is drawn on, and writes it into the document at its end."""

    def __init__(self, canvas: Canvas, title: str, lang: str) -> None:
        self.canvas, self.title, self.lang = canvas, title, lang
        self.made = MADE
        self.root = Element("Document")
        self.path = [self.root]
        self.owners: list[list[Element]] = [[]]
        self.open = ""

    @contextmanager
    def element(self, kind: str, alt: str = "", actual: str = "", scope: str = "") -> Iterator[None]:
        """What is drawn within belongs to a new element inside the one that is open; `actual` is what its glyphs say."""
        made = Element(kind, alt, actual, scope)
        self.path[-1].parts.append(made)
        self.path.append(made)
        yield
        self.path.pop()

    @contextmanager
    def content(self) -> Iterator[None]:
        """One piece of the open element; a paragraph of its own where none is open. Pieces do not nest."""
        if self.open:
            yield
            return
        if len(self.path) == 1:
            with self.element("P"), self.content():
                yield
            return
        self._begin()
        yield
        self._end()

    @contextmanager
    def said(self, words: str) -> Iterator[None]:
        """Glyphs that stand for these words, in whatever order they are drawn: an element of its own, inside the piece that
        is open, which goes on after it. An ornament says nothing."""
        before = self.open
        if before == "artifact":
            yield
            return
        if before:
            self._end()
        with self.element("Span", actual=words), self.content():
            yield
        if before:
            self._begin()

    def _begin(self) -> None:
        owners = self.owners[-1]
        self.path[-1].parts.append((len(self.owners) - 1, len(owners)))
        self.canvas._code.append(f"/{self.path[-1].kind} <</MCID {len(owners)}>> BDC")
        owners.append(self.path[-1])
        self.open = "content"

    def _end(self) -> None:
        self.open = ""
        self.canvas._code.append("EMC")

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """Lines, ornaments and repeated heads: nothing that is read aloud."""
        if self.open:
            yield
            return
        self.canvas._code.append("/Artifact BMC")
        self.open = "artifact"
        yield
        self._end()

    def page_done(self) -> None:
        """After showPage: the next pieces are on a new page."""
        self.owners.append([])

    def write(self) -> None:
        """Put structure, metadata, language and colour profile into the document. Once, after the last page."""
        from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString

        document = self.canvas._doc
        pages = document.Pages.pages
        made: dict[int, PDFObject] = {}
        top = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        top.dict["K"] = self._made(self.root, document.Reference(top), pages, made)
        nums: list[int | PDFObject] = []
        for i, owners in enumerate(self.owners[: len(pages)]):
            nums += [i, document.Reference(PDFArray([made[id(e)] for e in owners]))]
            page = pages[i]
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents, page.Tabs = i, PDFName("S")
        top.dict["ParentTree"] = document.Reference(PDFDictionary({"Nums": PDFArray(nums)}))
        top.dict["ParentTreeNextKey"] = len(pages)
        catalog = document.Catalog
        catalog.StructTreeRoot = top
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": "true"})
        catalog.Metadata = PDFStream(
            PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")}), self._xmp().encode(), filters=[]
        )
        intent = {
            "Type": PDFName("OutputIntent"),
            "S": PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": PDFString("sRGB"),
            "Info": PDFString("sRGB"),
            "DestOutputProfile": document.Reference(PDFStream(PDFDictionary({"N": 3}), srgb())),
        }
        catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
        catalog.OutputIntents = PDFArray([PDFDictionary(intent)])

    def _made(self, element: Element, parent: PDFObject, pages: list[PDFPage], made: dict[int, PDFObject]) -> PDFObject:
        """The dictionary of an element and, within it, of all its parts; returns the reference."""
        from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString

        document = self.canvas._doc
        own = PDFDictionary({"Type": PDFName("StructElem"), "S": PDFName(element.kind), "P": parent})
        reference = made[id(element)] = document.Reference(own)
        kids = []
        for part in element.parts:
            if isinstance(part, Element):
                kids.append(self._made(part, reference, pages, made))
            else:
                page = document.Reference(pages[part[0]])
                kids.append(PDFDictionary({"Type": PDFName("MCR"), "Pg": page, "MCID": part[1]}))
        own.dict["K"] = PDFArray(kids)
        if element.alt:
            own.dict["Alt"] = PDFString(element.alt)
        if element.actual:
            own.dict["ActualText"] = PDFString(element.actual)
        if element.scope:
            own.dict["A"] = PDFDictionary({"O": PDFName("Table"), "Scope": PDFName(element.scope)})
        return reference

    def _xmp(self) -> str:
        info = self.canvas._doc.info
        title, author, words = (escape(str(x), quote=False) for x in (info.title, info.author, info.keywords))
        producer = escape(str(info.producer), quote=False)
        return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_name("rdf")}">
<rdf:Description rdf:about="" xmlns:dc="{_name("dc")}" xmlns:xmp="{_name("xmp")}" xmlns:pdf="{_name("pdf")}" xmlns:pdfuaid="{_name("pdfuaid")}">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{self.lang}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>AMDesk</xmp:CreatorTool><xmp:CreateDate>{self.made}</xmp:CreateDate><xmp:ModifyDate>{self.made}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer><pdf:Keywords>{words}</pdf:Keywords><pdf:Trapped>False</pdf:Trapped>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>
"""


def _name(prefix: str) -> str:
    """Names of the metadata's vocabularies. They are names that look like addresses; nothing is ever fetched."""
    bodies = {
        "rdf": "www.w3.org/1999/02/22-rdf-syntax-ns#",
        "dc": "purl.org/dc/elements/1.1/",
        "xmp": "ns.adobe.com/xap/1.0/",
        "pdf": "ns.adobe.com/pdf/1.3/",
        "pdfuaid": "www.aiim.org/pdfua/ns/id/",
    }
    return f"http:{'/' * 2}{bodies[prefix]}"


@cache
def srgb() -> bytes:
    """The sRGB colour profile, its day of making fixed."""
    from PIL import ImageCms

    raw = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    raw[24:36] = (2000).to_bytes(2, "big") + (1).to_bytes(2, "big") * 2 + bytes(6)
    raw[84:100] = bytes(16)
    return bytes(raw)
