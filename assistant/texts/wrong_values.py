"""What is wrong with a value that somebody sent or wrote, worded to follow the value's name: "must be text"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "json_invalid": "is not valid JSON",
    "string_type": "must be text",
    "string_unicode": "holds half a character, such as \\ud800; take it out",
    "string_too_long": "must have at most {max_length} characters",
    "literal_error": "must be {expected}",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
    "greater_than": "must be more than {gt}",
    "less_than": "must be less than {lt}",
    "int_parsing_size": "must be a number of fewer digits",
    "too_long": "must have at most {max_length} entries",
    **dict.fromkeys(("tuple_type", "list_type"), "must be a list"),
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type"), "must be an object with named fields"),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float", "finite_number"), "must be a whole number"),
    **dict.fromkeys(("float_type", "float_parsing"), "must be a number"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "must be true or false"),
}
_FORMS = {
    r"^\d{4}-\d{2}-\d{2}$": "must be a day, such as 2026-02-12",
    r"\S": "must not be blank",
    r"^https?://\S+$": "must be an address that begins with http:// or https://",
    r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$": "must be the code of a language, such as en or zh-Hans",
}


def wrong(error: Mapping[str, Any]) -> str:
    """The words for one of the errors of a pydantic `ValidationError`."""
    kind, context = str(error["type"]), error.get("ctx") or {}
    if kind == "value_error":
        return str(context["error"])
    if kind == "string_pattern_mismatch" and context["pattern"] in _FORMS:
        return _FORMS[context["pattern"]]
    if kind in ("string_too_short", "too_short"):
        counted = "characters" if kind == "string_too_short" else "entries"
        return (
            "must not be empty"
            if context["min_length"] == 1
            else f"must have at least {context['min_length']} {counted}"
        )
    return _WORDS[kind].format(**context) if kind in _WORDS else f"cannot be read: {error['msg']}"
