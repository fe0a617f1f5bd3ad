"""Amounts that leave the unit: whole thousands of kronor everywhere, and nothing but those tells of what was paid."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from pypdf import PdfReader

from amdesk.domain.results.report import Report
from amdesk.domain.results.rounding import Kronor, Ore, has_amount, nearest, rounded
from amdesk.domain.results.savings import Estimate
from amdesk.domain.texts import IsoDay, Text, text
from amdesk.services.desk import Desk
from amdesk.services.results.documents import ledger
from amdesk.services.results.front import _cost
from amdesk.services.results.sections import savings_section
from tests import make
from tests.rows import put
from tests.services.test_amounts import paid_people
from tests.services.test_reports import SAY, document, plain

DAYS = date(2026, 1, 1), date(2026, 10, 31)
AMOUNTS = [541_900, *(512_300 + 1_700 * n for n in range(1, 31))]


def unit(amounts: list[int]) -> Desk:
    """So many people who were paid so much a month before, and payment files until October."""
    desk = make.desk(make.memory())
    paid_people(desk, date(2026, 3, 10), amounts)
    somebody = make.participant(desk.bank)
    for month in range(1, 11):
        put(desk.bank, "payment", participant_id=somebody, month=f"2026-{month:02d}", amount=100, role="applicant")
    return desk


@pytest.fixture(scope="module")
def paid() -> Desk:
    return unit(AMOUNTS)


def reports(desk: Desk) -> list[Report]:
    return [desk.reports.savings(*DAYS), desk.reports.committee(*DAYS)]


def numbers(value: object) -> Iterator[int]:
    """Every number in JSON, whatever holds it."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for v in value:
            yield from numbers(v)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield value


def amounts_of(found: dict[str, Any]) -> set[int]:
    """Öre in a report's JSON: the facts, the estimate, and how much each assumption moves it."""
    ledger = found.get("ledger", {})
    parts = [ledger.get(name, {}) for name in ("low", "middle", "high")]
    swings = [{k: s[k] for k in ("low", "high")} for s in ledger.get("sensitivity", ())]
    return {f["value"] for f in found["facts"] if f["unit"] == "öre"} | set(numbers([parts, swings]))


def texts(desk: Desk, made: Report, folder: Path) -> dict[str, str]:
    for kind in ("pdf", "docx", "xlsx"):
        desk.reports.save(made, folder / f"r.{kind}")
    paper, book = docx.Document(str(folder / "r.docx")), openpyxl.load_workbook(folder / "r.xlsx")
    cells = [c.text for t in paper.tables for r in t.rows for c in r.cells]
    pictures = [p._inline.docPr.get("descr") for p in paper.inline_shapes]
    sheets = [str(c) for s in book for row in s.iter_rows(values_only=True) for c in row if c is not None]
    pages = " ".join(" ".join(p.extract_text() for p in PdfReader(folder / "r.pdf").pages).split())
    return {
        "pdf": plain(pages),
        "docx": plain("\n".join([*(p.text for p in paper.paragraphs), *cells, *pictures])),
        "xlsx": plain("\n".join(sheets)),
        "json": json.dumps(document(made), ensure_ascii=False),
    }


@pytest.mark.thorough(long=True)
def test_every_amount_outside_is_whole_thousands_in_every_file_and_says_so(paid: Desk, tmp_path: Path) -> None:
    for inside in reports(paid):
        exact = {f.value for f in inside.facts() if f.unit == "öre" and f.value}
        exact |= {n for n in amounts_of(document(inside)) if n}
        assert [n for n in exact if n % 100_000], "within the unit to the krona"
        made = paid.reports.outside(inside)
        told = amounts_of(document(made))
        assert told
        assert not [n for n in told if n % 100_000]
        finer = {n for n in exact if n % 100_000 and abs(n) > 1_000_000}
        for kind, said in texts(paid, made, tmp_path).items():
            digits = re.sub(r"(?<=\d) (?=\d{3})", "", said)
            assert not [n for n in finer if re.search(rf"\b{abs(n) // 100}\b|\b{abs(n)}\b", digits)], (
                inside.kind,
                kind,
            )
            found = [int(n) for n in re.findall(r"(\d+) (?:kronor|kr)\b", digits)]
            assert found or kind in {"xlsx", "json"}, kind
            assert not [n for n in found if n % 1000], (inside.kind, kind)
            assert "hela tusental kronor" in said, (inside.kind, kind)
            assert not re.search(r"datetime|[<>{}\[]|\w+\(\)", said if kind != "json" else ""), (
                "nothing of how it is made"
            )
        under = next(s for s in made.sections if s.facts and s.below)
        assert "tusental" in SAY.say(under.below[0])
        assert not [s for s in inside.sections if s.below], "the unit's own is exact"


