"""Limits connections: how many an address may hold, and how slowly a client may send and receive.

uvicorn itself waits forever for the end of a request, and for a client that does not read.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address, ip_network
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

TOO_SLOW = "Your request took too long to arrive. Send it again."
TOO_MANY = "Your address holds too many connections to this server. Close some, or try again in a moment."
_STATUS = {408: "Request Timeout", 503: "Service Unavailable"}


@dataclass(frozen=True, slots=True)
class Patience:
    """Limits in seconds: `head` for the head of a request to arrive, `body` for how long a body may pause or fall
    behind an average of `pace` bytes a second, and `listening` for how long a client may read nothing of a response."""

    head: float = 15.0
    body: float = 20.0
    pace: int = 2_000
    listening: float = 60.0


class Connections:
    """Counts the connections of each address; a trusted proxy may hold any number."""

    def __init__(self, most: int, is_proxy: Callable[[str], bool] = lambda address: False) -> None:
        self.most = most
        self._is_proxy = is_proxy
        self._held: Counter[str] = Counter()

    def take(self, address: str) -> bool:
        """Counts one more connection and returns True; returns False, without counting it, if there are too many."""
        place = place_of(address)
        if self._held[place] >= self.most and not self._is_proxy(address):
            return False
        self._held[place] += 1
        return True

    def give_back(self, address: str) -> None:
        place = place_of(address)
        self._held[place] -= 1
        if not self._held[place]:
            del self._held[place]


def place_of(address: str) -> str:
    """The address, or its /64 network for IPv6, since one client may hold all addresses in it."""
    try:
        number = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((number, 64), strict=False)) if number.version == 6 else address


def protocol(connections: Connections, patience: Patience | None = None) -> Callable[..., asyncio.Protocol]:
    """The protocol class that uvicorn uses for each connection."""
    return partial(_Connection, connections, patience or Patience())


class _Connection(H11Protocol):
    """One connection. `_due` is the deadline for what is expected, `_timer` checks it."""

    def __init__(self, connections: Connections, patience: Patience, **options: Any) -> None:
        super().__init__(**options)
        self._all = connections
        self._patience = patience
        self._address: str | None = None  # None if it was not counted
        self._awaits: str = ""  # "head" or "body"
        self._begun = self._last = 0.0
        self._came = 0
        self._timer: asyncio.TimerHandle | None = None
        self._listening: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        address = str((transport.get_extra_info("peername") or ("",))[0])
        if not self._all.take(address):
            self.transport = transport
            self._refuse(503, TOO_MANY)
            return
        self._address = address
        super().connection_made(transport)
        self._await("head")

    def data_received(self, data: bytes) -> None:
        if self._address is None or self.transport.is_closing():
            return
        self._last, self._came = self.loop.time(), self._came + len(data)
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        self._await("")
        self.resume_listening()
        if self._address is not None:
            self._all.give_back(self._address)
            super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._listening = self.loop.call_later(self._patience.listening, self.transport.abort)

    def resume_writing(self) -> None:
        self.resume_listening()
        super().resume_writing()

    def resume_listening(self) -> None:
        if self._listening:
            self._listening.cancel()
            self._listening = None

    def _should_upgrade(self) -> bool:
        """This server speaks no other protocol, so it answers a request for an upgrade in HTTP/1.1 (RFC 9110, 7.8)."""
        return False

    def _look(self) -> None:
        """Waits for the rest of a request; between requests uvicorn has its own timeout."""
        state = self.conn.their_state
        if state is h11.SEND_BODY:
            self._await("body")
        elif state is h11.IDLE and self.conn.trailing_data[0]:
            self._await("head")
        else:
            self._await("")

    def _await(self, what: str) -> None:
        if what == self._awaits:
            return
        if self._timer:
            self._timer.cancel()
            self._timer = None
        self._awaits, self._begun, self._came = what, self.loop.time(), 0
        self._last = self._begun
        if what:
            self._timer = self.loop.call_at(self._due(), self._overdue)

    def _due(self) -> float:
        if self._awaits == "head":
            return self._begun + self._patience.head
        on_the_whole = self._begun + self._patience.body + self._came / self._patience.pace
        return min(on_the_whole, self._last + self._patience.body)

    def _overdue(self) -> None:
        if self._awaits == "body" and self.flow.read_paused:  # this server caused the delay: it has not read
            self._begun = self._last = self.loop.time()
            self._came = 0
        if (due := self._due()) > self.loop.time():
            self._timer = self.loop.call_at(due, self._overdue)
            return
        silent = self.cycle.response_started if self._awaits == "body" else not self.conn.trailing_data[0]
        self._awaits, self._timer = "", None
        if silent:
            self.transport.abort()  # there is no request, or its response is already being sent
        else:
            self._refuse(408, TOO_SLOW)

    def _refuse(self, status: int, sentence: str) -> None:
        """Closes the connection, with the reason if it can still be sent."""
        head = f"HTTP/1.1 {status} {_STATUS[status]}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        head += f"Content-Length: {len(sentence)}\r\nConnection: close\r\n\r\n"
        self.transport.write((head + sentence).encode())
        self.transport.close()
        self.loop.call_later(1.0, self.transport.abort)
        if self.cycle is not None:  # so that a waiting reader learns that the rest will not come
            self.cycle.disconnected = True
            self.cycle.message_event.set()
