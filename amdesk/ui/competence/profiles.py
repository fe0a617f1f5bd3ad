"""Profiles in the window: how far each occupation has come, and the skills of a version, edited as a new one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from amdesk.domain.competence.assessments import GENERAL, Area, Skill
from amdesk.domain.competence.profiles import PROFILE_STATES, changes, own_areas
from amdesk.services.competence.profiles import Rollout, Version
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import Elided, Panel, button, label
from amdesk.ui.kit.fields import Choice
from amdesk.ui.kit.relay import Wrapping, in_columns
from amdesk.ui.kit.rows import Row, TableModel
from amdesk.ui.kit.saving import ask_file
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.tables import PlainTable

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

CODE, SWEDISH, ENGLISH = 0, 1, 2
EDITABLE = Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class ProfilesPane(QWidget):
    """The roll-out to the left, the skills of the chosen occupation to the right."""

    def __init__(self, shell: Shell, over: QWidget | None = None) -> None:
        super().__init__(over)
        self.shell, self.t = shell, shell.words
        self.rollout: Rollout | None = None
        self.version: Version | None = None
        self.filling = False
        in_columns(self, (self._list(), 0), (self._editor(), 1))

    # what it is made of

    def _list(self) -> QWidget:
        t, shell = self.t, self.shell
        panel = Panel(padding=0)
        panel.setFixedWidth(shell.theme.px(344))
        self.rows = TableModel(
            [(t("Occupation"), self._occupation, paint.LEFT), (t("Assessed"), self._used, paint.RIGHT)]
        )
        self.table = PlainTable(shell, self.rows, t("Profiles"), (0, 92), tall=50)
        self.table.selectionModel().currentRowChanged.connect(lambda index, _old: self._choose(index.data(Row)))
        panel.body.addWidget(self.table, 1)
        self.sum = label("", "small")
        self.sum.setContentsMargins(16, 4, 16, 10)
        panel.body.addWidget(self.sum)
        return panel

    def _editor(self) -> QWidget:
        t, shell = self.t, self.shell
        panel = Panel(padding=0)
        head = Wrapping()
        head.setContentsMargins(16, 12, 12, 6)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.name, self.facts = label("", "section"), Elided("", "small")
        words.addWidget(self.name)
        words.addWidget(self.facts)
        self.differs = Elided("", "small")
        words.addWidget(self.differs)
        head.addLayout(words, 1)
        self.versions = Choice(shell, [], name=t("Version"))
        self.versions.setMinimumWidth(shell.theme.px(190))
        self.versions.activated.connect(lambda i: self._turn(i))
        head.addWidget(self.versions)
        self.use = button(shell, t("Put in use"), self._use, writes=True, act="profiles.change")
        self.retire = button(shell, t("Retire"), self._retire, writes=True, act="profiles.change")
        self.save = button(
            shell,
            t("Save as new version"),
            lambda: self.save_draft(),
            kind="primary",
            icon="save",
            writes=True,
            act="profiles.change",
        )
        self.discard = button(shell, t("Take back the changes"), lambda: self._turn(self.versions.currentIndex()))
        for one in (self.use, self.retire, self.discard, self.save):
            head.addWidget(one)
        panel.body.addLayout(head)
        self.tree = self._tree()
        panel.body.addWidget(self.tree, 1)
        foot = Wrapping()
        foot.setContentsMargins(12, 6, 12, 10)
        foot.setSpacing(6)
        foot.addWidget(button(shell, t("New skill"), self.new_skill, icon="add", act="profiles.change"))
        foot.addWidget(button(shell, t("New area"), self.new_area, act="profiles.change"))
        foot.addWidget(button(shell, t("Take away"), self.remove, icon="delete", act="profiles.change"))
        foot.addStretch(1)
        foot.addWidget(button(shell, t("To Excel"), self._to_excel, icon="arrow_export", act="bank"))
        foot.addWidget(button(shell, t("From Excel"), self._from_excel, icon="arrow_import", act="profiles.change"))
        panel.body.addLayout(foot)
        return panel

    def _tree(self) -> QTreeWidget:
        t, tree = self.t, QTreeWidget()
        tree.setHeaderLabels([t("Code"), t("Swedish"), t("English")])
        tree.setAccessibleName(t("Skills"))
        tree.setRootIsDecorated(False)
        tree.setItemsExpandable(False)
        tree.setUniformRowHeights(True)
        tree.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        for column in (SWEDISH, ENGLISH):
            tree.header().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        tree.header().setStretchLastSection(False)
        tree.header().resizeSection(CODE, self.shell.theme.px(110))
        tree.itemChanged.connect(lambda *_: self._changed())
        for keys, act in (("Alt+Up", -1), ("Alt+Down", 1)):
            QShortcut(
                QKeySequence(keys), tree, lambda a=act: self.move_skill(a), context=Qt.ShortcutContext.WidgetShortcut
            )
        return tree

    # reading

    def refresh(self) -> None:
        def show(found: list[Rollout]) -> None:
            if not self._in_hand():  # nor begun after it was asked for
                self._show(found)

        if not self._in_hand():
            self.shell.tasks.run(lambda desk: desk.profiles.rollout(), show, key="rollout")

    def _in_hand(self) -> bool:
        """Whether something was changed, or a cell is being written in."""
        return self.changed() or self.tree.state() == QAbstractItemView.State.EditingState

    def _show(self, found: list[Rollout]) -> None:
        code = self.rollout.code if self.rollout else found[0].code
        self.rows.set_rows(found)
        using = sum(r.in_use is not None for r in found)
        self.sum.setText(self.t("{using} of {count} occupations have a profile in use", using=using, count=len(found)))
        here = next((i for i, r in enumerate(found) if r.code == code), 0)
        self.table.selectionModel().setCurrentIndex(
            self.rows.index(here, 0),
            QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
        )

    def _occupation(self, r: Rollout) -> str:
        p, now = r.newest.profile, r.in_use
        name = p.sv if self.t.lang == "sv" else p.en
        if now is None:
            said = self.t(PROFILE_STATES[r.newest.state])
        elif r.newest is not now and r.newest.state == "draft":
            said = self.t("Version {version} in use · {draft} is a draft", version=now.profile.version, draft=p.version)
        else:
            said = self.t("Version {version} in use", version=now.profile.version)
        return f"{name}\n{said}"

    def _used(self, r: Rollout) -> str:
        return self.t("{count} of {running}", count=r.assessed, running=r.running) if r.running else "–"

    def _choose(self, rollout: Rollout | None) -> None:
        if rollout is None:
            return
        self.rollout = rollout
        self.versions.fill(
            [
                (
                    str(v.profile.id),
                    f"{self.t('Version {version}', version=v.profile.version)} · {self.t(PROFILE_STATES[v.shown_state])}",
                )
                for v in rollout.versions
            ],
            str(rollout.newest.profile.id),
        )
        self._turn(0)

    def _turn(self, index: int) -> None:
        if self.rollout is None:
            return
        self.version = version = self.rollout.versions[index]
        profile, t = version.profile, self.t
        self.name.setText(profile.sv if t.lang == "sv" else profile.en)
        parts = [t.plural("{count} skill", "{count} skills", len(profile.skills()), count=len(profile.skills()))]
        if version.since:
            parts.append(t("in use from {day}", day=t.day(version.since)))
        parts.append(
            t.plural(
                "{count} employment assessed with it",
                "{count} employments assessed with it",
                version.employments,
                count=version.employments,
            )
        )
        self.facts.setText(" · ".join(parts))
        older = self.rollout.versions[index + 1].profile if index + 1 < len(self.rollout.versions) else None
        said = [t.say(c) for c in changes(older, profile, t.lang)] if older else []
        self.differs.setText(" · ".join(said))
        self.differs.setVisible(bool(said))
        self.filling = True
        here = self._here()
        self.tree.clear()
        for area in profile.areas:
            top = self._area_item(area.sv, area.en)
            general = all(s.code.startswith(f"{GENERAL}-") for s in area.skills)
            if general:
                top.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for skill in area.skills:
                item = QTreeWidgetItem([skill.code, skill.sv, skill.en])
                item.setToolTip(SWEDISH, skill.sv)
                item.setToolTip(ENGLISH, skill.en)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if general else EDITABLE)
                top.addChild(item)
        self.tree.expandAll()
        self._back_to(here)
        self.filling = False
        self._changed()

    def _here(self) -> tuple[int, int, int] | None:
        """Area, skill (-1 for the area itself) and column that are chosen."""
        item = self.tree.currentItem()
        if item is None:
            return None
        top = item.parent()
        if top is None:
            return self.tree.indexOfTopLevelItem(item), -1, self.tree.currentColumn()
        return self.tree.indexOfTopLevelItem(top), top.indexOfChild(item), self.tree.currentColumn()

    def _back_to(self, here: tuple[int, int, int] | None) -> None:
        """Shown anew, the row that was chosen is chosen still, or the last one before it."""
        top = self.tree.topLevelItem(min(here[0], self.tree.topLevelItemCount() - 1)) if here else None
        if here is None or top is None:
            return
        skill = top.child(min(here[1], top.childCount() - 1)) if here[1] >= 0 else None
        self.tree.setCurrentItem(skill or top, here[2])

    def _area_item(self, sv: str, en: str) -> QTreeWidgetItem:
        top = QTreeWidgetItem(["", sv, en])
        top.setFlags(EDITABLE)
        for column in (SWEDISH, ENGLISH):
            top.setFont(column, self.shell.theme.font("label"))
        self.tree.addTopLevelItem(top)
        return top

    # editing

    def areas(self) -> list[Area]:
        """What stands in the tree now, without the general competences."""
        out = []
        for i in range(self.tree.topLevelItemCount()):
            top = self.tree.topLevelItem(i)
            if top is not None and top.flags() & Qt.ItemFlag.ItemIsEditable:
                skills = tuple(_skill(top, n) for n in range(top.childCount()))
                out.append(Area(top.text(SWEDISH), top.text(ENGLISH), skills))
        return out

    def changed(self) -> bool:
        return self.version is not None and self.areas() != own_areas(self.version.profile)

    def _changed(self) -> None:
        if self.filling or self.version is None:
            return
        changed = self.changed()
        self.shell.typed.emit()
        self.save.setVisible(changed)
        self.discard.setVisible(changed)
        self.table.setEnabled(not changed)  # what was written is saved or taken back before another is shown
        self.versions.setVisible(not changed)
        self.use.setVisible(not changed and self.version.state != "in_use")
        self.retire.setVisible(not changed and self.version.state == "in_use")

    def new_skill(self) -> None:
        """Below the one the keys are on, ready to be written."""
        here = self.tree.currentItem() or self.tree.topLevelItem(0)
        top = here.parent() or here if here is not None else None
        if here is None or top is None or not top.flags() & Qt.ItemFlag.ItemIsEditable:
            self.shell.toast(self.t("Choose an area of the occupation first; the general ones are shared by all."))
            return
        item = QTreeWidgetItem(["", "", ""])
        item.setFlags(EDITABLE)
        top.insertChild(top.indexOfChild(here) + 1 if here is not top else top.childCount(), item)
        self._write_in(item)

    def new_area(self) -> None:
        top = self._area_item("", "")
        self.tree.takeTopLevelItem(self.tree.indexOfTopLevelItem(top))
        self.tree.insertTopLevelItem(max(0, self.tree.topLevelItemCount() - 1), top)
        self._write_in(top)

    def _write_in(self, item: QTreeWidgetItem) -> None:
        self.tree.expandAll()
        self.tree.setCurrentItem(item, SWEDISH)
        self.tree.scrollToItem(item)
        self.tree.editItem(item, SWEDISH)
        self._changed()

    def remove(self) -> None:
        here = self.tree.currentItem()
        if here is None or not here.flags() & Qt.ItemFlag.ItemIsEditable:
            return
        parent = here.parent()
        if parent is not None:
            parent.removeChild(here)
        else:
            self.tree.takeTopLevelItem(self.tree.indexOfTopLevelItem(here))
        self._changed()

    def move_skill(self, by: int) -> None:
        """Up or down within its area."""
        here = self.tree.currentItem()
        parent = here.parent() if here is not None else None
        if here is None or parent is None or not here.flags() & Qt.ItemFlag.ItemIsEditable:
            return
        at = parent.indexOfChild(here)
        to = max(0, min(parent.childCount() - 1, at + by))
        parent.removeChild(here)
        parent.insertChild(to, here)
        self.tree.setCurrentItem(here)
        self._changed()

    # acts

    def unsaved(self) -> str:
        """The occupation whose skills were changed and not saved; "" where none was."""
        return self.t("Profile: {name}", name=self.name.text()) if self.changed() else ""

    def save_draft(self, then: Callable[[Version], None] | None = None) -> None:
        """What stands in the tree becomes a new version, as a draft; then `then`."""
        if self.version is None or not self.changed():
            return
        areas, code = self.areas(), self.version.profile.occupation
        seen = self.rollout.newest.profile.version if self.rollout else None

        def done(made: Version) -> None:
            self.save.hide()
            self.shell.toast(
                self.t(
                    "Version {version} is saved as a draft. Put it in use when you are ready.",
                    version=made.profile.version,
                ),
                undo=True,
            )
            self.shell.tasks.run(lambda desk: desk.profiles.rollout(), self._show, key="rollout")
            if then is not None:
                then(made)

        self.shell.tasks.write(
            lambda desk: desk.profiles.draft(code, areas, seen),
            done,
            failed=self.shell.guarded(lambda s: self.shell.toast(s)),
        )

    def _use(self) -> None:
        if self.version is not None:
            key, today = self.version.profile.id, self.shell.today
            self._write(lambda desk: desk.profiles.use(key, today))

    def _retire(self) -> None:
        if self.version is not None:
            key = self.version.profile.id
            self._write(lambda desk: desk.profiles.retire(key))

    def _write(self, work: Callable[[Desk], object]) -> None:
        self.shell.tasks.write(
            work,
            lambda _: self.shell.toast(self.t("Saved."), undo=True),
            failed=self.shell.guarded(lambda s: self.shell.toast(s)),
        )

    def _to_excel(self) -> None:
        if self.version is None:
            return
        name = f"{self.name.text()}.xlsx"
        chosen = ask_file(self, self.t("Competence profile"), str(Path.home() / name), "Excel (*.xlsx)")
        if chosen and self.changed():  # the file says what stands here, which is a version before it is a file
            self.save_draft(lambda made: self._export(chosen, made.profile.id))
        elif chosen:
            self._export(chosen, self.version.profile.id)

    def _export(self, path: Path, key: int) -> None:
        self.shell.tasks.run(
            lambda desk: desk.profiles.write(path, key),
            lambda _: self.shell.toast(self.t("Saved: {path}", path=str(path))),
            failed=self.shell.guarded(lambda s: self.shell.toast(s)),
        )

    def _from_excel(self) -> None:
        if self.version is None:
            return
        code = self.version.profile.occupation
        chosen, _ = QFileDialog.getOpenFileName(self, self.t("Competence profile"), str(Path.home()), "Excel (*.xlsx)")
        if chosen:
            path = Path(chosen)
            self._write(lambda desk: desk.profiles.read(path, code))


def _skill(area: QTreeWidgetItem, row: int) -> Skill:
    item = area.child(row)
    return Skill(item.text(CODE), item.text(SWEDISH), item.text(ENGLISH)) if item else Skill("", "", "")
