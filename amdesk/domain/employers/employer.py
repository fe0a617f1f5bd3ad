"""An employer outside the unit's own placements: who there is to talk to, whose it is here, and when somebody last did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, NamedTuple

from amdesk.domain.errors import Refused
from amdesk.domain.record import Coded, Day, Declared, Line, Named, Note
from amdesk.domain.texts import N_, Text, plural, text

CONTACT_WAYS = {
    "phone": N_("Phone"),
    "e_mail": N_("E-mail"),
    "visit": N_("Visit"),
    "meeting": N_("Meeting"),
    "letter": N_("Letter"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """Each field declared once (see domain/record.py). `manager` is the user who keeps the contact; `last` the day somebody
    last had it, None where nobody has."""

    id: int
    number: str
    name: Annotated[str, Declared(N_("Employer"), Line(), required=True, searchable=True)]
    org_number: Annotated[str, Declared(N_("Organisation number"), Line(), searchable=True)] = ""
    industry: Annotated[str, Declared(N_("Industry"), Line(), searchable=True)] = ""
    manager: Annotated[str, Declared(N_("Our contact"), Line())] = ""
    note: Annotated[str, Declared(N_("Note"), Note())] = ""
    last: date | None = None
    open_vacancies: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerContact:
    """Somebody at an employer, with what she is reached by at work and nothing else of her."""

    id: int
    employer_id: int
    name: Annotated[str, Declared(N_("Name"), Line(), required=True)]
    title: Annotated[str, Declared(N_("Title"), Line())] = ""
    phone: Annotated[str, Declared(N_("Work phone"), Line())] = ""
    email: Annotated[str, Declared(N_("Work e-mail"), Line())] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerTalk:
    """Once that somebody was in contact with an employer: the day, the way and a word about it."""

    id: int
    employer_id: int
    on_date: Annotated[date, Declared(N_("Day"), Day())]
    way: Annotated[str, Declared(N_("Way"), Named(tuple(CONTACT_WAYS.items()), "phone"))]
    words: Annotated[str, Declared(N_("What was said"), Line())]
    author: Annotated[str, Declared(N_("User"), Coded(), typed=False)] = ""


class ContactRule(NamedTuple):
    """The unit's own limits of the traffic light, versioned: days since the last contact that are green, and amber at most."""

    version: int = 1
    green: int = 30
    amber: int = 60


LIGHTS = {"green": N_("contact lately"), "amber": N_("contact some time ago"), "red": N_("contact too long ago")}


def light(last: date | None, today: date, rule: ContactRule) -> str:
    """green, amber or red; an employer whom nobody has been in contact with is red."""
    if last is None:
        return "red"
    days = (today - last).days
    return "green" if days <= rule.green else "amber" if days <= rule.amber else "red"


def since_text(last: date | None, today: date) -> Text:
    """When somebody last was in contact, as a row says it."""
    if last is None:
        return text(N_("no contact yet"))
    days = max(0, (today - last).days)
    return plural("contact {days} day ago", "contact {days} days ago", days, days=days)


def checked_rule(green: int, amber: int, before: ContactRule) -> ContactRule:
    """The next version of the rule. Raises Refused for limits that leave a light no days."""
    if not 0 < green < amber <= 366:
        raise Refused(
            text(N_("The light is green for at least one day, and amber for longer: write both in days, at most 366.")),
            "CONTACT_RULE",
        )
    return ContactRule(before.version + 1, green, amber)


def checked_org_number(said: str) -> str:
    """An organisation number as 559999-9991, "" where none is said. A sole trader's is her personal identity number, which is
    not kept: the third figure of an organisation number is 2 or more (lag (1974:174) om identitetsbeteckning för juridiska
    personer). Raises Refused."""
    figures = "".join(ch for ch in said if ch.isdecimal())
    if not said.strip():
        return ""
    if len(figures) == 12 and figures.startswith("16"):
        figures = figures[2:]
    if len(figures) != 10 or figures[2] in "01" or _luhn(figures) % 10:
        raise Refused(
            text(
                N_(
                    "{number} is no organisation number. Write ten figures as on an invoice, or leave it empty; a person's number is not kept."
                ),
                number=said.strip() if len(figures) != 10 or figures[2] not in "01" else "–",
            ),
            "ORG_NUMBER",
        )
    return f"{figures[:6]}-{figures[6:]}"


def _luhn(figures: str) -> int:
    doubled = (int(ch) * (2 - i % 2) for i, ch in enumerate(figures))
    return sum(n // 10 + n % 10 for n in doubled)
