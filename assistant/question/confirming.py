"""Statements that somebody wants confirmed: "I heard that it opens. Is that right?" asks whether it opens."""

from __future__ import annotations

import re

# A question that asks whether a statement is true.
TRUE = re.compile(
    r"(?:is|was) it (?:really |actually |in fact )?(?:true|correct|right|a fact|the case|so) (?:that )?(?P<told>.+)",
    re.I | re.S,
)
LONGEST, LONGEST_TAG = 1000, 60  # characters of a text, and of the tag after a statement
_TRUE = r"(?:true|right|correct|so|accurate|the case|a fact)"
_CONFIRM = re.compile(
    r"(?:(?:please|can you|could you|would you|kindly) )*(?:confirm|verify|fact[- ]?check|true or false)\b"
    r"(?: for me)?(?P<that> that| whether| if| ?:)? ",
    re.I,
)
_HEARD = re.compile(
    r"(?:i|we)(?:['’]ve)? (?:have )?(?:heard|read|saw|seen|thought|was told|were told|understand|believe)"
    r"(?: somewhere)? (?:that )?",
    re.I,
)
_AUXILIARY = r"(?:is|was|are|were|do|does|did|has|have|had|wo|will|would|ca|can|could)"
_TAG = re.compile(
    rf"[,.;:–-] ?(?:and )?(?:(?:is|was) (?:that|it|this) {_TRUE}|{_TRUE}|true or false|yes or no"
    rf"|{_AUXILIARY}(?:n['’]t)? (?:it|he|she|they|there)) ?\?+$",
    re.I,
)
_ASKS = re.compile(
    rf"(?:who|whom|whose|what|when|where|why|how|which|{_AUXILIARY}|should|shall|may|might|must)\b", re.I
)
_FINITE = re.compile(rf"\b(?:{_AUXILIARY}|\w+ed)\b|n['’]t\b", re.I)


def whether_true(text: str) -> str:
    """A statement to be confirmed, rewritten as "Is it true that ...?"; any other text unchanged."""
    if len(text) > LONGEST:
        return text
    flat = " ".join(text.split())
    if asked := _CONFIRM.match(flat):
        statement = flat[asked.end() :].strip(" ,.;:–-?")
        if _ASKS.match(statement):
            return flat[asked.end() :]
        return f"Is it true that {statement}?" if asked["that"] or _FINITE.search(statement) else text
    start = max(0, len(flat) - LONGEST_TAG)
    if not (tag := _TAG.search(flat, start)):
        return text
    statement = flat[: tag.start()].strip(" ,.;:–-")
    statement = statement[heard.end() :] if (heard := _HEARD.match(statement)) else statement
    return f"Is it true that {statement}?" if " " in statement and not _ASKS.match(statement) else text
