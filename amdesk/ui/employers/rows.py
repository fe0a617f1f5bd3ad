"""Rows that the page paints: who is soon done, a vacancy that fits with its six parts, one that does not, an employer with its
light."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from amdesk.domain.booking.reasons import Reason
from amdesk.domain.employers.employer import since_text
from amdesk.domain.employers.introduction import INTRODUCTION_STATUSES, Introduction
from amdesk.domain.employers.matching import VACANCY_PART_NAMES, VACANCY_PARTS, VacancyMatch
from amdesk.services.employers.employers import EmployerRow
from amdesk.services.employers.soon import DonePerson
from amdesk.services.employers.vacancies import ShutVacancy
from amdesk.ui.kit import paint
from amdesk.ui.kit.rows import Row
from amdesk.ui.kit.shell import Shell

LIGHT_LOOKS = {"green": ("checkmark_circle", "ok"), "amber": ("clock", "warn"), "red": ("warning", "bad")}
"""Icon and colour of a light: never colour alone."""
REASON_LOOKS = {"ok": ("checkmark", "ok"), "info": ("question_circle", "info"), "warn": ("error_circle", "warn")}
SHOWN_REASONS = 3


class VacancyLine(NamedTuple):
    """A vacancy that fits, in its place, with its employer's light."""

    rank: int
    match: VacancyMatch
    reasons: Sequence[Reason]
    employer: EmployerRow | None
    introduction: Introduction | None


class PaintedRow(QStyledItemDelegate):
    """A row of a fixed height, on the usual background."""

    tall = 46

    def __init__(self, shell: Shell, parent: QListView) -> None:
        super().__init__(parent)
        self.shell = shell

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self.shell.theme.px(self.height_of(index.data(Row))))

    def height_of(self, row: object) -> int:
        """Pixels at text 100 percent."""
        return self.tall

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        paint.row_background(painter, option, index, self.shell.theme)
        self.draw(painter, option.rect.adjusted(16, 5, -14, -5), index.data(Row))
        painter.restore()

    def draw(self, painter: QPainter, rect: QRect, row: object) -> None:
        """The row's own."""


