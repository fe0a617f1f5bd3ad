"""The window itself: every page in both languages and themes, names for screen readers, states, masking, tasks."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from amdesk import resources
from amdesk.app import application
from amdesk.domain.errors import Refused
from amdesk.domain.texts import text
from amdesk.services.bank import access, banks
from amdesk.services.desk import Desk
from amdesk.settings import Settings
from amdesk.ui.kit.tasks import Tasks
from amdesk.ui.kit.theme import GROUND, STYLE, Theme, look, ratio
from amdesk.ui.people.head import PersonFacts
from tests import make
from tests.make import TODAY
from tests.ui.conftest import Hands, close, make_window

PAGES = ("overview", "placements", "participants", "matching", "competence", "exchange", "settings")


def labels(widget: QWidget) -> str:
    return " | ".join(w.text() for w in widget.findChildren(QLabel) if w.isVisible())


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize(("lang", "theme"), [("sv", "light"), ("en", "dark")])
def test_every_page_has_something_to_show_and_a_name_for_everything_that_takes_focus(
    qtbot: QtBot, demo_bank: Path, lang: str, theme: str
) -> None:
    window = make_window(qtbot, str(demo_bank), lang=lang, theme=theme)
    hands = Hands(qtbot, window)
    nameless = []
    for name in PAGES:
        window.window.go(name)
        hands.rest()
        page = hands.page(name)
        assert page.title.text()
        for widget in window.window.findChildren(QWidget):
            if (
                isinstance(widget, QAbstractButton | QLineEdit | QComboBox | QAbstractItemView)
                and widget.isVisible()
                and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
            ):
                said = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
                if not said:
                    nameless.append(f"{name}: {type(widget).__name__} {widget.objectName()}")
    close(window)
    assert sorted(set(nameless)) == []


@pytest.mark.thorough(long=True)
def test_an_empty_bank_says_on_every_page_what_to_do_first(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "empty.amdesk"
    bank, _ = banks.create(path, None, make.CLOCK, access.who())
    bank.close()
    window = make_window(qtbot, str(path), lang="en")
    hands = Hands(qtbot, window)
    for name, said in (
        ("placements", "No placements yet"),
        ("participants", "No participants yet"),
        ("matching", "No participants yet"),
        ("competence", "Nothing to assess now"),
    ):
        window.window.go(name)
        hands.rest()
        hands.until(lambda name=name, said=said: said in labels(hands.page(name)))  # type: ignore[misc]  # a lambda with defaults
    close(window)


@pytest.mark.thorough(long=True)
def test_a_free_place_of_a_bank_without_people_says_that_nobody_waits(qtbot: QtBot, tmp_path: Path) -> None:
    """That nobody fits would be said of people."""
    path = tmp_path / "empty.amdesk"
    bank, _ = banks.create(path, None, make.CLOCK, access.who())
    key = make.placement(bank)
    bank.close()
    window = make_window(qtbot, str(path))
    hands = Hands(qtbot, window)
    window.window.go("matching", placement=key)
    hands.rest()
    hands.until(lambda: "Ingen väntar" in labels(hands.page("matching")))
    window.window.go("placements")
    hands.rest()
    board = hands.page("placements").board
    hands.until(lambda: board.panel.free is not None)
    hands.until(lambda: "Ingen väntar" in labels(board.panel))
    close(window)


def test_filters_that_hit_nothing_say_which_to_remove(hands: Hands) -> None:
    hands.window.window.go("placements")
    hands.rest()
    page = hands.page("placements")
    page.filters.set(kind="in_house", occupation="VBI")
    hands.until(lambda: "Inga platser passar alla filter" in labels(page))
    hands.rest()
    assert page.stack.currentWidget() is page.nothing
    page.shape.set_current("list")
    page._turn()
    hands.until(lambda: page.list.stack.currentWidget() is page.list.empty)


@pytest.mark.thorough(long=True)
def test_searching_shows_what_is_typed_and_drops_answers_that_come_too_late(hands: Hands) -> None:
    hands.window.window.go("participants")
    hands.rest()
    page = hands.page("participants")
    name = next(r.name.seen for r in page.rows.rows if not r.protected and "-" not in r.name.seen)
    for words in (name[:2], name[:4], name):
        page.search.setText(words)
    hands.until(lambda: [r.name.seen for r in page.rows.rows] == [name])
    hands.rest()
    assert [r.name.seen for r in page.rows.rows] == [name]


def test_a_protected_person_shows_no_name_in_list_title_or_recent(hands: Hands) -> None:
    hands.window.window.go("participants", chip="all")
    hands.rest()
    page = hands.page("participants")
    row = next(i for i, r in enumerate(page.rows.rows) if r.protected)
    secret = hands.ask(lambda desk: desk.participants.work.participant(page.rows.rows[row].id).name)
    page.list.setCurrentIndex(page.rows.index(row))
    hands.rest()
    shown = (
        labels(hands.window.window)
        + hands.window.window.windowTitle()
        + str([page.rows.data(page.rows.index(i)) for i in range(page.rows.rowCount())])
    )
    assert secret not in shown
    assert "Akten är skyddad" in labels(page)


@pytest.mark.thorough(long=True)
def test_names_can_be_hidden_while_the_screen_is_shared(hands: Hands) -> None:
    hands.press(Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    hands.window.window.go("matching")
    hands.rest()
    person = hands.page("matching").person
    assert person is not None
    assert person.name not in labels(hands.page("matching").needs.parentWidget())


def test_the_number_is_shown_on_request_and_logged(hands: Hands) -> None:
    hands.window.window.go("participants", chip="all")
    hands.rest()
    page = hands.page("participants")
    hands.until(lambda: page.record is not None)
    person = page.record.participant
    assert "••••" in page.top.number.text()
    page._reveal()
    hands.until(lambda: person.identity is not None and page.top.number.text().endswith(person.identity[-4:]))
    assert "identity" in {r.what for r in hands.ask(lambda desk: desk.history.access(person.number))}


@pytest.mark.thorough(long=True)
def test_the_access_log_and_the_history_say_sentences_and_the_time_here(hands: Hands, other: Desk) -> None:
    person = make.participant(other.bank, name="Ada Prov")
    other.booking.book(person, make.placement(other.bank, name="Parken"), TODAY, TODAY + timedelta(30))
    hands.window.window.go("participants", chip="all", participant=person)
    hands.rest()
    hands.window.window.go("settings", part="access")
    hands.rest()
    page, across = hands.page("settings"), Qt.Orientation.Horizontal
    hands.window.window.go("settings", part="history")
    hands.rest()
    for model, column in ((page.access.rows, 4), (page.history.rows, 2)):
        said = [str(model.index(row, column).data()) for row in range(model.rowCount())]
        assert [x for x in said if "{" in x or "_" in x] == []
        assert "Bokade Ada Prov på Parken" in said
        assert model.headerData(0, across) == "När (lokal tid)"
    hands.ask(lambda desk: desk.participants.record(person))
    page.access.whose.setText(hands.ask(lambda desk: desk.work.participant(person).number))
    page.access.search()
    hands.until(lambda: page.access.rows.rowCount() < 10)
    assert "Akt öppnad" in [str(page.access.rows.index(row, 4).data()) for row in range(page.access.rows.rowCount())]


@pytest.mark.thorough(long=True)
def test_the_access_log_is_searched_by_a_name_that_is_chosen(hands: Hands, other: Desk) -> None:
    person = other.work.participant(make.participant(other.bank, name="Ada Zetterprov"))
    other.participants.record(person.id)
    hands.window.window.go("settings", part="access")
    hands.rest()
    page = hands.page("settings")
    page.access.whose.setFocus()
    hands.type("zetterp")
    hands.until(lambda: bool(page.access.whose.offered.stringList()))
    assert page.access.wrong.text() == "", "a name that is being typed is no number"
    line = page.access.whose.offered.stringList()[0]
    page.access.whose.completer().popup().hide()
    page.access.whose.setText(line)
    hands.until(lambda: {r.number for r in page.access.rows.rows} == {person.number})
    assert str(page.access.rows.index(0, 3).data()) == f"Ada Zetterprov · {person.number}"
    page.access.whose.clear()
    hands.until(lambda: len({r.number for r in page.access.rows.rows}) > 1)


@pytest.mark.thorough(long=True)
def test_a_refused_booking_is_told_among_the_checks_and_nothing_is_stored(hands: Hands) -> None:
    hands.window.window.go("matching")
    hands.until(lambda: hands.page("matching").panel.opening is not None and bool(hands.page("matching").panel.found))
    panel = hands.page("matching").panel
    panel.first.setText("2027-05-01")
    panel.last.setText("2027-04-01")
    panel.check()
    hands.until(lambda: any(c.code == "ORDER" for c in panel.found))
    before = len(hands.ask(lambda desk: desk.booking.every()))
    hands.ctrl(Qt.Key.Key_Return)
    assert not panel.ok.isEnabled()
    assert len(hands.ask(lambda desk: desk.booking.every())) == before


def test_an_unexpected_error_opens_a_report_and_work_goes_on(hands: Hands) -> None:
    from amdesk.ui.frame.report import ReportDialog

    hands.window.tasks.run(lambda desk: 1 / 0)
    hands.until(lambda: bool(hands.window.window.findChildren(ReportDialog)))
    dialog = hands.window.window.findChildren(ReportDialog)[0]
    assert "ZeroDivisionError" in dialog.findChildren(QPlainTextEdit)[0].toPlainText()
    dialog.accept()
    hands.window.window.go("placements", view="list")
    hands.rest()
    assert hands.page("placements").list.rows.rowCount() == 72


def test_f6_walks_the_regions_and_the_palette_closes_with_esc(hands: Hands) -> None:
    seen = set()
    for _ in range(5):
        hands.press(Qt.Key.Key_F6)
        focus = application().focusWidget()
        seen.add(type(focus).__name__)
    assert len(seen) >= 3
    hands.ctrl(Qt.Key.Key_K)
    assert hands.window.window.palette_box.isVisible()
    hands.press(Qt.Key.Key_Escape)
    assert not hands.window.window.palette_box.isVisible()


def test_the_small_window_folds_the_rail_to_icons(hands: Hands) -> None:
    hands.window.window.resize(1280, 640)
    hands.rest()
    assert hands.window.window.rail.width() == 72
    hands.window.window.resize(1366, 768)
    assert hands.window.window.rail.width() > 200


def test_every_colour_pair_of_the_tokens_keeps_its_contrast() -> None:
    """WCAG 2.2, 1.4.3 and 1.4.11: recomputed from the file, both themes."""
    tokens = resources.read_json("tokens.json", dict[str, Any])

    def light(value: str) -> float:
        parts = [int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    wrong = []
    for theme, pairs in tokens["contrast"].items():
        for pair in pairs:
            a, b = (light(tokens["color"][theme][pair[k]]) for k in ("fg", "bg"))
            ratio = (max(a, b) + 0.05) / (min(a, b) + 0.05)
            if ratio < pair["min"]:
                wrong.append((theme, pair["fg"], pair["bg"], round(ratio, 2)))
    assert wrong == []


@pytest.mark.parametrize("mode", ["contrast", "contrast_dark"])
def test_high_contrast_keeps_seven_to_one_wherever_the_other_looks_keep_any(mode: str) -> None:
    """WCAG 2.2, 1.4.6, and the same of edges, rings and bars; what holds for text holds for it here."""
    tokens = resources.read_json("tokens.json", dict[str, Any])
    colours = tokens["color"][mode]
    usual = {(p["fg"], p["bg"]) for look in ("light", "dark") for p in tokens["contrast"][look]}
    high = {(p["fg"], p["bg"]) for p in tokens["contrast"][mode]}
    assert usual <= high
    assert colours.keys() == tokens["color"]["light"].keys()
    assert [(a, b) for a, b in high if ratio(QColor(colours[a]), QColor(colours[b])) < 7] == []
    grounds = ("surface", "canvas", "nav", "selected", "hover", "surface3")
    assert [
        g
        for g in grounds
        for one in ("text", "text2", "text3", "accent_text")
        if ratio(QColor(colours[one]), QColor(colours[g])) < 7
    ] == []


@pytest.fixture
def bare() -> Iterator[QApplication]:
    """The application before it has the program's look; afterwards it has it again."""
    app = application()
    kept = app.property(GROUND)
    app.setProperty(GROUND, None)
    yield app
    app.setProperty(GROUND, kept)
    Theme("light").apply(app)


