"""At the foot of the page, where the booking panel stands below the list and out of sight: what would be booked, and the acts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from amdesk.domain.booking.bookings import Check
from amdesk.ui.booking.panel import LOOKS, BookingPanel
from amdesk.ui.kit.basic import Elided, Panel, button
from amdesk.ui.kit.shell import Shell


class BookingFoot(Panel):
    """Says in one line what the panel says, and does what its button does; Change leads to the panel's fields."""

    def __init__(self, shell: Shell, panel: BookingPanel) -> None:
        super().__init__(padding=12)
        self.shell, self.t, self.panel, self.under = shell, shell.words, panel, False
        row, words, state = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        self.period = Elided("", "section")
        self.mark = QLabel()
        self.state = Elided("", "small")
        state.setSpacing(6)
        state.addWidget(self.mark)
        state.addWidget(self.state, 1)
        words.setSpacing(2)
        words.addWidget(self.period)
        words.addLayout(state)
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(button(shell, self.t("Change …"), panel.first_field))
        self.ok = button(shell, self.t("Book place"), panel.book, kind="primary", writes=True, act="booking")
        row.addWidget(self.ok)
        self.body.addLayout(row)
        self.hide()
        panel.checked.connect(self.tell)

    def stand(self, *, under: bool) -> None:
        """Whether the panel stands below the list."""
        self.under = under
        self.tell()

    def tell(self) -> None:
        """What the panel shows now; nothing where there is nothing to book, or it is booked."""
        panel, t = self.panel, self.t
        shown = panel.wanted()
        self.setVisible(self.under and shown is not None)
        if shown is None:
            return
        first, last, extent = shown
        self.period.setText(f"{t.day(first)} – {t.day(last)} · {t.percent(extent)}")
        level, said = self._state(panel.found)
        icon, role = LOOKS[level]
        size = self.shell.theme.px(16)
        self.mark.setPixmap(self.shell.theme.pixmap(icon, role, size, filled=True, dpr=self.devicePixelRatioF()))
        self.state.setText(said)
        self.state.setToolTip(said)
        self.ok.setEnabled(panel.ok.isEnabled())
        self.ok.setToolTip(panel.ok.toolTip())

    def _state(self, found: Sequence[Check]) -> tuple[str, str]:
        """The gravest of what was found, and all of it that is as grave."""
        for level in ("stop", "warn"):  # a must that is not met is as grave as what forbids: a reason is asked for
            said = [self.t.say(one.text) for one in found if ("stop" if one.must else one.level) == level]
            if said:
                return level, " · ".join(said)
        return "ok", self.t("Nothing stands in the way of booking")
