"""Small answers that windows and commands ask of the desk: who I am, what the bank holds, what of it is told to whom."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pypdf
import pytest

from amdesk.db.bank import reference
from amdesk.db.catalogue import COPIED
from amdesk.db.engine import keys
from amdesk.db.engine.keys import SlotKey
from amdesk.db.people import caseworkers
from amdesk.db.port import value
from amdesk.domain.bank.generations import CopySchedule, Folders
from amdesk.domain.bank.roles import ADMINISTRATOR, EVERY, READER
from amdesk.domain.change import Change
from amdesk.domain.errors import Refused
from amdesk.domain.texts import text
from amdesk.i18n import Words
from amdesk.services.bank import access, banks, files, locking
from amdesk.services.bank.newer import NAMED, Newer, lines
from amdesk.services.bank.words import said_anew
from amdesk.services.desk import Desk
from amdesk.services.exchange.columns import cell_of
from amdesk.services.people.acting import asks
from amdesk.services.start.firstscreen import Asked, WindowFacts, answers
from tests import make
from tests.make import TODAY
from tests.rows import day, employed
from tests.services.test_profiles import edited

SECRET, HERS = "en lång fras helt enkelt", "en annan lång fras"
ME = access.Who("Petra Provsson", "petra")


def words(pdf: bytes) -> str:
    return " ".join(" ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


# -- who I am ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[Desk]:
    """A desk on a bank of one's own, and its recovery code beside it."""
    made, code = banks.create(tmp_path / "b.amdesk", SECRET, make.CLOCK, ME)
    made.close()
    (tmp_path / "code").write_text(code, "utf-8")
    desk = Desk(banks.open_(str(tmp_path / "b.amdesk"), SECRET, make.CLOCK, ME), make.CLOCK)
    yield desk
    desk.close()


def test_whose_passphrase_was_said_is_known_where_several_have_their_own_and_never_by_the_code(
    mine: Desk, tmp_path: Path
) -> None:
    at = mine.bank.address
    raw = str(banks.unlock(at, SECRET))
    assert locking.whose(at, raw, SECRET) is None, "one passphrase, which everybody says"
    mine.users.add("Rut Lesdotter", [READER], HERS)
    raw = str(banks.unlock(at, SECRET))
    for said, name in ((SECRET, "Petra Provsson"), (HERS, "Rut Lesdotter")):
        found = locking.whose(at, raw, said)
        assert found is not None
        assert (found.user, str(found.key)) == (name, raw)
    code = (tmp_path / "code").read_text("utf-8")
    assert locking.proves(at, raw, code)
    for said in (code, "fel fras helt enkelt", ""):
        assert locking.whose(at, raw, said) is None
    assert locking.whose(at, None, HERS) is None


def test_who_signs_here_is_told_only_where_users_are_named(mine: Desk) -> None:
    assert mine.user() == ""
    assert mine.roles() == EVERY
    mine.users.add("Rut Lesdotter", [READER], HERS)
    again = Desk(banks.open_(mine.bank.address, HERS, make.CLOCK, ME), make.CLOCK)
    assert (again.user(), again.roles()) == ("Rut Lesdotter", (READER,))
    again.close()
    assert isinstance(keys.unlock(Path(mine.bank.address), HERS).key, SlotKey)
    code = (Path(mine.bank.address).parent / "code").read_text("utf-8")
    again = Desk(banks.open_(mine.bank.address, code, make.CLOCK, ME), make.CLOCK)
    assert (again.user(), again.roles()) == ("petra", (ADMINISTRATOR,))
    again.close()


# -- what the window knows first --------------------------------------------------------------------------------------


def facts(desk: Desk, name: str = "Nobody") -> WindowFacts:
    asked = Asked("/x/ekhamra.amdesk", "", make.CLOCK, access.Who(name, "a"), "sv")
    found = dict(answers(desk, asked))["facts"]
    assert isinstance(found, WindowFacts)
    return found


