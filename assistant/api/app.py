"""One app for REST, the OpenAI protocol and MCP; a server routes the requests for their addresses to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from fastapi import FastAPI
from starlette.routing import Route

from assistant.access.access import Access
from assistant.access.seals import Seals
from assistant.api.article_routes import article_routes, job_routes
from assistant.api.asking import Asking
from assistant.api.condition import condition_routes
from assistant.api.conversation_routes import conversation_routes
from assistant.api.description import describe, description_routes
from assistant.api.embedding_routes import embedding_routes
from assistant.api.feedback_routes import feedback_routes
from assistant.api.figures import Counted, Figures
from assistant.api.limits import Limited
from assistant.api.mcp_tools import McpServer
from assistant.api.openai.chat_completions import openai_routes
from assistant.api.openai.response_routes import response_routes
from assistant.api.people_routes import people_routes
from assistant.api.problems import answer_with_problems
from assistant.api.question_routes import question_routes
from assistant.api.records import InvalidRequest, Problem
from assistant.api.resource_routes import resource_routes
from assistant.api.sent import Feedback, NewConversation, Order
from assistant.api.unchanged import Unchanged
from assistant.api.watching.alert_routes import alert_routes
from assistant.api.watching.source_routes import source_routes
from assistant.assistant import Assistant
from assistant.serving.additions import Additions
from assistant.serving.audit import Audit
from assistant.serving.conversations import Conversations
from assistant.serving.shared import shared_at
from assistant.serving.shutdown import Ending

ADDRESSES = (
    "/api/{rest:path}",
    "/v1/{rest:path}",
    "/.well-known/{rest:path}",
    "/mcp",
    "/healthz",
    "/readyz",
    "/metrics",
)
_TITLE = "Article assistant"
_TOLD = (
    "Answers questions about articles; every sentence of an answer points at the exact words it rests on. "
    "Errors are problem details (RFC 9457). Where users or keys are set up, send a key as `Authorization: Bearer KEY`; "
    "a key without the scope that an address needs gets 403."
)


def create_api(
    assistant: Assistant,
    additions: Additions,
    conversations: Conversations,
    *,
    audit: Audit,
    access: Access,
    ending: Ending,
    several: bool = False,
    wake: Callable[[], None] = lambda: None,
) -> FastAPI:
    """`wake` makes the watcher check the sources now; `several` says whether this library is one of several served."""
    # Each library has its own, so that an answer from one cannot pass as an answer from another.
    figures, seals = Figures(), Seals(assistant.library.folder, shared_at(assistant.library.home))
    asking = Asking(assistant, figures, access.questions, ending, seals, access.shared)
    mcp = McpServer(asking, several=several)
    app = FastAPI(
        title=_TITLE,
        description=_TOLD,
        version="1",
        openapi_url="/api/openapi.json",
        lifespan=lambda _app: mcp.running(),
        generate_unique_id_function=lambda route: route.name,
        # FastAPI's own documentation pages load their script from another host.
        docs_url=None,
        redoc_url=None,
        responses={
            422: {"model": InvalidRequest, "description": "The request cannot be used."},
            "default": {"model": Problem, "description": "What went wrong, in one sentence."},
        },
    )
    app.add_middleware(Limited)
    app.add_middleware(Unchanged)
    app.add_middleware(Counted, figures=figures)
    answer_with_problems(app)
    for router in (
        question_routes(asking, conversations),
        article_routes(assistant.library, additions, audit),
        job_routes(additions),
        alert_routes(asking, access),
        source_routes(assistant.library, assistant.settings, audit, wake),
        people_routes(asking),
        conversation_routes(assistant.library, conversations, seals, access.changes, asking.recent),
        feedback_routes(assistant.library, conversations, seals, access.changes, asking.recent),
        openai_routes(asking),
        response_routes(asking),
        mcp.router,
        embedding_routes(access),
        resource_routes(access),
        condition_routes(asking, figures),
        description_routes(app),
    ):
        app.include_router(router)
    describe(app, Feedback, NewConversation, Order)
    return app


def is_api_address(path: str) -> bool:
    """Whether this address belongs to the API."""
    return any(path == address or path.startswith(address.removesuffix("{rest:path}")) for address in ADDRESSES)


def routes_to(api: FastAPI) -> Iterator[Route]:
    """The routes that a server adds to its own, so that the API sees its addresses unchanged."""
    for address in ADDRESSES:
        route = Route(address, api)
        route.path_regex = re.compile(route.path_regex.pattern, re.DOTALL)  # an address may contain a line break
        yield route
