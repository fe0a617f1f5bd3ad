"""The main job unattended, in the real window on a fresh demo bank: what `amdesk tour` and a screenless demo run."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from amdesk.app import application
from amdesk.demo import city
from amdesk.domain.clock import Clock
from amdesk.domain.errors import AmdeskError
from amdesk.domain.people.participant import Participant, ParticipantRow
from amdesk.domain.texts import N_, text
from amdesk.services.bank import banks, files
from amdesk.settings import Settings
from amdesk.ui.booking.page import MatchingPage
from amdesk.ui.booking.week import dialog as week
from amdesk.ui.competence.page import CompetencePage
from amdesk.ui.exchange.page import ExchangePage
from amdesk.ui.frame.pages import PAGES
from amdesk.ui.frame.session import BankWindow
from amdesk.ui.guidance.beside import AskButton
from amdesk.ui.kit.fields import Choice
from amdesk.ui.kit.page import Page
from amdesk.ui.kit.shell import Visit
from amdesk.ui.overview.page import OverviewPage
from amdesk.ui.people.form import ParticipantDialog

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

SIZES = {"1366x768": QSize(1366, 768), "1920x1080": QSize(1920, 1080)}
SCREENS: dict[str, tuple[str, Visit]] = {
    "overview": ("overview", {}), "placements": ("placements", {"view": "board"}), "list": ("placements", {"view": "list"}),
    "participants": ("participants", {}), "matching": ("matching", {}), "round": ("matching", {"round": True}),
    "competence": ("competence", {}), "modules": ("competence", {"tab": "modules"}), "profiles": ("competence", {"tab": "profiles"}), "exchange": ("exchange", {}), "settings": ("settings", {}),
    "followup": ("followup", {"tab": "result"}),
    "day90": ("followup", {"tab": "desk"}),
    "workplaces": ("followup", {"tab": "compare"}),
    "cohorts": ("followup", {"tab": "cohorts"}),
    "savings": ("followup", {"tab": "savings"}),
    "management": ("followup", {"tab": "management"}),
    "vacancies": ("employers", {"tab": "vacancies"}), "employers": ("employers", {"tab": "employers"}), "introductions": ("employers", {"tab": "introductions"}),
    "handbook": ("development", {"part": "form.bea_visstid"}), "improvement": ("improvement", {"part": "A-001"}), "reviews": ("reviews", {"part": "R-002"}),
}  # fmt: skip
"""What a picture is called, its page and what the page is told."""
PATIENCE = 60.0

REFERRALS = """Namn;Personnummer;Telefon;Handläggare;Önskat yrke;Svenska;Körkort;Omfattning;Kan börja;Stadsdel;Behov
{people}"""


class Stuck(AmdeskError):
    """The window did not come to rest in time."""


class Driver:
    """Turns the event loop until the window is at rest, and takes pictures."""

    def __init__(self, app: QApplication, window: BankWindow, folder: Path) -> None:
        self.app, self.window, self.folder = app, window, folder
        self.made: list[Path] = []

    def rest(self, until: Callable[[], bool] | None = None) -> None:
        """Until no work is under way and `until` holds. Raises Stuck."""
        deadline = time.monotonic() + PATIENCE
        calm = 0
        while calm < 3:
            self.app.processEvents()
            still = self.window.tasks.idle and (until is None or until())
            calm = calm + 1 if still else 0
            if not still:
                time.sleep(0.003)
            if time.monotonic() > deadline:
                raise Stuck(text(N_("The window did not come to rest. Try again on a faster computer.")))

    def page(self, name: str) -> Page:
        return self.window.window.pages[name]

    def go(self, name: str, **arguments: Unpack[Visit]) -> Page:
        self.window.window.go(name, **arguments)
        self.rest()
        return self.page(name)

    def picture(self, name: str) -> Path:
        """The whole window as a picture."""
        self.rest()
        path = self.folder / f"{name}.png"
        self.window.window.grab().save(str(path))
        self.made.append(path)
        return path

    def keep(self, path: Path) -> Path:
        self.made.append(path)
        return path


def open_window(
    app: QApplication, address: str, clock: Clock, lang: str, *, theme: str = "light", size: str = "1366x768"
) -> BankWindow:
    """The real window on a bank, at a size, with settings of its own."""
    wide = SIZES[size]
    settings = Settings(theme=theme, user="Jamila Provström", width=wide.width(), height=wide.height())
    window = BankWindow(app, address, None, clock, settings, lang)
    window.window.resize(wide)
    window.show()
    return window


def _city(folder: Path, name: str, clock: Clock) -> tuple[Path, str]:
    """The demo city made anew in a folder, which is made where there is none: its file, and where it is opened."""
    files.make_folder(folder)
    bank = folder / f"{name}.amdesk"
    banks.remove_files(bank)
    return bank, city.make(bank, clock)


def tour(folder: Path, lang: str, clock: Clock) -> list[Path]:
    """Import a list, find a place, book it, assess, issue a certificate, follow up; pictures on the way.

    Leaves .xlsx, .pdf and .png files in `folder` and returns their paths. Raises AmdeskError.
    """
    folder = folder.absolute()
    bank, address = _city(folder, "tour", clock)
    app = application()
    window = open_window(app, address, clock, lang)
    driver = Driver(app, window, folder)
    try:
        driver.rest()
        driver.picture("1-overview")
        _import(driver)
        ref = _book(driver)
        _lists(driver)
        certify(driver)
        _follow_up(driver)
        driver.go("participants", chip="all")
        driver.picture("7-participants")
        driver.go("placements", view="board")
        driver.picture("8-board")
        driver.go("placements", view="list")
        driver.picture("9-list")
        driver.go("matching", round=True)
        driver.picture("10-round")
        driver.keep(_notice(driver, ref))
    finally:
        window.close()
        app.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
        banks.remove_files(bank)
    return driver.made


def _import(driver: Driver) -> None:
    """A referral list of three people, one of them with a date that does not exist; it is mended on the spot."""
    path = driver.keep(driver.folder / "referrals.csv")
    first = str(driver.window.clock.today())
    from amdesk.domain.people.identity import check_digit

    def number(day: str, birth: str) -> str:
        return f"{day}-{birth}{check_digit(day[2:] + birth)}"

    people = (
        f"Aida Utprovare;{number('19920614', '238')};070-1740655;Jamila Provström;Parkarbetare;B1;B;75 %;{first};Björkängen;dagtid måste\n"
        f"Nils Modellberg;{number('19850303', '239')};070-1740656;Jamila Provström;Lokalvårdare;A2;;100 %;{first};Kvarnstaden;\n"
        f"Elif Skissander;19911331-2380;070-1740657;Ingrid Skissander;Måltidsbiträde;B1;;100 %;{first};Slottsbacken;\n"
    )
    path.write_text(REFERRALS.format(people=people), "utf-8")
    page = driver.go("exchange", kind="participants")
    assert isinstance(page, ExchangePage)
    page.open_file(path)
    driver.rest(lambda: page.review is not None)
    driver.picture("2-import")
    page.mend(4, "identity", number("19911230", "238"))
    driver.rest(lambda: page.review is not None and page.review.count("rejected") == 0)
    page.confirm()
    driver.rest(lambda: page.review is None)


def _book(driver: Driver) -> str:
    """From the waiting list to a booked place; returns the booking's reference."""
    found: list[ParticipantRow] = []
    driver.window.tasks.run(lambda desk: desk.participants.listing("Aida Utprovare"), found.extend)
    driver.rest(lambda: bool(found))
    page = driver.go("matching", participant=found[0].id)
    assert isinstance(page, MatchingPage)
    driver.rest(lambda: page.panel.opening is not None and bool(page.panel.found))
    driver.picture("3-matching")
    page.confirm()
    driver.rest(lambda: page.panel.receipt is not None)
    driver.picture("4-booked")
    receipt = page.panel.receipt
    return receipt.booking.ref if receipt else ""


