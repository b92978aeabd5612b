"""The turns of a tab and the saved conversations, kept in step; failures here never stop an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.errors import NotSaved
from assistant.page.turns import Turn
from assistant.serving.conversations import Conversation, Conversations, Paragraphs, SavedTurn
from index.errors import ArticleAssistantError


def current(turns: Sequence[Turn]) -> str | None:
    """The id of the conversation in which the turns are saved, if any."""
    return next((turn.saved.conversation for turn in reversed(turns) if turn.saved), None)


def reopened(conversation: Conversation) -> list[Turn]:
    return list(map(_turn, conversation.turns))


def kept(turns: Sequence[Turn], conversations: Conversations, library: Paragraphs) -> list[Turn]:
    """Saves the last turn; returns the turns with what other tabs have asked or judged since.

    A turn that was asked again still carries the saved record of the answer that it replaces. If another tab has
    deleted the conversation, the next question in this tab begins a new one.
    """
    *before, last = turns
    if last.answer is None or last.stage is not None:
        return list(turns)
    begun = current(turns)
    try:
        saved = _saved(last, begun, conversations, library)
        whole = conversations.open(saved.conversation)
    except ArticleAssistantError as error:
        return [*before, replace(last, saved=None, unsaved=str(error))]
    last = replace(last, saved=saved, paragraphs=saved.paragraphs, unsaved="")
    return _merged([*before, last] if begun in (None, saved.conversation) else [last], whole)


def marked(turns: Sequence[Turn], saved: SavedTurn) -> list[Turn]:
    """The turns with the new record of an answer that was judged or shared."""
    return [replace(turn, saved=saved) if _id(turn) == saved.answer["id"] else turn for turn in turns]


def _saved(turn: Turn, begun: str | None, conversations: Conversations, library: Paragraphs) -> SavedTurn:
    assert turn.answer is not None
    try:
        return conversations.save(turn.answer, library, conversation=begun, instead_of=_id(turn))
    except NotSaved:
        return conversations.save(turn.answer, library)


def _merged(turns: Sequence[Turn], conversation: Conversation) -> list[Turn]:
    """Puts what other tabs have asked meanwhile before the last turn of this tab."""
    ids = {_id(turn) for turn in turns}
    others = [_turn(saved) for saved in conversation.turns if saved.answer["id"] not in ids]
    for saved in conversation.turns:
        turns = marked(turns, saved)
    return [*turns[:-1], *others, turns[-1]]


def _id(turn: Turn) -> str | None:
    return turn.saved.answer["id"] if turn.saved else None


def _turn(saved: SavedTurn) -> Turn:
    answer = saved.answer
    regardless_of = (answer.get("read_as") or {}).get("regardless_of")
    return Turn(
        question=answer["question"] or "",
        answer=answer,
        filters=answer["searched"]["filters"] | ({"regardless_of": regardless_of} if regardless_of else {}),
        paragraphs=saved.paragraphs,
        saved=saved,
    )
