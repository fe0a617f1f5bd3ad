"""The table of roles in docs/roles.md, from the one in the code.

`tools/roles.py` writes it; `--check` fails where the file is not what the code says.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))

from amdesk.domain.bank.roles import ACTS, ROLES  # noqa: E402 - the path is set first
from tools.asked import only_check  # noqa: E402 - the same

FILE = ROOT / "docs" / "roles.md"
HEAD = """# Roles

Who may do what. `tools/roles.py` writes this page from the table in `amdesk/domain/bank/roles.py`, by which every call of
window and command line is judged (`amdesk/services/bank/door.py`). Somebody with several roles may what any of them may.

- Until a user is named, a bank has no roles: whoever opens it may do everything.
- `amdesk bank user add NAME ROLE...` names a user of a bank of one's own and gives her a slot of the key file, with a
  passphrase of her own. Who could open the bank before is named with all roles; `amdesk bank user role NAME ROLE...` gives
  others. What is done is signed by the slot that opened the bank, whatever settings or environment say. The recovery code
  opens it as administrator.
- On a shared bank a user is one whom the server lets in by that name (`session_user`); the server's own grants stand beside.
  Whoever is let in and not named may do everything, until `amdesk bank user add '*' ROLE...` says what those may.
  A user who is removed is none of those: she may do nothing until then, though the server lets her in.
- In the window a button that is not for one's role is off, and its tooltip says why and who may. *Users* in Settings lists who
  may open the bank, adds and removes them and gives them roles.
- In the demo city, which opens for anybody, everybody may give its user other roles, so that each can be tried; a line above
  the page says which one is.
- In a bank that lies in a file, roles bind the program. They do not bind somebody who holds the key: whoever can open the
  bank can read all of it with another program. A user who is removed can still open copies that were made before,
  and with an older copy of the key file the bank itself until it gets a new key (`amdesk bank rekey`).
"""


def page() -> str:
    """The whole page."""
    head = ["may", *ROLES.values(), "why"]
    out = [HEAD, f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    for act in ACTS.values():
        cells = [act.label, *("yes" if role in act.roles else "" for role in ROLES), act.source]
        out.append(f"| {' | '.join(cells)} |")
    return "\n".join([*out, ""])


def main() -> None:
    if not only_check(__doc__):
        FILE.write_text(page(), "utf-8")
    elif FILE.read_text("utf-8") != page():
        sys.exit("docs/roles.md is not what the code says: run tools/roles.py")


if __name__ == "__main__":
    main()
