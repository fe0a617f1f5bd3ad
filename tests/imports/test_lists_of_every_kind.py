"""Random lists with every quirk that people give them: read twice nothing changes, the order of rows does not matter, a check
says what storing does, and nobody's number ends in a text."""

from __future__ import annotations

import json
import os
import random
import re
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amdesk.db.port import rows
from amdesk.imports.people import CheckedPerson
from amdesk.services.desk import Desk
from amdesk.services.exchange.review import Review
from tests import make

BORN = [date(1984, 1, 15) + timedelta(400 * i) for i in range(8)]
NUMBERS = [make.number(b) for b in BORN]
FIRST = ("Astrid", "Bo", "Amina Khadija", "Željko")
LAST = ("Prov", "von Essen-Prov", "Övningsson", "Testgren")
WHOLE = {f"{f} {last}" for f in FIRST for last in LAST}
NUMBER_AS = ("{n}", "{a}-{b}", "{c}-{b}", "{a} {b}", "{a}–{b}", "SE{n}", "{c}{b}")
NAME_AS = (
    "{f} {l}",
    "{l}, {f}",
    "{f}  {l} ",
    "{f} {l} (skyddad identitet)",
    "{f} {l} 070-1740605",
    "{f} {l}, a@x.example",
)
SOFT: dict[str, tuple[str, ...]] = {
    "Omfattning": ("", "75", "Heltid", "75-100 %", "Deltid", "0,5", "30 tim/v", "3/4", "-"),
    "Kan börja": (
        "",
        "2026-12-01",
        "1/12",
        "v 49",
        "omgående",
        "1/12-31/5",
        "efter nyår",
        "ca 1 dec",
        "2026-12-01T08:00",
    ),
    "Körkort": ("", "B", "Ja (B)", "saknar", "B, C", "B (automat)", "övningskör"),
    "Svenska": ("", "B1", "SFI 3C", "B1/B2", "god"),
    "Max restid": ("", "45", "1,5 tim", "en timme", "t/r 2 tim", "1:30"),
    "Önskat yrke": ("", "städ", "lok & lager", "Vaktmästare eller städ", "ej städ", "astronaut"),
    "Behov": ("", "dagtid", "inga tunga lyft; lugn miljö", "måste: börjar 09.00 eller senare"),
    "Telefon": ("", "070-1740605", "+46 70 174 06 05", "701740605", "070-1740605 b@x.example"),
    "Sekretessmarkering": ("", "Nej", "Ja"),
}
ODD = (";;", "Delsumma;;3", "Norra laget", "Antal: 3")


def number_of(who: int, how: str) -> str:
    n = NUMBERS[who]
    return how.format(n=n, a=n[:8], b=n[8:], c=n[2:8])


