"""The Model Context Protocol: eleven tools over the articles for other people's models; the only importer of mcp.

A tool returns the record of the REST API, and with it a text that a model can read directly.
"""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing, asynccontextmanager
from functools import partial, wraps
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field, ValidationError
from starlette.types import Receive, Send
from starlette.types import Scope as Asked

from assistant import __version__
from assistant.access.addresses import MCP
from assistant.access.identity import LOCAL, Identity, Scope, identity_of, need
from assistant.access.may import may
from assistant.answers import Answer, Citation, Notice
from assistant.api.article_routes import LAST
from assistant.api.asking import LONGEST_QUESTION, Asking, Stream
from assistant.api.figures import Figures
from assistant.api.records import (
    AnswerRecord,
    Articles,
    Changes,
    Found,
    Headed,
    Hits,
    NamedOnes,
    OneChange,
    People,
    Statements,
    WholeArticle,
    changed,
    found,
    listed,
    named,
    people,
    statements,
    whole,
)
from assistant.api.sent import LONGEST_MESSAGE, MOST_HITS, Name, Regardless, limit_type
from assistant.assistant import Assistant
from assistant.events import Done, Failed
from assistant.presenting.counted import counted
from assistant.presenting.limited import limited
from assistant.presenting.notes import with_remarks
from assistant.presenting.quoted import Quoted
from assistant.presenting.source_list import kind_named
from assistant.texts.wrong_values import wrong
from index.articles import SEARCHED_ROLES
from index.errors import ArticleAssistantError, WrongUsage
from index.filters import Limits
from index.store.listing import LONGEST_SEARCH, Named

MODEL_NAME = "article-assistant"
PARAGRAPHS = 100  # of an article at a time
_INSTRUCTIONS = (
    "Answers come from a library of news articles, with verbatim quotations. Call `ask` for what somebody said or "
    "what happened; if its outcome is not_found, say that the articles do not say it, and answer from nothing "
    "else. Quote word for word, and name the outlet and the day. `search_articles` finds paragraphs, `read_article` "
    "reads around them, and `list_changes` shows what an article said before. `list_people` lists who is quoted, and "
    "`find_statements` finds all that somebody said. `list_articles`, `list_outlets`, `list_authors` and `list_labels` "
    "show what the library holds, and `check_text` checks a text against it."
)
_LIBRARY = "The name of the library; by default the first. GET /api/libraries lists the names."
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

_WHOLE = "One full question that can be understood without earlier ones."
Question = Annotated[str, Field(max_length=LONGEST_QUESTION, description=_WHOLE)]
LikeName = Annotated[str, Field(max_length=LONGEST_SEARCH, description="Words of a name; without any, all are listed.")]


