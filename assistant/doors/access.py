"""What a caller needs to be allowed: every route of every door names it, and passes through `admit`.

It lets in whoever reaches the server; who that can be is for the server to say.
"""

from __future__ import annotations

from typing import Any, Literal

from fastapi import Security
from fastapi.security import SecurityScopes
from starlette.requests import HTTPConnection

Scope = Literal["ask", "read", "write"]


def admit(_needed: SecurityScopes, _asking: HTTPConnection) -> None:
    """Refuses, by raising HTTPException, a caller without the scopes that a route needs; today nobody."""


def may(scope: Scope) -> Any:
    """The dependency of a route that only those may use who have this scope."""
    return Security(admit, scopes=[scope])
