"""Connections to public addresses only, none of which outlives its deadline.

A host name is resolved here, the addresses are checked, and the connection goes to exactly those: no second
look-up could return another address.
"""

from __future__ import annotations

import queue
import socket
import threading
import time
from collections.abc import Callable, Iterable
from ssl import SSLContext
from typing import Any

import httpcore

from index.errors import NoAnswer, Unreadable
from index.loading.addresses import check_host, is_public

Resolve = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """The numeric addresses of a host, in the order in which the system would try them."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class Deadline:
    """A moment after which waiting ends."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def passed(self) -> bool:
        return time.monotonic() >= self._end

    def within(self, timeout: float | None) -> float:
        """The seconds left to wait; raises TimeoutException if there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the deadline has passed")
        return left if timeout is None else min(timeout, left)


class PublicNetwork(httpcore.NetworkBackend):
    """Connects for one request; raises Unreadable if the host may not be contacted or does not exist."""

    def __init__(
        self, network: httpcore.NetworkBackend, resolve: Resolve, deadline: Deadline, *, allow_private: bool
    ) -> None:
        self._network = network
        self._resolve = resolve
        self._deadline = deadline
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        refused: Exception | None = None
        for address in self._checked(host, port, timeout):
            try:
                wait = self._deadline.within(timeout)
                stream = self._network.connect_tcp(address, port, wait, local_address, socket_options)
                return _TimedStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                refused = error
        raise refused or httpcore.ConnectError("it has no address")

    def _checked(self, host: str, port: int, timeout: float | None) -> list[str]:
        """The addresses of a host, if all may be contacted; a host with one private address is refused."""
        check_host(host)
        addresses = self._resolved(host, port, timeout)
        private = [address for address in addresses if not is_public(address)]
        if private and not self._allow_private:
            raise Unreadable(
                f"it leads to {private[0]}, an address that is not public; "
                "set ARTICLE_ASSISTANT_ALLOW_PRIVATE_ADDRESSES=true to fetch from your own network"
            )
        return addresses

    def _resolved(self, host: str, port: int, timeout: float | None) -> list[str]:
        """Looks up in a separate thread, since the system's look-up has no timeout."""
        answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

        def look_up() -> None:
            try:
                answers.put(self._resolve(host, port))
            except (OSError, UnicodeError) as error:
                answers.put(error)

        threading.Thread(target=look_up, daemon=True).start()
        try:
            answer = answers.get(timeout=self._deadline.within(timeout))
        except queue.Empty:
            raise httpcore.ConnectTimeout("the name was not resolved in time") from None
        if isinstance(answer, Exception):
            raise NoAnswer(f"no host called '{host}' was found; check its name and your network") from answer
        return answer


class _TimedStream(httpcore.NetworkStream):
    """A connection that waits no longer than its deadline, however slowly the other side sends."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.within(timeout))
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
