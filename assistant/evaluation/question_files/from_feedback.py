"""From the thumbs in saved conversations to a question set, which a person completes by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from assistant.evaluation.question_files.drafting import check_free
from assistant.evaluation.question_files.files import write_whole
from assistant.serving.conversations import Conversations, SavedTurn
from index.errors import UnknownArticle, WrongUsage
from index.library import Library

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def write_feedback(conversations: Conversations, path: Path, library: Library) -> int:
    """Writes a row for each answer with a vote, and returns their number; raises WrongUsage if there are none."""
    if path.suffix.lower() != ".jsonl":
        raise WrongUsage(f"Feedback is written as JSON Lines, so '{path}' must end in .jsonl. Rename it.")
    check_free(path)
    rows = list(rows_of(conversations, library))
    if not rows:
        raise WrongUsage("No answer has a thumb up or down yet. Users give them below the answers in the web chat.")
    write_whole(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    return len(rows)


def rows_of(conversations: Conversations, library: Library) -> Iterator[dict[str, Any]]:
    """A row for each answer with a vote, of all users.

    After a thumbs-up, the quotes are its evidence, and a refusal means that the articles do not answer it; after a
    thumbs-down, only the question is known. `note` holds what to read while completing the row.
    """
    voted = chain.from_iterable(conversations.of(owner).voted() for owner in conversations.owners())
    for conversation in voted:
        for place, turn in enumerate(conversation.turns):
            if turn.vote and turn.answer["question"]:
                yield _row(turn, conversation.turns[:place], library)


def _row(turn: SavedTurn, before: Sequence[SavedTurn], library: Library) -> dict[str, Any]:
    answer, filters = turn.answer, turn.answer["searched"]["filters"]
    row: dict[str, Any] = {"id": answer["id"], "type": f"thumb_{turn.vote}", "question": _plain(answer["question"])}
    if turn.vote == "up":
        row["answerable"] = answer["outcome"] == "answered"
        row["evidence"] = [one for one in (_evidence(citation, library) for citation in answer["citations"]) if one]
    if before:
        row["history"] = [message for earlier in before for message in _messages(earlier.answer)]
    if given := [id for id in filters.get("articles", ()) if _exists(id, library)]:
        row["given_contexts"] = given
    if filters.get("as_of"):
        row["as_of"] = filters["as_of"]
    others = {name: value for name, value in filters.items() if value and name not in ("articles", "as_of")}
    row["note"] = {"comment": _plain(turn.comment), "answer": _plain(answer["text"]), "filters": others}
    return {name: value for name, value in row.items() if value not in ([], None)}


def _evidence(citation: Mapping[str, Any], library: Library) -> dict[str, Any] | None:
    """The place of a quote; None if its article was removed, without a paragraph if the paragraph has changed."""
    id, number = citation["article_id"], citation["paragraph"]
    if not _exists(id, library):
        return None
    place = {"article_id": id, "quote": _plain(citation["quote"])}
    if any(one.revision == citation["revision"] for one in library.paragraphs(id, [number])):
        place["paragraph_index"] = number - 1
    return place


def _exists(id: str, library: Library) -> bool:
    try:
        return bool(library.article(id))
    except UnknownArticle:
        return False


def _messages(answer: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    yield {"role": "user", "content": _plain(answer["question"] or "")}
    yield {"role": "assistant", "content": _plain(answer["text"])}


def _plain(text: str) -> str:
    """Puts spaces in place of the characters that a question file may not contain."""
    return _UNPRINTABLE.sub(" ", text).strip()
