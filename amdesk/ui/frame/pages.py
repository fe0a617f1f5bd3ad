"""The pages of the window: what each is called, its icon and its keys, and how it is made.

A page is imported when it is first wanted: the first paint needs one of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from amdesk.domain.texts import N_
from amdesk.ui.kit.page import Page
from amdesk.ui.kit.shell import Shell


class Entry(NamedTuple):
    """A page as the rail, the palette and the shortcuts know it."""

    name: str
    title: str
    icon: str
    key: str
    """Empty where it has none; such a page stands at the foot of the rail, or under another."""
    make: Callable[[Shell], Page]
    act: str
    """What it shows, in the table of roles: whoever may not see that is told so in its place."""
    under: str = ""
    """The page in whose place in the rail it stands, where it has none of its own."""


def _overview(shell: Shell) -> Page:
    from amdesk.ui.overview.page import OverviewPage

    return OverviewPage(shell)


def _placements(shell: Shell) -> Page:
    from amdesk.ui.booking.board.page import PlacementsPage

    return PlacementsPage(shell)


def _participants(shell: Shell) -> Page:
    from amdesk.ui.people.page import ParticipantsPage

    return ParticipantsPage(shell)


def _matching(shell: Shell) -> Page:
    from amdesk.ui.booking.page import MatchingPage

    return MatchingPage(shell)


def _competence(shell: Shell) -> Page:
    from amdesk.ui.competence.page import CompetencePage

    return CompetencePage(shell)


def _followup(shell: Shell) -> Page:
    from amdesk.ui.results.page import FollowUpPage

    return FollowUpPage(shell)


def _employers(shell: Shell) -> Page:
    from amdesk.ui.employers.page import EmployersPage

    return EmployersPage(shell)


def _development(shell: Shell) -> Page:
    from amdesk.ui.guidance.page import DevelopmentPage

    return DevelopmentPage(shell)


def _improvement(shell: Shell) -> Page:
    from amdesk.ui.results.improving import ImprovementPage

    return ImprovementPage(shell)


def _reviews(shell: Shell) -> Page:
    from amdesk.ui.results.reviewing import ReviewsPage

    return ReviewsPage(shell)


def _exchange(shell: Shell) -> Page:
    from amdesk.ui.exchange.page import ExchangePage

    return ExchangePage(shell)


def _settings(shell: Shell) -> Page:
    from amdesk.ui.bank.page import SettingsPage

    return SettingsPage(shell)


PAGES = (
    Entry("overview", N_("Overview"), "home", "Ctrl+1", _overview, "people.see"),
    Entry("placements", N_("Placement bank"), "calendar_person", "Ctrl+2", _placements, "people.see"),
    Entry("participants", N_("Participants"), "people", "Ctrl+3", _participants, "people.see"),
    Entry("matching", N_("Matching"), "target", "Ctrl+4", _matching, "matching"),
    Entry("competence", N_("Competence"), "certificate", "Ctrl+5", _competence, "competence.see"),
    Entry("followup", N_("Follow-up"), "data_trending", "Ctrl+6", _followup, "figures"),
    Entry("employers", N_("Employers"), "briefcase", "Ctrl+8", _employers, "employers.match"),
    Entry("development", N_("Development"), "lightbulb", "Ctrl+7", _development, "guidance.see"),
    Entry("improvement", N_("Improvement"), "lightbulb", "", _improvement, "improving.see", "development"),
    Entry("reviews", N_("Reviews"), "shield", "", _reviews, "improving.see", "development"),
    Entry("exchange", N_("Import and export"), "arrow_import", "", _exchange, "import"),
    Entry("settings", N_("Settings"), "settings", "", _settings, "bank"),
)
