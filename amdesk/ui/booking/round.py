"""A matching round in the window: everybody who waits, every free place, computed anew whenever something changes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QListView, QStackedWidget, QVBoxLayout, QWidget

from amdesk.domain.booking.rounds import Policy, Price, Proposal, Queue, RoundPeriod, Unplaced, Wishes, queues
from amdesk.domain.change import Change, Moved
from amdesk.domain.texts import N_
from amdesk.services.booking.rounds import Round
from amdesk.ui.booking.roundlist import ProposalDelegate, ProposalList, ShownProposal, spoken
from amdesk.ui.booking.roundpolicy import PolicyFields
from amdesk.ui.booking.roundsolved import KeptRound, Solved, prices_of, solved_round, whose_proposal
from amdesk.ui.booking.roundwhynot import WhyNotTable
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import KeyButton, Panel, Segments, button, label
from amdesk.ui.kit.fields import DateEdit, Field
from amdesk.ui.kit.menu import MenuAct, offer_acts
from amdesk.ui.kit.relay import Wrapping, in_columns
from amdesk.ui.kit.rows import Row, RowsModel, TableModel, after_act
from amdesk.ui.kit.saving import ask_file
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.states import EmptyState, Skeleton
from amdesk.ui.kit.tables import PlainTable

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

BESIDE = {
    "left": N_("Without a place"),
    "queue": N_("Queues"),
    "price": N_("Missing"),
    "instead": N_("Why not"),
    "kept": N_("Rounds"),
}
"""The tables beside the proposals."""


class RoundPane(QWidget):
    """Nothing here touches the bank until a proposal is accepted; the weights are a what-if until they are kept."""

    solved = Signal()

    def __init__(self, shell: Shell, over: QWidget) -> None:
        super().__init__(over)
        self.shell, self.t = shell, shell.words
        self.answer: Round | None = None
        self.wishes = Wishes()
        self.policy: Policy | None = None
        self.units_own: Policy | None = None
        self.left: Sequence[Unplaced] = []
        self.period: RoundPeriod | None = None
        self.behind = False
        """The proposals are being worked out anew; those shown are of what was asked before."""
        self.turned = False
        """Somebody has chosen what stands beside: until then it is who has no place, and where everybody has one the queues."""
        self.prices: list[Price] = []
        self.pricing = False
        middle = QWidget()
        main = QVBoxLayout(middle)
        main.setContentsMargins(0, 0, 0, 0)
        main.setSpacing(12)
        main.addWidget(self._controls())
        main.addWidget(self._proposals(), 1)
        in_columns(self, (middle, 62), (self._beside(), 38))

    # what it is made of

    def _controls(self) -> QWidget:
        t, shell = self.t, self.shell
        panel = Panel(padding=12)
        row = Wrapping()
        row.setSpacing(10)
        usual = shell.today
        self.first, self.last = DateEdit(shell, usual), DateEdit(shell)
        self.last.base = lambda: self.first.value()
        for edit in (self.first, self.last):
            edit.setFixedWidth(shell.theme.px(122))
            edit.picked.connect(lambda _: self.solve())
        self.fields = PolicyFields(shell)
        self.order, self.weights = self.fields.order, self.fields.weights
        self.fields.changed.connect(self._what_if)
        row.addWidget(Field(t("Starts from"), self.first))
        row.addWidget(Field(t("Starts by"), self.last))
        row.addWidget(Field(t("What counts first"), self.order), 1)
        panel.body.addLayout(row)
        panel.body.addWidget(self.fields)
        return panel

    def _proposals(self) -> QWidget:
        t = self.t
        panel = Panel(padding=0)
        head = Wrapping()
        head.setContentsMargins(16, 12, 12, 0)
        self.count, self.compared = label("", "section"), label("", "small", wrap=True)
        head.addWidget(self.count, 1)
        self.keep_policy = button(
            self.shell, t("Keep as the unit's policy"), self._keep_policy, kind="link", writes=True, act="settings"
        )
        self.keep_policy.hide()
        head.addWidget(self.keep_policy)
        self.reset = button(self.shell, t("Clear locks"), self._forget, kind="link")
        self.accept_all = button(
            self.shell,
            t("Accept all"),
            self.confirm,
            kind="primary",
            icon="checkmark",
            key="Ctrl Enter",
            writes=True,
            act="round",
        )
        head.addWidget(self.reset)
        head.addWidget(self.accept_all)
        panel.body.addLayout(head)
        under = QHBoxLayout()
        under.setContentsMargins(16, 0, 12, 4)
        under.addWidget(self.compared)
        panel.body.addLayout(under)
        self.rows: RowsModel[ShownProposal] = RowsModel(lambda r: spoken(self.shell, r))
        self.list = ProposalList(self.shell)
        self.list.setModel(self.rows)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._compare())
        self.list.setItemDelegate(ProposalDelegate(self.shell, self.list))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(t("Proposals"))
        self.list.act.connect(self._act)
        offer_acts(self.list, self._acts_here, self.shell)
        self.stack = QStackedWidget()
        self.instead: QWidget = Skeleton(self.shell)
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.instead)
        self.stack.setCurrentWidget(self.instead)
        panel.body.addWidget(self.stack, 1)
        foot = Wrapping()
        foot.setContentsMargins(16, 6, 12, 10)
        self.acts = []
        for said, act, key, whose in (
            (t("Accept"), "accept", "Enter", "round"),
            (t("Lock"), "lock", "L", "round"),
            (t("Leave out"), "exclude", "Del", "round"),
            (t("Hold the place"), "hold", "H", "booking"),
        ):
            self.acts.append(button(self.shell, said, partial(self._act, act), key=key, act=whose))
            foot.addWidget(self.acts[-1])
        self._can_act(can=False)
        foot.addStretch(1)
        self.version = label("", "small")
        foot.addWidget(self.version)
        panel.body.addLayout(foot)
        return panel

    def _beside(self) -> QWidget:
        t = self.t
        panel = Panel(padding=12)
        self.tab = Segments([(code, t(said)) for code, said in BESIDE.items()], columns=3)
        self.tab.chosen.connect(lambda _: self._chosen())
        panel.body.addWidget(self.tab)
        self.tables = QStackedWidget()
        self.left_rows = TableModel(
            [(t("Participant"), self._left_name, paint.LEFT), (t("Why"), self._left_why, paint.LEFT)]
        )
        self.queue_rows: TableModel[Queue] = TableModel(
            [
                (t("Occupation"), lambda q: self._name(q.occupation), paint.LEFT),
                (t("Waiting"), lambda q: str(q.waiting), paint.RIGHT),
                (t("Longest"), lambda q: t("{days} d", days=q.longest), paint.RIGHT),
                (t("Free"), lambda q: str(q.free), paint.RIGHT),
            ]
        )
        self.price_rows: TableModel[Price] = TableModel(
            [
                (t("One more of"), self._kind, paint.LEFT),
                (t("Placed"), lambda p: f"+{p.more_placed}", paint.RIGHT),
                (t("Fit"), lambda p: f"{p.more_fit:+d}", paint.RIGHT),
                (t("Without one"), lambda p: f"{p.less_placed:+d}" if p.places else "–", paint.RIGHT),
            ]
        )
        self.kept_rows: TableModel[KeptRound] = TableModel(
            [
                (t("Day"), lambda r: str(r.on_date), paint.LEFT),
                (t("Who"), lambda r: r.actor, paint.LEFT),
                (t("Proposed"), lambda r: str(r.proposed), paint.RIGHT),
                (t("Accepted"), lambda r: str(r.accepted), paint.RIGHT),
            ]
        )
        self.instead_rows = WhyNotTable(self.shell)
        self.without = without = PlainTable(self.shell, self.left_rows, t("Without a place"), (150, 0), tall=52)
        offer_acts(without, lambda: self._acts_of_left(without), self.shell)
        without.selectionModel().currentChanged.connect(lambda *_: self._tell_left())
        for table in (
            without,
            PlainTable(self.shell, self.queue_rows, t("Queues"), (0, 70, 76, 60)),
            PlainTable(self.shell, self.price_rows, t("Missing places"), (0, 66, 66, 96)),
            self.instead_rows,
            PlainTable(self.shell, self.kept_rows, t("Rounds"), (92, 0, 76, 76)),
        ):
            self.tables.addWidget(table)
        panel.body.addWidget(self.tables, 1)
        self.note = label("", "small", wrap=True)
        self.instead_rows.told.connect(self.note.setText)
        panel.body.addWidget(self.note)
        self.export = button(self.shell, t("Export"), self._export, icon="arrow_export", act="export")
        panel.body.addWidget(self.export)
        return panel

    def _acts_here(self) -> list[KeyButton | MenuAct]:
        """What the buttons do with the proposal, and the way to whom and what it is about."""
        p, go, t = self.list.proposal(), self.shell.go, self.t
        if p is None:
            return []
        person, place = p.person.id, p.slot.placement.id
        ways = [
            MenuAct(t("Open the person"), lambda: go("participants", participant=person), act="people.open"),
            MenuAct(t("Open the placement"), lambda: go("placements", placement=place), act="places.see"),
        ]
        return [*self.acts, *ways]

    def _acts_of_left(self, table: PlainTable) -> list[KeyButton | MenuAct]:
        found, go, t = table.currentIndex().data(Row), self.shell.go, self.t
        if not isinstance(found, Unplaced):
            return []
        key = found.person.id
        return [
            MenuAct(t("Open the person"), lambda: go("participants", participant=key), act="people.open"),
            MenuAct(t("Show matching"), lambda: go("matching", participant=key), act="matching"),
        ]

    def _left_name(self, u: Unplaced) -> str:
        return self.t.say(u.person.shown_name) if u.person.protection else self.shell.name(u.person.masked)

    def _left_why(self, u: Unplaced) -> str:
        return "\n".join(self.t.say(w) for w in u.why)

    def _left_said(self) -> str:
        """Why the one in the chosen row is without a place, whole: in the row it is cut where it is long."""
        found = self.without.currentIndex().data(Row)
        if isinstance(found, Unplaced):
            return self._left_why(found)
        return "" if self.left or self.answer is None else self.t("Everybody who waits gets a place.")

    def _place_in_left(self) -> int:
        """Where the one in the chosen row stands among those who are without a place now."""
        found = self.without.currentIndex().data(Row)
        who = found.person.id if isinstance(found, Unplaced) else None
        return next((i for i, u in enumerate(self.left) if u.person.id == who), 0)

    def _tell_left(self) -> None:
        if self.tab.current() == "left":
            self.note.setText(self._left_said())

    def _name(self, code: str) -> str:
        return self.answer.world.facts.name(code) if self.answer else code

    def _kind(self, p: Price) -> str:
        words = [self._name(p.kind.occupation), self._name(p.kind.district)]
        words += [self.t("Swedish {level}", level=p.kind.language_min)] if p.kind.language_min else []
        words += [self.t("licence {licence}", licence=p.kind.licence)] if p.kind.licence else []
        return " · ".join(words)

    # computing

    def refresh(self) -> None:
        """Read the unit's policy where it is not known yet, then compute anew."""
        if self.policy is not None:
            self.solve()
            return
        self.shell.tasks.run(lambda desk: (desk.rounds.policy(), desk.rounds.period()), self._begin, key="policy")

    def _begin(self, answer: tuple[Policy, RoundPeriod]) -> None:
        self.policy, period = answer
        self.units_own = self.policy
        self.first.set_value(period.first)
        self.last.set_value(period.last)
        self._show_policy()
        self.solve()

    def _show_policy(self) -> None:
        if self.policy is None:
            return
        self.fields.show_policy(self.policy)

    def _what_if(self) -> None:
        """Another order or weight: the round as it would be, the bank untouched."""
        if self.policy is None:
            return
        policy = self.fields.changed_of(self.policy)
        if policy is None:
            return
        self.policy = policy
        self.solve()

    def _keep_policy(self) -> None:
        """What was a what-if becomes the unit's own, as a new version; undo takes it back."""
        policy, begun = self.policy, self.units_own
        if policy is None:
            return

        def work(desk: Desk) -> Policy:
            desk.rounds.set_policy(Change(begun, policy))
            kept: Policy = desk.rounds.policy()
            return kept

        def done(kept: Policy) -> None:
            self.policy = self.units_own = kept
            self.shell.toast(self.t("The unit's policy is version {version} now.", version=kept.version), undo=True)

        self.shell.tasks.write(work, done, failed=self._not_kept)

    def _not_kept(self, error: Exception) -> None:
        """Where somebody else has kept another policy meanwhile, this one goes over it when it is kept once more."""

        def known(now: Policy) -> None:
            self.units_own = now

        if isinstance(error, Moved):
            self.shell.tasks.run(lambda desk: desk.rounds.policy(), known, key="policy")
        self.shell.guarded(lambda s: self.shell.toast(s))(error)

    def solve(self) -> None:
        first, last = self.first.value(), self.last.value()
        if first is None or last is None:
            self._problem(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return
        self.behind = True
        self.period = period = RoundPeriod(first, last)
        policy, wishes = self.policy, self.wishes
        self.shell.tasks.run(
            lambda desk: solved_round(desk, period, policy, wishes),
            self._show,
            key="round",
            failed=self.shell.guarded(self._problem),
            long=self.t("The matching round is being worked out."),
        )

    def _problem(self, said: str) -> None:
        self.answer, self.period, self.behind = None, None, False
        self.accept_all.setEnabled(False)
        self._instead(EmptyState(self.shell, "error_circle", self.t("Nothing to show"), said, role="warn"))

    def _can_act(self, *, can: bool) -> None:
        """What acts on a proposal is on while there is one."""
        for one in self.acts:
            one.setEnabled(can)

    def _instead(self, state: QWidget) -> None:
        self._can_act(can=False)
        self.stack.removeWidget(self.instead)
        self.instead.deleteLater()
        self.instead = state
        self.stack.addWidget(state)
        self.stack.setCurrentWidget(state)

    def _show(self, found: Solved) -> None:
        self.behind = False
        self.answer, shown, self.left, kept = found
        t, answer = self.t, self.answer
        people, placed, before = len(answer.question.people), len(answer.optimal), len(answer.first_come)
        self.count.setText(
            t.plural(
                "{placed} of {people} gets a place",
                "{placed} of {people} get a place",
                placed,
                placed=placed,
                people=people,
            )
        )
        score = sum(p.match.score for p in answer.first_come)
        before_said = t.plural(
            "One at a time: {before} gets a place · fit {score} against {first}",
            "One at a time: {before} get a place · fit {score} against {first}",
            before,
            before=before,
            score=answer.score,
            first=score,
        )
        self.compared.setText(" · ".join(filter(None, [before_said, self.fields.held_said(answer)])))
        self.version.setText(
            t.plural(
                "Policy version {version} · {count} free place",
                "Policy version {version} · {count} free places",
                len(answer.question.slots),
                version=answer.question.policy.version,
                count=len(answer.question.slots),
            )
        )
        here, stood = self.list.proposal(), [whose_proposal(one) for one in self.rows.rows]
        self.rows.set_rows(shown)
        stays = self._place_in_left()
        self.left_rows.set_rows(self.left)
        self.without.setCurrentIndex(self.left_rows.index(stays, 0) if self.left else QModelIndex())
        self.queue_rows.set_rows(queues(answer.question, answer.chosen))
        self.kept_rows.set_rows(kept)
        self.keep_policy.setVisible(self.policy != self.units_own)
        self.reset.setVisible(bool(self.wishes.locked or self.wishes.excluded))
        self.accept_all.setEnabled(bool(shown))
        if shown:
            self.stack.setCurrentWidget(self.list)
            self._can_act(can=True)
            now = [whose_proposal(one) for one in shown]
            chosen = after_act(stood, here.person.id if here is not None else None, now)
            self.list.setCurrentIndex(self.rows.index(now.index(chosen) if chosen in now else 0))
        else:
            said = t("Nobody is waiting") if not people else t("No free place fits anybody who waits")
            self._instead(
                EmptyState(
                    self.shell,
                    "checkmark_circle" if not people else "search",
                    said,
                    t("See beside why each is without a place."),
                    role="ok",
                )
            )
        if not self.turned:
            self.tab.set_current("left" if self.left else "queue")
        self._turn()
        for person in answer.broken_locks:
            self.shell.toast(t("{name} is locked to a placement that is full now.", name=person.number))
        self.solved.emit()

    def _chosen(self) -> None:
        self.turned = True
        self._turn()

    def _turn(self) -> None:
        which = self.tab.current()
        self.tables.setCurrentIndex(list(BESIDE).index(which))
        self.export.setVisible(which == "price")
        t = self.t
        self.note.setText(
            {
                "left": self._left_said(),
                "queue": t(
                    "Who wishes each occupation, the longest wait, and the free places for it. A person stands in each of her lists."
                ),
                "instead": t("Why the chosen proposal is not at each of the other places, by solving the round anew."),
                "kept": t("Every round that was accepted from is kept with policy, input and result."),
                "price": t(
                    "What one more place of each kind would give those who wait now, solved anew. A kind with a minus in the last column is worth holding back."
                ),
            }[which]
        )
        if which == "price" and self.answer is not None:
            answer = self.answer
            self._show_prices([])
            self.pricing = True
            said = self.t("The matching round is being worked out.")
            self.shell.tasks.run(lambda desk: prices_of(desk, answer), self._show_prices, key="prices", long=said)
        if which == "instead" and self.answer is not None:
            self.instead_rows.ask(self.answer, self.list.proposal())

    def _compare(self) -> None:
        """Another proposal is chosen: what it is compared with beside follows."""
        if self.answer is not None and not self.behind and self.tab.current() == "instead":
            self.instead_rows.ask(self.answer, self.list.proposal())

    def _show_prices(self, prices: list[Price]) -> None:
        self.prices, self.pricing = prices, False
        self.price_rows.set_rows(prices)

    # acts

    def _act(self, act: str) -> None:
        p = self.list.proposal()
        if p is None or self.answer is None:
            return
        pair = p.person.id, p.slot.placement.id
        if act == "accept":
            if not self._waits():
                self._accept([p])
        elif act == "hold":
            self.shell.open("hold.of_place", self, pair[1])
        elif act == "lock":
            locked = {k: v for k, v in self.wishes.locked.items() if k != pair[0]}
            if not p.locked:
                locked[pair[0]] = pair[1]
            self._wish(Wishes(locked, self.wishes.excluded))
        else:
            locked = {k: v for k, v in self.wishes.locked.items() if k != pair[0]}
            self._wish(Wishes(locked, self.wishes.excluded | {pair}))

    def _wish(self, wishes: Wishes) -> None:
        self.wishes = wishes
        self.solve()

    def _forget(self) -> None:
        self._wish(Wishes())

    def _waits(self) -> bool:
        """Whether the proposals are of something else than what stands in the fields and was left out, which is said: nobody
        accepts what she does not see."""
        self.fields.typed()
        asked = self.period
        if asked is not None and (asked.first, asked.last) != (self.first.value(), self.last.value()):
            self.solve()
        return self._waits_for(self.behind)

    def _waits_for(self, behind: bool) -> bool:
        if behind:
            self.shell.toast(self.t("The proposals are being worked out anew. Go on when they are shown."))
        return behind

    def confirm(self) -> None:
        """Ctrl+Enter: all proposals become bookings, in one step."""
        if self._waits():
            return
        if self.answer is not None and self.answer.optimal:
            self._accept(list(self.answer.optimal))

    def _accept(self, chosen: list[Proposal]) -> None:
        answer = self.answer
        if answer is None:
            return

        def work(desk: Desk) -> int:
            return len(desk.rounds.accept(desk.rounds.keep(answer), chosen))

        def failed(error: Exception) -> None:
            self.shell.guarded(lambda said: self.shell.toast(said))(error)
            self.solve()

        self.behind = True
        self.shell.tasks.write(
            work,
            lambda n: self.shell.toast(
                self.t.plural("{count} booking is made.", "{count} bookings are made.", n, count=n)
                if n > 1
                else self.t("The booking is made."),
                undo=True,
            ),
            failed=failed,
        )

    def _export(self) -> None:
        if self._waits() or self._waits_for(self.pricing):
            return
        name = ask_file(self, self.t("Export"), str(Path.home() / f"{self.t('Missing places')}.xlsx"), "Excel (*.xlsx)")
        if not name or self.answer is None:
            return
        path, prices, names = name, self.prices, dict(self.answer.world.facts.names or {})
        self.shell.tasks.long(
            lambda desk: desk.exports.prices(path, prices, names, self.shell.papers),
            lambda done: self.shell.toast(self.t("Saved: {path}", path=str(path))) if done else None,
            file=True,
            failed=self.shell.guarded(lambda s: self.shell.toast(s)),
        )
