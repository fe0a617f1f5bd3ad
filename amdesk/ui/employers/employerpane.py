"""Arbetsgivare: each with its light, who there is to talk to, when somebody did, and its vacancies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QVBoxLayout, QWidget

from amdesk.domain.employers.employer import CONTACT_WAYS, LIGHTS, Employer, EmployerContact, EmployerTalk, since_text
from amdesk.domain.employers.vacancy import Vacancy
from amdesk.services.employers.employers import EmployerRow
from amdesk.ui.employers.acts import set_state
from amdesk.ui.employers.form import ContactDialog, EmployerDialog, TalkDialog
from amdesk.ui.employers.rows import EmployerLine, under_employer
from amdesk.ui.kit.basic import Panel, button, clear, divider, label
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.fields import SearchField
from amdesk.ui.kit.menu import buttons_in, offer_acts
from amdesk.ui.kit.relay import in_columns
from amdesk.ui.kit.rows import Row, RowsModel, after_act, stand_on
from amdesk.ui.kit.scrolled import Scrolled
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.states import EmptyState

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

TALKS = 12
"""Talks that the panel shows."""


class EmployerSeen(NamedTuple):
    """What there is beside an employer's own facts."""

    contacts: Sequence[EmployerContact]
    talks: Sequence[EmployerTalk]
    vacancies: Sequence[Vacancy]


class ForgetDialog(Dialog):
    """Erase somebody at an employer: it cannot be undone."""

    writes = True
    act = "employers.change"

    def __init__(self, parent: QWidget, shell: Shell, employer: Employer, contact: EmployerContact) -> None:
        t = shell.words
        said = t(
            "{name} goes from the bank and from its log, also where the whole name stands in the employer's note, talks and "
            "vacancies. It cannot be undone.",
            name=contact.name,
        )
        super().__init__(parent, shell, t("Erase contact"), t("Erase"), sentence=said, danger=True)
        self.belongs_to(f"{employer.name} · {employer.number}")
        self.contact = contact.id
        self.no.setFocus()

    def confirm(self) -> None:
        key = self.contact
        self.write(
            lambda desk: desk.employers.forget_contact(key),
            self._forgotten,
        )

    def _forgotten(self, clear: bool) -> None:
        from amdesk.services.bank.retention import LINGERS

        said = self.t("The contact is erased.")
        self.shell.toast(said if clear else f"{said} {self.t(LINGERS)}")


class EmployerList(QListView):
    """K notes that somebody was in contact."""

    def __init__(self, talk: Callable[[], None], letters: Callable[[], bool]) -> None:
        super().__init__()
        self.talk, self.letters = talk, letters

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_K and plain and self.letters():
            self.talk()
        else:
            super().keyPressEvent(event)


