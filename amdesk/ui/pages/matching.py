"""Matchning: which place and why? A person to placements, a placement to people, and the booking panel beside."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from amdesk.domain.matching import (
    LEFT_OUT,
    PART_NAMES,
    PARTS,
    SHORT_NAMES,
    Facts,
    Matches,
    Reason,
    Scored,
    free_text,
    need_text,
    trip_icon,
    trip_text,
)
from amdesk.domain.participant import Participant, initials
from amdesk.ui import paint
from amdesk.ui.models.rows import Row, RowsModel
from amdesk.ui.pages.page import Page
from amdesk.ui.pages.participants import avatar_pixmap
from amdesk.ui.shell import Shell
from amdesk.ui.widgets.basic import EmptyState, Panel, Segments, Skeleton, button, clear, label
from amdesk.ui.widgets.booking import BookingPanel
from amdesk.ui.widgets.chips import NeedChip

SHOWN = 40


class Line:
    """A row of the list: a match, the person or placement it names, its sentences."""

    def __init__(
        self, rank: int, match: Scored, reasons: list[Reason], person: Participant, waited: int | None = None
    ) -> None:
        self.rank, self.match, self.reasons, self.person, self.waited = rank, match, reasons, person, waited


class MatchDelegate(QStyledItemDelegate):
    """Score and rank, name, six bars, free period, travel, and up to three sentences."""

    def __init__(self, shell: Shell, parent: QListView) -> None:
        super().__init__(parent)
        self.shell = shell

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, self.shell.theme.px(86))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = index.data(Row)
        if not isinstance(line, Line):
            return
        painter.save()
        theme = self.shell.theme
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        rect: QRect = option.rect
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        if selected:
            painter.setPen(theme.color("accent"))
            painter.setBrush(theme.color("selected"))
            painter.drawRoundedRect(rect.adjusted(8, 1, -8, -2), 8, 8)
        else:
            painter.fillRect(rect.left() + 24, rect.bottom(), rect.width() - 48, 1, theme.color("line"))
        self._body(painter, rect.adjusted(22, 6, -20, -6), line, selected=selected)
        painter.restore()

    def _body(self, painter: QPainter, rect: QRect, line: Line, *, selected: bool) -> None:
        theme, t = self.shell.theme, self.shell.words
        third = rect.height() // 3
        paint.say(
            painter,
            QRect(rect.left(), rect.top(), 44, third + 4),
            str(line.match.score),
            theme.digits("title"),
            theme.color("accent_text" if selected else "text"),
        )
        paint.say(
            painter,
            QRect(rect.left(), rect.top() + third + 2, 50, third),
            t("no {rank}", rank=line.rank),
            theme.font("caption"),
            theme.color("text2"),
        )
        left = rect.left() + theme.px(52)
        when = theme.px(192) if rect.width() > 640 else theme.px(150)
        bars = 6 * theme.px(43)
        names = rect.width() - theme.px(52) - when - bars - 16
        self._names(painter, QRect(left, rect.top(), names, rect.height()), line, third)
        x = left + names + 6
        for i, part in enumerate(PARTS):
            cell = QRect(x + i * theme.px(43), rect.top(), theme.px(36), third)
            paint.say(
                painter, cell.adjusted(0, 0, 6, 0), t(SHORT_NAMES[part]), theme.font("caption"), theme.color("text2")
            )
            paint.bar(painter, theme, QRect(cell.left(), rect.top() + third + 2, cell.width(), 6), line.match.parts[i])
        x += bars + 10
        opening = line.match.opening
        paint.icon(painter, theme, x, rect.top() + 4, "calendar", "text2", 16)
        paint.say(
            painter,
            QRect(x + 22, rect.top(), rect.right() - x - 22, third),
            t.say(free_text(opening, self.shell.today)),
            theme.font("label"),
            theme.color("text"),
        )
        paint.icon(painter, theme, x, rect.top() + third + 2, trip_icon(opening.trip), "text2", 16)
        paint.say(
            painter,
            QRect(x + 22, rect.top() + third, rect.right() - x - 22, third),
            t.say(trip_text(opening.trip)),
            theme.font("caption"),
            theme.color("text2"),
        )
        self._reasons(painter, QRect(left, rect.top() + 2 * third + 1, rect.right() - left, third), line)

    def _names(self, painter: QPainter, rect: QRect, line: Line, third: int) -> None:
        theme, t, place = self.shell.theme, self.shell.words, line.match.opening.placement
        top = QRect(rect.left(), rect.top(), rect.width(), third)
        low = QRect(rect.left(), rect.top() + third, rect.width(), third)
        if line.waited is not None:
            said = t.say(line.person.shown_name) if line.person.protection else self.shell.name(line.person.name)
            paint.say(painter, top, said, theme.font("section"), theme.color("text"))
            paint.icon(painter, theme, low.left(), low.center().y() - 7, "person_clock", "text2", 16)
            paint.say(
                painter,
                low.adjusted(22, 0, 0, 0),
                t("Waited {days} days", days=line.waited),
                theme.font("caption"),
                theme.color("text2"),
            )
            return
        own = place.kind == "in_house"
        paint.say(painter, top, place.name, theme.font("section"), theme.color("text"))
        paint.icon(
            painter,
            theme,
            low.left(),
            low.center().y() - 7,
            "people_team" if own else "building",
            "c_own" if own else "c_ext",
            16,
            filled=True,
        )
        names = getattr(self.parent(), "names", {})
        said = f"{t('In-house') if own else t('External')} · {names.get(place.occupation, place.occupation)}"
        paint.say(painter, low.adjusted(22, 0, 0, 0), said, theme.font("caption"), theme.color("text2"))

    def _reasons(self, painter: QPainter, rect: QRect, line: Line) -> None:
        theme, t = self.shell.theme, self.shell.words
        x = rect.left()
        for reason in line.reasons[:3]:
            said = t.say(reason.text)
            font = theme.font("label" if reason.level == "warn" else "caption")
            role, icon = {"ok": ("ok", "checkmark"), "warn": ("warn", "error_circle"), "info": ("text3", "info")}[
                reason.level
            ]
            wide = paint.width(said, font) + 4
            if x + 22 + wide > rect.right():
                wide = rect.right() - x - 22
            if wide < 40:
                break
            paint.icon(painter, theme, x, rect.center().y() - 7, icon, role, 15, filled=reason.level == "warn")
            paint.say(
                painter,
                QRect(x + 21, rect.top(), wide, rect.height()),
                said,
                font,
                theme.color("warn" if reason.level == "warn" else "text2"),
            )
            x += 21 + wide + 18


class MatchList(QListView):
    def __init__(self, page: MatchingPage) -> None:
        super().__init__()
        self.page = page
        self.names: dict[str, str] = {}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.page.panel.first_field()
            return
        super().keyPressEvent(event)


class MatchingPage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Matching"))
        t = self.t
        self.person: Participant | None = None
        self.placement_id: int | None = None
        self.waiting_people: list[tuple[int, str]] = []
        self.names: dict[str, str] = {}
        self.left_out_shown = False
        self.way = Segments([("person", t("Participant → place")), ("place", t("Place → participant"))])
        self.way.chosen.connect(self._turn)
        self.left.addWidget(self.way)
        self.actions_row.addWidget(button(shell, t("Why not?"), self._why, icon="info"))
        self.actions_row.addWidget(
            button(shell, t("Next person"), lambda: self.next_(1), icon="arrow_swap", key="Ctrl J")
        )
        body = QHBoxLayout()
        body.setSpacing(12)
        middle = QVBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self._needs_panel())
        middle.addWidget(self._list_panel(), 1)
        body.addLayout(middle, 1)
        self.panel = BookingPanel(shell)
        self.panel.booked.connect(self._booked)
        self.panel.next_wanted.connect(lambda: self.next_(1))
        body.addWidget(self.panel)
        self.column.addLayout(body, 1)

    def _needs_panel(self) -> QWidget:
        panel = Panel(padding=14)
        self.needs = QHBoxLayout()
        self.needs.setSpacing(12)
        panel.body.addLayout(self.needs)
        panel.setFixedHeight(self.shell.theme.px(84))
        return panel

    def _list_panel(self) -> QWidget:
        t = self.t
        panel = Panel(padding=0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 4)
        self.count = label("", "section")
        head.addWidget(self.count)
        head.addStretch(1)
        self.version = label("", "small")
        head.addWidget(self.version)
        panel.body.addLayout(head)
        self.stack = QStackedWidget()
        self.list = MatchList(self)
        self.rows = RowsModel(self._spoken)
        self.list.setModel(self.rows)
        self.list.setItemDelegate(MatchDelegate(self.shell, self.list))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(t("Matches"))
        self.list.selectionModel().currentChanged.connect(lambda now, _old: self._chosen(now))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.stack.addWidget(self.list)
        self.instead: QWidget = Skeleton(self.shell)
        self.stack.addWidget(self.instead)
        self.stack.setCurrentWidget(self.instead)
        panel.body.addWidget(self.stack, 1)
        self.footer = QHBoxLayout()
        self.footer.setContentsMargins(16, 8, 16, 10)
        self.hidden_mark = QLabel()
        self.hidden_mark.setPixmap(self.shell.theme.pixmap("eye_off", "text2", 16, dpr=self.devicePixelRatioF()))
        self.hidden = label("", "small")
        self.footer.addWidget(self.hidden_mark)
        self.footer.addWidget(self.hidden)
        self.footer.addStretch(1)
        panel.body.addLayout(self.footer)
        return panel

    def _spoken(self, line: Line) -> str:
        t = self.t
        who = t.say(line.person.shown_name) if line.waited is not None else line.match.opening.placement.name
        parts = ", ".join(f"{t(PART_NAMES[p])} {v}" for p, v in zip(PARTS, line.match.parts, strict=True))
        return f"{line.match.score}, {who}. {parts}. " + ". ".join(t.say(r.text) for r in line.reasons)

    # reading

    def arrive(self, **arguments: Any) -> None:
        if arguments.get("placement"):
            self.placement_id = int(arguments["placement"])
            self.way.set_current("place")
        elif arguments.get("participant"):
            self.way.set_current("person")
            key = int(arguments["participant"])
            self._load_person(key)
            self.list.setFocus()
            return
        self.refresh()
        self.list.setFocus()

    def refresh(self) -> None:
        if self.panel.showing_receipt:
            self.panel.refresh()
            return
        if self.way.current() == "place":
            self._load_place()
        elif self.person is not None:
            self._load_person(self.person.id)
        else:
            self.shell.tasks.run(
                _first_waiting, lambda key: self._load_person(key) if key else self._nobody(), key="first"
            )

    def _turn(self, way: str) -> None:
        self.panel.clear()
        if way == "place" and self.placement_id is None:
            line = self.list.currentIndex().data(Row)
            self.placement_id = line.match.opening.placement.id if isinstance(line, Line) else None
        self.refresh()

    def _load_person(self, key: int) -> None:
        self.panel.clear()
        self.shell.tasks.run(
            lambda desk: _match_person(desk, key),
            self._show_person,
            key="match",
            failed=self.shell.guarded(self._problem),
        )

    def _load_place(self) -> None:
        key = self.placement_id
        if key is None:
            self._problem(self.t("Choose a placement in the placement bank first."))
            return
        self.shell.tasks.run(
            lambda desk: _match_place(desk, key),
            self._show_place,
            key="match",
            failed=self.shell.guarded(self._problem),
        )

    def _problem(self, said: str) -> None:
        self._instead(
            EmptyState(
                self.shell,
                "error_circle",
                self.t("Nothing to show"),
                said,
                [(self.t("Placement bank"), lambda: self.shell.go("placements"))],
                role="warn",
            )
        )

    def _nobody(self) -> None:
        t = self.t
        self._instead(
            EmptyState(
                self.shell,
                "checkmark_circle",
                t("Nobody is waiting"),
                t("Everyone has a place. Choose a participant to look for another one."),
                [(t("Participants"), lambda: self.shell.go("participants"))],
                role="ok",
            )
        )
        self.subtitle.setText("")

    def _instead(self, state: QWidget) -> None:
        self.stack.removeWidget(self.instead)
        self.instead.deleteLater()
        self.instead = state
        self.stack.addWidget(state)
        self.stack.setCurrentWidget(state)
        self.panel.clear()

    def _show_person(self, answer: Any) -> None:
        person, matches, reasons, facts, waiting = answer
        self.person, self.names, self.waiting_people = person, dict(facts.names or {}), waiting
        self.list.names = self.names
        t = self.t
        self.subtitle.setText(t("Find a place for a participant"))
        self._fill_needs(person, facts)
        self._fill_footer(matches.left_out)
        self.version.setText(t("Weights version {version}", version=matches.weights))
        self.count.setText(t("{count} placements fit", count=len(matches.ranked)))
        lines = [Line(i, m, r, person) for i, (m, r) in enumerate(zip(matches.ranked, reasons, strict=False), 1)]
        if not lines:
            self._no_match(person, matches)
            return
        self._show_lines(lines)

    def _no_match(self, person: Participant, matches: Matches) -> None:
        t = self.t
        code, count = next(iter(matches.left_out.items()), ("", 0))
        said = (
            t("Without “{rule}”, {count} would fit.", rule=t(LEFT_OUT[code]), count=count)
            if code
            else t("There are no open placements.")
        )
        self._instead(
            EmptyState(
                self.shell,
                "search",
                t("No placement meets every must"),
                said,
                [(t("Change needs"), self._edit), (t("Placement bank"), lambda: self.shell.go("placements"))],
            )
        )

    def _show_place(self, answer: Any) -> None:
        place, found, left, reasons, facts = answer
        self.names = dict(facts.names or {})
        self.list.names = self.names
        t = self.t
        self.subtitle.setText(t("Find a participant for a place"))
        clear(self.needs)
        words = QVBoxLayout()
        words.addWidget(label(place.name, "section"))
        words.addWidget(
            label(
                f"{self.names.get(place.occupation, place.occupation)} · {place.schedule} · {place.supervisor}", "small"
            )
        )
        self.needs.addLayout(words)
        self.needs.addStretch(1)
        self._fill_footer(left, people=True)
        self.version.setText("")
        self.count.setText(t("{count} waiting people fit", count=len(found)))
        lines = [
            Line(i, m.match, r, m.participant, m.waited) for i, (m, r) in enumerate(zip(found, reasons, strict=True), 1)
        ]
        if not lines:
            self._instead(
                EmptyState(
                    self.shell,
                    "people",
                    t("Nobody who waits fits here"),
                    t("See below why each was left out."),
                    [(t("Participants"), lambda: self.shell.go("participants", chip="waiting"))],
                )
            )
            return
        self._show_lines(lines)

    def _show_lines(self, lines: list[Line]) -> None:
        self.stack.setCurrentWidget(self.list)
        self.rows.set_rows(lines)
        self.list.setCurrentIndex(self.rows.index(0))
        self.list.scrollToTop()

    def _fill_needs(self, person: Participant, facts: Facts) -> None:
        t = self.t
        clear(self.needs)
        mark = QLabel()
        mark.setPixmap(avatar_pixmap(self.shell, initials("" if person.protection else person.name), 40))
        self.needs.addWidget(mark)
        words = QVBoxLayout()
        words.setSpacing(0)
        name = label(
            t.say(person.shown_name) if person.protection else self.shell.name(person.name or person.number), "section"
        )
        words.addWidget(name)
        waited = (self.shell.today - person.registered_on).days
        words.addWidget(
            label(
                t("Waited {days} days · start {day}", days=waited, day=person.available_from or self.shell.today),
                "small",
            )
        )
        self.needs.addLayout(words)
        chips = QVBoxLayout()
        chips.setSpacing(5)
        for row in self._chip_rows(person, facts):
            line = QHBoxLayout()
            line.setSpacing(6)
            for chip in row:
                line.addWidget(chip)
            line.addStretch(1)
            chips.addLayout(line)
        self.needs.addLayout(chips, 1)
        edit = button(self.shell, "", self._edit, kind="link", icon="edit")
        edit.setAccessibleName(t("Change needs"))
        self.needs.addWidget(edit, 0, Qt.AlignmentFlag.AlignTop)

    def _chip_rows(self, person: Participant, facts: Facts) -> list[list[NeedChip]]:
        """Musts, then wishes; what has no room is counted in a last chip whose tooltip says it all."""
        t = self.t
        musts = [(t.say(need_text(n, facts)), "lock_closed") for n in person.needs if n.weight == "must"]
        musts.append(
            (t("{extent} % from {day}", extent=person.extent, day=person.available_from or self.shell.today), "clock")
        )
        wishes = [(facts.name(w), "target") for w in person.wishes]
        wishes += [(t.say(need_text(n, facts)), "star") for n in person.needs if n.weight != "must"]
        if person.max_travel:
            wishes.append((t("At most {minutes} min", minutes=person.max_travel), "vehicle_bus"))
        if person.language:
            wishes.append((t("Swedish {level}", level=person.language), "local_language"))
        room = self.width() - self.panel.width() - 400
        out = []
        for must, said in ((True, musts), (False, wishes)):
            row: list[NeedChip] = []
            used = 0
            for i, (words, icon) in enumerate(said):
                chip = NeedChip(self.shell, words, icon, must=must)
                used += chip.maximumWidth() + 6
                if used > room - (50 if i + 1 < len(said) else 0) and row:
                    chip = NeedChip(self.shell, f"+{len(said) - i}", icon, must=must)
                    chip.setToolTip("; ".join(w for w, _ in said[i:]))
                    row.append(chip)
                    break
                row.append(chip)
            out.append(row)
        return out

    def _fill_footer(self, left: Any, *, people: bool = False) -> None:
        t = self.t
        total = sum(left.values())
        said = " · ".join(f"{t(LEFT_OUT[c])} ({n})" for c, n in left.items())
        text = (
            t("{count} people are not shown: {reasons}", count=total, reasons=said)
            if people
            else t("{count} placements are not shown: {reasons}", count=total, reasons=said)
        )
        self.hidden.setText(text if total else t("Nothing is left out"))
        self.hidden.setToolTip(text)
        self.hidden.setMinimumWidth(50)

    # acts

    def _chosen(self, index: QModelIndex) -> None:
        line = index.data(Row)
        if isinstance(line, Line):
            self.panel.show_match(line.person, line.match.opening, self.names)

    def _edit(self) -> None:
        from amdesk.ui.dialogs.people import ParticipantDialog

        if self.person is not None:
            ParticipantDialog.change(self, self.shell, self.person)

    def _why(self) -> None:
        from amdesk.ui.dialogs.why import WhyDialog

        if self.person is not None:
            line = self.list.currentIndex().data(Row)
            suggested = line.match.opening.placement.number if isinstance(line, Line) else ""
            WhyDialog(self, self.shell, self.person, suggested).open()

    def confirm(self) -> None:
        self.panel.book()

    def reserve(self) -> None:
        self.panel.book(reserve=True)

    def print_(self) -> None:
        self.panel.print_notice()

    def book(self) -> None:
        self.panel.first_field()

    def _booked(self) -> None:
        self.panel.set_next(self._next_person())

    def _next_person(self) -> str:
        following = self._after(1)
        return following[1] if following else ""

    def _after(self, step: int) -> tuple[int, str] | None:
        ids = [k for k, _ in self.waiting_people]
        if not ids:
            return None
        here = ids.index(self.person.id) if self.person and self.person.id in ids else -1 if step > 0 else 0
        index = (here + step) % len(ids)
        return self.waiting_people[index] if ids[index] != (self.person.id if self.person else None) else None

    def next_(self, step: int) -> None:
        following = self._after(step)
        if following:
            self.way.set_current("person")
            self._load_person(following[0])

    def regions(self) -> list[QWidget]:
        return [self.list, self.panel]


def _first_waiting(desk: Any) -> int | None:
    waiting = desk.participants.listing(chip="waiting")
    open_ones = [r for r in waiting if not r.protected]
    return open_ones[0].id if open_ones else None


def _match_person(desk: Any, key: int) -> Any:
    person = desk.matching.work.participant(key)
    matches = desk.matching.for_participant(key)
    shown = Matches(matches.ranked[:SHOWN], matches.left_out, matches.weights)
    reasons = desk.matching.reasons(key, shown.ranked)
    waiting = [(r.id, r.name) for r in desk.participants.listing(chip="waiting") if not r.protected]
    return person, matches, reasons, desk.matching.facts(key), waiting


def _match_place(desk: Any, key: int) -> Any:
    place, found, left = desk.matching.for_placement(key, SHOWN)
    reasons = [desk.matching.reasons(m.participant.id, [m.match])[0] for m in found]
    return place, found, left, reasons, desk.matching.facts()
