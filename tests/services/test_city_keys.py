"""The city's keys: one follows another without a day on which nothing can be checked, and a list says how old it is."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from amdesk.domain.clock import Clock
from amdesk.domain.errors import BadFile, Refused
from amdesk.export import seal
from amdesk.export.city import fingerprint, read_city
from amdesk.services.competence.verify import verify
from amdesk.services.desk import Desk
from tests.make import TODAY
from tests.services.test_verify import ended


def kept(desk: Desk, folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(desk.competence.public_key())
    return path


def test_a_key_that_follows_is_known_before_it_signs_and_the_former_one_counts_in_its_time(
    desk: Desk, tmp_path: Path
) -> None:
    first = kept(desk, tmp_path, "first.pem")
    ended(desk, "Aida Prov")
    old = tmp_path / "old.pdf"
    old.write_bytes(desk.competence.issue(1)[1])
    coming = TODAY + timedelta(30)
    desk.competence.new_key(coming)
    both = kept(desk, tmp_path, "both.pem")
    keys = read_city(both.read_bytes()).keys
    assert [(k.since, k.until) for k in keys] == [(None, coming - timedelta(1)), (coming, None)]
    assert fingerprint(keys[0].public) == fingerprint(read_city(first.read_bytes()).keys[0].public)
    assert verify(old, both).valid
    with pytest.raises(Refused, match="made already"):
        desk.competence.new_key(coming + timedelta(9))
    with pytest.raises(Refused, match="not before"):
        desk.competence.new_key(TODAY - timedelta(1))


def test_from_its_day_on_the_new_key_signs_and_the_old_one_is_gone_from_the_bank(desk: Desk, tmp_path: Path) -> None:
    first = kept(desk, tmp_path, "first.pem")
    ended(desk, "Aida Prov")
    old, new = tmp_path / "old.pdf", tmp_path / "new.pdf"
    before = desk.work.today
    old.write_bytes(desk.competence.issue(1)[1])
    private = desk.setting("certificate_key")
    desk.competence.new_key(before)
    new.write_bytes(desk.competence.issue(1)[1])
    after = kept(desk, tmp_path, "after.pem")
    assert private not in desk.setting("certificate_key") + desk.setting("certificate_keys")
    assert verify(new, after).valid
    assert not verify(new, first).valid, "who has not fetched the new file cannot check it"
    assert verify(old, after).valid, "issued on the day on which the other one began, before it"
    before_and_after = [(k.since, k.until) for k in read_city(after.read_bytes()).keys]
    assert before_and_after == [(before, None), (None, before)]


def test_a_list_of_the_morning_counts_when_the_key_is_changed_at_noon(desk: Desk, tmp_path: Path) -> None:
    ended(desk, "Aida Prov")
    paper, listed = tmp_path / "a.pdf", tmp_path / "morgon.revoked"
    paper.write_bytes(desk.competence.issue(1)[1])
    listed.write_text(desk.competence.revocations(), "utf-8")
    desk.competence.new_key(desk.work.today)
    assert verify(paper, kept(desk, tmp_path, "stad.pem"), listed, today=TODAY).listed == TODAY


def test_nothing_is_signed_for_a_day_before_the_first_of_the_key_that_signs(desk: Desk) -> None:
    """By a clock that goes wrong: nobody would ever find it genuine."""
    ended(desk, "Aida Prov")
    desk.competence.issue(1)
    desk.competence.new_key(TODAY)
    clock = Clock(TODAY - timedelta(1))
    desk.bank.clock = clock
    yesterday = Desk(desk.bank, clock)
    number = desk.competence.archive()[0].number
    for act in (
        lambda: yesterday.competence.issue(1),
        yesterday.competence.revocations,
        yesterday.competence.site,
        lambda: yesterday.competence.badge(number),
    ):
        with pytest.raises(Refused, match="Look at the clock"):
            act()
    assert len(desk.competence.archive()) == 1
    yesterday.competence.public_key()


def test_nobody_is_given_a_new_copy_of_a_revoked_certificate(desk: Desk) -> None:
    ended(desk, "Aida Prov")
    number = desk.competence.issue(1)[0].number
    assert desk.competence.own_page(number)
    assert desk.competence.badge(number)
    desk.competence.revoke_number(number, "Fel nivå")
    for act in (desk.competence.own_page, desk.competence.badge):
        with pytest.raises(Refused, match="was revoked on"):
            act(number)


def test_when_the_day_of_a_new_key_has_come_whatever_is_signed_takes_the_old_one_out_of_the_bank(desk: Desk) -> None:
    desk.competence.public_key()
    private, coming = desk.setting("certificate_key"), TODAY + timedelta(30)
    desk.competence.new_key(coming)
    assert desk.setting("certificate_key") == private, "it signs until then"
    clock = Clock(coming)
    desk.bank.clock = clock
    later = Desk(desk.bank, clock)
    later.competence.public_key()
    assert private not in later.setting("certificate_key") + later.setting("certificate_keys")


def test_a_list_says_its_day_and_the_next_one_and_an_old_one_proves_nothing(desk: Desk, tmp_path: Path) -> None:
    key = kept(desk, tmp_path, "stad.pem")
    ended(desk, "Aida Prov")
    paper, listed = tmp_path / "a.pdf", tmp_path / "stad.revoked"
    paper.write_bytes(desk.competence.issue(1)[1])
    listed.write_text(desk.competence.revocations(), "utf-8")
    city = read_city(key.read_bytes())
    found = seal.read_revocations(city, listed.read_text("utf-8"))
    assert (found.made, found.following) == (TODAY, TODAY + timedelta(31))
    assert verify(paper, key, listed, today=TODAY).listed == TODAY
    late = verify(paper, key, listed, today=TODAY + timedelta(32))
    assert (late.valid, late.code) == (False, "OLD_LIST")
    assert "is old. Fetch a new one." in str(late.text)


def test_a_list_of_the_first_form_is_read_still_and_counts_no_longer_than_the_citys_own_lists_do() -> None:
    private = "11" * 32
    body = "AMDESK1-REVOKED 2026-01-02\nAMD-2026-00001 2026-01-01\n"
    city = read_city(seal.public_pem(private))
    found = seal.read_revocations(city, body + seal.sign(private, body.encode()).hex() + "\n")
    assert (found.made, found.following, found.days) == (date(2026, 1, 2), None, {"AMD-2026-00001": "2026-01-01"})
    assert [found.old(date(2026, 2, day)) for day in (2, 3)] == [False, True]


def test_words_of_a_profile_of_the_citys_own_travel_with_its_keys(desk: Desk, tmp_path: Path) -> None:
    from amdesk.domain.competence.assessments import Area, Skill

    assert not read_city(kept(desk, tmp_path, "a.pem").read_bytes()).words, "the program knows its own"
    desk.profiles.draft("PAR", [Area("Grönt", "Green", (Skill("", "Stödbeskär äppelträd", "Prunes"),))])
    city = read_city(kept(desk, tmp_path, "stad.pem").read_bytes())
    assert any("Stödbeskär äppelträd" in skills for w in city.words.values() for _, skills in w.areas)
    assert city.name == "Kommunen"


@pytest.mark.parametrize("name", ["", "Ekhamra"])
def test_the_file_is_read_of_a_city_without_a_name_and_with_words_that_hold_other_ends_of_lines(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    from amdesk.domain.competence.assessments import Area, Skill

    desk.set_settings({"city": name})
    skill = "Stödbeskär\u2028äppelträd\x85och päronträd"  # as pasted from another program
    desk.profiles.draft("PAR", [Area("Grönt", "Green", (Skill("", skill, "Prunes"),))])
    city = read_city(kept(desk, tmp_path, "stad.pem").read_bytes())
    assert city.name == name
    assert len(city.words) == 1
    ended(desk, "Aida Prov")
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(desk.competence.issue(1)[1])
    assert desk.competence.check(paper).valid


def test_a_key_file_that_was_changed_is_refused(desk: Desk, tmp_path: Path) -> None:
    said = desk.competence.public_key()
    for changed in (
        said.replace(b"Key: ", b"Key: 0"),
        said.replace(b"-----END", b"----END"),
        said.replace(b"City:", b"Words: {}\nCity:"),
        said.replace(b"Key:", b"From: today\nKey:"),
    ):
        with pytest.raises(BadFile, match="key"):
            read_city(changed)
