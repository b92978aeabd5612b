"""The REST routes of the library: list, read, add (by a job that can be followed) and remove articles."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from io import BytesIO
from typing import Annotated, Any, BinaryIO
from urllib.parse import urlencode

from anyio import to_thread
from fastapi import APIRouter, HTTPException, Path, Query, Request, Response
from pydantic import Field
from starlette.datastructures import UploadFile

from assistant.access.forwarding import root_of
from assistant.access.identity import identity_of
from assistant.access.may import may
from assistant.api.records import (
    Articles,
    Changes,
    Job,
    Jobs,
    Labelled,
    NamedOnes,
    Problem,
    WholeArticle,
    changed,
    job,
    listed,
    named,
    whole,
)
from assistant.api.sent import ByAddress, Labels, Order, read
from assistant.serving.additions import Additions
from assistant.serving.audit import Actor, Audit
from assistant.serving.orders import Addition
from assistant.serving.uploads import Announced
from index.errors import UnknownArticle, WrongUsage
from index.library import Library
from index.store.listing import LONGEST_SEARCH, Column

MOST_FILES = 1_000  # in one request
LAST = 1_000_000_000  # the largest offset of a page
_JSON, _FILES = "application/json", "multipart/form-data"
_SENT_AS = "articles.jsonl"
_SENT = {"type": "array", "items": {"type": "string", "format": "binary"}, "minItems": 1, "maxItems": MOST_FILES}
_FORM = {"type": "object", "properties": {"files": _SENT}, "additionalProperties": False}
_BODY = {
    "required": True,
    "content": {
        _JSON: {"schema": {"$ref": "#/components/schemas/Order"}},
        _FILES: {"schema": _FORM | {"required": ["files"]}},
    },
}
_MISSING: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "Nothing has that id."}}
Id = Annotated[str, Path(min_length=1, max_length=500)]
Like = Annotated[str, Query(max_length=LONGEST_SEARCH, description="Words of a name.")]
Most = Annotated[int, Query(ge=1, le=500)]


class _Listed(ByAddress):
    search: Annotated[str, Field(max_length=LONGEST_SEARCH, description="Words in the heading.")] = ""
    sort: Column = "added"
    descending: bool = True
    limit: Annotated[int, Field(ge=1, le=500)] = 50
    offset: Annotated[int, Field(ge=0, le=LAST)] = 0


def article_routes(library: Library, additions: Additions, audit: Audit) -> APIRouter:
    router = APIRouter(prefix="/api", tags=["articles"])

    @router.get("/articles", dependencies=[may("read")], summary="List the articles")
    def list_articles(request: Request, wanted: Annotated[_Listed, Query()]) -> Articles:
        order: Any = {"column": wanted.sort, "descending": wanted.descending}
        page = library.page(wanted.search, **order, limit=wanted.limit, offset=wanted.offset, **wanted.given())
        after = wanted.offset + wanted.limit
        given = wanted.model_dump(exclude_none=True) | {"descending": str(wanted.descending).lower(), "offset": after}
        address = f"{root_of(request)}/api/articles?{urlencode(given, doseq=True)}" if after < page.total else None
        return Articles(total=page.total, articles=[listed(one) for one in page.lines], next=address)

    @router.get("/outlets", dependencies=[may("read")], summary="List the outlets")
    def list_outlets(like: Like = "", limit: Most = 50) -> NamedOnes:
        """Each with its number of articles, highest first; the filter `outlets` takes these names."""
        return named(library.names("outlet", like, limit=limit))

    @router.get("/authors", dependencies=[may("read")], summary="List the authors")
    def list_authors(like: Like = "", limit: Most = 50) -> NamedOnes:
        """Each with its number of articles, highest first; the filter `authors` takes these names."""
        return named(library.names("author", like, limit=limit))

    @router.get("/labels", dependencies=[may("read")], summary="List the labels")
    def list_labels(like: Like = "", limit: Most = 50) -> NamedOnes:
        """Labels, and custom fields as NAME=VALUE, each with its number of articles, highest first."""
        return named(library.names("label", like, limit=limit))

    @router.patch(
        "/articles/{article_id:path}",
        dependencies=[may("write")],
        responses=_MISSING,
        summary="Change the labels of an article",
    )
    def label_article(article_id: Id, wanted: Labels, request: Request) -> Labelled:
        """Changes made here are kept when the article is read from its source again."""
        library.label(article_id, add=wanted.add, remove=wanted.remove)
        audit.note(_actor(request), "label", labelled=[article_id], labels=wanted.add, taken=wanted.remove)
        return Labelled(labels=list(library.headings([article_id])[article_id].labels))

    @router.get(
        "/articles/{article_id:path}", dependencies=[may("ask", "read")], responses=_MISSING, summary="Read an article"
    )
    def read_article(article_id: Id) -> WholeArticle:
        return whole(library.article(article_id), library.corrections(article_id))

    @router.get(
        "/changes/{article_id:path}",
        dependencies=[may("read")],
        responses=_MISSING,
        summary="List the changes of an article",
    )
    def list_changes(article_id: Id) -> Changes:
        """What changed, paragraph by paragraph, each time its source changed.

        The last fifty times are kept, up to 2,000,000 characters in all.
        """
        return changed(library.changes(article_id))

    @router.delete(
        "/articles/{article_id:path}",
        dependencies=[may("write")],
        status_code=204,
        responses=_MISSING,
        summary="Remove an article",
    )
    def remove_article(article_id: Id, request: Request) -> None:
        library.remove(article_id)
        audit.note(_actor(request), "remove", removed=[article_id])

    @router.post(
        "/articles",
        dependencies=[may("write")],
        status_code=202,
        responses={202: {"headers": {"Location": {"schema": {"type": "string"}, "description": "The job's address."}}}},
        openapi_extra={"requestBody": _BODY},
        summary="Add articles",
    )
    async def add_articles(request: Request, response: Response) -> Job:
        """Send files as `multipart/form-data`, or JSON with articles or the addresses of pages and feeds.

        A job adds them; its address is in `Location`. Unchanged articles are left alone, so a request may be
        repeated.
        """
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == _JSON:
            wanted = read(Order, await request.body())
            order = await to_thread.run_sync(_begun, additions, _as_files(wanted), _actor(request), wanted.urls)
        elif kind == _FILES:
            async with request.form(max_files=MOST_FILES, max_fields=0) as form:
                uploads = [one for one in form.getlist("files") if isinstance(one, UploadFile)]
                if not uploads:
                    raise WrongUsage("No file was sent. Send each as a part named 'files'.")
                files = [(Announced(one.filename or "", one.size or 0), one.file) for one in uploads]
                order = await to_thread.run_sync(_begun, additions, files, _actor(request))
        else:
            raise HTTPException(415, f"Send articles as {_FILES}, or articles or their addresses as {_JSON}.")
        response.headers["Location"] = f"/api/jobs/{order.id}"
        return job(order)

    return router


def job_routes(additions: Additions) -> APIRouter:
    router = APIRouter(prefix="/api/jobs", tags=["jobs"])

    @router.get("", dependencies=[may("read", "write")], summary="List the jobs")
    def list_jobs() -> Jobs:
        """Unfinished jobs and the last finished ones, latest first."""
        return Jobs(jobs=[job(order) for order in additions.listed()])

    @router.get("/{job_id}", dependencies=[may("read", "write")], responses=_MISSING, summary="Follow a job")
    def follow_job(job_id: Id) -> Job:
        return job(_known(additions, job_id))

    @router.delete("/{job_id}", dependencies=[may("write")], responses=_MISSING, summary="Cancel a job")
    def cancel_job(job_id: Id) -> Job:
        """Stops adding; articles already stored stay."""
        _known(additions, job_id)
        additions.cancel(job_id)
        return job(_known(additions, job_id))

    return router


def _actor(request: Request) -> Actor:
    return Actor(identity_of(request).owner, "rest")


def _as_files(wanted: Order) -> list[tuple[Announced, BinaryIO]]:
    """The articles as one JSON Lines file, one article per line; no file if there are none."""
    lines = [one.model_dump_json(exclude_none=True) for one in wanted.articles]
    content = "\n".join(lines).encode()
    return [(Announced(_SENT_AS, len(content)), BytesIO(content))] if lines else []


def _begun(
    additions: Additions, files: Sequence[tuple[Announced, BinaryIO]], by: Actor, addresses: Sequence[str] = ()
) -> Addition:
    """Begins a job for addresses and for files, all of which have arrived, and returns it."""
    order = additions.begin([announced for announced, _ in files], addresses, by=by)
    for number in sorted(order.awaited):
        if place := additions.place_of(order.id, number):
            announced, content = files[number]
            with place[0].open("wb") as stored:
                shutil.copyfileobj(content, stored)
            additions.heard(order.id, announced.size)
            additions.arrived(order.id, number)
    additions.complete(order.id)
    return _known(additions, order.id)


def _known(additions: Additions, order_id: str) -> Addition:
    if (order := additions.order(order_id)) is None:
        raise UnknownArticle(f"No job has the id '{order_id}'. GET /api/jobs lists the known ones.")
    return order
