"""The REST routes of watched sources: list, add, pause, try at once and remove them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from assistant.access.identity import identity_of
from assistant.access.may import may
from assistant.api.records import Problem, WatchedSource, WatchedSources
from assistant.api.sent import NewSource, SourceChange
from assistant.serving.audit import Actor, Audit
from assistant.settings import Settings
from assistant.watching import sources
from index.library import Library
from index.store.watched import Source

_MISSING: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "Nothing has that id."}}
Id = Annotated[str, Path(min_length=1, max_length=100)]


def source_routes(library: Library, settings: Settings, audit: Audit, wake: Callable[[], None]) -> APIRouter:
    """`wake` makes the watcher check the sources now, if it runs in this process."""
    router = APIRouter(prefix="/api/sources", tags=["sources"], dependencies=[may("admin")])

    def record(source: Source) -> WatchedSource:
        shown = sources.shown(source, now=time.time(), every=settings.watch_minutes * 60)
        return WatchedSource(**asdict(shown))

    @router.get("", summary="List what is watched")
    def list_sources() -> WatchedSources:
        """Folders, feeds and pages, in the order in which they were added."""
        found = [record(one) for one in library.sources.all()]
        return WatchedSources(sources=found, looked_at=sources.is_looked_at(library, time.time()))

    @router.post(
        "",
        status_code=201,
        responses={200: {"model": WatchedSource, "description": "It was already watched, and is unchanged."}},
        summary="Watch a folder, a feed or a page",
    )
    def add_source(sent: NewSource, request: Request, response: Response) -> WatchedSource:
        """The source is checked at once and then regularly. A folder must be within one that the settings name."""
        allowed = sources.may_watch(settings, is_local=identity_of(request).is_local)
        source, is_new = sources.watch(
            library, sent.source, now=time.time(), every_minutes=sent.every_minutes, allowed=allowed
        )
        response.status_code = 201 if is_new else 200
        wake()
        return record(source)

    @router.get("/{source_id}", responses=_MISSING, summary="Read the state of a source")
    def read_source(source_id: Id) -> WatchedSource:
        return record(library.sources.get(source_id))

    @router.patch("/{source_id}", responses=_MISSING, summary="Pause or resume a source, or change its interval")
    def change_source(source_id: Id, sent: SourceChange) -> WatchedSource:
        every = None if sent.every_minutes is None else sent.every_minutes * 60
        changed = library.sources.change(source_id, paused=sent.paused, every=every)
        wake()
        return record(changed)

    @router.post("/{source_id}/try", responses=_MISSING, summary="Check a source now")
    def try_source(source_id: Id) -> WatchedSource:
        tried = library.sources.change(source_id, due=time.time())
        wake()
        return record(tried)

    @router.delete("/{source_id}", status_code=204, responses=_MISSING, summary="Stop watching a source")
    def remove_source(source_id: Id, request: Request, articles: bool = False) -> None:
        """With `articles`, those that no other source added are removed as well."""
        if removed := sources.forget(library, source_id, articles=articles):
            audit.note(Actor(identity_of(request).owner, "rest"), "remove", removed=removed)

    return router
