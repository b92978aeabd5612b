"""Who makes a request, and what they may do."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal, get_args

from assistant.errors import NotAllowed
from index.errors import WrongUsage

Scope = Literal["ask", "read", "write", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
_NAME = re.compile(r"[^\W_][\w.@+-]{0,99}")


@dataclass(frozen=True, slots=True)
class Identity:
    """`by` says how a user was recognised; `local` is the user of this machine while there are no users."""

    name: str
    scopes: frozenset[Scope]
    by: Literal["local", "cookie", "proxy", "key", "token", "embed"]

    def may(self, *any_of: Scope) -> bool:
        return "admin" in self.scopes or not self.scopes.isdisjoint(any_of)

    @property
    def owner(self) -> str:
        """The name that owns conversations; a program's never equals a user's, since user names have no colon."""
        return f"{self.by}:{self.name}" if self.by in ("key", "token", "embed") else self.name

    @property
    def is_local(self) -> bool:
        return self.by == "local"


LOCAL = Identity("local", frozenset(SCOPES), "local")


def identity_of(request: Any) -> Identity:
    """The identity that the gate stored for a request; fails for a request that did not pass the gate."""
    identity = request.state.identity
    assert isinstance(identity, Identity)
    return identity


def need(identity: Identity, *any_of: Scope) -> None:
    """Raises NotAllowed for an identity with none of these scopes."""
    if not identity.may(*any_of):
        named = " or ".join(f"'{one}'" for one in any_of)
        raise NotAllowed(f"This requires the scope {named}. Ask the administrator of this server for it.")


def known_name(name: str) -> str | None:
    """The name, normalised for comparison; None if it is not valid."""
    name = unicodedata.normalize("NFKC", name).casefold()
    return name if _NAME.fullmatch(name) else None


def named(name: str) -> str:
    if (known := known_name(name)) is None:
        raise WrongUsage(f"'{name}' cannot be a name. Use at most 100 letters and digits, and . _ @ + - among them.")
    return known


def scopes_of(text: str) -> frozenset[Scope]:
    """The scopes in a comma-separated list; raises WrongUsage if one is unknown or there are none."""
    scopes = {one.strip() for one in text.split(",") if one.strip()}
    if unknown := sorted(scopes - set(SCOPES)):
        raise WrongUsage(f"There is no scope '{unknown[0]}'. The scopes are {', '.join(SCOPES)}.")
    if not scopes:
        raise WrongUsage(f"Name at least one scope of {', '.join(SCOPES)}.")
    return frozenset(one for one in SCOPES if one in scopes)


def written(scopes: frozenset[Scope]) -> list[Scope]:
    """The scopes in the order of SCOPES, as stored and shown."""
    return [one for one in SCOPES if one in scopes]
