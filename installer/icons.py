"""Draws the program's mark as icons: `python installer/icons.py FOLDER` leaves amdesk-SIZE.png and amdesk.ico."""

from __future__ import annotations

import os
import sys
from pathlib import Path

SIZES = (16, 24, 32, 48, 64, 128, 256)


def main(folder: Path) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image
    from PySide6.QtGui import QGuiApplication

    from amdesk.ui.kit.paint import brand_pixmap
    from amdesk.ui.kit.theme import Theme

    app = QGuiApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        brand_pixmap(Theme("light"), size).save(str(folder / f"amdesk-{size}.png"))
    largest = Image.open(folder / f"amdesk-{SIZES[-1]}.png")
    largest.save(folder / "amdesk.ico", sizes=[(size, size) for size in SIZES])
    app.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
