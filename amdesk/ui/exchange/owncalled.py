"""What a file itself calls its sheets, its columns and its sender, as the page says it: each may be called after a person, so
that numbers and letters stand for them while names are hidden."""

from __future__ import annotations

from collections.abc import Mapping

from amdesk.domain.texts import Text
from amdesk.services.exchange.imports import Staged
from amdesk.ui.kit.shell import Shell


class OwnCalled:
    """The names of one file."""

    def __init__(self, shell: Shell, staged: Staged) -> None:
        self.shell, self.staged, self.hidden = shell, staged, shell.names_hidden
        self._sheets = {s.name: str(i) for i, s in enumerate(staged.sheets, 1)}
        self._columns = {staged.called(j): self.heading(j) for j in range(len(staged.headers))}

    def sheet(self, name: str) -> str:
        """A sheet, or several as one name."""
        return self._sheets.get(name, self.shell.name(name)) if self.hidden else name

    def sender(self) -> str:
        return self.shell.name(self.staged.profile)

    def heading(self, column: int) -> str:
        """A column by its heading, or by its letters where it has none or is not to be read."""
        return self.staged.letters(column) if self.hidden else self.staged.called(column)

    def said(self, sentence: Text) -> Text:
        """A sentence about the file that quotes them."""
        if not self.hidden:
            return sentence
        known: Mapping[str, Mapping[str, str]] = {"sheet": self._sheets, "heading": self._columns}
        params = dict(sentence.params)
        for key, called in known.items():
            if (found := called.get(str(params.get(key)))) is not None:
                params[key] = Text("{letters}", {"letters": found})
        alike = [self._sheets[s.name] for s in self.staged.sheets if s.alike]
        if params.get("names") == ", ".join(s.name for s in self.staged.sheets if s.alike):
            params["names"] = ", ".join(alike)
        return Text(sentence.msgid, params)
