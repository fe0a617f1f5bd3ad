"""The hand-over page of a person on screen: every open promise, and the paper of it."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from amdesk.ui.kit.reason import ask_then
from amdesk.ui.kit.shell import Shell
from amdesk.ui.people.paper import PageDialog, print_of
from amdesk.ui.people.whose import of_person

if TYPE_CHECKING:
    from amdesk.domain.overview.handover import HandoverPage


class HandoverDialog(PageDialog):
    act = "people.handover"

    def __init__(self, parent: QWidget, shell: Shell, found: HandoverPage, why: str = "") -> None:
        whose, said = of_person(shell, found.person), case_worker_said(shell, found)
        super().__init__(parent, shell, whose, shell.words("Hand-over page"), said, (720, 420))
        self.found, self.why = found, why
        self.text.show_html(handover_html(found, shell))

    def show_paper(self, over: QWidget) -> None:
        print_handover(over, self.shell, self.found, self.why)


def print_handover(over: QWidget, shell: Shell, found: HandoverPage, why: str = "") -> None:
    """The page as a paper, made anew when it is looked at."""
    person = found.person
    title = shell.words("Hand-over page")
    print_of(
        over,
        shell,
        person,
        title,
        lambda desk, given: desk.handovers.paper(person.id, shell.papers, given),
        "people.handover",
        why,
    )


def case_worker_said(shell: Shell, found: HandoverPage) -> str:
    """Whose she is, since when, and how many she has met."""
    t, met = shell.words, max(found.met, 1)
    since = t("Case worker {name} since {day}", name=found.person.case_worker or "–", day=found.since)
    return f"{since} · {t.plural('{count} case worker so far', '{count} case workers so far', met, count=met)}"


def handover_html(found: HandoverPage, shell: Shell) -> str:
    """A heading for each part, and a line for each promise with its day to the right."""
    t, out = shell.words, []
    for part in found.parts:
        rows = "".join(
            f"<tr><td>{html.escape(t.say(line.sentence))}</td>"
            f'<td align="right">&nbsp;{html.escape(t.day(line.due)) if line.due else ""}</td></tr>'
            for line in part.lines
        )
        out.append(f'<h4>{html.escape(t.say(part.title))}</h4><table width="100%">{rows}</table>')
    return "".join(out) or f"<p>{html.escape(t('Nothing is promised or under way.'))}</p>"


def show(over: QWidget, shell: Shell, participant: int, why: str = "") -> None:
    """Read it, then show it; of a protected person for a reason."""

    def ask(reason: str) -> None:
        shell.tasks.run(
            lambda desk: desk.handovers.of(participant, reason),
            lambda found: HandoverDialog(over, shell, found, reason).open(),
            failed=ask_then(over, shell, ask, shell.error),
        )

    ask(why)
