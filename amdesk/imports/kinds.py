"""The kinds of import: which columns they take and what makes a row good."""

from __future__ import annotations

import re
from datetime import date

from amdesk.domain.people.identity import age_on
from amdesk.domain.people.participant import Need
from amdesk.domain.places.placement import LICENCES
from amdesk.domain.texts import N_
from amdesk.domain.values import fold, parse_amount, parse_extent, phone_key
from amdesk.imports import cells, protection, words
from amdesk.imports.model import Checker, ImportField, ImportKind, Key, Known, RawRow, RowBad, Values
from amdesk.imports.needs import needs_of

OPEN_END = {"tills vidare", "tillsvidare", "tv", "until further notice"}
IDENTITY = ImportField(
    "identity",
    N_("Personal identity number"),
    (
        "Person-nummer",
        "Personnummer/samordningsnummer",
        "Identity number",
        "Personal identity no",
        "Personnummer",
        "Personnr",
        "Pnr",
        "Personal number",
        "Personal identity number",
        "Samordningsnummer",
        "Person-/samordningsnummer",
    ),
)
GENDER = ImportField("gender", N_("Gender"), ("Kön", "Gender", "Sex"))
NAMES = (
    ImportField("first_name", N_("First name"), ("Förnamn", "Tilltalsnamn", "First name", "Given name")),
    ImportField("last_name", N_("Family name"), ("Efternamn", "Last name", "Family name", "Surname")),
)
PROTECTED = ImportField(
    "protected",
    N_("Protected"),
    ("Skyddade uppg.", "Skyddade personuppgifter", "Skyddad", "Sekretess", "Protected"),
    heads=protection.heading_level,
)
OCCUPATION = ImportField(
    "occupation", N_("Occupation"), ("Yrkestitel", "Yrke", "Titel", "Befattning", "Occupation", "Title"), required=True
)

PLACEMENT_FIELDS = (
    ImportField("source_id", N_("Placement id"), ("PlatsID", "Plats-id", "Id", "Platsnummer", "Plats nr", "Placement id")),
    ImportField("department", N_("Department"), ("Förvaltning", "Department", "Avdelning")),
    ImportField("name", N_("Workplace or team"), ("Enhet", "Arbetsplats", "Plats", "Placering", "Namn", "Arbetslag", "Workplace", "Unit", "Host"), required=True),
    ImportField("address", N_("Address"), ("Adress", "Gatuadress", "Besöksadress", "Address")),
    ImportField("district", N_("District"), ("Stadsdel", "Område", "District", "Area")),
    OCCUPATION,
    ImportField("places", N_("Number of places"), ("Antal platser", "Antal", "Platser", "Kapacitet", "Places", "Capacity"), required=True),
    ImportField("hours", N_("Hours per week"), ("Timmar/vecka", "Timmar per vecka", "Veckotimmar", "Arbetstid", "Tim/v", "Hours per week", "Hours")),
    ImportField("schedule", N_("Working hours"), ("Schema", "Arbetstider", "Tider", "Schedule")),
    ImportField("pay", N_("Pay per month"), ("Ersättning kr/mån", "Ersättning", "Compensation", "Pay")),
    ImportField("background_check", N_("Register extract"), ("Krav utdrag", "Utdrag", "Registerutdrag", "Belastningsregister", "Register extract")),
    ImportField("licence", N_("Driving licence"), ("Körkort", "Driving licence", "Licence")),
    ImportField("language_min", N_("Swedish level"), ("Språknivå", "Svenska", "Språkkrav", "Language level", "Swedish level")),
    ImportField("supervisor", N_("Supervisor"), ("Handledare", "Arbetsledare", "Kontaktperson", "Supervisor", "Contact")),
    ImportField("supervisor_phone", N_("Supervisor's phone"), ("Telefon", "Tel", "Phone", "Telefon handledare")),
    ImportField("supervisor_email", N_("Supervisor's e-mail"), ("E-post", "Epost", "Mejl", "E-mail", "Email")),
    ImportField("open_from", N_("Open from"), ("Öppen fr.o.m.", "Ledig från", "Från och med", "Startdatum", "Open from", "Available from")),
    ImportField("kind", N_("Kind of place"), ("Typ", "Platstyp", "Kind", "Type")),
    ImportField("comment", N_("Comment"), ("Kommentar", "Anteckning", "Övrigt", "Comment", "Note")),
)  # fmt: skip

