"""Every paper that the program makes, with long names and texts, in both languages: no word over another, none off the page."""

from __future__ import annotations

import importlib
import inspect
import io
import pkgutil
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader
from reportlab.pdfgen import canvas as reportlab

import amdesk.export
from amdesk.db.bank import settings
from amdesk.db.port import Bank
from amdesk.domain.booking.bookings import Booking
from amdesk.domain.booking.needs import Trip
from amdesk.domain.competence.assessments import Area, CertificateContent, Profile, Signature, Skill
from amdesk.domain.employers.vacancy import Vacancy
from amdesk.domain.guidance.markdown import parse
from amdesk.domain.overview.activity import ActivityDemand, ActivityPage, ActivityRule, ActivityWeek
from amdesk.domain.overview.handover import PARTS, HandoverLine, HandoverPage, HandoverPart
from amdesk.domain.overview.tasks import Task, day_plan
from amdesk.domain.people.masked import NOBODY
from amdesk.domain.people.wishform import WishForm
from amdesk.domain.results.report import Report
from amdesk.domain.texts import text
from amdesk.export.activity import activity_pdf
from amdesk.export.certificate import certificate_pdf
from amdesk.export.day import day_pdf
from amdesk.export.extract import ExtractPart, extract_pdf
from amdesk.export.fonts import FONTS
from amdesk.export.form import form_pdf
from amdesk.export.handbook import handbook_pdf
from amdesk.export.handover import handover_pdf
from amdesk.export.introduction import IntroductionNotice, introduction_pdf
from amdesk.export.notice import Notice, notice_pdf
from amdesk.export.pdf import MARGIN, draw, finished, new_canvas, rule
from amdesk.export.recovery import recovery_pdf
from amdesk.export.sample import sample_pdf
from amdesk.export.tagging import Canvas
from amdesk.export.week_form import FormPerson, WeekForm, week_form_pdf
from amdesk.export.wishes import wish_form_pdf
from amdesk.i18n import Words
from amdesk.resources import manual_file
from amdesk.services.bank.papers import faults, look
from amdesk.services.desk import Desk
from tests import make
from tests.export.test_certificate import content
from tests.services.test_reports import every_report, filled

CITY = "Långtbortistans och Södra Skärgårdens gemensamma kommunförbund i Ekhamra med omnejd"
DEPARTMENT = "Förvaltningen för arbetsmarknad, vuxenutbildning, försörjningsstöd, integration och sysselsättning"
NAME = "Åsa Maria Elisabeth von Essen-Öberg af Långtbortistan-Storskogsberg Prov-Gyllenstjärna"
PLACE = (
    f"{'Grönyteskötselgruppen vid Kyrkogårdsförvaltningen i Norra Storskogsberg och Södra Långtbortavägen, ' * 2}lag"[
        :200
    ]
)
"""Two hundred characters, as lists of cities have them."""
UNBROKEN = "Wolfeschlegelsteinhausenbergerdorff" * 3
HOST = "Kyrkogårdsförvaltningens grönyteskötselgrupp Norra Storskogsberg och Södra Långtbortavägen"
PHONE = "070-174 06 05, eller växeln 070-174 06 06 vardagar 8–16.30, lunchstängt 12–13"
WORKER = "Anna-Karin Margareta Modellberg-Skissander Långtbortistansdotter, enheten för anställningar"
OCCUPATION = "Fastighetsskötare med inriktning mot utomhusmiljö och återbruksverksamhet"
SKILL = (
    "Använda dator, telefon eller surfplatta för arbetets rutiner, till exempel schema, rapportering och beställning"
)
LANGS = ("sv", "en")
PATHS = 2
"""PDFium's number for lines and boxes."""
OVER, TOP, BOTTOM = 2.0, 40.0, 22.0
"""Points: how far a letter may reach over the side of its column, and what stays free above and below on every paper."""


