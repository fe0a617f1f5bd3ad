"""A paper before it is printed: its pages, the printer, and what would go wrong. What is seen, printed and saved is one file.

Ctrl+P opens it, Enter prints as last time. To look at a paper issues nothing: that happens with the first print or file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from amdesk.domain.errors import AmdeskError
from amdesk.services.bank import files, papers
from amdesk.services.bank.papers import Looked, Raster
from amdesk.ui.kit import printer as printers
from amdesk.ui.kit.basic import Elided, KeyButton, Segments, button, clear, divider, label
from amdesk.ui.kit.dialog import scrolled
from amdesk.ui.kit.fields import Choice, Field, number_box
from amdesk.ui.kit.printer import PrintAs, PrintJob, picture
from amdesk.ui.kit.reason import ask_then
from amdesk.ui.kit.saving import ask_pdf
from amdesk.ui.kit.sheet import SMALL, PageList, PageView
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from amdesk.services.desk import Desk

LISTED = 40
"""Pages that have a picture in the list; those after them have their number."""


class Out(NamedTuple):
    """What goes out: the file, and what is to be told of it ("Certificate … is issued.")."""

    pdf: bytes
    said: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that can be printed. `why` is the reason where the person is protected; none of its work is done before it is
    wanted, and `look` changes nothing but the log of what was opened."""

    title: str
    whom: str
    file: str
    """The name that is proposed for its file."""
    look: Callable[[Desk, str], bytes]
    issue: Callable[[Desk, str], Out] | None = None
    """Makes the paper that goes out, where looking at it is not enough: once, before the first print or file."""
    out: Callable[[Desk, str], object] | None = None
    """What the bank notes when it is printed or saved."""
    note: str = ""


class _Read(NamedTuple):
    """A paper as the window shows it."""

    pdf: bytes
    looked: Looked
    small: list[Raster]


def _read(pdf: bytes, dpr: float, tall: int) -> _Read:
    looked = papers.look(pdf)
    shown = [papers.raster(pdf, n, dpr * tall / size[1]) for n, size in enumerate(looked.sizes[:LISTED])]
    return _Read(pdf, looked, shown)


