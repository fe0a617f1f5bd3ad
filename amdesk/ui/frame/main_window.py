"""The window: navigation, pages, banners, toast, palette, shortcuts. Pages are made when first shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Protocol, Unpack

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from amdesk.ui.frame.flagged import FlagWatch
from amdesk.ui.frame.pages import PAGES
from amdesk.ui.frame.placing import place
from amdesk.ui.frame.rail import Rail
from amdesk.ui.kit.basic import KeyButton, cap_of
from amdesk.ui.kit.command import Command
from amdesk.ui.kit.insight import InSight
from amdesk.ui.kit.keys import is_typed_in
from amdesk.ui.kit.page import Page
from amdesk.ui.kit.saving import hand_over
from amdesk.ui.kit.shell import Shell, Visit
from amdesk.ui.kit.states import Banner, Toast
from amdesk.ui.kit.theme import SCALES

if TYPE_CHECKING:
    from amdesk.domain.texts import Text
    from amdesk.services.desk import Desk
    from amdesk.ui.frame.palette import Palette
    from amdesk.ui.kit.within import Own

COMPACT_WIDTH = 1300
COMPACT_HEIGHT = 600
"""At text 100 %: larger text wants a larger window for the same."""


class KeepsOpen(Protocol):
    """What stands where the pages do else (ui/frame/locking.py)."""

    told: list[tuple[str, bool]]

    def kept(self) -> list[Own]: ...
    def forget_told(self) -> None: ...
    def keeps_open(self) -> bool: ...
    def in_hand(self) -> bool: ...
    def unlock(self) -> None: ...
    def tell(self, said: str) -> None: ...


class MainWindow(QMainWindow):
    closed = Signal()

    def __init__(self, shell: Shell, *, user: str, city: str) -> None:
        super().__init__()
        self.shell, self.t = shell, shell.words
        self.user, self.city = user, city
        self.pages: dict[str, Page] = {}
        self.current = ""
        self.away: Banner | None = None
        self.reading: Banner | None = None
        self.busy, self.saved_said = 0, ""
        self.free = False
        self.others: Callable[[], list[str]] = list
        self.said = ""
        """Whose passphrase was said at the lock screen, where it tells."""
        """Who else has work waiting in this program, by name: told before it is closed."""
        self.locking: KeepsOpen | None = None
        """What stands where the pages do else, while the window is locked."""
        self.aside: QWidget | None = None
        """Where the pages are meanwhile, from the first lock on. Kept: what Python has asked it for would be taken for dead with it."""
        self.setWindowTitle("AMDesk")
        place(self, shell.settings)
        root = self.root = QWidget()
        root.setObjectName("root")
        row = QHBoxLayout(root)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail = Rail(shell, user=user, city=city, palette=self.open_palette)
        self.rail.went.connect(lambda page, arguments: self.go(page, **arguments))
        row.addWidget(self.rail)
        right = QVBoxLayout()
        right.setSpacing(0)
        self.banners = QVBoxLayout()
        self.banners.setContentsMargins(20, 0, 20, 0)
        self.banners.setSpacing(6)
        right.addLayout(self.banners)
        self.stack = shell.stand = QStackedWidget()
        QTimer.singleShot(0, self, self._keep_in_sight)
        right.addWidget(self.stack, 1)
        self.toast = Toast(shell)
        self.toast.undo.connect(self.undo)
        bottom = QHBoxLayout()  # it takes no room while there is nothing to say
        bottom.setContentsMargins(20, 0, 20, 12)
        bottom.addWidget(self.toast, 1)
        bottom.addStretch()
        right.addLayout(bottom)
        row.addLayout(right, 1)
        self.setCentralWidget(root)
        self._connect()
        self._shortcuts()

    def _keep_in_sight(self) -> None:
        """After the first paint: asking Qt for lists that it made itself has PySide make every kind of widget, 8 ms."""
        InSight(self.stack)

    def _connect(self) -> None:
        shell = self.shell
        shell.tasks.ask_why = self._why
        self.flags = FlagWatch(self, shell, self.held, self.beside)
        shell.went.connect(lambda page, arguments: self.go(page, **arguments))
        shell.toasted.connect(lambda said, undo: self.toast.say(said, undo=undo))
        shell.undo_wanted.connect(self.undo)
        shell.failed.connect(self._report)
        shell.opened.connect(self.rail.remember)
        shell.forgotten.connect(self.rail.forget)
        shell.tasks.stored.connect(self._stored)
        shell.tasks.written.connect(self.refresh)
        shell.tasks.written.connect(self.flags.look)
        shell.typed.connect(self._say_saved)
        shell.tasks.gone.connect(self._away)
        shell.tasks.back.connect(self._back)
        shell.locked.connect(self._locked)
        shell.tasks.busy.connect(self._busy)

    def _why(self, refused: Exception) -> str | None:
        from amdesk.ui.kit.reason import why_act  # a window that does nothing with anybody protected does without

        return why_act(self, self.shell, refused)

    def held(self) -> list[Own]:
        """The dialogs that are open behind the lock."""
        return self.locking.kept() if self.locking is not None else []

    def beside(self) -> list[tuple[QWidget, Callable[[], object]]]:
        """What stands over the page beside dialogs, or will when the window is unlocked, and how each is put away."""
        found: list[tuple[QWidget, Callable[[], object]]] = []
        if self.locking is not None and self.locking.told:
            found.append((self.toast, self.locking.forget_told))
        elif not self.toast.isHidden():
            found.append((self.toast, self.toast.hide))
        if "palette_box" in self.__dict__ and not self.palette_box.isHidden():
            found.append((self.palette_box, self.palette_box.close_))
        return found

    @property
    def compact(self) -> bool:
        px = self.shell.theme.px
        return self.width() < px(COMPACT_WIDTH) or self.height() < px(COMPACT_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.fit(self.width(), compact=self.compact)
        self.toast.fit()
        if "palette_box" in self.__dict__:
            self.palette_box.resize(self.size())

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab, wherever in the window it was pressed."""
        from amdesk.ui.kit.tabbing import put_in_order  # when Tab is pressed first, and not before the first paint

        put_in_order(self)
        return super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key that nothing took is that of the button of the page that shows it. A field keeps its letters, and Enter in
        it is no button's."""
        kept = _keeps_letters(self.focusWidget())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and not event.isAutoRepeat()
        one = self._shows(cap_of(event)) if plain and not kept else None
        if one is None:
            super().keyPressEvent(event)
        else:
            one.click()

    def _shows(self, cap: str) -> KeyButton | None:
        """The button of the page that is shown whose key this is, where it can be pressed."""
        page = self.pages.get(self.current)
        found = page.findChildren(KeyButton) if page is not None and cap else []
        return next((one for one in found if one.key == cap and one.isVisible() and one.isEnabled()), None)

    # pages

    def page(self, name: str) -> Page:
        if name not in self.pages:
            self.pages[name] = next(one for one in PAGES if one.name == name).make(self.shell)
            self.stack.addWidget(self.pages[name])
        return self.pages[name]

    def go(self, name: str, **arguments: Unpack[Visit]) -> None:
        """Show a page and tell it what to show; what was typed on the one that is left is stored first."""
        left = self.pages.get(self.current)

        def on() -> None:
            self._go(name, arguments)

        def refused(said: str) -> None:
            self.shell.toast(said)
            on()  # what was typed stays where it was

        if left is None or name == self.current:
            on()
        else:
            left.store_first(on, refused)

    def first(self) -> str:
        """The page to begin with: the first that whoever sits here may see."""
        return next(one.name for one in PAGES if not self.shell.barred(one.act))

    def _go(self, name: str, arguments: Visit) -> None:
        barred = next(self.shell.barred(one.act) for one in PAGES if one.name == name)
        if barred:
            self.rail.mark(self.current)
            self.shell.toast(barred)
            return
        page = self.page(name)
        self.current = name
        self.stack.setCurrentWidget(page)
        self.rail.mark(name)
        self.say_title()
        page.arrive(**arguments)

    def say_title(self) -> None:
        """Which page is shown; a locked window says nothing."""
        page = None if self.locking else self.pages.get(self.current)
        self.setWindowTitle(f"AMDesk – {page.title.text()}" if page is not None else "AMDesk")

    def _busy(self, busy: bool) -> None:
        self.busy += 1 if busy else -1
        self._say_saved()

    def _say_saved(self) -> None:
        """Saving while something is; that it is saved only while nothing else stands on a page."""
        in_hand = any(page.in_hand() for page in self.pages.values())
        said = self.t("Not saved yet") if in_hand else self.saved_said
        self.rail.say_saved(self.t("Saving …") if self.busy else said)

    def _stored(self) -> None:
        now = datetime.now(UTC).astimezone() if not self.shell.clock.fixed else self.shell.clock.now()
        self.saved_said = self.t("Saved {time}", time=now.strftime("%H:%M"))
        self.toast.stored()
        self._say_saved()

    def refresh(self) -> None:
        """The page reads anew, and the badges are counted again."""
        if self.current:
            self.pages[self.current].refresh()
        self.refresh_badges()

    def refresh_badges(self) -> None:
        self.shell.tasks.run(lambda desk: desk.badges(), self._show_badges, key="badges", failed=lambda _e: None)

    def _show_badges(self, counts: dict[str, int]) -> None:
        for name, count in counts.items():
            self.rail.buttons[name].set_badge(count)
        if opened := [(kind, key) for kind, key, _ in self.rail.opened]:
            self.shell.tasks.run(
                lambda desk: desk.standing(opened), self.rail.keep, key="recent", failed=lambda _e: None
            )

    def _away(self) -> None:
        """The bank cannot be reached: what is shown may be old, and nothing can be saved."""
        t = self.t
        self.away = Banner(
            self.shell,
            "warn",
            t("The bank cannot be reached"),
            t("What you see may be old, and nothing can be saved. AMDesk tries again every 30 seconds."),
            (t("Try now"), self.shell.tasks.try_again),
        )
        self._put(self.away)

    def _back(self) -> None:
        """It answers again: the page reads anew."""
        self._drop(self.away)
        self.away = None
        self.shell.toast(self.t("The bank answers again."))
        self.refresh()

    def _locked(self) -> None:
        """A banner while the bank is open in another window, which alone can change it, or lies where nothing can be written."""
        why, headed, t = self.shell.read_only, self.shell.headed, self.t
        self._drop(self.reading)
        self.reading = None
        if why:
            self.reading = Banner(
                self.shell,
                "info",
                self.shell.words.say(headed) if headed else t("Read only: the bank is open in another window"),
                why,
                None if headed else (t("Try now"), self.shell.take_wanted.emit),
            )
            self._put(self.reading)

    def _if_open(self, then: Callable[[], object]) -> Callable[[], object]:
        """What changes the bank, or the reason why it cannot be done now."""
        return lambda: self.shell.toast(self.shell.read_only) if self.shell.read_only else then()

    def _put(self, banner: Banner) -> None:
        """Above all others."""
        self.banners.insertWidget(0, banner)
        self.banners.setContentsMargins(20, 8, 20, 0)

    def _drop(self, banner: Banner | None) -> None:
        if banner is not None:
            self.banners.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        self.banners.setContentsMargins(20, 8 if self.banners.count() else 0, 20, 0)

    def banner(
        self, role: str, title: str, sentence: str, action: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        """A line above the page; two at most."""
        if self.banners.count() < 2:
            self.banners.setContentsMargins(20, 8, 20, 0)
            self.banners.addWidget(Banner(self.shell, role, title, sentence, action))

    def alarm(self, title: str, sentence: str, action: tuple[str, Callable[[], object]]) -> None:
        """Above all other banners, however many there are."""
        self._put(Banner(self.shell, "bad", title, sentence, action))

    # commands

    def commands(self) -> list[Command]:
        """Everything that can be done, with its shortcut."""
        t = self.t

        def go(page: str, **a: Unpack[Visit]) -> Callable[[], None]:
            return lambda: self.go(page, **a)

        out = [Command(t(one.title), one.icon, one.key, go(one.name)) for one in PAGES]
        out += [
            Command(t("Matching round"), "people_swap", "", go("matching", round=True)),
            Command(t("Subsidies to claim"), "document_table", "", lambda: self.shell.open("subsidies", self)),
            Command(t("Attendance and payroll"), "document_table", "", lambda: self.shell.open("week.lists", self)),
            Command(t("Day 90 to follow up"), "history", "", go("followup", tab="desk")),
            Command(t("Check the figures of a text"), "ruler", "", go("followup", tab="text")),
            Command(t("Savings"), "data_trending", "", go("followup", tab="savings")),
            Command(t("Management"), "people_team", "", go("followup", tab="management")),
            Command(t("Report to the committee"), "document_pdf", "", self.committee_report),
            Command(t("Modules"), "document_table", "", go("competence", tab="modules")),
            Command(t("Book place"), "calendar_add", "Ctrl B", self.book),
            Command(t("New participant"), "person_add", "Ctrl N", self._if_open(go("participants", new=True))),
            Command(
                t("Away: who stands in"), "people_swap", "", self._if_open(lambda: self.shell.open("people.away", self))
            ),
            Command(t("Protect personal data"), "shield_lock", "", self._if_open(self.protect)),
            Command(t("New placement"), "add", "Ctrl Shift N", self._if_open(go("placements", new=True))),
            Command(t("New vacancy"), "briefcase", "", self._if_open(go("employers", tab="vacancies", new=True))),
            Command(
                t("Read in vacancies"), "arrow_import", "", self._if_open(go("employers", tab="vacancies", pick=True))
            ),
            Command(t("Introductions"), "handshake", "", go("employers", tab="introductions")),
            Command(t("Import a file"), "arrow_import", "Ctrl I", go("exchange", pick=True)),
            Command(t("Read in a sheet"), "clipboard_task", "", self.read_sheet),
            Command(t("Export to Excel"), "arrow_export", "Ctrl E", go("exchange", export="supervisors")),
            Command(t("Undo"), "arrow_undo", "Ctrl Z", self.undo),
            Command(t("Redo"), "arrow_redo", "Ctrl Y", self.redo),
            Command(t("Hide or show names"), "eye_off", "Ctrl Shift H", self.hide_names),
            Command(t("Make a backup now"), "save", "", go("settings", part="copies")),
            Command(t("History"), "history", "", go("settings", part="history")),
            Command(t("Retention"), "delete", "", go("settings", part="retention")),
            Command(t("Lock"), "lock_closed", "Ctrl L", self.shell.lock_wanted.emit),
            Command(t("Manual"), "book", "F1", self.show_manual),
            Command(t("Tour of ten steps"), "target", "", self.show_tour),
            Command(t("All shortcuts"), "keyboard", "", self.show_shortcuts),
        ]
        return out

    def _shortcuts(self) -> None:
        def bind(keys: str, then: Callable[[], object]) -> None:
            QShortcut(QKeySequence(keys), self).activated.connect(then)

        for one in PAGES:
            if one.key:
                bind(one.key, partial(self.go, one.name))

        def page(act: Callable[[Page], object]) -> Callable[[], object]:
            return lambda: act(self.pages[self.current]) if self.current else None

        for keys, then in (
            ("Ctrl+K", self.open_palette),
            ("Ctrl+F", page(lambda p: p.focus_search())),
            ("Ctrl+B", self.book),
            ("Ctrl+Return", page(lambda p: p.confirm())),
            ("Ctrl+Enter", page(lambda p: p.confirm())),
            ("Ctrl+Shift+Return", page(lambda p: p.reserve())),
            ("Ctrl+N", self._if_open(partial(self.go, "participants", new=True))),
            ("Ctrl+Shift+N", self._if_open(partial(self.go, "placements", new=True))),
            ("Ctrl+I", lambda: self.go("exchange", pick=True)),
            ("Ctrl+E", self.export),
            ("Ctrl+P", page(lambda p: p.print_())),
            ("Ctrl+Z", self.undo),
            ("Ctrl+Y", self.redo),
            ("Ctrl+D", page(lambda p: p.done())),
            ("Ctrl+J", page(lambda p: p.next_(1))),
            ("Ctrl+Shift+J", page(lambda p: p.next_(-1))),
            ("F6", self.next_region),
            ("Ctrl+Shift+H", self.hide_names),
            ("Ctrl+L", self.shell.lock_wanted.emit),
            ("F1", self.show_manual),
            ("Ctrl++", lambda: self._scale(1)),
            ("Ctrl+-", lambda: self._scale(-1)),
            ("Ctrl+0", lambda: self._scale(0)),
        ):
            bind(keys, then)

    @cached_property
    def palette_box(self) -> Palette:
        """Made when it is first opened."""
        from amdesk.ui.frame.palette import Palette

        made = Palette(self.shell, self.root, self.commands, self.show_manual)
        made.resize(self.size())
        return made

    def read_sheet(self) -> None:
        """A supervisor's sheet that came back."""
        from amdesk.ui.competence.sheets import choose_and_read

        choose_and_read(self, self.shell)

    def export(self) -> None:
        """Ctrl+E: the page's own Excel where it has one, else the list to supervisors."""
        page = self.pages.get(self.current)
        if page is None or not page.export():
            self.go("exchange", export="supervisors")

    def committee_report(self) -> None:
        """From anywhere: the page of results and the report's dialog over it."""
        self.go("followup", tab="result")
        self.pages["followup"].print_()

    def open_palette(self) -> None:
        self.palette_box.open_()

    def book(self) -> None:
        if self.current:
            self.pages[self.current].book()

    def protect(self) -> None:
        if self.current:
            self.pages[self.current].protect()

    def next_region(self) -> None:
        """F6 walks nav, filters, main, panel."""
        page = self.pages.get(self.current)
        regions = [self.rail.buttons.get(self.current, self.rail.search), *(page.regions() if page is not None else ())]
        inside = next(
            (i for i, r in enumerate(regions) if r.hasFocus() or r.isAncestorOf(self.focusWidget() or self)), -1
        )
        after = [*regions[inside + 1 :], *regions[: inside + 1]]
        target = next((w for w in map(_way_in, after) if w is not None), None)
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def undo(self) -> None:
        """Take back my latest act; what was typed and not stored yet is that act."""
        self._after_storing(lambda desk: desk.history.undo_latest())

    def redo(self) -> None:
        self._after_storing(lambda desk: desk.history.redo())

    def _after_storing(self, work: Callable[[Desk], Text]) -> None:
        if self.shell.tasks.working:  # it would wait its turn and then take back the very import that runs
            self.shell.toast(self.t("Rows are being imported or exported. Undo when it is done, or stop it."))
            return

        def go() -> None:
            from amdesk.ui.bank.undoing import step_back  # it may have to show a dialog: the first paint has none

            step_back(self, self.shell, work, lambda said: self.shell.toast(said))

        page = self.pages.get(self.current)
        page.store_first(go) if page else go()

    def hide_names(self) -> None:
        """For screen sharing: dots instead of names, everywhere, until pressed again."""
        self.shell.names_hidden = not self.shell.names_hidden
        self.rail.show_recent()
        if self.current:
            self.pages[self.current].refresh()
        self.shell.toast(self.t("Names are hidden.") if self.shell.names_hidden else self.t("Names are shown."))

    def _scale(self, step: int) -> None:
        sizes = SCALES
        here = sizes.index(self.shell.settings.scale) if self.shell.settings.scale in sizes else 1
        new = 100 if step == 0 else sizes[max(0, min(len(sizes) - 1, here + step))]
        if new != self.shell.settings.scale:
            self.shell.settings = self.shell.settings._replace(scale=new)
            self.shell.keep_settings()
            self.shell.appearance.emit()

    def show_manual(self, at: str = "", words: str = "") -> None:
        """What the manual says of the page that is shown, or a section of it where words were found."""
        from amdesk.ui.frame.manual import ManualDialog

        ManualDialog(self, self.shell, at or f"page.{self.current}", words).open()

    def show_tour(self) -> None:
        """From the step where it was left."""
        from amdesk.ui.frame.manual import TourDialog

        TourDialog(self, self.shell).open()

    def show_shortcuts(self) -> None:
        from amdesk.ui.frame.shortcuts import ShortcutsDialog

        ShortcutsDialog(self, self.shell, self.commands()).open()

    def _report(self, error: Exception) -> None:
        said = self.shell.sentence(error)
        if said is not None:
            self.shell.toast(said)
        else:
            from amdesk.ui.frame.report import ReportDialog

            ReportDialog.show_error(self, self.shell, error)

    # another look

    def carried(self) -> dict[str, object]:
        """What the pages hold that is in no bank yet, by page."""
        kept = {name: page.carried() for name, page in self.pages.items()}
        return {name: held for name, held in kept.items() if held is not None}

    def carry(self, kept: dict[str, object], current: str = "") -> None:
        """Go on where the window before this one was, with what its pages held."""
        if current and current != self.current:
            self.go(current)
        for name, held in kept.items():
            self.page(name).carry(held)

    # leaving

    def leave(self, then: Callable[[], None], *, carries: bool = False) -> None:
        """What was typed is stored and long work is over, or the user lets go of them; then `then`. Esc stays. `carries` says
        that the next window goes on with what the pages of this one hold."""
        hand_over(self)
        pages = list(self.pages.values())
        left = [page for page in pages if not carries or page.carried() is None]
        go = then if carries else partial(self._leave_others, then)
        self._store_all(pages, lambda: self._let_go(left, go))

    def _store_all(self, pages: list[Page], then: Callable[[], None]) -> None:
        if not pages:
            then()
            return
        page, *others = pages

        def on() -> None:
            self._store_all(others, then)

        page.store_first(on, lambda said: self._without(said, on))

    def _let_go(self, pages: list[Page], then: Callable[[], None]) -> None:
        """What is stored only when the user says so is not lost without a word."""
        names = [said for said in (page.unsaved() for page in pages) if said]
        if names:
            said = self.t("This is written but not saved: {what}.", what=", ".join(names))
            self._without(said, lambda: self._wait(then))
        else:
            self._wait(then)

    def _leave_others(self, then: Callable[[], None]) -> None:
        """Nor the work of somebody who gave the seat to this user."""
        names = self.others()
        if names:
            said = self.t(
                "Work that is not saved or not done waits here for: {names}. It is lost.", names=", ".join(names)
            )
            self._without(said, then)
        else:
            then()

    def _without(self, said: str, then: Callable[[], None]) -> None:
        from amdesk.ui.kit.leaving import without  # dialogs are loaded when one is asked for: the first paint has none

        without(self, self.shell, said, self.t("Close without it"), then)

    def _wait(self, then: Callable[[], None]) -> None:
        if self.shell.tasks.in_hand():
            from amdesk.ui.kit.leaving import WorkDialog

            WorkDialog(self, self.shell, then).open()
        else:
            then()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.locking is not None and not self.free and self.locking.keeps_open():
            event.ignore()
            return
        at_once = True

        def go() -> None:
            self.free = True
            if not at_once:
                self.close()

        if not self.free:
            self.leave(go)
        at_once = False
        if not self.free:
            event.ignore()
            return
        self.closed.emit()
        super().closeEvent(event)


def _way_in(region: QWidget) -> QWidget | None:
    """What takes the focus in a region: itself, or the first thing in it that can; None where nothing can now."""
    for one in (region, *region.findChildren(QWidget)):
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled() and one.isVisible():
            return one
    return None


def _keeps_letters(focused: QWidget | None) -> bool:
    """Whether a letter goes to what has the focus: it is written in, or chosen in by its first letter."""
    from PySide6.QtWidgets import QComboBox  # made after the first paint, which has none

    return is_typed_in(focused) or isinstance(focused, QComboBox)
