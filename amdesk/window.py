"""Entry point of the program without a console: the helper first, then everything else."""

from __future__ import annotations

import sys

from amdesk.services.start import helper


def main() -> None:
    reading = helper.start()
    from amdesk.app import run  # Qt and the rest are loaded while the helper reads
    from amdesk.domain.clock import Clock

    sys.exit(run(None, None, Clock(), reading))
