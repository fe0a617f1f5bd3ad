"""No command, no file it writes and no answer it gives shows a protected person: every command of the program is tried."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
import docx
import pytest
from click.testing import CliRunner, Result

from amdesk.cli import main
from amdesk.domain.exchange.leaving import PURPOSES
from amdesk.export.locked import locked
from tests.conftest import SAMPLES
from tests.gate.outputs import PASSWORD, printed, written
from tests.gate.people import NAMES, Staged, referral
from tests.make import TODAY

YEAR = ("--from", "2025-11-01", "--to", TODAY.isoformat())
NOT_TRIED = {
    "bank create": "a new bank holds nobody", "bank migrate": "says versions", "bank copy": "a bank is made of a bank",
    "bank restore": "a bank is made of a bank", "bank rekey": "names nobody", "bank rehearse": "names nobody", "demo": "opens a window", "tour": "a bank of its own, of people nobody protects",
    "certificate verify": "reads a file, not the bank", "certificate sign": "reads a file, not the bank", "profile use": "holds nobody",
    "profile retire": "holds nobody", "profile import": "holds nobody", "report check-text": "reads a file, not the bank",
    "guidance list": "names versions", "guidance import": "a text", "guidance use": "a text", "guidance first": "a count", "guidance show": "a text", "guidance export": "a text",
    **dict.fromkeys(("deputy list", "deputy add", "deputy end"), "names case workers"),
    "employer list": "employers, of nobody", "employer show": "employers, of nobody", "employer add": "employers, of nobody", "employer change": "employers, of nobody",
    "employer talk": "employers, of nobody", "employer contact": "employers, of nobody", "employer forget-contact": "employers, of nobody", "employer rule": "days",
    "introduction results": "sums", "fairness": "sums", "vacancy list": "vacancies, of nobody", "vacancy show": "vacancies, of nobody", "vacancy add": "vacancies, of nobody", "vacancy change": "vacancies, of nobody",
    "vacancy close": "vacancies, of nobody", "vacancy import": "vacancies, of nobody", "vacancy paste": "vacancies, of nobody",
    **dict.fromkeys(("report freeze", "report frozen"), "sums"),
    **dict.fromkeys(("action list", "action show", "action add", "action step", "action done", "action workshop"), "what the unit improves, of nobody"),
    **{f"recommendation {name}": "what auditors recommended, of nobody" for name in ("list", "add", "answer", "followed", "evidence", "tie")},
    "report given": "names reports", "report open": "sums",
    "retention erase": "says a count", "retention erase-passed": "says a count", "retention plan": "kinds and counts", "retention protocol": "numbers of those who are erased", "bank user list": "names users", "bank user add": "names users", "bank user role": "names users",
    "bank user remove": "names users",
}  # fmt: skip
"""Every other command has to be in `tries`: a new one is put into one of the two."""


Tries = dict[str, list[tuple[str, ...]]]


def tries(staged: Staged, folder: Path) -> Tries:
    """What is called, by command; `OUT` stands for a file or a folder that the command writes."""
    places = sorted(p for p in staged.places if p.startswith("P-"))
    refs, seen = staged.booking, [f"OUT/{i}" for i in range(9)]
    everyone = [p.number for p in staged.people]
    lists: list[tuple[str, ...]] = [("placements",), ("participants",), ("bookings",), ("employments",), ("followups",)]
    who_alone: list[tuple[str, ...]] = [(who,) for who in everyone]
    referred = str(referral(folder, NAMES[7], "08-465 004 77"))
    return {
        "bank info": [()],
        "bank check": [()],
        "bank backup": [(f"{seen[0]}.amdesk",)],
        "bank log search": [(), *(("--participant", who) for who in everyone)],
        "bank log export": [("--out", "OUT/log.xlsx"), ("--password", "--out", "OUT/lockedlog.xlsx")],
        "bank log sample": [(*YEAR, "--out", "OUT/sample.pdf")],
        "bank log head": [()],
        "participant extract": [(who, "--out", f"OUT/e{who}.{end}") for who in everyone for end in ("pdf", "json")],
        "participant wishes": [(who, "--out", f"OUT/w{who}.pdf") for who in everyone],
        "participant handover": [
            *((who, *out) for who in everyone for out in ((), ("--out", f"OUT/h{who}.pdf"))),
            *(("--case-worker", name, "--out", f"OUT/h{i}.pdf") for i, name in enumerate(staged.workers)),
        ],
        "bank rescue": [(f"{seen[1]}.amdesk",)],
        "list": lists,
        "import": [
            ("participants", referred, "--dry-run"),
            ("participants", referred),
            ("employments", str(SAMPLES / "01_anstallningar.xlsx"), "--dry-run"),
        ],
        "participant protect": [
            *(
                (who, "--level", level, *why)
                for who in everyone
                for level, why in (("0", ()), ("3", ()), ("1", ("--why", "Beslut")))
            )
        ],
        "attendance note": [(who, "S", "--on", TODAY.isoformat()) for who in everyone],
        "attendance clear": [(who, "--on", TODAY.isoformat()) for who in everyone],
        "attendance agree": [(who, "6", "6", "6", "6", "6") for who in everyone],
        "attendance week": who_alone,
        "attendance list": [("--from", "2026-01-01"), *((who, "--from", "2026-01-01") for who in everyone)],
        "attendance form": [("--out", "OUT/form.pdf"), ("--on", TODAY.isoformat(), "--out", "OUT/form2.pdf")],
        "attendance export": [("--out", "OUT/week.xlsx")],
        "attendance payroll": [("--month", TODAY.isoformat(), "--out", f"OUT/pay.{kind}") for kind in ("xlsx", "csv")],
        "attendance columns": [(), ("number=Anst.nr; name=Namn; placement=Plats; sick_hours=Sjuk",)],
        "attendance import": [],
        "activity ask": [(who, "20", "--by", "Nämnden") for who in everyone],
        "activity end": [(who, "--on", TODAY.isoformat()) for who in everyone],
        "activity show": [(who, *out) for who in everyone for out in ((), ("--out", f"OUT/act{who}.pdf"))],
        "subsidy add": [
            (who, "osa", "--from", day, "--to", day, "--rate", "80", "--decision", "AF-1")
            for who, day in [(who, TODAY.isoformat()) for who in everyone]
        ],
        "subsidy change": [("S-001", "--rate", "75")],
        "subsidy list": [(), ("--all",), ("--all", "--out", "OUT/claims.xlsx")],
        "subsidy show": who_alone,
        "subsidy claim": [("S-001", TODAY.isoformat(), "100")],
        "subsidy paid": [("S-001", TODAY.isoformat(), "100")],
        "subsidy unclaim": [("S-001", TODAY.isoformat())],
        "subsidy withdraw": [("S-002",)],
        "contact note": [(who, "phone", "Ringde") for who in everyone],
        "contact list": [(), ("--due",)],
        "participant restrict": [(who, "--why", "Begärt", *lift) for who in everyone for lift in ((), ("--lift",))],
        "match": [*who_alone, *(("--placement", p) for p in places), ("--all",)],
        "vacancy soon": [("--days", days) for days in ("30", "60", "90")],
        "vacancy match": [*who_alone, ("--vacancy", "V-0001"), ("--vacancy", "V-0002")],
        "chain list": who_alone,
        "chain accept": [(who, "x") for who in everyone],
        "queue list": [
            (),
            ("--turns",),
            *(("--participant", who) for who in everyone),
            *(("--placement", p) for p in places),
        ],
        "queue add": [(who, places[i % len(places)]) for i, who in enumerate(everyone)],
        "queue remove": [(who, places[i % len(places)]) for i, who in enumerate(everyone)],
        "queue no": [(who, places[i % len(places)]) for i, who in enumerate(everyone)],
        "place held": [(), *(("--placement", p) for p in places)],
        "place hold": [(p,) for p in places],
        "place release": [(p,) for p in places],
        "introduction list": [
            (),
            ("--out", "OUT/introductions.xlsx"),
            ("--vacancy", "V-0001"),
            *(("--participant", who) for who in everyone),
        ],
        "introduction add": [(who, "V-0001", "--consent") for who in everyone],
        "introduction step": [(str(i), "interview") for i in range(1, 9)],
        "introduction not-relevant": [(who, "V-0002", "--reason", "TRAVEL") for who in everyone],
        "introduction day90": [(str(i), "yes") for i in range(1, 9)],
        "introduction notice": [(str(i), "--out", f"OUT/i{i}.pdf") for i in range(1, 9)],
        "why": [(who, p) for who in everyone for p in places[:3]],
        "book": [(who, places[0], "--from", "2026-12-01", "--to", "2027-02-01") for who in everyone],
        "confirm": [(r,) for r in refs.values()],
        "introduce": [(refs["booked"],)],
        "start": [(refs["booked"],)],
        "extend": [(r, "--to", "2027-04-30") for r in refs.values()],
        "move": [(refs["booked"], "--placement", places[2])],
        "cancel": [(refs["booked"],)],
        "end": [(refs["started"], "--reason", "A1")],
        "export": [
            ("placements", "--out", f"{seen[1]}.xlsx"),
            ("supervisors", "--out", f"{seen[2]}.xlsx"),
            ("supervisors", "--one-each", "--out", "OUT"),
            ("bookings", "--out", f"{seen[3]}.xlsx"),
            ("bookings", "--password", "--out", "OUT/locked.xlsx"),
            ("supervisors", "--password", "--out", "OUT/locked2.xlsx"),
            *(("--preview", what) for what in PURPOSES),
            *(
                (what, "--purpose", purpose, *more)
                for what, purposes in PURPOSES.items()
                for purpose in purposes
                for more in (("--preview",), ("--to", "Ada Prov", "--out", f"OUT/{what}-{purpose}.xlsx"))
            ),
            ("sheets", "--out", f"{seen[4]}.xlsx"),
            *(
                ("sheets", *how, "--placement", p)
                for p in places
                for how in (("--out", f"OUT/s{p}.xlsx"), ("--preview",))
            ),
            ("sheets", "--preview"),
            *(("sheets", "--preview", "--participant", who) for who in everyone),
            *(("sheets", "--out", f"OUT/s{who}.xlsx", "--participant", who) for who in everyone),
        ],
        "certificate issue": [(who, "--out", f"OUT/c{who}.pdf") for who in everyone],
        "certificate key": [("--out", f"{seen[5]}.pem")],
        "certificate revoked": [("--out", f"{seen[6]}.revoked")],
        "certificate site": [("--out", "OUT/web")],
        "certificate badge": [(f"AMD-2026-{n:05d}", "--out", f"OUT/b{n}.png") for n in range(1, 6)],
        "certificate page": [(f"AMD-2026-{n:05d}", "--out", f"OUT/p{n}.html") for n in range(1, 6)],
        "certificate revoke": [("AMD-2026-99999", "--reason", "x")],
        "module list": [()],
        "module export": [(str(i), *how) for i in range(1, 9) for how in (("--out", f"OUT/m{i}.xlsx"), ("--preview",))],
        "module import": [],
        "profile list": [()],
        "profile export": [("PAR", "--out", f"{seen[7]}.xlsx")],
        "report followup": [
            (*YEAR,),
            (*YEAR, "--out", "OUT/f.xlsx"),
            *((*YEAR, "--out", f"OUT/o.{end}", "--for", "outside") for end in ("pdf", "docx")),
            (*YEAR, "--out", "OUT/f.docx"),
        ],
        "report savings": [(*YEAR,)],
        "report cohort": [("--year", "2025")],
        "report committee": [
            (*YEAR, "--out", "OUT/k.pdf"),
            (*YEAR, "--out", "OUT/k.xlsx"),
            (*YEAR, "--out", "OUT/k.docx"),
        ],
        "retention list": [("--before", "2026-11-01")],
        "retention propose": [("--before", "2026-11-01", "--why", "Förslag")],
        "worklist list": [()],
        "worklist mend": [("1", "--set", "phone=08-465 004 78")],
        "worklist store": [()],
        "worklist strike": [("1",)],
    }


def leaves(group: click.Group = main, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command, (*before, name))
        else:
            yield (*before, name)


ALL = [" ".join(words) for words in leaves()]


def takes_json(words: tuple[str, ...]) -> bool:
    command: click.Command = main
    for word in words:
        assert isinstance(command, click.Group)
        command = command.commands[word]
    return any("--json" in p.opts for p in command.params)


def call(bank: Path, *words: str) -> Result:
    env = {"AMDESK_FILE_PASSWORD": PASSWORD}
    return CliRunner(env=env).invoke(main, ["--bank", str(bank), "--today", TODAY.isoformat(), "--lang", "sv", *words])


WRONG = 2
"""How a command ends that was called wrongly, and tells nothing."""
PARTS = {"export": 12, "match": 5, "report followup": 10, "bank log export": 2}
"""Commands of many or long calls, and into how many tests those are divided."""
NAMES_IN_PARTS = [(name, part) for name in ALL if name not in NOT_TRIED for part in range(PARTS.get(name, 1))]


@pytest.mark.thorough(14)
@pytest.mark.parametrize(("name", "part"), NAMES_IN_PARTS)
def test_a_command_never_shows_a_protected_person_nor_ties_one_to_a_workplace(
    name: str, part: int, guarded: tuple[Path, Staged], tmp_path: Path
) -> None:
    calls = tries(guarded[1], tmp_path)[name]
    assert walked(name, calls, guarded, tmp_path, (part, PARTS.get(name, 1))) == []


def walked(
    name: str,
    calls: list[tuple[str, ...]],
    guarded: tuple[Path, Staged],
    folder: Path,
    share: tuple[int, int] = (0, 1),
) -> list[str]:
    """What a command shows of protected people, called so: what it prints, says and writes. `share` is which of how many parts of
    the calls."""
    bank, staged = guarded
    out = folder / "out"
    out.mkdir()
    faults: list[str] = []
    forms = [(), ("--json",)] if takes_json(tuple(name.split())) else [()]
    for given in [(*given, *more) for given in calls for more in forms][share[0] :: share[1]]:
        result = call(bank, *(w.replace("OUT", str(out)) for w in (*name.split(), *given)))
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code != WRONG, (given, result.stderr)
        faults += staged.all_faults(f"{name} {' '.join(given)}", [*printed(result.stdout), *result.stderr.splitlines()])
    return faults + staged.all_faults(name, written(out))


@pytest.mark.thorough(long=True)
def test_a_command_written_to_the_log_or_the_settings_leaves_no_name_there(
    guarded: tuple[Path, Staged], tmp_path: Path
) -> None:
    bank, staged = guarded
    for name in ("list", "export"):
        for given in tries(staged, tmp_path)[name][:3]:
            call(bank, name, *(w.replace("OUT", str(tmp_path)) for w in given))
    home = tmp_path / "home"
    assert staged.all_faults("home", written(home) if home.exists() else ()) == []


@pytest.mark.thorough(long=True)
def test_sheets_for_everybody_say_how_many_protected_people_were_left_out(
    guarded: tuple[Path, Staged], tmp_path: Path
) -> None:
    words = ("export", "sheets", "--out", str(tmp_path / "blad.xlsx"))
    document = json.loads(call(guarded[0], *words, "--json").stdout)
    assert document["left_out"] > 0
    assert document["sheets"] > 0
    assert "skäl" in document["message"]
    told = call(guarded[0], *words)
    assert told.stdout.splitlines() == [str(tmp_path / "blad.xlsx")]
    assert told.stderr.strip() == document["message"]


@pytest.mark.thorough(long=True)
def test_pages_of_every_caseload_that_has_protected_people_are_of_the_others_alone(
    guarded: tuple[Path, Staged], tmp_path: Path
) -> None:
    bank, staged = guarded
    made = 0
    assert staged.workers
    for i, name in enumerate(staged.workers):
        words = ("participant", "handover", "--case-worker", name, "--out", str(tmp_path / f"h{i}.pdf"), "--json")
        document = json.loads(call(bank, *words).stdout)
        assert document["left_out"] > 0
        made += document["pages"]
        said = list(written(tmp_path / f"h{i}.pdf"))
        assert not [p.number for p in staged.people for one in said if p.number in one]
    assert made > 0


@pytest.mark.thorough(long=True)
def test_a_file_that_is_locked_by_a_password_is_looked_through(guarded: tuple[Path, Staged], tmp_path: Path) -> None:
    bank, _staged = guarded
    plain, shut = tmp_path / "plain.xlsx", tmp_path / "shut.xlsx"
    for path, more in ((plain, ()), (shut, ("--password",))):
        assert call(bank, "export", "bookings", *more, "--out", str(path)).exit_code == 0
    assert shut.read_bytes()[:4] != plain.read_bytes()[:4]
    assert list(written(shut))[1:] == list(written(plain))[1:]
    assert len(list(written(shut))) > 10
    day = ("bank", "log", "sample", *YEAR)
    assert call(bank, *day, "--out", str(tmp_path / "s.pdf")).exit_code == 0
    (tmp_path / "l.pdf").write_bytes(locked(".pdf", (tmp_path / "s.pdf").read_bytes(), PASSWORD))
    assert list(written(tmp_path / "l.pdf"))[1:3] == list(written(tmp_path / "s.pdf"))[1:3]


def test_what_can_be_read_in_a_bank_without_its_key_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "b.amdesk").write_bytes(bytes(range(256)) * 9 + "Här står Ada Provare i klartext".encode() + bytes(40))
    assert any("Ada Provare" in said for said in written(tmp_path / "b.amdesk"))


def test_what_a_word_file_and_a_page_say_is_read_and_a_file_of_another_kind_does_not_pass(tmp_path: Path) -> None:
    paper = docx.Document()
    paper.core_properties.author = "Ada Provare"
    paper.add_paragraph("Bo ").add_run("Provsson")
    paper.add_table(1, 2).rows[0].cells[1].text = "Köket"
    paper.save(str(tmp_path / "a.docx"))
    (tmp_path / "b.html").write_text("<p>Cia Provner</p>", "utf-8")
    said = list(written(tmp_path))
    assert {"a.docx", "Ada Provare", "Bo Provsson", "Köket", "<p>Cia Provner</p>"} <= set(said)
    (tmp_path / "c.rtf").write_text("Dan Provberg", "utf-8")
    with pytest.raises(AssertionError, match=r"c\.rtf"):
        list(written(tmp_path))
