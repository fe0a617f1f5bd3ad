"""Pictures of every screen: 1366x768 and 1920x1080, light and dark, Swedish and English, on a fixed day.

`python tools/pictures.py FOLDER [--readme]`; with --readme the few pictures of the README are made anew as well.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from amdesk.domain.clock import Clock  # noqa: E402 - the path is set first
from amdesk.tour import pictures  # noqa: E402 - the same

README = (
    "overview_1366x768_light_sv",
    "placements_1366x768_light_sv",
    "matching_1366x768_light_sv",
    "round_1366x768_dark_sv",
    "participants_1366x768_dark_sv",
    "competence_1366x768_light_sv",
    "followup_1366x768_light_sv",
)


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(str(__doc__))
    folder = Path(sys.argv[1])
    for path in pictures(folder, Clock(date(2026, 11, 23))):
        print(path)
    if "--readme" in sys.argv:
        for name in README:
            target = ROOT / "docs" / "pictures" / f"{name.split('_')[0]}.png"
            target.write_bytes((folder / f"{name}.png").read_bytes())


if __name__ == "__main__":
    main()
