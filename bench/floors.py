"""Benchmarks: each figure is a ratio to its floor, both measured in this run, medians of several rounds.

`python -m bench.floors [NAME ...]` prints one line per figure: what, ours, floor, ratio, limit, and ok or OVER.
"""

from __future__ import annotations

import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from amdesk.memory import calm_collector
from bench import beside, boards, city, gate, lists, people, results, safety, vacancies, week
from bench.measure import in_turn, line, median, undisturbed

ROOT = Path(__file__).resolve().parent.parent


def matching(path: Path) -> bool:
    """One person against 5,000 placements: the bare loop computes the six parts over the same openings."""
    from amdesk.db.bank import reference
    from amdesk.domain.booking.matching import DEFAULT_WEIGHTS, PARTS, match_person, plain_musts, score, wanted_from

    desk = city.desk(path)
    person = desk.matching.work.participant(next(r.id for r in desk.participants.listing(chip="waiting")))
    openings = desk.matching._openings(person, plain_musts(person, DEFAULT_WEIGHTS), "")
    facts = desk.matching.facts(person.id)
    start = wanted_from(person, facts.today)
    parts = _six_parts(person)
    fitting = [o for o in openings if o is not None]

    def bare() -> list[Any]:
        out = []
        given = [DEFAULT_WEIGHTS.parts[p] for p in PARTS]
        for o in fitting:
            six = parts(person, o, start, facts)
            out.append((sum(w * p for w, p in zip(given, six, strict=True)), six, o))
        return out

    floor, ours, whole = in_turn(
        bare,
        lambda: match_person(person, openings, facts, DEFAULT_WEIGHTS),
        lambda: desk.matching.for_participant(person.id),
    )
    assert score(person, fitting[0], start, facts, DEFAULT_WEIGHTS).parts == parts(person, fitting[0], start, facts)
    assert reference.occupations(desk.bank)
    results = [
        line(f"match one person, {len(fitting)} open placements", ours, floor, 1.5),
        line("... with everything read from the bank", whole, floor, 3),
    ]
    desk.close()
    return all(results)


def _six_parts(who: Any) -> Callable[..., tuple[int, ...]]:
    from amdesk.domain.booking import matching as m

    required = m.requirements(who, m.DEFAULT_WEIGHTS)

    def six(person: Any, o: Any, start: Any, facts: Any) -> tuple[int, ...]:
        return (
            m.occupation_part(person, o.placement, facts.ssyk),
            m.time_part(start, o),
            m.travel_part(o.trip, person.max_travel),
            m.language_marks(person.language, o.placement.language_min),
            required(o),
            m.goal_part(person, o.placement, facts.ssyk),
        )

    return six


def search(path: Path) -> bool:
    """Search as you type over 100,000 people: the floor is the same FTS query without anything around it."""
    desk = city.desk(path)
    words = ["ai", "aid", "aida d", "mo", "mod", "ör", "nils p", "te", "tes", "wilma"]
    bare = [" ".join(f'"{w}"*' for w in said.split()) for said in words]
    connection = desk.bank.conn  # type: ignore[attr-defined]  # of SQLite alone
    times, floors = [], []
    for _ in range(30):
        for said, match in zip(words, bare, strict=True):
            start = time.perf_counter()
            desk.bank.search("participant", said, 50)
            times.append(time.perf_counter() - start)
            start = time.perf_counter()
            connection.execute(
                "select rowid from participant_fts where participant_fts match ? order by rowid limit 50", (match,)
            ).fetchall()
            floors.append(time.perf_counter() - start)
    p99, floor99 = sorted(times)[int(len(times) * 0.99)], sorted(floors)[int(len(floors) * 0.99)]
    print(
        f"search, 100,000 people: p99 {p99 * 1000:.2f} ms (limit 10 ms), floor's p99 {floor99 * 1000:.2f} ms, {'ok' if p99 <= max(0.010, 2 * floor99) else 'OVER'}"
    )
    desk.close()
    return p99 <= max(0.010, 2 * floor99)


def excel(_path: Path) -> bool:
    """10,000 rows of a supervisors' list; the floor is openpyxl's own write-only mode with the same cells."""
    from openpyxl import Workbook

    from amdesk.domain.booking.bookings import Booking
    from amdesk.domain.people.masked import Masked
    from amdesk.export.lists import booking_table
    from amdesk.export.xlsx import write_book
    from amdesk.i18n import Words

    day = city.TODAY
    found = [
        Booking(
            i,
            f"B-{i:08d}",
            i,
            Masked(f"Aida Demolund {i}", i, 0),
            f"D-{i}",
            1,
            Masked("Björkparken", i, 0),
            Masked("P-0001", i, 0),
            i,
            day,
            day + timedelta(200),
            100,
            "booked",
            None,
            None,
            "",
            False,
            Masked("Nils Modellberg", i, 0),
            "Ingrid Skissander",
        )
        for i in range(10_000)
    ]
    words = Words("sv", day)
    rows = [
        (b.participant.seen, b.placement.seen, b.from_date, b.to_date, 200, b.extent, "Bokad", b.case_worker, b.ref)
        for b in found
    ]
    with tempfile.TemporaryDirectory(prefix="amdesk-bench-") as folder:

        def ours() -> None:
            for _ in write_book(Path(folder) / "a.xlsx", [booking_table("Lista", "Lista", found, day, words)]):
                pass

        def floor() -> None:
            book = Workbook(write_only=True)
            sheet = book.create_sheet("Lista")
            for row in rows:
                sheet.append(row)
            book.save(Path(folder) / "b.xlsx")

        return line("Excel, 10,000 rows", median(ours, 5), median(floor, 5), 1.3)


