"""Chains in the window: the moves that would open a place, each as a sentence with the button that makes them."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from amdesk.domain.booking.chains import Chain
from amdesk.domain.people.participant import Participant
from amdesk.services.booking.bookings import Receipt
from amdesk.services.booking.chains import FoundChains
from amdesk.ui.kit.basic import button, clear, divider, label
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.shell import Shell
from amdesk.ui.people.whose import of_person


class ChainsDialog(Dialog):
    """What one or two moves would open for somebody no place is open to; the first has the focus."""

    def __init__(self, parent: QWidget, shell: Shell, person: Participant, why: str = "") -> None:
        t = shell.words
        said = t(
            "Each booking keeps its days and moves to what is as good or better for her. Whoever has begun goes on in the same occupation."
        )
        super().__init__(
            parent, shell, t("Moves that open a place"), t("Close"), sentence=said, width=600, only_shows=True
        )
        self.belongs_to(of_person(shell, person))
        self.person, self.why = person, why
        self.holder = QWidget()
        self.column = QVBoxLayout(self.holder)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.holder)
        self.column.addWidget(label(t("Looking for moves …"), "muted"))
        shell.tasks.run(
            lambda desk: desk.chains.find(person.id, why),
            self.show_chains,
            key="chains",
            failed=shell.guarded(self.complain),
        )

    def show_chains(self, found: FoundChains) -> None:
        t = self.t
        clear(self.column)
        for i, chain in enumerate(found.chains):
            self.column.addWidget(label(self.shell.say(chain.text), "strong", wrap=True))
            for number, m in enumerate(chain.moves, 1):
                step = t(
                    "{number}. {name}: {here} → {there}, score {before} → {after}",
                    number=number,
                    name=self.shell.say(m.what.person.shown_name),
                    here=m.what.place.name,
                    there=m.to.name,
                    before=m.before,
                    after=m.after,
                )
                self.column.addWidget(label(step, "small", wrap=True))
            days = t("{first} to {last} · score {score}", first=chain.first, last=chain.last, score=chain.score)
            self.column.addWidget(label(days, "small", wrap=True))
            first, *more = [self.shell.say(m.what.person.shown_name) for m in chain.moves]
            names = t("{one} and {another}", one=first, another=more[0]) if more else first
            self.column.addWidget(label(t("Ask {names} before you book", names=names), "asked", wrap=True))
            make = button(
                self.shell,
                t("Make these moves and book"),
                partial(self._make, chain),
                kind="soft",
                writes=True,
                act="booking",
            )
            self.column.addWidget(make)
            self.column.addWidget(divider())
            if not i:
                make.setFocus()
        if not found.chains:
            said = t("A place is open already.") if found.open else t("No one or two moves would open a place.")
            self.column.addWidget(label(said, "muted", wrap=True))
        self.make_room()

    def _make(self, chain: Chain) -> None:
        person, why = self.person.id, self.why
        self.shell.tasks.write(
            lambda desk: desk.chains.accept(person, chain.key, why),
            self._made,
            failed=self.shell.guarded(self.complain),
        )

    def _made(self, made: Receipt) -> None:
        moved = self.t(
            "Moved and booked: {place} from {day}.",
            place=self.shell.shown(made.booking.placement),
            day=made.booking.from_date,
        )
        self.accept()
        self.shell.toast(moved, undo=True)
