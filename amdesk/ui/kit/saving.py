"""Saving: a PDF where the user says, and what was typed and is not in the bank yet."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from amdesk.domain.people.masked import Masked
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from datetime import date

    from amdesk.domain.change import Moved
    from amdesk.services.desk import Desk


class Unsaved:
    """What was typed in an editor that stores later. `work` takes what stands there now and returns what stores it.

    Whatever prints, issues, exports or leaves goes through `first`: it sees the bank with everything typed in it.
    """

    def __init__(
        self,
        shell: Shell,
        work: Callable[[], Callable[[Desk], object]],
        told: Callable[[object], None] | None = None,
        choose: Callable[[Moved, Callable[[], None], Callable[[], None]], None] | None = None,
    ) -> None:
        """`told` hears what storing answered. `choose` asks what is to stand where somebody else has changed the same: it goes on with what it is given first,
        or with the other where nobody chose."""
        self.shell, self.work, self.told, self.choose = shell, work, told, choose
        self.typed = self.stored = 0
        self.waiting: list[tuple[Callable[[], None], Callable[[str], None]]] = []

    @property
    def changed(self) -> bool:
        return self.typed != self.stored

    def touch(self) -> None:
        """Something was typed."""
        self.typed += 1
        self.shell.typed.emit()

    def forget(self) -> None:
        """What stands there is what the bank has, or nobody wants it any more."""
        self.stored = self.typed
        self.shell.typed.emit()

    def first(self, then: Callable[[], None], otherwise: Callable[[str], None] | None = None) -> None:
        """Write what was typed, then `then`; at once where there is nothing to write. `otherwise` hears why it cannot
        be written, and what was typed stays."""
        if not self.changed:
            then()
            return
        self.waiting.append((then, otherwise or self.shell.toast))
        if len(self.waiting) == 1:
            self._write()

    def _write(self) -> None:
        now = self.typed

        def stored(answer: object) -> None:
            if self.told is not None:
                self.told(answer)
            self._written(now)

        self.shell.tasks.write(self.work(), stored, failed=self._failed)

    def _written(self, now: int) -> None:
        self.stored = max(self.stored, now)
        self.shell.typed.emit()
        if self.changed:  # typed meanwhile
            self._write()
            return
        waiting, self.waiting = self.waiting, []
        for then, _ in waiting:
            then()

    def _failed(self, error: Exception) -> None:
        from amdesk.domain.change import Moved  # nothing is stored before the first paint

        if self.choose is not None and isinstance(error, Moved) and error.clashes:
            now = self.typed
            self.choose(error, lambda: self._written(now), lambda: self._refused(error))
            return
        self._refused(error)

    def _refused(self, error: Exception) -> None:
        waiting, self.waiting = self.waiting, []
        said = self.shell.sentence(error)
        if said is None:
            self.shell.error(error)
        for _, otherwise in waiting:
            otherwise(said or self.shell.words("An unexpected error stopped it."))


def hand_over(part: QWidget) -> None:
    """A cell that is being written in, in this part of the window, hands over what stands there."""
    from PySide6.QtWidgets import QAbstractItemView  # nor written in a cell

    focus = QApplication.focusWidget()
    inside = focus.parentWidget() if focus is not None and part.isAncestorOf(focus) else None
    view = inside.parentWidget() if inside is not None else None
    if isinstance(view, QAbstractItemView):
        view.setFocus()


def who(shell: Shell, name: str | Masked, number: str, *, protected: bool = False) -> str:
    """What a person's files are called after: her name, but the number of whoever is protected, opened or not, and while names
    are hidden."""
    if isinstance(name, Masked):
        protected, name = protected or name.level > 0, name.seen
    return number if protected or shell.names_hidden else name or number


def file_name(shell: Shell, whom: str, paper: str, on: date | None = None, ending: str = "pdf") -> str:
    """A file called after whom it is about, the paper and its day, with nothing in it that some system forbids."""
    from amdesk.services.bank.files import called  # nothing is saved before the first paint

    return called(whom, paper, on or shell.today, ending)


def ask_pdf(parent: QWidget, shell: Shell, suggested: str) -> Path | None:
    """Where the PDF goes, or None."""
    return ask_file(parent, shell.words("Save PDF"), str(Path.home() / suggested), "PDF (*.pdf)")


REPORT_FILTERS = "PDF (*.pdf);;Word (*.docx);;Excel (*.xlsx)"
"""What a report is saved as, as the system's dialog asks."""


def ask_file(parent: QWidget, title: str, suggested: str, kinds: str) -> Path | None:
    """Where a file goes, by the system's dialog, or None. `kinds` is as Qt has it: `PDF (*.pdf);;Excel (*.xlsx)`."""
    from PySide6.QtWidgets import QFileDialog  # nothing is saved before the first paint

    name, kind = QFileDialog.getSaveFileName(parent, title, suggested, kinds)
    return ended(Path(name), kind or kinds, kinds) if name else None


def ended(path: Path, kind: str, offered: str = "") -> Path:
    """With an ending that says what it is: not every system's dialog adds it, and without one no program opens the file. An ending
    that was typed and is one of those offered is meant, whichever kind was chosen beside it. Of a file that is called so nobody
    was asked whether it is to be replaced: it stays, and the new one gets a number."""
    endings, meant = _endings(kind), _endings(offered)
    if not endings or path.suffix.lower() in {*endings, *meant}:
        return path
    free = (path.with_name(f"{path.name}{number}{endings[0]}") for number in ("", *(f"-{n}" for n in range(2, 1000))))
    return next((one for one in free if not one.exists()), path)


def _endings(kinds: str) -> list[str]:
    return re.findall(r"\*(\.\w+)", kinds)