def test_the_window_is_headed_by_city_and_unit_or_else_by_the_file(desk: Desk) -> None:
    desk.set_settings({"city": "", "unit_short": ""})
    assert facts(desk).city == "ekhamra"
    desk.set_settings({"city": "Ekhamra stad"})
    assert facts(desk).city == "Ekhamra stad"
    desk.set_settings({"unit_short": "AME"})
    assert facts(desk).city == "Ekhamra stad · AME"


def test_my_day_is_that_of_the_case_worker_whom_the_account_is_or_else_of_my_name(desk: Desk) -> None:
    with desk.bank.write(text("case workers")):
        eva, bo = (caseworkers.add_case_worker(desk.bank, name) for name in ("Eva Test", "Bo Test"))
    assert facts(desk).case_worker is None
    assert facts(desk, "Bo Test").case_worker == bo
    desk.set_case_worker(eva)
    assert facts(desk, "Bo Test").case_worker == eva, "what somebody has said stands above a name"
    assert facts(desk).case_worker == eva
    desk.set_case_worker(None)
    assert facts(desk).case_worker is None


def test_whoever_may_not_see_the_day_gets_the_rest_and_is_told_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise Refused(text("not yours"), "ROLE")

    monkeypatch.setattr(desk, "overview", refused)
    asked = Asked("/x/ekhamra.amdesk", "", make.CLOCK, ME, "sv")
    found: list[str] = []
    with pytest.raises(Refused, match="not yours"):
        found.extend(name for name, _ in answers(desk, asked))
    assert found == ["facts", "badges"]


# -- the bank as a whole ----------------------------------------------------------------------------------------------


def test_what_the_bank_is_and_holds_is_told(mine: Desk) -> None:
    mine.set_settings({"city": "Ekhamra stad"})
    for name in ("Bo Prov", "Ada Prov"):
        make.participant(mine.bank, name=name)
    found = mine.keeping.info()
    assert str(found["address"]).endswith("b.amdesk")
    assert (found["engine"], found["city"], found["demo"]) == ("sqlite", "Ekhamra stad", False)
    assert found["participants"] == 2
    assert found["steps"] == len(mine.history.steps(100))
    whole = mine.keeping.check()
    assert (whole["ok"], whole["faults"]) == (True, [])
    assert mine.keeping.unmet() == []


def test_what_is_wrong_is_told_whether_copies_are_within_reach_or_not(mine: Desk, tmp_path: Path) -> None:
    mine.bank.execute("drop trigger audit_booking_update")
    told = [mine.keeping.check(folders) for folders in (None, Folders(tmp_path, None))]
    assert [found["faults"] for found in told] == [["missing rule audit_booking_update"]] * 2
    assert [found["ok"] for found in told] == [False, False]


@pytest.mark.thorough(long=True)
def test_copies_are_numbered_listed_newest_first_and_kept_as_the_unit_says(mine: Desk, tmp_path: Path) -> None:
    folders = Folders(tmp_path / "copies", tmp_path / "drive")
    (tmp_path / "drive").mkdir()
    assert mine.keeping.schedule() == CopySchedule()
    made, second = mine.keeping.numbered(folders, make.CLOCK)
    make.participant(mine.bank)
    later, _ = mine.keeping.numbered(folders, make.CLOCK)
    assert made.exists()
    assert [one.name for one in mine.keeping.copies(folders)] == [later.name, made.name]
    assert {p.name for p in (tmp_path / "drive").glob("*.amdesk")} == {made.name, later.name}, second


def test_every_row_goes_along_to_another_bank_and_they_are_counted(desk: Desk) -> None:
    make.participant(desk.bank, name="Bo Prov")
    target = make.memory()
    held = sum(int(value(desk.bank, f"select count(*) from {table}") or 0) for table in COPIED)
    assert desk.keeping.copy(target) == held > 1
    assert [p.name.seen for p in Desk(target, make.CLOCK).participants.listing()] == ["Bo Prov"]
    target.close()


def test_the_page_with_the_recovery_code_has_the_code_and_the_bank(desk: Desk) -> None:
    said = words(files.recovery_page("ABCD-EFGH", "/x/ekhamra.amdesk", "sv", TODAY))
    assert "ABCD-EFGH" in said
    assert "ekhamra.amdesk" in said


