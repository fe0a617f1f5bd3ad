"""Whose something is, as the head of a dialog says it: a person, or an employment with its place and its days."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.domain.booking.bookings import Employment
    from amdesk.domain.people.masked import Masked
    from amdesk.domain.people.participant import Person
    from amdesk.ui.kit.dialog import Dialog


def of_person(shell: Shell, person: Person) -> str:
    """Her name and number, the number once of somebody without a name; of a protected one the mask and the number."""
    if person.protection:
        return shell.words.say(person.shown_name)
    return of_named(shell, person.masked, person.number)


def of_named(shell: Shell, name: Masked, number: str) -> str:
    """The same where her name, or what stands for it, and her number are all that is read."""
    return " · ".join(dict.fromkeys(x for x in (shell.name(name), number) if x))


def of_employment(shell: Shell, person: Person, employment: Employment) -> str:
    """Whose it is, where, from when and until when."""
    t = shell.words
    where = ": ".join(x for x in (of_person(shell, person), shell.shown(employment.placement)) if x)
    last = t.day(employment.end) if employment.end else t("until further notice")
    return t("{where}, {first} to {last}", where=where, first=t.day(employment.from_date), last=last)


def tell(dialog: Dialog, participant: int, said: Callable[[Shell, Person], str] = of_person) -> None:
    """In the head of a dialog that was opened by the person's key alone."""
    shell = dialog.shell
    shell.tasks.run(
        lambda desk: desk.person(participant),
        lambda person: dialog.belongs_to(said(shell, person)),
        failed=lambda _error: None,  # whoever stores is told
    )
