"""Which composer makes the answer to which kind of question."""

from __future__ import annotations

from collections.abc import Callable

from assistant.answering.composing import (
    changing,
    comparing,
    listing,
    lookup,
    metadata,
    overview,
    positions,
    reasons,
    said,
    settling,
)
from assistant.answering.composing.asking import Asking
from assistant.answering.quoting import Draft
from assistant.question.kinds import Kind

COMPOSERS: dict[Kind, Callable[[Asking], Draft]] = {
    "lookup": lookup.compose,
    "said": said.compose,
    "who-said": said.compose_who,
    "overview": overview.compose,
    "list": listing.compose,
    "count": listing.compose,
    "metadata": metadata.compose,
    "compare": comparing.compose,
    "latest": changing.latest,
    "timeline": changing.timeline,
    "change": changing.timeline,
    "position": positions.compose,
    "why": reasons.compose,
    "yes-no": settling.compose,
}


def compose(asking: Asking) -> Draft:
    """The answer to the question, of its kind; any other kind is looked up."""
    return COMPOSERS.get(asking.plan.kind, lookup.compose)(asking)
