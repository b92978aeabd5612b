"""Usage figures of the API for Prometheus; the only importer of prometheus_client."""

from __future__ import annotations

import collections
import time
from collections.abc import Sequence

from fastapi import Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.answers import Answer
from assistant.watching.standing import STANDINGS, standing
from index.store.watched import Source

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120)
_OF_SOURCES = {
    "failures": "Failures in a row of a watched source.",
    "articles": "Articles that a watched source added and that are still there.",
    "last_success_timestamp_seconds": "When a watched source was last read; 0 for never.",
}


class Figures:
    """The counts of one app."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "article_assistant_requests",
            "Requests that were answered.",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self._took = Histogram(
            "article_assistant_request_seconds",
            "Until the last byte of the response.",
            ["route"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._answers = Counter(
            "article_assistant_answers",
            "Questions that were answered.",
            ["door", "outcome", "writer"],
            registry=self._registry,
        )
        self._answering = Histogram(
            "article_assistant_answer_seconds", "From question to answer.", buckets=_SECONDS, registry=self._registry
        )

        self._sources = Gauge("article_assistant_sources", "Watched sources.", ["standing"], registry=self._registry)
        self._of_sources = {
            name: Gauge(f"article_assistant_source_{name}", description, ["source", "place"], registry=self._registry)
            for name, description in _OF_SOURCES.items()
        }

    def stand(self, sources: Sequence[Source], now: float) -> None:
        """Records the state of the watched sources."""
        standings = collections.Counter(standing(one, now) for one in sources)
        for name in STANDINGS:
            self._sources.labels(name).set(standings[name])
        for gauge in self._of_sources.values():
            gauge.clear()
        for one in sources:
            values = {
                "failures": one.failures,
                "articles": one.articles,
                "last_success_timestamp_seconds": one.succeeded or 0,
            }
            for figure, value in values.items():
                self._of_sources[figure].labels(one.id, one.place).set(value)

    def answered(self, door: str, answer: Answer) -> None:
        self._answers.labels(door, answer.outcome, answer.writer).inc()
        self._answering.observe(answer.timings_ms["total"] / 1000)

    def responded(self, method: str, route: str, status: int, seconds: float) -> None:
        self._requests.labels(method, route, str(status)).inc()
        self._took.labels(route).observe(seconds)

    def as_text(self) -> Response:
        """All figures in Prometheus' text format."""
        return Response(generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_LATEST})


class Counted:
    """Counts the responses of an app by route pattern rather than by path, so that there are few label values."""

    def __init__(self, app: ASGIApp, figures: Figures) -> None:
        self.app = app
        self.figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            route = getattr(scope.get("route"), "path", "none")
            self.figures.responded(scope["method"], route, status, time.perf_counter() - begun)
