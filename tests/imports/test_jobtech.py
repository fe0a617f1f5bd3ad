"""JobTech's JSON with anything missing, empty, of another kind or new: each advertisement is told of, and nobody's name is read."""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from amdesk.domain.errors import BadFile
from amdesk.imports.jobtech import GROUPS, READ, is_json, read_jobtech

AD: dict[str, Any] = {
    "id": "24", "external_id": "x", "headline": "Parkarbetare", "application_deadline": "2026-12-04T23:59:59", "number_of_vacancies": 2, "webpage_url": "https://ekhamra.se/24",
    "description": {"text": "Ring Ulf på 070-174 06 90.", "requirements": None}, "scope_of_work": {"min": 50, "max": 75}, "driving_license_required": True,
    "driving_license": [{"concept_id": "a", "label": "B", "legacy_ams_taxonomy_id": "3"}], "occupation_group": {"concept_id": "tPox_ie4_X9X", "label": "Biträden"},
    "occupation": {"concept_id": "b", "label": "Köksbiträde", "legacy_ams_taxonomy_id": "3512"}, "employer": {"name": "Växthuset", "organization_number": "5599999991", "phone_number": "070-1740690"},
    "workplace_address": {"municipality": "Ekhamra", "street_address": "Provgatan 1", "city": None, "coordinates": [13.0, 55.6]},
    "must_have": {"skills": [{"label": "Trädgård", "weight": 10}], "languages": []}, "nice_to_have": {"skills": [{"label": "Truckkort"}]}, "removed": False,
    "application_details": {"information": "Ulf Mallgren, ulf@ekhamra.se"}, "application_contacts": [{"name": "Ulf Mallgren"}],
}  # fmt: skip
ODD: tuple[Any, ...] = (
    None,
    "",
    [],
    {},
    0,
    -1,
    10**30,
    1.5,
    True,
    "x",
    [None],
    [[]],
    {"label": None},
    [{"label": 3}],
    "2026-13-40",
    "070-174 06 90",
)


def odd(dice: random.Random) -> Any:
    """One of its own each time."""
    return json.loads(json.dumps(dice.choice(ODD)))


def file_of(folder: Path, content: object) -> Path:
    path = folder / "annonser.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8")
    return path


def test_a_whole_advertisement_is_read_with_its_group_and_what_is_asked_for(tmp_path: Path) -> None:
    read = read_jobtech(file_of(tmp_path, [AD]))
    [row] = read.rows
    assert (row.employer, row.org_number, dict(read.unread)) == ("Växthuset", "5599999991", {})
    body = str(row.values.pop("body"))
    assert {n: str(v) for n, v in row.values.items()} == {
        "title": "Parkarbetare", "ssyk": "9412", "concept": "b", "places": "2", "place": "Provgatan 1, Ekhamra", "link": "https://ekhamra.se/24", "source_id": "24",
        "apply_by": "2026-12-04", "extent": "75", "licence": "B",
    }  # fmt: skip
    assert body.splitlines() == ["Köksbiträde", "Ring Ulf på ….", "+ Trädgård", "(+) Truckkort"]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda ads: ads,
        lambda ads: {"total": {"value": 2}, "hits": ads},
        lambda ads: "\n".join(json.dumps(a) for a in ads),
        lambda ads: "\ufeff" + json.dumps(ads),
    ],
)
def test_a_list_a_search_answer_a_stream_and_a_line_each_are_the_same_advertisements(tmp_path: Path, wrap: Any) -> None:
    ads = [AD, {**AD, "id": "25"}]
    assert [r.at for r in read_jobtech(file_of(tmp_path, wrap(ads))).rows] == ["24", "25"]


def test_one_advertisement_by_itself_is_read(tmp_path: Path) -> None:
    assert [r.at for r in read_jobtech(file_of(tmp_path, AD)).rows] == ["24"]


def test_a_legacy_id_is_ssyk_of_a_group_alone(tmp_path: Path) -> None:
    group = {**AD, "occupation_group": {"legacy_ams_taxonomy_id": "3512"}}
    name = {**AD, "occupation_group": None, "occupation": {"legacy_ams_taxonomy_id": "3512"}}
    assert [r.values["ssyk"] for r in read_jobtech(file_of(tmp_path, [group, name])).rows] == ["3512", ""]
    assert len(GROUPS) == len(set(GROUPS)) == 18


def test_a_headline_longer_than_a_title_is_cut_so_that_it_is_seen_and_kept_and_told(tmp_path: Path) -> None:
    fits, longer = "L" * 160, "L" * 161
    rows = read_jobtech(file_of(tmp_path, [{**AD, "headline": fits}, {**AD, "headline": longer}])).rows
    assert [r.values["title"] for r in rows] == [fits, "L" * 159 + "…"]
    assert [r.unread for r in rows] == [[], [("headline", longer)]]


