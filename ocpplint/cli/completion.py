"""``ocpplint completion``: the shell completion script."""

import os

import click

from ocpplint import integrations
from ocpplint.cli.exits import Exit
from ocpplint.cli.output import put


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> int:
    """Print the completion script for a shell.

    Load it when the shell starts: eval "$(ocpplint completion bash)" in ~/.bashrc, the same for zsh in ~/.zshrc,
    and ocpplint completion fish | source in ~/.config/fish/config.fish.
    """
    folder = os.path.join(os.path.dirname(integrations.__file__), "completion")
    with open(os.path.join(folder, f"ocpplint.{shell}"), encoding="utf-8") as script:
        put(script.read().encode())
    return Exit.CLEAN
