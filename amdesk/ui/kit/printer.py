"""The system's printers, and a paper put on one of them page by page.

Qt's printing is loaded when a paper is first printed: nothing before needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QRectF, QSizeF, Signal
from PySide6.QtGui import QImage, QPainter

from amdesk.services.bank.papers import Raster
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

DPI = 400
"""Dots an inch at which pages are drawn: small letters are sharp, and a page takes 15 MB, or 46 in colour."""


def names() -> list[str]:
    """The printers of this computer, by the names that the system gives them."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return list(QPrinterInfo.availablePrinterNames())


def usual() -> str:
    """The one that the system prefers; "" where it prefers none."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return QPrinterInfo.defaultPrinterName()


def ready(name: str) -> QPrinter | None:
    """A printer to draw on; None where it is no more."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    info = QPrinterInfo.printerInfo(name)
    printer = None if info.isNull() else QPrinter(info, QPrinter.PrinterMode.HighResolution)
    return printer if printer is not None and printer.isValid() else None


class PrintAs(NamedTuple):
    """How it is to be printed: pages (from 0), copies, without colours, made to fit into what the printer reaches."""

    pages: Sequence[int]
    copies: int
    grey: bool
    fit: bool


def takes(printer: QPrinter, size: tuple[float, float]) -> bool:
    """Set the paper; whether the printer has it. `size` is in points."""
    from PySide6.QtGui import QPageLayout, QPageSize

    wanted = QPageSize(QSizeF(*size), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyOrientationMatch)
    turned = size[0] > size[1]
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if turned else QPageLayout.Orientation.Portrait)
    return printer.setPageSize(wanted)


def reach(printer: QPrinter) -> tuple[float, float, float, float]:
    """How far from the sides (left, top, right, bottom) the printer begins, in points."""
    from PySide6.QtGui import QPageLayout

    layout = printer.pageLayout()
    layout.setUnits(QPageLayout.Unit.Point)
    margins = layout.minimumMargins()
    return margins.left(), margins.top(), margins.right(), margins.bottom()


def picture(made: Raster) -> QImage:
    """A page for the window or the printer."""
    kind = QImage.Format.Format_Grayscale8 if made.grey else QImage.Format.Format_RGB888
    return QImage(made.raw, made.width, made.height, made.stride, kind).copy()


class PrintJob(QObject):
    """One printing: each page is made on the reading thread and drawn when it has come, so that the window goes on meanwhile
    and it can be stopped between two pages."""

    stepped = Signal(int, int)
    """Which page is being made, and of how many."""
    ended = Signal(bool)
    """Whether all of it was given to the printer; False where it failed or was stopped."""

    def __init__(
        self, shell: Shell, printer: QPrinter, wanted: PrintAs, make: Callable[[int, float, bool], Raster]
    ) -> None:
        """`make` gives a page (from 0) at so many pixels a point, grey or not; it is called on the reading thread."""
        super().__init__()
        self.shell, self.printer, self.wanted, self.make = shell, printer, wanted, make
        self.painter, self.stopped, self.page = QPainter(), False, 0
        own = printer.supportsMultipleCopies()
        if own:
            printer.setCopyCount(wanted.copies)
        self.pages = list(wanted.pages) * (1 if own else wanted.copies)
        self.left: Iterator[int] = iter(self.pages)

    def begin(self) -> None:
        """Start; what comes of it is told by `ended`."""
        from PySide6.QtPrintSupport import QPrinter

        colour = QPrinter.ColorMode.GrayScale if self.wanted.grey else QPrinter.ColorMode.Color
        self.printer.setColorMode(colour)
        self.printer.setFullPage(True)
        if not self.painter.begin(self.printer):
            self._end(done=False)
            return
        self.painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        self._next()

    def stop(self) -> None:
        """Nothing more is drawn, and the printer is told to forget what it was given."""
        if self.stopped:
            return
        self.stopped = True
        self.printer.abort()
        self._end(done=False)

    def _next(self) -> None:
        page = next(self.left, None)
        if page is None:
            self._end(done=True)
            return
        self.page += 1
        self.stepped.emit(self.page, len(self.pages))
        dots, grey = min(DPI, self.printer.resolution()), self.wanted.grey
        self.shell.tasks.run(
            lambda _desk: self.make(page, dots / 72, grey), self._draw, failed=lambda _e: self._end(done=False)
        )

    def _draw(self, made: Raster) -> None:
        if self.stopped:
            return
        if self.page > 1 and not self.printer.newPage():
            self._end(done=False)
            return
        self.painter.drawImage(self._room(made), picture(made))
        self._next()

    def _room(self, made: Raster) -> QRectF:
        """Where a page stands on the paper, in the printer's dots: in its own size, or as large as what the printer reaches."""
        dots = self.printer.resolution()
        own = max(1.0, dots / DPI)
        wide, tall = made.width * own, made.height * own
        if not self.wanted.fit:
            return QRectF(0, 0, wide, tall)
        area = QRectF(self.printer.pageLayout().fullRectPixels(dots))
        left, top, right, bottom = (side * dots / 72 for side in reach(self.printer))
        area.adjust(left, top, -right, -bottom)
        less = min(area.width() / wide, area.height() / tall)
        wide, tall = wide * less, tall * less
        return QRectF(area.x() + (area.width() - wide) / 2, area.y() + (area.height() - tall) / 2, wide, tall)

    def _end(self, *, done: bool) -> None:
        from PySide6.QtPrintSupport import QPrinter

        if self.painter.isActive():
            done = self.painter.end() and done
        self.ended.emit(done and self.printer.printerState() != QPrinter.PrinterState.Error)
