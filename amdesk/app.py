"""Composition root of the window: paths, log, excepthook, bank, tasks, shell, main window."""

from __future__ import annotations

import builtins
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from amdesk.domain.clock import Clock
from amdesk.domain.errors import AmdeskError, Refused
from amdesk.domain.texts import N_, text
from amdesk.i18n import Words, system_language
from amdesk.kept_code import load_qt
from amdesk.memory import calm_collector
from amdesk.services.bank import access
from amdesk.services.start.opening import BankOpening
from amdesk.settings import Settings, data_folder

if TYPE_CHECKING:
    from types import TracebackType

    from PySide6.QtWidgets import QApplication

    from amdesk.services.desk import Desk
    from amdesk.services.start.helper import Helper
    from amdesk.ui.frame.lock import BankLock
    from amdesk.ui.frame.session import BankWindow

    Begun = tuple[BankOpening, BankLock | None]
    """A bank that is being opened before there is a window, and its lock; a shared bank has none."""

# Qt and everything that needs it is imported where it is used: the first screen is read meanwhile, by the helper.

AGAIN = 77
DAMAGED = "DAMAGED"
"""The code of an error that says that a bank is damaged."""


def has_screen() -> bool:
    """True where a window can be shown to somebody."""
    if os.environ.get("QT_QPA_PLATFORM") in {"offscreen", "minimal"}:
        return False
    return sys.platform in {"win32", "darwin"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def need_screen() -> None:
    """Raises Refused where a window would be shown to nobody: its user would wait for it, and it for her."""
    if not has_screen() and not os.environ.get("QT_QPA_PLATFORM"):
        raise no_screen()


def no_screen() -> Refused:
    said = N_(
        "There is no screen to show the window on. Start AMDesk where you are logged in with a desktop, or run one of its commands: amdesk --help."
    )
    return Refused(text(said), "NO_SCREEN")


def application() -> QApplication:
    """The one QApplication; offscreen where there is no screen."""
    load_qt()
    from PySide6.QtWidgets import QApplication

    calm_collector()
    if not has_screen():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance()
    if isinstance(app, QApplication):
        return app
    made = QApplication([*sys.argv[:1], "-style", "Fusion"])  # setStyle would have PySide make the 700 names of QStyle
    made.setApplicationName("AMDesk")
    made.setOrganizationName("AMDesk")
    plain_imports()
    return made


def begun_lock(early: BankOpening) -> BankLock | None:
    """The lock of a bank that is being opened, asked for before Qt's windows are loaded: a busy disk takes a while over it.
    A shared bank has none."""
    if access.is_shared(early.asked.address):
        return None
    load_qt()
    from PySide6.QtCore import QThread

    from amdesk.ui.frame.lock import BankLock

    QThread.currentThread()  # the thread that asks Qt first is the one it takes for the window's
    lock = BankLock(Path(early.asked.address), early.asked.me.name)
    lock.begin()
    return lock


def _begun(early: BankOpening | None) -> Begun | None:
    return None if early is None else (early, begun_lock(early))


def _started(lang: str, lock: BankLock | None = None) -> QApplication:
    """Where a screen is named that does not answer, Qt would end the program with words of its own: ours are said instead."""
    load_qt()
    from PySide6.QtCore import QtMsgType, qInstallMessageHandler

    told: list[str] = []

    def tell(kind: QtMsgType, _where: object, said: str) -> None:
        told.append(said)
        if kind == QtMsgType.QtFatalMsg:
            refused = no_screen()
            print(Words(lang).say(refused.text), file=sys.stderr, flush=True)  # noqa: T201 - there is no window to say it in
            if lock is not None:
                lock.release()
            os._exit(refused.exit_code)  # Qt aborts when this returns

    former = qInstallMessageHandler(tell)
    made = application()
    qInstallMessageHandler(former)
    for said in told:
        print(said, file=sys.stderr)  # noqa: T201 - what Qt says of a screen that it got after all
    return made


def speak(app: QApplication, lang: str) -> None:
    """Qt's own words, as in the menu of a text field and in its dialogs for files, in the language of the window."""
    from PySide6.QtCore import QLibraryInfo, QTranslator

    for former in app.findChildren(QTranslator):
        app.removeTranslator(former)
        former.deleteLater()
    words = QTranslator(app)
    if words.load(f"qtbase_{lang}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)


def plain_imports() -> None:
    """Python's own import again. PySide puts one of its own in its place, for a `from __feature__ import` that nobody here
    says: it reads the source of every module imported after it, a hundred of them before the first paint."""
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def start_log() -> None:
    """A log of unexpected errors, without personal data, beside the settings."""
    from logging.handlers import RotatingFileHandler

    folder = data_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "amdesk.log", maxBytes=500_000, backupCount=2, encoding="utf-8")
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.getLogger("amdesk").addHandler(handler)


def run(address: str | None, lang: str | None, clock: Clock, helper: Helper | None = None) -> int:
    """Open the window on a bank, asking first where there is none or where it is locked. Returns the exit code.

    A `helper` that was started before this was imported reads the first screen. Raises Refused where there is no screen.
    """
    try:
        need_screen()
    except Refused:
        if helper is not None:
            helper.dismiss()
        raise
    calm_collector()
    settings = Settings.load()
    where, language = address or settings.bank_path(), lang or settings.language or system_language()
    early = _early(where, language, clock, settings, helper)
    begun = _begun(early)
    app = _started(language, begun[1] if begun is not None else None)
    start_log()
    wanted, held = address, Held()
    while True:
        code, wanted = _session(app, wanted or "", lang, clock, settings, begun, held)
        begun, settings = None, Settings.load()
        if code != AGAIN:
            return code


class Held:
    """What the pages of a window held that is in no bank, for the next window on the same bank, and the page that was shown."""

    def __init__(self) -> None:
        self.address, self.current, self.user = "", "", ""
        self.key: str | None = None
        """Opens the same bank again: whoever asked for another look has said its passphrase already."""
        self.pages: dict[str, object] = {}
        self.secret: str | None = None
        """Opens the backup that is to be put in the bank's place."""
        self.seat: BankWindow | None = None
        """The window that somebody took over from the first one's; the others wait aside, locked."""
        self.aside: list[BankWindow] = []

    def take(self, window: BankWindow) -> None:
        self.address, self.pages, self.current = window.address, window.window.carried(), window.window.current
        self.user, self.key = window.me.name, window.key

    def again(self, address: str) -> tuple[str, str | None]:
        """Who sat before this bank, and its key, where it is the same; given once."""
        user, key = (self.user, self.key) if address == self.address else ("", None)
        self.key = None
        return user, key

    def give(self, window: BankWindow) -> None:
        """To a window on another bank nothing is given."""
        pages, self.pages = self.pages, {}
        if window.address == self.address:
            window.window.carry(pages, self.current)

    def waiting(self) -> list[str]:
        """Who has work in a window that was put aside."""
        return [one.me.name for one in self.aside if one.waits_with()]

    def of(self, user: str) -> BankWindow | None:
        """The window that this user left, to go on in."""
        found = next((one for one in self.aside if one.me.name == user), None)
        if found is not None:
            self.aside.remove(found)
        return found

    def close_aside(self) -> None:
        for one in self.aside:
            one.close()
        self.aside = []


def _early(where: str, lang: str, clock: Clock, settings: Settings, helper: Helper | None) -> BankOpening | None:
    """Begin to open a bank that nobody has to be asked about: a shared one, an open one, one whose key is kept."""
    try:
        key = _key_at_hand(where, settings)
    except AmdeskError:  # said when the window is made
        key = None
    if key is None:
        if helper is not None:
            helper.dismiss()
        return None
    return BankOpening(where, key or None, clock, access.who(settings.user), lang, helper)


def _key_at_hand(where: str, settings: Settings) -> str | None:
    """The kept key, "" where none is needed, None where the bank is not there or somebody has to be asked."""
    if not access.is_shared(where) and not os.path.isfile(where):
        return None
    kept = access.saved_key(where) if settings.passphrase_saved else None
    return kept or (None if access.needs_passphrase(where) else "")


def _session(
    app: QApplication,
    address: str,
    lang: str | None,
    clock: Clock,
    settings: Settings,
    early: Begun | None,
    held: Held,
) -> tuple[int, str | None]:
    language = lang or settings.language or system_language()
    speak(app, language)
    user, key = held.again(address)
    secret, held.secret = held.secret, None
    window = _first_window(app, address, language, clock, settings, early, user, secret, key)
    if isinstance(window, int):
        return window, None
    window.window.others = held.waiting
    where, settings = window.address, window.settings
    if not window.demo:
        settings = settings._replace(bank=where)
        settings.save()
    window.shell.settings = settings
    following: list[str] = []
    _hooks(app, window, following, held)
    window.show()
    held.give(window)
    first_tour(window)
    app.setQuitOnLastWindowClosed(True)
    code = app.exec()
    from amdesk.ui.frame.collecting import let_go
    from amdesk.ui.frame.finding import RESTORE
    from amdesk.ui.frame.placing import left

    window, held.seat = held.seat or window, None
    left(window.window, window.shell.settings).save()
    wanted, held.secret = following[0] if following else "", window.backup_secret
    if wanted != window.address:
        held.close_aside()
    said = window.close(Path(wanted.removeprefix(RESTORE)) if wanted.startswith(RESTORE) else None)
    let_go(app)
    if said:
        from PySide6.QtWidgets import QMessageBox

        QMessageBox.warning(None, "AMDesk", said)
    return code, following[0] if following else None


def first_tour(window: BankWindow) -> None:
    """Whoever starts the program for the first time is shown the tour of ten steps, over the window that is painted; once, and
    it can be taken up again where it was left."""
    from PySide6.QtCore import QTimer

    if not window.shell.settings.tour:
        QTimer.singleShot(0, window.window.show_tour)


def _first_window(
    app: QApplication,
    address: str,
    language: str,
    clock: Clock,
    settings: Settings,
    early: Begun | None,
    user: str = "",
    secret: str | None = None,
    key: str | None = None,
) -> BankWindow | int:
    """A window on a bank that opens. Where one does not, the start says why and offers others; giving up is an exit code.
    With its `key` nobody is asked for its passphrase."""
    from amdesk.ui.frame.finding import Finding
    from amdesk.ui.frame.session import BankWindow

    finding, said, code, tried = Finding(app, settings, Words(language, clock.today()), clock, _demo), "", 0, None
    damaged: tuple[str, str | None] | None = None
    while True:
        try:
            if early is not None:
                opening, lock = early
                asked = opening.asked
                tried = asked.address, asked.key
                return BankWindow(app, asked.address, asked.key, clock, settings, language, opening, lock=lock)
            if key is not None:
                opens, key = key, None
                tried = address, opens
                return BankWindow(app, address, opens, clock, settings, language, user=user)
            found = finding.start(said, damaged) if said else finding.find(address, secret)
            if found is None:
                return code
            tried = found[0], found[1]
            return BankWindow(app, found[0], found[1], clock, found[2], language, user=user)
        except AmdeskError as error:
            early, said, code = None, finding.words.say(error.text), error.exit_code
            damaged = tried if error.code == DAMAGED else None
            if not has_screen():
                print(said, file=sys.stderr)  # noqa: T201 - there is no window to say it in
                return code


def _hooks(app: QApplication, window: BankWindow, following: list[str], held: Held) -> None:
    """Unexpected errors open the report; a new look or another bank starts the window again."""

    def excepthook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Exception):
            (held.seat or window).shell.failed.emit(error)
        else:
            sys.__excepthook__(kind, error, trace)

    def again(address: str) -> None:
        following.append(address)
        app.exit(AGAIN)

    def bank_wanted(what: str) -> None:
        window.window.leave(lambda: _change_bank(window, what, again))

    def another_look() -> None:
        held.take(window)
        again(window.address)

    sys.excepthook = excepthook
    window.shell.appearance.connect(lambda: window.window.leave(another_look, carries=True))
    window.shell.bank_wanted.connect(bank_wanted)
    window.shell.user_wanted.connect(
        lambda name: _take_seat(app, window, name, held, lambda made: _hooks(app, made, following, held))
    )


