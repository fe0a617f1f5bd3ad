"""One open bank in one window: its connections, its lock, what is told when it opens, and its backup when it closes."""

from __future__ import annotations

from concurrent.futures import wait
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QWidget

from amdesk.domain.bank.roles import EVERY, names
from amdesk.domain.errors import AmdeskError, Refused
from amdesk.domain.texts import N_, Text, text
from amdesk.services.bank import access
from amdesk.services.start.opening import BankOpening
from amdesk.ui.bank import forms as bank
from amdesk.ui.booking import forms as booking
from amdesk.ui.competence import forms as competence
from amdesk.ui.frame.collecting import Collecting
from amdesk.ui.frame.lock import BankLock
from amdesk.ui.frame.main_window import MainWindow
from amdesk.ui.kit.paint import brand_pixmap
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.tasks import Tasks
from amdesk.ui.kit.theme import Theme, look
from amdesk.ui.people import forms as people
from amdesk.ui.places import forms as places
from amdesk.ui.results import forms as results

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QApplication

    from amdesk.domain.clock import Clock
    from amdesk.domain.texts import Text
    from amdesk.services.bank.damage import Trouble
    from amdesk.services.bank.locking import Whose
    from amdesk.services.bank.tries import FailedTries
    from amdesk.services.desk import Desk
    from amdesk.settings import Settings
    from amdesk.ui.frame.copying import Copying, WritingBack
    from amdesk.ui.frame.idle import Idle
    from amdesk.ui.frame.lockkey import LockKey
    from amdesk.ui.frame.readthrough import ReadThrough

BACKUP_OLD_DAYS = 7
NO_ROLE = N_("You have no role in this bank, so nothing in it is shown to you. Ask its administrator.")
LOCK_AGAIN = 5_000
"""Milliseconds between two tries to be the window that changes the bank."""
PATIENCE = 0.3
"""Seconds that the window is held back for its figures: an empty page that fills a moment later is a flicker."""


