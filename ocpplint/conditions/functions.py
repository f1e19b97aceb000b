"""The functions and methods of conditions (cel-spec, langdef.md, "List of Standard Definitions")."""

import functools
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ocpplint.conditions.ast import EvaluationError, Node, Value
from ocpplint.conditions.values import described, kind_of, string, within_64_bits

LONGEST_MATCHED = 2500
"""The longest text a pattern is tried on: as long as any value in the inputs may be (OCPP 2.0.1 part 2). A pattern
may take time that is polynomial in the length of the text, never exponential."""


class Function(NamedTuple):
    """A function, and the kinds of value of its arguments (and its target, which comes first)."""

    apply: Callable[..., Any]
    accepts: tuple[frozenset[str], ...]
    gives: str


def _size(value: Value) -> int:
    if type(value) is str:
        return len(value)
    if kind_of(value) in ("string", "list", "map"):
        return len(value)
    raise EvaluationError(f"only a string, list or map has a size, not {described(value)}")


def _int(value: Value) -> int:
    kind = kind_of(value)
    if kind == "int":
        return within_64_bits(value)
    if kind == "double" and abs(value) < 2.0**63:
        return int(value)
    if kind == "string" and re.fullmatch(r"[+-]?[0-9]{1,4000}", value):
        return within_64_bits(int(value))
    raise EvaluationError(f"this {kind} cannot be made an int")


def _double(value: Value) -> float:
    kind = kind_of(value)
    if kind in ("int", "double"):
        return _nearest_double(value)
    if kind == "string" and re.fullmatch(
        r"[+-]?([0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?|\.[0-9]+([eE][+-]?[0-9]+)?|inf|infinity|nan)",
        value,
        re.IGNORECASE,
    ):
        return float(value)
    raise EvaluationError(f"this {kind} cannot be made a double")


def _nearest_double(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        raise EvaluationError("this int is too large for a double") from None


def _lower_ascii(value: Value) -> str | None:
    """Lower the ASCII letters alone (cel-go ext/strings ``lowerAscii``); of null, null."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise EvaluationError(f"`lowerAscii` needs a string, not {described(value)}")
    return value.lower() if value.isascii() else re.sub("[A-Z]+", lambda letters: letters[0].lower(), value)


def _question(name: str, ask: Callable[[str, str], bool]) -> Callable[[Any, Any], bool]:
    """Return a question about two strings; about null it is answered False, other kinds are an error."""

    def answer(value: Value, argument: Value) -> bool:
        if isinstance(value, str) and isinstance(argument, str):
            return ask(value, argument)
        if {kind_of(value), kind_of(argument)} <= {"string", "null"}:
            return False
        raise EvaluationError(f"`{name}` cannot take {described(value)} and {described(argument)}")

    return answer


def _matches(value: str, pattern: str) -> bool:
    return search(compiled_pattern(pattern), value)


def search(pattern: re.Pattern[str], value: str) -> bool:
    """Return whether the pattern matches anywhere in the value, which must not be overlong."""
    if len(value) > LONGEST_MATCHED:
        raise EvaluationError(f"the text is too long for `matches` (more than {LONGEST_MATCHED} characters)")
    return pattern.search(value) is not None


def approved_pattern(source: str) -> re.Pattern[str]:
    """Compile a pattern that stands in the condition, so that ``check`` has made sure already that it is tame."""
    from ocpplint.conditions.patterns import PatternError, compile_pattern

    try:
        return compile_pattern(source)
    except PatternError as error:
        raise EvaluationError(f"`matches`: {error}") from None


@functools.lru_cache(maxsize=512)
def compiled_pattern(source: str) -> re.Pattern[str]:
    """Compile a pattern of the RE2 subset that is tame; raise ``EvaluationError`` where it is not one."""
    from ocpplint.conditions.ambiguity import require_tame
    from ocpplint.conditions.patterns import PatternError

    try:
        require_tame(source)
    except PatternError as error:
        raise EvaluationError(f"`matches`: {error}") from None
    return approved_pattern(source)


_STRING_OR_NULL = frozenset({"string", "null"})
_SIZED = frozenset({"string", "list", "map"})

FUNCTIONS: dict[str, Function] = {
    "size": Function(_size, (_SIZED,), "int"),
    "int": Function(_int, (frozenset({"int", "double", "string"}),), "int"),
    "double": Function(_double, (frozenset({"int", "double", "string"}),), "double"),
    "string": Function(string, (frozenset({"int", "double", "string", "bool"}),), "string"),
}

METHODS: dict[str, Function] = {
    "size": FUNCTIONS["size"],
    "startsWith": Function(_question("startsWith", str.startswith), (_STRING_OR_NULL, _STRING_OR_NULL), "bool"),
    "endsWith": Function(_question("endsWith", str.endswith), (_STRING_OR_NULL, _STRING_OR_NULL), "bool"),
    "contains": Function(_question("contains", str.__contains__), (_STRING_OR_NULL, _STRING_OR_NULL), "bool"),
    "matches": Function(_question("matches", _matches), (_STRING_OR_NULL, _STRING_OR_NULL), "bool"),
    "lowerAscii": Function(_lower_ascii, (_STRING_OR_NULL,), "string"),
}

MACROS: dict[str, tuple[int, ...]] = {
    "exists": (2,),
    "all": (2,),
    "exists_one": (2,),
    "filter": (2,),
    "map": (2, 3),
}
"""The macros over lists and maps, with how many arguments each takes (cel-spec, langdef.md, "Macros")."""

AGGREGATES: dict[str, tuple[int, ...]] = {
    "count": (0, 1),
    "distinct": (1,),
    "any": (1,),
    "every": (1,),
    "values": (1,),
}
"""The functions over the members of a group: ours, not CEL's."""


def call_problem(name: str, *, method: bool, arguments: list[Node]) -> str | None:
    """Say what is wrong with the form of a call: its name, the number of arguments, a macro's variable."""
    arities = _arities(name, method=method)
    if arities is None:
        return _unknown(name, method=method)
    if len(arguments) not in arities:
        wanted = " or ".join(map(str, arities))
        return f"`{name}` takes {wanted} argument{'' if arities[-1] == 1 else 's'}, not {len(arguments)}"
    if name == "has" and arguments[0][0] != "member":
        return "`has` asks for a member, as in `has(spec.unit)`; a plain name is compared with null"
    if method and name in MACROS and arguments[0][0] != "name":
        return f"the first argument of `{name}` names its variable, as in `list.{name}(x, ...)`"
    return None


def _arities(name: str, *, method: bool) -> tuple[int, ...] | None:
    if method:
        return MACROS.get(name) or ((len(METHODS[name].accepts) - 1,) if name in METHODS else None)
    if name == "has":
        return (1,)
    return AGGREGATES.get(name) or ((len(FUNCTIONS[name].accepts),) if name in FUNCTIONS else None)


def _unknown(name: str, *, method: bool) -> str:
    functions = [*FUNCTIONS, *AGGREGATES, "has"]
    methods = [*METHODS, *MACROS]
    if method and name in functions:
        return f"`{name}` is not a method; write `{name}(...)`"
    if not method and name in methods:
        return f"`{name}` is a method; write `x.{name}(...)`"
    known = methods if method else functions
    return f"there is no {'method' if method else 'function'} `{name}`{did_you_mean(name, known)}"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the end of a sentence that offers the most similar known name, or nothing."""
    import difflib

    by_lower = {candidate.lower(): candidate for candidate in known}
    close = difflib.get_close_matches(name.lower(), by_lower, n=1)
    return f"; did you mean `{by_lower[close[0]]}`?" if close else ""
