"""The fonts that papers are set in, all embedded: ours for Latin, Greek and Cyrillic, and one for each other script."""

from __future__ import annotations

from pathlib import Path

from amdesk import resources

FONTS = {
    "Inter": "Inter-Regular.ttf", "Inter-Medium": "Inter-Medium.ttf", "Inter-SemiBold": "Inter-SemiBold.ttf",
    "Newsreader": "Newsreader-Regular.ttf", "Newsreader-Medium": "Newsreader-Medium.ttf", "Newsreader-SemiBold": "Newsreader-SemiBold.ttf",
}  # fmt: skip
OTHERS = (
    "NotoNaskhArabic", "NotoSansHebrew", "NotoSansEthiopic", "NotoSansSyriac", "NotoSansThai", "NotoSansLao", "NotoSansKhmer",
    "NotoSansMyanmar", "NotoSansGeorgian", "NotoSansArmenian", "NotoSansDevanagari", "NotoSansBengali", "NotoSansGurmukhi",
    "NotoSansGujarati", "NotoSansTamil", "NotoSansTelugu", "NotoSansSinhala", "NotoSansMalayalam", "NotoSansKannada",
    "NotoSansSC",
)  # fmt: skip
"""Fonts by what they add, each file NAME-Regular.ttf; the large one of Chinese and Japanese last."""


def file_of(name: str) -> Path:
    """The file of one of the fonts."""
    return resources.folder() / "fonts" / FONTS.get(name, f"{name}-Regular.ttf")
