"""The web server: the chat at the root, and every article as a page that links can point into.

Other interfaces (REST, OpenAI-compatible) are further routes of the app that `create_app` returns.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import replace
from functools import partial
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Literal
from urllib.parse import quote

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant import answering, page, watching
from assistant.access.access import COOKIE, Access
from assistant.access.forwarding import Forwarding
from assistant.access.gate import Gate
from assistant.access.identity import identity_of
from assistant.access.may import may
from assistant.access.several import UNDER, Several
from assistant.api.app import create_api, is_api_address, routes_to
from assistant.api.problems import problem_response
from assistant.assistant import Assistant
from assistant.errors import AccessError, ConversationsError, NotAllowed, NotSaved, SettingsError, TooOften
from assistant.page import embedding, shared, writers
from assistant.page.article_page import article_page, missing_page
from assistant.page.brief import brief
from assistant.page.embedding import Embeddable
from assistant.page.escape import stand_at
from assistant.page.routes import routes
from assistant.page.signing_in.routes import sign_in_routes
from assistant.page.tabs import alerts_routes, check_routes, library_routes, people_routes, sources_routes
from assistant.page.words import LANGUAGE_COOKIE, words_for
from assistant.serving.additions import Additions
from assistant.serving.audit import Audit
from assistant.serving.connections import Connections, Patience, protocol
from assistant.serving.conversations import Conversations, SavedTurn
from assistant.serving.cross_site import OwnPagesOnly, is_loopback, own_names
from assistant.serving.exporting import file_name, to_json, to_markdown
from assistant.serving.logs import Requests, write_logs
from assistant.serving.named_origins import NamedOrigins
from assistant.serving.reloading import merged
from assistant.serving.same_worker import SameWorker
from assistant.serving.shared import shared_at
from assistant.serving.shared_jobs import SharedJobs
from assistant.serving.shutdown import Ending
from assistant.serving.workers import Note, Worker, check_shared, run_workers
from assistant.settings import Settings, read_settings
from assistant.watching.watcher import Edges, Watcher
from index.errors import ArticleAssistantError, UnknownArticle
from index.library import Library

log = logging.getLogger(__name__)

_LAST_WORDS = 5.0  # seconds for a cancelled answer to say so

# Gradio builds its components with inline scripts and Function, so its page cannot do without either; but
# nothing on it may load from or send to another host, and only the embedded page may be framed by one.
_LOADS = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'"
)
_CHAT_POLICY = f"{_LOADS}; frame-ancestors 'self'"
_ARTICLE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_API_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": _CHAT_POLICY,
}


def create_app(
    assistant: Assistant,
    *,
    names: frozenset[str] | None = None,
    access: Access | None = None,
    ending: Ending | None = None,
    watcher: Watcher | None = None,
    libraries: Sequence[str] = (),
    worker: Worker | None = None,
) -> FastAPI:
    """The app: article pages first, since the chat at the root takes every other address.

    `names` are the host names it answers to, None for any. Without `access` it is for this machine only and requires
    no sign-in until somebody is set up. `ending` warns answers in progress that the server is stopping. The `watcher`
    watches the sources while the app runs. `libraries` are the names of all libraries served, if this is the app of
    one of several. A `worker` shares an administrator's choice of chat model with the other workers.
    """
    folder = assistant.library.folder
    shared = shared_at(assistant.library.home)
    access = access or Access(folder, Settings(), loopback=True, shared=shared)
    ending = ending or Ending()
    audit = Audit(folder)
    additions = Additions(assistant.library, audit=audit, jobs=SharedJobs(shared) if shared else None)
    conversations = Conversations(
        folder, most=lambda: access.most_saved, examine=partial(_examined, assistant), shared=shared
    )
    wake = watcher.wake if watcher else lambda: None
    api = create_api(
        assistant,
        additions,
        conversations,
        audit=audit,
        access=access,
        ending=ending,
        wake=wake,
        several=len(libraries) > 1,
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        if watcher:
            watcher.start()
        async with api.router.lifespan_context(api):
            yield
        if watcher:
            await run_in_threadpool(watcher.close)
        await run_in_threadpool(additions.close)

    # FastAPI's own documentation pages load their script from another host.
    app = FastAPI(title="Article assistant", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.add_middleware(Gate, access=access, takes_key=is_api_address, refusal=_refusal, libraries=libraries)
    app.add_middleware(Embeddable, policy=_LOADS, access=access, for_programs=is_api_address, refusal=_refusal)
    app.add_middleware(OwnPagesOnly, names=names, refusal=_refusal)
    app.add_middleware(NamedOrigins, origins=lambda: access.api_origins, takes=is_api_address)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Requests)
    app.add_middleware(Forwarding, is_trusted=access.comes_through_proxy, root=assistant.settings.root_path)

    @app.exception_handler(ArticleAssistantError)
    def refused(_request: Request, error: ArticleAssistantError) -> JSONResponse:
        if isinstance(error, TooOften):
            return JSONResponse({"error": str(error)}, 429, {"Retry-After": str(error.seconds)})
        return JSONResponse({"error": str(error)}, 403 if isinstance(error, NotAllowed) else 409)

    app.router.routes += routes_to(api)

    @app.api_route(
        "/articles/{article_id:path}",
        methods=["GET", "HEAD"],
        response_class=HTMLResponse,
        dependencies=[may("ask", "read")],
    )
    def article(article_id: str, request: Request) -> HTMLResponse:
        headers = {"Content-Security-Policy": _ARTICLE_POLICY}
        stand_at(request)
        say = words_for(request.cookies.get(LANGUAGE_COOKIE), request.headers.get("accept-language"))
        try:
            found = assistant.library.article(article_id)
        except UnknownArticle:
            return HTMLResponse(missing_page(say), status_code=404, headers=headers)
        above = brief(found, assistant.library, say, name="", asks=False)
        return HTMLResponse(article_page(found, say, before=above), headers=headers)

    app.include_router(sign_in_routes(access))

    def model() -> str | None:
        return assistant.settings.model if isinstance(assistant, Assistant) else None

    app.include_router(routes(assistant, access.follow_ups, model))
    if isinstance(assistant, Assistant):
        note = Note(worker, f"writer-{sha256(str(folder).encode()).hexdigest()}") if worker else None
        choice = writers.Choice(assistant, note)
        app.include_router(writers.routes(assistant, choice, access.questions, audit))
        if note:
            app.add_middleware(writers.Heeding, choice=choice)
    app.include_router(embedding.routes())
    _serve_saved(app, conversations, assistant.library)
    app.include_router(library_routes.routes(assistant.library, additions, audit))
    app.include_router(sources_routes.routes(assistant.library, assistant.settings, audit, wake))
    app.include_router(alerts_routes.routes(assistant, access))
    app.include_router(people_routes.routes(assistant.library))
    app.include_router(check_routes.routes(assistant, access.questions))
    page.mount(
        app, assistant, conversations, questions=access.questions, changes=access.changes, ending=ending, model=model
    )
    return app


def _examined(assistant: Assistant, saved: SavedTurn) -> SavedTurn:
    if not saved.doubted:
        return saved

    answer = answering.examined(saved.answer, saved.paragraphs, assistant.library, assistant.verifier)
    return replace(saved, answer=answer)


def _serve_saved(app: FastAPI, conversations: Conversations, library: Library) -> None:
    """Answers shared by a link, and conversations as files; never cached, so that a revoked link shows nothing."""
    policy = {"Content-Security-Policy": _ARTICLE_POLICY, "Cache-Control": "no-store", "X-Robots-Tag": "noindex"}

    @app.api_route(
        "/answers/{id}", methods=["GET", "HEAD"], response_class=HTMLResponse, dependencies=[may("ask", "read")]
    )
    def answer(id: str, request: Request) -> HTMLResponse:
        stand_at(request)
        say = words_for(request.cookies.get(LANGUAGE_COOKIE), request.headers.get("accept-language"))
        try:
            return HTMLResponse(shared.shared_page(conversations.shared(id), library, say), headers=policy)
        except NotSaved:
            return HTMLResponse(shared.missing_page(say), status_code=404, headers=policy)
        except ConversationsError as error:
            log.warning("%s", error)  # it contains a path on this machine, which a visitor must not see
            return HTMLResponse(shared.trouble_page(say.unexpected, say), status_code=503, headers=policy)

    @app.get("/conversations/{id}.{ending}", dependencies=[may("ask")])
    def export(id: str, ending: Literal["md", "json"], request: Request) -> Response:
        try:
            conversation = conversations.of(identity_of(request).owner).open(id)
        except ConversationsError as error:
            status = 404 if isinstance(error, NotSaved) else 503
            return Response(str(error), status, policy, "text/plain; charset=utf-8")
        write, kind = {"md": (to_markdown, "text/markdown"), "json": (to_json, "application/json")}[ending]
        name = quote(file_name(conversation, ending), safe="")
        headers = {**policy, "Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return Response(write(conversation), 200, headers, f"{kind}; charset=utf-8")


def create_several(
    assistants: Mapping[str, Assistant],
    *,
    access: Access,
    names: frozenset[str] | None = None,
    ending: Ending | None = None,
    watchers: Mapping[str, Watcher] = MappingProxyType({}),
    worker: Worker | None = None,
) -> Several:
    """One app for several libraries, with the users and keys of `access`; several.py chooses a request's library."""
    ending = ending or Ending()
    apps = {
        name: create_app(
            assistant,
            names=names,
            access=access,
            ending=ending,
            watcher=watchers.get(name),
            libraries=tuple(assistants),
            worker=worker,
        )
        for name, assistant in assistants.items()
    }

    def has_feed(name: str, token: str) -> bool:
        return assistants[name].library.alerts.by_token(token) is not None

    def is_known(scope: Scope) -> bool:
        try:
            return access.who(scope, keys=True) is not None
        except AccessError:
            return False

    return Several(apps, next(iter(assistants.values())).settings.root_path, has_feed, is_known)


