"""The routes under /library/sources, which show and change the sources in the Articles tab."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.access.identity import identity_of
from assistant.access.may import may
from assistant.page.tabs import sources_list
from assistant.page.tabs.library_routes import Say, fragment, served
from assistant.page.tabs.sent import sent
from assistant.serving.audit import Actor, Audit
from assistant.settings import Settings
from assistant.watching import sources
from index.library import Library


class _New(BaseModel):
    model_config = ConfigDict(extra="forbid")
    source: str = Field(min_length=1, max_length=2_000)
    every_minutes: float | None = Field(default=None, ge=sources.LEAST_MINUTES, le=525_600)


def routes(library: Library, settings: Settings, audit: Audit, wake: Callable[[], None]) -> APIRouter:
    """`wake` makes the watcher check the sources now, if it runs in this process."""
    router, admins = APIRouter(), [may("admin")]

    @router.get("/library/sources", dependencies=admins)
    def listed(say: Say) -> HTMLResponse:
        now, every = time.time(), settings.watch_minutes * 60
        found = [sources.shown(one, now=now, every=every) for one in library.sources.all()]
        return fragment(sources_list.listed(found, looked_at=sources.is_looked_at(library, now), say=say))

    @router.post("/library/sources", dependencies=admins)
    def add(wanted: Annotated[_New, sent(_New)], request: Request) -> dict[str, str]:
        allowed = sources.may_watch(settings, is_local=identity_of(request).is_local)
        sources.watch(library, wanted.source, now=time.time(), every_minutes=wanted.every_minutes, allowed=allowed)
        wake()
        return {}

    @router.post("/library/sources/{source_id}/{act}", dependencies=admins)
    def change(
        source_id: str, act: Literal["pause", "resume", "try", "remove", "remove-all"], request: Request
    ) -> dict[str, str]:
        if act in ("pause", "resume"):
            library.sources.change(source_id, paused=act == "pause")
        elif act == "try":
            library.sources.change(source_id, due=time.time())
        elif removed := sources.forget(library, source_id, articles=act == "remove-all"):
            audit.note(Actor(identity_of(request).owner, "page"), "remove", removed=removed)
        wake()
        return {}

    for name, kind in (("watching.js", "text/javascript"), ("watching.css", "text/css")):
        router.get(f"/page/{name}")(served(name, kind))
    return router
