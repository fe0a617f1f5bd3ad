"""Guidance: every choice is spoken of in both languages, links lead somewhere, and a decision keeps the version of its day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from amdesk.db.bank import reference
from amdesk.db.engine.opening import open_bank
from amdesk.db.port import rows
from amdesk.domain.bank.roles import may
from amdesk.domain.bank.undoing import BuiltUpon
from amdesk.domain.change import Change, Moved
from amdesk.domain.clock import Clock
from amdesk.domain.errors import BadFile, Refused
from amdesk.domain.guidance.choices import CHOICE_KINDS, MEASURED
from amdesk.domain.guidance.evidence import evidence_of
from amdesk.domain.guidance.markdown import links, parse, sections
from amdesk.domain.people.participant import Need
from amdesk.domain.texts import Text, text
from amdesk.imports.text import read_text
from amdesk.services.desk import Desk
from amdesk.services.guidance.handbook import shipped
from tests import make
from tests.make import TODAY

DAY = timedelta(1)
FACTS = {
    "sv": ("För vem:", "Beslutas av:", "Hur länge:", "Kostar:"),
    "en": ("For whom:", "Decided by:", "How long:", "Costs:"),
}


@pytest.fixture
def city(demo_bank: Path) -> Iterator[Desk]:
    bank = open_bank(str(demo_bank), actor="T", account="t", clock=make.CLOCK)
    yield Desk(bank, make.CLOCK)
    bank.close()


def on(desk: Desk, day: date) -> Desk:
    """The same bank on another day."""
    clock = Clock(day)
    desk.bank.clock = clock
    return Desk(desk.bank, clock)


def decided(desk: Desk, chapter: str) -> int:
    """How many decisions were made under any version of a chapter, as the handbook's page says."""
    return sum(next(c for c in desk.guidance.chapters() if c.name == chapter).decided.values())


def told(desk: Desk, kind: str) -> tuple[str, str]:
    return shipped("sv", kind), shipped("en", kind)


# the handbook of the demo city


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_choice_that_guidance_can_be_bound_to_has_it(city: Desk, lang: str) -> None:
    choices = city.guidance.every_choice()
    assert {c.kind for c in choices} == set(CHOICE_KINDS)
    assert [c.anchor for c in city.guidance.without(lang)] == []


def test_a_choice_that_is_added_is_missed(city: Desk) -> None:
    with city.bank.write(text("a form of tomorrow")):
        reference.add_code(city.bank, "employment_forms", "omstallning", "Omställningsjobb")
    assert [c.anchor for c in city.guidance.without("sv")] == ["form.omstallning"]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_link_of_the_handbook_leads_to_a_heading(lang: str) -> None:
    texts = {kind: shipped(lang, kind) for kind in CHOICE_KINDS}
    anchors = [s.anchor for said in texts.values() for s in sections(said)]
    assert len(anchors) == len(set(anchors))
    lost = [(kind, t) for kind, said in texts.items() for t in links(said) if t.removeprefix("#") not in anchors]
    assert lost == []


def test_both_languages_speak_of_the_same(city: Desk) -> None:
    for kind in CHOICE_KINDS:
        sv, en = (sections(said) for said in told(city, kind))
        assert [(s.anchor, [b.kind for b in s.blocks]) for s in sv] == [
            (s.anchor, [b.kind for b in s.blocks]) for s in en
        ]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_measure_says_for_whom_by_whom_how_long_at_what_cost_and_what_is_known(lang: str) -> None:
    for kind in MEASURED:
        for section in sections(shipped(lang, kind)):
            if "." not in section.anchor:
                continue
            said = [b.plain for b in section.blocks if b.kind == "item"]
            assert [f for f in FACTS[lang] if not any(one.startswith(f) for one in said)] == [], section.anchor
            card = evidence_of(section.blocks)
            assert card is not None, section.anchor
            assert card.not_shown
            assert card.source


def test_a_card_without_its_source_or_its_certainty_is_none() -> None:
    whole = "> **What we know: low certainty**\n> It works.\n> **Does not show:** why.\n> **Source:** A, 2021\n"
    assert evidence_of(parse(whole)) == (2, "It works.", "why.", "A, 2021")
    for gone in ("low ", "It works.", "**Does not show:** why.", ", 2021"):
        assert evidence_of(parse(whole.replace(gone, ""))) is None


