"""What is walked: from no bank at all to one that is put back from its copy, in the words of the screen."""

from __future__ import annotations

from datetime import timedelta

from amdesk.domain.clock import Clock
from tests.walk import lists
from tests.walk.stage import Stage

SECRET = "fyra ord som ingen gissar"
NAME = "Jamila Provström"
AFTER = "Ring henne efter fikat"
"""What is noted after the bank was copied, and is not in the copy."""


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
        hands.wait(t("Next step"), "button")
    with step("the tour, another time") as hands:
        hands.answer(t("Close"))
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
            hands.choice(t(kind))
        with step(f"choose file {kind}") as hands:
            hands.press(t("Choose file"))
        stored = t.plural("Import {count} row", "Import {count} rows", rows, count=rows)
        with step(f"the file {kind}") as hands:
            hands.file(file)
            hands.wait(stored, "button")
        with step(f"import {kind}") as hands:
            hands.press(stored)
            hands.wait(t("Choose file"), "button")


def book(stage: Stage) -> None:
    t, step = stage.t, stage.step
    with step("to the overview") as hands:
        hands.page(t("Overview"))
    with step("open who waits") as hands:
        hands.open(lists.WAITS, t("To do"))
        hands.eyes.until(lambda now: t("Matching") in now.window, "the page that matches")
        hands.wait(t("Book place"), "button")
    with step("book") as hands:
        hands.press(t("Book place"))
        hands.sees(t("Saved"))
    with step("notice") as hands:
        hands.press(t("Booking notice"))
    _to_file(stage, "the notice", "besked.pdf")
    with step("undo the booking") as hands:
        hands.press(t("Undo the booking"))
        hands.sees(t("From"))
    with step("book again") as hands:
        hands.press(t("Book place"))
        hands.sees(t("Saved"))


def _to_file(stage: Stage, paper: str, name: str) -> None:
    """From the preview of a paper into a file."""
    t, step = stage.t, stage.step
    with step(f"{paper} is seen") as hands:
        hands.wait(t("Save PDF"), "button")
        hands.sees(t("Everything has room, and nothing is written over anything else."))
    with step(f"{paper} as a file") as hands:
        hands.answer(t("Save PDF"))
    with step(f"where {paper} goes") as hands:
        hands.file(stage.home / name)
        hands.eyes.until(lambda now: now.kind == "MainWindow", "the window behind the preview")


def board(stage: Stage) -> None:
    t, step = stage.t, stage.step
    with step("to the board") as hands:
        hands.page(t("Placement bank"))
        hands.lies(lists.WAITS, lists.PARK)
    with step("move her on the board") as hands:
        hands.carry(lists.WAITS, lists.CARE)
        hands.lies(lists.WAITS, lists.CARE)


def _to_her(stage: Stage, why: str) -> None:
    """In the list of people."""
    t, step = stage.t, stage.step
    with step(f"to the people, to {why}") as hands:
        hands.page(t("Participants"))
    with step(f"find her, to {why}") as hands:
        hands.row(lists.WAITS, t("Participants"))
        hands.wait(t("More for this person"), "button")


def _to_booking(stage: Stage, why: str, *, begun: bool = False) -> None:
    """From the list of people."""
    t, step = stage.t, stage.step
    _to_her(stage, why)
    if begun:
        with step(f"more, to {why}") as hands:
            hands.press(t("More for this person"))
    with step(f"her booking, to {why}") as hands:
        hands.item(f"{t('Booking')} B-") if begun else hands.press(t("Booking"))
        hands.wait(t("Interrupt") if begun else t("Move"), "button")


def change(stage: Stage) -> None:
    t, step = stage.t, stage.step
    _to_booking(stage, "move")
    with step("to another place") as hands:
        hands.press(t("Move"))
        hands.wait(t("Move to placement, by name or number"), "line")
    with step("where to") as hands:
        hands.pick(t("Move to placement, by name or number"), lists.PARK)
    with step("move") as hands:
        hands.answer(t("Move"))
        hands.sees(lists.PARK)
    _to_booking(stage, "start")
    with step("introduced") as hands:
        hands.tick(t("The introduction checklist has been gone through"))
    with step("she came") as hands:
        hands.press(t("The person came"))
        hands.wait(t("Assess"), "button")


def last_days(stage: Stage) -> None:
    t, step, today = stage.t, stage.step, Clock().today()
    for days, why in ((200, "extend"), (5, "shorten")):
        _to_booking(stage, why, begun=True)
        with step(f"another last day, to {why}") as hands:
            hands.press(t("New last day"))
            hands.wait(t("Last day (a later one extends)"), "line")
        with step(f"which day, to {why}") as hands:
            hands.fill(t("Last day (a later one extends)"), f"{today + timedelta(days)}")
        with step(why) as hands:
            hands.answer(t("New last day"))
            hands.wait(t("Assess"), "button")


