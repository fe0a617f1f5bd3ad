"""How long each kind of data is kept by the unit's plan, what has passed its time, and taking it away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from amdesk.domain.bank.periods import KINDS
from amdesk.domain.change import Change
from amdesk.services.bank.retention import KindDue
from amdesk.ui.kit.basic import button, label
from amdesk.ui.kit.dialog import ToStore, store
from amdesk.ui.kit.fields import Choice, Field
from amdesk.ui.kit.relay import Wrapping
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.desk import Desk


class PeriodsBox(QWidget):
    """`changed` is called when the plan or what it takes is another."""

    def __init__(self, shell: Shell, changed: Callable[[], None]) -> None:
        super().__init__()
        self.shell, self.t, self.changed = shell, shell.words, changed
        self.found: Sequence[KindDue] = ()
        self.shown = ("", "")
        """The years and the decision that stood when those in the fields were begun."""
        t, px = self.t, shell.theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.said = label("", "muted", wrap=True)
        column.addWidget(self.said)
        row = Wrapping()
        self.kind = Choice(shell, [(code, t(one.label)) for code, one in KINDS.items()])
        self.kind.activated.connect(lambda _i: self._another_kind())
        self.years, self.source = QLineEdit(), QLineEdit()
        self.years.setFixedWidth(px(70))
        self.source.setMinimumWidth(px(220))
        for field in (self.years, self.source):
            field.textEdited.connect(lambda _said: shell.typed.emit())
        row.addWidget(Field(t("Kind of data"), self.kind))
        row.addWidget(Field(t("Years"), self.years))
        row.addWidget(Field(t("Decision or plan"), self.source), 1)
        column.addLayout(row)
        foot = QHBoxLayout()
        foot.addWidget(button(shell, t("Set the time"), self.save, writes=True, act="retention"))
        self.act = button(shell, t("Erase what has passed"), self.erase, kind="danger", writes=True, act="retention")
        foot.addWidget(self.act, 0, Qt.AlignmentFlag.AlignBottom)
        foot.addStretch(1)
        column.addLayout(foot)

    def show_periods(self, found: Sequence[KindDue]) -> None:
        written = self.typed()
        self.found = found
        self.said.setText("\n".join(self._line(one) for one in found))
        self.act.setVisible(any(one.passed for one in found))
        if not written:
            self._chosen()

    def _line(self, one: KindDue) -> str:
        """The time of a kind, and how much has passed it or what is usual."""
        kind, t = KINDS[one.kind], self.t
        if one.period is None:
            usual = (
                f" {t('Usual: {years} years ({source}).', years=kind.usual, source=t(kind.source))}"
                if kind.usual
                else ""
            )
            return f"{t('{kind}: as long as the record.', kind=t(kind.label))}{usual}"
        years = t.plural("{count} year", "{count} years", one.period.years, count=one.period.years)
        passed = t.plural("{count} row has passed it.", "{count} rows have passed it.", one.passed, count=one.passed)
        return f"{t(kind.label)}: {years} ({one.period.source}). {passed}"

    def _chosen(self) -> None:
        self.shown = self._held()
        self.years.setText(self.shown[0])
        self.source.setText(self.shown[1])

    def _another_kind(self) -> None:
        """What stands of the kind that was chosen; what is written already was meant for it."""
        before, self.shown = self.shown, self._held()
        for field, was, now in zip((self.years, self.source), before, self.shown, strict=True):
            if field.text().strip() == was:
                field.setText(now)

    def _held(self) -> tuple[str, str]:
        period = next((one.period for one in self.found if one.kind == self.kind.code()), None)
        return (str(period.years), period.source) if period else ("", "")

    def typed(self) -> bool:
        """Whether a time was written and not set."""
        return bool(self.found) and (self.years.text().strip(), self.source.text().strip()) != self._held()

    def save(self) -> None:
        """Without years the kind stays as long as the record."""
        kind, said, source = self.kind.code(), self.years.text().strip(), self.source.text().strip()
        if said and not said.isdigit():
            self.shell.toast(self.t("Write the number of years, 1 to 100."))
            return
        years = int(said) if said else None
        before = self.shown
        changed = {
            "years": Change(int(before[0]) if before[0] else None, years),
            "source": Change(before[1], source),
        }

        def work(desk: Desk, given: Mapping[str, Change]) -> None:
            desk.retention.set_period(kind, given["years"], given["source"])

        def stored(given: Mapping[str, Change]) -> None:
            self.found = ()  # what is written is what stands now
            self.changed()
            if given:  # else all was left as the other has it
                self.shell.toast(self.t("Saved."), undo=True)

        failed = self.shell.guarded(lambda s: self.shell.toast(s))
        store(self, self.shell, self.t("How long data is kept"), ToStore(changed, work, stored), failed)

    def erase(self) -> None:
        """Asks by which decision."""
        from amdesk.ui.kit.reason import ReasonDialog

        t, count = self.t, sum(one.passed for one in self.found)
        title = t.plural("Erase {count} row of data", "Erase {count} rows of data", count, count=count)
        said = t("They go for good; the records they belong to stay. Name the decision or plan that it follows.")
        if why := ReasonDialog.ask(self, self.shell, title, said, t("Erase what has passed")):
            failed = self.shell.guarded(lambda s: self.shell.toast(s))
            self.shell.tasks.write(
                lambda desk: desk.retention.erase_kinds(why), lambda _count: self.changed(), failed=failed
            )
