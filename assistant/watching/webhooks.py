"""Sends what alerts report to addresses that the settings allow, signed according to Standard Webhooks.

A repeated message has the same id, so that the receiver can recognise it.
https://github.com/standard-webhooks/standard-webhooks
"""

from __future__ import annotations

import base64
import hmac
import json
import logging
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from assistant.watching.alerting import as_record, fields_of
from index.errors import Unreadable, WrongUsage
from index.loading.fetching import Fetcher, checked
from index.store.alerts import Alert, Alerts, Item

WAITS = (60, 300, 1_800, 7_200, 18_000, 36_000, 72_000)  # seconds to wait after each failure, before giving up
AT_ONCE = 50  # messages
SECRET = "whsec_"

log = logging.getLogger(__name__)


def new_secret() -> str:
    return SECRET + base64.b64encode(secrets.token_bytes(32)).decode()


def allowed(address: str, hosts: str) -> str:
    """The normalised address; raises WrongUsage if its host is not among those listed, separated by commas."""
    try:
        url = checked(address)
    except Unreadable as error:
        raise WrongUsage(f"Nothing can be sent to '{address}': {error}.") from error
    parts = urlsplit(url)
    if not {parts.netloc.lower(), (parts.hostname or "").lower()} & {one.strip().lower() for one in hosts.split(",")}:
        raise WrongUsage(
            f"Nothing may be sent to '{parts.hostname}'. The operator of this server allows hosts with "
            "ARTICLE_ASSISTANT_WEBHOOK_HOSTS."
        )
    return url


def signature(secret: str, id: str, timestamp: int, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(SECRET))
    signed = hmac.new(key, f"{id}.{timestamp}.".encode() + body, sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"


def message(one: Alert, item: Item, root: str) -> dict[str, Any]:
    """The message; `root` is the prefix of links."""
    fields = fields_of(item.passage)
    found = datetime.fromtimestamp(int(item.found), UTC).isoformat()
    alert = {name: value for name, value in as_record(one).items() if name in ("id", "question", "speaker", "about")}
    passage = {"id": item.id, **fields, "link": root + item.passage.link}
    return {"type": "alert.told", "timestamp": found, "data": {"alert": alert, "passage": passage}}


def send_waiting(
    alerts: Alerts,
    fetcher: Fetcher,
    *,
    hosts: str,
    root: str,
    now: Callable[[], float],
    chance: Callable[[], float],
    reads: Callable[[str], bool],
) -> None:
    """Sends what is due to owners who may still read it; a host that fails is skipped until the next round."""
    silent = set[str]()
    for one, item in alerts.waiting(now=now(), limit=AT_ONCE):
        if not reads(one.owner):
            alerts.note_failed(item, due=None)
            continue
        if not one.webhook or not one.secret or (host := urlsplit(one.webhook).netloc) in silent:
            continue
        body = json.dumps(message(one, item, root), ensure_ascii=False).encode()
        moment = int(now())
        headers = {
            "Content-Type": "application/json",
            "Webhook-Id": item.id,
            "Webhook-Timestamp": str(moment),
            "Webhook-Signature": signature(one.secret, item.id, moment, body),
        }
        try:
            fetcher.post(allowed(one.webhook, hosts), body, headers)
        except (Unreadable, WrongUsage) as error:
            silent.add(host)
            log.warning("An alert could not be sent to %s: %s", host, error)
            wait = WAITS[item.tries] if item.tries < len(WAITS) else None
            alerts.note_failed(item, due=None if wait is None else now() + wait * (1 + chance() / 10))
        else:
            alerts.note_sent(item, now=now())
