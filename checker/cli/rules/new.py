"""``threatgate rules new``: the beginning of a rule."""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli.places import refuse_links
from checker.core.errors import UsageError
from checker.outputs.escape import shell
from checker.policy.shelf import PACK, on_disk, shipped
from checker.policy.trying.skeleton import EACH, pack_file, rule_file, split_id


@click.command("new")
@click.argument("id")
@click.option("--dir", "folder", type=click.Path(), help="Folder of the pack. [default: policies/PACK]")
@click.option("--each", type=click.Choice(EACH), default="flow", show_default=True, help="What the rule looks at.")
def new(id: str, folder: str | None, each: str) -> int:
    """Write the file of a rule ID (PACK/NAME) to fill in, and a pack.yaml where there is none.

    What is written works already: it loads, and its examples pass. Two places are marked TODO.
    """
    pack, name = split_id(id)
    target = Path(folder or f"policies/{pack}")
    rule = target / f"{name}.yaml"
    refuse_links(rule)
    texts = {rule: rule_file(id, each)}
    if not _is_there(target, pack):
        texts = {target / PACK: pack_file(pack), **texts}
    if rule.exists():
        raise UsageError(f"there is a {rule.as_posix()} already", hint="choose another name, or edit that file")
    target.mkdir(parents=True, exist_ok=True)
    for path, text in texts.items():
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        click.echo(f"wrote {path.as_posix()}")
    click.echo(f"next: fill in the two places marked TODO, then: threatgate test {shell(target.as_posix())}")
    return 0


def _is_there(folder: Path, pack: str) -> bool:
    """Whether the folder is that pack already. Raises UsageError where a rule of it would be of no use there."""
    if (folder / PACK).exists():
        known = on_disk(folder.as_posix()).id
        if known != pack:
            hint = f"write {known}/NAME, or name another folder"
            raise UsageError(f"the pack in {folder.as_posix()} is called '{known}', not '{pack}'", hint=hint)
        return True
    if pack in shipped():
        raise UsageError(f"a shipped pack is called '{pack}' already", hint="call yours something else")
    return False
