"""How the program looks and sounds to the one who sits here: kept in this computer's settings, not in the bank."""

from __future__ import annotations

from amdesk.ui.bank.pane import Pane
from amdesk.ui.kit.basic import CheckBox, button
from amdesk.ui.kit.fields import Choice
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.theme import SCALES


class LookPane(Pane):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Appearance"))
        t, s = self.t, shell.settings
        looks = [
            ("system", t("Follow the system")), ("light", t("Light")), ("dark", t("Dark")), ("contrast", t("High contrast")),
        ]  # fmt: skip
        languages = [("", t("Follow the system")), ("sv", "Svenska"), ("en", "English")]
        self.colours = Choice(shell, looks, s.theme)
        self.language = Choice(shell, languages, s.language)
        self.scale = Choice(shell, [(str(x), t.percent(x)) for x in SCALES], str(s.scale))
        self.letters = CheckBox(shell, t("Single letters work as shortcuts in lists (S, B, N)"))
        self.letters.setChecked(s.letters)
        self.motion = CheckBox(shell, t("Reduced motion"))
        self.motion.setChecked(s.reduced_motion)
        for said, control in (
            (t("Colours"), self.colours),
            (t("Language"), self.language),
            (t("Text size"), self.scale),
        ):
            self.add_field(said, control, 320)
        self.body.addWidget(self.letters)
        self.body.addWidget(self.motion)
        self.add_button(button(shell, t("Use"), self._use, kind="primary"))
        self.body.addStretch(1)

    def _use(self) -> None:
        self.shell.settings = self.shell.settings._replace(
            theme=self.colours.code(),
            language=self.language.code(),
            scale=int(self.scale.code()),
            letters=self.letters.isChecked(),
            reduced_motion=self.motion.isChecked(),
        )
        self.shell.keep_settings()
        self.shell.appearance.emit()
