"""Names of files that belong together: a bank is never alone in its folder."""

from __future__ import annotations

KEY = ".key.json"
ERASED_LIST = ".erased.json"
"""The list of those who were erased, from which a restore erases them again."""
BESIDE = ("-wal", "-shm", "-journal", ".lock", ".open.json", ".restoring", ".restoring.json", KEY, ERASED_LIST)
"""What a bank's own files are called: the bank's name and one of these."""
PART = ".part"
"""How a file is called that is being written beside its place."""
PART_NOTED = "amdesk-part-"
"""How a note begins, among the temporary files, of which file is being written elsewhere."""


def banks_it_may_belong_to(name: str) -> list[str]:
    """The banks whose own file this would be: the one of that name, and those beside which it would lie."""
    found = [name]
    for end in BESIDE:
        if name.casefold().endswith(end) and len(name) > len(end):
            found += banks_it_may_belong_to(name[: -len(end)])
    return found
