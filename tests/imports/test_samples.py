"""The messy files of a city, row by row against their truth, and everything else that can be wrong with a file."""

from __future__ import annotations

import io
import json
import random
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from amdesk import plainfile
from amdesk.db.engine.opening import open_bank
from amdesk.db.port import Bank
from amdesk.demo import city as demo
from amdesk.domain.clock import Clock
from amdesk.domain.errors import BadFile
from amdesk.imports.files import read_file
from amdesk.imports.kinds import LIST_KINDS
from amdesk.imports.staging import stage
from amdesk.services.desk import Desk
from amdesk.services.exchange.messages import message
from tests import make
from tests.conftest import SAMPLES, Once

DAY = Clock(date(2026, 10, 31))
EXPECTED = json.loads((SAMPLES / "expected.json").read_text("utf-8"))["files"]


@pytest.fixture
def city(demo_bank: Path) -> Any:
    """The demo city, which knows the places of the samples, on the samples' own day."""
    bank = open_bank(str(demo_bank), actor="T", account="t", clock=DAY)
    yield Desk(bank, DAY)
    bank.close()


@pytest.fixture(scope="module", params=["2026-10-31", "2027-02-15"])
def city_of_a_day(request: pytest.FixtureRequest, once: Once, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The demo city made on another day, which has other people with other numbers."""
    day = Clock(date.fromisoformat(request.param))

    def fill(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                demo, "_certificates", lambda _city: None
            )  # no list asks for one, and they take most of the time
            demo.make(folder / "demo.amdesk", day)

    made = once(f"demo-{day.today()}", fill)
    copy = make.copied(made / "demo.amdesk", tmp_path_factory.mktemp("city") / "demo.amdesk")
    bank = open_bank(str(copy), actor="T", account="t", clock=DAY)
    yield Desk(bank, DAY)
    bank.close()


@pytest.fixture
def empty(bank: Bank) -> Desk:
    bank.clock = DAY
    desk = make.desk(bank)
    return Desk(desk.bank, DAY)


def rows_of(desk: Desk, name: str, kind: str) -> dict[int, tuple[str, str, list[str]]]:
    review = desk.imports.review(desk.imports.stage(SAMPLES / name, kind))
    return {o.row: (o.outcome, o.reason, o.warnings) for o in review.outcomes}


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize(
    ("name", "kind", "key"),
    [("01_anstallningar.xlsx", "employments", "row"), ("02_platser_export.csv", "placements", "record")],
)
def test_every_row_has_the_outcome_reason_and_warnings_it_should(city: Desk, name: str, kind: str, key: str) -> None:
    found = rows_of(city, name, kind)
    wanted = {r[key]: (r["outcome"], r.get("reason", ""), sorted(r["warnings"])) for r in EXPECTED[name]["rows"]}
    assert found == wanted


@pytest.mark.parametrize(
    ("name", "kind", "key"),
    [("01_anstallningar.xlsx", "employments", "row"), ("02_platser_export.csv", "placements", "record")],
)
@pytest.mark.thorough(long=True)
def test_the_day_the_demo_city_was_made_changes_nothing(city_of_a_day: Desk, name: str, kind: str, key: str) -> None:
    wanted = {r[key]: (r["outcome"], r.get("reason", ""), sorted(r["warnings"])) for r in EXPECTED[name]["rows"]}
    assert rows_of(city_of_a_day, name, kind) == wanted


@pytest.mark.parametrize(
    ("name", "kind"), [("01_anstallningar.xlsx", "employments"), ("02_platser_export.csv", "placements")]
)
def test_the_same_file_again_is_accepted_and_adds_nothing(empty: Desk, name: str, kind: str) -> None:
    counts = EXPECTED[name]["counts"]
    for stored in (counts["accepted"], 0):
        review = empty.imports.review(empty.imports.stage(SAMPLES / name, kind))
        assert (
            len(review.outcomes),
            review.count("accepted"),
            review.count("rejected"),
            len(review.staged.skipped),
        ) == (counts["read"], counts["accepted"], counts["rejected"], counts["skipped"])
        assert empty.imports.store(review) == stored


def test_an_import_is_one_undo_step(empty: Desk) -> None:
    empty.imports.store(empty.imports.review(empty.imports.stage(SAMPLES / "02_platser_export.csv", "placements")))
    assert len(empty.placements.listing()) == 16
    empty.history.undo()
    assert empty.placements.listing() == []
    empty.history.redo()
    assert len(empty.placements.listing()) == 16


def test_stopping_an_import_stores_nothing(empty: Desk) -> None:
    steps = empty.imports.storing(
        empty.imports.review(empty.imports.stage(SAMPLES / "01_anstallningar.xlsx", "employments"))
    )
    next(steps)
    steps.close()  # type: ignore[attr-defined]  # a generator
    assert empty.participants.listing() == []
    assert empty.booking.employments() == []


def test_employments_make_people_and_employments_and_never_bookings(empty: Desk) -> None:
    empty.imports.store(empty.imports.review(empty.imports.stage(SAMPLES / "01_anstallningar.xlsx", "employments")))
    assert (len(empty.participants.listing()), len(empty.booking.employments()), empty.booking.every()) == (25, 27, [])
    protected = [p for p in empty.participants.listing() if p.protected]
    assert [str(p.name) for p in protected] == ["Protected personal data"]


def test_an_inappropriate_comment_in_a_hidden_column_is_nowhere_in_the_bank(empty: Desk) -> None:
    empty.imports.store(empty.imports.review(empty.imports.stage(SAMPLES / "01_anstallningar.xlsx", "employments")))
    everything = json.dumps(
        [
            list(empty.bank.query(f"select * from {t}"))
            for t in ("participant", "employment", "note", "audit_value", "import_run")
        ],
        default=str,
    )
    assert "mamma" not in everything


def test_a_changed_placement_is_an_update_and_one_that_is_gone_is_flagged(empty: Desk, tmp_path: Path) -> None:
    head = "PlatsID;Förvaltning;Enhet;Yrkestitel;Antal platser;Timmar/vecka;Handledare\n"
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text(
        head
        + "X1;Kulturförvaltningen;Biblioteket;Biblioteksassistent;2;40;Petra Testgren\nX2;Kulturförvaltningen;Museet;Receptionist;1;40;Ulf Mallgren\n",
        "utf-8",
    )
    second.write_text(head + "X1;Kulturförvaltningen;Biblioteket;Biblioteksassistent;3;40;Lena Mallgren\n", "utf-8")
    empty.imports.store(empty.imports.review(empty.imports.stage(first, "placements")))
    review = empty.imports.review(empty.imports.stage(second, "placements"))
    assert review.outcomes[0].changes == [("supervisor", "Petra Testgren", "Lena Mallgren"), ("places", "2", "3")]
    empty.imports.store(review)
    found = {p.source_id: (p.capacity, p.supervisor, bool(p.flagged)) for p in empty.placements.listing()}
    assert found == {"X1": (3, "Lena Mallgren", False), "X2": (1, "Ulf Mallgren", True)}


REFERRAL = "Namn,Personnummer,Telefon,Handläggare,Önskade yrken,Svenska,Körkort,Omfattning,Kan börja,Behov\n"


def test_a_referral_list_makes_participants_with_wishes_and_needs(empty: Desk, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        REFERRAL
        + f'Ñandú Øster,{make.number()},070-1740611,Ingrid Skissander,"Parkarbetare, städare",SFI C,Ja,75 %,2026-12-07,dagtid måste; inga tunga lyft\n'
        "Karin Utan Nummer,,070-1740612,Ingrid Skissander,Djurskötare,,,,omgående,\n",
        "utf-8-sig",
    )
    review = empty.imports.review(empty.imports.stage(path, "participants"))
    assert [o.warnings for o in review.outcomes] == [
        ["CASE_WORKER_NEW", "LANGUAGE_ALIAS"],
        ["CASE_WORKER_NEW", "DATE_UNKNOWN", "TITLE_UNKNOWN"],
    ]
    assert empty.imports.store(review) == 2
    record = empty.participants.record(make.number()).participant
    assert (record.name, record.wishes, record.language, record.licence, record.extent, record.case_worker) == (
        "Ñandú Øster",
        ("PAR", "LOK"),
        "A2",
        "B",
        75,
        "Ingrid Skissander",
    )
    assert [(n.kind, n.value, n.weight) for n in record.needs] == [
        ("daytime", "", "must"),
        ("lift_max", "15", "important"),
    ]
    again = empty.imports.review(empty.imports.stage(path, "participants"))
    assert (again.count("same"), empty.imports.store(again)) == (2, 0)


def test_a_bad_cell_is_mended_on_the_spot(empty: Desk, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Namn;Personnummer\nEmil Mallgren;19910431-2380\n", "utf-8")
    review = empty.imports.review(empty.imports.stage(path, "participants"))
    assert (review.outcomes[0].reason, review.outcomes[0].column) == ("PNR_DATE", "identity")
    review = empty.imports.mend(review, 2, "identity", make.number())
    assert review.count("accepted") == 1
    assert "19910431" in path.read_text("utf-8")


def test_an_unknown_heading_is_mapped_by_hand_and_remembered(empty: Desk, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("Vem;Nr\nEmil Mallgren;" + make.number() + "\n", "utf-8")
    with pytest.raises(BadFile, match="no column for"):
        empty.imports.review(empty.imports.stage(path, "participants"))
    empty.imports.store(
        empty.imports.review(empty.imports.stage(path, "participants", {"Vem": "name", "Nr": "identity"}))
    )
    again = empty.imports.review(empty.imports.stage(path, "participants"))
    assert again.count("same") == 1


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1"])
def test_a_csv_is_read_in_every_encoding_and_with_every_delimiter(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    path = tmp_path / "file.dat"
    lines = [["Namn", "Telefon", "Önskat yrke"], ["Åsa Örn", "070", "Målare; ute"], ["Élise", "071", "x"]]
    path.write_bytes("\r\n".join(delimiter.join(f'"{c}"' for c in line) for line in lines).encode(encoding))
    staged = stage(path, LIST_KINDS["participants"])
    assert [r.cells["name"] for r in staged.rows] == ["Åsa Örn", "Élise"]
    assert sorted(staged.mapping.values()) == ["name", "phone", "wishes"]


def test_a_spreadsheet_is_known_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "really.csv"
    path.write_bytes((SAMPLES / "01_anstallningar.xlsx").read_bytes())
    assert len(stage(path, LIST_KINDS["employments"]).rows) == 39


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (120 * 1024 * 1024))
    return out.getvalue()


BAD = {
    "empty": b"", "picture": b"\x89PNG\r\n\x1a\n" + bytes(200), "old xls": b"\xd0\xcf\x11\xe0" + bytes(600), "pdf": b"%PDF-1.7\n" + bytes(range(256)) * 9,
    "cut": (SAMPLES / "01_anstallningar.xlsx").read_bytes()[:3000], "a zip": b"PK\x05\x06" + bytes(18), "words": b"hej\nhopp\n",
}  # fmt: skip


@pytest.mark.parametrize("what", list(BAD))
def test_what_is_no_spreadsheet_is_refused_in_one_sentence(tmp_path: Path, what: str) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(BAD[what])
    with pytest.raises(BadFile) as caught:
        stage(path, LIST_KINDS["employments"])
    assert "file.xlsx" in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.thorough(long=True)
def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(bomb())
    with pytest.raises(BadFile, match="far more than a spreadsheet"):
        read_file(path)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="is a folder or no file"):
        read_file(tmp_path)


@pytest.mark.parametrize("lock", ["~$list.xlsx", ".~lock.list.xlsx#"])
def test_a_file_open_elsewhere_says_so(tmp_path: Path, lock: str) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes((SAMPLES / "01_anstallningar.xlsx").read_bytes())
    (tmp_path / lock).touch()
    with pytest.raises(BadFile, match="open in another program"):
        read_file(path)


@pytest.mark.parametrize(
    ("winerror", "code", "said"),
    [
        (None, "RIGHTS", "no right to read"),
        (5, "RIGHTS", "no right to read"),
        (32, "OPEN", "open in another"),
        (33, "OPEN", "open in another"),
    ],
)
def test_a_file_that_may_not_be_read_is_not_said_to_be_open_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, winerror: int | None, code: str, said: str
) -> None:
    def refuse(path: Path) -> bytes:
        error = PermissionError(13, "Permission denied", str(path))
        if winerror is not None:
            error.winerror = winerror  # type: ignore[attr-defined,unused-ignore]  # Windows alone has it
        raise error

    (path := tmp_path / "list.csv").write_text("Namn\n", "utf-8")
    monkeypatch.setattr(plainfile, "read", refuse)
    with pytest.raises(BadFile, match=said) as refused:
        read_file(path)
    assert refused.value.code == code


@pytest.mark.thorough(long=True)
def test_six_hundred_damaged_copies_never_give_anything_but_one_sentence(tmp_path: Path) -> None:
    dice = random.Random(11)
    path = tmp_path / "fuzzed"
    kinds = {"01_anstallningar.xlsx": "employments", "02_platser_export.csv": "placements"}
    for i in range(600):
        name = list(kinds)[i % 2]
        content = bytearray((SAMPLES / name).read_bytes())
        for _ in range(dice.choice((1, 3, 20))):
            at = dice.randrange(len(content))
            if dice.random() < 0.3:
                del content[at : at + dice.randrange(1, 400)]
            else:
                content[at] = dice.randrange(256)
            if len(content) < 10:
                break
        path.write_bytes(bytes(content))
        try:
            stage(path, LIST_KINDS[kinds[name]])
        except BadFile as error:
            assert str(error).endswith(".")


def test_rows_of_an_excel_list_may_begin_anywhere(tmp_path: Path, empty: Desk) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["C7"], sheet["D7"] = "Name", "Personal number"
    sheet["C8"], sheet["D8"] = "Elif Testgren", make.number()
    book.save(tmp_path / "x.xlsx")
    review = empty.imports.review(empty.imports.stage(tmp_path / "x.xlsx", "participants"))
    assert [(o.row, o.outcome) for o in review.outcomes] == [(8, "accepted")]


@pytest.mark.thorough(long=True)
def test_test_numbers_outside_the_demo_give_one_notice_for_the_file(empty: Desk, city: Desk) -> None:
    for desk, notices in ((empty, 1), (city, 0)):
        review = desk.imports.review(desk.imports.stage(SAMPLES / "01_anstallningar.xlsx", "employments"))
        assert len([n for n in review.notices if "test numbers" in str(n)]) == notices


def test_every_import_code_has_words_in_both_languages() -> None:
    codes = {r["reason"] for f in EXPECTED.values() for r in f["rows"] if r.get("reason")} | {
        w for f in EXPECTED.values() for r in f["rows"] for w in r["warnings"]
    }
    assert all(message(c, lang) not in {"", c} for c in codes for lang in ("sv", "en"))
