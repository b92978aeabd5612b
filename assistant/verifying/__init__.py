"""Whether a text bears out a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.on_first_use import on_first_use

if TYPE_CHECKING:
    from assistant.verifying.verdicts import Judge
    from assistant.verifying.verification import Verifier
    from assistant.verifying.weighing import LARGER, SMALL

__getattr__ = on_first_use(__name__)
