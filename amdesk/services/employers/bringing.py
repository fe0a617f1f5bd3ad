"""Vacancies that a file brought, compared with the bank and stored as one step; reading twice changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from amdesk.db.bank import reference
from amdesk.db.employers import employers, vacancies
from amdesk.domain.employers.brought import AGAIN, BroughtVacancy, ReadVacancies
from amdesk.domain.employers.employer import checked_org_number
from amdesk.domain.employers.unnamed import said_the_same
from amdesk.domain.employers.vacancy import HeldAgainst, Vacancy, checked_vacancy, occupation_in
from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, Text, text
from amdesk.services.bank.work import Work

Jobs = Sequence[tuple[str, Sequence[str]]]
WITHDRAWN = "withdrawn"
"""Stands in what a source said last where it had withdrawn the vacancy: that alone opens it again when it is back. What somebody
closed or filled here stays so."""
DAYS = ("start", "apply_by")
"""What makes a vacancy of the same title another one, once the former is closed or filled."""


def judged(work: Work, read: ReadVacancies, names: Jobs, districts: Mapping[str, str]) -> ReadVacancies:
    """Each row with what is to become of it. What makes the same vacancy of two rows is the source's id, or else employer and
    title: of such rows the first counts."""
    ssyk, known = _alone_of_group(work), HeldAgainst({}, districts, work.today)
    seen: set[tuple[str, str, str]] = set()
    gone: set[tuple[str, str, str]] = set()
    for row in read.rows:
        _judge(work, read.source, row, (names, ssyk), known)
        key = (
            str(row.values.get("source_id") or ""),
            row.employer.casefold(),
            str(row.values.get("title", "")).casefold(),
        )
        same = (key[0], "", "") if key[0] else key
        if row.outcome in {"new", "changed"} and same in seen:
            row.outcome, row.why = "refused", Text(AGAIN)
        if row.outcome == "removed" and same in gone:
            row.outcome = "same"
        row.again = row.outcome == "same" and same in (gone if row.removed else seen)
        seen.add(same)
        gone |= {same} if row.removed else set()
    return read


def _alone_of_group(work: Work) -> dict[str, str]:
    """The occupation of each SSYK code that one occupation alone has: by it a vacancy's occupation can be told."""
    found: dict[str, list[str]] = {}
    for job in reference.occupations(work.bank):
        found.setdefault(job.ssyk, []).append(job.code)
    return {code: jobs[0] for code, jobs in found.items() if len(jobs) == 1}


def _judge(
    work: Work, source: str, row: BroughtVacancy, jobs: tuple[Jobs, dict[str, str]], held_against: HeldAgainst
) -> None:
    if row.fault is not None:
        row.outcome, row.why = "refused", row.fault
        return
    row.org_number = _org(row)
    known = _known(work, source, row)
    if row.removed:
        last = vacancies.said(work.bank, known.id) if known is not None else {}
        row.outcome = "removed" if known is not None and known.status == "open" and not last.get(WITHDRAWN) else "same"
        return
    values, (names, ssyk) = row.values, jobs
    if not values.get("occupation"):
        values["occupation"] = ssyk.get(str(values.get("ssyk") or "")) or occupation_in(
            str(values.get("title", "")), names
        )
    try:
        if not row.employer:
            raise Refused(text(N_("It names no employer.")), "EMPLOYER")
        row.values = checked_vacancy({"title": "", **values}, held_against)
    except Refused as refused:
        row.outcome, row.why = "refused", refused.text
        return
    if known is None:
        row.outcome = "new"
    else:
        last = vacancies.said(work.bank, known.id)
        differs = any(getattr(known, n) != v for n, v in _moved(row, last).items()) or _is_back(known, last)
        row.outcome = "changed" if differs else "same"


def _is_back(known: Vacancy, last: Mapping[str, object]) -> bool:
    return known.status == "closed" and bool(last.get(WITHDRAWN))


def _written(row: BroughtVacancy) -> dict[str, object]:
    """What the source says of each field, as it is kept beside the vacancy; of what it says nothing, nothing."""
    return {n: str(v) if isinstance(v, date) else v for n, v in row.values.items() if v not in ("", None)}


def _moved(row: BroughtVacancy, last: Mapping[str, object]) -> dict[str, object]:
    """The fields of which the source says something else than it did last: what somebody has changed here since stays."""
    return {n: row.values[n] for n, v in _written(row).items() if not said_the_same(last.get(n), v)}


def _org(row: BroughtVacancy) -> str:
    """An organisation number that is none is left out and told, never refused: it is the vacancy that is wanted."""
    try:
        return checked_org_number(row.org_number)
    except Refused:
        row.no_org_number = True
        return ""


def _known(work: Work, source: str, row: BroughtVacancy) -> Vacancy | None:
    bank = work.bank
    if said := str(row.values.get("source_id") or ""):
        key = vacancies.by_source(bank, source, said)
        return vacancies.vacancy(bank, key) if key is not None else None
    employer = employers.known_as(bank, row.employer, row.org_number)
    if employer is None:
        return None
    each = [vacancies.vacancy(bank, key) for key in vacancies.alike(bank, employer, str(row.values.get("title", "")))]
    return next((v for v in each if v is not None and (v.status == "open" or _once_more(work, source, row, v))), None)


def _once_more(work: Work, source: str, row: BroughtVacancy, over: Vacancy) -> bool:
    """Whether a row is about a vacancy that is over, and not a later one of the same title."""
    last, now = vacancies.said(work.bank, over.id), _written(row)
    return over.source == source and bool(last) and all(last.get(n) == now.get(n) for n in DAYS)


def stored_all(work: Work, read: ReadVacancies, names: Jobs, districts: Mapping[str, str]) -> int:
    """What is new, changed or withdrawn, in one transaction and one undo step; judged once more inside it, so that nothing that
    somebody stored meanwhile stands there twice."""
    bank, count = work.bank, 0
    with bank.write(text(N_("Vacancies read from {file}"), file=read.file)):
        bank.one_at_a_time()
        for row in judged(work, read, names, districts).rows:
            if row.outcome == "new":
                key = vacancies.add(bank, _employer(work, row), {**row.values, "source": read.source})
                vacancies.keep_said(bank, key, _written(row))
            elif row.outcome in {"changed", "removed"}:
                _renew(work, read.source, row)
            else:
                continue
            count += 1
    return count


def _renew(work: Work, source: str, row: BroughtVacancy) -> None:
    """Inside a write(): what the source has changed, withdrawn, or brought back."""
    bank, known = work.bank, _known(work, source, row)
    assert known is not None
    vacancies.hold_vacancy(bank, known.id)
    last = vacancies.said(bank, known.id)
    if row.removed:
        vacancies.change(bank, known.id, {"status": "closed"})
        vacancies.keep_said(bank, known.id, {**last, WITHDRAWN: True})
        return
    vacancies.change(bank, known.id, _moved(row, last) | ({"status": "open"} if _is_back(known, last) else {}))
    now = {n: last[n] if said_the_same(last.get(n), v) else v for n, v in _written(row).items()}
    vacancies.keep_said(bank, known.id, now)


def _employer(work: Work, row: BroughtVacancy) -> int:
    known = employers.known_as(work.bank, row.employer, row.org_number)
    if known is not None:
        return known
    said = {"name": row.employer, "org_number": row.org_number, "manager": ""}
    return employers.add_employer(work.bank, said)
