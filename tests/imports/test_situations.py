"""What people write of somebody's day 90 in a sentence of their own."""

from __future__ import annotations

import pytest

from amdesk.imports.situations import told


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("studerar på komvux", "studies"), ("studerar till undersköterska", "studies"), ("pluggar på universitetet", "studies"), ("läser på folkhögskola", "studies"),
        ("går en yrkesutbildning", "studies"), ("komvux, heltid", "studies"), ("går på gymnasiet", "studies"), ("studier på yrkeshögskola", "studies"),
        ("jobbar som undersköterska", "work"), ("arbetar på ekhamra bageri", "work"), ("fått jobb på lager", "work"), ("anställd hos ekhamra kommun", "work"),
        ("har börjat", ""), ("studerar inte längre", ""), ("studerar sfi", ""), ("läser svenska för invandrare", ""), ("ska börja på komvux", ""), ("söker jobb", ""),
        ("arbetar inte", ""), ("jobbar med att hitta bostad", ""), ("jobbar och studerar", ""), ("studerar på komvux och jobbar", ""), ("avbröt komvux", ""),
        ("arbetar på praktik", ""), ("har jobb på ama", ""), ("väntar på besked från komvux", ""), ("läser tidningen", ""), ("går hemma", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_sentence_is_work_or_studies_where_it_says_one_of_them(said: str, wanted: str) -> None:
    assert told(said) == wanted
