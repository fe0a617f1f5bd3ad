"""Who may open the bank and what each may do. Whoever may not change it sees why, and who can; in the demo city, which opens for
anybody, every role can be tried."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QLineEdit, QTableView

from amdesk.domain.bank.roles import EVERY, ROLES, names
from amdesk.domain.change import Change
from amdesk.ui.bank.pane import Pane
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import CheckBox, button, label
from amdesk.ui.kit.dialog import ToStore, store
from amdesk.ui.kit.fields import Field
from amdesk.ui.kit.relay import Wrapping
from amdesk.ui.kit.rows import TableModel
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.tables import PlainTable

if TYPE_CHECKING:
    from amdesk.services.bank.users import User
    from amdesk.services.desk import Desk


class _Found(NamedTuple):
    users: Sequence[User]
    tried: bool
    """Whether the bank opens for anybody, so that its user may try each role."""
    shared: bool


class UsersPane(Pane):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Users"))
        t = self.t
        self.told = label("", "muted", wrap=True)
        self.body.addWidget(self.told)
        self.rows: TableModel[User] = TableModel(
            [
                (t("User"), lambda u: f"{u.login} ({t('you')})" if u.is_me else u.login, paint.LEFT),
                (t("Roles"), lambda u: t.say(names(u.roles)), paint.LEFT),
            ]
        )
        self.table = PlainTable(shell, self.rows, t("Users"), (220, 0), tall=32)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._turned())
        self.rows.modelReset.connect(self._first)
        self.body.addWidget(self.table, 1)
        self.found = _Found((), tried=False, shared=False)
        self._ticks()
        self._acts()
        self._new()
        self.wrong = label("", "bad", wrap=True)
        self.body.addWidget(self.wrong)

    def _ticks(self) -> None:
        """A box for each role, in words that say what it may."""
        self.boxes = {code: CheckBox(self.shell, self.t(said).capitalize()) for code, said in ROLES.items()}
        row = Wrapping()
        for box in self.boxes.values():
            row.addWidget(box)
        self.body.addWidget(label(self.t("Roles"), "strong"))
        self.body.addLayout(row)

    def _acts(self) -> None:
        t, row = self.t, Wrapping()
        self.change = button(self.shell, t("Give these roles"), self.give, icon="checkmark", writes=True, act="users")
        self.gone = button(self.shell, t("Remove the user"), self.remove, icon="delete", writes=True, act="users")
        self.all = button(self.shell, t("Every role again"), self.every, kind="link", writes=True, act="users")
        self.all.hide()
        for one in (self.change, self.gone, self.all):
            row.addWidget(one)
        row.addStretch(1)
        self.body.addLayout(row)

    def _new(self) -> None:
        """A user more, with the roles that are ticked."""
        t, row = self.t, Wrapping()
        self.login, self.phrase, self.again = QLineEdit(), QLineEdit(), QLineEdit()
        for one in (self.phrase, self.again):
            one.setEchoMode(QLineEdit.EchoMode.Password)
        self.fields = [
            Field(said, box)
            for said, box in (
                (t("New user"), self.login),
                (t("Her own passphrase"), self.phrase),
                (t("Once more"), self.again),
            )
        ]
        for field in self.fields:
            row.addWidget(field)
        self.add = button(
            self.shell, t("Add with these roles"), self.added, icon="person_add", writes=True, act="users"
        )
        row.addWidget(self.add)
        row.addStretch(1)
        self.body.addLayout(row)

    def refresh(self) -> None:
        def read(desk: Desk) -> _Found:
            return _Found(desk.users.listing(), desk.tried(), desk.users.shared())

        self.shell.tasks.run(read, self._show, key="users", failed=self.shell.guarded(self._refused))

    def _refused(self, said: str) -> None:
        self.told.setText(said)
        self.rows.set_rows([])
        for one in (*self.boxes.values(), *self.fields, self.table):
            one.setEnabled(False)

    def _show(self, found: _Found) -> None:
        t = self.t
        self.found = found
        said = t(
            "Each user opens the bank with a passphrase of her own, and may what her roles say. What is done is signed by her."
        )
        if found.tried:
            said = t("The demo city opens for anybody: tick a role and see what it may and what it is refused.")
        elif found.shared:
            said = t("The server lets its users in by their own names; here it is said what each may.")
        self.told.setText(said)
        for one in (*self.fields, self.add, self.gone):
            one.setVisible(not found.tried)
        for one in self.fields[1:]:
            one.setVisible(not found.tried and not found.shared)
        self.all.setVisible(found.tried)
        self.rows.set_rows(found.users)

    def _first(self) -> None:
        if self.rows.rows and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._turned()

    def chosen(self) -> User | None:
        """Whom the keys are on."""
        row = self.table.currentIndex().row()
        return self.rows.rows[row] if 0 <= row < len(self.rows.rows) else None

    def _turned(self) -> None:
        user = self.chosen()
        for code, box in self.boxes.items():
            box.setChecked(user is not None and code in user.roles)

    def ticked(self) -> list[str]:
        return [code for code, box in self.boxes.items() if box.isChecked()]

    def give(self) -> None:
        """The chosen user gets the roles that are ticked, and no others."""
        user, roles = self.chosen(), self.ticked()
        if user is None:
            return
        self.wrong.setText("")
        mine = user.is_me or self.found.tried
        asked = ToStore(
            {"roles": Change(user.roles, tuple(roles))},
            lambda desk, given: desk.users.give(user.login, given["roles"]),
            lambda _given: self._done(mine=mine),
        )
        store(self, self.shell, self.t("Roles of {name}", name=user.login), asked, self._failed)

    def every(self) -> None:
        """The demo's user may everything again."""
        user = self.chosen()
        if user is not None:
            self._write(lambda desk: desk.users.give(user.login, EVERY), mine=True)

    def remove(self) -> None:
        """The chosen user's passphrase opens the bank no more."""
        user = self.chosen()
        if user is not None:
            self._write(lambda desk: desk.users.remove(user.login), mine=user.is_me)

    def added(self) -> None:
        """A user more, with the roles that are ticked."""
        login, roles, phrase = self.login.text(), self.ticked(), self.phrase.text()
        if phrase != self.again.text():
            self.wrong.setText(self.t("The two passphrases are not the same. Write them again."))
            return
        self._write(lambda desk: desk.users.add(login, roles, phrase), mine=False)

    def _write(self, work: Callable[[Desk], object], *, mine: bool) -> None:
        """Then the list is read again; where one's own roles were changed the window is made anew, as they let it be."""
        self.wrong.setText("")
        self.shell.tasks.write(work, lambda _answer: self._done(mine=mine), failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self.shell.guarded(self.wrong.setText)(error)

    def _done(self, *, mine: bool) -> None:
        for one in (self.login, self.phrase, self.again):
            one.clear()
        self.shell.toast(self.t("Saved."))
        if mine:
            self.shell.appearance.emit()
        else:
            self.refresh()
