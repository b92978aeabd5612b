"""What a package offers at no cost to whoever imports it: each name is imported when it is first asked for."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path


def on_first_use(module: str) -> Callable[[str], object]:
    """A `__getattr__` for a module: it offers what the module imports for type checkers only.

    So one list serves both, and modules import the whole package at their top, but wait only for what they use.
    """

    @cache
    def homes() -> dict[str, tuple[str, str]]:
        source = Path(str(sys.modules[module].__file__)).read_text("utf-8")
        blocks = [block for block in ast.parse(source).body if isinstance(block, ast.If)]
        imports = [one for block in blocks for one in block.body if isinstance(one, ast.ImportFrom)]
        return {name.asname or name.name: (str(one.module), name.name) for one in imports for name in one.names}

    def look_up(name: str) -> object:
        if name not in homes():
            raise AttributeError(f"module '{module}' has no attribute '{name}'")
        home, own = homes()[name]
        is_module = home == module or not hasattr(found := import_module(home), own)
        return import_module(f"{home}.{own}") if is_module else getattr(found, own)

    return look_up
