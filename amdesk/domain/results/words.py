"""How figures are written: the same words on screen, in PDF and in Excel's texts."""

from __future__ import annotations

from amdesk.domain.results.figures import Figure
from amdesk.domain.results.report import WITHHELD, Fact

NBSP = "\u00a0"
SPACES = {"sv": NBSP, "en": ","}


def number(value: int, lang: str = "sv") -> str:
    """5 000 with a no-break space in Swedish, 5,000 in English; a minus sign, not a hyphen."""
    return f"{value:,}".replace(",", SPACES[lang]).replace("-", "−")


def decimal(value: float, lang: str = "sv") -> str:
    said = f"{value:.1f}"
    return said.replace(".", ",") if lang == "sv" else said


def signed(value: float, lang: str = "sv") -> str:
    """+0,21 or −0,05, with two decimals."""
    said = f"{value:+.2f}".replace("-", "−")
    return said.replace(".", ",") if lang == "sv" else said


def percent(figure: Figure, lang: str = "sv") -> str:
    """62 %, or nothing where there is no base."""
    if figure.percent is None:
        return ""
    return f"{figure.percent}{NBSP if lang == 'sv' else ''}%"


def count(figure: Figure, lang: str = "sv") -> str:
    return WITHHELD if figure.count is None else number(figure.count, lang)


def interval(figure: Figure, lang: str = "sv") -> str:
    """17,8–29,1, or nothing where there is no base."""
    found = figure.interval
    return "" if found is None else f"{decimal(found[0], lang)}–{decimal(found[1], lang)}"


def cell(figure: Figure | None, lang: str = "sv") -> str:
    """49 av 214 = 23 % in one cell: count, and share where the figure is a part of something."""
    if figure is None:
        return ""
    if figure.count is None:
        return WITHHELD
    if figure.percent is None or figure.count == figure.base:
        return count(figure, lang)
    return f"{count(figure, lang)} ({percent(figure, lang)})"


def of(figure: Figure, lang: str = "sv") -> str:
    """49 av 214, or nothing where it is withheld."""
    if figure.count is None or figure.base is None:
        return ""
    between = {"sv": "av", "en": "of"}[lang]
    return f"{number(figure.count, lang)} {between} {number(figure.base, lang)}"


def share(figure: Figure, lang: str = "sv") -> str:
    """23 %, 49 av 214."""
    return ", ".join(x for x in (percent(figure, lang), of(figure, lang)) if x)


def kronor(value: int) -> int:
    """Öre as whole kronor, as they are written everywhere: what is left over is dropped downwards."""
    return value // 100


def value(fact: Fact, lang: str = "sv") -> str:
    """A fact with its unit; öre are written as whole kronor, rounded half up."""
    if fact.value is None:
        return "–"
    if fact.unit == "öre":
        return f"{number((fact.value + 50) // 100, lang)}{NBSP}kr"
    return number(fact.value, lang)
