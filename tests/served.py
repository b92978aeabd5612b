"""The server over an assistant, on a free port of loopback, in a thread of this process."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import uvicorn

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.serving.connections import Connections, Patience


def create_app(assistant: Any, **options: Any) -> FastAPI:
    """The server's own `create_app`, imported here, so that collecting tests does not wait seconds for the page."""
    from assistant.server import create_app

    return create_app(assistant, **options)


@contextmanager
def served(
    assistant: Any,
    *,
    connections: Connections | None = None,
    patience: Patience | None = None,
    port: int = 0,
    **options: Any,
) -> Iterator[str]:
    """Yields the server's address; `options` are those of `create_app`."""
    from assistant.server import configured
    from assistant.serving.connections import Connections

    with socket.create_server(("127.0.0.1", port)) as listening:
        app = create_app(assistant, **options)
        server = uvicorn.Server(configured(app, connections or Connections(200), patience, log_level="critical"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
