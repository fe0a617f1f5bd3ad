"""New vacancy and its change, and the text of an advertisement that becomes one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from amdesk.domain.change import Change, changes
from amdesk.domain.employers.vacancy import AskedSkills, Vacancy, crowded
from amdesk.domain.places.placement import DemandList
from amdesk.domain.record import CodeOf, Declared, fields
from amdesk.ui.guidance.beside import with_guidance
from amdesk.ui.kit.dialog import Dialog, grid, lay_out, scrolled
from amdesk.ui.kit.fields import Choice, Field
from amdesk.ui.kit.lines import SayingLines, demand_lines, demand_sayings, demands_said
from amdesk.ui.kit.records import Control, Lists, code_lists, control_of, facts, label_of
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.domain.texts import Text
    from amdesk.services.desk import Desk

WIDE = {"title", "schedule", "demands", "skills", "body", "link"}
LEVELS = ("1", "2", "3", "4")


class VacancyLists(NamedTuple):
    """What the form of a vacancy offers: employers, occupations and skills as (code, name), and code lists."""

    employers: Sequence[tuple[str, str]]
    occupations: Sequence[tuple[str, str]]
    skills: Sequence[tuple[str, str]]
    codes: Lists


def vacancy_lists(desk: Desk, lang: str) -> VacancyLists:
    employers = [(str(r.employer.id), r.employer.name) for r in desk.employers.listing()]
    jobs = [(o.code, o.name(lang)) for o in desk.placements.occupations()]
    skills = sorted(desk.vacancies.skills().items(), key=lambda s: (s[0].partition("-")[0], s[1].casefold()))
    return VacancyLists(employers, jobs, skills, code_lists(desk, Vacancy, lang))


class SkillLines(QWidget):
    """Skills that are asked for, a line each with its level; one empty line stands last."""

    def __init__(self, shell: Shell, skills: Sequence[tuple[str, str]], asked: Sequence[str]) -> None:
        super().__init__()
        self.shell, self.skills = shell, skills
        self.rows: list[tuple[Choice, Choice]] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(6)
        for one in asked:
            code, _, level = one.partition("=")
            self._add(code, level)
        self._one_more()

    def _add(self, code: str = "", level: str = "2") -> None:
        t, number = self.shell.words, len(self.rows) + 1
        offered = [("", "–"), *((c, f"{c.partition('-')[0]} · {said}") for c, said in self.skills)]
        if code and code not in dict(offered):
            offered.append((code, code))
        skill = Choice(self.shell, offered, code, t("Skill (line {number})", number=number))
        levels = [(n, t("level {level}", level=n)) for n in LEVELS]
        grade = Choice(self.shell, levels, level, t("Level (line {number})", number=number))
        skill.setMinimumContentsLength(12)
        skill.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        skill.currentIndexChanged.connect(lambda _: self._one_more())
        row = QHBoxLayout()
        row.addWidget(skill, 5)
        row.addWidget(grade, 1)
        self.column.addLayout(row)
        self.rows.append((skill, grade))
        self.setFocusProxy(self.rows[0][0])

    def _one_more(self) -> None:
        if not self.rows or self.rows[-1][0].code():
            self._add()

    def here(self) -> str:
        """The level of the line that has the keys, or else of the last that asks for a skill; empty where none does."""
        keys, said = self.window().focusWidget(), [row for row in self.rows if row[0].code()]
        had = [grade.code() for skill, grade in said if keys in (skill, grade)]
        return next(iter(had or [grade.code() for _, grade in reversed(said)]), "")

    def asked(self) -> tuple[str, ...]:
        """Each skill once, with the last level that is said of it."""
        found = {skill.code(): level.code() for skill, level in self.rows if skill.code()}
        return tuple(f"{code}={level}" for code, level in found.items())


class VacancyDialog(Dialog):
    """A vacancy by its declared fields, in their order; the employer above them."""

    writes = True
    act = "employers.change"

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        vacancy: Vacancy | None,
        lists: VacancyLists,
        given: Mapping[str, object] | None = None,
    ) -> None:
        """`given` is what a new one begins with, `employer_id` among it."""
        t = shell.words
        title = t("Change vacancy {number}", number=vacancy.number) if vacancy else t("New vacancy")
        warned = crowded(vacancy) if vacancy else None
        super().__init__(parent, shell, title, t("Save"), sentence=shell.say(warned) if warned else "", width=660)
        self.vacancy, self.lists, self.given = vacancy, lists, dict(given or {})
        self.belongs_to(f"{vacancy.title}, {vacancy.employer} · {vacancy.number}" if vacancy else "")
        self.controls: dict[str, Control] = {}
        form = QWidget()
        self.body.addWidget(scrolled(form, min(shell.theme.px(470), 520)))
        self.employer = Choice(shell, [("", t("Choose")), *lists.employers], str(self.given.get("employer_id", "")))
        shown: list[QWidget | tuple[QWidget, int]] = []
        if vacancy is None:
            shown.append((Field(t("Employer"), self.employer), 2))
        for field in (f for f in fields(Vacancy) if f.typed):
            control = self.controls[field.name] = self._control(field)
            one = self._guided(Field(label_of(shell, field), control.widget))
            shown.append((one, 2) if field.name in WIDE else one)
        lay_out(form, grid(shown))
        (self.controls["title"].widget if vacancy or self.given.get("employer_id") else self.employer).setFocus()
        self.shown = facts(self.controls)

    def _guided(self, field: Field) -> Field:
        """What the unit's guidance speaks of has its "?"."""
        if isinstance(field.control, SayingLines):
            return with_guidance(self.shell, field, "demand", field.control.here)
        if isinstance(field.control, SkillLines):
            return with_guidance(self.shell, field, "level", field.control.here)
        return field

    def _control(self, field: Declared) -> Control:
        value = getattr(self.vacancy, field.name) if self.vacancy else self.given.get(field.name)
        shell = self.shell
        if isinstance(field.kind, CodeOf):
            box = Choice(shell, [("", "–"), *self.lists.occupations], str(value or ""))
            return Control(box, box.code)
        if isinstance(field.kind, DemandList):
            return self._demands(tuple(value or ()))  # type: ignore[arg-type]  # what a list of demands holds
        if isinstance(field.kind, AskedSkills):
            lines = SkillLines(shell, self.lists.skills, tuple(value or ()))  # type: ignore[arg-type]  # the same
            return Control(lines, lines.asked)
        return control_of(shell, field, value, self.lists.codes)

    def _demands(self, kept: tuple[str, ...]) -> Control:
        lines = SayingLines(self.shell, self.t("Demands"), demand_lines(kept), demand_sayings)
        shown = demands_said(lines.lines())

        def now() -> tuple[str, ...]:
            said = demands_said(lines.lines())
            return kept if said == shown else said

        return Control(lines, now)

    def confirm(self) -> None:
        if any(one.wrong() for one in self.controls.values()):
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return
        said, employer = facts(self.controls), self.employer.code()
        if not said["title"]:
            self.complain(self.t("A vacancy has a title. Write what the work is called."))
            return
        if self.vacancy is None:
            if not employer:
                self.complain(self.t("Choose whose vacancy it is. A new employer is added under Employers."))
                return
            source = str(self.given.get("source", "hand"))
            self.write(lambda desk: desk.vacancies.create(int(employer), {**said, "source": source}), self._stored)
            return
        key, before = self.vacancy.id, {name: getattr(self.vacancy, name) for name in self.controls}
        changed = changes(before, self.shown, said)
        if not changed:
            self.accept()
            return

        def work(desk: Desk, given: Mapping[str, Change]) -> tuple[Vacancy, Text | None]:
            return desk.vacancies.change(key, given), desk.vacancies.crowded(key)

        self.store(changed, work, lambda done: self._stored(*done), before)

    def _stored(self, vacancy: Vacancy, warned: Text | None = None) -> None:
        said = self.t("{title} is saved.", title=vacancy.title)
        self.shell.toast(f"{said}\n{self.shell.say(warned)}" if warned else said, undo=True)


