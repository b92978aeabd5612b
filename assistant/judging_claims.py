"""A chat model that says whether a sentence bears a claim out, in the place of the measure of meaning."""

from __future__ import annotations

import re

from langchain_core.language_models import BaseChatModel

from assistant.verification import Judge
from prompts import render

_THOUGHT = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)
_WORD = re.compile(r"\W*(yes|no)\b", re.I)


def chat_judge(model: BaseChatModel) -> Judge:
    """Judges a claim by a text; None where the model fails or says neither yes nor no."""

    def judge(text: str, claim: str) -> bool | None:
        try:
            reply = model.invoke(render("judge_claim", paragraph=text, claim=claim)).text
        except Exception:  # the packages share no root of their errors; the measure of meaning then serves
            return None
        said = _WORD.match(_THOUGHT.sub("", reply))
        return said[1].lower() == "yes" if said else None

    return judge
