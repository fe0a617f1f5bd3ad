"""The savings ledger of a period, with the unit's own assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from amdesk.db.results import outcomes
from amdesk.db.results import savings as db
from amdesk.domain.change import Change, settle
from amdesk.domain.errors import Refused
from amdesk.domain.results.savings import ASSUMPTIONS, Assumption, Ledger, Spell, changed, ledger
from amdesk.domain.texts import N_, Text, text
from amdesk.services.bank.work import Work


class Savings:
    def __init__(self, work: Work) -> None:
        self.work = work

    def ledger(self, first: date, last: date) -> Ledger:
        """What was paid to those whose employment ended in the period (each person by her last end), and what follows from it."""
        bank = self.work.bank
        with bank.read():
            until = min(last, self.work.today)
            ends = db.last_ends(bank, first, until)
            paid, covered = outcomes.paid(bank, first, until), outcomes.paid_months(bank)
            assumptions = self.assumptions()
            ended = len(outcomes.ended(bank, first, until))
        spells = [
            Spell(e.first, e.last, e.extent, e.situation == "unemployment_fund", paid.get(person, ()), person)
            for person, e in ends.items()
        ]
        return replace(ledger(first, last, spells, covered, assumptions), ended=ended)

    def assumptions(self) -> list[Assumption]:
        """The unit's own values over those of the program."""
        return changed(ASSUMPTIONS, db.assumed(self.work.bank))

    def assume(self, own: Mapping[str, Mapping[str, int | str | Change]]) -> None:
        """Set values, ranges and sources by the assumption's id, each a Change as a form sends it, or what is to stand there.

        Raises Refused where they are not in order, and where somebody else has changed one of them.
        """
        with self.work.bank.write(text(N_("Assumptions of the savings ledger changed"))):
            self._assume(db.held_assumed(self.work.bank), own)

    def _assume(self, kept: db.Assumed, own: Mapping[str, Mapping[str, int | str | Change]]) -> None:
        present = {a.id: a for a in changed(ASSUMPTIONS, kept)}
        for name, said in own.items():
            if name not in present:
                raise Refused(text(N_("There is no assumption {name}."), name=name), "ASSUMPTION")
            now = {part: getattr(present[name], part) for part in said}
            left: dict[str, int | str] = settle(said, now, partial(_say, present[name]))
            if left:
                kept[name] = {**kept.get(name, {}), **left}
        try:
            changed(ASSUMPTIONS, kept)
        except ValueError as error:
            label = next((a.label for a in ASSUMPTIONS if a.id == str(error)), "")
            raise Refused(
                text(
                    N_("{what}: low, value and high must be numbers in that order, and a part at most 100."),
                    what=Text(label),
                ),
                "ASSUMPTION",
            ) from None
        if kept:
            db.set_assumed(self.work.bank, kept)


PARTS = {"low": N_("Low"), "value": N_("Value"), "high": N_("High"), "source": N_("Source")}


def _say(one: Assumption, part: str, value: object) -> tuple[Text, object]:
    """A part of an assumption by its label, and its value in words: kronor, as the form shows it."""
    said = value // 100 if one.unit == "öre" and isinstance(value, int) else value
    if value in {a.source for a in ASSUMPTIONS}:
        said = Text(str(value))
    return text("{what}: {part}", what=Text(one.label), part=Text(PARTS[part])), said
