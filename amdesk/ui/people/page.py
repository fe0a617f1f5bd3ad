"""Deltagare: where is this person? List, journey, timeline, events, and the facts used for matching."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Unpack

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QListView,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from amdesk.domain.errors import AmdeskError
from amdesk.domain.people.identity import masked, written
from amdesk.domain.people.participant import ParticipantRow, Person, urgency
from amdesk.domain.texts import Text, text
from amdesk.services.people.participants import Record
from amdesk.ui.kit.basic import KeyButton, Panel, Segments, button, divider
from amdesk.ui.kit.fields import SearchField
from amdesk.ui.kit.menu import MenuAct, fill, place_of, pop
from amdesk.ui.kit.page import Page
from amdesk.ui.kit.relay import Beside, Turning, Wrapping
from amdesk.ui.kit.rows import Row, RowsModel
from amdesk.ui.kit.shell import Shell, Visit
from amdesk.ui.kit.states import EmptyState, Skeleton
from amdesk.ui.people.head import Next, PersonFacts, PersonHead
from amdesk.ui.people.journey import JourneyView, TimelineView
from amdesk.ui.people.list import EventDelegate, PersonDelegate
from amdesk.ui.people.record_acts import RecordActs

if TYPE_CHECKING:
    from datetime import date

    from amdesk.services.desk import Desk

REVEAL_MS = 20_000


class Listed(NamedTuple):
    """The people asked for, what codes are called, and how many there are in all, mine, waiting and ending."""

    rows: Sequence[ParticipantRow]
    names: dict[str, str]
    total: int
    mine: int
    waiting: int
    ending: int


class PersonList(QListView):
    def __init__(self, page: ParticipantsPage) -> None:
        super().__init__()
        self.page = page

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_B and not event.modifiers() and self.page.shell.settings.letters:
            self.page.primary()
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.page.open_current()
            return
        super().keyPressEvent(event)


class ParticipantsPage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Participants"))
        t = self.t
        self.chip, self.words_typed = "", ""
        self.record: Record | None = None
        """Whose acts are offered; nobody's while another person is being read."""
        self.opening: int | None = None
        """Who was chosen last, shown or being read."""
        self.why = ""
        self.names: dict[str, str] = {}
        self.whole = False
        self.wanted: int | None = None
        self.asked_at: tuple[int, QPoint] | None = None
        """Whose acts were asked for while her record was being read, and where they are shown when it is there."""
        self.given = ""
        self.actions_row.addWidget(
            button(
                shell,
                t("Import list"),
                lambda: shell.go("exchange", kind="participants"),
                icon="arrow_import",
                act="import",
            )
        )
        self.actions_row.addWidget(
            button(
                shell, t("New participant"), self.new, icon="person_add", key="Ctrl N", writes=True, act="people.change"
            )
        )
        both, self.stack = Beside(), QStackedWidget()
        self.column.addWidget(both, 1)
        both.add((self._list(), 0), (self.stack, 1))
        self.waiting = Skeleton(shell)
        self.stack.addWidget(self.waiting)
        self.profile = self._profile()
        self.stack.addWidget(self.profile)
        self.instead = QWidget()
        self.stack.addWidget(self.instead)

    def _list(self) -> QWidget:
        t, shell = self.t, self.shell
        panel = Panel(padding=0)
        panel.setFixedWidth(shell.theme.px(288))
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 8)
        self.search = SearchField(shell, t("Search name or case"))
        self.search.asked.connect(self._search)
        self.search.down.connect(self._into_list)
        top.addWidget(self.search)
        row = Wrapping()
        row.setSpacing(6)
        self.chips: dict[str, KeyButton] = {}
        for code in ("mine", "waiting", "ending"):
            chip = KeyButton(shell, "", kind="chip")
            chip.setCheckable(True)
            chip.clicked.connect(lambda _=False, c=code: self._choose_chip(c))
            self.chips[code] = chip
            row.addWidget(chip)
        row.addStretch(1)
        top.addLayout(row)
        panel.body.addLayout(top)
        panel.body.addWidget(divider())
        self.list = PersonList(self)
        self.rows: RowsModel[ParticipantRow] = RowsModel(
            lambda r: f"{shell.name(r.name)}, {r.wish}, {t.say(urgency(r, shell.today).text)}"
        )
        self.list.setModel(self.rows)
        self.list.setItemDelegate(PersonDelegate(shell, self.list))
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(t("Participants"))
        self.list.selectionModel().currentChanged.connect(lambda now, _old: self._chosen(now))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._acts_at)
        panel.body.addWidget(self.list, 1)
        self._label_chips(0, 0, 0)
        return panel

    def _into_list(self) -> None:
        self.list.setFocus()

    def _label_chips(self, mine: int, waiting: int, ending: int) -> None:
        t = self.t
        for code, said in (
            ("mine", t("Mine")),
            ("waiting", t("Waiting {count}", count=waiting)),
            ("ending", t("Ending {count}", count=ending)),
        ):
            self.chips[code].setText(said)
            self.chips[code].setChecked(self.chip == code)

    def _profile(self) -> QWidget:
        t, shell = self.t, self.shell
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        head = Panel()
        self.top = PersonHead(shell, reveal=self._reveal, match=self._match, more=self._popup)
        head.body.addLayout(self.top)
        head.body.addSpacing(4)
        self.journey = JourneyView(shell)
        head.body.addWidget(self.journey)
        column.addWidget(head)
        lines = Panel(t("Timeline"))
        self.span = Segments([("year", t("12 months")), ("all", t("All"))])
        self.span.chosen.connect(self._span)
        lines.head.addWidget(self.span)
        self.timeline = TimelineView(shell)
        lines.body.addWidget(self.timeline, 1)
        column.addWidget(lines, 45)
        events = Panel(t("Events"))
        self.note = button(
            shell, t("New note"), self.new_note, kind="link", icon="add", writes=True, act="people.change"
        )
        events.head.addWidget(self.note)
        self.events = QListView()
        self.event_rows: RowsModel[tuple[date, str, str, Text, Text | str]] = RowsModel(
            lambda e: f"{t.say(e[3])}, {t.show(e[4])}, {t.day(e[0])}"
        )
        self.events.setModel(self.event_rows)
        self.events.setItemDelegate(EventDelegate(shell, self.events))
        self.events.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.events.setAccessibleName(t("Events"))
        self.events.setSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored
        )  # it scrolls itself, not the page
        self.events.setMinimumHeight(shell.theme.px(70))
        events.body.addWidget(self.events, 1)
        facts = Panel(t("Profile"))
        facts.head.addWidget(
            button(shell, t("Change"), self.edit, kind="link", icon="edit", writes=True, act="people.change")
        )
        self.facts = PersonFacts(shell)
        facts.body.addLayout(self.facts)
        facts.body.addStretch(1)
        column.addWidget(Turning((events, 54), (facts, 46)), 55)
        return page

    # reading

    def arrive(self, **arguments: Unpack[Visit]) -> None:
        chip = arguments.get("chip")
        if chip is not None:
            self.chip = "" if chip == "all" else chip
        self.wanted, self.given = arguments.get("participant"), arguments.get("why", "")
        if self.wanted:
            self._leave_for(self.wanted)
            self.chip, self.words_typed = "", ""
            self.search.blockSignals(True)
            self.search.clear()
            self.search.blockSignals(False)
        self.refresh()
        self.list.setFocus()
        if arguments.get("new"):
            self.new()

    def refresh(self) -> None:
        mine = self.shell.case_worker_id
        self.chips["mine"].setVisible(mine is not None)
        if self.chip == "mine" and mine is None:
            self.chip = ""
        chip, words = self.chip, self.words_typed
        self.shell.tasks.run(lambda desk: _read(desk, words, chip, mine), self._show, key="participants")

    def _show(self, answer: Listed) -> None:
        rows, names, total, mine, waiting, ending = answer
        self.names = names
        own = self.t("{mine} mine · {count} in the unit", mine=mine, count=total)
        self.subtitle.setText(
            own if self.shell.case_worker_id is not None else self.t("{count} in the unit", count=total)
        )
        self._label_chips(mine, waiting, ending)
        keep = self.wanted or self.opening
        self.list.selectionModel().blockSignals(True)
        self.rows.set_rows(rows)
        self.list.selectionModel().blockSignals(False)
        if not rows:
            self._nobody(total)
            return
        found = next((i for i, r in enumerate(rows) if r.id == keep), None)
        if found is None and self.wanted:
            self._open(self.wanted, self.given)
            self.wanted, self.given = None, ""
            return
        index = self.rows.index(found or 0)
        why = self.given if self.wanted and found is not None else ""
        self.wanted, self.given = None, ""
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)
        self._open(rows[found or 0].id, why)

    def _nobody(self, total: int) -> None:
        t = self.t
        self.opening = None
        if total:
            state = EmptyState(
                self.shell,
                "search",
                t("Nobody matches"),
                t("Try another name, a number, or all participants."),
                [(t("Show all"), self._all)],
            )
        else:
            state = EmptyState(
                self.shell,
                "people",
                t("No participants yet"),
                t("Import the referral list or add a person."),
                [
                    (t("Import list"), lambda: self.shell.go("exchange", kind="participants")),
                    (t("New participant"), self.new),
                ],
            )
        self._instead(state)

    def _instead(self, state: QWidget) -> None:
        self.stack.removeWidget(self.instead)
        self.instead.deleteLater()
        self.instead = Panel()
        self.instead.body.addWidget(state, 1)
        self.stack.addWidget(self.instead)
        self.stack.setCurrentWidget(self.instead)
        self.record = None

    def _all(self) -> None:
        self.chip = ""
        self.search.clear()
        self.words_typed = ""
        self.refresh()

    def _search(self, words: str) -> None:
        self.words_typed = words
        self.refresh()

    def _choose_chip(self, code: str) -> None:
        self.chip = "" if self.chip == code else code
        self.refresh()

    def _chosen(self, index: QModelIndex) -> None:
        row = index.data(Row)
        if isinstance(row, ParticipantRow):
            self._open(row.id)

    def _leave_for(self, participant: int) -> None:
        """Until the record of another is there, no act reaches the one that is still seen."""
        self.opening = participant
        if self.record is not None and self.record.participant.id != participant:
            self.record = None

    def _open(self, participant: int, why: str = "") -> None:
        self._leave_for(participant)
        self.shell.tasks.run(
            lambda desk: desk.participants.record(participant, why),
            lambda record: self._show_record(record, why),
            key="record",
            failed=lambda e: self._refused(participant, e),
        )

    def _refused(self, participant: int, error: Exception) -> None:
        t = self.t
        from amdesk.ui.kit.reason import closed

        if isinstance(error, AmdeskError) and closed(error):
            self.shell.forget("participant", participant)
            self._instead(
                EmptyState(
                    self.shell,
                    "shield_lock",
                    t(closed(error)),
                    t.say(error.text),
                    [(t("Open with a reason"), lambda: self._with_reason(participant, error))],
                    role="bad",
                )
            )
        elif isinstance(error, AmdeskError):
            self._instead(
                EmptyState(
                    self.shell,
                    "error_circle",
                    t("The record could not be shown"),
                    t.say(error.text),
                    [(t("Try again"), lambda: self._open(participant))],
                    role="bad",
                )
            )
        else:
            self.shell.error(error)

    def _with_reason(self, participant: int, refused: Exception | None = None) -> None:
        from amdesk.ui.kit.reason import why_open

        why = why_open(self, self.shell, refused)
        if why:
            self._open(participant, why)

    def _show_record(self, record: Record, why: str = "") -> None:
        self.record, self.why = record, why
        person = record.participant
        self.opening = person.id
        if person.protection:
            self.shell.forget("participant", person.id)
        else:
            self.shell.remember("participant", person.id, person.name or person.number)
        self.top.show_record(record, self._next(record))
        self.journey.show_stations(record.journey)
        self.timeline.show_bars(record.timeline, whole=self.whole)
        self.event_rows.set_rows([(d, k, i, s, m) for d, k, i, s, m in record.events])
        self.facts.show_person(person, self.names)
        self.stack.setCurrentWidget(self.profile)
        if self.asked_at is not None and self.asked_at[0] == person.id:
            self._show_acts(self.asked_at[1])
        self.asked_at = None

    def _next(self, record: Record) -> Next:
        t, row = self.t, record.row
        if row.status == "waiting":
            return Next(t("Find place"), "target", self._match, "matching")
        if row.status == "booked":
            return Next(t("Booking"), "calendar_person", self._record_acts(record).booking, "people.see")
        if row.status == "working":
            return Next(t("Assess"), "clipboard_task", self._assess, "competence.see")
        if not row.certified and row.assessed_final:
            return Next(t("Certificate"), "certificate", self._assess, "competence.see")
        if not row.followed_up and row.ended_on and (self.shell.today - row.ended_on).days >= 90:
            return Next(t("Follow up"), "history", self._record_acts(record).follow_up, "followup")
        return Next(t("Find place"), "target", self._match, "matching")

    def primary(self) -> None:
        if self.record is not None:
            self._next(self.record).then()

    def open_current(self) -> None:
        row = self.list.currentIndex().data(Row)
        if isinstance(row, ParticipantRow) and row.protected:
            self._with_reason(row.id)
        else:
            self.primary()

    def _span(self, code: str) -> None:
        self.whole = code == "all"
        if self.record:
            self.timeline.show_bars(self.record.timeline, whole=self.whole)

    # acts

    def _reveal(self) -> None:
        if self.record is None:
            return
        key, kept, why = self.record.participant.id, self.record.participant, self.why

        def show(whole: str) -> None:
            shown = self.top.number
            shown.setText(written(whole))
            QTimer.singleShot(REVEAL_MS, shown, lambda: shown.setText(masked(kept.identity)))

        self.shell.tasks.run(lambda desk: desk.participants.reveal_identity(key, why), show)

    def _match(self) -> None:
        if self.record:
            self.shell.go("matching", participant=self.record.participant.id, why=self.why)

    def _assess(self) -> None:
        if self.record:
            self.shell.go("competence", participant=self.record.participant.id, why=self.why)

    def _acts_at(self, where: QPoint) -> None:
        """The right button and the menu key over a row of the list."""
        place, row = place_of(self.list, where), self.list.currentIndex().data(Row)
        if place is None or not isinstance(row, ParticipantRow):
            return
        if self.record is not None and self.record.participant.id == row.id:
            self._show_acts(place)
        elif row.protected:  # nothing is known of her here before a reason is given
            menu = QMenu(self)
            fill(
                menu,
                [MenuAct(self.t("Open with a reason"), lambda: self._with_reason(row.id), act="people.open")],
                self.shell,
            )
            pop(menu, place)
        else:
            self.asked_at = row.id, place

    def _show_acts(self, place: QPoint) -> None:
        """What the buttons on the record of who is shown give, and what stands under More."""
        if self.record is None:
            return
        menu, first = QMenu(self), self._next(self.record)
        fill(menu, [MenuAct(first.said, first.then, act=first.act), self.note], self.shell)
        menu.addSeparator()
        self._record_acts(self.record).fill(menu)
        pop(menu, place)

    def _popup(self, under: KeyButton) -> None:
        self._more().popup(under.mapToGlobal(under.rect().bottomLeft()))

    def _more(self) -> QMenu:
        menu = QMenu(self)
        if self.record is not None:
            self._record_acts(self.record).fill(menu)
        return menu

    def _record_acts(self, record: Record) -> RecordActs:
        return RecordActs(self, self.shell, record, self.why, edit=self.edit, protect=self.protect)

    def new(self) -> None:
        from amdesk.ui.people.form import ParticipantDialog

        def made(person: Person) -> None:
            self.shell.toast(text("{name} is added.", name=person.shown_name), undo=True)
            self.shell.go("participants", participant=person.id)

        ParticipantDialog.add(self, self.shell, made)

    def edit(self) -> None:
        from amdesk.ui.people.form import ParticipantDialog

        if self.record is not None:
            ParticipantDialog.change(self, self.shell, self.record.participant)

    def protect(self) -> None:
        from amdesk.ui.people.protecting import ProtectDialog

        if self.record is None:  # nobody, or somebody whom no reason has opened yet
            self.shell.toast(self.t("Open the person's record first, then choose Protect personal data."))
        else:
            ProtectDialog.run(self, self.shell, self.record.participant)

    def new_note(self) -> None:
        from amdesk.ui.people.acts import NoteDialog

        if self.record is not None:
            NoteDialog.run(self, self.shell, self.record.participant.id)

    def book(self) -> None:
        self._match()

    def next_(self, step: int) -> None:
        row = max(0, min(self.list.currentIndex().row() + step, self.rows.rowCount() - 1))
        self.list.setCurrentIndex(self.rows.index(row))

    def focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def regions(self) -> list[QWidget]:
        return [self.search, self.list, self.events]


def _read(desk: Desk, words: str, chip: str, mine: int | None) -> Listed:
    worker = mine if chip == "mine" else None
    rows = desk.participants.listing(words, chip if chip in {"waiting", "ending"} else "", worker)
    lang = desk.work.lang
    names = {o.code: o.name(lang) for o in desk.placements.occupations()} | dict(desk.placements.districts())
    names |= {"in_house": "eget arbetslag", "external": "extern plats"} if lang == "sv" else {}
    return Listed(rows, names, *desk.participants.counts(mine))
