"""The routes under /library, for the Articles tab; each returns a fragment of the page or a few facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, Protocol, Unpack

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import FileResponse, HTMLResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import ClientDisconnect

from assistant.access.identity import identity_of
from assistant.access.may import may
from assistant.page.article_page import whole
from assistant.page.brief import Read, brief
from assistant.page.tabs import library_tab
from assistant.page.tabs.library_tab import ROWS, Shown
from assistant.page.tabs.sent import sent
from assistant.page.words import LANGUAGE_COOKIE, Words, words_for
from assistant.serving.additions import MOST_FILES, Additions
from assistant.serving.audit import Actor, Audit
from assistant.serving.library_changes import Watch
from assistant.serving.uploads import Announced, most_of, receive, too_large
from index.articles import Article, Heading
from index.extraction.labels import LONGEST_LABEL, MOST_LABELS
from index.filters import Limits
from index.library import Column, Listing, Named

MOST_REMOVED = 1_000  # at a time
LARGEST = 10_000_000  # bytes of a list of files or ids; a file has its own limit
OFFERED = 200  # existing labels, to choose from
LAST_PAGE = 1_000_000
_HERE = Path(__file__).parent


class Library(Read, Protocol):
    """What the tab needs from a library."""

    def article(self, article_id: str) -> Article: ...

    def count(self) -> int: ...

    def last_change(self) -> int: ...

    def headings(self, ids: Sequence[str]) -> dict[str, Heading]: ...

    def page(
        self,
        search: str = "",
        *,
        ids: Sequence[str] | None = None,
        column: Column = "added",
        descending: bool = True,
        limit: int = 50,
        offset: int = 0,
        **limits: Unpack[Limits],
    ) -> Listing: ...

    def label(self, ids: Sequence[str], *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None: ...

    def names(self, column: Named, search: str = "", *, limit: int = 50) -> list[tuple[str, int]]: ...

    def remove(self, ids: Sequence[str], *, missing_ok: bool = False) -> None: ...


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    size: int = Field(ge=0)


class _Order(BaseModel):
    model_config = ConfigDict(extra="forbid")
    files: list[_File] = Field(default=[], max_length=2 * MOST_FILES)  # so that slightly too many get the reason
    addresses: list[Annotated[str, Field(max_length=4_000)]] = Field(default=[], max_length=2 * MOST_FILES)


class _Removal(BaseModel):
    model_config = ConfigDict(extra="forbid")
    ids: list[str] = Field(max_length=MOST_REMOVED)


class _Labelling(_Removal):
    add: list[str] = Field(default=[], max_length=MOST_LABELS)
    remove: list[str] = Field(default=[], max_length=MOST_LABELS)


def _words(request: Request) -> Words:
    return words_for(request.cookies.get(LANGUAGE_COOKIE), request.headers.get("accept-language"))


Say = Annotated[Words, Depends(_words)]


def routes(library: Library, additions: Additions, audit: Audit) -> APIRouter:
    router, watch = APIRouter(), Watch()
    _looking(router, library, additions, watch)
    _changing(router, library, additions, watch, audit)
    for name, kind in (("library.js", "text/javascript"), ("library.css", "text/css")):
        router.get(f"/page/{name}")(served(name, kind))
    return router


def served(name: str, kind: str) -> Callable[[], FileResponse]:
    """A route that returns a file from this folder."""
    return lambda: FileResponse(_HERE / name, media_type=kind, headers={"Cache-Control": "no-cache"})


def _looking(router: APIRouter, library: Library, additions: Additions, watch: Watch) -> None:
    looks = [may("read")]

    @router.get("/library", dependencies=looks)
    def view(request: Request, say: Say) -> HTMLResponse:
        who = identity_of(request)
        return fragment(library_tab.view(say, changes=who.may("write"), watches=who.may("admin")))

    @router.get("/library/table", dependencies=looks)
    def table(
        request: Request,
        say: Say,
        search: str = "",
        column: Column = "added",
        descending: bool = True,
        page: Annotated[int, Query(ge=1, le=LAST_PAGE)] = 1,
        kind: Annotated[str, Query(max_length=20)] = "",
        corrected: bool = False,
        label: Annotated[str, Query(max_length=LONGEST_LABEL)] = "",
    ) -> HTMLResponse:
        # A withdrawal overrides the rest.
        notices = sorted(reversed(library.corrections()), key=lambda one: one.kind == "withdrawal")
        done = {one.corrects: one.kind for one in notices if one.corrects}
        order: dict[str, Any] = {"ids": list(done) if corrected else None, "descending": descending}
        order |= {name: one for name, one in (("kinds", kind), ("labels", label)) if one}

        def at(number: int) -> Listing:
            return library.page(search, column=column, limit=ROWS, offset=(number - 1) * ROWS, **order)

        listing = at(page)
        if listing.total and not listing.lines:  # some have been removed meanwhile
            page = -(-listing.total // ROWS)
            listing = at(page)
        shown = Shown(search, column, descending, page, kind, corrected, label)
        return fragment(library_tab.table(listing, shown, library.count(), say, done))

    @router.get("/library/labels", dependencies=looks)
    def labels() -> list[str]:
        return [name for name, _ in library.names("label", limit=OFFERED)]

    @router.get("/library/article", dependencies=looks)
    def article(id: str, say: Say) -> HTMLResponse:
        found = library.article(id)
        above = brief(found, library, say, name="sheet-")
        return fragment(whole(found, say, before=above, name="sheet-"))

    @router.get("/library/state", dependencies=looks)
    def state(say: Say) -> dict[str, Any]:
        turns, orders = additions.turns, additions.listed()
        change = library.last_change()
        states = [library_tab.progress(one, say) for one in orders]
        return {
            "change": change,
            "stock": say.in_library(library.count()),
            "others": watch.sees_others(change, turns=turns),
            "orders": [
                {"id": one.id, "state": one.state, "told": words, "share": share}
                | {"said": library_tab.announced(one, say)}
                for one, (words, share) in zip(orders, states, strict=True)
            ],
        }

    @router.get("/library/orders/{order_id}", dependencies=looks)
    def order(order_id: str, request: Request, say: Say) -> HTMLResponse:
        found = next((one for one in additions.listed() if one.id == order_id), None)
        if found is None:
            raise HTTPException(404)
        ids = [
            article_id
            for changed in (found.report.added, found.report.updated, found.report.unchanged)
            for article_id in changed[: library_tab.NAMED]
        ]
        return fragment(library_tab.order(found, library.headings(ids), say, changes=identity_of(request).may("write")))


def _changing(router: APIRouter, library: Library, additions: Additions, watch: Watch, audit: Audit) -> None:
    changes: dict[str, Any] = {"dependencies": [may("write")]}

    @router.post("/library/orders", **changes)
    def begin(wanted: Annotated[_Order, sent(_Order, most=LARGEST)], request: Request) -> dict[str, Any]:
        files = [Announced(one.name, one.size) for one in wanted.files]
        order = additions.begin(files, wanted.addresses, by=_actor(request))
        return {"id": order.id, "awaited": sorted(order.awaited)}

    @router.put("/library/orders/{order_id}/files/{number}", dependencies=[may("write")])
    async def file(order_id: str, number: int, request: Request) -> dict[str, Any]:
        place = additions.place_of(order_id, number)
        if place is None:
            raise HTTPException(410)
        path, name = place
        try:
            size = await receive(
                request.stream(), path, most=most_of(name), heard=lambda size: additions.heard(order_id, size)
            )
        except ClientDisconnect:
            return {}  # nobody reads this; the file counts as lost unless sent again
        except OSError as error:
            additions.arrived(order_id, number, refused=error.strerror or str(error))
        else:
            additions.arrived(order_id, number, refused=too_large(name) if size is None else None)
        return {}

    @router.post("/library/orders/{order_id}/complete", **changes)
    def complete(order_id: str) -> dict[str, Any]:
        additions.complete(order_id)
        return {}

    @router.post("/library/orders/{order_id}/cancel", **changes)
    def cancel(order_id: str) -> dict[str, Any]:
        additions.cancel(order_id)
        return {}

    @router.post("/library/label", **changes)
    def label(
        wanted: Annotated[_Labelling, sent(_Labelling, most=LARGEST)], request: Request, say: Say
    ) -> dict[str, Any]:
        there = list(library.headings(wanted.ids))
        library.label(there, add=wanted.add, remove=wanted.remove)
        watch.expect(library.last_change())
        if there:
            audit.note(_actor(request), "label", labelled=there, labels=wanted.add, taken=wanted.remove)
        return {"said": say.labelled(len(there))}

    @router.post("/library/remove", **changes)
    def remove(wanted: Annotated[_Removal, sent(_Removal, most=LARGEST)], request: Request, say: Say) -> dict[str, Any]:
        there = list(library.headings(wanted.ids))
        library.remove(there, missing_ok=True)  # somebody else may have removed some already
        watch.expect(library.last_change())
        if there:
            audit.note(_actor(request), "remove", removed=there)
        return {"said": say.removed(len(there))}


def _actor(request: Request) -> Actor:
    return Actor(identity_of(request).owner, "page")


def fragment(markup: str) -> HTMLResponse:
    return HTMLResponse(markup, headers={"Cache-Control": "no-store"})
