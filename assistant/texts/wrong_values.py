"""What is wrong with a value that somebody sent or wrote, worded to follow the value's name: "must be text"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.texts.coded import Coded

# The text for each pydantic error type.
_TEXTS = {
    "missing": "wrong.missing",
    "extra_forbidden": "wrong.extra_forbidden",
    "json_invalid": "wrong.json_invalid",
    "string_type": "wrong.text",
    "string_unicode": "wrong.half_character",
    "string_too_long": "wrong.longest",
    "string_too_short": "wrong.shortest",
    "literal_error": "wrong.literal_error",
    "greater_than_equal": "wrong.greater_than_equal",
    "less_than_equal": "wrong.less_than_equal",
    "greater_than": "wrong.greater_than",
    "less_than": "wrong.less_than",
    "int_parsing_size": "wrong.fewer_digits",
    "too_long": "wrong.most",
    "too_short": "wrong.fewest",
    **dict.fromkeys(("tuple_type", "list_type"), "wrong.list"),
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type"), "wrong.object"),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float", "finite_number"), "wrong.whole_number"),
    **dict.fromkeys(("float_type", "float_parsing"), "wrong.number"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "wrong.true_or_false"),
}
# The text for each pattern that a value must match.
_FORMS = {
    r"^\d{4}-\d{2}-\d{2}$": "wrong.day",
    r"\S": "wrong.blank",
    r"^https?://\S+$": "wrong.address",
    r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$": "wrong.language",
}


def wrong(error: Mapping[str, Any]) -> str:
    """The words for one of the errors of a pydantic `ValidationError`."""
    kind, context = str(error["type"]), error.get("ctx") or {}
    if kind == "value_error":
        return str(context["error"])
    text = _FORMS.get(context["pattern"]) if kind == "string_pattern_mismatch" else _TEXTS.get(kind)
    if text is None:
        return str(Coded("wrong.unreadable", {"why": error["msg"]}))
    return str(Coded(text, {**context, "n": context.get("max_length", context.get("min_length"))}))
