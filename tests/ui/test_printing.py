"""A paper before it is printed: what is seen, printed and saved is one file, and looking at it issues nothing."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu

from amdesk.domain.errors import Refused
from amdesk.domain.results.report import Report
from amdesk.domain.texts import text
from amdesk.services.bank import papers
from amdesk.services.desk import Desk
from amdesk.settings import Settings
from amdesk.ui.booking.form import print_notice
from amdesk.ui.kit import printer as printers
from amdesk.ui.kit.paper import Out, Paper
from amdesk.ui.kit.printing import PrintDialog
from amdesk.ui.results.committee import ReportWanted
from tests import make
from tests.export.test_papers import PAPERS
from tests.export.test_scan import scanned
from tests.make import TODAY
from tests.ui.conftest import FLOOR_1, FLOOR_3, Hands
from tests.ui.formed import steps

Key = Qt.Key


def pages_of(path: Path) -> int:
    document = pypdfium2.PdfDocument(path)
    count = len(document)
    document.close()
    return count


def shown(hands: Hands, pdf: bytes, **given: Any) -> Any:
    """A paper of these bytes, shown over the window."""
    PrintDialog.run(
        hands.window.window,
        hands.shell,
        Paper("Besked", "Ada Prov", "Ada Prov.pdf", lambda *_: pdf, **({"act": "bank"} | given)),
    )
    return hands.paper()


def said(dialog: Any) -> list[str]:
    """The checks that are shown, sentence by sentence."""
    rows = [dialog.side.checks.itemAt(i).layout() for i in range(dialog.side.checks.count())]
    return [row.itemAt(1).widget().text() for row in rows]


def booked(other: Desk, **given: Any) -> Any:
    person = make.participant(other.bank, name="Zorvath Prov", **given)
    return other.booking.book(person, make.placement(other.bank), TODAY, date(2027, 1, 29)).booking


# what is shown


@pytest.mark.thorough(long=True)
def test_nothing_of_printing_is_loaded_before_a_paper_is_printed() -> None:
    """The first screen does not wait for it, nor does any page."""
    said = """
import importlib, pkgutil, sys
import amdesk.app, amdesk.ui
for one in pkgutil.walk_packages(amdesk.ui.__path__, "amdesk.ui."):
    if one.name not in {"amdesk.ui.kit.printing", "amdesk.ui.kit.printside", "amdesk.ui.kit.printer", "amdesk.ui.kit.sheet"}:
        importlib.import_module(one.name)