@pytest.mark.thorough(5)
@pytest.mark.parametrize(
    ("ground", "ink", "wanted", "mode"),
    [
        ("black", "white", "system", "contrast_dark"),
        ("white", "black", "system", "contrast"),
        ("black", "white", "light", "light"),
        ("#efefef", "black", "system", "light"),
        ("#efefef", "black", "contrast", "contrast"),
    ],
)
def test_the_look_follows_the_systems_high_contrast_or_is_chosen(
    bare: QApplication, ground: str, ink: str, wanted: str, mode: str
) -> None:
    palette = QPalette(QColor(ground), QColor(ground))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(role, QColor(ink))
    palette.setColor(QPalette.ColorRole.Base, QColor(ground))
    bare.setPalette(palette)
    assert look(bare, Settings(theme=wanted)).mode == mode
    assert look(bare, Settings(theme=wanted)).mode == mode, "its own palette is not taken for the system's"


@pytest.mark.thorough(long=True)
def test_a_look_that_is_on_already_is_not_put_on_again_and_another_one_is(bare: QApplication) -> None:
    """Putting one on makes every widget of every window anew; each window does, and most have the look of the one before."""
    heard = list[QEvent.Type]()

    class Ear(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            heard.append(event.type())
            return False

    ear, label = Ear(), QLabel("x")
    look(bare, Settings(theme="light"))
    label.ensurePolished()
    label.installEventFilter(ear)
    told = {QEvent.Type.StyleChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange}
    look(bare, Settings(theme="light"))
    assert not told & set(heard)
    for wanted in ("dark", "light"):
        heard.clear()
        look(bare, Settings(theme=wanted))
        assert QEvent.Type.StyleChange in heard
        assert label.palette().color(label.foregroundRole()) == Theme(wanted).color("text")
    heard.clear()
    look(bare, Settings(theme="light", scale=200))
    assert QEvent.Type.StyleChange in heard
    assert bare.font().pixelSize() == Theme("light", 200).font().pixelSize()


def test_the_style_sheet_leaves_no_role_unfilled() -> None:
    for mode in Theme().tokens["color"]:
        sheet = Theme(mode, 130).sheet()
        assert "$" not in sheet
        assert "@" not in sheet
    assert not re.findall(r"font-size: \d", STYLE), "that would not grow with the text"


def test_settings_survive_a_broken_file(tmp_path: Path) -> None:
    Settings.file().parent.mkdir(parents=True)
    for content in ("{", "[]", '{"scale": "x", "theme": "dark"}'):
        Settings.file().write_text(content, "utf-8")
        found = Settings.load()
        assert found.scale == 100
    assert found.theme == "dark"


def desks(bank_path: Path) -> Any:
    return lambda: Desk(banks.open_(str(bank_path), None, make.CLOCK, access.who()), make.CLOCK)


def test_the_bank_is_never_touched_on_the_windows_thread(qtbot: QtBot, demo_bank: Path) -> None:
    tasks = Tasks(desks(demo_bank))
    names: list[str] = []
    tasks.run(lambda _desk: names.append(threading.current_thread().name))
    tasks.write(lambda _desk: names.append(threading.current_thread().name))
    qtbot.waitUntil(lambda: len(names) == 2 and tasks.idle)
    tasks.close()
    assert threading.main_thread().name not in names
    assert len(set(names)) == 2


def test_long_work_can_be_cancelled_and_is_rolled_back(qtbot: QtBot, demo_bank: Path) -> None:
    tasks = Tasks(desks(demo_bank))
    ends: list[bool] = []

    def work(desk: Desk) -> Any:
        with desk.bank.write(text("long")):
            for i in range(1000):
                desk.bank.execute("update participant set phone = :p where id = 1", {"p": str(i)})
                yield i, 1000, "x"

    before = list(desks(demo_bank)().bank.query("select phone from participant where id = 1"))
    tasks.progressed.connect(lambda done, _t, _w: tasks.cancel() if done > 5 else None)
    tasks.long(work, ends.append)
    qtbot.waitUntil(lambda: ends == [False])
    tasks.close()
    assert list(desks(demo_bank)().bank.query("select phone from participant where id = 1")) == before


def test_a_known_error_is_shown_where_it_happened(qtbot: QtBot, demo_bank: Path) -> None:
    tasks = Tasks(desks(demo_bank))
    caught: list[Exception] = []
    tasks.write(lambda desk: desk.booking.confirm("B-NONE"), failed=caught.append)
    qtbot.waitUntil(lambda: bool(caught))
    tasks.close()
    assert isinstance(caught[0], Refused)


def test_a_bank_that_is_gone_is_told_above_the_page_and_comes_back_by_itself(hands: Hands) -> None:
    """The lost connection is let go, the next try opens a new one, the banner goes and the page reads anew."""
    from amdesk.domain.errors import BankUnusable
    from amdesk.domain.texts import text
    from amdesk.ui.kit.states import Banner

    window, tasks = hands.window.window, hands.window.tasks
    lost: list[Any] = []

    def pull_the_plug(desk: Any) -> None:
        lost.append(desk)
        raise BankUnusable(text("The bank's server went away."), "GONE")

    tasks.run(pull_the_plug, failed=lambda _e: None)
    hands.until(lambda: window.away is not None)
    assert window.away is not None
    assert "30" in window.away.accessibleName()
    tasks.run(pull_the_plug, failed=lambda _e: None)
    hands.rest()
    assert len(window.findChildren(Banner)) == 1
    assert lost[0] is not lost[1]
    tasks.try_again()
    hands.until(lambda: window.away is None)
    assert hands.ask(lambda desk: desk is not lost[1] and desk.setting("demo")) == "yes"


@pytest.mark.thorough(long=True)
def test_the_access_log_is_searched_and_exported(hands: Hands, tmp_path: Path) -> None:
    number = hands.ask(lambda desk: desk.participants.listing(chip="waiting")[0].number)
    hands.ask(lambda desk: desk.participants.record(number, "x").participant.number)
    hands.window.window.go("settings", part="access")
    hands.rest()
    page = hands.page("settings")
    page.access.whose.setText(number)
    hands.until(lambda: bool(page.access.rows.rows) and {r.number for r in page.access.rows.rows} == {number})
    path = tmp_path / "log.xlsx"
    page.access.export_to(path)
    hands.until(path.exists)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert {row[3].value for row in sheet.iter_rows(min_row=3)} == {number}


EVERY = ("overview", "placements", "participants", "matching", "competence", "followup", "exchange", "settings")


class Shown(QObject):
    """Every widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[QObject] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.found.append(watched)
        return False


@pytest.mark.thorough(long=True)
def test_nothing_flashes_as_a_window_of_its_own(hands: Hands) -> None:
    shown = Shown()
    application().installEventFilter(shown)
    for name in EVERY:
        hands.window.window.go(name)
        hands.rest()
    hands.window.window.resize(1280, 640)
    hands.window.window.resize(1920, 1080)
    hands.rest()
    application().removeEventFilter(shown)
    assert shown.found == []
    assert hands.window.window.isActiveWindow()


@pytest.mark.thorough(long=True)
def test_f6_walks_the_regions_of_every_page(hands: Hands) -> None:
    for name in EVERY:
        hands.window.window.go(name)
        hands.rest()
        met = set()
        for _ in range(4):
            hands.press(Qt.Key.Key_F6)
            met.add(hands.window.window.focusWidget())
        assert len(met - {None}) > 1, name


@pytest.mark.thorough(3)
@pytest.mark.parametrize("width", [260, 480, 1000])
def test_the_sentence_of_an_empty_page_is_shown_whole(hands: Hands, width: int) -> None:
    from amdesk.ui.kit.states import EmptyState

    said = "Akten är skyddad. Ange skälet till att du behöver öppna den; det loggas. " * 2
    state = EmptyState(hands.shell, "shield_lock", "Skyddade personuppgifter", said, [("Öppna med ett skäl", list)])
    state.resize(width, 600)
    state.show()
    hands.rest()
    body = next(found for found in state.findChildren(QLabel) if found.text() == said)
    assert body.height() >= body.heightForWidth(body.width())
    assert abs(body.geometry().center().x() - width / 2) < 20
    state.deleteLater()


def test_the_list_of_what_is_to_be_done_says_where_there_is_more_than_it_shows(hands: Hands) -> None:
    page = hands.page("overview")
    hands.until(lambda: page.data is not None)
    task = page.data.tasks[0]
    page.data = page.data._replace(tasks=[task._replace(key=str(i)) for i in range(301)])
    page._show_tasks()
    assert page.todo.count.text() == "300+"


def test_a_person_without_a_district_has_no_loose_mark_before_her_way(hands: Hands) -> None:
    facts = PersonFacts(hands.window.shell)
    person = make.person(district="", max_travel=60)
    shown = {icon: said for icon, _, said in facts._pairs(person, {})}
    assert shown["location"] == hands.window.shell.words(" · at most {minutes} min", minutes=60).removeprefix(" · ")
    nothing = {icon: said for icon, _, said in facts._pairs(replace(person, max_travel=None), {})}
    assert nothing["location"] == "–"


@pytest.mark.thorough(long=True)
def test_while_the_record_of_another_is_read_no_act_reaches_the_one_before(hands: Hands) -> None:
    hands.window.window.go("participants", chip="all")
    page = hands.page("participants")
    hands.until(lambda: page.record is not None)
    first, other = page.rows.rows[0].id, page.rows.rows[5].id
    assert page.record.participant.id == first
    hands.window.window.go("participants", participant=other)
    page.protect()
    page.new_note()
    assert QApplication.activeModalWidget() is None
    hands.until(lambda: page.record is not None)
    assert page.record.participant.id == other
    page.list.setCurrentIndex(page.rows.index(0))
    page.new_note()
    assert QApplication.activeModalWidget() is None
    hands.until(lambda: page.record is not None)
    assert page.record.participant.id == first


def test_whoever_asks_for_a_reason_to_be_opened_stays_when_the_page_reads_again(hands: Hands) -> None:
    hands.window.window.go("participants", chip="all")
    page = hands.page("participants")
    hands.until(lambda: page.record is not None)
    row = next(i for i, r in enumerate(page.rows.rows) if r.protected)
    page.list.setCurrentIndex(page.rows.index(row))
    hands.until(lambda: page.stack.currentWidget() is page.instead)
    page.refresh()
    hands.rest()
    assert page.stack.currentWidget() is page.instead
    assert (page.record, page.list.currentIndex().row()) == (None, row)
