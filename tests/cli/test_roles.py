"""Roles at the command line: every command, as every role, does or is refused as the table says; and users by commands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from amdesk.cli import main
from amdesk.commands.users import ENTRY
from amdesk.db.bank import users as db
from amdesk.db.people import participants as people
from amdesk.db.places import placements as places
from amdesk.domain.bank.roles import ACTS, EVERY, ROLES
from amdesk.domain.results.improving import ImprovementAction
from amdesk.domain.results.reviewing import Recommendation
from amdesk.domain.texts import text
from amdesk.services.bank import access, banks
from amdesk.services.desk import Desk
from tests import make
from tests.conftest import SAMPLES
from tests.repository import ROOT

SECRET = "en lång fras helt enkelt"
YEAR = ("--from", "2025-11-01", "--to", "2026-11-23")
EMPLOYMENTS = str(SAMPLES / "01_anstallningar.xlsx")
OUT, PERIOD = "OUT/x.xlsx", ("--from", "2026-12-01", "--to", "2027-02-01")
NOTES = ROOT / "README.md"
"""A text in Markdown."""
ASKS: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "bank info": [((), ("bank",))],
    "bank check": [((), ("bank",))],
    "bank backup": [(("OUT/b.amdesk",), ("backup",))],
    "bank rehearse": [((), ("backup",))],
    "bank rescue": [(("OUT/r.amdesk",), ("backup",))],
    "bank copy": [(("OUT/c.amdesk",), ("backup",))],
    "bank user remove": [(("Nobody",), ("users",))],
    "bank log search": [((), ("log",))],
    "bank log export": [(("--out", OUT), ("log",))],
    "bank log sample": [(YEAR, ("log",))],
    "bank log head": [((), ("log",))],
    "participant extract": [(("D-0001", "--out", "OUT/e.json"), ("people.extract",))],
    "deputy list": [((), ("people.worker",))],
    "deputy add": [(("A", "B", *PERIOD), ("people.worker",))],
    "deputy end": [(("1",), ("people.worker",))],
    "participant wishes": [(("D-0001", "--out", "OUT/w.pdf"), ("people.open",))],
    "participant handover": [(("D-0001",), ("people.handover",))],
    "import": [
        (("participants", EMPLOYMENTS, "--dry-run"), ("import",)),
        (("assessments", EMPLOYMENTS), ("competence.assess",)),
    ],
    "list": [
        (("placements",), ("places.see",)),
        (("participants",), ("people.see",)),
        (("bookings",), ("people.see",)),
        (("employments",), ("people.see",)),
        (("followups",), ("people.see",)),
    ],
    "participant protect": [(("D-0001", "--level", "0"), ("people.see", "people.protect"))],
    "attendance note": [(("D-0001", "S"), ("week.note",))],
    "attendance clear": [(("D-0001", "--on", "2026-11-23"), ("week.note",))],
    "attendance agree": [(("D-0001", "6", "6", "6", "6", "6"), ("week.note",))],
    "attendance week": [(("D-0001",), ("week.see",))],
    "attendance list": [((), ("week.see",))],
    "attendance form": [(("--out", "OUT/x.pdf"), ("export",))],
    "attendance export": [(("--out", OUT), ("export",))],
    "attendance payroll": [(("--month", "2026-11", "--out", OUT), ("export",))],
    "attendance columns": [((), ("week.see",)), (("number",), ("settings",))],
    "attendance import": [((EMPLOYMENTS,), ("week.note",))],
    "contact note": [(("D-0001", "phone"), ("week.note",))],
    "contact list": [((), ("week.see",))],
    "activity ask": [(("D-0001", "20", "--by", "Nämnden"), ("activity",))],
    "activity end": [(("D-0001", "--on", "2026-12-31"), ("activity",))],
    "activity show": [(("D-0001",), ("activity",))],
    "subsidy add": [(("D-0001", "osa", "--from", "2026-12-01", "--to", "2026-12-31", "--rate", "50"), ("subsidy",))],
    "subsidy change": [(("S-999", "--rate", "50"), ("subsidy",))],
    "subsidy withdraw": [(("S-999",), ("subsidy",))],
    "subsidy list": [((), ("subsidy",))],
    "subsidy show": [(("D-0001",), ("subsidy",))],
    "subsidy claim": [(("S-999", "2026-07", "100"), ("subsidy",))],
    "subsidy paid": [(("S-999", "2026-07", "100"), ("subsidy",))],
    "subsidy unclaim": [(("S-999", "2026-07"), ("subsidy",))],
    "participant restrict": [(("D-0001", "--why", "x"), ("people.see", "people.protect"))],
    "match": [
        (("D-0001",), ("matching",)),
        (("--placement", "P-0001"), ("places.see", "matching")),
        (("--all",), ("round",)),
    ],
    "why": [(("D-0001", "P-0001"), ("matching",))],
    "book": [(("D-0001", "P-0001", *PERIOD), ("booking", "matching"))],
    "cancel": [(("B-9",), ("booking",))],
    "confirm": [(("B-9",), ("booking",))],
    "introduce": [(("B-9",), ("booking",))],
    "start": [(("B-9",), ("booking",))],
    "end": [(("B-9", "--reason", "A1"), ("booking",))],
    "extend": [(("B-9", "--to", "2027-04-30"), ("booking",))],
    "move": [(("B-9", "--placement", "P-0001"), ("booking",))],
    "export": [
        (("placements", "--out", OUT), ("export",)),
        (("supervisors", "--out", OUT), ("export",)),
        (("bookings", "--out", OUT), ("export",)),
        (("sheets", "--out", OUT), ("competence.see", "export")),
    ],
    "certificate issue": [(("D-0001", "--out", "OUT/c.pdf"), ("certificate.issue",))],
    "certificate key": [(("--out", "OUT/k.pem"), ("bank", "certificate.key"))],
    "certificate revoked": [(("--out", "OUT/r.revoked"), ("bank", "certificate.key"))],
    "certificate site": [(("--out", "OUT/web"), ("bank", "certificate.key"))],
    "certificate badge": [(("AMD-2026-99999", "--out", "OUT/b.png"), ("competence.see",))],
    "certificate page": [(("AMD-2026-99999", "--out", "OUT/p.html"), ("competence.see",))],
    "certificate revoke": [(("AMD-2026-99999", "--reason", "x"), ("certificate.revoke",))],
    "module list": [((), ("bank",))],
    "module export": [(("1", "--out", OUT), ("export",))],
    "module import": [((EMPLOYMENTS,), ("competence.assess",))],
    "profile list": [((), ("bank",))],
    "profile export": [(("PAR", "--out", OUT), ("bank",))],
    "profile import": [(("PAR", EMPLOYMENTS), ("profiles.change",))],
    "profile use": [(("PAR", "99"), ("bank",))],
    "profile retire": [(("PAR", "99"), ("bank",))],
    "report followup": [(YEAR, ("reports",))],
    "report cohort": [(("--year", "2025"), ("figures", "reports")), (("--year", "2025", "--freeze"), ("figures.change",))],
    "report savings": [(YEAR, ("reports",))],
    "report committee": [(YEAR, ("reports",))],
    "report freeze": [(("followup", *YEAR), ("figures.change",))],
    "report frozen": [((), ("figures",))],
    "action list": [((), ("improving.see",))],
    "action show": [(("A-9",), ("improving.see",))],
    "action add": [(("x", "--owner", "y", "--due", "2027-01-31"), ("improving.change",))],
    "action step": [(("A-001", "x"), ("improving.change",))],
    "action done": [(("A-001",), ("improving.change",))],
    "action workshop": [(("x",), ("improving.change",))],
    "recommendation list": [((), ("improving.see",))],
    "recommendation add": [(("x", "--by", "y", "--review", "z", "--words", "w", "--due", "2027-01-31"), ("reviews.change",))],
    "recommendation answer": [(("R-001", "--said", "x"), ("reviews.change",))],
    "recommendation followed": [(("R-001",), ("reviews.change",))],
    "recommendation evidence": [(("R-001", "document", "x"), ("reviews.change",))],
    "recommendation tie": [(("R-001", "A-001"), ("reviews.change",))],
    "report given": [((), ("reports",))],
    "report open": [(("20200101-ABCDEF",), ("reports",))],
    "employer list": [((), ("employers.see",))],
    "employer show": [(("E-9",), ("employers.see",))],
    "employer add": [(("Ny",), ("employers.change",))],
    "employer change": [(("E-9", "--name", "x"), ("employers.change",))],
    "employer talk": [(("E-9",), ("employers.change",))],
    "employer contact": [(("E-9", "Ada"), ("employers.change",))],
    "employer forget-contact": [(("9",), ("employers.change",))],
    "employer rule": [((), ("employers.see",)), (("--green", "20"), ("employers.rule",))],
    "vacancy list": [((), ("employers.see",)), (("--out", "OUT/v.xlsx"), ("export",))],
    "vacancy show": [(("V-9",), ("employers.see",))],
    "vacancy add": [(("E-9", "x"), ("employers.change",))],
    "vacancy change": [(("V-9", "--title", "x"), ("employers.change",))],
    "vacancy close": [(("V-9",), ("employers.change",))],
    "vacancy import": [((EMPLOYMENTS, "--dry-run"), ("employers.see",))],
    "vacancy paste": [((str(NOTES),), ("employers.see",)), ((str(NOTES), "--employer", "E-9"), ("employers.change",))],
    "vacancy soon": [((), ("employers.match",))],
    "vacancy match": [(("D-0001",), ("employers.match",)), (("--vacancy", "V-9"), ("employers.match",))],
    "fairness": [(YEAR, ("figures",))],
    "chain list": [(("D-0001",), ("matching",))],
    "chain accept": [(("D-0001", "x"), ("booking",))],
    "queue list": [((), ("matching",)), (("--turns",), ("matching",))],
    "queue add": [(("D-0001", "P-9"), ("booking",))],
    "queue remove": [(("D-0001", "P-9"), ("booking",))],
    "queue no": [(("D-0001", "P-9"), ("booking",))],
    "place held": [((), ("matching",))],
    "place hold": [(("P-9",), ("booking",))],
    "place release": [(("P-9",), ("booking",))],
    "introduction list": [((), ("employers.match",)), (("--out", "OUT/i.xlsx"), ("export",))],
    "introduction add": [(("D-0001", "V-9", "--consent"), ("employers.introduce",))],
    "introduction step": [(("9", "interview"), ("employers.introduce",))],
    "introduction not-relevant": [(("D-0001", "V-9", "--reason", "TRAVEL"), ("employers.introduce",))],
    "introduction day90": [(("9", "yes"), ("employers.introduce",))],
    "introduction results": [(YEAR, ("employers.see",)), ((*YEAR, "--out", "OUT/i.pdf"), ("employers.see", "reports"))],
    "introduction notice": [(("9", "--out", "OUT/n.pdf"), ("employers.introduce",))],
    "retention list": [((), ("retention",))],
    "guidance list": [((), ("guidance.see",))],
    "guidance show": [(("form",), ("guidance.see",))],
    "guidance export": [(("--out", "OUT/h.pdf"), ("guidance.see",))],
    "guidance import": [(("form", str(NOTES)), ("guidance.change",))],
    "guidance use": [(("form", "1"), ("guidance.change",))],
    "guidance first": [((), ("guidance.change",))],
    "retention plan": [((), ("retention",)), (("--set", "note", "--years", "2", "--source", "x"), ("retention",))],
    "retention erase-passed": [(("--why", "x", "--yes"), ("retention",))],
    "retention erase": [(("--why", "x", "--yes"), ("retention",))],
    "retention propose": [(("--why", "x"), ("retention",))],
    "retention protocol": [((*YEAR, "--out", "OUT/p.pdf"), ("retention",))],
    "worklist list": [((), ("import",))],
    "worklist mend": [(("9", "--set", "phone=x"), ("import",))],
    "worklist store": [((), ("import",))],
    "worklist strike": [(("9",), ("import",))],
}  # fmt: skip
"""By command what is called, and the acts that it needs."""
NOT_ASKED = {
    "demo": "a bank of its own", "tour": "a bank of its own", "bank create": "a bank that is not there yet",
    "bank migrate": "says versions", "bank rekey": "tests/db/test_rekey.py, whoever may not give roles gets no code", "bank restore": "tests/services/test_roles.py, a backup has the roles that it was made with",
    "certificate sign": "reads a file, not the bank", "certificate verify": "reads a file, not the bank",
    "report check-text": "reads a file, for everybody",
    "bank user list": "here below, in a bank that a passphrase opens", "bank user add": "the same", "bank user role": "the same",
}  # fmt: skip


def leaves(group: click.Group = main, before: tuple[str, ...] = ()) -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command, (*before, name))
        else:
            yield " ".join((*before, name))


def test_every_command_is_asked_as_every_role() -> None:
    assert sorted([*ASKS, *NOT_ASKED]) == sorted(leaves())


@pytest.fixture(scope="module")
def banks_of_roles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A bank for each role, with a user more who has that role and her own passphrase."""
    first = tmp_path_factory.mktemp("roles") / "first.amdesk"
    bank, _ = banks.create(first, SECRET, make.CLOCK, access.Who("Petra Provsson", "petra"))
    with bank.write(text("one of each")):
        people.add(bank, make.participant_values())
        places.add(bank, make.placement_values(), 1)
    desk = Desk(bank, make.CLOCK)
    desk.guidance.first()
    made = ImprovementAction(0, "", "Intyg", "", "Petra", make.TODAY, make.TODAY, "running", "", "", "")
    desk.improving.add(made)
    asked = ("Nämnden", "2026-01", 1, "Intyg", "Bör", "", make.TODAY, make.TODAY, "Ja.")
    review = desk.reviews.add(Recommendation(0, "", *asked))
    desk.reviews.set_state(review, "answered")
    bank.close()
    found = {}
    for role in ROLES:
        found[role] = make.copied(first, first.with_name(f"{role}.amdesk"))
        bank = banks.open_(str(found[role]), SECRET, make.CLOCK, access.Who("x", "x"))
        with bank.write(text("a user")):
            db.give(bank, "Petra Provsson", (role,))
        bank.close()
    return found


