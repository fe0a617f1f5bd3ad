"""That people are left out is said by one sentence each way, wherever it is said: what one place forgets, none does."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

SAID = re.compile(r'"(\{count\} (?:person|people)[^"]*\bleft out\b[^"]*)"')


def test_no_sentence_of_people_left_out_is_written_twice() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in sorted((Path(__file__).parents[1] / "amdesk").rglob("*.py")):
        for said in SAID.findall(path.read_text("utf-8")):
            places[said].append(path.name)
    assert places
    assert {said: where for said, where in places.items() if len(where) > 1} == {}
