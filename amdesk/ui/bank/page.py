"""Inställningar: look, ways of working, the bank and its backups, history, access log, about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Unpack

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSpinBox,
    QStackedWidget,
    QTableView,
    QWidget,
)

from amdesk import __version__, resources
from amdesk.domain.bank.access import AccessEntry
from amdesk.domain.booking.matching import DEFAULT_WEIGHTS, PART_NAMES, PARTS, Weights
from amdesk.domain.booking.plan import Plan, read_plan
from amdesk.domain.change import Change, changes
from amdesk.domain.competence.assessments import LEVELS, PRINT_FROM
from amdesk.services.bank import banks
from amdesk.ui.bank.retention import RetentionPane
from amdesk.ui.bank.undoing import step_back
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import CheckBox, Panel, button, label
from amdesk.ui.kit.dialog import ToStore, store
from amdesk.ui.kit.fields import Choice, Field
from amdesk.ui.kit.page import Page
from amdesk.ui.kit.picker import Picker
from amdesk.ui.kit.relay import Beside
from amdesk.ui.kit.rows import R, TableModel
from amdesk.ui.kit.saving import ask_file
from amdesk.ui.kit.shell import Shell, Visit
from amdesk.ui.kit.theme import SCALES

if TYPE_CHECKING:
    from amdesk.domain.texts import Text
    from amdesk.services.bank.history import Step
    from amdesk.services.desk import Desk

LOG_MS = 200
"""Milliseconds after the last letter until the log of whoever was written is asked for."""
LOCK_AFTER = (5, 10, 15, 30)
"""Minutes to choose from."""
UNIT = ("city", "department", "unit", "place", "phone")


class ShownSettings(NamedTuple):
    """The unit's settings by name, the latest steps and accesses, what the bank holds, and who works here as (key, name)."""

    unit: dict[str, str]
    steps: Sequence[Step]
    access: Sequence[AccessEntry]
    info: Mapping[str, object]
    weights: Weights
    workers: Sequence[tuple[str, str]]


