"""The REST route by which a site gets a token for the chat on its own page."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from anyio import to_thread
from fastapi import APIRouter, HTTPException, Request

from assistant.access.access import Access
from assistant.access.identity import identity_of
from assistant.access.may import may
from assistant.api.records import EmbedToken
from assistant.api.sent import Embedding


def embedding_routes(access: Access) -> APIRouter:
    router = APIRouter(prefix="/api", tags=["embedding"], dependencies=[may("ask")])

    @router.post("/embed-tokens", status_code=201, summary="Let somebody use the chat on your page")
    async def embed_token(wanted: Embedding, request: Request) -> EmbedToken:
        """A token for one user of your site, valid for `minutes`; only pages of `origin` can show the chat with it.

        It has the scopes of its key, except `write`, and is valid no longer than that key.
        """
        identity = identity_of(request)
        if identity.by != "key":
            raise HTTPException(403, "Only a key can create such tokens. Send one.")
        if wanted.origin not in access.embed_origins:
            raise HTTPException(
                403, "This origin may not show the chat. Name it in ARTICLE_ASSISTANT_EMBED_ORIGINS first."
            )
        make = partial(access.embedding.make, identity, wanted.origin, wanted.user, minutes=wanted.minutes)
        token, until = await to_thread.run_sync(make)
        expires = datetime.fromtimestamp(until, UTC).isoformat()
        return EmbedToken(token=token, path=f"/embed/{token}/", expires=expires)

    return router
