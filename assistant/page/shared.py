"""A shared answer as a page that needs no script: question, answer and sources, nothing else of the conversation."""

from __future__ import annotations

from assistant.page.article_page import page
from assistant.page.cards import Paragraphs, sources
from assistant.page.escape import escape
from assistant.page.turns import Turn, conversation
from assistant.page.words import ENGLISH, Words
from assistant.serving.conversations import SavedTurn


def shared_page(shared: SavedTurn, library: Paragraphs, say: Words = ENGLISH) -> str:
    """The answer as it was given; paragraphs that have changed since are shown as they were."""
    answer = shared.answer
    question = answer["question"] or ""
    turn = Turn(question, answer, paragraphs=shared.paragraphs)
    cards = sources(1, question, answer, library, saved=shared.paragraphs, say=say)
    return page(
        question or say.shared_answer,
        f'<div class="shared">{conversation([turn], say)}<div id="sources">{cards}</div></div>',
        say,
    )


def missing_page(say: Words = ENGLISH) -> str:
    """The page for a link to an answer that is not shared."""
    return trouble_page(say.shared_missing_text, say)


def trouble_page(why: str, say: Words = ENGLISH) -> str:
    title = say.shared_missing
    return page(title, f'<div class="whole missing"><h1>{escape(title)}</h1><p>{escape(why)}</p></div>', say)