def test_the_pictures_of_what_it_cost_are_drawn_of_the_rounded_amounts(paid: Desk) -> None:
    made = paid.reports.outside(paid.reports.committee(*DAYS))
    (span,) = [x for s in made.sections for x in s.spans if x.unit == "öre"]
    (inside,) = [x for s in paid.reports.committee(*DAYS).sections for x in s.spans if x.unit == "öre"]
    for here, there in zip((span.low, span.middle, span.high), (inside.low, inside.middle, inside.high), strict=True):
        assert here == nearest(there, 100_000) != there


def test_a_sentence_a_table_and_the_json_round_the_same_ore(paid: Desk) -> None:
    """1 499,50 kronor below nought is a thousand in all of them, though −1 500 is what is written of it within the unit."""
    found = paid.savings.ledger(*DAYS)
    below = Estimate(saved=0, job=149_950, fund=0)
    odd = replace(found, low=below, middle=below, high=below, swings=[(found.swings[0][0], -149_950, -249_950)])
    table = next(x for x in savings_section(odd).listings if x.name == "estimate")
    said = [str(rounded(s.text)) for s in (*savings_section(odd).sentences, *_cost(odd).sentences)]
    assert [list(row[1:]) for row in table.rows][3] == [-1500] * 3
    assert [list(row[1:]) for row in rounded(table.rows)][3] == [-1000] * 3
    assert any("from -1000 to -2000 kronor" in s for s in said)
    assert any("a cost of 1000 kronor" in s and "2000" not in s for s in said)
    told: Any = ledger(odd, SAY.say)["middle"]
    assert rounded(told.value)["net"] == -100_000


def test_whoever_was_paid_some_kronor_more_cannot_be_told_by_any_document() -> None:
    """Two units that differ by five kronor of one person: every sum, every estimate and all sentences together are the same."""
    told, inside = [], []
    for more in (0, 500):
        desk = unit([AMOUNTS[0] + more, *AMOUNTS[1:]])
        kept: list[Any] = []
        for report in reports(desk):
            found = document(desk.reports.outside(report))
            kept.append({k: v for k, v in found.items() if k not in {"reference", "commitment"}})
        told.append(kept)
        inside.append([document(r)["facts"] for r in reports(desk)])
    assert inside[0] != inside[1]
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("value", "told"), [(0, 0), (499, 0), (500, 1000), (-499, 0), (-500, -1000), (1499, 1000), (123_456, 123_000)]
)
def test_an_amount_and_the_same_below_nought_are_rounded_alike(value: int, told: int) -> None:
    assert nearest(value, 1000) == told == -nearest(-value, 1000)
    inner = Text("{amount}", {"amount": Kronor(value)})
    said = rounded(Text("{inner} {count}", {"inner": inner, "count": value}))
    amount = "less than 1,000" if value and not told else told
    assert str(said) == f"{amount} {value}", "what is no amount stays"
    days = Text("{first} {last}", {"first": IsoDay(DAYS[0]), "last": DAYS[1]})
    assert rounded(days) == days


@pytest.mark.parametrize(
    ("kronor", "said"),
    [(0, "0 kronor"), (1, "mindre än 1 000 kronor"), (-499, "mindre än 1 000 kronor"), (500, "1 000 kronor")],
)
def test_an_amount_that_is_something_is_not_said_to_be_none(kronor: int, said: str) -> None:
    sentence = Text("a cost of {amount} kronor", {"amount": Kronor(kronor)})
    assert plain(SAY.say(rounded(sentence))) == f"en kostnad på {said}"


@pytest.mark.parametrize(
    ("value", "has"),
    [
        (Kronor(1), True), (Ore(1), True), (text("{a}", a=Kronor(1)), True), (text("{a}", a=1), False),
        ({"a": {"b": [1, Kronor(2)]}}, True), ({"a": {"b": [1, 2]}}, False), ((1, "2"), False), (("x", Ore(0)), True),
    ],
)  # fmt: skip
def test_an_amount_is_found_wherever_it_lies(value: object, *, has: bool) -> None:
    """A text or a document that has none is not said to be in whole thousands."""
    assert has_amount(value) is has