def watchers_of(
    assistants: Mapping[str, Assistant], access: Access, *, edges: Edges | None = None
) -> dict[str, Watcher]:
    """The watcher of each of several libraries, by name."""
    first = next(iter(assistants))
    made = {
        name: _watcher(
            one, partial(access.still_reads, library=name), below="" if name == first else UNDER + name, edges=edges
        )
        for name, one in assistants.items()
    }
    return {name: watcher for name, watcher in made.items() if watcher}


def serve(
    assistant: Assistant,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    several: Mapping[str, Assistant] = MappingProxyType({}),
    worker: Worker | None = None,
) -> None:
    """Serves until interrupted; the models load meanwhile, and questions wait for them.

    With `several`, serves these libraries by name; `assistant` is the first, whose users and keys apply to all.

    A `worker` is one of several processes that listen on one port.

    Raises AccessError if other machines could reach the server and no users are set up.
    """
    settings = assistant.settings
    access = _checked(assistant, host)
    with ExitStack() as closing:
        listening = [closing.enter_context(one) for one in (worker.sockets() if worker else [_listen(host, port)])]
        # An open page keeps a stream open: stopping must neither wait for it nor report it as cut.
        logging.getLogger("uvicorn.error").addFilter(_is_no_cut_stream)
        ending = Ending()
        known = own_names(host, _allowed(settings))
        app: FastAPI | Several
        if several:
            watchers = watchers_of(several, access)
            app = create_several(several, access=access, names=known, ending=ending, watchers=watchers, worker=worker)
        else:
            watcher = _watcher(assistant, access.still_reads)
            app = create_app(assistant, names=known, access=access, ending=ending, watcher=watcher, worker=worker)
        served: ASGIApp = SameWorker(app, worker, is_api_address, COOKIE) if worker else app
        connections = Connections(settings.connections_an_address, lambda peer: not peer or access.is_proxy(peer))
        server = _Server(configured(served, connections, log_config=None), ending, settings.stop_seconds)
        assistant.warming.begin()  # last, since it would slow down building the page
        if not worker:
            _say_where(host, listening[0])
        # uvicorn raises the signal again at the end, which would otherwise kill the process.
        signal.signal(signal.SIGTERM, server.handle_exit)
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, _Reloading([*several.values()] or [assistant], access, connections, server))
        server.run(sockets=listening)


