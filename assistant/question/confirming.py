"""Statements that somebody wants confirmed: "I heard that it opens. Is that right?" asks whether that is true."""

from __future__ import annotations

import re

# A question for whether a statement is so.
TRUE = re.compile(
    r"(?:is|was) it (?:really |actually |in fact )?(?:true|correct|right|a fact|the case|so) (?:that )?(?P<told>.+)",
    re.I | re.S,
)
_TRUE = r"(?:true|right|correct|so|accurate|the case|a fact)"
_CONFIRM = re.compile(
    r"^\W*(?:(?:please|can you|could you|would you|kindly) )*(?:confirm|verify|fact[- ]?check|true or false)\b"
    r"(?:(?: for me)?(?: that| whether| if)?|\s*:)\s+(?P<told>[^?]+?)\??\s*$",
    re.I,
)
_TAGGED = re.compile(
    r"^\W*(?:(?:i|we)(?:['’]ve)? (?:have )?(?:heard|read|saw|seen|thought|was told|were told|understand|believe)"
    r"(?: somewhere)? (?:that )?)?(?P<told>[^?]+?)[,.;:–-]+\s*(?:and )?"
    rf"(?:(?:is|was) (?:that|it|this) {_TRUE}|{_TRUE}|true or false|yes or no"
    r"|(?:is|was|are|were|do|does|did|has|have|had|wo|would|ca|could)n['’]t (?:it|he|she|they|there))\s*\?+\s*$",
    re.I,
)
_ASKS = re.compile(
    r"^\W*(?:who|whom|whose|what|when|where|why|how|which|is|are|was|were|do|does|did|has|have|had|can|could|will|would"
    r"|should|shall|may|might|must)\b",
    re.I,
)


def whether_true(text: str) -> str:
    """A statement to be confirmed as the question whether it is true; any other text as it is."""
    found = _CONFIRM.match(text) or _TAGGED.match(text)
    told = found["told"].strip(" ,.;:–-") if found and not _ASKS.match(found["told"]) else ""
    return f"Is it true that {told}?" if len(told.split()) > 2 else text