def create_mcp(asking: Asking, *, several: bool = False) -> MCPServer:
    """The server with its tools; with `several` libraries each call names the one it is for."""
    server = _quietly(
        partial(_Server, MODEL_NAME, title="Article assistant", instructions=_INSTRUCTIONS, version=__version__)
    )
    tool = partial(server.tool, annotations=_READS)

    def server_of(context: Context) -> str | None:
        """The root of links; over standard input, only a setting can name it."""
        request = context.request_context.request
        return asking.server(request) if request else asking.assistant.settings.public_url

    library = asking.assistant.library

    @tool(title="Ask the articles")
    @_registered
    async def ask(
        context: Context, question: Question, limits: Limits, regardless_of: Regardless = None
    ) -> Annotated[CallToolResult, AnswerRecord]:
        """Answers a question from the articles alone, each statement with the words it rests on, or says that they do
        not answer it. [n] in the text refers to source n below it."""
        by = _asked_by(context, "ask")
        begin = partial(asking.assistant.stream, question, regardless_of=regardless_of or (), **limits)
        return await _answered(context, by, begin)

    async def _answered(context: Context, by: Identity, begin: Stream) -> CallToolResult:
        async with aclosing(await asking.events("mcp", by, begin)) as events:
            async for event in events:
                if isinstance(event, Failed):
                    raise event.error if str(event.error) else ToolError(event.message)
                if isinstance(event, Done):
                    return _result(_in_words(event.answer, server_of(context)), event.answer.to_dict())
        raise ToolError("The answer is incomplete. Ask again.")

    @tool(title="Search the articles")
    @_registered
    async def search_articles(
        context: Context,
        question: Question,
        limits: Limits,
        limit: Annotated[int, Field(ge=1, le=MOST_HITS, description="How many paragraphs at most.")] = 10,
    ) -> Annotated[CallToolResult, Hits]:
        """Finds the paragraphs that fit a question or a few words best, best first, without answering."""
        await asking.counted(_asked_by(context, "read"))
        hits = await asking.in_thread(partial(asking.assistant.search, question, limit=limit, **limits))
        notices = await asking.in_thread(library.corrections)
        record = Hits(hits=[found(hit, notices) for hit in hits], notice=None)
        server = server_of(context)
        text = "\n\n".join(f"{_where(one, server)}\n{_notice(one.corrected_by)}{_fitting(one)}" for one in record.hits)
        return _result(text or "Nothing was found.", record.model_dump())

    @tool(title="Read an article")
    @_registered
    async def read_article(
        context: Context,
        article_id: Annotated[Name, Field(description="The id, as the other tools return it.")],
        first_paragraph: Annotated[int, Field(ge=1, description="The number of the first paragraph.")] = 1,
    ) -> Annotated[CallToolResult, WholeArticle]:
        """Reads the numbered paragraphs of an article, a hundred at a time."""
        _asked_by(context, "ask", "read")
        article = await asking.in_thread(partial(library.article, article_id))
        record = whole(article, await asking.in_thread(partial(library.corrections, article_id)))
        last = first_paragraph + PARAGRAPHS - 1
        read = [one for one in record.paragraphs if first_paragraph <= one.number <= last]
        if not read:
            raise WrongUsage(f"The article has {counted(len(record.paragraphs), 'paragraph')}. Begin with one of them.")
        record.paragraphs, rest = read, len(record.paragraphs) - last
        lines = [_heading(record), *(_taken_back(one) for one in record.notices), *map(_numbered, read)]
        if rest > 0:
            lines.append(f"({counted(rest, 'more paragraph')} follow; continue with first_paragraph={last + 1}.)")
        return _result("\n\n".join(lines), record.model_dump())

    @tool(title="List the changes of an article")
    @_registered
    async def list_changes(
        context: Context, article_id: Annotated[Name, Field(description="The id, as the other tools return it.")]
    ) -> Annotated[CallToolResult, Changes]:
        """Lists what changed in an article, paragraph by paragraph, each time its source changed: the old text, and
        the text that replaced it."""
        _asked_by(context, "read")
        record = changed(await asking.in_thread(partial(library.changes, article_id)))
        return _result(
            "\n\n".join(map(_changed, record.changes)) or "Nothing has changed since it was added.", record.model_dump()
        )

    @tool(title="List who is quoted")
    @_registered
    async def list_people(
        context: Context,
        like: Annotated[
            str, Field(max_length=200, description="Words of a name or a role; without any, all are listed.")
        ] = "",
        limit: Annotated[int, Field(ge=1, le=MOST_HITS, description="How many at most.")] = 20,
    ) -> Annotated[CallToolResult, People]:
        """Lists who is quoted in the articles, most often first, with all their names."""
        _asked_by(context, "read")
        record = people(await asking.in_thread(partial(library.people, like, limit=limit)), None)
        lines = [f"{one.name} ({one.statements} statements; {', '.join(one.forms)})" for one in record.people]
        return _result("\n".join(lines) or "The articles name nobody who matches.", record.model_dump())

    @tool(title="Find what somebody said")
    @_registered
    async def find_statements(
        context: Context,
        speaker: Annotated[Name, Field(description="A name, a surname or a role, such as “the mayor”.")],
        limits: Limits,
        about: Annotated[Name | None, Field(description="Words of a topic.")] = None,
        limit: Annotated[int, Field(ge=1, le=MOST_HITS, description="How many statements at most.")] = 20,
    ) -> Annotated[CallToolResult, Statements]:
        """Finds what somebody said, newest articles first, each verbatim."""
        await asking.counted(_asked_by(context, "read"))
        find = partial(library.statements, speaker=speaker, about=about, limit=limit, **limits)
        meant = await asking.in_thread(partial(library.meant_by, speaker))
        record = statements(await asking.in_thread(find), meant, library, None)
        parts = [record.notice, *(_statement(one, server_of(context)) for one in record.statements)]
        return _result("\n\n".join(filter(None, parts)) or "No statements were found.", record.model_dump())

    @tool(title="Check a text")
    @_registered
    async def check_text(
        context: Context,
        text: Annotated[str, Field(max_length=LONGEST_MESSAGE, description="Sentences to check.")],
        limits: Limits,
    ) -> Annotated[CallToolResult, AnswerRecord]:
        """Checks a text against the articles, sentence by sentence: supported, contradicted, only attributed to
        somebody, or not found, each with the words that this rests on."""
        by = _asked_by(context, "ask")
        return await _answered(context, by, partial(asking.assistant.stream_check, text, **limits))

    @tool(title="List the articles")
    @_registered
    async def list_articles(
        context: Context,
        limits: Limits,
        search: Annotated[
            str, Field(max_length=LONGEST_SEARCH, description="Words of a heading; without any, all are listed.")
        ] = "",
        limit: Annotated[int, Field(ge=1, le=MOST_HITS, description="How many at most.")] = 20,
        offset: Annotated[int, Field(ge=0, le=LAST, description="How many to skip.")] = 0,
    ) -> Annotated[CallToolResult, Articles]:
        """Lists articles with title, outlet, author and day, newest first."""
        _asked_by(context, "read")
        page = await asking.in_thread(
            partial(library.page, search, column="published", limit=limit, offset=offset, **limits)
        )
        after = str(offset + limit) if offset + limit < page.total else None
        record = Articles(total=page.total, articles=[listed(one) for one in page.lines], next=after)
        server = server_of(context)
        lines = [_listed([_heading(one), f"article {one.id}", _link(one.link, server)]) for one in record.articles]
        more = [f"({page.total} in all; continue with offset={after}.)"] if after else []
        return _result("\n".join([*lines, *more]) or "No article was found.", record.model_dump())

    @tool(title="List the outlets")
    @_registered
    async def list_outlets(context: Context, like: LikeName = "") -> Annotated[CallToolResult, NamedOnes]:
        """Lists outlets by the names that `outlets` takes, each with its number of articles."""
        return await _names(context, "outlet", like)

    @tool(title="List the authors")
    @_registered
    async def list_authors(context: Context, like: LikeName = "") -> Annotated[CallToolResult, NamedOnes]:
        """Lists authors by the names that `authors` takes, each with its number of articles."""
        return await _names(context, "author", like)

    @tool(title="List the labels")
    @_registered
    async def list_labels(context: Context, like: LikeName = "") -> Annotated[CallToolResult, NamedOnes]:
        """Lists labels, and custom fields as NAME=VALUE, as `labels` takes them, each with its number of articles."""
        return await _names(context, "label", like)

    async def _names(context: Context, column: Named, like: str) -> CallToolResult:
        _asked_by(context, "read")
        record = named(await asking.in_thread(partial(library.names, column, like, limit=MOST_HITS)))
        lines = [f"{one.name} ({counted(one.articles, 'article')})" for one in record.names]
        return _result("\n".join(lines) or "None was found.", record.model_dump())

    if several:  # several.py removes it from each call before the call arrives here
        for one in server._tool_manager.list_tools():
            one.parameters["properties"]["library"] = {"type": "string", "description": _LIBRARY, "title": "Library"}
    # Only tools are offered: a client that learns of prompts and resources would request them.
    for method in ("prompts/list", "prompts/get", "resources/list", "resources/templates/list", "resources/read"):
        server._lowlevel_server._request_handlers.pop(method, None)
    return server


