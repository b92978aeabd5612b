"""How the server is, for those who watch it: whether it lives, whether it can answer, and its figures."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse

from assistant.access.may import may
from assistant.doors.asking import Asking
from assistant.doors.figures import Figures
from assistant.doors.records import Health, Problem


def condition_routes(asking: Asking, figures: Figures) -> APIRouter:
    router = APIRouter(tags=["condition"])

    @router.get("/healthz", summary="Whether the server lives")
    async def healthz() -> Health:
        return Health(status="ok")

    @router.get(
        "/readyz",
        responses={503: {"model": Problem, "description": "Not now."}},
        summary="Whether it can answer",
    )
    async def readyz() -> Health:
        """Searches once, so the first call waits until the model is loaded."""
        asking.check_open()
        await asking.in_thread(partial(asking.assistant.search, "Who said what?", limit=1))
        return Health(status="ready")

    @router.get(
        "/metrics", dependencies=[may("admin")], response_class=PlainTextResponse, summary="Figures for Prometheus"
    )
    async def metrics() -> Response:
        return figures.told()

    return router
