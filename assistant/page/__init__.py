"""The page that people see: the conversation, the cards beside it, and whole articles.

It draws answer/1 records. Only `chat.py` and `side.py` import gradio, which takes seconds.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import spec_from_file_location
from types import ModuleType
from typing import TYPE_CHECKING

from index.on_first_use import on_first_use

if TYPE_CHECKING:
    from assistant.page.chat import mount

__getattr__ = on_first_use(__name__)


class _WithoutStubs(SourceFileLoader):
    """Loads gradio 6's `component_meta` without writing type stubs beside gradio's own files.

    It would write them at every import, which takes 1.3 of the 3 seconds.
    """

    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        vars(module)["create_or_modify_pyi"] = lambda *_: None

    @classmethod
    def find_spec(cls, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name != "gradio.component_meta" or not (found := PathFinder.find_spec(name, path)) or not found.origin:
            return None
        return spec_from_file_location(name, found.origin, loader=cls(name, found.origin))


sys.meta_path.insert(0, _WithoutStubs)