class _Server(MCPServer):
    """An MCP server that words its errors as sentences for a model."""

    async def call_tool(self, *args: Any, **more: Any) -> Any:
        try:
            return await super().call_tool(*args, **more)
        except UnexpectedToolError:
            raise
        except ToolError as error:
            raise ToolError(_for_a_model(error)) from error


def _for_a_model(error: ToolError) -> str:
    """What is wrong, without type checker jargon or steps that only the server's operator can take."""
    if isinstance(cause := error.__cause__, ValidationError):
        first = cause.errors()[0]
        return f"The argument '{'.'.join(map(str, first['loc']))}' {wrong(first)}."
    sentence = re.sub(r"^Error executing tool \w+: ", "", str(error))
    kept = [one for one in re.split(r"(?<=[.!?])\s+", sentence) if "`article-assistant" not in one]
    return " ".join(kept) or sentence


def serve_stdio(assistant: Assistant) -> None:
    """Serves one client over standard input and output until it disconnects; the model loads meanwhile."""
    assistant.warming.begin()
    create_mcp(Asking(assistant, Figures())).run("stdio")


class McpServer:
    """The tools over streamable HTTP: the route, and what must run while the server does."""

    def __init__(self, asking: Asking, *, several: bool = False) -> None:
        server = create_mcp(asking, several=several)
        # Requests are independent, so a restart interrupts nobody. Names and origins are checked for all routes alike.
        security = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        server.streamable_http_app(streamable_http_path=MCP, stateless_http=True, transport_security=security)
        self._manager = server.session_manager
        self.router = APIRouter()

        @self.router.api_route(
            MCP, methods=["GET", "POST", "DELETE"], dependencies=[may("ask", "read")], include_in_schema=False
        )
        async def mcp(_request: Request) -> Response:
            return _Handed(self._manager.handle_request)

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None, None]:
        async with self._manager.run():
            yield