class SettingsPage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Settings"))
        t = self.t
        self.weights: Weights = DEFAULT_WEIGHTS
        self.menu = QListWidget()
        self.menu.setAccessibleName(t("Settings"))
        panel = Panel(padding=8)
        panel.setFixedWidth(shell.theme.px(200))
        panel.body.addWidget(self.menu)
        self.stack = QStackedWidget()
        pages: tuple[tuple[str, Callable[[], QWidget]], ...] = (
            (t("Appearance"), self._appearance),
            (t("The unit"), self._unit),
            (t("Matching weights"), self._weights),
            (t("The bank"), self._bank),
            (t("History"), self._history),
            (t("Access log"), self._access),
            (t("Retention"), self._retention),
            (t("About"), self._about),
        )
        for name, build in pages:
            item = QListWidgetItem(name)
            item.setSizeHint(
                QSize(0, shell.theme.px(34))
            )  # a hint of its own: before the style sheet is there, rows have no padding
            self.menu.addItem(item)
            self.stack.addWidget(build())
        self.menu.currentRowChanged.connect(self._turn)
        self.menu.setCurrentRow(0)
        self.column.addWidget(Beside((panel, 0), (self.stack, 1)), 1)

    def arrive(self, **arguments: Unpack[Visit]) -> None:
        names = ("appearance", "unit", "weights", "bank", "history", "access", "retention", "about")
        if (part := arguments.get("part")) in names:
            self.menu.setCurrentRow(names.index(part))
        self.refresh()
        self.menu.setFocus()

    def regions(self) -> list[QWidget]:
        return [self.menu, self.stack]

    def _turn(self, row: int) -> None:
        self.store_first(lambda: None)
        self.stack.setCurrentIndex(row)
        self.refresh()

    def refresh(self) -> None:
        self.shell.tasks.run(_read, self._show, key="settings")
        if self.stack.currentWidget() is self.retention:
            self.retention.refresh()
        elif self.stack.currentWidget() is self.bank:
            self._list_copies()

    def _show(self, answer: ShownSettings) -> None:
        unit, steps, access, info, weights, workers = answer
        self._take(unit)
        self.history.set_rows(steps)
        if not self.whose.text().strip():
            self.access.set_rows(access)
        self.weights = weights
        for name, field in self.parts.items():
            if field.text() == self.shown_parts[name]:  # what somebody is writing stays
                self.shown_parts[name] = str(weights.parts[name])
                field.setText(self.shown_parts[name])
        self.version.setText(
            self.t("Version {version}. Each change is a new version; old matches keep theirs.", version=weights.version)
        )
        t = self.t
        self.info.setText(
            t(
                "{address}\nPlacements: {placements}, participants: {participants}, bookings: {bookings}, certificates: {certificates}.",
                address=info["address"],
                placements=info["placements"],
                participants=info["participants"],
                bookings=info["bookings"],
                certificates=info["certificates"],
            )
        )
        self.remove_demo.setVisible(bool(info["demo"]))
        folder = str(self.shell.settings.backups())
        self.promise.setText(
            self.t("Of the demo city no copy is made when you close AMDesk.")
            if info["demo"]
            else self.t(
                "A checked copy is made when you close AMDesk, into {folder}. The latest ten are kept.", folder=folder
            )
        )
        self.me.fill(
            [("", "–"), *workers],
            str(self.shell.case_worker_id or ""),
        )

    def _appearance(self) -> QWidget:
        t, s = self.t, self.shell.settings
        panel = Panel(t("Appearance"))
        looks = [
            ("system", t("Follow the system")), ("light", t("Light")), ("dark", t("Dark")), ("contrast", t("High contrast")),
        ]  # fmt: skip
        self.theme = Choice(self.shell, looks, s.theme)
        self.language = Choice(
            self.shell, [("", t("Follow the system")), ("sv", "Svenska"), ("en", "English")], s.language
        )
        self.scale = Choice(self.shell, [(str(x), t.percent(x)) for x in SCALES], str(s.scale))
        self.letters = CheckBox(self.shell, t("Single letters work as shortcuts in lists (S, B, N)"))
        self.letters.setChecked(s.letters)
        self.motion = CheckBox(self.shell, t("Reduced motion"))
        self.motion.setChecked(s.reduced_motion)
        for said, control in ((t("Colours"), self.theme), (t("Language"), self.language), (t("Text size"), self.scale)):
            field = Field(said, control)
            field.setMaximumWidth(self.shell.theme.px(320))
            panel.body.addWidget(field)
        panel.body.addWidget(self.letters)
        panel.body.addWidget(self.motion)
        panel.body.addWidget(button(self.shell, t("Use"), self._use, kind="primary"), 0, Qt.AlignmentFlag.AlignLeft)
        panel.body.addStretch(1)
        return panel

    def _use(self) -> None:
        self.shell.settings = self.shell.settings._replace(
            theme=self.theme.code(),
            language=self.language.code(),
            scale=int(self.scale.code()),
            letters=self.letters.isChecked(),
            reduced_motion=self.motion.isChecked(),
        )
        self.shell.settings.save()
        self.shell.appearance.emit()

    def _unit(self) -> QWidget:
        t = self.t
        panel = Panel(t("The unit"))
        panel.body.addWidget(label(t("Printed on certificates and notices."), "muted"))
        self.unit: dict[str, QLineEdit] = {}
        self.shown: dict[str, str] = {}
        names = (t("City"), t("Department"), t("Unit"), t("Place of signing"), t("Phone for questions"))
        for name, said in zip(UNIT, names, strict=True):
            self.unit[name] = QLineEdit()
            self.unit[name].textEdited.connect(lambda _said: self.shell.typed.emit())
            field = Field(said, self.unit[name])
            field.setMaximumWidth(self.shell.theme.px(420))
            panel.body.addWidget(field)
        levels = [(str(n), f"{n} · {t(said)}") for n, said in LEVELS.items()]
        self.lowest = Choice(self.shell, levels, str(PRINT_FROM))
        self.birth = CheckBox(self.shell, t("Birth date on certificates"))
        self.lowest.activated.connect(lambda _i: self.shell.typed.emit())
        self.birth.clicked.connect(lambda _on: self.shell.typed.emit())
        lowest = Field(t("Lowest level printed on certificates"), self.lowest)
        lowest.setMaximumWidth(self.shell.theme.px(420))
        panel.body.addWidget(lowest)
        panel.body.addWidget(self._plan())
        panel.body.addWidget(self.birth)
        panel.body.addWidget(
            button(self.shell, t("Save"), self._save_unit, kind="primary", writes=True), 0, Qt.AlignmentFlag.AlignLeft
        )
        self.me = Choice(self.shell, [("", "–")])
        mine = Field(t("I am this case worker"), self.me)
        mine.setMaximumWidth(self.shell.theme.px(420))
        panel.body.addSpacing(12)
        panel.body.addWidget(mine)
        self.me.activated.connect(lambda _i: self._save_me())
        panel.body.addStretch(1)
        return panel

    def _plan(self) -> QWidget:
        """Weeks of the two assessments on the way, and how long before the end the final one is."""
        t, holder = self.t, QWidget()
        holder.setMaximumWidth(self.shell.theme.px(420))
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        names = (t("Assessment 1, week"), t("Assessment 2, week"), t("Final, days before end"))
        self.plan: list[QSpinBox] = []
        for said, most in zip(names, (51, 52, 60), strict=True):
            box = QSpinBox()
            box.setRange(0 if most == 60 else 1, most)
            box.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
            box.setAccessibleName(said)
            box.valueChanged.connect(lambda _weeks: self.shell.typed.emit())
            self.plan.append(box)
            row.addWidget(Field(said, box))
        return holder

    def _take(self, unit: dict[str, str]) -> None:
        """Show what the bank holds, but for what somebody has written and not saved: that stays, with what it was written over."""
        now = self._unit_values()
        for name, kept in unit.items():
            if now[name] == self.shown.get(name, now[name]):
                self.shown[name] = now[name] = kept
        for name, field in self.unit.items():
            if field.text().strip() != now[name]:
                field.setText(now[name])
        self.lowest.choose(now["certificate_lowest"])
        self.birth.setChecked(now["certificate_birth_date"] == "yes")
        for box, weeks in zip(self.plan, now["assessment_plan"].split(","), strict=True):
            box.setMaximum(max(box.maximum(), int(weeks)))
            box.setValue(int(weeks))

    def _unit_values(self) -> dict[str, str]:
        values = {name: field.text().strip() for name, field in self.unit.items()}
        values["certificate_lowest"] = self.lowest.code()
        values["assessment_plan"] = Plan(*(box.value() for box in self.plan)).document()
        values["certificate_birth_date"] = "yes" if self.birth.isChecked() else "no"
        return values

    def _typed(self) -> bool:
        """Whether something was written that is not what the bank was seen to have."""
        return any(self.shown.get(name) != value for name, value in self._unit_values().items())

    def _save_unit(self) -> None:
        self._store_unit(lambda: None, self.shell.toast)

    def _store_unit(self, then: Callable[[], None], otherwise: Callable[[str], None]) -> None:
        values = self._unit_values()
        changed = changes(self.shown, self.shown, values)

        def stored(given: Mapping[str, Change]) -> None:
            self.shown |= {name: values[name] for name in changed}  # and then shows what the bank has
            self.refresh()
            if given:
                self.shell.plan = read_plan(str(given["assessment_plan"].after))
                self.shell.toast(self.t("Saved."), undo=True)
            then()

        asked = ToStore(changed, lambda desk, given: desk.set_settings(given), stored, dict(self.shown))
        store(self, self.shell, self.t("The unit"), asked, self.shell.guarded(otherwise))

    def store_first(self, then: Callable[[], None], otherwise: Callable[[str], None] | None = None) -> None:
        """The unit's settings are printed on every paper: what was written there is stored when the page is left."""
        if self.shown and self._typed():
            self._store_unit(then, otherwise or self.shell.toast)
        else:
            then()

    def _weights_typed(self) -> bool:
        return any(field.text().strip() != self.shown_parts[name] for name, field in self.parts.items())

    def unsaved(self) -> str:
        typed = ((self.t("Matching weights"), self._weights_typed()), (self.t("Retention"), self.retention.typed()))
        return ", ".join(name for name, written in typed if written)

    def in_hand(self) -> bool:
        return (bool(self.shown) and self._typed()) or super().in_hand()

    def _save_me(self) -> None:
        key = int(self.me.code()) if self.me.code() else None
        self.shell.case_worker_id = key
        self.shell.tasks.write(lambda desk: desk.set_case_worker(key), lambda _: self.shell.toast(self.t("Saved.")))

    def _weights(self) -> QWidget:
        t = self.t
        panel = Panel(t("Matching weights"))
        panel.body.addWidget(
            label(
                t(
                    "How much each part counts. A person decides; the program proposes and says why. Gender, name, age, citizenship and health are never scored."
                ),
                "muted",
                wrap=True,
            )
        )
        self.version = label("", "small")
        panel.body.addWidget(self.version)
        self.parts: dict[str, QLineEdit] = {}
        self.shown_parts = dict.fromkeys(PARTS, "")
        for name in PARTS:
            self.parts[name] = QLineEdit()
            self.parts[name].textEdited.connect(lambda _said: self.shell.typed.emit())
            field = Field(t(PART_NAMES[name]), self.parts[name])
            field.setMaximumWidth(self.shell.theme.px(180))
            panel.body.addWidget(field)
        self.weights_wrong = label("", "bad")
        panel.body.addWidget(self.weights_wrong)
        panel.body.addWidget(
            button(self.shell, t("Save as a new version"), self._save_weights, kind="primary", writes=True),
            0,
            Qt.AlignmentFlag.AlignLeft,
        )
        panel.body.addStretch(1)
        return panel

    def _save_weights(self) -> None:
        try:
            parts = {name: int(field.text()) for name, field in self.parts.items()}
        except ValueError:
            parts = {}
        if not parts or sum(parts.values()) <= 0 or min(parts.values()) < 0:
            self.weights_wrong.setText(self.t("Write whole numbers from 0 up, at least one above 0."))
            return
        self.weights_wrong.setText("")
        shown = {name: int(said) for name, said in self.shown_parts.items()}
        changed = changes(shown, shown, parts)

        def stored(given: Mapping[str, Change]) -> None:
            self.shown_parts = {name: field.text() for name, field in self.parts.items()}  # and then shows the bank's
            self.refresh()
            if given:
                self.shell.toast(self.t("Saved."), undo=True)

        asked = ToStore(changed, lambda desk, given: desk.set_weights(given), stored, shown)
        failed = self.shell.guarded(self.weights_wrong.setText)
        store(self, self.shell, self.t("Matching weights"), asked, failed)

    def _bank(self) -> QWidget:
        t = self.t
        panel = self.bank = Panel(t("The bank"))
        self.info = label("", "muted", wrap=True)
        self.info.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        panel.body.addWidget(self.info)
        row = QHBoxLayout()
        row.addWidget(button(self.shell, t("Copy now"), self._backup, kind="primary", icon="save"))
        row.addWidget(button(self.shell, t("Check the bank"), self._check_bank, icon="shield"))
        row.addWidget(button(self.shell, t("Restore a backup"), self._restore, icon="arrow_undo", writes=True))
        row.addStretch(1)
        panel.body.addLayout(row)
        self.answer = label("", "", wrap=True)
        panel.body.addWidget(self.answer)
        self.promise = label("", "small", wrap=True)
        panel.body.addWidget(self.promise)
        self.copies = label("", "small", wrap=True)
        self.copies.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        panel.body.addWidget(self.copies)
        panel.body.addWidget(
            button(self.shell, t("New passphrase"), self._passphrase, icon="key", writes=True),
            0,
            Qt.AlignmentFlag.AlignLeft,
        )
        panel.body.addWidget(
            button(self.shell, t("Open another bank"), lambda: self.shell.bank_wanted.emit(""), icon="database"),
            0,
            Qt.AlignmentFlag.AlignLeft,
        )
        self.remove_demo = button(self.shell, t("Remove the demo city"), self._remove_demo, icon="delete", writes=True)
        panel.body.addWidget(self.remove_demo, 0, Qt.AlignmentFlag.AlignLeft)
        panel.body.addWidget(self._locking())
        panel.body.addStretch(1)
        return panel

    def _locking(self) -> QWidget:
        """After how long without a key or the mouse the window locks itself; it counts at once."""
        t, now = self.t, self.shell.settings.lock_after
        choices = [(str(n), t.plural("{minutes} minute", "{minutes} minutes", n, minutes=n)) for n in LOCK_AFTER]
        self.lock_after = Choice(self.shell, [("0", t("Never")), *choices], str(now))
        self.lock_after.activated.connect(lambda _i: self._save_lock_after())
        field = Field(t("Lock AMDesk when nobody has used it for"), self.lock_after, hint=t("Ctrl L locks at once."))
        field.setMaximumWidth(self.shell.theme.px(320))
        return field

    def _save_lock_after(self) -> None:
        self.shell.settings = self.shell.settings._replace(lock_after=int(self.lock_after.code()))
        self.shell.settings.save()
        self.shell.toast(self.t("Saved."))

    def _backup(self) -> None:
        folder, clock = self.shell.settings.backups(), self.shell.clock
        self.answer.setText(self.t("Copying and checking …"))
        self.shell.tasks.run(
            lambda desk: banks.numbered_backup(desk.bank, folder, clock),
            self._backed_up,
            failed=self.shell.guarded(self.answer.setText),
        )

    def _backed_up(self, made: Path) -> None:
        self.answer.setText(self.t("The copy is made and proved: {path}", path=str(made)))
        self._list_copies()

    def _list_copies(self) -> None:
        folder = self.shell.settings.backups()
        self.shell.tasks.run(lambda desk: banks.backups(desk.bank, folder), self._show_copies, key="copies")

    def _show_copies(self, found: list[banks.Kept]) -> None:
        """The bank's own copies, newest first: the folder may hold those of other banks too."""
        t = self.t
        lines = [
            f"{c.number or '–'}: {t.day(made.date())} {made:%H:%M}, {c.name}"
            for c in found
            if (made := c.made.astimezone())
        ]
        self.copies.setText("\n".join([t("Copies of this bank, latest first:"), *lines]) if lines else "")

    def _check_bank(self) -> None:
        self.answer.setText(self.t("Checking …"))

        def faults(desk: Desk) -> list[str]:
            found = banks.check(desk.bank)
            return [] if found["ok"] else found["faults"]

        def show(found: list[str]) -> None:
            self.answer.setText("\n".join(found[:8]) if found else self.t("The bank is whole."))

        self.shell.tasks.run(faults, show, failed=self.shell.guarded(self.answer.setText))

    def _restore(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.t("Restore a backup"), str(self.shell.settings.backups()), "AMDesk (*.amdesk)"
        )
        if name:
            self.shell.bank_wanted.emit(f"restore:{name}")

    def _passphrase(self) -> None:
        from amdesk.ui.bank.secrets import PassphraseDialog

        PassphraseDialog(self, self.shell).open()

    def _remove_demo(self) -> None:
        self.shell.bank_wanted.emit("remove-demo")

    def _log_table(self, model: TableModel[R], name: str, stretch: int) -> QTableView:
        view = QTableView()
        view.setModel(model)
        view.setShowGrid(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(self.shell.theme.px(30))
        view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        view.setTabKeyNavigation(False)
        view.setAccessibleName(name)
        for i in range(model.columnCount()):
            view.horizontalHeader().setSectionResizeMode(
                i, QHeaderView.ResizeMode.Stretch if i == stretch else QHeaderView.ResizeMode.Interactive
            )
            if i != stretch:
                view.setColumnWidth(i, self.shell.theme.px(140))
        return view

    def _history(self) -> QWidget:
        t = self.t
        panel = Panel(t("History"))
        panel.head.addWidget(
            button(self.shell, t("Undo latest"), self._undo, icon="arrow_undo", key="Ctrl Z", writes=True)
        )
        panel.head.addWidget(button(self.shell, t("Redo"), self._redo, icon="arrow_redo", key="Ctrl Y", writes=True))
        self.back = button(self.shell, t("Take back the chosen step"), self._take_back, icon="arrow_undo", writes=True)
        panel.head.addWidget(self.back)
        kinds = {"do": "", "undo": t("Undone: "), "redo": t("Redone: "), "system": ""}
        self.history: TableModel[Step] = TableModel(
            [
                (t("When (local time)"), lambda s: t.moment(s.at), paint.LEFT),
                (t("Who"), lambda s: s.actor, paint.LEFT),
                (
                    t("What"),
                    lambda s: kinds[s.kind] + t.say(s.what) + ("  – " + t("taken back") if s.undone else ""),
                    paint.LEFT,
                ),
                (t("Rows"), lambda s: str(s.changes), paint.RIGHT),
            ]
        )
        self.past = self._log_table(self.history, t("History"), 2)
        self.past.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.past.selectionModel().currentRowChanged.connect(lambda *_: self._offer())
        self.history.modelReset.connect(self._offer)
        self.past.activated.connect(lambda _: self._take_back())
        panel.body.addWidget(self.past, 1)
        self._offer()
        return panel

    def _chosen(self) -> Step | None:
        at = self.past.currentIndex().row()
        return self.history.rows[at] if 0 <= at < len(self.history.rows) else None

    def _offer(self) -> None:
        """One's own step that stands may be taken back out of its turn."""
        step = self._chosen()
        self.back.setEnabled(step is not None and step.mine and not self.shell.read_only)

    def _take_back(self) -> None:
        step = self._chosen()
        if step is not None and self.back.isEnabled():
            self.store_first(lambda: self._step_back(lambda desk: desk.history.undo(step.id)))

    def _undo(self) -> None:
        self.store_first(lambda: self._step_back(lambda desk: desk.history.undo()))

    def _redo(self) -> None:
        self.store_first(lambda: self._step_back(lambda desk: desk.history.redo()))

    def _step_back(self, work: Callable[[Desk], Text]) -> None:
        if self.shell.tasks.working:  # it would wait its turn and then take back the very import that runs
            self.shell.toast(self.t("Rows are being imported or exported. Undo when it is done, or stop it."))
            return
        step_back(self, self.shell, work, lambda said: self.shell.toast(said))

    def _access(self) -> QWidget:
        t = self.t
        panel = Panel(t("Access log"))
        panel.body.addWidget(
            label(
                t("Every opened record and every change: who, when, what, whose. It cannot be edited."),
                "muted",
                wrap=True,
            )
        )
        self.access: TableModel[AccessEntry] = TableModel(
            [
                (t("When (local time)"), lambda r: t.moment(r.at), paint.LEFT),
                (t("Who"), lambda r: r.actor, paint.LEFT),
                (t("Account"), lambda r: r.account, paint.LEFT),
                (t("Whose"), self._whose_row, paint.LEFT),
                (t("What"), lambda r: t.say(r.said), paint.LEFT),
                (t("Why"), lambda r: t.say(r.because), paint.LEFT),
            ]
        )
        self._log_soon = QTimer(self)
        self._log_soon.setSingleShot(True)
        self._log_soon.setInterval(LOG_MS)
        self._log_soon.timeout.connect(self._whose_chosen)
        self.whose = Picker(self.shell, "participant")
        self.whose.setMaximumWidth(self.shell.theme.px(320))
        self.whose.setClearButtonEnabled(True)
        self.whose.textChanged.connect(lambda _w: self._log_soon.start())
        self.whose.returnPressed.connect(self._search_log)
        row = QHBoxLayout()
        row.addWidget(Field(t("Whose"), self.whose))
        row.addStretch(1)
        row.addWidget(button(self.shell, t("Export to Excel"), self._export_log, icon="arrow_export"))
        panel.body.addLayout(row)
        self.log_wrong = label("", "bad", wrap=True)
        panel.body.addWidget(self.log_wrong)
        panel.body.addWidget(self._log_table(self.access, t("Access log"), 4), 1)
        return panel

    def _whose_row(self, entry: AccessEntry) -> str:
        """Whose record it was, the name before the number."""
        return " · ".join(x for x in (self.shell.name(entry.name), entry.number) if x)

    def _whose_chosen(self) -> None:
        """Somebody was chosen or a number written; a name that is still being typed asks for nobody's log."""
        said = self.whose.code()
        if not said or any(letter.isdigit() for letter in said):
            self._search_log()

    def _search_log(self) -> None:
        """The log of one person, by number, personal identity number included."""
        said = self.whose.code()
        self.log_wrong.setText("")
        self.shell.tasks.run(
            lambda desk: desk.history.access(said or None, limit=300),
            self.access.set_rows,
            key="access",
            failed=self.shell.guarded(self.log_wrong.setText),
        )

    def _export_log(self) -> None:
        suggested = str(Path.home() / f"{self.t('Access log')} {self.shell.today}.xlsx")
        name = ask_file(self, self.t("Save Excel"), suggested, "Excel (*.xlsx)")
        if name:
            self.export_log_to(name)

    def export_log_to(self, path: Path) -> None:
        """Write what the search shows, the whole of it."""
        said = self.whose.code()

        def done(finished: bool) -> None:
            self.shell.toast(self.t("Saved: {path}", path=str(path)) if finished else self.t("The export was stopped."))

        self.shell.tasks.long(
            lambda desk: desk.exports.access_log(path, participant=said),
            done,
            file=True,
            failed=self.shell.guarded(self.log_wrong.setText),
        )

    def _retention(self) -> QWidget:
        self.retention = RetentionPane(self.shell)
        return self.retention

    def _about(self) -> QWidget:
        t = self.t
        panel = Panel("AMDesk")
        panel.body.addWidget(label(t("Version {version}", version=__version__), "muted"))
        panel.body.addWidget(
            label(
                t(
                    "AMDesk uses Qt and PySide6 under the LGPL-3. Their libraries lie as separate files and may be replaced; the exact source is offered on request. Licences of everything inside:"
                ),
                "",
                wrap=True,
            )
        )
        words = QPlainTextEdit()
        words.setReadOnly(True)
        words.setAccessibleName(t("Licences"))
        words.setPlainText(_licences())
        panel.body.addWidget(words, 1)
        return panel


def _licences() -> str:
    """All licence texts beside each other."""
    places = (resources.folder() / "LICENSES", resources.folder().parent / "LICENSES")
    folder = next((p for p in places if p.is_dir()), None)
    return "\n\n".join(f"=== {p.name}\n{p.read_text('utf-8')}" for p in sorted(folder.iterdir())) if folder else ""


def _read(desk: Desk) -> ShownSettings:
    unit = {name: desk.setting(name) for name in UNIT}
    unit["certificate_lowest"] = desk.setting("certificate_lowest") or str(PRINT_FROM)
    unit["assessment_plan"] = desk.work.plan.document()
    unit["certificate_birth_date"] = desk.setting("certificate_birth_date") or "yes"
    return ShownSettings(
        unit,
        desk.history.steps(300),
        desk.history.access(limit=300),
        banks.info(desk.bank),
        desk.matching.weights(),
        [(str(w.id), w.name) for w in desk.participants.case_workers()],
    )
