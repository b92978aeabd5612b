"""Who, what, where, when, how many: the sentences that answer, as quoting.py chooses them."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.composing.asking import Asking
from assistant.answering.quoting import Draft, write_quotes


def compose(asking: Asking) -> Draft:
    draft = write_quotes(asking.plan.question, asking.hits, asking.library, asking.threshold)
    if draft.outcome == "not_found" and draft.text == asking.say.not_found:
        return replace(draft, text=asking.nothing())
    return draft
