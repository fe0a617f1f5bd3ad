"""The form on which a person ranks the work she wants, for one person or for anybody."""

from __future__ import annotations

from amdesk.db.bank import reference, settings
from amdesk.domain.people.participant import Participant
from amdesk.domain.people.wishform import WishForm
from amdesk.i18n import Words
from amdesk.services.bank.work import Work
from amdesk.services.people.gate import opened


class WishForms:
    def __init__(self, work: Work) -> None:
        self.work = work

    def paper(self, participant: int | str, lang: str = "sv", why: str = "") -> bytes:
        """The form of one person as PDF, with what is noted now; logged. Raises Refused where she is protected, or her
        processing restricted, and `why` is empty."""
        person = self.work.participant(participant)
        opened(self.work, person, "wish_form", why)
        return self._made(person, lang)

    def blank(self, lang: str = "sv") -> bytes:
        """The form for anybody, as PDF."""
        return self._made(None, lang)

    def _made(self, person: Participant | None, lang: str) -> bytes:
        from amdesk.export.wishes import wish_form_pdf
        from amdesk.services.bank.retention import Retention

        bank = self.work.bank
        known = {o.code: o.name(lang) for o in reference.occupations(bank)}
        unit = settings.setting(bank, "unit") or settings.setting(bank, "city")
        form = WishForm(
            name=(person.name or person.number) if person else "",
            case_worker=person.case_worker if person else "",
            wishes=[known[code] for code in person.wishes if code in known] if person else [],
            occupations=list(known.values()),
            unit=unit,
            phone=settings.setting(bank, "phone"),
            years=Retention(self.work).years,
            today=self.work.today,
        )
        return wish_form_pdf(form, Words(lang, self.work.today))
