"""Any value in any cell of any kind of list makes a row accepted or refused, and never stops the reading."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from amdesk.imports.kinds import LIST_KINDS
from amdesk.imports.model import Known, RawRow, Staged
from amdesk.imports.results import RESULT_KINDS
from amdesk.imports.staging import check
from tests import make
from tests.make import TODAY

KINDS = {**LIST_KINDS, **RESULT_KINDS}
GOOD: dict[str, Any] = {
    "identity": make.number(), "occupation": "lokalvårdare", "places": 2, "hours": 40, "from_date": "2026-12-01", "extent": 50, "name": "Bo Prov", "ended": TODAY, "month": "2026-02",
    "amount": 100, "reason": "Arbete",
}  # fmt: skip
ODD: tuple[Any, ...] = (
    datetime(2026, 12, 1), date(2026, 12, 1), time(1, 30), timedelta(hours=37.5), True, False, 1e300, -1.5, float("nan"), float("inf"), 46357, 46357.0, 0, 1, 0.5, 2**70,
    int(make.number()), float(make.number()), 701740605.0, None, "", "\n", "=", "-", "?", "٣٤", "²", "½", "１９８６", "x" * 3000, "9" * 5000, "1" + " " * 5000 + "2", "- " * 2000,
    "(" * 3000, "070" * 1000, "a," * 500, " - ".join(["2026-12-01"] * 200), "1986-04-12-2385" * 20, "Bo Prov " * 300, "1/12-31/5", "v 49", "8.450", "Prov, Bo", "#N/A",
)  # fmt: skip


@pytest.mark.thorough(6)
@pytest.mark.parametrize("kind", list(KINDS))
def test_no_value_in_any_cell_stops_the_reading(kind: str) -> None:
    dice, fields = (
        random.Random(kind),
        [f.name for f in KINDS[kind].fields if f.name not in {"first_name", "last_name"}],
    )
    rows = [
        RawRow(
            n,
            {
                f: GOOD[f] if f in GOOD and dice.random() < 0.8 else dice.choice(ODD)
                for f in fields
                if dice.random() < 0.8
            },
        )
        for n in range(2, 302)
    ]
    one_each = [
        RawRow(400 + i, {**{f: GOOD[f] for f in fields if f in GOOD}, f: v}) for f in fields for i, v in enumerate(ODD)
    ]
    known = Known(
        TODAY,
        titles={"lokalvårdare": "LOK"},
        has_id_column=False,
        people={make.number(): 1},
        ended={(make.number(), TODAY): 1},
    )
    mapping = dict(enumerate(fields))
    for row in (*rows, *one_each):
        staged = Staged(KINDS[kind], "x", "s", "0", fields, mapping, [row], [], [], 0, ragged=False)
        ((outcome,), _) = check(staged, known)
        assert outcome.outcome in {"accepted", "rejected"}
        assert (outcome.outcome == "rejected") == bool(outcome.reason)
