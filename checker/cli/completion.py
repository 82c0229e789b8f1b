"""``threatgate completion``: the completion script of a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> int:
    """Print the completion script of SHELL. For bash, in ~/.bashrc:

    \b
    eval "$(threatgate completion bash)"
    """
    from checker.cli.group import threatgate

    complete = get_completion_class(shell)
    if complete is None:
        raise click.BadParameter(f"no completion for {shell}")
    click.echo(complete(threatgate, {}, "threatgate", "_THREATGATE_COMPLETE").source())
    return 0
