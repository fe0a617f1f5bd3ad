"""Beside a paper that is to be printed: which printer and how, what would go wrong, and what its file is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from amdesk.services.bank.papers import Looked
from amdesk.ui.kit import printer as printers
from amdesk.ui.kit.basic import Segments, clear, divider, label
from amdesk.ui.kit.dialog import scrolled
from amdesk.ui.kit.fields import Choice, Field, number_box
from amdesk.ui.kit.filepassword import PasswordFields
from amdesk.ui.kit.printer import PrintAs
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class PrintSide(QFrame):
    """As it was printed last, until something else is chosen. Where there is no printer it says so and offers no choice."""

    counted = Signal()
    """Another number of copies."""

    def __init__(self, shell: Shell, file: str, *, logged: bool = True, lockable: bool = True) -> None:
        super().__init__()
        self.shell, self.t = shell, shell.words
        self.names = printers.names()
        self.ready: QPrinter | None = None
        self.looked: Looked | None = None
        self.note = ""
        self.setObjectName("printside")
        self.setFixedWidth(shell.theme.px(320))
        t, inner, around = self.t, QWidget(), QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scrolled(inner, 0), 1)
        column = QVBoxLayout(inner)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addWidget(self._choices() if self.names else self._no_printer())
        column.addWidget(divider())
        self.checks = QVBoxLayout()
        self.checks.setSpacing(8)
        column.addLayout(self.checks)
        column.addWidget(divider())
        column.addWidget(label(t("The file is called"), "label"))
        column.addWidget(label(file, wrap=True))
        self.passwords = PasswordFields(shell) if lockable else None
        if self.passwords is not None:
            column.addWidget(self.passwords)
        column.addStretch(1)
        if self.names:
            column.addWidget(label(t("Ctrl P and then Enter prints as last time."), "small", wrap=True))
        if logged:
            column.addWidget(label(t("The print is seen in the log."), "small", wrap=True))
        self.wrong = label("", "bad", wrap=True)
        self.wrong.setContentsMargins(20, 8, 20, 16)
        self.wrong.hide()
        around.addWidget(self.wrong)  # always in sight, however large the text is

    def _no_printer(self) -> QLabel:
        said = self.t("There is no printer on this computer. Save the paper as PDF and print it from another one.")
        return label(said, wrap=True)

    def _choices(self) -> QWidget:
        t, shell, last, holder = self.t, self.shell, self.shell.settings, QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        chosen = next((name for name in (last.printer, printers.usual()) if name in self.names), self.names[0])
        said = [(n, t("{name} (as last time)", name=n) if n == last.printer else n) for n in self.names]
        self.printer = Choice(shell, said, chosen)
        self.printer.activated.connect(lambda _i: self.ask_printer())
        self.copies = number_box(1, 99, last.copies)
        self.copies.valueChanged.connect(lambda _n: self.counted.emit())
        self.which = Choice(shell, [("", t("All pages"))])
        pair = QHBoxLayout()
        for field in (Field(t("Copies"), self.copies), Field(t("Pages"), self.which)):
            pair.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self.colour = Segments([("colour", t("Colour")), ("grey", t("Black and white"))])
        self.colour.set_current("grey" if last.print_grey else "colour")
        self.fit = Segments([("actual", t("Actual size")), ("fit", t("Fit to the page"))])
        self.fit.set_current("fit" if last.print_fit else "actual")
        for one in (self.colour, self.fit):
            one.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            one.chosen.connect(lambda _code: self.say_checks())
        column.addWidget(Field(t("Printer"), self.printer))
        column.addLayout(pair)
        column.addWidget(Field(t("Colour"), self.colour))
        column.addWidget(Field(t("Size"), self.fit))
        return holder

    def show_paper(self, looked: Looked, note: str) -> None:
        """What is to be known of a paper, and what is said of it beside."""
        self.looked, self.note = looked, note
        if self.names:
            self.which.fill([("", self.t("All pages")), ("one", self.t("The one shown"))], self.which.code())
        self.say_checks()

    def forget(self) -> None:
        """The paper is shown no longer."""
        self.looked = self.ready = None

    def ask_printer(self) -> None:
        """Look at the chosen printer: what paper it has, and how far it reaches."""
        self.ready = printers.ready(self.printer.code()) if self.looked is not None else None
        self.say_checks()

    def wanted(self, count: int, row: int) -> PrintAs:
        """How it is to be printed, of so many pages with this one shown."""
        return PrintAs(
            [row] if self.which.code() else range(count),
            self.copies.value(),
            self.colour.current() == "grey",
            self.fit.current() == "fit",
        )

    def say_checks(self) -> None:
        """What would go wrong on paper, as it is chosen now."""
        clear(self.checks)
        if self.looked is None:
            return
        for icon, role, said in self._found(self.looked):
            row, mark = QHBoxLayout(), QLabel()
            row.setSpacing(8)
            mark.setPixmap(
                self.shell.theme.pixmap(
                    icon, role, self.shell.theme.mark(16), filled=role != "text2", dpr=self.devicePixelRatioF()
                )
            )
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(said, "small", wrap=True), 1)
            self.checks.addLayout(row)

    def _found(self, looked: Looked) -> list[tuple[str, str, str]]:
        """(icon, colour, sentence) of each check."""
        t, good, bad = self.t, ("checkmark_circle", "ok"), ("warning", "warn")
        pages = ", ".join(str(n) for n in looked.blurred)
        out = [
            (*bad, t("Words lie over others or at the edge: look at page {pages}.", pages=pages))
            if pages
            else (*good, t("Everything has room, and nothing is written over anything else."))
        ]
        if looked.code is not None:
            out.append(
                (*good, t("The QR code can be read in black and white."))
                if looked.code
                else (*bad, t("The QR code cannot be read in black and white: print in colour."))
            )
        out += [(*bad, said) for said in self._on_this_printer(looked)]
        if self.note:
            out.append(("info", "text2", self.note))
        return out

    def _on_this_printer(self, looked: Looked) -> list[str]:
        if self.ready is None or self.fit.current() == "fit":
            return []
        if not printers.takes(self.ready, looked.sizes[0]):
            return [self.t("The printer has no paper of this size: choose Fit to the page.")]
        near = any(word < side for word, side in zip(looked.nearest, printers.reach(self.ready), strict=True))
        return (
            [self.t("The printer does not reach as far out as the words stand: choose Fit to the page.")]
            if near
            else []
        )

    def complain(self, sentence: str) -> None:
        """What went wrong, in sight until it is tried again."""
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))
