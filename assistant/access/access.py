"""Recognises who makes a request: by a key, a trusted proxy, a session cookie, or as the user of this machine."""

from __future__ import annotations

import logging
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import Scope as Asked

from assistant import access
from assistant.access.addresses import MCP
from assistant.access.embedded import EmbedTokens
from assistant.access.groups import read_groups
from assistant.access.identity import LOCAL, Identity, Scope, known_name, scopes_of
from assistant.access.keys import Keys, is_key
from assistant.access.pace import Pace, Questions
from assistant.access.record_file import ACCESS, record_at
from assistant.access.seals import Seals
from assistant.access.sessions import A_DAY, Sessions
from assistant.access.users import Users
from assistant.errors import AccessError, NotSignedIn, SettingsError
from assistant.serving.shared import Shared
from assistant.serving.shared_pace import SharedPace
from assistant.settings import Settings, read_origins
from index.errors import WrongUsage

log = logging.getLogger(__name__)

SESSIONS = "sessions.json"
NO_HEADER = "none"  # for a proxy that does not sign users in
CHANGES_A_MINUTE = 120  # by one user or key, to thumbs, comments, titles and links
COOKIE = "article_assistant_session"
NOBODY = (
    "On {host} others can reach this server, but it has no users. Run `article-assistant users add NAME` or "
    "`article-assistant keys add NAME --scopes ask,read` for this library, set ARTICLE_ASSISTANT_TRUSTED_PROXY or "
    "ARTICLE_ASSISTANT_OIDC_ISSUER, or keep to --host 127.0.0.1."
)


