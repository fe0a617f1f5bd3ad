"""The text check: every figure found, every fault told with both numbers, and no fault where there is none."""

from __future__ import annotations

import random

import pytest

from amdesk.domain.figures import percent
from amdesk.domain.textcheck import about, check_text

CITY = """
Resultatet visar att 161 deltagare eller 55 procent av de som avslutade en arbetsmarknadsanställning under 2020 inte har haft
ekonomiskt bistånd någon gång under 2021. För kvinnor är resultatet 75 av 121 avslutade (62 procent) som inte har haft
ekonomiskt bistånd och för män 88 av 171 avslutade (52 procent). 132 deltagare eller 45 procent av de avslutade har varken
haft ekonomiskt bistånd eller deltagit i kommunala insatser under 2021.

Nämnden i Ekhamra fortsätter att följa de 292 deltagarna som avslutade en anställning under 2020.

Uppföljningen av dem som nådde dag 90 under januari-oktober 2022 visar att 23 procent har avslutats till arbete eller studier.
"""


def said(text: str) -> list[str]:
    return [str(f.reason) for f in check_text(text).faults]


def test_the_citys_figures_have_exactly_three_faults() -> None:
    found = check_text(CITY)
    reasons = [str(f.reason) for f in found.faults]
    assert len(reasons) == 3
    assert any("75 + 88 is 163, the text says 161" in r for r in reasons)
    assert any("88 of 171 is 51 %, the text says 52 %" in r for r in reasons)
    assert any("No whole numbers can give 55, 62, 52 % together" in r for r in reasons)
    right = {(c.count, c.base): c.agrees for c in found.claims}
    assert right[161, 292]
    assert right[75, 121]
    assert right[132, 292]
    assert any(c.kind == "sum" and c.parts == (121, 171) and c.agrees for c in found.claims)


@pytest.mark.parametrize(
    "text",
    [
        "Av 200 deltagare gick 80 (40 procent) vidare.",
        "75 av 121 avslutade (62 procent)",
        "62 procent (75 av 121) av kvinnorna",
        "292 deltagare, varav 121 kvinnor och 171 män",
        "121 kvinnor och 171 män, totalt 292",
        "12 + 13 = 25",
        "1 250 av 2 500 (50 %)",
        "cirka 41 procent av 200",
        "Of 200 participants 80 (40 per cent) went on.",
        "75 of 121 women (62%) and 88 of 171 men (51%), in all 163 of 292 (56%).",
        "88 av 171 män (51,5 procent)",
        "Ärende ASN-2022-15519, 2022-03-03, sidan 3 av 14.",
        "49 personer eller 23 procent gick vidare.",
        "49 av de 214 som nådde dag 90 under 2022 gick till arbete eller studier (23 procent).",
        "Totalt 292 deltagare (121 kvinnor och 171 män).",
        "Kvinnor 62 procent (75/121), män 51 procent (88/171).",
        "Externa platser: 34 av 112 (30 %). Egna arbetslag: 15 av 102 (15 %). Alla: 49 av 214 (23 %).",
    ],
)
def test_what_agrees_is_no_fault(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("Av 200 deltagare gick 80 (45 procent) vidare.", ("40", "45")),
        ("121 kvinnor och 170 män, totalt 292", ("291", "292")),
        ("12 + 13 = 26", ("25", "26")),
        ("50 procent av 7 deltagare", ("57", "50")),
        ("180 av 171 deltagare", ("180", "171")),
        ("75 of 121 women (62%) and 88 of 171 men (51%), in all 161 of 292 (55%).", ("163", "161")),
        ("49 av 214 (24 %)", ("23", "24")),
        ("Av de 214 som nådde dag 90 gick 49 (24 procent) till arbete.", ("23", "24")),
        ("Sammanlagt 292 deltagare, 121 kvinnor och 170 män.", ("291", "292")),
        ("Män 52 procent (88/171).", ("51", "52")),
        ("Externa platser: 34 av 112 (30 %). Egna arbetslag: 15 av 102 (15 %). Alla: 50 av 214 (23 %).", ("49", "50")),
    ],
)
def test_a_fault_names_the_printed_and_the_computed_number(text: str, both: tuple[str, str]) -> None:
    reasons = said(text)
    assert reasons
    assert all(any(n in r for r in reasons) for n in both)


def test_a_share_whose_base_stands_nowhere_is_found_and_left_untested() -> None:
    (claim,) = check_text("49 personer eller 23 procent gick vidare.").claims
    assert (claim.count, claim.base, claim.agrees) == (49, None, None)


def test_true_figures_written_in_any_way_are_never_faults() -> None:
    """Two hundred true statements; a checker that cries wolf is not used twice."""
    dice = random.Random(5)
    shapes = (
        "{n} av {m} deltagare ({p} procent)", "Av {m} deltagare gick {n} ({p} procent) till arbete.", "{p} procent ({n} av {m})",
        "{n} of {m} participants ({p}%)", "{n} av de {m} deltagarna, {p} procent", "Av de {m} som slutade fick {n} arbete ({p} %)",
    )  # fmt: skip
    for _ in range(200):
        m = dice.randrange(2, 900)
        n = dice.randrange(0, m + 1)
        text = dice.choice(shapes).format(n=n, m=m, p=percent(n, m))
        found = check_text(text)
        assert [c for c in found.claims if c.agrees], text
        assert not found.faults, (text, [str(f.reason) for f in found.faults])


def test_a_claim_knows_which_cohort_it_speaks_of() -> None:
    found = check_text(CITY)
    named = [(a.year, a.seen_in, a.figure) for c in found.claims if (a := about(CITY, c, found.claims))]
    assert named == [
        (2020, 2021, "no_assistance.all"), (2020, None, "no_assistance.women"), (2020, None, "no_assistance.men"),
        (2020, 2021, "no_assistance_no_measures.all"),
    ]  # fmt: skip