def test_of_several_licences_none_is_chosen_and_all_are_told(tmp_path: Path) -> None:
    several = {**AD, "driving_license": [{"label": "B"}, {"label": "C1"}]}
    not_asked = {**AD, "driving_license_required": False}
    other_spelling = {k: v for k, v in AD.items() if k != "driving_license"} | {"driving-licence": [{"label": "C"}]}
    rows = read_jobtech(file_of(tmp_path, [several, not_asked, other_spelling])).rows
    assert [r.values["licence"] for r in rows] == ["", "", "C"]
    assert rows[0].unread == [("driving_license", "B, C1")]


@pytest.mark.thorough(60)
@pytest.mark.parametrize("seed", range(60))
def test_whatever_is_missing_odd_or_new_each_advertisement_is_told_of(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    ads = []
    for i in range(20):
        ad: dict[str, Any] = json.loads(json.dumps(AD))
        for name in dice.sample(sorted(AD), 4):
            if dice.random() < 0.4:
                ad.pop(name)
            else:
                ad[name] = odd(dice)
            part = ad.get(dice.choice(sorted(AD)))
            if isinstance(part, dict) and part:
                part[dice.choice(sorted(part))] = odd(dice)
        ads.append({**ad, "id": str(i), f"nytt_{i % 3}": dice.choice(["x", {"a": 1}])})
    read = read_jobtech(file_of(tmp_path, ads))
    assert [r.at for r in read.rows] == [str(i) for i in range(20)]
    assert {f"nytt_{n}" for n in range(3)} <= set(read.unread)
    assert not set(read.unread) & READ
    kept = json.dumps(
        [[r.employer, r.values] for r in read.rows if "070" not in str(r.employer)], default=str, ensure_ascii=False
    )
    assert "Mallgren" not in kept
    assert "ulf@" not in kept


@pytest.mark.parametrize("content", ["{", "[1, null]", "{}", "null", "3", '"x"', "[[[[", "{}\n{", "[" * 5000])
def test_what_is_none_is_refused_in_one_sentence(tmp_path: Path, content: str) -> None:
    with pytest.raises(BadFile) as refused:
        read_jobtech(file_of(tmp_path, content))
    assert "annonser.json" in str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_an_advertisement_is_read_in_whatever_encoding_it_was_saved(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "annonser.json"
    path.write_bytes(json.dumps([{**AD, "headline": "Köksbiträde på Åsen"}], ensure_ascii=False).encode(encoding))
    assert is_json(path)
    assert [r.values["title"] for r in read_jobtech(path).rows] == ["Köksbiträde på Åsen"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("number_of_vacancies", "tre", "Antal platser: tre"),
        ("number_of_vacancies", 0, "Antal platser: 0"),
        ("number_of_vacancies", 10**9, "Antal platser: 1000000000"),
        ("application_deadline", "löpande urval", "Sista ansökningsdag: löpande urval"),
        ("application_deadline", 1700000000000, "Sista ansökningsdag: 1700000000000"),
        ("application_deadline", "2026-02-30T00:00:00", "Sista ansökningsdag: 2026-02-30T00:00:00"),
        ("scope_of_work", {"min": "halv"}, "Omfattning: halv"),
        ("driving_license", "taxi", "Körkort: taxi"),
    ],
)
def test_of_what_nothing_can_be_made_it_is_told_and_stands_in_the_text(
    tmp_path: Path, field: str, value: object, said: str
) -> None:
    [row] = read_jobtech(file_of(tmp_path, [{**AD, field: value}])).rows
    assert said in str(row.values["body"]).splitlines()
    assert [text.params["cells"] for text in row.told(date(2026, 11, 29))] == [said.partition(": ")[2]]


def test_a_licence_that_stands_alone_is_read(tmp_path: Path) -> None:
    assert [r.values["licence"] for r in read_jobtech(file_of(tmp_path, [{**AD, "driving_license": "B"}])).rows] == [
        "B"
    ]


def test_what_is_no_advertisement_among_others_is_refused_by_its_place(tmp_path: Path) -> None:
    rows = read_jobtech(file_of(tmp_path, [AD, "x", None, [1], {}, {**AD, "id": "25"}])).rows
    assert [(r.at, r.fault is not None) for r in rows] == [("24", False), *((n, True) for n in "2345"), ("25", False)]


def test_no_tag_no_code_and_no_unseen_sign_of_a_page_stands_in_a_vacancy(tmp_path: Path) -> None:
    page = "<p>Vi söker <b>lagerhjälp</b> &amp; chaufför</p><script>alert(1)</script><ul><li>Truck</li></ul>"
    ads = [
        {**AD, "headline": "St\u202eädare\x00 <b>natt</b>", "description": {"text": page}},
        {**AD, "id": "25", "description": {"text": None, "text_formatted": page}},
    ]
    for row in read_jobtech(file_of(tmp_path, ads)).rows:
        assert str(row.values["body"]).splitlines()[1:3] == ["Vi söker lagerhjälp & chaufför", "– Truck"]
        assert str(row.values["title"]) in {"Städare natt", "Parkarbetare"}


def test_a_last_day_that_has_passed_is_told_where_it_is_read_in(tmp_path: Path) -> None:
    [row] = read_jobtech(file_of(tmp_path, [AD])).rows
    row.outcome = "new"
    assert [len(row.told(date(2026, 12, day))) for day in (4, 5)] == [0, 1]
