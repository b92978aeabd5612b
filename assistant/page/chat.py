"""The web chat: lays out the page and turns user actions into questions to the assistant.

Only this module and side.py import gradio. It keeps the turns of each browser tab.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI
from starlette.requests import Request
from starlette.routing import Mount

from assistant import question as questions
from assistant.access.identity import identity_of
from assistant.access.pace import Questions
from assistant.errors import TooOften
from assistant.page import embedding, frame, memory
from assistant.page.answering_turn import Asked, Asking, with_elsewhere
from assistant.page.article_beside import reading
from assistant.page.article_page import STYLE_ADDRESS
from assistant.page.brief import brief
from assistant.page.cards import sources
from assistant.page.first_view import FirstView, place
from assistant.page.own_tabs import OwnTabs
from assistant.page.remembering import kept, reopened
from assistant.page.side import AnyRequest, Side, listed, words_of
from assistant.page.turns import Turn, conversation, history
from assistant.page.words import ENGLISH, Words
from assistant.serving.conversations import Conversations
from assistant.serving.shutdown import Ending
from index.errors import ArticleAssistantError, UnknownArticle
from index.filters import DESCRIBED
from index.library import Library

# Questions of several people run in parallel; gradio's default is one at a time for everyone.
QUESTIONS_AT_ONCE = 16
SYSTEM_FONTS = ("system-ui", "sans-serif")
_CONVERSATION = "conversation"  # the query parameter that names the open conversation
_SCRIPTS = ("page", "box", "limits", "checking", "keys", "memory", "tabs", "writers")
_HEAD = f'{embedding.HEAD}<link rel="stylesheet" href="{STYLE_ADDRESS[1:]}">'
_TURNS = '<div class="turns" role="log" aria-live="off" aria-label="${name}">${value.before}${value.last}</div>'


def mount(
    app: FastAPI,
    assistant: Asked,
    conversations: Conversations,
    *,
    questions: Questions,
    changes: Questions,
    ending: Ending,
    model: Callable[[], str | None] = lambda: None,
) -> None:
    """Serves the chat at the root of the app, after the routes that the app already has."""
    theme = gr.themes.Base(font=SYSTEM_FONTS, font_mono=("ui-monospace", "monospace"))
    drawn = _Drawing(assistant, conversations, questions, changes, ending, model)
    gr.mount_gradio_app(
        app,
        chat(drawn),
        path="/",
        theme=theme,
        head=_HEAD,
        # Gradio's API documentation loads scripts from another host, and nothing here takes a file.
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        max_file_size="1kb",
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
    )
    mounted = app.router.routes[-1]
    assert isinstance(mounted, Mount)
    mounted.app = OwnTabs(FirstView(mounted.app, drawn.first_view))


def chat(drawn: _Drawing) -> gr.Blocks:
    """The page: its contents, then what happens when someone opens it, asks, or follows a marker."""
    quietly: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    asking = {**quietly, "concurrency_limit": QUESTIONS_AT_ONCE, "concurrency_id": "ask"}
    asking["trigger_mode"] = "multiple"  # a question asked in the meantime waits on the page, with its filters
    at_once = {**quietly, "queue": False}
    plain: dict[str, Any] = {"js_on_load": None, "apply_default_css": False}
    with gr.Blocks(title=ENGLISH.title, analytics_enabled=False, fill_width=True, fill_height=True) as page:
        turns = gr.State([])
        gr.HTML(place("masthead"), elem_id="masthead", **plain)
        with gr.Row(elem_id="desk", equal_height=False):
            side = Side(plain)
            with gr.Column(elem_id="talk", min_width=0):
                talk = gr.HTML(
                    elem_id="conversation",
                    html_template=_TURNS,
                    js_on_load=_script(),
                    apply_default_css=False,
                    name=place("name"),
                    value={"before": place("before"), "last": ""},
                )
                gr.HTML(place("box"), elem_id="ask", **plain)
            with gr.Column(elem_id="beside", min_width=0):
                cards = gr.HTML(place("sources"), elem_id="sources", **plain)
                article = gr.HTML(elem_id="article", **plain)
            gr.HTML(elem_id="check", **plain)  # tabs.js fills these when their tabs are first opened

        gr.HTML(elem_id="people", **plain)
        gr.HTML(elem_id="library", **plain)

        page.load(drawn.opened, None, [talk, cards, turns], **at_once)
        for asked, ask in ((talk.submit, drawn.ask), (talk.retry, drawn.ask_again)):
            answered = asked(ask, [turns], [talk, cards, turns], **asking)
            answered.failure(drawn.failed, [turns], [talk, cards, turns], **at_once)
            answered.then(None, js="() => document.dispatchEvent(new Event('answer-drawn'))", **at_once)
        talk.stop(drawn.stop, None, None, **at_once)
        talk.clear(drawn.begin_anew, None, [talk, cards, turns], **at_once)
        talk.select(drawn.sources_of, [turns], [cards], **at_once)
        talk.expand(drawn.read, [turns], [article], **at_once)
        side.listen(talk, turns, drawn, [talk, cards, turns], at_once)
    return page


def _script() -> str:
    folder = Path(__file__).parent
    return "\n".join((folder / f"{name}.js").read_text("utf-8") for name in _SCRIPTS)


class _Drawing:
    """The handlers of the page's events; most map a tab's turns to what the tab shows next."""

    def __init__(
        self,
        assistant: Asked,
        conversations: Conversations,
        questions: Questions,
        changes: Questions,
        ending: Ending,
        model: Callable[[], str | None],
    ) -> None:
        self.assistant = assistant
        self.model = model
        self.questions = questions
        self.changes = changes
        self.conversations = conversations
        self.ending = ending
        self.asking: dict[str | None, Asking] = {}  # the question being answered, by tab

    def first_view(self, request: Request) -> dict[str, str]:
        """What the page shows before anything is asked, by the name of its place in the page."""
        say = words_of(request)
        return {
            "masthead": self._masthead(request),
            "memory": memory.head(say),
            "memory-list": listed(self.conversations, request),
            "name": say.conversation,
            "before": "" if _CONVERSATION in request.query_params else self._welcome(request),
            "box": frame.box(say, self.model(), chooses=identity_of(request).may("admin")),
            "sources": self._no_sources(say),
        }

    def opened(self, request: gr.Request) -> tuple[Any, ...]:
        """The conversation that the address names, if any."""
        if (id := request.query_params.get(_CONVERSATION)) is None:
            return gr.skip(), gr.skip(), gr.skip()
        return self.shown(self._reopened(id, request), request)

    def begin_anew(self, request: gr.Request) -> tuple[Any, ...]:
        self.leave(request)
        return self.shown([], request)

    def leave(self, request: gr.Request) -> None:
        """Stops and forgets the question being answered in the tab."""
        if asking := self.asking.pop(request.session_hash, None):
            asking.stop()

    def shown(self, turns: list[Turn], request: gr.Request) -> tuple[Any, ...]:
        """A conversation when it is opened: all its turns, and the sources of the last."""
        say = words_of(request)
        before = conversation(turns, say) or self._welcome(request)
        talk = gr.HTML(value={"before": before, "last": ""}, name=say.conversation)
        return talk, self._beside(turns, say), turns

    def _reopened(self, id: str, request: gr.Request) -> list[Turn]:
        try:
            return reopened(self.conversations.of(identity_of(request).owner).open(id))
        except ArticleAssistantError:
            return []  # deleted, or its file cannot be read, which the list reports

    def ask(self, turns: list[Turn], asked: gr.EventData, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        question = str(asked.question).strip()
        if question:
            known = (*DESCRIBED, "regardless_of")
            filters = {name: value for name, value in dict(asked.filters).items() if name in known}
            yield from self._answer(turns, Turn(question, filters=filters), request)

    def ask_again(self, turns: list[Turn], request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """Asks the last question again; the new answer replaces the first."""
        if turns:
            last = turns[-1]
            again = Turn(last.question, filters=last.filters, saved=last.saved)
            yield from self._answer(turns[:-1], again, request)

    def failed(self, turns: list[Turn], request: gr.Request) -> tuple[Any, ...]:
        """Shown when an answer could not even be drawn; gradio has logged why."""
        say, asking = words_of(request), self.asking.pop(request.session_hash, None)
        if asking is None:
            return gr.skip(), gr.skip(), gr.skip()
        turns = [*turns, Turn(asking.turn.question, error=say.unexpected, filters=asking.turn.filters)]
        before = conversation(turns[:-1], say)
        return self._talk(before, turns[-1], len(turns), say), self._no_sources(say, len(turns)), turns

    def stop(self, request: gr.Request) -> None:
        if asking := self.asking.get(request.session_hash):
            asking.stop()

    def sources_of(self, turns: list[Turn], marker: gr.EventData, request: gr.Request) -> Any:
        """The cards of the turn whose marker was followed."""
        number = int(marker.turn)
        return self._sources(turns[number - 1], number, words_of(request)) if 0 < number <= len(turns) else gr.skip()

    def read(self, turns: list[Turn], marker: gr.EventData, request: gr.Request) -> Any:
        """The article of a citation, with its words marked."""
        number, asking = int(marker.turn), self.asking.get(request.session_hash)
        known = [*turns, asking.turn] if asking else turns  # also one that is still being answered
        if not 0 < number <= len(known) or (turn := known[number - 1]).answer is None:
            return gr.skip()
        library, saved, say = self.assistant.library, turn.paragraphs, words_of(request)
        return reading(
            number,
            int(marker.marker),
            turn.answer,
            library,
            saved=saved,
            say=say,
            look=int(marker.look),
            before=partial(brief, library=library, say=say, name="reading-"),
        )

    def _answer(self, turns: list[Turn], turn: Turn, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        say = words_of(request)
        try:
            self.questions.count(identity_of(request))
        except TooOften as error:
            turn = replace(turn, error=say.too_often(error.seconds))
            number = len(turns) + 1
            yield self._talk(conversation(turns, say), turn, number, say), self._no_sources(say, number), [*turns, turn]
            return
        asking = self.asking[request.session_hash] = Asking(self.assistant, turn, history(turns), say)
        if self.ending.begun:
            asking.fail(say.stopping)
        with self.ending.answering(lambda: asking.fail(say.stopping)):
            yield from self._drawn(turns, asking, request)

    def _drawn(self, turns: list[Turn], asking: Asking, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """The turn as it grows, below earlier ones, which are not redrawn until it is complete."""
        say, number = words_of(request), len(turns) + 1
        before, shown = conversation(turns, say), 0
        # The sources pane appears with the question, so that nothing moves later; small talk has none.
        alone = not turns and questions.small_talk_in(asking.turn.question)
        talk, beside = (
            self._talk(before, asking.turn, number, say),
            gr.skip() if alone else self._no_sources(say, number),
        )
        growing = iter(asking)  # the assistant begins while the question is drawn
        try:
            yield talk, beside, turns
            for turn in growing:
                if turn.stage in (None, "stopped"):
                    break
                cited = len(turn.answer["citations"]) if turn.answer else 0
                cards = self._sources(turn, number, say) if cited != shown else gr.skip()
                shown = cited
                yield self._talk(before, turn, number, say), cards, gr.skip()
        except GeneratorExit:  # the tab was closed
            self.leave(request)
            raise
        if self.asking.get(request.session_hash) is not asking:
            # A new conversation has begun meanwhile, and output that was still on its way may have overwritten it.
            # gradio ends up showing what is yielded last.
            begun = request.session_hash in self.asking
            yield (gr.skip(), gr.skip(), gr.skip()) if begun else self.shown([], request)
            return
        turns = kept(
            [*turns, with_elsewhere(turn, self.assistant)],
            self.conversations.of(identity_of(request).owner),
            self.assistant.library,
        )
        whole = self._talk(conversation(turns[:-1], say), turns[-1], len(turns), say)
        del self.asking[request.session_hash]
        yield whole, self._beside(turns, say), turns

    def _talk(self, before: str, turn: Turn, number: int, say: Words) -> dict[str, str]:
        """The part already drawn, which gradio does not send again, and the turn that changes."""
        return {"before": before, "last": conversation([turn], say, first=number)}

    def _sources(self, turn: Turn, number: int, say: Words) -> str:
        return sources(number, turn.question, turn.answer, self.assistant.library, saved=turn.paragraphs, say=say)

    def _beside(self, turns: list[Turn], say: Words) -> str:
        """The sources of the last turn that is not small talk; small talk has none."""
        number = len(turns)
        while number and (answer := turns[number - 1].answer) and answer["outcome"] == "reply":
            number -= 1
        return self._sources(turns[number - 1], number, say) if number else self._no_sources(say)

    def _no_sources(self, say: Words, number: int = 0) -> str:
        return sources(number, "", None, self.assistant.library, say=say)

    def _welcome(self, request: AnyRequest) -> str:
        library, say = self.assistant.library, words_of(request)
        examples = [question for question, article_id in frame.EXAMPLES if _holds(library, article_id)]
        if not examples and library.count():
            examples = list(self.assistant.suggestions(untried=False, language=say.language))
        return frame.welcome(library.count(), examples, say, adds=identity_of(request).may("write"))

    def _masthead(self, request: AnyRequest) -> str:
        state, count = request.state, self.assistant.library.count()
        seen = getattr(state, "libraries", ())
        libraries = (getattr(state, "library", ""), seen) if len(seen) > 1 else None
        return frame.masthead(count, words_of(request), identity_of(request), libraries)


def _holds(library: Library, article_id: str) -> bool:
    try:
        library.article(article_id)
    except UnknownArticle:
        return False
    return True
