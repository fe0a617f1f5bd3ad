"""What is found and is no fault, each with its reason."""

from __future__ import annotations

import re

ALLOWED: dict[str, str] = {
    "“(English|Svenska)” is in the other language": "a language is called by its own name in the list of languages",
    "CheckTable > .*“(Extern|Intern)” is in the other language": "a cell of a list stands as its sender wrote it, before what is made of it",
}
"""A pattern of the finding, and why it is none."""


def allowed(finding: str) -> bool:
    return any(re.search(pattern, finding) for pattern in ALLOWED)
