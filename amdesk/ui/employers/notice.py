"""The notice to a participant about an introduction, shown to be printed or saved."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from amdesk.ui.kit.paper import Paper
from amdesk.ui.kit.saving import file_name
from amdesk.ui.kit.shell import Shell


def print_introduction(parent: QWidget, shell: Shell, introduction: int, whom: str) -> None:
    """Show it; of a protected person why is asked, and is logged."""
    from amdesk.ui.kit.printing import print_paper  # nothing is printed before the first paint

    t = shell.words
    title = t("Notice about an introduction")
    paper = Paper(
        title,
        whom,
        file_name(shell, whom, title),
        lambda desk, why: desk.introductions.notice(introduction, shell.papers, why),
        act="employers.introduce",
    )
    print_paper(parent, shell, paper)
