"""A real HTTP server that sends exactly the bytes it is given, and a network in which every address leads to it."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

PUBLIC = "93.184.216.34"  # a public address, which the network of these tests leads to the server
Answer = bytes | Callable[[socket.socket], None]


def response(
    body: bytes | str = b"", *, kind: str = "text/html; charset=utf-8", status: int = 200, **more: str
) -> bytes:
    """The bytes of an ordinary answer; `more` are further header fields, with "_" for "-"."""
    content = body if isinstance(body, bytes) else body.encode()
    fields = {"Content-Type": kind, "Content-Length": str(len(content))}
    fields |= {name.replace("_", "-"): value for name, value in more.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return f"HTTP/1.1 {status} Told\r\n{head}Connection: close\r\n\r\n".encode() + content


def redirect(target: str, status: int = 302) -> bytes:
    return response(b"elsewhere", status=status, Location=target)


class Site:
    """Answers each path with its bytes, or hands the connection to a function; `requests` holds those received."""

    def __init__(
        self, pages: dict[str, Answer] | None = None, *, tls: ssl.SSLContext | None = None, greeting: bytes = b""
    ) -> None:
        self.pages = pages or {}
        self.requests: list[str] = []
        self.connections = 0
        self.met = threading.Event()  # somebody has connected
        self.heard = threading.Event()  # a request has arrived
        self.ending = threading.Event()
        self._tls = tls
        self._greeting = greeting  # sent before anything is heard
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Site:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ending.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    @property
    def paths(self) -> list[str]:
        return [request.split()[1] for request in self.requests]

    def _accept(self) -> None:
        while not self.ending.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            self.met.set()
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        try:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection:
                connection.sendall(self._greeting)
                request = b""
                while b"\r\n\r\n" not in request and (part := connection.recv(65536)):
                    request += part
                if not request:
                    return
                self.requests.append(request.decode("latin-1"))
                self.heard.set()
                answer = self.pages.get(self.paths[-1], response(b"nothing here", status=404))
                answer(connection) if callable(answer) else connection.sendall(answer)
        except OSError:
            return  # the client went away, as many of these tests intend


class Routes(httpcore.SyncBackend):
    """A network in which every address leads to the site; `reached` holds the hosts of all connections."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.reached: list[str] = []

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        self.reached.append(host)
        return super().connect_tcp("127.0.0.1", self._site.port, timeout, local_address, socket_options)


class Names:
    """A name lookup that returns each of these answers once, and then always the last."""

    def __init__(self, *answers: list[str]) -> None:
        self._answers = list(answers) or [[PUBLIC]]
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        return self._answers[min(len(self.asked), len(self._answers)) - 1]