def serve_by_workers(
    assistants: Sequence[Assistant], command: Sequence[str], *, count: int, host: str, port: int
) -> None:
    """Like `serve`, with `count` processes of the command; closes the assistants, since each process opens its own."""
    _checked(assistants[0], host)
    check_shared(all(shared_at(one.library.home) for one in assistants))
    stop_seconds = assistants[0].settings.stop_seconds
    with _listen(host, port) as listening:
        for one in assistants:
            one.close()
        _say_where(host, listening)
        run_workers(command, count, listening, stop_seconds)


def _checked(assistant: Assistant, host: str) -> Access:
    library = assistant.library
    access = Access(library.folder, assistant.settings, loopback=is_loopback(host), shared=shared_at(library.home))
    access.check(host)
    return access


def _say_where(host: str, listening: socket.socket) -> None:
    port = listening.getsockname()[1]
    print(f"Article assistant (Ctrl-C stops it) is at http://{_shown(host)}:{port}", flush=True)


class _Reloading:
    """Reloads the settings; users and keys are read with each request anyway."""

    def __init__(
        self, assistants: Sequence[Assistant], access: Access, connections: Connections, server: _Server
    ) -> None:
        self._assistants, self._access, self._connections, self._server = assistants, access, connections, server
        self._read = read_settings()

    def __call__(self, *_: object) -> None:
        try:
            now = read_settings()
            settings, live, fixed = merged(self._assistants[0].settings, self._read, now)
            self._access.apply(settings)
        except SettingsError as error:
            log.error("The settings are unchanged. %s", error)
            return
        for one in self._assistants:
            one.settings = merged(one.settings, self._read, now)[0]
        self._read = self._read.model_copy(update={name: getattr(now, name) for name in live})
        self._connections.most = settings.connections_an_address
        self._server.seconds = settings.stop_seconds
        log.warning("The settings were reloaded. Changed: %s.", ", ".join(live) or "none")
        if fixed:
            log.warning("Restart the server to change %s.", ", ".join(fixed))


