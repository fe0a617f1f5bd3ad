"""Storing the checked rows: in the background, with progress, as one step; stopped, nothing of it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QPushButton, QWidget

from amdesk.services.exchange.review import Review
from amdesk.ui.exchange import said
from amdesk.ui.exchange.receipt import ReceiptDialog
from amdesk.ui.exchange.rows import RowsBand
from amdesk.ui.kit.progress import ProgressLine
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    pass


class StoreHost(Protocol):
    """What shows the rows that are stored."""

    shell: Shell
    rows: RowsBand
    progress: ProgressLine

    @property
    def store_button(self) -> QPushButton: ...

    def go_home(self) -> None: ...


class Storing:
    """`page` shows the rows, and is what the receipt stands on."""

    def __init__(self, page: StoreHost, window: QWidget) -> None:
        self.page, self.window, self.shell = page, window, page.shell
        self.under_way = False

    def store(self, review: Review) -> None:
        self.page.store_button.setEnabled(False)
        self.under_way = True

        def done(finished: bool) -> None:
            self.under_way = False
            self.page.progress.over()
            if finished:
                self.shell.toast(said.stored(self.shell.words, review), undo=True)
                if review.staged.kind.name == "payments":
                    ReceiptDialog(self.window, self.shell, review.receipt()).open()
                self.page.go_home()
            else:
                self.shell.toast(self.shell.words("The import was stopped. Nothing was stored."))
                self.page.store_button.setEnabled(True)

        def failed(error: Exception) -> None:
            self.under_way = False
            self.page.progress.over()
            self.page.store_button.setEnabled(True)
            self.shell.guarded(self.page.rows.foot.setText)(error)

        self.shell.tasks.long(lambda desk: desk.imports.storing(review), done, failed=failed)
