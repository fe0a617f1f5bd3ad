"""The competence certificate: A4, one page where it fits, more where it must. Same content, same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property

from amdesk.domain.competence.assessments import CertificateContent, Signature
from amdesk.export.letters import refuse_letters
from amdesk.export.ornament import level_glyph, qr, rosette
from amdesk.export.pdf import (
    GREY,
    HEIGHT,
    INK,
    MARGIN,
    MM,
    PALE,
    PETROL,
    SOFT,
    WIDTH,
    draw,
    draw_lines,
    draw_right,
    finished,
    fitted,
    font_for,
    letterhead,
    new_canvas,
    rich,
    rule,
    turn,
    width_of,
    wrap,
)
from amdesk.export.seal import qr_of
from amdesk.export.shaping import from_the_right
from amdesk.export.tagging import Tags
from amdesk.i18n import Words

RIGHT = WIDTH - MARGIN
GAP = 12 * MM
COLUMN = (RIGHT - MARGIN - GAP) / 2
BOTTOM = 24 * MM
ROW_FONT = "Inter"
SIZES = ((8.6, 8.0), (8.6, 7.0), (8.2, 6.4), (8.0, 5.4), (7.8, 4.6), (7.6, 4.2), (7.4, 3.8))
"""Sizes of a skill's text and room below it, tried from the largest on until the certificate fits one page."""
FULL = SIZES[1]
"""Where it takes more pages all the same; the first is for one that leaves room."""
GLYPH = 24.0
EXTENT_FULL = 100


def certificate_pdf(content: CertificateContent) -> bytes:
    """Draw a certificate. Raises nothing for long names or many skills: it takes more pages. Raises Refused (LETTERS) for words
    that would be printed as boxes."""
    refuse_letters(content)
    return _Certificate(content).draw()


SAID = {
    "sv": {
        "title": "Kompetensintyg", "number": "Intyg nr {number}", "draft": "Utkast", "issued": "Utfärdat {day}", "drafted": "Inte utfärdat. Läget {day}", "replaces": "Ersätter intyg nr {number}",
        "born": "född {day}", "full": "heltid", "part": "{extent} procent av heltid", "more": "{title} (forts.)", "levels": "Nivåer",
        "remark": "{title}ns omdöme", "modules": "Genomfört under anställningen", "hours": "{hours} timmar", "at": "{place} den {day}",
        "check": "Kontroll: läs koden, eller ring {phone} och uppge intygets nummer.",
        "scan": "Skanna koden med telefonen: den visar vad kommunen skrev under.",
        "read": "Läses på kommunens kontrollsida: den visar vad kommunen skrev under.",
        "no_check": "Utkast: gäller inte som intyg. Det får nummer och QR-kod när det utfärdas.",
        "check_alone": "Intyget gäller utan stämpel. Kontroll: läs koden, eller fråga kommunen och uppge intygets nummer.", "page": "Sida {page} av {pages}", "qr": "QR-kod med intygets uppgifter, undertecknad av kommunen",
    },
    "en": {
        "title": "Competence certificate", "number": "Certificate no. {number}", "draft": "Draft", "issued": "Issued {day}", "drafted": "Not issued. As of {day}", "replaces": "Replaces certificate no. {number}",
        "born": "born {day}", "full": "full time", "part": "{extent} per cent of full time", "more": "{title} (cont.)", "levels": "Levels",
        "remark": "The supervisor's words (in Swedish)", "modules": "Completed during the employment", "hours": "{hours} hours", "at": "{place}, {day}",
        "check": "Translation. The Swedish original counts; it is checked by its QR code, or by calling {phone}.",
        "no_check": "Draft: not valid as a certificate. It gets its number and QR code when it is issued.",
        "scan": "Scan the code with your phone: it shows what the city signed.",
        "read": "Read on the city's page for checking: it shows what the city signed.",
        "check_alone": "Translation. The Swedish original counts, and is checked by its QR code.", "page": "Page {page} of {pages}", "qr": "QR code with the certificate's contents, signed by the city",
    },
}  # fmt: skip
"""Every fixed word of the paper. A certificate is a document in Swedish; English is a translation of it on request."""


