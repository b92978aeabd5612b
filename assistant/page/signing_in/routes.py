"""The routes for signing in and out with the form, and the limits on attempts.

Signing in at a provider is in `by_provider.py`.
"""

from __future__ import annotations

import logging
import math
from functools import partial
from urllib.parse import parse_qs

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from assistant.access.access import Access, cookie_of
from assistant.access.addresses import SIGN_IN, SIGN_OUT
from assistant.access.identity import known_name
from assistant.access.sessions import BY_PROVIDER
from assistant.errors import AccessError
from assistant.page.signing_in.by_provider import leaving, provider_routes
from assistant.page.signing_in.doorway import HEADERS, Doorway, within
from assistant.page.signing_in.form import way_there
from assistant.page.words import LANGUAGE_COOKIE, LANGUAGES
from assistant.serving.connections import place_of

log = logging.getLogger(__name__)

LARGEST = 20_000  # bytes of the form
AT_ONCE = 2  # passwords compared at once; each takes 64 MB for a moment
# (attempts, seconds) allowed for one name from one address, any name from one address, one name from anywhere.
NAME_HERE, HERE, NAME = (5, 300), (60, 300), (100, 3600)
_YEAR = 31_536_000


def sign_in_routes(access: Access) -> APIRouter:
    router = APIRouter()
    limiter = CapacityLimiter(AT_ONCE)
    tries, doorway = _Tries(access), Doorway(access)
    router.include_router(provider_routes(access, doorway))

    @router.api_route(SIGN_IN, methods=["GET", "HEAD"])
    def show(request: Request, next: str = "/", language: str = "") -> Response:
        leads_to = within(next)
        if request.state.identity is not None:
            return RedirectResponse(leads_to, 303)
        if access.provider and (cookie_of(request.headers) or "").startswith(BY_PROVIDER):
            return RedirectResponse(way_there(leads_to, quietly=True), 303, HEADERS)  # that session has ended
        chosen = language if language in LANGUAGES else None
        response = doorway.page(request, leads_to=leads_to, language=chosen)
        if chosen:
            response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=_YEAR, samesite="lax")
        return response

    @router.post(SIGN_IN)
    async def sign_in(request: Request) -> Response:
        sent, say = await _sent(request), doorway.words(request)
        given, leads_to = sent.get("name", ""), within(sent.get("next", "/"))
        name = known_name(given.strip()) or ""
        form = partial(doorway.page, request, leads_to=leads_to, name=given)
        place = place_of(access.address_of(request.scope))
        password = sent.get("password", "")
        try:
            if seconds := await to_thread.run_sync(tries.wait, name, place):
                again = {"Retry-After": str(seconds)}
                return form(trouble=say.too_many_tries(seconds), status=429, headers=again)
            user = await to_thread.run_sync(access.users.known_by, name, password, limiter=limiter)
            if user is None:
                return form(trouble=say.wrong_sign_in, status=401)
            session = await to_thread.run_sync(access.sessions.begin, user)
            await to_thread.run_sync(tries.succeeded, name, place)
        except AccessError as error:
            log.error("%s", error)  # not shown: it contains a path of this machine
            return form(trouble=say.unreadable_access, status=503)
        return doorway.let_in(request, session, leads_to)

    @router.post(SIGN_OUT)
    def sign_out(request: Request) -> Response:
        hint = access.sessions.end(session) if (session := cookie_of(request.headers)) else None
        response = leaving(access, doorway, request, hint) or RedirectResponse(SIGN_IN, 303, HEADERS)
        doorway.forget(request, response)
        return response

    return router


class _Tries:
    """Every attempt counts until one succeeds, so that making many at once gains nothing."""

    def __init__(self, access: Access) -> None:
        self._name_here = access.pace("name here", *NAME_HERE)
        self._here = access.pace("here", *HERE)
        self._name = access.pace("name", *NAME)

    def wait(self, name: str, place: str) -> int:
        """0, or the seconds until the next attempt is allowed."""
        waits = ((self._name_here, (name, place)), (self._here, place), (self._name, name))
        return next((math.ceil(seconds) for pace, who in waits if (seconds := pace.wait(who))), 0)

    def succeeded(self, name: str, place: str) -> None:
        self._name_here.forget((name, place))


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
