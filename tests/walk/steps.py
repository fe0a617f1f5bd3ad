"""What is walked: from no bank at all to one that is put back from its copy, in the words of the screen."""

from __future__ import annotations

from datetime import timedelta

from amdesk.domain.clock import Clock
from tests.walk import lists
from tests.walk.stage import Stage

SECRET = "fyra ord som ingen gissar"
NAME = "Jamila Provström"


def new_bank(stage: Stage) -> None:
    t, step = stage.t, stage.step
    stage.start()
    with step("the start"):
        pass
    with step("new bank") as hands:
        hands.press(t("New bank"))
    for field, words in (
        ("Municipality, as certificates name it", "Ekhamra stad"),
        ("Unit", "Arbetsmarknadsenheten"),
        ("Your name, as it stands in the log", NAME),
        ("Passphrase", SECRET),
        ("The passphrase again", SECRET),
    ):
        with step(f"write {field}") as hands:
            hands.fill(t(field), words)
    with step("make the bank") as hands:
        hands.answer(t("Make the bank"))
        hands.sees(t("Recovery code, shown this once"))
    with step("the code is put away") as hands:
        hands.tick(t("I have printed or written down the recovery code and locked it away"))
    with step("go on") as hands:
        hands.answer(t("Go on"))
        hands.sees(t("Get going"))
    with step("that is me") as hands:
        hands.press(t("That is me"))


def imports(stage: Stage) -> None:
    t, step, today = stage.t, stage.step, Clock().today()
    for kind, file, rows in (
        ("Placements", lists.places(stage.home, today), 3),
        ("Participants", lists.people(stage.home, today), 2),
        ("Employments", lists.employments(stage.home, today), 1),
    ):
        with step(f"to import {kind}") as hands:
            hands.page(t("Import and export"))
        with step(f"the kind {kind}") as hands:
            hands.press(t(kind), of="Segments")
        with step(f"choose file {kind}") as hands:
            hands.press(t("Choose file"))
        with step(f"the file {kind}") as hands:
            hands.file(file)
            hands.sees(t("Check"))
        with step(f"import {kind}") as hands:
            said = t.plural("Import {count} row", "Import {count} rows", rows, count=rows)
            hands.press(said)
            hands.wait(t("Choose file"), "button")


def book(stage: Stage) -> None:
    t, step = stage.t, stage.step
    with step("to the overview") as hands:
        hands.page(t("Overview"))
    with step("open who waits") as hands:
        hands.open(lists.WAITS, t("To do"))
        hands.wait(t("Book place"), "button")
    with step("book") as hands:
        hands.press(t("Book place"))
        hands.sees(t("Saved"))
    with step("notice") as hands:
        hands.press(t("Booking notice"))
    with step("save the notice") as hands:
        hands.file(stage.home / "besked.pdf")
    with step("undo the booking") as hands:
        hands.press(t("Undo the booking"))
        hands.sees(t("From"))
    with step("book again") as hands:
        hands.press(t("Book place"))
        hands.sees(t("Saved"))


def _to_booking(stage: Stage, why: str, *, begun: bool = False) -> None:
    """From the list of people."""
    t, step = stage.t, stage.step
    with step(f"to the people, to {why}") as hands:
        hands.page(t("Participants"))
    with step(f"find her, to {why}") as hands:
        hands.row(lists.WAITS, t("Participants"))
        hands.wait(t("More for this person"), "button")
    if begun:
        with step(f"more, to {why}") as hands:
            hands.press(t("More for this person"))
    with step(f"her booking, to {why}") as hands:
        hands.item(f"{t('Booking')} B-") if begun else hands.press(t("Booking"))
        hands.wait(t("Last day (a later one extends)"), "line")


def change(stage: Stage) -> None:
    t, step, today = stage.t, stage.step, Clock().today()
    _to_booking(stage, "move")
    with step("where to") as hands:
        hands.fill(t("Move to placement, for instance P-0012"), "P-0002")
    with step("move") as hands:
        hands.answer(t("Save"))
        hands.sees(lists.CARE)
    _to_booking(stage, "start")
    with step("introduced") as hands:
        hands.tick(t("The introduction checklist has been gone through"))
    with step("she came") as hands:
        hands.press(t("The person came"))
        hands.wait(t("Assess"), "button")
    for days, why in ((200, "extend"), (5, "shorten")):
        _to_booking(stage, why, begun=True)
        with step(f"another last day, to {why}") as hands:
            hands.fill(t("Last day (a later one extends)"), f"{today + timedelta(days)}")
        with step(why) as hands:
            hands.answer(t("Save"))
            hands.wait(t("Assess"), "button")


def assess(stage: Stage) -> None:
    t, step = stage.t, stage.step
    with step("to assess") as hands:
        hands.press(t("Assess"))
        hands.wait(t("Assessment"), "rows")
    with step("levels") as hands:
        hands.levels(t("Assessment"))
    with step("done") as hands:
        hands.done()
    with step("print the certificate") as hands:
        hands.press(t("Print certificate"))
    with step("save the certificate") as hands:
        hands.file(stage.home / "intyg.pdf")


def papers(stage: Stage) -> None:
    t, step = stage.t, stage.step
    with step("to the weekly list") as hands:
        hands.page(t("Overview"))
        hands.press(t("Weekly list to supervisors"))
        hands.wait(t("Export: {what}", what=t("Lists to supervisors")), "button")
    with step("export the weekly list") as hands:
        hands.press(t("Export: {what}", what=t("Lists to supervisors")))
    with step("save the weekly list") as hands:
        hands.file(stage.home / "veckolista.xlsx")
    with step("to day 90") as hands:
        hands.page(t("Follow-up"))
        hands.press(t("To follow up"), of="Segments")
        hands.wait(t("Follow up"), "button")
    with step("follow up") as hands:
        hands.press(t("Follow up"))
    with step("store what became of him") as hands:
        hands.outcome(t("Save"))
    with step("the committee's report") as hands:
        hands.press(t("Result"), of="Segments")
        hands.press(t("Report"))
        hands.wait(t("File, .pdf or .xlsx"), "line")
    with step("where the report goes") as hands:
        hands.fill(t("File, .pdf or .xlsx"), str(stage.home / "rapport.pdf"))
    with step("save the report") as hands:
        hands.answer(t("Save"))


def restore(stage: Stage) -> None:
    t, step = stage.t, stage.step
    with step("to the bank's copies") as hands:
        hands.page(t("Settings"))
        hands.row(t("The bank"), t("Settings"))
        hands.wait(t("Copy now"), "button")
    with step("copy now") as hands:
        hands.press(t("Copy now"))
        hands.sees(t("Copies of this bank, latest first:"))
    with step("restore") as hands:
        hands.press(t("Restore a backup"))
    with step("which copy") as hands:
        copies = sorted((stage.home / "AMDesk" / "backups").glob("*.amdesk"))
        hands.file(copies[-1])
    with step("that it is meant") as hands:
        now = hands.eyes.until(lambda seen: [x for x in seen.things if x.kind == "line"], "where the word is written")
        (line,) = (x for x in now.things if x.kind == "line")
        hands.fill(line.name or line.said, t("RESTORE"))
    with step("put it back") as hands:
        hands.answer(t("Restore a backup"))


WALK = (new_bank, imports, book, change, assess, papers, restore)
