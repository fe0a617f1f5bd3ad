"""What each option of each command is given, that may tell something of a person: the walk of the commands tries it."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

from tests.gate.people import NAMES, Staged, referral
from tests.make import TODAY

Tries = dict[str, list[tuple[str, ...]]]
DAY, AFTER, LATE = "2026-11-24", "2026-12-01", "2027-03-01"
YEAR = ("--from", "2025-11-01", "--to", TODAY.isoformat())
BEFORE = ("--compare-from", "2024-01-01", "--compare-to", "2024-12-31")
FORMS = ("--why", "--json", "--help")
"""Options that are forms of every call: what `--why` opens is tried by itself, `--json` is added to each call."""
NO_PERSON = {
    ("import", "--profile"): "whose answers are used: a sender of lists",
    ("import", "--assessor"): "who assessed: lists of assessments are walked in the window",
    ("attendance import", "--dry-run"): "what leaves in a week's list has nobody protected in it, and what comes back is asked of those in it",
    ("module import", "--dry-run"): "what leaves in a module's list has nobody protected in it, and what comes back is asked of those in it",
    **{(f"report {name}", "--given-to"): "to whom sums are given, by which others are withheld" for name in ("followup", "savings", "cohort", "committee")},
    ("bank check", "--search-anew"): "says how the bank is, of nobody",
    ("place hold", "--until"): "a day of a place, of nobody",
    ("certificate key", "--new-from"): "a day of a key",
    ("certificate issue", "--employment"): "refused without a reason before anything is read",
}  # fmt: skip
"""By command: options that can tell nothing of a person, and why."""


def by_option(staged: Staged, folder: Path) -> Tries:
    """Calls with the options that `tries` does without, by command; they read what `files` makes."""
    places = sorted(p for p in staged.places if p.startswith("P-"))
    everyone = [p.number for p in staged.people]
    booked, started = staged.booking["booked"], staged.booking["started"]
    pairs = list(itertools.pairwise(everyone))
    return {
        "bank log search": [
            (*YEAR, "--limit", "1000"),
            ("--who", "nils"),
            *(("--words", word) for name in NAMES[:4] for word in (name, name.split()[0])),
            *(("--words", place) for place in sorted(staged.places)[:4]),
        ],
        "bank log export": [("--participant", who, "--out", f"OUT/l{who}.xlsx") for who in everyone[:4]],
        "bank log sample": [(*YEAR, "--size", "5", "--seed", "7", "--out", "OUT/sample.pdf")],
        "participant extract": [(who, "--password", "--out", f"OUT/e{who}.pdf") for who in everyone[:4]],
        "list": [(what, "--free-on", DAY) for what in ("placements", "participants", "bookings", "employments")],
        "import": _imports(folder),
        "attendance note": [(who, "N", "--on", day, "--to", day, "--hours", "4,5") for who in everyone for day in (DAY, "2026-11-20")],
        "attendance clear": [(who, "--on", "2026-11-20", "--to", DAY) for who in everyone],
        "attendance agree": [(who, "6", "6", "6", "6", "6", "--from", DAY) for who in everyone],
        "attendance week": [(who, "--on", DAY) for who in everyone],
        "attendance list": [("--from", "2026-01-01", "--to", "2026-12-31")],
        "attendance form": [("--on", DAY, "--to", "Nils", "--out", "OUT/form.pdf")],
        "attendance export": [("--on", DAY, "--to", "Nils", "--out", "OUT/week.xlsx")],
        "attendance payroll": [("--month", "2026-11", "--to", "Lön", "--out", "OUT/pay.xlsx")],
        "activity ask": [
            (who, "20", "--by", "Nämnden", "--from", DAY, "--to", LATE, "--decided-on", DAY, "--decision", "N-1")
            for who in everyone
        ],
        "activity show": [(who, "--from", "2026-10-01", "--to", "2026-10-20") for who in everyone],
        "subsidy add": [
            (who, "lonebidrag", "--from", DAY, "--to", DAY, "--rate", "65", "--ceiling", "17100", "--claim-days", "30")
            for who in everyone
        ],
        "subsidy change": [
            (ref, "--form", "nystartsjobb", "--from", DAY, "--to", AFTER, "--ceiling", "19000", "--claim-days", "45", "--decision", "AF-9")
            for ref in ("S-001", "S-002")
        ],
        "subsidy list": [("--out", "OUT/claims.xlsx", "--to", "Ekonomi")],
        "subsidy claim": [("S-001", "2026-11", "100", "--on", DAY)],
        "subsidy paid": [("S-001", "2026-11", "100", "--on", DAY)],
        "contact note": [(who, "phone", "Ringde", "--on", day) for who in everyone for day in (DAY, "2026-11-20")],
        "match": [
            *((who, "--limit", "2", "--explain") for who in everyone),
            *(("--placement", place, "--limit", "5", "--explain") for place in places[:4]),
            ("--all", "--by-wishes", "--from", AFTER, "--to", LATE),
            ("--all", "--look-ahead", "--strength", "60"),
            ("--all", "--policy", str(folder / "policy.json")),
            *(("--all", "--why-not", *pair) for pair in pairs[:4]),
        ],
        "vacancy match": [("--vacancy", "V-0001", "--limit", "100")],
        "queue add": [(who, places[0], "--from", AFTER, "--to", LATE) for who in everyone],
        "queue remove": [(who, places[0], "--reason", "OTHER") for who in everyone],
        "introduction list": [("--out", "OUT/i.xlsx", "--to", "Chefen")],
        "introduction step": [(str(i), "not", "--reason", "SKILLS") for i in range(1, 9)],
        "book": [
            (who, place, "--from", AFTER, "--to", LATE, "--extent", "50", "--ref", f"B-X{who}", *more)
            for who in everyone
            for place in places[:2]
            for more in (("--reserve",), ("--despite", "prov"), ("--passed", "KNOWN"))
        ],
        "start": [(booked, "--on", "2026-12-02")],
        "extend": [(ref, "--to", "2027-04-30", "--despite", "prov") for ref in (booked, started)],
        "move": [(ref, "--on", "2026-12-14", "--to", "2027-04-30", "--despite", "prov") for ref in (booked, started)],
        "cancel": [(ref, "--reason", "HOST", "--on", DAY) for ref in (booked, started)],
        "end": [(started, "--on", DAY, "--reason", "PAUSE"), (started, "--on", TODAY.isoformat(), "--reason", "A1")],
        "module export": [(str(i), "--to", "Läraren", "--out", f"OUT/m{i}.xlsx") for i in range(1, 9)],
        "report followup": [(*YEAR, *BEFORE, "--out", "OUT/f.xlsx")],
        "report savings": [(*YEAR, "--assume", "attribution=20,50,80", "--for", "inside", "--out", "OUT/s.xlsx")],
        "report cohort": [
            ("--year", "2025", "--months", "12", "--for", "inside"),
            ("--year", "2025", "--window", "2026", "--freeze", "--out", "OUT/c.xlsx"),
        ],
        "report committee": [(*YEAR, "--for", "inside", "--out", "OUT/k.xlsx")],
        "retention propose": [("--participant", who, "--why", "Begärt", "--instead") for who in everyone],
        "worklist list": [("--kind", kind) for kind in ("participants", "employments")],
        "worklist mend": [
            ("1", "--set", "phone=08-465 004 78", "--dry-run"),
            *(("1", "--answer", answer) for answer in ("same", "new")),
        ],
        "worklist store": [("--kind", "participants", "--dry-run"), ("--kind", "participants")],
    }  # fmt: skip


def files(folder: Path) -> None:
    """What the calls read: a list with somebody protected whose telephone stands under a heading that nobody knows, answers to its
    questions, and a policy of a round."""
    referred = referral(folder, NAMES[7], "08-465 004 77").read_text("utf-8")
    (folder / "odd.csv").write_text(referred.replace("Telefon", "Nåbar på"), "utf-8")
    (folder / "answers.json").write_text(json.dumps({"sheets": "*", "difference:2:phone": "accept"}), "utf-8")
    (folder / "policy.json").write_text(json.dumps({"version": 7, "order": ["waiting", "placed", "fit"]}), "utf-8")


def _imports(folder: Path) -> list[tuple[str, ...]]:
    given = ("participants", str(folder / "odd.csv"))
    mapped, answers = ("--map", "Nåbar på=phone"), ("--answers", str(folder / "answers.json"))
    return [
        (*given, "--dry-run"),
        (*given, *mapped, "--dry-run"),
        (*given, *mapped, *answers, "--dry-run"),
        (*given, *mapped, *answers),
    ]
