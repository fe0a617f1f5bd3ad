"""A number of thousands of digits in a list is a fault of its row."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from amdesk.cli import main

HUGE = "9" * 5000


@pytest.mark.parametrize(
    ("kind", "heading", "row"),
    [
        ("placements", "Arbetsplats;Yrke;Antal platser;Timmar/vecka", f"A;Parkarbetare;{HUGE};{HUGE}"),
        ("participants", "Namn;Personnummer;Max restid;Omfattning", f"Prov;198604122385;{HUGE};{HUGE}"),
        ("participants", "Namn;Personnummer;Max restid", f"Prov;198604122385;{HUGE} tim {HUGE} min"),
    ],
)
def test_a_number_of_five_thousand_digits_is_a_fault_of_its_row(
    kind: str, heading: str, row: str, demo_bank: Path, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(f"{heading}\n{row}\n", "utf-8")
    result = CliRunner().invoke(main, ["--bank", str(demo_bank), "import", kind, str(file), "--dry-run"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in {0, 1, 3}
