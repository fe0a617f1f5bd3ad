"""A report as a document of Word that the unit can edit: headings, sentences, pictures with their words, and tables with heads,
the same figures as in the PDF."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC
from typing import TYPE_CHECKING

from amdesk.domain.results import words as shown
from amdesk.domain.results.report import AUDIENCES, Listing, Report, Section
from amdesk.domain.texts import N_
from amdesk.domain.values import printable
from amdesk.export.pdf import MM
from amdesk.export.report_page import origin
from amdesk.export.report_pdf import OF_WORDS, said_in, with_unit
from amdesk.export.report_pictures import Picture, image, shares, spans
from amdesk.i18n import Words

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.shared import Length
    from docx.styles.style import ParagraphStyle
    from docx.table import Table
    from docx.text.paragraph import Paragraph

WIDE = 166 * MM
FIRST = {2: 0.6, 3: 0.45, 4: 0.4, 5: 0.36, 6: 0.3}
"""The first column's part of the width of a table of so many columns."""
FONT = "Arial"
"""On every computer with an office program; the letters of the PDF are not."""


def written(report: Report, words: Words, city: str, department: str) -> bytes:
    """Write the report."""
    paper = _WordPaper(report, words, city, department)
    front = [s for s in report.sections if s.front]
    for at, section in enumerate(front):
        paper.section(section, 1, fresh=at == 2)
    if front:
        paper.heading(words(N_("Appendix: every figure")), 1, fresh=True)
    for note in report.notes:
        paper.paragraph(words.say(note))
    for section in report.sections:
        if not section.front:
            paper.section(section, 2 if front else 1)
    terms = [[", ".join(words.say(t) for t in found), words.say(said)] for found, said in report.terms()]
    if terms:
        paper.heading(words(N_("Definitions")), 1)
        paper.table([words(N_("Term")), words(N_("Definition"))], terms, words_only=True)
    out = io.BytesIO()
    paper.document.save(out)
    return out.getvalue()


def _without_thumbnail(document: Document) -> None:
    """python-docx begins from a template with a picture of somebody else's empty page, which file managers show."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    rels = document.part.package.rels
    for key in [k for k, r in rels.items() if r.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del rels[key]


class _WordPaper:
    def __init__(self, report: Report, words: Words, city: str, department: str) -> None:
        import docx

        self.report, self.words = report, words
        self.document: Document = docx.Document()
        _without_thumbnail(self.document)
        _set_page(self.document)
        _set_styles(self.document, words.lang)
        title = printable(words.say(report.title))
        about = self.document.core_properties
        about.title, about.subject, about.author, about.last_modified_by = (
            title,
            title,
            printable(city),
            printable(city),
        )
        about.language, about.comments = words.lang, ""
        if report.made:
            about.created = about.modified = report.made.astimezone(UTC).replace(tzinfo=None)
        self._head_and_foot(city, department, title)
        self.document.add_paragraph(title, style="Title")

    def _head_and_foot(self, city: str, department: str, title: str) -> None:
        w, section = self.words, self.document.sections[0]
        day = w(N_("Data of {day}"), day=w.long_day(self.report.data_date))
        above = " · ".join(x for x in (city, department, day, w(AUDIENCES[self.report.audience])) if x)
        section.header.paragraphs[0].text = printable(above)
        foot = section.footer.paragraphs[0]
        foot.add_run(printable(" · ".join((title, *origin(self.report, w), ""))))
        around = w(N_("Page {number} ({count})"), number="|", count="|").split("|")
        for said, field in zip(around, ("PAGE", "NUMPAGES", ""), strict=True):
            foot.add_run(said)
            if field:
                _field(foot, field)

    def heading(self, said: str, level: int, *, fresh: bool = False) -> None:
        made = self.document.add_paragraph(printable(said), style=f"Heading {level}")
        made.paragraph_format.page_break_before = fresh

    def paragraph(self, said: str, style: str = "Normal") -> None:
        self.document.add_paragraph(printable(said), style=style)

    def section(self, section: Section, level: int, *, fresh: bool = False) -> None:
        words = self.words
        self.heading(words.say(section.title), level, fresh=fresh)
        said = [words.say(s.text) for s in section.sentences]
        if any(f.id == section.big and f.percent is not None for f in section.figures) and said:
            self.paragraph(said.pop(0), "Intense Quote")
        for picture in shares(section, words):
            self.picture(picture)
        for one in said:
            self.paragraph(one, "List Bullet" if section.front else "Normal")
        for picture in spans(section, words):
            self.picture(picture)
        if section.figures and section.groups and not section.front:
            heads = [words(N_("Figure")), *(words.say(h) for h in section.heads())]
            cells = [[words.say(x), *(shown.cell(f, words.lang) for f in row)] for x, row in section.grid()]
            self.table(heads, cells)
        if section.facts:
            facts = [[words.say(f.label), with_unit(f, words)] for f in section.facts]
            self.table([words(N_("Fact")), words(N_("Value"))], facts)
        for found in section.listings:
            self.listing(found)
        for below in section.below:
            self.paragraph(words.say(below))

    def listing(self, found: Listing) -> None:
        if found.rows:
            heads = [self.words.say(c) for c in found.columns]
            rows = [[said_in(v, self.words) for v in row] for row in found.rows]
            parts = OF_WORDS.get(found.name, ())
            self.table(heads, rows, words_only=bool(parts), parts=parts)

    def picture(self, picture: Picture) -> None:
        from docx.shared import Pt

        placed = self.document.add_picture(io.BytesIO(image(picture, WIDE)), width=Pt(WIDE))
        placed._inline.docPr.set("descr", printable(picture.said))
        placed._inline.docPr.set("title", printable(self.words(N_("Picture"))))

    def table(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        words_only: bool = False,
        parts: Sequence[int] = (),
    ) -> None:
        """The first row is drawn anew on each page, and the first column says what its row is about."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        made = self.document.add_table(rows=0, cols=len(heads), style="Table Grid")
        made.autofit = False
        widths = _shared(parts) if parts else _widths(len(heads), words_only=words_only)
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        for n, row in enumerate((heads, *rows)):
            for i, (cell, said) in enumerate(zip(made.add_row().cells, row, strict=True)):
                cell.width = widths[i]
                paragraph = cell.paragraphs[0]
                paragraph.style = "Table Text"
                paragraph.add_run(printable(said)).bold = n == 0 or (i == 0 and words_only)
                if i and not words_only:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _mark_heads(made)
        self.document.add_paragraph(style="Table Text")


