"""What is said of an import's rows, by the codes of the code list import_messages."""

from __future__ import annotations

from amdesk import resources
from amdesk.db.bank import reference
from amdesk.db.engine.errors import RULES
from amdesk.domain.texts import N_
from amdesk.i18n import Words

EXTRA_MESSAGES = {
    "BIRTH_FUTURE": N_("The birth date lies in the future. Write the right one"),
    "BIRTH_UNKNOWN": N_("The birth date cannot be understood and is not known"),
    "CASE_WORKER_NEW": N_("A new case worker is added"),
    "KIND_UNKNOWN": N_(
        "The kind of place is no known word; whose department it is decides. Write in-house team or external"
    ),
    "GENDER_UNKNOWN": N_("The gender is no word that is known here and is left out"),
    "STATUS_UNKNOWN": N_("The status is no known word and is kept as not known"),
    "NEED_WORDS": N_("A need is kept as words: it is not known if a placement meets it before somebody has read it"),
    "DEMAND_WORDS": N_("A demand is kept as words: it is not known if somebody fits it before somebody has read it"),
    "DISTRICT_UNKNOWN": N_("The district is on no list: travel times are not known"),
    "AMOUNT_GROUPED": N_("The point or comma in the amount was read as a sign between thousands"),
    "CAPACITY_WANTED": N_(
        "More are booked than the list has places; the number is kept as wanted and shown as a conflict"
    ),
    "CELL_ERROR": N_("The cell is in error in the spreadsheet. Mend the formula there, or write the value here"),
    "CARRIED_DOWN": N_("The cell was empty and was taken from the row above, as in lists that say it once for a group"),
    "FIELD_MISSING": N_("The row ends before its last column; what is missing there was read as empty"),
    "CELL_PARTED": N_("A phone, an e-mail or a birth date stood in another cell and was put in its own field"),
    "PHONE_ZERO": N_("The spreadsheet had dropped the phone's leading zero; it was put back"),
    "PHONE_LOST": N_("The spreadsheet has rounded the phone (7,0E+08) and its figures are lost; it was left out"),
    "STRUCK_OUT": N_("The row is struck out in the file and was read all the same. Look at whether it is to be here"),
    "CONTROL_DROPPED": N_("The text had control characters that cannot be printed; they were left out"),
    "FORMULA_NO_VALUE": N_(
        "The cell has a formula without a saved value. Open the file in Excel, save it and import it again"
    ),
    "KEPT_AS_WORDS": N_("What could not be understood is kept as words"),
    "PLACES_ASSUMED": N_("The list does not say how many places; one is taken until somebody writes another number"),
    "VALUE_READ": N_("The value was worked out from what the list says; check it"),
    "HOURS_ASSUMED": N_("The list does not say the hours; 40 hours a week are taken until somebody writes others"),
    "PNR_IN_TEXT": N_("The name has another personal identity number in it. Say whose row it is"),
    "PNR_MOVED": N_("The personal identity number stood in the name and was put in its own field"),
    "PNR_REMOVED": N_("A personal identity number in a text was left out"),
    "SAME_PERSON": N_(
        "The bank has somebody of that name and phone, birth date or case number without a number. Is it the same person? Then write the number on her record and import again; else add the person by hand"
    ),
    "SAME_CASE": N_(
        "Somebody of that name has the same case number or e-mail, but another phone or birth date. Is it the same person? Then write the same phone on her record and in the list and import again; else add the person by hand"
    ),
    "SAME_NAME": N_(
        "The bank has somebody of that name, and the row says nothing else of who it is. Is it the same person? Then write in the list the personal identity number, birth date or phone that her record has and import again; else add the person by hand"
    ),
    "NAMESAKES": N_(
        "The bank has several people of that name. Write in the list the personal identity number, birth date or phone of the one who is meant and import again"
    ),
    "TWO_NAMES": N_("The cell names two people. Write one of them here, and the other on a row of its own"),
    "SAME_PHONE": N_(
        "Somebody of another name has the same phone. Is it the same person? Then write the same name on her record and in the list and import again; else add the person by hand"
    ),
    "SAME_NUMBER": N_(
        "The bank has somebody of that name and birth date or phone who has a coordination number where this is a personal identity number, or the other way round. Is it the same person?"
    ),
    "PROTECTION_KEPT": N_(
        "The list says that the person is not protected. The protection in the bank stays; it is lowered on the person's page alone, with a reason"
    ),
    "RESTRICTED": N_(
        "The processing of this person's data is restricted, so nothing is taken from the list. Lift the restriction on the person's page first"
    ),
    "PROTECTED_UNNAMED": N_(
        "The row is about somebody with protected personal data and has neither name nor number. Add the person by hand"
    ),
}
TOLD = (
    "AMOUNT_GROUPED",
    "AMOUNT_UNKNOWN",
    "BOOL_UNKNOWN",
    "BIRTH_UNKNOWN",
    "CAPACITY_WANTED",
    "CARRIED_DOWN",
    "CELL_PARTED",
    "CONTROL_DROPPED",
    "DATE_UNKNOWN",
    "FIELD_MISSING",
    "GENDER_UNKNOWN",
    "HOURS_ASSUMED",
    "KIND_UNKNOWN",
    "KEPT_AS_WORDS",
    "LANGUAGE_UNKNOWN",
    "LICENCE_UNKNOWN",
    "PHONE_LOST",
    "PHONE_ZERO",
    "PLACES_ASSUMED",
    "PNR_MISSING",
    "PNR_MOVED",
    "PNR_REMOVED",
    "PROTECTION_KEPT",
    "STATUS_UNKNOWN",
    "STRUCK_OUT",
    "TITLE_UNKNOWN",
    "VALUE_READ",
)
"""Warnings of rows that were not stored as they stand in the file."""


BY_FIELD = {
    ("DUPLICATE", "purpose"): N_(
        "Another row has the same person, month, amount and purpose, and one of them is read. Are they two payments? Then write as purpose what tells them apart"
    ),
}
"""What is said of a code in one field, where that is more than the code says."""


def message(code: str, lang: str, field: str = "") -> str:
    """The sentence of an import code in a language."""
    if said := BY_FIELD.get((code, field)):
        return Words(lang)(said)
    for item in resources.read_json("reference/codelists.json", reference.CodeFile)["import_messages"]:
        if item["code"] == code:
            return str(item[lang])
    said = EXTRA_MESSAGES.get(code) or RULES.get(code)
    return Words(lang)(said) if said else code
