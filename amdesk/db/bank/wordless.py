"""Taking words from the log where the rows they were of are erased: the chain of seals is told, so that it holds without them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from amdesk.db.bank.access_log import log_read
from amdesk.db.engine import chain
from amdesk.db.port import Bank


@contextmanager
def erasing(bank: Bank) -> Iterator[None]:
    """Within a write(): what is to go is sealed while it is there, and the log says afterwards which of its rows lost their words."""
    chain.seal(bank)
    sealed = chain.emptied(bank)
    with bank.erasing():
        yield
    if lost := chain.witness(bank, sealed):
        log_read(bank, chain.ERASED, None, lost)


def forget(bank: Bank, audits: str, of: Mapping[str, object] | None = None) -> None:
    """Take what the log kept of the rows of the audit that a query finds, before they are erased themselves. The steps that touched
    them cannot be undone any more."""
    steps = f"select step_id from audit where id in ({audits})"
    for statement in (
        f"update step set undoable = 0 where id in ({steps})",
        f"update seal_row set salt = '' where tbl = 'step' and row_id in ({steps})",
        f"update seal_row set salt = '' where tbl = 'audit' and row_id in ({audits})",
        f"delete from audit_value where audit_id in ({audits})",
    ):
        bank.execute(statement, of or {})
