"""What the tables that say something about a person are called where she is told what they hold."""

from __future__ import annotations

from amdesk.domain.texts import N_

TABLE_NAMES = {
    "step": N_("What was done"),
    "case_worker": N_("Case worker"),
    "participant": N_("The record"),
    "guidance_used": N_("Guidance in force at decisions"),
    "identity_history": N_("Earlier identity numbers"),
    "case_worker_change": N_("Changes of case worker"),
    "note": N_("Notes"),
    "check_shown": N_("Register extracts shown"),
    "employment": N_("Employments"),
    "booking": N_("Bookings"),
    "agreed_hours": N_("Hours agreed"),
    "workday": N_("Attendance and absence"),
    "assessment": N_("Assessments"),
    "document": N_("Documents"),
    "certificate": N_("Certificates"),
    "enrolment": N_("Teaching modules"),
    "attendance": N_("Attendance in modules"),
    "followup": N_("Follow-up after 90 days"),
    "contact_attempt": N_("Attempts to make contact"),
    "payment": N_("Assistance paid"),
    "measure": N_("Other measures"),
    "cohort_row": N_("Frozen cohorts"),
    "report_row": N_("Reports given out that counted the person"),
    "introduction": N_("Introductions to vacancies"),
    "erasure": N_("Erasures"),
    "import_row": N_("Rows of lists that wait"),
    "list_row": N_("What lists said last"),
    "audit": N_("Changes"),
    "audit_value": N_("Values before and after"),
    "access_log": N_("Readings"),
}
"""By table; each that is about a person has one."""