class PrintDialog(QDialog):
    """As large as the window; keys: Enter prints, Ctrl+S saves, Page Up and Down turn, Ctrl with wheel, + or - zooms."""

    def __init__(self, parent: QWidget, shell: Shell, paper: Paper, why: str = "") -> None:
        super().__init__(parent.window())
        self.over = parent.window()
        self.shell, self.t, self.paper, self.why = shell, shell.words, paper, why
        self.read: _Read | None = None
        self.made: Out | None = None
        """What was issued for this print: it is issued once, however often it is printed."""
        self.wanted: Callable[[], None] | None = None
        """What was asked for before the paper was there."""
        self.job: PrintJob | None = None
        self.busy = self.gone = False
        self.ready: QPrinter | None = None
        title = self.t("Print: {paper}", paper=paper.title)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.names = printers.names()
        self.view = PageView(shell)
        self.pages = PageList(shell, self.t("Pages in the print"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._bar(title))
        row = QHBoxLayout()
        row.setSpacing(0)
        self.left = self._left()
        row.addWidget(self.left)
        row.addLayout(self._middle(), 1)
        row.addWidget(self._right())
        outer.addLayout(row, 1)
        self.again = QTimer(self)
        self.again.setSingleShot(True)
        self.again.timeout.connect(self._draw)
        self.view.wanted.connect(self.again.start)
        self.pages.currentRowChanged.connect(lambda _row: self._draw())
        self._keys()
        self.resize(root(parent).size())
        self.move(root(parent).pos())
        self.main.setFocus()
        self._load()

    @classmethod
    def run(cls, parent: QWidget, shell: Shell, paper: Paper, why: str = "") -> None:
        """Show a paper over the window."""
        cls(parent, shell, paper, why).open()

    # parts

    def _bar(self, title: str) -> QFrame:
        t, shell, bar = self.t, self.shell, QFrame()
        bar.setObjectName("printbar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(20, 12, 20, 12)
        row.setSpacing(8)
        mark = QLabel()
        mark.setPixmap(shell.theme.pixmap("print", "accent", 20, dpr=self.devicePixelRatioF()))
        row.addWidget(mark)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Elided(title, "section"))
        self.under = Elided(self.paper.whom, "small")
        words.addWidget(self.under)
        row.addLayout(words, 1)
        self.state = label("", "muted")
        row.addWidget(self.state)
        self.close_button = button(shell, t("Close"), self.reject, key="Esc")
        row.addWidget(self.close_button)
        first = bool(self.names)
        self.file_button = button(
            shell, t("Save PDF"), self.save, kind="" if first else "primary", icon="document_pdf",
            key="Ctrl S" if first else "Enter",
        )  # fmt: skip
        self.print_button = button(shell, t("Print"), self.print_, kind="primary", icon="print", key="Enter")
        self.print_button.setVisible(first)
        row.addWidget(self.file_button)
        row.addWidget(self.print_button)
        return bar

    @property
    def main(self) -> KeyButton:
        """What Enter does: print, or save where there is no printer."""
        return self.print_button if self.names else self.file_button

    def _left(self) -> QFrame:
        side = QFrame()
        side.setObjectName("printside")
        side.setFixedWidth(self.shell.theme.px(190))
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 14, 12, 12)
        column.addWidget(label(self.t("Pages in the print"), "label", wrap=True))
        column.addWidget(self.pages, 1)
        return side

    def _middle(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        self.caption = label("", "small")
        self.caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        foot = QFrame()
        foot.setObjectName("printcaption")
        row = QHBoxLayout(foot)
        row.setContentsMargins(8, 4, 8, 4)
        self.turns = [self._turner("chevron_left", -1, "PgUp"), self._turner("chevron_right", 1, "PgDown")]
        row.addStretch(1)
        row.addWidget(self.turns[0])
        row.addWidget(self.caption)
        row.addWidget(self.turns[1])
        row.addStretch(1)
        column.addWidget(foot)
        return column

    def _turner(self, icon: str, step: int, key: str) -> KeyButton:
        """A button for what the list of pages does where there is no room for it."""
        said = self.t("Previous page") if step < 0 else self.t("Next page")
        out = button(self.shell, "", lambda: self._turn(step), kind="link", icon=icon)
        out.setAccessibleName(said)
        out.setToolTip(f"{said} ({key})")
        out.hide()
        return out

    def _right(self) -> QFrame:
        t, side, inner = self.t, QFrame(), QWidget()
        side.setObjectName("printside")
        side.setFixedWidth(self.shell.theme.px(320))
        around = QVBoxLayout(side)
        around.setContentsMargins(0, 0, 0, 0)
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
        column.addWidget(label(self.paper.file, wrap=True))
        column.addStretch(1)
        if self.names:
            column.addWidget(label(t("Ctrl P and then Enter prints as last time."), "small", wrap=True))
        column.addWidget(label(t("The print is seen in the log."), "small", wrap=True))
        around.addWidget(scrolled(inner, 0), 1)
        self.wrong = label("", "bad", wrap=True)
        self.wrong.setContentsMargins(20, 8, 20, 16)
        self.wrong.hide()
        around.addWidget(self.wrong)  # always in sight, however large the text is
        return side

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
        self.printer.activated.connect(lambda _i: self._other_printer())
        self.copies = number_box(1, 99, last.copies)
        self.copies.valueChanged.connect(lambda _n: self._say_under())
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
            one.chosen.connect(lambda _code: self._changed())
        column.addWidget(Field(t("Printer"), self.printer))
        column.addLayout(pair)
        column.addWidget(Field(t("Colour"), self.colour))
        column.addWidget(Field(t("Size"), self.fit))
        return holder

    def _keys(self) -> None:
        for keys, then in (
            ("Ctrl+S", self.save),
            ("PgDown", lambda: self._turn(1)),
            ("PgUp", lambda: self._turn(-1)),
            ("Ctrl++", lambda: self.view.larger(1)),
            ("Ctrl+-", lambda: self.view.larger(-1)),
            ("Ctrl+0", lambda: self.view.larger(0)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(then)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is the main button's wherever one stands, and Esc closes."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            self.main.click()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the page would have too little room it has the list's too: Page Up and Page Down turn it."""
        super().resizeEvent(event)
        px = self.shell.theme.px
        self.left.setVisible(self.width() - px(190) - px(320) >= px(300))
        self._offer_turns()

    def _offer_turns(self) -> None:
        several = self.read is not None and len(self.read.looked.sizes) > 1
        for one in self.turns:
            one.setVisible(several and self.left.isHidden())

    def sizeHint(self) -> QSize:
        return root(self.over).size()

    # the paper

    def _load(self) -> None:
        paper, why, dpr, tall = self.paper, self.why, self.devicePixelRatioF(), self.shell.theme.px(SMALL)
        self.view.show_page(None, self.t("The paper is being made …"))
        self.shell.tasks.run(
            lambda desk: _read(paper.look(desk, why), dpr, tall), self._show, key="print", failed=self._not_opened
        )

    def _not_opened(self, error: Exception) -> None:
        """Closed again, with the reason said; where the person is protected it is asked why."""
        if self.gone:
            return
        parent, shell, paper = self.over, self.shell, self.paper
        self.reject()
        again = ask_then(
            parent, shell, lambda why: PrintDialog.run(parent, shell, paper, why), shell.guarded(shell.toast)
        )
        again(error)

    def _show(self, read: _Read) -> None:
        if self.gone:
            return
        self.read = read
        count, row = len(read.looked.sizes), max(0, self.pages.currentRow())
        names = [self.t("Page {page}", page=n + 1) for n in range(count)]
        self.pages.blockSignals(True)
        self.pages.put([] if self.shell.names_hidden else [picture(one) for one in read.small], names)
        self.pages.setCurrentRow(min(row, count - 1))
        self.pages.blockSignals(False)
        if self.names:
            self.which.fill([("", self.t("All pages")), ("one", self.t("The one shown"))], self.which.code())
        self._offer_turns()
        self._say_under()
        self._draw()
        self._say_checks()
        then, self.wanted = self.wanted, None
        if then is not None:
            then()
        elif self.names:
            QTimer.singleShot(0, self, self._other_printer)  # a printer far away may take its time to answer

    def _say_under(self) -> None:
        if self.read is None:
            return
        t, pages = self.t, len(self.read.looked.sizes)
        said = [self.paper.whom, t.plural("{count} page", "{count} pages", pages, count=pages)]
        if self.names:
            count = self.copies.value()
            said.append(t.plural("{count} copy", "{count} copies", count, count=count))
        self.under.setText(" · ".join(x for x in said if x))

    def _turn(self, step: int) -> None:
        self.pages.setCurrentRow(max(0, min(self.pages.count() - 1, self.pages.currentRow() + step)))

    def _draw(self) -> None:
        """The chosen page, as large as there is room; made on the reading thread."""
        read, page = self.read, max(0, self.pages.currentRow())
        if read is None or self.gone:
            return
        if self.shell.names_hidden:
            self.view.show_page(None, self.t("Names are hidden: the page is printed and not shown."))
            self.caption.setText("")
            return
        self.view.size_in_points = read.looked.sizes[page]
        scale = self.view.scale * self.devicePixelRatioF()
        self.shell.tasks.run(
            lambda _desk: papers.raster(read.pdf, page, scale), lambda made: self._drawn(page, made), key="printed page"
        )

    def _drawn(self, page: int, made: Raster) -> None:
        if self.gone or self.read is None:
            return
        said = self.t("Page {page} of {count}", page=page + 1, count=len(self.read.looked.sizes))
        self.view.show_page(picture(made), said)
        self.caption.setText(self.t("{page} · {percent} % of its size", page=said, percent=self.view.percent))

    # what would go wrong

    def _other_printer(self) -> None:
        self.ready = None if self.gone else printers.ready(self.printer.code())
        self._say_checks()

    def _changed(self) -> None:
        self._say_checks()

    def _say_checks(self) -> None:
        clear(self.checks)
        if self.read is None or self.gone:
            return
        for icon, role, said in self._found(self.read.looked):
            row, mark = QHBoxLayout(), QLabel()
            row.setSpacing(8)
            mark.setPixmap(
                self.shell.theme.pixmap(icon, role, 16, filled=role != "text2", dpr=self.devicePixelRatioF())
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
        if self.paper.note and self.made is None:
            out.append(("info", "text2", self.paper.note))
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

    # out

    def complain(self, sentence: str) -> None:
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))

    def _first(self, then: Callable[[], None]) -> bool:
        """Whether something can go out now; what is asked for before the paper is there is done when it is."""
        if self.busy or self.job is not None:
            return False
        self.complain("")
        if self.read is None:
            self.wanted = then
            return False
        return True

    def print_(self) -> None:
        """On the chosen printer, as it is chosen."""
        if not self._first(self.print_) or self.read is None:
            return
        name = self.printer.code()
        ready = printers.ready(name)
        if ready is None:
            self.complain(self._no_answer(name))
            return
        count, row = len(self.read.looked.sizes), max(0, self.pages.currentRow())
        pages = [row] if self.which.code() else range(count)
        wanted = PrintAs(pages, self.copies.value(), self.colour.current() == "grey", self.fit.current() == "fit")
        printers.takes(ready, self.read.looked.sizes[0])
        self._issued(lambda: self._begin(ready, wanted))

    def _no_answer(self, name: str) -> str:
        return self.t(
            "The printer {name} does not answer. Switch it on, choose another one, or save the paper as PDF.", name=name
        )

    def _issued(self, then: Callable[[], None], before: Callable[[], None] | None = None) -> None:
        """What goes out is issued once, where it has to be; `before` is tried first and may raise what stops it."""
        issue, why = self.paper.issue, self.why
        if issue is None or self.made is not None:
            then()
            return
        self._at_work(self.t("Issuing …"))

        def work(desk: Desk) -> Out:
            if before is not None:
                before()
            return issue(desk, why)

        def issued(made: Out) -> None:
            self.made = made
            self._at_work("")
            self._show_made(made, then)

        self.shell.tasks.write(work, issued, failed=self._refused)

    def _show_made(self, made: Out, then: Callable[[], None]) -> None:
        dpr, tall = self.devicePixelRatioF(), self.shell.theme.px(SMALL)

        def show(read: _Read) -> None:
            self._show(read)
            then()

        self.shell.tasks.run(lambda _desk: _read(made.pdf, dpr, tall), show, key="print", failed=self._refused)

    def _begin(self, ready: QPrinter, wanted: PrintAs) -> None:
        if self.read is None:
            return
        pdf = self.read.pdf
        self.job = PrintJob(
            self.shell, ready, wanted, lambda page, scale, grey: papers.raster(pdf, page, scale, grey=grey)
        )
        self.job.stepped.connect(
            lambda page, count: self._at_work(self.t("Printing page {page} of {count} …", page=page, count=count))
        )
        self.job.ended.connect(self._ended)
        self.job.begin()

    def _ended(self, done: bool) -> None:
        job, self.job = self.job, None
        self._at_work("")
        name = self.printer.code()
        if job is None or self.gone:
            return
        if job.stopped:
            self.complain(self.t("Printing was stopped."))
        elif done:
            self._remember(name, job.wanted)
            self._noted(None, self.t("Printed: {name}.", name=name))
        else:
            self.complain(self._no_answer(name))

    def _remember(self, name: str, wanted: PrintAs) -> None:
        """The next paper is printed in the same way."""
        last = self.shell.settings
        now = last._replace(printer=name, copies=wanted.copies, print_grey=wanted.grey, print_fit=wanted.fit)
        if now != last:
            self.shell.settings = now
            now.save()

    def save(self) -> None:
        """As a PDF where the user says."""
        if not self._first(self.save):
            return
        path = ask_pdf(self, self.shell, self.paper.file)
        if path is None:
            return

        def write() -> None:
            assert self.read is not None
            pdf = self.read.pdf
            self._noted(lambda: files.save(path, pdf), self.t("Saved: {path}", path=str(path)))

        self._issued(write, before=lambda: files.check(path))

    def _noted(self, write: Callable[[], None] | None, said: str) -> None:
        """The bank notes that it went out, then the file is written; the window says where it is."""
        out, why = self.paper.out, self.why

        def work(desk: Desk) -> None:
            if out is not None:
                out(desk, why)
            if write is not None:
                write()

        def done(_: None) -> None:
            self._at_work("")
            told = f"{self.made.said} {said}" if self.made and self.made.said else said
            self.made = None
            self.accept()
            self.shell.toast(told)

        self._at_work(self.t("Saving …"))
        if out is None:  # nothing of it is in the bank: no page reads anew, and nothing is called saved
            self.shell.tasks.run(work, done, failed=self._refused)
        else:
            self.shell.tasks.write(work, done, failed=self._refused, file=True)

    def _refused(self, error: Exception) -> None:
        self._at_work("")
        said = self.shell.sentence(error) if isinstance(error, AmdeskError) else None
        if said is None:
            self.reject()
            self.shell.error(error)
        else:
            self.complain(said)

    def _at_work(self, said: str) -> None:
        self.busy = bool(said)
        self.state.setText(said)
        for one in (self.file_button, self.print_button):
            one.setEnabled(not said)
        self.close_button.setText(self.t("Stop") if self.job is not None and said else self.t("Close"))

    def reject(self) -> None:
        """Esc stops what is being printed, and closes when nothing is."""
        if self.job is not None:
            self.job.stop()
            return
        if self.busy:
            return
        super().reject()

    def done(self, answer: int) -> None:
        """However it is closed: what was issued and is on no paper is told, and nothing of the paper is kept."""
        self.gone = True
        if self.made is not None and self.made.said:
            self.shell.toast(self.made.said)
        super().done(answer)
        self.read = self.ready = None
        self.view.show_page(None, "")
        self.deleteLater()


def root(part: QWidget) -> QWidget:
    """The window that stands under a part of it and under the dialogs over it."""
    window = part.window()
    while (above := window.parentWidget()) is not None:
        window = above.window()
    return window


def print_paper(parent: QWidget, shell: Shell, paper: Paper, why: str = "") -> None:
    """Show a paper to be printed or saved; where the person is protected it is asked why."""
    PrintDialog.run(parent, shell, paper, why)
