"""How the rows of a checked list stand: which filter shows which, their words, and what Space makes of a change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from amdesk.domain.exchange.differences import RowDifference
from amdesk.domain.texts import N_
from amdesk.i18n import Words
from amdesk.services.exchange.imports import RowOutcome
from amdesk.services.exchange.messages import message
from amdesk.services.exchange.review import NOT_OURS, Review
from amdesk.services.exchange.whose import ASKED
from amdesk.ui.exchange.cells import PartSaid
from amdesk.ui.exchange.list import RowWord

UNKNOWN_TITLE = "TITLE_UNKNOWN"
"""Why a row is refused whose occupation the bank does not have: its title is chosen among those that it has."""


SAME = {
    "SAME_PERSON": N_("Somebody of that name and phone, birth date or case number is there. Is it the same person?"),
    "SAME_CASE": N_("Somebody of that name has the same case number or e-mail. Is it the same person?"),
    "SAME_NAME": N_("Somebody has that name, and the row says nothing else of who it is. Is it the same person?"),
    "SAME_PHONE": N_("Somebody of another name has the same phone. Is it the same person?"),
    "SAME_NUMBER": N_("Somebody of that name has a number of the other kind. Is it the same person?"),
}
"""What is asked of a row, in a line; what it says by its code is longer, for whoever has no buttons to press."""


def asks(outcome: RowOutcome) -> bool:
    """Whether a row that is stored changes what somebody here has changed too, and nobody has said which stands."""
    return outcome.outcome == "accepted" and any(d.open and d.kind == "CONFLICT" for d in outcome.differences)


GROUPS: dict[str, Callable[[RowOutcome], bool]] = {
    "bad": lambda o: (
        (o.outcome == "rejected" and o.reason != NOT_OURS)
        or (o.outcome == "accepted" and bool(o.warnings or o.findings or any(d.kind != "KEPT" for d in o.differences)))
    ),
    "all": lambda _o: True,
    "new": lambda o: o.outcome == "accepted" and o.action == "new" and not asks(o),
    "update": lambda o: o.outcome == "accepted" and o.action == "update" and not asks(o),
    "asked": lambda o: asks(o) or (o.outcome == "rejected" and o.reason in ASKED),
    "refused": lambda o: o.outcome == "rejected" and o.reason not in ASKED,
    "same": lambda o: o.outcome == "accepted" and o.action == "same" and not asks(o),
}
"""Which rows a filter shows; from the third on they add up to all."""


def next_choice(parts: Sequence[PartSaid], *, accepting: bool = False) -> dict[str, bool]:
    """What Space makes of a cell's differences: what it adds and what it takes away in turn, one at a time; else all at once.
    `accepting` gives what of it becomes accepted."""
    if not parts:
        return {}
    if len(parts) == 2 and all(p.one.several for p in parts):
        turned = parts[int(parts[0].taken != parts[1].taken)]
        out = {turned.one.key: not turned.taken}
    else:
        on = not all(p.taken for p in parts)
        out = {p.one.key: on for p in parts}
    return {key: on for key, on in out.items() if on} if accepting else out


def gone_said(t: Words, review: Review) -> str:
    """How many are missing in the list, and what becomes of them."""
    gone, missing = len(review.gone), len(review.missing)
    if gone:
        return t.plural(
            "{count} in the bank is missing in the list. It is flagged, not removed.",
            "{count} in the bank are missing in the list. They are flagged, not removed.",
            gone,
            count=gone,
        )
    if missing:
        return t.plural(
            "{count} of the last list is missing in this one. Nothing is removed.",
            "{count} of the last list are missing in this one. Nothing is removed.",
            missing,
            count=missing,
        )
    return ""


def row_state(t: Words, outcome: RowOutcome, labels: Callable[[RowDifference], str], *, left: bool) -> RowWord:
    """How a row stands, in a word and where it is to be mended in a sentence."""
    if outcome.reason == NOT_OURS:
        return RowWord(t("Dropped"), "info", "dismiss_circle")
    if outcome.outcome == "rejected" and left:
        return RowWord(t("Waits"), "warn", "clock")
    if outcome.outcome == "rejected":
        said = message(outcome.reason, t.lang, outcome.column).rstrip(".")
        if outcome.reason in ASKED:
            return RowWord(t("Same?"), "info", "question_circle", t(SAME.get(outcome.reason, "")) or f"{said}.")
        what = (
            t("Press Enter and choose one that is there.")
            if outcome.reason == UNKNOWN_TITLE
            else t("Mend it here, or leave the row to the work list.")
        )
        return RowWord(t("Refused"), "bad", "error_circle", f"{said}. {what}")
    if open_ones := [d for d in outcome.differences if d.open and d.kind == "CONFLICT"]:
        fields = ", ".join(labels(d) for d in open_ones)
        said = t("{field}: changed both in the list and here. Space takes what the list says.", field=fields)
        return RowWord(t("Question"), "info", "question_circle", said)
    if outcome.action == "same" and any(d.decided is False for d in outcome.differences):
        return RowWord(t("Kept"), "info", "checkmark_circle")
    return {
        "new": RowWord(t("New"), "ok", "add"),
        "update": RowWord(t("Changed"), "warn", "arrow_sync"),
    }.get(outcome.action, RowWord(t("Alike"), "info", "checkmark_circle"))
