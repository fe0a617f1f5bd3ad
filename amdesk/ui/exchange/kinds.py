"""What the kinds of list are called in the window, and which of their columns say who somebody is."""

from __future__ import annotations

from amdesk.i18n import Words

HERS = frozenset({"identity", "first_name", "last_name", "born", "phone", "email", "case_number"})
"""Fields that say who a person is or how she is reached, in whichever kind of list."""
HEADED_BY_HER = frozenset({"participants", "employments"})
"""Kinds whose field `name` is a person's; of the others it is a workplace's or a measure's."""


def tells_who(kind: str, field: str) -> bool:
    """Whether the cells of a field are dots while names are hidden; a column that is read as no field may say anything."""
    return not field or field in HERS or (field == "name" and kind in HEADED_BY_HER)


def kind_names(t: Words) -> dict[str, str]:
    """By the code of the kind."""
    return {
        "participants": t("Participants"),
        "placements": t("Placements"),
        "employments": t("Employments"),
        "followups": t("Follow-ups"),
        "payments": t("Assistance payments"),
        "measures": t("Municipal measures"),
    }
