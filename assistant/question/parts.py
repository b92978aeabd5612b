"""Several questions asked as one: "Who opposed it, and what did the mayor say?" are two.

It splits at a question word after a conjunction or a question mark; what each asks is read elsewhere.
"""

from __future__ import annotations

import re

from index.language.quotations import is_cjk

LONGEST = 300  # characters of such a question
MOST = 3
_WORD = r"(?:who|whom|whose|what|which|when|where|why|how)"
_VERB = r"(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would)"
_SOMEBODY = re.compile(r"\b(?:he|him|his|she|her|hers|they|them|their|theirs)\b", re.I)
_BREAK = re.compile(rf",? (?:and|but)(?: also)? (?={_WORD}\b)|\? +(?:and |but )?(?=(?:{_WORD}|{_VERB})\b)", re.I)
_ASKS = re.compile(rf"^(?:[^?]*[,:] )?(?:and |but |so )?(?:(?:in|on|at|by|for|to) )?(?:{_WORD}|{_VERB})\b", re.I)


def parts_of(text: str) -> list[str]:
    """The questions, in order; the whole text if it is one question, or if a part is a bare "and why"."""
    if len(text) > LONGEST or is_cjk(text):
        return [text]
    parts = [part.strip(" ,.?") for part in _BREAK.split(text.strip(" ?"))]
    whole = len(parts) > MOST or any(len(part.split()) < 2 for part in parts) or not _ASKS.match(parts[0])
    return [text] if whole else [f"{part}?" for part in parts]


def leans_on_somebody(part: str) -> bool:
    """Whether a part has a pronoun such as "him", whose person only the answer to an earlier part may name."""
    return bool(_SOMEBODY.search(part))
