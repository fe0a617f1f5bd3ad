"""Needs and demands as the program itself words them are read back from a list, in either language, and judged as they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from amdesk.domain.booking.needs import MET, NOT_MET
from amdesk.domain.people.participant import Need
from amdesk.domain.people.vocabulary import VOCABULARY
from amdesk.domain.people.wording import demands_text, need_text
from amdesk.i18n import LANGUAGES, Words
from amdesk.imports.needs import _pieces, demands_of_list, needs_of
from amdesk.imports.own_words import OwnWords, own_needs
from amdesk.services.desk import Desk
from tests.imports.cases import lines

MUST = {"sv": "måste", "en": "must"}
NUMBERED = [e for e in VOCABULARY if e.numbers]


def needs() -> Iterator[Need]:
    for entry in VOCABULARY:
        limits = entry.numbers or range(int(entry.offer), len(entry.needs) + entry.offer)
        yield from (Need(entry.id, str(limit), "important") for limit in limits)
    yield Need("daytime", "", "important")
    yield Need("start_after", "09:30", "important")
    yield Need("end_before", "15:00", "important")
    yield Need("max_travel", "45", "important")


def demands() -> Iterator[str]:
    for entry in VOCABULARY:
        grades = list(entry.numbers or range(len(entry.demands)))
        yield from (f"{entry.id}={grade}" for grade in grades)
        if entry.numbers:
            yield f"{entry.id}={grades[1]}-"
            yield f"{entry.id}={grades[1]}-{grades[-1]}"
        else:
            yield from (f"{entry.id}={low}-{high}" for low in grades for high in grades if low < high)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_need_is_read_as_it_is_worded_alone_and_as_a_must(lang: str) -> None:
    t = Words(lang)
    wrong = {}
    for need in needs():
        said = t.say(need_text(need.kind, need.value, {}))
        found = (needs_of(said), needs_of(f"{MUST[lang]}: {said}"))
        if found != ((need,), (replace(need, weight="must"),)):
            wrong[said] = found
    assert wrong == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_demand_is_read_as_it_is_worded(lang: str) -> None:
    t = Words(lang)
    said = {d: t.say(demands_text((d,))) for d in demands()}
    assert {d: words for d, words in said.items() if demands_of_list(words) != ((d,), True)} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_cell_with_all_of_them_is_read_with_commas_and_semicolons_and_what_is_between_them_stays_words(
    lang: str,
) -> None:
    t = Words(lang)
    every = list(needs())
    said = [t.say(need_text(n.kind, n.value, {})) for n in every]
    strange = Need("words", "lugn miljö", "important")
    for sign in (", ", "; ", "\n"):
        assert needs_of(sign.join([said[0], "lugn miljö", *said[1:]])) == (every[0], strange, *every[1:])
    asked = tuple(demands())
    assert demands_of_list(", ".join(t.say(demands_text((d,))) for d in asked)) == (asked, True)


@pytest.mark.parametrize(
    "said",
    [
        "Inga lyft alls efter lunch", "Stege, men bara ibland", "Högst x personer i laget", "Lyfter högst 10–15 kg",
        "Lyfter högst 15 kg eller mer", "Börjar 24.30 eller senare", "Slutar 15:75 eller tidigare", "At most 3–5 days a week", "Högst 500 % av heltid", "Högst 8 dagar i veckan",
    ],
)  # fmt: skip
def test_half_of_what_the_program_writes_is_not_read(said: str) -> None:
    assert {n.kind for n in needs_of(said)} == {"words"}


@pytest.mark.parametrize(
    "said", ["Lyft upp till 15–10 kg", "Många trappor om dagen – Inga trappor", "5–3 dagar i veckan"]
)
def test_bounds_the_wrong_way_round_stay_words(said: str) -> None:
    assert demands_of_list(said) == ((f"words={said}",), False)


def test_a_long_list_of_words_is_looked_at_a_few_pieces_at_a_time() -> None:
    looked: list[int] = []

    class Counted(OwnWords):
        def read(self, low: str) -> None:
            looked.append(low.count(","))

    said = ",".join(["lugnt"] * 2000)
    assert len(list(_pieces(said, Counted(*own_needs())))) == 2000
    assert len(looked) < 3 * 2000
    assert max(looked) < 3


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_people_and_places_from_lists_meet_as_those_that_were_typed(desk: Desk, tmp_path: Path, lang: str) -> None:
    """By every entry a person whose must it is, a place that keeps within it and one that does not."""
    t = Words(lang)
    for entry in VOCABULARY:
        grades = list(entry.numbers or range(len(entry.demands)))
        low, high = grades[0], grades[-1]
        limit, met, broken = (high, high, low) if entry.offer else (low, low, high)
        must = t.say(need_text(entry.id, str(limit), {}))
        people = lines(tmp_path, "Namn;Behov", f'Prov {entry.id};"{MUST[lang]}: {must}"')
        desk.imports.store(desk.imports.review(desk.imports.stage(people, "participants")))
        (who,) = [r.id for r in desk.participants.listing() if entry.id in str(desk.work.participant(r.id).name)]
        assert desk.work.participant(who).needs == (Need(entry.id, str(limit), "must"),), must
        for answer, grade in ((MET, met), (NOT_MET, broken)):
            asked = t.say(demands_text((f"{entry.id}={grade}",)))
            head = "Arbetsplats;Yrkestitel;Antal platser;Timmar per vecka;Startdatum;Arbetskrav"
            row = f'Parklag {entry.id} {grade};Parkarbetare;2;40;2026-12-01;"{asked}"'
            staged = desk.imports.stage(lines(tmp_path, head, row), "placements")
            desk.imports.store(desk.imports.review(staged))
            (place,) = [p.id for p in desk.placements.listing() if p.name == f"Parklag {entry.id} {grade}"]
            (rule,) = [r for r in desk.matching.why(who, place).rules if r.code == f"NEED_{entry.id.upper()}"]
            assert rule.answer == answer, (must, asked)
