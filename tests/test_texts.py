"""Every text a user sees has its Swedish, with the same placeholders, and the compiled catalogue is current."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from datetime import date
from gettext import GNUTranslations
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.pofile import read_po

from amdesk import resources
from amdesk.domain.clock import FAR
from amdesk.domain.texts import AsHours, Text, plural, text
from amdesk.i18n import Words, _catalogue
from tests.make import TODAY


def tool() -> ModuleType:
    path = Path(__file__).parent.parent / "tools" / "texts.py"
    spec = importlib.util.spec_from_file_location("texts_tool", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["texts_tool"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.thorough(long=True)
def test_the_swedish_catalogue_is_complete() -> None:
    assert tool().faults() == []


def test_every_text_of_the_catalogue_is_found_as_gettext_itself_finds_it() -> None:
    with (resources.folder() / "translations" / "sv.mo").open("rb") as file:
        theirs = GNUTranslations(file)
    plain = [msgid for msgid in vars(theirs)["_catalog"] if isinstance(msgid, str)]
    assert len(plain) > 1000
    ours = _catalogue("sv")
    assert [msgid for msgid in plain if ours.gettext(msgid) != theirs.gettext(msgid)] == []
    assert ours.gettext("Nobody says this.") == "Nobody says this."
    assert ours.gettext("\uffff") == "\uffff"


def test_what_is_said_of_one_and_of_several_is_found_as_gettext_itself_finds_it() -> None:
    with (resources.folder() / "translations" / "sv.mo").open("rb") as file:
        theirs = GNUTranslations(file)
    ours, pairs = _catalogue("sv"), [msgid for msgid in tool().kept() if isinstance(msgid, tuple)]
    assert len(pairs) > 50
    for n in (0, 1, 2, 21):
        assert [p for p in pairs if ours.ngettext(p[0], p[1], n) != theirs.ngettext(p[0], p[1], n)] == []
    assert ours.ngettext("One says this.", "Some say this.", 1) == "One says this."
    assert ours.ngettext("One says this.", "Some say this.", 0) == "Some say this."


def test_a_sentence_of_the_history_is_translated_by_the_form_it_was_stored_with() -> None:
    sv, en = Words("sv", TODAY), Words("en", TODAY)
    for count, swedish, english in (
        (1, "Importerade 1 rad från a.xlsx", "Imported 1 row from a.xlsx"),
        (3, "Importerade 3 rader från a.xlsx", "Imported 3 rows from a.xlsx"),
    ):
        built = plural(
            "Imported {count} row from {file}", "Imported {count} rows from {file}", count, count=count, file="a.xlsx"
        )
        stored = Text(built.msgid, built.params)
        assert (sv.say(stored), en.say(stored)) == (swedish, english)


def test_one_thing_and_several_are_told_apart_in_both_languages() -> None:
    sv, en = Words("sv", TODAY), Words("en", TODAY)
    said = [w.plural("{count} free", "{count} free", n, count=n) for w in (sv, en) for n in (1, 2)]
    assert said == ["1 ledig", "2 lediga", "1 free", "2 free"]
    assert sv.plural("longest {days} day", "longest {days} days", 1, days=1) == "längst 1 dag"


def test_both_forms_of_a_text_are_extracted() -> None:
    source = """t.plural("{count} row", "{count} rows", n, count=n); plural("a day", "days", 2)"""
    assert set(tool().said(source)) == {("{count} row", "{count} rows"), ("a day", "days")}


def test_a_text_inside_an_f_string_is_found_on_every_python() -> None:
    source = """f"{t('Texts')} {self.t('{hours} h', hours=1)} {words('a' if x else 'b')}"; text("{name}"); t(name)"""
    assert set(tool().said(source)) == {"a", "b", "Texts", "{hours} h"}


def test_sentences_are_rendered_with_their_parts_translated() -> None:
    inner = text("Protected personal data")
    said = Words("sv", TODAY).say(
        text(
            "{name} is already booked at {place} until {day}. End that booking first or start later.",
            name=inner,
            place="Köket",
            day=TODAY,
        )
    )
    assert (
        said
        == "Skyddade personuppgifter är redan bokad på Köket till 23 nov. Avsluta den bokningen först eller välj senare start."
    )


def test_days_of_one_sentence_that_lie_nearly_a_year_apart_carry_their_year() -> None:
    sv, en = Words("sv", date(2026, 11, 26)), Words("en", date(2026, 11, 26))
    said = "An assessment belongs to the employment, {first} to {last}."
    assert "16 feb 2026 till 14 feb 2027" in sv(said, first=date(2026, 2, 16), last=date(2027, 2, 14))
    assert "16 Feb 2026 to 14 Feb 2027" in en(said, first=date(2026, 2, 16), last=date(2027, 2, 14))
    assert "7 dec till 5 mars" in sv(said, first=date(2026, 12, 7), last=date(2027, 3, 5))
    assert "16 feb tills vidare" in sv(said, first=date(2026, 2, 16), last=FAR)


def test_numbers_and_dates_follow_the_language() -> None:
    sv, en = Words("sv", TODAY), Words("en", TODAY)
    assert (sv.number(5000), en.number(5000)) == ("5\u00a0000", "5,000")
    assert (sv.long_day(TODAY), en.long_day(TODAY)) == ("23 november 2026", "23 November 2026")


def test_the_words_are_those_that_a_municipality_writes() -> None:
    """What was once translated word for word, and one word for one thing."""
    t = Words("sv")
    assert t("What is said about the row") == "Anmärkning"
    assert t("Kind of work or studies") == "Sysselsättning"
    assert t("The 90 days run from this end.") == "Dag 90 räknas från sista dagen."
    teams, free = (
        t.plural("{count} team", "{count} teams", 12, count=12),
        t.plural("{count} free place", "{count} free places", 21, count=21),
    )
    assert f"{teams} · {free}" == "12 lag · 21 lediga platser"
    assert t("no free place") == "fullbokade"
    late = [t(one, days=3) for one in ("Overdue", "Day 90 overdue", "{days} d late", "up to {days} d late")]
    late.append(t.plural("{count} overdue", "{count} overdue", 3, count=3))
    assert [one for one in late if "försena" not in one.lower()] == []
    assert t("Days of service delivered") == "Levererade arbetsdagar"


@pytest.mark.parametrize(
    "other",
    [" i dag ", " i dag.", "makuler", "matchningsrund", "handläggar", "delad bank", "{days} d sen"],
)
def test_one_thing_has_one_word_in_the_whole_swedish_catalogue(other: str) -> None:
    """The words that stood beside idag, återkalla, matchningsomgång, arbetsmarknadssekreterare, gemensam bank, försenad."""
    with (resources.folder() / "translations" / "sv.po").open("rb") as file:
        said = [
            " ".join([one.string] if isinstance(one.string, str) else one.string or [])
            for one in read_po(file)
            if one.id
        ]
    assert [words for words in said if other in f"{words.lower()} "] == []


@pytest.mark.skipif(sys.platform == "win32", reason="there the system is asked, not its environment")
@pytest.mark.parametrize(
    ("said", "lang"),
    [
        ({}, "sv"),
        ({"LANG": "C.UTF-8"}, "sv"),
        ({"LC_ALL": "POSIX", "LANG": "C"}, "sv"),
        ({"LANG": "sv_SE.UTF-8"}, "sv"),
        ({"LANG": "de_DE.UTF-8"}, "sv"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "sv_SE.UTF-8"}, "en"),
        ({"LC_MESSAGES": "sv_SE.UTF-8", "LANG": "en_US.UTF-8"}, "sv"),
        ({"LANGUAGE": "fi:en:sv", "LANG": "sv_SE.UTF-8"}, "en"),
    ],
)
def test_a_machine_whose_language_is_not_known_is_spoken_to_in_swedish(said: dict[str, str], lang: str) -> None:
    """In a process of its own: Python itself reads the environment when it starts."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LANG", "LC_"))}
    asked = "import amdesk.i18n; print(amdesk.i18n.system_language())"
    out = subprocess.run(
        [sys.executable, "-c", asked], env={**kept, **said}, capture_output=True, text=True, check=True
    )
    assert out.stdout.strip() == lang


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 16), date(2026, 11, 22), "16–22 nov"),
        (date(2026, 10, 26), date(2026, 11, 1), "26 okt–1 nov"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 dec–3 jan"),
    ],
)
def test_a_week_that_begins_in_one_month_and_ends_in_another_names_both(first: date, last: date, said: str) -> None:
    assert Words("sv", TODAY).days(first, last) == said