def interrupt(stage: Stage) -> None:
    t, step = stage.t, stage.step
    _to_booking(stage, "interrupt", begun=True)
    with step("interrupt") as hands:
        hands.press(t("Interrupt"))
        hands.wait(t("Reason"), "choice")
    with step("that it is meant, to interrupt") as hands:
        hands.answer(t("Interrupt"))
        hands.sees(t("The booking is interrupted; the employment goes on."))
    with step("undo the interruption") as hands:
        hands.undo()
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
    _to_file(stage, "the certificate", "intyg.pdf")


def papers(stage: Stage) -> None:
    t, step = stage.t, stage.step
    with step("to the weekly list") as hands:
        hands.page(t("Overview"))
        hands.press(t("Weekly list to supervisors"))
        hands.wait(t("Choose where …"), "button")
    with step("what leaves is looked at") as hands:
        hands.answer(t("Choose where …"))
    with step("save the weekly list") as hands:
        hands.file(stage.home / "veckolista.xlsx")
    with step("to day 90") as hands:
        hands.page(t("Follow-up"))
        hands.choice(t("To follow up"))
        hands.wait(t("Follow up"), "button")
    with step("follow up") as hands:
        hands.press(t("Follow up"))
    with step("store what became of him") as hands:
        hands.outcome(t("Save"))
    with step("the committee's report") as hands:
        hands.choice(t("Result"))
        hands.press(t("Report"))
        hands.wait(t("File, .pdf, .docx or .xlsx"), "line")
    with step("where the report goes") as hands:
        hands.fill(t("File, .pdf, .docx or .xlsx"), str(stage.home / "rapport.pdf"))
    with step("save the report") as hands:
        hands.answer(t("Save"))


def lock(stage: Stage) -> None:
    """Nothing of the bank is on a locked screen, and everything is back when the passphrase is said."""
    t, step = stage.t, stage.step
    _to_her(stage, "lock")
    with step("lock") as hands:
        hands.lock()
        hands.sees(t("AMDesk is locked"))
        now = hands.eyes.sight()
        names = [name for name in (lists.WAITS, lists.ENDED, lists.PARK) if name in now.texts() or name in now.window]
        stage.notice(f"the locked window says {names}" if names else "")
    with step("the passphrase") as hands:
        hands.fill(t("Passphrase"), SECRET)
    with step("unlock") as hands:
        hands.answer(t("Unlock"))
        hands.wait(t("More for this person"), "button")


def restore(stage: Stage) -> None:
    """What was done after the copy is named, and is gone from the bank that stands there then."""
    t, step = stage.t, stage.step
    with step("to the bank's copies") as hands:
        hands.page(t("Settings"))
        hands.part(t("Settings"), t("Backups"))
        hands.wait(t("Copy now"), "button")
    with step("copy now") as hands:
        hands.press(t("Copy now"))
        hands.sees(t("The copy is made and proved: {path}", path="").strip())
    copies = sorted((stage.home / "AMDesk" / "backups").glob("*.amdesk"))
    _to_her(stage, "write a note")
    with step("a note after the copy") as hands:
        hands.press(t("New note"))
    with step("its words") as hands:
        hands.fill(t("Note"), AFTER)
    with step("save the note") as hands:
        hands.answer(t("Save note"))
        hands.sees(AFTER)
    with step("to restore") as hands:
        hands.page(t("Settings"))
        hands.part(t("Settings"), t("Backups"))
        hands.press(t("Restore a file"))
    with step("which copy") as hands:
        hands.file(copies[-1])
        hands.sees(t("Passphrase of the backup"))
    with step("the passphrase of the copy") as hands:
        hands.fill(t("Passphrase or recovery code"), SECRET)
    with step("what is newer") as hands:
        hands.answer(t("Go on"))
        hands.sees(t("One change in the bank is newer than the copy and will be gone from it:"))
    with step("that it is meant") as hands:
        hands.fill(t("Type {word}", word=t("RESTORE")), t("RESTORE"))
    with step("put it back") as hands:
        hands.answer(t("Restore a backup"))
        hands.eyes.until(lambda now: now.kind == "MainWindow", "the window on the copy")
    _to_her(stage, "see that the bank is the copy's")
    with step("the bank is the copy's") as hands:
        hands.sees(t("Assessment"))
        stage.notice("the note is still there" if hands.eyes.sight().said(AFTER) else "")


WALK = (new_bank, imports, book, board, change, last_days, interrupt, assess, papers, lock, restore)
