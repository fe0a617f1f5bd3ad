"""The list of the erased beside a bank: what holds anything but uids is no list, and brings nobody back."""

from pathlib import Path

import pytest

from amdesk.domain.errors import BankUnusable
from amdesk.services.bank import retention


@pytest.mark.parametrize("odd", ["[1,2]", "[null]", '["a", 1]', "[[]]", "[true]", "{}"])
def test_anything_but_uids_is_no_list(tmp_path: Path, odd: str) -> None:
    path = tmp_path / "bank.amdesk.erased.json"
    path.write_text(odd, "utf-8")
    with pytest.raises(BankUnusable, match="cannot be read"):
        retention.erased(path)
