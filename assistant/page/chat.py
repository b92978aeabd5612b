"""The web chat: lays out the page, and turns what people do on it into questions to the assistant.

The only importer of gradio. It keeps the turns of one browser tab and knows nothing of how they are drawn.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import gradio as gr
from fastapi import FastAPI

from assistant.answers import Answer
from assistant.page import words
from assistant.page.articles import STYLE_ADDRESS
from assistant.page.cards import Paragraphs, sources
from assistant.page.escape import escape
from assistant.page.examples import EXAMPLES
from assistant.page.turns import Turn, conversation, history
from index.articles import Article
from index.errors import ArticleAssistantError, UnknownArticle

# Questions of several people run side by side; gradio's default is one at a time for everyone.
QUESTIONS_AT_ONCE = 16
SYSTEM_FONTS = ("system-ui", "sans-serif")
_SCRIPT = Path(__file__).with_name("script.js")
_HEAD = f'<link rel="stylesheet" href="{STYLE_ADDRESS}">'

log = logging.getLogger(__name__)


class Library(Paragraphs, Protocol):
    def count(self) -> int: ...

    def article(self, article_id: str) -> Article: ...


class Asked(Protocol):
    """What the page needs of an assistant."""

    @property
    def library(self) -> Library: ...

    def ask(self, question: str, *, history: Sequence[Mapping[str, str]] = ()) -> Answer: ...


def mount(app: FastAPI, assistant: Asked) -> None:
    """Serve the chat at the root of the app, after whatever routes the app already has."""
    theme = gr.themes.Base(font=SYSTEM_FONTS, font_mono=("ui-monospace", "monospace"))
    gr.mount_gradio_app(
        app,
        chat(assistant),
        path="/",
        theme=theme,
        head=_HEAD,
        # Its description pages load scripts from another host, and nothing here takes a file.
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


def chat(assistant: Asked) -> gr.Blocks:
    """The page: what it holds, then what happens when someone opens it, asks, or follows a marker."""
    with gr.Blocks(title=words.TITLE, analytics_enabled=False, fill_width=True, fill_height=True) as page:
        turns = gr.State([])
        masthead = gr.HTML(elem_id="masthead", js_on_load=None, apply_default_css=False)
        with gr.Row(elem_id="desk", equal_height=False):
            with gr.Column(elem_id="talk", min_width=0):
                talk = gr.HTML(elem_id="conversation", js_on_load=_SCRIPT.read_text("utf-8"), apply_default_css=False)
                with gr.Row(elem_id="ask", equal_height=False):
                    question = _question_box()
                    send = gr.Button(words.ASK, elem_id="send", variant="primary", min_width=0, scale=0)
            with gr.Column(elem_id="beside", min_width=0):
                cards = gr.HTML(elem_id="sources", js_on_load=None, apply_default_css=False)

    drawn = _Drawing(assistant)
    quietly: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    asking = {**quietly, "concurrency_limit": QUESTIONS_AT_ONCE, "concurrency_id": "ask"}
    asking["trigger_mode"] = "always_last"  # a question asked meanwhile waits until the first is answered
    after = [question, talk, cards, turns]
    with page:
        page.load(drawn.opened, None, [masthead, talk, cards], queue=False, **quietly)
        gr.on([question.submit, send.click], drawn.ask, [question, turns], after, **asking)
        talk.example_select(drawn.ask_example, [turns], after, **asking)
        talk.select(drawn.sources_of, [turns], [cards], queue=False, **quietly)
    return page


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        elem_id="question",
        label=f"{words.QUESTION_LABEL} ({words.QUESTION_KEYS})",
        placeholder=words.QUESTION_PLACEHOLDER,
        lines=1,
        max_lines=6,
        container=False,
        autofocus=True,
        min_width=0,
        scale=1,
    )


class _Drawing:
    """What happens on the page, each a function from a tab's turns to what it shows next."""

    def __init__(self, assistant: Asked) -> None:
        self.assistant = assistant

    def opened(self) -> tuple[str, str, str]:
        library = self.assistant.library
        articles = library.count()
        examples = [question for question, article_id in EXAMPLES if _holds(library, article_id)]
        welcome = conversation([], articles=articles, examples=examples)
        return _masthead(articles), welcome, sources(0, "", None, library)

    def ask(self, question: str, turns: list[Turn]) -> Iterator[tuple[Any, ...]]:
        """First the question alone, so that it is seen to be asked; then its answer with the cards."""
        question = (question or "").strip()
        if not question:
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
            return
        yield "", conversation([*turns, Turn(question)]), gr.skip(), gr.skip()
        turns = [*turns, self._answered(question, turns)]
        yield gr.skip(), conversation(turns), self._sources(turns, len(turns)), turns

    def ask_example(self, turns: list[Turn], example: gr.EventData) -> Iterator[tuple[Any, ...]]:
        yield from self.ask(str(example.question), turns)

    def sources_of(self, turns: list[Turn], marker: gr.EventData) -> Any:
        """The cards of the turn whose marker was followed."""
        number = int(marker.turn)
        return self._sources(turns, number) if 0 < number <= len(turns) else gr.skip()

    def _answered(self, question: str, turns: Sequence[Turn]) -> Turn:
        try:
            answer = self.assistant.ask(question, history=history(turns))
        except ArticleAssistantError as error:
            return Turn(question, error=str(error))
        except Exception:
            log.exception("A question could not be answered")
            return Turn(question, error=words.UNEXPECTED)
        return Turn(question, answer=answer.to_dict())

    def _sources(self, turns: Sequence[Turn], number: int) -> str:
        turn = turns[number - 1]
        return sources(number, turn.question, turn.answer, self.assistant.library)


def _holds(library: Library, article_id: str) -> bool:
    try:
        library.article(article_id)
    except UnknownArticle:
        return False
    return True


def _masthead(articles: int) -> str:
    return (
        f'<div class="masthead"><h1>{escape(words.TITLE)}</h1><p class="tagline">{escape(words.TAGLINE)}</p>'
        f'<p class="stock">{escape(words.in_library(articles))}</p></div>'
    )
