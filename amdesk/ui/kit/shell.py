"""What every page is given: words, theme, tasks, the day, and ways to other pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypedDict, Unpack

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from amdesk.domain.bank.roles import EVERY, refuse
from amdesk.domain.booking.plan import Plan
from amdesk.domain.clock import Clock
from amdesk.domain.errors import AmdeskError, Refused
from amdesk.domain.people.masked import Masked
from amdesk.domain.people.short_names import initials
from amdesk.domain.texts import Text
from amdesk.i18n import Words
from amdesk.settings import Settings
from amdesk.ui.kit.tasks import Tasks
from amdesk.ui.kit.theme import Theme

if TYPE_CHECKING:  # what bookings and places are is not wanted for the first paint
    from amdesk.domain.booking.bookings import Check
    from amdesk.domain.places.placement import PlacementRow


class Visit(TypedDict, total=False):
    """What a page can be asked to show when it is gone to; each page looks at what concerns it."""

    participant: int | None
    placement: int | None
    employer: int | None
    why: str
    """The reason given for opening a protected person."""
    chip: str
    tab: str
    part: str
    view: str
    kind: str
    export: str
    look: bool
    """Whether what the export would hold is to be looked at at once."""
    chosen: Sequence[PlacementRow]
    """The placements that an export is to have; without it all."""
    file: Path | str
    free: bool
    day: date
    round: bool
    new: bool
    pick: bool


class BareShell(Protocol):
    """As much of a shell as dialogs and buttons need before there is a bank."""

    theme: Theme
    words: Words
    settings: Settings

    @property
    def read_only(self) -> str: ...


FROM_A_FILE = frozenset({"file", "sheet", "heading", "cell"})
"""What a file is called, or says in itself: somebody may have called it after a person, or written one there."""
TELLING_DIGITS = 4
"""Digits from which a number may tell of somebody: the last four of an identity number do."""
TELLS_WHO = FROM_A_FILE | {"name", "words"}
"""What fills a sentence with whom it is about: a name, what somebody searched with, or what a file says."""
DOTTED = "•••••• ••••"
"""Instead of a name, while names are hidden."""


class HidingWords(Words):
    """A window's words: while names are hidden every sentence has dots for the person it names, also where it stands within another
    and whichever part of the window says it."""

    __slots__ = ("hides",)

    def __init__(self, lang: str, today: date, hides: Callable[[], bool]) -> None:
        super().__init__(lang, today)
        self.hides = hides

    def say(self, sentence: Text) -> str:
        return super().say(self._dotted(sentence) if self.hides() else sentence)

    def _dotted(self, sentence: Text) -> Text:
        return Text(sentence.msgid, {key: self._dots(key, said) for key, said in sentence.params.items()})

    def _dots(self, key: str, said: object) -> object:
        if isinstance(said, Masked):
            return said.text if said.hidden else DOTTED if said else ""
        if isinstance(said, Text):
            return self._dotted(said)
        plain = str(said)
        counts = plain.isdecimal() and len(plain) < TELLING_DIGITS  # which sheet, not whose number
        return DOTTED if key in TELLS_WHO and plain and not counts else said

    def _shown(self, params: dict[str, object]) -> dict[str, str]:
        """Also where a part of the window fills the sentence itself."""
        told = {key: DOTTED for key in FROM_A_FILE & params.keys() if self.hides() and isinstance(params[key], str)}
        return super()._shown(params | {key: self._dots(key, params[key]) for key in told})


class Shell(QObject):
    """The window's services to its pages; no page knows another."""

    went = Signal(str, object)
    toasted = Signal(str, bool)
    failed = Signal(object)
    opened = Signal(str, int, str)
    forgotten = Signal(str, int)
    appearance = Signal()
    bank_wanted = Signal(str)
    locked = Signal()
    take_wanted = Signal()
    undo_wanted = Signal()
    """A dialog that stores as one goes asks for its last step to be taken back."""
    lock_wanted = Signal()
    """The window is to show nothing of the bank until somebody says its passphrase."""
    user_wanted = Signal(str)
    """Somebody else sits here now, by this name, and has said the bank's secret."""
    typed = Signal()
    """Something was written that is not in the bank yet, or is no more."""

    def __init__(self, tasks: Tasks, clock: Clock, settings: Settings, theme: Theme, lang: str) -> None:
        super().__init__()
        self.tasks, self.clock, self.settings, self.theme = tasks, clock, settings, theme
        self.names_hidden = False
        self.words: Words = HidingWords(lang, clock.today(), lambda: self.names_hidden)
        self.stand: QWidget | None = None
        """Where pages stand. One that stands there while it is made has its looks once: moved there, all of it is styled anew."""
        self.case_worker_id: int | None = None
        self.plan = Plan()
        self.roles: tuple[str, ...] = EVERY
        self.tried = False
        """Whether the bank opens for anybody, who may then give herself each role."""
        self.forms: dict[str, Callable[..., None]] = {}  # type: ignore[explicit-any]  # each form takes what its room says
        self.headed: Text | None = None
        """What stands above the reason why nothing can be changed, where it is not another window."""
        tasks.unknown.connect(self.error)

    @property
    def papers(self) -> str:
        """The language of every file and paper: the one that was chosen, else Swedish, whatever the machine speaks."""
        return self.settings.language or "sv"

    @property
    def read_only(self) -> str:
        """Why nothing can be changed here; empty where it can."""
        return self.words.say(self.tasks.read_only) if self.tasks.read_only else ""

    def barred(self, act: str) -> str:
        """Why an act is not for whoever sits here, and who may; empty where it is. The bank's own door judges each call."""
        if act == "users" and self.tried:
            return ""
        try:
            refuse(self.roles, act)
        except Refused as refused:
            return self.words.say(refused.text)
        return ""

    def lock(self, why: Text | None, headed: Text | None = None) -> None:
        """Nothing can be changed from now on, and why, under a heading of its own where it is not another window; or everything can again."""
        self.tasks.read_only, self.headed = why, headed
        self.locked.emit()

    @property
    def today(self) -> date:
        return self.clock.today()

    def go(self, page: str, **arguments: Unpack[Visit]) -> None:
        """Show a page; arguments go to its `arrive`."""
        self.went.emit(page, arguments)

    def offer(self, what: str, opener: Callable[..., None]) -> None:  # type: ignore[explicit-any]  # takes what it says
        """A room offers a form of its own to the others, who know its name alone ("booking.steps")."""
        self.forms[what] = opener

    def open(self, what: str, over: QWidget, *arguments: object) -> None:
        """Open another room's form over a widget. Each room says in its `forms.py` what it offers and what it takes."""
        self.forms[what](over, self, *arguments)

    def toast(self, sentence: Text | str, *, undo: bool = False) -> None:
        """A short word at the bottom, with Undo where it can be taken back."""
        self.toasted.emit(self.say(sentence) if isinstance(sentence, Text) else sentence, undo)

    def say(self, sentence: Text) -> str:
        """A sentence, with dots for the person it names while names are hidden, also where it stands within another."""
        return self.words.say(sentence)

    def with_warnings(self, said: str, found: Sequence[Check]) -> str:
        """A sentence about a booking, and under it what is to be thought of, a line for each."""
        return "\n".join([said, *(self.say(c.text) for c in found)])

    def keep_settings(self) -> bool:
        """Written for the next time; False where that cannot be, which is said."""
        kept = self.settings.save()
        if not kept:
            self.toast(self.words("The settings cannot be written. They hold until the program is closed."))
        return kept

    def remember(self, kind: str, key: int, name: str) -> None:
        """Note an opened person or placement for "Recent"."""
        self.opened.emit(kind, key, name)

    def forget(self, kind: str, key: int) -> None:
        """Whoever turned out to be protected stands under "Recent" no longer."""
        self.forgotten.emit(kind, key)

    def error(self, error: Exception) -> None:
        self.failed.emit(error)

    def sentence(self, error: Exception) -> str | None:
        """The user's sentence of a known error; None for one that is a bug."""
        return self.say(error.text) if isinstance(error, AmdeskError) else None

    def guarded(self, show: Callable[[str], None]) -> Callable[[Exception], None]:
        """A handler that shows known errors where they happened and passes bugs on to the report."""

        def handle(error: Exception) -> None:
            said = self.sentence(error)
            if said is None:
                self.error(error)
            else:
                show(said)

        return handle

    def shown(self, said: Masked) -> str:
        """What may be shown of a person's workplace, phone or the like."""
        return self.words.say(said.text) if said.hidden else said.seen

    def name(self, said: str | Masked) -> str:
        """A person's name, or what else tells who she is or how she is reached; dots while names are hidden (screen sharing), and
        of whoever is protected the mask."""
        if isinstance(said, Masked):
            if said.hidden:
                return self.words.say(said.text)
            said = said.seen
        return DOTTED if self.names_hidden and said else said

    def initials(self, said: str | Masked) -> str:
        """What stands on a person's mark: nothing while names are hidden, and of whoever is protected."""
        plain = said.seen if isinstance(said, Masked) else said
        return "" if self.names_hidden or not plain else initials(plain)
