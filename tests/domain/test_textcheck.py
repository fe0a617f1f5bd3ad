"""The text check: every figure found, every fault told with both numbers, and no fault where there is none."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from amdesk.domain.results.figures import percent
from amdesk.domain.results.textcheck import about, check_text

CASES = Path(__file__).parents[1] / "cases" / "texts"
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
        "{n} av {m} deltagare ({p} procent)",
        "Av {m} deltagare gick {n} ({p} procent) till arbete.",
        "{p} procent ({n} av {m})",
        "{n} of {m} participants ({p}%)",
        "{n} av de {m} deltagarna, {p} procent",
        "Av de {m} som slutade fick {n} arbete ({p} %)",
    )
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
        (2020, 2021, "no_assistance.all"),
        (2020, None, "no_assistance.women"),
        (2020, None, "no_assistance.men"),
        (2020, 2021, "no_assistance_no_measures.all"),
    ]


@pytest.mark.parametrize(
    ("said", "figure"),
    [
        ("som avslutade 2020 hade 161 (55 %) inget ekonomiskt bistånd under 2021", "no_assistance"),
        ("som avslutade 2020 saknade 161 (55 %) ekonomiskt bistånd under 2021", "no_assistance"),
        ("som avslutade 2020 var 161 (55 %) utan ekonomiskt bistånd under 2021", "no_assistance"),
        ("som avslutade 2020 saknade somliga arbete, och 161 (55 %) hade ekonomiskt bistånd under 2021", "assistance"),
        ("som avslutade 2020 hade 161 (55 %) ekonomiskt bistånd under 2021", "assistance"),
    ],
)
def test_a_claim_of_those_without_assistance_is_not_taken_for_one_of_those_with_it(said: str, figure: str) -> None:
    text = f"Av de 292 {said}."
    found = check_text(text)
    assert [a.figure for c in found.claims if (a := about(text, c, found.claims))] == [f"{figure}.all"]


# lists of parts and tables


@pytest.mark.parametrize(("name", "faults"), [("text_three_parts.txt", 0), ("table_source_figures.md", 3)])
def test_the_texts_that_were_misread_have_just_their_own_faults(name: str, faults: int) -> None:
    found = said((CASES / name).read_text("utf-8"))
    assert len(found) == faults, found
    if faults:
        assert any("75 + 88 is 163, the text says 161" in r for r in found)
        assert any("88 of 171 is 51 %, the text says 52 %" in r for r in found)
        assert any("No whole numbers can give 55, 62, 52 % together" in r for r in found)


LISTS = (
    "Av de {whole} personerna var {parts}.", "{whole} personer, varav {parts}.", "{whole} deltagare: {parts}.", "{whole} deltagare ({parts}).",
    "Gruppen var {parts}, totalt {whole}.", "Sammanlagt {whole} personer fördelade på {parts}.", "Of the {whole} people {parts} came back.",
)  # fmt: skip


def listed(parts: list[int]) -> str:
    nouns = ("barn", "unga män", "kvinnor", "äldre", "nyanlända")
    named = [f"{n} {w}" for n, w in zip(parts, nouns, strict=False)]
    return f"{', '.join(named[:-1])} och {named[-1]}"


@pytest.mark.parametrize("shape", LISTS)
def test_true_lists_of_parts_are_never_faults(shape: str) -> None:
    dice = random.Random(7)
    for _ in range(60):
        parts = [dice.randrange(1, 300) for _ in range(dice.choice([3, 4, 5]))]
        text = shape.format(whole=sum(parts), parts=listed(parts))
        assert not said(text), text


def test_groups_that_are_some_of_many_are_no_fault_and_a_wrong_division_is_one() -> None:
    assert said("Av de 340 personerna var 50 barn, 20 unga män och 11 äldre.") == []
    assert said("Där fanns 120 barn, 119 män och 101 kvinnor.") == []
    (reason,) = said("340 personer, varav 120 barn, 119 män och 100 kvinnor.")
    assert "120 + 119 + 100 is 339, the text says 340" in reason
    assert len(said("120 barn, 119 män och 100 kvinnor, totalt 340.")) == 1


TABLES = (
    "| {a} | {base} | {count} | {p} % |", "| {a} | {count} | {base} | {p} % |", "{a}\t{base}\t{count}\t{p} %", "{a} {base} {count} {p} %",
    "| **{a}** | {base} | {count} ({p} %) |", "{a} | {base} | {count} | {p}%",
)  # fmt: skip


@pytest.mark.thorough(6)
@pytest.mark.parametrize("shape", TABLES)
def test_a_table_is_read_like_running_text(shape: str) -> None:
    dice = random.Random(8)
    for _ in range(60):
        bases = [dice.randrange(20, 400) for _ in range(2)]
        counts = [dice.randrange(1, b // 2) for b in bases]
        rows = [(a, c, b) for a, c, b in zip(("Kvinnor", "Män"), counts, bases, strict=True)]
        rows.append(("Totalt", sum(counts), sum(bases)))
        lines = [shape.format(a=a, count=c, base=b, p=percent(c, b)) for a, c, b in rows]
        found = check_text("\n".join(lines))
        assert [(c.count, c.base) for c in found.claims if c.kind == "share"] == [(c, b) for _, c, b in rows]
        assert not found.faults, lines
        lines[1] = shape.format(a="Män", count=counts[1], base=bases[1], p=(percent(counts[1], bases[1]) or 0) + 3)
        assert said("\n".join(lines)), "a wrong percentage in a cell"


@pytest.mark.parametrize(
    "text",
    [
        "Av 120 personer gick 25 procent till arbete och 35 procent till studier.",
        "Av 120 personer gick 25 % till arbete och 35 % till studier.",
        "163 personer, varav 30 procent till arbete, 40 procent till studier och 30 procent till annat.",
        "100 personer, varav 20 arbetar och 30 studerar.",
        "100 personer, varav 60 arbetar och 45 är kvinnor.",
        "100 personer, varav 20 arbetar, 15 studerar och 10 är föräldralediga.",
        "163 personer varav 75 kvinnor, 88 män, och 40 under 25 år.",
        "Av 163 personer är 75 kvinnor och 88 män samt 40 under 25 år.",
        "| Grupp | Antal | Medelålder |\n|---|---|---|\n| Kvinnor | 40 | 35 |\n| Män | 60 | 45 |\n| Totalt | 100 | 45 |",
        "| Grupp | Antal |\n|---|---|\n| Kvinnor | 40 |\n| Män | 60 |\n| varav unga | 9 |\n| Totalt | 100 |",
        "| Grupp | 2024 | 2025 |\n|---|---|---|\n| Kvinnor | 40 | 50 |\n| Män | 60 | 70 |\n| Totalt | 100 | 120 |",
        "| Grupp | Antal |\n|---|---|\n| Kvinnor | 40 |\n| Män | 60 |\n| Unga | 50 |\n| Äldre | 50 |\n| Totalt | 100 |",
    ],
)
def test_percentages_and_groups_that_overlap_are_no_parts_that_must_add_up(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Av de 163 som avslutade var 75 kvinnor, 80 män och 9 med okänt kön.", "75 + 80 + 9 is 164, the text says 163."),
        ("100 personer, varav 40 i arbete, 30 i studier och 31 annat.", "40 + 30 + 31 is 101, the text says 100."),
        ("| Utfall | Antal |\n|---|---|\n| Arbete | 40 |\n| Studier | 25 |\n| Annat | 35 |\n| Totalt | 101 |", "40 + 25 + 35 is 100, the text says 101."),
        ("| Kök | 30 |\n| Park | 40 |\n| Summa | 71 |", "30 + 40 is 70, the text says 71."),
        ("Grupp\tAvslutade\tArbete\nKvinnor\t1 200\t20\nMän\t800\t30\nSumma\t2 100\t50\n", "1200 + 800 is 2000, the text says 2100."),
    ],
)  # fmt: skip
def test_a_division_or_a_column_that_does_not_add_up_is_one_fault(text: str, reason: str) -> None:
    assert said(text) == [reason]
