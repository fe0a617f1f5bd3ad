"""amdesk fairness: how rounds fell out by group beside chance, and how often the first proposal is taken."""

from __future__ import annotations

from datetime import date

import click

from amdesk.commands.common import Call, date_option, json_option, put
from amdesk.domain.texts import N_


@click.command()
@date_option("--from", "first", required=True, help="First day.")
@date_option("--to", "last", required=True, help="Last day.")
@json_option
@click.pass_obj
def fairness(call: Call, first: date, last: date, as_json: bool) -> None:
    """Who waited and was placed, by gender, Swedish and time of waiting, beside chance; how often the first proposal was taken."""
    with call.desk() as desk:
        found = desk.fairness.report(first, last)
    say = call.words.say
    if as_json:
        own = found.taken._asdict()
        chance = [{"kind": g.kind, "code": g.code, "by_chance": g.chance / 10} for g in found.chance]
        floors = [
            {"kind": g.kind, "code": g.code, "floor": g.floor, "reached": g.reached, "people": g.people, "fit": g.fit}
            for g in found.chance
        ]
        days = {"from": found.first.isoformat(), "to": found.last.isoformat(), "rounds": found.rounds}
        said = [say(s) for s in found.sentences()]
        put(
            days
            | {
                "figures": [f.document(say) for f in found.figures],
                "chance": chance,
                "floors": floors,
                "taken": own,
                "wishes": [w._asdict() for w in found.wishes],
                "sentences": said,
            }
        )
        return
    chances = {i: g.chance / 10 for i, g in enumerate(found.chance)}
    for i, f in enumerate(f for f in found.figures if f.what == "placed"):
        counted = f"{f.count} / {f.base}"
        by_chance = f"  ({call.words(N_('by chance {count}'), count=chances[i])})" if i in chances else ""
        click.echo(f"{say(f.label)}: {say(f.whom)}: {counted}{by_chance}")
    for w in found.wishes:
        click.echo(call.words(N_("{month}: {got} of {of} got one of their first three wishes"), **w._asdict()))
    for sentence in found.sentences():
        click.echo(say(sentence))
