"""Vacancies that a file brought, compared with the bank and stored as one step; reading twice changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from amdesk.db.bank import reference
from amdesk.db.employers import employers, vacancies
from amdesk.domain.employers.brought import BroughtVacancy, ReadVacancies
from amdesk.domain.employers.employer import checked_org_number
from amdesk.domain.employers.vacancy import Vacancy, checked_vacancy, occupation_in
from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, text
from amdesk.services.bank.work import Work

Jobs = Sequence[tuple[str, Sequence[str]]]


def judged(work: Work, read: ReadVacancies, names: Jobs) -> ReadVacancies:
    """Each row with what is to become of it. What makes the same vacancy of two rows is the source's id, or else employer and
    title: of such rows the first counts."""
    ssyk = _alone_of_group(work)
    seen: set[tuple[str, str, str]] = set()
    for row in read.rows:
        _judge(work, read.source, row, names, ssyk)
        key = (
            str(row.values.get("source_id") or ""),
            row.employer.casefold(),
            str(row.values.get("title", "")).casefold(),
        )
        same = (key[0], "", "") if key[0] else key
        if row.outcome in {"new", "changed"} and same in seen:
            row.outcome, row.why = "refused", text(N_("The same vacancy stands further up in the file."))
        seen.add(same)
    return read


def _alone_of_group(work: Work) -> dict[str, str]:
    """The occupation of each SSYK code that one occupation alone has: by it a vacancy's occupation can be told."""
    found: dict[str, list[str]] = {}
    for job in reference.occupations(work.bank):
        found.setdefault(job.ssyk, []).append(job.code)
    return {code: jobs[0] for code, jobs in found.items() if len(jobs) == 1}


def _judge(work: Work, source: str, row: BroughtVacancy, names: Jobs, ssyk: dict[str, str]) -> None:
    known = _known(work, source, row)
    if row.removed:
        row.outcome = "removed" if known is not None and known.status == "open" else "same"
        return
    values = row.values
    if not values.get("occupation"):
        values["occupation"] = ssyk.get(str(values.get("ssyk") or "")) or occupation_in(
            str(values.get("title", "")), names
        )
    try:
        if not row.employer:
            raise Refused(text(N_("It names no employer.")), "EMPLOYER")
        row.org_number = _org(row)
        row.values = checked_vacancy({"title": "", **values}, {})
    except Refused as refused:
        row.outcome, row.why = "refused", refused.text
        return
    if known is None:
        row.outcome = "new"
    else:
        moved = _moved(row, vacancies.said(work.bank, known.id))
        differs = any(getattr(known, n) != v for n, v in moved.items()) or known.status == "closed"
        row.outcome = "changed" if differs else "same"


def _written(row: BroughtVacancy) -> dict[str, object]:
    """What the source says of each field, as it is kept beside the vacancy; of what it says nothing, nothing."""
    return {n: str(v) if isinstance(v, date) else v for n, v in row.values.items() if v not in ("", None)}


def _moved(row: BroughtVacancy, last: Mapping[str, object]) -> dict[str, object]:
    """The fields of which the source says something else than it did last: what somebody has changed here since stays."""
    return {n: row.values[n] for n, v in _written(row).items() if last.get(n) != v}


def _org(row: BroughtVacancy) -> str:
    """An organisation number that is none is left out and told, never refused: it is the vacancy that is wanted."""
    try:
        return checked_org_number(row.org_number)
    except Refused:
        row.unread.append(("org_number", "–"))
        return ""


def _known(work: Work, source: str, row: BroughtVacancy) -> Vacancy | None:
    bank, key = work.bank, None
    if said := str(row.values.get("source_id") or ""):
        key = vacancies.by_source(bank, source, said)
    elif (employer := employers.known_as(bank, row.employer, "")) is not None:
        key = vacancies.alike(bank, employer, str(row.values.get("title", "")))
    return vacancies.vacancy(bank, key) if key is not None else None


def stored_all(work: Work, read: ReadVacancies, names: Jobs) -> int:
    """What is new, changed or withdrawn, in one transaction and one undo step; judged once more inside it, so that nothing that
    somebody stored meanwhile stands there twice."""
    bank, count = work.bank, 0
    with bank.write(text(N_("Vacancies read from {file}"), file=read.file)):
        bank.one_at_a_time()
        for row in judged(work, read, names).rows:
            if row.outcome == "new":
                key = vacancies.add(bank, _employer(work, row), {**row.values, "source": read.source})
                vacancies.keep_said(bank, key, _written(row))
            elif row.outcome in {"changed", "removed"}:
                known = _known(work, read.source, row)
                assert known is not None
                vacancies.hold_vacancy(bank, known.id)
                if row.outcome == "removed":
                    vacancies.change(bank, known.id, {"status": "closed"})
                else:
                    moved = _moved(row, vacancies.said(bank, known.id))
                    vacancies.change(bank, known.id, {**moved, "status": "open"})
                    vacancies.keep_said(bank, known.id, _written(row))
            else:
                continue
            count += 1
    return count


def _employer(work: Work, row: BroughtVacancy) -> int:
    known = employers.known_as(work.bank, row.employer, row.org_number)
    if known is not None:
        return known
    said = {"name": row.employer, "org_number": row.org_number, "manager": ""}
    return employers.add_employer(work.bank, said)
