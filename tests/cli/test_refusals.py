"""What click refuses by itself is refused in the language of the program, whichever kind of refusal it is."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from amdesk.cli import main
from amdesk.commands.refusals import AROUND, NAMES, SENTENCES, translated
from amdesk.i18n import Words
from amdesk.settings import Settings
from tests.repository import ROOT

ENGLISH = re.compile(
    r"\b(error|usage|try|option|command|missing|invalid|choose|valid|requires|such|not|did)\b", re.IGNORECASE
)
KINDS = (
    (("--nope",), "Alternativet '--nope' finns inte."),
    (("match", "--limi"), "Menade du '--limit'?"),
    (("match", "--placemen"), "Menade du något av '--explain', '--placement'?"),
    (("listt",), "Kommandot 'listt' finns inte."),
    (("profile", "x"), "Kommandot 'x' finns inte."),
    (("--lang",), "Alternativet '--lang' kräver ett värde."),
    (("match", "D-1", "--limit"), "Alternativet '--limit' kräver ett värde."),
    (("match", "D-1", "--limit", "0"), "Värdet för '--limit' går inte att använda: 0 ligger inte i intervallet x>=1."),
    (("match", "D-1", "--limit", "many"), "'many' är inget heltal"),
    (("match", "D-1", "--all=3"), "Alternativet '--all' tar inget värde."),
    (("match", "D-1", "extra"), "Ett argument för mycket (extra)"),
    (("match", "D-1", "two", "more"), "Flera argument för mycket (two more)"),
    (("export", "nosuch", "--out", "x"), "'nosuch' är inget av 'placements', 'supervisors', 'bookings', 'sheets'."),
    (("certificate", "key"), "Alternativet '--out' saknas."),
    (("export",), "Välj bland: placements, supervisors, bookings, sheets"),
)
OWN = ("COMMAND", "[ARGS]", "[OPTIONS]")


def said_by_click() -> set[str]:
    """The sentences of click's own refusals, read from its source, their `!r` left out."""
    folder = Path(click.__file__).parent
    found = set()
    for name in ("exceptions.py", "parser.py", "types.py", "core.py"):
        for node in ast.walk(ast.parse((folder / name).read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "ngettext"}:
                found |= {a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    return {one.replace("!r}", "}") for one in found}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AMDESK_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(("words", "wanted"), KINDS)
def test_what_click_refuses_is_refused_in_swedish_in_a_swedish_program(words: tuple[str, ...], wanted: str) -> None:
    result = CliRunner().invoke(main, ["--lang", "sv", *words])
    assert result.exit_code == 2
    assert wanted in result.stderr
    told = "\n".join(line for line in result.stderr.splitlines() if not line.startswith(("Användning:", "Hjälp:")))
    assert not ENGLISH.search(re.sub(r"'[^']*'", "", told)), told
    assert not any(piece in result.stderr for piece in OWN)


@pytest.mark.parametrize(("words", "_wanted"), KINDS)
def test_the_language_of_the_settings_and_of_the_option_decides(
    home: Path, words: tuple[str, ...], _wanted: str
) -> None:
    Settings(language="sv").save()
    assert "Fel: " in CliRunner().invoke(main, words).stderr
    assert "Error: " in CliRunner().invoke(main, ["--lang=en", *words]).stderr


def test_a_refusal_of_click_stands_in_the_json_in_the_same_words() -> None:
    result = CliRunner().invoke(main, ["--lang", "sv", "match", "--nope", "--json"])
    assert json.loads(result.stdout)["error"]["message"].startswith("Alternativet '--nope' finns inte.")


def test_every_sentence_that_click_refuses_with_is_known() -> None:
    whole = said_by_click()
    ours = {*AROUND, *SENTENCES}
    beginnings = {"Missing argument", "Missing option", "Missing parameter"}
    assert {one for one in ours if one not in whole} == {f"{one} {{name}}." for one in beginnings}
    assert beginnings <= whole


@pytest.mark.parametrize("msgid", [*AROUND, *SENTENCES, *NAMES])
def test_every_sentence_of_click_has_other_words_in_swedish(msgid: str) -> None:
    filled = re.sub(r"\{(\w+)\}", "'x'", msgid)
    assert msgid in NAMES or translated(Words("sv"), filled) != filled
    assert Words("sv")(msgid) != msgid


def test_a_sentence_that_is_not_clicks_stays_as_it_is() -> None:
    assert translated(Words("sv"), "Ange en deltagare.") == "Ange en deltagare."
    assert translated(Words("en"), "No such option '--x'.") == "No such option '--x'."


def test_what_a_command_refuses_as_click_does_is_said_by_the_catalogue() -> None:
    """A sentence of our own that is given to click in plain English would be read in English by everybody."""
    plain = [
        f"{path.name}:{node.lineno}"
        for path in sorted((ROOT / "amdesk" / "commands").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"click.UsageError", "click.BadParameter"}
        if node.args and isinstance(node.args[0], ast.Constant | ast.JoinedStr)
    ]
    assert plain == []


def test_an_advertisement_that_is_piped_in_empty_is_refused_as_an_empty_file_is(new_file: Path) -> None:
    told = CliRunner().invoke(main, ["--bank", str(new_file), "--lang", "en", "vacancy", "paste", "-"], input=" \n")
    assert (told.exit_code, told.stderr.strip()) == (3, "- is empty. Choose another file.")


def test_neither_a_person_nor_a_vacancy_is_refused_in_swedish() -> None:
    for words in (("vacancy", "match"), ("participant", "handover")):
        told = CliRunner().invoke(main, ["--lang", "sv", *words])
        assert told.exit_code == 2
        assert "Ange en deltagare, eller" in told.stderr
