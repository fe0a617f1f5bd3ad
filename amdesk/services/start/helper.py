"""This program once more, as a process that reads the first screen while Qt is loaded (docs/decisions/0010).

Imported first of all, so that the helper is under way before anything else: nothing of the program is imported here.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress

TYPE_CHECKING = False  # typing costs two milliseconds, and the helper is to be under way
if TYPE_CHECKING:
    from typing import IO

FIRST_SCREEN = "--first-screen"
"""What an installed program is called with to be the helper; see amdesk/__main__.py."""
CALL = "import gc; gc.disable(); from amdesk.services.start.ahead import main; main()"


class Helper:
    """A process that waits for one question on its standard input; closing that ends it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    @property
    def question(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def answer(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout

    def dismiss(self) -> None:
        """There is nothing to ask, or nothing more to hear: the helper ends by itself."""
        for pipe in (self.question, self.answer):
            with suppress(OSError):  # it has ended already
                pipe.close()
        self._process.wait()


def start() -> Helper | None:
    """The helper under way, or None where this computer does not let one start."""
    python = os.path.basename(sys.executable).lower().startswith("python")
    call = ["-S", "-c", CALL] if python else [FIRST_SCREEN]  # -S: it is told where modules lie
    paths = os.pathsep.join(os.path.abspath(p) for p in sys.path)
    try:
        return Helper(
            subprocess.Popen(  # noqa: S603 - this program itself
                [sys.executable, *call],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": paths},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        )
    except OSError:
        return None