class _SecondPage(Exception):
    """What was to fit one page does not."""


class _Certificate:
    def __init__(self, content: CertificateContent) -> None:
        self.c = content
        self.words = Words(content.lang, content.issued_on)
        self.said = SAID[content.lang]
        self.title = f"{self.said['title']} {content.number}".strip()
        self.canvas, self.out = new_canvas(self.title, content.city, content.lang, content.check)
        self.page = self.pages = 1
        self.edge = RIGHT
        self.size, self.pad = SIZES[0]
        self.leading, self.tight = self.size + 1.8, False
        self.name_font = font_for(content.name, "Newsreader-SemiBold", "Inter-SemiBold")
        self.remark_font = font_for(content.remark, "Newsreader", "Inter")

    def draw(self) -> bytes:
        """Smaller text before a second page; where it takes more pages all the same, once again in full size with their number."""
        for size in SIZES:
            with suppress(_SecondPage):
                self._drawn(size, pages=1)
                return self._finished()
        pages = self._drawn(FULL, pages=0)
        self._drawn(FULL, pages=pages)
        return self._finished()

    def _drawn(self, size: tuple[float, float], pages: int) -> int:
        """Draw everything on a fresh canvas; returns how many pages it took. Where that may be 1 only, raises _SecondPage."""
        self.canvas, self.out = new_canvas(self.title, self.c.city, self.c.lang, self.c.check)
        self.size, self.pad = size
        self.leading, self.pages = self.size + 1.8, pages
        self.tight = size in SIZES[3:]
        self._body()
        return self.page

    def _finished(self) -> bytes:
        return finished(self.canvas, self.out)

    def _body(self) -> None:
        self.page, self.edge = 1, RIGHT
        self._watermark()
        y = self._head()
        y = self._skills(y)
        y = self._key(y)
        y = self._remark(y)
        self._sign(y)
        self._foot()

    @property
    def tags(self) -> Tags:
        found: Tags = self.canvas.tags
        return found

    @cached_property
    def modules(self) -> Sequence[Sequence[bool | None]]:
        """The QR code, dear to reckon and the same in every size that is tried."""
        return qr_of(self.c.check)

    def _number(self) -> str:
        return self.said["number"].format(number=self.c.number) if self.c.number else self.said["draft"]

    def _new_page(self) -> float:
        if self.pages == 1:
            raise _SecondPage
        self._foot()
        turn(self.canvas)
        self.page += 1
        self._watermark()
        top = HEIGHT - 20 * MM
        with self.tags.artifact():  # said on the first page
            left, right = (self.c.name, "Inter-SemiBold", 10.0, INK), (self._number(), "Inter", 9.0, GREY)
            top = letterhead(self.canvas, top, [left], [right], RIGHT)
        rule(self.canvas, MARGIN, RIGHT, top - 7, 1.6, PETROL)
        return top - 26

    def _watermark(self) -> None:
        if not self.c.draft:
            return
        from reportlab.lib.colors import HexColor

        with self.tags.artifact():
            self.canvas.saveState()
            self.canvas.translate(WIDTH / 2, HEIGHT / 2)
            self.canvas.rotate(52)
            self.canvas.setFillColor(HexColor(PETROL), alpha=0.10)
            self.canvas.setFont("Inter-SemiBold", 120)
            self.canvas.drawCentredString(0, -40, "UTKAST")
            self.canvas.restoreState()

    def _head(self) -> float:
        c, canvas = self.c, self.canvas
        left_ = (c.city, "Inter-SemiBold", 10.5, INK), (c.department, "Inter", 8.8, GREY)
        right = [(self._number(), "Inter-Medium", 8.8, GREY)]
        right.append(
            (
                self.said["drafted" if c.draft else "issued"].format(day=self.words.long_day(c.issued_on)),
                "Inter",
                8.8,
                GREY,
            )
        )
        if c.replaces:
            right.append((self.said["replaces"].format(number=c.replaces), "Inter", 8.8, GREY))
        y = edge = letterhead(canvas, HEIGHT - 20 * MM, left_, right, RIGHT) - (5 if c.replaces else 9)
        rule(canvas, MARGIN, RIGHT, y, 2, PETROL)
        with self.tags.artifact():
            rosette(canvas, RIGHT - 21 * MM, y - 34 * MM, 21 * MM)
        airy = (self.size, self.pad) == SIZES[0]
        y -= 50 if airy else 44
        title = self.said["title"]
        size = fitted(title, "Newsreader-Medium", 41, RIGHT - 48 * MM - MARGIN, 24)
        with self.tags.element("H1"):
            draw(canvas, MARGIN, y, title, "Newsreader-Medium", size, PETROL)
        left = RIGHT - 48 * MM - MARGIN
        born = self.said["born"].format(day=self.words.long_day(c.born)) if c.born else ""
        y -= 42 if airy else 38
        below = bool(born) and from_the_right(c.name, self.name_font)
        room = left - (width_of(born, "Inter", 9.2) + 12 if born and not below else 0)
        size = fitted(c.name, self.name_font, 25, room, 15)
        lines = wrap(c.name, self.name_font, size, room)
        with self.tags.element("P"):
            for i, line in enumerate(lines):
                draw(canvas, MARGIN, y - i * (size + 3), line, self.name_font, size)
        y -= (len(lines) - 1) * (size + 3) + (16 if below else 0)
        if born:
            x = MARGIN if below else MARGIN + width_of(lines[-1], self.name_font, size) + 10
            draw(canvas, x, y, born, "Inter", 9.2, GREY)
        y = rich(canvas, MARGIN, y - 24, left, self._sentence(), 10.2, 15.4)
        return min(y, HEIGHT - 20 * MM - 22 - 58 * MM, edge - 55.2 * MM) - 12

    def _sentence(self) -> list[tuple[str, str]]:
        c = self.c
        first, last = c.from_date, c.to_date
        start = (
            f"{first.day} {self.words.long_day(first).split()[1]}"
            if first.year == last.year
            else self.words.long_day(first)
        )
        extent = self.said["full"] if c.extent == EXTENT_FULL else self.said["part"].format(extent=c.extent)
        counted = {
            1: "ett tillfälle",
            2: "två tillfällen",
            3: "tre tillfällen",
            4: "fyra tillfällen",
            5: "fem tillfällen",
        }
        times = counted.get(c.occasions, f"{c.occasions} tillfällen")
        host = ", ".join(p for p in (c.host, c.host_department) if p)
        if c.lang == "en":
            return [
                ("was employed as", "Inter"),
                (c.occupation.lower(), "Inter-SemiBold"),
                ("at", "Inter"),
                (f"{host},", "Inter-SemiBold"),
                (f"from {self.words.long_day(first)} to {self.words.long_day(last)}, {extent}.", "Inter"),
                (
                    f"The competences below were assessed at the workplace on {c.occasions} occasion{'s' if c.occasions != 1 else ''}.",
                    "Inter",
                ),
            ]
        return [
            ("har varit anställd som", "Inter"),
            (c.occupation.lower(), "Inter-SemiBold"),
            ("vid", "Inter"),
            (f"{host},", "Inter-SemiBold"),
            (f"från {start} till {self.words.long_day(last)}, på {extent}.", "Inter"),
            (f"Kompetenserna nedan är bedömda på arbetsplatsen vid {times} under anställningen.", "Inter"),
        ]

    def _skills(self, y: float) -> float:
        """Areas one after the other through two columns of even height; what does not fit goes on, on the next page."""
        areas = [
            (title, [(wrap(skill, ROW_FONT, self.size, COLUMN - GLYPH - 10), level) for skill, level in rows])
            for title, rows in self.c.areas
        ]
        left = sum(
            self._title_height(title) + sum(self._row_height(lines) for lines, _ in rows) for title, rows in areas
        )
        top, column, lowest = y, 0, y
        floor = self._floor(0, top, left)
        for title, rows in areas:
            fresh = False
            for i, (lines, level) in enumerate(rows):
                head = "" if fresh else title if i == 0 else self.said["more"].format(title=title)
                need = self._row_height(lines) + (self._title_height(head) if head else 0)
                if y < top and y - need < floor:
                    if column == 0:
                        column, y, floor = 1, top, self._floor(1, top, left)
                    else:
                        top = y = lowest = self._new_page()
                        column, floor = 0, self._floor(0, top, left)
                    fresh, head = False, title if i == 0 else self.said["more"].format(title=title)
                if not fresh:
                    y = self._area_title(head, MARGIN + column * (COLUMN + GAP), y)
                    fresh = True
                    left -= self._title_height(head)
                self._row(column, y, lines, level, last=i + 1 == len(rows))
                y -= self._row_height(lines)
                left -= self._row_height(lines)
                lowest = min(lowest, y)
            y -= 4 if self.tight else 8
        return lowest - (2 if self.tight else 8)

    def _floor(self, column: int, top: float, left: float) -> float:
        """How far down a column may go: the first to half of what is left to draw, the second to the margin."""
        limit = BOTTOM + 8 * MM
        return max(limit, top - left / 2 - 6) if column == 0 and top - left / 2 > limit + 10 else limit

    def _row_height(self, lines: list[str]) -> float:
        return len(lines) * self.leading + self.pad

    def _title_height(self, title: str) -> float:
        return 19.0 + 12 * (len(wrap(title, "Inter-SemiBold", 10, COLUMN)) - 1)

    def _row(self, column: int, y: float, lines: list[str], level: int, *, last: bool) -> None:
        x = MARGIN + column * (COLUMN + GAP)
        with self.tags.element("P"):
            for n, line in enumerate(lines):
                draw(self.canvas, x, y - n * self.leading, line, ROW_FONT, self.size)
            with self.tags.element("Figure", f"{level}: {self.c.levels.get(level, '')}"), self.tags.content():
                level_glyph(self.canvas, x + COLUMN - GLYPH, y - 1, level)
        if not last:
            rule(self.canvas, x, x + COLUMN, y - (len(lines) - 1) * self.leading - self.pad + 1.5, 0.5)

    def _area_title(self, title: str, x: float, y: float) -> float:
        lines = wrap(title, "Inter-SemiBold", 10, COLUMN)
        with self.tags.element("H2"):
            for n, line in enumerate(lines):
                draw(self.canvas, x, y - n * 12, line, "Inter-SemiBold", 10, PETROL)
        y -= (len(lines) - 1) * 12 + 6
        rule(self.canvas, x, x + COLUMN, y, 1, PETROL)
        return y - 13

    def _key(self, y: float) -> float:
        from reportlab.lib.colors import HexColor

        said = [self.c.levels.get(level, str(level)) for level in range(1, 5)]
        room = RIGHT - MARGIN - 64
        size = fitted("".join(said), "Inter", 8.2, room - 4 * (GLYPH + 5) - 3 * 8, 6)
        widths = [GLYPH + 5 + width_of(s, "Inter", size) for s in said]
        columns, size = (4, size) if sum(widths) + 3 * 8 <= room else (2, 8.2)
        step = room / columns
        lines = [wrap(s, "Inter", size, step - GLYPH - 13) for s in said] if columns == 2 else [[s] for s in said]
        rows = [max(len(part) for part in lines[i : i + columns]) for i in range(0, 4, columns)]
        tall = 21 + 10 * (sum(rows) - len(rows)) + 15 * (len(rows) - 1)
        if y - tall - 9 < BOTTOM:
            y = self._new_page() + 10
        with self.tags.artifact():
            self.canvas.setFillColor(HexColor(PALE))
            self.canvas.roundRect(MARGIN, y + 1 - tall, RIGHT - MARGIN, tall, 4, stroke=0, fill=1)
        draw(self.canvas, MARGIN + 9, y - 13, self.said["levels"], "Inter-SemiBold", 8.2, GREY)
        gap = (room - sum(widths)) / 3
        x, at = MARGIN + 55, y
        for i, (level, words, wide) in enumerate(zip(range(1, 5), lines, widths, strict=True)):
            if i and i % columns == 0:
                x, at = MARGIN + 55, at - 15 - 10 * (rows[i // columns - 1] - 1)
            with self.tags.element("P"):
                with self.tags.element("Figure", str(level)), self.tags.content():
                    level_glyph(self.canvas, x, at - 14, level)
                draw_lines(self.canvas, x + GLYPH + 5, at - 13, words, "Inter", size, GREY, 10)
            x += wide + gap if columns == 4 else step
        return y - tall - (15 if self.tight else 21)

    def _remark(self, y: float) -> float:
        c = self.c
        if not c.remark and not c.modules:
            return y
        wide = RIGHT - MARGIN if not c.modules else 90 * MM
        size = 11.4 if len(c.remark) <= 420 else 10.4
        lines = wrap(c.remark, self.remark_font, size, wide) if c.remark else []
        modules = self._module_lines(RIGHT - MARGIN - wide - GAP)
        beside = 24 + sum(tall for _, _, tall in modules)
        need = max(beside, 24 + (size + 4) * len(lines)) if modules else 24 + 15 * min(len(lines), 4)
        if y - need < BOTTOM:
            y = self._new_page()
        first = y - need < BOTTOM  # words that go on, on the next page: what stands beside them is drawn before
        page = self.page
        under = self._modules(y, MARGIN + wide + GAP, modules) if first else y
        below = self._words(y, wide, size, lines)
        if not first:
            under = self._modules(y, MARGIN + wide + GAP, modules)
        return (min(below, under) if self.page == page else below) - 12

    def _words(self, y: float, wide: float, size: float, lines: list[str]) -> float:
        if not lines:
            return y
        with self.tags.element("H2"):
            said = self.said["remark"].format(title=self.c.signatures[0].title)
            draw(self.canvas, MARGIN, y, said, "Inter-SemiBold", 10, PETROL)
        rule(self.canvas, MARGIN, MARGIN + wide, y - 6, 0.8, PETROL)
        y -= 21
        with self.tags.element("P"):
            for line in lines:
                if y < BOTTOM + 12:
                    y = self._new_page()
                draw(self.canvas, MARGIN, y, f"{line} ", self.remark_font, size)
                y -= size + 4
        return y

    def _module_lines(self, wide: float) -> list[tuple[list[str], str, float]]:
        """Each completed module: its name in lines, its hours, and how tall it is."""
        out = []
        for name, hours in self.c.modules:
            said = self.said["hours"].format(hours=hours)
            lines = wrap(name, "Inter", 8.8, wide - width_of(said, "Inter", 8.8) - 8)
            out.append((lines, said, 15.0 + 11 * (len(lines) - 1)))
        return out

    def _modules(self, y: float, x: float, modules: list[tuple[list[str], str, float]]) -> float:
        if not modules:
            return y
        said = self.said["modules"]
        with self.tags.element("H2"):
            draw(self.canvas, x, y, said, "Inter-SemiBold", fitted(said, "Inter-SemiBold", 10, RIGHT - x, 8), PETROL)
        rule(self.canvas, x, RIGHT, y - 6, 0.8, PETROL)
        y -= 21
        for lines, hours, tall in modules:
            draw_lines(self.canvas, x, y, lines, "Inter", 8.8, leading=11)
            draw_right(self.canvas, RIGHT, y, hours, "Inter", 8.8, GREY)
            y -= tall
        return y

    def _sign(self, y: float) -> None:
        c = self.c
        room = 10 * MM if self.tight else 12 * MM
        width = 64 * MM if not c.check else 58 * MM
        gap = 10 * MM if not c.check else 5 * MM
        blocks = [self._signature(person, width) for person in c.signatures]
        extra = max(0, max((sum(step for *_, step in lines) for lines in blocks), default=46) - 46)
        if y - room - 58 - extra < 17 * MM or (c.check and y + 8 < CODE_TOP):
            y = self._new_page()
        if self.page == 1 or c.check:
            y = min(y, BOTTOM + 118 + extra)
        if c.place:
            day = "" if c.draft else self.words.long_day(c.issued_on)
            said = self.said["at"].format(place=c.place, day=day).rstrip(" ,")
            size = fitted(said, "Inter", 8.8, RIGHT - MARGIN - (QR_SIDE + 12 if c.check else 0), 5)
            draw(self.canvas, MARGIN, y, said, "Inter", size, GREY)
        y -= room + 8
        if c.check:
            self._code()
        for i, lines in enumerate(blocks):
            x = MARGIN + i * (width + gap)
            rule(self.canvas, x, x + width, y, 0.8, INK)
            at = y
            for said, font, size, colour, step in lines:
                at -= step
                draw(self.canvas, x, at, said, font, size, colour)

    def _code(self) -> None:
        """The code in the corner, and what to do with it, for one who has never seen such a thing."""
        with self.tags.element("Figure", self.said["qr"]), self.tags.content():
            qr(self.canvas, RIGHT - QR_SIDE, CODE_TOP - QR_SIDE, QR_SIDE, self.modules)
        lines = wrap(self.said["scan" if self.c.link else "read"], "Inter", 6.8, QR_SIDE)
        with self.tags.element("P"):
            at = CODE_TOP - QR_SIDE - 9
            draw_lines(self.canvas, RIGHT - QR_SIDE, at, lines, "Inter", 6.8, GREY, 8)
        self.edge = RIGHT - QR_SIDE - 5 * MM

    def _signature(self, person: Signature, width: float) -> list[tuple[str, str, float, str, float]]:
        """The lines under a signature: words, font, size, colour and how far below the line before."""
        size = fitted(person.name, "Inter-SemiBold", 9.4, width, 7)
        names = wrap(person.name, "Inter-SemiBold", size, width)
        places = wrap(person.place, "Inter", 7.8, width)
        return [
            *((said, "Inter-SemiBold", size, INK, 13.0 if i == 0 else size + 1) for i, said in enumerate(names)),
            *(
                (said, "Inter", 8.6, GREY, 12.0 if i == 0 else 10.0)
                for i, said in enumerate(wrap(person.title, "Inter", 8.6, width))
            ),
            *((said, "Inter", 7.8, GREY, 11.0 if i == 0 else 10.0) for i, said in enumerate(places)),
        ]

    def _foot(self) -> None:
        rule(self.canvas, MARGIN, self.edge, 16 * MM, 0.5, SOFT)
        kind = "no_check" if self.c.draft else "check" if self.c.phone else "check_alone"
        said = self.said[kind].format(phone=self.c.phone)
        number = self.said["page"].format(page=self.page, pages=self.pages)
        room = self.edge - MARGIN - width_of(number, "Inter", 7.4) - 14
        size = fitted(said, "Inter", 7.4, room, 6.4)
        with self.tags.element("P") if self.page == 1 else self.tags.artifact():
            draw_lines(self.canvas, MARGIN, 12.4 * MM, wrap(said, "Inter", size, room), "Inter", size, GREY, 7.4)
        with self.tags.artifact():
            draw_right(self.canvas, self.edge, 12.4 * MM, number, "Inter", 7.4, GREY)


QR_SIDE = 40 * MM
"""As a phone reads a code of version 12 from a photo of the whole page; smaller ones were not read in poor light."""
CODE_TOP = 18.4 * MM + QR_SIDE
