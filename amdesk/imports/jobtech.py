"""Vacancies from JobTech's published JSON, as a file: an advertisement, a list, a search answer, a stream or a line each.

Any field may be missing, empty or new (the published format of the Swedish public employment service's JobTech Development,
Apache-2.0). What nothing here takes is named, not lost without a word. Contact persons are personal data of others, so that
nobody's name, phone or e-mail is read; ids of the taxonomy are kept as they stand and never made up. A legacy id is read of an
occupation group alone: the same figures stand for other things among occupation names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from amdesk.domain.employers.brought import BroughtVacancy, ReadVacancies
from amdesk.domain.employers.vacancy import LONGEST_TITLE, without_people
from amdesk.domain.errors import BadFile
from amdesk.domain.places.placement import LICENCES
from amdesk.domain.plainjson import parsed
from amdesk.domain.plaintext import seen
from amdesk.domain.texts import N_, text
from amdesk.imports.reader import read_bytes

Ad = Mapping[str, object]
T = TypeVar("T")
GROUPS: Final = {
    "tPox_ie4_X9X": "9412", "Z6TY_xDf_Yup": "9111", "qouP_wtb_93q": "6210", "QKvX_v7r_PNL": "7131", "Lzpv_ofL_3H5": "7231",
    "YKL2_FCB_1yr": "5223", "kLyY_rwr_aJr": "4322", "df9D_e6y_61z": "5152", "9DdK_AZY_ZNK": "9622", "ByrL_ANp_UwV": "4225",
    "eQ4M_CNm_ozj": "4119", "hmaC_cfi_UKg": "3512", "Hi9c_iTe_gHH": "5311", "XW9L_tA9_WaX": "5312", "aA2Z_9XX_R1v": "3423",
    "tAJS_JNb_hDH": "5330", "TQkt_eeK_eNp": "4410", "P7Ay_ooF_pri": "8329",
}  # fmt: skip
"""SSYK 2012 by the ids of the taxonomy's groups (ssyk-level-4) that a published list gives; the others are matched by words."""
READ: Final = frozenset(
    [
        "id",
        "headline",
        "description",
        "employer",
        "occupation",
        "occupation_group",
        "workplace_address",
        "application_deadline",
        "number_of_vacancies",
        "scope_of_work",
        "webpage_url",
        "driving_license",
        "driving-licence",
        "driving_license_required",
        "access",
        "removed",
        "must_have",
        "nice_to_have",
    ]
)
LEFT: Final = frozenset(
    [
        "external_id",
        "original_id",
        "label",
        "logo_url",
        "employment_type",
        "salary_type",
        "salary_description",
        "duration",
        "working_hours_type",
        "application_details",
        "experience_required",
        "access_to_own_car",
        "occupation_field",
        "publication_date",
        "last_publication_date",
        "removed_date",
        "source_type",
        "timestamp",
        "relevance",
        "detected_language",
        "application_contacts",
    ]
)
"""Fields that are known and left: how to apply and whom to ask stands behind the link."""
MOST_ADS: Final = 200_000
MOST_KEPT: Final = 2000
"""Characters of a headline that is too long for a title."""
WORDS: Final = {
    "headline": "Rubrik",
    "number_of_vacancies": "Antal platser",
    "application_deadline": "Sista ansökningsdag",
    "scope_of_work": "Omfattning",
    "driving_license": "Körkort",
}
"""How a field of which nothing could be made stands in the text of the vacancy, which is in the language of its source."""


def read_jobtech(path: Path) -> ReadVacancies:
    """Every advertisement of a file, and of what is none that it is none. Raises BadFile where no advertisement is in it."""
    found = list(_ads(read_bytes(path), path.name))
    if not any(_is_ad(ad) for ad in found):
        said = N_("{file} has no advertisement in it. Choose a JSON file as JobTech publishes them.")
        raise BadFile(text(said, file=path.name), "NO_ADS")
    if len(found) > MOST_ADS:
        said = N_("{file} has more than {most} advertisements. Take a smaller one.")
        raise BadFile(text(said, file=path.name, most=MOST_ADS), "TOO_LARGE")
    unread: dict[str, int] = {}
    rows = []
    for i, ad in enumerate(found, 1):
        if not isinstance(ad, dict) or not _is_ad(ad):
            said = N_("This is no advertisement: it has neither id nor headline.")
            rows.append(BroughtVacancy(str(i), "", fault=text(said)))
            continue
        rows.append(_brought(ad, i))
        for name, value in ad.items():
            if name not in READ and name not in LEFT and value not in (None, "", [], {}):
                unread[str(name)] = unread.get(str(name), 0) + 1
    return ReadVacancies(path.name, "jobtech", rows, unread)


def is_json(path: Path) -> bool:
    """Whether a file is meant as JSON: by its name, or by how it begins in any encoding."""
    if path.suffix.lower() in {".json", ".jsonl", ".ndjson"}:
        return True
    return read_bytes(path)[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1] in {b"{", b"["}


def _said(content: bytes) -> str:
    """The text, in UTF-8, UTF-16 or UTF-32 as it says itself; what is none of them was saved by an older program of Windows."""
    try:
        return content.decode(json.detect_encoding(content)).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _ads(content: bytes, name: str) -> Iterator[object]:
    said = _said(content)
    try:
        whole = parsed(said)
    except ValueError:
        yield from _lines(said, name)
        return
    if isinstance(whole, dict):
        whole = next((whole[k] for k in ("hits", "ads", "data") if isinstance(whole.get(k), list)), [whole])
    if not isinstance(whole, list):
        raise _no_json(name)
    yield from whole


