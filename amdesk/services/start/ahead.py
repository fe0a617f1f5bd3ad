"""The helper process of services/start/helper.py: reads what the first screen shows, says it, and ends."""

from __future__ import annotations

import pickle
import sys

from amdesk.services import desk  # noqa: F401 - here before the question comes
from amdesk.services.bank import banks  # noqa: F401 - the same
from amdesk.services.overview import day  # noqa: F401 - the same
from amdesk.services.start.firstscreen import Asked, answers, open_desk


def main() -> None:
    """One question on standard input, answers on standard output, as pickles of the program's own types.

    An error ends the process without a word: the window asks the same itself and meets it there.
    """
    try:
        asked: Asked = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the program that started this one
    except EOFError:
        return
    opened = open_desk(asked)
    try:
        for answer in answers(opened, asked):
            pickle.dump(answer, sys.stdout.buffer)
            sys.stdout.buffer.flush()
    finally:
        opened.close()
