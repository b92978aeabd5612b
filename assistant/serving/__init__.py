"""What a running server keeps and does besides answering: conversations, additions, logs, stopping."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.on_first_use import on_first_use

if TYPE_CHECKING:
    from assistant.serving.audit import Audit, at_terminal
    from assistant.serving.conversations import CONVERSATIONS, Conversations
    from assistant.serving.shared import Shared, shared_at
    from assistant.serving.shared_record import SharedRecord

__getattr__ = on_first_use(__name__)
