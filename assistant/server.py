"""The web server: the chat at the root, and every article as a page that links can point into.

It knows addresses and headers; it knows nothing of how a page is drawn or an answer found. Other doors to
the assistant (REST, OpenAI-compatible) are further routes of the app that `create_app` makes.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
import threading
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.responses import FileResponse, HTMLResponse
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.assistant import Assistant
from assistant.page import articles, chat
from index.errors import ArticleAssistantError, UnknownArticle

log = logging.getLogger(__name__)

_STYLE = Path(articles.__file__).with_name("style.css")

# Gradio builds its components with inline scripts and Function, so its page cannot do without either; but
# nothing on it may load from, send to, or be framed by another host.
_CHAT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
_ARTICLE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": _CHAT_POLICY,
}


def create_app(assistant: Assistant) -> FastAPI:
    """The app: article pages first, since the chat at the root answers for every other address."""
    # FastAPI's own documentation pages load their script from another host.
    app = FastAPI(title="Article assistant", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(SecurityHeaders)

    @app.api_route("/articles/{article_id:path}", methods=["GET", "HEAD"], response_class=HTMLResponse)
    def article(article_id: str) -> HTMLResponse:
        headers = {"Content-Security-Policy": _ARTICLE_POLICY}
        try:
            found = assistant.library.article(article_id)
        except UnknownArticle:
            return HTMLResponse(articles.missing_page(), status_code=404, headers=headers)
        return HTMLResponse(articles.article_page(found), headers=headers)

    @app.get(articles.STYLE_ADDRESS)
    def style() -> FileResponse:
        return FileResponse(_STYLE, media_type="text/css", headers={"Cache-Control": "no-cache"})

    chat.mount(app, assistant)
    return app


def serve(assistant: Assistant, *, host: str = "127.0.0.1", port: int = 7860) -> None:
    """Serve until interrupted; the model loads meanwhile, so that the page is there before it is needed."""
    with _listen(host, port) as listening:
        threading.Thread(target=_warm, args=[assistant], name="warm", daemon=True).start()
        # An open page keeps a stream open: stopping must not wait for it, nor report that it was cut.
        logging.getLogger("uvicorn.error").addFilter(_is_no_cut_stream)
        config = uvicorn.Config(create_app(assistant), log_level="warning", timeout_graceful_shutdown=1)
        port = listening.getsockname()[1]
        print(f"Article assistant (Ctrl-C stops it) is at http://{_shown(host)}:{port}", flush=True)
        uvicorn.Server(config).run(sockets=[listening])


def _warm(assistant: Assistant) -> None:
    try:
        assistant.warm()
    except ArticleAssistantError as error:
        log.warning("%s", error)


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything slow, so that a taken one is known at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        reason = f"Port {port} on {host} is in use" if taken else f"'{host}' is no address of this machine"
        raise ArticleAssistantError(f"{reason}. Choose another with {'--port' if taken else '--host'}.") from error


def _is_no_cut_stream(record: logging.LogRecord) -> bool:
    cut = record.exc_info is not None and record.exc_info[0] is asyncio.CancelledError
    return not cut and "timeout graceful shutdown exceeded" not in record.getMessage()


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


class SecurityHeaders:
    """Adds the headers to every response without its own; plain ASGI, so that streams still stream."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)
