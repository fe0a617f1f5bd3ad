"""An action of improvement, a step of it, and a workshop, written or changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from amdesk.domain.change import Change, changes
from amdesk.domain.results.improving import NO_FIGURE, PLANNED, RUNNING, ImprovementAction, Workshop, facts_of
from amdesk.ui.kit.dialog import Dialog, grid
from amdesk.ui.kit.fields import Choice, DateEdit, Field
from amdesk.ui.kit.records import Control, controls_of, facts, labelled
from amdesk.ui.kit.written import words_in

if TYPE_CHECKING:
    from amdesk.services.desk import Desk
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


def shorten(controls: Mapping[str, Control], most: Mapping[str, int]) -> None:
    """No more characters are typed than are kept."""
    for name, limit in most.items():
        box = controls[name].widget
        if isinstance(box, QLineEdit):
            box.setMaxLength(max(limit, len(box.text())))


def day_in(values: Mapping[str, object], name: str) -> date | None:
    found = values.get(name)
    return found if isinstance(found, date) else None


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
        self.before, self.stored = before, stored
        self.opened = facts_of(before) if before else {"owner": shell.settings.user, "begins": shell.today}
        self.controls = controls_of(shell, ImprovementAction, self.opened, own=self._own(choices))
        shorten(self.controls, {"title": 120, "owner": 120})
        fields = labelled(shell, ImprovementAction, self.controls, set(self.controls) - {"begins", "due"})
        self.caution_field = dict(zip(self.controls, fields, strict=True))["caution"]
        self.body.addLayout(grid(fields))
        self.figure.currentIndexChanged.connect(lambda _i: self._measured())
        self._measured()
        self.controls["title"].widget.setFocus()
        self.shown = facts(self.controls)

    def _own(self, choices: ActionChoices) -> dict[str, Control]:
        """A figure is chosen with the report in which it stands; the day it is due may be said from the day it begins."""
        t, at = self.t, self.opened
        self.begins = DateEdit(self.shell, day_in(at, "begins"))
        self.due = DateEdit(self.shell, day_in(at, "due"), self.begins.value)
        self.named = {f"{kind}:{ident}": (kind, ident) for kind, ident, _ in choices.figures}
        held = at.get("figure")
        now = ":".join(held) if isinstance(held, tuple) else ""
        if isinstance(held, tuple):
            self.named[now] = held
        figures = [(f"{kind}:{ident}", label) for kind, ident, label in choices.figures]
        self.figure = Choice(self.shell, [("", t("None: it is not measured")), *figures], now)
        shops = [(str(w.id), f"{w.on_date} · {w.title}") for w in choices.workshops]
        shop = Choice(self.shell, [("", t("No workshop")), *shops], str(at.get("workshop_id") or ""))
        caution = words_box(str(at.get("caution") or ""), "", self.shell.theme.px(58))
        return {
            "begins": Control(self.begins, self.begins.value, self.begins.wrong),
            "due": Control(self.due, self.due.value, self.due.wrong),
            "figure": Control(self.figure, lambda: self.named.get(self.figure.code() or "", NO_FIGURE)),
            "caution": Control(caution, lambda: words_in(caution).strip() if self.figure.code() else ""),
            "workshop_id": Control(shop, lambda: int(shop.code() or 0) or None),
        }

    def _measured(self) -> None:
        field = self.caution_field
        (field[0] if isinstance(field, tuple) else field).setEnabled(bool(self.figure.code()))

    def confirm(self) -> None:
        said = facts(self.controls)
        if said["begins"] is None or said["due"] is None:
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return
        if self.before is None:
            made = self._made(said)
            self.write(lambda desk: desk.improving.add(made), self._done(self.t("The action is added.")))
            return
        action, changed = self.before, changes(self.opened, self.shown, said)
        if not changed:
            self.accept()
            return

        def work(desk: Desk, given: Mapping[str, Change]) -> ImprovementAction:
            return desk.improving.change(action, given)

        self.store(changed, work, self._done(self.t("The action is changed.")), self.opened)

    def _done(self, said: str) -> Callable[[ImprovementAction], None]:
        def then(made: ImprovementAction) -> None:
            self.shell.toast(said, undo=True)
            self.stored(made)

        return then

    def _made(self, said: Mapping[str, object]) -> ImprovementAction:
        figure, begins = said["figure"], self.begins.value() or self.shell.today
        report, ident = figure if isinstance(figure, tuple) else ("", "")
        state = PLANNED if begins > self.shell.today else RUNNING
        values = {**said, "state": state, "report": report, "figure": ident}
        return ImprovementAction(0, "", **values)


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
        self.body.addWidget(Field(t("Day"), self.on))
        self.body.addWidget(Field(t("Who took part"), self.roles))
        self.body.addWidget(Field(t("What was said"), self.words))
        self.what.setFocus()

    def confirm(self) -> None:
        on = self.on.value()
        if on is None:
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return
        what, roles, words = self.what.text(), self.roles.text(), words_in(self.words)
        self.write(lambda desk: desk.improving.add_workshop(on, what, roles, words), self._done)

    def _done(self, _made: Workshop) -> None:
        self.shell.toast(self.t("The workshop is added."), undo=True)
        self.stored()
