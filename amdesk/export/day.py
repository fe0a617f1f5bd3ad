"""The day's plan on paper: everybody with something to do, a box to tick for each thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from amdesk.domain.overview.tasks import TASK_GROUPS, DayGroup, KindLine, Task
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
    new_canvas,
    rule,
    turn,
    wrap,
)
from amdesk.i18n import Words

BOTTOM, RIGHT = 22 * MM, WIDTH - MARGIN
BOX, ACTS = 9.0, 232.0
"""Points: a box to tick, and where what is to be done begins, from the left margin."""
SIZE, LEADING = 9.4, 12.5


def day_pdf(groups: Sequence[DayGroup], whom: str, words: Words, today: date) -> bytes:
    """`whom` says whose plan it is. A line that stands for several people is written out: paper cannot be opened."""
    return _Paper(whom, words, today).made(groups)


class _Paper:
    def __init__(self, whom: str, words: Words, today: date) -> None:
        self.whom, self.words, self.today, self.page = whom, words, today, 0
        self.canvas, self.out = new_canvas(words(N_("The day's plan")), "AMDesk", words.lang)
        self.y = 0.0

    def made(self, groups: Sequence[DayGroup]) -> bytes:
        self._top()
        for group in groups:
            self._room(3 * LEADING + 26)
            said = f"{self.words(TASK_GROUPS[group.code])}  {group.size}"
            with self.canvas.tags.element("H2"):
                draw(self.canvas, MARGIN, self.y, said, "Inter-SemiBold", 11, PETROL)
            rule(self.canvas, MARGIN, RIGHT, self.y - 6, 1, PETROL)
            self.y -= 22
            for tasks in _rows(group):
                self._row(tasks)
            self.y -= 8
        if not groups:
            draw(self.canvas, MARGIN, self.y, self.words(N_("All done for today")), "Inter", 11)
        self._foot()
        return finished(self.canvas, self.out)

    def _row(self, tasks: Sequence[Task]) -> None:
        """A person with her acts beside her, each with its box; what concerns nobody stands by its title."""
        first = tasks[0]
        name = wrap(
            self.words.say(first.person.text if first.person else first.title), "Inter-SemiBold", SIZE, ACTS - 14
        )
        about = [self.words(N_("for {name}"), name=first.stands_for)] if first.stands_for else []
        about += [self.words.say(first.where.text)] if first.where else []
        where = wrap(" · ".join(about), "Inter", 8.4, ACTS - 14) if about else []
        acts = [wrap(self._act(one), "Inter", SIZE, RIGHT - MARGIN - ACTS - BOX - 7) for one in tasks]
        tall = LEADING * max(len(name) + len(where), sum(len(lines) for lines in acts))
        self._room(tall)
        with self.canvas.tags.element("P"):
            low = draw_lines(self.canvas, MARGIN, self.y, name, "Inter-SemiBold", SIZE, INK, LEADING)
            draw_lines(self.canvas, MARGIN, low, where, "Inter", 8.4, GREY, LEADING)
            y = self.y
            for lines in acts:
                self._box(MARGIN + ACTS, y - 1.5)
                y = draw_lines(self.canvas, MARGIN + ACTS + BOX + 7, y, lines, "Inter", SIZE, INK, LEADING)
        rule(self.canvas, MARGIN, RIGHT, self.y - tall + LEADING - 5, 0.4)
        self.y -= tall + 6

    def _act(self, task: Task) -> str:
        late = (self.today - task.due).days
        when = self.words(N_("{days} d late"), days=late) if late > 0 else self.words.day(task.due)
        return f"{self.words.say(task.mark)} · {when}"

    def _box(self, x: float, y: float) -> None:
        from reportlab.lib.colors import HexColor

        with self.canvas.tags.artifact():
            self.canvas.setStrokeColor(HexColor(INK))
            self.canvas.setLineWidth(0.8)
            self.canvas.roundRect(x, y, BOX, BOX, 1.5, stroke=1, fill=0)

    def _room(self, tall: float) -> None:
        if self.y - tall < BOTTOM:
            self._foot()
            turn(self.canvas)
            self._top()

    def _top(self) -> None:
        self.page += 1
        title, wide = self.words(N_("The day's plan")), RIGHT - MARGIN
        with self.canvas.tags.element("H1") if self.page == 1 else self.canvas.tags.artifact():
            draw(self.canvas, MARGIN, HEIGHT - 24 * MM, title, "Newsreader-SemiBold", 20)
        said = f"{self.words.weekday(self.today).capitalize()} {self.words.long_day(self.today)} · {self.whom}"
        low = draw_lines(
            self.canvas, MARGIN, HEIGHT - 24 * MM - 18, wrap(said, "Inter", SIZE, wide), "Inter", SIZE, GREY
        )
        self.y = low - 16

    def _foot(self) -> None:
        draw_right(self.canvas, RIGHT, 11 * MM, str(self.page), "Inter", 7.6, GREY)


def _rows(group: DayGroup) -> Iterator[Sequence[Task]]:
    for row in group.rows:
        if isinstance(row, KindLine):
            yield from ([task] for task in row.tasks)
        else:
            yield row.tasks
