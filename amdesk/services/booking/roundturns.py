"""The queues that a round respects, read from the bank."""

from __future__ import annotations

from collections.abc import Collection

from amdesk.db.booking import queue as db
from amdesk.db.booking import there
from amdesk.domain.booking.turns import RoundTurns
from amdesk.services.bank.work import Work
from amdesk.services.booking.queueing import Queues


def round_turns(work: Work, people: Collection[int], placements: Collection[int]) -> RoundTurns:
    """What the queues to these placements say of a round about these people."""
    bank = work.bank
    if not there.any_queue(bank):
        return RoundTurns()
    queue = [w for w in db.waiting(bank) if w.placement_id in placements and not w.restricted]
    now = {key: db.state(bank, key, work.today) for key in {w.placement_id for w in queue if w.no_about}}
    noes = {(w.participant_id, w.placement_id) for w in queue if w.no_about and w.no_about == now[w.placement_id]}
    queues: dict[int, list[int]] = {}
    for w in queue:
        if w.participant_id in people and (w.participant_id, w.placement_id) not in noes:
            queues.setdefault(w.placement_id, []).append(w.participant_id)
    others = []
    if any(w.participant_id not in people for w in queue):
        turns = [t for t in Queues(work).turns() if t.place.placement_id in placements]
        others = [(t.place.placement_id, t.first) for t in turns if t.place.participant_id not in people]
    return RoundTurns(queues, frozenset(noes), others)