# versions


def test_a_decision_under_version_2_shows_version_2_after_version_3_is_in_force(desk: Desk) -> None:
    sv, en = told(desk, "form")
    first = desk.guidance.use(desk.guidance.draft("form", sv, en).id, TODAY)
    second = desk.guidance.draft("form", sv.replace("högst 12 månader", "högst nio månader"), en)
    desk = on(desk, TODAY + DAY)
    desk.guidance.use(second.id, TODAY + DAY)
    make.participant(desk.bank)
    make.placement(desk.bank, 2)
    desk.booking.book("D-0001", "P-0001", TODAY + 7 * DAY, TODAY + 100 * DAY, ref="B-X")
    third = desk.guidance.draft("form", sv + "\nSlut.\n", en)
    desk = on(desk, TODAY + 2 * DAY)
    desk.guidance.use(third.id, TODAY + 2 * DAY)

    kept = desk.guidance.kept_with_booking("B-X")
    assert [(u.chapter, u.version, u.choice) for u in kept] == [("form", 2, "form.bea_visstid")]
    then = desk.guidance.paragraph("form", "bea_visstid", kept[0].guidance, "sv")
    now = desk.guidance.paragraph("form", "bea_visstid", lang="sv")
    assert then is not None
    assert now is not None
    assert "högst nio månader" in then.section.plain
    assert "högst 12 månader" in now.section.plain
    assert (now.version.version, now.before and now.before.version) == (3, 2)
    states = [v.state(desk.work.today) for v in desk.guidance.of("form").versions]
    assert states == ["in_force", "replaced", "replaced"]
    assert desk.guidance.version(first.id).until == TODAY + DAY


def test_undoing_the_decision_takes_back_what_was_kept_with_it(desk: Desk) -> None:
    desk.guidance.use(desk.guidance.draft("place_kind", *told(desk, "place_kind")).id, TODAY)
    make.participant(desk.bank)
    make.placement(desk.bank, 2)
    desk.booking.book("D-0001", "P-0001", TODAY, TODAY + 100 * DAY, ref="B-X")
    assert len(desk.guidance.kept_with_booking("B-X")) == 1
    assert decided(desk, "place_kind") == 1
    desk.history.undo_latest()
    assert desk.guidance.kept_with_booking("B-X") == []
    assert decided(desk, "place_kind") == 0


def test_what_somebody_decided_under_does_not_become_a_draft_again(desk: Desk) -> None:
    """Else its words could be written over, and the decision would show what nobody had read."""
    sv, en = told(desk, "form")
    made = desk.guidance.use(desk.guidance.draft("form", sv, en).id, TODAY)
    desk.history.undo_latest()
    assert desk.guidance.version(made.id).since is None, "nobody has decided anything under it"
    desk.guidance.use(made.id, TODAY)
    began = max(r["id"] for r in rows(desk.bank, "select id from step"))
    make.participant(desk.bank)
    make.placement(desk.bank, 2)
    desk.booking.book("D-0001", "P-0001", TODAY + 7 * DAY, TODAY + 100 * DAY, ref="B-X")
    with pytest.raises(Refused) as refused:
        desk.history.undo(began)
    assert (type(refused.value), refused.value.code) == (BuiltUpon, "MOVED_ON"), "it is named"
    assert desk.guidance.version(made.id).since == TODAY
    assert desk.guidance.draft("form", sv + "\nMer.\n", en).version == 2
    desk.history.undo_latest()
    desk.history.undo_latest()
    desk.history.undo(began)
    assert desk.guidance.version(made.id).since is None, "the booking is taken back"


