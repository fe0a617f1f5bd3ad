"""Random lists with columns that nobody knows, in any order and more than once: each column with something in it is read as a
field, told as not read by a name that finds it, or asked about; and a check says what storing does."""

from __future__ import annotations

import json
import random
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amdesk.services.desk import Desk
from tests import make

KNOWN = ("Namn", "Personnummer", "Telefon", "Behov", "Önskemål", "Omfattning", "Kan börja", "Sekretessmarkering", "Kön")
UNKNOWN = (
    "",
    "Kostnadsställe",
    "Ålder",
    "Kommun",
    "kommun ",
    "Aktivitet",
    "Ansökan (datum)",
    "Spärrad adress",
    "Unnamed: 7",
    "?",
    "Utbildning",
)
CELLS = ("", "", "x", "12", "ja", "Nej", "2026-12-01", "Lokalvårdare", "inga tunga lyft", "Norr", "heltid")
NAMES = ("Astrid Prov", "Bo Prov", "Cia Prov", "Dan Prov")

Rows = tuple[list[str], list[list[str]]]


@st.composite
def lists(draw: st.DrawFn) -> Rows:
    """Headings, the name among them, and the rows below."""
    known = draw(st.lists(st.sampled_from(KNOWN[1:]), max_size=4, unique=True))
    heads = draw(st.permutations(["Namn", *known, *draw(st.lists(st.sampled_from(UNKNOWN), max_size=4))]))
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
    held = [[n if h == "Namn" else draw(st.sampled_from(CELLS)) for h in heads] for n in names]
    return list(heads), held


def written(made: Rows) -> Path:
    path = Path(mkdtemp()) / "list.csv"
    path.write_text("\n".join(";".join(row) for row in (made[0], *made[1])) + "\n", "utf-8")
    return path


SOME = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.thorough(long=True)
@SOME
@given(lists())
def test_no_column_with_something_in_it_goes_without_a_word(made: Rows) -> None:
    desk, path = make.desk(make.memory()), written(made)
    card = desk.imports.reading(desk.imports.stage(path, "participants"))
    read, told = {c.index: c for c in card.columns}, {c.index: c for c in card.unread}
    for i, heading in enumerate(made[0]):
        held = sum(bool(row[i].strip()) for row in made[1])
        if held and i not in read:
            assert (told[i].filled, told[i].heading) == (held, " ".join(heading.split()))
        if held and i not in read and heading == "Spärrad adress":
            assert [q.code for q in card.questions if told[i].letters in q.column or heading in q.column] != []
    assert sorted(read.keys() & told.keys()) == []
    names = desk.imports.stage(path, "participants").unread()
    assert len(names) == len(set(names)) == len(told), "no two are called alike"


@pytest.mark.thorough(long=True)
@SOME
@given(lists(), st.randoms(use_true_random=False))
def test_what_a_check_says_is_what_storing_does_and_the_order_of_columns_is_nothing(
    made: Rows, dice: random.Random
) -> None:
    heads, held = made
    once = [i for i, h in enumerate(heads) if h in KNOWN]
    order = sorted(once, key=lambda _i: dice.random())
    found: list[list[str]] = []
    for columns in (once, order):
        desk = make.desk(make.memory())
        path = written(([heads[i] for i in columns], [[row[i] for i in columns] for row in held]))
        staged = desk.imports.stage(path, "participants")
        if desk.imports.reading(staged).questions:
            found.append([])
            continue
        found.append(_checked_and_stored(desk, path))
    assert found[0] == found[1]


def _checked_and_stored(desk: Desk, path: Path) -> list[str]:
    checked = desk.imports.rehearse(desk.imports.review(desk.imports.stage(path, "participants")))
    review = desk.imports.review(desk.imports.stage(path, "participants"))
    desk.imports.store(review)
    said = [
        [(o.row, o.outcome, o.action, o.reason, sorted(o.warnings), o.changes) for o in one.outcomes]
        for one in (checked, review)
    ]
    assert said[0] == said[1]
    return sorted(json.dumps(one, default=str, ensure_ascii=False) for one in said[1])
