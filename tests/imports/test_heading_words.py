"""A heading is of the field that its words name: no phone is read as an e-mail, whichever way a list is headed."""

from __future__ import annotations

import re

import pytest

from amdesk.domain.people.participant import Participant
from amdesk.domain.record import fields

WORDS = {
    "phone": r"^t(fn|lf|ele?)\b|telefon|mobil|phone|mobile|^tel\b|^tel\.|^cell$|kontaktn",
    "email": r"e-?post|mejl|mail",
    "born": r"föd|birth|born",
    "case_number": r"ärende|^dnr|diarie|case n|^case$|case id|^akt|reference",
    "licence": r"körkort|^kk$|licen[cs]e",
    "gender": r"kön|gender|^sex$",
    "max_travel": r"res(tid|väg)|travel|pendl|commute",
}


@pytest.mark.parametrize("name", WORDS)
def test_whatever_names_a_field_is_a_heading_of_that_field_alone(name: str) -> None:
    # a cell of name and phone together is parted by what stands in it
    headed = {
        f.name: [h for h in f.headings if re.search(WORDS[name], h, re.IGNORECASE) and not re.match("Namn", h)]
        for f in fields(Participant)
    }
    own = next(f for f in fields(Participant) if f.name == name)
    assert headed.pop(name) == list(own.headings), "each heading of it names it"
    assert {n: h for n, h in headed.items() if h} == {}, "and no heading of another does"
