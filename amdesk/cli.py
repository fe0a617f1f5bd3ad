"""The command line: the same Desk as the window, and no Qt. Exit codes: 0 done, 1 refused by a rule, 2 wrong use,
3 the file given cannot be used, 4 the bank cannot be used."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from amdesk import __version__
from amdesk.commands.common import JSON, WHY, a_date, printable, put
from amdesk.commands.helping import Writer, told
from amdesk.commands.refusals import translated, usage
from amdesk.domain.clock import Clock
from amdesk.domain.errors import UNOPENED, AmdeskError, BadFile, BankUnusable, WrongUse
from amdesk.domain.texts import N_, Text, text
from amdesk.i18n import LANGUAGES, Words, system_language
from amdesk.memory import calm_collector
from amdesk.resources import BrokenInstallError
from amdesk.settings import Settings, data_folder

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

DEMO_NAME = "ekhamra.amdesk"
DAMAGED = "DAMAGED"
"""The code of an error that says that a bank, or a copy of it, is damaged."""


@dataclass(slots=True)
class GlobalOptions:
    """What stands before the command: which bank, which language, which day."""

    address: str
    lang: str
    clock: Clock
    papers: str = "sv"
    """Language of what goes to others: Swedish, whatever the machine speaks, where nobody named another."""

    @property
    def words(self) -> Words:
        return Words(self.lang, self.clock.today())

    def _secret(self) -> tuple[str | None, str | None]:
        """(passphrase, raw key) of the bank: from the environment, the key store or a prompt."""
        from amdesk.services.bank import access

        secret = os.environ.get("AMDESK_PASSPHRASE")
        if secret is not None or not access.needs_passphrase(self.address):
            return secret, None
        key = access.saved_key(self.address)
        return (self.ask(N_("Passphrase")) if key is None else None), key

    def ask(self, label: str, variable: str = "AMDESK_PASSPHRASE", *, again: bool = False) -> str:
        """A secret from the terminal. Raises BankUnusable where there is none to ask, with the variable that says it too."""
        if not sys.stdin.isatty():
            said = N_("{what} is needed. Set {variable}, or run the command in a terminal.")
            raise BankUnusable(text(said, what=Text(label), variable=variable), "PASSPHRASE")
        return str(click.prompt(self.words(label), hide_input=True, confirmation_prompt=again, err=True))

    @contextmanager
    def desk(self, *, make: bool = False) -> Iterator[Desk]:
        """What the commands ask, closed afterwards; `make` as in open_bank."""
        from amdesk.services.bank import access, banks
        from amdesk.services.desk import Desk

        secret, key = self._secret()
        try:
            bank = banks.open_(self.address, secret, self.clock, access.who(Settings.load().user), key, make=make)
        except BankUnusable as error:
            raise self._with_way_out(error, secret, key) from error
        self.clock = bank.clock  # of a shared bank it is the server's
        desk = Desk(bank, self.clock, self.lang)
        if why := access.only_read(bank):
            click.echo(self.words(why), err=True)
        with suppress(AmdeskError):  # a bank that takes nothing now has it told another time
            if found := desk.keeping.tries():
                click.echo(self.words.say(found.said), err=True)
        context = click.get_current_context(silent=True)
        given = context.find_root().meta.get(WHY, "") if context is not None else ""
        try:
            with desk.acting.for_reason(given):
                yield desk
        except BankUnusable as error:
            raise self._with_way_out(error, secret, key, desk) from error
        finally:
            desk.close()

    def _with_way_out(
        self, error: BankUnusable, secret: str | None, key: str | None, desk: Desk | None = None
    ) -> BankUnusable:
        """Of a damaged bank the one act that is left is said too; what failed may have been a copy while the bank of the `desk` is whole."""
        if error.code != DAMAGED:
            return error
        from amdesk.services.bank import access, banks, damage

        if access.is_shared(self.address) or (desk is not None and damage.reads_whole(desk.bank)):
            return error
        own = key or banks.unlock(self.address, secret or "")
        return damage.with_way_out(error, self.address, own, Settings.load().folders())


LANG = "amdesk.lang"
"""Where a call remembers which language it named, so that what cannot be read is refused in it."""


def _language(args: Sequence[str]) -> str:
    """The language that a call names, "" where it names none that is known."""
    said = [b if a == "--lang" else a.removeprefix("--lang=") for a, b in pairwise([*args, ""])]
    return next((one for one, a in zip(said, args, strict=False) if a.startswith("--lang") and one in LANGUAGES), "")


class Calling(click.Context):
    """The call of the program itself, which knows its language."""

    def make_formatter(self) -> click.HelpFormatter:
        words = self.command.words(self) if isinstance(self.command, CommandGroup) else Words("en")
        return Writer(words, self.terminal_width, self.max_content_width)


class CommandGroup(click.Group):
    """Known errors become one sentence on stderr and their exit code; a traceback never reaches the user."""

    context_class = Calling

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[JSON] = "--json" in args  # the command, whose option it is, is read later or may not be readable
        ctx.meta[LANG] = _language(args)
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as wrong:
            self._misused(ctx, wrong)
        except AmdeskError as error:
            self._fail(ctx, error)

    def get_help(self, ctx: click.Context) -> str:
        return super(CommandGroup, told(self, self.words(ctx))).get_help(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = super().get_command(ctx, cmd_name)
        return told(found, self.words(ctx)) if found is not None else None

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except click.UsageError as wrong:
            self._misused(ctx, wrong)
        except click.Abort:  # click would say so in English: whoever was asked went away
            self._fail(ctx, WrongUse(text(N_("Stopped before it was answered. Nothing was changed."))))
        except BrokenInstallError as broken:
            said = N_("A file of the program itself, {file}, is missing or damaged. Install AMDesk again.")
            self._fail(ctx, BadFile(text(said, file=str(broken)), "INSTALL"))
        except AmdeskError as error:
            self._fail(ctx, error)
        except OSError as error:
            if error.filename is None:
                raise  # a closed pipe, say, which click knows
            said = N_("{file} cannot be used. Check its name, the folder and your rights to it.")
            self._fail(ctx, BadFile(text(said, file=os.fsdecode(error.filename)), "FILE"))

    def words(self, ctx: click.Context) -> Words:
        """The language that a call names, or that of the settings, or of the system."""
        if isinstance(ctx.obj, GlobalOptions):
            return ctx.obj.words
        return Words(ctx.find_root().meta.get(LANG) or Settings.load().language or system_language())

    def _misused(self, ctx: click.Context, wrong: click.UsageError) -> NoReturn:
        """Said as click says it, with how the command is called, in the language of the program."""
        if isinstance(wrong, click.exceptions.NoArgsIsHelpError):
            raise wrong
        words = self.words(ctx)
        if ctx.meta.get(JSON):
            put({"error": {"code": "", "message": printable(translated(words, wrong.format_message()))}})
        click.echo(printable(usage(words, wrong)), err=True)
        ctx.exit(wrong.exit_code)

    def _fail(self, ctx: click.Context, error: AmdeskError) -> NoReturn:
        words = self.words(ctx)
        said = printable(words.say(error.text))
        if error.code == UNOPENED:
            said = f"{said} {words(N_('On the command line it is given with --why.'))}"
        if ctx.find_root().meta.get(JSON):
            put({"error": {"code": error.code, "message": said}})
        click.echo(said, err=True)
        ctx.exit(error.exit_code)


@click.group(cls=CommandGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="amdesk")
@click.option("--bank", "address", metavar="ADDRESS", help="A file or postgresql://...; without it your own bank.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of texts and files.")
@click.option("--today", callback=a_date, metavar="YYYY-MM-DD", help="The day to count from.")
@click.pass_context
def main(ctx: click.Context, address: str | None, lang: str | None, today: date | None) -> None:
    """AMDesk: placement bank, matching, competence certificates and results."""
    calm_collector()
    from amdesk.services.bank.private import temporary

    ctx.with_resource(temporary(data_folder()))
    settings = Settings.load()
    ctx.obj = GlobalOptions(
        address or settings.bank_path(),
        lang or settings.language or system_language(),
        Clock(today, stamped=False),
        lang or settings.language or "sv",
    )
    if ctx.invoked_subcommand is None:
        ctx.exit(_window(ctx.obj.address if address else None, lang, ctx.obj.clock))


def _window(address: str | None, lang: str | None, clock: Clock) -> int:
    from amdesk.services.start import helper

    reading = helper.start()
    from amdesk.app import run  # Qt and the rest are loaded while the helper reads

    return run(address, lang, clock, reading)


@main.command()
@click.option("--dir", "folder", type=click.Path(path_type=Path), help="Where the demo bank is kept.")
@click.option("--make-only", is_flag=True, help="Make it and print its address.")
@click.pass_obj
def demo(call: GlobalOptions, folder: Path | None, make_only: bool) -> None:
    """Make (once) and open the demo city, in a bank of its own."""
    from amdesk.app import need_screen
    from amdesk.demo import city as maker

    if not make_only:
        need_screen()  # before the city is made

    path = (folder or data_folder()) / DEMO_NAME
    address = maker.make(path, call.clock)
    if make_only:
        click.echo(address)
        return
    sys.exit(_window(address, call.lang, call.clock))


@main.command()
@click.option("--out", "folder", type=click.Path(path_type=Path), required=True, help="Where its files go.")
@click.pass_obj
def tour(call: GlobalOptions, folder: Path) -> None:
    """The main job unattended on a fresh demo bank, in the real window; prints the paths of what it made."""
    from amdesk.tour import tour as run_tour

    for path in run_tour(folder, call.lang, call.clock):
        click.echo(str(path))


def _register() -> None:
    """Add the commands that live in files of their own."""
    from amdesk.commands import (
        activity,
        bank,
        booking,
        certificate,
        chain,
        deputies,
        employers,
        export,
        fairness,
        guidance,
        importing,
        improving,
        introductions,
        listing,
        match,
        module,
        people,
        place,
        profile,
        queue,
        report,
        retention,
        reviewing,
        subsidy,
        vacancies,
        week,
        worklist,
    )

    for command in (
        bank.bank,
        importing.import_,
        listing.list_,
        people.participant,
        match.match,
        match.why,
        booking.book,
        booking.cancel,
        booking.start,
        booking.end,
        booking.extend,
        booking.move,
        booking.confirm,
        booking.introduce,
        queue.queue,
        place.place,
        chain.chain,
        fairness.fairness,
        export.export,
        certificate.certificate,
        module.module,
        profile.profile,
        guidance.guidance,
        deputies.deputy,
        week.attendance,
        week.contact,
        subsidy.subsidy,
        activity.activity,
        report.report,
        improving.action,
        reviewing.recommendation,
        retention.retention,
        employers.employer,
        vacancies.vacancy,
        introductions.introduction,
        worklist.worklist,
    ):
        main.add_command(command)


_register()

if __name__ == "__main__":
    main()
