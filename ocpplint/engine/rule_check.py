"""Checks conditions and templates of a rule file, with errors at their location in the file."""

from collections.abc import Callable, Sequence
from typing import Any

from ocpplint.conditions.api import Ast, ConditionError, check, parse, parse_template, vocabulary_of
from ocpplint.conditions.durations import seconds
from ocpplint.conditions.vocabulary import Vocabulary
from ocpplint.facts.fact_types import FACT_TYPES
from ocpplint.resources.datafile import DataFile, DataFileError
from ocpplint.resources.quoting import shortened, word
from ocpplint.stations.keyspec import KeySpec

Route = Sequence[str | int]

_NESTED: dict[str, dict[str, type]] = {"setting": {"spec": KeySpec}}


def about(fact: str, *, group: bool = False) -> Vocabulary:
    """Return the vocabulary of a condition on this type of fact; ``group`` is whether it is about several facts."""
    return vocabulary_of(FACT_TYPES[fact], _NESTED.get(fact), group=group)


class RuleFile:
    """The conditions and templates of one rule file, parsed and checked."""

    def __init__(self, file: DataFile) -> None:
        self._file = file

    def condition(self, route: Route, text: str, vocabulary: Vocabulary) -> Ast:
        """Return the tree of the condition at ``route``. Raises ``DataFileError`` if it is wrong."""
        tree = self._parsed(route, text, parse)
        self._check(route, text, tree, vocabulary)
        return tree

    def template(self, route: Route, text: str, vocabulary: Vocabulary) -> Ast:
        """Return the tree of the template at ``route``. Raises ``DataFileError`` if it is wrong."""
        tree = self._parsed(route, text, parse_template)
        self._check(route, text, tree, vocabulary)
        return tree

    def value(self, route: Route, text: str, vocabulary: Vocabulary) -> Ast:
        """Return the tree of the expression at ``route``, which may be of any type. Raises ``DataFileError``."""
        tree = self._parsed(route, text, parse)
        self._check(route, text, ["template", tree[1], [tree[2]]], vocabulary)
        return tree

    def check_fields(self, route: Route, operator: dict[str, Any], fact: str) -> None:
        """Check that ``by`` and ``latest`` are fields of the fact."""
        known = [
            name for owner in reversed(FACT_TYPES[fact].__mro__) for name in vars(owner).get("__annotations__", ())
        ]
        fields: list[tuple[list[str | int], str]] = [
            (["by", index], name) for index, name in enumerate(operator.get("by", ()))
        ]
        fields += [(["latest"], operator["latest"])] if "latest" in operator else []
        for where, name in fields:
            if name not in known:
                raise self.error([*route, *where], _unknown_field(name, fact, known))

    def check_duration(self, route: Route, within: str | float | None, rule: dict[str, Any]) -> None:
        """Check that ``within`` is a duration or the name of an option of the rule."""
        if within is None or within in rule.get("options", {}):
            return
        try:
            seconds(within)
        except ValueError as error:
            raise self.error(route, f"{error}, and no option of this rule") from error

    def error(self, route: Route, reason: str) -> DataFileError:
        """Make the error for the value at ``route``."""
        return self._file.error(route, reason, at_value=True)

    def _parsed(self, route: Route, text: str, parser: Callable[[str], Ast]) -> Ast:
        try:
            return parser(text)
        except ConditionError as error:
            raise self._at(route, text, error.line, error.column, error.message) from error

    def _check(self, route: Route, text: str, tree: Ast, vocabulary: Vocabulary) -> None:
        for problem in check(tree, vocabulary):
            raise self._at(route, text, problem.line, problem.column, problem.message)

    def _at(self, route: Route, text: str, line: int, column: int, message: str) -> DataFileError:
        """Return the location within a condition; its beginning, where YAML has folded the text."""
        start_line, start_column = self._file.value_position(route)
        offset = self._file.value_text(route).find(text.split("\n")[0])
        if offset >= 0 and line == 1:
            start_column += offset + column - 1
        where = [step for step in route if isinstance(step, str)][-1]
        return DataFileError(self._file.path, f"in `{where}`: {shortened(message)}", start_line, start_column)


def _unknown_field(name: str, fact: str, known: list[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, known, 1)
    return f"a {fact} has no field `{word(name)}`" + (f"; did you mean `{near[0]}`?" if near else "")
