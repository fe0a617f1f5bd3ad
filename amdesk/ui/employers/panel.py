"""The panel beside the vacancies: the employer, what is asked for against what was certified, and the introduction step by step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from amdesk.domain.employers.employer import CONTACT_WAYS, EmployerContact, EmployerTalk
from amdesk.domain.employers.introduction import INTRODUCTION_STATUSES, NOT_REASONS, STEPS_OF, Introduction, next_step
from amdesk.domain.employers.matching import skill_rows
from amdesk.domain.employers.vacancy import Vacancy, crowded
from amdesk.domain.texts import N_
from amdesk.services.employers.employers import EmployerRow
from amdesk.services.employers.soon import DonePerson
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import Elided, divider, label
from amdesk.ui.kit.shell import Shell

STEP_NAMES = {
    "introduced": N_("Introduced"),
    "interview": N_("Interview"),
    "offered": N_("Offered"),
    "hired": N_("Hired"),
}
"""What stands under a step, where there is little room."""


class VacancySeen(NamedTuple):
    """What the panel shows beside the match itself."""

    employer: EmployerRow
    contacts: Sequence[EmployerContact]
    talk: EmployerTalk | None
    skills: dict[str, str]


class LevelMark(QWidget):
    """A level as bars and its number; a dash where there is none."""

    def __init__(self, shell: Shell, level: int) -> None:
        super().__init__()
        self.shell, self.level = shell, level
        self.setAccessibleName(str(level) if level else shell.words("none"))

    def sizeHint(self) -> QSize:
        return QSize(self.shell.theme.px(56), self.shell.theme.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.shell.theme, QPainter(self)
        if self.level:
            paint.level(painter, theme, 2, (self.height() + 14) // 2, self.level)
        said = QRect(34, 0, self.width() - 34, self.height())
        paint.say(painter, said, str(self.level) if self.level else "–", theme.digits("label"), theme.color("text"))
        painter.end()


class StepBar(QWidget):
    """The steps of an introduction: done, the next one, those to come; each with its day."""

    def __init__(self, shell: Shell, introduction: Introduction | None) -> None:
        super().__init__()
        self.shell, self.introduction = shell, introduction
        self.setMinimumHeight(shell.theme.px(62))
        t, one = shell.words, introduction
        done = t(INTRODUCTION_STATUSES[one.status]) if one else t("Not introduced yet")
        self.setAccessibleName(t("Introduction: {status}", status=done))
        days = ((t(STEP_NAMES[name]), day_of(one, name)) for name in STEPS_OF)
        self.setToolTip(" · ".join(f"{said}: {t.day(day) if day else '–'}" for said, day in days))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, t, painter = self.shell.theme, self.shell.words, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        one = self.introduction
        live = one is not None and one.status in STEPS_OF
        at = STEPS_OF.index(one.status) if one is not None and live else -1
        step, side = self.width() // len(STEPS_OF), theme.mark(20)
        for i, name in enumerate(STEPS_OF):
            x = i * step + (step - side) // 2
            done, now = i <= at, i == at + 1
            if i:
                painter.setPen(QPen(theme.color("accent" if done else "line_strong"), 2))
                painter.drawLine(x - step + side + 4, side // 2 + 2, x - 4, side // 2 + 2)
            painter.setPen(QPen(theme.color("accent" if done or now else "line_strong"), 2))
            painter.setBrush(theme.color("accent" if done else "surface"))
            painter.drawEllipse(x, 2, side, side)
            if done:
                paint.icon(painter, theme, x + 3, 5, "checkmark", "on_accent", side - 6)
            elif now:
                painter.setBrush(theme.color("accent"))
                painter.drawEllipse(x + side // 4, 2 + side // 4, side // 2, side // 2)
            words = QRect(i * step - 4, side + 6, step + 8, theme.px(17))
            font = theme.font("label" if now else "caption")
            paint.say(painter, words, t(STEP_NAMES[name]), font, theme.color("text"), paint.CENTER)
            day = day_of(one, name)
            said = t.day(day) if day else t("next") if now else "–"
            paint.say(
                painter,
                words.translated(0, words.height()),
                said,
                theme.font("caption"),
                theme.color("text2"),
                paint.CENTER,
            )
        painter.end()


def day_of(one: Introduction | None, step: str) -> date | None:
    """The day on which a step was taken; None where it was not, or where a protected person was introduced: by it the vacancy is
    known."""
    if one is None or one.vacancy.hidden:
        return None
    days = {"introduced": one.introduced_on, "interview": one.interview_on, "offered": one.offered_on}
    return days.get(step, one.closed_on if one.status == "hired" else None)


def fill(
    holder: QVBoxLayout, shell: Shell, vacancy: Vacancy, seen: VacancySeen, person: DonePerson, one: Introduction | None
) -> None:
    """Put everything but the buttons into the panel."""
    t = shell.words
    holder.addWidget(label(vacancy.employer, "section", wrap=True))
    start = t("from {day}", day=t.day(vacancy.start)) if vacancy.start else t("at once or by agreement")
    places = t.plural("{count} place", "{count} places", vacancy.places, count=vacancy.places)
    holder.addWidget(label(" · ".join((vacancy.title, places, t.percent(vacancy.extent), start)), "small", wrap=True))
    if warned := crowded(vacancy):
        holder.addWidget(label(t.say(warned), "warn", wrap=True))
    whom = next(iter(seen.contacts), None)
    lines = (
        (t("Contact"), ", ".join(s for s in (whom.name, whom.phone.replace(" ", "\u00a0")) if s) if whom else "–"),
        (t("Our contact"), seen.employer.employer.manager or "–"),
        (t("Latest"), _latest(shell, seen.talk)),
    )
    for name, said in lines:
        row = QHBoxLayout()
        row.addWidget(label(name, "small"), 2)
        row.addWidget(label(said, "strong", wrap=True), 5)
        holder.addLayout(row)
    holder.addWidget(divider())
    holder.addLayout(_asked(shell, vacancy, seen, person))
    holder.addWidget(divider())
    holder.addWidget(label(t("Introduction to the vacancy"), "label"))
    holder.addWidget(StepBar(shell, one))
    if one is not None and one.reason:
        holder.addWidget(
            label(f"{t(INTRODUCTION_STATUSES[one.status])}: {t(NOT_REASONS[one.reason])}", "small", wrap=True)
        )
    for said in sent(shell, person, one):
        holder.addWidget(label(said, "small", wrap=True))


def _latest(shell: Shell, talk: EmployerTalk | None) -> str:
    if talk is None:
        return "–"
    t = shell.words
    return ", ".join(s for s in (t.day(talk.on_date), talk.words or t(CONTACT_WAYS[talk.way]).lower()) if s)


def sent(shell: Shell, person: DonePerson, one: Introduction | None) -> list[str]:
    """Consent and what is sent, said before the button."""
    t = shell.words
    yes = (
        t("Said yes to being introduced on {day}.", day=t.day(one.consent_on))
        if one and one.consent_on
        else t("Ask first: nobody is introduced without saying yes.")
    )
    paper = (
        t("Only the certificate goes along. Nothing about absence or support.")
        if person.issued
        else t("No certificate is issued: only the name goes along.")
    )
    return [yes, paper]


def _asked(shell: Shell, vacancy: Vacancy, seen: VacancySeen, person: DonePerson) -> QGridLayout:
    """Asked against certified, level by level; then language and licence."""
    t, grid = shell.words, QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(0, 1)
    for column, said in enumerate((t("They ask for"), t("Asked"), t("Certified"))):
        grid.addWidget(label(said, "label"), 0, column)
    line = 1
    for code, asked, had in skill_rows(vacancy, person.candidate.levels):
        grid.addWidget(Elided(seen.skills.get(code, code)), line, 0)
        grid.addWidget(LevelMark(shell, asked), line, 1)
        if not person.candidate.hidden:
            grid.addWidget(LevelMark(shell, had), line, 2)
        line += 1
    who = person.candidate.person
    has = t("yes") if vacancy.licence in who.licence.split() else t("no")
    facts = [(t("Swedish level"), vacancy.language_min, who.language or t("not known"))] if vacancy.language_min else []
    facts += [(t("Driving licence {licence}", licence=vacancy.licence), t("yes"), has)] if vacancy.licence else []
    for said, wanted, known in facts:
        for column, one in enumerate((said, wanted, known)):
            grid.addWidget(_cell(one, strong=column > 0), line, column)
        line += 1
    if line == 1:
        grid.addWidget(label(t("Nothing is recorded of what they ask for."), "muted", wrap=True), 1, 0, 1, 3)
    return grid


def _cell(said: str, *, strong: bool) -> QLabel:
    return label(said, "strong" if strong else "")


def act_said(shell: Shell, one: Introduction | None) -> str:
    """What Ctrl+Enter does next; "" where nothing is left to do."""
    t = shell.words
    if one is None or one.status == "not_relevant":
        return t("Introduce")
    step = next_step(one.status)
    return {"interview": t("Interview"), "offered": t("Offered the work"), "hired": t("Hired")}.get(step, "")
