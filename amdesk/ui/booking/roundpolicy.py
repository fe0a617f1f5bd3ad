"""The fields of a round's policy: what counts first, the weights of the fit, and whether places are held for those who are expected."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox, QVBoxLayout, QWidget

from amdesk.domain.booking.ahead import FULL_STRENGTH, THIN
from amdesk.domain.booking.matching import PART_NAMES, PARTS
from amdesk.domain.booking.rounds import AIMS, Policy
from amdesk.services.booking.foresight import held_back
from amdesk.services.booking.rounds import Round
from amdesk.ui.kit.basic import CheckBox
from amdesk.ui.kit.fields import Choice, Field, NumberBox
from amdesk.ui.kit.relay import Wrapping
from amdesk.ui.kit.shell import Shell

ORDERS = (
    ("placed", "fit", "waiting"),
    ("placed", "waiting", "fit"),
    ("waiting", "placed", "fit"),
    ("fit", "placed", "waiting"),
)


class PolicyFields(QWidget):
    """Whoever changes one hears `changed`; the policy itself is the page's."""

    changed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell, self.t = shell, shell.words
        t = self.t
        self.order = Choice(shell, [(",".join(o), self._order_name(o)) for o in ORDERS])
        self.order.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.weights = {part: self._number(t("Weight: {part}", part=t(PART_NAMES[part])), 0) for part in PARTS}
        self.ahead = CheckBox(shell, t("Hold scarce places for those who are expected"))
        self.ahead.toggled.connect(self._switched)
        self.wished = CheckBox(shell, t("Whoever has waited longest chooses first, by her own wishes"))
        self.wished.toggled.connect(self._turned)
        self.strength = self._number(t("Strength, %"), 1)
        self.strength.setRange(1, FULL_STRENGTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = Wrapping()
        row.setSpacing(8)
        for part, box in self.weights.items():
            row.addWidget(Field(t(PART_NAMES[part]), box))
        column.addLayout(row)
        row = Wrapping()
        row.setSpacing(8)
        row.addWidget(self.wished)
        row.addWidget(self.ahead)
        self.how_much = Field(t("Strength, %"), self.strength)
        row.addWidget(self.how_much)
        column.addLayout(row)
        self.how_much.setVisible(False)

    def _number(self, said: str, least: int) -> QSpinBox:
        box = NumberBox(least, 100)
        box.setAccessibleName(said)
        box.setKeyboardTracking(False)
        box.valueChanged.connect(lambda _: self.changed.emit())
        return box

    def _order_name(self, order: tuple[str, ...]) -> str:
        names = [self.t(AIMS[a]) for a in order]
        return self.t(
            "{first}, then {second}, then {third}", first=names[0], second=names[1], third=names[2]
        ).capitalize()

    def _switched(self, on: bool) -> None:  # Qt's signal
        self.how_much.setVisible(on)
        if on and self.wished.isChecked():
            self.wished.setChecked(False)
            return
        self.changed.emit()

    def _turned(self, on: bool) -> None:  # the same; turns hold nothing back
        if on and self.ahead.isChecked():
            self.ahead.setChecked(False)
            return
        self.changed.emit()

    def show_policy(self, policy: Policy) -> None:
        """Fill in a policy; nobody hears of it."""
        self.blockSignals(True)
        self.order.choose(",".join(policy.order))
        for part, box in self.weights.items():
            box.setValue(policy.weights.parts[part])
        self.ahead.setChecked(policy.look_ahead)
        self.strength.setValue(policy.strength)
        self.wished.setChecked(policy.by_wishes)
        self.blockSignals(False)

    def typed(self) -> None:
        """What stands in the numbers counts though nobody has left them."""
        for box in (*self.weights.values(), self.strength):
            box.interpretText()

    def changed_of(self, policy: Policy) -> Policy | None:
        """The policy as the fields say it; None where all weights are 0."""
        parts = {p: box.value() for p, box in self.weights.items()}
        if not any(parts.values()):
            return None
        return replace(
            policy,
            order=tuple(self.order.code().split(",")),
            weights=replace(policy.weights, parts=parts),
            look_ahead=self.ahead.isChecked(),
            strength=self.strength.value(),
            by_wishes=self.wished.isChecked(),
        )

    def held_said(self, answer: Round) -> str:
        """What looking ahead did in a round, as a sentence; empty where the policy does not look ahead."""
        if not answer.question.policy.look_ahead:
            return ""
        if answer.outlook is None:
            return self.t(THIN)
        places, count = held_back(answer.question, answer.chosen)
        if not count:
            return self.t("No place is held for those who are expected")
        return self.t.plural(
            "{count} waits for a better chance: {places} free places that fit are held for those who are expected",
            "{count} wait for better chances: {places} free places that fit are held for those who are expected",
            count,
            count=count,
            places=places,
        )
