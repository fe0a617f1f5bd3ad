"""Amounts and figures of lists: what the column says they are, units of a heading, and nothing thrown away."""

from __future__ import annotations

from pathlib import Path

import pytest

from amdesk.db.port import rows
from amdesk.imports.results import CheckedPayment
from amdesk.imports.staging import check
from amdesk.services.desk import Desk
from amdesk.services.exchange.known import known
from amdesk.services.exchange.messages import message
from tests import make
from tests.imports.cases import lines, store


def amounts(desk: Desk, folder: Path, *said: str) -> list[tuple[float, bool]]:
    """What becomes of each amount in kronor, and whether it is told that it may be meant otherwise."""
    make.participant(desk.bank, identity=make.number())
    made = (f'{make.number()};2026-{i:02d};"{s}"' for i, s in enumerate(said, 1))
    review = store(desk, lines(folder, "Personnummer;Period;Belopp", *made), "payments")
    kept = {r["month"]: r["amount"] / 100 for r in rows(desk.bank, "select month, amount from payment")}
    return [(kept[f"2026-{o.row - 1:02d}"], "AMOUNT_GROUPED" in o.warnings) for o in review.outcomes]


def test_a_point_parts_thousands_where_the_column_says_so(desk: Desk, tmp_path: Path) -> None:
    assert amounts(desk, tmp_path, "8.450", "12.500", "1250,50") == [(8450, False), (12500, False), (1250.5, False)]


def test_a_point_is_told_and_left_to_be_asked_where_the_column_does_not_say(desk: Desk, tmp_path: Path) -> None:
    assert amounts(desk, tmp_path, "8.450", "12.500", "900") == [(8450, True), (12500, True), (900, False)]


@pytest.mark.parametrize(("answer", "wanted"), [(True, 845000), (False, 845)])
def test_what_was_answered_is_what_the_sign_means(desk: Desk, tmp_path: Path, answer: bool, wanted: int) -> None:
    amounts(desk, tmp_path, "8.450")
    staged = desk.imports.stage(tmp_path / "list.csv", "payments")
    facts = known(desk.work, staged)
    facts.answers = {("amount", "."): answer}
    (outcome,), _state = check(staged, facts)
    assert (outcome.of(CheckedPayment).amount, outcome.warnings) == (wanted, [])


def test_a_column_of_three_decimals_has_no_thousands(desk: Desk, tmp_path: Path) -> None:
    assert amounts(desk, tmp_path, "12.500", "8450.000") == [(12.5, False), (8450, False)]


PLACES = "Enhet;Yrke;Antal platser;Timmar/vecka;Ersättning kr/mån;Öppen fr.o.m.;Körkort"


def place(desk: Desk, folder: Path, said: str) -> tuple[dict[str, object], list[str]]:
    path = lines(folder, PLACES, f"P0;Lokalvårdare;{said}")
    review = store(desk, path, "placements")
    (row,) = rows(desk.bank, "select hours, pay, other, licence from placement")
    assert store(desk, path, "placements").count("same") == 1
    return row, review.outcomes[0].warnings


@pytest.mark.parametrize(
    ("said", "other", "code"),
    [("2;40;gratis;;", "Ersättning kr/mån: gratis", "AMOUNT_UNKNOWN"), ("2;40;;efter nyår;", "Öppen fr.o.m.: efter nyår", "KEPT_AS_WORDS"), ("2;40;;ca 1/12;", "Öppen fr.o.m.: ca 1/12", "KEPT_AS_WORDS"),
     ("2;40;;omgående;", "", "DATE_UNKNOWN")],
)  # fmt: skip
def test_words_of_a_place_that_no_field_understands_are_kept(
    desk: Desk, tmp_path: Path, said: str, other: str, code: str
) -> None:
    found, warnings = place(desk, tmp_path, said)
    assert (found["other"], code in warnings) == (other, True)


@pytest.mark.parametrize(
    ("said", "hours"), [("halvtid", 2000), ("75 %", 3000), ("deltid 75 %", 3000), ("37,5 tim", 3750), ("40 h/v", 4000)]
)
def test_hours_of_a_place_may_be_said_as_a_share(desk: Desk, tmp_path: Path, said: str, hours: int) -> None:
    assert place(desk, tmp_path, f"två platser;{said};;;")[0]["hours"] == hours


def test_a_licence_that_a_place_asks_for_keeps_all_its_words(desk: Desk, tmp_path: Path) -> None:
    assert place(desk, tmp_path, "2.0;40;;;B (manuell)")[0]["licence"] == "B (manuell)"


@pytest.mark.parametrize(
    ("heading", "said", "column", "wanted"),
    [
        ("Omfattning (tim/v)", "30", "extent", 75),
        ("Omfattning", "30", "extent", 30),
        ("Max restid (tim)", "1,5", "max_travel", 90),
        ("Max restid (h)", "1", "max_travel", 60),
        ("Max restid (min)", "45", "max_travel", 45),
    ],
)
def test_a_unit_in_the_heading_is_the_unit_of_its_figures(
    desk: Desk, tmp_path: Path, heading: str, said: str, column: str, wanted: int
) -> None:
    path = lines(tmp_path, f"Personnummer;Namn;{heading}", f"{make.number()};Bo Prov;{said}")
    store(desk, path)
    assert rows(desk.bank, f"select {column} as said from participant") == [{"said": wanted}]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [("2026-02-01 00:00:00", "2026-02"), ("01/02/2026", "2026-02"), ("02/2026", "2026-02"), ("feb -26", "2026-02"), ("1/2-26 - 28/2-26", "2026-02"), ("46054", "2026-02"), ("februari", "2026-02"), ("dec", "2025-12"),
     ("v. 8", ""), ("2026-02-01 - 2026-03-31", ""), ("202613", ""), ("1/2", "")],
)  # fmt: skip
def test_the_month_of_a_payment_is_read_however_it_is_written_and_never_guessed(
    desk: Desk, tmp_path: Path, said: str, wanted: str
) -> None:
    make.participant(desk.bank, identity=make.number())
    review = store(desk, lines(tmp_path, "Personnummer;Period;Belopp", f"{make.number()};{said};100"), "payments")
    assert [r["month"] for r in rows(desk.bank, "select month from payment")] == ([wanted] if wanted else [])
    assert [o.reason for o in review.outcomes] == ["" if wanted else "PERIOD_INVALID"]


def test_two_equal_payments_of_a_list_are_one_until_somebody_says_what_tells_them_apart(
    desk: Desk, tmp_path: Path
) -> None:
    number = make.number()
    store(desk, lines(tmp_path, "Namn;Personnummer", f"Astrid Prov;{number}"))
    row = f"{number};2026-10;8 450,00;Försörjningsstöd"
    path = lines(tmp_path, "Personnummer;Månad;Belopp;Ändamål", row, row)
    review = desk.imports.review(desk.imports.stage(path, "payments"))
    assert [(o.reason, o.column) for o in review.outcomes] == [("", ""), ("DUPLICATE", "purpose")]
    assert "tells them apart" in message("DUPLICATE", "en", "purpose")
    review = desk.imports.mend(review, 3, "purpose", "Försörjningsstöd, andra halvan")
    assert desk.imports.store(review) == 2
    assert desk.imports.store(desk.imports.review(desk.imports.stage(path, "payments"))) == 0
