"""What stands in a layout, asked without its items.

PySide keeps an item that Python has asked a layout for as long as the layout lives. When its widget is gone, so is the item, and
what Qt puts in its place next is taken for it: an act then meets a thing that it is not, or the program ends.
"""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QWidget


def parts(layout: QLayout) -> list[QWidget | QLayout]:
    """Its widgets and the layouts in it, in their order."""
    over = layout.parentWidget()
    beside = over.children() if over is not None else []
    widgets = [one for one in beside if isinstance(one, QWidget) and not one.isWindow()]
    inner = [one for one in layout.children() if isinstance(one, QLayout)]
    placed: dict[int, QWidget | QLayout] = {layout.indexOf(one): one for one in widgets}
    placed |= {layout.indexOf(one): one for one in inner}
    return [placed[index] for index in sorted(placed) if index >= 0]