print(*sorted(n for n in sys.modules if n.startswith(("amdesk.ui.kit.print", "PySide6.QtPrint", "pypdfium2", "zxing"))))
"""
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.thorough(long=True)
def test_the_pages_that_are_listed_are_the_pages_of_the_file(hands: Hands, printer: Path) -> None:
    pdf = PAPERS["form, usual levels"]("sv")
    dialog = shown(hands, pdf)
    count = len(papers.look(pdf).sizes)
    assert count > 1
    assert dialog.pages.count() == count
    assert not dialog.view.page.pixmap.isNull()
    first = dialog.view.page.pixmap.toImage()
    hands.press(Key.Key_PageDown)
    assert dialog.pages.currentRow() == 1
    assert dialog.view.page.pixmap.toImage() != first
    assert f"Sida 2 av {count}" in dialog.caption.text()
    hands.press(Key.Key_Escape)
    assert dialog.gone


def test_pages_are_turned_by_buttons_where_large_text_leaves_no_room_for_their_list(
    hands: Hands, printer: Path
) -> None:
    dialog = shown(hands, PAPERS["form, usual levels"]("sv"))
    assert not any(one.isVisible() for one in dialog.turns)
    dialog.resize(dialog.shell.theme.px(700), dialog.height())
    hands.rest()
    assert not dialog.left.isVisible()
    dialog.turns[1].click()
    hands.rest()
    assert "Sida 2" in dialog.caption.text()
    dialog.turns[0].click()
    hands.rest()
    assert "Sida 1" in dialog.caption.text()
    dialog.reject()


def test_a_page_at_its_own_size_is_as_wide_as_the_paper(hands: Hands, printer: Path) -> None:
    dialog = shown(hands, PAPERS["notice"]("sv"))
    whole = dialog.view.page.pixmap.deviceIndependentSize()
    assert whole.height() <= dialog.view.viewport().height()
    for _ in range(9):
        if dialog.view.percent < 100:
            hands.press(Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    wide = dialog.view.page.pixmap.deviceIndependentSize().width()
    assert dialog.view.percent == 100
    assert abs(wide - 210 / 25.4 * dialog.logicalDpiX()) <= 2
    hands.press(Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert dialog.view.page.pixmap.deviceIndependentSize() == whole
    dialog.reject()


def test_names_that_are_hidden_are_shown_on_no_page(hands: Hands, printer: Path) -> None:
    hands.shell.names_hidden = True
    dialog = shown(hands, PAPERS["notice"]("sv"))
    assert dialog.view.page.pixmap.isNull()
    assert all(dialog.pages.item(i).icon().isNull() for i in range(dialog.pages.count()))
    dialog.reject()


@pytest.mark.thorough(long=True)
def test_the_checks_say_what_would_go_wrong_on_paper(
    hands: Hands, printer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = shown(hands, PAPERS["certificate"]("sv"), note="Det utfärdas.")
    assert said(dialog) == [
        "Allt får plats, inget skrivs på något annat.", "QR-koden går att läsa i svartvitt.", "Det utfärdas.",
    ]  # fmt: skip
    monkeypatch.setattr(printers, "reach", lambda _p: (80.0, 80.0, 80.0, 80.0))
    dialog.side.ask_printer()
    assert "Skrivaren når inte så långt ut som texten står: välj Anpassa." in said(dialog)
    dialog.side.fit.button("fit").click()
    assert len(said(dialog)) == 3
    dialog.reject()
    dialog = shown(hands, overprinted())
    assert said(dialog) == ["Text ligger på annan text eller vid kanten: titta på sida 1."]
    dialog.reject()


def overprinted() -> bytes:
    """A paper with one word over another."""
    from amdesk.export.pdf import draw, finished, new_canvas

    canvas, out = new_canvas("Fel", "AMDesk")
    draw(canvas, 100, 700, "Din arbetsmarknadssekreterare", size=12)
    draw(canvas, 150, 701, "Jamila Provström", size=12)
    return finished(canvas, out)


# out


@pytest.mark.thorough(long=True)
def test_ctrl_p_and_enter_print_as_last_time(hands: Hands, printer: Path) -> None:
    pdf = PAPERS["form, usual levels"]("sv")
    dialog = shown(hands, pdf)
    assert (dialog.side.printer.code(), dialog.side.copies.value()) == (FLOOR_3, 1)
    dialog.side.printer.choose(FLOOR_1)
    dialog.side.copies.setValue(2)
    dialog.side.colour.button("grey").click()
    hands.out()
    assert pages_of(printer) == 2 * len(papers.look(pdf).sizes)
    last = Settings.load()
    assert (last.printer, last.copies, last.print_grey, last.print_fit) == (FLOOR_1, 2, True, False)
    printer.unlink()
    dialog = shown(hands, PAPERS["notice"]("sv"))
    assert dialog.side.printer.currentText() == f"{FLOOR_1} (som senast)"
    hands.out()
    assert pages_of(printer) == 2


def test_enter_pressed_before_the_paper_is_there_prints_it_when_it_is(hands: Hands, printer: Path) -> None:
    pause, pdf = threading.Event(), PAPERS["notice"]("sv")

    def look(_desk: Desk, _why: str) -> bytes:
        pause.wait(20)
        return pdf

    PrintDialog.run(hands.window.window, hands.shell, Paper("Besked", "", "b.pdf", look, "bank"))
    dialog: Any = hands.window.window.findChild(PrintDialog)
    QTest.keyClick(dialog, Key.Key_Return)
    assert not printer.exists()
    pause.set()
    hands.until(lambda: dialog.gone)
    assert pages_of(printer) == 1


@pytest.mark.thorough(long=True)
def test_a_printed_page_says_what_its_preview_says_and_its_code_is_read(hands: Hands, fine_printer: Path) -> None:
    import zxingcpp

    pdf = PAPERS["certificate"]("sv")
    dialog = shown(hands, pdf)
    assert dialog.read.looked.code is True
    dialog.side.colour.button("grey").click()
    hands.out()
    code = pypdfium2.PdfDocument(pdf).get_metadata_dict()["Keywords"]
    paper = pypdfium2.PdfDocument(fine_printer)
    pictures = [page.render(scale=200 / 72).to_pil() for page in paper]
    # of all kinds of codes a reader may see one by chance in the noise of a signature: ours is a QR code
    seen = [
        one.text
        for page in pictures
        for one in zxingcpp.read_barcodes(page, zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    ]
    paper.close()
    assert seen == [code]


@pytest.mark.thorough(long=True)
def test_a_page_is_printed_in_its_own_size_or_made_to_fit(hands: Hands, fine_printer: Path) -> None:
    widths = []
    for code in ("actual", "fit"):
        dialog = shown(hands, PAPERS["notice"]("sv"))
        dialog.side.fit.button(code).click()
        hands.out()
        widths.append(ink(fine_printer))
    own = ink_of(pypdfium2.PdfDocument(PAPERS["notice"]("sv")))
    assert abs(widths[0] - own) <= 3, "a hair's breadth"
    assert widths[1] <= widths[0]


def ink(path: Path) -> int:
    document = pypdfium2.PdfDocument(path)
    wide = ink_of(document)
    document.close()
    return wide


def ink_of(document: Any) -> int:
    """How wide what is printed on the first page is, in points."""
    from PIL import ImageOps

    box = ImageOps.invert(document[0].render(grayscale=True).to_pil()).getbbox()
    assert box is not None
    return int(box[2] - box[0])


@pytest.mark.thorough(long=True)
def test_one_page_alone_is_printed_where_that_is_chosen(hands: Hands, printer: Path) -> None:
    dialog = shown(hands, PAPERS["form, usual levels"]("sv"))
    hands.press(Key.Key_PageDown)
    dialog.side.which.choose("one")
    hands.out()
    assert pages_of(printer) == 1


@pytest.mark.thorough(long=True)
def test_printing_is_stopped_between_two_pages_and_goes_out_to_nobody(
    hands: Hands, printer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[str] = []
    dialog = shown(hands, PAPERS["form, usual levels"]("sv"), out=lambda _d, _w: noted.append("out"))
    dialog.side.copies.setValue(9)
    met: list[int] = []
    real = dialog._at_work

    def at_work(words: str) -> None:
        real(words)
        if dialog.job is not None and dialog.job.page == 2 and not met:
            met.append(2)
            assert "2" in dialog.state.text()
            QTest.keyClick(dialog, Key.Key_Escape)

    monkeypatch.setattr(dialog, "_at_work", at_work)
    dialog.print_()
    hands.until(lambda: dialog.job is None)
    hands.rest()
    assert met == [2]
    assert dialog.side.wrong.text() == "Utskriften avbröts."
    assert not dialog.gone
    assert noted == []
    hands.press(Key.Key_Escape)
    assert dialog.gone


@pytest.mark.thorough(2)
@pytest.mark.qt_log_ignore("QPainter::begin")  # Qt says itself what the sentence says
@pytest.mark.parametrize("fails", ["gone", "begin"])
def test_a_printer_that_fails_is_one_sentence_and_the_paper_stays(
    hands: Hands, printer: Path, monkeypatch: pytest.MonkeyPatch, fails: str, tmp_path: Path
) -> None:
    real = printers.ready

    def broken(name: str) -> Any:
        made = real(name)
        assert made is not None
        made.setOutputFileName(str(tmp_path / "no such folder" / "x.pdf"))
        return made

    dialog = shown(hands, PAPERS["notice"]("sv"))
    monkeypatch.setattr(printers, "ready", broken if fails == "begin" else lambda _n: None)
    hands.press(Key.Key_Return)
    assert dialog.side.wrong.text().startswith(f"Skrivaren {FLOOR_3} svarar inte.")
    assert dialog.isVisible()
    assert dialog.print_button.isEnabled()
    dialog.reject()


def test_without_a_printer_it_is_said_and_enter_saves(hands: Hands, chosen: Callable[[str], Path]) -> None:
    pdf, path = PAPERS["notice"]("sv"), chosen("besked.pdf")
    dialog = shown(hands, pdf)
    words = [one.text() for one in dialog.findChildren(QLabel)]
    assert "Datorn har ingen skrivare. Spara papperet som PDF och skriv ut det från en annan dator." in words
    assert not dialog.print_button.isVisible()
    hands.out()
    assert path.read_bytes() == pdf


def test_a_file_that_cannot_be_written_is_one_sentence_and_nothing_is_issued(
    hands: Hands, printer: Path, chosen: Callable[[str], Path]
) -> None:
    chosen("ingenstans/besked.pdf")
    issued: list[int] = []

    def issue(_desk: Desk, _why: str) -> Out:
        issued.append(1)
        return Out(PAPERS["notice"]("sv"))

    dialog = shown(hands, PAPERS["notice"]("sv"), issue=issue)
    hands.ctrl(Key.Key_S)
    assert dialog.side.wrong.text()
    assert dialog.isVisible()
    assert issued == []
    dialog.reject()


@pytest.mark.thorough(long=True)
def test_what_is_issued_for_a_print_is_issued_once_and_is_what_goes_out(
    hands: Hands, printer: Path, chosen: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    issued, path = list[int](), chosen("intyg.pdf")
    pdf = PAPERS["certificate"]("sv")

    def issue(_desk: Desk, _why: str) -> Out:
        issued.append(1)
        return Out(pdf, "Intyget är utfärdat.")

    dialog = shown(hands, PAPERS["notice"]("sv"), issue=issue)
    assert issued == [], "it was looked at"
    works = printers.ready
    monkeypatch.setattr(printers, "ready", lambda _n: None)
    hands.press(Key.Key_Return)
    assert issued == [], "a printer that is away issues nothing"
    monkeypatch.setattr(printers, "ready", works)
    monkeypatch.setattr(printers.PrintJob, "begin", lambda job: job._end(done=False))
    hands.press(Key.Key_Return)
    assert dialog.side.wrong.text()
    assert dialog.pages.count() == len(papers.look(pdf).sizes), "what is issued is shown"
    hands.ctrl(Key.Key_S)
    assert issued == [1]
    assert path.read_bytes() == pdf


# the papers of the program


@pytest.mark.thorough(long=True)
def test_a_notice_that_is_looked_at_is_not_made_and_one_that_is_printed_is_a_line_in_the_log(
    hands: Hands, other: Desk, printer: Path
) -> None:
    booking = booked(other)

    def logged() -> list[str]:
        return [r.what for r in other.history.access(booking.participant_number)]

    before, count = logged(), steps(other)
    print_notice(hands.window.window, hands.shell, booking.ref, "Zorvath Prov")
    hands.paper().reject()
    hands.rest()
    assert sorted(logged()) == sorted(["notice", *before])
    assert (steps(other), other.booking.noticed(booking.ref)) == (count, None)
    print_notice(hands.window.window, hands.shell, booking.ref, "Zorvath Prov")
    hands.out()
    made = "Booking notice made: {name}, {place}"
    assert sorted(logged()) == sorted(["notice", "notice", made, *before])
    assert (steps(other), other.booking.noticed(booking.ref)) == (count + 1, TODAY)


@pytest.mark.thorough(long=True)
def test_a_paper_that_the_bank_notes_nothing_of_is_not_told_as_saved(hands: Hands, printer: Path) -> None:
    stored: list[int] = []
    hands.window.tasks.stored.connect(lambda: stored.append(1))
    shown(hands, PAPERS["form"]("sv"))
    hands.out()
    assert stored == []
    shown(hands, PAPERS["form"]("sv"), out=lambda *_: None)
    hands.out()
    assert stored == [1]


@pytest.mark.thorough(long=True)
def test_whoever_is_protected_is_shown_and_printed_for_a_reason_alone(
    hands: Hands, other: Desk, printer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from amdesk.ui.kit.reason import ReasonDialog

    booking = booked(other, protection=1)
    monkeypatch.setattr(ReasonDialog, "ask", lambda *_a: None)
    print_notice(hands.window.window, hands.shell, booking.ref)
    hands.rest()
    assert not [one for one in hands.window.window.findChildren(PrintDialog) if one.isVisible()]
    monkeypatch.setattr(ReasonDialog, "ask", lambda *_a: "Skickar beskedet")
    print_notice(hands.window.window, hands.shell, booking.ref)
    hands.out()
    assert printer.exists()
    seen = [r.why for r in other.history.access(booking.participant_number) if r.what == "notice"]
    assert seen == ["Skickar beskedet"]


@pytest.mark.thorough(long=True)
def test_the_committees_report_is_looked_at_before_it_goes_out(hands: Hands, other: Desk, printer: Path) -> None:
    hands.window.window.go("followup", tab="result")
    hands.rest()
    page = hands.page("followup")
    wanted = ReportWanted(None, outside=True, recipient="Nämnden")

    def printed() -> None:
        page._print(lambda d: d.reports.committee(page.period.first, page.period.last), page.period, wanted)

    printed()
    hands.paper().reject()
    hands.rest()
    kept = "select kind, audience, recipient from report"
    assert list(other.bank.query(kept)) == []
    printed()
    hands.out()
    given = {"kind": "committee", "audience": "outside", "recipient": "Nämnden"}
    assert [dict(r) for r in other.bank.query(kept)] == [given]
    assert pages_of(printer) > 1


@pytest.mark.thorough(long=True)
def test_what_only_the_unit_is_told_of_its_giving_out_is_said_in_the_window(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What earlier reports gave away, and how often they are given out: when it is saved, printed and copied."""
    toasts: list[str] = []
    hands.shell.toasted.connect(lambda words, _undo: toasts.append(words))
    hands.window.window.go("followup", tab="result")
    hands.rest()
    page = hands.page("followup")
    monkeypatch.setattr(Report, "for_the_unit", lambda _report: [text("Everyone")])

    def make(desk: Desk) -> Report:
        return desk.reports.committee(page.period.first, page.period.last)

    def told(act: Callable[[], object]) -> bool:
        toasts.clear()
        act()
        hands.rest()
        return any(hands.shell.words("Everyone") in said for said in toasts)

    assert told(lambda: page._save(make, tmp_path / "r.xlsx", outside=True, given_out=True))
    assert told(lambda: page._print(make, page.period, ReportWanted(None, outside=True, recipient="")))
    hands.paper().reject()
    hands.rest()
    assert told(page.result.copy)


