"""Values that cost nothing until their first use: the names that a package offers, and what is slow to load."""

from __future__ import annotations

import ast
import sys
import threading
from collections.abc import Callable
from functools import cache, wraps
from importlib import import_module
from pathlib import Path
from typing import TypeVar

Made = TypeVar("Made")


def once(make: Callable[[], Made]) -> Callable[[], Made]:
    """Makes the value on its first use; with `cache`, threads that call it at the same time would each make one."""
    making, made = threading.Lock(), list[Made]()

    @wraps(make)
    def value() -> Made:
        if not made:
            with making:
                if not made:
                    made.append(make())
        return made[0]

    return value


def on_first_use(module: str) -> Callable[[str], object]:
    """A `__getattr__` for a module: it offers the names that the module imports for type checkers only.

    One list thus serves type checkers and run time, and modules import the whole package but load only what they use.
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
