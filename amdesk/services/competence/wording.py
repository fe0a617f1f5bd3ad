"""What a certificate says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from amdesk.db.bank import reference, settings
from amdesk.db.competence import assessments as db
from amdesk.db.competence import modules
from amdesk.domain.booking.bookings import Employment
from amdesk.domain.competence.assessments import (
    Assessment,
    CertificateContent,
    Signature,
    latest_levels,
    printed_areas,
    printed_pattern,
)
from amdesk.domain.competence.statement import read_page_address, wording_of
from amdesk.domain.people.masked import Token
from amdesk.domain.values import visible
from amdesk.services.competence.assessing import SOON, Assessing
from amdesk.services.people.gate import opened

WORDS = {1: "Har provat", 2: "Klarar med stöd", 3: "Klarar självständigt", 4: "Kan visa andra"}
"""What the levels are called in a bank without a list of its own."""


def _seen(value: Any) -> Any:  # type: ignore[explicit-any]  # whatever a certificate's fields hold
    """A certificate's words without what nobody sees: a mark in a name that turns its letters round does nothing."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, Signature):
        return Signature(visible(value.name), visible(value.title), visible(value.place))
    return tuple(_seen(v) for v in value) if isinstance(value, tuple) else value


def link_of(address: str) -> str:
    """What a code begins with where the unit has a page that checks it: what follows # never leaves the reader's phone."""
    return f"{read_page_address(address)}#" if address else ""


class CertificateWording(Assessing):
    def content(
        self, employment: Employment, why: str = "", *, lang: str = "sv", typed: Assessment | None = None
    ) -> CertificateContent:
        """What the certificate says now; with `typed` as if that assessment were stored already. The read is logged. Raises
        Refused (PROTECTED) for a protected person without a reason."""
        person = self.work.participant(employment.participant_id)
        return self._content(employment, opened(self.work, person, "certificate", why), lang=lang, typed=typed)

    def _content(
        self,
        employment: Employment,
        token: Token,
        *,
        number: str = "",
        draft: bool = True,
        replaces: str = "",
        lang: str = "sv",
        typed: Assessment | None = None,
    ) -> CertificateContent:
        """The same for whoever has opened the person."""
        bank, place = self.work.bank, employment.placement.opened(token).seen
        person = self.work.participant(employment.participant_id)
        profile = self.profile_of(employment)
        found = [a for a in with_typed(db.assessments(bank, employment.id), typed) if a.levels]
        final = next((a for a in reversed(found) if a.occasion == "final"), None)
        levels = dict(final.levels) if final else latest_levels(found)
        supervisor, title, department = self._supervisor(employment)
        words = {int(c.code): c.name(lang) for c in reference.codes(bank, "levels")} or dict(WORDS)
        made = CertificateContent(
            number,
            self.work.today,
            settings.setting(bank, "city", "Kommunen"),
            settings.setting(bank, "department"),
            person.name,
            person.born if settings.setting(bank, "certificate_birth_date", "yes") == "yes" else None,
            getattr(profile, lang) if profile else employment.occupation,
            place,
            department,
            employment.from_date,
            employment.end or self.work.today,
            employment.extent,
            len(found),
            printed_areas(profile, levels, self._lowest(), lang) if profile else (),
            final.remark if final else "",
            self._modules(employment, lang),
            (
                Signature(supervisor, title, ", ".join(p for p in (place, department) if p)),
                Signature(person.case_worker, "Arbetsmarknadssekreterare", settings.setting(bank, "department")),
            ),
            settings.setting(bank, "place", settings.setting(bank, "city", "")),
            settings.setting(bank, "phone"),
            replaces,
            levels=words,
            draft=draft,
            lang=lang,
            profile=profile.occupation if profile else "",
            profile_version=profile.version if profile else 0,
            wording=wording_of(profile, words).digest() if profile else "",
            pattern=printed_pattern(profile, levels, self._lowest()) if profile else (),
            link=link_of(settings.setting(bank, "certificate_address")),
        )
        return replace(made, **{f.name: _seen(getattr(made, f.name)) for f in fields(made)})

    def _modules(self, employment: Employment, lang: str) -> tuple[tuple[str, int], ...]:
        """Modules completed during the employment with their hours, as the certificate prints them."""
        names = {c.code: c.name(lang) for c in reference.codes(self.work.bank, "teaching_modules")}
        end = employment.end or self.work.today
        return tuple(
            (e.module if lang == "sv" and e.module else names.get(e.kind, e.kind), e.hours)
            for e in modules.enrolments(self.work.bank, participant=employment.participant_id)
            if e.status == "completed" and e.hours and employment.from_date <= e.on_date <= end + SOON
        )


def with_typed(found: Sequence[Assessment], typed: Assessment | None) -> Sequence[Assessment]:
    """Assessments in order of their days, the typed one in place of that of its day."""
    if typed is None:
        return found
    return sorted([*(a for a in found if a.on_date != typed.on_date), typed], key=lambda a: a.on_date)
