"""Answers written by a chat model: prompt, stream, markers; the only place where a provider is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.on_first_use import on_first_use

if TYPE_CHECKING:
    from assistant.writing.chat_models import chat_model, window
    from assistant.writing.judging_claims import chat_judge
    from assistant.writing.planted_orders import without_orders
    from assistant.writing.rewriting import rewritten
    from assistant.writing.writer import Writer, write

__getattr__ = on_first_use(__name__)
