"""The blank assessment form on paper, for those who want pen and paper: tick 1 to 4 for each skill."""

from __future__ import annotations

from datetime import date

from amdesk.domain.competence.assessments import Profile, Skill
from amdesk.domain.texts import N_
from amdesk.export.pdf import (
    GREY,
    HEIGHT,
    INK,
    MARGIN,
    MM,
    PETROL,
    WIDTH,
    draw,
    draw_lines,
    draw_right,
    finished,
    fitted,
    new_canvas,
    rule,
    turn,
    width_of,
    wrap,
)
from amdesk.i18n import Words

RIGHT = WIDTH - MARGIN
BOX, STEP = 11.0, 24.0
BOTTOM = 34 * MM
SAID = RIGHT - MARGIN - 4 * STEP - 14
"""How wide the words of a skill may be, beside its boxes."""


def form_pdf(profile: Profile, name: str, host: str, levels: dict[int, str], words: Words, today: date) -> bytes:
    """As many pages as the profile takes; each with the person's name and the key to the levels."""
    return _Form(profile, name, host, levels, words, today).draw()


class _Form:
    def __init__(
        self, profile: Profile, name: str, host: str, levels: dict[int, str], words: Words, today: date
    ) -> None:
        self.profile, self.name, self.host, self.levels, self.words, self.today = (
            profile,
            name,
            host,
            levels,
            words,
            today,
        )
        self.canvas, self.out = new_canvas(words(N_("Assessment: {name}"), name=name), "AMDesk", words.lang)
        self.page = 0

    def draw(self) -> bytes:
        y = self._top()
        for area in self.profile.areas:
            title = area.sv if self.words.lang == "sv" else area.en
            lines = wrap(title, "Inter-SemiBold", 10.5, RIGHT - MARGIN)
            first = max((self._tall(self._said(skill)) for skill in area.skills[:1]), default=0)
            if y - 13 * len(lines) - 9 - first < BOTTOM:
                y = self._turn()
            with self.canvas.tags.element("H2"):
                y = draw_lines(self.canvas, MARGIN, y, lines, "Inter-SemiBold", 10.5, PETROL, 13) + 13
            rule(self.canvas, MARGIN, RIGHT, y - 6, 1, PETROL)
            y -= 22
            for skill in area.skills:
                y = self._skill(y, self._said(skill))
            y -= 8
        self._foot()
        return finished(self.canvas, self.out)

    def _said(self, skill: Skill) -> str:
        return skill.sv if self.words.lang == "sv" else skill.en

    def _tall(self, said: str) -> float:
        return 12.0 * len(wrap(said, "Inter", 9.4, SAID)) + 12

    def _skill(self, y: float, said: str) -> float:
        lines, tall = wrap(said, "Inter", 9.4, SAID), self._tall(said)
        if y - tall < BOTTOM:
            y = self._turn()
        with self.canvas.tags.element("P"):
            for i, line in enumerate(lines):
                draw(self.canvas, MARGIN, y - 12 * i, f"{line} ", "Inter", 9.4)
        with self.canvas.tags.artifact():
            for n in range(4):
                x = RIGHT - (4 - n) * STEP + STEP - BOX
                self._box(x, y - 2)
        rule(self.canvas, MARGIN, RIGHT, y - tall + 13, 0.4)
        return y - tall - 2

    def _box(self, x: float, y: float) -> None:
        from reportlab.lib.colors import HexColor

        self.canvas.setStrokeColor(HexColor(INK))
        self.canvas.setLineWidth(0.8)
        self.canvas.roundRect(x, y, BOX, BOX, 2, stroke=1, fill=0)

    def _turn(self) -> float:
        self._foot()
        turn(self.canvas)
        return self._top()

    def _top(self) -> float:
        self.page += 1
        y, wide, said = HEIGHT - 22 * MM, RIGHT - MARGIN, self.words(N_("Assessment: {name}"), name=self.name)
        size = fitted(said, "Newsreader-SemiBold", 20, wide, 13)
        with self.canvas.tags.element("H1") if self.page == 1 else self.canvas.tags.artifact():
            lines = wrap(said, "Newsreader-SemiBold", size, wide)
            y = draw_lines(self.canvas, MARGIN, y, lines, "Newsreader-SemiBold", size, leading=size + 3) + size - 15
        title = self.profile.sv if self.words.lang == "sv" else self.profile.en
        lines = wrap(f"{title} · {self.host}", "Inter", 9.4, wide)
        y = draw_lines(self.canvas, MARGIN, y, lines, "Inter", 9.4, GREY, 12) - 4
        y = draw_lines(self.canvas, MARGIN, y, self._key(), "Inter-Medium", 8.6, GREY, 11) + 11
        for n in range(1, 5):
            draw_right(self.canvas, RIGHT - (4 - n) * STEP - 3, y, str(n), "Inter-SemiBold", 9.4, PETROL)
        return y - 24

    def _key(self) -> list[str]:
        """What the figures stand for, in as many lines as it takes beside the figures over the boxes."""
        room = RIGHT - MARGIN - 4 * STEP - 10
        lines: list[str] = []
        for n, said in sorted(self.levels.items()):
            joined = f"{lines[-1]}   {n} {said}" if lines else ""
            if lines and width_of(joined, "Inter-Medium", 8.6) <= room:
                lines[-1] = joined
            else:
                lines += wrap(f"{n} {said}", "Inter-Medium", 8.6, room)
        return lines

    def _foot(self) -> None:
        y = 24 * MM
        for i, said in enumerate((N_("Date"), N_("Assessed by"), N_("Signature"))):
            x = MARGIN + i * 56 * MM
            rule(self.canvas, x, x + 50 * MM, y, 0.8, INK)
            draw(self.canvas, x, y - 11, self.words(said), "Inter", 8, GREY)
        draw_right(self.canvas, RIGHT, 11 * MM, str(self.page), "Inter", 7.6, GREY)
