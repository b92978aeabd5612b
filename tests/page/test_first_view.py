"""The page comes with what is seen first."""

from __future__ import annotations

import json

from starlette.responses import HTMLResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from assistant.page.first_view import FirstView, place

SHOWN = '<p class="said">“A & B”\n</script><script>alert(1)</script>'


async def gradio(scope: Scope, receive: Receive, send: Send) -> None:
    value = json.dumps({"value": place("box"), "other": place("unknown")})
    await HTMLResponse(f"<script>window.config = {value};</script>")(scope, receive, send)


def test_each_part_stands_in_its_place_as_it_was_drawn() -> None:
    page = TestClient(FirstView(gradio, lambda request: {"box": SHOWN + request.query_params["q"]})).get("/?q=é")
    config = page.text.removeprefix("<script>window.config = ").removesuffix(";</script>")
    assert json.loads(config) == {"value": SHOWN + "é", "other": place("unknown")}
    assert page.headers["content-length"] == str(len(page.content))


def test_no_part_ends_the_script_in_which_it_stands() -> None:
    page = TestClient(FirstView(gradio, lambda _: {"box": SHOWN})).get("/")
    assert page.text.count("</script>") == 1


def test_only_the_page_is_filled() -> None:
    page = TestClient(FirstView(gradio, lambda _: {"box": SHOWN})).get("/assets/index.js")
    assert place("box") in page.text
