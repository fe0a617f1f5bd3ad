"""What the columns of a file hold, pointed out by hand where the headings are not known."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from amdesk.domain.texts import Text
from amdesk.domain.values import squash
from amdesk.services.exchange.imports import Staged
from amdesk.ui.kit.basic import Panel, clear, label
from amdesk.ui.kit.fields import Choice
from amdesk.ui.kit.shell import Shell


class MappingPanel(Panel):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell.words("Map columns"))
        self.shell, self.t = shell, shell.words
        self.staged: Staged | None = None
        self.choices: dict[int, Choice] = {}
        self.wrong = label("", "bad", wrap=True)

    def show_file(self, staged: Staged) -> None:
        """One line for each column: its heading, what it is taken for, and an example from the file."""
        t, self.staged = self.t, staged
        clear(self.body)
        said = t("Point out what the columns hold. It is remembered for the next file.")
        self.body.addWidget(label(said, "muted", wrap=True))
        inner = QWidget()
        inner.setObjectName("scrolled")
        lines = QGridLayout(inner)
        lines.setColumnStretch(2, 1)
        fields = [(f.name, t.say(Text(f.label)) + (" *" if f.required else "")) for f in staged.kind.fields]
        self.choices = {
            i: Choice(self.shell, [("", t("Do not import")), *fields], staged.mapping.get(i, ""), header)
            for i, header in enumerate(staged.headers)
            if header
        }
        for i, choice in self.choices.items():
            lines.addWidget(label(staged.headers[i], "strong"), i, 0)
            lines.addWidget(choice, i, 1)
            lines.addWidget(label(self._example(i), "small"), i, 2)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keys, and scrolls it
        self.body.addWidget(area, 1)
        self.wrong = label("", "bad", wrap=True)
        self.body.addWidget(self.wrong)

    def _example(self, column: int) -> str:
        below = self.staged.table[self.staged.header_row + 1 :] if self.staged else []
        found = (squash(c[column]) for _, c, _ in below if column < len(c) and c[column] not in {None, ""})
        example = next(found, "")
        return self.t("for instance {example}", example=example[:40]) if example else ""

    def focus_first(self) -> None:
        first = next(iter(self.choices.values()), None)
        if first:
            first.setFocus()

    def chosen(self) -> dict[int, str]:
        """What each column is taken for now, right or wrong."""
        return {i: choice.code() for i, choice in self.choices.items()}

    def choose(self, chosen: dict[int, str]) -> None:
        for i, code in chosen.items():
            self.choices[i].choose(code)

    def mapping(self) -> dict[int, str] | None:
        """Field by column; None, with the reason shown, where it cannot be so."""
        out: dict[int, str] = {}
        for i, choice in self.choices.items():
            code = choice.code()
            if code and code in out.values():
                self.wrong.setText(self.t("Two columns are mapped to the same field. Keep one of them."))
                return None
            if code:
                out[i] = code
        wanted = self.staged.kind.fields if self.staged else ()
        missing = [f for f in wanted if f.required and f.name not in out.values()]
        if missing:
            self.wrong.setText(self.t("No column for {field}. Choose it above.", field=Text(missing[0].label)))
            return None
        return out
