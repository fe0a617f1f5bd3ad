"""What the page says of a file: its title, its main button, and what became of it."""

from __future__ import annotations

from amdesk.i18n import Words
from amdesk.services.exchange.rereading import LookedAt
from amdesk.services.exchange.review import Review
from amdesk.ui.exchange.kinds import kind_names


def title(t: Words, look: LookedAt) -> str:
    name = kind_names(t)[look.staged.kind.name]
    return t("Work list: {kind}", kind=name) if look.staged.waiting else t("Import: {kind}", kind=name)


def subtitle(t: Words, look: LookedAt) -> str:
    """The file, its sheet where it has several, and how many rows are read."""
    staged, count = look.staged, len(look.staged.rows)
    if len(staged.sheets) < 2:
        return t.plural("{file} · {count} row", "{file} · {count} rows", count, file=staged.file, count=count)
    return t.plural(
        "{file} · sheet “{sheet}” · {count} row",
        "{file} · sheet “{sheet}” · {count} rows",
        count,
        file=staged.file,
        sheet=staged.sheet,
        count=count,
    )


def store_button(t: Words, look: LookedAt, review: Review) -> str:
    """What storing would do: so many rows, or nothing but leaving some, or nothing at all."""
    count = review.count("new") + review.count("update")
    if not count and look.waits:
        return t.plural(
            "Leave {count} row to the work list", "Leave {count} rows to the work list", look.waits, count=look.waits
        )
    if not count and review.count("accepted"):
        return t("Done")
    return t.plural("Import {count} row", "Import {count} rows", count, count=count)


def stored(t: Words, review: Review) -> str:
    """What was stored, and what waits."""
    count, new = review.count("accepted"), review.count("new")
    waits = 0 if review.staged.waiting else review.count("rejected") - review.dropped()
    said = t.plural(
        "{count} row is imported; new: {new}.",
        "{count} rows are imported, {new} of them new.",
        count,
        count=count,
        new=new,
    )
    wait = t.plural("{count} row waits in the work list.", "{count} rows wait in the work list.", waits, count=waits)
    return f"{said} {wait}" if waits else said
