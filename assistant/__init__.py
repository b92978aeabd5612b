"""From a question to a cited answer. `from assistant import Assistant` is the way in for Python."""

from assistant.assistant import Assistant

__all__ = ["Assistant"]