def test_a_paper_that_cannot_be_made_is_said_and_no_window_stays(hands: Hands, printer: Path) -> None:
    toasts: list[str] = []
    hands.shell.toasted.connect(lambda words, _undo: toasts.append(words))

    def look(_desk: Desk, _why: str) -> bytes:
        raise Refused(text("The employment is no longer in the bank."), "NO_EMPLOYMENT")

    PrintDialog.run(hands.window.window, hands.shell, Paper("Intyg", "", "i.pdf", look, "bank"))
    hands.rest()
    assert toasts
    assert not [one for one in hands.window.window.findChildren(PrintDialog) if one.isVisible()]


@pytest.mark.thorough(long=True)
def test_the_day_is_shown_as_a_paper_of_mine_or_the_units_and_logged_when_it_goes_out(
    hands: Hands, chosen: Callable[[str], Path], other: Desk
) -> None:
    page = hands.page("overview")
    me, count = hands.shell.settings.user, len(page.data.tasks)
    hands.ctrl(Qt.Key.Key_P)
    dialog = hands.paper()
    assert me in dialog.under.text()
    assert "export_day" not in [r.what for r in other.history.access(limit=100_000)]
    path = chosen("dagen.pdf")
    hands.out()
    document = pypdfium2.PdfDocument(path.read_bytes())
    said = "".join(one.get_textpage().get_text_range() for one in document)
    document.close()
    shown = {hands.shell.name(t.person) for t in page.data.tasks if t.person}
    assert [one for one in shown if "".join(one.split()) not in "".join(said.split())] == []
    assert ("export_day", str(count)) in [(r.what, r.why) for r in other.history.access(limit=100_000)]