EMPLOYMENT_FIELDS = (
    ImportField("identity", IDENTITY.label, IDENTITY.synonyms, required=True),
    ImportField("name", N_("Name"), ("Namn", "Deltagare", "Förnamn och efternamn", "Name")),
    OCCUPATION,
    ImportField("placement", N_("Placement"), ("Placering", "Plats", "Arbetsplats", "Enhet", "Placement", "Workplace")),
    ImportField("department", N_("Department"), ("Förvaltning", "Department")),
    ImportField("from_date", N_("From"), ("Startdatum", "Start", "Från", "Fr.o.m.", "Från och med", "Start date", "From"), required=True),
    ImportField("to_date", N_("To"), ("Slutdatum", "Slut", "Till", "T.o.m.", "Till och med", "End date", "To")),
    ImportField("extent", N_("Extent"), ("Omfattning", "Omfattning (%)", "Omf.", "Omf %", "Tjänstgöringsgrad", "Sysselsättningsgrad", "Procent", "Extent"), required=True),
    ImportField("form", N_("Form of employment"), ("Anställningsform", "Form", "Insats", "Form of employment")),
    *NAMES,
    PROTECTED,
    GENDER,
)  # fmt: skip

PARTICIPANT_FIELDS = (
    IDENTITY,
    ImportField("name", N_("Name"), ("Deltagarens namn", "Participant", "Full name", "Namn", "Deltagare", "Name", "Förnamn och efternamn"), required=True),
    ImportField("born", N_("Birth date"), ("Födelsedag", "Date of birth", "Födelsedatum", "Född", "Birth date", "Born")),
    ImportField("phone", N_("Phone"), ("Tfn", "Tlf", "Tele", "Telefonnr", "Mobilnummer", "Mobiltelefon", "Phone number", "Telephone", "Telefon", "Tel", "Mobil", "Telefonnummer", "Phone", "Mobile")),
    ImportField("email", N_("E-mail"), ("E-post", "Epost", "Mejl", "E-mail", "Email")),
    ImportField("case_worker", N_("Case worker"), ("Ansvarig handläggare", "Ansvarig", "Caseworker", "Handläggare AMS", "Handläggare", "Handl.", "Arbetsmarknadssekreterare", "Sekreterare", "AMS", "Case worker")),
    ImportField("case_number", N_("Case number"), ("Ärendenr", "Dnr", "Ärende", "Ärendenummer", "Diarienummer", "Case", "Case number")),
    ImportField("wishes", N_("Wished occupations"), ("Önskar", "Önskade yrkestitlar", "Önskad yrkestitel", "Yrkesönskan", "Yrken", "Önskemål om yrke", "Desired occupations", "Preferred occupations", "Wished occupation", "Occupations", "Önskat yrke", "Önskade yrken", "Yrkesönskemål", "Mål", "Målyrke", "Yrke", "Yrkestitel", "Wished occupations", "Occupation", "Goal")),
    ImportField("language", N_("Swedish level"), ("Svenska nivå", "Nivå svenska", "Språknivå svenska", "Nivå i svenska", "Svensknivå", "Level of Swedish", "Språknivå", "Svenska", "Svenskanivå", "Sfi", "Swedish", "Swedish level", "Language level")),
    ImportField("languages", N_("Other languages"), ("Språk", "Andra språk", "Other languages", "Languages")),
    ImportField("licence", N_("Driving licence"), ("Har körkort", "Driving license", "License", "Körkort", "Driving licence", "Licence")),
    ImportField("extent", N_("Extent"), ("Omfattning %", "Omf.", "Omf %", "Önskad omfattning", "Arbetstid", "Extent percent", "Omfattning", "Tjänstgöringsgrad", "Procent", "Extent")),
    ImportField("available_from", N_("Available from"), ("Tillgänglig", "Tillgänglig från och med", "Kan börja från", "Kan börja tidigast", "Tidigast start", "Startdatum tidigast", "Can start", "Tillgänglig från", "Kan börja", "Startdatum", "Från", "Start", "Fr.o.m.", "Tillgänglig fr.o.m.", "Available from", "Start date")),
    ImportField("district", N_("District"), ("Stadsdel", "Område", "Bostadsområde", "District")),
    ImportField("max_travel", N_("Longest travel, minutes"), ("Längsta restid", "Max restid minuter", "Max restid", "Restid", "Max travel")),
    ImportField("needs", N_("Needs"), ("Behov i arbetet", "Behov av anpassning", "Adaptations", "Behov", "Anpassning", "Krav", "Önskemål", "Needs")),
    *NAMES,
    PROTECTED,
    GENDER,
)  # fmt: skip


