"""An order to add files and addresses, as it stands at one moment."""

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
    """An order as it stands at one moment.

    Files are numbered by their index in `files`: `awaited` are still to come, `arrived` are here. `announced` is the
    declared size of all accepted files, `received` what has arrived, both in bytes. `refused` lists what is not read,
    and why. If a finished order failed, `error` says why; with `unexpected`, only the log has the details.
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
