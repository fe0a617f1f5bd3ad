"""What each row of a list says and how it stands: the words of its cells, beside what the bank has."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from amdesk.domain.exchange.differences import RowDifference
from amdesk.domain.people.identity import masked
from amdesk.domain.values import squash
from amdesk.i18n import Words
from amdesk.services.exchange.columns import cell_of
from amdesk.services.exchange.imports import RowOutcome
from amdesk.services.exchange.messages import message
from amdesk.services.exchange.rereading import LookedAt
from amdesk.services.exchange.shown import TouchedCell
from amdesk.services.exchange.whose import field_label
from amdesk.ui.exchange import cells
from amdesk.ui.exchange.cells import CellSaid, PartSaid
from amdesk.ui.exchange.kinds import tells_who
from amdesk.ui.exchange.list import RowWord
from amdesk.ui.exchange.standing import row_state
from amdesk.ui.kit.theme import Theme

FIRST_FIELDS = {
    "placements": ("name", "occupation", "places", "supervisor"),
    "employments": ("name", "identity", "occupation", "from_date"),
    "participants": ("name", "identity", "wishes", "extent", "available_from", "language"),
    "followups": ("identity", "ended", "reason", "status"),
    "payments": ("identity", "month", "amount"),
    "measures": ("identity", "name", "from_date", "to_date"),
}
"""Columns that stand first; whatever else the file has follows."""
DOTS = "••••"
"""Instead of what a protected person's row holds; the number of the row finds it in the file."""
MASKED = ("DUPLICATE", "NOT_PARTICIPANT")
"""Refused rows whose number nobody has to mend, so it is not shown."""
LONG_CHANGE = 20
"""Characters of what goes and what comes, with which a change may want two lines."""


class RowsSaid:
    """The rows of a file that is looked at; made anew for each. `left` are those that somebody leaves to the work list; `dotted`
    while names are hidden."""

    def __init__(self, t: Words, theme: Theme, look: LookedAt, left: Collection[int], *, dotted: bool = False) -> None:
        self.t, self.theme, self.look, self.left, self.dotted = t, theme, look, left, dotted
        self._raw = {
            r.number: {f: "" if v is None else squash(str(v)) for f, v in r.cells.items()} for r in look.staged.rows
        }
        self._states: dict[int, RowWord] = {}
        self._touched: dict[int, dict[str, TouchedCell]] = {}
        self.fields = self._fields()

    def _fields(self) -> tuple[str, ...]:
        """Fields of the columns: every one that the file has, and those in which a row is to be mended or changes."""
        review = self.look.review
        if review is None:
            return ()
        mapped = set(review.staged.mapping.values())
        if mapped & {"first_name", "last_name"}:
            mapped = (mapped | {"name"}) - {"first_name", "last_name"}
        more = {o.column for o in review.outcomes if o.outcome == "rejected"}
        kind = review.staged.kind.name
        more |= {cell_of(kind, d.field) for o in review.outcomes for d in o.differences}
        known = [f.name for f in review.staged.kind.fields]
        first = FIRST_FIELDS[review.staged.kind.name]
        return tuple(dict.fromkeys(f for f in (*first, *known) if f in known and f in mapped | more))

    def raw(self, number: int, field: str) -> str:
        """The cell as the file has it."""
        return self._raw.get(number, {}).get(field, "")

    def place(self, outcome: RowOutcome) -> str:
        """The row as its sheet numbers it, with the sheet where several are read."""
        sheet, row = self.look.staged.place(outcome.row)
        return f"{DOTS if self.dotted and sheet else sheet} {row}".strip()

    def hides(self, field: str) -> bool:
        """Whether what a field says is not to be seen now, of nobody."""
        return self.dotted and tells_who(self.look.staged.kind.name, field)

    def said(self, outcome: RowOutcome, field: str) -> CellSaid:
        found = self._said(outcome, field)
        if not self.hides(field):
            return found
        parts = tuple(p._replace(before=p.before and DOTS, after=p.after and DOTS) for p in found.parts)
        return found._replace(
            plain=found.plain and DOTS, ours="", as_words=False, parts=parts, stays=found.stays and DOTS
        )

    def _said(self, outcome: RowOutcome, field: str) -> CellSaid:
        plain = self._plain(outcome, field)
        if (touched := self._cells(outcome).get(field)) is not None and (found := self._touches(plain, touched)):
            return found
        ours = self.look.ours.get(outcome.row, {}).get(field) if not outcome.protected else None
        if ours is None:
            return CellSaid(plain)
        if ours.as_words:
            kept, value = self.t("as words"), self.t.show(ours.value)
            return CellSaid(plain, kept if value == squash(plain) else f"{value} · {kept}", as_words=True)
        return CellSaid(plain, self.t.show(ours.value))

    def _cells(self, outcome: RowOutcome) -> Mapping[str, TouchedCell]:
        """What the row touches of the bank, by cell."""
        if outcome.outcome != "accepted" or not (outcome.differences or outcome.stays):
            return {}
        if outcome.row not in self._touched:
            kind = self.look.staged.kind.name
            self._touched[outcome.row] = self.look.telling.cells(kind, outcome)
        return self._touched[outcome.row]

    def _touches(self, plain: str, cell: TouchedCell) -> CellSaid | None:
        t = self.t
        kept = t("empty in the file: kept")
        parts = tuple(
            PartSaid(
                p.one,
                ", ".join(map(t.show, p.before)),
                ", ".join(map(t.show, p.after)) or (t("empty") if p.one.kind == "EMPTIED" else ""),
                kept if p.one.kind == "EMPTIED" else "",
                p.locked,
            )
            for p in cell.parts
        )
        stays = ", ".join(map(t.show, cell.stays))
        if not parts and plain.strip():
            return None
        return CellSaid(plain, parts=parts, stays=stays, kept="" if parts else kept)

    def _plain(self, outcome: RowOutcome, field: str) -> str:
        if outcome.protected:
            return DOTS
        if field == "identity" and outcome.said.identity:
            return masked(outcome.said.identity.number)
        found = self.raw(outcome.row, field)
        return f"{found[:8]}-{DOTS}" if field == "identity" and outcome.reason in MASKED else found

    def high(self, outcome: RowOutcome) -> bool:
        """Whether a change of the row stands on two lines."""
        kind = self.look.staged.kind.name
        wide = {cell_of(kind, d.field) for d in outcome.differences if len(d.before) + len(d.after) > LONG_CHANGE}
        return any(cells.two_lines(self.theme, p) for f in wide & {*self.fields} for p in self.said(outcome, f).parts)

    def state(self, outcome: RowOutcome) -> RowWord:
        found = self._states.get(outcome.row)
        if found is None:
            found = self._states[outcome.row] = row_state(self.t, outcome, self._label, left=outcome.row in self.left)
        return found

    def _label(self, one: RowDifference) -> str:
        return self.t.say(field_label(self.look.staged, one.field))

    def remark(self, outcome: RowOutcome) -> str:
        state = self.state(outcome)
        if state.sentence:
            return state.sentence
        codes = (*outcome.warnings, *filter(None, [outcome.reason]))
        said = [message(code, self.t.lang, outcome.column) for code in codes]
        return "; ".join([*map(self.t.say, outcome.findings), *said])

    def judge_anew(self, row: int | None = None) -> None:
        """How rows stand is worked out anew: of one, or of all."""
        if row is None:
            self._states.clear()
        else:
            self._states.pop(row, None)