def check_placement(raw: RawRow, known: Known, warnings: set[str], state: Checker) -> tuple[Values, Key]:
    """A row of a placement list. Natural key: the id column, else workplace and occupation."""
    source = cells.said(raw, "source_id")
    if known.has_id_column and not source:
        raise RowBad("ID_MISSING", "source_id")
    if source and (source.casefold(),) in state.seen:
        raise RowBad("DUPLICATE", "source_id")
    code = cells.occupation(raw, known, warnings)
    places = _places(raw, warnings)
    values = {
        "source_id": source,
        "name": cells.free_text(raw, "name", warnings),
        "occupation": code,
        "places": places,
        **({"hours": _hours(raw, warnings, state)} if "hours" in raw.cells else {}),
        **{
            f: cells.free_text(raw, f, warnings) for f in ("department", "address", "schedule", "supervisor", "comment")
        },
        **{f: cells.said(raw, f) for f in ("supervisor_phone", "supervisor_email")},
    }
    if not values["name"]:
        raise RowBad("NAME_MISSING", "name")
    if "hours" not in values:
        warnings.add("HOURS_ASSUMED")
    values |= _placement_demands(raw, known, warnings, values)
    if "open_from" in raw.cells:
        found = cells.soft_day(raw, "open_from", warnings)
        if found:
            values["open_from"] = found
    key = (source.casefold(),) if source else (fold(values["name"]), code)
    return values, key


def _placement_demands(raw: RawRow, known: Known, warnings: set[str], values: Values) -> Values:
    out: Values = {"pay": None, "licence": "", "language_min": ""}
    if not cells.empty(raw.cells.get("pay")):
        try:
            out["pay"] = parse_amount(raw.cells["pay"])
        except ValueError:
            warnings.add("AMOUNT_UNKNOWN")
    if not cells.empty(raw.cells.get("background_check")):
        needs_extract = cells.yes(raw, "background_check", warnings)
        where = fold(f"{values['department']} {values['name']}")
        out["background_check"] = _extract_kind(where) if needs_extract else "none"
    licence = words.licence(cells.said(raw, "licence"))
    out["none"] = {"licence"} if words.denied(licence, cells.said(raw, "licence")) else set()
    if licence == "" or licence in LICENCES:
        out["licence"] = licence
    else:  # kept as it is written: matching says that it is not known, and never that none is needed
        warnings.add("LICENCE_UNKNOWN")
        out["licence"] = cells.said(raw, "licence")
    if "language_min" in raw.cells:
        level = cells.language(raw, "language_min", warnings)
        asked = cells.said(raw, "language_min")
        out["language_min"] = asked if level is None or fold(asked) in words.NOT_KNOWN else level
    out["kind"] = _place_kind(raw, known, warnings, fold(values["department"]))
    district = cells.said(raw, "district")
    out["district"] = known.districts.get(fold(district), district)
    return out


def _place_kind(raw: RawRow, known: Known, warnings: set[str], department: str) -> str:
    """What the cell says; where it is empty, or says neither, what the department is."""
    said = cells.said(raw, "kind")
    kind = words.place_kind(said)
    if kind is None and said.strip(" -–"):
        warnings.add("KIND_UNKNOWN")
    own = fold(known.own_department)
    in_house = (own and own == department) or "arbetsmarknad" in department
    return kind or ("in_house" if in_house else "external")


def _extract_kind(where: str) -> str:
    """Which register extract a workplace asks for: schools and preschools by the Education Act, care by the act of 2026."""
    if "skol" in where:
        return "school_act"
    if any(w in where for w in ("vård", "omsorg", "äldre", "hemtjänst")):
        return "home_care_act_2026"
    return "children_act_2013"


def _places(raw: RawRow, warnings: set[str]) -> int:
    said = cells.said(raw, "places")
    count = words.COUNTS.get(fold(said))
    m = re.fullmatch(r"(-?\d{1,9})( ?(?:st\.?|plats(?:er)?|pers(?:oner)?\.?|places?))?", said, re.IGNORECASE)
    if count is None and (m is None or not 1 <= int(m[1]) <= 100_000):
        raise RowBad("CAPACITY_INVALID", "places")
    if m and m[2]:
        warnings.add("UNIT_STRIPPED")
    return count or int(m[1] if m else 0)