def app() -> FastAPI:
    """The app over the library that the settings name, for other servers: `uvicorn --factory assistant.server:app`.

    It cannot tell who can reach the other server, so it raises AccessError if no users are set up.
    """
    settings = read_settings()
    write_logs(settings.log_format)
    assistant = Assistant.open()
    access = Access(assistant.library.folder, settings, loopback=False, shared=shared_at(assistant.library.home))
    try:
        access.check("a server of its own")
    except AccessError:
        assistant.close()
        raise
    made = create_app(
        assistant,
        names=own_names("0.0.0.0", _allowed(settings)),
        access=access,
        watcher=_watcher(assistant, access.still_reads),
    )
    inner = made.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        assistant.warming.begin()
        async with inner(app):
            yield
        await run_in_threadpool(assistant.close)

    made.router.lifespan_context = lifespan
    return made


def _watcher(
    assistant: Assistant, reads: Callable[[str], bool], *, below: str = "", edges: Edges | None = None
) -> Watcher | None:
    """The watcher of the sources, if the settings want one and articles can be added."""
    if not (assistant.settings.watch and assistant.library.can_change):
        return None

    return watching.watcher_of(assistant, reads=reads, below=below, edges=edges)


def _allowed(settings: Settings) -> list[str]:
    return [name.strip() for name in settings.allowed_hosts.split(",") if name.strip()]


def configured(app: ASGIApp, connections: Connections, patience: Patience | None = None, **more: Any) -> uvicorn.Config:
    """The uvicorn configuration; the app itself decides which proxy headers to trust."""
    return uvicorn.Config(
        app,
        http=protocol(connections, patience),  # type: ignore[arg-type]
        ws="none",
        access_log=False,
        timeout_graceful_shutdown=1,
        proxy_headers=False,
        **more,
    )


class _Server(uvicorn.Server):
    """Lets answers in progress finish before it stops; a second Ctrl-C does not wait for them."""

    def __init__(self, config: uvicorn.Config, ending: Ending, seconds: float) -> None:
        super().__init__(config)
        self._ending = ending
        self.seconds = seconds

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._ending.begin()
        if self._ending.running:
            log.warning("Stopping when the answers in progress have ended: %s", self._ending.running)
        await self._wait(self.seconds)
        self._ending.give_up()
        await self._wait(_LAST_WORDS)
        await super().shutdown(sockets)

    async def _wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while self._ending.running and not self.force_exit and time.monotonic() < until:
            await asyncio.sleep(0.05)


def _listen(host: str, port: int) -> socket.socket:
    """Binds the port before any slow step, so that a port in use is reported at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        reason = f"Port {port} on {host} is in use" if taken else f"'{host}' is not an address of this machine"
        raise ArticleAssistantError(f"{reason}. Choose another with {'--port' if taken else '--host'}.") from error


def _is_no_cut_stream(record: logging.LogRecord) -> bool:
    cut = record.exc_info is not None and record.exc_info[0] is asyncio.CancelledError
    return not cut and "timeout graceful shutdown exceeded" not in record.getMessage()


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _refusal(scope: Scope, status: int, sentence: str, headers: Mapping[str, str] | None = None) -> Response:
    """A response with the sentence: a problem document at an API address, plain text at any other."""
    if is_api_address(scope["path"]):
        return problem_response(Request(scope), status, sentence, headers=headers)
    return PlainTextResponse(sentence, status, headers)


class SecurityHeaders:
    """Adds each security header that a response does not set itself; plain ASGI, so that streams are not held up."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # With two body lengths, a proxy may see another request after this one (RFC 9112, 6.1).
        ambiguous = {b"content-length", b"transfer-encoding"} <= {name for name, _ in scope.get("headers", ())}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if ambiguous:
                    headers["Connection"] = "close"
                if is_api_address(scope["path"]):
                    headers.setdefault("Content-Security-Policy", _API_POLICY)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)
