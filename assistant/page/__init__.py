"""The page that people see: the conversation, the cards beside it, and whole articles.

It draws answer/1 records. Only `chat.py` and `side.py` import gradio, which takes seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.on_first_use import on_first_use

if TYPE_CHECKING:
    from assistant.page.chat import mount

__getattr__ = on_first_use(__name__)
