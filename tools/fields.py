"""The table of fields in docs/fields.md, from what the records declare.

`tools/fields.py` writes it, and the parts of the manual that the program declares (tools/manual.py); `--check` fails where a
file is not what the records declare.
"""

from __future__ import annotations

import dataclasses
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))

from amdesk.db.catalogue import TABLES, Table, records  # noqa: E402 - the path is set first
from amdesk.domain.booking.bookings import Booking, Employment  # noqa: E402 - the same
from amdesk.domain.competence.assessments import Assessment  # noqa: E402 - the same
from amdesk.domain.competence.modules import Enrolment, Module  # noqa: E402 - the same
from amdesk.domain.employers.employer import Employer, EmployerContact, EmployerTalk  # noqa: E402 - the same
from amdesk.domain.employers.introduction import Introduction  # noqa: E402 - the same
from amdesk.domain.employers.vacancy import Vacancy  # noqa: E402 - the same
from amdesk.domain.people.contact import ContactNote  # noqa: E402 - the same
from amdesk.domain.people.participant import Participant  # noqa: E402 - the same
from amdesk.domain.places.placement import Placement  # noqa: E402 - the same
from amdesk.domain.record import Declared, Kind, Named, fields  # noqa: E402 - the same
from amdesk.domain.results.followup import FollowUp  # noqa: E402 - the same
from amdesk.domain.results.improving import ActionStep, ImprovementAction, Workshop  # noqa: E402 - the same
from amdesk.domain.results.received import Measure, Payment  # noqa: E402 - the same
from amdesk.domain.results.reviewing import Recommendation, ReviewEvidence  # noqa: E402 - the same
from tools.asked import only_check  # noqa: E402 - the same

FILE = ROOT / "docs" / "fields.md"
RECORDS: dict[str, type] = {
    "Participant": Participant,
    "Placement": Placement,
    "Employment": Employment,
    "Booking": Booking,
    "Contact note": ContactNote,
    "Assessment": Assessment,
    "Module": Module,
    "Enrolment": Enrolment,
    "Follow-up": FollowUp,
    "Employer": Employer,
    "Employer's contact": EmployerContact,
    "Contact with an employer": EmployerTalk,
    "Vacancy": Vacancy,
    "Introduction": Introduction,
    "Payment": Payment,
    "Measure": Measure,
    "Workshop": Workshop,
    "Action of improvement": ImprovementAction,
    "Step of an action": ActionStep,
    "Recommendation": Recommendation,
    "Evidence": ReviewEvidence,
}
OF_RECORD = {records()[t.name]: t for t in TABLES if t.erase and t.erase.record}
"""The table of each record that an erasure reaches."""
HEAD = """# Fields

What each record says of its fields, by its column in the bank. `tools/fields.py` writes this page from the declarations.
"""
COLUMNS = (
    "field",
    "label",
    "kind",
    "form",
    "found by",
    "in lists",
    "merging",
    "erasure",
    "headings of lists that come in",
)
MERGING = {
    "fill": "filled where empty",
    "join": "both, each once",
    "highest": "the higher",
    "keep": "stays",
}


def kind_words(kind: Kind) -> str:
    """ "Minutes(0, 180)" as "minutes 0 180", "OneOf('districts')" as "one of districts"."""
    name = re.sub(r"(?<!^)(?=[A-Z])", " ", type(kind).__name__).lower()
    if isinstance(kind, Named):
        return f"{name}: {', '.join(code for code, _ in kind.choices)}"
    said = [str(getattr(kind, f.name)).strip("()") for f in dataclasses.fields(kind)]
    return " ".join([name, *said])


def erasing(field: Declared, table: Table | None) -> str:
    """What an erasure does to a column."""
    if table is None or table.erase is None or not field.column:
        return ""
    if table.erase.columns is None:
        return "deleted"
    return "emptied" if field.erase else "stays"


def line(field: Declared, record: type) -> str:
    table = OF_RECORD.get(record)
    merged = table is not None and table.merge == "kept"  # field by field; other rows go with the person
    cells = (
        f"`{field.name}`",
        field.label,
        kind_words(field.kind),
        "yes" if field.typed else "",
        "yes" if field.searchable else "",
        "yes" if field.listed else "",
        MERGING[field.merge] if field.column and merged else "",
        erasing(field, table),
        ", ".join(field.headings),
    )
    return f"| {' | '.join(cells)} |"


def page() -> str:
    """The whole page."""
    out = [HEAD]
    for name, record in RECORDS.items():
        out += [f"## {name}", "", f"| {' | '.join(COLUMNS)} |", f"|{' --- |' * len(COLUMNS)}"]
        out += [*(line(f, record) for f in fields(record)), ""]
    return "\n".join(out)


def main() -> None:
    from tools import manual  # its table of fields is made of the same records

    check = only_check(__doc__)
    if not check:
        FILE.write_text(page(), "utf-8")
    elif FILE.read_text("utf-8") != page():
        sys.exit("docs/fields.md is not what the records declare: run tools/fields.py")
    manual.bring(check=check)


if __name__ == "__main__":
    main()