class Access:
    """Access to one library. `loopback` means that only this machine can reach the server.

    Only then may everybody do everything, and only until a user, key, trusted proxy or provider is set up. Removing
    the last user locks everybody out. Users and keys are read again for each request. With `shared`, users and keys are
    in the database that the servers share, and rate limits apply across all servers.
    """

    def __init__(self, folder: Path, settings: Settings, *, loopback: bool, shared: Shared | None = None) -> None:
        self.shared = shared
        self._file = record_at(folder, ACCESS, shared)
        self.users = Users(self._file)
        self.keys = Keys(self._file)
        self.seals = Seals(folder, shared)
        self.embedding = EmbedTokens(self.seals, self.keys)
        self.sessions = Sessions(record_at(folder, SESSIONS, shared), self.users, days=settings.session_days)
        self.questions = Questions(self.pace("questions", settings.questions_a_minute, 60))
        self.follow_ups = Questions(self.pace("follow-ups", settings.questions_a_minute, 60))
        self.changes = Questions(self.pace("changes", CHANGES_A_MINUTE, 60))
        self._loopback = loopback
        self.apply(settings)

    def apply(self, settings: Settings) -> None:
        """Applies these settings; raises SettingsError, and changes nothing, if one cannot be used."""
        proxies, scopes = _networks(settings.trusted_proxy), _scopes(settings.proxy_scopes)
        groups, signs_in = read_groups(settings.oidc_groups), settings.oidc_issuer or settings.oidc_client_id
        provider = access.Provider(settings, self.pace("state", 1, access.SECONDS)) if signs_in else None
        tokens = access.Tokens(settings) if settings.mcp_issuer else None
        self._proxies, self._proxy_scopes = proxies, scopes
        self.provider, self.tokens, self.public_url = provider, tokens, settings.public_url
        self.embed_origins = read_origins(settings.embed_origins)
        self.api_origins = read_origins(settings.api_origins)
        self.sessions.groups = groups
        self.sessions.issuer = settings.oidc_issuer
        self.sessions.issuer_seconds = settings.oidc_minutes * 60
        self._header = "" if settings.proxy_user_header == NO_HEADER else settings.proxy_user_header
        self.sessions.seconds = settings.session_days * A_DAY
        self.questions.pace.most = self.follow_ups.pace.most = settings.questions_a_minute
        self.most_saved = settings.megabytes_a_user * 1_000_000

    def pace(self, what: str, most: int, seconds: float) -> Pace | SharedPace:
        """A rate limiter that allows `most` uses in `seconds`, across all servers if they share a database."""
        return SharedPace(self.shared, what, most, seconds) if self.shared else Pace(most, seconds)

    def is_open(self) -> bool:
        return self._loopback and not (self._proxies or self.provider or self.tokens or self._file.read())

    def check(self, host: str) -> None:
        """Raises AccessError if the server would be open to others."""
        if not self._loopback and not (self._lets_in() or self.users.all() or self.keys.all()):
            raise AccessError(NOBODY.format(host=host))

    def _lets_in(self) -> bool:
        """Whether a proxy or a provider decides who may come in."""
        return bool(self._proxies and self._header or self.provider or self.tokens)

    def who(self, asked: Asked, *, keys: bool, people: bool = True) -> Identity | None:
        """Who makes a request; None if nobody is recognised, or if a wrong key is sent, whatever else comes with it.

        `keys` says whether keys are accepted, and `people` whether a browser's cookie or a proxy's user is.
        """
        if embedded := asked.get("state", {}).get("embedded_for"):
            return embedded
        if self.is_open():
            return LOCAL
        headers = Headers(scope=asked)
        if keys and (key := _bearer(headers)) is not None:
            return self._of_token(key) if self.tokens and asked["path"] == MCP else self.keys.known_by(key)
        return self._of_proxy(asked, headers) or self._of_cookie(headers) if people else None

    def sees(self, identity: Identity, library: str) -> bool:
        """Whether an identity may use one of several libraries; people without a user or key here may use all."""
        return identity.is_local or self._shows(identity.owner, library)

    def _shows(self, owner: str, library: str) -> bool:
        kind, _, name = owner.partition(":")
        if kind in ("key", "embed"):
            name = name.partition("/")[0]
            only = next((one.libraries for one in self.keys.all() if one.name == name), frozenset[str]())
        else:
            user = self.users.get(name or owner)
            only = user.libraries if user else None
        return only is None or library in only

    def still_reads(self, owner: str, library: str | None = None) -> bool:
        """Whether an owner may still read here, or in `library` if there are several.

        For people whom a proxy or a provider lets in, this cannot be known, so it is assumed.
        """
        if self.is_open():
            return True
        if library is not None and not self._shows(owner, library):
            return False
        kind, _, name = owner.partition(":")
        if kind in ("key", "embed"):
            name = name.partition("/")[0]
            scopes = next((one.scopes for one in self.keys.all() if one.name == name), frozenset())
        elif user := self.users.get(owner):
            scopes = user.scopes
        else:
            return self._lets_in() and owner != LOCAL.owner
        return Identity(name, scopes, "key").may("read")

    def challenge(self, path: str, error: str = "") -> str:
        """The value of `WWW-Authenticate` at an address for programs."""
        return self.tokens.challenge(error) if self.tokens and path == MCP else "Bearer"

    def comes_through_proxy(self, asked: Asked) -> bool:
        peer = asked.get("client")
        return self.is_proxy(peer[0] if peer else "")

    def is_proxy(self, peer: str) -> bool:
        try:
            address = ip_address(peer)
        except ValueError:
            return False
        if isinstance(address, IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return any(address in network for network in self._proxies)

    def address_of(self, asked: Asked) -> str:
        """The client's address; behind a trusted proxy, the last entry of its `X-Forwarded-For` list."""
        if self.comes_through_proxy(asked) and (forwarded := Headers(scope=asked).getlist("x-forwarded-for")):
            return forwarded[-1].rpartition(",")[2].strip()
        peer = asked.get("client")
        return str(peer[0]) if peer else ""

    def is_secure(self, asked: Asked) -> bool:
        """Whether the browser's connection is encrypted."""
        scheme = Headers(scope=asked).get("x-forwarded-proto") if self.comes_through_proxy(asked) else None
        return (scheme or asked["scheme"]) == "https"

    def _of_proxy(self, asked: Asked, headers: Headers) -> Identity | None:
        if not self._header or not self.comes_through_proxy(asked):
            return None
        names = headers.getlist(self._header)
        # If the header occurs twice, one may be the visitor's own, passed on by the proxy.
        name = known_name(names[0]) if len(names) == 1 else None
        if name is None:
            return None
        user = self.users.get(name)
        return Identity(name, user.scopes if user else self._proxy_scopes, "proxy")

    def _of_token(self, sent: str) -> Identity | None:
        """The identity that a key or an issuer's token belongs to, at an address that accepts both."""
        if is_key(sent) or self.tokens is None:
            return self.keys.known_by(sent)
        try:
            return self.tokens.known_by(sent)
        except NotSignedIn as error:
            log.warning("A token was refused: %s.", error)
            return None

    def _of_cookie(self, headers: Headers) -> Identity | None:
        secret = cookie_of(headers)
        user = self.sessions.known_by(secret) if secret else None
        return Identity(user.name, user.scopes, "cookie") if user else None


def cookie_of(headers: Headers) -> str | None:
    return cookie_parser(headers.get("cookie", "")).get(COOKIE)


def _bearer(headers: Headers) -> str | None:
    kind, _, key = headers.get("authorization", "").partition(" ")
    return key.strip() if kind.lower() == "bearer" else None


def _networks(text: str) -> list[IPv4Network | IPv6Network]:
    try:
        return [ip_network(one.strip()) for one in text.split(",") if one.strip()]
    except ValueError as error:
        raise SettingsError(
            f"The setting 'trusted_proxy' cannot be used: {error}. Name addresses or networks, such as 10.0.0.5."
        ) from error


def _scopes(text: str) -> frozenset[Scope]:
    try:
        return scopes_of(text)
    except WrongUsage as error:
        raise SettingsError(f"The setting 'proxy_scopes' cannot be used. {error}") from error
