"""The state of a source, and the sentence about one that fails or has fallen silent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import PurePath
from statistics import median
from typing import Literal, get_args

from assistant.texts.coded import Coded
from index.store.watched import Source

Standing = Literal["new", "well", "failing", "silent", "paused"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)
FAILURES = 3  # in a row, after which a source is marked
AT_LEAST = 4  # additions needed before a source has a usual rhythm
MUCH_LONGER = 4.0  # times the usual wait
LONGER = 1.5  # times the longest wait
SHORTEST = 6 * 3600.0  # the shortest silence, in seconds, that is marked


@dataclass(frozen=True, slots=True)
class Marked:
    """A source that is failing or silent; `since` is when it was last read, or last added something, if ever."""

    source: Source
    standing: Standing
    since: float | None


def standing(source: Source, now: float) -> Standing:
    if source.paused:
        return "paused"
    if source.failures >= FAILURES:
        return "failing"
    if is_silent(source, now):
        return "silent"
    return "well" if source.succeeded is not None else "new"


def is_silent(source: Source, now: float) -> bool:
    """Whether the source has added nothing for much longer than usual."""
    if len(source.brought) < AT_LEAST:
        return False
    waits = [later - earlier for earlier, later in pairwise(source.brought)]
    return now - source.brought[-1] > max(MUCH_LONGER * median(waits), LONGER * max(waits), SHORTEST)


def marked(sources: Iterable[Source], now: float) -> list[Marked]:
    found = [(one, standing(one, now)) for one in sources]
    return [
        Marked(one, how, one.succeeded if how == "failing" else one.brought[-1])
        for one, how in found
        if how in ("failing", "silent")
    ]


def named(source: Source) -> Coded:
    """The name of a source for people: "The Post's feed"."""
    if source.kind == "folder":
        return Coded("notices.folder", {"name": PurePath(source.place).name or source.place})
    if source.kind == "feed" and source.name != source.place:
        return Coded("notices.feed_of_s" if source.name.endswith("s") else "notices.feed_of", {"name": source.name})
    return Coded("notices.feed_at" if source.kind == "feed" else "notices.page_at", {"place": source.place})


def sentence(one: Marked, today: date) -> Coded:
    """The sentence about a marked source: "The Post's feed has not been read since 3 May"."""
    source = named(one.source)
    if one.since is None:
        return Coded("notices.never_read", {"source": source})
    day = datetime.fromtimestamp(one.since, UTC).date()
    since = {"source": source, "day": f"-{day:-%m-%d}" if day.year == today.year else day.isoformat()}
    return Coded("notices.not_read_since" if one.standing == "failing" else "notices.nothing_new_since", since)
