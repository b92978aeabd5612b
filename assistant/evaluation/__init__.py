"""Question sets: read, run, measure, compare, report. `run` is the way in for Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.evaluation.running import run

__all__ = ["run"]


# On first use, so that checking a set does not import what runs one.
def __getattr__(name: str) -> object:
    if name != "run":
        raise AttributeError(f"module 'assistant.evaluation' has no attribute '{name}'")
    from assistant.evaluation.running import run

    return run
