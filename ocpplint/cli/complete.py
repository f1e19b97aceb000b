"""The backend of the completion scripts: takes the words of a command line, prints the candidates.

``ocpplint __complete -- check --select SC`` says it line by line, the parts of a line separated by tabs:
``word``, the whole word and what it means; ``files`` or ``folders`` and what stands before the path in the word.
"""

import os
from collections.abc import Iterable, Iterator, Sequence

import click

from ocpplint.cli.candidates import Candidate, Paths, Word, candidates_for, matching
from ocpplint.cli.exits import Exit
from ocpplint.cli.output import put

_OF_SHELLS = frozenset(" \"'`$&;|<>(){}*?!\\")
"""Characters with a special meaning in shells at any position of a word."""


@click.command("__complete", hidden=True)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def command(context: click.Context, words: tuple[str, ...]) -> int:
    """Print the completion candidates for a shell."""
    for candidate in completions(context.find_root().command, words):
        if isinstance(candidate, Paths) or _is_harmless(candidate.text):
            put(os.fsencode(_line(candidate)) + b"\n")
    return Exit.CLEAN


def completions(root: click.Command, words: Sequence[str]) -> Iterable[Candidate]:
    """Return what the last of ``words`` may become; those before it are the command line from behind ``ocpplint``."""
    *before, last = words or [""]
    position = Position(root)
    for word in before:
        if not position.advance(word):
            return ()
    return position.candidates(last)


class Position:
    """Where on the command line the cursor is: in which command, behind which option, at which argument."""

    def __init__(self, root: click.Command) -> None:
        self._context = click.Context(root, info_name=root.name, **root.context_settings)
        self._awaited: click.Option | None = None
        self._arguments = 0
        self._only_arguments = False
        self._given: dict[str, list[str]] = {}

    def advance(self, word: str) -> bool:
        """Go on behind ``word``; False where nobody can tell what may follow, as behind an unknown command."""
        if self._awaited is not None:
            self._give(self._awaited, word)
            self._awaited = None
        elif not self._is_option(word):
            return self._take_argument(word)
        elif word == "--":
            self._only_arguments = True
        else:
            self._take_option(word)
        return True

    def candidates(self, text: str) -> Iterable[Candidate]:
        """Return what may stand here and begins with ``text``."""
        if self._awaited is not None:
            return candidates_for(self._awaited, text, self._given)
        if self._only_arguments or not text.startswith("-"):
            return self._arguments_like(text)
        name, equals, value = text.partition("=")
        if not equals:
            return matching(text, self._options())
        option = self._option(name)
        if option is None or not _takes_value(option):
            return ()
        return _behind(f"{name}=", candidates_for(option, value, self._given))

    def _is_option(self, word: str) -> bool:
        return not self._only_arguments and word.startswith("-") and word != "-"

    def _take_argument(self, word: str) -> bool:
        command = self._context.command
        if not isinstance(command, click.Group):
            self._arguments += 1
            return True
        below = command.get_command(self._context, word)
        if below is None:
            return False
        self._context = click.Context(below, parent=self._context, info_name=word, **below.context_settings)
        return True

    def _take_option(self, word: str) -> None:
        name, equals, value = word.partition("=")
        option = self._option(name)
        if option is None:
            return
        if not _takes_value(option) or equals:
            self._give(option, value)
        else:
            self._awaited = option

    def _give(self, option: click.Option, value: str) -> None:
        self._given.setdefault(option.name or "", []).append(value)

    def _option(self, name: str) -> click.Option | None:
        return next((option for option in self._known_options() if name in option.opts), None)

    def _known_options(self) -> Iterator[click.Option]:
        for parameter in self._context.command.get_params(self._context):
            if isinstance(parameter, click.Option) and not parameter.hidden:
                yield parameter

    def _options(self) -> Iterator[Word]:
        for option in self._known_options():
            if option.multiple or option.name not in self._given:
                for name in option.opts:
                    yield Word(name, option.help or "")

    def _arguments_like(self, text: str) -> Iterable[Candidate]:
        command = self._context.command
        if isinstance(command, click.Group):
            return matching(text, _subcommands(command, self._context))
        arguments = [param for param in command.params if isinstance(param, click.Argument)]
        for argument in arguments[self._arguments :] or arguments[-1:]:
            if self._arguments < len(arguments) or argument.nargs == -1:
                return candidates_for(argument, text, self._given)
        return ()


def _subcommands(group: click.Group, context: click.Context) -> Iterator[Word]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None and not command.hidden:
            yield Word(name, command.get_short_help_str(limit=80))


def _takes_value(option: click.Option) -> bool:
    return not option.is_flag and not option.count


def _behind(prefix: str, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Put what the candidates stand behind in the same word before them."""
    for candidate in candidates:
        if isinstance(candidate, Word):
            yield Word(prefix + candidate.text, candidate.meaning)
        else:
            yield Paths(prefix + candidate.prefix, folders=candidate.folders)


def _line(candidate: Candidate) -> str:
    if isinstance(candidate, Word):
        return f"word\t{candidate.text}\t{_in_brief(candidate.meaning)}"
    return f"{'folders' if candidate.folders else 'files'}\t{candidate.prefix}"


def _is_harmless(word: str) -> bool:
    """Return whether a shell reads a word literally, and a terminal shows all of it.

    bash puts it on the command line unquoted, and keys, rules and revisions are called what their authors like.
    """
    return word.isprintable() and not _OF_SHELLS.intersection(word)


def _in_brief(text: str) -> str:
    """Shorten a description to fit on one line. It may come from custom rules."""
    line = " ".join(text.split())
    if not line.isprintable() or "##" in line:
        from ocpplint.reporters.gate import inert, visible_line

        line = inert(visible_line(line))
    return line if len(line) <= 80 else line[:79].rstrip() + "…"
