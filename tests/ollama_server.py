"""A server on loopback that speaks Ollama's protocol: it lists models, and writes what a test sets."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class OllamaServer:
    """`says` is its only answer; `asked` holds the requested addresses."""

    port: int = 0
    models: tuple[str, ...] = ("small:1b", "nomic-embed-text:latest")
    says: str = "The quay opens in 2029 [1]."
    asked: list[str] = field(default_factory=list)


@contextmanager
def ollama_server() -> Iterator[OllamaServer]:
    told = OllamaServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(json.dumps({"models": [{"name": name} for name in told.models]}), "application/json")

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            written = {"role": "assistant", "content": told.says}
            rows = [
                {"model": "small:1b", "message": written, "done": False},
                {"model": "small:1b", "message": {"role": "assistant", "content": ""}, "done": True}
                | {"done_reason": "stop", "eval_count": 9, "prompt_eval_count": 99},
            ]
            self.answer("".join(f"{json.dumps(row)}\n" for row in rows), "application/x-ndjson")

        def answer(self, body: str, kind: str) -> None:
            told.asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        told.port = server.server_port
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield told
        finally:
            server.shutdown()
            thread.join()
