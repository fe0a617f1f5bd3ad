"""The entry point of `python -m amdesk` and of every installed program: the helper, the window or the command line."""

from __future__ import annotations

import sys

from amdesk.services.start.helper import FIRST_SCREEN


def main() -> None:
    if sys.argv[1:2] == [FIRST_SCREEN]:
        import gc

        gc.disable()
        from amdesk.services.start.ahead import main as read

        read()
    elif len(sys.argv) == 1:
        from amdesk.window import main as window

        window()
    else:
        from amdesk.cli import main as command_line

        command_line()


if __name__ == "__main__":
    main()
