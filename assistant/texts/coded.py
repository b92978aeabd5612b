"""A sentence passed on as a name and values, so that it can be shown in any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.texts.catalogues import SOURCE, texts


@dataclass(frozen=True, slots=True)
class Coded:
    """The text `code` of the catalogues, such as "reasons.withdrawn", with what its fields hold."""

    code: str
    values: dict[str, Any] = field(default_factory=dict, hash=False)

    def told(self, language: str) -> str:
        return texts(language)[self.code].format(**self.values)

    def __str__(self) -> str:
        return self.told(SOURCE)


def told(record: Mapping[str, Any] | None, language: str, otherwise: str) -> str:
    """The sentence of a stored record; `otherwise` if it has none, as in older ones, or an unknown one."""
    try:
        return Coded(**(record or {})).told(language)
    except (TypeError, ValueError, LookupError):
        return otherwise
