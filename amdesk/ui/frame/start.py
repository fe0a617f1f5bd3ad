"""First start, unlocking, restoring: everything before there is a bank to work in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from amdesk.domain.clock import Clock
from amdesk.domain.errors import AmdeskError
from amdesk.i18n import Words
from amdesk.services.bank import access, banks, newer, since
from amdesk.settings import Settings, data_folder
from amdesk.ui.bank.recovery import print_code
from amdesk.ui.bank.restoring import agreed
from amdesk.ui.bank.secrets import Closing, SecretDialog, UnlockDialog
from amdesk.ui.kit.basic import CheckBox, KeyButton, Panel, label
from amdesk.ui.kit.fields import Field
from amdesk.ui.kit.shell import BareShell
from amdesk.ui.kit.theme import Theme
from amdesk.ui.kit.within import Within

if TYPE_CHECKING:
    from amdesk.services.bank.damage import Trouble


class Bare:
    """As much of a shell as widgets need before there is a bank."""

    def __init__(self, theme: Theme, words: Words, settings: Settings) -> None:
        self.theme, self.words, self.settings = theme, words, settings
        self.names_hidden = False
        self.read_only = ""

    @property
    def today(self) -> date:
        return self.words.today


class StartChoice(NamedTuple):
    """A way to begin: its icon, what its button says, a sentence about it, and what it does."""

    icon: str
    title: str
    sentence: str
    then: Callable[[], None]


class DamagedBank(NamedTuple):
    """A bank that does not open for damage, and what can be done."""

    address: str
    key: str
    trouble: Trouble


class StartDialog(Within):
    """New bank, demo city, open or restore; where a bank is damaged first its newest whole copy, or else what can be rescued.
    Answers with (address, raw key or None), or None."""

    def __init__(
        self,
        shell: BareShell,
        clock: Clock,
        make_demo: Callable[[], str],
        *,
        missing: str = "",
        damaged: DamagedBank | None = None,
    ) -> None:
        super().__init__()
        self.damaged = damaged
        self.shell, self.t, self.clock, self.make_demo = shell, shell.words, clock, make_demo
        t = self.t
        self.answer: tuple[str, str | None] | None = None
        self.setWindowTitle("AMDesk")
        self.setMinimumWidth(shell.theme.px(560))
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(32, 28, 32, 28)
        self.outer.setSpacing(12)
        self.outer.addWidget(label(t("Welcome to AMDesk"), "title"))
        self.form = QWidget()
        self.outer.addWidget(self.form)
        column = QVBoxLayout(self.form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(
            label(
                missing or t("Everything is kept in an encrypted bank on this computer. How do you want to begin?"),
                "muted",
                wrap=True,
            )
        )
        self.buttons: dict[str, KeyButton] = {}
        for number, (icon, title, sentence, then) in enumerate([*self._of_damage(), *self._choices()]):
            panel = Panel(padding=12)
            one = KeyButton(shell, title, kind="" if number else "primary", icon=icon)
            one.clicked.connect(then)
            self.buttons[icon] = one
            panel.body.addWidget(one)
            panel.body.addWidget(label(sentence, "small", wrap=True))
            column.addWidget(panel)
        self.wrong = label("", "bad", wrap=True)
        self.wrong.hide()
        self.outer.addWidget(self.wrong)

    def _choices(self) -> list[StartChoice]:
        t = self.t
        demo = StartChoice(
            "building",
            t("Try the demo city"),
            t("Ekhamra with a few hundred invented people. Can be removed in one step."),
            self._demo,
        )
        return [
            StartChoice(
                "database", t("New bank"), t("Empty, with your own passphrase and a recovery code to print."), self._new
            ),
            *([] if self.damaged else [demo]),
            StartChoice("folder_open", t("Open a bank"), t("A bank that is already on this computer."), self._open),
            StartChoice("arrow_undo", t("Restore a backup"), t("Put a backup in place and open it."), self._restore),
        ]

    def _of_damage(self) -> list[StartChoice]:
        """What is done to a damaged bank: one act where there is a whole copy, with the other way below it."""
        if self.damaged is None:
            return []
        t, found = self.t, self.damaged.trouble
        rescue = StartChoice(
            "shield",
            t("Rescue what can be read"),
            t("Into a new bank beside it. The damaged one stays as it is; what is missing is named by number."),
            self._rescue,
        )
        if found.copy is None or found.at is None:
            return [rescue]
        said = t(
            "It is proved. What is newer in the bank is shown before anything is replaced, as far as it can be read."
        )
        return [
            StartChoice("history", t("Open the copy of {moment}", moment=t.moment(found.at)), said, self._newest),
            rescue,
        ]

    def _newest(self) -> None:
        if self.damaged is not None and self.damaged.trouble.copy is not None:
            self._put(str(self.damaged.trouble.copy), Path(self.damaged.address))

    def _rescue(self) -> None:
        if self.damaged is not None:
            self._take(f"rescue:{self.damaged.address}", self.damaged.key)

    def _fail(self, error: AmdeskError) -> None:
        self.wrong.setText(self.t.say(error.text))
        self.wrong.show()
        self.make_room()

    def _take(self, address: str, key: str | None) -> None:
        self.answer = (address, key)
        self.accept()

    def _new(self) -> None:
        made = NewBankDialog.ask(self, self.shell, self.clock)
        if made:
            self._take(*made)

    def _demo(self) -> None:
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            address = self.make_demo()
        except AmdeskError as error:
            self._fail(error)
            return
        finally:
            QGuiApplication.restoreOverrideCursor()
        self._take(address, None)

    def _open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.t("Open a bank"), str(data_folder()), "AMDesk (*.amdesk)")
        if name:
            answer = UnlockDialog.ask(self, self.shell, name)
            if answer is not None:
                self._take(name, answer or None)

    def _restore(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.t("Restore a backup"), str(data_folder() / "backups"), "AMDesk (*.amdesk)"
        )
        if name:
            self._put(name, Path(self.shell.settings.bank_path()))

    def _put(self, name: str, target: Path) -> None:
        """A backup in a bank's place, when its passphrase is said and what would be lost is known."""
        try:
            secret = None
            if access.needs_passphrase(name):
                secret = SecretDialog.ask(self, self.shell, self.t("Passphrase of the backup"), name, str(target))
                if secret is None:
                    return
            banks.restorable(Path(name), target)
            me = access.who(self.shell.settings.user)
            found = newer.newer(Path(name), target, self.clock, me, secret=secret)
            unknown = since.known(Path(name), target, secret).told
            wanted = found is None and not unknown
            if not wanted and not agreed(self, self.shell, Path(name), found, unknown):
                return
            banks.restore(Path(name), target, secret, self.clock, me)
            key = banks.unlock(str(target), secret) if secret else None
        except AmdeskError as error:
            self._fail(error)
            return
        self._take(str(target), key)

    @classmethod
    def ask(
        cls,
        shell: BareShell,
        clock: Clock,
        make_demo: Callable[[], str],
        *,
        missing: str = "",
        damaged: DamagedBank | None = None,
    ) -> tuple[str, str | None] | None:
        """Address and raw key of the bank to open, or None when the user closed the window."""
        dialog = cls(shell, clock, make_demo, missing=missing, damaged=damaged)
        return dialog.answer if dialog.exec() else None


