"""Gives commands and tools a parameter for every filter of `Filters`, passed to the function as one dictionary."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature
from typing import Any

from index.filters import DESCRIBED


def limited(function: Callable[..., Any], annotation: Callable[[str], Any]) -> Callable[..., Any]:
    """The function with a parameter for each filter instead of its `limits`, a dictionary of the filters given.

    `annotation` returns a filter's annotation by name.
    """
    declared = signature(function, eval_str=True)
    own = [one for one in declared.parameters.values() if one.name != "limits"]
    kind = Parameter.KEYWORD_ONLY
    added = [Parameter(name, kind, default=None, annotation=annotation(name)) for name in DESCRIBED]

    @wraps(function)
    def calling(**given: Any) -> Any:
        limits = {name: given.pop(name) for name in DESCRIBED if name in given}
        return function(**given, limits={name: value for name, value in limits.items() if value is not None})

    del calling.__wrapped__  # else the function's own parameters would be looked up
    calling.__signature__ = declared.replace(parameters=[*own, *added])  # type: ignore[attr-defined]
    calling.__annotations__ = {one.name: one.annotation for one in (*own, *added)}
    return calling
