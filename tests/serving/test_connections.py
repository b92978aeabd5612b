"""How long a client may take to ask and to listen, and how many connections an address may hold."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

from assistant.serving.connections import TOO_MANY, TOO_SLOW, Connections, Patience, place_of

HASTY = Patience(head=0.2, body=0.2, pace=1_000_000, listening=0.2)
HEAD = b"POST /length HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"


@contextmanager
def serving(patience: Patience | None = None, connections: Connections | None = None) -> Iterator[int]:
    """A server that counts bytes, or sends them; gives its port."""
    from assistant.server import configured  # here, since it takes seconds to load

    app = FastAPI()

    @app.post("/length")
    async def length(request: Request) -> int:
        return len(await request.body())

    @app.post("/early")
    async def early() -> str:
        return "I need no body."

    @app.get("/much")
    async def much() -> StreamingResponse:
        async def pieces() -> AsyncIterator[bytes]:
            try:
                while True:
                    yield b"x" * 100_000
                    await asyncio.sleep(0)  # lets the server hear of the end
            finally:
                app.state.ended.set()

        return StreamingResponse(pieces())

    app.state.ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(configured(app, connections or Connections(100), patience, log_level="critical"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        serving.ended = app.state.ended  # type: ignore[attr-defined]
        try:
            yield int(listening.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def connected(port: int, *sent: bytes) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        for piece in sent:
            client.sendall(piece)
        yield client


def all_of(client: socket.socket) -> bytes:
    """What comes until the server closes; a connection that is never closed fails the test."""
    read = b""
    try:
        while piece := client.recv(65_536):
            read += piece
    except ConnectionResetError:
        pass
    return read


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
        b"G",
        HEAD + b"x" * 999,
        b"POST /length HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
    ],
)
def test_a_request_that_never_ends_is_ended(sent: bytes) -> None:
    with serving(HASTY) as port, connected(port, sent) as client:
        told = all_of(client)
    assert told.startswith(b"HTTP/1.1 408 ") and told.endswith(TOO_SLOW.encode())


def test_a_connection_on_which_nothing_is_asked_is_closed_without_a_word() -> None:
    with serving(HASTY) as port, connected(port) as client:
        assert all_of(client) == b""


def test_a_second_request_on_a_connection_must_end_as_well() -> None:
    whole = b"POST /early HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
    with serving(HASTY) as port, connected(port, whole) as client:
        assert client.recv(65_536).startswith(b"HTTP/1.1 200 ")
        client.sendall(b"GET / HTTP/1.1\r\nHost: ")
        assert b"408 Request Timeout" in all_of(client)


def test_a_body_that_drips_is_ended_though_it_never_stops() -> None:
    stopped = threading.Event()

    def drip(client: socket.socket) -> None:
        try:
            while not stopped.wait(0.02):
                client.sendall(b"x")
        except OSError:
            pass

    with serving(HASTY) as port, connected(port, HEAD.replace(b"1000", b"1000000")) as client:
        dripping = threading.Thread(target=drip, args=(client,))
        dripping.start()
        told = all_of(client)
        stopped.set()
        dripping.join()
    assert told.startswith(b"HTTP/1.1 408 ")


def test_a_body_that_nobody_needs_does_not_keep_its_connection() -> None:
    with serving(HASTY) as port, connected(port, HEAD.replace(b"/length", b"/early") + b"x") as client:
        told = all_of(client)
    assert told.startswith(b"HTTP/1.1 200 ") and b"408" not in told


def test_a_client_that_takes_nothing_of_its_answer_is_left() -> None:
    with serving(HASTY) as port, connected(port, b"GET /much HTTP/1.1\r\nHost: localhost\r\n\r\n"):
        assert serving.ended.wait(30)  # type: ignore[attr-defined]


def test_a_large_body_that_comes_steadily_is_taken() -> None:
    with serving(Patience(head=0.2, body=5.0)) as port:
        sent = b"x" * 5_000_000
        assert httpx.post(f"http://127.0.0.1:{port}/length", content=sent, timeout=30).json() == len(sent)


def test_many_requests_on_one_connection_are_answered() -> None:
    with serving(HASTY) as port, httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        assert [client.post("/length", content=b"x" * size).json() for size in range(50)] == [*range(50)]


def test_an_address_holds_so_many_connections_and_is_let_in_again_when_it_closes_some() -> None:
    ask = b"POST /length HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"
    with serving(connections=Connections(2)) as port:
        with connected(port, b"G"), connected(port, b"G"), connected(port, ask) as third:
            told = all_of(third)
            assert told.startswith(b"HTTP/1.1 503 ") and told.endswith(TOO_MANY.encode())

        def let_in() -> bool:
            with connected(port, ask) as client:
                return all_of(client).startswith(b"HTTP/1.1 200 ")

        _until(let_in)


def _until(condition: Callable[[], bool]) -> None:
    assert any(condition() for _ in range(10_000))


def test_a_proxy_that_is_trusted_holds_those_of_many() -> None:
    held = Connections(1, lambda address: address == "10.0.0.5")
    assert all(held.take("10.0.0.5") for _ in range(10))
    assert held.take("10.0.0.6") and not held.take("10.0.0.6")
    held.give_back("10.0.0.6")
    assert held.take("10.0.0.6")


def test_the_addresses_of_one_network_are_one() -> None:
    held = Connections(1)
    assert held.take("2001:db8::1") and not held.take("2001:db8::ffff") and held.take("2001:db8:0:1::1")
    assert place_of("192.0.2.1") != place_of("192.0.2.2")


def test_a_request_for_another_protocol_is_answered_in_this_one() -> None:
    asked = b"POST /length HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    with serving(HASTY) as port, connected(port, asked + b"Content-Length: 2\r\n\r\nok") as client:
        assert client.recv(65_536).startswith(b"HTTP/1.1 200 ")