class NewBankDialog(Closing):
    """Whose bank it is and its passphrase twice, then the recovery code, which must be seen. Leaving it leaves no bank."""

    def __init__(self, parent: QWidget, shell: BareShell, clock: Clock) -> None:
        t = shell.words
        super().__init__(
            parent,
            shell,
            t("New bank"),
            t("Make the bank"),
            sentence=t(
                "Choose a passphrase of at least eight characters, better four words. Without it and without the recovery code nobody can open the bank."
            ),
            width=540,
        )
        self.clock = clock
        self.made: tuple[str, str] | None = None
        self.city, self.unit, self.first, self.second = (QLineEdit() for _ in range(4))
        self.name = QLineEdit(shell.settings.user or access.who().name)
        for one in (self.first, self.second):
            one.setEchoMode(QLineEdit.EchoMode.Password)
        self.asked = QWidget()
        column = QVBoxLayout(self.asked)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for said, control in (
            (t("Municipality, as certificates name it"), self.city),
            (t("Unit"), self.unit),
            (t("Your name, as it stands in the log"), self.name),
            (t("Passphrase"), self.first),
            (t("The passphrase again"), self.second),
        ):
            column.addWidget(Field(said, control))
        self.body.addWidget(self.asked)
        self.code = label("", "title")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.printed = CheckBox(shell, t("I have printed or written down the recovery code and locked it away"))
        self.saved = label("", "small", wrap=True)
        self.saved.hide()
        self.second.returnPressed.connect(self.confirm)
        self.city.setFocus()

    def confirm(self) -> None:
        """Make the bank; then, when the code is put away, go on to it."""
        t = self.t
        if self.made:
            if self.printed.isChecked():
                self.accept()
            else:
                self.complain(t("Write down the recovery code first; it is shown this once."))
            return
        if len(self.first.text()) < banks.SHORTEST:
            self.first.setFocus()
            self.complain(t("The passphrase is too short. Use at least eight characters, better four words."))
            return
        if self.first.text() != self.second.text():
            self.second.setFocus()
            self.complain(t("The two passphrases differ. Write the same one twice."))
            return
        try:
            code = self._make()
        except AmdeskError as error:
            self.complain(t.say(error.text))
            return
        self.complain("")
        self._show_code(code)

    def _make(self) -> str:
        """The bank with its unit; answers with the recovery code."""
        path = Path(self.shell.settings.bank_path())
        while path.exists():
            path = path.with_name(f"{path.stem}-2{path.suffix}")
        self.user = self.name.text().strip()
        unit = {"city": self.city.text().strip(), "unit": self.unit.text().strip()}
        bank, code = banks.create(path, self.first.text(), self.clock, access.who(self.user), unit)
        bank.close()
        self.made = (str(path), banks.unlock(str(path), self.first.text()))
        return code

    def _show_code(self, code: str) -> None:
        """The code alone: what was asked before it is answered, and there is room for all of it."""
        t = self.t
        self.asked.hide()
        self.sentence.setText(
            t("The recovery code opens the bank when the passphrase is forgotten. Keep it on paper, locked away.")
        )
        self.body.addWidget(label(t("Recovery code, shown this once"), "label"))
        self.code.setText(code)
        self.body.addWidget(self.code)
        show = KeyButton(self.shell, t("Preview and print"), icon="print")
        show.clicked.connect(lambda: self._print(code))
        self.body.addWidget(show)
        self.body.addWidget(self.saved)
        self.body.addWidget(self.printed)
        self.ok.setText(t("Go on"))
        show.setFocus()
        QTimer.singleShot(0, self, self._fit)  # what was added is shown, and then counted

    def _print(self, code: str) -> None:
        """On paper it is only when somebody has locked that away: the tick stays the user's own."""
        address = self.made[0] if self.made else ""
        print_code(self, self.shell, self.clock, code, address, self._out)

    def _out(self, said: str) -> None:
        self.saved.setText(
            f"{said}\n" + self.t("Lock the paper away, remove the file if there is one, then tick here.")
        )
        self.saved.show()
        self.printed.setFocus()
        QTimer.singleShot(0, self, self._fit)  # what was added is shown, and then counted

    def _fit(self) -> None:
        self.count_anew()
        self.resize(self.width(), self.outer.totalHeightForWidth(self.width()))

    def at_stake(self) -> str:
        """From the code on it is the bank itself."""
        if self.made:
            return self.t(
                "The bank is made, and its recovery code is not put away yet. If you leave now the bank is removed."
            )
        return super().at_stake()

    def give_up(self) -> None:
        """Who leaves before the code is put away has no bank that nobody might open."""
        if self.made:
            made, self.made = self.made, None
            banks.unmake(Path(made[0]))
        super().give_up()

    @classmethod
    def ask(cls, parent: QWidget, shell: BareShell, clock: Clock) -> tuple[str, str] | None:
        """Address and raw key of the new bank, or None."""
        dialog = cls(parent, shell, clock)
        if not dialog.exec() or dialog.made is None:
            return None
        shell.settings = shell.settings._replace(user=dialog.user)
        return dialog.made
