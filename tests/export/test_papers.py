"""Every paper that the program makes, with long names and texts, in both languages: no word over another, none off the page."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from amdesk.db.bank import settings
from amdesk.db.port import Bank
from amdesk.domain.booking.bookings import Booking
from amdesk.domain.booking.needs import Trip
from amdesk.domain.competence.assessments import Area, CertificateContent, Profile, Signature, Skill
from amdesk.domain.results.report import Report
from amdesk.domain.texts import text
from amdesk.export.certificate import certificate_pdf
from amdesk.export.form import form_pdf
from amdesk.export.notice import Notice, notice_pdf
from amdesk.export.recovery import recovery_pdf
from amdesk.i18n import Words
from amdesk.services.desk import Desk
from tests import make
from tests.export.test_certificate import content
from tests.services.test_reports import every_report, filled

CITY = "Långtbortistans och Södra Skärgårdens gemensamma kommunförbund i Ekhamra med omnejd"
DEPARTMENT = "Förvaltningen för arbetsmarknad, vuxenutbildning, försörjningsstöd, integration och sysselsättning"
NAME = "Åsa Maria Elisabeth von Essen-Öberg af Långtbortistan-Storskogsberg Prov-Gyllenstjärna"
UNBROKEN = "Wolfeschlegelsteinhausenbergerdorff" * 3
HOST = "Kyrkogårdsförvaltningens grönyteskötselgrupp Norra Storskogsberg och Södra Långtbortavägen"
PHONE = "070-174 06 05, eller växeln 070-174 06 06 vardagar 8–16.30, lunchstängt 12–13"
WORKER = "Anna-Karin Margareta Modellberg-Skissander Långtbortistansdotter, enheten för anställningar"
OCCUPATION = "Fastighetsskötare med inriktning mot utomhusmiljö och återbruksverksamhet"
SKILL = (
    "Använda dator, telefon eller surfplatta för arbetets rutiner, till exempel schema, rapportering och beställning"
)
LANGS = ("sv", "en")


Glyph = tuple[str, float, float, float, float, int]


def glyphs(page: Any) -> list[Glyph]:
    """Each letter on a page, its box (left, bottom, right, top), and which in reading order it is."""
    said = page.get_textpage()
    out = []
    for i in range(said.count_chars()):
        letter = said.get_text_range(i, 1)
        if letter.strip():
            out.append((letter, *said.get_charbox(i), i))
    return out


def faults(pdf: bytes, edge: float = 20) -> list[str]:
    """Letters that lie over others, or nearer than so many points to the edge of the page."""
    document = pypdfium2.PdfDocument(pdf)
    found = [f"page {n}: {fault}" for n, page in enumerate(document, 1) for fault in _faults(page, edge)]
    document.close()
    return found


def _faults(page: Any, edge: float) -> Iterator[str]:
    wide, tall = page.get_size()
    letters = glyphs(page)
    for letter, left, bottom, right, top, _ in letters:
        if left < edge or bottom < edge or right > wide - edge or top > tall - edge:
            yield f"“{letter}” at ({left:.0f}, {bottom:.0f}) is at the edge"
    letters.sort(key=lambda g: g[1])
    for i, a in enumerate(letters):
        for b in itertools.islice(letters, i + 1, None):
            if b[1] > a[3]:
                break
            if b[2] > a[4] - 1.2 or b[4] < a[2] + 1.2:
                continue  # on another line: said first, as it is true of most and quick to tell
            across, up = min(a[3], b[3]) - b[1], min(a[4], b[4]) - max(a[2], b[2])
            neighbours = b[5] == a[5] + 1  # the arm of an f reaches over the next letter of its word
            if across > (0.4 * (b[3] - b[1]) if neighbours else 1.2) and up > 1.2:
                yield f"“{a[0]}” and “{b[0]}” at ({b[1]:.0f}, {b[2]:.0f})"


def said_on(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    said = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    document.close()
    return said.replace("\ufffe", "").replace("\x02", "")


def words(lang: str) -> Words:
    return Words(lang, make.TODAY)


def notice(lang: str, name: str = NAME) -> bytes:
    booking = Booking(
        1,
        "B-2026-00412",
        1,
        name,
        "D-0001",
        1,
        HOST,
        "P-0001",
        None,
        date(2026, 12, 28),
        date(2027, 11, 28),
        75,
        "booked",
        None,
        None,
        "",
        protected=False,
        supervisor=WORKER,
        case_worker=WORKER,
    )
    place = make.place(
        name=HOST,
        address="Storskogsbergsvägen 123 B, uppgång C, ingång från lastkajen på baksidan mot parkeringen",
        postcode="741 00 Södra Långtbortistans industriområde",
        supervisor=WORKER,
        supervisor_phone=PHONE,
        schedule="måndag till torsdag 07.00-15.45, fredag 07.00-13.30, var tredje lördag 08.00-12.00 enligt särskilt schema",
    )
    person = make.person(name=name, case_worker=WORKER)
    made = Notice(booking, person, place, OCCUPATION, Trip(95, 45, 70, 2), CITY, DEPARTMENT, PHONE, make.TODAY)
    return notice_pdf(made, words(lang))


def profile(skills: int) -> Profile:
    areas = [
        Area(
            f"{OCCUPATION} {OCCUPATION}"[: 60 + 60 * (n % 2)],
            f"{OCCUPATION} {OCCUPATION}"[: 60 + 60 * (n % 2)],
            tuple(Skill(f"X-{n}{i}", SKILL if i % 2 else UNBROKEN, SKILL) for i in range(6)),
        )
        for n in range(skills // 6)
    ]
    return Profile(1, "PAR", 1, OCCUPATION, OCCUPATION, tuple(areas))


LEVELS = {
    1: "Har provat under handledning tillsammans med en kollega", 2: "Klarar med stöd av handledare eller kollega",
    3: "Klarar helt självständigt utan stöd", 4: "Kan visa andra och handleda nya",
}  # fmt: skip
SHORT = {1: "Har provat", 2: "Klarar med stöd", 3: "Klarar självständigt", 4: "Kan visa andra"}


def certificate(lang: str, **given: Any) -> bytes:
    return certificate_pdf(_long(lang, **given))


def _long(lang: str, **given: Any) -> CertificateContent:
    place = f"{HOST}, {DEPARTMENT}"
    made = replace(
        content(14, NAME),
        lang=lang,
        city=CITY,
        department=DEPARTMENT,
        occupation=OCCUPATION,
        host=HOST,
        host_department=DEPARTMENT,
        phone=PHONE,
        place="Södra Långtbortistan",
        modules=(("Yrkessvenska med inriktning mot vård och omsorg", 140), ("Samhällskunskap", 24)),
        signatures=(Signature(WORKER, "Handledare", place), Signature(WORKER, "Arbetsmarknadssekreterare", place)),
        areas=tuple(
            (f"{OCCUPATION} {n}", tuple((SKILL if i % 2 else UNBROKEN, 1 + i % 4) for i in range(5))) for n in range(2)
        ),
        levels=LEVELS,
    )
    return replace(made, **given)


PAPERS: dict[str, Callable[[str], bytes]] = {
    "notice": notice,
    "notice, unbroken name": lambda lang: notice(lang, UNBROKEN),
    "form": lambda lang: form_pdf(profile(12), NAME, HOST, LEVELS, words(lang), make.TODAY),
    "form, usual levels": lambda lang: form_pdf(profile(24), "Ewa Prov", "Björkparken", SHORT, words(lang), make.TODAY),
    "form, unbroken name": lambda lang: form_pdf(profile(12), UNBROKEN, UNBROKEN, LEVELS, words(lang), make.TODAY),
    "certificate": certificate,
    "certificate, unbroken name": lambda lang: certificate(lang, name=UNBROKEN, host=UNBROKEN),
    "certificate, reissued": lambda lang: certificate(lang, replaces="AMD-2026-00411"),
    "certificate, unsealed": lambda lang: certificate(lang, check="", phone=""),
    "certificate, long words": lambda lang: certificate(lang, remark="Noggrann, lugn och hjälpsam i allt. " * 60),
    "certificate, many modules": lambda lang: certificate(
        lang, modules=tuple((f"Yrkessvenska med inriktning mot vård och omsorg {n}", 100 + n) for n in range(12))
    ),
    "recovery code": lambda lang: recovery_pdf(
        "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345-6789", f"/home/{UNBROKEN}/{HOST}/bank.amdesk", words(lang), make.TODAY
    ),
}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("paper", list(PAPERS))
def test_no_word_lies_over_another_and_none_is_off_the_page(paper: str, lang: str) -> None:
    assert faults(PAPERS[paper](lang))[:5] == []


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_of_a_long_text_is_left_out(lang: str) -> None:
    """Room is made by smaller letters and more lines, never by cutting words away."""
    for paper, wanted in (
        ("notice", (NAME, HOST, WORKER, PHONE, OCCUPATION, CITY, DEPARTMENT)),
        ("form", (NAME, HOST, *LEVELS.values())),
        ("certificate", (NAME, HOST, PHONE, CITY, DEPARTMENT, WORKER, *LEVELS.values())),
        ("recovery code", (UNBROKEN, HOST)),
    ):
        said = said_on(PAPERS[paper](lang)).casefold()
        left_out = [w for w in wanted if "".join(w.split()).casefold() not in said]
        assert left_out == [], paper


def long_bank(bank: Bank) -> None:
    with bank.write(text("long names")):
        settings.set_setting(bank, "city", CITY)
        settings.set_setting(bank, "department", DEPARTMENT)
        bank.execute("update placement set name = name || ' ' || :more", {"more": f"{HOST} {UNBROKEN}"})


REPORTS = ("follow-up", "cohort of a year", "cohort of twelve months", "savings", "committee")


@pytest.fixture(scope="module")
def reports() -> tuple[Desk, dict[str, Report]]:
    """Every report of a bank with long names, and the desk that saves them."""
    desk = filled(5, 60)
    long_bank(desk.bank)
    return desk, dict(zip(REPORTS, every_report(desk), strict=True))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", REPORTS)
def test_no_word_of_a_report_lies_over_another(
    reports: tuple[Desk, dict[str, Report]], name: str, tmp_path: Path, lang: str
) -> None:
    desk, made = reports
    for one in (made[name], desk.reports.outside(made[name])):
        path = tmp_path / "report.pdf"
        desk.reports.save(one, path, lang)
        assert faults(path.read_bytes())[:5] == [], one.audience
