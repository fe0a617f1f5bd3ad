"""Entry point of the program without a console: the helper first, then everything else."""

from __future__ import annotations

import sys

from amdesk.services.start import helper


def main() -> None:
    reading = helper.start()
    from amdesk.app import run  # Qt and the rest are loaded while the helper reads
    from amdesk.domain.clock import Clock
    from amdesk.domain.errors import Refused
    from amdesk.services.bank.private import temporary
    from amdesk.settings import data_folder

    try:
        with temporary(data_folder()):
            code = run(None, None, Clock(), reading)
    except Refused as refused:
        from amdesk.i18n import Words, system_language
        from amdesk.settings import Settings

        print(Words(Settings.load().language or system_language()).say(refused.text), file=sys.stderr)  # noqa: T201 - there is no window to say it in
        code = refused.exit_code
    sys.exit(code)
