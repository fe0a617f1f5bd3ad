"""Forms of subsidies: a decision, new or put right, and what was claimed or paid of a month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from amdesk.domain.booking.week.subsidy import CLAIM_DAYS, HIGHEST_RATE, SUBSIDY_OF, ClaimLine, Subsidy, SubsidyRule
from amdesk.domain.change import Change, changes
from amdesk.domain.people.participant import Person
from amdesk.domain.record import declared
from amdesk.domain.texts import quoted
from amdesk.domain.values import parse_amount
from amdesk.services.booking.week.subsidies import SubsidyWish
from amdesk.ui.guidance.beside import with_guidance
from amdesk.ui.kit.basic import label
from amdesk.ui.kit.dialog import Dialog, grid
from amdesk.ui.kit.fields import Choice, DateEdit, Field, number_box
from amdesk.ui.kit.records import label_of
from amdesk.ui.kit.shell import Shell
from amdesk.ui.people.whose import of_named, of_person

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from amdesk.i18n import Words

WRONG = object()
"""What stands in a field of money that says no amount."""


def crowns_said(ore: int | None) -> str:
    """Öre as kronor in a field: "14500", "14500,50", "" of none."""
    if ore is None:
        return ""
    return str(ore // 100) if ore % 100 == 0 else f"{ore // 100},{ore % 100:02}"


def crowns_shown(t: Words, ore: int | None) -> str:
    """Öre as kronor to be read, in the reader's way: "14 500", "14 500,50", "" of none."""
    if ore is None:
        return ""
    whole, mark = t.number(ore // 100), "," if t.lang == "sv" else "."
    return whole if ore % 100 == 0 else f"{whole}{mark}{ore % 100:02}"


def crowns_read(said: str) -> int | object | None:
    """Öre of what was typed; None of nothing, WRONG of what is no amount."""
    if not said.strip():
        return None
    try:
        return parse_amount(said)
    except ValueError:
        return WRONG


class SubsidyDialog(Dialog):
    """A decision on subsidy; without `of` a new one. What the ordinance says of the form stands under it with its source."""

    writes = True
    act = "subsidy"

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        person: Person,
        forms: Sequence[tuple[str, str]],
        of: Subsidy | None = None,
        then: Callable[[], object] | None = None,
    ) -> None:
        t = shell.words
        said = t("You are warned 60 and 30 days before it ends.")
        super().__init__(parent, shell, t("Decision on subsidy"), t("Save"), sentence=said, width=560)
        self.person, self.of, self.then = person.id, of, then
        self.belongs_to(of_person(shell, person))
        self.form_of = Choice(shell, list(forms), of.form if of else "")
        self.number = QLineEdit(of.decision if of else "")
        self.first = DateEdit(shell, of.from_date if of else None)
        self.last = DateEdit(shell, of.to_date if of else None, base=lambda: self.first.value())
        self.rate = number_box(1, HIGHEST_RATE, of.rate if of else 80)
        self.ceiling = QLineEdit(crowns_said(of.ceiling) if of else "")
        self.days = number_box(1, 366, of.claim_days if of else CLAIM_DAYS)
        known = declared(Subsidy)
        boxes: dict[str, QWidget] = {
            "form": self.form_of,
            "decision": self.number,
            "from_date": self.first,
            "to_date": self.last,
            "rate": self.rate,
            "ceiling": self.ceiling,
            "claim_days": self.days,
        }
        shown = {name: Field(label_of(shell, known[name]), box) for name, box in boxes.items()}
        with_guidance(shell, shown["form"], "form", self.form_of.code)
        self.body.addLayout(grid(list(shown.values())))
        self.source = label("", "small", wrap=True)
        self.body.addWidget(self.source)
        self.form_of.currentIndexChanged.connect(lambda _i: self._ask())
        self.first.picked.connect(lambda _day: self._ask())
        self.shown = self._now()
        self._ask()

    def _now(self) -> dict[str, object]:
        return {
            "form": self.form_of.code(),
            "decision": self.number.text(),
            "from_date": self.first.value(),
            "to_date": self.last.value(),
            "rate": self.rate.value(),
            "ceiling": crowns_read(self.ceiling.text()),
            "claim_days": self.days.value(),
        }

    def _ask(self) -> None:
        form, day = self.form_of.code(), self.first.value() or self.shell.today
        self.shell.tasks.run(lambda desk: desk.subsidies.rule(form, day), self._tell, key="subsidy rule")

    def _tell(self, rule: SubsidyRule | None) -> None:
        """Of a new decision what the ordinance says is filled in; the decision may say something else."""
        t = self.t
        if rule is None:
            self._of_the_source(t("The decision says the rate and the ceiling."))
            return
        if self.of is None:
            if rule.rate is not None:
                self.rate.setValue(rule.rate)
            self.ceiling.setText(crowns_said(rule.ceiling))
        said = (f"{rule.rate} % " if rule.rate else "") + t(SUBSIDY_OF[rule.of])
        self._of_the_source(
            t(
                "{rate}. In force since {day}. Source: {source}. The decision is what counts.",
                rate=said[:1].upper() + said[1:],
                day=rule.since,
                source=rule.source,
            )
        )

    def _of_the_source(self, said: str) -> None:
        """It comes when the form stands already, and takes no room from the fields."""
        self.source.setText(said)
        if self.isVisible():
            self.make_room()

    def confirm(self) -> None:
        now, t = self._now(), self.t
        first, last, ceiling = self.first.value(), self.last.value(), now["ceiling"]
        if first is None or last is None:
            self.complain(t("Write a date, for instance 2026-12-07 or +2v."))
            return
        if ceiling is WRONG:
            self.complain(
                t("{said} is no amount. Write for instance 14 500 or 14500,50.", said=quoted(self.ceiling.text()))
            )
            return
        if self.of is not None:
            self._change(self.of, now)
            return
        whole = ceiling if isinstance(ceiling, int) else None
        form, number = self.form_of.code(), self.number.text()
        wish = SubsidyWish(form, number, first, last, self.rate.value(), whole, self.days.value())
        who = self.person
        self.write(lambda desk: desk.subsidies.add(who, wish), lambda _: self._said())

    def _change(self, of: Subsidy, now: dict[str, object]) -> None:
        stored = {name: getattr(of, name) for name in now}
        changed = changes(stored, self.shown, now)
        if not changed:
            self.accept()
            return
        ref = of.ref
        self.store(changed, lambda desk, given: desk.subsidies.change(ref, given), lambda _: self._said(), stored)

    def _said(self) -> None:
        self.shell.toast(self.t("The decision on subsidy is saved."), undo=True)
        if self.then is not None:
            self.then()


