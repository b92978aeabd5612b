"""An order of files and addresses to be added, as it stands at a moment; it knows nothing of who carries it out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from assistant.serving.audit import Actor
from assistant.serving.uploads import Announced
from index.adding import AddReport
from index.loading.named_files import Skipped


@dataclass(frozen=True, slots=True)
class Addition:
    """An order as it stands at a moment.

    Files have their numbers from the list that was announced: `awaited` are still to come, `arrived` are here,
    `announced` is how large all of them are. `refused` is what is not looked at, and why. Of an order that is done,
    `error` is the sentence that stopped it, and one of `unexpected` went wrong in a way that only the log can tell.
    Sizes are in bytes.
    """

    id: str
    begun: datetime
    files: tuple[Announced, ...]
    addresses: tuple[str, ...]
    refused: tuple[Skipped, ...]
    awaited: frozenset[int]
    heard: float
    by: Actor | None = None
    announced: int = 0
    arrived: frozenset[int] = frozenset()
    state: Literal["receiving", "waiting", "adding", "done"] = "receiving"
    received: int = 0
    done: int = 0
    total: int = 0
    seconds_left: float | None = None
    cancelled: bool = False
    report: AddReport = field(default_factory=AddReport)
    error: str | None = None
    unexpected: bool = False