def _lists(driver: Driver) -> None:
    page = driver.go("exchange", export="supervisors")
    assert isinstance(page, ExchangePage)
    for what in ("supervisors", "placements"):
        path = driver.keep(driver.folder / f"{what}.xlsx")
        page.exports.export_to(what, path)
        driver.rest(path.exists)


def certify(driver: Driver) -> None:
    """The first person whose final assessment is due: assessed with the keyboard's own keys, then certified."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    page = driver.go("competence")
    assert isinstance(page, CompetencePage)
    driver.rest(lambda: bool(page.people.people()))
    people = page.people.people()
    due = next(((r.participant, r.employment.id) for r in people if r.what == "final" and not r.name.hidden), None)
    if due is None:
        return
    page.load(*due)
    driver.rest(lambda: page.sheet is not None and page.sheet.participant.id == due[0])
    for i in range(sum(r.skill is not None for r in page.grid.table.rows)):
        QTest.keyClick(page.grid, (Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_2)[i % 3])
    page.beside["remark"] = "Arbetar noggrant och hjälper gärna nya kollegor."
    page.done()
    driver.rest(lambda: not page.changed)
    driver.picture("5-competence")
    path = driver.folder / "certificate.pdf"
    answers: list[bytes] = []
    sheet = page.sheet
    if sheet is not None:
        driver.window.tasks.write(
            lambda desk: desk.competence.issue(sheet.participant.id, sheet.employment.ref)[1],
            answers.append,
            failed=lambda _e: None,
        )
        driver.rest()
    if answers:
        files.save(path, answers[0])
        driver.keep(path)


def _follow_up(driver: Driver) -> None:
    """The first day 90 that is due, then the result and the committee's report."""
    page = driver.go("overview")
    assert isinstance(page, OverviewPage)
    assert page.data is not None
    task = next((t for t in page.data.tasks if t.kind == "day90"), None)
    if task is not None:
        key = int(task.key.split(":")[1])
        said = {"contact": "contacted", "situation": "work", "plan_city": "no", "plan_pes": "no", "source": "phone"}
        driver.window.tasks.write(lambda desk: desk.results.follow_up(key, said))
        driver.rest()
    driver.picture("6-overview-after")
    driver.go("followup")
    driver.picture("11-follow-up")
    _committee(driver)


