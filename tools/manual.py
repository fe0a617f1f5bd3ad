"""The parts of the manual that the program itself declares: its commands, exit codes, fields and keys, in both languages.

`tools/manual.py` writes docs/manual/*/commands.md, fields.md and keys.md; `--check` fails where a file is not what they declare.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))

from amdesk.cli import main as program  # noqa: E402 - the path is set first
from amdesk.commands.helping import told  # noqa: E402 - the same
from amdesk.domain.record import fields  # noqa: E402 - the same
from amdesk.i18n import LANGUAGES, Words  # noqa: E402 - the same
from amdesk.ui.frame.pages import PAGES  # noqa: E402 - the same
from amdesk.ui.frame.shortcuts import MORE_KEYS  # noqa: E402 - the same
from tools.asked import only_check  # noqa: E402 - the same
from tools.fields import RECORDS  # noqa: E402 - the same

FOLDER = ROOT / "docs" / "manual"
SAID = {
    "sv": {
        "commands": "Kommandoraden", "codes": "Slutkoder", "fields": "Fälten", "keys": "Tangenterna", "required": "måste anges",
        "intro": "`amdesk [--bank ADRESS] [--lang sv|en] [--today ÅÅÅÅ-MM-DD] KOMMANDO`. Med `--json` svarar kommandot med ett JSON-dokument.",
        "headings": "Rubriker i listor", "typed": "skrivs i formulär",
        "of": "Vad varje uppgift heter i formulären och vilka rubriker en lista kan ha. Programmet känner igen rubrikerna på svenska och engelska.",
        "keyed": "Allt kan göras från tangentbordet. F1 visar den här handledningen.",
    },
    "en": {
        "commands": "The command line", "codes": "Exit codes", "fields": "The fields", "keys": "The keys", "required": "required",
        "intro": "`amdesk [--bank ADDRESS] [--lang sv|en] [--today YYYY-MM-DD] COMMAND`. With `--json` a command answers with one JSON document.",
        "headings": "Headings of lists", "typed": "typed in forms",
        "of": "What each fact is called in forms and which headings a list may have. The program knows headings in Swedish and English.",
        "keyed": "Everything can be done from the keyboard. F1 shows this manual.",
    },
}  # fmt: skip
CODES = {
    0: ("Klart.", "Done."),
    1: (
        "En regel i banken, lagen eller arbetssättet säger nej, och inget ändrades. Av `bank rescue`, `bank log head` och `certificate verify`: något saknas eller stämmer inte.",
        "A rule of the bank, the law or the process says no, and nothing was changed. Of `bank rescue`, `bank log head` and `certificate verify`: something is missing or does not hold.",
    ),
    2: ("Fel användning, till exempel ett datum som inte finns.", "Wrong use, for instance a date that is none."),
    3: ("Filen går inte att läsa eller skriva.", "The file cannot be read or written."),
    4: ("Banken går inte att använda: låst, skadad, nyare eller borta.", "The bank cannot be used: locked, damaged, newer or gone."),
}  # fmt: skip
RECORD_NAMES = {
    "Participant": "Deltagare", "Placement": "Plats", "Employment": "Anställning", "Booking": "Bokning", "Contact note": "Anteckning",
    "Assessment": "Bedömning", "Module": "Modul", "Enrolment": "Deltagande i modul", "Follow-up": "Uppföljning", "Payment": "Utbetalning", "Measure": "Insats",
    "Employer": "Arbetsgivare",
    "Employer's contact": "Kontaktperson hos arbetsgivare",
    "Contact with an employer": "Kontakt med arbetsgivare",
    "Vacancy": "Vakans",
    "Introduction": "Introduktion",
    "Workshop": "Verkstad",
    "Action of improvement": "Åtgärd",
    "Step of an action": "Delsteg",
    "Recommendation": "Rekommendation",
    "Evidence": "Bevis",
}  # fmt: skip


def leaves(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command that does something, with its words."""
    if not isinstance(command, click.Group):
        yield words, command
        return
    for name in sorted(command.commands):
        yield from leaves(command.commands[name], (*words, name))


