"""Which version this is, and the licences of everything inside."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit

from amdesk import __version__, resources
from amdesk.ui.bank.pane import Pane
from amdesk.ui.kit.basic import label
from amdesk.ui.kit.shell import Shell


class AboutPane(Pane):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, "AMDesk")
        t = self.t
        self.body.addWidget(label(t("Version {version}", version=__version__), "muted"))
        said = t(
            "AMDesk uses Qt and PySide6 under the LGPL-3. Their libraries lie as separate files and may be replaced; the exact source is offered on request. Licences of everything inside:"
        )
        self.body.addWidget(label(said, "", wrap=True))
        words = QPlainTextEdit()
        words.setReadOnly(True)
        words.setAccessibleName(t("Licences"))
        words.setPlainText(_licences())
        self.body.addWidget(words, 1)


def _licences() -> str:
    """All licence texts beside each other."""
    places = (resources.folder() / "LICENSES", resources.folder().parent / "LICENSES")
    folder = next((p for p in places if p.is_dir()), None)
    return "\n\n".join(f"=== {p.name}\n{p.read_text('utf-8')}" for p in sorted(folder.iterdir())) if folder else ""
