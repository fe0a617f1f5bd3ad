"""The pages of Utveckling side by side in their heads: guidance, improvement, reviews."""

from __future__ import annotations

from amdesk.domain.texts import N_
from amdesk.ui.kit.basic import Segments
from amdesk.ui.kit.shell import Shell

TABS = (("development", N_("Guidance")), ("improvement", N_("Improvement")), ("reviews", N_("Reviews")))


def development_tabs(shell: Shell, here: str) -> Segments:
    """Where one stands, and the way to the two others."""
    tabs = Segments([(name, shell.words(said)) for name, said in TABS], here)

    def go(name: str) -> None:
        tabs.set_current(here)  # it is what this page is, also when one comes back
        if name != here:
            shell.go(name)

    tabs.chosen.connect(go)
    return tabs
