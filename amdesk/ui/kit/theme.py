"""Colours, fonts, icons and the one style sheet, all from resources/tokens.json. Code names roles, never values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, TypedDict

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from amdesk import resources

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

    from amdesk.settings import Settings

SVG = '<svg xmlns="http:{slashes}www.w3.org/2000/svg" viewBox="0 0 {size} {size}">{paths}</svg>'
SCALES = (90, 100, 115, 130, 150, 175, 200)
"""Sizes of text that are offered, in percent."""
FONTS = "fonts of the program are there"
GROUND = "ground of high contrast"
"""The application's property that keeps what its palette said before it had the program's own."""
HIGHEST = 19.5
"""From this contrast on a palette is one of high contrast; the usual ones have a grey among their grounds."""
FONT_FILES = ("Inter-Regular", "Inter-Medium", "Inter-SemiBold", "InterDisplay-SemiBold")


Icons = dict[str, dict[str, list[int | str]]]
"""Of each icon its variants: the side of its box, and its paths."""


class _Fonts(TypedDict):
    scale: Mapping[str, tuple[int, int, int]]
    """Size, weight and line height of each kind."""


class _Motion(TypedDict):
    toast_ms: int


class Tokens(TypedDict):
    """As much of resources/tokens.json as the window reads."""

    color: Mapping[str, Mapping[str, str]]
    qpalette: Mapping[str, str]
    font: _Fonts
    motion: _Motion


class Theme:
    """One look: light, dark or high contrast on a light or dark ground, at a text scale in percent."""

    def __init__(self, mode: str = "light", scale: int = 100) -> None:
        self.mode, self.scale = mode, scale
        self.tokens = resources.read_json("tokens.json", Tokens)
        self._colors: dict[str, QColor] = {}
        self._fonts: dict[str, QFont] = {}
        self._icons: dict[tuple[str, str, int, bool, float], QPixmap] = {}

    @cached_property
    def roles(self) -> Mapping[str, str]:
        return self.tokens["color"][self.mode]

    def color(self, role: str) -> QColor:
        """The colour of a role; whoever changes it takes a copy."""
        found = self._colors.get(role)
        if found is None:
            found = self._colors[role] = QColor(self.roles[role])
        return found

    def px(self, size: float) -> int:
        """A length that grows with the text."""
        return round(size * self.scale / 100)

    def mark(self, size: int) -> int:
        """The side of an icon of so many pixels at a text size of 100 percent: it grows half as much as the text, which it
        stands beside and does not replace."""
        return round(size * (self.scale + 100) / 200)

    def font(self, kind: str = "body") -> QFont:
        """A font of the scale in tokens.json: caption, label, body, body_strong, section, title, kpi. Whoever changes it
        takes a copy."""
        found = self._fonts.get(kind)
        if found is None:
            found = self._fonts[kind] = self._make_font(kind)
        return found

    def _make_font(self, kind: str) -> QFont:
        size, weight, _ = self.tokens["font"]["scale"][kind]
        display = kind in {"title", "kpi"}
        font = QFont("Inter Display" if display else "Inter")
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight(weight))
        font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
        return font

    def digits(self, kind: str = "body") -> QFont:
        """The same with figures of equal width, for strings of digits alone."""
        found = self._fonts.get(f"{kind} digits")
        if found is None:
            found = self._fonts[f"{kind} digits"] = self._make_font(kind)
            found.setFeature(QFont.Tag("tnum"), 1)
        return found

    def pixmap(
        self, name: str, role: str = "text2", size: int = 20, *, filled: bool = False, dpr: float = 1.0
    ) -> QPixmap:
        """An icon in a colour role, drawn for the screen's pixel ratio."""
        key = (name, role, size, filled, dpr)
        found = self._icons.get(key)
        if found is None:
            found = self._icons[key] = QPixmap.fromImage(_drawn(name, self.roles[role], size, filled, dpr))
        return found

    def icon(self, name: str, role: str = "text", size: int = 20, *, filled: bool = False) -> QIcon:
        """An icon for buttons, sharp at one and two pixels a point."""
        from PySide6.QtGui import QIcon  # its 151 names are made after the first paint

        icon = QIcon()
        for dpr in (1.0, 1.5, 2.0):
            icon.addPixmap(self.pixmap(name, role, size, filled=filled, dpr=dpr))
            icon.addPixmap(self.pixmap(name, "text3", size, filled=filled, dpr=dpr), QIcon.Mode.Disabled)
        return icon

    def palette(self) -> QPalette:
        out = QPalette()
        for name, role in self.tokens["qpalette"].items():
            if hasattr(QPalette.ColorRole, name):
                out.setColor(getattr(QPalette.ColorRole, name), self.color(role))
        for name in ("Text", "ButtonText", "WindowText"):
            out.setColor(QPalette.ColorGroup.Disabled, getattr(QPalette.ColorRole, name), self.color("text3"))
        return out

    def apply(self, app: QApplication) -> None:
        """Set fonts, palette and style sheet for the whole program, each where it is another: Qt polishes every widget anew."""
        load_fonts(app)
        palette, sheet, bare = self.palette(), self.sheet(), not app.styleSheet()
        if bare or app.palette() != palette:
            app.setPalette(palette)
        if bare or app.font() != self.font():
            app.setFont(self.font())
        if app.styleSheet() != sheet:
            app.setStyleSheet(sheet)

    def sheet(self) -> str:
        """The style sheet with roles and sizes filled in."""
        text = STYLE
        for role, value in sorted(self.roles.items(), key=lambda kv: -len(kv[0])):
            text = text.replace(f"${role};", f"{value};").replace(f"${role} ", f"{value} ")
        for size in (10, 12, 13, 14, 18, 20, 24, 26, 28, 30, 32, 34, 36, 66):
            text = text.replace(f"@{size}px", f"{self.px(size)}px")
        return text


