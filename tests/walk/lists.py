"""What a municipality has when it begins: its places, the people who are referred to it, and employments that have ended."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from tests import make

WAITS, MENDED, ENDED = "Aida Demolund", "Elif Skissander", "Tomas Provsson"
"""Who is booked, whose row has to be mended, and whom day 90 has come for."""
PARK, KITCHEN, CARE = "Parklaget Norr", "Köket Eken", "Björkparken"
WRONG = "19911331-2380"
RIGHT = make.number(date(1991, 12, 30))


def places(folder: Path, today: date) -> Path:
    first = today - timedelta(700)
    return _written(
        folder / "platser.csv",
        "Placering;Typ;Förvaltning;Yrke;Antal platser;Handledare;Språkkrav;Öppen från",
        f"{PARK};Intern;Gatukontoret;Parkarbetare;2;Nils Modellberg;A2;{first}",
        f"{CARE};Extern;;Parkarbetare;1;Maja Skissberg;A2;{first}",
        f"{KITCHEN};Extern;;Måltidsbiträde;1;Omar Utkastson;A2;{first}",
    )


def people(folder: Path, today: date) -> Path:
    """Two that are right, and one whose number has a thirteenth month."""
    return _written(
        folder / "anvisningar.csv",
        "Namn;Personnummer;Handläggare;Önskat yrke;Svenska;Körkort;Omfattning;Kan börja",
        f"{WAITS};{make.number(date(1992, 6, 14))};Jamila Provström;Parkarbetare;B1;B;75 %;{today}",
        f"Nils Modellund;{make.number(date(1985, 3, 3), '239')};Jamila Provström;Parkarbetare;A2;;100 %;{today}",
        f"{MENDED};{WRONG};Jamila Provström;Måltidsbiträde;B1;;100 %;{today}",
    )


def employments(folder: Path, today: date) -> Path:
    """One that ended 91 days ago."""
    last = today - timedelta(91)
    return _written(
        folder / "anstallningar.csv",
        "Personnummer;Namn;Yrke;Placering;Startdatum;Slutdatum;Omfattning",
        f"{make.number(date(1979, 5, 4))};{ENDED};Parkarbetare;{PARK};{last - timedelta(200)};{last};100 %",
    )


def _written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path
