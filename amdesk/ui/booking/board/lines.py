"""The board's visible rows: sections, placements and their places, some of them folded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from amdesk.domain.booking.board import BoardSection, Lane, Team

FOLDED_FROM = 30
"""With more placements than this in a section, they begin folded."""


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One row. A section has neither team nor lane; a folded or unfolded placement has no lane; a place has both."""

    section: BoardSection
    team: Team | None = None
    lane: Lane | None = None

    @property
    def key(self) -> str:
        """What stays the same when the board is read again."""
        if self.team is None:
            return self.section.key
        return f"{self.team.id}:{self.lane.number if self.lane else 0}"


def lines_of(sections: Sequence[BoardSection], folded: set[str], unfolded: set[int]) -> list[BoardLine]:
    """Rows in order. `folded` are sections that are shut, `unfolded` are placements that are open."""
    out: list[BoardLine] = []
    for section in sections:
        out.append(BoardLine(section))
        if section.key in folded:
            continue
        for team in section.teams:
            if team.single:
                out.append(BoardLine(section, team, team.lanes[0]))
                continue
            out.append(BoardLine(section, team))
            if team.id in unfolded:
                out += [BoardLine(section, team, lane) for lane in team.lanes]
    return out


def first_unfolded(sections: Sequence[BoardSection]) -> set[int]:
    """Which placements are open at first: all in a small section, the first one in a large one."""
    out: set[int] = set()
    for section in sections:
        teams = [t for t in section.teams if not t.single]
        out |= {t.id for t in (teams if len(teams) <= FOLDED_FROM and section.key != "in_house" else teams[:1])}
    return out
