"""Sources as people name, change and see them; a thin layer over the catalog's sources."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from assistant.settings import Settings
from assistant.watching.standing import Standing, named, standing
from assistant.watching.watcher import LEASE
from index.errors import Unreadable, WrongUsage
from index.loading.addresses import completed, is_address, normalised
from index.loading.fetching import checked
from index.store.watched import Source, SourceKind, Sources

AWAY = 60.0  # seconds without a sign of a watcher, after which none is assumed to run
LEAST_MINUTES = 0.25
LONGEST = 2_000  # characters of a place


class Kept(Protocol):
    """What is needed from a library."""

    @property
    def sources(self) -> Sources: ...

    def remove(self, ids: Iterable[str], *, missing_ok: bool = False) -> None: ...

    def lease_renewed(self, name: str) -> float | None: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """A source in the form shown everywhere; moments are ISO 8601 in UTC."""

    id: str
    place: str
    kind: SourceKind
    name: str
    standing: Standing
    articles: int
    every_minutes: float
    last_success: str | None
    last_failure: str | None
    failure: str | None
    failures: int
    next_turn: str | None
    is_being_read: bool


def shown(source: Source, *, now: float, every: float) -> Shown:
    """The source as shown; `every` is the interval in seconds of sources without their own."""
    return Shown(
        id=source.id,
        place=source.place,
        kind=source.kind,
        name=str(named(source)),
        standing=standing(source, now),
        articles=source.articles,
        every_minutes=(source.every or every) / 60,
        last_success=moment(source.succeeded),
        last_failure=moment(source.failed),
        failure=source.failure,
        failures=source.failures,
        next_turn=None if source.paused else moment(source.due),
        is_being_read=source.is_held,
    )


def moment(seconds: float | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(int(seconds), UTC).isoformat()


def watch(
    library: Kept,
    place: str | Path,
    *,
    now: float,
    every_minutes: float | None = None,
    allowed: Callable[[Path], bool] = lambda folder: True,
) -> tuple[Source, bool]:
    """Adds the source at a folder or an address; returns it and whether it is new. Raises WrongUsage if it is invalid.

    `allowed` says which folders may be watched.
    """
    if every_minutes is not None and every_minutes < LEAST_MINUTES:
        raise WrongUsage(f"A source is checked at most every {LEAST_MINUTES:g} minutes. Give a longer interval.")
    every = None if every_minutes is None else every_minutes * 60
    text = str(place).strip()
    if len(text) > LONGEST:
        raise WrongUsage(f"A folder or an address has at most {LONGEST:,} characters. Give a shorter one.")
    if is_address(text):
        try:
            return library.sources.add(normalised(checked(text)), "web", now=now, every=every)
        except Unreadable as error:
            raise WrongUsage(f"'{text}' cannot be watched: {error}.") from error
    folder = _folder(text)
    if not allowed(folder):
        raise WrongUsage(
            f"'{text}' may not be watched from here. Watch it with `article-assistant watch`, or name it in "
            "ARTICLE_ASSISTANT_WATCH_FOLDERS."
        )
    if not folder.is_dir():
        meant = completed(text)
        hint = f" If it is a web page, write {meant}." if meant else " Name a folder, a feed or a web page."
        raise WrongUsage(f"There is no folder '{text}'.{hint}")
    return library.sources.add(str(folder), "folder", now=now, every=every)


def _folder(text: str) -> Path:
    try:
        return Path(text).expanduser().resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise WrongUsage(f"'{text}' is not a folder. Name a folder, a feed or a web page.") from error


def below(folders: str) -> Callable[[Path], bool]:
    """A test for whether a folder is one of these, separated by commas, or inside one of them."""
    allowed = [Path(one.strip()).expanduser().resolve() for one in folders.split(",") if one.strip()]
    return lambda folder: any(folder.is_relative_to(one) for one in allowed)


def listed(places: str) -> list[str]:
    """The sources that a setting names, separated by commas."""
    return [one.strip() for one in places.split(",") if one.strip()]


def forget(library: Kept, id: str, *, articles: bool = False) -> list[str]:
    """Stops watching a source; with `articles`, removes those that no other source added. Returns their ids."""
    library.sources.change(id, paused=True)
    ids = library.sources.own_articles(id) if articles else []
    if ids:
        library.remove(ids, missing_ok=True)
    library.sources.remove(id)
    return ids


def may_watch(settings: Settings, *, is_local: bool) -> Callable[[Path], bool]:
    """A test for folders that may be watched without the command: all for a local user, else those in the settings."""
    return (lambda folder: True) if is_local else below(settings.watch_folders)


def is_looked_at(library: Kept, now: float) -> bool:
    """Whether a process has watched the sources in the last minute."""
    renewed = library.lease_renewed(LEASE)
    return renewed is not None and now - renewed < AWAY


def ids_of(sources: Iterable[Source], named: Collection[str]) -> list[str]:
    """The ids of sources given by id or place; raises WrongUsage for an unknown one."""
    known = {one.id: one.id for one in sources} | {one.place: one.id for one in sources}
    found = []
    for name in named:
        id = known.get(name) or known.get(os.path.realpath(name))
        if id is None:
            raise WrongUsage(f"No source is called '{name}'. `article-assistant sources list` shows them.")
        found.append(id)
    return found
