"""A frozen report: its words and figures as they were on one day, without anybody in it, and a salted hash over all of it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from amdesk.domain.results.disclosure import DEFINING, SHARED_UNDER, small
from amdesk.domain.results.figures import percent
from amdesk.domain.results.releases import CountedRow
from amdesk.domain.results.report import Report, Say
from amdesk.domain.texts import N_

REPORT_KINDS = {
    "followup": N_("Result 90 days after the employment"),
    "committee": N_("Report to the committee"),
    "cohort": N_("Cohort"),
    "savings": N_("Savings ledger"),
}
"""What kinds of report can be frozen."""


@dataclass(frozen=True, slots=True)
class FrozenFigure:
    """A figure as it was frozen; `base` is None for a number that is no share."""

    id: str
    label: str
    count: int | None
    base: int | None

    @property
    def percent(self) -> int | None:
        return None if self.count is None or self.base is None else percent(self.count, self.base)

    @property
    def of_few(self) -> bool:
        """Whether fewer than five are counted or left, or all or none of fewer than twenty; of how many a group is, the first alone."""
        if self.count is None or self.base is None:
            return False
        if self.id.partition(".")[0] in DEFINING:
            return small(self.count)
        return any(small(n) for n in (self.count, self.base, self.base - self.count)) or (
            self.base < SHARED_UNDER and self.count in {0, self.base}
        )

    @property
    def said(self) -> str:
        """68 %, or the count where there is no share."""
        share = self.percent
        return "–" if self.count is None else f"{share} %" if share is not None else str(self.count)


@dataclass(frozen=True, slots=True)
class FrozenReport:
    """`document` is the report as JSON by language, `counted` how many rows had each combination of facts; both as they were written,
    since the hash is over the letters."""

    number: str
    kind: str
    first: date
    last: date
    on: date
    by: str
    occupation: str
    department: str
    document: str
    counted: str
    salt: str
    commitment: str

    @property
    def whole(self) -> bool:
        """Of the unit, and not of one occupation or department."""
        return not self.occupation and not self.department

    @property
    def digest(self) -> str:
        """The first eight characters of the hash, to be told apart by."""
        return f"{self.commitment[:4]} {self.commitment[4:8]}"

    @property
    def unchanged(self) -> bool:
        """Whether the hash still is that of number, period, words and rows."""
        return self.sealed() == self.commitment

    def sealed(self) -> str:
        """SHA-256 of the salt and everything that the report says of itself, in this order, with a line break between."""
        parts = (
            self.salt, self.number, self.kind, self.first.isoformat(), self.last.isoformat(), self.on.isoformat(),
            self.occupation, self.department, self.document, self.counted,
        )  # fmt: skip
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def said(self, lang: str) -> Mapping[str, Any]:  # type: ignore[explicit-any]  # JSON of each kind of report
        """The report as JSON, as it was worded in a language."""
        found: dict[str, Mapping[str, Any]] = json.loads(self.document)  # type: ignore[explicit-any]  # the same
        return found.get(lang) or found["sv"]

    def figures(self, lang: str) -> list[FrozenFigure]:
        """Every figure with its name in a language."""
        return [FrozenFigure(f["id"], f["label"], f["count"], f["base"]) for f in self.said(lang)["figures"]]

    def figure(self, ident: str, lang: str) -> FrozenFigure | None:
        return next((f for f in self.figures(lang) if f.id == ident), None)


def anonymous(rows: Sequence[CountedRow]) -> str:
    """How many rows of each set had the same facts, as JSON: no keys, no persons, no days."""
    counted = Counter((r.counts, r.facts) for r in rows)
    return json.dumps([[name, list(facts), n] for (name, facts), n in sorted(counted.items())], ensure_ascii=False)


def shortened(report: Report, say: Say) -> dict[str, object]:
    """A report as JSON with each definition once, beside the terms that it defines, and not with every figure."""
    found = report.document(say)
    for name in ("figures", "facts"):
        for one in found[name]:  # type: ignore[attr-defined]  # lists of figures and facts, as Report.document has them
            one.pop("definition")
    defined = [{"terms": [say(t) for t in terms], "definition": say(said)} for terms, said in report.terms()]
    return found | {"definitions": defined}


def worded(by_language: Mapping[str, Callable[[], Mapping[str, object]]]) -> str:
    """The report in each language as one JSON text."""
    return json.dumps({lang: said() for lang, said in by_language.items()}, ensure_ascii=False)