class BankWindow:
    """One open bank in one window, with what belongs to it; closed as a whole."""

    def __init__(
        self,
        app: QApplication,
        address: str,
        key: str | None,
        clock: Clock,
        settings: Settings,
        lang: str,
        opening: BankOpening | None = None,
        user: str = "",
        lock: BankLock | None = None,
    ) -> None:
        """`opening` is the bank that is being opened already, `lock` its lock where that was asked for with it; `user` is who
        sits here, where that is not the one of the settings. Raises AmdeskError where it cannot be opened."""
        self.app, self.address, self.clock, self.key, self.lang = app, address, clock, key, lang
        self.settings = settings
        self.me = access.who(user or settings.user)
        self.lock = lock
        if lock is None and not access.is_shared(address):
            self.lock = BankLock(Path(address), self.me.name)
            self.lock.begin()
        self.opening = opening or BankOpening(address, key, clock, self.me, lang)
        theme = look(app, settings)
        QLocale.setDefault(QLocale(QLocale.Language.Swedish if lang == "sv" else QLocale.Language.English))
        try:
            facts = self.opening.facts.result()
            if not facts.roles:
                raise Refused(text(NO_ROLE), "ROLE")
        except AmdeskError:
            self.opening.abandon()
            if self.lock is not None:
                self.lock.release()
            raise
        self.clock = facts.clock
        if facts.user:
            self.me = self.me._replace(name=facts.user)
        self.tasks = Tasks(
            self.opening.open_desk,
            self.opening.reader,
            {"overview": self.opening.overview, "badges": self.opening.badges},
        )
        self.shell = Shell(self.tasks, self.clock, settings, theme, lang)
        for room in (bank, people, places, booking, competence, results):
            room.register(self.shell)
        self.shell.case_worker_id, self.shell.plan, self.shell.roles = facts.case_worker, facts.plan, facts.roles
        self.shell.tried = facts.tried
        self.again = QTimer()
        self.again.setInterval(LOCK_AGAIN)
        self.again.timeout.connect(self._take)
        self.window = MainWindow(self.shell, user=self.me.name, city=facts.city)
        self.collecting = Collecting(self.window)
        self.demo, self.only_read = facts.demo, facts.only_read
        self.shell.take_wanted.connect(self._take)
        self.shell.lock_wanted.connect(self.lock_screen)
        self.tasks.damaged.connect(self.look_for_damage)
        self.idle: Idle | None = None
        self.copying: Copying | None = None
        self.writing_back: WritingBack | None = None
        self.reading: ReadThrough | None = None
        self.damage: Trouble | None = None
        """What is wrong with the bank, once something is."""
        self.lock_key: LockKey | None = None
        self.backup_secret: str | None = None
        """Opens the backup that somebody wants in the bank's place."""
        self.said: Whose | None = None
        """By whose own passphrase the lock screen was answered, where several have one."""
        self.asks = bool(key)
        """Whether the bank has a secret of its own; a shared bank's server may want one."""

    def open_desk(self) -> Desk:
        """One more connection to the bank, for the thread that asks."""
        return self.opening.open_desk()

    def show(self) -> None:
        first = self.window.first()
        self.window.page(first)  # made while its figures are read
        wait([self.opening.overview], PATIENCE)
        self.window.go(first)
        self.window.refresh_badges()
        self._take()  # before anything is shown: what this window may do is part of it
        self.window.show()
        QTimer.singleShot(0, self._after_first_paint)

    def _after_first_paint(self) -> None:
        """Opens the reading connection and looks where the backups lie, which may be a slow disk: never before a paint."""
        if self.tasks.closed:
            return
        self.window.setWindowIcon(_mark(self.shell.theme))
        from amdesk.ui.kit.access import install  # what it takes from Qt costs milliseconds: never before a paint

        install()
        settings = self.shell.settings
        if not self.demo and not access.is_shared(self.address):
            self.tasks.run(lambda desk: _last_backup(desk, settings), self._backup_banner, key="backup")
            self.tasks.run(lambda desk: _ahead(desk, settings), self._ahead_banner, key="ahead")
        self.tasks.run(_unmet, self._rules_banner, key="rules")
        from amdesk.ui.frame.rolewatch import RoleWatch  # nobody's roles are others before the window stands there

        self.roles = RoleWatch(self.window, self.lock_screen)
        self.window.flags.look()  # who is protected when the window comes: whoever is later is new
        from amdesk.services.bank import tries  # what it asks of the bank is loaded after the first paint

        if not self.shell.read_only and tries.waits(self.address):
            self.tasks.write(lambda desk: desk.keeping.tries(), self._tries_told, failed=lambda _error: None)
        self._role_banner()
        self._watch_idle()
        if self.clock.fixed is None:
            self.tasks.watch()
            if not self.demo and not access.is_shared(self.address):
                from amdesk.ui.frame.copying import Copying, WritingBack

                self.copying, self.writing_back = Copying(self.window, self.shell), WritingBack(self.shell)
            if not access.is_shared(self.address):
                from amdesk.ui.frame.readthrough import ReadThrough

                self.reading = ReadThrough(self.shell, self.look_for_damage)

    def _tries_told(self, found: FailedTries | None) -> None:
        if found is not None:
            self.window.banner(
                "warn", self.shell.words("Somebody tried to open the bank"), self.shell.words.say(found.said)
            )

    def look_for_damage(self) -> None:
        """A page did not read: what is hit, and which copy is the newest whole one. It is told once."""
        address, key, folders = self.address, self.key or "", self.shell.settings.folders()
        if self.damage is not None or self.tasks.closed:
            return

        def look(desk: Desk) -> Trouble | None:
            from amdesk.services.bank import damage

            return damage.trouble_of(desk.bank, address, getattr(desk.bank, "key", key), folders)

        self.tasks.run(look, self._tell_damage, key="damage")

    def _tell_damage(self, found: Trouble | None) -> None:
        """With one act: the newest whole copy, or what can be read in a new bank where there is none."""
        if self.damage is not None or found is None:
            return
        self.damage, t = found, self.shell.words
        if found.copy is not None and found.at is not None:
            wanted, act = f"restore:{found.copy}", t("Open the copy of {moment}", moment=t.moment(found.at))
        else:
            wanted, act = "rescue", t("Rescue what can be read")
        self.window.alarm(
            t("The bank is damaged"), t.say(found.said), (act, lambda: self.shell.bank_wanted.emit(wanted))
        )

    def _role_banner(self) -> None:
        """In the demo city, which role is tried, and the way to another."""
        if not self.demo or set(self.shell.roles) == set(EVERY):
            return
        t = self.shell.words
        self.window.banner(
            "info",
            t("You are trying a role"),
            t("What {roles} may not do is off, and says why.", roles=t.say(names(self.shell.roles))),
            (t("Try another role"), lambda: self.window.go("settings", part="users")),
        )

    def _take(self) -> None:
        """Ask to be the one window that changes the bank; while another is, this one reads and asks again now and then."""
        if self.lock is None or self.tasks.closed:
            return
        before = self.tasks.read_only
        if self.only_read:
            self.shell.lock(Text(self.only_read), text(N_("Read only: the bank lies where nothing can be written")))
            return
        if self.lock.take():
            if before is not None:
                self.again.stop()
                self.shell.lock(None)
                self.shell.toast(self.shell.words("The other window is closed. You can change things again."))
                self.window.refresh()
            return
        if before is not None:
            return
        name, since = self.lock.holder()
        clock = since.astimezone().strftime("%H:%M") if since else "?"
        day = since.astimezone().date() if since else self.shell.today
        self.shell.lock(
            text(
                N_("{name} has had it open since {day} {time}. You can read, search, print and export."),
                name=name or "?",
                day=day,
                time=clock,
            )
        )
        self.again.start()

    def _watch_idle(self) -> None:
        from amdesk.ui.frame.idle import Idle  # armed when the window stands there: the first paint needs none
        from amdesk.ui.frame.lockkey import LockKey

        self.lock_key = LockKey(self.app, self._lock_by_key)
        self.idle = Idle(self.app, lambda: self.shell.settings.lock_after)
        self.idle.over.connect(lambda: self.lock_screen(self.shell.settings.lock_after))

    def lock_screen(self, after: int = 0) -> None:
        """Show nothing of the bank until its secret is said; `after` is for how many minutes nobody had touched the program."""
        if self.window.locking is not None or self.tasks.closed:
            return
        from amdesk.ui.frame.locking import Locking

        shared = access.is_shared(self.address)
        locking = Locking(self.window, self._proves if self.asks or shared else None, after, shared=shared)
        if shared:
            self.tasks.run(_server_asks, lambda asks: None if asks else locking.screen.opens_unasked(), key="asks")

    def _lock_by_key(self) -> bool:
        """Whether it is this window that somebody works in."""
        if self.tasks.closed or not self.window.isVisible():
            return False
        self.lock_screen()
        return True

    def put_aside(self) -> None:
        """Somebody else has taken the seat: this window waits as it is, locked, and what it does goes on."""
        self.again.stop()
        if self.idle is not None:
            self.idle.stop()
        if self.lock is not None:
            self.lock.release()
        self.window.hide()

    def sit_down(self) -> None:
        """It is the window that is worked in again."""
        self._take()
        self.window.show()
        self.window.activateWindow()
        if self.idle is not None:
            self.idle.go_on()

    def come_back(self) -> None:
        """Whose window it is has said the secret in another one."""
        self.sit_down()
        if self.window.locking is not None:
            self.window.locking.unlock()

    def waits_with(self) -> bool:
        """Whether something in this window is not stored or not done."""
        return self.window.locking is not None and self.window.locking.in_hand()

    def _proves(self, secret: str) -> bool:
        from amdesk.services.bank import locking

        if not locking.proves(self.address, self.key, secret):
            return False
        self.said = locking.whose(self.address, self.key, secret)
        self.window.said = self.said.user if self.said is not None else ""
        return True

    def _rules_banner(self, unmet: list[Text]) -> None:
        """Rows from before a rule was tightened are told at every opening until they hold it."""
        t = self.shell.words
        for said in unmet:
            self.window.banner(
                "warn",
                t("Rows in the bank do not hold its rules"),
                t.say(said),
                (t("Check the bank"), lambda: self.window.go("settings", part="bank")),
            )

    def _backup_banner(self, last: datetime | None) -> None:
        t = self.shell.words
        age = (datetime.now(UTC) - last).days if last else None
        if age is not None and age > BACKUP_OLD_DAYS:
            self.window.banner(
                "warn",
                t.plural("The backup is {days} day old", "The backup is {days} days old", age, days=age),
                t("Copy the bank now. It takes about ten seconds."),
                (t("Copy now"), lambda: self.window.go("settings", part="copies")),
            )

    def _ahead_banner(self, said: Text | None) -> None:
        if said is not None:
            t = self.shell.words
            show = (t("Backups"), lambda: self.window.go("settings", part="copies"))
            self.window.banner("warn", t("The newest backup is newer than the bank"), t.say(said), show)

    def close(self, spare: Path | None = None) -> str | None:
        """Back up, close both connections; a sentence where the backup failed. `spare` is a copy that is to be restored."""
        said: list[str] = []

        def last(desk: Desk) -> None:
            try:
                from amdesk.services.bank import generations

                generations.keep(desk.bank, self.shell.settings.folders(), self.clock, spare)
            except AmdeskError as error:
                said.append(self.shell.words.say(error.text))

        self.again.stop()
        if self.idle is not None:
            self.idle.stop()
        self.lock_key = None
        self.tasks.close(None if self.demo or self.tasks.read_only else last)
        if self.lock is not None:
            self.lock.release()
        for one in (self.window, *(w for w in self.window.findChildren(QWidget) if w.isWindow())):
            if (focus := one.focusWidget()) is not None:
                focus.clearFocus()  # while all is whole: destroyed with the focus in it, it would tell pages half gone
        self.collecting.stop()
        self._let_go()
        return said[0] if said else None

    def _let_go(self) -> None:
        """What hears a signal is held by what says it, where the garbage collector does not see it: both go together."""
        for one in (self.window, self.window.aside, self.idle, self.again, self.shell, self.tasks):
            if one is not None:
                one.deleteLater()


def _server_asks(desk: Desk) -> bool:
    from amdesk.services.bank import locking

    return locking.server_asks(desk.bank)


def _unmet(desk: Desk) -> list[Text]:
    from amdesk.services.bank import banks

    return banks.unmet(desk.bank)


def _ahead(desk: Desk, settings: Settings) -> Text | None:
    from amdesk.services.bank import generations

    return generations.ahead(desk.bank, settings.backups())


def _last_backup(desk: Desk, settings: Settings) -> datetime | None:
    from amdesk.services.bank import generations

    return generations.last_made(desk.bank, settings.backups())


def _mark(theme: Theme) -> QIcon:
    from PySide6.QtGui import QIcon  # its 151 names are made after the first paint

    icon = QIcon()
    for size in (16, 24, 32, 48, 64, 128):
        icon.addPixmap(brand_pixmap(theme, size))
    return icon
