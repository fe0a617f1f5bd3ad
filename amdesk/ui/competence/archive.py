"""Issued certificates: saved again, translated, revoked, checked, with the signed scan beside."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QHeaderView, QMenu, QTableView, QWidget

from amdesk.domain.people.masked import Masked
from amdesk.services.bank import files
from amdesk.ui.competence.certificate import Issued, print_issued
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import Panel, button
from amdesk.ui.kit.menu import MenuAct, buttons_in, fill, place_of, pop
from amdesk.ui.kit.reason import why_open
from amdesk.ui.kit.rows import Row, TableModel
from amdesk.ui.kit.saving import ask_file, file_name, who
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.competence.verify import Verdict


class Archived(NamedTuple):
    """An issued certificate as the archive shows it."""

    id: int
    number: str
    issued_on: date
    participant: str
    name: Masked
    replaces: str
    revoked_on: date | None
    revoked_why: str
    document_id: int
    signed_document_id: int | None


class ArchivePane(Panel):
    def __init__(self, shell: Shell, over: QWidget) -> None:
        super().__init__(padding=1, over=over)
        self.shell, self.t = shell, shell.words
        t = self.t
        self.table = QTableView()
        self.rows: TableModel[Archived] = TableModel(
            [
                (t("Number"), lambda r: r.number, paint.LEFT),
                (t("Issued"), lambda r: str(r.issued_on), paint.LEFT),
                (t("Participant"), lambda r: self.shell.name(r.name), paint.LEFT),
                (t("Replaces"), lambda r: r.replaces, paint.LEFT),
                (
                    t("State"),
                    lambda r: t("Revoked: {why}", why=r.revoked_why) if r.revoked_on else t("Valid"),
                    paint.LEFT,
                ),
            ]
        )
        self.table.setModel(self.rows)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.shell.theme.px(36))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setTabKeyNavigation(False)
        self.table.setAccessibleName(t("Certificates"))
        self.table.activated.connect(lambda i: self._save(i.data(Row)))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._context)
        self.body.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 12)
        self.body.addLayout(row)
        row.addWidget(
            button(
                self.shell,
                t("Print again"),
                self.print_,
                icon="print",
                key="Ctrl P",
                act="competence.see",
            )
        )
        row.addWidget(
            button(
                self.shell,
                t("Revoke"),
                lambda: self._with_certificate(self._revoke),
                icon="dismiss_circle",
                writes=True,
                act="certificate.revoke",
            )
        )
        self.own = list(buttons_in(row))
        """What can be done with the certificate that is chosen, beside what stands under More."""
        self.more = button(self.shell, t("More"), lambda: self._with_certificate(self._more), icon="more_horizontal")
        row.addWidget(self.more)
        row.addWidget(button(self.shell, t("Check a certificate"), self._check, kind="link", icon="shield"))
        row.addStretch(1)

    def _with_certificate(self, act: Callable[[Archived], None]) -> None:
        row = self.table.currentIndex().data(Row)
        if isinstance(row, Archived):
            act(row)

    def print_(self) -> None:
        """The chosen certificate once more."""
        self._with_certificate(self._save)

    def _opened(self, row: Archived, act: Callable[[str], None]) -> None:
        """Do something that opens the person, with the reason that a protected one asks for."""
        why = why_open(self, self.shell) if row.name.level else ""
        if why is not None:
            act(why)

    def _save(self, row: Archived) -> None:
        self._opened(
            row,
            lambda why: print_issued(
                self, self.shell, self._whom(row), Issued(row.number, row.document_id, row.issued_on), why
            ),
        )

    def _named(self, row: Archived, paper: str, ending: str = "pdf") -> str:
        return file_name(self.shell, self._whom(row), f"{paper} {row.number}", row.issued_on, ending)

    def _whom(self, row: Archived) -> str:
        return who(self.shell, row.name, row.participant)

    def _more(self, row: Archived) -> None:
        menu = QMenu(self)
        self._fill_more(menu, row)
        pop(menu, self.more.mapToGlobal(self.more.rect().topLeft()))

    def _context(self, where: QPoint) -> None:
        """The right button and the menu key: all that the buttons give, and what stands under More."""
        place, row = place_of(self.table, where), self.table.currentIndex().data(Row)
        if place is None or not isinstance(row, Archived):
            return
        menu = QMenu(self)
        fill(menu, self.own, self.shell)
        menu.addSeparator()
        self._fill_more(menu, row)
        pop(menu, place)

    def _fill_more(self, menu: QMenu, row: Archived) -> None:
        """What else can be done with an issued certificate."""
        t, key = self.t, row.id

        def translate(why: str) -> None:
            from amdesk.ui.kit.paper import Paper
            from amdesk.ui.kit.printing import print_paper  # nothing is printed before the first paint

            said = t("English translation")
            paper = Paper(
                said,
                f"{self._whom(row)} · {row.number}",
                self._named(row, said),
                lambda desk, reason: desk.competence.translation(key, reason),
                act="certificate.issue",
            )
            print_paper(self, self.shell, paper, why)

        def copy(why: str) -> None:
            self.shell.tasks.run(lambda d: d.competence.as_text(key, why), self._copied)

        see, opened, shell = "competence.see", self._opened, self.shell
        credential = partial(self._credential, row)
        fill(
            menu,
            [
                MenuAct(t("English translation"), lambda: opened(row, translate), act="certificate.issue"),
                MenuAct(t("Copy as text"), lambda: opened(row, copy), act=see),
                MenuAct(t("Open Badges credential"), lambda: opened(row, credential), act=see),
            ],
            shell,
        )
        menu.addSeparator()
        attach = partial(self._attach, key)
        fill(menu, [MenuAct(t("Attach the signed scan"), attach, writes=True, act="certificate.issue")], shell)
        if scan := row.signed_document_id:

            def signed(why: str) -> None:
                from amdesk.ui.kit.paper import Paper
                from amdesk.ui.kit.printing import print_paper  # nothing is printed before the first paint

                said = t("Signed certificate")
                paper = Paper(
                    said,
                    f"{self._whom(row)} · {row.number}",
                    self._named(row, said),
                    lambda desk, reason: desk.competence.scan(scan, reason),
                    act="competence.see",
                    lockable=False,
                )
                print_paper(self, self.shell, paper, why)

            said_of = t("Preview and print the signed certificate")
            fill(menu, [MenuAct(said_of, lambda: opened(row, signed), act=see)], shell)

    def _copied(self, said: str) -> None:
        QGuiApplication.clipboard().setText(said)
        self.shell.toast(self.t("The certificate is copied as text."))

    def _credential(self, row: Archived, why: str) -> None:
        title = self.t("Open Badges credential")
        path = ask_file(self, title, str(Path.home() / self._named(row, title, "json")), "JSON (*.json)")
        if path:
            self.shell.tasks.write(
                lambda d: files.save(
                    path, json.dumps(d.competence.credential(row.id, why), ensure_ascii=False, indent=1).encode()
                ),
                lambda _: self.shell.toast(self.t("Saved: {path}", path=str(path))),
                file=True,
                failed=self.shell.guarded(lambda s: self.shell.toast(s)),
            )

    def _attach(self, key: int) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.t("Attach the signed scan"), str(Path.home()), "PDF, PNG, JPEG (*.pdf *.png *.jpg *.jpeg)"
        )
        if name:
            path = Path(name)
            self.shell.tasks.write(
                lambda d: d.competence.attach_scan(key, path),
                lambda _: self.shell.toast(self.t("The scan is kept with the certificate.")),
                failed=self.shell.guarded(lambda s: self.shell.toast(s)),
            )

    def _check(self) -> None:
        """Check any certificate or picture of one against the city's own key."""
        name, _ = QFileDialog.getOpenFileName(
            self, self.t("Check a certificate"), str(Path.home()), "PDF, PNG, JPEG (*.pdf *.png *.jpg *.jpeg)"
        )
        if name:
            path = Path(name)
            self.shell.tasks.write(
                lambda d: d.competence.check(path),
                lambda verdict: self._checked(verdict, path),
                file=True,
                failed=self.shell.guarded(lambda s: self.shell.toast(s)),
            )

    def _checked(self, verdict: Verdict, path: Path) -> None:
        """What was found; what the city signed is drawn again, beside the picture where it is one."""
        from amdesk.ui.competence.checked import CheckedDialog  # nothing is checked before the first paint

        CheckedDialog(self, self.shell, verdict, path).open()

    def _revoke(self, row: Archived) -> None:
        self.shell.open("certificate.revoke", self, row.id, row.number)
