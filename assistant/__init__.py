"""From a question to a cited answer. Python programs begin with `from assistant import Assistant`."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.answers import Answer, Citation, Claim
    from assistant.assistant import Assistant
    from assistant.errors import ChatModelError, SettingsError
    from index.errors import (
        ArticleAssistantError,
        LibraryError,
        UnknownArticle,
        Unreadable,
        WrongEmbeddingModel,
        WrongUsage,
    )

    __version__: str

__all__ = [
    "Answer",
    "ArticleAssistantError",
    "Assistant",
    "ChatModelError",
    "Citation",
    "Claim",
    "LibraryError",
    "SettingsError",
    "UnknownArticle",
    "Unreadable",
    "WrongEmbeddingModel",
    "WrongUsage",
    "__version__",
]

COMMAND, DISTRIBUTION = "article-assistant", "cited-articles"


def _refuse_strangers() -> None:
    """Stops if another package with the name of one of ours would be imported instead."""
    for name in ("index", "prompts"):
        found = find_spec(name)
        if (
            found
            and found.origin
            and Path(found.origin).resolve() != Path(__file__).resolve().parents[1].joinpath(name, "__init__.py")
        ):
            sentence = (
                f"'{name}' would be imported from '{found.origin}', which is not part of {COMMAND}. "
                "Rename it, or start from another folder."
            )
            # The command ends with the sentence alone; a program that imports the package gets an error to handle.
            raise SystemExit(sentence) if Path(*sys.argv[:1]).stem == COMMAND else ImportError(sentence, name=name)


_refuse_strangers()


# Where each name is defined; imported on first use, since some imports take seconds and the command must handle Ctrl-C
# before them.
_HOMES = {
    "assistant.assistant": ("Assistant",),
    "assistant.answers": ("Answer", "Citation", "Claim"),
    "assistant.errors": ("ChatModelError", "SettingsError"),
    "index.errors": (
        *("ArticleAssistantError", "LibraryError", "UnknownArticle", "Unreadable", "WrongEmbeddingModel", "WrongUsage"),
    ),
}


def __getattr__(name: str) -> object:
    if name == "__version__":
        return _version()
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'assistant' has no attribute '{name}'")


def _version() -> str:
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "0"  # a copy of the folder that was never installed