def said_on(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    said = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    document.close()
    return said.replace("\ufffe", "").replace("\x02", "")


def words(lang: str) -> Words:
    return Words(lang, make.TODAY)


def notice(lang: str, name: str = NAME, place: str = HOST) -> bytes:
    booking = Booking(
        1,
        "B-2026-00412",
        1,
        make.seen(name),
        "D-0001",
        1,
        make.seen(place),
        make.seen("P-0001"),
        None,
        date(2026, 12, 28),
        date(2027, 11, 28),
        75,
        "booked",
        None,
        None,
        "",
        protected=False,
        supervisor=make.seen(WORKER),
        case_worker=WORKER,
    )
    there = make.place(
        name=place,
        address="Storskogsbergsvägen 123 B, uppgång C, ingång från lastkajen på baksidan mot parkeringen",
        postcode="741 00 Södra Långtbortistans industriområde",
        supervisor=WORKER,
        supervisor_phone=PHONE,
        schedule="måndag till torsdag 07.00-15.45, fredag 07.00-13.30, var tredje lördag 08.00-12.00 enligt särskilt schema",
    )
    person = make.person(name=name, case_worker=WORKER)
    made = Notice(booking, person, there, OCCUPATION, Trip(95, 45, 70, 2), CITY, DEPARTMENT, PHONE, make.TODAY)
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
        areas=areas_of(10),
        levels=LEVELS,
    )
    return replace(made, **given)


