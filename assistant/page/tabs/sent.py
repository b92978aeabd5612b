"""Request bodies from the page's tabs, read up to a size limit and refused without being echoed."""

from __future__ import annotations

from typing import Any, TypeVar

from fastapi import Depends, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool

from assistant.serving.uploads import LARGEST_REQUEST, is_costly
from index.filters import DESCRIBED

Sent = TypeVar("Sent", bound=BaseModel)


def known(filters: dict[str, Any]) -> dict[str, Any]:
    """The filters; raises ValueError if one is unknown."""
    if unknown := filters.keys() - DESCRIBED.keys():
        raise ValueError(f"There is no filter {min(unknown)}.")
    return filters


def sent(kind: type[Sent], *, most: int = LARGEST_REQUEST) -> Any:
    """The dependency that returns a record of this kind.

    FastAPI's own would accept a body of any size and echo invalid input.
    """

    async def reading(request: Request) -> Sent:
        if "json" not in request.headers.get("content-type", ""):
            raise RequestValidationError([])
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                raise HTTPException(413)
        if is_costly(bytes(body)):
            raise HTTPException(413)
        return await run_in_threadpool(_read, kind, bytes(body))

    return Depends(reading)


def _read(kind: type[Sent], body: bytes) -> Sent:
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[:1]
        raise RequestValidationError(first) from error
