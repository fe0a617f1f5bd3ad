"""Matchning: which place and why? A person to placements, a placement to people, and the booking panel beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar, Unpack

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from amdesk.domain.booking.findings import need_code, need_text
from amdesk.domain.booking.matching import LEFT_OUT, PART_NAMES, PARTS, Facts, Matches
from amdesk.domain.booking.reasons import free_text, trip_text
from amdesk.domain.errors import AmdeskError
from amdesk.domain.people.participant import Participant
from amdesk.ui.booking.chips import NeedChip
from amdesk.ui.booking.foot import BookingFoot
from amdesk.ui.booking.list import MatchDelegate, MatchLine, MatchList, kind_of_place, stopped_said
from amdesk.ui.booking.panel import BookingPanel, Typed
from amdesk.ui.booking.round import RoundPane
from amdesk.ui.guidance.beside import BesideRow
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import Elided, KeyButton, Panel, Segments, button, clear, label
from amdesk.ui.kit.menu import MenuAct, buttons_in, offer_acts
from amdesk.ui.kit.page import Page
from amdesk.ui.kit.reason import closed, why_open
from amdesk.ui.kit.relay import in_columns
from amdesk.ui.kit.rows import Row, RowsModel
from amdesk.ui.kit.shell import Shell, Visit
from amdesk.ui.kit.states import EmptyState, Skeleton

if TYPE_CHECKING:
    from amdesk.domain.booking.reasons import Reason
    from amdesk.services.booking.matching import PeopleMatches
    from amdesk.services.desk import Desk

T = TypeVar("T")
Subject = tuple[str, int]
"""`person` or `place`, and the key of that one."""
SHOWN = 40


class PersonMatches(NamedTuple):
    """Places for a person: the first of them with their sentences, who else waits as (key, name), and how many places fit."""

    person: Participant
    matches: Matches
    reasons: Sequence[list[Reason]]
    facts: Facts
    waiting: list[tuple[int, str]]
    total: int


class PlaceMatches(NamedTuple):
    """People for a place, the first of them, and the sentences of those who fit and then of whom a must stops."""

    found: PeopleMatches
    reasons: Sequence[list[Reason]]
    facts: Facts
    total: int


class Carried(NamedTuple):
    """What the page of the next window goes on with, or who is matched again: the chosen person and placement, and what was
    written for them."""

    person: int
    chosen: tuple[int, int] | None
    written: Typed | None


class MatchingPage(Page):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Matching"))
        t = self.t
        self.person: Participant | None = None
        self.asked: int | None = None
        """The person asked for; not yet, or not without a reason, the one that is shown."""
        self.why = ""
        self.drafts: dict[Subject, Carried] = {}
        """What was written in the window before this one, or here before somebody else was matched, and is not booked: it
        stands there again when the same one is matched again."""
        self.subject: Subject = ("person", 0)
        """Whom or what the shown lines are for."""
        self.stopped_for: Subject = ("person", 0)
        """For whom or what it is shown what a must stops, although nothing fits."""
        self.placement_id: int | None = None
        self.waiting_people: list[tuple[int, str]] = []
        self.names: dict[str, str] = {}
        self.way = Segments(
            [("person", t("Participant → place")), ("place", t("Place → participant")), ("round", t("Round"))]
        )
        self.way.chosen.connect(self._turn)
        self.left.addWidget(self.way)
        self.single_acts = [
            button(shell, t("Why not?"), self._why, icon="info", act="matching"),
            button(shell, t("Next person"), lambda: self.next_(1), icon="arrow_swap", key="Ctrl J"),
        ]
        self.fairness = button(shell, t("How rounds fall out"), self._fairness, icon="people", act="figures")
        for act in (*self.single_acts, self.fairness):
            self.actions_row.addWidget(act)
        self.fairness.hide()
        self.ways = QStackedWidget()
        beside = QWidget()
        self.beside = BesideRow(shell, self.ways, beside)
        self.beside.turned.connect(self._give_room)
        self.column.addWidget(self.beside, 1)
        single = QWidget(self.ways)
        middle = QVBoxLayout(beside)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(12)
        middle.addWidget(self._needs_panel())
        middle.addWidget(self._list_panel(), 1)
        self.panel = BookingPanel(shell)
        self.panel.booked.connect(self._booked)
        self.panel.next_wanted.connect(lambda: self.next_(1))
        self.body = in_columns(single, (beside, 1), (self.panel, 0))
        self.foot = BookingFoot(shell, self.panel)
        self.body.turned.connect(lambda under: self.foot.stand(under=under))
        self.round = RoundPane(shell, self.ways)
        self.ways.addWidget(single)
        self.ways.addWidget(self.round)
        self.column.addWidget(self.foot)

    def _needs_panel(self) -> QWidget:
        panel = Panel(padding=14)
        self.needs = QHBoxLayout()
        self.needs.setSpacing(12)
        panel.body.addLayout(self.needs)
        panel.setFixedHeight(self.shell.theme.px(84))
        self.whom = panel
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
        self.list = MatchList(lambda: self.panel.go_on(), self._ask_place, self._hold_by_key)
        self.rows = RowsModel(self._spoken)
        self.list.setModel(self.rows)
        self.list.setItemDelegate(MatchDelegate(self.shell, self.list))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(t("Matches"))
        self.list.selectionModel().currentChanged.connect(lambda now, _old: self._chosen(now))
        offer_acts(self.list, self._acts_here, self.shell)
        self.stack.addWidget(self.list)
        self.instead: QWidget = Skeleton(self.shell)
        self.stack.addWidget(self.instead)
        self.stack.setCurrentWidget(self.instead)
        panel.body.addWidget(self.stack, 1)
        self.footer = QHBoxLayout()
        self.footer.setContentsMargins(16, 8, 16, 10)
        self.hidden_mark = QLabel()
        self.hidden_mark.setPixmap(
            self.shell.theme.pixmap("eye_off", "text2", self.shell.theme.mark(16), dpr=self.devicePixelRatioF())
        )
        self.hidden = Elided("", "small")
        self.footer.addWidget(self.hidden_mark)
        self.footer.addWidget(self.hidden, 1)
        panel.body.addLayout(self.footer)
        return panel

    def _acts_here(self) -> list[KeyButton | MenuAct]:
        """What the buttons of the page do with the match, and the way to whom or what it names."""
        line, go, t = self.list.currentIndex().data(Row), self.shell.go, self.t
        if not isinstance(line, MatchLine):
            return []
        person, place = line.person.id, line.match.opening.placement.id
        way = (
            MenuAct(t("Open the placement"), lambda: go("placements", placement=place), act="places.see")
            if line.waited is None
            else MenuAct(t("Open the person"), lambda: go("participants", participant=person), act="people.open")
        )
        hold = MenuAct(t("Hold a place") + "\tH", self._hold, writes=True, act="booking")
        return [*buttons_in(self.panel.bottom), *self.single_acts, hold, way]

    def _spoken(self, line: MatchLine) -> str:
        t = self.t
        place = line.match.opening.placement
        work = f"{place.name}, {kind_of_place(self.shell, place, self.names)}"
        who = self.shell.name(t.say(line.person.shown_name)) if line.waited is not None else work
        parts = ", ".join(f"{t(PART_NAMES[p])} {v}" for p, v in zip(PARTS, line.match.parts, strict=True))
        when, way = free_text(line.match.opening, self.shell.today), trip_text(line.match.opening.trip)
        said = (when, way, *(r.text for r in line.reasons))
        if line.untold:
            return f"{who}. " + ". ".join(t.say(one) for one in said)
        if line.stopped:
            who = f"{stopped_said(self.shell, 0)[0]}: {who}"
        return f"{line.match.score}, {who}. {parts}. " + ". ".join(t.say(one) for one in said)

    # reading

    def arrive(self, **arguments: Unpack[Visit]) -> None:
        self.why = ""
        if arguments.get("round"):
            self.way.set_current("round")
        elif place := arguments.get("placement"):
            self.placement_id = place
            self.way.set_current("place")
            self._leave_panel()
        elif person := arguments.get("participant"):
            self.way.set_current("person")
            self._load_person(person, arguments.get("why", ""))
            self.list.setFocus()
            return
        self.refresh()
        (self.round if self.way.current() == "round" else self).list.setFocus()

    def refresh(self) -> None:
        is_round = self.way.current() == "round"
        self.ways.setCurrentIndex(int(is_round))
        self.foot.stand(under=self.body.turning.under and not is_round)
        for act in self.single_acts:
            act.setVisible(not is_round)
        self.fairness.setVisible(is_round)
        if is_round:
            self.subtitle.setText(self.t("Everybody who waits and every free place at once"))
            self.round.refresh()
            return
        if self.panel.showing_receipt:
            self.panel.refresh()
            return
        if self.way.current() == "place":
            self._load_place()
        elif self.asked is not None:
            self._load_person(self.asked)
        else:
            self._load_first()

    def _load_first(self) -> None:
        asked = self.asked

        def show(found: tuple[int | None, bool]) -> None:
            key, anybody = found
            if self.asked != asked:  # somebody was asked for meanwhile
                return
            if key:
                self._load_person(key)
            else:
                self._nobody(anybody=anybody)

        self.shell.tasks.run(_first_waiting, self._unless_booked(show), key="first")

    def _unless_booked(self, show: Callable[[T], object]) -> Callable[[T], None]:
        """What was asked before a booking and is answered after it is old, and the receipt stays. Whoever goes on from a
        receipt has put it away."""

        def shown(answer: T) -> None:
            if not self.panel.showing_receipt:
                show(answer)

        return shown

    def _turn(self, way: str) -> None:
        self._leave_panel()
        if way == "place" and self.placement_id is None:
            line = self.list.currentIndex().data(Row)
            self.placement_id = line.match.opening.placement.id if isinstance(line, MatchLine) else None
        self.refresh()

    def _load_person(self, key: int, why: str = "") -> None:
        """One person's needs and what fits. A protected one is shown for a reason alone, which holds as long as she stays on
        the page. Read anew, what is shown of her stays until that has come: a key pressed meanwhile means it."""
        if key != self.asked or not self.panel.asking:
            self._leave_panel()
        self.ways.setCurrentIndex(0)
        self.fairness.hide()
        self.why = why = why or (self.why if key == self.asked else "")
        self.asked = key
        self.shell.tasks.run(
            lambda desk: _match_person(desk, key, why),
            self._unless_booked(self._show_person),
            key="match",
            failed=self._unless_booked(lambda error: self._not_shown(error, key)),
        )

    def _leave_panel(self) -> None:
        written, matched = self.panel.written(), self.panel.matched
        if written is not None and matched is not None:
            self.drafts[self.subject] = Carried(matched[0], matched, written)
        self.panel.clear()

    def _not_shown(self, error: Exception, key: int) -> None:
        self._leave_panel()
        if isinstance(error, AmdeskError) and error.code == "NO_PARTICIPANT":
            self.person = self.asked = None
            self._load_first()
            return
        if not isinstance(error, AmdeskError) or not closed(error):
            self.shell.guarded(self._problem)(error)
            return
        t = self.t

        def ask() -> None:
            if why := why_open(self, self.shell, error):
                self._load_person(key, why)

        self._forget()
        self.subtitle.setText(t("Find a place for a participant"))
        act = (t("Open with a reason"), ask)
        said = t.say(error.text)
        self._instead(EmptyState(self.shell, "shield_lock", t(closed(error)), said, [act], role="bad"))

    def _forget(self) -> None:
        """Nothing is said any more of whom the page has shown, and no card stands there empty."""
        self.person = None
        for one in (self.whom, self.panel, self.hidden_mark):
            one.hide()
        for line in (self.subtitle, self.count, self.version, self.hidden):
            line.setText("")
        self.hidden.setToolTip("")
        clear(self.needs)
        self.rows.set_rows([])

    def _load_place(self) -> None:
        key = self.placement_id
        if key is None:
            self._problem(self.t("Choose a placement in the placement bank first."))
            return
        self.shell.tasks.run(
            lambda desk: _match_place(desk, key),
            self._unless_booked(self._show_place),
            key="match",
            failed=self._unless_booked(self.shell.guarded(self._problem)),
        )

    def _problem(self, said: str) -> None:
        self._forget()
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

    def _nobody(self, *, anybody: bool) -> None:
        """Nobody waits; or, where there is nobody at all, how somebody comes into the bank."""
        t = self.t
        self._forget()
        if anybody:
            state = EmptyState(
                self.shell,
                "checkmark_circle",
                t("Nobody is waiting"),
                t("Choose a participant to look for another place."),
                [(t("Participants"), lambda: self.shell.go("participants"))],
                role="ok",
            )
        else:
            state = EmptyState(
                self.shell,
                "people",
                t("No participants yet"),
                t("Import the referral list or add a person."),
                [
                    (t("Import list"), lambda: self.shell.go("exchange", kind="participants")),
                    (t("New participant"), lambda: self.shell.go("participants", new=True)),
                ],
            )
        self._instead(state)

    def _instead(self, state: QWidget) -> None:
        self.panel.hide()
        self.stack.removeWidget(self.instead)
        self.instead.deleteLater()
        self.instead = state
        self.stack.addWidget(state)
        self.stack.setCurrentWidget(state)
        self._leave_panel()

    def _show_person(self, answer: PersonMatches) -> None:
        person, matches, reasons, facts, waiting, total = answer
        if person.id != self.asked:
            return
        self.person, self.names, self.waiting_people = person, dict(facts.names or {}), waiting
        self.list.names = self.names
        t = self.t
        self.subtitle.setText(t("Find a place for a participant"))
        self._fill_needs(person, facts)
        self._fill_footer(not_shown(matches.left_out, [s.code for s in matches.stopped]))
        self.version.setText(t("Weights version {version}", version=matches.weights))
        self.count.setText(t.plural("{count} placement fits", "{count} placements fit", total, count=total))
        lines = lines_of(person, matches, reasons)
        if not matches.ranked and self.stopped_for != ("person", person.id):
            self._no_match(person, matches, facts)
            return
        self._show_lines(("person", person.id), lines)

    def _no_match(self, person: Participant, matches: Matches, facts: Facts) -> None:
        t = self.t
        code, count = next(iter(matches.alone.items()), ("", 0))
        if code:
            need = next(
                (need_text(n, facts) for n in person.needs if need_code(n) == code and n.weight == "must"), None
            )
            rule = t(LEFT_OUT[code]) if need is None else t.say(need)
            said = t("Without “{rule}”, {count} would fit.", rule=rule, count=count)
        elif matches.left_out:
            said = t("No must alone stands in the way. See below why each was left out.")
        else:
            said = t("There are no open placements.")
        show = (t("Show what a must stops"), partial(self._show_stopped, ("person", person.id)))
        self._instead(
            EmptyState(
                self.shell,
                "search",
                t("No placement meets every must"),
                said,
                [
                    (t("Change needs"), self._edit),
                    (t("Moves that open a place"), partial(self._chains, person)),
                    *([show] if matches.stopped else []),
                ],
            )
        )

    def _show_stopped(self, subject: Subject) -> None:
        """Where nothing fits, what a must stops is shown once it is asked for, and as long as she, or the place, is matched."""
        self.stopped_for = subject
        if subject[0] == "person":
            self._load_person(subject[1])
        else:
            self._load_place()
        self.list.setFocus()

    def _ask_place(self) -> bool:
        """F: what is not known of the place is asked there; False where nothing is, or letters are no keys."""
        unknown = self.shell.settings.letters and self.panel.asking and self.panel.unknown
        if not unknown or not unknown.asks or not unknown.note.isEnabled():
            return False
        unknown.press()
        return True

    def _hold_by_key(self) -> bool:
        """H: the place of the match that is chosen is held; False where letters are no keys."""
        if not self.shell.settings.letters or self.shell.barred("booking"):
            return False
        self._hold()
        return True

    def _hold(self) -> None:
        line = self.list.currentIndex().data(Row)
        if isinstance(line, MatchLine):
            self.shell.open("hold.of_place", self, line.match.opening.placement.id)

    def _fairness(self) -> None:
        from amdesk.ui.booking.fairness import FairnessDialog

        FairnessDialog(self, self.shell).open()

    def _chains(self, person: Participant) -> None:
        from amdesk.ui.booking.chains import ChainsDialog

        ChainsDialog(self, self.shell, person, self.why).open()

    def _show_place(self, answer: PlaceMatches) -> None:
        found, reasons, facts, total = answer
        place = found.place
        self.names = dict(facts.names or {})
        self.list.names = self.names
        t = self.t
        self.subtitle.setText(t("Find a participant for a place"))
        self.whom.show()
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
        self._fill_footer(not_shown(found.left_out, [code for code, _ in found.stopped]), people=True)
        self.version.setText("")
        self.count.setText(t.plural("{count} waiting person fits", "{count} waiting people fit", total, count=total))
        subject = ("place", place.id)
        if not found.ranked and self.stopped_for != subject:
            show = (t("Show whom a must stops"), partial(self._show_stopped, subject))
            anybody = bool(found.stopped or found.left_out)
            self._instead(
                EmptyState(
                    self.shell,
                    "people",
                    t("Nobody who waits fits here") if anybody else t("Nobody is waiting"),
                    t("See below why each was left out.")
                    if anybody
                    else t("Whoever comes into the lists and waits for a place is shown here."),
                    [
                        (t("Participants"), lambda: self.shell.go("participants", chip="waiting")),
                        *([show] if found.stopped else []),
                    ],
                )
            )
            return
        self._show_lines(subject, lines_of_people(found, reasons))

    def _show_lines(self, subject: Subject, lines: list[MatchLine]) -> None:
        """Read anew, the match that was chosen is chosen still, and what was written for it stands."""
        kept = None if self.panel.asking else self.drafts.pop(subject, None)
        self.subject = subject
        chosen = kept.chosen if kept is not None else self.panel.matched
        pairs = [(one.person.id, one.match.opening.placement.id) for one in lines]
        self.stack.setCurrentWidget(self.list)
        self.panel.show()
        self.rows.set_rows(lines)
        if chosen is not None and chosen not in pairs and self.panel.stays(*chosen):
            self.panel.check()  # what was written for it stands, and says why it cannot be booked any more
            return
        at = pairs.index(chosen) if chosen in pairs else 0
        self.list.setCurrentIndex(self.rows.index(at))
        if at:
            self.list.scrollTo(self.rows.index(at))
        else:
            self.list.scrollToTop()
        if kept is not None and kept.written is not None:
            self.panel.write(kept.written)

    def _fill_needs(self, person: Participant, facts: Facts) -> None:
        t = self.t
        self.whom.show()
        clear(self.needs)
        mark = QLabel()
        mark.setPixmap(
            paint.avatar_pixmap(self.shell.theme, self.shell.initials("" if person.protection else person.name), 40)
        )
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
                t.plural(
                    "Waited {days} day · start {day}",
                    "Waited {days} days · start {day}",
                    waited,
                    days=waited,
                    day=person.available_from or self.shell.today,
                ),
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
        self.chips = QWidget()
        self.chips.setLayout(chips)
        chips.setContentsMargins(0, 0, 0, 0)
        self.needs.addWidget(self.chips, 1)
        if self.beside.showing:
            self.chips.hide()
        self.needs.addStretch(0)
        edit = button(self.shell, "", self._edit, kind="link", icon="edit")
        edit.setAccessibleName(t("Change needs"))
        self.needs.addWidget(edit, 0, Qt.AlignmentFlag.AlignTop)

    def _give_room(self, shown: bool) -> None:
        """While guidance stands beside, needs are said by their places alone."""
        self.list.be_brief(on=shown)
        if "chips" in self.__dict__ and isValid(self.chips):
            self.chips.setVisible(not shown)

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
                    chip.setMinimumWidth(chip.maximumWidth())  # a number is never cut
                    chip.setToolTip("; ".join(w for w, _ in said[i:]))
                    row.append(chip)
                    break
                row.append(chip)
            out.append(row)
        return out

    def _fill_footer(self, left: Mapping[str, int], *, people: bool = False) -> None:
        t = self.t
        total = sum(left.values())
        said = " · ".join(f"{t(LEFT_OUT[c])} ({n})" for c, n in left.items())
        text = (
            t.plural(
                "{count} person is not shown: {reasons}",
                "{count} people are not shown: {reasons}",
                total,
                count=total,
                reasons=said,
            )
            if people
            else t.plural(
                "{count} placement is not shown: {reasons}",
                "{count} placements are not shown: {reasons}",
                total,
                count=total,
                reasons=said,
            )
        )
        self.hidden.setText(text if total else t("Nothing is left out"))
        self.hidden.setToolTip(text)
        self.hidden.setMinimumWidth(50)
        self.hidden_mark.show()

    # another look

    def carried(self) -> object:
        """Who is matched, and what was written for the match that is chosen; a protected person is asked for anew."""
        person = self.person
        if self.way.current() != "person" or person is None or person.protection or self.asked != person.id:
            return None
        return Carried(person.id, self.panel.matched, self.panel.written())

    def carry(self, kept: object) -> None:
        if isinstance(kept, Carried):
            self.drafts["person", kept.person] = kept
            self._load_person(kept.person)

    # acts

    def _chosen(self, index: QModelIndex) -> None:
        line = index.data(Row)
        if isinstance(line, MatchLine):
            self.panel.show_match(line.person, line.match.opening, self.names)
            self.panel.passed.offer(line.rank if line.waited is None else 0)

    def _edit(self) -> None:
        if self.person is not None and self.person.protection:
            self.shell.go("participants", participant=self.person.id)  # where it is asked why
        elif self.person is not None:
            self.shell.open("participant.change", self, self.person)

    def _why(self) -> None:
        from amdesk.ui.booking.why import WhyDialog

        line = self.list.currentIndex().data(Row)
        matched = line if isinstance(line, MatchLine) else None
        suggested = matched.match.opening.placement.number if matched else ""
        if self.way.current() == "place":
            if matched:
                WhyDialog(self, self.shell, matched.person, suggested).open()
        elif self.person is not None:
            WhyDialog(self, self.shell, self.person, suggested, self.why).open()

    def confirm(self) -> None:
        if self.way.current() == "round":
            self.round.confirm()
        else:
            self.panel.book()

    def reserve(self) -> None:
        self.panel.book(reserve=True)

    def done(self) -> None:
        """Ctrl+D: what is refused becomes a turn in the queue."""
        if self.panel.asking:
            self.panel.queue.press()

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
        here = ids.index(self.asked) if self.asked in ids else -1 if step > 0 else 0
        index = (here + step) % len(ids)
        return self.waiting_people[index] if ids[index] != self.asked else None

    def next_(self, step: int) -> None:
        following = self._after(step)
        if following:
            self.way.set_current("person")
            self._load_person(following[0])
        elif not self.waiting_people:  # the first person asked for was not shown
            self._load_first()

    def regions(self) -> list[QWidget]:
        if self.way.current() == "round":
            return [self.round.first, self.round.list, self.round.tab.button(self.round.tab.current())]
        return [self.list, self.panel]


def lines_of(person: Participant, matches: Matches, reasons: Sequence[list[Reason]]) -> list[MatchLine]:
    """What fits, by rank, and below it what a must stops; the sentences stand in the same order."""
    fit, stopped = matches.ranked, [s.match for s in matches.stopped]
    lines = [MatchLine(i, m, r, person) for i, (m, r) in enumerate(zip(fit, reasons, strict=False), 1)]
    below = zip(stopped, reasons[len(fit) :], strict=True)
    return [*lines, *(MatchLine(0, m, r, person, heads=0 if i else len(stopped)) for i, (m, r) in enumerate(below))]


def lines_of_people(found: PeopleMatches, reasons: Sequence[list[Reason]]) -> list[MatchLine]:
    """Who fits, by rank, and below them whom a must stops; the sentences stand in the same order."""
    fit, stopped = found.ranked, [m for _, m in found.stopped]
    lines = [
        MatchLine(i, m.match, r, m.participant, m.waited) for i, (m, r) in enumerate(zip(fit, reasons, strict=False), 1)
    ]
    below = zip(stopped, reasons[len(fit) :], strict=True)
    return [
        *lines,
        *(
            MatchLine(0, m.match, r, m.participant, m.waited, heads=0 if i else len(stopped))
            for i, (m, r) in enumerate(below)
        ),
    ]


def not_shown(left_out: Mapping[str, int], stopped: Sequence[str]) -> dict[str, int]:
    """How many each rule left out that stand nowhere in the list: all but those that it shows as stopped, by the same rule."""
    below = Counter(stopped)
    return {code: n - below[code] for code, n in left_out.items() if n > below[code]}


def _first_waiting(desk: Desk) -> tuple[int | None, bool]:
    """Whom to show first, and whether the bank has anybody at all."""
    waiting = desk.participants.listing(chip="waiting")
    open_ones = [r for r in waiting if not r.protected]
    return (open_ones[0].id, True) if open_ones else (None, bool(desk.participants.counts(None)[0]))


def _match_person(desk: Desk, key: int, why: str) -> PersonMatches:
    person, matches = desk.matching.opened(key, why)
    shown = replace(matches, ranked=matches.ranked[:SHOWN])
    reasons = desk.matching.reasons(key, [*shown.ranked, *(s.match for s in shown.stopped)], why)
    waiting = [(r.id, r.name.seen) for r in desk.participants.listing(chip="waiting") if not r.name.hidden]
    return PersonMatches(person, shown, reasons, desk.matching.facts(key), waiting, len(matches.ranked))


def _match_place(desk: Desk, key: int) -> PlaceMatches:
    found = desk.matching.of_placement(key)
    shown = found._replace(ranked=found.ranked[:SHOWN])
    people = [*shown.ranked, *(m for _, m in shown.stopped)]
    reasons = [desk.matching.reasons(m.participant.id, [m.match])[0] for m in people]
    return PlaceMatches(shown, reasons, desk.matching.facts(), len(found.ranked))
