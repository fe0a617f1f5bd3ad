"""The reports against a plain count from the same files, made by other code: random people, payments, measures and follow-ups."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests import make
from tests.cli.test_report import answer, bank, counts

TODAY = date(2026, 10, 31)
REASONS = {
    "Arbete": "work",
    "Studier": "studies",
    "Avbruten planering": "interrupted",
    "Övriga avslutsorsaker": "other",
}
STATUSES = ("Arbete", "Studier", "Pågående planering kommunen", "Pågående planering AF", "Annat", "")
__all__ = ["bank"]


class City:
    """What was written into the files, as plain lists."""

    def __init__(self, seed: int) -> None:
        dice = self.dice = random.Random(seed)
        self.people = [
            (
                make.number(date(1981, 1, 1) + timedelta(i), "238" if i % 3 else "239"),
                dice.choice(("kvinna", "man", "")),
            )
            for i in range(60)
        ]
        self.outsiders = [make.number(date(1994, 1, 1) + timedelta(i), "238") for i in range(10)]
        self.jobs: list[tuple[str, date, date]] = []
        for number, _ in self.people:
            start = date(2023, 6, 1) + timedelta(dice.randrange(400))
            for _ in range(dice.choice((1, 1, 2))):
                last = start + timedelta(dice.randrange(60, 300))
                self.jobs.append((number, start, last))
                start = last + timedelta(dice.randrange(1, 120))
        self.paid = [
            (
                dice.choice([n for n, _ in self.people] + self.outsiders),
                dice.choice((None, None, dice.choice(self.people)[0], "19990101-0000")),
                f"{dice.choice((2024, 2025, 2026))}{dice.randrange(1, 13):02d}",
                dice.choice((8450, 4100.5, 0, -9300)),
                f"Post {i}",
            )
            for i in range(220)
        ]
        self.measures = [
            (
                dice.choice(self.people)[0],
                f"Insats {i}",
                d := date(2024, 1, 1) + timedelta(dice.randrange(900)),
                d + timedelta(40),
            )
            for i in range(25)
        ]
        self.followups = [
            (n, last, dice.choice(list(REASONS)), dice.choice(STATUSES))
            for n, _, last in self.jobs
            if last <= TODAY and dice.random() < 0.7
        ]

    def save(self, folder: Path) -> dict[str, Path]:
        gender = dict(self.people)
        tables: dict[str, tuple[list[str], list[Any]]] = {
            "employments": (
                [
                    "Personnummer",
                    "Namn",
                    "Yrkestitel",
                    "Placering",
                    "Förvaltning",
                    "Startdatum",
                    "Slutdatum",
                    "Omfattning",
                    "Kön",
                ],
                [(n, "Namn", "Parkarbetare", "Parken", "Gatukontoret", a, b, 75, gender[n]) for n, a, b in self.jobs],
            ),
            "followups": (
                ["Personnummer", "Slutdatum", "Avslutsorsak", "Status dag 90", "Kontaktdatum", "Kommentar"],
                [(n, last, r, s, None, None) for n, last, r, s in self.followups],
            ),
            "payments": (["Personnummer (sökande)", "Medsökande", "Period", "Belopp (kr)", "Ändamål"], self.paid),
            "measures": (["Personnummer", "Insats", "Startdatum", "Slutdatum"], self.measures),
        }
        out = {}
        for kind, (heads, rows) in tables.items():
            book = openpyxl.Workbook()
            book.active.append(heads)
            for row in rows:
                book.active.append(row)
            out[kind] = folder / f"{kind}.xlsx"
            book.save(out[kind])
        return out

    def cohort(self, year: int, window: int) -> dict[str, Counter[str]]:
        """Plainly: each person once by the last end; assistance as applicant or co-applicant with a positive amount."""
        last: dict[str, date] = {}
        for n, _, end in self.jobs:
            if end.year == year and end <= TODAY:
                last[n] = max(end, last.get(n, end))
        helped = {
            p for a, b, month, amount, _ in self.paid for p in (a, b) if month.startswith(str(window)) and amount > 0
        }
        busy = {n for n, _, a, b in self.measures if a.year <= window <= b.year}
        busy |= {n for n, a, b in self.jobs if n in last and a.year <= window <= b.year and b > last[n]}
        out: dict[str, Counter[str]] = {g: Counter() for g in ("all", "kvinna", "man", "")}
        gender = dict(self.people)
        for n in last:
            part = (
                ("assistance_and_measures" if n in busy else "assistance_only")
                if n in helped
                else "measures_only"
                if n in busy
                else "no_assistance_no_measures"
            )
            for g in ("all", gender[n] or self._derived(n)):
                out[g].update(["ended", part])
        return out

    @staticmethod
    def _derived(number: str) -> str:
        """Where no register gives the gender it is what the number says (domain rule 5)."""
        return "man" if int(number[10]) % 2 else "kvinna"

    def followup(self, first: date, last: date) -> Counter[str]:
        said = {(n, end): (r, s) for n, end, r, s in self.followups}
        out: Counter[str] = Counter()
        for n, _, end in self.jobs:
            day = end + timedelta(90)
            if not first <= day <= last or day > TODAY:
                continue
            reason, status = said.get((n, end), ("", ""))
            out.update(
                ["reached_day90", REASONS.get(reason, "reason_unrecorded"), "contacted" if status else "not_contacted"]
            )
            out.update(
                ["plan_city"]
                if status == "Pågående planering kommunen"
                else ["plan_pes"]
                if status == "Pågående planering AF"
                else ["plan_unknown"]
            )
            out.update(
                ["situation_work"]
                if status == "Arbete"
                else ["situation_studies"]
                if status == "Studier"
                else ["situation_other"]
                if status == "Annat"
                else ["situation_not_known"]
            )
        return out


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_cohort_and_day_90_equal_a_plain_count(bank: Path, tmp_path: Path, seed: int) -> None:
    city = City(seed)
    for kind, path in city.save(tmp_path).items():
        found = answer("import", kind, str(path), bank=bank)
        known = dict(city.people)
        ours = sum(p[0] in known or p[1] in known for p in city.paid)
        assert found["accepted"] == ours or kind != "payments"
    for year, window in ((2024, 2025), (2025, 2026), (2024, 2026)):
        got = counts(answer("report", "cohort", "--year", str(year), "--window", str(window), bank=bank))
        truth = city.cohort(year, window)
        for whom, word in (("all", "all"), ("women", "kvinna"), ("men", "man")):
            for what in (
                "ended",
                "assistance_only",
                "measures_only",
                "assistance_and_measures",
                "no_assistance_no_measures",
            ):
                assert got[f"{what}.{whom}"][0] == truth[word][what], (year, window, what, whom)
    for first, last in ((date(2025, 1, 1), date(2025, 12, 31)), (date(2026, 1, 1), TODAY)):
        got = counts(answer("report", "followup", "--from", first.isoformat(), "--to", last.isoformat(), bank=bank))
        for what, n in city.followup(first, last).items():
            assert got[f"{what}.all"][0] == n, (first, what)
