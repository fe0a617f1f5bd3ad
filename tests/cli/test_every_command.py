"""Every command with every option of its own: as it is meant, with what it changes and its one document; and what it refuses,
in one sentence and its exit code, which changes nothing. A command or an option that stands nowhere here fails."""

from __future__ import annotations

import json
import re
import shlex
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import click
import docx
import openpyxl
import pytest
from click.testing import CliRunner, Result

from amdesk.cli import main
from amdesk.commands.common import a_date
from tests import make
from tests.approved.telling import approved, files, lines
from tests.cli import small
from tests.conftest import SAMPLES
from tests.gate.test_commands import leaves, takes_json
from tests.make import TODAY


class Good(NamedTuple):
    """A call as it is meant: the tables that it changes, and what it says, where that is always the same; as JSON too."""

    words: str
    changes: str = ""
    says: str = ""
    document: Mapping[str, object] = {}


class Bad(NamedTuple):
    """A call that is refused: its exit code, and words of the sentence."""

    words: str
    code: int
    says: str


YEAR = "--from 2026-01-01 --to 2026-11-23"
GOOD = {
    "bank info": [Good("", says="placement")],
    "bank check": [Good("", says="The bank is whole."), Good("--search-anew", says="The bank is whole.")],
    "bank backup": [Good("OUT/copy.amdesk", says="The backup is made and proved")],
    "bank rescue": [Good("OUT/new.amdesk", says="Nothing is missing.", document={"whole": True, "missing": {}}), Good("", says="Nothing is missing.")],
    "bank migrate": [Good("", says="The bank is up to date."), Good("BANK", says="The bank is up to date.")],
    "bank log search": [Good("--participant D-0008 --who T --words x --from 2026-01-01 --to 2026-12-31 --limit 5"), Good("")],
    "bank log export": [Good("--out OUT/log.xlsx --participant D-0008 --password", says="log.xlsx")],
    "bank log sample": [Good("--from 2026-01-01 --to 2026-12-31 --size 5 --seed 7 --out OUT/sample.pdf", says="Seed 7")],
    "bank log head": [Good("", says=":")],
    "bank user list": [Good("", says="T: case worker, recruiter, manager, analyst, administrator, reader")],
    "bank user role": [Good("T manager analyst", "account", "Roles of T now: manager, analyst.")],
    "import": [
        Good("participants IN/people.csv", "participant list_row import_run", "Rows read: 1, accepted: 1, rejected: 0"),
        Good("participants IN/people.csv --dry-run", "", "new stored: 0"),
        Good("participants IN/odd.csv", "participant list_row import_run", "Nåbar på"),
        Good("participants IN/people.csv --answers IN/answers.json --profile Provenheten", "participant list_row import_run setting", "new stored: 1"),
        Good('participants IN/odd.csv --map "Nåbar på=phone"', "participant list_row import_run column_map", "new stored: 1"),
        Good("followups SAMPLES/03_uppfoljning_90dagar.csv --dry-run --assessor Eva"),
    ],
    "list": [Good(f"{what} --free-on 2026-11-30") for what in ("placements", "participants", "bookings", "employments", "followups")]
    + [Good(f"placements --free-on {day}") for day in ("30/11-26", "30.11.2026", "20261130")],
    "match": [
        Good("D-0008", says="P-0001"), Good("D-0008 --limit 1", says="P-000"), Good("D-0008 --limit 1 --explain", says="divided by the weights' sum"), Good("--placement P-0001", says="D-0008"), Good("--placement K-1", says="D-0008"),
        Good("D-0003 --why ringer", says="P-0001"), Good("--all", "round", "are placed"), Good("--all --by-wishes", "round", "are placed"), Good("--all --no-by-wishes", "round"),
        Good("--all --policy IN/policy.json --from 2026-12-01 --to 2026-12-31", "round", "are placed"),
        Good("--all --look-ahead --strength 80", "round", "are placed"), Good("--all --no-look-ahead", "round", "are placed"), Good("--all --why-not D-0007 D-0008", "round", "it would be just as good"),
    ],
    "attendance note": [
        Good("D-0006 S --why x", "workday", "1 day noted: sick.", {"code": "sick", "days": 1}), Good("D-0006 holiday --on 2026-12-14 --to 2026-12-20", "workday", "5 days noted: holiday.", {"days": 5}),
        Good("D-0006 n --hours 4,5 --on 2026-11-23", "workday", "1 day noted: present."),
    ],
    "attendance clear": [Good("D-0006 --on 2026-11-24 --to 2026-11-27 --why x", "", "0 days taken away.", {"days": 0})],
    "attendance agree": [Good("D-0006 6 6 6 6 4,5 --from 2026-11-23 --why x", "agreed_hours", "From 23 Nov: 28.5 hours a week.", {"hours": [6, 6, 6, 6, 4.5, 0, 0]})],
    "attendance week": [Good("D-0006", says="0 of 40 h"), Good("D-0006 --on 2026-12-01 --why x", says="Next talk: 25 Nov", document={"next_talk": "2026-11-25", "warnings": []})],
    "attendance list": [Good(""), Good("D-0006 --from 2026-01-01 --to 2026-12-31 --why x")],
    "attendance payroll": [Good("--month 2026-11 --out OUT/pay.csv --to Lön", says="pay.csv"), Good("--month 2026-11 --out OUT/pay.xlsx", document={"people": 1})],
    "attendance columns": [
        Good("", says="sick_hours         Hours: sick"), Good("'number=Anst.nr; sick_hours=Sjuk'", "setting", "number             Anst.nr"),
    ],
    "attendance form": [Good("--out OUT/form.pdf --on 2026-11-23 --to Nils", says="form.pdf"), Good("--out OUT/form.pdf --on 2026-11-23", document={"people": 1, "left_out": 0})],
    "attendance export": [Good("--out OUT/week.xlsx --on 2026-11-23 --to Nils", "setting", "week.xlsx")],
    "activity ask": [
        Good("D-0006 20 --by Nämnden --why x", "activity_demand", "20 hours a week from 23 Nov, decided on 23 Nov by Nämnden.", {"hours": 20, "to": None}),
        Good("D-0006 37,5 --by Nämnden --from 2026-12-01 --to 2026-12-31 --decided-on 2026-11-20 --decision N-1", "activity_demand", "37.5 hours a week", {"decision": "N-1", "to": "2026-12-31"}),
    ],
    "activity end": [Good("D-0007 --on 2026-12-31 --why x", "activity_demand", "30 hours a week", {"to": "2026-12-31"})],
    "activity show": [
        Good("D-0007", says="30 of 30 hours were not offered", document={"participant": "D-0007"}), Good("D-0003 --why x --from 2026-10-01 --to 2026-10-20 --out OUT/a.pdf", says="a.pdf"),
    ],
    "subsidy add": [
        Good("D-0006 introduktionsjobb --from 2027-01-13 --to 2027-03-02 --decision AF-3 --claim-days 30 --why x", "subsidy employment", "80%, ceiling 20000 kr", {"ref": "S-003", "rate": 80, "ceiling": 20000, "claim_days": 30, "source": "förordning (2018:42) om särskilt anställningsstöd"}),
        Good("D-0006 lonebidrag --from 2027-01-13 --to 2027-03-02 --rate 65 --ceiling 17100,50", "subsidy employment", "65%, ceiling 17100,50 kr", {"rate": 65, "ceiling": 17100.5}),
    ],
    "subsidy change": [
        Good("S-002 --form nystartsjobb --rate 250 --ceiling 19000 --decision AF-9 --claim-days 45 --from 2026-11-24 --to 2026-12-31 --why x", "subsidy employment", "S-002: nystartsjobb, 24 Nov to 31 Dec, 250%, ceiling 19000 kr", {"rate": 250, "decision": "AF-9", "claim_days": 45}),
        Good("S-002", "", "S-002: osa"),
    ],
    "subsidy withdraw": [Good("s-002 --why x", "subsidy employment", "S-002 is taken away", {"decision": "S-002", "withdrawn": True})],
    "subsidy list": [
        Good("", says="S-001  D-0001    2026-07  late"), Good("--all", says="2026-06  claimed"), Good("--out OUT/claims.xlsx --to Ekonomi", says="claims.xlsx"),
    ],
    "subsidy show": [Good("D-0001", says="S-001: introduktionsjobb", document={"participant": "D-0001"}), Good("D-0003 --why prov", says="No decision on subsidy")],
    "subsidy claim": [
        Good("S-001 2026-07 12000 --on 2026-08-20 --why x", "subsidy_claim", "2026-07: claimed 12000 kr on 20 Aug", {"claimed": 12000}),
        Good("S-001 2026-06 14400,50", "subsidy_claim", "2026-06: claimed 14400,50 kr on 23 Nov"),
    ],
    "subsidy paid": [Good("S-001 2026-06 14400 --on 2026-09-01 --why x", "subsidy_claim", "Paid 14400 kr on 1 Sep", {"paid": 14400, "claimed": 14500})],
    "subsidy unclaim": [Good("S-001 2026-06 --why x", "subsidy_claim", "Taken away: the claim of 2026-06", {"claimed": False})],
    "contact note": [Good("D-0006 phone --why x", "note", "Noted: Phone call"), Good('D-0006 visit "Trivs i laget." --on 2026-11-20', "note", "At the workplace", {"kind": "visit", "on": "2026-11-20"})],
    "contact list": [Good("", says="2026-11-25  D-0006"), Good("--due", says="Nobody's talk is due.")],
    "why": [Good("D-0008 P-0002", says="→"), Good("D-0003 P-0001 --why ringer", says="+")],
    "book": [
        Good("D-0008 P-0001 --from 2026-12-01 --to 2027-03-01 --extent 50 --ref B-X --why x", "booking employment", "B-X: D-0008 at Björkparken", {"extent": 50, "to": "2027-03-01"}),
        Good("D-0008 P-0001 --from 2026-12-01 --to 2027-03-01 --reserve", "booking employment", "Tentative"),
        Good("D-0005 P-0001 --from 2026-11-30 --to 2027-03-10 --ref B-BOOK", "", "B-BOOK"),
        Good("D-0008 P-0001 --from 2026-12-01 --to 2027-03-01 --despite prov --passed KNOWN", "booking employment", "D-0008"),
    ],
    "fairness": [Good(f"{YEAR}", says="It says nothing of any one who books.")],
    "queue list": [
        Good("", says="D-0001"), Good("--participant D-0001 --why x", says="Lindparken"), Good("--placement P-0002", says="a must is not met"), Good("--turns", says="Nobody's turn has come."),
    ],
    "queue add": [
        Good("D-0008 P-0002 --from 2026-12-01 --to 2027-03-01 --why x", "queue_place", "D-0008", {"turn": 2, "reason": "MUST", "since": "2026-11-23"}),
        Good("D-0003 P-0002 --why prov", "queue_place", "D-0003", {"placement": None, "turn": None}),
    ],
    "queue remove": [Good("D-0001 P-0002 --reason OTHER --why x", "queue_place", "Out of the queue: D-0001, P-0002"), Good("D-0001 P-0002", "queue_place", "D-0001", {"reason": "OWN"})],
    "queue no": [Good("D-0001 P-0002 --why x", "queue_place", "No this time: D-0001, P-0002", {"no_on": "2026-11-23"})],
    "place held": [Good("", says="P-0002  Lindparken  held until 27 Nov"), Good("--placement P-0001", says="No place is held.")],
    "place hold": [
        Good("P-0001 --until 2026-12-04", "place_hold", "P-0001  Björkparken  held until 4 Dec", {"until": "2026-12-04", "due": False}),
        Good("P-0001", "place_hold", "held until 30 Nov", {"held_on": "2026-11-23", "until": "2026-11-30"}),
    ],
    "place release": [Good("P-0002", "place_hold", "No longer held: Lindparken", {"placement": "P-0002", "released": True})],
    "chain list": [Good("D-0008 --why x", says="open already")],
    "cancel": [Good("B-BOOK --reason HOST --on 2026-11-23 --why x", "booking employment", "Cancelled", {"status": "cancelled", "reason": "HOST"}), Good("B-RES", "booking employment", "Cancelled", {"reason": "OTHER"})],
    "confirm": [Good("B-RES --why x", "booking", "B-RES")],
    "introduce": [Good("B-NEW --why x", "booking", "B-NEW")],
    "start": [Good("B-BOOK --on 2026-12-02 --why x", "booking", "2 Dec to 10 Mar")],
    "end": [
        Good("B-RUN --on 2026-11-23 --reason A1 --why x", "booking employment", "Ended"), Good("B-RUN --reason A1", "booking employment", "Ended"),
        Good("B-RUN --reason PAUSE", "booking", "Ended", {"reason": "PAUSE", "to": "2026-11-23"}),
    ],
    "extend": [Good("B-RUN --to 2027-04-30 --despite prov --why x", "booking employment", "to 30 Apr")],
    "move": [Good("B-BOOK --placement P-0003 --why x", "booking employment", "Ängen", {"placement": "P-0003"}), Good("B-BOOK --on 2026-12-14 --to 2027-04-30 --despite prov", "booking employment", "14 Dec to 30 Apr")],
    "export": [
        *(Good(f"{what} --out OUT/{what}.xlsx", says="xlsx") for what in ("placements", "supervisors", "bookings")), Good("sheets --out OUT/s.xlsx", "setting", "xlsx"),
        Good("supervisors --one-each --out OUT", says="out"), Good("sheets --placement P-0001 --out OUT/p.xlsx", "setting", "xlsx"),
        Good("sheets --participant D-0006 --why x --out OUT/d.xlsx", "setting", "xlsx"),
        Good("sheets --preview", says="Nothing was written", document={"left_out": 0}),
        Good("bookings --purpose count --to Nämnden --password --out OUT/locked.xlsx", says="xlsx"), Good("supervisors --preview --purpose attend", says="Nothing was written", document={"purpose": "see who comes and when"}),
    ],
    "certificate key": [
        Good("--out OUT/city.pem", "setting", "city.pem"),
        Good("--out OUT/next.pem --new-from 2027-03-01", "setting", "2027-02-28"),
    ],
    "certificate site": [Good("--out OUT/web", "setting", "index.html")],
    "certificate revoked": [Good("--out OUT/city.revoked", "setting", "city.revoked")],
    "participant protect": [
        Good("D-0008 --level 1 --why beslut", "participant", "D-0008", {"protection": 1}), Good("D-0003 --level 0 --why upphävt", "participant", "D-0003", {"protection": 0}),
    ],
    "participant restrict": [
        Good("D-0008 --why begärt", "participant", "D-0008", {"restricted_on": "2026-11-23"}), Good("D-0008 --why prövat --lift", says="D-0008", document={"restricted_on": None}),
    ],
    "deputy add": [Good('"T Provsson" "Bo Provsson" --from 2026-11-23 --to 2026-11-27', "deputy", "Bo Provsson stands in for T Provsson", {"from": "2026-11-23"})],
    "deputy list": [Good("", says="Bo Provsson stands in for Ann Provsson")],
    "deputy end": [Good("1 --on 2026-11-25", "deputy", "Back on 25 Nov", {"id": 1})],
    "participant handover": [Good("D-0006", says="Comes later"), Good("D-0003 --why x --out OUT/h.pdf", says="h.pdf", document={"case_workers": 0}), Good('--case-worker "Bo Provsson" --out OUT/all.pdf', says="all.pdf", document={"pages": 1, "left_out": 0})],
    "participant wishes": [Good("--out OUT/blank.pdf", says="blank.pdf", document={"participant": None}), Good("D-0003 --why x --out OUT/w.pdf", says="w.pdf")],
    "participant extract": [Good("D-0008 --out OUT/e.pdf --why begärd --password", says="e.pdf"), Good("D-0008 --out OUT/e.json", says="e.json")],
    "module list": [Good("", says="Svenska i parken")],
    "module export": [Good("1 --to Läraren --out OUT/m.xlsx", "setting", "m.xlsx"), Good("1 --preview", says="Nothing was written", document={"left_out": 0})],
    "profile list": [Good("", says="PAR")],
    "profile export": [Good("PAR --out OUT/p.xlsx", says="p.xlsx")],
    "profile use": [Good("PAR 2", "profile", "PAR"), Good("PAR 2 --from 2026-12-01", "profile", "2026-12-01")],
    "profile retire": [Good("PAR 1", "profile", "PAR")],
    "guidance list": [Good("", says="need")],
    "guidance show": [Good("need", says="How is a need written?"), Good("need.daytime --version 1", says="Monday to Friday", document={"version": 1, "choice": "need.daytime"})],
    "guidance import": [Good("need IN/chapter.md --to sv", "guidance", "Draft", {"chapter": "need", "version": 1})],
    "guidance use": [Good("need 1", "guidance", "In force", {"since": "2026-11-23"}), Good("need 1 --from 2026-12-01", "guidance", "In force later")],
    "guidance export": [Good("--out OUT/h.pdf", says="h.pdf"), Good("--chapter need --out OUT/n.md", says="n.md")],
    "employer list": [Good("", says="Ekhamra Bostäder"), Good("--words bost", says="E-0001")],
    "employer show": [Good("E-0001", says="Ulf Mallgren")],
    "employer add": [Good("Växthuset --org-number 559999-9991 --industry Odling --manager Petra --note x", "employer", "E-0002", {"org_number": "559999-9991", "manager": "Petra"})],
    "employer change": [Good("E-0001 --name Bostäder --org-number 559999-9991 --industry x --manager Bo --note y", "employer", "Bostäder", {"manager": "Bo"})],
    "employer talk": [Good("E-0001 --way visit --words Lunch --on 2026-11-22", "employer_talk", "contact 1 day ago", {"light": "green"})],
    "employer contact": [Good("E-0001 Ada --title Chef --phone 070 --email a@example.org", "employer_contact", "Ada")],
    "employer forget-contact": [Good("1", "employer_contact", "erased")],
    "employer rule": [Good("", says="Version 1"), Good("--green 20 --amber 40", "setting", "Version 2", {"green": 20})],
    "vacancy list": [Good("--out OUT/v.xlsx --to Arbetsgivaren", says="v.xlsx"), Good("", says="V-0001"), Good("--status open --words park", says="V-0001")],
    "vacancy show": [Good("V-0001", says="Parkarbetare")],
    "vacancy add": [Good("E-0001 Golf --occupation PAR --ssyk 6113 --places 2 --extent 75 --start 2027-01-11 --apply-by 2026-12-04 --district NH --place Ängen --schedule mån-fre --language B1 --licence B --demand lift_max=10 --skill PAR-03=2 --text x --link https://example.org", "vacancy", "V-0003", {"extent": 75, "skills": ["PAR-03=2"], "demands": ["lift_max=10"]})],
    "vacancy change": [Good("V-0001 --title Park --occupation PAR --ssyk 6113 --places 2 --extent 75 --start 2027-01-11 --apply-by 2026-12-04 --district NH --place Ängen --schedule mån-fre --language B1 --licence B --demand lift_max=10 --skill PAR-03=2 --text x --link https://example.org", "vacancy", "Park", {"extent": 75, "start": "2027-01-11"})],
    "vacancy close": [Good("V-0001", "vacancy", "Filled"), Good("V-0001 --status closed", "vacancy", "Withdrawn")],
    "vacancy import": [
        Good("IN/vacancies.csv", "employer vacancy", "stored: 1", {"stored": 1, "unread": {"Kontakt": 1}}), Good("IN/vacancies.csv --dry-run", "", "stored: 0"),
        Good("IN/ads.json", "employer vacancy", "stored: 1", {"source": "jobtech"}),
    ],
    "vacancy paste": [Good("IN/ad.txt", says="occupation: PAR"), Good("IN/ad.txt --employer E-0001", "vacancy", "V-0003")],
    "vacancy soon": [Good(""), Good("--days 90")],
    "vacancy match": [Good("D-0006", says="V-0001", document={"participant": "D-0006"}), Good("--vacancy V-0001 --limit 3"), Good("D-0003 --why bett")],
    "introduction list": [Good("--out OUT/i.xlsx --to Chefen", says="i.xlsx"), Good("", says="D-0006"), Good("--participant D-0006 --why x", says="Parkarbetare"), Good("--vacancy V-0001", says="Introduced")],
    "introduction add": [Good("D-0008 V-0001 --consent", "introduction", "Introduced", {"status": "introduced", "consent_on": "2026-11-23"}), Good("D-0003 V-0001 --consent --why bett", "introduction", "D-0003", {"vacancy": None, "title": None})],
    "introduction step": [Good("1 interview --why x", "introduction", "Interview"), Good("1 not --reason SKILLS", "introduction", "Skills were not enough", {"reason": "SKILLS"})],
    "introduction not-relevant": [Good("D-0008 V-0001 --reason TRAVEL --why x", "introduction", "Not relevant", {"status": "not_relevant"})],
    "introduction day90": [Good("2 yes --why x", "introduction", "Hired", {"stayed": "yes"})],
    "introduction results": [Good(f"{YEAR}", says="Introduced: 2 / 2"), Good(f"{YEAR} --for outside --given-to Nämnden", "report report_row", says="Introduced, Everyone: ·"), *(Good(f"{YEAR} --out OUT/i.{kind}", says=f"i.{kind}") for kind in ("pdf", "docx", "xlsx")), Good(f"{YEAR} --for outside --out OUT/i.xlsx", "report report_row", "i.xlsx")],
    "introduction notice": [Good("1 --out OUT/n.pdf --why x", says="n.pdf")],
    "report followup": [
        Good(YEAR), Good(f"{YEAR} --compare-from 2024-01-01 --compare-to 2024-12-31"), Good(f"{YEAR} --for outside --out OUT/f.pdf", "report report_row", "f.pdf"), Good(f"{YEAR} --for outside --given-to Nämnden", "report report_row"),
        Good(f"{YEAR} --out OUT/f.xlsx", says="f.xlsx"), Good(f"{YEAR} --out OUT/f.docx", says="f.docx"),
    ],
    "report cohort": [Good("--year 2025 --window 2026"), Good("--year 2025 --months 12 --for outside --given-to Revisorn", "report"), Good("--year 2018 --freeze --out OUT/c.pdf", "cohort cohort_row cohort_window", "c.pdf")],
    "report savings": [Good(f"{YEAR} --assume attribution=20,50,80 --for inside --out OUT/s.xlsx", "setting", "s.xlsx"), Good(YEAR), Good(f"{YEAR} --for outside --given-to X", "report")],
    "report freeze": [Good(f"followup {YEAR}", "frozen_report", "F-2026-002", {"number": "F-2026-002", "unchanged": True})],
    "report frozen": [Good("", says="F-2026-001"), Good("F-2026-001", says="unchanged", document={"kind": "followup", "unchanged": True})],
    "action list": [Good("", says="A-001"), Good("--all --out OUT/a.xlsx", says="a.xlsx"), Good("--for outside", says="A-001")],
    "action show": [Good("A-001", says="Lista", document={"ref": "A-001", "state": "running"})],
    "action add": [Good("Möte --owner Petra --due 2027-01-31 --begins 2026-12-01 --what Någon --figure followup:reached_day90.all --not-to-conclude Litet --workshop W-001", "improvement", "A-002", {"state": "planned", "figure": "reached_day90.all"})],
    "action step": [Good("A-001 Möte --who Bo --due 2026-12-01", "improvement_step", "A-001")],
    "action done": [Good("A-001", "improvement", "Done", {"state": "done"}), Good("A-001 --step 1", "improvement_step", "A-001")],
    "action workshop": [Good("Svenska --on 2026-11-20 --roles lärare --said Ord", "workshop", "W-002", {"ref": "W-002"})],
    "recommendation list": [Good("", says="R-001"), *(Good(f"--out OUT/r.{kind}", says=f"r.{kind}") for kind in ("pdf", "docx", "xlsx"))],
    "recommendation add": [Good("Särskilj --by Nämnden --review 2026-02 --number 2 --words Bör --record D-1 --due 2027-01-31 --received 2026-11-20", "recommendation", "R-003", {"number": 2, "state": "received"})],
    "recommendation answer": [Good("R-001 --said Klart --not-shown Effekten --out OUT/s.docx", "recommendation", "Answered", {"state": "answered"}), Good("R-001 --said Snart --draft", "recommendation", "To be answered")],
    "recommendation followed": [Good("R-002", "recommendation", "Followed up", {"state": "followed"})],
    "recommendation evidence": [Good("R-001 report 'F-2026-001 reached_day90.all' --said Nådda", "evidence", "R-001"), Good("R-001 document 'Protokoll 112'", "evidence", "R-001")],
    "recommendation tie": [Good("R-001 A-001", "recommendation_action", "R-001")],
    "report given": [Good("", says="20260101-ABCDEF")],
    "report open": [Good("20260101-ABCDEF", says="seal")],
    "report committee": [Good(f"{YEAR} --for outside", "report report_row"), Good(f"{YEAR} --for outside --given-to Nämnden", "report report_row"), Good(f"{YEAR} --out OUT/k.pdf", "report", "k.pdf")],
    "report check-text": [Good("IN/text.txt", says="faults: 1")],
    "retention list": [Good("", says="D-0007"), Good("--before 2020-01-01", says="D-0007")],
    "retention plan": [Good("", says="note"), Good("--set note --years 2 --source plan", "setting", "note\t2")],
    "retention erase-passed": [Good("--why plan --yes", says="0 rows")],
    "retention erase": [
        Good("--participant D-0008 --why beslut --yes", "participant erasure", "1 person erased"),
        Good("--before 2020-01-01 --why plan --yes", "participant erasure activity_demand case_worker_change employment", "1 person erased"),
        Good("--why plan --yes", "participant erasure activity_demand case_worker_change employment", "1 person erased"),
    ],
    "worklist list": [Good("", says="refused.csv 2"), Good("--kind placements")],
    "worklist mend": [
        Good("1 --set name=Prov", "participant list_row import_run import_row", "new stored: 1", {"stored": 1}), Good("1 --set phone=0701740609", "import_run import_row", "rejected: 1"),
        Good("1 --set name=Prov --answer new --dry-run", says="accepted: 1"),
    ],
    "worklist store": [Good("", says="rejected: 2"), Good("--kind participants --dry-run", says="rejected: 2"), Good("--kind payments", says="No row waits.")],
    "worklist strike": [Good("1 2", "import_row", "2 rows are struck out.", {"struck": 2})],
}  # fmt: skip
TRIED_ELSEWHERE = {
    "guidance first": "services/test_guidance", "chain accept": "test_chain", "demo": "opens a window", "tour": "drives a window", "bank create": "test_cli", "bank restore": "test_cli", "bank copy": "test_cli", "bank rehearse": "services/test_rehearsal", "bank rekey": "db/test_rekey and test_rekeyed", "module import": "test_module", "attendance import": "services/test_week_list",
    "bank user add": "test_roles", "bank user remove": "test_roles", "retention propose": "services/test_retention", "retention protocol": "services/test_retention", "profile import": "test_profile", "certificate issue": "test_cli", "certificate revoke": "test_cli", "certificate badge": "services/test_badge", "certificate page": "services/test_badge", "certificate sign": "services/test_verify", "certificate verify": "test_cli",
}  # fmt: skip
NOBODY, NOWHERE, NOTHING = (
    "There is no participant {} in the bank",
    "There is no placement {} in the bank",
    "There is no booking {} in the bank",
)
BAD = {
    "bank create": [Bad("", 4, "AMDESK_PASSPHRASE")],
    "bank backup": [Bad("IN/text.txt/copy.amdesk", 4, "text.txt")],
    "bank restore": [Bad("IN/none.amdesk", 3, "There is no file"), Bad("IN/text.txt", 4, "text.txt")],
    "bank log search": [Bad("--participant D-9999", 1, NOBODY.format("D-9999"))],
    "bank log export": [Bad("--out IN/text.txt/x.xlsx", 3, "text.txt"), Bad("--participant D-9999 --out OUT/x.xlsx", 1, NOBODY.format("D-9999"))],
    "bank log sample": [Bad("--from 2026-12-31 --to 2026-01-01", 2, "A sample is of")],
    "bank log head": [Bad("1:abc", 1, "does not hold what was noted")],
    "participant extract": [Bad("D-9999 --out OUT/x.pdf", 1, NOBODY.format("D-9999")), Bad("D-0003 --out OUT/x.pdf", 1, "Give the reason")],
    "bank rehearse": [Bad("", 4, "AMDESK_RECOVERY_CODE")],
    "bank rekey": [Bad("", 4, "AMDESK_PASSPHRASE"), Bad("--whose Bo", 4, "AMDESK_PASSPHRASE")],
    "bank rescue": [Bad("BANK", 4, "already a bank"), Bad("IN/text.txt/new.amdesk", 4, "could be rescued")],
    "bank user add": [Bad("Bo reader", 4, "AMDESK_USER_PASSPHRASE"), Bad("Bo king", 2, "king"), Bad("Bo", 2, "ROLE")],
    "bank user role": [Bad("Bo reader", 1, "There is no user Bo"), Bad("T king", 2, "king")],
    "bank user remove": [Bad("T", 1, "There is no user T")],
    "bank migrate": [Bad("IN/none.amdesk", 4, "There is no bank")],
    "participant restrict": [Bad("D-9999 --why x", 1, NOBODY.format("D-9999")), Bad("D-0008", 2, "--why"), Bad("D-0008 --why ''", 1, "Write the reason")],
    "participant protect": [
        Bad("D-9999 --level 1", 1, NOBODY.format("D-9999")), Bad("D-0008 --level 4", 2, "4"), Bad("D-0003 --level 0", 1, "needs a reason"),
    ],
    "import": [
        Bad("participants IN/none.csv", 3, "There is no file"), Bad("participants IN/odd.csv --map phone", 2, "maps nothing"), Bad("participants IN/odd.csv --map Nåbar=x", 3, "x"),
        Bad("assessments IN/people.csv --assessor Eva", 3, "people.csv"), Bad("nonsense IN/people.csv", 2, "nonsense"),
    ],
    "list": [Bad("placements --free-on 2026-02-30", 2, "2026-02-30 is no date"), Bad("everything", 2, "everything")],
    "match": [
        Bad("D-9999", 1, NOBODY.format("D-9999")), Bad("Demolund", 1, NOBODY.format("Demolund")), Bad("", 2, "Name a participant"), Bad("D-0001 --all", 2, "Name a participant"),
        Bad("--placement P-9999", 1, NOWHERE.format("P-9999")), Bad("D-0001 --limit 0", 2, "0"),         Bad("--all --from 2026-12-31 --to 2026-12-01", 1, "The end is before the start"), Bad("--all --policy IN/text.txt", 3, "text.txt"),
        Bad("--all --strength 50", 2, "add --look-ahead"), Bad("--all --look-ahead --strength 0", 2, "0"), Bad("D-0008 --look-ahead", 2, "Name a participant"), Bad("--all --why-not D-9999 D-9998", 1, "D-9999 has no proposal in this round."), Bad("--all --why-not D-0007 D-0003", 1, "no place is told here"),
    ],
    "attendance note": [
        Bad("D-9999 S", 1, NOBODY.format("D-9999")), Bad("D-0006 X", 2, "X"), Bad("D-0006 S --hours mycket", 2, "mycket is no number of hours"), Bad("D-0006 S --hours 8", 1, "was present"),
        Bad("D-0006 N --on 2026-11-24", 1, "has not been yet"), Bad("D-0008 S", 1, "no employment that is under way"), Bad("D-0006 S --on 2026-12-02 --to 2026-12-01", 1, "before the start"), Bad("D-0006 S --on 31/2", 2, "31/2 is no date"),
    ],
    "attendance clear": [Bad("D-0006", 2, "--on"), Bad("D-9999 --on 2026-11-23", 1, NOBODY.format("D-9999"))],
    "attendance agree": [Bad("D-0006 6 6", 1, "Monday on"), Bad("D-9999 6 6 6 6 6", 1, NOBODY.format("D-9999"))],
    "attendance week": [Bad("D-0008", 1, "has not begun"), Bad("D-9999", 1, NOBODY.format("D-9999")), Bad("D-0003", 1, "Give the reason")],
    "attendance list": [Bad("D-9999", 1, NOBODY.format("D-9999")), Bad("--from 2026-12-01 --to 2026-11-01", 1, "before the start")],
    "attendance payroll": [
        Bad("--month 2020-01 --out OUT/x.csv", 1, "Nobody worked in 2020-01"), Bad("--month 2027-01 --out OUT/x.csv", 1, "has not begun"), Bad("--month november --out OUT/x.csv", 1, "as 2026-11"),
        Bad("--month 2026-11 --out IN/text.txt/x.csv", 3, "text.txt"), Bad("--out OUT/x.csv", 2, "--month"),
    ],
    "attendance columns": [Bad("lon", 1, "no column lon"), Bad("'number; number'", 1, "twice")],
    "attendance form": [Bad("--on 2020-01-01 --out OUT/x.pdf", 1, "Nobody worked"), Bad("--out IN/text.txt/x.pdf", 3, "text.txt"), Bad("", 2, "--out")],
    "attendance export": [Bad("--out IN/text.txt/x.xlsx --on 2026-11-23", 3, "text.txt"), Bad("--on 2020-01-01 --out OUT/x.xlsx", 1, "Nobody worked")],
    "attendance import": [Bad("IN/people.csv", 3, "people.csv")],
    "activity ask": [
        Bad("D-0006 tjugo --by Nämnden", 2, "no number of hours"), Bad("D-0006 0 --by Nämnden", 1, "for instance 20"), Bad('D-0006 20 --by " "', 1, "Say who decided"), Bad("D-9999 20 --by N", 1, NOBODY.format("D-9999")),
        Bad("D-0006 20 --by N --from 2026-12-01 --to 2026-11-01", 1, "before the start"), Bad("D-0006 20 --by N --decided-on 2026-12-24", 1, "has not been yet"),
    ],
    "activity end": [Bad("D-0006 --on 2026-12-31", 1, "No decision asks"), Bad("D-0006", 2, "--on")],
    "activity show": [Bad("D-0003", 1, "Give the reason"), Bad("D-0006 --from 2026-01-01 --to 2026-11-01", 1, "At most 26 weeks"), Bad("D-0006 --out IN/text.txt/x.pdf", 3, "text.txt")],
    "subsidy add": [
        Bad("D-0006 rut --from 2026-12-01 --to 2027-01-01", 1, "no form of subsidy rut"), Bad("D-0006 osa --from 2027-01-13 --to 2027-02-01", 1, "Say the rate"), Bad("D-0008 osa --from 2026-12-01 --to 2027-01-01 --rate 50", 1, "no employment on"),
        Bad("D-0006 osa --from 2026-12-01 --to 2027-01-01 --rate 50", 1, "S-002 covers"), Bad("D-0006 osa --from 2027-02-01 --to 2027-01-13 --rate 50", 1, "before the start"), Bad("D-0006 osa --from 2027-01-13 --to 2027-02-01 --rate 400", 1, "1 to 300"),
        Bad("D-0006 osa --from 2027-01-13 --to 2027-02-01 --rate 50 --ceiling -5", 1, "above nothing"), Bad("D-0006 osa --from 2027-01-13 --to 2027-02-01 --rate 50 --ceiling mycket", 2, "no amount"), Bad("D-0006 osa --from 2027-01-13 --to 2027-02-01 --rate 50 --claim-days 0", 1, "1 to 366"),
    ],
    "subsidy change": [Bad("S-999 --rate 50", 1, "no decision S-999"), Bad("S-002 --to 2026-11-01", 1, "before the start"), Bad("S-002 --form rut", 1, "no form of subsidy rut")],
    "subsidy withdraw": [Bad("S-001", 1, "Something was claimed"), Bad("S-999", 1, "no decision S-999")],
    "participant handover": [Bad("--case-worker Ingen --out OUT/x.pdf", 1, "Ingen"), Bad("", 2, "--case-worker"), Bad('--case-worker "T Provsson"', 2, "--out")],
    "subsidy list": [Bad("--out IN/text.txt/x.xlsx", 3, "text.txt"), Bad("--from 2026-01-01", 2, "--from")],
    "subsidy show": [Bad("D-9999", 1, NOBODY.format("D-9999")), Bad("D-0003", 1, "Give the reason")],
    "subsidy claim": [
        Bad("S-001 2026-08 100", 1, "no days in 2026-08"), Bad("S-002 2026-11 100", 1, "is not over"), Bad("S-001 juni 100", 1, "Write the month"), Bad("S-001 2026-07 x", 2, "no amount"), Bad("S-001 2026-07 100 --on 2026-12-24", 1, "has not been yet"),
    ],
    "subsidy paid": [Bad("S-001 2026-07 100", 1, "is not claimed"), Bad("S-999 2026-07 100", 1, "no decision")],
    "subsidy unclaim": [Bad("S-001 2026-07", 1, "is not claimed")],
    "contact note": [Bad("D-0006 brev", 2, "brev"), Bad("D-9999 phone", 1, NOBODY.format("D-9999")), Bad("D-0006 phone --on 2026-12-24", 1, "has not been yet")],
    "contact list": [Bad("--from 2026-01-01", 2, "--from")],
    "why": [Bad("D-0001 P-9999", 1, NOWHERE.format("P-9999")), Bad("D-9999 P-0001", 1, NOBODY.format("D-9999"))],
    "book": [
        Bad("D-9999 P-0001 --from 2026-12-01 --to 2027-03-01", 1, NOBODY.format("D-9999")), Bad("D-0008 P-9999 --from 2026-12-01 --to 2027-03-01", 1, NOWHERE.format("P-9999")),
        Bad("D-0008 P-0001 --from 2026-12-01 --to 2026-11-30", 1, "before"), Bad("D-0008 P-0001 --from 31/2 --to 2027-03-01", 2, "31/2 is no date"),
        Bad("D-0008 P-0001 --from 2026-12-01 --to 2027-03-01 --extent 101", 2, "101"), Bad("D-0005 P-0003 --from 2026-12-01 --to 2027-01-01", 1, "already booked"),
        Bad("D-0008 P-0001 --to 2027-03-01", 2, "--from"),
    ],
    "cancel": [Bad("B-NONE", 1, NOTHING.format("B-NONE")), Bad("B-RUN", 1, "is Ongoing"), Bad("B-BOOK --reason NONSENSE", 2, "NONSENSE")],
    "confirm": [Bad("B-NONE", 1, NOTHING.format("B-NONE")), Bad("B-BOOK", 1, "B-BOOK")],
    "introduce": [Bad("B-NONE", 1, NOTHING.format("B-NONE"))],
    "start": [Bad("B-NEW", 1, "introduction"), Bad("B-RES", 1, "B-RES"), Bad("B-BOOK --on 2025-01-01", 1, "within the booking"), Bad("B-BOOK --on 2030-01-01", 1, "within the booking"), Bad("B-NONE", 1, NOTHING.format("B-NONE"))],
    "end": [Bad("B-RUN --reason NONSENSE", 1, "is no end reason"), Bad("B-RUN --reason A1 --on 2030-01-01", 1, ""), Bad("B-NONE --reason A1", 1, NOTHING.format("B-NONE")), Bad("B-RUN", 2, "--reason")],
    "extend": [Bad("B-RUN --to 2020-01-01", 1, "before"), Bad("B-NONE --to 2027-01-01", 1, NOTHING.format("B-NONE")), Bad("B-RUN --to snart", 2, "snart is no date")],
    "move": [Bad("B-BOOK", 2, "Say where or when to move"), Bad("B-BOOK --placement P-9999", 1, NOWHERE.format("P-9999")), Bad("B-NONE --on 2026-12-12", 1, NOTHING.format("B-NONE"))],
    "export": [
        Bad("bookings --one-each --out OUT/x", 2, "--one-each belongs to supervisors"), Bad("placements --out IN/text.txt/x.xlsx", 3, "text.txt"), Bad("placements", 2, "--out"),
        Bad("supervisors --purpose allt --out OUT/x.xlsx", 2, "has no purpose allt. It has: assess, attend"), Bad("sheets --purpose plan --out OUT/x.xlsx", 2, "belong to lists"),
        Bad("sheets --participant D-9999 --out OUT/x.xlsx", 1, NOBODY.format("D-9999")), Bad("sheets --placement P-9999 --out OUT/x.xlsx", 1, NOWHERE.format("P-9999")),
    ],
    "certificate issue": [
        Bad("D-9999 --out OUT/x.pdf", 1, NOBODY.format("D-9999")), Bad("D-0001 --out IN/text.txt/x.pdf", 3, "text.txt"), Bad("D-0001 --employment E-NONE --out OUT/x.pdf", 1, "E-NONE"),
        Bad("D-0003 --out OUT/x.pdf", 1, ""),
    ],
    "certificate key": [
        Bad("--out IN/text.txt/x.pem", 3, "text.txt"),
        Bad("--out OUT/x.pem --new-from 2020-01-01", 1, "not before"),
    ],
    "certificate badge": [Bad("AMD-2026-99999 --out OUT/b.png", 1, "AMD-2026-99999")],
    "certificate page": [Bad("AMD-2026-99999 --out OUT/p.html", 1, "AMD-2026-99999")],
    "certificate site": [Bad("--out IN/text.txt/x", 3, "text.txt")],
    "certificate revoked": [Bad("--out IN/text.txt/x", 3, "text.txt")],
    "certificate revoke": [Bad("AMD-2026-99999 --reason x", 1, "AMD-2026-99999"), Bad("AMD-2026-99999", 2, "--reason")],
    "certificate sign": [Bad("IN/none.pdf --p12 IN/none.p12 --out OUT/x.pdf", 4, "AMDESK_P12_PASSPHRASE")],
    "certificate verify": [Bad("IN/text.txt --key IN/text.txt", 3, "is no public key")],
    "module export": [Bad("99 --out OUT/x.xlsx", 1, ""), Bad("ett --out OUT/x.xlsx", 2, "ett")],
    "module import": [Bad("IN/people.csv", 3, "people.csv")],
    "profile export": [Bad("XYZ --out OUT/x.xlsx", 1, "XYZ is no occupation of the bank")],
    "profile import": [Bad("PAR IN/people.csv", 3, "people.csv")],
    "profile use": [Bad("PAR 9", 1, "The profile PAR has no version 9"), Bad("PAR 2 --from 31/2", 2, "31/2")],
    "profile retire": [Bad("PAR 9", 1, "The profile PAR has no version 9")],
    "guidance show": [Bad("nothing", 1, "There is no chapter nothing"), Bad("need.nothing", 1, "Nothing is said of need.nothing"), Bad("need --version 9", 1, "no version 9"), Bad("need --version 0", 1, "no version 0")],
    "guidance import": [Bad("need IN/none.md", 3, "There is no file"), Bad("need IN/text.txt", 1, "No heading says what it is about"), Bad("need IN/chapter.md --to fi", 2, "fi")],
    "guidance use": [Bad("need 9", 1, "no version 9"), Bad("need 1 --from 2020-01-01", 1, "day that has passed"), Bad("need 1 --from snart", 2, "snart is no date")],
    "guidance first": [Bad("", 1, "has guidance already")],
    "guidance export": [Bad("--chapter nothing --out OUT/x.pdf", 1, "There is no chapter nothing"), Bad("--out IN/text.txt/x.pdf", 3, "text.txt")],
    "report followup": [Bad("--from 2026-01-01", 2, "--to"), Bad(f"{YEAR} --compare-from 2025-01-01", 2, "Give both"), Bad(f"{YEAR} --out OUT/x.odt", 2, "x.odt"), Bad("--from 2026-12-01 --to 2026-01-01", 2, "before")],
    "report cohort": [Bad("--year 1700", 2, "1700"), Bad("--year 2025 --months -1", 2, "-1"), Bad("--year 2025 --window 2020", 2, "Give a year")],
    "report savings": [Bad(f"{YEAR} --assume attribution=1", 2, "sets nothing"), Bad(f"{YEAR} --assume nonsense=1,2,3", 1, "nonsense"), Bad(f"{YEAR} --assume attribution=90,50,10", 1, "")],
    "report open": [Bad("20200101-ABCDEF", 1, "20200101-ABCDEF")],
    "report committee": [Bad(f"{YEAR} --given-to X", 2, "--for outside"), Bad(f"{YEAR} --out IN/text.txt/k.pdf", 3, "text.txt")],
    "report check-text": [Bad("IN/none.txt", 3, "There is no file")],
    "employer show": [Bad("E-9999", 1, "There is no employer E-9999")],
    "employer add": [Bad('" "', 1, "has a name"), Bad("Ny --org-number 123", 1, "123 is no organisation number"), Bad("'ekhamra bostäder'", 1, "is in the bank already, as E-0001")],
    "employer change": [Bad("E-9999 --name x", 1, "There is no employer E-9999"), Bad("E-0001 --name ' '", 1, "has a name")],
    "employer talk": [Bad("E-0001 --on 2027-01-01", 1, "has not been yet"), Bad("E-0001 --way duva", 2, "duva"), Bad("E-0001 --on 31/2", 2, "31/2")],
    "employer contact": [Bad("E-9999 Ada", 1, "There is no employer E-9999"), Bad("E-0001 ' '", 1, "has a name")],
    "employer forget-contact": [Bad("99", 1, "no longer in the bank"), Bad("ett", 2, "ett")],
    "employer rule": [Bad("--green 90", 1, "amber for longer"), Bad("--amber x", 2, "x")],
    "vacancy list": [Bad("--status x", 2, "x"), Bad("--words ingenting --out OUT/v.xlsx", 1, "no vacancy to list"), Bad("--out OUT/v.csv", 2, ".xlsx")],
    "vacancy show": [Bad("V-9999", 1, "There is no vacancy V-9999")],
    "vacancy add": [
        Bad("E-9999 Golf", 1, "There is no employer E-9999"), Bad("E-0001 ' '", 1, "has a title"), Bad("E-0001 Golf --ssyk 12", 1, "12 is no SSYK code"), Bad("E-0001 Golf --skill PAR-99=2", 1, "PAR-99=2 is no skill"),
        Bad("E-0001 Golf --licence Z", 1, "Z is no class"), Bad("E-0001 Golf --language D9", 1, "D9 is no level"), Bad("E-0001 Golf --link ftp", 1, "no address"), Bad("E-0001 Golf --occupation XYZ", 1, "XYZ is no occupation"),
        Bad("E-0001 Golf --extent 101", 2, "101"), Bad("E-0001 Golf --places 0", 2, "0"), Bad("E-0001 Golf --start 31/2", 2, "31/2"),
    ],
    "vacancy change": [Bad("V-9999 --title x", 1, "There is no vacancy V-9999"), Bad("V-0001 --title ' '", 1, "has a title")],
    "vacancy close": [Bad("V-9999", 1, "There is no vacancy V-9999"), Bad("V-0001 --status x", 2, "x")],
    "vacancy import": [Bad("IN/none.csv", 3, "There is no file"), Bad("IN/people.csv", 3, "is no list of vacancies"), Bad("IN/answers.json", 3, "has no advertisement")],
    "vacancy paste": [Bad("IN/none.txt", 3, "none.txt"), Bad("IN/ad.txt --employer E-9999", 1, "There is no employer E-9999")],
    "vacancy soon": [Bad("--days 31", 2, "31")],
    "vacancy match": [Bad("", 2, "Name a participant"), Bad("D-0006 --vacancy V-0001", 2, "Name a participant"), Bad("D-9999", 1, NOBODY.format("D-9999")), Bad("--vacancy V-9999", 1, "There is no vacancy V-9999")],
    "fairness": [Bad("--from 2026-01-01", 2, "--to"), Bad("--from 2026-12-01 --to 2026-01-01", 1, "before the start")],
    "chain list": [Bad("D-9999", 1, NOBODY.format("D-9999")), Bad("D-0003", 1, "protected")],
    "chain accept": [Bad("D-0008 00000000", 1, "no longer possible as they were shown"), Bad("D-0003 x", 1, "protected")],
    "queue list": [Bad("--participant D-0008 --turns", 2, "Name one of --participant"), Bad("--placement P-9999", 1, "P-9999"), Bad("--participant D-0003", 1, "protected")],
    "queue add": [Bad("D-0008 P-0001", 1, "Book it instead of waiting"), Bad("D-0001 P-0002", 1, "stands in that queue already"), Bad("D-0008 P-0002 --from 2027-03-01 --to 2026-12-01", 1, "before the start")],
    "queue remove": [Bad("D-0008 P-0002", 1, "does not stand in that queue"), Bad("D-0001 P-0002 --reason x", 2, "x")],
    "queue no": [Bad("D-0008 P-0002", 1, "does not stand in that queue")],
    "place held": [Bad("--placement P-9999", 1, "P-9999")],
    "place hold": [Bad("P-0002", 1, "Lindparken has no free place that could be held."), Bad("P-0001 --until 2026-11-23", 1, "Choose 24 Nov or later"), Bad("P-0001 --until x", 2, "x")],
    "place release": [Bad("P-0001", 1, "No place is held at Björkparken.")],
    "introduction list": [Bad("--vacancy V-0001 --out OUT/i.xlsx", 2, "--vacancy"), Bad("--participant D-9999", 1, NOBODY.format("D-9999")), Bad("--vacancy V-9999", 1, "There is no vacancy V-9999")],
    "introduction add": [
        Bad("D-0008 V-0001", 1, "only after saying yes"), Bad("D-0006 V-0001 --consent", 1, "already"), Bad("D-0003 V-0001 --consent", 1, "Give the reason"), Bad("D-0008 V-9999 --consent", 1, "There is no vacancy V-9999"),
    ],
    "introduction step": [Bad("99 interview", 1, "no longer in the bank"), Bad("1 not", 1, "Choose why"), Bad("2 interview", 1, "cannot be taken"), Bad("1 not --reason x", 2, "x")],
    "introduction not-relevant": [Bad("D-0008 V-0001", 2, "--reason"), Bad("D-0006 V-0002 --reason TRAVEL", 1, "cannot be taken")],
    "introduction day90": [Bad("1 yes", 1, "90 days after"), Bad("2 perhaps", 2, "perhaps")],
    "introduction results": [Bad("--from 2026-01-01", 2, "--to"), Bad("--from 2026-12-01 --to 2026-01-01", 1, "before the start"), Bad("--from 2026-12-01 --to 2026-01-01 --out OUT/i.pdf", 1, "before the start"), Bad(f"{YEAR} --for x", 2, "x"), Bad(f"{YEAR} --given-to X", 2, "--for outside"), Bad(f"{YEAR} --out OUT/x.odt", 2, "x.odt")],
    "introduction notice": [Bad("99 --out OUT/n.pdf", 1, "no longer in the bank"), Bad("1 --out IN/text.txt/n.pdf", 3, "text.txt")],
    "retention propose": [Bad("--why x", 1, "no named users"), Bad('--why " "', 1, "Say by which decision")],
    "retention protocol": [Bad("--from 2026-01-01 --to 2026-12-31 --out OUT/p.pdf", 1, "Nothing was erased from 2026-01-01 to 2026-12-31"), Bad("--from 2026-01-01 --to 2026-12-31 --out IN/text.txt/p.pdf", 3, "text.txt")],
    "retention list": [Bad("--before snart", 2, "snart is no date")],
    "retention plan": [Bad("--set x --years 2 --source y", 1, "There is no kind of data"), Bad("--set note --years 2", 1, "Name the decision")],
    "retention erase-passed": [Bad("--why x", 2, "cannot be undone"), Bad('--why " " --yes', 1, "Say by which decision")],
    "retention erase": [
        Bad("--participant D-0005 --why B --yes", 1, "not over"),
        Bad("--why B", 2, "cannot be undone"), Bad("--before 2030-01-01 --why B --yes", 1, "Choose an earlier day"),
        Bad('--why " " --yes', 1, "Say by which decision"),
    ],
    "worklist list": [Bad("--kind nonsense", 2, "nonsense")],
    "worklist mend": [
        Bad("99 --set name=Prov", 1, "Row 99 does not wait"), Bad("1 --set name", 2, "sets nothing"), Bad("1 --set x=1", 2, "There is no field x"),
        Bad("1 --answer perhaps", 2, "perhaps"),
    ],
    "worklist store": [Bad("--kind nonsense", 2, "nonsense")],
    "worklist strike": [Bad("1 99", 1, "Row 99 does not wait"), Bad("", 2, "KEYS")],
}  # fmt: skip
WITHOUT_A_BANK = {
    "bank create",
    "bank restore",
    "bank migrate",
    "demo",
    "tour",
    "certificate sign",
    "certificate verify",
    "report check-text",
}
EVERY = [" ".join(words) for words in leaves()]


