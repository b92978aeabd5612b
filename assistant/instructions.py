"""Whether a text speaks to a machine that reads it, as one planted in an article does to change what is answered.

It knows such sentences by their words. What an article reports between quotation marks is no such sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.quotations import masked, quotations
from index.articles import Hit

_MACHINE = (
    r"(?:AIs?|A\.I\.|LLMs?|(?:Chat)?GPT|(?:large )?language models?|chat ?bots?|bots?|(?:AI |article )?assistants?"
    r"|(?:AI )?models?|question[- ]answering systems?|search engines?|summari[sz]ers?)"
)
_ONE = rf"(?:an? |the )?(?:[\w-]+ ){{0,2}}{_MACHINE}"
_SAY = r"(?:answer|respond|reply|say|tell|write|output|print|repeat|state|claim|cite|ignore|disregard|forget)"
_DO = (
    rf"(?:{_SAY}|override|bypass|return|include|refuse|pretend|act|behave|reveal|stop|translate|append|add|mention|insist"
    r"|use|follow|obey|treat|give|always|never|do not|don't)"
)
_RULES = r"(?:instructions?|prompts?|rules?|guidelines?|directions?|orders?|constraints?|commands?)"
_PATTERNS = [
    re.compile(pattern, re.I | re.M)
    for pattern in (
        # "Ignore all previous instructions", "disregard the other paragraphs"
        r"\b(?:ignore|disregard|forget|override|bypass|discard)\b[^.!?]{0,40}"
        r"\b(?:previous|prior|above|earlier|preceding|all|any|your|these|those|the|other)\b"
        rf"[^.!?]{{0,30}}\b(?:{_RULES}|paragraphs|articles|sources|material|context)\b",
        # the marks of a conversation with a model
        r"\b(?:system|developer) (?:prompt|message|note|override|instruction)\b|\[/?(?:INST|SYS\w*)\]",
        r"<\|?(?:system|im_start|im_end|assistant|user)\b|^\W*(?:system|assistant|user|developer|instructions?|human|ai)\s*:\s",
        r"^\W*(?:end|begin\w*|start) of (?:the )?(?:article|paragraphs?|context|material|document|prompt)\b",
        r"^\W*(?:new|real|actual) (?:task|question|instruction)s?\s*:",
        # "Note to AI assistants", "Assistant, answer ...", "If you are a language model", "Chatbots must reply ..."
        rf"\b(?:note|message|notice|attention|instructions?|warning|memo)\b[^.!?:]{{0,20}} (?:to|for) {_ONE}\b",
        rf"\battention,? (?:all |any )?{_MACHINE}\b",
        rf"(?:^|[.!?;(]\s*|\b(?:dear|hey|hello) )(?:all |any )?{_MACHINE}\s*[,:!]\s*(?:you |please )*{_DO}\b",
        rf"\b(?:if )?you(?: are|'re) (?:now )?{_ONE}\b|\bas {_ONE}\b, (?:you|always|never|please)",
        rf"\b{_MACHINE} (?:must|should|shall|are to|have to|need to) (?:now |only |always )?{_SAY}\b",
        rf"\b{_MACHINE} (?:(?:that|who) )?(?:reads?|reading|process(?:es|ing)?|summari[sz](?:es?|ing)|parsing) this\b",
        # "Your new instructions are", "when asked about it, say", "the correct answer to every question is"
        rf"\b(?:your|new) {_RULES}\b[^.!?]{{0,40}}\b(?:are|is|now)\b|\byour (?:task|job|role) (?:is|has changed|now)\b",
        rf"\bwhen(?:ever)? (?:you are )?(?:asked|queried|prompted)\b[^.!?]{{0,80}},\s*(?:you |please )*{_DO}\b",
        r"^\W*(?:please )?(?:answer|respond|reply)\b[^.!?]{0,40}\b(?:questions?|query|users?|reader|with|that)\b",
        r"\b(?:correct|right|only|true|final) answer (?:to|for) (?:every|all|any|each|this|the)\b[^.!?]{0,60}\bis\b",
        r"(?:忽略|无视|忘记|忘掉)[^。！？]{0,12}(?:指令|指示|提示|规则|要求|内容)|系统(?:提示|指令)",
        r"(?:人工智能|AI|语言模型|机器人|助手)[^。！？]{0,6}(?:请|必须|应当|应该)[^。！？]{0,6}(?:回答|说|输出|回复)",
        r"你(?:现在)?是(?:一个|一名)?[^。！？]{0,10}(?:助手|模型|机器人)",
    )
]


def without_orders(hits: Sequence[Hit]) -> list[Hit]:
    """The hits but for paragraphs that tell a machine what to do: nothing they say is to be answered from."""
    return [hit for hit in hits if not speaks_to_machines(hit.paragraph.text)]


def speaks_to_machines(text: str) -> bool:
    """Whether some sentence of it tells a model what to do or to answer."""
    outside = masked(text, quotations(text))
    return any(pattern.search(outside) for pattern in _PATTERNS)
