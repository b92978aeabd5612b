"""A chat model that judges whether a sentence supports a claim, where comparing words leaves that open."""

from __future__ import annotations

import re
import time
from contextlib import closing

from langchain_core.language_models import BaseChatModel

from assistant.verifying.verdicts import Judge
from assistant.writing.model_stream import pieces
from prompts import render

WITHIN = 20.0  # seconds for one verdict
PAUSE = 60.0  # seconds for which a model that was too slow is not asked again: an answer has many claims

_WORD = re.compile(r"\W*(yes|no)\b", re.I)
_ANOTHER = re.compile(r"\W*\w+\W")  # nothing after the first word is read


def chat_judge(model: BaseChatModel) -> Judge:
    """A judge of whether a text supports a claim; None if the model fails, is slow, or says neither yes nor no."""
    rested = 0.0

    def judge(text: str, claim: str) -> bool | None:
        nonlocal rested
        if time.monotonic() < rested:
            return None
        reply = ""
        try:
            with closing(pieces(model, render("judge_claim", paragraph=text, claim=claim), within=WITHIN)) as coming:
                for piece in coming:
                    reply += piece
                    if _ANOTHER.match(reply):
                        break
        except TimeoutError:
            rested = time.monotonic() + PAUSE
            return None
        except Exception:  # the providers' packages share no base class of errors; then the comparison of words decides
            return None
        said = _WORD.match(reply)
        return said[1].lower() == "yes" if said else None

    return judge
