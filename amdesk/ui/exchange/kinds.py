"""What the kinds of list are called in the window."""

from __future__ import annotations

from amdesk.i18n import Words


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
