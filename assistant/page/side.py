"""The side of the page: its list of conversations, and what happens when someone opens, changes, judges or shares one.

It handles gradio; drawing and saving are done elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

import gradio as gr
from starlette.requests import Request

from assistant.access.identity import identity_of
from assistant.access.pace import Questions
from assistant.page import memory
from assistant.page.escape import escape
from assistant.page.first_view import place
from assistant.page.remembering import current, marked, reopened
from assistant.page.turns import Turn
from assistant.page.words import LANGUAGE_COOKIE, Words, words_for
from assistant.serving.conversations import LISTED, Conversations, SavedTurn
from index.errors import ArticleAssistantError

AnyRequest = gr.Request | Request  # of an event of the page, or for the page itself


class Desk(Protocol):
    """What the side needs from the rest of the page."""

    conversations: Conversations
    changes: Questions

    def shown(self, turns: list[Turn], request: gr.Request) -> tuple[Any, ...]: ...

    def leave(self, request: gr.Request) -> None: ...


class Side:
    """The column of conversations. Create it at its place in the layout, then let it `listen`."""

    def __init__(self, plain: dict[str, Any]) -> None:
        with gr.Column(elem_id="memory", min_width=0):
            gr.HTML(place("memory"), elem_id="memory-head", **plain)
            self.list = gr.HTML(place("memory-list"), elem_id="memory-list", **plain)
        self.told = gr.HTML(elem_id="told", **plain)
        self.sought = gr.State("")

    def listen(self, talk: gr.HTML, turns: gr.State, desk: Desk, after: list[Any], at_once: dict[str, Any]) -> None:
        """Connects the events of `talk`; the components `after` show a conversation, `turns` are those of the tab."""
        does = _Doing(desk)
        here = [turns, self.sought]
        # A repeated action waits for the first; by default gradio would drop it.
        last, each = {**at_once, "trigger_mode": "always_last"}, {**at_once, "trigger_mode": "multiple"}
        talk.refresh(does.listed, here, [self.list], **last)
        talk.seek(does.sought, [turns], [self.sought, self.list], **last)
        talk.reopen(does.reopened, [turns], [*after, self.told], **last)
        talk.rename(does.renamed, here, [self.list, self.told], **each)
        talk.forget(does.forgotten, here, [*after, self.list, self.told], **each)
        talk.judge(does.judged, [turns], [turns, self.told], **each)
        talk.publish(does.published, [turns], [turns, self.told], **each)


class _Doing:
    """The handlers of the side's events; each maps a tab's turns to what the tab shows next."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def conversations(self, request: gr.Request) -> Conversations:
        """The conversations of the person who asks."""
        return self.desk.conversations.of(identity_of(request).owner)

    def listed(self, turns: list[Turn], sought: str, request: gr.Request) -> str:
        return listed(self.desk.conversations, request, current(turns) or "", sought)

    def sought(self, turns: list[Turn], event: gr.EventData, request: gr.Request) -> tuple[str, str]:
        return str(event.words), self.listed(turns, str(event.words), request)

    def reopened(self, turns: list[Turn], event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        try:
            turns = reopened(self.conversations(request).open(str(event.id)))
        except ArticleAssistantError as error:
            return gr.skip(), gr.skip(), list(turns), _trouble(error)
        self.desk.leave(request)
        return *self.desk.shown(turns, request), ""

    def renamed(self, turns: list[Turn], sought: str, event: gr.EventData, request: gr.Request) -> tuple[str, str]:
        def rename() -> None:
            self.desk.changes.count(identity_of(request))
            self.conversations(request).rename(str(event.id), str(event.title))

        trouble = self._tried(rename)
        return self.listed(turns, sought, request), trouble

    def forgotten(self, turns: list[Turn], sought: str, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """Deletes one conversation, or all if no id is given."""
        id, gone = str(event.id), not event.id or event.id == current(turns)
        own = self.conversations(request)
        trouble = self._tried(lambda: own.delete(id) if id else own.delete_all())
        if not gone:
            return gr.skip(), gr.skip(), gr.skip(), self.listed(turns, sought, request), trouble
        self.desk.leave(request)
        return *self.desk.shown([], request), self.listed([], sought, request), trouble

    def judged(self, turns: list[Turn], event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        vote = event.vote if event.vote in ("up", "down") else None
        own = self.conversations(request)
        vote_on = partial(own.vote, str(event.answer), vote, str(event.comment))
        return self._said(turns, request, vote_on, counts=vote is not None)

    def published(self, turns: list[Turn], event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        own = self.conversations(request)
        change = own.share if event.on else own.unshare
        return self._said(turns, request, partial(change, str(event.answer)), counts=bool(event.on))

    def _said(
        self, turns: list[Turn], request: gr.Request, change: Callable[[], SavedTurn], *, counts: bool
    ) -> tuple[Any, ...]:
        """Judges or shares one answer; returns the turns and the answer's new row, which the script puts in place."""
        try:
            if counts:
                self.desk.changes.count(identity_of(request))
            saved = change()
        except ArticleAssistantError as error:
            return gr.skip(), _trouble(error)
        return marked(turns, saved), memory.judgement(saved, "", words_of(request))

    def _tried(self, change: Callable[[], None]) -> str:
        try:
            change()
        except ArticleAssistantError as error:
            return _trouble(error)
        return ""


def listed(conversations: Conversations, request: AnyRequest, current: str = "", sought: str = "") -> str:
    """The list of the conversations of the person who asks, or why it cannot be read."""
    trouble, summaries, more, own = "", [], 0, conversations.of(identity_of(request).owner)
    try:
        summaries = own.listed(sought)
        more = 0 if sought else own.count() - LISTED
    except ArticleAssistantError as error:
        trouble = str(error)
    return memory.listed(summaries, words_of(request), current=current, sought=sought, more=more, trouble=trouble)


def words_of(request: AnyRequest) -> Words:
    """The texts in the language of the person who asks."""
    return words_for(request.cookies.get(LANGUAGE_COOKIE), request.headers.get("accept-language"))


def _trouble(error: ArticleAssistantError) -> str:
    return f'<p class="trouble" role="alert">{escape(error)}</p>'
