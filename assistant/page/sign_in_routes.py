"""Signing in and out: what becomes of the form, and how often it may be tried. How it looks, others say."""

from __future__ import annotations

import logging
import math
from functools import partial
from urllib.parse import parse_qs

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.access.access import COOKIE, Access, cookie_of
from assistant.access.gate import SIGN_IN, SIGN_OUT
from assistant.access.identity import known_name
from assistant.errors import AccessError
from assistant.page.escape import stand_at
from assistant.page.sign_in import sign_in_page
from assistant.page.words import LANGUAGE_COOKIE, LANGUAGES, Words, words_for
from assistant.serving.connections import place_of

log = logging.getLogger(__name__)

LARGEST = 20_000  # bytes of the form
AT_ONCE = 2  # passwords that are compared; each takes 64 MB for a moment
# So often in so many seconds may be tried: a name from one place, anything from one place, a name from anywhere.
NAME_HERE, HERE, NAME = (5, 300), (60, 300), (100, 3600)
_YEAR = 31_536_000
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Cache-Control": "no-store",
}


def sign_in_routes(access: Access) -> APIRouter:
    router = APIRouter()
    limiter = CapacityLimiter(AT_ONCE)
    tries = _Tries(access)

    @router.api_route(SIGN_IN, methods=["GET", "HEAD"])
    def show(request: Request, next: str = "/", language: str = "") -> Response:
        leads_to, base = within(next), stand_at(request)
        if request.state.identity is not None:
            return RedirectResponse(leads_to, 303)
        chosen = language if language in LANGUAGES else None
        markup = sign_in_page(_words(request, chosen), action=base + SIGN_IN, leads_to=leads_to)
        response = HTMLResponse(markup, headers=HEADERS)
        if chosen:
            response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=_YEAR, samesite="lax")
        return response

    @router.post(SIGN_IN)
    async def sign_in(request: Request) -> Response:
        sent, say = await _sent(request), _words(request)
        base = stand_at(request)
        given, leads_to = sent.get("name", ""), within(sent.get("next", "/"))
        name = known_name(given.strip()) or ""
        form = partial(sign_in_page, say, action=base + SIGN_IN, leads_to=leads_to, name=given)
        place = place_of(access.address_of(request.scope))
        password = sent.get("password", "")
        try:
            if seconds := await to_thread.run_sync(tries.wait, name, place):
                again = {"Retry-After": str(seconds)}
                return HTMLResponse(form(trouble=say.too_many_tries(seconds)), 429, HEADERS | again)
            user = await to_thread.run_sync(access.users.known_by, name, password, limiter=limiter)
            if user is None:
                return HTMLResponse(form(trouble=say.wrong_sign_in), 401, HEADERS)
            session = await to_thread.run_sync(access.sessions.begin, user)
            await to_thread.run_sync(tries.succeeded, name, place)
        except AccessError as error:
            log.error("%s", error)  # it names a place on this machine
            return HTMLResponse(form(trouble=say.unreadable_access), 503, HEADERS)
        response = RedirectResponse(leads_to, 303, HEADERS)
        secure = access.is_secure(request.scope)
        seconds = access.sessions.seconds
        response.set_cookie(
            COOKIE, session, max_age=seconds, httponly=True, samesite="lax", secure=secure, path=f"{base}/"
        )
        return response

    @router.post(SIGN_OUT)
    def sign_out(request: Request) -> Response:
        if session := cookie_of(request.headers):
            access.sessions.end(session)
        base = stand_at(request)
        response = RedirectResponse(SIGN_IN, 303, HEADERS)
        response.delete_cookie(
            COOKIE, httponly=True, samesite="lax", secure=access.is_secure(request.scope), path=f"{base}/"
        )
        return response

    return router


class _Tries:
    """Every try counts until one succeeds: who tries many at once shall not have more of them."""

    def __init__(self, access: Access) -> None:
        self._name_here = access.pace("name here", *NAME_HERE)
        self._here = access.pace("here", *HERE)
        self._name = access.pace("name", *NAME)

    def wait(self, name: str, place: str) -> int:
        """0, or the seconds until it may be tried again."""
        waits = ((self._name_here, (name, place)), (self._here, place), (self._name, name))
        return next((math.ceil(seconds) for pace, who in waits if (seconds := pace.wait(who))), 0)

    def succeeded(self, name: str, place: str) -> None:
        self._name_here.forget((name, place))


def within(address: str) -> str:
    """An address of this server, or its root: a link must not lead elsewhere by way of signing in."""
    strange = address.startswith(("//", "/\\", SIGN_IN)) or not address.isprintable()
    return address if address.startswith("/") and not strange else "/"


async def _sent(request: Request) -> dict[str, str]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return {}
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=10)
    except ValueError:
        return {}
    return {name: values[-1] for name, values in fields.items()}


def _words(request: Request, language: str | None = None) -> Words:
    return words_for(language or request.cookies.get(LANGUAGE_COOKIE), request.headers.get("accept-language"))
