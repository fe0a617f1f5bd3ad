"""A new output inside something that there was already is judged too: a function of a module that makes files, a choice of a command,
a part of a page."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from amdesk.cli import main
from tests.gate.people import Staged
from tests.gate.test_commands import NOT_TRIED, tries
from tests.gate.test_types import WALKED
from tests.gate.test_window import Walker, walker

__all__ = ["walker"]

MADE_BY = {
    "activity": "activity_pdf", "attendance": "write_attendance", "badge": "credential issuer_id jws", "badge_picture": "baked", "certificate": "certificate_pdf", "day": "day_pdf",
    "employers": "introduction_table vacancy_table", "extract": "extract_pdf", "form": "form_pdf", "handover": "handover_pdf", "introduction": "introduction_pdf",
    "lists": "access_table booking_table narrowed placement_table price_table profile_table supervisor_tables", "notice": "notice_pdf", "payroll": "write_payroll",
    "report_docx": "written", "report_pdf": "fitting pdf said_in with_unit", "report_xlsx": "tables", "sample": "sample_pdf", "scan": "paged", "sheets": "write_sheets", "site": "page",
    "subsidies": "claim_table", "week_form": "week_form_pdf", "week_sheet": "write_week", "wishes": "wish_form_pdf",
}  # fmt: skip
"""By kind of file or paper, what makes it. One that is new: is what calls it walked? Then it is put here."""
STORED_CODES = {
    "attendance note": "what was noted of a day", "book": "why it was not the first proposal", "cancel": "a reason", "contact note": "how one talked",
    "introduction step": "what became of it", "introduction not-relevant": "a reason", "introduction day90": "an answer", "queue remove": "a reason",
    "worklist mend": "an answer", "worklist list": "rows of one kind, of which all are listed", "worklist store": "rows of one kind, of which all are stored",
    "report savings": "sums", "report cohort": "sums",
}  # fmt: skip
"""Commands whose choices are codes that are stored, or part of what is told without one."""
ELSEWHERE = {
    **{("import", kind): "says of whose row it is what the two tried say" for kind in ("placements", "followups", "payments", "measures", "assessments")},
    ("report committee", "inside"): "what it says where nothing is chosen", ("report committee", "outside"): "says less than inside", ("report followup", "inside"): "what it says where nothing is chosen",
}  # fmt: skip
SETTINGS = {"appearance", "unit", "weights", "bank", "users", "copies", "history", "access", "retention", "about"}
TABS: dict[str, tuple[Callable[[Any], set[str]], set[str]]] = {
    "settings": (lambda page: set(page.parts), SETTINGS),
    "competence": (lambda page: set(page.tabs._codes), {"assess", "archive", "modules", "profiles"}),
    "followup": (lambda page: set(page.panes), {"result", "desk", "compare", "cohorts", "savings", "management", "text"}),
    "employers": (lambda page: set(page.tabs._codes), {"vacancies", "employers", "introductions"}),
    "placements": (lambda page: set(page.shape._codes), {"board", "list"}),
}  # fmt: skip
"""Parts of pages, each of which a walk in test_window goes through."""


def functions(module: str) -> set[str]:
    made = importlib.import_module(f"amdesk.export.{module}")
    return {n for n, f in vars(made).items() if inspect.isfunction(f) and f.__module__ == made.__name__ and n[0] != "_"}


def test_each_function_that_makes_a_file_is_judged() -> None:
    assert {name: functions(name) for name in WALKED} == {name: set(said.split()) for name, said in MADE_BY.items()}


def chosen(name: str) -> set[str]:
    """Every choice that a command offers."""
    found: click.Command = main
    for word in name.split():
        assert isinstance(found, click.Group)
        found = found.commands[word]
    return {str(one) for p in found.params if isinstance(p.type, click.Choice) for one in p.type.choices}


def test_each_choice_of_a_command_is_tried_or_judged(staged_file: tuple[Path, Staged], tmp_path: Path) -> None:
    left = {
        (name, choice)
        for name, calls in tries(staged_file[1], tmp_path).items()
        if name not in {*STORED_CODES, *NOT_TRIED}
        for choice in chosen(name) - {word for given in calls for word in given}
    }
    assert left == set(ELSEWHERE)


@pytest.mark.thorough(5)
@pytest.mark.parametrize("page", list(TABS))
def test_each_part_of_a_page_is_walked(page: str, walker: Walker) -> None:
    parts, walked = TABS[page]
    assert parts(walker.window.window.page(page)) == walked
