"""A word of any length, of whatever signs, costs no list its reader: nothing that looks at a cell tries it in a thousand ways."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEADS = {
    "participants": "Personnummer;Namn;Telefon;Omfattning;Kan börja;Max restid;Önskat yrke;Behov;Körkort;Svenska;Handläggare",
    "placements": "Enhet;Yrke;Antal platser;Timmar/vecka;Adress;Schema;Öppen fr.o.m.;Ersättning;Körkort;Handledare;Typ",
}
SIGNS = ("A", "a", "1", "A ", "A-", "1-", "1,", "+", "A1")
READ = """
import sys
from pathlib import Path
from tests import make
from amdesk.domain.errors import BadFile
desk = make.desk(make.memory())
for path in sorted(Path(sys.argv[2]).glob(sys.argv[1] + "_*.csv")):
    print(path.name, flush=True)
    try:
        desk.imports.review(desk.imports.stage(path, sys.argv[1]))
    except BadFile:
        pass
"""


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("kind", list(HEADS))
def test_no_word_of_any_length_stops_a_list(tmp_path: Path, kind: str) -> None:
    """Read by a process of its own, which can be ended: a reader that has lost itself does not come back."""
    width = HEADS[kind].count(";") + 1
    for n, sign in enumerate(SIGNS):
        for end in ("", "!"):
            cells = [sign * (length // len(sign)) + end for length in (40, 190, 290, 5_000)]
            rows = [";".join(f'"{c}"' for c in [cell] * width) for cell in cells]
            lone = [f'"{cell}"' + ";" * (width - 1) for cell in cells] + [
                ";" + f'"{cell}"' + ";" * (width - 2) for cell in cells
            ]
            name = f"{kind}_{n:02}{'ab'[bool(end)]}.csv"
            (tmp_path / name).write_text("\n".join([HEADS[kind], *rows, *lone]), "utf-8")
    try:
        run = subprocess.run(
            [sys.executable, "-c", READ, kind, str(tmp_path)], check=False, capture_output=True, text=True, timeout=120
        )
    except subprocess.TimeoutExpired as late:
        pytest.fail(f"lost in {(late.stdout or b'').splitlines()[-1:]}")
    assert (run.returncode, run.stderr, len(run.stdout.split())) == (0, "", 2 * len(SIGNS))
