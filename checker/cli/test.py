"""``threatgate test``: are the rules of a pack what their examples and tests say, and would these notice if not?"""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli.answer import json_option, say, say_data
from checker.core.trial import PackResult, score
from checker.outputs import trials as output
from checker.pipeline.packs import chosen_packs
from checker.pipeline.trials import try_pack


@click.command("test")
@click.argument("folders", nargs=-1, type=click.Path(), metavar="[DIR]...")
@click.option("--pack", "packs", multiple=True, metavar="ID", help="A shipped pack; repeatable.")
@click.option("--min-score", type=click.FloatRange(0, 100), help="Fail where a pack's mutation score is below, in %.")
@click.option("--allow-unfired", is_flag=True, help="Do not fail for a rule that never finds anything.")
@click.option("--no-mutate", is_flag=True, help="Do not try changed rules.")
@json_option()
def command(
    folders: tuple[str, ...],
    packs: tuple[str, ...],
    min_score: float | None,
    allow_unfired: bool,
    no_mutate: bool,
    as_json: bool,
) -> int:
    """Run the examples and tests of the packs in DIR: a pack, or a folder of packs.

    Without DIR: the packs of this repository that its config names, else those in ./policies. Each rule is also
    changed in one place at a time; a change that no example or test notices is shown.
    """
    if min_score is not None and no_mutate:
        raise click.BadParameter("--no-mutate gives no score", param_hint="--min-score")
    chosen = chosen_packs(Path.cwd(), folders, packs)
    results = tuple(try_pack(shelf, mutate=not no_mutate) for shelf in chosen)
    if as_json:
        say_data(output.data(results))
    else:
        say(output.lines(results))
    return int(any(_fails(pack, min_score, allow_unfired) for pack in results))


def _fails(pack: PackResult, min_score: float | None, allow_unfired: bool) -> bool:
    reached = score(pack.noticed, pack.mutants)
    return (
        any(trial.differences for _, trial in pack.trials)
        or (bool(pack.unfired) and not allow_unfired)
        or (min_score is not None and reached is not None and reached < min_score)
    )
