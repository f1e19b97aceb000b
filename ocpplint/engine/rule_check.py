"""Checking what a rule file says about facts, with errors at the place in the file."""

from typing import Any

from ocpplint.datafiles import DataFile, DataFileError
from ocpplint.engine.conditions import Ast, ConditionError, check, parse, parse_template, vocabulary_of
from ocpplint.engine.durations import seconds
from ocpplint.facts import FACT_TYPES
from ocpplint.stations.keyspec import KeySpec

_NESTED: dict[str, dict[str, type]] = {"setting": {"spec": KeySpec}}


class RuleFile:
    """The conditions and templates of one rule file, parsed and checked where they stand."""

    def __init__(self, file: DataFile) -> None:
        self._file = file

    def condition(self, route: list[Any], text: str, fact: str, *, in_group: bool) -> Ast:
        """Return the tree of the condition at ``route``. Raises ``DataFileError`` if it is wrong."""
        return self._checked(route, text, parse, fact, in_group=in_group)

    def template(self, route: list[Any], text: str, fact: str, *, in_group: bool) -> Ast:
        """Return the tree of the template at ``route``. Raises ``DataFileError`` if it is wrong."""
        return self._checked(route, text, parse_template, fact, in_group=in_group)

    def check_fields(self, route: list[Any], operator: dict[str, Any], fact: str, rule: dict[str, Any]) -> None:
        """Check that ``by`` and ``latest`` are fields of the fact, and ``within`` a duration or an option."""
        known = FACT_TYPES[fact].__annotations__
        fields: list[tuple[list[str | int], str]] = [
            (["by", index], name) for index, name in enumerate(operator.get("by", ()))
        ]
        fields += [(["latest"], operator["latest"])] if "latest" in operator else []
        for where, name in fields:
            if name not in known:
                raise self._file.error([*route, *where], _unknown_field(name, fact, list(known)), at_value=True)
        within = operator.get("within")
        if within is not None and within not in rule.get("options", {}):
            try:
                seconds(within)
            except ValueError as error:
                raise self._file.error(
                    [*route, "within"], f"{error}, and no option of this rule", at_value=True
                ) from error

    def _checked(self, route: list[Any], text: str, parser: Any, fact: str, *, in_group: bool) -> Ast:
        try:
            tree: Ast = parser(text)
        except ConditionError as error:
            raise self._at(route, text, error.line, error.column, error.message) from error
        for problem in check(tree, vocabulary_of(FACT_TYPES[fact], _NESTED.get(fact), group=in_group)):
            raise self._at(route, text, problem.line, problem.column, problem.message)
        return tree

    def _at(self, route: list[Any], text: str, line: int, column: int, message: str) -> DataFileError:
        """Point into the condition where the file has its text as it is; at its beginning where YAML folded it."""
        start_line, start_column = self._file.value_position(route)
        offset = self._file.value_text(route).find(text.split("\n")[0])
        if offset >= 0 and line == 1:
            start_column += offset + column - 1
        return DataFileError(self._file.path, f"in `{route[-1]}`: {message}", start_line, start_column)


def _unknown_field(name: str, fact: str, known: list[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, known, 1)
    return f"a {fact} has no field `{name}`" + (f"; did you mean `{near[0]}`?" if near else "")
