"""Words of a certificate that no font has the letters of: said before anything is drawn, with where they stand."""

from __future__ import annotations

from collections.abc import Iterator

from amdesk.domain.competence.assessments import CertificateContent
from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, Text, text
from amdesk.domain.values import printable
from amdesk.export.shaping import lacking

SHOWN = 20
"""Letters that a sentence lists at most."""


def unprintable(content: CertificateContent) -> tuple[Text, str] | None:
    """Where the first words stand that would be printed as boxes, and their letters, each once; None where there are none."""
    for where, words in _words(content):
        if letters := lacking(printable(words)):
            return where, letters[:SHOWN]
    return None


def refuse_letters(content: CertificateContent) -> None:
    """Raises Refused (LETTERS) with the letters, where they stand and what to do."""
    found = unprintable(content)
    if found is None:
        return
    wrong = N_(
        "The certificate has no letters for “{letters}” in {where} and would print boxes. Write it in Latin letters, as in the passport or the population register, or leave it out."
    )
    raise Refused(text(wrong, letters=found[1], where=found[0]), "LETTERS")


def _words(content: CertificateContent) -> Iterator[tuple[Text, str]]:
    c = content
    yield Text(N_("the participant's name")), c.name
    yield Text(N_("the supervisor's words")), c.remark
    yield Text(N_("the workplace's name, department or occupation")), f"{c.host} {c.host_department} {c.occupation}"
    signed = [word for s in c.signatures for word in (s.name, s.title, s.place)]
    yield Text(N_("the names of those who sign")), " ".join(signed)
    yield Text(N_("the names of completed modules")), " ".join(name for name, _ in c.modules)
    skills = [skill for title, rows in c.areas for skill in (title, *(skill for skill, _ in rows))]
    yield Text(N_("the skills of the profile")), " ".join([*skills, *c.levels.values()])
    yield Text(N_("the unit's name, department or place")), f"{c.city} {c.department} {c.place}"
