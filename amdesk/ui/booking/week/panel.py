"""Veckan: seven days with two keys each, day and letter; four weeks back; and what a written rule says of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from amdesk.domain.booking.week.hours import DAY_KINDS, LETTERS, DayCell, granted_said, read_hours
from amdesk.domain.booking.week.patterns import WEEKS, WRITTEN_RULES
from amdesk.services.booking.week.attendance import PersonWeek
from amdesk.ui.booking.week.cells import BackWeek, DayButton
from amdesk.ui.kit.basic import button, label
from amdesk.ui.kit.relay import Wrapping
from amdesk.ui.kit.shell import Shell

FIGURES = "0123456789"


class WeekPanel(QWidget):
    """Asks for a day to be noted (`noted`: day index, code, minutes or None) and for another week (`turned`: -1 or 1)."""

    noted = Signal(int, str, object)
    cleared = Signal(int)
    """Nothing is known of a day any more: its index."""
    turned = Signal(int)
    several = Signal()
    """Several days are to be noted at once."""
    agreeing = Signal()
    """The hours agreed by weekday are to be said."""
    talk = Signal()
    """K: the keys go to the talk."""
    unread = Signal()
    """Figures that wait for Enter are no hours of a day."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell, self.t = shell, shell.words
        self.found: PersonWeek | None = None
        self.here, self.after, self.digits = 0, "", ""
        """The day that is chosen; the letter that was pressed last on it; figures that may be its hours or another day."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._head())
        row = QHBoxLayout()
        row.setSpacing(6)
        self.days = [DayButton(shell, i, self.pressed, self._reached) for i in range(7)]
        for one in self.days:
            one.clicked.connect(lambda _=False, d=one: d.setFocus())
            row.addWidget(one, 1)
        column.addLayout(row)
        column.addWidget(self._letters())
        self.pending = label("", "muted")
        self.pending.setMinimumHeight(self.pending.fontMetrics().height() + 4)
        column.addWidget(self.pending)
        self.granted = label("", "small", wrap=True)
        """Which hours agreed are meant, in the room of what waits for Enter."""
        self.granted.setMinimumHeight(self.pending.minimumHeight())
        self.granted.hide()
        column.addWidget(self.granted)
        column.addLayout(self._back_head())
        self.back = [BackWeek(shell) for _ in range(WEEKS)]
        for line in self.back:
            column.addWidget(line)
        column.addWidget(self._warning())
        column.addStretch(1)

    def _head(self) -> QHBoxLayout:
        t, row = self.t, QHBoxLayout()
        row.addWidget(label(t("The week"), "section"))
        self.which = label("", "muted")
        row.addWidget(self.which)
        row.addStretch(1)
        self.before = button(self.shell, "", lambda: self._turn(-1), kind="link", icon="chevron_left")
        self.next = button(self.shell, "", lambda: self._turn(1), kind="link", icon="chevron_right")
        for one, said, key in ((self.before, t("The week before"), "PgUp"), (self.next, t("The week after"), "PgDn")):
            one.setToolTip(f"{said} ({key})")
            one.setAccessibleName(said)
            row.addWidget(one)
        return row

    def _letters(self) -> QWidget:
        """What can be noted of the day that is chosen."""
        holder = QWidget()
        row = Wrapping(holder)
        row.setSpacing(6)
        row.setContentsMargins(0, 4, 0, 4)
        self.whose_day = label("", "strong")
        row.addWidget(self.whose_day)
        self.letters = {}
        for code, kind in DAY_KINDS.items():
            one = button(
                self.shell,
                self.t(kind.label),
                partial(self._letter, code),
                kind="soft",
                key=kind.letter,
                writes=True,
                act="week.note",
            )
            self.letters[code] = one
            row.addWidget(one)
        self.away = button(
            self.shell, self.t("Take away"), self._take_away, kind="soft", key="Del", writes=True, act="week.note"
        )
        row.addWidget(self.away)
        for said, wanted in ((self.t("Several days …"), self.several), (self.t("Hours agreed …"), self.agreeing)):
            row.addWidget(button(self.shell, said, wanted.emit, kind="link", writes=True, act="week.note"))
        return holder

    def _back_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(label(self.t("Four weeks back"), "strong"))
        row.addWidget(label(self.t("a figure is hours present where it was not the whole day"), "small"))
        row.addStretch(1)
        row.addWidget(label(self.t("Hours"), "strong"))
        return row

    def _warning(self) -> QWidget:
        self.warned = QFrame()
        self.warned.setObjectName("warned")
        column = QVBoxLayout(self.warned)
        column.setContentsMargins(10, 4, 4, 4)
        column.setSpacing(4)
        self.warnings = label("", "warn", wrap=True)
        self.rule = label("", "small", wrap=True)
        self.rule.hide()
        self.show_rule = button(self.shell, self.t("Show the rule"), self._turn_rule, kind="link")
        top = Wrapping()
        top.addWidget(self.warnings, 1)
        top.addWidget(self.show_rule)
        column.addLayout(top)
        column.addWidget(self.rule)
        self.warned.hide()
        return self.warned

    def _turn_rule(self) -> None:
        self.rule.setVisible(self.rule.isHidden())

    # what it shows

    def tell(self, found: PersonWeek, here: int | None = None) -> None:
        """A person's week; `here` chooses a day of it."""
        if self.found is None or self.found.week.monday != found.week.monday:
            self._forget()
        self.found, t = found, self.t
        granted = granted_said((found.week, *found.back))
        self.granted.setText(t.say(granted) if granted else "")
        if here is not None:
            self.here = here
        monday = found.week.monday
        self.which.setText(
            t("week {week}, {days}", week=monday.isocalendar().week, days=t.days(monday, monday + timedelta(6)))
        )
        self._tell_days()
        for row, line in zip(self.back, found.back, strict=True):
            row.tell(line)
        self.warned.setVisible(bool(found.warned))
        self.warnings.setText("\n".join(t.say(w.text) for w in found.warned))
        self.rule.setText("\n".join(t(WRITTEN_RULES[w.rule]) for w in found.warned))

    def _tell_days(self) -> None:
        if self.found is None:
            return
        for i, one in enumerate(self.found.week.days):
            self.days[i].tell(one, here=i == self.here)
        day = self.day()
        self.whose_day.setText(f"{self.t.weekday(day.day).capitalize()}:" if day is not None else "")
        self.away.setEnabled(day is not None and bool(day.code))
        hint = ""
        if self.digits and self.after:
            hint = self.t("Enter: {hours} hours present.", hours=self.digits)
            if self._a_day():
                hint = self.t("Enter: {hours} hours present. A letter: day {hours}.", hours=self.digits)
        self._hint(hint)

    def _hint(self, said: str) -> None:
        self.pending.setText(said)
        self.granted.setVisible(not said and bool(self.granted.text()))
        self.pending.setVisible(self.granted.isHidden())

    def day(self) -> DayCell | None:
        return self.found.week.days[self.here] if self.found is not None else None

    def before_it(self) -> str:
        """What is noted of the chosen day, as it was shown."""
        day = self.day()
        return f"{day.code}:{day.present or 0}" if day is not None and day.code else ""

    def stand(self, index: int) -> None:
        """The keys go to a day; what was pressed on another is no longer meant."""
        if index != self.here:
            self._forget()
        self.here = index
        self.days[index].setFocus()
        self._tell_days()

    def _reached(self, index: int) -> None:
        if index != self.here:
            self.settle()
            self._forget()
        self.here = index
        self._tell_days()

    def _forget(self) -> None:
        self.after, self.digits = "", ""

    def _turn(self, weeks: int) -> None:
        if not self.settle():
            return
        self._forget()
        self._tell_days()
        self.turned.emit(weeks)

    def _move(self, days: int) -> None:
        if self.settle():
            self.stand(min(6, max(0, self.here + days)))

    # hours that wait for Enter

    @property
    def waits(self) -> bool:
        """Whether figures were pressed that may be the hours of the chosen day."""
        return bool(self.digits and self.after)

    def settle(self) -> bool:
        """Whoever leaves the day means the hours that she has typed: they are noted as by Enter. False where they are no hours of
        a day, which is said."""
        if not self.waits or self._enter():
            return True
        self.unread.emit()
        return False

    def _cancel(self) -> None:
        """Esc gives up what waits on this day, and nothing else; that it is not noted is said."""
        given_up, self.digits = self.digits, ""
        self._tell_days()
        self._hint(self.t("{hours} hours are not noted.", hours=given_up))

    # keys

    def pressed(self, event: QKeyEvent, said: str) -> bool:
        """A key on a day, and what it writes; False where it is none of ours."""
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        moves: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Left: lambda: self._move(-1),
            Qt.Key.Key_Right: lambda: self._move(1),
            Qt.Key.Key_PageUp: lambda: self._turn(-1),
            Qt.Key.Key_PageDown: lambda: self._turn(1),
        }
        if plain and key in moves:
            moves[key]()
            return True
        if plain and key == Qt.Key.Key_Backspace and self.digits:
            self.digits = self.digits[:-1]
            self._tell_days()
            return True
        if plain and key == Qt.Key.Key_Escape and self.waits:
            self._cancel()
            return True
        if plain and said == "Del":
            self._take_away()
            return True
        if not plain or not self.shell.settings.letters:
            return False
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return self._enter()
        return self._typed(said)

    def elsewhere(self, event: QKeyEvent) -> bool:
        """A letter that is pressed where no day has the keys: it is of the day that is chosen, which has them then."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not plain or not self.shell.settings.letters or event.key() not in map(ord, LETTERS):
            return False
        self.days[self.here].keyPressEvent(event)
        return True

    def _typed(self, said: str) -> bool:
        if said in LETTERS:
            if self.digits and not self._a_day():
                return True  # hours that wait for Enter: no other day is meant, and this one is not noted anew
            if self.digits:
                self.stand(int(self.digits) - 1)
            self._letter(LETTERS[said])
            return True
        if said == "K":
            self.talk.emit()
            return True
        if said in {",", "."} and self.digits:
            self.digits += ","
        elif said and said in FIGURES and self.after:
            self.digits = (self.digits + said)[:5]
        elif said and said in "1234567":
            self.stand(int(said) - 1)
            return True
        else:
            return False
        self._tell_days()
        return True

    def _a_day(self) -> bool:
        """Whether the figures that were pressed may be a day."""
        return self.digits in set("1234567")

    def _letter(self, code: str) -> None:
        if not self.letters[code].isEnabled():
            return
        self.after, self.digits = code, ""
        self.days[self.here].setFocus()  # figures that follow are its hours, and Enter is theirs
        self.noted.emit(self.here, code, None)

    def _take_away(self) -> None:
        if self.away.isEnabled():
            self.after, self.digits = "", ""
            self.days[self.here].setFocus()
            self.cleared.emit(self.here)

    def _enter(self) -> bool:
        """Figures after a letter are the hours that she was there."""
        minutes = read_hours(self.digits) if self.digits else None
        if minutes is None or not self.after:
            return False
        code, self.digits = self.after, ""
        self.noted.emit(self.here, code, minutes)
        return True