def day_tasks(count: int) -> list[Task]:
    """So many things to do for two thirds as many people, some with long names, overdue and ahead; and one that concerns nobody."""
    kinds = ("final", "ending", "day90", "assess", "find_place")
    names = (NAME, "Ewa Prov", UNBROKEN, "Nils Modellberg")
    found = [
        Task(
            f"{kinds[i % 5]}:{i}",
            kinds[i % 5],
            make.seen(names[i * 2 // 3 % 4]),
            make.seen((HOST, "Parken", "", PLACE)[i % 4]),
            make.TODAY + timedelta(i % 20 - 5),
            1 + i * 2 // 3,
            1,
        )
        for i in range(count)
    ]
    return [*found, Task("supervisors", "supervisors", NOBODY, NOBODY, make.TODAY, None, None)]


def areas_of(skills: int) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    """So many assessed skills, five to an area."""
    return tuple(
        (f"{OCCUPATION} {n}", tuple((SKILL if i % 2 else UNBROKEN, 1 + i % 4) for i in range(5)))
        for n in range(skills // 5)
    )


SCRIPTS = (
    "أمينة يوسف", "گلنار رضایی", "שרה כהן", "ሰላም ተስፋይ", "王小明", "田中 さくら", "สมชาย ใจดี", "ສົມໄຊ", "សុខា", "အောင်", "გიორგი", "Սարգիս", "अमित कुमार",
    "অনিতা", "ਗੁਰਪ੍ਰੀਤ", "અમિત", "தமிழ் செல்வி", "రవి", "සුනිල්", "മോഹൻ", "ರವಿ", "ܝܘܚܢܢ", "Мария", "Ελένη", "Nguyễn Thị Lan", "Amina أمينة 2026", "سارة 12 oktober 2026",
)  # fmt: skip
"""Names in every script that a paper can print, alone and mixed with Latin words, numbers and days."""
EVERY = " ".join(SCRIPTS)
HANDBOOK = f"""# {OCCUPATION} {PLACE}

{SKILL} {UNBROKEN} {SKILL * 4}

## {UNBROKEN}

- {SKILL}
- {UNBROKEN} {SKILL}

"""


def introduction(lang: str, name: str = NAME, place: str = PLACE) -> bytes:
    what = Vacancy(id=1, number="V-0001", employer_id=1, employer=place, title=SKILL, place=place, apply_by=make.TODAY)
    whom = make.person(name=name, case_worker=WORKER)
    n = IntroductionNotice(whom, what, "AMD-2026-00001", make.TODAY, "Ekhamra stad", DEPARTMENT, "08-465 004 00")
    return introduction_pdf(n, words(lang))


def handover(lang: str, name: str = NAME, lines: int = 2, letters: str = SKILL) -> bytes:
    """A page with so many lines in each of its parts."""
    said = HandoverLine("x", text("{words}", words=letters), text("{words}", words=letters), make.TODAY)
    parts = [
        HandoverPart(code, [said._replace(more=said.more if i % 2 else None) for i in range(lines)]) for code in PARTS
    ]
    person = make.person(name=name, case_worker=WORKER, phone=PHONE, email=f"{'lang' * 12}@example.org")
    return handover_pdf([HandoverPage(person, make.TODAY, 3, parts, make.TODAY)] * 2, CITY, words(lang))


def activity(lang: str, name: str = NAME, weeks: int = 12, words_of: str = DEPARTMENT) -> bytes:
    """A page with so many weeks, of a decision with long words."""
    demand = ActivityDemand(
        id=1,
        participant_id=1,
        from_date=make.TODAY,
        to_date=None,
        minutes=2400,
        decided_on=make.TODAY,
        decided_by=words_of,
        decision=words_of,
    )
    rules = [
        ActivityRule(r, "sick", make.TODAY, "proposed", None, SKILL, SKILL, words_of) for r in ("may_ask", "valid")
    ]
    found = [ActivityWeek(make.TODAY - timedelta(7 * i), 2400, 2160, 1234, 345, 67, 89) for i in range(weeks)]
    return activity_pdf(ActivityPage(make.person(name=name), [demand] * 2, found, rules, make.TODAY), CITY, words(lang))


def wishes(lang: str, name: str = NAME, letters: str = SKILL, many: int = 24) -> bytes:
    """The form of somebody with five wishes, of so many occupations to choose from."""
    form = WishForm(name, WORKER, [letters] * 5, [letters] * many, CITY, PHONE, 5, make.TODAY)
    return wish_form_pdf(form, words(lang))


def week_form(lang: str, name: str = NAME, place: str = CITY, many: int = 3) -> bytes:
    """A week of two placements, each with so many people."""
    days = [make.TODAY + timedelta(i) for i in range(7)]
    people = [FormPerson(name, [360, 360, 270, 480, 0, 0, 0])] * many
    return week_form_pdf([WeekForm(place, WORKER, CITY, days[0], days, people)] * 2, words(lang))


PAPERS: dict[str, Callable[[str], bytes]] = {
    "introduction": introduction,
    "activity plan": activity,
    "activity plan, 26 weeks": lambda lang: activity(lang, UNBROKEN, 26, UNBROKEN),
    "activity plan, every script": lambda lang: activity(lang, EVERY, 2, EVERY),
    "form of attendance": week_form,
    "form of attendance, more than a page": lambda lang: week_form(lang, many=32),
    "form of attendance, unbroken names": lambda lang: week_form(lang, UNBROKEN, UNBROKEN),
    "form of attendance, every script": lambda lang: week_form(lang, EVERY, EVERY),
    "form for wishes": wishes,
    "form for wishes, for anybody": lambda lang: wishes(lang, "", "Städ"),
    "form for wishes, unbroken words": lambda lang: wishes(lang, UNBROKEN, UNBROKEN, 40),
    "form for wishes, every script": lambda lang: wishes(lang, EVERY, EVERY),
    "hand-over page": handover,
    "hand-over page, two sheets": lambda lang: handover(lang, lines=12),
    "hand-over page, unbroken name": lambda lang: handover(lang, UNBROKEN, 3, UNBROKEN),
    "hand-over page, every script": lambda lang: handover(lang, EVERY, 1, EVERY),
    "introduction, unbroken name": lambda lang: introduction(lang, UNBROKEN, UNBROKEN),
    "notice": notice,
    "notice, place of 200 characters": lambda lang: notice(lang, place=PLACE),
    "notice, unbroken name": lambda lang: notice(lang, UNBROKEN),
    "form": lambda lang: form_pdf(profile(12), NAME, HOST, LEVELS, words(lang), make.TODAY),
    "form, usual levels": lambda lang: form_pdf(profile(24), "Ewa Prov", "Björkparken", SHORT, words(lang), make.TODAY),
    "form, four pages of skills": lambda lang: form_pdf(profile(72), NAME, PLACE, SHORT, words(lang), make.TODAY),
    "form, unbroken name": lambda lang: form_pdf(profile(12), UNBROKEN, UNBROKEN, LEVELS, words(lang), make.TODAY),
    "certificate": certificate,
    "certificate, place of 200 characters": lambda lang: certificate(lang, host=PLACE, host_department=PLACE),
    "certificate, four pages of skills": lambda lang: certificate(lang, areas=areas_of(220)),
    "certificate, unbroken name": lambda lang: certificate(lang, name=UNBROKEN, host=UNBROKEN),
    "certificate, draft": lambda lang: certificate(lang, draft=True, number="", check=""),
    "certificate, reissued": lambda lang: certificate(lang, replaces="AMD-2026-00411"),
    "certificate, unsealed": lambda lang: certificate(lang, check="", phone=""),
    "certificate, long words": lambda lang: certificate(lang, remark="Noggrann, lugn och hjälpsam i allt. " * 60),
    "certificate, many modules": lambda lang: certificate(
        lang, modules=tuple((f"Yrkessvenska med inriktning mot vård och omsorg {n}", 100 + n) for n in range(12))
    ),
    "day's plan": lambda lang: day_pdf(day_plan(day_tasks(8), make.TODAY), WORKER, words(lang), make.TODAY),
    "day's plan, four pages": lambda lang: day_pdf(
        day_plan(day_tasks(90), make.TODAY), WORKER, words(lang), make.TODAY
    ),
    "day's plan, nothing to do": lambda lang: day_pdf([], UNBROKEN, words(lang), make.TODAY),
    "spot check": lambda lang: sample_pdf(
        [("2026-11-23 09:00:00", WORKER, "D-0001", SKILL, f"{UNBROKEN} {DEPARTMENT} {SKILL}")] * 15,
        (987654321, 123456),
        (make.TODAY, make.TODAY),
        words(lang),
        make.TODAY,
    ),
    "extract": lambda lang: extract_pdf(
        make.person(name=NAME, case_worker=WORKER),
        [(DEPARTMENT, [SKILL, UNBROKEN * 3])] * 2,
        [ExtractPart(OCCUPATION, [[(DEPARTMENT, SKILL), (UNBROKEN, UNBROKEN * 3), ("", SKILL * 9)]] * 12)] * 3,
        [("2026-11-23 09:00:00", WORKER, SKILL, f"{UNBROKEN} {DEPARTMENT}")] * 40,
        (CITY, DEPARTMENT, PHONE),
        words(lang),
        make.TODAY,
    ),
    "handbook": lambda lang: handbook_pdf(
        "Handbok", [(parse(HANDBOOK * 6), "3")] * 3, [CITY, DEPARTMENT], words(lang), make.TODAY
    ),
    "handbook with pictures": lambda lang: handbook_pdf(
        "Handbok",
        [(parse(f"{HANDBOOK}\n\n![{SKILL * 4}](pictures/board.png)\n\n" * 3), "3")],
        [CITY],
        words(lang),
        make.TODAY,
        lambda _name: manual_file(lang, "pictures/placements.png"),
    ),
    "notice, every script": lambda lang: notice(lang, EVERY, EVERY),
    "form, every script": lambda lang: form_pdf(profile(12), EVERY, EVERY, SHORT, words(lang), make.TODAY),
    "certificate, every script": lambda lang: certificate(lang, name=EVERY, host=EVERY, remark=EVERY, place=SCRIPTS[0]),
    "day's plan, every script": lambda lang: day_pdf(
        day_plan([*day_tasks(8), Task("x", "final", make.seen(EVERY), make.seen(EVERY), make.TODAY, 9, 1)], make.TODAY),
        SCRIPTS[0],
        words(lang),
        make.TODAY,
    ),
    "extract, every script": lambda lang: extract_pdf(
        make.person(name=EVERY, case_worker=EVERY),
        [(EVERY, [EVERY])],
        [ExtractPart(OCCUPATION, [[(EVERY, EVERY)]])],
        [("2026-11-23 09:00:00", EVERY, EVERY, EVERY)],
        (CITY, DEPARTMENT, PHONE),
        words(lang),
        make.TODAY,
    ),
    "spot check, every script": lambda lang: sample_pdf(
        [("2026-11-23 09:00:00", EVERY, "D-0001", EVERY, EVERY)],
        (1, 1),
        (make.TODAY, make.TODAY),
        words(lang),
        make.TODAY,
    ),
    "handbook, every script": lambda lang: handbook_pdf(
        "Handbok", [(parse(f"# {EVERY}\n\n{EVERY}\n\n- {EVERY}\n"), "3")], [CITY], words(lang), make.TODAY
    ),
    "recovery code": lambda lang: recovery_pdf(
        "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345-6789", f"/home/{UNBROKEN}/{HOST}/bank.amdesk", words(lang), make.TODAY
    ),
}


@cache
def made(paper: str, lang: str) -> bytes:
    """A paper drawn once, for all that is asked of it."""
    return PAPERS[paper](lang)


@pytest.mark.thorough(96)
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("paper", list(PAPERS))
def test_no_word_lies_over_another_and_none_is_off_the_page(paper: str, lang: str) -> None:
    pdf = made(paper, lang)
    seen = look(pdf)
    assert seen.blurred == (), faults(pdf)[:5]
    left, top, right, bottom = seen.nearest
    assert min(left, right) >= MARGIN - OVER, "words beside the column"
    assert (top >= TOP, bottom >= BOTTOM) == (True, True), "words above or below it"


def test_every_paper_that_the_program_makes_is_among_these() -> None:
    """A paper is what a function of `export` named after PDF returns as bytes; a new one is tried with long names too."""
    made = set()
    for found in pkgutil.iter_modules(amdesk.export.__path__, "amdesk.export."):
        module = importlib.import_module(found.name)
        for name, one in inspect.getmembers(module, inspect.isfunction):
            own = one.__module__ == found.name and not name.startswith("_")
            if own and re.search(r"(^|_)pdf$", name) and one.__annotations__.get("return") == "bytes":
                made.add(f"{found.name.removeprefix('amdesk.export.')}.{name}")
    assert made == {
        "certificate.certificate_pdf", "day.day_pdf", "form.form_pdf", "notice.notice_pdf", "recovery.recovery_pdf", "report_pdf.pdf",
        "extract.extract_pdf", "introduction.introduction_pdf", "handover.handover_pdf", "activity.activity_pdf", "handbook.handbook_pdf", "sample.sample_pdf", "wishes.wish_form_pdf", "week_form.week_form_pdf",
    }  # fmt: skip


@pytest.mark.parametrize("paper", ["activity plan", "form for wishes", "hand-over page, two sheets"])
def test_a_paper_is_begun_once(paper: str, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, canvas = [], reportlab.Canvas

    def counted(*given: object, **named: object) -> object:
        begun.append(given)
        return canvas(*given, **named)

    monkeypatch.setattr(reportlab, "Canvas", counted)
    PAPERS[paper]("sv")
    assert len(begun) == 1


@pytest.mark.thorough(long=True)
def test_four_pages_of_skills_take_four_pages() -> None:
    for paper in ("form, four pages of skills", "certificate, four pages of skills"):
        assert len(look(made(paper, "sv")).sizes) >= 4, paper


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda c: draw(c, 150, 701, "Jamila Provström", size=12), "“"),
        (lambda c: draw(c, 560, 600, "utanför", size=12), "at the edge"),
        (lambda c: rule(c, 90, 300, 704), "a line goes through"),
    ],
    ids=["a word over another", "a word off the page", "a line through a word"],
)
def test_what_goes_wrong_on_a_paper_is_seen(wrong: Callable[[Canvas], None], said: str) -> None:
    canvas, out = new_canvas("Fel", "AMDesk")
    draw(canvas, 100, 700, "Din arbetsmarknadssekreterare", size=12)
    wrong(canvas)
    pdf = finished(canvas, out)
    assert any(said in fault for fault in faults(pdf))
    assert look(pdf).blurred == (1,)


def test_letters_that_reach_over_their_neighbour_in_a_word_are_no_fault() -> None:
    canvas, out = new_canvas("Rätt", "AMDesk")
    for i, size in enumerate((8, 9, 10, 11, 12, 14)):
        for n, font in enumerate(FONTS):
            draw(
                canvas,
                100 + 220 * (n % 2),
                700 - 100 * (n // 2) - 16 * i,
                "fl ff fj ffl fb flyttar till",
                font=font,
                size=size,
            )
    assert faults(finished(canvas, out)) == []


def test_no_line_of_the_form_goes_through_a_box_that_is_to_be_ticked() -> None:
    document = pypdfium2.PdfDocument(made("form, four pages of skills", "sv"))
    for page in document:
        bounds = [one.get_bounds() for one in page.get_objects(filter=[PATHS])]
        boxes = [b for b in bounds if 9 < b[2] - b[0] < 14 and 9 < b[3] - b[1] < 14]
        rules = [(b[1] + b[3]) / 2 for b in bounds if b[3] - b[1] < 3 and b[2] - b[0] > 200]
        assert boxes
        assert [b for b in boxes for y in rules if b[1] < y < b[3]] == []
    document.close()


@pytest.mark.parametrize("skills", [24, 72])
def test_no_heading_of_the_form_stands_alone_at_the_foot_of_a_page(skills: int) -> None:
    made = profile(skills)
    document = pypdfium2.PdfDocument(form_pdf(made, NAME, PLACE, SHORT, words("sv"), make.TODAY))
    for page in document:
        said, _, _ = page.get_textpage().get_text_range().partition("Datum")
        last = "".join(said.split())
        assert not [a.sv for a in made.areas if last.endswith("".join(a.sv.split()))]
    document.close()


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("lang", LANGS)
def test_nothing_of_a_long_text_is_left_out(lang: str) -> None:
    """Room is made by smaller letters and more lines, never by cutting words away."""
    for paper, wanted in (
        ("notice, place of 200 characters", (PLACE,)),
        ("form, four pages of skills", (NAME, PLACE, SKILL)),
        ("certificate, place of 200 characters", (PLACE,)),
        ("certificate, four pages of skills", (NAME, SKILL, UNBROKEN)),
        ("notice", (NAME, HOST, WORKER, PHONE, OCCUPATION, CITY, DEPARTMENT)),
        ("form", (NAME, HOST, *LEVELS.values())),
        ("certificate", (NAME, HOST, PHONE, CITY, DEPARTMENT, WORKER, *LEVELS.values())),
        ("recovery code", (UNBROKEN, HOST)),
        ("day's plan, four pages", (NAME, UNBROKEN, HOST, PLACE, WORKER)),
    ):
        said = said_on(made(paper, lang)).casefold()
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
@pytest.mark.thorough(long=True)
def test_no_word_of_a_report_lies_over_another(
    reports: tuple[Desk, dict[str, Report]], name: str, tmp_path: Path, lang: str
) -> None:
    desk, made = reports
    for one in (made[name], desk.reports.outside(made[name])):
        path = tmp_path / "report.pdf"
        desk.reports.save(one, path, lang)
        pdf = path.read_bytes()
        assert pdf == desk.reports.pdf(one, lang), "what is saved is what was looked at"
        seen = look(pdf)
        assert seen.blurred == (), (one.audience, faults(pdf)[:5])
        assert min(seen.nearest[::2]) >= MARGIN - OVER


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize(
    "paper",
    [
        lambda lang: handover(lang, lines=12),
        lambda lang: handover(lang, UNBROKEN, 12),
        lambda lang: activity(lang, weeks=90),
        lambda lang: activity(lang, UNBROKEN, 90, UNBROKEN),
        lambda lang: notice(lang, NAME, PLACE * 8),
        lambda lang: notice(lang, UNBROKEN, UNBROKEN * 8),
        lambda lang: introduction(lang, NAME, PLACE * 8),
        lambda lang: introduction(lang, UNBROKEN, UNBROKEN * 8),
    ],
    ids=[
        "hand-over", "hand-over, unbroken", "activity", "activity, unbroken", "notice", "notice, unbroken", "introduction",
        "introduction, unbroken",
    ],
)  # fmt: skip
def test_every_page_of_a_persons_paper_says_whose_it_is(paper: Callable[[str], bytes], lang: str) -> None:
    """Those of a whole caseload lie in one printer. A notice is known by its reference and her name: it goes to herself."""
    pages = ["".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(paper(lang))).pages]
    assert len(pages) > 1
    for said in pages:
        assert "D-0001" in said or ("B-2026-00412" in said or "V-0001" in said)
        assert "D-0001" in said or "".join(NAME.split())[:40] in said or UNBROKEN[:40] in said


def test_a_notice_says_whose_it_is_wherever_its_first_page_ends() -> None:
    """Between two facts, or before what to do if one cannot come."""
    lengths = set()
    for lines in range(0, 30, 2):
        said = [
            p.extract_text() for p in PdfReader(io.BytesIO(notice("sv", "Aida Prov", "Kajlagret " * 5 * lines))).pages
        ]
        lengths |= {len(said)}
        assert ["B-2026-00412" in one and "Aida Prov" in one for one in said] == [True] * len(said)
    assert lengths == {1, 2}