def _shared(parts: Sequence[int]) -> list[Length]:
    from docx.shared import Pt

    return [Pt(WIDE * p / sum(parts)) for p in parts]


def _widths(columns: int, *, words_only: bool) -> list[Length]:
    """The first column has room for what its row is about; numbers share the rest. Many columns are alike: the first is a number."""
    from docx.shared import Pt

    share = 0.33 if words_only else FIRST.get(columns, 1 / columns)
    rest = (1 - share) / max(1, columns - 1)
    return [Pt(WIDE * share), *[Pt(WIDE * rest) for _ in range(columns - 1)]]


def _set_page(document: Document) -> None:
    from docx.shared import Mm

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    page.top_margin = page.bottom_margin = Mm(20)


def _set_styles(document: Document, lang: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    sizes = {"Normal": 10.5, "Title": 17, "Heading 1": 14, "Heading 2": 11.5, "List Bullet": 10.5, "Intense Quote": 15}
    styles = document.styles
    styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    for name, size in {**sizes, "Table Text": 9, "Header": 8, "Footer": 8}.items():
        style: ParagraphStyle = styles[name]
        style.font.name, style.font.size, style.font.italic = FONT, Pt(size), False
        style.font.color.rgb = RGBColor(0x14, 0x23, 0x2A)
        _every_letter(style.element, FONT)
    styles["Table Text"].paragraph_format.space_after = Pt(0)
    # in LibreOffice what is above a page of several lines pushes the text down, and would touch it
    styles["Header"].paragraph_format.space_after = styles["Footer"].paragraph_format.space_before = Pt(8)
    defaults = styles.element.find(".//" + _w("rPrDefault") + "/" + _w("rPr"))
    found = defaults.find(_w("lang"))
    if found is None:
        found = _made("lang")
        defaults.append(found)
    found.set(_w("val"), {"sv": "sv-SE", "en": "en-GB"}[lang])


def _every_letter(style: BaseOxmlElement, font: str) -> None:
    """The style's font for letters of every script; a theme's font would win over it."""
    fonts = style.find(".//" + _w("rFonts"))
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(_w(name), font)


def _mark_heads(made: Table) -> None:
    """The first row is repeated on each page, and no row is cut in two."""
    for n, row in enumerate(made.rows):
        about = row._tr.get_or_add_trPr()
        about.append(_made("cantSplit"))
        if n == 0:
            about.append(_made("tblHeader"))


def _field(paragraph: Paragraph, name: str) -> None:
    """A number that the office program fills in."""
    run = paragraph.add_run()._r
    for kind, said in (("begin", ""), ("", name), ("end", "")):
        if kind:
            part = _made("fldChar")
            part.set(_w("fldCharType"), kind)
        else:
            part = _made("instrText")
            part.text = said
        run.append(part)


def _made(name: str) -> BaseOxmlElement:
    from docx.oxml import OxmlElement

    found: BaseOxmlElement = OxmlElement(f"w:{name}")
    return found


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    found: str = qn(f"w:{name}")
    return found
