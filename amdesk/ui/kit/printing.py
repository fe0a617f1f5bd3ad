"""A paper before it is printed: its pages, the printer, and what would go wrong. What is seen, printed and saved is one file.

Ctrl+P opens it, Enter prints as last time. To look at a paper issues nothing: that happens with the first print or file.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from amdesk.domain.errors import AmdeskError
from amdesk.services.bank import files, papers
from amdesk.services.bank.papers import Looked, Raster
from amdesk.ui.kit import printer as printers
from amdesk.ui.kit.basic import Elided, KeyButton, button, label
from amdesk.ui.kit.paper import Out, Paper
from amdesk.ui.kit.printer import PrintAs, PrintJob, picture
from amdesk.ui.kit.printside import PrintSide
from amdesk.ui.kit.reason import ask_then
from amdesk.ui.kit.saving import ask_pdf
from amdesk.ui.kit.sheet import SMALL, PageList, PageView
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.within import Own

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from amdesk.services.desk import Desk

LISTED = 40
"""Pages that have a picture in the list; those after them have their number."""


class _Read(NamedTuple):
    """A paper as the window shows it."""

    pdf: bytes
    looked: Looked
    small: list[Raster]


def _read(pdf: bytes, dpr: float, tall: int) -> _Read:
    looked = papers.look(pdf)
    shown = [papers.raster(pdf, n, dpr * tall / size[1]) for n, size in enumerate(looked.sizes[:LISTED])]
    return _Read(pdf, looked, shown)


class PrintDialog(Own):
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
        self.busy = self.gone = self.old = False
        shell.tasks.written.connect(self._grew_old)
        title = self.t("Print: {paper}", paper=paper.title)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.side = PrintSide(shell, paper.file, logged=paper.logged, lockable=paper.lockable)
        self.side.counted.connect(self._say_under)
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
        row.addWidget(self.side)
        outer.addLayout(row, 1)
        self.again = QTimer(self)
        self.again.setSingleShot(True)
        self.again.timeout.connect(self._draw)
        self.view.wanted.connect(self.again.start)
        self.pages.currentRowChanged.connect(lambda _row: self._draw())
        self._keys()
        below = root(parent)
        self.resize(below.size())
        self.move(below.pos())
        if below.isMaximized() or below.isFullScreen():  # such a window has no frame, whose room this one's would take
            self.setWindowState(Qt.WindowState.WindowMaximized)
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
        mark.setPixmap(shell.theme.pixmap("print", "accent", shell.theme.mark(20), dpr=self.devicePixelRatioF()))
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
        first = bool(self.side.names)
        self.file_button = button(
            shell,
            t("Save PDF"),
            self.save,
            kind="" if first else "primary",
            icon="document_pdf",
            key="Ctrl S" if first else "Enter",
            act=self.paper.act,
        )
        self.print_button = button(
            shell, t("Print"), self.print_, kind="primary", icon="print", key="Enter", act=self.paper.act
        )
        self.print_button.setVisible(first)
        row.addWidget(self.file_button)
        row.addWidget(self.print_button)
        return bar

    @property
    def main(self) -> KeyButton:
        """What Enter does: print, or save where there is no printer."""
        return self.print_button if self.side.names else self.file_button

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
        self._offer_turns()
        self._say_under()
        self._draw()
        self.side.show_paper(read.looked, self.paper.note if self.made is None else "")
        then, self.wanted = self.wanted, None
        if then is not None:
            then()
        elif self.side.names:
            QTimer.singleShot(0, self, self.side.ask_printer)  # a printer far away may take its time to answer

    def _say_under(self) -> None:
        if self.read is None:
            return
        t, pages = self.t, len(self.read.looked.sizes)
        said = [self.paper.whom, t.plural("{count} page", "{count} pages", pages, count=pages)]
        if self.side.names:
            count = self.side.copies.value()
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

    # out

    def _first(self, then: Callable[[], None]) -> bool:
        """Whether something can go out now; what is asked for before the paper is there is done when it is."""
        if self.busy or self.job is not None:
            return False
        self.side.complain(barred := self.shell.barred(self.paper.act))
        if barred:
            return False
        if self.read is None:
            self.wanted = then
            return False
        return True

    def print_(self) -> None:
        """On the chosen printer, as it is chosen."""
        if not self._first(self.print_) or self.read is None:
            return
        name = self.side.printer.code()
        ready = printers.ready(name)
        if ready is None:
            self.side.complain(self._no_answer(name))
            return
        wanted = self.side.wanted(len(self.read.looked.sizes), max(0, self.pages.currentRow()))
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
            self._if_still_open(then)
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

    def _grew_old(self) -> None:
        self.old = True

    def take_away(self) -> None:
        """Closed, and asked why where that opens it."""
        paper, why = self.paper, self.why
        if self.made is not None or self.job is not None:
            self.reject()
            return
        self.shell.tasks.run(
            lambda desk: paper.look(desk, why), lambda _pdf: self.reject(), key="print", failed=self._not_opened
        )

    def look_again(self) -> None:
        """Closed where she is protected now, and asked why; of a list she stands masked in the new one."""
        if self.made is None and self.job is None:
            self._load()

    def _if_still_open(self, then: Callable[[], None]) -> None:
        """Where the bank has changed since the paper was made it is asked for anew: of whoever is protected since then nothing
        goes out before a reason is given, though it was seen without one."""
        if not self.old or self.made is not None:
            then()
            return
        self.old = False
        paper, why = self.paper, self.why
        self._at_work(self.t("The paper is being made …"))

        def seen(_pdf: bytes) -> None:
            self._at_work("")
            then()

        def refused(error: Exception) -> None:
            self._at_work("")
            self._not_opened(error)

        self.shell.tasks.run(lambda desk: paper.look(desk, why), seen, key="print", failed=refused)

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
        name = self.side.printer.code()
        if job is None or self.gone:
            return
        if job.stopped:
            self.side.complain(self.t("Printing was stopped."))
        elif done:
            self._remember(name, job.wanted)
            self._noted(None, self.t("Printed: {name}.", name=name))
        else:
            self.side.complain(self._no_answer(name))

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
        password = self.side.passwords.password() if self.side.passwords is not None else ""
        path = ask_pdf(self, self.shell, self.paper.file) if password is not None else None
        if path is None or password is None:
            return

        def write() -> None:
            assert self.read is not None
            pdf = self.read.pdf
            self._noted(lambda: files.save(path, pdf, password), self.t("Saved: {path}", path=str(path)))

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
            self.side.complain(said)

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
        self.read = None
        self.side.forget()
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
