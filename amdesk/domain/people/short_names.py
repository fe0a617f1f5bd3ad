"""A name for short: in the order a paper says it, by its first part, by two letters."""

from __future__ import annotations


def in_order(name: str) -> str:
    """ "Family, Given" as lists have it, as a paper says it: given name first. Any other name as it stands."""
    family, _, given = (part.strip() for part in name.partition(","))
    return f"{given} {family}" if family and given and "," not in given else name


def given_name(name: str) -> str:
    """What somebody is called by for short."""
    return in_order(name).split(" ", 1)[0]


def initials(name: str) -> str:
    """Two letters for the round mark beside a name."""
    parts = [p for p in in_order(name).replace("-", " ").split() if p[:1].isalnum()]
    return (parts[0][:1] + (parts[-1][:1] if len(parts) > 1 else "")).upper() if parts else "?"
