"""Pictures of every screen: 1366x768 and 1920x1080, light and dark, Swedish and English, on a fixed day.

`python tools/pictures.py FOLDER [--readme]`; with --readme the few pictures of the README are made anew as well.
`python tools/pictures.py --manual` makes those of the manual anew: each page in both languages, in 128 colours.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from amdesk.domain.clock import Clock  # noqa: E402 - the path is set first
from amdesk.tour import manual_pictures, pictures  # noqa: E402 - the same

README = (
    "overview_1366x768_light_sv",
    "placements_1366x768_light_sv",
    "matching_1366x768_light_sv",
    "round_1366x768_dark_sv",
    "participants_1366x768_dark_sv",
    "competence_1366x768_light_sv",
    "followup_1366x768_light_sv",
    "vacancies_1366x768_light_sv",
    "week_1366x768_light_sv",
)


DAY = date(2026, 11, 23)
COLOURS = 128
"""Of a picture of the manual: nobody sees the difference, and it is a third of the size."""


def of_manual() -> None:
    for lang in ("sv", "en"):
        folder = ROOT / "docs" / "manual" / lang / "pictures"
        for path in manual_pictures(folder, Clock(DAY), lang):
            with Image.open(path) as whole:
                fewer = whole.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            fewer.save(path, optimize=True)
            print(path)


def main() -> None:
    if sys.argv[1:] == ["--manual"]:
        of_manual()
        return
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(str(__doc__))
    folder = Path(sys.argv[1])
    for path in pictures(folder, Clock(DAY)):
        print(path)
    if "--readme" in sys.argv:
        for name in README:
            target = ROOT / "docs" / "pictures" / f"{name.split('_')[0]}.png"
            target.write_bytes((folder / f"{name}.png").read_bytes())


if __name__ == "__main__":
    main()
