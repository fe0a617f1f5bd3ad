"""Which rows of the log may have lost their words: those that an erasure names, of what it can have taken and did take.

Whoever holds the key can write into the log that an erasure took this or that. So what it names is believed only of somebody whose
record is erased, of rows of a kind whose time was said to have passed and that are gone, and of a contact who is erased and what
was written about her employer: never of places, roles, settings or whoever is still in the bank.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from amdesk.db.engine.chain import ERASED, ERASED_KIND, witnessed
from amdesk.db.port import Bank, Row, rows, tuples
from amdesk.db.sql import LIVE
from amdesk.domain.bank.periods import KINDS

NAMELESS = "–"
"""Instead of the name of a file, or of a sender, that was called after somebody who is erased."""
PROFILE = "import_profile"
"""What settings with the answers for a sender's lists begin with."""
CALLED = (
    ("import_run", "file"),
    ("import_row", "file"),
    ("list_row", "sender"),
    ("setting", "name"),
    ("column_map", "header"),
)
"""What keeps the name of a file, or of a sender after it; and a heading, which of a list without any is its first person."""
OF_A_FILE = "what like '%{file}%'"
"""Steps whose words name a file that was read in."""
FORGOTTEN = "c.void = 1 and c.name = ''"
NAMING = {"employer": "id", "employer_talk": "employer_id", "vacancy": "employer_id"}
"""What can have named a contact, with the column of whose it is: her employer's own row, talks and vacancies."""


class Erasures(NamedTuple):
    """By table the rows that may be without words, and what stands for what was left of steps."""

    words: dict[str, frozenset[int]]
    steps: dict[int, str]


def erasures(bank: Bank) -> Erasures:
    """What erasures took, as far as it is believed."""
    people, kinds = emptied_people(bank), rows(bank, f"select at, why from access_log where what = '{ERASED_KIND}'")
    named: dict[str, set[int]] = {"step": set(), "audit": set(), "access_log": set(), "document": set()}
    asked, steps, days = set[int](), dict[int, str](), _days(bank, kinds)
    for witness in rows(bank, f"select at, why from access_log where what = '{ERASED}' order by id"):
        said = witnessed(witness["why"])
        for table, key in said.rows:
            named.setdefault(table, set()).add(key)
        asked |= {key for table, key in said.rows if table == "access_log" and witness["at"][:10] in days}
        steps |= said.steps
    audits = _audits(bank, people, KINDS.keys() & {str(k["why"]).partition(" ")[0] for k in kinds})
    hers = _keys(bank, f"select id from access_log where participant_id in ({_listed(people)})")
    may = {
        "audit": frozenset(key for key, _ in audits),
        "step": frozenset(step for _, step in audits) | _nameless(bank),
        "access_log": hers | asked,
        "document": papers(bank, people),
    }
    return Erasures({table: may[table] & named[table] for table in may}, steps)


def emptied_people(bank: Bank) -> frozenset[int]:
    """Records that an erasure is noted of, and that hold nobody."""
    noted = f"select subject from erasure where {LIVE}"
    return _keys(bank, f"select id from participant where uid in ({noted}) and void = 1 and name = ''")


def papers(bank: Bank, people: Collection[int]) -> frozenset[int]:
    """The documents of these people's certificates."""
    found = f"from certificate where participant_id in ({_listed(people)})"
    return _keys(bank, f"select document_id {found} union select signed_document_id {found}")


def _audits(bank: Bank, people: Collection[int], kinds: Collection[str]) -> list[tuple[int, int]]:
    """Rows of the audit that say something of what is erased, with the step that each belongs to."""
    gone = "a.tbl = '{0}' and not exists (select 1 from {0} t where t.id = a.row_id)"
    erased = [
        f"a.participant_id in ({_listed(people)})",
        f"a.tbl = 'employer_contact' and exists (select 1 from employer_contact c where c.id = a.row_id and {FORGOTTEN})",
        *(
            f"a.tbl = '{table}' and exists (select 1 from {table} t where t.id = a.row_id "
            f"and (t.{name} = '{NAMELESS}' or t.{name} like '{PROFILE}:%:{NAMELESS}'))"
            for table, name in CALLED
        ),
        *(
            f"a.tbl = '{table}' and exists (select 1 from {table} t join employer_contact c on c.employer_id = t.{owner} "
            f"where t.id = a.row_id and {FORGOTTEN})"
            for table, owner in NAMING.items()
        ),
        *(gone.format(table) for table in sorted({"import_row", *kinds} - {"access_log"})),
    ]
    return [
        (key, step)
        for key, step in tuples(bank, f"select a.id, a.step_id from audit a where ({') or ('.join(erased)})")
    ]


def _nameless(bank: Bank) -> frozenset[int]:
    """Steps that read in a file and do not name it any more."""
    found = tuples(bank, f"select id, params from step where {OF_A_FILE}")
    return frozenset(key for key, params in found if f'"file": "{NAMELESS}"' in params)


def _days(bank: Bank, kinds: Iterable[Row]) -> set[str]:
    """Days on which an erasure can have taken what was asked and given as a reason; beside each the next ones, since the log's days
    are those of UTC."""
    said = [str(day) for (day,) in tuples(bank, f"select distinct on_date from erasure where {LIVE}")]
    said += [str(k["at"])[:10] for k in kinds if str(k["why"]).startswith("access_log ")]
    out = set[str]()
    for day in said:
        try:
            out |= {(date.fromisoformat(day) + timedelta(i)).isoformat() for i in (-1, 0, 1)}
        except ValueError:  # somebody wrote it who holds the key: no day is no day of an erasure
            continue
    return out


def _keys(bank: Bank, sql: str) -> frozenset[int]:
    return frozenset(key for (key,) in tuples(bank, sql) if key is not None)


def _listed(keys: Collection[int]) -> str:
    return ", ".join(map(str, sorted(keys))) or "0"