@pytest.mark.thorough(long=True)
def test_a_signed_scan_is_previewed_as_other_papers_also_where_it_is_a_picture(
    hands: Hands, chosen: Callable[[str], Path], other: Desk
) -> None:
    row = next(r for r in other.competence.archive() if not r.protection)
    other.competence.attach_signed(row.id, "skannat.png", scanned("PNG", (1240, 1754)))
    hands.shell.go("competence", tab="archive")
    hands.rest()
    archive = hands.page("competence").archive
    at = next(i for i, r in enumerate(archive.rows.rows) if r.id == row.id)
    archive.table.setCurrentIndex(archive.rows.index(at, 0))
    menu = QMenu()
    archive._fill_more(menu, archive.rows.rows[at])
    said = archive.t("Preview and print the signed certificate")
    next(a for a in menu.actions() if a.text() == said).trigger()
    dialog = hands.paper()
    assert len(dialog.read.looked.sizes) == 1
    assert row.number in dialog.under.text()
    path = chosen("undertecknat.pdf")
    hands.out()
    assert path.read_bytes().startswith(b"%PDF")
    menu.deleteLater()


@pytest.mark.thorough(long=True)
def test_over_a_window_that_fills_its_screen_a_paper_fills_it_too_and_no_more(hands: Hands) -> None:
    hands.window.window.showMaximized()
    hands.until(hands.window.window.isMaximized)
    dialog = shown(hands, PAPERS["form, usual levels"]("sv"))
    assert dialog.isMaximized()
    assert dialog.screen().geometry().contains(dialog.frameGeometry())
    hands.press(Key.Key_Escape)
