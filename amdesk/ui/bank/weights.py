"""How much each part of a match counts; each change is a new version."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QLineEdit

from amdesk.domain.booking.matching import PART_NAMES, PARTS, Weights
from amdesk.domain.change import Change, changes
from amdesk.ui.bank.pane import Pane
from amdesk.ui.kit.basic import button, label
from amdesk.ui.kit.dialog import ToStore, store
from amdesk.ui.kit.shell import Shell


class WeightsPane(Pane):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Matching weights"))
        t = self.t
        said = t(
            "How much each part counts. A person decides; the program proposes and says why. Gender, name, age, citizenship and health are never scored."
        )
        self.body.addWidget(label(said, "muted", wrap=True))
        self.version = label("", "small")
        self.body.addWidget(self.version)
        self.parts: dict[str, QLineEdit] = {}
        self.shown = dict.fromkeys(PARTS, "")
        for name in PARTS:
            self.parts[name] = QLineEdit()
            self.parts[name].textEdited.connect(lambda _said: shell.typed.emit())
            self.add_field(t(PART_NAMES[name]), self.parts[name], 180)
        self.wrong = label("", "bad")
        self.body.addWidget(self.wrong)
        self.add_button(
            button(shell, t("Save as a new version"), self.save, kind="primary", writes=True, act="settings")
        )
        self.body.addStretch(1)

    def refresh(self) -> None:
        self.shell.tasks.run(lambda desk: desk.matching.weights(), self._show, key="settings weights")

    def _show(self, weights: Weights) -> None:
        for name, field in self.parts.items():
            if field.text() == self.shown[name]:  # what somebody is writing stays
                self.shown[name] = str(weights.parts[name])
                field.setText(self.shown[name])
        self.version.setText(
            self.t("Version {version}. Each change is a new version; old matches keep theirs.", version=weights.version)
        )

    def typed(self) -> bool:
        return any(field.text().strip() != self.shown[name] for name, field in self.parts.items())

    def save(self) -> None:
        try:
            parts = {name: int(field.text()) for name, field in self.parts.items()}
        except ValueError:
            parts = {}
        if not parts or sum(parts.values()) <= 0 or min(parts.values()) < 0:
            self.wrong.setText(self.t("Write whole numbers from 0 up, at least one above 0."))
            return
        self.wrong.setText("")
        shown = {name: int(said) for name, said in self.shown.items()}
        changed = changes(shown, shown, parts)

        def stored(given: Mapping[str, Change]) -> None:
            self.shown = {name: field.text() for name, field in self.parts.items()}  # and then shows the bank's
            self.refresh()
            if given:
                self.shell.toast(self.t("Saved."), undo=True)

        asked = ToStore(changed, lambda desk, given: desk.set_weights(given), stored, shown)
        store(self, self.shell, self.t("Matching weights"), asked, self.shell.guarded(self.wrong.setText))
