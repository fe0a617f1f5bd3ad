"""What is to be claimed of subsidies as a sheet: a row for each month of a decision, with the days that the claim rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from amdesk.domain.booking.week.hours import DAY_KINDS, hours_said
from amdesk.domain.booking.week.subsidy import CLAIM_STATES, SUBSIDY_OF, ClaimLine, SubsidyRule
from amdesk.domain.exchange.leaving import protected_left_out
from amdesk.domain.texts import N_
from amdesk.domain.values import Cell
from amdesk.export.xlsx import Column, SheetTable
from amdesk.i18n import Words

BEFORE = (
    (N_("Participant"), 28), (N_("Number"), 11), (N_("Form of subsidy"), 28), (N_("Number of the decision"), 18), (N_("Month"), 10),
    (N_("From"), 12), (N_("To"), 12), (N_("Claim by"), 12), (N_("State"), 14), (N_("Hours agreed"), 11), (N_("Hours present"), 11),
)  # fmt: skip
AFTER = (
    (N_("Days not noted"), 11), (N_("Rate, percent"), 9), (N_("Rate is"), 22), (N_("Pay counted at most, kronor"), 14),
    (N_("Claimed, kronor"), 12), (N_("Claimed on"), 12), (N_("Paid, kronor"), 12), (N_("Paid on"), 12),
)  # fmt: skip
"""Heading and width of the columns before and after those of days by what was noted of them."""


def claim_table(
    lines: Sequence[ClaimLine],
    names: Mapping[str, str],
    rules: Mapping[int, SubsidyRule | None],
    hidden: int,
    words: Words,
) -> SheetTable:
    """`names` of forms by code, `rules` by decision; `hidden` is how many people are left out."""
    kinds = [Column(words(N_("Days: {kind}"), kind=words(kind.label)), 11) for kind in DAY_KINDS.values()]
    plain = [[Column(words(said), wide) for said, wide in part] for part in (BEFORE, AFTER)]
    left = words.say(protected_left_out(hidden))
    rows = [_row(line, names, rules.get(line.subsidy.id), words) for line in lines]
    title = words(N_("Subsidies to claim, {day}"), day=str(words.today))
    return SheetTable(words(N_("Subsidies")), title, [*plain[0], *kinds, *plain[1]], rows, left if hidden else "")


def _row(line: ClaimLine, names: Mapping[str, str], rule: SubsidyRule | None, words: Words) -> list[Cell]:
    s, days, claim = line.subsidy, line.days, line.claim
    today = words.today or date.max
    assert days is not None, "whoever is hidden is in no file"
    return [
        line.participant.seen, line.number, names.get(s.form, s.form), s.decision, line.month, line.first, line.last, line.claim_by,
        words(CLAIM_STATES[line.state(today)]), float(hours_said(days.agreed)), float(hours_said(days.attended)),
        *(days.codes.get(code, 0) for code in DAY_KINDS), days.unknown, s.rate, words(SUBSIDY_OF[rule.of if rule else ""]),
        _crowns(line.most), _crowns(claim.amount if claim else None), claim.claimed_on if claim else None,
        _crowns(claim.paid if claim else None), claim.paid_on if claim else None,
    ]  # fmt: skip


def _crowns(ore: int | None) -> float | None:
    return None if ore is None else ore / 100
