"""An action of improvement, a step of it, and a workshop, written or changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from amdesk.domain.results.improving import PLANNED, RUNNING, ImprovementAction, Workshop
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.fields import Choice, DateEdit, Field

if TYPE_CHECKING:
    from amdesk.ui.kit.shell import Shell


class ActionChoices(NamedTuple):
    """What can be chosen in the form: (kind of report, id, label) of figures, workshops, and who may own it."""

    figures: Sequence[tuple[str, str, str]]
    workshops: Sequence[Workshop]
    people: Sequence[str]


def words_box(said: str, name: str, tall: int) -> QPlainTextEdit:
    """Several lines of text, left by Tab."""
    box = QPlainTextEdit(said)
    box.setTabChangesFocus(True)
    box.setAccessibleName(name)
    box.setFixedHeight(tall)
    return box


def line(said: str, most: int = 120) -> QLineEdit:
    box = QLineEdit(said)
    box.setMaxLength(most)
    return box


def beside(*fields: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    for one in fields:
        row.addWidget(one, 1)
    return row


class ActionDialog(Dialog):
    """New where `before` is None."""

    writes = True
    act = "improving.change"

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        before: ImprovementAction | None,
        choices: ActionChoices,
        stored: Callable[[ImprovementAction], None],
    ) -> None:
        t = shell.words
        title = t("New action") if before is None else t("Change action")
        said = t("Name nobody of the participants. The figure comes from frozen reports.")
        super().__init__(parent, shell, title, t("Save"), sentence=said, width=640)
        self.before, self.choices, self.stored = before, choices, stored
        today, tall = shell.today, shell.theme.px(58)
        self.title_said = line(before.title if before else "")
        self.what = words_box(before.what if before else "", t("What is done"), tall)
        self.owner = line(before.owner if before else shell.settings.user)
        self.begins = DateEdit(shell, before.begins if before else today)
        self.due = DateEdit(shell, before.due if before else None, self.begins.value)
        now = f"{before.report}:{before.figure}" if before and before.figure else ""
        figures = [(f"{kind}:{ident}", label) for kind, ident, label in choices.figures]
        self.figure = Choice(shell, [("", t("None: it is not measured")), *figures], now)
        self.caution = words_box(before.caution if before else "", t("What may not be concluded from it"), tall)
        shops = [(str(w.id), f"{w.on_date} · {w.title}") for w in choices.workshops]
        came_of = str(before.workshop_id or "") if before else ""
        self.workshop = Choice(shell, [("", t("No workshop")), *shops], came_of)
        self.body.addWidget(Field(t("What it is called"), self.title_said))
        self.body.addWidget(Field(t("What is done"), self.what))
        self.body.addLayout(
            beside(Field(t("Owner"), self.owner), Field(t("Begins"), self.begins), Field(t("Due"), self.due))
        )
        self.body.addWidget(Field(t("The figure it is to move"), self.figure))
        self.caution_field = Field(t("What may not be concluded from it"), self.caution)
        self.body.addWidget(self.caution_field)
        self.body.addWidget(Field(t("Workshop"), self.workshop))
        self.figure.currentIndexChanged.connect(lambda _i: self._measured())
        self._measured()
        self.title_said.setFocus()

    def _measured(self) -> None:
        self.caution_field.setEnabled(bool(self.figure.code()))

    def confirm(self) -> None:
        made = self._made()
        if made is None:
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return
        before, t = self.before, self.t
        if before is None:
            self.write(lambda desk: desk.improving.add(made), self._done(t("The action is added.")))
        else:
            self.write(lambda desk: desk.improving.change(before, made), self._done(t("The action is changed.")))

    def _done(self, said: str) -> Callable[[ImprovementAction], None]:
        def then(made: ImprovementAction) -> None:
            self.shell.toast(said, undo=True)
            self.stored(made)

        return then

    def _made(self) -> ImprovementAction | None:
        begins, due = self.begins.value(), self.due.value()
        if begins is None or due is None:
            return None
        kind, _, ident = (self.figure.code() or "").partition(":")
        shop = self.workshop.code()
        state = PLANNED if begins > self.shell.today else RUNNING
        kept = self.before or ImprovementAction(0, "", "", "", "", begins, due, state, "", "", "")
        return replace(
            kept,
            title=self.title_said.text().strip(),
            what=self.what.toPlainText().strip(),
            owner=self.owner.text().strip(),
            begins=begins,
            due=due,
            report=kind,
            figure=ident,
            caution=self.caution.toPlainText().strip() if ident else "",
            workshop_id=int(shop) if shop else None,
        )


class ActionStepDialog(Dialog):
    """One more step of an action."""

    writes = True
    act = "improving.change"

    def __init__(
        self, parent: QWidget, shell: Shell, action: ImprovementAction, stored: Callable[[ImprovementAction], None]
    ) -> None:
        t = shell.words
        super().__init__(parent, shell, t("New step"), t("Save"))
        self.belongs_to(action.title)
        self.action, self.stored = action, stored
        self.what, self.who, self.due = line(""), line(""), DateEdit(shell)
        self.body.addWidget(Field(t("What is done"), self.what))
        self.body.addLayout(beside(Field(t("Who"), self.who), Field(t("Due"), self.due)))
        self.what.setFocus()

    def confirm(self) -> None:
        if self.due.wrong():
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return
        action, what, who, due = self.action, self.what.text(), self.who.text(), self.due.value()
        self.write(lambda desk: desk.improving.add_step(action, what, who, due), self._done)

    def _done(self, made: ImprovementAction) -> None:
        self.shell.toast(self.t("The step is added."), undo=True)
        self.stored(made)


class WorkshopDialog(Dialog):
    """A workshop that was held."""

    writes = True
    act = "improving.change"

    def __init__(self, parent: QWidget, shell: Shell, stored: Callable[[], None]) -> None:
        t = shell.words
        said = t("Who took part is said by role and number. Name nobody of the participants.")
        super().__init__(parent, shell, t("New workshop"), t("Save"), sentence=said, width=560)
        self.stored = stored
        self.what, self.on, self.roles = line(""), DateEdit(shell, shell.today), line("")
        self.roles.setPlaceholderText(t("14 supervisors, 2 case workers"))
        self.words = words_box("", t("What was said"), shell.theme.px(96))
        self.body.addWidget(Field(t("What it was about"), self.what))
        self.body.addLayout(beside(Field(t("Day"), self.on), Field(t("Who took part"), self.roles)))
        self.body.addWidget(Field(t("What was said"), self.words))
        self.what.setFocus()

    def confirm(self) -> None:
        on = self.on.value()
        if on is None:
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return
        what, roles, words = self.what.text(), self.roles.text(), self.words.toPlainText()
        self.write(lambda desk: desk.improving.add_workshop(on, what, roles, words), self._done)

    def _done(self, _made: Workshop) -> None:
        self.shell.toast(self.t("The workshop is added."), undo=True)
        self.stored()
