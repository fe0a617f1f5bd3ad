"""What the log of reads says in words."""

from __future__ import annotations

from amdesk.domain.bank.access import EXPORTS, READS, access_text


def test_a_read_and_an_export_are_told_in_words_and_a_code_that_nobody_knows_as_it_is() -> None:
    for code, said in READS.items():
        assert str(access_text(code)) == said
    for code, said in EXPORTS.items():
        assert str(access_text(code)) == f"Exported: {said}"
    assert str(access_text("an older code")) == "an older code"
    assert not set(READS) & set(EXPORTS)
