"""What stands under Why in the access log."""

from __future__ import annotations

from collections.abc import Sequence

from amdesk.domain.bank.roles import ACTS
from amdesk.domain.people.deputies import FOR
from amdesk.domain.results.cohort import COHORT
from amdesk.domain.results.outcomes import FOLLOWUP, KOLADA
from amdesk.domain.results.report import AUDIENCES
from amdesk.domain.texts import N_, Text, plural, text
from amdesk.services.bank.door import ACT_OF


def because(what: str, why: str) -> Text:
    """What stands under Why: a reason as it was given, and in words what a read keeps in the program's codes."""
    given, mark, name = why.rpartition(f"[{FOR}")
    if mark and name.endswith("]"):
        said = text(N_("As deputy of {name}."), name=name[:-1])
        return text("{said} {given}", said=said, given=Text("{why}", {"why": given.strip()})) if given.strip() else said
    return _because(what, why)


def _because(what: str, why: str) -> Text:
    given, parts = Text("{why}", {"why": why}), why.split(" ")
    if what in {"asked", "refused"} and len(parts) == 2 and parts[0] in ACT_OF:
        return Text(ACTS[ACT_OF[parts[0]]].label) if what == "asked" else _tried(*parts)
    if what == "figure_rows" and ": " in why:
        figure, _, count = why.rpartition(": ")
        return Text("{figure}: {count}", {"figure": _figure(figure), "count": count})
    if what == "cohort_rows" and len(parts) == 2:
        return Text("{year}: {figure}", {"year": parts[0], "figure": _figure(parts[1])})
    if what.startswith("export_report_") and len(parts) == 3 and parts[2] in AUDIENCES:
        return Text("{first} – {last} · {whom}", _days(parts) | {"whom": Text(AUDIENCES[parts[2]])})
    if what == "export_management" and len(parts) >= 2:
        whose = " ".join(parts[2:])
        return Text("{first} – {last} · {whom}" if whose else "{first} – {last}", _days(parts) | {"whom": whose})
    count = why.rpartition(": ")[2]
    if (
        what.startswith("list_") and count.isdecimal()
    ):  # which choices it had stands in the program's codes, for an export
        return plural("{count} row shown", "{count} rows shown", int(count), count=count)
    return given


def _tried(call: str, code: str) -> Text:
    """What was to be done by a call that was refused, and whether that told more than that a reason is wanted."""
    said = (
        N_("{what}: no reason was given")
        if code in {"UNOPENED", "PROTECTED"}
        else N_("{what}: a rule was told ({code})")
    )
    return text(said, what=Text(ACTS[ACT_OF[call]].label), code=code)


def _days(parts: Sequence[str]) -> dict[str, object]:
    return dict(zip(("first", "last"), parts, strict=False))


def _figure(code: str) -> Text:
    """A figure by its code "question.group"; one that no ruler has any more is said as it is."""
    question, _, group = code.partition(".")
    for ruler in (COHORT, FOLLOWUP, KOLADA):
        asked = next((q.label for q in ruler.questions if q.id == question), None)
        whom = next((g.label for g in ruler.groups if g.id == group), None)
        if asked is not None and whom is not None:
            return Text("{what} ({whom})", {"what": Text(asked), "whom": Text(whom)})
    return Text("{code}", {"code": code})
