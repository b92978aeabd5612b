"""The REST door of what was read of the articles: who is quoted, and what somebody said."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request

from assistant.access.forwarding import root_of
from assistant.access.identity import identity_of
from assistant.access.may import may
from assistant.api.article_routes import LAST
from assistant.api.asking import Asking
from assistant.api.records import People, Statements, people, statements
from assistant.api.sent import MOST_NAMES, Day, Name

MOST = 500  # of one page
Limit = Annotated[int, Query(ge=1, le=MOST)]
Offset = Annotated[int, Query(ge=0, le=LAST)]
Some = Annotated[list[Name], Query(max_length=MOST_NAMES)]


def people_routes(asking: Asking) -> APIRouter:
    router = APIRouter(prefix="/api", tags=["statements"])
    library = asking.assistant.library

    @router.get("/people", dependencies=[may("read")], summary="List who is quoted")
    def list_people(
        request: Request,
        like: Annotated[str, Query(max_length=200, description="Words of a name or a role.")] = "",
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> People:
        """People, organisations and documents, most often first; with `like` also people who are only named."""
        found = library.people(like, limit=limit + 1, offset=offset)
        following = {"like": like, "limit": limit, "offset": offset + limit}
        after = f"{root_of(request)}/api/people?{urlencode(following)}" if len(found) > limit else None
        return people(found[:limit], after)

    @router.get("/statements", dependencies=[may("read")], summary="Find what somebody said")
    def list_statements(
        request: Request,
        speaker: Annotated[
            Name | None, Query(description="A name, a surname or a role; whoever it fits is returned.")
        ] = None,
        about: Annotated[Name | None, Query(description="Words of a topic.")] = None,
        article: Annotated[Some, Query(description="Only these articles, by id.")] = [],  # noqa: B006
        outlet: Some = [],  # noqa: B006
        since: Day | None = None,
        until: Day | None = None,
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> Statements:
        """Each with its citation; those of the newest articles come first, and within one in the order of its text."""
        asking.count(identity_of(request))
        limits = {"about": about, "article": article, "outlet": outlet, "since": since, "until": until}
        found = library.statements(speaker=speaker, **limits, limit=limit + 1, offset=offset)  # type: ignore[arg-type]
        meant = library.meant_by(speaker) if speaker else None
        following = {"speaker": speaker, **limits, "limit": limit, "offset": offset + limit}
        told = {name: value for name, value in following.items() if value}
        after = f"{root_of(request)}/api/statements?{urlencode(told, doseq=True)}" if len(found) > limit else None
        return statements(found[:limit], meant, library, after)

    return router
