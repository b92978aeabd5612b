"""The state of a source, and the sentence about one that fails or has fallen silent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import PurePath
from statistics import median
from typing import Literal, get_args

from index.language.times.written_days import day_told
from index.store.watched import Source

Standing = Literal["new", "well", "failing", "silent", "paused"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)
FAILURES = 3  # in a row, after which a source is marked
AT_LEAST = 4  # additions before it has a rhythm to fall out of
MUCH_LONGER = 4.0  # times the usual wait
LONGER = 1.5  # times the longest
SHORTEST = 6 * 3600.0  # seconds of silence that are marked


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
    """Whether it has added nothing for much longer than usual."""
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


def named(source: Source) -> str:
    """The name of a source for people: "The Post's feed"."""
    if source.kind == "folder":
        return f"The folder '{PurePath(source.place).name or source.place}'"
    if source.kind == "feed" and source.name != source.place:
        return f"{source.name}{'’' if source.name.endswith('s') else '’s'} feed"
    return f"The {'feed' if source.kind == 'feed' else 'page'} {source.place}"


def sentence(one: Marked, today: date) -> str:
    """ "The Post's feed has not been read since 3 May." """
    name = named(one.source)
    if one.since is None:
        return f"{name} has never been read."
    day = datetime.fromtimestamp(one.since, UTC).date()
    when = day_told(day.isoformat(), "en").removesuffix(f" {today.year}")
    did = "has not been read" if one.standing == "failing" else "has brought nothing new"
    return f"{name} {did} since {when}."