class PasteDialog(Dialog):
    """The text of an advertisement; what it says for sure is filled into the form of a vacancy, which is stored from there."""

    act = "employers.change"

    def __init__(self, parent: QWidget, shell: Shell, said: str = "") -> None:
        t = shell.words
        sentence = t(
            "Nothing is stored yet: what the text says is filled in for you to look at. Phone numbers and e-mail are left out."
        )
        super().__init__(parent, shell, t("Paste advertisement"), t("Read the text"), sentence=sentence, width=620)
        self.over = parent
        self.text = QPlainTextEdit(said)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(shell.theme.px(240))
        self.body.addWidget(Field(t("The advertisement's text"), self.text))
        self.text.setFocus()

    def confirm(self) -> None:
        said, lang, over = self.text.toPlainText(), self.t.lang, self.over
        if not said.strip():
            self.complain(self.t("Paste the text of the advertisement."))
            return

        def work(desk: Desk) -> tuple[dict[str, object], VacancyLists]:
            return desk.vacancies.advertisement(said), vacancy_lists(desk, lang)

        def read(found: tuple[dict[str, object], VacancyLists]) -> None:
            self.accept()
            given, lists = found
            name = str(given.pop("employer", "")).casefold()
            given.pop("org_number", None)
            whose = next((key for key, known in lists.employers if known.casefold() == name), "")
            start = {**given, "source": "advertisement", **({"employer_id": whose} if whose else {})}
            VacancyDialog(over or self, self.shell, None, lists, start).open()

        self.shell.tasks.run(work, read, failed=self.shell.guarded(self.complain))