@cache
def _drawn(name: str, colour: str, size: int, filled: bool, dpr: float) -> QImage:
    """An icon, drawn once however many windows show it."""
    icons = resources.read_json("icons.json", Icons)
    shapes = icons.get(name) or icons["circle"]
    box, *paths = shapes.get("filled" if filled else "regular") or next(iter(shapes.values()))
    svg = SVG.format(slashes="//", size=box, paths="".join(f'<path fill="{colour}" d="{d}"/>' for d in paths))
    side = round(size * dpr)
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(dpr)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


def look(app: QApplication, settings: Settings) -> Theme:
    """The theme of the settings, put on the application."""
    high = wants_contrast(app)  # asked before the palette becomes the program's own
    mode = settings.theme if settings.theme in {"light", "dark"} else system_mode(app)
    if settings.theme == "contrast" or (settings.theme == "system" and high):
        mode = "contrast_dark" if (high or mode) == "dark" else "contrast"
    theme = Theme(mode, settings.scale)
    theme.apply(app)
    return theme


def load_fonts(app: QApplication) -> None:
    """Make the program's own fonts known to Qt; harmless when done twice. Which are installed is not asked: that lists them all,
    and the program's own come first anyway."""
    if app.property(FONTS):
        return
    app.setProperty(FONTS, True)
    for name in FONT_FILES:
        QFontDatabase.addApplicationFont(str(resources.folder() / "fonts" / f"{name}.ttf"))


def system_mode(app: QApplication) -> str:
    return "dark" if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def wants_contrast(app: QApplication) -> str:
    """The ground, "light" or "dark", of the system's high contrast; empty where it has none. It is known by its palette, which
    the program covers with its own: what was found first is kept with the application."""
    if app.property(GROUND) is None:
        app.setProperty(GROUND, ground_of(app.palette()))
    found, hints = str(app.property(GROUND)), app.styleHints()
    asked = hints.accessibility()  # kept here, or it is gone with the hints before it is asked
    if found or asked.contrastPreference() != Qt.ContrastPreference.HighContrast:
        return found
    return system_mode(app)


def ground_of(palette: QPalette) -> str:
    """The same of a palette alone. Systems draw all text black on white or white on black only where somebody asked for it."""
    pairs = (("WindowText", "Window"), ("Text", "Base"), ("ButtonText", "Button"))
    role = QPalette.ColorRole
    if any(ratio(palette.color(role[a]), palette.color(role[b])) < HIGHEST for a, b in pairs):
        return ""
    return "dark" if palette.color(role.Window).lightness() < 128 else "light"


