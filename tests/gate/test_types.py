"""What leaves the services about a person has a type that the type checker refuses as plain text; a new field of it is judged here."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import sys
import typing
from collections.abc import Iterator
from dataclasses import is_dataclass
from functools import cache
from pathlib import Path

import pytest

import amdesk
from amdesk.services.bank.door import ACT_OF
from amdesk.services.desk import Desk
from tests.gate.test_calls import ASKED
from tests.gate.test_commands import ALL

ROOT = Path(amdesk.__file__).parent
SAYS_WHO = {
    "name", "participant", "person", "whom", "phone", "email", "identity", "address", "district", "place", "placement", "placement_number",
    "supervisor", "where", "note", "body", "remark", "case_number",
}  # fmt: skip
"""What a field is called that may say who somebody is, how she is reached or where she is."""
PLAIN = {
    **dict.fromkeys(("Placement.name", "Placement.address", "Placement.district", "Placement.supervisor", "PlacementRow.name", "PlacementRow.district",
                     "PlacementRow.supervisor", "Team.name", "Team.district", "Team.supervisor", "Conflict.placement", "HostResult.name", "PlaceUse.placement",
                     "PlaceHold.placement", "PlaceHold.placement_number", "Module.name", "Module.place"), "a place, of nobody"),
    **dict.fromkeys(("Employer.name", "Employer.note", "Vacancy.district", "Vacancy.place", "Vacancy.body"), "an employer, of nobody"),
    **dict.fromkeys(("EmployerContact.name", "EmployerContact.phone", "EmployerContact.email"), "somebody at an employer, who can be erased"),
    **dict.fromkeys(("CaseWorker.name", "CaseWorker.email", "CaseWorker.phone"), "somebody of the unit"),
    **dict.fromkeys(("ImportField.name", "ImportKind.name", "SheetFound.name", "Listing.name", "Kept.name", "PayrollColumn.name"), "what a thing is called"),
    **dict.fromkeys(("GuidanceChapter.name", "GuidedChoice.name"), "what a thing is called"),
    **dict.fromkeys(("Participant.name", "Participant.identity", "Participant.phone", "Participant.email", "Participant.case_number",
                     "Participant.district", "Assessment.remark"), "of somebody who has been opened: see OPENED"),
    **dict.fromkeys(("CertificateContent.name", "CertificateContent.phone", "CertificateContent.place", "CertificateContent.remark",
                     "Signature.name", "Signature.place"), "a certificate, of somebody who has been opened"),
    **dict.fromkeys(("Summary.name", "Statement.name", "Statement.remark", "Redrawn.name", "Redrawn.remark"), "a certificate that somebody was given and shows"),
    "Returned.remark": "what stands in a file that was read",
    "Head.participant": "a number", "KeptCertificate.participant": "a number", "Missing.participant": "a number",
    "AccessEntry.name": "left out by the bank where she is protected", "Due.note": "opened for a reason where somebody is protected; the list has none of hers",
    "LeavingSheet.name": "a supervisor with whom nobody protected works, or what the list is called",
    "WaitingRow.place": "where in a file", "Person.district": "left out where she is protected",
}  # fmt: skip
OPENED = {
    "participants.record",
    "matching.opened",
    "competence.sheet",
    "extracts.told",
    "week.of",
    "subsidies.of",
    "activities.of",
    "handovers.of",
}
"""Calls that answer with everything that is known of somebody: each logs first, and asks for a reason where she is protected."""


WALKED = {
    "attendance": "module export", "badge": "competence.credential", "badge_picture": "competence.badge", "site": "competence.own_page", "certificate": "competence.draft", "day": "day_papers.made", "extract": "participant extract", "introduction": "introductions.notice", "sample": "bank log sample",
    "form": "sheets.form", "lists": "export", "notice": "exports.notice_page", "report_pdf": "report committee", "report_docx": "report committee", "report_xlsx": "report committee",
    "scan": "competence.pdf", "sheets": "export", "week_sheet": "attendance export", "week_form": "attendance form", "payroll": "attendance payroll", "subsidies": "subsidy list", "employers": "introduction list", "activity": "activities.paper", "handover": "handovers.paper", "wishes": "wish_forms.paper",
}  # fmt: skip
"""By kind of file or paper that goes out: the call or the command with which it is walked."""
NOTHING_BY_ITSELF = {
    "additions", "bodies", "copied", "der", "keyfiles", "improving", "letters", "ornament", "pades", "pdf", "recovery", "bidi", "fonts", "shaping", "report_bars", "report_page", "report_pictures", "seal", "tagging", "xlsx", "locked", "handbook", "city", "ring", "updates",
}  # fmt: skip
"""What others are made with, and papers that tell of no person."""


@cache
def names() -> dict[str, object]:
    """Every class and constant under the window by its name, which is its own."""
    found: dict[str, object] = {}
    for one in pkgutil.walk_packages(amdesk.__path__, "amdesk."):
        if one.name.split(".")[1] in {"domain", "db", "services", "export", "imports"}:
            module = importlib.import_module(one.name)
            found = {**vars(module), **found, **{k: v for k, v in vars(module).items() if _own(v, one.name)}}
    return found


def _own(value: object, module: str) -> bool:
    return inspect.isclass(value) and value.__module__ == module


def hints(of: typing.Any) -> dict[str, typing.Any]:
    return typing.get_type_hints(of, globalns={**names(), **vars(sys.modules[of.__module__])})


def answer(call: str) -> typing.Any:
    """What a call of the desk is said to answer."""
    field, _, name = call.partition(".")
    cls = Desk if field == "desk" else hints(vars(Desk)[field].func)["return"]
    found = inspect.getattr_static(cls, name)
    return hints(found.fget if isinstance(found, property) else found).get("return")


def within(kind: typing.Any, met: set[object]) -> Iterator[tuple[type, str, object]]:
    """(record, field, its type) of everything that an answer can hold."""
    if isinstance(kind, type) and kind.__module__.startswith("amdesk") and kind not in met:
        met.add(kind)
        if is_dataclass(kind) or hasattr(kind, "_fields"):
            for name, of in hints(kind).items():
                yield kind, name, of
                yield from within(of, met)
    for part in typing.get_args(kind):
        yield from within(part, met)


def text_in(of: object) -> bool:
    return of is str or any(text_in(part) for part in typing.get_args(of))


def test_what_says_who_somebody_is_leaves_the_services_masked() -> None:
    met: set[object] = set()
    plain = {
        f"{record.__name__}.{name}"
        for call in ACT_OF
        for record, name, of in within(answer(call), met)
        if name in SAYS_WHO and text_in(of)
    }
    assert plain - set(PLAIN) == set(), "is it about a person? then it is a Masked; if not, say here what it is"
    assert set(PLAIN) - plain <= {"Person.district"}


@pytest.mark.thorough(long=True)
def test_everything_known_of_somebody_is_answered_by_calls_alone_that_open_her() -> None:
    def whole(call: str) -> bool:
        kind, met = answer(call), set[object]()
        return "Participant" in {getattr(one, "__name__", "") for one in (kind, *typing.get_args(kind))} or any(
            getattr(of, "__name__", "") == "Participant" for _record, _name, of in within(kind, met)
        )

    assert {call for call in ACT_OF if whole(call)} == OPENED


def test_every_kind_of_file_or_paper_is_walked() -> None:
    assert {one.name for one in pkgutil.iter_modules([str(ROOT / "export")])} == {*WALKED, *NOTHING_BY_ITSELF}
    assert set(WALKED.values()) <= {*ASKED, *ALL}


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))


@pytest.mark.thorough(long=True)
def test_a_token_is_made_by_the_gate_alone_which_logs_first() -> None:
    made = {
        where
        for where, tree in sources()
        for one in ast.walk(tree)
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == "Token"
    }
    assert made == {"services/people/gate.py"}
    gate = dict(sources())["services/people/gate.py"]
    opened = next(f for f in gate.body if isinstance(f, ast.FunctionDef) and f.name == "opened")
    said = [ast.unparse(line) for line in opened.body]
    logs, gives = (next(i for i, line in enumerate(said) if word in line) for word in ("log_opening", "Token("))
    assert logs < gives


@pytest.mark.thorough(long=True)
def test_nobody_looks_behind_a_mask() -> None:
    looks = {
        where
        for where, tree in sources()
        for one in ast.walk(tree)
        if isinstance(one, ast.Attribute)
        and one.attr in {"_unmasked", "_opened_by"}
        and where != "domain/people/masked.py"
    }
    assert looks == set()


@pytest.mark.thorough(long=True)
def test_window_and_commands_ask_the_services_for_people_and_not_what_lies_behind_them() -> None:
    asked = {
        f"{where}:{one.lineno}"
        for where, tree in sources()
        if where.startswith(("ui/", "commands/"))
        for one in ast.walk(tree)
        if isinstance(one, ast.Attribute) and one.attr == "participant" and ast.unparse(one.value).endswith(".work")
    }
    assert asked == set()