def certificate(path: Path) -> bool:
    """A certificate's page; the floor is a bare reportlab page with the same fonts and the same texts."""
    from reportlab.pdfbase.pdfmetrics import getFont

    from amdesk.export import fonts, pdf, seal
    from amdesk.export.certificate import certificate_pdf

    desk = city.desk(path)
    employment = next(
        e for e in desk.booking.employments() if e.ended_on and any(a.levels for a in _assessed(desk, e.id))
    )
    content = desk.competence.content(employment)
    certificate_pdf(content)
    texts = [
        content.name,
        content.host,
        content.remark,
        *(s for _, rows in content.areas for s, _ in rows),
        *(a for a, _ in content.areas),
    ]

    def floor() -> None:
        canvas, out = pdf.new_canvas("x", "y")
        for name in fonts.FONTS:
            assert getFont(name)
        for i, said in enumerate(texts):
            for font in ("Inter", "Inter-SemiBold", "Newsreader") if i == 0 else ("Inter",):
                canvas.setFont(font, 9)
                canvas.drawString(50, 800 - 12 * i, said)
        for i, font in enumerate(("Inter-Medium", "Newsreader-Medium", "Newsreader-SemiBold")):
            canvas.setFont(font, 9)
            canvas.drawString(300, 700 - 12 * i, content.name)
        canvas.showPage()
        canvas.save()
        out.getvalue()

    start = time.perf_counter()
    private = seal.new_key()
    for _ in range(500):
        seal.sealed(private, certificate_pdf(content))
    print(f"500 certificates drawn and sealed in one run: {time.perf_counter() - start:.1f} s")
    result = line("certificate page", median(lambda: certificate_pdf(content), 15), median(floor, 15), 3)
    desk.close()
    return result


def _assessed(desk: Any, employment: int) -> list[Any]:
    from amdesk.db.competence.assessments import assessments

    return assessments(desk.bank, employment)


def first_paint(path: Path) -> bool:
    """From the interpreter's first line to the painted overview; the floor is a bare window with an empty table."""
    from amdesk.db.engine import keys

    key = keys.unlock(path, None).key
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}

    def once(mode: str) -> tuple[float, float]:
        run = subprocess.run(
            [sys.executable, "-m", "bench.painted", mode, str(path), key],
            cwd=ROOT,
            capture_output=True,
            text=True,
            env=environment,
            check=True,
        )
        took, memory = run.stdout.split()
        return float(took), float(memory)

    pairs, left_out = undisturbed(lambda: (once("ours"), once("floor")), 21)
    print(f"first paint: {len(pairs)} openings, {left_out} more left out since others worked beside them")
    if not pairs:
        return False
    took, bare = (statistics.median(p[k][0] for p in pairs) for k in (0, 1))
    memory, bare_memory = (statistics.median(p[k][1] for p in pairs) / 1024 for k in (0, 1))
    return line("first paint of Översikt", took, bare, 2) & line(
        "memory of the open window", memory, bare_memory, 3, "MB"
    )


BENCHES = {
    "matching": matching,
    "vacancies": vacancies.vacancies,
    "week": week.week,
    "search": search,
    "excel": excel,
    "certificate": certificate,
    "first_paint": first_paint,
    "people": people.people,
    "lists": lists.lists,
    "board": boards.board,
    "rounds": boards.rounds,
    "reports": results.reports,
    "gate": gate.gate,
    "safety": safety.safety,
    "beside": beside.beside,
}


ALONE = {"beside", "excel", "lists", "safety", "vacancies", "week"}
"""What needs no city."""


def main() -> None:
    calm_collector()
    compileall.compile_dir(
        str(ROOT / "amdesk"), quiet=1
    )  # as an installed program is; PYTHONDONTWRITEBYTECODE may be set
    subprocess.run([sys.executable, "-m", "amdesk.kept_code"], cwd=ROOT, check=True)  # the same
    wanted = sys.argv[1:] or list(BENCHES)
    if unknown := [name for name in wanted if name not in BENCHES]:
        sys.exit(f"There is no bench {unknown[0]}. There are: {', '.join(BENCHES)}.")
    folder = Path(tempfile.gettempdir()) / "amdesk-bench"
    path = folder / "none" if set(wanted) <= ALONE else city.big(folder)
    crowd = city.crowd(folder) if "search" in wanted else None
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}; medians; run again to see the noise")
    ok = [BENCHES[name](crowd if name == "search" and crowd else path) for name in wanted]
    sys.exit(0 if all(ok) else 1)


if __name__ == "__main__":
    main()
