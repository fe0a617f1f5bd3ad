"""The access log: who read or changed whose record, and why."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from amdesk.domain.texts import N_, Text, text


class AccessEntry(NamedTuple):
    """Somebody read or changed something; `number` is whose record it was, where it was one person's."""

    at: str
    """Moment (UTC) in ISO form."""
    actor: str
    account: str
    what: str
    """The code of a read, or a step's msgid."""
    number: str | None
    why: str
    """The reason as it was given, or what a read was of in the program's own codes."""
    said: Text
    """What was done, to be shown."""
    because: Text
    """The same as `why`, to be shown."""
    name: str
    """Whose record it was; empty where it was nobody's or the name is not to be seen."""
    is_read: bool
    """False for what changed something."""


class LogAsked(NamedTuple):
    """What is looked for; empty is anything. `words` may stand in what was done, in the reason or in a name."""

    participant: str = ""
    who: str = ""
    words: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def said(self) -> str:
        days = f"{self.first or ''}–{self.last or ''}" if self.first or self.last else ""
        return " ".join(x for x in (self.participant, self.who, self.words, days) if x)


READS = {
    "assessment_form": N_("Blank assessment sheet made"),
    "assessment_sheet": N_("Assessment sheet made"),
    "attendance": N_("Attendance list made"),
    "certificate": N_("Certificate opened"),
    "cohort_rows": N_("The people behind a cohort's figure"),
    "competence": N_("Assessments opened"),
    "extract": N_("Extract of all that is kept about a person made"),
    "figure_rows": N_("The people behind a figure"),
    "followup": N_("Follow-up of day 90 opened"),
    "deputy": N_("Changed as deputy of the case worker"),
    "handover": N_("Hand-over page opened"),
    "identity": N_("Personal identity number shown in full"),
    "match": N_("Placements matched for the participant"),
    "chains": N_("Moves that open a place looked for"),
    "queues": N_("Queues of a participant opened"),
    "list_queues": N_("List shown: queues to placements"),
    "despite": N_("Booked though a must is not met"),
    "match_placement": N_("Participants matched for a placement"),
    "notice": N_("Booking notice opened"),
    "participant": N_("Record opened"),
    "frozen_report": N_("A frozen report opened"),
    "report_opened": N_("What a report that was given out had counted, opened"),
    "list_attendance": N_("List shown: attendance and absence"),
    "list_subsidies": N_("List shown: subsidies to claim"),
    "export_subsidies": N_("Subsidies to claim taken out"),
    "export_vacancies": N_("Vacancies taken out"),
    "export_introductions": N_("Introductions taken out"),
    "export_payroll": N_("Attendance to payroll taken out"),
    "list_talks": N_("List shown: talks and when the next is due"),
    "list_board": N_("List shown: the board"),
    "list_bookings": N_("List shown: bookings"),
    "list_certificates": N_("List shown: certificates"),
    "list_competence": N_("List shown: whom to assess"),
    "list_compared": N_("A list for import was compared with the record"),
    "introduction": N_("Introduction to a vacancy opened"),
    "introductions": N_("Introductions of a participant opened"),
    "introduction_notice": N_("Notice about an introduction made"),
    "match_vacancy": N_("Vacancies matched for the participant"),
    "match_people": N_("Participants matched for a vacancy"),
    "list_day": N_("List shown: the day"),
    "list_done_soon": N_("List shown: who is soon done"),
    "list_introductions": N_("List shown: introductions"),
    "list_day90": N_("List shown: day 90"),
    "list_employments": N_("List shown: employments"),
    "list_followups": N_("List shown: follow-ups"),
    "list_history": N_("List shown: history of changes"),
    "list_log": N_("List shown: access log"),
    "list_leaving": N_("List shown: what an export would hold"),
    "list_modules": N_("List shown: teaching modules"),
    "list_people": N_("List shown: participants"),
    "list_retention": N_("List shown: who is due to be erased"),
    "wish_form": N_("Form for wishes made"),
    "act": N_("Something done for a reason"),
    "list_worklist": N_("List shown: rows that wait"),
    "log_search": N_("The log searched"),
    "asked": N_("A reason was asked for: something to be done with somebody protected"),
    "refused": N_("Refused: something to be done with somebody protected"),
    "delivered": N_("Openings while the bank could not be written to, now in the log"),
    "protection": N_("Protection changed"),
    "restriction": N_("Restriction of processing changed"),
    "restored": N_("A copy was put in the bank's place"),
    "erased_again": N_("An older copy had been laid in the bank's place: whoever was erased since was erased again"),
    "erased_kind": N_("Data erased by the plan of retention"),
    "erased_values": N_("Words taken from the log by an erasure"),
    "round": N_("Matching round accepted"),
    "search": N_("Search"),
    "spot_check": N_("Random sample of the log drawn"),
    "week": N_("Week of a placed person opened"),
    "subsidy": N_("Subsidies of a person opened"),
    "activity": N_("Activity plan of a person opened"),
    "unlock_failed": N_("Tries to open the bank that failed"),
    "why": N_("Explanation of a match opened"),
}
"""What is read, by its code in the log."""

EXPORTS = {
    "export_access_log": N_("Access log"),
    "export_bookings": N_("Bookings"),
    "export_day": N_("The day's plan"),
    "export_improvement": N_("Improvement"),
    "export_management": N_("Management"),
    "export_placements": N_("Placement bank"),
    "export_protocol": N_("Protocol of erasure"),
    "export_report_answer": N_("Answer to a recommendation"),
    "export_report_cohort": N_("Cohorts"),
    "export_report_committee": N_("Report to the committee"),
    "export_report_introductions": N_("Introductions"),
    "export_report_followup": N_("Result 90 days after the employment"),
    "export_report_management": N_("Management"),
    "export_report_promised": N_("What we have promised"),
    "export_report_savings": N_("Savings ledger"),
    "export_sheets": N_("Assessment sheets"),
    "export_attendance": N_("Attendance lists"),
    "export_supervisors": N_("Lists to supervisors"),
}
"""What is exported, by its code in the log."""


def access_text(code: str) -> Text:
    """What somebody read or exported, in words; a code that nobody knows any more is said as it is."""
    if code in EXPORTS:
        return text(N_("Exported: {what}"), what=Text(EXPORTS[code]))
    return Text(READS.get(code, code))
