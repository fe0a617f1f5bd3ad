"""What the commands share. `Call` is the shape of what stands before a command; cli.py fills it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

import click

from amdesk.domain.booking.bookings import Booking
from amdesk.domain.clock import Clock
from amdesk.domain.errors import WrongUse
from amdesk.domain.exchange.leaving import LeavingForms, left_out_text
from amdesk.domain.exchange.secret import checked
from amdesk.domain.texts import N_, text
from amdesk.domain.values import parse_date
from amdesk.i18n import Words
from amdesk.services.bank import files

if TYPE_CHECKING:
    from amdesk.services.desk import Desk


P = ParamSpec("P")
R = TypeVar("R")


class Call(Protocol):
    """What stands before the command."""

    address: str
    lang: str
    clock: Clock
    papers: str

    @property
    def words(self) -> Words: ...
    def ask(self, label: str, variable: str = ..., *, again: bool = False) -> str: ...
    def desk(self, *, make: bool = False) -> AbstractContextManager[Desk]: ...


JSON = "amdesk.json"
"""Where a call remembers that it was asked for JSON, so that an error is said in JSON too."""


def _remember(ctx: click.Context, _param: click.Parameter, value: bool) -> bool:
    ctx.find_root().meta[JSON] = value
    return value


def json_option(command: Callable[P, R]) -> Callable[P, R]:
    said = N_("One JSON document on stdout and nothing else there; of an error its code and its message.")
    return click.option("--json", "as_json", is_flag=True, is_eager=True, callback=_remember, help=said)(command)


REASON = N_("Why a protected person is opened; it is logged. Others need none.")


WHY = "amdesk.why"
"""Where a call remembers the reason that was given with it, for whatever it does."""


def _reason(ctx: click.Context, _param: click.Parameter, value: str) -> str:
    ctx.find_root().meta[WHY] = value
    return value


def why_option(command: Callable[P, R]) -> Callable[P, R]:
    """For what opens one person's data: a protected person is opened for a reason alone."""
    return click.option("--why", default="", metavar="TEXT", callback=_reason, help=REASON)(command)


def act_option(command: Callable[P, R]) -> Callable[P, R]:
    """For what is put to a record: of a protected person whom nobody has opened that day it is stored for a reason alone."""
    said = N_(
        "Why something is done with a protected person whom you have not opened today; it is logged. Others need none."
    )
    return click.option("--why", default="", metavar="TEXT", callback=_reason, expose_value=False, help=said)(command)


LOCK = N_("Locks the file by a password, which is asked for, or read from AMDESK_FILE_PASSWORD.")


def out_option(
    *endings: str,
    required: bool = False,
    help: str = "",  # noqa: A002 - as click calls it
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """For the file that a command writes, which ends in one of these: another is refused before anything is done."""

    def checked_path(_ctx: click.Context, _param: click.Parameter, path: Path | None) -> Path | None:
        if path is not None:
            files.ended(path, *endings)
        return path

    kind = click.Path(path_type=Path)
    return click.option("--out", "path", type=kind, callback=checked_path, required=required, help=help)


def password_option(command: Callable[P, R]) -> Callable[P, R]:
    """For a file that leaves. The password itself is never an argument: those are seen by whoever lists what runs."""
    return click.option("--password", "lock", is_flag=True, help=LOCK)(command)


def file_password(call: Call, *, wanted: bool) -> str:
    """The password of a file; "" where none is wanted. Raises Refused where it cannot be one, and WrongUse where nobody can be
    asked."""
    if not wanted:
        return ""
    given = os.environ.get("AMDESK_FILE_PASSWORD")
    if given is None and not sys.stdin.isatty():
        raise WrongUse(
            text(N_("The file's password is asked for in a terminal. Set AMDESK_FILE_PASSWORD where there is none."))
        )
    said = call.ask(N_("Password of the file"), again=True) if given is None else given
    if not said:
        raise WrongUse(text(N_("The password is empty. Write one, or leave out --password.")))
    return checked(said)


def a_date(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    """A date option, written as in a list (values.parse_date). Raises WrongUse."""
    if value is None:
        return None
    with suppress(ValueError, OverflowError):
        found, serial = parse_date(value)
        if not serial:
            return found
    raise WrongUse(text(N_("{said} is no date. Write it as 2026-12-07."), said=value))


def date_option(
    *names: str,
    required: bool = False,
    help: str = "",  # noqa: A002 - as click calls it
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    return click.option(*names, callback=a_date, metavar="YYYY-MM-DD", required=required, help=help)


def put(document: object) -> None:
    """One JSON document on stdout."""
    click.echo(printable(json.dumps(document, ensure_ascii=False, indent=1, default=str)))


def tell_forms(call: Call, forms: LeavingForms, *, as_json: bool) -> None:
    """What forms to fill in would leave, for whom, and that nothing was written."""
    t = call.words
    if as_json:
        put(
            {
                "whom": [{"name": t.say(name.text), "count": count} for name, count in forms.whom],
                "asks": [t(one) for one in forms.asks],
                "left_out": forms.left_out,
            }
        )
        return
    for name, count in forms.whom:
        click.echo(f"{t.say(name.text)}\t{count}")
    click.echo(", ".join(t(one) for one in forms.asks))
    if forms.left_out:
        click.echo(t.say(left_out_text(forms.left_out)))
    click.echo(t(N_("Nothing was written.")))


def printable(said: str) -> str:
    """Text that any terminal and pipe takes: a file's name may hold bytes that are no letters."""
    return said.encode("utf-8", "backslashreplace").decode()


def booking_document(b: Booking) -> dict[str, object]:
    """A booking as every command reports it; people and places by number.

    A protected person's row says whose it is and never where, since the workplace tells where she is every day, nor from when to
    when, since the board tells which place that is; the number stays because it is what the steps of a booking are taken for.
    """
    hidden = b.placement_number.hidden
    return {
        "ref": b.ref,
        "participant": b.participant_number,
        "placement": None if hidden else b.placement_number.seen,
        "from": None if hidden else b.from_date.isoformat(),
        "to": None if hidden else b.to_date.isoformat(),
        "extent": None if hidden else b.extent,
        "status": b.status,
        "expires": b.expires_on.isoformat() if b.expires_on and not hidden else None,
        "reason": b.reason,
        "despite": None if hidden else b.despite,
    }
