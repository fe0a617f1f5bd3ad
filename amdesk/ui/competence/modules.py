"""Modules in the window: what runs and how full it is, who takes it or waits, and attendance by key."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from amdesk.domain.change import Change
from amdesk.domain.competence.attendance import Mark
from amdesk.domain.competence.modules import ENROLMENT_STEPS, Enrolment, Module, Register
from amdesk.domain.exchange.leaving import LeavingForms
from amdesk.domain.record import beside
from amdesk.domain.texts import N_
from amdesk.ui.competence.modulegrid import FIXED_COLUMNS, ModuleGrid
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import Panel, button, label
from amdesk.ui.kit.menu import MenuAct, offer_acts
from amdesk.ui.kit.reason import ask_whom
from amdesk.ui.kit.records import in_words
from amdesk.ui.kit.relay import Wrapping, in_columns, pairs
from amdesk.ui.kit.rows import Row, TableModel
from amdesk.ui.kit.saving import ask_file, file_name
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.tables import PlainTable

ACTS = (
    ("offered", N_("Offer")),
    ("enrolled", N_("Enrol")),
    ("completed", N_("Completed")),
    ("interrupted", N_("Interrupt the module")),
    ("declined", N_("Declined")),
)


class ModulesPane(QWidget):
    """The list to the left, the register of the chosen one to the right."""

    def __init__(self, shell: Shell, over: QWidget | None = None) -> None:
        super().__init__(over)
        self.shell, self.t = shell, shell.words
        self.kinds: dict[str, str] = {}
        self.chosen: int | None = None
        in_columns(self, (self._list(), 0), (self._register(), 1))

    def _list(self) -> QWidget:
        t, shell = self.t, self.shell
        panel = Panel(padding=0)
        panel.setFixedWidth(shell.theme.px(300))
        self.rows: TableModel[Module] = TableModel(
            [
                (
                    t("Module"),
                    lambda m: f"{m.name}\n{self.kinds.get(m.kind, m.kind)} · {t('{hours} h', hours=m.hours)}",
                    paint.LEFT,
                ),
                (t("Places"), lambda m: t("{taken} of {places}", taken=m.taken, places=m.capacity), paint.RIGHT),
            ]
        )
        self.table = PlainTable(shell, self.rows, t("Modules"), (0, 92), tall=50)
        self.table.selectionModel().currentRowChanged.connect(lambda index, _old: self._choose(index.data(Row)))
        panel.body.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 6, 12, 10)
        foot.addWidget(button(shell, t("New module"), self.new, icon="add", writes=True, act="modules.change"))
        foot.addStretch(1)
        panel.body.addLayout(foot)
        return panel

    def _register(self) -> QWidget:
        panel = Panel(padding=0)
        head = Wrapping()
        head.setContentsMargins(16, 12, 12, 6)
        head.setSpacing(6)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.name, self.facts = label("", "section"), label("", "small")
        words.addWidget(self.name)
        words.addWidget(self.facts)
        head.addLayout(words, 1)
        head.addWidget(button(self.shell, self.t("To Excel"), self._to_excel, icon="arrow_export", act="export"))
        head.addWidget(
            button(self.shell, self.t("From Excel"), self._from_excel, icon="arrow_import", act="competence.assess")
        )
        panel.body.addLayout(head)
        self.grid = ModuleGrid(self.shell)
        self.grid.noted.connect(self._note)
        self.grid.selectionModel().currentChanged.connect(lambda *_: self._show_acts())
        self.grid.doubleClicked.connect(
            lambda index: self.grid.turn() if index.column() >= FIXED_COLUMNS else self._open()
        )
        offer_acts(
            self.grid,
            lambda: [*self.acts.values(), MenuAct(self.t("Open the person"), self._open, act="people.open")],
            self.shell,
        )
        panel.body.addWidget(self.grid, 1)
        foot = Wrapping()
        foot.setContentsMargins(12, 6, 16, 10)
        foot.setSpacing(6)
        self.acts = {
            code: button(self.shell, self.t(said), partial(self.act, code), writes=True, act="competence.assess")
            for code, said in ACTS
        }
        for one in self.acts.values():
            foot.addWidget(one)
        foot.addStretch(1)
        keys = (("1", self.t("Present")), ("2", self.t("Absent with notice")), ("3", self.t("Absent without notice")))
        foot.addLayout(pairs([(label(key, "key"), label(said, "small")) for key, said in keys]))
        panel.body.addLayout(foot)
        return panel

    def refresh(self) -> None:
        self.shell.tasks.run(lambda desk: (desk.modules.every(), desk.modules.kinds()), self._show, key="modules")

    def _show(self, found: tuple[list[Module], dict[str, str]]) -> None:
        modules, self.kinds = found
        self.rows.set_rows(modules)
        if not modules:
            self.name.setText(self.t("No modules yet"))
            self.facts.setText(self.t("Make one, then note needs from a participant's profile."))
        here = next((i for i, m in enumerate(modules) if m.id == self.chosen), 0)
        if modules:
            self.table.selectionModel().setCurrentIndex(
                self.rows.index(here, 0),
                QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
            )
        self._show_acts()

    def _choose(self, module: Module | None) -> None:
        if module is None:
            return
        self.chosen = key = module.id
        self.shell.tasks.run(lambda desk: desk.modules.register(key), self._show_register, key="register")

    def _show_register(self, register: Register) -> None:
        t, m = self.t, register.module
        self.name.setText(m.name)
        left = m.capacity - m.taken
        needs = sum(e.status in {"need", "offered"} for e in register.people)
        free = t.plural(
            "{place} · {left} of {places} places free · {count} waits",
            "{place} · {left} of {places} places free · {count} wait",
            needs,
            place=m.place or "–",
            left=left,
            places=m.capacity,
            count=needs,
        )
        more = (in_words(self.shell, f, getattr(m, f.name), {}) for f in beside(Module))
        self.facts.setText(" · ".join([free, *filter(None, more)]))
        self.grid.show_register(register)
        self._show_acts()

    def _show_acts(self) -> None:
        """Only the steps that can be taken now."""
        person = self.grid.person()
        for code, one in self.acts.items():
            one.setVisible(person is not None and code in ENROLMENT_STEPS[person.status])

    def act(self, status: str) -> None:
        """The next step for whoever the keys are on."""
        from amdesk.ui.competence.module_acts import EndModuleDialog

        person, module = self.grid.person(), self.chosen
        if person is None or module is None:
            return
        if status in {"completed", "interrupted"}:
            EndModuleDialog(self, self.shell, person, status, self._name(person)).open()
            return
        key = person.id
        self.shell.tasks.write(
            lambda desk: desk.modules.step(key, status, module_id=module),
            lambda _: self.shell.toast(self.t("Saved."), undo=True),
            failed=self.shell.guarded(lambda s: self.shell.toast(s)),
        )

    def _name(self, person: Enrolment) -> str:
        return self.shell.name(person.participant)

    def _note(self, enrolment: int, occasion: int, change: Change) -> None:
        def failed(said: str) -> None:
            self.shell.toast(said)
            self.refresh()

        self.shell.tasks.write(
            lambda desk: desk.modules.attend({(enrolment, occasion): change}),
            lambda _: None,
            failed=self.shell.guarded(failed),
        )

    def _open(self) -> None:
        person = self.grid.person()
        if person is not None:
            self.shell.go("participants", participant=person.participant_id)

    def new(self) -> None:
        from amdesk.ui.competence.module_acts import ModuleDialog

        def made(key: int) -> None:
            self.chosen = key

        ModuleDialog(self, self.shell, self.kinds, made).open()

    def _to_excel(self) -> None:
        """The attendance list for the teacher."""
        key = self.chosen
        if key is not None:
            self.shell.tasks.run(
                lambda desk: desk.attendance.leaving(key),
                lambda forms: self._write_list(key, forms),
                failed=self.shell.guarded(lambda s: self.shell.toast(s)),
            )

    def _write_list(self, key: int, forms: LeavingForms) -> None:
        """What leaves is told first, and to whom it goes is asked."""
        t = self.t
        to = ask_whom(self, self.shell, t("Attendance"), forms)
        if to is None:
            return
        suggested = file_name(self.shell, self.name.text(), t("Attendance"), ending="xlsx")
        path = ask_file(self, t("Attendance"), str(Path.home() / suggested), "Excel (*.xlsx)")
        if path:
            self.shell.tasks.run(
                lambda desk: desk.attendance.write(path, key, self.shell.papers, to),
                lambda n: self.shell.toast(
                    t.plural(
                        "{count} person is on the list: {path}",
                        "{count} people are on the list: {path}",
                        n,
                        count=n,
                        path=str(path),
                    )
                ),
                failed=self.shell.guarded(lambda s: self.shell.toast(s)),
            )

    def _from_excel(self) -> None:
        """A list that came back, whichever module it is of."""
        from amdesk.ui.competence.module_acts import AttendanceDialog

        name, _ = QFileDialog.getOpenFileName(self, self.t("Attendance"), str(Path.home()), "Excel (*.xlsx)")
        if name:
            path = Path(name)

            def show(read: tuple[Register, list[Mark]]) -> None:
                register, found = read
                self.chosen = register.module.id
                AttendanceDialog(self, self.shell, register.module.name, found).open()

            self.shell.tasks.run(
                lambda desk: desk.attendance.read(path), show, failed=self.shell.guarded(lambda s: self.shell.toast(s))
            )

    def focus_grid(self) -> None:
        """Onto the register, where attendance is noted."""
        self.grid.setFocus()
