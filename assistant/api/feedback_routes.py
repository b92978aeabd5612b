"""The REST routes for feedback on answers: thumbs and comments, saved together with those of the page."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, HTTPException, Request

from assistant.access.identity import identity_of
from assistant.access.may import may
from assistant.access.pace import Questions
from assistant.access.seals import Seals
from assistant.api.records import Opinion, Problem
from assistant.api.sent import Feedback, GivenAnswer, read
from assistant.serving.conversations import Conversations
from assistant.serving.recent import Recent
from assistant.serving.shared_recent import SharedRecent
from index.library import Library

_ALTERED = "This record was not issued here, or was changed. Send it unchanged, or ask the question again."
_BODY = {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Feedback"}}}}
_NOT: dict[int | str, dict[str, Any]] = {
    404: {"model": Problem, "description": "No answer with that id is saved."},
    409: {"model": Problem, "description": "The record is not an unchanged answer."},
    507: {"model": Problem, "description": "The storage of this user or key is full."},
}


def feedback_routes(
    library: Library, conversations: Conversations, seals: Seals, changes: Questions, recent: Recent | SharedRecent
) -> APIRouter:
    router = APIRouter(prefix="/api", tags=["feedback"], dependencies=[may("ask")])

    @router.post("/feedback", responses=_NOT, openapi_extra={"requestBody": _BODY}, summary="Rate an answer")
    async def feedback(request: Request) -> Opinion:
        """Saves a vote and a comment for `article-assistant feedback export`; a null vote removes both.

        The id is enough for a saved answer, as all answers on the chat page are, and for one from the last hour, or
        from the time set in the settings. For any other, send the whole answer/1 record unchanged: its id shows that it
        was issued here. When a key removes its feedback, a conversation that holds no other answer is deleted.
        """
        identity = identity_of(request)
        said = read(Feedback, await request.body())
        if said.vote is not None:
            await to_thread.run_sync(changes.count, identity)
        own = conversations.of(identity.owner)
        record = await to_thread.run_sync(record_of, said.answer, identity.owner, recent, seals)
        return await to_thread.run_sync(partial(_kept, library, own, record, said, forgets=identity.by == "key"))

    return router


def record_of(
    answer: str | GivenAnswer, owner: str, recent: Recent | SharedRecent, seals: Seals
) -> dict[str, Any] | None:
    """The answer/1 record that was sent back, or that is kept under the id; None if there is none.

    Raises HTTPException for a record that was not issued here, or was changed.
    """
    if isinstance(answer, str):
        kept = recent.find(owner, answer)
        return json.loads(kept) if kept else None
    record = answer.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if not seals.holds(record):
        raise HTTPException(409, _ALTERED)
    return record


def _kept(
    library: Library, conversations: Conversations, record: dict[str, Any] | None, said: Feedback, *, forgets: bool
) -> Opinion:
    if record and said.vote is not None:
        conversations.save(record, library)
    id = said.answer if isinstance(said.answer, str) else said.answer.id
    saved = conversations.vote(id, said.vote, said.comment)
    # A key has no page on which to delete what was kept for its vote.
    if forgets and said.vote is None and len(conversations.open(saved.conversation).turns) == 1:
        conversations.delete(saved.conversation)
    return Opinion(answer=saved.answer["id"], vote=saved.vote, comment=saved.comment)