@pytest.mark.parametrize(("years", "limit"), [("", date(2021, 11, 23)), ("2", date(2024, 11, 23))])
def test_who_is_to_be_erased_is_whoever_left_as_many_years_ago_as_the_unit_says(
    desk: Desk, years: str, limit: date
) -> None:
    """Five years where nothing is said; she whose last day is the limit itself stays a day more."""
    desk.set_settings({"retention_years": years})
    assert desk.retention.limit() == limit
    for last in (limit, limit - timedelta(1)):
        person = make.participant(desk.bank, registered_on=date(2015, 1, 1))
        employed(desk.bank, person, last - timedelta(100), last, ended_on=f"{last}", end_reason="A1")
    assert [p.last for p in desk.retention.overdue()] == [limit - timedelta(1)]


@pytest.mark.parametrize("beyond", [0, 1, 2])
def test_changes_that_are_not_named_are_counted_one_too(beyond: int) -> None:
    latest = [("2026-11-23 09:00:00", "Petra", text("x"))] * NAMED
    said = lines(Newer(NAMED + beyond, latest), Words("en"))
    assert len(said) == 1 + NAMED + (beyond > 0)
    assert (said[-1] == f"… and {beyond} more") == (beyond > 0)


# -- profiles, places, reports ----------------------------------------------------------------------------------------


def test_retiring_an_older_version_leaves_the_newer_in_use(desk: Desk) -> None:
    """Only what it had itself replaced goes with it."""
    first = desk.profiles.of("MAT").newest.profile.id
    keys_ = [first]
    for _ in range(2):
        made = desk.profiles.draft("MAT", edited(desk))
        desk.profiles.use(made.profile.id, TODAY)
        keys_.append(made.profile.id)
    desk.profiles.retire(keys_[1])
    states = {v.profile.id: v.state for v in desk.profiles.of("MAT").versions}
    assert states == {keys_[0]: "retired", keys_[1]: "retired", keys_[2]: "in_use"}
    found = desk.profiles.of("MAT").in_use
    assert found is not None
    assert found.profile.id == keys_[2]
    desk.profiles.retire(keys_[2])
    assert desk.profiles.of("MAT").in_use is None


def test_districts_codes_and_closed_periods_are_those_of_the_bank(desk: Desk) -> None:
    place = make.placement(desk.bank, capacity=2)
    desk.placements.close_period(place, day(10), day(20), "sommar")
    [closed] = desk.placements.closed_periods(place)
    assert (closed.first, closed.last, closed.reason) == (day(10), day(20), "sommar")
    with desk.bank.write(text("a district")):
        reference.add_code(desk.bank, "districts", "NH", "Norra hamnen")
    assert desk.placements.districts() == [("NH", "Norra hamnen")]
    assert {c.code for c in desk.placements.codes("protection_levels")} >= {"0", "1"}


def test_the_departments_of_the_figures_are_those_that_places_have(desk: Desk) -> None:
    for name in ("Gata och park", "Omsorg", "Omsorg"):
        make.placement(desk.bank, department=name, kind="in_house")
    assert desk.management.departments() == ["Gata och park", "Omsorg"]


def test_a_file_and_its_words_get_the_same_answer(desk: Desk, tmp_path: Path) -> None:
    said = "Av 40 deltagare gick 30 (50 %) vidare till arbete."
    path = tmp_path / "t.txt"
    path.write_text(said, "utf-8")
    read, found = desk.texts.check_file(path)
    assert read.strip() == said
    assert found == desk.texts.check(said)
    assert len(found.faults) == 1


def test_every_ended_employment_stands_among_the_follow_ups_and_no_other(desk: Desk) -> None:
    ended = make.participant(desk.bank, name="Bo Prov")
    key = employed(desk.bank, ended, day(-200), day(-100), ended_on=f"{day(-100)}", end_reason="A1")
    employed(desk.bank, make.participant(desk.bank), day(-100), day(50))
    assert key
    [found] = desk.overviews.followups()
    assert (found.last, found.contact, found.situation, found.end_reason) == (day(-100), "not_due", "not_known", "A1")


