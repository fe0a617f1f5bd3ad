"""A thousand certificates of every occupation and pattern of levels, read back from their pages; some by the page in Chromium.

`python -m tests.site.many [--count 1000] [--first 0] [--browser 50] [--seed 1]`: each is drawn, printed at 150 dots an inch, and
photographed 7 degrees askew and out of focus; its code is read from both pictures by `certificate verify`'s own check, and
every level that it says is held against what was assessed. Prints figures; exit 1 where one was not read or not equal.
"""

from __future__ import annotations

import argparse
import io
import itertools
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
from PIL import Image, ImageFilter

from amdesk.domain.competence.assessments import CertificateContent
from amdesk.domain.competence.statement import Statement, Wording
from amdesk.services.competence.redrawn import own_words
from amdesk.services.competence.verify import judge
from tests.domain.test_statement import CONTENT
from tests.services.attacks import CITY_KEY, LINK, code, paper
from tests.site.browser import FOUND, Browser
from tests.site.test_site import CITY, levels, made, of_file

NAMES = (
    "Åsa Prov",
    "Amina أمينة",
    "ሰላም ተስፋይ",
    "王小明",
    "Nguyễn Thị Lan",
    "Maximiliana Långtbortistansdotter af Provsund",
)
REMARKS = (
    "",
    "Noggrann och lugn.",
    "Ewa håller alltid tiden, arbetar säkert och är vänlig mot dem som vi finns till för. " * 2,
)
TURNED = 7
BLUR = 1.2
"""Pixels, at 8 to a millimetre: a page held before a telephone's camera."""


def contents(count: int, seed: int) -> Iterator[CertificateContent]:
    """Every occupation in turn; all skills at one level, none, each level once at each place, then by chance."""
    dice = random.Random(seed)
    for i, (digest, words) in zip(range(count), itertools.cycle(own_words().items())):
        skills = sum(len(rows) for _, rows in words.areas)
        turn = i // len(own_words())
        pattern = tuple(_level(turn, at, dice) for at in range(skills))
        if not any(pattern):
            pattern = (1 + i % 4, *pattern[1:])
        yield replace(
            CONTENT,
            number=f"AMD-2026-{i + 1:05d}",
            name=NAMES[i % len(NAMES)],
            remark=REMARKS[i % len(REMARKS)],
            wording=digest,
            pattern=pattern,
            areas=_areas(words, pattern),
            levels=dict(enumerate(words.levels, 1)),
            link=LINK if i % 2 else "",
        )


def _level(turn: int, at: int, dice: random.Random) -> int:
    if turn < 5:
        return turn
    if turn < 10:
        return (at + turn) % 5
    return dice.randrange(5)


def _areas(words: Wording, pattern: tuple[int, ...]) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    left = iter(pattern)
    areas = [(title, tuple((skill, next(left)) for skill in rows)) for title, rows in words.areas]
    shown = [(title, tuple((skill, level) for skill, level in rows if level)) for title, rows in areas]
    return tuple((title, rows) for title, rows in shown if rows)


def printed(pdf: bytes, dots: float) -> Image.Image:
    """The page on which the code stands, which is the last, in grey as the reader sees it."""
    document = pypdfium2.PdfDocument(pdf)
    picture: Image.Image = document[len(document) - 1].render(scale=dots / 72, grayscale=True).to_pil()
    document.close()
    return picture


def photographed(pdf: bytes) -> Image.Image:
    """The page at 8 pixels a millimetre, turned and blurred."""
    turned = printed(pdf, 8 * 25.4).rotate(TURNED, Image.Resampling.BICUBIC, expand=True, fillcolor=136)
    return turned.filter(ImageFilter.GaussianBlur(BLUR))


def read(picture: Image.Image, path: Path) -> tuple[int, ...] | None:
    """The levels of the one code in a picture, as the city's key says; nothing where it was not read."""
    picture.save(path, "JPEG", quality=70)
    verdict = judge(path, CITY, None)
    said = verdict.summary
    return said.levels if verdict.valid and isinstance(said, Statement) else None


def sheet(content: CertificateContent) -> bytes:
    return paper(content, CITY_KEY, code(content, link=content.link))


def by_reader(first: int, count: int, seed: int, folder: Path) -> tuple[int, int, int]:
    """How many were made, read right at 150 dots, and read right from the photo."""
    good = [0, 0]
    done = 0
    for content in itertools.islice(contents(count, seed), first, None):
        pdf = sheet(content)
        for way, picture in enumerate((printed(pdf, 150), photographed(pdf))):
            path = folder / "seen.jpg"
            same = _read_or_none(picture, path) == content.pattern
            good[way] += same
            if not same:
                print(f"{content.number}: not read {'from the photo' if way else 'at 150 dots'}", flush=True)
        done += 1
        if done % 50 == 0:
            print(f"{done}: {good[0]} at 150 dots, {good[1]} turned and blurred", flush=True)
    return done, good[0], good[1]


def _read_or_none(picture: Image.Image, path: Path) -> tuple[int, ...] | None:
    from amdesk.domain.errors import BadFile

    try:
        return read(picture, path)
    except BadFile:
        return None


def by_page(count: int, seed: int, folder: Path) -> tuple[int, int]:
    """How many the page in Chromium was given as photos, and said right of."""
    browser, site = Browser(folder / "chromium"), folder / "index.html"
    site.write_bytes(made())
    good = 0
    step = max(1, 1000 // count)
    try:
        for content in itertools.islice(contents(1000, seed), 0, count * step, step):
            out = io.BytesIO()
            photographed(sheet(content)).save(out, "JPEG", quality=70)
            said = of_file(browser, site, out.getvalue(), "photo.jpg")
            same = said == "ok" and levels(browser) == [n for n in content.pattern if n]
            good += same
            if not same:
                print(f"{content.number}: the page said {said}", flush=True)
    finally:
        browser.close()
    return count, good


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--count", type=int, default=1000)
    asked.add_argument("--first", type=int, default=0, help="begin there, where several share the work")
    asked.add_argument("--browser", type=int, default=50)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="amdesk-many-") as name:
        folder = Path(name)
        made_, at_150, photo = by_reader(given.first, given.count, given.seed, folder)
        print(
            f"{made_} certificates: {at_150} read right at 150 dots, {photo} turned {TURNED} degrees and blurred {BLUR}"
        )
        asked_, right = by_page(given.browser, given.seed, folder) if given.browser and FOUND else (0, 0)
        print(f"{asked_} photos in Chromium: {right} right; {time.monotonic() - start:.0f} s in all")
    return 0 if (at_150, photo, right) == (made_, made_, asked_) else 1


if __name__ == "__main__":
    sys.exit(main())