class ClaimDialog(Dialog):
    """What was claimed of a month; where it was claimed already, what was paid."""

    writes = True
    act = "subsidy"

    def __init__(
        self, parent: QWidget, shell: Shell, line: ClaimLine, then: Callable[[], object] | None = None
    ) -> None:
        t = shell.words
        self.paying = line.claim is not None and line.claim.claimed_on is not None
        title = t("Payment of a subsidy") if self.paying else t("Claim of a subsidy")
        super().__init__(parent, shell, title, t("Save"))
        self.line, self.then = line, then
        self.belongs_to(f"{of_named(shell, line.participant, line.number)} · {line.month}")
        asked = line.claim.paid if self.paying and line.claim else None
        self.amount = QLineEdit(crowns_said(asked))
        self.on = DateEdit(shell, shell.today)
        name = t("Paid, kronor") if self.paying else t("Claimed, kronor")
        self.body.addLayout(grid([Field(name, self.amount), Field(t("Day"), self.on)]))
        self.amount.setFocus()

    def confirm(self) -> None:
        found, on, t = crowns_read(self.amount.text()), self.on.value(), self.t
        if not isinstance(found, int):
            self.complain(
                t("{said} is no amount. Write for instance 14 500 or 14500,50.", said=quoted(self.amount.text()) or "–")
            )
            return
        if on is None:
            self.complain(t("Write a date, for instance 2026-12-07 or +2v."))
            return
        ref, month, claim = self.line.subsidy.ref, self.line.month, self.line.claim
        if self.paying:
            opened = {"paid": claim and claim.paid, "paid_on": claim and claim.paid_on}
            changed = {"paid": Change(opened["paid"], found), "paid_on": Change(opened["paid_on"], on)}
            self.store(
                changed,
                lambda desk, given: desk.subsidies.paid(ref, month, given["paid"], given["paid_on"]),
                lambda _: self._said(),
            )
        else:
            opened = {"amount": claim and claim.amount, "claimed_on": claim and claim.claimed_on}
            changed = {"amount": Change(opened["amount"], found), "claimed_on": Change(opened["claimed_on"], on)}
            self.store(
                changed,
                lambda desk, given: desk.subsidies.claim(ref, month, given["amount"], given["claimed_on"]),
                lambda _: self._said(),
            )

    def _said(self) -> None:
        self.shell.toast(self.t("The payment is noted.") if self.paying else self.t("The claim is noted."), undo=True)
        if self.then is not None:
            self.then()
