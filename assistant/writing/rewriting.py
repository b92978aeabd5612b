"""Has a chat model rewrite a follow-up as a standalone question; its text is accepted only if it asks for nothing new.

The rules used without a model are in follow_ups.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing

from langchain_core.language_models import BaseChatModel

from assistant.events import Text
from assistant.question.follow_ups import text_of
from assistant.verifying.contradictions import shared
from assistant.verifying.tokens import ENTITIES, read
from assistant.writing.model_stream import pieces
from prompts import render

MESSAGES = 6  # last messages of the conversation
LONGEST_MESSAGE = 600  # characters of each
LONGEST = 400  # characters of a question that stands alone
KEPT = 0.5  # share of the new question's words that must be in the rewritten one

_MARKERS = re.compile(r"\s*\[\d{1,3}\]")
_LEAD = re.compile(
    r"^(?:(?:the )?(?:new |rewritten |standalone |stand-alone )*question(?: is)?|answer|output)\s*:\s*|^[\"“'*]+", re.I
)


def rewritten(
    model: BaseChatModel, question: str, history: Sequence[Mapping[str, object]], usage: Counter[str] | None = None
) -> Generator[Text, None, str | None]:
    """The standalone question, or None if the model fails or asks for something else.

    It yields an empty `Text` after each silence.
    """
    said = [(str(message.get("role")), text_of(message)) for message in history[-MESSAGES:]]
    lines = [f"{role}: {' '.join(_MARKERS.sub('', text).split())[:LONGEST_MESSAGE]}" for role, text in said if text]
    conversation = "\n".join(lines)
    reply = ""
    try:
        prompt = render("stand_alone", conversation=conversation, question=question)
        with closing(pieces(model, prompt, usage=usage)) as coming:
            for piece in coming:
                reply += piece
                if len(reply) > 2 * LONGEST:
                    return None
                if not piece:
                    yield Text("")
    except Exception:  # the providers' packages share no base class of errors; the answer will say what is wrong
        return None
    return _usable(reply, question, conversation)


def _usable(reply: str, question: str, conversation: str) -> str | None:
    """The reply if it is one question whose names and numbers all come from the conversation."""
    lines = [line.strip() for line in reply.strip().splitlines() if line.strip()]
    if len(lines) != 1:
        return None
    one = _LEAD.sub("", _LEAD.sub("", lines[0])).strip(" \"”'*")
    if not one or len(one) > LONGEST or re.search(r"[<>]", one):
        return None
    asked, known = read(one), {token.norm for token in read(f"{conversation}\n{question}").tokens}
    new = [token for token in asked.tokens if token.kind in ENTITIES and token.norm not in known]
    return None if new or shared(asked, read(question)) < KEPT else one
