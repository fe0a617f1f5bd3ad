"""Cells that are written in, rows that are answered for or struck out, and differences that are accepted or refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from amdesk.services.exchange.imports import RowOutcome, Staged
from amdesk.services.exchange.rereading import LookedAt, Mended
from amdesk.services.exchange.review import Review
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.desk import Desk


class MendHost(Protocol):
    """What shows the rows that are changed here."""

    shell: Shell
    look: LookedAt | None

    @property
    def review(self) -> Review | None: ...

    @property
    def busy(self) -> bool: ...

    def show_changed(self, found: LookedAt) -> None: ...

    def decided(self, look: LookedAt, review: Review) -> None: ...

    def confirm(self) -> None: ...

    def take_up(self, kind: str) -> None: ...

    def go_home(self) -> None: ...


class Mending:
    """What somebody changes of the rows of one list after another."""

    def __init__(self, page: MendHost) -> None:
        self.page, self.shell = page, page.shell
        self.answering = False
        """Rows are being checked anew after an answer."""
        self.store_when_mended = False
        self.waiting: list[Mended] = []
        """Cells that were written in and are not checked yet."""
        self.done: list[Mended] = []
        """Cells of the list that were written in here, which the file does not say."""

    def forget(self) -> None:
        """Another list comes, or none."""
        self.answering = False
        self.done, self.waiting = [], []

    def mend(self, row: int, field: str, value: str) -> None:
        """A cell that is written in: the whole list is checked again."""
        look, review = self.page.look, self.page.review
        if look is None or review is None:
            return
        cell = (row, field, value)
        self.waiting.append(cell)
        self.shell.typed.emit()

        def mended(found: LookedAt) -> None:
            self.waiting.remove(cell)
            if self.page.look is None or self.page.review is None:
                return
            self.done.append(cell)
            before = self.page.review.count("accepted")
            self.page.show_changed(found)
            wanted, self.store_when_mended = self.store_when_mended, False
            if (
                wanted and self.page.review and self.page.review.count("accepted") > before
            ):  # else the cell is still wrong, and seen to be
                self.page.confirm()

        def failed(said: str) -> None:
            self.waiting.remove(cell)
            self.shell.toast(said)

        def work(desk: Desk) -> LookedAt:
            return desk.rereading.reviewed(desk.imports.mend(review, row, field, value), look.reading)

        self.shell.tasks.run(work, mended, failed=self.shell.guarded(failed))

    def decide(self, row: int, accepted: Mapping[str, bool]) -> None:
        """Accept or refuse differences of a row, unless its rows are being checked anew or stored just now."""
        look, review = self.page.look, self.page.review
        if look is None or review is None or self.page.busy or self.waiting or self.answering:
            return
        for key, on in accepted.items():
            review.decide(row, key, on)
        self.shell.typed.emit()
        self.page.decided(look, review)

    def acted(self, what: str, row: RowOutcome) -> None:
        look = self.page.look
        if look is None:
            return
        if what == "strike":
            self._strike(look.staged, row)
            return

        def work(desk: Desk) -> LookedAt:
            staged = desk.imports.answer(look.staged, f"same:{row.row}", what)
            return desk.rereading.reviewed(desk.imports.review(staged), look.reading)

        def show(found: LookedAt) -> None:
            self.answering = False
            if self.page.look is not None:
                self.page.show_changed(found)

        def failed(said: str) -> None:
            self.answering = False
            self.shell.toast(said)

        self.answering = True
        self.shell.tasks.run(work, show, key="answer", failed=self.shell.guarded(failed))

    def _strike(self, staged: Staged, row: RowOutcome) -> None:
        key, kind = staged.waiting[row.row], staged.kind.name

        def struck(_count: int) -> None:
            self.shell.toast(self.shell.words("The row is struck out."), undo=True)
            if len(staged.waiting) > 1:
                self.page.take_up(kind)
            else:
                self.page.go_home()

        self.shell.tasks.write(lambda desk: desk.worklist.strike([key]), struck)