def _committee(driver: Driver) -> None:
    """The report for the first choice of period, as PDF and Excel."""
    from amdesk.ui.results.period import choices

    period = choices(driver.window.shell.today)[0][1]
    made: list[bool] = []

    def write(desk: Desk) -> bool:
        report = desk.reports.outside(desk.reports.committee(period.first, period.last))
        for name in ("committee.pdf", "committee.xlsx"):
            desk.reports.save(report, driver.folder / name, given_out=name.endswith("pdf"))
        return True

    driver.window.tasks.write(write, made.append)
    driver.rest(lambda: bool(made))
    for name in ("committee.pdf", "committee.xlsx"):
        driver.keep(driver.folder / name)


def _notice(driver: Driver, ref: str) -> Path:
    path = driver.folder / "notice.pdf"
    content: list[bytes] = []
    driver.window.tasks.run(lambda desk: desk.exports.notice(ref), content.append)
    driver.rest(lambda: bool(content))
    files.save(path, content[0])
    return path


def _guided(driver: Driver, name: str) -> Path:
    """The guidance of a choice beside it, where somebody is about to be booked."""
    found: list[ParticipantRow] = []
    driver.window.tasks.run(lambda desk: desk.participants.listing(chip="waiting"), found.extend)
    driver.rest(lambda: bool(found))
    page = driver.go("matching", participant=next(row.id for row in found if not row.protected))
    assert isinstance(page, MatchingPage)
    driver.rest(lambda: page.panel.asking and page.panel.form.count() > 1)
    page.panel.findChildren(AskButton)[0].click()
    driver.rest(lambda: page.beside.showing)
    made = driver.picture(name)
    page.panel.findChildren(AskButton)[0].click()
    driver.rest()
    return made