def test_the_days_plan_on_paper_has_everybodys_things_and_is_logged_when_it_goes_out(desk: Desk) -> None:
    with desk.bank.write(text("case workers")):
        eva, bo = (caseworkers.add_case_worker(desk.bank, name) for name in ("Eva Test", "Bo Test"))
    for name, worker in (("Anna Prov", eva), ("Berit Prov", bo), ("Cia Prov", None)):
        person = make.participant(desk.bank, name=name, case_worker_id=worker)
        key = employed(desk.bank, person, day(-200), day(-95), ended_on=f"{day(-95)}", end_reason="A1")
        assert key
    tasks = desk.overview(None, 1000)[0].tasks
    assert {"Anna Prov", "Berit Prov", "Cia Prov"} <= {t.person.seen for t in tasks}
    everybody, hers = (words(desk.day_papers.made(tasks, eva, "Eva Test", mine=mine)) for mine in (False, True))
    for said in (everybody, hers):
        assert "Eva Test" in said
        assert all(name in said for name in ("Anna Prov", "Berit Prov", "Cia Prov"))
    apart = Words("sv")("Nobody’s")
    assert words(desk.day_papers.made(tasks, eva, "Eva Test")) == everybody, "one's own day is asked for"
    assert everybody != hers, f"whom nobody has stand apart in one's own day: {apart}"
    assert "export_day" not in [r.what for r in desk.history.access()], "looked at, not given out"
    desk.day_papers.gone_out(len(tasks))
    assert [r.why for r in desk.history.access() if r.what == "export_day"] == [str(len(tasks))]