def test_every_kind_of_decision_keeps_its_guidance(desk: Desk) -> None:
    for kind in CHOICE_KINDS:
        desk.guidance.use(desk.guidance.draft(kind, *told(desk, kind)).id, TODAY)
    person = make.participant(desk.bank)
    make.placement(desk.bank, 2)
    desk.participants.change(person, {"needs": (Need("daytime", "", "must"),)})
    desk.modules.need("D-0001", "yrkessvenska")
    desk.booking.book("D-0001", "P-0001", TODAY, TODAY + 100 * DAY, ref="B-X")
    desk.booking.introduction_seen("B-X")
    desk.booking.start("B-X")
    job = desk.booking.get("B-X").employment_id
    assert job is not None
    profile = desk.competence.profile_of(desk.booking.employments()[0])
    assert profile is not None
    skill = profile.skills()[0].code
    for level in (2, 3):
        desk.competence.assess(job, "week4", TODAY, {skill: level})
    desk.booking.interrupt("B-X", TODAY, "PAUSE")
    desk.booking.end_employment(job, TODAY, "A1")
    desk.results.follow_up(
        job, {"contact": "contacted", "situation": "work", "plan_city": "no", "plan_pes": "no", "source": "phone"}
    )
    desk.participants.protect(person, 1, "beslut")
    kept = sorted(r["choice"] for r in rows(desk.bank, "select choice from guidance_used where void = 0"))
    assert kept == [
        "end_reason.A1", "form.bea_visstid", "interruption.PAUSE", "level", "module.yrkessvenska", "need", "outcome.work",
        "place_kind.external", "protection",
    ]  # fmt: skip


def test_a_version_in_force_is_not_rewritten_and_nothing_begins_in_the_past(desk: Desk) -> None:
    made = desk.guidance.draft("need", *told(desk, "need"))
    with pytest.raises(Refused, match="has passed"):
        desk.guidance.use(made.id, TODAY - DAY)
    desk.guidance.use(made.id, TODAY)
    with pytest.raises(Refused, match="in force already"):
        desk.guidance.use(made.id, TODAY + DAY)
    with pytest.raises(Refused, match="Nothing differs"):
        desk.guidance.draft("need", *told(desk, "need"))
    other = desk.guidance.draft("need", told(desk, "need")[0] + "\nMer.\n", "")
    assert (other.version, other.since, desk.guidance.version(made.id).sv) == (2, None, told(desk, "need")[0])
    assert other.said("en") == other.sv  # what is not translated is read as it holds


def test_a_draft_that_somebody_else_began_or_changed_meanwhile_is_not_lost(desk: Desk) -> None:
    sv, en = told(desk, "need")
    first = desk.guidance.use(desk.guidance.draft("need", sv, en).id, TODAY)
    begun = desk.guidance.draft("need", sv + "\nHennes.\n", en, "skäl")
    with pytest.raises(Moved) as met:
        desk.guidance.rewrite("need", {"sv": Change(first.sv, sv + "\nMin.\n")})
    assert met.value.clashes[0].said == ("Min.", "Hennes.", Text("empty"))
    hers = desk.guidance.draft("need", sv + "\nHennes igen.\n", en, "skäl")
    assert hers.id == begun.id
    with pytest.raises(Moved):
        desk.guidance.rewrite("need", {"sv": Change(begun.sv, sv + "\nMin.\n"), "why": Change("skäl", "mitt")})
    assert desk.guidance.of("need").versions[0] == hers
    both = desk.guidance.rewrite("need", {"sv": Change(begun.sv, begun.sv), "why": Change("skäl", "mitt")})
    assert (both.sv, both.why) == (hers.sv, "mitt"), "what only one has changed is kept of both"


def test_a_draft_is_put_in_force_as_it_was_read_and_from_the_day_that_is_chosen(desk: Desk) -> None:
    sv, en = told(desk, "need")
    seen = desk.guidance.draft("need", sv, en)
    desk.guidance.draft("need", sv + "\nHennes.\n", en)
    with pytest.raises(Moved, match="changed the draft meanwhile"):
        desk.guidance.use(seen.id, TODAY, seen)
    read = desk.guidance.use(seen.id, TODAY + DAY)
    with pytest.raises(Moved) as met:
        desk.guidance.use(seen.id, Change(None, TODAY + 2 * DAY), read)
    assert met.value.clashes[0].values == (TODAY + 2 * DAY, TODAY + DAY, None)
    assert desk.guidance.version(seen.id).since == TODAY + DAY


