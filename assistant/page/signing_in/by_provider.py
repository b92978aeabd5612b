"""The routes for signing in and out at an OpenID provider; provider.py does the checks."""

from __future__ import annotations

import logging
from urllib.parse import parse_qs, quote

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.access.access import COOKIE, Access
from assistant.access.addresses import AT_PROVIDER, BACK, SIGN_IN
from assistant.access.forwarding import root_of
from assistant.access.provider import SECONDS, AsksFirst, mark_of
from assistant.errors import AccessError, NotSignedIn
from assistant.page.signing_in.doorway import HEADERS, Doorway, within
from assistant.page.signing_in.form import leaving_page
from assistant.serving.connections import place_of

log = logging.getLogger(__name__)

HERE = (60, 300)  # how often one address may come back from the provider, in how many seconds
LONGEST = 1_000  # characters of an address kept in a cookie


def provider_routes(access: Access, doorway: Doorway) -> APIRouter:
    router = APIRouter()
    tries = access.pace("back here", *HERE)

    @router.get(AT_PROVIDER)
    async def there(request: Request, next: str = "/", quietly: bool = False) -> Response:
        leads_to = within(next)
        if (provider := access.provider) is None:
            return RedirectResponse(SIGN_IN, 303, HEADERS)
        try:
            begun = await to_thread.run_sync(lambda: provider.begin(_back(access, request), quietly=quietly))
        except AccessError as error:
            return _failed(request, error, leads_to)
        response = RedirectResponse(begun.address, 303, HEADERS)
        kept = f"{begun.secret}/{quote(leads_to if len(leads_to) <= LONGEST else '/', safe='')}"
        doorway.keep(request, response, _cookie(begun.mark), kept, SECONDS)
        return response

    @router.get(BACK)
    async def back(request: Request) -> Response:
        returned = _parameters(request.url.query)
        name = _cookie(mark_of(returned.get("state", "")))
        secret, _, address = request.cookies.get(name, "").partition("/")
        leads_to = within(parse_qs(f"next={address}").get("next", ["/"])[0])
        session, response = await _finished(request, secret, returned, leads_to)
        doorway.forget(request, response, name)
        if session is None and request.state.identity is None:
            doorway.forget(request, response)  # else the cookie of an ended session would lead to the provider again
        return response

    async def _finished(
        request: Request, secret: str, returned: dict[str, str], leads_to: str
    ) -> tuple[str | None, Response]:
        """The new session, if any, and the response to the browser."""
        say = doorway.words(request)
        if (provider := access.provider) is None:
            return None, RedirectResponse(SIGN_IN, 303, HEADERS)
        try:
            place = place_of(access.address_of(request.scope))
            if seconds := await to_thread.run_sync(tries.wait, place):
                trouble = say.too_many_tries(int(seconds) + 1)
                return None, doorway.page(request, leads_to=leads_to, trouble=trouble, status=429)
            known = await to_thread.run_sync(provider.finish, _back(access, request), secret, returned)
            begin = access.sessions.begin_known
            session = await to_thread.run_sync(begin, known.name, known.groups, known.hint)
        except AsksFirst:
            return None, RedirectResponse(f"{SIGN_IN}?next={quote(leads_to)}", 303, HEADERS)
        except NotSignedIn as error:
            log.warning("Somebody was not signed in: %s.", error)
            return None, doorway.page(request, leads_to=leads_to, trouble=say.refused_by_provider, status=401)
        except AccessError as error:
            return None, _failed(request, error, leads_to)
        if session is None:
            return None, doorway.page(request, leads_to=leads_to, trouble=say.not_in_a_group, status=403)
        return session, doorway.let_in(request, session, leads_to)

    def _failed(request: Request, error: AccessError, leads_to: str) -> Response:
        log.error("%s", error)
        say = doorway.words(request)
        return doorway.page(request, leads_to=leads_to, trouble=say.unreadable_provider, status=503)

    return router


def leaving(access: Access, doorway: Doorway, request: Request, hint: str | None) -> Response | None:
    """The page that leads to the provider's sign-out, None if there is none; the policy forbids a redirect."""
    if hint is None or (provider := access.provider) is None:
        return None
    try:
        there = provider.leaving(hint, _here(access, request) + SIGN_IN)
    except AccessError as error:
        log.error("%s", error)
        return None
    if there is None:
        return None
    return HTMLResponse(leaving_page(doorway.words(request), there), headers={**HEADERS, "Refresh": f"0; url={there}"})


def _back(access: Access, request: Request) -> str:
    return _here(access, request) + BACK


def _here(access: Access, request: Request) -> str:
    """The address of this server, as registered with the provider."""
    return (access.public_url or f"{request.url.scheme}://{request.url.netloc}") + root_of(request)


def _parameters(query: str) -> dict[str, str]:
    """The parameters sent by the provider; empty if there are more than any provider sends."""
    try:
        fields = parse_qs(query, max_num_fields=20)
    except ValueError:
        return {}
    return {name: values[-1] for name, values in fields.items()}


def _cookie(mark: str) -> str:
    return f"{COOKIE}_{mark}" if mark.isascii() and mark.isalnum() else COOKIE + "_"
