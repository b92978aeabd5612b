"""Whether quoted words are verbatim in a paragraph."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.verifying.normal import normal
from index.language.quotations import quotations


def not_verbatim(claim: str, paragraph: str) -> str | None:
    """The first quoted words of a claim that are not verbatim in the paragraph; None if all are."""
    for one in quotations(claim):
        inside = claim[slice(*one.inside())]
        if one.closed and not is_verbatim(inside, paragraph):
            return inside
    return None


def is_verbatim(quoted: str, paragraph: str) -> bool:
    """Whether the paragraph has the quoted words in order, ignoring case, typography, end marks, "..." and "[...]"."""
    held = _plain(paragraph)
    parts = [part for part in re.split(r"\.\.\.|…|\[[^\]]*\]", quoted) if re.search(r"\w", part)]
    at = 0
    for part in parts:
        place = held.find(_plain(part).strip(" .,;:!?。，；：！？"), at)
        if place < 0:
            return False
        at = place
    return True


@lru_cache(maxsize=512)
def _plain(text: str) -> str:
    return re.sub(r"[「」『』]", '"', normal(text)).casefold()
