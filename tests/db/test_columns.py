"""What the tables themselves refuse: values that no row may hold, and rows that may stand only once."""

from __future__ import annotations

from typing import Any

import pytest

from amdesk.db.port import Bank, value
from amdesk.services.bank import banks
from tests import make
from tests.make import TODAY
from tests.rows import day, put

ON = {"from_date": f"{day(1)}", "to_date": f"{day(2)}"}


@pytest.fixture
def bank(bank: Bank) -> Bank:
    """With the code lists."""
    banks.fill(bank)
    return bank


def filled(bank: Bank, table: str) -> dict[str, Any]:
    """A row that the table takes."""
    person, place = make.participant(bank), make.placement(bank, 9)
    job = put(bank, "employment", ref="E-OF", participant_id=person, form="bea_visstid", extent=100, **ON)
    module = put(bank, "module", kind="k", name="n", hours=1, capacity=1)
    whose = {"participant_id": person}
    at = {"placement_id": place}
    return {
        "placement": {"number": "P-X", "kind": "external", "name": "", "sort_name": "", "hours": 4000, "open_from": f"{day(0)}",
                      "occupation_id": value(bank, "select min(id) from occupation")},
        "capacity": {**at, **ON, "next_date": f"{day(3)}", "places": 1},
        "capacity_wish": {**at, **ON, "places": 1},
        "participant": {"number": "D-X", "name": "", "sort_name": "", "registered_on": f"{TODAY}"},
        "employment": {**whose, **ON, "ref": "E-X", "form": "f", "extent": 100},
        "booking": {**whose, **at, **ON, "ref": "B-X", "extent": 100, "status": "booked", "made_on": f"{TODAY}"},
        "assessment": {**whose, "employment_id": job, "profile_id": value(bank, "select min(id) from profile"), "occasion": "week4",
                       "on_date": f"{TODAY}", "assessor": ""},
        "module": {"kind": "k", "name": "n", "hours": 1, "capacity": 1},
        "module_occasion": {"module_id": module, "on_date": f"{TODAY}", "from_time": "09:00", "to_time": "10:00"},
        "enrolment": {**whose, "kind": "k", "status": "need", "on_date": f"{TODAY}"},
        "followup": {**whose, "employment_id": job},
        "payment": {**whose, "month": "2026-01", "amount": 1, "role": "applicant"},
        "measure": {**whose, "name": "n", **ON},
        "cohort": {"year": 2026, "definition": 1, "frozen_on": "", "frozen_by": "", "sha256": ""},
        "profile": {"occupation_id": value(bank, "select min(id) from occupation"), "version": 9, "content": "[]"},
        "setting": {"name": "n", "value": ""},
    }[table]  # fmt: skip


