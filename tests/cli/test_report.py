"""The command line reports what became of people; the files are read back by independent libraries."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from amdesk.cli import main
from tests import make
from tests.conftest import SAMPLES
from tests.domain.test_textcheck import CITY


def run(*words: str, bank: Path, day: str = "2026-10-31") -> Result:
    return CliRunner().invoke(main, ["--bank", str(bank), "--today", day, *words])


def answer(*words: str, bank: Path, day: str = "2026-10-31") -> Any:
    found = run(*words, "--json", bank=bank, day=day)
    assert found.exit_code == 0, found.output
    return json.loads(found.stdout)


@pytest.fixture
def bank(new_file: Path, tmp_path: Path) -> Path:
    return make.copied(new_file, tmp_path / "b.amdesk")


@pytest.fixture(scope="module")
def samples_file(new_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With what the samples hold, read in once."""
    bank = make.copied(new_file, tmp_path_factory.mktemp("samples") / "b.amdesk")
    for kind, name in (
        ("employments", "01_anstallningar.xlsx"),
        ("followups", "03_uppfoljning_90dagar.csv"),
        ("payments", "04_ekonomiskt_bistand.xlsx"),
    ):
        answer("import", kind, str(SAMPLES / name), bank=bank)
    return bank


@pytest.fixture
def samples(samples_file: Path, tmp_path: Path) -> Path:
    return make.copied(samples_file, tmp_path / "b.amdesk")


def counts(document: Any) -> dict[str, tuple[int | None, int | None]]:
    return {f["id"]: (f["count"], f["percent"]) for f in document["figures"]}


@pytest.mark.parametrize(
    ("kind", "name"), [("followups", "03_uppfoljning_90dagar.csv"), ("payments", "04_ekonomiskt_bistand.xlsx")]
)
def test_the_samples_are_read_row_by_row_as_they_should(bank: Path, kind: str, name: str) -> None:
    answer("import", "employments", str(SAMPLES / "01_anstallningar.xlsx"), bank=bank)
    found = answer("import", kind, str(SAMPLES / name), bank=bank)
    truth = json.loads((SAMPLES / "expected.json").read_text("utf-8"))["files"][name]["rows"]
    wanted = {r.get("row", r.get("record")): (r["outcome"], r.get("reason", ""), sorted(r["warnings"])) for r in truth}
    got = {
        r["row"]: (r["outcome"], r["reason"], sorted(r["warnings"])) for r in found["rows"] if r["outcome"] != "skipped"
    }
    assert got == wanted
    again = answer("import", kind, str(SAMPLES / name), bank=bank)
    assert (again["stored"], again["updated"]) == (0, 0)


def test_the_samples_give_their_derived_figures(samples: Path) -> None:
    truth = json.loads((SAMPLES / "expected.json").read_text("utf-8"))["aggregates"]
    cohort = counts(answer("report", "cohort", "--year", "2025", bank=samples))
    assert cohort["ended.all"][0] == truth["ended_2025_persons"] == 3
    assert cohort["assistance.all"][0] == truth["ended_2025_with_welfare_2026_incl_co_applicant"] == 3
    found = answer("report", "followup", "--from", "2026-01-01", "--to", "2026-10-31", bank=samples)
    figures = counts(found)
    assert figures["reached_day90.all"][0] == truth["day90_in_2026_01_01__2026_10_31"] == 4
    assert figures["work_or_studies.all"] == (2, 50)
    assert [figures[f"{r}.all"][0] for r in ("work", "studies", "interrupted", "other")] == [1, 1, 1, 1]
    receipt = answer("import", "payments", str(SAMPLES / "04_ekonomiskt_bistand.xlsx"), "--dry-run", bank=samples)
    assert receipt["sum"] == truth["payments_sum_accepted"]
    assert len(receipt["sha256"]) == 64


def test_nothing_of_people_who_never_were_participants_is_kept(samples: Path) -> None:
    from amdesk.db.engine.opening import open_bank

    opened = open_bank(str(samples), actor="T", account="t", clock=make.CLOCK)
    dump = "\n".join(
        str(tuple(r.values()))
        for t in ("payment", "participant", "import_run", "audit_value", "step")
        for r in opened.query(f"select * from {t}")
    )
    opened.close()
    assert not [n for n in ("199010122381", "199312012397", "199401022380", "198702022396", "Hyra") if n in dump]