def _lines(said: str, name: str) -> Iterator[object]:
    """A file with one advertisement a line."""
    try:
        yield from [parsed(line) for line in said.split("\n") if line.strip()]
    except ValueError:
        raise _no_json(name) from None


def _is_ad(ad: object) -> bool:
    return isinstance(ad, dict) and bool(ad.get("id") or ad.get("headline"))


def _no_json(name: str) -> BadFile:
    said = N_("{file} is no JSON that can be read. Fetch it again, and choose the file as it was published.")
    return BadFile(text(said, file=name), "NO_JSON")


def _brought(ad: Ad, number: int) -> BroughtVacancy:
    employer = _part(ad, "employer")
    said = _line(ad.get("id"))
    out = BroughtVacancy(
        said or str(number),
        _line(employer.get("name") or employer.get("workplace")),
        _line(employer.get("organization_number")),
        removed=ad.get("removed") is True,
    )
    about = _part(ad, "description")
    body = _line(about.get("text"), keep=True) or _line(about.get("text_formatted"), keep=True)
    place, scope = _part(ad, "workplace_address"), _part(ad, "scope_of_work")
    values: dict[str, object] = {
        "title": _title(out, _line(without_people(_line(ad.get("headline"))))),
        "ssyk": _group(ad),
        "concept": _line(_part(ad, "occupation").get("concept_id")),
        "places": _told(out, "number_of_vacancies", ad.get("number_of_vacancies"), _places) or 1,
        "place": ", ".join(
            x for x in (_line(place.get("street_address")), _line(place.get("city") or place.get("municipality"))) if x
        ),
        "link": _link(ad),
        "source_id": said,
        "apply_by": _told(out, "application_deadline", ad.get("application_deadline"), _day),
        "extent": _told(out, "scope_of_work", scope.get("max"), _extent)
        or _told(out, "scope_of_work", scope.get("min"), _extent)
        or 100,
        "licence": _licence(ad, out),
    }
    kept = (f"{WORDS[name]}: {cell}" for name, cell in out.unread)
    words = (_line(_part(ad, "occupation").get("label")), without_people(body), *_wanted(ad), *kept)
    values["body"] = "\n".join(x for x in words if x)
    out.values = values
    return out


def _title(out: BroughtVacancy, said: str) -> str:
    """The headline, as long as a title can be; a longer one is kept as words, and so told."""
    if len(said) <= LONGEST_TITLE:
        return said
    out.unread.append(("headline", said[:MOST_KEPT]))
    return said[: LONGEST_TITLE - 1] + "…"


def _told(out: BroughtVacancy, name: str, value: object, read: Callable[[object], T | None]) -> T | None:
    """What a field says; where something stands there of which nothing can be made that is kept as words, and so told."""
    found = read(value)
    if found is None and value not in (None, "", [], {}):
        cell = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        out.unread.append((name, without_people(" ".join(cell.split()))[:LONGEST_TITLE]))
    return found


def _wanted(ad: Ad) -> Iterator[str]:
    """What is demanded and what is wished for, by the labels of the taxonomy: words that a person reads."""
    for name, sign in (("must_have", "+"), ("nice_to_have", "(+)")):
        for listed in _part(ad, name).values():
            for one in listed if isinstance(listed, list) else ():
                if isinstance(one, dict) and (label := _line(one.get("label"))):
                    yield f"{sign} {label}"


def _part(ad: Ad, name: str) -> Ad:
    found = ad.get(name)
    if isinstance(found, list):  # some files have a list of one
        found = found[0] if found else None
    return found if isinstance(found, dict) else {}


def _line(value: object, *, keep: bool = False) -> str:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    return seen(str(value)).strip() if keep else " ".join(seen(str(value)).split())


def _whole(value: object, low: int, high: int) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        return None
    return int(value)


def _places(value: object) -> int | None:
    return _whole(value, 1, 500)


def _extent(value: object) -> int | None:
    return _whole(value, 1, 100)


def _day(value: object) -> date | None:
    said = re.match(r"\d{4}-\d\d-\d\d", value) if isinstance(value, str) else None
    try:
        return date.fromisoformat(said.group()) if said else None
    except ValueError:
        return None


def _link(ad: Ad) -> str:
    said = _line(ad.get("webpage_url"))
    return said if re.match(r"https?://\S+$", said) else ""


def _group(ad: Ad) -> str:
    """SSYK by the id of the group, else by its legacy id, which is four figures of SSYK there and nowhere else."""
    group = _part(ad, "occupation_group")
    if known := GROUPS.get(_line(group.get("concept_id"))):
        return known
    legacy = _line(group.get("legacy_ams_taxonomy_id"))
    return legacy if re.fullmatch(r"\d{4}", legacy) else ""


def _licence(ad: Ad, out: BroughtVacancy) -> str:
    """The one class that is asked for; of several none is chosen, and what was said is told."""
    listed = ad.get("driving_license") or ad.get("driving-licence")
    if ad.get("driving_license_required") is False or not listed:
        return ""
    each = listed if isinstance(listed, list) else [listed]
    said = [label for one in each if (label := _line(one.get("label") if isinstance(one, dict) else one))]
    classes = [c for c in (s.upper().split()[0] for s in said) if c in LICENCES]
    if len(classes) == 1:
        return classes[0]
    if said:
        out.unread.append(("driving_license", without_people(", ".join(said))[:LONGEST_TITLE]))
    return ""
