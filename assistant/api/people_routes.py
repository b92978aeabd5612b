"""The REST routes of the readings: who is quoted, and what somebody said."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from pydantic import Field

from assistant.access.forwarding import root_of
from assistant.access.identity import identity_of
from assistant.access.may import may
from assistant.api.article_routes import LAST
from assistant.api.asking import Asking
from assistant.api.records import People, Statements, people, statements
from assistant.api.sent import ByAddress, Name, Names

MOST = 500  # of one page
Limit = Annotated[int, Query(ge=1, le=MOST)]
Offset = Annotated[int, Query(ge=0, le=LAST)]


class _Statements(ByAddress):
    speaker: Annotated[
        Name | None, Field(description="A name, a surname or a role; everybody who matches is returned.")
    ] = None
    about: Annotated[Name | None, Field(description="Words of a topic.")] = None
    article: Annotated[Names, Field(description="The older name of `articles`.", deprecated=True)] = []
    outlet: Annotated[Names, Field(description="The older name of `outlets`.", deprecated=True)] = []
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    offset: Annotated[int, Field(ge=0, le=LAST)] = 0


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
        """People, organisations and documents, most quoted first; with `like`, also people who are only named."""
        found = library.people(like, limit=limit + 1, offset=offset)
        following = {"like": like, "limit": limit, "offset": offset + limit}
        after = f"{root_of(request)}/api/people?{urlencode(following)}" if len(found) > limit else None
        return people(found[:limit], after)

    @router.get("/statements", dependencies=[may("read")], summary="Find what somebody said")
    def list_statements(request: Request, wanted: Annotated[_Statements, Query()]) -> Statements:
        """Each with its citation; newest articles first, and in the order of the text within each."""
        asking.count(identity_of(request))
        limits = wanted.given()
        for name, older in (("articles", wanted.article), ("outlets", wanted.outlet)):
            if older:
                limits[name] = [*limits.get(name, ()), *older]
        speaker, limit = wanted.speaker, wanted.limit
        found = library.statements(speaker=speaker, about=wanted.about, limit=limit + 1, offset=wanted.offset, **limits)
        meant = library.meant_by(speaker) if speaker else None
        following = wanted.model_dump() | {"offset": wanted.offset + limit}
        given = {name: value for name, value in following.items() if value}
        after = f"{root_of(request)}/api/statements?{urlencode(given, doseq=True)}" if len(found) > limit else None
        return statements(found[:limit], meant, library, after)

    return router
