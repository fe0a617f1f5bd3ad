"""Reports that were given out, read from one file of a bank and put into an older one: what left the unit stays known."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from amdesk.db.port import Bank, Row, insert, rows, tuples
from amdesk.db.results.reports import RELEASED
from amdesk.db.sql import LIVE
from amdesk.domain.results.releases import OTHER_PERIOD

KEYED = {"followup": "employment", "kolada": "employment", OTHER_PERIOD: "employment", "introductions": "introduction"}
"""Of which table the rows of a set are, by the first word of its name; the others are of people, by their own key or by a month."""
OWN = ("id", "uid", "void")


class CarriedRow(NamedTuple):
    """A row that a report counted: its columns, and the uids of whose it is and of what its key is, if of a row."""

    values: Row
    person: str
    of: str


class CarriedReport(NamedTuple):
    """A report that was given out, with the rows of those who are still known."""

    uid: str
    values: Row
    rows: Sequence[CarriedRow]


def given_reports_of(bank: Bank, without: Collection[str]) -> list[CarriedReport]:
    """What the bank knows as given out, the oldest first, but for the reports of these uids."""
    found = [r for r in rows(bank, f"select * {RELEASED} order by id") if r["uid"] not in without]
    if not found:
        return []
    known = _Known.of(bank)
    return [CarriedReport(r["uid"], _plain(r), _rows(bank, r["id"], known)) for r in found]


class _Known(NamedTuple):
    """Uids by key: of people, and of what rows of a report are keyed by."""

    people: Mapping[int, str]
    keyed: Mapping[str, Mapping[int, str]]

    @classmethod
    def of(cls, bank: Bank) -> _Known:
        return cls(_uids(bank, "participant"), {t: _uids(bank, t) for t in dict.fromkeys(KEYED.values())})

    def key_of(self, counts: str, key: int) -> str:
        """Of what row the key is; "" where it is of none."""
        table = KEYED.get(counts.split(maxsplit=1)[0], "")
        return self.keyed[table].get(key, "") if table else ""


def _plain(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in OWN}


def _rows(bank: Bank, report: int, known: _Known) -> list[CarriedRow]:
    found = rows(bank, f"select * from report_row where {LIVE} and report_id = :report", report=report)
    return [
        CarriedRow(_plain(r), known.people[r["participant_id"]], known.key_of(r["counts"], r["row_key"])) for r in found
    ]


def _uids(bank: Bank, table: str) -> dict[int, str]:
    return dict(tuples(bank, f"select id, uid from {table}"))


def missing(bank: Bank, reports: Sequence[CarriedReport]) -> list[CarriedReport]:
    """Those of the reports that the bank has not."""
    known = {uid for (uid,) in tuples(bank, "select uid from report")}
    return [r for r in reports if r.uid not in known]


def carry(bank: Bank, reports: Sequence[CarriedReport]) -> None:
    """Put in reports that are missing, inside the caller's write(). A row of somebody, or of an employment, whom the bank has not
    goes: it counts as one that everybody knows, as an erased person's does."""
    known = _Known.of(bank)
    for r in reports:
        key = insert(bank, "report", **{**r.values, "uid": r.uid})
        for row in r.rows:
            v = row.values
            its = known.people.get(v["participant_id"]), known.key_of(v["counts"], v["row_key"])
            if its == (row.person, row.of):
                insert(bank, "report_row", **{**v, "report_id": key})
