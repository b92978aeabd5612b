"""The state of the server for monitoring: whether it is alive, whether it can answer, and its figures."""

from __future__ import annotations

import time
from functools import partial

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from assistant.access.may import may
from assistant.api.asking import Asking
from assistant.api.figures import Figures
from assistant.api.problems import problem_response
from assistant.api.records import Health, Libraries, Problem

_WARMING_UP = "The server is still loading its models. Ask again in a moment; questions wait until then."


def condition_routes(asking: Asking, figures: Figures) -> APIRouter:
    router = APIRouter(tags=["condition"])

    @router.get("/healthz", summary="Whether the server is alive")
    async def healthz() -> Health:
        return Health(status="ok")

    @router.get("/api/libraries", dependencies=[may("ask", "read")], tags=["libraries"], summary="List the libraries")
    async def list_libraries(request: Request) -> Libraries:
        """The libraries that you may see, if this server has several. Query one at `/libraries/NAME/api/...`, or name
        it in the parameter or field `library`."""
        return Libraries(libraries=list(getattr(request.state, "libraries", ())))

    @router.get(
        "/readyz",
        response_model=Health,
        responses={503: {"model": Problem, "description": "Not now: it is loading its models, stopping or failing."}},
        summary="Whether it can answer",
    )
    async def readyz(request: Request) -> Health | Response:
        """Runs one search; while the models are loading, returns 503 at once."""
        asking.check_open()
        if asking.assistant.warming.at_work:
            return problem_response(request, 503, _WARMING_UP, headers={"Retry-After": "1"})
        await asking.in_thread(partial(asking.assistant.search, "Who said what?", limit=1))
        return Health(status="ready")

    @router.get(
        "/metrics", dependencies=[may("admin")], response_class=PlainTextResponse, summary="Figures for Prometheus"
    )
    def metrics() -> Response:
        figures.stand(asking.assistant.library.sources.all(), time.time())
        return figures.as_text()

    return router