class _Handed(Response):
    """A route that leaves the whole response to an ASGI app."""

    def __init__(self, app: Callable[[Asked, Receive, Send], Any]) -> None:
        super().__init__()
        self._app = app

    async def __call__(self, scope: Asked, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)


def _quietly(make: Callable[[], MCPServer]) -> MCPServer:
    """Creates a server without keeping its changes to the handlers and the level of the root logger."""
    log = logging.getLogger()
    handlers, level = log.handlers[:], log.level
    made = make()
    log.handlers[:], log.level = handlers, level
    return made


def _asked_by(context: Context, *any_of: Scope) -> Identity:
    """The caller of a tool, or LOCAL over standard input; raises NotAllowed without one of these scopes."""
    request = context.request_context.request
    identity = identity_of(request) if request else LOCAL
    need(identity, *any_of)
    return identity


def _registered(tool: Callable[..., Any]) -> Callable[..., Any]:
    """Wraps a tool so that its errors reach the model as one sentence; its `limits` become one parameter per filter."""
    if "limits" in tool.__annotations__:
        tool = limited(tool, limit_type)

    @wraps(tool)
    async def telling(**arguments: Any) -> CallToolResult:
        try:
            return await tool(**arguments)
        except ArticleAssistantError as error:
            raise ToolError(str(error)) from error

    return telling


def _result(text: str, record: dict[str, Any]) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=record)


def _in_words(answer: Answer, server: str | None) -> str:
    """The answer with its sources below it, or with the closest paragraphs."""
    parts = [with_remarks(answer)]
    if answer.citations:
        parts += ["Sources:", *(_source(one, server) for one in answer.citations)]
    elif answer.closest:
        parts += ["The closest paragraphs, which do not answer it:", *(_source(one, server) for one in answer.closest)]
    return "\n\n".join(parts)


def _source(one: Citation, server: str | None) -> str:
    marker = f"[{one.marker}] " if one.marker else ""
    who = f"{one.speaker or 'not named'}, {one.voice}" if one.voice != "outlet" else "the article's own words"
    where = _listed(
        [f"“{one.title}”", one.outlet, kind_named(one.text_kind), one.published]
        + [f"article {one.article_id}, paragraph {one.paragraph}", one.address(server)]
    )
    return f"{marker}{_notice(one.corrected_by)}“{one.quote}” ({who}; {where})"


def _statement(one: Quoted, server: str | None) -> str:
    where = [f"“{one.title}”", one.outlet, kind_named(one.text_kind), one.published]
    where.append(f"article {one.article_id}, paragraph {one.paragraph}")
    where.append(_link(one.link, server) or one.url)
    return f"{_notice(one.corrected_by)}“{one.quote}” ({one.speaker or 'not named'}, {one.voice}; {_listed(where)})"


def _notice(one: Notice | None) -> str:
    """The notice to read before words that were corrected or withdrawn."""
    return f"{_taken_back(one)} Before that: " if one else ""


def _taken_back(one: Notice) -> str:
    done = "Withdrawn" if one.kind == "withdrawal" else "Corrected"
    return f"{done}{f' on {one.published[:10]}' if one.published else ''}: {one.quote}"


def _where(one: Found, server: str | None) -> str:
    place = f"article {one.id}, paragraph {one.paragraph.number}"
    kind = kind_named(one.text_kind)
    return _listed([f"“{one.title}”", one.outlet, kind, one.published, place, _link(one.link, server) or one.url])


def _link(link: str, server: str | None) -> str | None:
    return server.rstrip("/") + link if server else None


def _fitting(one: Found) -> str:
    """The passage, with an ellipsis where the paragraph continues."""
    before, after = one.passage.start > 0, one.passage.end < len(one.paragraph.text)
    return f"{'… ' * before}{one.passage.text}{' …' * after}"


def _heading(one: Headed) -> str:
    return _listed([f"“{one.title}”", one.outlet, kind_named(one.text_kind), one.author, one.published, one.url])


def _changed(one: OneChange) -> str:
    before = [f"Paragraph {one.before.number}: {one.before.text}"] if one.before else ["Added."]
    return "\n".join([one.replaced, *before, *([f"Now: {one.after}"] if one.after else ["Removed."])])


def _numbered(one: Any) -> str:
    searched = "" if one.role in SEARCHED_ROLES else f" ({one.role})"
    return f"{one.number}{searched}: {one.text}"


def _listed(parts: Iterable[str | None]) -> str:
    return ", ".join(part for part in parts if part)