class SoonRow(PaintedRow):
    """Name and last day, occupation, certificate and hits."""

    tall = 66

    def __init__(self, shell: Shell, parent: QListView) -> None:
        super().__init__(shell, parent)
        self.jobs: dict[str, str] = {}

    def draw(self, painter: QPainter, rect: QRect, row: object) -> None:
        if not isinstance(row, DonePerson):
            return
        theme, t = self.shell.theme, self.shell.words
        third = rect.height() // 3
        line = QRect(rect.left(), rect.top(), rect.width(), third)
        day = "" if row.name.hidden else t.day(row.last)  # by it the board would tell where she is
        wide = paint.width(day, theme.font("body_strong")) + 8
        paint.say(
            painter,
            line.adjusted(0, 0, -wide, 0),
            self.shell.name(row.name),
            theme.font("body_strong"),
            theme.color("text"),
        )
        paint.say(painter, line, day, theme.font("body_strong"), theme.color("text"), paint.RIGHT)
        line = line.translated(0, third)
        paint.say(
            painter, line, self.jobs.get(row.occupation, row.occupation), theme.font("caption"), theme.color("text2")
        )
        line = line.translated(0, third)
        said, role, icon = certificate_state(self.shell, row)
        x = line.left()
        if icon:
            size = theme.mark(14)
            paint.icon(painter, theme, x, line.top() + (third - size) // 2, icon, role, size)
            x += size + 6
        hits = t.plural("{count} hit", "{count} hits", row.hits, count=row.hits)
        right = paint.width(hits, theme.font("caption")) + 8
        rest = QRect(x, line.top(), line.right() - x - right, third)
        paint.say(painter, rest, said, theme.font("label" if icon else "caption"), theme.color(role))
        paint.say(painter, line, hits, theme.font("caption"), theme.color("text2"), paint.RIGHT)


def certificate_state(shell: Shell, row: DonePerson) -> tuple[str, str, str]:
    """(words, colour, icon) of how far somebody's certificate is."""
    t = shell.words
    if row.issued:
        return t("Certificate issued"), "ok", "certificate"
    if row.assessed:
        return t("Certificate not issued"), "warn", "error_circle"
    return t("Final assessment missing"), "warn", "error_circle"


def title_of(shell: Shell, line: VacancyLine) -> str:
    v = line.match.vacancy
    if v.hired > v.places:
        return shell.words.plural(
            "{title}, {hired} hired to {count} place",
            "{title}, {hired} hired to {count} places",
            v.places,
            title=v.title,
            hired=v.hired,
            count=v.places,
        )
    return shell.words("{title}, {count} places", title=v.title, count=v.places) if v.places > 1 else v.title


def until_of(shell: Shell, line: VacancyLine) -> str:
    t, day = shell.words, line.match.vacancy.apply_by
    return t("Apply by {day}", day=t.day(day)) if day else t("Running")


def said_of(shell: Shell, line: VacancyLine) -> list[str]:
    """All that a card says, for its tooltip and for a screen reader."""
    t = shell.words
    parts = (f"{t(VACANCY_PART_NAMES[p])} {marks}" for p, marks in zip(VACANCY_PARTS, line.match.parts, strict=True))
    since = t.say(since_text(line.employer.employer.last, shell.today)) if line.employer is not None else ""
    status = t(INTRODUCTION_STATUSES[line.introduction.status]) if line.introduction is not None else ""
    said = (
        str(line.match.score),
        title_of(shell, line),
        line.match.vacancy.employer,
        since,
        status,
        until_of(shell, line),
    )
    return [*(one for one in said if one), *parts, *(t.say(r.text) for r in line.reasons)]


class VacancyRow(PaintedRow):
    """A card for what fits; a heading, and one line each for what does not."""

    def height_of(self, row: object) -> int:
        return 104 if isinstance(row, VacancyLine) else 32

    def draw(self, painter: QPainter, rect: QRect, row: object) -> None:
        if isinstance(row, VacancyLine):
            self._card(painter, rect, row)
        elif isinstance(row, ShutVacancy):
            self._shut(painter, rect, row)
        elif isinstance(row, str):
            theme = self.shell.theme
            paint.say(painter, rect, row, theme.font("label"), theme.color("text2"))

    def _card(self, painter: QPainter, rect: QRect, line: VacancyLine) -> None:
        theme, t = self.shell.theme, self.shell.words
        quarter = rect.height() // 4
        score = QRect(rect.left(), rect.top(), theme.px(44), quarter + 4)
        paint.say(painter, score, str(line.match.score), theme.digits("title"), theme.color("accent_text"))
        rank = QRect(rect.left(), rect.top() + quarter + 4, theme.px(44), quarter)
        paint.say(painter, rank, t("no. {rank}", rank=line.rank), theme.font("caption"), theme.color("text2"))
        body = rect.adjusted(theme.px(50), 0, 0, 0)
        top = QRect(body.left(), body.top(), body.width(), quarter)
        until = until_of(self.shell, line)
        wide = paint.width(until, theme.font("label")) + 8
        title = title_of(self.shell, line)
        paint.say(painter, top.adjusted(0, 0, -wide, 0), title, theme.font("body_strong"), theme.color("text"))
        paint.say(painter, top, until, theme.font("label"), theme.color("text"), paint.RIGHT)
        self._employer(painter, top.translated(0, quarter), line)
        self._parts(painter, top.translated(0, 2 * quarter), line)
        self._reasons(painter, top.translated(0, 3 * quarter), line)

    def _employer(self, painter: QPainter, rect: QRect, line: VacancyLine) -> None:
        theme, v = self.shell.theme, line.match.vacancy
        x = rect.left()
        if line.employer is not None:
            x = draw_light(painter, self.shell, QRect(x, rect.top(), 0, rect.height()), line.employer.light)
        if line.introduction is not None and line.introduction.goes_on:
            said = self.shell.words(INTRODUCTION_STATUSES[line.introduction.status])
            paint.say(painter, rect, said, theme.font("label"), theme.color("accent_text"), paint.RIGHT)
            rect = rect.adjusted(0, 0, -paint.width(said, theme.font("label")) - 8, 0)
        wide = paint.say(
            painter,
            QRect(x, rect.top(), rect.right() - x, rect.height()),
            v.employer,
            theme.font("label"),
            theme.color("text"),
        )
        if line.employer is not None:
            role = LIGHT_LOOKS[line.employer.light][1]
            rest = QRect(x + wide + 10, rect.top(), rect.right() - x - wide - 10, rect.height())
            since = self.shell.words.say(since_text(line.employer.employer.last, self.shell.today))
            paint.say(painter, rest, since, theme.font("caption"), theme.color("text2" if role == "ok" else role))

    def _parts(self, painter: QPainter, rect: QRect, line: VacancyLine) -> None:
        theme, t = self.shell.theme, self.shell.words
        step = rect.width() // len(VACANCY_PARTS)
        half = rect.height() - 8
        for i, part in enumerate(VACANCY_PARTS):
            cell = QRect(rect.left() + i * step, rect.top(), step - 10, half)
            paint.say(painter, cell, t(VACANCY_PART_NAMES[part]), theme.font("caption"), theme.color("text2"))
            paint.bar(painter, theme, QRect(cell.left(), rect.top() + half + 1, cell.width(), 6), line.match.parts[i])

    def _reasons(self, painter: QPainter, rect: QRect, line: VacancyLine) -> None:
        theme, t = self.shell.theme, self.shell.words
        x, size, font = rect.left(), theme.mark(14), theme.font("caption")
        for one in line.reasons[:SHOWN_REASONS]:
            icon, role = REASON_LOOKS.get(one.level, REASON_LOOKS["warn"])
            if x + size + 24 > rect.right():
                break
            paint.icon(painter, theme, x, rect.top() + (rect.height() - size) // 2 + 2, icon, role, size)
            x += size + 5
            said = t.say(one.text)
            where = QRect(x, rect.top() + 2, rect.right() - x, rect.height())
            x += paint.say(painter, where, said, font, theme.color("text2" if role == "ok" else role)) + 14

    def _shut(self, painter: QPainter, rect: QRect, row: ShutVacancy) -> None:
        theme, v = self.shell.theme, row.vacancy
        size, first, second = theme.mark(14), rect.width() * 29 // 100, rect.width() * 27 // 100
        cell = QRect(rect.left(), rect.top(), first - 8, rect.height())
        paint.say(painter, cell, v.title, theme.font("body"), theme.color("text"))
        cell = QRect(rect.left() + first, rect.top(), second - 8, rect.height())
        paint.say(painter, cell, v.employer, theme.font("caption"), theme.color("text2"))
        x = rect.left() + first + second
        paint.icon(painter, theme, x, rect.top() + (rect.height() - size) // 2, "dismiss_circle", "text2", size)
        why = QRect(x + size + 6, rect.top(), rect.right() - x - size - 6, rect.height())
        paint.say(painter, why, self.shell.words.say(row.why), theme.font("caption"), theme.color("text"))


def draw_light(painter: QPainter, shell: Shell, rect: QRect, light: str) -> int:
    """The light's icon at the left of a rectangle; where what follows begins."""
    theme = shell.theme
    icon, role = LIGHT_LOOKS[light]
    size = theme.mark(16)
    paint.icon(painter, theme, rect.left(), rect.top() + (rect.height() - size) // 2, icon, role, size)
    return rect.left() + size + 6


def under_employer(shell: Shell, row: EmployerRow) -> str:
    """The second line of an employer."""
    e = row.employer
    return " · ".join(s for s in (shell.words.say(since_text(e.last, shell.today)), e.industry, e.manager) if s)


def under_introduction(shell: Shell, row: Introduction) -> str:
    """The second line of an introduction: to what, and the day of what came last."""
    return " · ".join(s for s in (_where(shell, row), _day(shell, row)) if s)


def _where(shell: Shell, row: Introduction) -> str:
    return ", ".join(s for s in (shell.shown(row.vacancy), shell.shown(row.employer)) if s)


def _day(shell: Shell, row: Introduction) -> str:
    """Not of a protected person: by the day the vacancy is known."""
    day = None if row.vacancy.hidden else row.closed_on or row.offered_on or row.interview_on or row.introduced_on
    return shell.words.day(day) if day else ""


class EmployerLine(PaintedRow):
    """Light and name; below them when somebody was in contact, and open vacancies: names of employers are long, and letters may be large."""

    def draw(self, painter: QPainter, rect: QRect, row: object) -> None:
        if not isinstance(row, EmployerRow):
            return
        theme, t, e = self.shell.theme, self.shell.words, row.employer
        half = rect.height() // 2
        x = draw_light(painter, self.shell, QRect(rect.left(), rect.top(), 0, half), row.light)
        count = t.plural("{count} open vacancy", "{count} open vacancies", e.open_vacancies, count=e.open_vacancies)
        right = paint.width(count, theme.font("caption")) + 8
        name = QRect(x, rect.top(), rect.right() - x, half)
        paint.say(painter, name, e.name, theme.font("body_strong"), theme.color("text"))
        under = name.translated(0, half)
        paint.say(painter, under, count, theme.font("caption"), theme.color("text2"), paint.RIGHT)
        said = under_employer(self.shell, row)
        paint.say(painter, under.adjusted(0, 0, -right, 0), said, theme.font("caption"), theme.color("text2"))


class IntroductionLine(PaintedRow):
    """Whom, to what, and how far it has come."""

    def draw(self, painter: QPainter, rect: QRect, row: object) -> None:
        if not isinstance(row, Introduction):
            return
        theme, t = self.shell.theme, self.shell.words
        half = rect.height() // 2
        status = t(INTRODUCTION_STATUSES[row.status])
        right = paint.width(status, theme.font("label")) + 8
        top = QRect(rect.left(), rect.top(), rect.width(), half)
        paint.say(
            painter,
            top.adjusted(0, 0, -right, 0),
            self.shell.name(row.participant),
            theme.font("body_strong"),
            theme.color("text"),
        )
        role = {"hired": "ok", "not": "text2", "not_relevant": "text2"}.get(row.status, "accent_text")
        paint.say(painter, top, status, theme.font("label"), theme.color(role), paint.RIGHT)
        under, day = top.translated(0, half), _day(self.shell, row)
        right = paint.width(day, theme.font("caption")) + 8
        paint.say(painter, under, day, theme.font("caption"), theme.color("text2"), paint.RIGHT)
        where = _where(self.shell, row)
        paint.say(painter, under.adjusted(0, 0, -right, 0), where, theme.font("caption"), theme.color("text2"))