REFUSED: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("placement", {"hours": 99}, {"hours": 100}),
    ("placement", {"hours": 4001}, {"hours": 4000}),
    ("placement", {"kind": "other"}, {"kind": "in_house"}),
    ("placement", {"status": "gone"}, {"status": "closed"}),
    ("placement", {"open_to": f"{day(-1)}"}, {"open_to": f"{day(0)}"}),
    ("capacity", {"places": -1}, {"places": 0}),
    ("capacity", {"to_date": f"{day(0)}"}, {"to_date": f"{day(1)}"}),
    ("capacity", {"next_date": f"{day(2)}"}, {"next_date": f"{day(3)}"}),
    ("capacity_wish", {"places": -1}, {"places": 0}),
    ("capacity_wish", {"to_date": f"{day(0)}"}, {"to_date": f"{day(1)}"}),
    ("participant", {"identity": "19860412238"}, {"identity": "198604122380"}),
    ("participant", {"identity": "1986041223800"}, {"identity": None}),
    ("participant", {"extent": 0}, {"extent": 1}),
    ("participant", {"extent": 101}, {"extent": 100}),
    ("participant", {"void": 2}, {"void": 1}),
    ("employment", {"extent": 0}, {"extent": 1}),
    ("employment", {"extent": 101}, {"extent": 100}),
    ("employment", {"to_date": f"{day(0)}"}, {"to_date": f"{day(1)}"}),
    ("employment", {"form": None}, {"to_date": None}),
    ("booking", {"extent": 0}, {"extent": 1}),
    ("booking", {"extent": 101}, {"extent": 100}),
    ("booking", {"to_date": f"{day(0)}"}, {"to_date": f"{day(1)}"}),
    ("booking", {"status": "gone"}, {"status": "proposed"}),
    ("booking", {"status": "reserved"}, {"status": "reserved", "expires_on": f"{day(1)}"}),
    ("booking", {"expires_on": f"{day(1)}"}, {"status": "cancelled"}),
    ("assessment", {"occasion": "other"}, {"occasion": "week12"}),
    ("assessment", {"occasion": "other"}, {"occasion": "final"}),
    ("assessment", {"occasion": "other"}, {"occasion": "extra"}),
    ("module", {"hours": 0}, {"hours": 1}),
    ("module", {"capacity": 0}, {"capacity": 1}),
    ("module_occasion", {"to_time": "09:00"}, {"to_time": "09:01"}),
    ("enrolment", {"status": "other"}, {"status": "offered"}),
    ("enrolment", {"status": "other"}, {"status": "enrolled"}),
    ("enrolment", {"status": "other"}, {"status": "completed"}),
    ("enrolment", {"status": "other"}, {"status": "interrupted"}),
    ("enrolment", {"status": "other"}, {"status": "declined"}),
    ("booking", {"status": "other"}, {"status": "started"}),
    ("booking", {"status": "other"}, {"status": "ended"}),
    ("booking", {"status": "other"}, {"status": "cancelled"}),
    ("payment", {"role": "other"}, {"role": "co_applicant"}),
    ("payment", {"counted": 2}, {"counted": 0}),
    ("measure", {"to_date": f"{day(0)}"}, {"to_date": f"{day(1)}"}),
    ("measure", {"name": None}, {"to_date": None}),
    ("profile", {"state": "other"}, {"state": "draft"}),
    ("profile", {"state": "other"}, {"state": "retired"}),
]  # fmt: skip


@pytest.mark.thorough(45)
@pytest.mark.parametrize(("table", "refused", "taken"), REFUSED)
def test_a_table_refuses_what_no_row_may_hold_and_takes_what_is_just_allowed(
    bank: Bank, table: str, refused: dict[str, object], taken: dict[str, object]
) -> None:
    row = filled(bank, table)
    with pytest.raises(
        Exception, match=r"(?i)fit together|null|dates do not follow|belongs to another|has twelve digits"
    ):
        put(bank, table, **{**row, **refused})
    assert put(bank, table, **{**row, **taken}) > 0


ONCE: list[tuple[str, dict[str, object], dict[str, object]]] = [
    ("participant", {"identity": "198604122380", "number": "D-Y"}, {"identity": "198604122380", "number": "D-Z", "void": 1}),
    ("participant", {"number": "D-X"}, {"number": "D-Z"}),
    ("placement", {"number": "P-X"}, {"number": "P-Z"}),
    ("employment", {"ref": "E-X"}, {"ref": "E-Z"}),
    ("booking", {"ref": "B-X"}, {"ref": "B-Z", "status": "cancelled"}),
    ("assessment", {}, {"void": 1}),
    ("assessment", {}, {"on_date": f"{day(1)}"}),
    ("followup", {}, {"void": 1}),
    ("cohort", {}, {"void": 1}),
    ("cohort", {}, {"year": 2025}),
    ("profile", {}, {"version": 10}),
    ("setting", {}, {"name": "m"}),
]  # fmt: skip


@pytest.mark.parametrize(("table", "again", "beside"), ONCE)
def test_what_may_stand_once_stands_once_among_what_was_not_taken_back(
    bank: Bank, table: str, again: dict[str, object], beside: dict[str, object]
) -> None:
    row = filled(bank, table)
    put(bank, table, **{**row, **({"identity": "198604122380"} if "identity" in again else {})})
    with pytest.raises(Exception, match=r"(?i)unique|belongs to another|in use|try again"):
        put(bank, table, **{**row, **again})
    assert put(bank, table, **{**row, **beside}) > 0


def test_one_identity_number_may_stand_in_a_record_and_in_one_that_was_merged_into_it(bank: Bank) -> None:
    kept = make.participant(bank, identity="198604122380")
    assert make.participant(bank, identity="198604122380", merged_into=kept) > kept
