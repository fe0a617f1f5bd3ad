"""Whose name stands in a row of a list that comes back."""

from __future__ import annotations

from datetime import datetime

from amdesk.domain.people.listed import of_another
from amdesk.domain.texts import text

NAMES = {1: text("Bo Prov"), 2: text("Ada Prov"), 3: text("")}


def test_a_name_of_another_in_a_row_is_found_among_cells_of_every_kind() -> None:
    assert of_another([5.5, None, datetime(2026, 11, 23), " ADA  prov"], NAMES, 1) == 2


def test_ones_own_name_nobodys_name_and_a_row_of_nobody_are_no_others() -> None:
    assert of_another(["Bo Prov", "Ada Prov"], NAMES, 1) is None
    assert of_another(["Cia Prov", ""], NAMES, 1) is None
    assert of_another([5, None], NAMES, 1) is None
    assert of_another(["Ada Prov"], NAMES, 9) is None
