"""The known errors: each carries one sentence for the user and the exit code of the command line."""

from __future__ import annotations

from amdesk.domain.texts import Text, quoting

UNOPENED = "UNOPENED"
"""Of an act upon somebody protected whom nobody has opened: refused until a reason is given."""


class AmdeskError(Exception):
    """A known error. `text` says what is wrong, where, and what to do; what it quotes is shortened here, whoever raises it."""

    exit_code = 1

    def __init__(self, text: Text, code: str = "") -> None:
        self.text = quoting(text)
        super().__init__(str(self.text))
        self.code = code


class Refused(AmdeskError):
    """A rule of the bank, of the law or of the process says no. Nothing was changed."""

    exit_code = 1


class WrongUse(AmdeskError):
    """The call itself makes no sense, for instance a date that is none."""

    exit_code = 2


class BadFile(AmdeskError):
    """The file given cannot be read or written."""

    exit_code = 3


class BankUnusable(AmdeskError):
    """The bank is locked, damaged, newer than the program, gone, or the key is wrong."""

    exit_code = 4


class BankBusy(BankUnusable):
    """Someone else is writing; nothing was changed and a new try is harmless."""
