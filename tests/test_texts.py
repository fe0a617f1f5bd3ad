"""Every text a user sees has its Swedish, with the same placeholders, and the compiled catalogue is current."""

from __future__ import annotations

import importlib.util
import sys
from datetime import date
from gettext import GNUTranslations
from pathlib import Path
from types import ModuleType

from amdesk import resources
from amdesk.domain.texts import text
from amdesk.domain.values import FAR
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


def test_the_swedish_catalogue_is_complete() -> None:
    assert tool().faults() == []


def test_every_text_of_the_catalogue_is_found_as_gettext_itself_finds_it() -> None:
    with (resources.folder() / "translations" / "sv.mo").open("rb") as file:
        table = vars(GNUTranslations(file))["_catalog"]
    assert len(table) > 1000
    ours = _catalogue("sv")
    assert [msgid for msgid, said in table.items() if ours.gettext(msgid) != said] == []
    assert ours.gettext("Nobody says this.") == "Nobody says this."
    assert ours.gettext("\uffff") == "\uffff"


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
    assert "16 feb till tills vidare" in sv(said, first=date(2026, 2, 16), last=FAR)


def test_numbers_and_dates_follow_the_language() -> None:
    sv, en = Words("sv", TODAY), Words("en", TODAY)
    assert (sv.number(5000), en.number(5000)) == ("5\u00a0000", "5,000")
    assert (sv.long_day(TODAY), en.long_day(TODAY)) == ("23 november 2026", "23 November 2026")
