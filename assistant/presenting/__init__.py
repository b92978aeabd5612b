"""An answer in the forms that other programs take: annotations, messages, a LangChain Runnable, plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.on_first_use import on_first_use

if TYPE_CHECKING:
    from assistant.presenting.runnable import CitedAnswers

__getattr__ = on_first_use(__name__)