@pytest.fixture(scope="module")
def staged(new_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a bank in it, and the files that commands read."""
    folder = tmp_path_factory.mktemp("small")
    small.fill(make.copied(new_file, folder / "b.amdesk"))
    small.files(folder)
    return folder


@pytest.fixture
def bank(staged: Path, tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return make.copied(staged / "b.amdesk", tmp_path / "b.amdesk")


def words_of(name: str, said: str, bank: Path, staged: Path) -> list[str]:
    places = {"OUT": bank.parent / "out", "IN": staged, "SAMPLES": SAMPLES, "BANK": bank}
    out = []
    for word in (*name.split(), *shlex.split(said)):
        head, slash, rest = word.partition("/")
        out.append(f"{places[head]}{slash}{rest}" if head in places else word)
    return out


def call(bank: Path, *words: str) -> Result:
    head = ["--bank", str(bank), "--today", TODAY.isoformat(), "--lang", "en"]
    return CliRunner(env={"AMDESK_FILE_PASSWORD": "fyra helt olika ord"}).invoke(main, [*head, *words])


def command_of(name: str) -> click.Command:
    found: click.Command = main
    for word in name.split():
        assert isinstance(found, click.Group)
        found = found.commands[word]
    return found


def test_every_command_and_every_option_of_it_is_tried() -> None:
    assert set(GOOD) | set(TRIED_ELSEWHERE) == set(EVERY)
    for name, tried in GOOD.items():
        said = {word for good in tried for word in good.words.split()} | {"--json"}
        options = {p.opts[0] for p in command_of(name).params if isinstance(p, click.Option)}
        assert options <= said, name


WHOLE = {"participant extract", "certificate site"}
"""What copies every column of somebody as it is, judged by what the extract is for, in services/test_extract.py; and a page with
keys in it, judged in tests/site."""
CALLS = [(name, i) for name, tried in GOOD.items() for i in range(len(tried))]


@pytest.mark.thorough(270)
@pytest.mark.parametrize(("name", "number"), CALLS)
def test_a_command_as_it_is_meant_changes_what_it_says_and_nothing_else(
    name: str, number: int, bank: Path, staged: Path, tmp_path: Path
) -> None:
    good = GOOD[name][number]
    before = small.state(bank)
    done = call(bank, *words_of(name, good.words, bank, staged))
    assert (done.exit_code, done.exception) == (0, None), done.output
    assert good.says in done.stdout
    assert [found for path in (tmp_path / "out").rglob("*.*") for found in of_libraries(path)] == []
    after = small.state(bank)
    assert small.changed(before, after) == set(good.changes.split())
    stored = small.stored(before, after)
    said = ["== printed", done.stdout, "== written", *files(tmp_path / "out"), "== stored", *lines(stored)]
    if takes_json(tuple(name.split())):
        again = make.copied(staged / "b.amdesk", tmp_path / "c.amdesk")
        (tmp_path / "again").mkdir()
        elsewhere = good.words.replace("OUT/", "OUT/../again/")
        found = call(again, *words_of(name, elsewhere, bank, staged), "--json")
        assert found.exit_code == 0, found.output
        document = json.loads(found.stdout)
        assert {key: document[key] for key in good.document} == good.document
        assert small.changed(before, small.state(again)) == set(good.changes.split())
        said += ["== as JSON", *lines(document)]
    if name not in WHOLE:
        approved(f"commands/{name} {number}", map(without_numbers, said))


def without_numbers(said: str) -> str:
    """Personal identity numbers are the next free ones of a run."""
    return re.sub(r"\b(?:19|20)?\d{6}-?\d{4}\b", "…", said)


def of_libraries(path: Path) -> list[str]:
    """What a file for Office tells of the libraries that it was made with, or brings from their templates."""
    if not zipfile.is_zipfile(path):
        return []
    with zipfile.ZipFile(path) as inside:
        about = b"".join(inside.read(n) for n in inside.namelist() if n.startswith("docProps/") and n.endswith(".xml"))
        pictures = [n for n in inside.namelist() if "thumbnail" in n.lower()]
    return [f"{path.name}: {word}" for word in ("openpyxl", "python-docx") if word.encode() in about] + pictures


def test_what_a_library_says_of_itself_in_a_file_is_found(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    docx.Document().save(str(tmp_path / "a.docx"))
    assert of_libraries(tmp_path / "a.xlsx") == ["a.xlsx: openpyxl"]
    assert "docProps/thumbnail.jpeg" in of_libraries(tmp_path / "a.docx")


REFUSALS = [(name, i) for name, tried in BAD.items() for i in range(len(tried))]


@pytest.mark.thorough(324)
@pytest.mark.parametrize(("name", "number"), REFUSALS)
def test_a_refusal_is_one_sentence_with_its_exit_code_and_changes_nothing(
    name: str, number: int, bank: Path, staged: Path
) -> None:
    bad = BAD[name][number]
    before, words = small.state(bank), words_of(name, bad.words, bank, staged)
    for more in [(), ("--json",)] if takes_json(tuple(name.split())) else [()]:
        done = call(bank, *words, *more)
        assert done.exit_code == bad.code, done.output
        assert isinstance(done.exception, SystemExit)
        assert bad.says in done.stderr
        assert done.stderr.strip()
        if bad.code != 2:  # click says how it is called, too
            assert done.stderr.count("\n") == 1
        if more:
            assert json.loads(done.stdout)["error"]["message"] in done.stderr
        else:
            assert done.stdout == ""
    assert small.state(bank) == before
    assert list((bank.parent / "out").iterdir()) == []


def with_day(option: str, tried: list[Good], said: str) -> str:
    """A call as it is meant, with another day in an option."""
    words = next(g.words for g in tried if option in g.words.split()).split()
    words[words.index(option) + 1] = said
    return " ".join(words)


DAYS = [
    (name, option.opts[0])
    for name in GOOD
    for option in command_of(name).params
    if isinstance(option, click.Option) and (option.callback is a_date or isinstance(option.type, click.DateTime))
]


@pytest.mark.parametrize(("name", "option"), DAYS)
@pytest.mark.thorough(12)
def test_a_day_that_does_not_exist_or_cannot_be_meant_is_refused_in_every_option(
    name: str, option: str, bank: Path, staged: Path
) -> None:
    before = small.state(bank)
    for said in ("31/2", "2026-02-30", "0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31", ""):
        words = with_day(option, GOOD[name], said or "''")
        done = call(bank, *words_of(name, words, bank, staged))
        assert done.exit_code == 2, (said, done.output)
        assert f"{said} is no date" in done.stderr
        assert done.stdout == ""
    assert small.state(bank) == before


@pytest.mark.thorough(128)
@pytest.mark.parametrize("name", [n for n in GOOD if n not in WITHOUT_A_BANK])
def test_where_there_is_no_bank_it_is_said_and_none_is_made(
    name: str, bank: Path, staged: Path, tmp_path: Path
) -> None:
    none = tmp_path / "none" / "b.amdesk"
    done = call(none, *words_of(name, GOOD[name][0].words, bank, staged))
    assert done.exit_code == 4
    assert "There is no bank" in done.stderr
    assert (done.stdout, done.stderr.count("\n")) == ("", 1)
    assert not none.parent.exists()