def test_what_is_read_in_over_a_draft_leaves_why_it_was_begun(desk: Desk, tmp_path: Path) -> None:
    sv, en = told(desk, "need")
    desk.guidance.draft("need", sv, en, "skäl")
    (tmp_path / "k.md").write_text(sv + "\nMer.\n", "utf-8")
    assert desk.guidance.read(tmp_path / "k.md", "need", "sv").why == "skäl"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (" ", "is empty"),
        ("Bara ord.", "No heading says"),
        ("# A {#need}\n\n## B {#need}\n", "Two headings"),
        ("# A {#need}\n\nSe [B](#need.b).\n", "leads to need.b"),
    ],
)
def test_what_no_chapter_can_be_is_refused(desk: Desk, said: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        desk.guidance.draft("need", said, "")


def test_two_versions_beside_each_other_say_what_is_new_and_what_is_gone(desk: Desk) -> None:
    sv = "# Behov {#need}\n\nEtt.\n\nTvå.\n"
    desk.guidance.use(desk.guidance.draft("need", sv, "").id, TODAY)
    desk.guidance.draft("need", sv.replace("Två", "Tre"), "")
    found = desk.guidance.compare("need", 1, 2)
    assert found == [("", "# Behov"), ("", "Ett."), ("-", "Två."), ("+", "Tre.")]


def test_the_first_handbook_comes_as_drafts_once(desk: Desk) -> None:
    assert desk.guidance.first() == len(CHOICE_KINDS) + 1
    assert all(c.now is None for c in desk.guidance.chapters())
    with pytest.raises(Refused, match="already"):
        desk.guidance.first()


# found, and out and in


def test_search_finds_every_word_and_titles_first(city: Desk) -> None:
    found = city.guidance.search("bea")
    assert found[0].anchor == "form.bea_visstid"
    assert city.guidance.search("bea finnsinte") == []
    assert [h.anchor for h in city.guidance.search("sommarjobb")] == ["form.feriejobb"], "as people call it"
    assert {h.anchor for h in city.guidance.search("sekretessprövning")} == {"place_kind.external"}
    hits = [h for h in city.search.hits("sommarjobb") if h.kind == "guidance"]
    assert [h.anchor for h in hits] == ["form.feriejobb"], "and the search of everything opens it there"


def test_what_is_in_force_is_a_paper_and_a_draft_is_not_in_it(city: Desk, tmp_path: Path) -> None:
    path = tmp_path / "h.pdf"
    path.write_bytes(city.guidance.pdf(lang="sv"))
    said = " ".join(read_text(path).split())
    assert "minst två försök" in said
    assert "minst tre försök" not in said
    assert "Version 3, gäller från 1 oktober 2026" in said


def test_a_word_document_comes_in_as_it_is_written(desk: Desk, tmp_path: Path) -> None:
    book = Document()
    book.add_heading("Behov {#need}", 1)
    book.add_paragraph("Bara arbetet.")
    book.add_paragraph("ett", style="List Bullet")
    book.add_paragraph("två", style="List Bullet")
    path = tmp_path / "k.docx"
    book.save(str(path))
    made = desk.guidance.read(path, "need", "sv")
    assert made.sv == "# Behov {#need}\n\nBara arbetet.\n\n- ett\n- två\n"
    (tmp_path / "x.docx").write_bytes(b"PK\3\4nothing")
    with pytest.raises(BadFile, match=r"x\.docx"):
        desk.guidance.read(tmp_path / "x.docx", "need", "sv")


def test_a_paper_of_no_guidance_says_so(desk: Desk, tmp_path: Path) -> None:
    desk.guidance.first()
    (tmp_path / "h.pdf").write_bytes(desk.guidance.pdf(lang="sv"))
    assert "Ingen vägledning gäller än" in read_text(tmp_path / "h.pdf")


def test_links_and_tables_of_a_word_document_keep_their_words_where_they_stand(desk: Desk, tmp_path: Path) -> None:
    book = Document()
    book.add_heading("Former {#form}", 1)
    before = book.add_paragraph("Se ")
    link, run = OxmlElement("w:hyperlink"), OxmlElement("w:r")
    link.set(qn("w:anchor"), "_Toc1")
    run.text = "lagtexten"
    link.append(run)
    before._p.append(link)
    before.add_run(" först.")
    table = book.add_table(2, 3)
    for cell, words in zip(
        (c for r in table.rows for c in r.cells), ("Form", "Längst", "", "BEA", "12 månader", ""), strict=True
    ):
        cell.text = words
    table.cell(1, 1).merge(table.cell(1, 2))
    book.add_paragraph("Slut.")
    book.save(str(tmp_path / "k.docx"))
    made = desk.guidance.read(tmp_path / "k.docx", "form", "sv")
    assert made.sv == "# Former {#form}\n\nSe lagtexten först.\n\n- Form · Längst\n- BEA · 12 månader\n\nSlut.\n"


def test_a_case_worker_reads_guidance_and_does_not_write_it() -> None:
    assert may(["case_worker"], "guidance.see")
    assert not may(["case_worker"], "guidance.change")
    assert may(["manager"], "guidance.change")


def test_two_who_write_in_one_text_of_a_chapter_both_keep_what_they_wrote(desk: Desk) -> None:
    sv, en = told(desk, "need")
    first = desk.guidance.use(desk.guidance.draft("need", sv, en).id, TODAY)
    desk.guidance.rewrite("need", {"sv": Change(sv, sv + "\nHennes, sist.\n")})
    head, rest = sv.split("\n", 1)
    made = desk.guidance.rewrite("need", {"sv": Change(first.sv, f"{head}\n\nMin, först.\n{rest}")})
    assert made.sv == f"{head}\n\nMin, först.\n{rest}\nHennes, sist.\n"
    assert (made.version, made.en) == (2, en)


def test_of_a_text_the_lines_alone_are_asked_that_both_have_changed(desk: Desk) -> None:
    sv, en = told(desk, "need")
    head, rest = sv.split("\n", 1)
    end = rest + "\nSist.\n"
    first = desk.guidance.use(desk.guidance.draft("need", f"{head}\n{end}", en).id, TODAY)
    desk.guidance.rewrite(
        "need", {"sv": Change(first.sv, f"{head}\n\nHennes, först.\n{end}".replace("Sist.", "Hennes."))}
    )
    mine = f"{head}\n{end}".replace("Sist.", "Min.")
    with pytest.raises(Moved) as met:
        desk.guidance.rewrite("need", {"sv": Change(first.sv, mine)})
    (clash,) = met.value.clashes
    assert clash.said == ("Min.", "Hennes.", "Sist.")
    for chosen, said in zip(clash.values, ("Min.", "Hennes.", "Sist."), strict=True):
        assert chosen == f"{head}\n\nHennes, först.\n{end}".replace("Sist.", said), "what only one has changed stays"
    made = desk.guidance.rewrite("need", {"sv": Change(clash.theirs, clash.values[0], decided=True)})
    assert made.sv == clash.values[0]


def test_what_two_have_written_is_asked_where_it_cannot_stand_together(desk: Desk) -> None:
    sv, en = told(desk, "need")
    first = desk.guidance.use(desk.guidance.draft("need", sv, en).id, TODAY)
    new = "## Nytt {#need.new}\n\nText.\n"
    head, rest = sv.split("\n", 1)
    desk.guidance.rewrite("need", {"sv": Change(sv, f"{sv}\n{new}")})
    with pytest.raises(Moved):
        desk.guidance.rewrite("need", {"sv": Change(first.sv, f"{head}\n\n{new}{rest}")})


def test_a_file_in_one_language_leaves_the_other_as_it_stands_then(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from amdesk.imports import guidance as files

    sv, en = told(desk, "need")
    desk.guidance.draft("need", sv, en)

    def read(_path: Path) -> str:
        desk.guidance.draft("need", sv, en + "\nTheirs.\n")
        return sv + "\nMin.\n"

    monkeypatch.setattr(files, "read_chapter", read)
    made = desk.guidance.read(tmp_path / "a.md", "need", "sv")
    assert (made.sv, made.en) == (sv + "\nMin.\n", en + "\nTheirs.\n")