def cohort_files(folder: Path, helped_women: int, helped_men: int, measured: int) -> tuple[Path, Path, Path]:
    """292 people who ended in 2020: 121 women and 171 men; so many had assistance in 2021, and so many of the others a measure."""
    people = [(make.number(date(1981, 1, 1) + timedelta(i), "238"), "kvinna") for i in range(121)]
    people += [(make.number(date(1983, 1, 1) + timedelta(i), "239"), "man") for i in range(171)]
    jobs, paid, measures = (openpyxl.Workbook() for _ in range(3))
    jobs.active.append(
        ["Personnummer", "Namn", "Yrkestitel", "Placering", "Startdatum", "Slutdatum", "Omfattning", "Kön"]
    )
    paid.active.append(["Personnummer (sökande)", "Medsökande", "Period", "Belopp (kr)", "Ändamål"])
    measures.active.append(["Personnummer", "Insats", "Startdatum", "Slutdatum"])
    helped = [*people[:helped_women], *people[121 : 121 + helped_men]]
    for number, gender in people:
        jobs.active.append(
            [
                number,
                f"Deltagare {number[2:8]}",
                "Parkarbetare",
                "Parken",
                date(2020, 1, 13),
                date(2020, 9, 30),
                75,
                gender,
            ]
        )
    for i, (number, _) in enumerate(helped):
        paid.active.append([number, None, f"2021{i % 12 + 1:02d}", 8450, "Försörjningsstöd"])
    for number, _ in [p for p in people if p not in helped][:measured]:
        measures.active.append([number, "Jobbcoachning", date(2021, 3, 1), date(2021, 5, 31)])
    out = []
    for book, name in ((jobs, "jobs"), (paid, "paid"), (measures, "measures")):
        book.save(folder / f"{name}.xlsx")
        out.append(folder / f"{name}.xlsx")
    return out[0], out[1], out[2]


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize(
    ("women", "men", "neither", "wanted"),
    [
        (75, 86, 132, {"all": (161, 55), "women": (75, 62), "men": (86, 50)}),
        (75, 88, 132, {"all": (163, 56), "women": (75, 62), "men": (88, 51)}),
    ],
)
def test_a_made_up_cohort_of_292(bank: Path, tmp_path: Path, women: int, men: int, neither: int, wanted: Any) -> None:
    files = cohort_files(tmp_path, 121 - women, 171 - men, women + men - neither)
    for kind, path in zip(("employments", "payments", "measures"), files, strict=True):
        assert answer("import", kind, str(path), bank=bank)["rejected"] == 0
    found = counts(answer("report", "cohort", "--year", "2020", bank=bank))
    assert {g: found[f"no_assistance.{g}"] for g in wanted} == wanted
    assert found["no_assistance_no_measures.all"] == (132, 45)
    assert [found[f"ended.{g}"][0] for g in ("all", "women", "men", "unrecorded")] == [292, 121, 171, 0]


@pytest.mark.thorough(long=True)
def test_a_frozen_cohort_survives_the_erasure_of_its_people(bank: Path, tmp_path: Path) -> None:
    for kind, path in zip(("employments", "payments", "measures"), cohort_files(tmp_path, 46, 85, 29), strict=True):
        answer("import", kind, str(path), bank=bank)
    before = answer("report", "cohort", "--year", "2020", "--freeze", bank=bank)
    erased = answer(
        "retention",
        "erase",
        "--before",
        "2021-01-01",
        "--why",
        "Gallringsplan",
        "--yes",
        bank=bank,
    )
    assert erased["erased"] == 292
    after = answer("report", "cohort", "--year", "2020", bank=bank)
    assert after["figures"] == before["figures"]
    assert after["frozen"] == before["frozen"]
    assert after["frozen"]["unchanged"] is True
    assert answer("list", "participants", bank=bank) == []
    later = counts(answer("report", "cohort", "--year", "2020", "--window", "2022", bank=bank))
    assert later["erased.all"][0] == later["ended.all"][0] == 292
    assert run("report", "cohort", "--year", "2020", "--freeze", bank=bank).exit_code == 1
    assert answer("bank", "check", bank=bank)["ok"]


def test_the_city_text_without_any_bank(tmp_path: Path) -> None:
    path = tmp_path / "yttrande.txt"
    path.write_text(CITY, "utf-8")
    found = answer("report", "check-text", str(path), bank=tmp_path / "none.amdesk")
    assert len(found["faults"]) == 3
    assert found["cohorts_compared"] is False
    assert not (tmp_path / "none.amdesk").exists()


def word(said: str) -> bytes:
    from docx import Document

    document, out = Document(), io.BytesIO()
    for part in said.strip().split("\n\n"):
        document.add_paragraph(part)
    document.save(out)
    return out.getvalue()


def pdf(said: str) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    lines = canvas.beginText(40, 780)
    for line in said.strip().splitlines():
        lines.textLine(line)
    canvas.drawText(lines)
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "make_it"), [("a.docx", word), ("a.pdf", pdf), ("a.md", lambda s: s.encode("cp1252"))]
)
def test_word_and_pdf_say_the_same_as_text(tmp_path: Path, name: str, make_it: Any) -> None:
    path = tmp_path / name
    path.write_bytes(make_it(CITY))
    assert len(answer("report", "check-text", str(path), bank=tmp_path / "none.amdesk")["faults"]) == 3


