"""What speaks of keys without setting them: descriptions, translations, words and types in the place of values."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ocpplint.documents.tree import Node, Object
from ocpplint.readers.settings.names import STATION_CONTAINERS, plain

DESCRIBING = frozenset(
    {
        *(
            "type",
            "datatype",
            "format",
            "enum",
            "oneof",
            "anyof",
            "allof",
            "ref",
            "items",
            "properties",
            "required",
        ),
        *(
            "description",
            "title",
            "label",
            "help",
            "hint",
            "text",
            "note",
            "comment",
            "summary",
            "example",
            "examples",
        ),
        *("definition", "defaultmessage", "message", "translation", "msgid", "msgstr", "tooltip", "placeholder"),
        *("unit", "units", "access", "mutability", "readonly", "scope", "source", "reboot", "minimum", "maximum"),
        *(
            "min",
            "max",
            "default",
            "category",
            "group",
            "section",
            "component",
            "since",
            "version",
            "featureprofile",
        ),
        *(
            "id",
            "name",
            "key",
            "line",
            "path",
            "file",
            "column",
            "code",
            "rule",
            "url",
            "link",
            "pattern",
            "standard",
        ),
    }
)
"""Members beside a key, or below it, that say what the key is and not what it is set to (as ``names.plain`` spells
them). In a JSON Schema, a table of keys and a translation there is nothing else."""

_MAKES_A_DESCRIPTION = DESCRIBING - {"min", "max", "default", "id", "name", "key", "version"}
_TYPE_WORDS = frozenset(
    {
        *(
            "integer",
            "int",
            "string",
            "str",
            "boolean",
            "bool",
            "decimal",
            "float",
            "double",
            "number",
            "csl",
            "list",
        ),
        *("enum", "datetime", "object", "any", "optional", "required", "core", "rw", "r", "w", "ro", "wo", "r/w"),
        *("readonly", "readwrite", "read-only", "read-write", "null", "none", "undefined", "nil", "value", "key"),
    }
)
# Seldom needed, and compiled then.
_OCPP_WORDS = (
    r"(?i)ocpp|charge[_ -]?(?:point|box)|charging[_ -]?station|wall[_ -]?box|\bcsms\b|evse|connector_?id|[a-z]ctrlr\b"
    r"|configurationkey|changeconfiguration"
)
_LANGUAGE = r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?"
_OF_TRANSLATIONS = frozenset({"i18n", "l10n", "locale", "locales", "lang", "langs", "languages", "translations"})
_PARTS = r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])"
_WORDS = r"[^\W\d_]{2,}"


def speaks_of_ocpp(text: str) -> bool:
    """Tell whether a word of the charging station's world stands in a text."""
    return re.search(_OCPP_WORDS, text) is not None


def names_ocpp(names: Iterable[str]) -> bool:
    """Tell whether one of the names around settings is of the charging station's world."""
    several = list(names)
    return speaks_of_ocpp(" ".join(several)) or any(plain(name) in STATION_CONTAINERS for name in several)


def is_description(node: Object) -> bool:
    """Tell whether an object under the name of a key says what the key is: its type, its text, its bounds."""
    names = {plain(name.lstrip("$@")) for name, _ in node.members}
    return bool(names & _MAKES_A_DESCRIPTION) and "value" not in names


def is_prose(text: str) -> bool:
    """Tell whether a text is a sentence or a title: several words and hardly anything else."""
    words = re.findall(_WORDS, text)
    return len(words) > 1 and " " in text.strip() and sum(map(len, words)) > len(text) * 0.6


def is_type_word(text: str) -> bool:
    """Tell whether a text names a type, an access or a heading, and is no value of any key."""
    word = text.strip()
    # In capitals it is an order of phases (OCPP 1.6 edition 2, 9.1.9 ConnectorPhaseRotation).
    return word != "STR" and word.lower() in _TYPE_WORDS


@lru_cache(maxsize=256)
def is_translation(path: str) -> bool:
    """Tell the file of a translation by its path: ``locales/de.json``, ``messages.de-AT.json``."""
    folders = re.split(r"[\\/]", path.lower())
    stem = folders.pop().rpartition(".")[0]
    if not _OF_TRANSLATIONS.isdisjoint(folders):
        return True
    base, _, language = stem.rpartition(".")
    return base in ("messages", "translation", "translations", "strings", "common") and bool(
        re.fullmatch(_LANGUAGE, language)
    )


def are_labels(keys: Sequence[tuple[str, Node]], path: str) -> bool:
    """Tell whether the values of known keys are what a user interface calls the keys, and no values of settings."""
    for key, value in keys:
        if type(value) is not str or not value:
            return False
        # Neither the key in words nor a title with one of its words.
        is_short = " " not in value and len(value) + key.count("_") + key.count("-") < len(key)
        if is_short and not is_translation(path):
            return False
    texts = [(key, str(value)) for key, value in keys]
    if all(_is_own_name(key, text) for key, text in texts):
        return True
    if is_translation(path):
        return all(re.search(_WORDS, text) and text.lower() not in ("true", "false") for _, text in texts)
    return len(texts) > 1 and all(_is_own_name(key, text) or _is_about(key, text) for key, text in texts)


def _is_about(key: str, text: str) -> bool:
    """Tell whether a text is a title or sentence with a word of the key in it: ``Interval between heartbeats``."""
    words = (word.lower() for word in re.findall(_PARTS, key))
    return is_prose(text) and any(len(word) > 3 and word in text.lower() for word in words)


def _is_own_name(key: str, text: str) -> bool:
    """Tell whether a text is the key in words: ``Heartbeat interval (s)``. The key itself is a constant's value."""
    bare = re.sub(r"\s*[(\[].*$", "", text).rstrip(" :*")
    return plain(bare) == plain(key)