def _hours(raw: RawRow, warnings: set[str], state: Checker) -> int:
    """Hundredths of an hour a week."""
    value = raw.cells.get("hours")
    written = cells.said(raw, "hours")
    if not state.exported and fold(written) in words.FULL_TIME:
        warnings.add("HOURS_ASSUMED")
        return 100 * words.FULL_WEEK
    plain = re.sub(
        r" ?(?:h|t|tim|timmar|hours)\.?(?: ?(?:/|per|i) ?(?:v|vecka|veckan|week))?$", "", written, flags=re.IGNORECASE
    )
    if plain != written:
        warnings.add("UNIT_STRIPPED")
    if isinstance(value, str) and "." in plain:
        warnings.add("DECIMAL_POINT")
    clock = re.fullmatch(r"(\d{1,2}):([0-5]\d)", plain)
    try:
        hours = int(clock[1]) + int(clock[2]) / 60 if clock else float(plain.replace(",", "."))
    except ValueError:
        raise RowBad("HOURS_INVALID", "hours") from None
    if not 1 <= hours <= words.FULL_WEEK:
        raise RowBad("HOURS_INVALID", "hours")
    return round(hours * 100)


def check_employment(raw: RawRow, known: Known, warnings: set[str], state: Checker) -> tuple[Values, Key]:
    """A row of an employment list. Natural key: person, start, place and occupation. Makes people and employments, never bookings."""
    person = cells.identity(raw, known, warnings, state)
    code = cells.occupation(raw, known, warnings)
    if cells.empty(raw.cells.get("from_date")):
        raise RowBad("DATE_MISSING", "from_date")
    start = cells.day(raw, "from_date", warnings)
    end = _end(raw, warnings)
    if end and end < start:
        raise RowBad("END_BEFORE_START", "to_date")
    try:
        extent = parse_extent(raw.cells.get("extent"))
    except ValueError:
        raise RowBad("EXTENT_INVALID", "extent") from None
    place_text = cells.said(raw, "placement")
    place = known.places.get(fold(place_text))
    key = (person.number, start, place or fold(place_text), code)
    if key in state.seen:
        raise RowBad("DUPLICATE")
    if not place:
        warnings.add("PLACEMENT_UNKNOWN")
    name, level = cells.person_name(raw, warnings)
    if not name:
        warnings.add("NAME_MISSING")
    if raw.hidden:
        warnings.add("HIDDEN_ROW")
    _age_warnings(person.sort_date, start, warnings)
    _overlap(person.number, start, end, extent, known, state, warnings)
    values = {
        "identity": person,
        "name": name,
        "occupation": code,
        "placement_id": place,
        "placement_text": place_text,
        "from_date": start,
        "to_date": end,
        "extent": extent,
        "form": cells.said(raw, "form"),
        "protection": level,
        "gender": cells.gender(raw),
        "department": cells.said(raw, "department"),
        "open_end": fold(cells.said(raw, "to_date")) in OPEN_END,
    }
    return values, key


def _end(raw: RawRow, warnings: set[str]) -> date | None:
    if cells.empty(raw.cells.get("to_date")):
        warnings.add("END_MISSING")
        return None
    if fold(cells.said(raw, "to_date")) in OPEN_END:
        warnings.add("END_OPEN")
        return None
    return cells.day(raw, "to_date", warnings)


def _age_warnings(born: date, start: date, warnings: set[str]) -> None:
    age = age_on(born, start)
    if age > 70 or age < 15:
        warnings.add("AGE_UNUSUAL")
    elif age < 18:
        warnings.add("MINOR")


def _overlap(
    number: str, start: date, end: date | None, extent: int, known: Known, state: Checker, warnings: set[str]
) -> None:
    mine = state.running.setdefault(number, [])
    in_file = {s for s, _, _ in mine}
    others = [*mine, *(e for e in known.employments.get(number, ()) if e[0] != start and e[0] not in in_file)]
    far = date(9999, 1, 1)
    if any(start <= (e or far) and s <= (end or far) and extent + x > 100 for s, e, x in others):
        warnings.add("OVERLAP")
    mine.append((start, end, extent))


