"""The scopes that a caller needs: every route declares them with `may`, and `admit` checks them."""

from __future__ import annotations

from typing import Any

from fastapi import Security
from fastapi.security import SecurityScopes
from starlette.requests import HTTPConnection

from assistant.access.identity import Scope, identity_of, need


def admit(needed: SecurityScopes, asking: HTTPConnection) -> None:
    """Raises NotAllowed for a caller with none of the scopes that a route names."""
    need(identity_of(asking), *needed.scopes)  # type: ignore[arg-type]


def may(*any_of: Scope) -> Any:
    """The dependency of a route that requires one of these scopes."""
    return Security(admit, scopes=any_of)
