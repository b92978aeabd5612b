"""A client that does what the page does in a browser: opens a tab, asks there, and reads what it would draw."""

from __future__ import annotations

import json
import secrets
from typing import Any

import httpx


class Tab:
    """One tab at an address, of the user whom the cookie lets in. Raises httpx.HTTPError if the server is not there."""

    def __init__(self, address: str, cookie: str, *, timeout: float = 120.0) -> None:
        self.http = httpx.Client(base_url=address, headers={"Cookie": cookie}, timeout=timeout)
        self.name = secrets.token_hex(6)
        self.http.get("/").raise_for_status()
        config = self.http.get("/config").raise_for_status().json()
        self._asks = next(
            one for one in config["dependencies"] if any(event == "submit" for _, event in one["targets"])
        )
        opens = next(one for one in config["dependencies"] if any(event == "load" for _, event in one["targets"]))
        self._do(opens["id"], [], None, path="run/predict")

    def close(self) -> None:
        self.http.close()

    def ask(self, question: str) -> str:
        """What the tab finally shows of the turn, as HTML."""
        target = self._asks["targets"][0][0]
        asked = {"question": question, "filters": {}}
        self._do(self._asks["id"], [None], asked, trigger=target)
        shown: dict[str, Any] = {}
        with self.http.stream("GET", "/gradio_api/queue/data", params={"session_hash": self.name}) as stream:
            stream.raise_for_status()
            for line in stream.iter_lines():
                if not line.startswith("data:"):
                    continue
                message = json.loads(line.removeprefix("data:"))
                if message["msg"] == "process_completed":
                    if not message["success"]:
                        raise AssertionError(f"the page failed: {message}")
                    shown = message["output"]
                    break
                if message["msg"] in ("unexpected_error", "close_stream"):
                    raise httpx.ReadError(str(message))
        if not shown:
            raise httpx.ReadError("the stream ended before the answer")
        return json.dumps(shown["data"][0])

    def _do(self, number: int, data: list[Any], event: Any, *, path: str = "queue/join", trigger: int = 0) -> None:
        sent = {"data": data, "event_data": event, "fn_index": number, "trigger_id": trigger, "session_hash": self.name}
        self.http.post(f"/gradio_api/{path}", json=sent).raise_for_status()
