"""``threatgate review``: a person's recorded decision, bound to what the elements are now."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import click

from checker.cli.failure import fenced, report_doubt
from checker.cli.options import as_of_option
from checker.core.errors import UsageError
from checker.core.naming import named
from checker.outputs.escape import visible
from checker.outputs.words import number_of
from checker.pipeline.doubts import doubts
from checker.pipeline.review import Choice, Recorded, Signature, record
from checker.pipeline.sides import Place, Sides, against, find_place, work_tree_alone


@click.command("review")
@click.argument("elements", nargs=-1)
@click.option("--by", metavar="WHO", help="Who decides: an address or a name. Without it nothing is written.")
@click.option("--role", default="", help="In which role, for example security.")
@click.option("--note", default="", help="What was looked at.")
@click.option("--expires", default="", metavar="DATE", help="The last day on which it holds. [default: by the cadence]")
@click.option("--changed", is_flag=True, help="Everything that the change since --base touches, also what it removes.")
@click.option("--all", "everything", is_flag=True, help="Everything that no review in force covers.")
@click.option("--base", metavar="REV", help="What --changed compares with. [default: HEAD]")
@click.option("--model", "models", multiple=True, type=click.Path(), help="Only this model; repeatable.")
@as_of_option
def command(
    elements: tuple[str, ...],
    by: str | None,
    role: str,
    note: str,
    expires: str,
    changed: bool,
    everything: bool,
    base: str | None,
    models: tuple[str, ...],
    as_of: str,
) -> int:
    """Record that WHO has looked at ELEMENTS as they are now, in the reviews file beside the model.

    Without --by it only says what a review would cover. Commit the file with the change it approves.
    """
    chosen = sum((bool(elements), changed, everything))
    if chosen > 1 or (by and not chosen):
        raise UsageError("name ELEMENTS, or give one of --changed and --all")
    if base is not None and not (changed and base.strip()):
        raise UsageError("--base names what --changed compares with: give both, or neither")
    _check_date(expires)
    place = find_place(Path.cwd(), models)
    sides = _sides(place, base or "HEAD") if changed else work_tree_alone(place)
    recorded = record(
        sides, place.paths, Choice(elements, changed), Signature(by or "nobody", as_of, role, note, expires)
    )
    for doubt in doubts(place, sides, recorded, by, os.environ) if by else ():
        report_doubt(doubt)
    for one in recorded if by else ():  # all of them before anything is printed: nobody may be listening
        (place.root / one.path).write_text(one.text, encoding="utf-8", newline="\n")
    with fenced(sys.stdout):
        for one in recorded:
            _show(one, by)
        if not recorded:
            click.echo("Nothing is open: every element is covered by a review in force.")
        elif not by:
            click.echo("Nothing was written. To record it, add: --by YOU")
    return 0


def _sides(place: Place, base: str) -> Sides:
    return against(place, base, os.environ)._replace(head=work_tree_alone(place).head)


def _show(recorded: Recorded, by: str | None) -> None:
    act = f"{visible(by)} reviewed" if by else "open"
    click.echo(f"{visible(recorded.path)}: {act}")
    for id, digest in recorded.covers:
        click.echo(f"  {visible(named(id, recorded.names))}  {digest}")
    for id, digest in recorded.removed:
        click.echo(f"  {visible(named(id, recorded.names))}  {digest}  (removed)")
    if recorded.lacking:
        id, what = recorded.lacking[0]
        number = number_of(len(recorded.lacking), "element")
        click.echo(
            f"A review alone does not settle {number}, such as {visible(named(id, recorded.names))}: {visible(what)}."
        )
        click.echo("All of them: threatgate check. What to consider at an element: threatgate suggest ELEMENT")


def _check_date(text: str) -> None:
    try:
        if text:
            date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--expires '{text}' is not a date like 2027-11-23") from error