class EmployerPane(QWidget):
    def __init__(self, shell: Shell, opened: Callable[[Vacancy], None]) -> None:
        super().__init__()
        self.shell, self.t, self.opened = shell, shell.words, opened
        self.words = ""
        self.wanted: int | None = None
        in_columns(self, (self._list(), 1), (self._right(), 0))

    def _list(self) -> QWidget:
        box = Panel(padding=0)
        box.body.setContentsMargins(0, 10, 0, 8)
        row = QHBoxLayout()
        row.setContentsMargins(14, 0, 14, 0)
        self.search = SearchField(self.shell, self.t("Search employers"))
        self.search.asked.connect(self._seek)
        self.search.down.connect(self._to_list)
        row.addWidget(self.search)
        box.body.addLayout(row)
        self.rows: RowsModel[EmployerRow] = RowsModel(self._spoken)
        self.list: QListView = EmployerList(self.talk, lambda: bool(self.shell.settings.letters))
        self.list.setMouseTracking(True)
        self.list.setModel(self.rows)
        self.list.setItemDelegate(EmployerLine(self.shell, self.list))
        self.list.setAccessibleName(self.t("Employers"))
        self.list.activated.connect(lambda _i: self.change())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._chosen())
        offer_acts(self.list, lambda: list(buttons_in(self.acts)), self.shell)
        box.body.addWidget(self.list, 1)
        self.empty = QVBoxLayout()
        box.body.addLayout(self.empty)
        return box

    def _to_list(self) -> None:
        self.list.setFocus()

    def _right(self) -> QWidget:
        box = Panel(padding=16)
        box.setFixedWidth(self.shell.theme.px(360))
        inner = QWidget()
        inner.setObjectName("scrolled")
        self.facts = QVBoxLayout(inner)
        self.facts.setContentsMargins(0, 0, 0, 0)
        self.facts.setSpacing(6)
        box.body.addWidget(Scrolled(inner), 1)
        self.acts = QVBoxLayout()
        self.acts.setSpacing(8)
        box.body.addLayout(self.acts)
        return box

    def _spoken(self, row: EmployerRow) -> str:
        t, count = self.t, row.employer.open_vacancies
        open_ones = t.plural("{count} open vacancy", "{count} open vacancies", count, count=count)
        return ", ".join((row.employer.name, t(LIGHTS[row.light]), under_employer(self.shell, row), open_ones))

    # reading

    def _seek(self, words: str) -> None:
        self.words = words
        self.refresh()

    def refresh(self) -> None:
        words = self.words
        self.shell.tasks.run(lambda desk: desk.employers.listing(words), self._show, key="employers")

    def _show(self, found: Sequence[EmployerRow]) -> None:
        here, stood = self.employer(), [r.employer.id for r in self.rows.rows]
        self.rows.set_rows(found)
        clear(self.empty)
        self.list.setVisible(bool(found))
        if not found:
            t = self.t
            said = t("Add those that you talk to; vacancies that are read in bring theirs.")
            self.empty.addWidget(
                EmptyState(self.shell, "briefcase", t("No employers yet"), said, [(t("New employer"), self.add)])
            )
        now = [r.employer.id for r in found]
        wanted = self.wanted if self.wanted in now else after_act(stood, here.id if here else None, now)
        self.wanted = None
        at = now.index(wanted) if wanted in now else -1
        stand_on(self.list, self.rows, at)
        self._chosen()

    def row(self) -> EmployerRow | None:
        found = self.list.currentIndex().data(Row)
        return found if isinstance(found, EmployerRow) else None

    def employer(self) -> Employer | None:
        row = self.row()
        return row.employer if row is not None else None

    def _chosen(self) -> None:
        one = self.employer()
        if one is None:
            clear(self.facts)
            clear(self.acts)
            return
        key = one.id

        def read(desk: Desk) -> EmployerSeen:
            mine = [v for v in desk.vacancies.listing() if v.employer_id == key]
            return EmployerSeen(desk.employers.contacts(key), desk.employers.talks(key), mine)

        self.shell.tasks.run(read, lambda seen: self._show_facts(key, seen), key="employer", failed=lambda _e: None)

    def _show_facts(self, key: int, seen: EmployerSeen) -> None:
        row, t = self.row(), self.t
        if row is None or row.employer.id != key:
            return
        e = row.employer
        clear(self.facts)
        clear(self.acts)
        self.facts.addWidget(label(e.name, "section", wrap=True))
        self.facts.addWidget(
            label(" · ".join(s for s in (e.number, e.org_number, e.industry) if s), "small", wrap=True)
        )
        light = f"{t(LIGHTS[row.light])}, {t.say(since_text(e.last, self.shell.today))}"
        self.facts.addWidget(label(light, {"green": "ok", "amber": "warn", "red": "bad"}[row.light], wrap=True))
        if e.manager:
            self.facts.addWidget(label(t("Our contact: {name}", name=e.manager), "small", wrap=True))
        if e.note:
            self.facts.addWidget(label(e.note, "small", wrap=True))
        self._people(e, seen.contacts)
        self._heading(t("Vacancies"))
        for v in seen.vacancies:
            said = f"{v.title} · {t.say(v.state_told(self.shell.today))}"
            self._link(button(self.shell, said, partial(self.opened, v), kind="link", icon="briefcase"))
            if v.status != "open":
                again = partial(set_state, self.shell, v, "open")
                one = button(self.shell, t("Open again"), again, kind="link", writes=True, act="employers.change")
                one.setAccessibleName(t("Open {title} again", title=f"{v.title} {v.number}"))
                self._link(one)
        self._heading(t("In contact"))
        for talk in seen.talks[:TALKS]:
            said = ", ".join(
                s for s in (t.day(talk.on_date), t(CONTACT_WAYS[talk.way]).lower(), talk.words, talk.author) if s
            )
            self.facts.addWidget(label(said, "small", wrap=True))
        self.facts.addStretch(1)
        self._buttons()

    def _heading(self, said: str) -> None:
        self.facts.addWidget(divider())
        self.facts.addWidget(label(said, "label"))

    def _link(self, one: QWidget) -> None:
        """Among what is read a link begins where the lines do."""
        self.facts.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)

    def _people(self, employer: Employer, contacts: Sequence[EmployerContact]) -> None:
        t = self.t
        self._heading(t("Contacts"))
        for c in contacts:
            self.facts.addWidget(label(" · ".join(s for s in (c.name, c.title) if s), "strong", wrap=True))
            if c.phone or c.email:
                self.facts.addWidget(label(", ".join(s for s in (c.phone, c.email) if s), "small", wrap=True))
            row = QHBoxLayout()
            change = button(
                self.shell,
                t("Change"),
                partial(self._change_contact, employer, c),
                kind="link",
                writes=True,
                act="employers.change",
            )
            erase = button(
                self.shell,
                t("Erase"),
                partial(self._forget, employer, c),
                kind="link",
                writes=True,
                act="employers.change",
            )
            for one, said in ((change, t("Change {name}", name=c.name)), (erase, t("Erase {name}", name=c.name))):
                one.setAccessibleName(said)
                row.addWidget(one)
            row.addStretch(1)
            self.facts.addLayout(row)

    def _buttons(self) -> None:
        t = self.t
        talk = button(
            self.shell,
            t("In contact …"),
            self.talk,
            kind="primary",
            icon="phone",
            key="K",
            writes=True,
            act="employers.change",
        )
        contact = button(
            self.shell, t("New contact"), self.contact, icon="person_add", writes=True, act="employers.change"
        )
        change = button(self.shell, t("Change employer"), self.change, icon="edit", writes=True, act="employers.change")
        for one in (talk, contact, change):
            self.acts.addWidget(one)

    # acts

    def add(self) -> None:
        EmployerDialog(self, self.shell, None, self._made).open()

    def _made(self, key: int) -> None:
        self.wanted = key

    def change(self) -> None:
        one = self.employer()
        if one is not None:
            EmployerDialog(self, self.shell, one).open()

    def talk(self) -> None:
        one = self.employer()
        if one is not None and not self.shell.barred("employers.change"):
            TalkDialog(self, self.shell, one).open()

    def _change_contact(self, employer: Employer, contact: EmployerContact) -> None:
        ContactDialog(self, self.shell, employer, contact).open()

    def _forget(self, employer: Employer, contact: EmployerContact) -> None:
        ForgetDialog(self, self.shell, employer, contact).open()

    def contact(self) -> None:
        one = self.employer()
        if one is not None:
            ContactDialog(self, self.shell, one, None).open()
