"""The sign-in page, and the session cookie, whichever way people sign in."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.access.access import COOKIE, Access
from assistant.access.addresses import SIGN_IN
from assistant.errors import AccessError
from assistant.page.escape import stand_at
from assistant.page.signing_in.form import sign_in_page, way_there
from assistant.page.words import LANGUAGE_COOKIE, Words, words_for

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Cache-Control": "no-store",
}


class Doorway:
    def __init__(self, access: Access) -> None:
        self._access = access

    def page(
        self,
        request: Request,
        *,
        leads_to: str,
        name: str = "",
        trouble: str = "",
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        language: str | None = None,
    ) -> Response:
        base, provider, say = stand_at(request), self._access.provider, self.words(request, language)
        other = (urlsplit(provider.issuer.url).netloc, base + way_there(leads_to)) if provider else None
        markup = sign_in_page(
            say,
            action=base + SIGN_IN,
            leads_to=leads_to,
            name=name,
            trouble=trouble,
            provider=other,
            with_password=provider is None or self._has_users(),
        )
        return HTMLResponse(markup, status, {**HEADERS, **(headers or {})})

    def let_in(self, request: Request, session: str, leads_to: str) -> Response:
        response = RedirectResponse(leads_to, 303, HEADERS)
        self.keep(request, response, COOKIE, session, self._access.sessions.seconds)
        return response

    def keep(self, request: Request, response: Response, name: str, value: str, seconds: int) -> None:
        """Sets a cookie that scripts cannot read and that pages of other sites send only with a followed link."""
        secure, path = self._access.is_secure(request.scope), f"{stand_at(request)}/"
        response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="lax", secure=secure, path=path)

    def forget(self, request: Request, response: Response, name: str = COOKIE) -> None:
        secure, path = self._access.is_secure(request.scope), f"{stand_at(request)}/"
        response.delete_cookie(name, httponly=True, samesite="lax", secure=secure, path=path)

    def words(self, request: Request, language: str | None = None) -> Words:
        chosen = language or request.cookies.get(LANGUAGE_COOKIE)
        return words_for(chosen, request.headers.get("accept-language"))

    def _has_users(self) -> bool:
        try:
            return bool(self._access.users.all())
        except AccessError:
            return True


def within(address: str) -> str:
    """The address if it is on this server, else its root: a sign-in link must not lead elsewhere."""
    strange = address.startswith(("//", "/\\", SIGN_IN)) or not address.isprintable()
    return address if address.startswith("/") and not strange else "/"
