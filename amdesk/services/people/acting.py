"""One rule for every act: what is put to a protected person's record is stored where whoever does it has opened her for a reason
that day, or gives one with the act. It stands where all acts come by, before a step is committed, so that no act can do without;
those that need none stand here, each with its why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from amdesk.db.port import Bank
from amdesk.domain.errors import UNOPENED, AmdeskError, Refused
from amdesk.domain.texts import N_, text
from amdesk.services.bank.door import ACT_OF

BY_REASON = "act"
"""What the log says where the reason came with the act."""
REFUSED, ASKED = "refused", "asked"
"""What the log says where a rule refused a try, and where it was asked why: whoever gives a reason then was refused nothing, and
whoever gives none has learnt that no rule stands in the way."""
UPON = frozenset(
    [
        "people.change",
        "people.merge",
        "booking",
        "booking.notice",
        "week.note",
        "activity",
        "subsidy",
        "round",
        "competence.assess",
        "certificate.issue",
        "certificate.revoke",
        "followup",
        "employers.introduce",
    ]
)
"""Acts of the table of roles that are done upon one person: a try that is refused is logged. An opening that is refused is no
try: whoever goes through a list with the arrow keys asks for nothing, and is told nothing."""
BY_ITSELF = {
    "import": "a list from another system: rows are shown masked, and who sent it answers for it",
    "retention": "erasing has its own reason, protocol and approver",
    "undo": "what is taken back was judged when it was done, and nothing of hers is shown",
    "booking.take_back": "takes back what one did oneself, as undo does",
    "backup": "a copy put back is no act upon one person",
    "reports": "a report is sums, of nobody, and what it counted is kept where nobody sees it",
    "figures.change": "figures are counted of everybody, and whoever is protected is in none of their lists",
    "participants.protect": "protecting never waits, and lowering has a reason of its own that is logged",
    "participants.restrict": "has a reason of its own that is logged",
    "participants.change_case_worker": "has a reason of its own that is kept, and is of a whole caseload",
    "sheets.accept": "a form that was given out for a reason comes back",
    "week.take": "a list that was sent out, without anybody protected, comes back",
}
"""Acts of the table of roles, and single calls, that ask for no opening."""


def asks(call: str) -> bool:
    """Whether a call is held to the rule."""
    return call not in BY_ITSELF and ACT_OF.get(call) not in BY_ITSELF


class Acting:
    """What one connection to the bank does: `call` is what was asked for last, `why` the reason that came with it."""

    def __init__(self, bank: Bank) -> None:
        self.bank, self.call, self.why = bank, "", ""
        self.met: dict[int, bool] = {}

    def begins(self, call: str) -> None:
        """From now on what is stored is this call's."""
        self.call, self.met = call, {}
        self.bank.judge = self.judge

    def meets(self, person: int, by_number: bool) -> None:
        """A protected person is asked for by the call, and whether by her personal identity number: that alone is seldom on the
        screen, and any answer tells that she is in the bank."""
        self.met[person] = by_number or self.met.get(person, False)

    def refused(self, error: AmdeskError) -> None:
        """Logs a call that was refused, or of which it was asked why, of each protected person whom it met and whom nobody has opened today: what it was refused
        with may tell of her. Where the bank takes nothing now, it is told as it was."""
        met, self.met = self.met, {}
        tried = [p for p, by_number in met.items() if by_number or ACT_OF.get(self.call) in UPON]
        if not tried:
            return
        from amdesk.db.bank import access_log
        from amdesk.db.people import acts
        from amdesk.services.people.gate import WANTS_REASON

        what = ASKED if error.code in {UNOPENED, WANTS_REASON} else REFUSED
        with suppress(AmdeskError):
            for person in acts.not_opened(self.bank, tried):
                access_log.log_read(self.bank, what, person, f"{self.call} {error.code}")

    @contextmanager
    def for_reason(self, why: str) -> Iterator[None]:
        """What is done within is done for this reason."""
        before, self.why = self.why, why.strip()
        try:
            yield
        finally:
            self.why = before

    def judge(self, step: int) -> None:
        """Raises Refused (code UNOPENED) where the step touches a protected person whom nobody has opened, and logs the opening
        where the reason came with the act."""
        if not asks(self.call):
            return
        from amdesk.db.bank import access_log  # the first screen stores nothing
        from amdesk.db.people import acts

        found = acts.unopened(self.bank, step)
        if found and not self.why:
            for person, _number in found:
                self.meets(person, by_number=False)
            said = N_(
                "{number} is protected and you have not opened the record today, so nothing is stored. Give the reason why you do this; it is logged."
            )
            raise Refused(text(said, number=found[0][1]), UNOPENED)
        for person, _number in found:
            access_log.log_read(self.bank, BY_REASON, person, self.why)