@pytest.mark.parametrize(
    ("minutes", "sv", "en"),
    [
        (0, "0", "0"),
        (360, "6", "6"),
        (2250, "37,5", "37.5"),
        (375, "6,25", "6.25"),
        (60_015, "1\u00a0000,25", "1,000.25"),
    ],
)
def test_hours_are_said_with_the_comma_of_the_language_and_no_quarter_is_lost(minutes: int, sv: str, en: str) -> None:
    said = Text("{hours} h", {"hours": AsHours(minutes)})
    assert (Words("sv").say(said), Words("en").say(said)) == (f"{sv} h", f"{en} h")


def test_nobody_reads_hours_with_a_point_in_swedish() -> None:
    """`hours_said` is for what a program reads: numbers of --json, cells, and what a list is read back by."""
    root = Path(__file__).parent.parent / "amdesk"
    shown = (p for floor in ("ui", "export", "commands") for p in (root / floor).rglob("*.py"))
    told = [
        f"{path.name}: {line.strip()}"
        for path in shown
        for line in path.read_text("utf-8").splitlines()
        if "hours_said(" in line and line.count("hours_said(") != line.count("float(hours_said(")
    ]
    assert told == []


def test_nobody_reads_hours_of_a_person_as_a_clock() -> None:
    """6,5 is what is agreed, noted and asked for on every page and paper; 6:30 is a time of day, and has two figures of the hour."""
    of_hours = re.compile(r"// 60\}:\{")
    told = [
        f"{path.name}: {line.strip()}"
        for path in (Path(__file__).parent.parent / "amdesk").rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if of_hours.search(line)
        and (path.parent.name, path.name) != ("week", "sheet.py")  # reads a cell that Excel keeps as a time
    ]
    assert told == []


@pytest.mark.parametrize(("lang", "said"), [("sv", "7 dec tills vidare"), ("en", "7 Dec until further notice")])
def test_what_has_no_last_day_is_said_without_two_prepositions(lang: str, said: str) -> None:
    words, first = Words(lang, date(2026, 11, 23)), date(2026, 12, 7)
    for last in (FAR, words("until further notice"), Text("until further notice")):
        assert words("{first} to {last}", first=first, last=last) == said