@st.composite
def people(draw: st.DrawFn) -> list[list[str]]:
    """Rows of different people: number, name, and what each soft column says, sometimes with somebody's number in it."""
    out = []
    for who in draw(st.lists(st.sampled_from(range(len(NUMBERS))), min_size=1, max_size=5, unique=True)):
        f, last = FIRST[who % 4], LAST[who // 2]
        name = draw(st.sampled_from(NAME_AS)).format(f=f, l=last)
        number = number_of(who, draw(st.sampled_from(NUMBER_AS)))
        way = draw(st.sampled_from(("own", "in the name", "with the name", "none")))
        row = {
            "own": [number, name],
            "in the name": ["", f"{name} {number}"],
            "with the name": [f"{number} {f} {last}", ""],
            "none": ["saknas", name],
        }[way]
        soft = [draw(st.sampled_from(said)) for said in SOFT.values()]
        if draw(st.booleans()):
            at = draw(st.sampled_from(range(len(soft) - 1)))
            soft[at] = f"{soft[at]} {number_of((who + 1) % len(NUMBERS), draw(st.sampled_from(NUMBER_AS)))}"
        out.append([*row, *soft])
    return out


def written(made: list[list[str]], *, odd: bool = True) -> Path:
    path = Path(tempfile.mkdtemp()) / "list.csv"
    head = ["Personnummer", "Namn", *SOFT]
    said = [";".join(f'"{c}"' for c in row) for row in made]
    between = [one + ";" * (len(head) - 1 - one.count(";")) for one in ODD] if odd and len(made) > 2 else []
    path.write_text("\n".join([";".join(head), *said[:1], *between, *said[1:]]) + "\n", "utf-8")
    return path


def outcome(review: Review) -> list[object]:
    return [(o.row, o.outcome, o.action, o.reason, o.changes) for o in review.outcomes]


def kept(desk: Desk) -> list[str]:
    """What the bank holds of people, whoever came first."""
    without = ["id", "uid", "number", "registered_on", "search", "case_worker_id", "sort_name"]
    found = rows(desk.bank, "select * from participant where void = 0")
    return sorted(json.dumps({k: v for k, v in r.items() if k not in without}, ensure_ascii=False) for r in found)


def imported(desk: Desk, path: Path) -> Review:
    review = desk.imports.review(desk.imports.stage(path, "participants"))
    before = outcome(review)
    desk.imports.store(review)
    assert outcome(review) == before
    return review


EXAMPLES = int(os.environ.get("AMDESK_TEST_LISTS", "40"))
"""Random lists of each test; a thousand by one command: AMDESK_TEST_LISTS=1000 ./start test -k "any_list or rows_in or a_list"."""
PLAIN = settings(
    max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.mark.thorough(long=True)
@PLAIN
@given(people())
def test_any_list_twice_changes_nothing(made: list[list[str]]) -> None:
    path = written(made)
    with make.fresh() as desk:
        review = imported(desk, path)
        before = kept(desk)
        again = imported(desk, path)
        assert (again.count("new"), again.count("update"), again.count("same")) == (0, 0, review.count("accepted"))
        assert kept(desk) == before


@pytest.mark.thorough(long=True)
@PLAIN
@given(people(), st.randoms(use_true_random=False))
def test_rows_in_another_order_give_the_same_bank(made: list[list[str]], dice: random.Random) -> None:
    banks = []
    for _ in range(2):
        with make.fresh() as desk:
            imported(desk, written(made))
            banks.append(kept(desk))
            made = sorted(made, key=lambda _row: dice.random())
    assert banks[0] == banks[1]


@pytest.mark.thorough(long=True)
@PLAIN
@given(people())
def test_nobody_is_refused_for_a_soft_field_and_no_number_is_in_a_text(made: list[list[str]]) -> None:
    with make.fresh() as desk:
        review = imported(desk, written(made))
        assert [o for o in review.outcomes if o.outcome != "accepted" and not o.reason.startswith("SAME_")] == []
        assert {o.of(CheckedPerson).name for o in review.outcomes if o.outcome == "accepted"} <= WHOLE
        texts = [
            {k: v for k, v in r.items() if k not in {"identity", "uid"}}
            for r in rows(desk.bank, "select * from participant")
        ]
        said = re.sub(
            r"[-–—\s/.]", "", json.dumps([texts, rows(desk.bank, "select * from case_worker")], ensure_ascii=False)
        )
        assert [n for n in NUMBERS if n[2:] in said] == []


JOB_SOFT = (
    ("heltid", "50", "0,5", "75 procent"),
    ("1/12", "2026-12-01", "1/12-26"),
    ("", "31/5", "2027-05-31", "tills vidare"),
    ("X", "Y", ""),
)


@pytest.mark.thorough(long=True)
@PLAIN
@given(
    st.lists(
        st.tuples(st.sampled_from(range(4)), *(st.sampled_from(s) for s in JOB_SOFT)),
        min_size=1,
        max_size=5,
        unique_by=lambda j: (j[0], j[4]),
    )
)
def test_any_list_of_employments_twice_and_turned_changes_nothing(made: list[tuple[int, str, str, str, str]]) -> None:
    head = "Personnummer;Namn;Yrkestitel;Omfattning;Startdatum;Slutdatum;Placering"
    said = [f"{NUMBERS[who]};{FIRST[who]} Prov;Lokalvårdare;{e};{s};{t};{p}" for who, e, s, t, p in made]
    with make.fresh() as desk:
        path = Path(tempfile.mkdtemp()) / "list.csv"
        for turned in (said, said, said[::-1]):
            path.write_text("\n".join([head, *turned]) + "\n", "utf-8")
            review = desk.imports.review(desk.imports.stage(path, "employments"))
            before = outcome(review)
            desk.imports.store(review)
            assert outcome(review) == before
            assert turned is said or review.count("same") == review.count("accepted")
        assert review.count("same") == review.count("accepted") == len(made)


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("kind", ["placements"])
@PLAIN
@given(
    made=st.lists(
        st.tuples(
            st.sampled_from(("2", "två", "1 st", "2 platser")),
            st.sampled_from(("40", "37,5 tim", "halvtid", "75 %")),
            st.sampled_from(("", "gratis", "1250,50", "4 000 kr/mån")),
            st.sampled_from(("", "2026-12-01", "1/12-31/5", "omgående", "efter nyår")),
            st.sampled_from(("", "Gatan 1, 723 45 Ekhamra", "Gatan 2")),
            st.sampled_from(("", "Vård")),
            st.sampled_from(("", "Test, Eva", f"Eva Test {NUMBERS[0]}")),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_any_list_of_places_twice_changes_nothing(kind: str, made: list[tuple[str, ...]]) -> None:
    head = "Enhet;Yrke;Antal platser;Timmar/vecka;Ersättning kr/mån;Öppen fr.o.m.;Adress;Förvaltning;Handledare"
    path = Path(tempfile.mkdtemp()) / "list.csv"
    path.write_text(
        "\n".join([head, *(f"Enhet {i};Lokalvårdare;" + ";".join(m) for i, m in enumerate(made))]) + "\n", "utf-8"
    )
    with make.fresh() as desk:
        for wanted in ("new", "same"):
            review = desk.imports.review(desk.imports.stage(path, kind))
            before = outcome(review)
            assert review.count(wanted) == len(made)
            desk.imports.store(review)
            assert outcome(review) == before
        assert NUMBERS[0] not in json.dumps(rows(desk.bank, "select * from placement"))
