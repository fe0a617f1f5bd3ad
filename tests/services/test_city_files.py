"""The benchmark of looking ahead: cities from files, hindsight as a ceiling, and the switch that changes nothing when it is off."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.ahead.cityfile import read, written
from bench.ahead.worlds import City, held_out, tuning
from bench.ahead.year import POLICIES, hindsight, simulate, town


def small(seed: int = 3) -> dict[str, object]:
    """A tenth of a made city, as a file holds it."""
    city = written(tuning(seed, 0.9))
    return {**city, "arrivals": city["arrivals"][::6], "opens": city["opens"][::6]}


def test_a_city_that_is_written_and_read_has_the_same_year(tmp_path: Path) -> None:
    path = tmp_path / "city.json"
    path.write_text(json.dumps(written(tuning(1, 0.9)), ensure_ascii=False), "utf-8")
    there, here = town(read(path)), town(tuning(1, 0.9))
    assert (there.fit == here.fit).all()
    assert hindsight(there) == hindsight(here)


def test_nobody_places_more_than_hindsight(tmp_path: Path) -> None:
    path = tmp_path / "city.json"
    path.write_text(json.dumps(small(), ensure_ascii=False), "utf-8")
    t = town(read(path))
    most = hindsight(t).placed
    assert most > 10
    assert all(simulate(t, p).placed <= most for p in POLICIES)


def test_a_seed_is_the_same_city_and_another_seed_is_not() -> None:
    assert held_out(4, 0.7).arrivals == held_out(4, 0.7).arrivals
    assert held_out(4, 0.7).arrivals != held_out(5, 0.7).arrivals


def test_the_mix_changes_in_mid_year_and_not_before() -> None:
    plain, shifted = held_out(2, 0.9), held_out(2, 0.9, shift=True)
    first = next(i for i, (a, b) in enumerate(zip(plain.arrivals, shifted.arrivals, strict=True)) if a != b)
    assert shifted.arrivals[first].week >= 26


@pytest.mark.parametrize(
    "said",
    ["", "[]", '{"placements": []}', '{"placements": [], "arrivals": [], "opens": [{"week": 0, "placement": 4}]}'],
)
def test_a_file_that_is_no_city_is_one_sentence(tmp_path: Path, said: str) -> None:
    path = tmp_path / "city.json"
    path.write_text(said, "utf-8")
    with pytest.raises(SystemExit, match=r"city\.json"):
        read(path)


@pytest.mark.parametrize(("make", "said"), [(tuning, "0935532d4c2a685d"), (held_out, "a27fe17d851fb134")])
def test_the_cities_are_frozen(make: Callable[[int, float], City], said: str) -> None:
    """Figures of today and of next year are about the same people and places."""
    kept = json.dumps(written(make(0, 0.9)), ensure_ascii=False, sort_keys=True)
    assert hashlib.sha256(kept.encode()).hexdigest()[:16] == said
