"""Errors for every protocol: problem details (RFC 9457), or OpenAI's form under its addresses.

Whatever the form, the sentence is the same.
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

from assistant.api.openai.problems import ADDRESSES, NotHonoured, is_branch, not_offered, of_fault, openai_error
from assistant.api.sending import written
from assistant.errors import ChatModelError, ConversationsError, NoRoomLeft, NotAllowed, NotSaved, ServerStops, TooOften
from assistant.serving.logs import request_id
from assistant.texts.wrong_values import wrong
from index.errors import ArticleAssistantError, LibraryError, UnknownAlert, UnknownArticle, UnknownSource, WrongUsage

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
MOST_FAULTS = 20  # faults reported of one request
UNEXPECTED = "Something unexpected went wrong. Try again; the server's log has the details."
TOO_LARGE = "The request is larger than this address accepts. Send less at a time."
_STATUS: tuple[tuple[type[ArticleAssistantError], int], ...] = (
    (NotAllowed, 403),
    (UnknownArticle, 404),
    (UnknownSource, 404),
    (UnknownAlert, 404),
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
    405: "This address does not accept that method. The addresses are described at /api/docs.",
}
_UNREADABLE = "There was an error parsing the body"  # FastAPI's message, for deep nesting among other faults


def answer_with_problems(app: FastAPI) -> None:
    """Turns every error of the app into a problem response."""

    @app.exception_handler(ArticleAssistantError)
    def known(request: Request, error: ArticleAssistantError) -> Response:
        again = {"Retry-After": str(error.seconds)} if isinstance(error, TooOften) else None
        return problem_response(request, status_of(error), str(error), headers=again, fault=_openai_fault(error))

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        found = error.errors()
        # For a field with several types, the fault within the type most likely meant.
        likely = max((one for one in found if one["loc"][:2] == found[0]["loc"][:2]), key=lambda one: len(one["loc"]))
        sentence = f"The request cannot be used: {_subject(likely)} {wrong(likely)}."
        return problem_response(
            request, 422, sentence, errors=[*map(_fault, found[:MOST_FAULTS])], fault=of_fault(likely)
        )

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        sentence = error.detail
        fault: dict[str, str] = {}
        if error.status_code == 404 and (known := not_offered(request.url.path)):
            sentence, fault = known, {"code": "unknown_url"}
        elif sentence == HTTPStatus(error.status_code).phrase:
            sentence = _SENTENCES.get(error.status_code, f"{sentence}.")
        elif sentence == _UNREADABLE:
            sentence = "The request cannot be read. Send it as /api/docs describes it."
        return problem_response(request, error.status_code, sentence, headers=error.headers, fault=fault)

    @app.exception_handler(Exception)
    def unexpected(request: Request, error: Exception) -> Response:
        return problem_response(request, 500, UNEXPECTED)  # logs.py records it


def _openai_fault(error: ArticleAssistantError) -> dict[str, str]:
    return {"param": error.param, "code": error.code} if isinstance(error, NotHonoured) else {}


def status_of(error: ArticleAssistantError) -> int:
    return next(status for kind, status in _STATUS if isinstance(error, kind))


def problem_response(
    request: Request,
    status: int,
    sentence: str,
    *,
    headers: Mapping[str, str] | None = None,
    fault: Mapping[str, Any] | None = None,
    **more: Any,
) -> Response:
    """The response that reports a problem, in the form expected at the request's address.

    `fault` holds the `param` and the `code` of OpenAI's form, `more` fields of problem details.
    """
    if request.url.path.startswith(ADDRESSES):
        status = 400 if status == 422 else status  # OpenAI has no 422
        return _json(openai_error(status, sentence, **(fault or {})), status, "application/json", headers)
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


def _one_line(sentence: str) -> str:
    """The sentence without line breaks, which names from outside may contain."""
    return " ".join(sentence.split())


def _json(record: dict[str, Any], status: int, kind: str, headers: Mapping[str, str] | None) -> Response:
    return Response(written(record), status, headers, kind)


def _fault(error: Mapping[str, Any]) -> dict[str, str]:
    """The location of a fault, as a JSON pointer into the body or the name of a parameter."""
    place, *within = map(str, error["loc"])
    pointer = "#" + "".join(f"/{part}" for part in within) if place == "body" else "/".join(within)
    return {"pointer": pointer, "detail": f"{_subject(error)} {wrong(error)}"}


def _subject(error: Mapping[str, Any]) -> str:
    """What is wrong: a field, by its path in the request, such as "'filters.since'", or "the body"."""
    within = () if error["type"] == "json_invalid" else error["loc"][1:]  # for invalid JSON, an offset in the body
    named = ".".join(str(part) for part in within if not is_branch(part))
    return f"'{named}'" if named else "the body"
