"""The text check: the figures of a text against each other, and against the cohorts that this bank has frozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from amdesk.db.results import cohorts as db
from amdesk.domain.results.claims import Claim
from amdesk.domain.results.cohort import Cohort
from amdesk.domain.results.textcheck import About, Checked, Fault, about, check_text
from amdesk.domain.texts import N_, text
from amdesk.imports.text import read_text
from amdesk.services.bank.work import Work
from amdesk.services.results.cohorts import Cohorts

Held = Callable[[About], Cohort | None]


def nothing_held(_about: About) -> None:
    """What a check without a bank knows of cohorts."""


def check_file(path: Path, held: Held = nothing_held) -> tuple[str, Checked]:
    """The words of a file and what the check finds in them. Raises BadFile."""
    said = read_text(path)
    return said, check(said, held)


def check(said: str, held: Held = nothing_held) -> Checked:
    """The check of a text; `held` gives the frozen cohort that a claim names, if there is one."""
    found = check_text(said)
    claims, faults = list(found.claims), list(found.faults)
    for i, claim in enumerate(claims):
        named = about(said, claim, claims)
        cohort = held(named) if named else None
        if named and cohort and (fault := _against(claim, named, cohort)):
            claims[i] = replace(claim, agrees=False)
            faults.append(fault)
    return Checked(claims, sorted(faults, key=lambda f: f.position))


def _against(claim: Claim, named: About, cohort: Cohort) -> Fault | None:
    figure = cohort.figure(named.figure)
    if claim.count == figure.count and claim.base in {None, figure.base}:
        return None
    reason = text(
        N_("The frozen cohort of {year}, seen in {window}, has {count} of {base}; the text says {printed}."),
        year=str(cohort.year),
        window=cohort.window.name,
        count=figure.count or 0,
        base=figure.base or 0,
        printed=f"{claim.count}"
        if claim.base is None
        else text(N_("{count} of {base}"), count=claim.count or 0, base=claim.base),
    )
    return Fault(claim.text, claim.position, reason)


class TextChecks:
    """The check with what this bank has frozen."""

    def __init__(self, work: Work) -> None:
        self.work = work

    def check(self, said: str) -> Checked:
        return check(said, self.held)

    def check_file(self, path: Path) -> tuple[str, Checked]:
        return check_file(path, self.held)

    def held(self, named: About) -> Cohort | None:
        """The frozen cohort of a year: in the window said, else the only one there is."""
        names = [n for n in db.window_names(self.work.bank, named.year) if not n.startswith("+")]
        wanted = str(named.seen_in) if named.seen_in else names[0] if len(names) == 1 else ""
        if wanted not in names:
            return None
        cohorts = Cohorts(self.work)
        return cohorts.cohort(named.year, cohorts.window(named.year, int(wanted)))
