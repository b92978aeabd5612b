"""What went wrong, as every protocol tells it: problem details (RFC 9457), or OpenAI's form under its addresses.

It knows errors and their status, and nothing of what was asked for. Whatever the form, the sentence is the same.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from assistant.api.sending import written
from assistant.errors import ChatModelError, ConversationsError, NoRoomLeft, NotAllowed, NotSaved, ServerStops, TooOften
from assistant.serving.logs import request_id
from index.errors import ArticleAssistantError, LibraryError, UnknownArticle, WrongUsage

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
OPENAI = "/v1/"  # where OpenAI's clients ask
UNEXPECTED = "Something went wrong here that should not have. Try again; the server's log says what it was."
TOO_LARGE = "What was sent is larger than this address takes. Send less at a time."
_STATUS: tuple[tuple[type[ArticleAssistantError], int], ...] = (
    (NotAllowed, 403),
    (UnknownArticle, 404),
    (WrongUsage, 422),
    (TooOften, 429),
    (ChatModelError, 502),
    (LibraryError, 503),
    (NotSaved, 404),
    (NoRoomLeft, 507),
    (ConversationsError, 503),
    (ServerStops, 503),
    (ArticleAssistantError, 500),
)
_SENTENCES = {
    404: "There is nothing at this address. The addresses are described at /api/docs.",
    405: "This address does not take that method. The addresses are described at /api/docs.",
}
_UNREADABLE = "There was an error parsing the body"  # FastAPI's words, for deep nesting among others
_OPENAI_TYPES = {
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    429: "rate_limit_error",
}


def tell_problems(app: FastAPI) -> None:
    """Makes every error of the app a told problem."""

    @app.exception_handler(ArticleAssistantError)
    def known(request: Request, error: ArticleAssistantError) -> Response:
        again = {"Retry-After": str(error.seconds)} if isinstance(error, TooOften) else None
        return told(request, status_of(error), str(error), headers=again)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        faults = [_fault(one) for one in error.errors()]
        first = faults[0]
        sentence = f"The request cannot be used: {first['detail']}, at {first['pointer']}."
        return told(request, 422, sentence, errors=faults)

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        sentence = error.detail
        if sentence == HTTPStatus(error.status_code).phrase:
            sentence = _SENTENCES.get(error.status_code, f"{sentence}.")
        elif sentence == _UNREADABLE:
            sentence = "What was sent cannot be read. Send it as /api/docs describes it."
        return told(request, error.status_code, sentence, headers=error.headers)

    @app.exception_handler(Exception)
    def unexpected(request: Request, error: Exception) -> Response:
        return told(request, 500, UNEXPECTED)  # logs.py writes down what it was


def status_of(error: ArticleAssistantError) -> int:
    return next(status for kind, status in _STATUS if isinstance(error, kind))


def told(
    request: Request, status: int, sentence: str, *, headers: Mapping[str, str] | None = None, **more: Any
) -> Response:
    """The response that tells of a problem, in the form that is expected at the request's address."""
    if request.url.path.startswith(OPENAI):
        return _json(openai_error(status, sentence), status, "application/json", headers)
    return _json(problem(status, sentence) | more, status, MEDIA_TYPE, headers)


def problem(status: int, sentence: str) -> dict[str, Any]:
    about = {"request_id": id} if (id := request_id()) else {}
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": _one_line(sentence),
        **about,
    }


def openai_error(status: int, sentence: str, *, code: str | None = None, param: str | None = None) -> dict[str, Any]:
    kind = _OPENAI_TYPES.get(status, "invalid_request_error" if status < 500 else "server_error")
    return {"error": {"message": _one_line(sentence), "type": kind, "param": param, "code": code}}


def _one_line(sentence: str) -> str:
    """What it names may come from outside."""
    return " ".join(sentence.split())


def _json(record: dict[str, Any], status: int, kind: str, headers: Mapping[str, str] | None) -> Response:
    return Response(written(record), status, headers, kind)


def _fault(error: Mapping[str, Any]) -> dict[str, str]:
    """Where in the request something is wrong, as a JSON pointer into its body or the name of a parameter."""
    place, *within = map(str, error["loc"])
    pointer = "#" + "".join(f"/{part}" for part in within) if place == "body" else "/".join(within)
    return {"pointer": pointer, "detail": str(error["msg"])}
