"""The routes under /people/alerts, which show and change the alerts in the People tab."""

from __future__ import annotations

import time
from typing import Annotated, Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.access.access import Access
from assistant.access.forwarding import root_of
from assistant.access.identity import identity_of
from assistant.access.may import may
from assistant.assistant import Assistant
from assistant.page.escape import stand_at
from assistant.page.tabs import alerts_list
from assistant.page.tabs.library_routes import Say, fragment
from assistant.page.tabs.sent import sent
from assistant.watching import webhooks
from assistant.watching.alerting import LONGEST, make_alert


class _New(BaseModel):
    model_config = ConfigDict(extra="forbid")
    speaker: str | None = Field(default=None, max_length=LONGEST)
    about: str | None = Field(default=None, max_length=LONGEST)
    question: str | None = Field(default=None, max_length=LONGEST)
    webhook: str | None = Field(default=None, max_length=2_000)


def routes(assistant: Assistant, access: Access) -> APIRouter:
    router, reads, alerts = APIRouter(), [may("read")], assistant.library.alerts

    @router.get("/people/alerts", dependencies=reads)
    def listed(request: Request, say: Say) -> HTMLResponse:
        stand_at(request)
        found = alerts.all(identity_of(request).owner)
        items = {one.key: alerts.items(one, limit=alerts_list.SHOWN) for one in found}
        return fragment(alerts_list.listed(found, items, say))

    @router.post("/people/alerts", dependencies=reads)
    def add(wanted: Annotated[_New, sent(_New)], request: Request, say: Say) -> dict[str, str]:
        access.questions.count(identity_of(request))
        hosts = assistant.settings.webhook_hosts
        address = webhooks.allowed(wanted.webhook, hosts) if wanted.webhook else None
        secret = webhooks.new_secret() if address else None
        asked = {"question": wanted.question, "speaker": wanted.speaker, "about": wanted.about}
        owner = identity_of(request).owner
        make_alert(assistant, owner, now=time.time(), webhook=address, secret=secret, **asked)
        return {"once": alerts_list.once(say.webhook_secret, secret)} if secret else {}

    @router.post("/people/alerts/{alert_id}/{act}", dependencies=reads)
    def change(
        alert_id: str, act: Literal["feed", "close-feed", "remove"], request: Request, say: Say
    ) -> dict[str, str]:
        owner = identity_of(request).owner
        if act == "feed":
            token = alerts.open_feed(alert_id, owner)
            here = access.public_url or f"{request.url.scheme}://{request.url.netloc}"
            return {"once": alerts_list.once(say.feed_address, f"{here}{root_of(request)}/api/feeds/{token}.atom")}
        if act == "close-feed":
            alerts.close_feed(alert_id, owner)
        else:
            alerts.remove(alert_id, owner)
        return {}

    return router
