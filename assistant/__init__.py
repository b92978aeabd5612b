"""From a question to a cited answer. `from assistant import Assistant` is the way in for Python."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.assistant import Assistant

__all__ = ["Assistant"]

COMMAND = "article-assistant"


def _refuse_strangers() -> None:
    """Stops where another package of the name of one of ours would be imported in its place."""
    for name in ("index", "prompts"):
        found = find_spec(name)
        if (
            found
            and found.origin
            and Path(found.origin).resolve() != Path(__file__).resolve().parents[1].joinpath(name, "__init__.py")
        ):
            sentence = (
                f"'{name}' would be imported from '{found.origin}', which is no part of {COMMAND}. "
                "Rename it, or start from another folder."
            )
            # The command ends with the sentence alone; whoever imports the package gets an error to handle.
            raise SystemExit(sentence) if Path(*sys.argv[:1]).stem == COMMAND else ImportError(sentence, name=name)


_refuse_strangers()


# When first asked for, so that the command is ready for Ctrl-C before the seconds that this import takes.
def __getattr__(name: str) -> object:
    if name != "Assistant":
        raise AttributeError(f"module 'assistant' has no attribute '{name}'")
    from assistant.assistant import Assistant

    return Assistant
