"""The REST routes of saved conversations: those of the requesting user or key, as the page lists them."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from anyio import to_thread
from fastapi import APIRouter, Path, Query, Request, Response

from assistant.access.forwarding import root_of
from assistant.access.identity import identity_of
from assistant.access.may import may
from assistant.access.pace import Questions
from assistant.access.seals import Seals
from assistant.api.feedback_routes import record_of
from assistant.api.records import (
    ListedConversation,
    ListedConversations,
    Problem,
    SavedConversation,
    conversed,
    summed_up,
)
from assistant.api.sent import NewConversation, Renaming, read
from assistant.errors import NotSaved
from assistant.serving.conversations import LISTED, Conversation, Conversations
from assistant.serving.recent import Recent
from assistant.serving.shared_recent import SharedRecent
from index.library import Library
from index.store.listing import LONGEST_SEARCH

LAST = 1_000_000_000  # the largest offset of a page
_NOT_KEPT = "No answer with that id is kept here. Send the whole record, or ask the question again."
_MISSING: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "Nothing has that id."}}
_NOT: dict[int | str, dict[str, Any]] = {
    **_MISSING,
    409: {"model": Problem, "description": "The record is not an unchanged answer."},
    507: {"model": Problem, "description": "The storage of this user or key is full."},
}
_BODY = {
    "required": True,
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/NewConversation"}}},
}
Id = Annotated[str, Path(min_length=1, max_length=200)]


def conversation_routes(
    library: Library, conversations: Conversations, seals: Seals, changes: Questions, recent: Recent | SharedRecent
) -> APIRouter:
    router = APIRouter(prefix="/api/conversations", tags=["conversations"], dependencies=[may("ask")])

    def own(request: Request) -> Conversations:
        return conversations.of(identity_of(request).owner)

    @router.get("", summary="List the conversations")
    def list_conversations(
        request: Request,
        search: Annotated[str, Query(max_length=LONGEST_SEARCH, description="Words in a question or its answer.")] = "",
        limit: Annotated[int, Query(ge=1, le=500)] = LISTED,
        offset: Annotated[int, Query(ge=0, le=LAST)] = 0,
    ) -> ListedConversations:
        """Latest answer first. A user's conversations are those on the chat page; a key has its own."""
        theirs = own(request)
        shown = theirs.listed(search, limit=limit + 1, offset=offset)
        given = urlencode({"search": search, "limit": limit, "offset": offset + limit})
        return ListedConversations(
            total=None if search.strip() else theirs.count(),
            conversations=[summed_up(one) for one in shown[:limit]],
            next=f"{root_of(request)}/api/conversations?{given}" if len(shown) > limit else None,
        )

    @router.post(
        "", status_code=201, responses=_NOT, openapi_extra={"requestBody": _BODY}, summary="Begin a conversation"
    )
    async def begin_conversation(request: Request, response: Response) -> SavedConversation:
        """Saves an answer; `conversation` in /api/ask then continues it."""
        identity = identity_of(request)
        wanted = read(NewConversation, await request.body())
        await to_thread.run_sync(changes.count, identity)
        record = await to_thread.run_sync(record_of, wanted.answer, identity.owner, recent, seals)
        if record is None:
            raise NotSaved(_NOT_KEPT)
        begun = await to_thread.run_sync(_begun, conversations.of(identity.owner), record, wanted.title, library)
        response.headers["Location"] = f"{root_of(request)}/api/conversations/{begun.id}"
        return conversed(begun)

    @router.get("/{conversation_id}", responses=_MISSING, summary="Read a conversation")
    def read_conversation(conversation_id: Id, request: Request) -> SavedConversation:
        return conversed(own(request).open(conversation_id))

    @router.patch("/{conversation_id}", responses=_MISSING, summary="Rename a conversation")
    def rename_conversation(conversation_id: Id, wanted: Renaming, request: Request) -> ListedConversation:
        changes.count(identity_of(request))
        theirs = own(request)
        theirs.rename(conversation_id, wanted.title)
        return summed_up(theirs.open(conversation_id))

    @router.delete("/{conversation_id}", status_code=204, responses=_MISSING, summary="Delete a conversation")
    def delete_conversation(conversation_id: Id, request: Request) -> None:
        """Deletes the conversation and its answers permanently."""
        own(request).delete(conversation_id)

    return router


def _begun(theirs: Conversations, record: dict[str, Any], title: str | None, library: Library) -> Conversation:
    id = theirs.save(record, library).conversation
    if title:
        theirs.rename(id, title)
    return theirs.open(id)