def _take_seat(
    app: QApplication, window: BankWindow, name: str, held: Held, hook: Callable[[BankWindow], None]
) -> None:
    """Another user's window in the place of this one, which waits as it is: the one she left, or a new one."""
    from amdesk.ui.frame.session import BankWindow

    window.put_aside()
    there = held.of(name)
    try:
        asked, settings = window.opening.asked, window.shell.settings
        key = window.said.key if window.said is not None else asked.key
        made = there or BankWindow(app, asked.address, key, asked.clock, settings, window.lang, user=name)
    except AmdeskError as error:
        window.sit_down()
        if window.window.locking is not None:
            window.window.locking.tell(window.shell.words.say(error.text))
        return
    held.aside.append(window)
    held.seat = made
    if there is not None:
        made.come_back()
        return
    made.window.others = held.waiting
    hook(made)
    made.show()


def _change_bank(window: BankWindow, what: str, again: Callable[[str], None]) -> None:
    from amdesk.services.bank import banks
    from amdesk.ui.bank.secrets import SecretDialog, TypeDialog
    from amdesk.ui.frame.finding import REKEY, RESCUE, RESTORE

    shell, t = window.shell, window.shell.words
    if what == "remove-demo":
        if window.demo and TypeDialog.ask(
            window.window,
            shell,
            t("Remove the demo city"),
            t("All invented people and places disappear. Your own bank is not touched."),
            t("REMOVE"),
        ):
            window.tasks.close()
            if window.lock is not None:
                window.lock.release()  # an open file cannot be removed everywhere
            banks.remove_files(Path(window.address))
            again("")
    elif (of := f"{what}:") in {RESCUE, REKEY}:
        window.backup_secret = window.key
        again(of + window.address)
    elif what.startswith(RESTORE):
        copy = Path(what.removeprefix(RESTORE))
        try:
            bank = shell.settings.bank_path()
            banks.restorable(copy, Path(bank))
            if access.needs_passphrase(str(copy)):
                title = t("Passphrase of the backup")
                window.backup_secret = SecretDialog.ask(window.window, shell, title, str(copy), str(bank))
                if window.backup_secret is None:
                    return
        except AmdeskError as error:
            shell.toast(shell.words.say(error.text))
            return
        _restore_from_window(window, copy, lambda: again(what))
    else:
        again("choose")


def _restore_from_window(window: BankWindow, copy: Path, then: Callable[[], None]) -> None:
    """Ask whether the bank is to be replaced; what in it is newer is read off the window's thread."""
    from amdesk.services.bank import newer
    from amdesk.ui.bank.restoring import agreed

    target = Path(window.shell.settings.bank_path())
    key, secret = window.key if window.address == str(target) else None, window.backup_secret

    def ask(found: newer.Newer | None) -> None:
        if agreed(window.window, window.shell, copy, found):
            then()

    def read(desk: Desk) -> newer.Newer | None:
        desk.keeping.restoring()
        return newer.newer(copy, target, window.clock, window.me, secret=secret, key=key or "")

    window.tasks.run(read, ask, long=window.shell.words("The backup is being compared with the bank."))


def _demo(clock: Clock) -> str:
    """The demo city, made where it is not there."""
    from amdesk.demo import city

    return city.make(data_folder() / "ekhamra.amdesk", clock)
