"""How much of the forms and of the commands their own tests run: lines and branches, with a floor under each.

`python -m tools.covered` runs those tests under coverage, in two processes at once, and prints both groups and their files; with
--screens each process has a virtual screen of its own, so that these tests of the window need no second run there.
It fails where a group is below a floor. What is a form is found, not listed: a file that is called one, or that holds a dialog.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, TypedDict

ROOT = Path(__file__).resolve().parent.parent
LINES, BRANCHES = 90.0, 80.0
"""The floors, in percent."""
RUNS = (
    ("tests/ui/test_every_form.py", "tests/ui/test_acts.py", "tests/ui/test_dialogs.py", "tests/ui/test_secrets.py", "tests/ui/test_forms.py", "tests/ui/test_start.py", "tests/stories/test_undo.py", "tests/ui/test_manual.py", "tests/ui/test_leaving.py", "tests/ui/test_rehearsing.py", "tests/ui/test_assessor.py", "tests/ui/test_employers.py", "tests/ui/test_improving_forms.py", "tests/stories/test_improvement.py", "tests/ui/test_checked.py", "tests/ui/test_activity.py", "tests/ui/test_chains.py", "tests/ui/test_fairness.py", "tests/ui/test_queue.py", "tests/ui/test_subsidies.py", "tests/ui/test_week_lists.py", "tests/ui/test_payroll_columns.py", "tests/ui/test_week_period.py"),
    ("tests/cli/test_every_command.py", "tests/cli/test_cli.py", "tests/cli/test_report.py", "tests/cli/test_round.py", "tests/cli/test_profile.py", "tests/cli/test_module.py", "tests/cli/test_refusals.py", "tests/cli/test_import_questions.py", "tests/ui/test_printing.py", "tests/ui/test_guidance.py", "tests/stories/test_protecting.py", "tests/stories/test_restricting.py", "tests/ui/test_throwing_away.py", "tests/stories/test_row_12_same_case_worker.py", "tests/stories/test_row_14_recruiters.py"),
)  # fmt: skip
"""The tests that belong to forms and commands, in two parts of about the same length."""
NAMES = {"form.py", "forms.py", "acts.py", "fields.py"}


class Summary(TypedDict):
    """What coverage says of a file, as far as it is asked for."""

    num_statements: int
    covered_lines: int
    num_branches: int
    covered_branches: int


class Measured(NamedTuple):
    """Lines and branches of a file or of several together, and how many of them were run."""

    lines: int
    lines_run: int
    branches: int
    branches_run: int

    def shares(self) -> tuple[float, float]:
        """Percent of the lines and of the branches."""
        return _share(self.lines_run, self.lines), _share(self.branches_run, self.branches)

    def low(self) -> bool:
        lines, branches = self.shares()
        return lines < LINES or branches < BRANCHES


NOT_LOADED = Measured(1, 0, 1, 0)
"""A file that no test has even imported."""


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 100.0


def is_form(name: str, source: str) -> bool:
    """Whether it is called a form or acts, is the controls of forms, or holds a dialog."""
    bases = [ast.unparse(b) for n in ast.walk(ast.parse(source)) if isinstance(n, ast.ClassDef) for b in n.bases]
    return name in NAMES or any(base.endswith("Dialog") for base in bases)


def groups() -> dict[str, list[str]]:
    """The files of each group, named from the root."""
    ui, commands = (sorted((ROOT / "amdesk" / folder).rglob("*.py")) for folder in ("ui", "commands"))
    forms = [p for p in ui if is_form(p.name, p.read_text("utf-8"))]
    return {"forms": _names(forms), "commands": _names(commands)}


def _names(paths: Iterable[Path]) -> list[str]:
    return [p.relative_to(ROOT).as_posix() for p in paths]


def of_the_window() -> list[str]:
    """The files of tests that open a window, in the order in which they are run."""
    return [file for part in RUNS for file in part if file.startswith(("tests/ui/", "tests/stories/"))]


def screen(part: int) -> list[str]:
    """What is called before a part's command for it to have a virtual screen of its own, as large as an office's."""
    size, platform = "-screen 0 1920x1080x24", "QT_QPA_PLATFORM=xcb"
    return ["xvfb-run", "-a", "-n", str(500 + 100 * part), "-s", size, "env", platform]


def measure(files: Iterable[str], *, screens: bool = False) -> dict[str, Measured]:
    """What their tests run of the files. Raises SystemExit where a test fails."""
    with tempfile.TemporaryDirectory(prefix="amdesk-covered-") as folder:
        settings, found = Path(folder, "settings"), Path(folder, "found.json")
        wanted = "".join(f"\n    {name}" for name in files)
        settings.write_text(
            f"[run]\nbranch = true\nparallel = true\nrelative_files = true\ndata_file = {folder}/data\ninclude ={wanted}\n",
            "utf-8",
        )
        words, given = [sys.executable, "-m", "coverage"], {"QT_QPA_PLATFORM": "offscreen", **os.environ}
        started = [
            subprocess.Popen(  # noqa: S603 - our own words
                [*(screen(at) if screens else ()), *words, "run", f"--rcfile={settings}", "-m", "pytest", *part],
                cwd=ROOT,
                env=given,
            )
            for at, part in enumerate(RUNS)
        ]
        ended = [run.wait() for run in started]
        if any(ended):
            raise SystemExit("A test failed, and nothing is measured.")
        for what in (["combine", "-q"], ["json", "-q", "-o", str(found)]):
            subprocess.run([*words, what[0], f"--rcfile={settings}", *what[1:]], cwd=ROOT, check=True)  # noqa: S603 - the same
        return read(json.loads(found.read_text("utf-8"))["files"])


def read(files: Mapping[str, Mapping[str, Summary]]) -> dict[str, Measured]:
    """The files of coverage's own report."""
    return {name: _measured(said["summary"]) for name, said in files.items()}


def _measured(s: Summary) -> Measured:
    return Measured(s["num_statements"], s["covered_lines"], s["num_branches"], s["covered_branches"])


def together(parts: Iterable[Measured]) -> Measured:
    return Measured(*(sum(column) for column in zip(*parts, strict=True)))


def _said(name: str, measured: Measured) -> str:
    lines, branches = measured.shares()
    return f"{name:<42} lines {lines:5.1f} %   branches {branches:5.1f} %"


def judged(found: Mapping[str, Measured], wanted: Mapping[str, Iterable[str]]) -> tuple[list[str], list[str]]:
    """What is printed, and the groups below a floor. A file below one is marked; one with nothing to run is left out."""
    out, low = [], []
    for group, files in wanted.items():
        parts = {f: part for f in files if (part := found.get(f, NOT_LOADED)).lines}
        whole = together(parts.values())
        out.append(_said(group, whole))
        out += [_said(f"{'!' if part.low() else ' '} {name}", part) for name, part in parts.items()]
        low += [group] if whole.low() else []
    return out, low


def main() -> int:
    """0 where both groups are above the floors, and where the files alone are asked for. `--help` answers before any test is run."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.covered",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--screens", action="store_true", help="each process on a virtual screen of its own")
    parser.add_argument("--window", action="store_true", help="name the files of tests that open a window, and end")
    asked = parser.parse_args()
    if asked.window:
        print("\n".join(of_the_window()))
        return 0
    wanted = groups()
    lines, low = judged(measure([f for files in wanted.values() for f in files], screens=asked.screens), wanted)
    print("\n".join(lines))
    if low:
        print(
            f"{' and '.join(low)}: below {LINES:.0f} % of lines or {BRANCHES:.0f} % of branches; see the files marked !"
        )
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
