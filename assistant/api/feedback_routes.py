"""The REST routes for what people say of answers: thumbs and comments, saved where the page saves its own."""

from __future__ import annotations

from functools import partial
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, HTTPException, Request

from assistant.access.identity import identity_of
from assistant.access.may import may
from assistant.api.records import Opinion, Problem
from assistant.api.sent import Feedback, GivenAnswer, read
from assistant.serving.conversations import Conversations
from index.errors import UnknownArticle
from index.library import Library

_ALTERED = "This is no answer as it was given here: {}. Send the record as it came."
_BODY = {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Feedback"}}}}
_NOT: dict[int | str, dict[str, Any]] = {
    404: {"model": Problem, "description": "No answer with that id is saved."},
    409: {"model": Problem, "description": "The record is not as an answer was given."},
}


def feedback_routes(library: Library, conversations: Conversations) -> APIRouter:
    router = APIRouter(prefix="/api", tags=["feedback"], dependencies=[may("ask")])

    @router.post("/feedback", responses=_NOT, openapi_extra={"requestBody": _BODY}, summary="Say whether it was good")
    async def feedback(request: Request) -> Opinion:
        """Keeps a thumb and a comment for `article-assistant feedback export`; a null vote takes both back.

        Answers of programs are not saved before somebody says something of them, so the whole answer/1 record is sent
        along. The id is enough for an answer that is saved, as all of the chat page are.
        """
        said = read(Feedback, await request.body())
        own = conversations.of(identity_of(request).owner)
        return await to_thread.run_sync(partial(_kept, library, own, said))

    return router


def _kept(library: Library, conversations: Conversations, said: Feedback) -> Opinion:
    id = said.answer
    if isinstance(id, GivenAnswer):
        check_genuine(id, library)
        conversations.save(id.model_dump(mode="json", by_alias=True, exclude_unset=True), library)
        id = id.id
    saved = conversations.vote(id, said.vote, said.comment)
    return Opinion(answer=saved.answer["id"], vote=saved.vote, comment=saved.comment)


def check_genuine(answer: GivenAnswer, library: Library) -> None:
    """Refuses a record that cannot have been given: its claims or quotes do not stand where it says."""
    markers = [one.marker for one in answer.citations]
    if None in markers or len({*markers}) < len(markers) or any(one.marker is not None for one in answer.closest):
        raise HTTPException(409, _ALTERED.format("its citations are not numbered"))
    for claim in answer.claims:
        if claim.start < 0 or answer.text[claim.start : claim.end] != claim.text or {*claim.citations} - {*markers}:
            raise HTTPException(409, _ALTERED.format("a claim is not in its text"))
    for one in (*answer.citations, *answer.closest):
        if one.start < 0 or one.end - one.start != len(one.quote) or not _stands(one, library):
            raise HTTPException(409, _ALTERED.format("a quote is not in its paragraph"))


def _stands(one: Any, library: Library) -> bool:
    """Whether the quote is in its paragraph; of one that has changed since, nobody can tell."""
    try:
        paragraph = library.paragraph(one.article_id, one.paragraph)
    except UnknownArticle:
        return True
    return paragraph.revision != one.revision or paragraph.text[one.start : one.end] == one.quote
