"""What the demo city improves and has promised: frozen reports of each month, workshops, actions, recommendations and their evidence.

The reviews are invented; their subjects are those of every city that answers for its labour-market employments.
"""

from __future__ import annotations

import random
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from amdesk.db.port import Bank
from amdesk.db.results import frozen, improving
from amdesk.demo.guidance import HEAD_OF_UNIT
from amdesk.demo.results import own_uids
from amdesk.domain.clock import Clock
from amdesk.domain.results.improving import DONE, PLANNED, RUNNING
from amdesk.domain.results.reviewing import DOCUMENT, GUIDANCE, REPORT
from amdesk.domain.texts import N_, text
from amdesk.domain.values import add_months
from amdesk.services.bank.work import Work
from amdesk.services.results.frozen import made
from amdesk.services.results.reports import Reports

MONTHS = 10
"""So many months back each month's report was frozen."""


@dataclass(frozen=True, slots=True)
class DemoAction:
    """An action; days are months from the first of this month, with days added."""

    title: str
    what: str
    owner: str
    begins: int
    due: tuple[int, int]
    state: str
    figure: str
    caution: str
    steps: tuple[tuple[str, str, int | None], ...] = ()
    workshop: int | None = None


ACTIONS = (
    DemoAction(
        "Läget dag 90 ska vara känt",
        "Den som avslutas får veta att vi hör av oss, och lämnar ett nummer som gäller om tre månader.",
        "Ingrid Skissander", -5, (2, 30), RUNNING, "situation_not_known.all",
        "Grupperna är små, och fler har fått telefon genom fritt val. Minskningen kan inte tillskrivas bara åtgärden.",
        (
            ("Frågan om nummer i slutsamtalet", "Ingrid", -5), ("Två försök på olika tider", "Jamila", -4),
            ("Rutinen med i handboken", "Ingrid", -1), ("Samma för externa platser", "Camilla", None), ("Ny mätning och nytt beslut", "Ingrid", None),
        ),
        0,
    ),
    DemoAction(
        "Första dagen: någon möter", "Varje lag har en namngiven person som möter den första dagen.",
        "Camilla Försöksmark", -3, (-1, 14), RUNNING, "", "", (("Lista över vem som möter", "Camilla", -2), ("Alla lag har svarat", "Camilla", None)), 0,
    ),
    DemoAction(
        "Yrkessvenska i köken", "Modulen läggs på arbetsplatsen, två timmar i veckan på arbetstid.",
        "Hamid Låtsasson", -7, (1, 17), RUNNING, "work_or_studies.all",
        "Vem som avslutas en månad beror mest på vilka som började ett år före. En månad säger lite; se på minst sex.",
        (("Lokal i två kök", "Hamid", -6), ("Lärare bokad", "Hamid", -5), ("Utvärdering med arbetsledarna", "Hamid", None)), 1,
    ),
    DemoAction(
        "Överlämning på en sida", "När en handläggare slutar får den som tar över en sida om varje person.",
        "Idris Testgren", 1, (2, 14), PLANNED, "", "", (), None,
    ),
    DemoAction(
        "Alla nås dag 90", "Uppföljningen av dag 90 görs av två som turas om, och inte av den som har tid.",
        HEAD_OF_UNIT, -9, (-4, 20), DONE, "contacted.all", "Andelen var hög redan innan, och kan inte bli mycket högre.",
        (("Schema för två", "Ingrid", -9), ("Påminnelse i dagens lista", "Jamila", -8)), None,
    ),
)  # fmt: skip
WORKSHOPS = (
    (-6, 11, "Hur fler går till arbete eller studier", "14 arbetsledare, 2 handläggare, 1 chef", "”Vi får frågan om intyg sista veckan, och då hinner vi inte prata med deltagaren först.”\nSex av fjorton lag tog upp det."),
    (-8, 18, "Svenska på arbetsplatsen", "9 arbetsledare, 3 lärare", "Orden som behövs i köket är inte de som står i läroboken."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemoRecommendation:
    """A recommendation with its answer; days are months from the first of this month."""

    review: str
    position: int
    title: str
    words: str
    received: int
    due: tuple[int, int]
    answered: int | None
    answer: str
    not_shown: str
    actions: tuple[int, ...]
    evidence: tuple[tuple[str, str, str], ...]


CITY, BOARD = "Stadsrevisionen", "Nämnden"
RECOMMENDATIONS = (
    DemoRecommendation(
        CITY, 1, "Visa vilket värde anställningarna skapar",
        "Nämnden bör visa på vilket sätt anställningarna skapar värde, både för den egna verksamheten och för den enskilde.",
        -21, (-17, 14), -18,
        "Värdet för den enskilde visas i rapporten till nämnden: höjda färdigheter, genomförda moduler och vad som hänt 90 dagar efter.\nVärdet för verksamheten visas som utförd service i heltidsdagar.",
        "Vad anställningen betyder för hälsa och nätverk mäts inte.", (2,),
        (("sum", "skills", ""), (DOCUMENT, "Protokoll § 41, nämnden", "Nytt stående inslag i rapporten till nämnden")),
    ),
    DemoRecommendation(
        CITY, 2, "Följ upp resultatet i fasta former",
        "Nämnden bör se till att det finns former för att följa upp resultatet av anställningarna, för den enskilde och sammantaget.",
        -21, (1, 14), None,
        "ANSWER", "Om en annan insats hade gett samma resultat är inte undersökt. Den som har flyttat från staden nås sällan.", (0, 4),
        (("sum", "contacted.all", ""), ("before", "contacted.all", ""), (GUIDANCE, "outcome 1", "Vägledning om uppföljning dag 90, version 1")),
    ),
    DemoRecommendation(
        CITY, 3, "Särskilj anställningarna i uppföljningen",
        "Nämnden bör särskilja arbetsmarknadsanställningarna från andra insatser i det som redovisas.",
        -21, (-17, 14), -18, "Rapporten till nämnden räknar bara arbetsmarknadsanställningar. Andra insatser redovisas för sig.", "", (), ((DOCUMENT, "Protokoll § 41, nämnden", "Beslut om rapportens innehåll"),),
    ),
    DemoRecommendation(
        BOARD, 1, "Intyg till alla som slutar",
        "Förvaltningen ska se till att den som slutar har ett kompetensintyg med sig.",
        -4, (1, 14), None, "", "", (1,), (),
    ),
)  # fmt: skip


def populate(bank: Bank, today: date, seed: int) -> None:
    """Fill in what is improved and promised, with uids and salts of their own, so that the rest of the city stays as it is."""
    dice = random.Random(seed + 3)  # noqa: S311 - repeatable on purpose
    first = today.replace(day=1)
    with own_uids(bank, seed + 3), bank.write(text(N_("Improvement in the demo city")), undoable=False):
        numbers = _freeze(bank, today, dice)
        shops = [_workshop(bank, first, one) for one in WORKSHOPS]
        actions = [_action(bank, first, one, shops) for one in ACTIONS]
        for one in RECOMMENDATIONS:
            _recommendation(bank, first, one, actions, numbers)


def _day(first: date, months: int, days: int = 0) -> date:
    return add_months(first, months) + timedelta(days)


def _freeze(bank: Bank, today: date, dice: random.Random) -> dict[str, str]:
    """A report of each month, on the second of the next; and of the year so far and the same months the year before."""
    reports = Reports(Work(bank, Clock(today)))
    first, out = today.replace(day=1), {}
    for back in range(MONTHS, 0, -1):
        begins = add_months(first, -back)
        last = begins.replace(day=monthrange(begins.year, begins.month)[1])
        _keep(bank, reports, begins, last, _day(last, 0, 2), dice)
    last = first - timedelta(1)
    for name, years in (("before", 1), ("sum", 0)):
        begins, ends = date(last.year - years, 1, 1), add_months(last, -12 * years)
        out[name] = _keep(bank, reports, begins, ends, _day(last, 0, 3), dice)
    return out


def _keep(bank: Bank, reports: Reports, first: date, last: date, on: date, dice: random.Random) -> str:
    number = frozen.next_number(bank, on.year)
    salt = f"{dice.getrandbits(256):064x}"
    frozen.add(bank, made(reports.followup(first, last), number, on, HEAD_OF_UNIT, salt))
    return number


def _workshop(bank: Bank, first: date, one: tuple[int, int, str, str, str]) -> int:
    months, days, title, roles, words = one
    ref = improving.next_ref(bank, "workshop", "W")
    values = {"ref": ref, "on_date": _day(first, months, days), "title": title, "roles": roles, "words": words}
    return improving.add(bank, "workshop", values)


def _action(bank: Bank, first: date, one: DemoAction, shops: list[int]) -> int:
    ref = improving.next_ref(bank, "improvement", "A")
    due = _day(first, *one.due)
    values = {
        "ref": ref, "title": one.title, "what": one.what, "owner": one.owner, "begins": _day(first, one.begins), "due": due, "state": one.state,
        "report": "followup" if one.figure else "", "figure": one.figure, "caution": one.caution,
        "workshop_id": None if one.workshop is None else shops[one.workshop], "done_on": due if one.state == DONE else None,
    }  # fmt: skip
    key = improving.add(bank, "improvement", values)
    for i, (title, who, done) in enumerate(one.steps):
        day = _day(first, done, 6 + i) if done is not None else None
        step = {
            "improvement_id": key,
            "title": title,
            "who": who,
            "due": day or due - timedelta(20 - 5 * i),
            "done_on": day,
        }
        improving.add(bank, "improvement_step", step)
    return key


def _recommendation(
    bank: Bank, first: date, one: DemoRecommendation, actions: list[int], numbers: dict[str, str]
) -> None:
    received = _day(first, one.received, 2)
    ref = improving.next_ref(bank, "recommendation", "R")
    review = f"{received.year}-{received.month:02}"
    values = {
        "ref": ref, "reviewer": one.review, "review": review, "position": one.position, "title": one.title, "words": one.words,
        "record": f"ASN-{received.year}-15519", "received": received, "due": _day(first, *one.due),
        "answer": _year_said(bank, numbers) if one.answer == "ANSWER" else one.answer, "not_shown": one.not_shown,
        "answered_on": None if one.answered is None else _day(first, one.answered, 9), "followed_on": None,
    }  # fmt: skip
    key = improving.add(bank, "recommendation", values)
    for i in one.actions:
        improving.add(bank, "recommendation_action", {"recommendation_id": key, "improvement_id": actions[i]})
    for kind, reference, said in one.evidence:
        shown = {"recommendation_id": key, **_shown(bank, numbers, kind, reference, said)}
        improving.add(bank, "evidence", shown | {"added_on": _day(first, -1, 4)})


def _shown(bank: Bank, numbers: dict[str, str], kind: str, reference: str, said: str) -> dict[str, str]:
    if kind not in numbers:
        return {"kind": kind, "reference": reference, "said": said}
    number = numbers[kind]
    found = frozen.of(bank, number)
    figure = found.figure(reference, "sv") if found else None
    if found is None or figure is None:
        return {"kind": REPORT, "reference": number, "said": "Resultat 90 dagar efter anställningen"}
    period = f"{found.first} – {found.last}"
    return {"kind": REPORT, "reference": f"{number} {reference}", "said": f"{figure.label}, {period}"}


def _year_said(bank: Bank, numbers: dict[str, str]) -> str:
    """The answer with the figures of the frozen reports that it rests on."""
    lines = []
    for name in ("sum", "before"):
        found = frozen.of(bank, numbers[name])
        figure = found.figure("contacted.all", "sv") if found else None
        if found and figure and figure.base:
            lines.append(
                f"{found.first.year} nådde {figure.base} personer dag 90 till och med {found.last}. Vi fick svar av {figure.count} av dem, {figure.percent} %."
            )
    return "\n".join(
        [*lines, "Vad som hänt efter 90 dagar följs upp för var och en, och redovisas varje månad för nämnden."]
    )
