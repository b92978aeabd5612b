"""Models that read texts: one at a time, into vectors, or two, to sort hits and to judge what follows from what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.on_first_use import on_first_use

if TYPE_CHECKING:
    from index.encoders.any_encoder import AnyEncoder
    from index.encoders.minilm import MiniLM

__getattr__ = on_first_use(__name__)
