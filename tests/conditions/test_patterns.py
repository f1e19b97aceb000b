"""Which regular expressions `matches` takes, and what they mean."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocpplint.conditions.ambiguity import require_tame
from ocpplint.conditions.patterns import PatternError, compile_pattern

REFUSED = {
    "(?=a)": "lookaround",
    "(?!a)": "lookaround",
    "(?<=a)b": "lookaround",
    "(?<!a)b": "lookaround",
    r"(a)\1": "backreferences",
    "(?P<x>a)(?P=x)": "backreferences",
    "(?>a)": "`(?>` is not supported",
    "(?(1)a|b)": "`(?(` is not supported",
    "a++": "a repeat of a repeat",
    "a**": "a repeat of a repeat",
    "*a": "a repeat of nothing",
    "^*": "a repeat of nothing",
    "a|+": "a repeat of nothing",
    "(a": "a `(` without its `)`",
    "a)": "a `)` too many",
    "[a": "a `[` without its `]`",
    "[]": "a `[` without its `]`",
    "[z-a]": "bad character range",
    r"[\d-z]": "a range in a class needs a character on both sides",
    "[[:alpha:]]": "[:alpha:]",
    r"\p{L}": r"`\p` is not supported",
    r"\Z": r"`\Z` is not supported",
    r"\xg": "hexadecimal",
    r"\x{110000}": "hexadecimal",
    "a\\": "a backslash at the end",
    "a{,5}": "lower limit",
    "a{5,2}": "the wrong way round",
    "a{1001}": "more than 1000",
    "a(?i)b": "at the very beginning",
    "(" * 60 + ")" * 60: "nested more than 50 deep",
    "([a-z]{500}){5}": "too large",
}


@pytest.mark.parametrize(("pattern", "reason"), REFUSED.items(), ids=[pattern[:20] for pattern in REFUSED])
def test_a_pattern_outside_the_subset_is_refused(pattern: str, reason: str) -> None:
    assert reason in _refusal(pattern)


EXPONENTIAL = [
    "(a+)+$",
    "(a*)*",
    "(a|a)*b",
    "(a|b|[ab])+$",
    "(.*,)*x",
    r"(\w+\s?)*$",
    "(?:x(?:a?)?)*y",
    "(a?b?)*c",
    "(?i)(a|A)*b",
    "(a?){30}a{30}",
    "(a{1,9}){1000}",
    "(a|a){30}",
    "([a-z]+){10,20}$",
    "(é|é)*x",
]


@pytest.mark.parametrize("pattern", EXPONENTIAL)
def test_a_pattern_that_could_take_exponential_time_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError, match="exponential time"):
        require_tame(pattern)


TAME = [
    "^[A-Z]+(,[A-Z]+)*$",
    r"^(\d{1,3}\.){3}\d{1,3}$",
    "([0-9A-F]{2}:?){6}",
    "^[0-9a-fA-F]{40}$",
    "([^,]*,)*x",
    "^(RST|RTS|SRT|STR|TRS|TSR)(,(RST|RTS))*$",
    r"[a-z0-9]+(\.[a-z0-9]+)*@",
    "[A-Za-z0-9._-]{1,50}",
    "([A-Z][a-z]+)+",
    r"^(true|false)$",
    r"^wss?://[^/\s]+(:\d+)?(/.*)?$",
    "(a|ab)*c",
    "",
    "(|a)",
    ".*foo.*",
    "(?i)^yes$",
    "^{literal}$",
]


@pytest.mark.parametrize("pattern", TAME)
def test_an_ordinary_pattern_is_accepted(pattern: str) -> None:
    require_tame(pattern)
    compile_pattern(pattern)


MEANINGS = [
    ("a$", "a\n", False),
    (r"a\z", "a", True),
    (r"^\d+$", "٣", False),
    (r"^\w$", "é", False),
    (r"^\s$", "\v", False),
    (r"^\s$", "\t", True),
    (r"^\S$", "\v", True),
    (r"^[\s,]+$", " ,\t", True),
    (r"^[^\s]$", "\v", True),
    (r"^[\S]$", " ", False),
    ("^[[]$", "[", True),
    ("^[]a]$", "]", True),
    ("^[^]]$", "]", False),
    ("^[a&&b|~-]+$", "&|~-ab", True),
    ("^[a-]$", "-", True),
    (r"^\x41\x{e9}$", "Aé", True),
    ("^a{x}$", "a{x}", True),
    ("^a{2}$", "aa", True),
    ("^.$", "\n", False),
    ("(?i)^rst$", "RsT", True),
    ("(?P<name>a)", "a", True),
    (r"\bRST\b", "a RST b", True),
    ("a+?b", "aab", True),
    (r"^\.\*\-\/$", ".*-/", True),
]


@pytest.mark.parametrize(("pattern", "text", "found"), MEANINGS)
def test_a_pattern_means_what_it_means_in_re2(pattern: str, text: str, found: bool) -> None:
    assert bool(compile_pattern(pattern).search(text)) is found


_atoms = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\w", r"\d", "é"])
_patterns = st.recursive(
    _atoms,
    lambda inner: st.one_of(
        st.builds("({})*".format, inner),
        st.builds("({})+".format, inner),
        st.builds("({})?".format, inner),
        st.builds("({}){{1,3}}".format, inner),
        st.builds("(?:{}|{})".format, inner, inner),
        st.builds("{}{}".format, inner, inner),
    ),
    max_leaves=6,
)


@given(_patterns, st.text("ab1é\n", max_size=8))
@settings(max_examples=300)
def test_the_subset_finds_what_re_finds(pattern: str, text: str) -> None:
    assert bool(compile_pattern(pattern).search(text)) is bool(re.search(pattern, text, re.ASCII))


@given(_patterns)
@settings(max_examples=200, deadline=None)
def test_no_accepted_pattern_explodes_on_a_text_that_nearly_matches(pattern: str) -> None:
    try:
        require_tame(pattern + "$")
    except PatternError:
        return
    compiled = compile_pattern(pattern + "$")  # which an exponential pattern would not finish in this century
    for text in ("a" * 60 + "\n\n", "ab" * 60 + "\n\n", "1" * 60 + "\n\n"):
        found = compiled.search(text)
        assert found is None or found.end() == len(text)


@given(st.text("ab(|)*+?{}[]^-$\\.1,:di", max_size=12))
@settings(max_examples=500)
def test_any_text_is_a_pattern_or_a_pattern_error(source: str) -> None:
    assert _refusal(source) != ""


def _refusal(pattern: str) -> str:
    try:
        require_tame(pattern)
        compile_pattern(pattern)
    except PatternError as error:
        return str(error)
    return "none"