def _two_writers(driver: Driver, name: str) -> Path:
    """The form of a person, of whom somebody else has changed the same meanwhile, over its page."""
    found: list[Participant] = []

    def begin(desk: Desk) -> Participant:
        key = next(row.id for row in desk.participants.listing() if not row.protected)
        desk.participants.change(key, {"phone": "070-174 06 10", "extent": 50, "languages": "Arabiska"})
        return desk.participants.record(key).participant

    driver.go("participants")
    window = driver.window
    window.tasks.write(begin, found.append)
    driver.rest(lambda: bool(found))
    person = found[0]
    ParticipantDialog.change(window.window, window.shell, person)
    driver.rest(lambda: isinstance(driver.app.activeModalWidget(), ParticipantDialog))
    dialog = driver.app.activeModalWidget()
    assert isinstance(dialog, ParticipantDialog)
    phone, extent = dialog.controls["phone"].widget, dialog.controls["extent"].widget
    assert isinstance(phone, QLineEdit)
    assert isinstance(extent, Choice)
    phone.setText("070-174 06 99")
    extent.choose("75")
    dialog.need_daytime.choose("must")
    theirs = {"phone": "070-174 06 72", "extent": 100, "languages": "Arabiska, somaliska"}
    window.tasks.write(lambda desk: desk.participants.change(person.id, theirs))
    driver.rest()
    dialog.confirm()
    driver.rest(lambda: dialog.band is not None)
    return _over(driver, dialog, name)


def _over(driver: Driver, dialog: QDialog, name: str) -> Path:
    """A dialog over the window, which a picture of the window alone leaves out; it is closed."""
    behind, over = driver.window.window.grab(), dialog.grab()
    where = dialog.rect().translated(driver.window.window.rect().center() - dialog.rect().center())
    painter = QPainter(behind)
    painter.fillRect(behind.rect(), QColor(0, 0, 0, 70))  # which is in front is seen at once
    painter.drawPixmap(where.topLeft(), over)
    painter.end()
    path = driver.folder / f"{name}.png"
    behind.save(str(path))
    dialog.reject()
    driver.rest()
    return driver.keep(path)


def _week(driver: Driver, name: str) -> Path:
    """The week of somebody who was away in it, over the overview."""
    found: list[int] = []
    window, today = driver.window, driver.window.shell.today

    def away(desk: Desk) -> list[int]:
        noted = desk.week.listing(today - timedelta(today.weekday()), today)
        noted += desk.week.listing(today - timedelta(30), today)
        return [day.participant.person for day in noted if day.code != "present"]

    driver.go("overview")
    window.tasks.run(away, found.extend)
    driver.rest(lambda: bool(found))
    week.show(window.window, window.shell, found[0])
    driver.rest(lambda: isinstance(driver.app.activeModalWidget(), week.WeekDialog))
    dialog = driver.app.activeModalWidget()
    assert isinstance(dialog, week.WeekDialog)
    return _over(driver, dialog, name)


def manual_pictures(folder: Path, clock: Clock, lang: str) -> list[Path]:
    """Every page of the window, light, as the manual shows them: FOLDER/PAGE.png."""
    folder = folder.absolute()
    bank, address = _city(folder, "pictures", clock)
    app = application()
    window = open_window(app, address, clock, lang)
    driver = Driver(app, window, folder)
    for one in PAGES:
        driver.go(one.name)
        driver.picture(one.name)
    window.close()
    banks.remove_files(bank)
    return driver.made


def pictures(
    folder: Path, clock: Clock, langs: tuple[str, ...] = ("sv", "en"), themes: tuple[str, ...] = ("light", "dark")
) -> list[Path]:
    """Every screen at both sizes, light and dark, in the languages asked for."""
    folder = folder.absolute()
    bank, address = _city(folder, "pictures", clock)
    app = application()
    out: list[Path] = []
    for lang in langs:
        for theme in themes:
            for size in SIZES:
                window = open_window(app, address, clock, lang, theme=theme, size=size)
                driver = Driver(app, window, folder)
                for name, (page, arguments) in SCREENS.items():
                    driver.go(page, **arguments)
                    out.append(driver.picture(f"{name}_{size}_{theme}_{lang}"))
                out.append(_guided(driver, f"guidance_{size}_{theme}_{lang}"))
                out.append(_week(driver, f"week_{size}_{theme}_{lang}"))
                out.append(_two_writers(driver, f"conflict_{size}_{theme}_{lang}"))
                window.close()
                app.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
    banks.remove_files(bank)
    return out