def test_a_row_that_waits_is_of_a_kind_and_one_that_does_not_is_refused(desk: Desk, tmp_path: Path) -> None:
    from tests.imports.cases import lines as listed
    from tests.imports.cases import store

    store(desk, listed(tmp_path, "Namn;Personnr", "Bo Prov;19860431-2380"))
    [row] = desk.worklist.rows()
    assert desk.worklist.kind_of(row.key) == "participants"
    assert desk.worklist.counts() == {"participants": 1}
    for act in (
        lambda: desk.worklist.kind_of(row.key + 1),
        lambda: desk.worklist.take_up("participants", [row.key + 1]),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert (caught.value.code, caught.value.text.params["key"]) == ("NOT_WAITING", row.key + 1)


@pytest.mark.parametrize(("kind", "field", "cell"), [
    ("followups", "contact", "status"), ("followups", "situation", "status"), ("participants", "phone", "phone"),
    ("payments", "amount", "amount"), ("nothing", "x", "x"),
])  # fmt: skip
def test_a_field_is_said_by_one_cell_of_a_list(kind: str, field: str, cell: str) -> None:
    assert cell_of(kind, field) == cell


def test_a_name_that_is_mended_keeps_the_mark_that_stood_in_its_place_and_no_other_name_protects(
    desk: Desk, tmp_path: Path
) -> None:
    from tests.imports.cases import lines as listed

    path = listed(tmp_path, "Namn;Personnr", f"Skyddad identitet;{make.number()}", f"Bo Prv;{make.number(birth='239')}")
    review = desk.imports.review(desk.imports.stage(path, "participants"))
    for row, name in ((2, "Ada Prov"), (3, "Bo Prov")):
        review = desk.imports.mend(review, row, "name", name)
    desk.imports.store(review)
    found = {p.id: p.protection for p in map(desk.work.participant, (1, 2))}
    assert [bool(level) for level in found.values()] == [True, False]


def test_another_mapping_of_columns_is_another_reading(desk: Desk, tmp_path: Path) -> None:
    from tests.imports.cases import lines as listed

    staged = desk.imports.stage(
        listed(tmp_path, "Namn;Nås på;Telefon", "Bo Prov;070-1740601;070-1740602"), "participants"
    )
    assert staged.rows[0].cells["phone"] == "070-1740602"
    again = desk.rereading.reread(staged, {"column:Nås på": "phone", "column:Telefon": "ignore"})
    assert again.rows[0].cells["phone"] == "070-1740601"
    desk.imports.store(desk.imports.review(again))
    [person] = desk.participants.listing()
    assert desk.work.participant(person.id).phone == "070-1740601"


def test_somebody_fits_a_place_only_where_every_rule_is_kept(desk: Desk) -> None:
    person = make.participant(desk.bank, language="A1", wishes=())
    hard, easy = make.placement(desk.bank, language_min="C1"), make.placement(desk.bank, language_min="A1")
    asked, other = desk.matching.why(person, hard), desk.matching.why(person, easy)
    assert {r.kept for r in asked.rules} == {True, False}
    assert (asked.fits, other.fits) == (False, all(r.kept for r in other.rules))


def test_a_step_about_what_has_another_name_now_keeps_the_name_that_it_had(desk: Desk) -> None:
    steps = [text("x {occupation}", occupation=said) for said in ("Lokalvårdare", "Sotare")]
    for lang, known in (("sv", "Lokalvårdare"), ("en", "Cleaner")):
        work = Desk(desk.bank, make.CLOCK, lang).work
        assert [said_anew(work, s).params["occupation"] for s in steps] == [known, "Sotare"]
    assert said_anew(desk.work, text("y {name}", name="Bo")) == text("y {name}", name="Bo")


REFUSED: list[tuple[str, Callable[[Desk, int, int], object], str]] = [
    ("nobody without a name", lambda d, *_: d.participants.create({"name": " "}), "MISSING_NAME"),
    ("no record with itself", lambda d, a, _: d.participants.merge(a, a), "SAME"),
    ("no empty note", lambda d, a, _: d.participants.add_note(a, {"body": " \n"}), "EMPTY"),
    ("no worker without a reason", lambda d, a, b: d.participants.change_case_worker([a], 1, " "), "AM004"),
    (
        "no worker who is none",
        lambda d, a, b: d.participants.change_case_worker([a], Change(None, None), "byte"),
        "NO_WORKER",
    ),
    ("no closing backwards", lambda d, *_: d.placements.close_period(1, day(9), day(8), "sommar"), "ORDER"),
    ("no erasure without a reason", lambda d, *_: d.retention.erase(day(-9), " "), "MISSING"),
    ("no erasure of days to come", lambda d, *_: d.retention.erase(day(1), "gallring"), "NOT_OVER"),
    ("no profile that is gone", lambda d, *_: d.profiles.use(9999, TODAY), "GONE"),
    ("no draft of no employment", lambda d, *_: d.competence.draft(9999), "NO_EMPLOYMENT"),
    ("no sheet of whom never worked", lambda d, a, _: d.competence.sheet(a), "NO_EMPLOYMENT"),
]


@pytest.mark.parametrize(("act", "code"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_what_is_refused_says_why_and_changes_nothing(
    desk: Desk, act: Callable[[Desk, int, int], object], code: str
) -> None:
    make.placement(desk.bank)
    one, other = (make.participant(desk.bank, name=name) for name in ("Bo Prov", "Ada Prov"))
    before = desk.history.steps(100)
    with pytest.raises(Refused) as caught:
        act(desk, one, other)
    assert caught.value.code == code
    assert desk.history.steps(100) == before


def test_what_is_shown_while_the_first_screen_waits_is_logged_once_it_is_on_its_way(desk: Desk) -> None:
    """Also where one waits within another: the disk is asked when the outermost has answered."""

    def listed() -> int:
        return int(value(desk.bank, "select count(*) as n from access_log where what = 'list_people'"))

    make.participant(desk.bank)
    with desk.watching.later():
        with desk.watching.later():
            desk.participants.listing()
        assert listed() == 0
    assert listed() == 1


@pytest.mark.parametrize(
    ("call", "asked"),
    [
        ("booking.book", True),
        ("participants.change", True),
        ("participants.protect", False),
        ("reports.save", False),
        ("cohorts.freeze", False),
        ("keeping.backup", False),
    ],
)
def test_an_act_upon_somebody_protected_asks_for_her_and_sums_and_copies_do_not(call: str, *, asked: bool) -> None:
    assert asks(call) == asked
