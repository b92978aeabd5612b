"""Access control: users with passwords, keys for programs, a trusted proxy, and the gate that every request passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.on_first_use import on_first_use

if TYPE_CHECKING:
    from assistant.access.passwords import fits, hashed
    from assistant.access.provider import SECONDS, Provider
    from assistant.access.tokens import Tokens

__getattr__ = on_first_use(__name__)
