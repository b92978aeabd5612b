"""The REST routes of alerts: their settings, what is new, and their feeds."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response

from assistant.access.access import Access
from assistant.access.forwarding import root_of
from assistant.access.identity import identity_of
from assistant.access.may import may
from assistant.api.asking import Asking
from assistant.api.records import FeedAddress, MadeAlert, OneAlert, Problem, Tidings, ToldPassage, YourAlerts
from assistant.api.sent import NewAlert
from assistant.watching import atom, webhooks
from assistant.watching.alerting import as_record, make_alert
from assistant.watching.sources import moment
from index.store.alerts import Alert, Item

_MISSING: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "Nothing has that id."}}
Id = Annotated[str, Path(min_length=1, max_length=100)]
NO_FEED = "There is no feed at this address, or it was closed."


def alert_routes(asking: Asking, access: Access) -> APIRouter:
    router = APIRouter(prefix="/api/alerts", tags=["alerts"], dependencies=[may("read")])
    assistant = asking.assistant
    alerts = assistant.library.alerts

    def record(one: Alert) -> OneAlert:
        return OneAlert(**as_record(one), created=moment(one.created), told=alerts.count(one))

    @router.get("", summary="List your alerts")
    def list_alerts(request: Request) -> YourAlerts:
        return YourAlerts(alerts=[record(one) for one in alerts.all(identity_of(request).owner)])

    @router.post("", status_code=201, summary="Create an alert")
    def add_alert(sent: NewAlert, request: Request) -> MadeAlert:
        """The alert reports what somebody says, about one topic or any, or passages that answer a question.

        What the articles already say is not reported. A webhook's messages are signed as Standard Webhooks specifies,
        with the `secret`, which is shown only once.
        """
        asking.count(identity_of(request))
        address = webhooks.allowed(sent.webhook, assistant.settings.webhook_hosts) if sent.webhook else None
        secret = webhooks.new_secret() if address else None
        wanted = {"question": sent.question, "speaker": sent.speaker, "about": sent.about}
        made = make_alert(
            assistant, identity_of(request).owner, now=time.time(), webhook=address, secret=secret, **wanted
        )
        return MadeAlert(**record(made).model_dump(), secret=secret)

    @router.get("/{alert_id}/new", responses=_MISSING, summary="Read what an alert has reported")
    def list_told(
        alert_id: Id,
        request: Request,
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
        offset: Annotated[int, Query(ge=0, le=1_000_000_000)] = 0,
    ) -> Tidings:
        """Latest first; each passage once, even if several articles repeat it."""
        one = alerts.get(alert_id, identity_of(request).owner)
        return Tidings(
            total=alerts.count(one), passages=[_passage(item) for item in alerts.items(one, limit=limit, offset=offset)]
        )

    @router.delete("/{alert_id}", status_code=204, responses=_MISSING, summary="Remove an alert")
    def remove_alert(alert_id: Id, request: Request) -> None:
        alerts.remove(alert_id, identity_of(request).owner)

    @router.post("/{alert_id}/feed", responses=_MISSING, summary="Get the address of an alert's Atom feed")
    def open_feed(alert_id: Id, request: Request) -> FeedAddress:
        """Anyone who has the address can read the feed without a key; an earlier address stops working."""
        token = alerts.open_feed(alert_id, identity_of(request).owner)
        return FeedAddress(address=f"{_root(asking, request)}/api/feeds/{token}.atom")

    @router.delete("/{alert_id}/feed", status_code=204, responses=_MISSING, summary="Close an alert's feed")
    def close_feed(alert_id: Id, request: Request) -> None:
        alerts.close_feed(alert_id, identity_of(request).owner)

    feeds = APIRouter(prefix="/api/feeds", tags=["alerts"])

    @feeds.get("/{token}.atom", responses=_MISSING, response_class=Response, summary="Read an alert as an Atom feed")
    def read_feed(token: Id, request: Request) -> Response:
        """The address suffices, since feed readers send no keys, provided that the alert's owner may read here."""
        one = alerts.by_token(token)
        if one is None or not access.still_reads(one.owner, getattr(request.state, "library", None)):
            raise HTTPException(404, NO_FEED)
        root = _root(asking, request)
        items = alerts.items(one, limit=atom.MOST)
        written = atom.atom(one, items, address=f"{root}/api/feeds/{token}.atom", root=root)
        return Response(written, media_type="application/atom+xml", headers={"X-Robots-Tag": "noindex"})

    both = APIRouter()
    both.include_router(router)
    both.include_router(feeds)
    return both


def _root(asking: Asking, request: Request) -> str:
    here = f"{request.url.scheme}://{request.url.netloc}"
    return (asking.assistant.settings.public_url or here) + root_of(request)


def _passage(item: Item) -> ToldPassage:
    return ToldPassage(id=item.id, found=moment(item.found) or "", sent=moment(item.sent), **asdict(item.passage))
