"""The route where an MCP client learns who issues tokens (RFC 9728)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException

from assistant.access.access import Access
from assistant.access.addresses import METADATA, METADATA_OF_MCP


def resource_routes(access: Access) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get(METADATA)
    @router.get(METADATA_OF_MCP)
    def protected_resource() -> Any:
        if access.tokens is None:
            raise HTTPException(404, "This server accepts only keys. Ask its administrator for one.")
        return access.tokens.metadata()

    return router
