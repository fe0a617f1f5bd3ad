"""What is copied out of the results: the report for others than the unit as text, and when a picture may go with it."""

from __future__ import annotations

from collections.abc import Iterable

from amdesk.domain.results import words as shown
from amdesk.domain.results.figures import Figure
from amdesk.domain.results.outcomes import Result
from amdesk.domain.results.report import AUDIENCES, Report
from amdesk.i18n import Words
from amdesk.services.results.layer import EARLIER
from amdesk.services.results.sections import BOUND, GENDER_GROUPS, HOST_GROUPS


def told_text(t: Words, made: Report) -> str:
    """The tables with tabs, for a spreadsheet, and the sentences; of whom, for whom and what is withheld stands there too."""
    lines = [t.say(made.title), t(AUDIENCES[made.audience])]
    for section in made.sections:
        if section.figures:
            lines += ["", "\t".join([t.say(section.title), *(t.say(h) for h in section.heads())])]
            lines += ["\t".join([t.say(said), *(shown.cell(f, t.lang) for f in row)]) for said, row in section.grid()]
        lines += [t.say(s.text) for s in section.sentences]
    return "\n".join([*lines, "", *(t.say(n) for n in made.notes)])


def all_told(made: Report, now: Result, drawn: Iterable[Figure]) -> bool:
    """Whether a picture of these figures, and of the headline's and the table's, tells nothing that the report keeps back: each
    stands in it as it is drawn, in the same column. Also the share of the other ruler, of the other period, and of those lost."""
    sizes = {g: now.figure(f"reached_day90.{g}").count for g in {*HOST_GROUPS, *GENDER_GROUPS}}
    table = [f for f in now.figures if sizes[f.id.split(".")[1]]]
    by_id = {f.id: (f.count, f.base) for f in made.figures()}
    figures = [*table, *drawn, now.figure("kolada_work_or_studies.all")]
    return {EARLIER, *BOUND} <= made.shown and all(by_id.get(f.id) == (f.count, f.base) for f in figures if f.base)


def with_the_units(t: Words, said: str, made: Report) -> str:
    """A word on what was given out, and under it what only the unit is told of it: what cannot be taken back, and what is lost by
    how often reports are given out."""
    return "\n".join([said, *(t.say(more) for more in made.for_the_unit())])
