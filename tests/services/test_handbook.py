"""The handbook as it is read and written: which version, which words of it, and what is refused by its code."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from amdesk.db.guidance import chapters as db
from amdesk.db.port import value
from amdesk.domain.change import Change, Moved
from amdesk.domain.clock import Clock
from amdesk.domain.errors import Refused
from amdesk.domain.guidance.choices import CHOICE_KINDS
from amdesk.domain.texts import text
from amdesk.services.desk import Desk
from amdesk.services.guidance.choosing import LISTED, measure_code
from amdesk.services.guidance.handbook import PROCESSING, shipped
from tests.make import TODAY

DAY = timedelta(1)
SV = "# Anställning {#form}\nAllmänt.\n## BEA {#form.bea_visstid}\n{words}\n"
EN = "# Employment {#form}\nIn general.\n## BEA {#form.bea_visstid}\nThe first.\n"


def sv(words: str = "Den första.") -> str:
    return SV.replace("{words}", words)


def on(desk: Desk, day: date, lang: str = "sv") -> Desk:
    desk.bank.clock = Clock(day)
    return Desk(desk.bank, desk.bank.clock, lang)


@pytest.fixture
def three(desk: Desk) -> Desk:
    """Version 1 from today, 2 from tomorrow, 3 a draft."""
    desk.guidance.use(desk.guidance.draft("form", sv(), EN).id, TODAY)
    desk.guidance.use(desk.guidance.draft("form", sv("Den andra."), "").id, TODAY + DAY)
    desk.guidance.draft("form", sv("Den tredje."), "")
    return desk


def code(act: object) -> str:
    with pytest.raises(Refused) as refused:
        act()  # type: ignore[operator]  # what is called
    return refused.value.code


def said(desk: Desk, choice: str = "bea_visstid", version: int | None = None, lang: str = "") -> str:
    found = desk.guidance.paragraph("form", choice, version, lang)
    return "" if found is None else " ".join(b.plain for b in found.section.blocks)


def test_a_choice_is_told_in_the_version_of_the_day_or_in_the_one_that_is_named(three: Desk) -> None:
    assert said(three) == "Den första."
    assert said(on(three, TODAY + DAY)) == "Den andra."
    later = on(three, TODAY + DAY)
    first, second, third = sorted(later.guidance.of("form").versions, key=lambda v: v.version)
    assert said(later, version=first.id) == "Den första."
    assert said(later, version=third.id) == "Den tredje."
    assert later.guidance.paragraph("form", "bea_visstid", 9_999) is None
    assert later.guidance.paragraph("need", "calm") is None, "the unit has none of that kind"
    assert said(on(three, TODAY - DAY)) == "", "nothing is in force yet"
    found = later.guidance.paragraph("form", "bea_visstid")
    assert found is not None
    assert (found.question, found.version.id, found.before and found.before.id) == ("Anställning", second.id, first.id)
    named = later.guidance.paragraph("form", "bea_visstid", first.id)
    assert named is not None
    assert named.before is None
    assert [(v.version, v.state(TODAY + DAY), v.until) for v in (first, second, third)] == [
        (1, "replaced", TODAY + DAY), (2, "in_force", None), (3, "draft", None)
    ]  # fmt: skip


def test_of_a_choice_without_words_of_its_own_and_of_a_kind_the_whole_chapter_is_told(three: Desk) -> None:
    for choice in ("no_such_form", ""):
        assert said(three, choice) == "Allmänt. BEA Den första."
    assert said(three, lang="en") == "The first."
    assert said(on(three, TODAY + DAY, "en")) == "Den andra.", "what is not written in English is said in Swedish"


def test_the_words_of_a_chapter_are_those_in_force_or_of_the_number_asked_for(three: Desk) -> None:
    assert three.guidance.markdown("form") == sv()
    assert three.guidance.markdown("form", lang="en") == EN
    assert three.guidance.markdown("form", 3) == sv("Den tredje.")
    assert code(lambda: three.guidance.markdown("form", 4)) == "VERSION"
    assert code(lambda: three.guidance.markdown("need")) == "CHAPTER"
    with pytest.raises(Refused, match="form"):
        three.guidance.of("need")
    changed = [(d.mark, d.said) for d in three.guidance.compare("form", 1, 3) if d.mark]
    assert changed == [("-", "Den första."), ("+", "Den tredje.")]
    assert [(d.mark, d.said) for d in three.guidance.compare("form", 2, 1) if d.mark] == [
        ("-", "Den andra."), ("+", "Den första.")
    ]  # fmt: skip


def test_a_draft_is_written_on_and_a_version_that_is_coming_is_followed_by_a_new_one(three: Desk) -> None:
    _, before, _ = three.guidance.of("form").versions
    again = three.guidance.draft("form", sv("Den fjärde."), EN, "Bättre")
    assert (again.version, again.sv, again.en, again.why, again.by) == (
        3,
        sv("Den fjärde."),
        EN,
        "Bättre",
        three.bank.actor,
    )
    assert [v.version for v in three.guidance.of("form").versions] == [3, 2, 1]
    assert code(lambda: three.guidance.draft("form", sv("Den fjärde."), EN)) == "SAME"
    with pytest.raises(Moved):
        three.guidance.rewrite("form", {"sv": Change(before.sv, sv("Den femte."))})
    assert three.guidance.draft("form", sv("Den fjärde."), "").en == "", "another English is another text"


def test_what_begins_begins_today_or_later_and_what_is_in_force_is_not_begun_again(three: Desk) -> None:
    first, second, third = sorted(three.guidance.of("form").versions, key=lambda v: v.version)
    assert code(lambda: three.guidance.use(third.id, TODAY - DAY)) == "PAST"
    assert code(lambda: three.guidance.use(first.id, TODAY)) == "IN_FORCE"
    assert three.guidance.use(second.id, TODAY + 5 * DAY).since == TODAY + 5 * DAY, "what is only coming may be put off"
    assert three.guidance.use(third.id, TODAY).since == TODAY
    assert three.guidance.of("form").now == three.guidance.version(third.id), "of one day the highest"
    three.history.undo_latest()
    three.history.undo_latest()
    three.history.undo_latest()
    assert code(lambda: three.guidance.version(third.id)) == "GONE"


def test_search_has_every_word_titles_first_and_no_more_than_it_may(desk: Desk) -> None:
    words = "# Kap {#need}\n" + "".join(f"## Nr {n} {{#need.n{n}}}\nlugn plats {n}\n" for n in range(15))
    desk.guidance.use(desk.guidance.draft("need", words + "## Lugn {#need.calm}\nstilla plats\n", "").id, TODAY)
    desk.guidance.draft("form", sv("Lugn plats."), "")
    found = desk.guidance.search("LUGN plats")
    assert (len(found), found[0].anchor) == (12, "need.n0")
    assert [h.anchor for h in desk.guidance.search("lugn", 2)] == ["need.calm", "need.n0"]
    assert found[3].around == "lugn plats 3"
    assert desk.guidance.search("lugn berg") == desk.guidance.search("  ") == []
    assert [h.title for h in desk.guidance.search("plats 14")] == ["Nr 14"]
    assert {h.chapter for h in found} == {"need"}, "a draft is not in force"


def test_long_words_around_what_is_sought_are_cut_between_two_words(desk: Desk) -> None:
    long = "ord " * 40 + "sökt"
    desk.guidance.use(desk.guidance.draft("form", sv(long), "").id, TODAY)
    (hit,) = (h for h in desk.guidance.search("sökt") if h.anchor == "form.bea_visstid")
    assert hit.around == "… " + "ord " * 7 + "sökt"
    (titled,) = (h for h in desk.guidance.search("BEA") if h.anchor == "form.bea_visstid")
    assert titled.around.startswith("ord ord")


def test_a_file_is_a_draft_in_its_language_and_the_other_stays(three: Desk, tmp_path: Path) -> None:
    path = tmp_path / "k.md"
    path.write_text(EN.replace("The first.", "Anew."), "utf-8")
    made = three.guidance.read(path, "form", "en")
    assert (made.version, made.sv, "Anew." in made.en) == (3, sv("Den tredje."), True)
    path.write_text(sv("Ny."), "utf-8")
    made = three.guidance.read(path, "form", "sv")
    assert ("Ny." in made.sv, "Anew." in made.en) == (True, True)
    assert code(lambda: three.guidance.read(path, "need", "en")) == "EMPTY", "Swedish comes first"


def test_the_programs_handbook_is_taken_once_as_drafts_of_every_chapter(desk: Desk) -> None:
    assert desk.guidance.first() == len(CHOICE_KINDS) + 1
    assert code(desk.guidance.first) == "THERE"
    assert [c.name for c in desk.guidance.chapters()] == [*CHOICE_KINDS, PROCESSING]
    assert {c.now for c in desk.guidance.chapters()} == {None}
    assert desk.guidance.of("need").shown.en == shipped("en", "need")
    assert len(desk.guidance.without("sv")) == len(desk.guidance.every_choice()), "drafts are not in force"


def test_choices_are_those_of_the_code_lists_in_the_readers_language(desk: Desk) -> None:
    found = desk.guidance.every_choice()
    assert {c.kind for c in found} >= set(LISTED)
    named = {(c.kind, c.code): c.name for c in found}
    english = {(c.kind, c.code): c.name for c in Desk(desk.bank, desk.clock, "en").guidance.every_choice()}
    assert named.keys() == english.keys()
    assert (named["outcome", "work"], english["outcome", "work"]) == ("Arbete", "Work")
    assert named["need", "lift_max"] != named["demand", "lift_max"], "a limit is called otherwise than a burden"
    assert measure_code("  Jobb-spår 2 (steg A) ") == "jobb_spår_2_steg_a"


def test_a_version_that_was_undone_is_none_and_one_of_another_chapter_ends_nothing(three: Desk) -> None:
    three.guidance.use(three.guidance.draft("need", "# Behov {#need}\n", "").id, TODAY)
    versions = db.versions(three.bank)
    assert [(v.chapter, v.version) for v in versions] == [("form", 3), ("form", 2), ("form", 1), ("need", 1)]
    assert versions[-1].until is None
    key = versions[0].id
    with three.bank.write(text("taken back")):
        three.bank.execute("update guidance set void = 1 where id = :k", {"k": key})
        assert db.held_version(three.bank, key) is None
        held = db.held_version(three.bank, versions[1].id)
        assert held is not None
        assert (held.version, held.until) == (2, None)
    assert db.version(three.bank, key) is None
    assert [v.version for v in db.versions(three.bank, "form")] == [2, 1]
    assert value(three.bank, "select count(*) from guidance") == 4
    fourth = three.guidance.draft("form", sv("Efter."), "")
    assert fourth.version == 4, "no number is given twice"
