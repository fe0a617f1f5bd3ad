"""The follow-up of one ended employment on day 90: what is known of it, and the words it is told in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from amdesk.domain.change import Change, asked
from amdesk.domain.texts import N_

CONTACTS = ("contacted", "not_contacted", "not_due")
SITUATIONS = ("work", "studies", "unemployment_fund", "other", "not_known")
PLANS = ("yes", "no", "not_known")
WAYS = ("phone", "text_message", "letter", "e_mail", "visit")


@dataclass(frozen=True, slots=True)
class Due:
    """One line of the day-90 desk. Services mask `name`, `phone` and `place` where the person is protected."""

    employment: int
    ref: str
    participant: int
    number: str
    name: str
    phone: str
    protected: bool
    place: str
    kind: str
    ended: date
    due: date
    end_reason: str
    worker: str
    worker_id: int | None
    contact: str
    situation: str
    plan_city: str
    plan_pes: str
    started_on: date | None
    detail: str
    source: str
    note: str
    attempts: int
    tried: date | None
    on_date: date | None = None


WHOLE = {
    "plan_city": "not_known",
    "plan_pes": "not_known",
    "started_on": None,
    "detail": "",
    "source": "",
    "note": "",
    "end_reason": "",
}
"""What a whole follow-up says where nothing is said."""
FOLLOWUP_LABELS = {
    "contact": N_("Contact"), "situation": N_("Situation on day 90"), "plan_city": N_("Plan with the city"),
    "plan_pes": N_("Plan with the employment service"), "started_on": N_("Began"), "detail": N_("Kind of work or studies"),
    "end_reason": N_("End reason of the employment"), "source": N_("Source"), "note": N_("Note"), "on_date": N_("Day of contact"),
}  # fmt: skip
CONTACT_WORDS = {"contacted": N_("Reached"), "not_contacted": N_("Not reached"), "not_due": N_("Not due yet")}
SITUATION_WORDS = {
    "work": N_("Work"), "studies": N_("Studies"), "unemployment_fund": N_("Unemployment fund"), "other": N_("Other"),
    "not_known": N_("Not known"),
}  # fmt: skip
PLAN_WORDS = {"yes": N_("Yes"), "no": N_("No"), "not_known": N_("Not known")}
WORDS = {
    "contact": CONTACT_WORDS,
    "situation": SITUATION_WORDS,
    "plan_city": PLAN_WORDS,
    "plan_pes": PLAN_WORDS,
}
"""Fields whose values have words of their own."""


def known_of(due: Due) -> dict[str, object]:
    """What is known of day 90, by the names that Results.follow_up takes."""
    return {name: getattr(due, name) for name in FOLLOWUP_LABELS}


PAIR = ("contact", "situation")
OUTCOME = "outcome"
"""Contact and situation as one: chosen apart, somebody not reached would be in work."""


def joined(given: Mapping[str, object], now: Mapping[str, object]) -> dict[str, object]:
    """A follow-up, or the changes of one, with contact and situation as one; what is not given of the two is as it is `now`."""
    out = {name: one for name, one in given.items() if name not in PAIR}
    if OUTCOME in given or not set(PAIR) & set(given):
        return out
    contact, situation = (given.get(name, Change(now[name], now[name])) for name in PAIR)
    if isinstance(contact, Change) and isinstance(situation, Change):
        out[OUTCOME] = Change((contact.before, situation.before), (contact.after, situation.after))
    else:
        out[OUTCOME] = asked(contact), asked(situation)
    return out


def parted(given: Mapping[str, object]) -> dict[str, object]:
    """The same with contact and situation by themselves again."""
    out = dict(given)
    said = out.pop(OUTCOME, None)
    return {**out, **dict(zip(PAIR, said, strict=True))} if isinstance(said, tuple) else out