def check_participant(raw: RawRow, known: Known, warnings: set[str], state: Checker) -> tuple[Values, Key]:
    """A row of a referral list. Natural key: the identity number, else name and birth date or phone."""
    person = None if cells.empty(raw.cells.get("identity")) else cells.identity(raw, known, warnings, state)
    name, level = cells.person_name(raw, warnings)
    if not name and person is None:
        raise RowBad("PROTECTED_UNNAMED" if level else "NAME_MISSING", "name")
    if not name:
        warnings.add("NAME_MISSING")
    born = person.born if person else None
    if born is None and not cells.empty(raw.cells.get("born")):
        born = cells.day(raw, "born", warnings)
    values: Values = {
        "identity": person,
        "name": name,
        "born": born,
        "gender": cells.gender(raw),
        "protection": level,
    }
    values |= {f: cells.said(raw, f) for f in ("phone", "email", "case_number", "languages")}
    values |= _participant_facts(raw, known, warnings)
    if raw.hidden:
        warnings.add("HIDDEN_ROW")
    phone = phone_key(values["phone"])
    key = (person.number,) if person else (fold(name), born or phone)
    return values, key


def _participant_facts(raw: RawRow, known: Known, warnings: set[str]) -> Values:
    out: Values = {}
    worker = cells.said(raw, "case_worker")
    if worker and fold(worker) not in known.case_workers:
        warnings.add("CASE_WORKER_NEW")
    out["case_worker"] = worker
    codes, unknown = words.titles(
        str(raw.cells.get("wishes") or ""), {**words.EVERYDAY, **known.aliases, **known.titles}
    )
    out["wishes"] = tuple(codes)
    if unknown:
        warnings.add("TITLE_UNKNOWN")
    aside = _Aside(warnings)
    level = cells.language(raw, "language", warnings) if not cells.empty(raw.cells.get("language")) else ""
    out["language"] = aside.keep("Svenska", cells.said(raw, "language")) if level is None else level
    licence = words.licence(cells.said(raw, "licence"))
    out["none"] = {"licence"} if words.denied(licence, cells.said(raw, "licence")) else set()
    out["licence"] = aside.keep("Körkort", cells.said(raw, "licence")) if licence is None else licence
    if not cells.empty(raw.cells.get("extent")):
        out["extent"] = _participant_extent(raw, aside)
    if not cells.empty(raw.cells.get("available_from")):
        out["available_from"] = _available_from(raw, known, aside)
        out["none"] |= {"available_from"} if fold(cells.said(raw, "available_from")) in words.NOW else set()
    district = cells.said(raw, "district")
    out["district"] = known.districts.get(fold(district), district)
    travel = None if cells.empty(raw.cells.get("max_travel")) else words.minutes(raw.cells["max_travel"])
    if travel is None and cells.said(raw, "max_travel").strip(" -–?"):
        aside.keep("Max restid", cells.said(raw, "max_travel"))
    out["max_travel"] = travel
    if out["district"] and out["district"] not in known.districts.values():
        warnings.add("DISTRICT_UNKNOWN")
    out["needs"] = needs_of(cells.said(raw, "needs"), known)
    if any(n.kind == "words" for n in out["needs"]):
        warnings.add("NEED_WORDS")
    out["aside"] = (*(Need("words", f"Önskat yrke: {w}", "nice") for w in unknown), *aside.kept)
    return out


class _Aside:
    """Words of a soft field that nobody understands: they refuse nobody, they are kept and said."""

    def __init__(self, warnings: set[str]) -> None:
        self.warnings = warnings
        self.kept: list[Need] = []

    def keep(self, label: str, said: str, code: str = "KEPT_AS_WORDS") -> str:
        """Keep the words; the field itself stays empty."""
        self.warnings.add(code)
        self.kept.append(Need("words", f"{label}: {said}", "nice"))
        return ""


def _participant_extent(raw: RawRow, aside: _Aside) -> int | None:
    percent, exact = words.extent(raw.cells["extent"])
    if not exact and cells.said(raw, "extent").strip(" -–?"):
        aside.keep("Omfattning", cells.said(raw, "extent"))
    return percent


def _available_from(raw: RawRow, known: Known, aside: _Aside) -> date | None:
    value, said = raw.cells["available_from"], cells.said(raw, "available_from")
    found, exact = words.day(value, known.today)
    if found is None:
        aside.warnings.add("DATE_UNKNOWN")
        if fold(said) not in words.NOW and said.strip(" -–?"):
            aside.keep("Kan börja", said, "DATE_UNKNOWN")
        return None
    if not exact:
        aside.warnings.add("VALUE_READ")
    elif cells.serial(value):
        aside.warnings.add("DATE_SERIAL")
    return found


LIST_KINDS = {
    "placements": ImportKind("placements", PLACEMENT_FIELDS, check_placement),
    "employments": ImportKind("employments", EMPLOYMENT_FIELDS, check_employment),
    "participants": ImportKind("participants", PARTICIPANT_FIELDS, check_participant),
}