def call(bank: Path, *words: str, secret: str = SECRET, **env: str) -> Result:
    said = ["--bank", str(bank), "--today", "2026-11-23", "--lang", "en", *words]
    return CliRunner(env={"AMDESK_PASSPHRASE": secret, **env}).invoke(main, said)


@pytest.mark.thorough
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("command", ASKS)
def test_a_command_is_refused_as_the_table_says_and_not_otherwise(
    command: str, role: str, banks_of_roles: dict[str, Path], tmp_path: Path
) -> None:
    for given, acts in ASKS[command]:
        result = call(banks_of_roles[role], *command.split(), *(w.replace("OUT", str(tmp_path)) for w in given))
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        refused = "you may not" in result.output
        assert refused == any(role not in ACTS[a].roles for a in acts), (command, given, result.output)
        if refused:
            assert result.exit_code == 1
            assert len(result.output.strip().splitlines()) == 1
            assert "Who may:" in result.output


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "b.amdesk"
    banks.create(path, SECRET, make.CLOCK, access.Who("Petra Provsson", "petra"))[0].close()
    return path


def test_a_user_is_added_gets_other_roles_and_is_removed(bank: Path) -> None:
    hers = {ENTRY: "en annan lång fras"}
    added = call(bank, "bank", "user", "add", "Rut Lesdotter", "reader", **hers)
    assert added.output.strip() == "Rut Lesdotter is a user of the bank now: reader."
    listed = json.loads(call(bank, "bank", "user", "list", "--json").output)
    assert listed == [
        {"user": "Petra Provsson", "roles": list(EVERY), "is_me": True},
        {"user": "Rut Lesdotter", "roles": ["reader"], "is_me": False},
    ]
    for words in (("list",), ("add", "Bo", "reader"), ("role", "Rut Lesdotter", "administrator"), ("remove", "Bo")):
        refused = call(bank, "bank", "user", *words, secret=hers[ENTRY], **hers)
        assert (refused.exit_code, "As reader you may not" in refused.output) == (1, True), words
    given = call(bank, "bank", "user", "role", "Rut Lesdotter", "manager", "analyst")
    assert given.output.strip() == "Roles of Rut Lesdotter now: manager, analyst."
    assert call(bank, "bank", "user", "list").output.splitlines()[1] == "Rut Lesdotter: manager, analyst"
    assert call(bank, "bank", "user", "remove", "Rut Lesdotter").exit_code == 0
    assert call(bank, "bank", "info", secret=hers[ENTRY]).exit_code == 4


def test_a_user_is_asked_for_a_passphrase_where_nobody_gave_one(bank: Path) -> None:
    asked = call(bank, "bank", "user", "add", "Bo", "reader")
    assert asked.exit_code == 4
    assert call(bank, "bank", "user", "list").output.count("\n") == 1