def ratio(one: QColor, other: QColor) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2)."""
    a, b = sorted((_light(one), _light(other)))
    return (b + 0.05) / (a + 0.05)


def _light(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


STYLE = """
QToolTip { background: $toast; color: $toast_text; border: none; padding: 6px 8px; }
QMainWindow, QDialog, #page, #root { background: $canvas; }
QLabel { background: transparent; }
QLabel[kind="title"] { font-family: "Inter Display"; font-size: @20px; font-weight: 600; color: $text; }
QLabel[kind="section"] { font-size: @14px; font-weight: 600; color: $text; }
QLabel[kind="strong"] { font-weight: 600; color: $text; }
QLabel[kind="muted"] { color: $text2; }
QLabel[kind="small"] { font-size: @12px; color: $text2; }
QLabel[kind="label"] { font-size: @12px; font-weight: 600; color: $text2; }
QLabel[kind="bad"] { font-size: @12px; color: $bad; }
QLabel[kind="warn"] { font-size: @12px; color: $warn; }
QLabel[kind="ok"] { font-size: @12px; color: $ok; }
QLabel[kind="key"] { font-size: @12px; font-weight: 600; color: $text2; background: $surface3; border-radius: 4px; padding: 1px 6px; }
QFrame[panel="true"] { background: $surface; border: 1px solid $line; border-radius: 10px; }
QFrame[kind="divider"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[kind="vdivider"] { background: $line; border: none; max-width: 1px; min-width: 1px; }
#nav { background: $nav; border: none; border-right: 1px solid $line; }
QPushButton { background: $surface; color: $text; border: 1px solid $line_btn; border-radius: 6px; padding: 0 12px; min-height: @30px; font-weight: 600; }
QPushButton[small="true"] { min-height: @24px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $surface3; }
QPushButton:focus { border: 2px solid $focus; padding: 0 11px; }
QPushButton:disabled { color: $text3; background: $surface2; border-color: $line; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; }
QPushButton[kind="primary"]:hover { background: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent_press; }
QPushButton[kind="primary"]:focus, QPushButton[kind="danger"]:focus { border: 1px solid $accent; outline: none; }
QPushButton[kind="primary"]:disabled { background: $surface3; color: $text3; border-color: $line; }
QPushButton[kind="soft"] { background: $accent_soft; color: $accent_text; border: 1px solid $accent_soft; }
QPushButton[kind="soft"]:focus { border: 2px solid $focus; }
QPushButton[kind="link"] { background: transparent; border: none; color: $accent_text; padding: 0 6px; }
QPushButton[kind="link"]:hover { background: $hover; }
QPushButton[kind="link"]:focus { border: 2px solid $focus; padding: 0 4px; }
QPushButton[kind="danger"] { background: $bad; color: $surface; border: 1px solid $bad; }
QPushButton[kind="danger"]:disabled { background: $surface3; color: $text3; border-color: $line; }
QPushButton[kind="chip"] { border-radius: 16px; font-weight: 500; padding: 0 10px; border: 1px solid $line_btn; }
QPushButton[kind="chip"]:checked, QPushButton[kind="chip"][lit="true"] { background: $accent_soft; border: 1px solid $accent; color: $accent_text; font-weight: 600; }
QPushButton[kind="chip"][warn="true"] { background: $warn_soft; border: 1px solid $warn_soft; color: $warn; font-weight: 600; }
QPushButton[kind="chip"][warn="stops"] { background: $warn_soft; border: 2px solid $warn_line; color: $warn; font-weight: 600; }
QPushButton[kind="chip"]:focus { border: 2px solid $focus; padding: 0 11px; }
QPushButton[kind="nav"] { background: transparent; border: none; text-align: left; padding: 0 10px; border-radius: 6px; min-height: @36px; font-weight: 500; color: $text2; }
QPushButton[kind="nav"]:hover { background: $hover; }
QPushButton[kind="nav"]:checked { background: $surface; color: $text; font-weight: 600; border-left: 3px solid $accent; }
QPushButton[kind="nav"]:focus { border: 2px solid $focus; }
QPushButton[kind="segment"] { border: 1px solid transparent; background: transparent; border-radius: 5px; min-height: @26px; padding: 0 12px; font-weight: 500; color: $text2; }
QPushButton[kind="segment"]:checked { background: $surface; border: 1px solid $line_btn; color: $text; font-weight: 600; }
QPushButton[kind="segment"]:focus { border: 2px solid $focus; padding: 0 11px; }
#segments { background: $surface3; border-radius: 7px; border: none; }
#search { text-align: left; color: $text2; font-weight: 400; border: 1px solid $line_strong; background: $surface; }
#kpi { min-height: @66px; background: transparent; border: none; text-align: left; padding: 0; border-radius: 8px; }
#tile { min-height: 20px; background: transparent; border: none; text-align: left; padding: 0; border-radius: 8px; }
#kpi:hover, #tile:hover { background: $hover; }
#kpi:focus, #tile:focus { border: 2px solid $focus; }
QLineEdit, QComboBox, QPlainTextEdit, QTextEdit, QSpinBox { background: $surface; color: $text; border: 1px solid $line_strong; border-radius: 6px; padding: 0 9px; min-height: @30px; selection-background-color: $accent; selection-color: $on_accent; placeholder-text-color: $text3; }
QPlainTextEdit, QTextEdit { padding: 6px 9px; }
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus { border: 2px solid $focus; padding: 0 8px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: 5px 8px; }
QLineEdit[bad="true"] { border: 2px solid $bad; }
QLineEdit:disabled, QComboBox:disabled { color: $text3; background: $surface2; }
QComboBox[warn="true"] { background: $warn_soft; border: 1px solid $warn_line; color: $warn; }
QComboBox[warn="true"]:focus { border: 2px solid $focus; }
QLabel[kind="asked"] { background: $warn_soft; color: $warn; border-radius: 10px; padding: 2px 8px; font-size: @12px; font-weight: 600; }
#warned { background: $warn_soft; border: none; border-radius: 6px; }
#warned QLabel[kind="warn"] { font-weight: 600; }
#joined { background: $accent_soft; border: 1px solid $accent; border-radius: 6px; min-height: @30px; }
#dropzone { background: $surface; border: 2px dashed $line_strong; border-radius: 12px; }
#dropzone[lit="true"] { background: $accent_soft; border: 2px dashed $accent; }
QComboBox::drop-down { border: none; width: 26px; }
QComboBox::down-arrow { width: 0; height: 0; }
QComboBox QAbstractItemView { background: $surface; color: $text; border: 1px solid $line_btn; selection-background-color: $selected; selection-color: $text; outline: none; padding: 4px; }
QListView, QTableView, QTreeView { background: $surface; border: none; outline: none; selection-background-color: $selected; selection-color: $text; }
QListWidget::item { padding: 8px 8px; border-radius: 6px; color: $text2; }
QListWidget::item:hover { background: $hover; }
QListWidget::item:selected { background: $selected; color: $text; font-weight: 600; }
QTreeView::item { padding: 4px 5px; }
QTableView { gridline-color: transparent; alternate-background-color: $surface; }
QHeaderView { background: $surface2; border: none; }
QHeaderView::section { background: $surface2; color: $text2; border: none; border-bottom: 1px solid $line; padding: 0 8px; font-size: @12px; font-weight: 600; min-height: @34px; }
QHeaderView#levels::section:first { padding-left: 16px; }
QHeaderView::section:hover { background: $hover; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle { background: $line_strong; border-radius: 3px; min-height: 32px; min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none; border: none; width: 0; height: 0; }
QScrollArea { background: transparent; border: none; }
#scrolled { background: transparent; }
QMenu { background: $surface; color: $text; border: 1px solid $line_btn; border-radius: 8px; padding: 6px; }
QMenu::item { padding: 7px 26px 7px 12px; border-radius: 5px; }
QMenu::item:selected { background: $selected; color: $text; }
QMenu::item:disabled { color: $text3; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }
QCheckBox { spacing: 8px; color: $text; }
QCheckBox:focus { color: $accent_text; }
QProgressBar { background: $surface3; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
#banner { border-radius: 8px; }
#printbar { background: $surface; border: none; border-bottom: 1px solid $line; }
#printside { background: $surface; border: none; }
#printpages { background: $surface; }
#printpages::item { padding: 6px; color: $text2; }
#printpages::item:selected { background: $selected; color: $text; border: 1px solid $accent; }
#printview, #printcaption { background: $surface3; }
#clashband { background: $warn_soft; border: 1px solid $warn_line; border-radius: 8px; }
#clash { background: transparent; border: none; border-radius: 8px; }
#clash[lit="true"] { background: $selected; }
#toast { background: $toast; border-radius: 8px; }
#toast QLabel { color: $toast_text; }
#toast QPushButton { background: transparent; border: none; color: $toast_action; }
#palette { background: $surface; border: 1px solid $line_btn; border-radius: 12px; }
#paletteField { border: none; font-size: @18px; background: $surface; min-height: 44px; padding: 0; }
"""