def commands(lang: str) -> str:
    said, words = SAID[lang], Words(lang)
    out = [f"# {said['commands']} {{#commands}}", "", said["intro"], ""]
    for names, plain in leaves(program):
        command = told(plain, words)
        takes = " ".join(
            p.make_metavar(click.Context(command)) for p in command.params if isinstance(p, click.Argument)
        )
        out += [f"## amdesk {' '.join(names)} {{#command.{'_'.join(names)}}}", ""]
        out += [" ".join((command.help or "").split()), ""]
        if takes:
            out += [f"`{' '.join(('amdesk', *names, takes))}`", ""]
        options = [p for p in command.params if isinstance(p, click.Option)]
        out += [_option(p, said["required"]) for p in options]
        out += [""] if options else []
    out += [f"## {said['codes']} {{#codes}}", ""]
    out += [f"- **{code}** {words_[lang == 'en']}" for code, words_ in CODES.items()]
    return "\n".join(out).rstrip() + "\n"


def _option(option: click.Option, required: str) -> str:
    more = [" ".join((option.help or "").split()), required if option.required else ""]
    said = f"- `{', '.join(option.opts)}` " + " · ".join(x for x in more if x)
    return said.rstrip()


def field_table(lang: str) -> str:
    said, words = SAID[lang], Words(lang)
    out = [f"# {said['fields']} {{#fields}}", "", said["of"], ""]
    for name, record in RECORDS.items():
        title = RECORD_NAMES[name] if lang == "sv" else name
        out += [f"## {title} {{#fields.{record.__name__}}}", ""]
        for field in fields(record):
            heads = f"{said['headings']}: {', '.join(field.headings)}" if field.headings else ""
            more = " · ".join(x for x in (f"`{field.name}`", said["typed"] if field.typed else "", heads) if x)
            out.append(f"- **{words(field.label)}** {more}")
        out.append("")
    return "\n".join(out).rstrip() + "\n"


def command_keys() -> Iterator[tuple[str, str]]:
    """What the palette's commands are called, and their keys, as the window declares them."""
    tree = ast.parse((ROOT / "amdesk" / "ui" / "frame" / "main_window.py").read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Command":
            said, _icon, keys, *_ = node.args
            if isinstance(said, ast.Call) and isinstance(said.args[0], ast.Constant) and isinstance(keys, ast.Constant):
                yield str(said.args[0].value), str(keys.value)


def keys(lang: str) -> str:
    said, words = SAID[lang], Words(lang)
    found = [(one.title, one.key.replace("+", " ")) for one in PAGES] + list(command_keys()) + list(MORE_KEYS)
    out = [f"# {said['keys']} {{#keys}}", "", said["keyed"], ""]
    out += [f"- **{words.keys(pressed)}** {words(name)}" for name, pressed in found if pressed]
    return "\n".join(out) + "\n"


PARTS = {"commands": commands, "fields": field_table, "keys": keys}


def stale() -> list[str]:
    """The files that are not what the program declares."""
    out = []
    for lang in LANGUAGES:
        for name, make in PARTS.items():
            path = FOLDER / lang / f"{name}.md"
            if not path.exists() or path.read_text("utf-8") != make(lang):
                out.append(str(path.relative_to(ROOT)))
    return out


def bring(*, check: bool) -> None:
    """Write the parts, or only compare them."""
    if check:
        if found := stale():
            sys.exit(f"not what the program declares: {', '.join(found)}; run tools/manual.py")
        return
    for lang in LANGUAGES:
        for name, make in PARTS.items():
            (FOLDER / lang / f"{name}.md").write_text(make(lang), "utf-8")


def main() -> None:
    bring(check=only_check(__doc__))


if __name__ == "__main__":
    main()