def test_a_table_in_a_word_document_is_checked_row_by_row(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    rows = (("Kvinnor", "121", "75", "62 %"), ("Män", "171", "88", "52 %"), ("Totalt", "292", "161", "55 %"))
    table = document.add_table(0, 4)
    for row in rows:
        for cell, said in zip(table.add_row().cells, row, strict=True):
            cell.text = said
    document.save(str(tmp_path / "a.docx"))
    found = answer("report", "check-text", str(tmp_path / "a.docx"), bank=tmp_path / "none.amdesk")
    assert len(found["faults"]) == 3


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 nonsense", b"PK\x03\x04 nonsense", b"\x00\x01\x02" * 50])
def test_a_file_that_is_no_text_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(content)
    found = run("report", "check-text", str(path), bank=tmp_path / "none.amdesk")
    assert found.exit_code == 3
    assert len(found.stderr.strip().splitlines()) == 1
    assert "Traceback" not in found.output


@pytest.mark.thorough(long=True)
def test_a_text_is_held_against_a_frozen_cohort(bank: Path, tmp_path: Path) -> None:
    for kind, path in zip(("employments", "payments", "measures"), cohort_files(tmp_path, 46, 83, 31), strict=True):
        answer("import", kind, str(path), bank=bank)
    answer("report", "cohort", "--year", "2020", "--freeze", bank=bank)
    text = tmp_path / "t.txt"
    text.write_text(
        "171 deltagare av 292 (59 procent) av dem som avslutade en anställning under 2020 hade inte ekonomiskt bistånd under 2021.",
        "utf-8",
    )
    found = answer("report", "check-text", str(text), bank=bank)
    assert found["cohorts_compared"] is True
    assert any("163" in f["reason"] and "171" in f["reason"] for f in found["faults"])


def test_what_cannot_be_is_refused(bank: Path) -> None:
    assert run("report", "followup", "--from", "2026-10-31", "--to", "2026-01-01", bank=bank).exit_code == 2
    assert run("report", "cohort", "--year", "12", bank=bank).exit_code == 2
    assert (
        run(
            "report",
            "savings",
            "--from",
            "2026-01-01",
            "--to",
            "2026-10-31",
            "--assume",
            "attribution=90,50,10",
            bank=bank,
        ).exit_code
        == 1
    )
    assert run("report", "cohort", "--year", "2020", "--freeze", bank=bank).exit_code == 1
    assert (
        run(
            "report", "committee", "--from", "2026-01-01", "--to", "2026-10-31", "--out", "/nowhere/x.pdf", bank=bank
        ).exit_code
        == 3
    )
    assert run("retention", "erase", "--why", "x", bank=bank).exit_code == 2


@pytest.mark.thorough(2)
@pytest.mark.parametrize("locale", ["C", "en_US.UTF-8"])
def test_a_report_is_in_swedish_whatever_the_machine_speaks(
    bank: Path, locale: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, locale)
    period = ["report", "committee", "--from", "2026-01-01", "--to", "2026-10-31", "--for", "outside"]
    for lang, heading in (([], "Vad hände?"), (["--lang", "en"], "What happened?")):
        out = tmp_path / f"{heading[:4]}.pdf"
        found = run(*lang, *period, "--out", str(out), bank=bank)
        assert found.exit_code == 0, found.output
        assert heading in PdfReader(out).pages[0].extract_text()


@pytest.mark.parametrize("form", [(), ("--json",), ("--out", "r.pdf")])
@pytest.mark.thorough(long=True)
def test_whatever_is_made_for_outside_counts_as_given_out_though_nobody_says_to_whom(
    samples: Path, form: tuple[str, ...], tmp_path: Path
) -> None:
    """Standard output is sent on as a file is: the next one must know of it, or one less the other tells of a few."""
    period = ("--from", "2026-01-01", "--to", "2026-10-31")
    assert answer("report", "given", bank=samples) == {"reports": []}
    assert run("report", "followup", *period, bank=samples).exit_code == 0
    assert answer("report", "given", bank=samples) == {"reports": []}, "what stays inside has not been given out"
    form = tuple(str(tmp_path / w) if w.endswith(".pdf") else w for w in form)
    for words in (("report", "followup"), ("report", "savings"), ("introduction", "results")):
        found = run(*words, *period, "--for", "outside", *form, bank=samples)
        assert found.exit_code == 0, found.output
    given = answer("report", "given", bank=samples)["reports"]
    assert [g["kind"] for g in given][1:] == ["savings", "followup"]
    assert len(given) == 3
    assert {g["recipient"] for g in given} == {""}
    lines = run("report", "given", bank=samples).stdout.splitlines()
    assert [line.endswith("ej sagt till vem") for line in lines] == [True] * 3
