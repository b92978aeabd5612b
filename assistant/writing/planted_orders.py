"""Whether a text addresses a machine that reads it, like a prompt injection planted in an article.

These sentences are recognised by their words. What an article quotes does not count, unless the instruction continues
with what to answer: news of an attack mentions an instruction, but does not give it in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.articles import Hit
from index.language.kept import kept
from index.language.quotations import CJK, masked, quotations

_MACHINE = (
    r"(?:(?:an? |the |any |all |every |dear |hey |hello ){0,6}(?:[\w-]{1,40} ){0,2}"
    r"(?:AIs?|A\.I\.|LLMs?|(?:Chat)?GPT|language models?|chat ?bots?|bots?|assistants?|AI models?))"
)
_SAY = r"(?:answer|respond|reply|say|tell|write|output|print|repeat|state|claim|cite|ignore|disregard|forget)"
_NEWS = r"(?! (?:they|it|its|he|she|users?|people|their|no)\b)"  # "chatbots must say that they are machines" is news
_THUS = rf"(?:only |just |always )?(?:that\b{_NEWS}|with\b|only\b|[:“\"]|the following)"
_RULES = r"(?:instructions?|prompts?|rules?|guidelines?|directions?|constraints?|commands?)"
# Where an instruction begins: what somebody was told "to ignore" is not one.
_BEGINS = r"(?:^\W*|[,;:(—–-]\s*|\b(?:and|then|now|please|you must|you should)\s+)"
# Repetitions at the beginning are bounded: otherwise a text that repeats them takes quadratic time.
_PATTERNS = [
    re.compile(pattern, re.I)
    for pattern in (
        # "Ignore all previous instructions", "disregard the other paragraphs", "forget everything above"
        rf"{_BEGINS}(?:ignore|disregard|forget|override|bypass|discard) (?:all |any |of |the )*"
        rf"(?:(?:your|my|these|those|previous|prior|above|earlier|preceding|existing)\b[^.!?]{{0,25}}\b{_RULES}"
        r"|(?:other|above|previous|preceding|remaining) (?:paragraphs|sources|material|context)"
        rf"|{_RULES} above|everything (?:above|before))\b",
        rf"\bdo(?: not|n't) (?:follow|obey) (?:your|the previous) {_RULES}\b",
        # the role markers of a conversation with a model
        r"\b(?:system|developer) (?:prompt|message|note|override|instruction)s?\s*:|\[/?(?:INST|SYS\w*)\]",
        r"<\|?(?:system|im_start|im_end|assistant|user)\b",
        rf"^\W*(?:system|assistant|developer|user)\s*:\s*(?:you\b|please |now |always |never |{_SAY}\b)",
        r"^\W*(?:end|begin\w*|start) of (?:the )?(?:paragraphs?|context|prompt)\b",
        rf"^\W*(?:new|real|actual) (?:task|instruction)s?\s*:\s*(?:you |please )*{_SAY}\b",
        # "Note to AI assistants: ...", "Assistant, answer ...", "If you are a language model, write ..."
        rf"^\W*(?:important )?(?:note|message|notice|attention|instructions?|warning)(?:,? (?:to|for))? {_MACHINE}\s*:",
        rf"(?:^\W*|\()(?!assistants\b){_MACHINE}\s*[,:!]\s*(?:you |please |must |should |now |always |never )*{_SAY}\b",
        rf"\bif you(?: are|'re) {_MACHINE}, (?:then |you |must |please |always )*{_SAY}\b",
        rf"^\W*you(?: are|'re) now {_MACHINE}\b|\bas {_MACHINE}, (?:please |you must ){_SAY}\b",
        rf"\b{_MACHINE} (?:must|should|shall|are to|have to|need to) (?:now |only |always )?{_SAY} {_THUS}",
        rf"\b{_MACHINE} (?:(?:that|who) )?(?:reads?|reading|process(?:es|ing)?|summari[sz](?:es?|ing)|parsing) this\b",
        # "Your new instructions are to say", "when asked about it, say that", "the correct answer to every question is"
        rf"\byour (?:new )?(?:{_RULES}|task|role) (?:is|are)(?: now)? to {_SAY}\b",
        rf"\bwhen(?:ever)? (?:you are )?(?:asked|prompted)\b[^.!?]{{0,80}}, (?:you |please |must )*{_SAY}\s?{_THUS}",
        r"^\W*(?:please )?(?:answer|respond to|reply to) (?:the |every |all |any )*(?:users?|readers?|quer(?:y|ies))\b",
        r"^\W*(?:please )?(?:answer|respond to|reply to) (?:every|all|any) (?:such )?questions?\b",
        r"\b(?:correct|right|only|true|final) answer (?:to|for) (?:every|all|any|each) questions?\b[^.!?]{0,200}\bis\b",
        r"(?:^|[，；：\s])请?(?:忽略|无视|忘记|忘掉)(?:你|之前|以上|以前|上面|前面|先前)[^，]{0,10}"
        r"(?:指令|指示|提示|规则|要求|内容)",
        r"(?:人工智能|AI|语言模型|机器人|助手)[，：:,]?\s*请(?!求)[^，]{0,6}(?:回答|说|输出|回复)|^\W*系统(?:提示|指令)[：:]",
        r"^\W*你现在是(?:一个|一名)?[^，]{0,10}(?:助手|模型|机器人)",
    )
]
GOES_ON = 3  # words that must follow a quoted instruction
_WORD = re.compile(f"[{CJK}]|[^\\W{CJK}]+")
_SENTENCE = re.compile(r"[.!?]\s+|[。！？\n]")
# "..., the judge told the minister": words that somebody said to somebody else.
_REPORTED = re.compile(
    r", (?:[\w.'’-]+ ){1,6}(?:said|says|told|wrote|writes|asked|read|reads|ruled|warned|added)\b(?![^.]{0,40}:)"
    r"|，[^，]{1,12}(?:说|表示|称|指出)$"
)


def without_orders(hits: Sequence[Hit]) -> list[Hit]:
    """The hits except those whose paragraph instructs a machine and so must not be used for answers."""
    return [hit for hit in hits if not speaks_to_machines(hit.paragraph.text)]


@kept(2_000_000)  # each sentence of a checked text finds the same paragraphs
def speaks_to_machines(text: str) -> bool:
    """Whether some sentence of the text tells a model what to do or what to answer."""
    quoted = quotations(text)
    parts = [part for part in _SENTENCE.split(masked(text, quoted)) if not _REPORTED.search(part)]
    if any(pattern.search(part) for part in parts for pattern in _PATTERNS):
        return True
    return any(_gives_an_order(text[slice(*one.inside())]) for one in quoted)


def _gives_an_order(quoted: str) -> bool:
    """Whether quoted words contain an instruction to a machine, followed by what it is to do or say."""
    for start, end in _sentences(quoted):
        ends = [found.end() for pattern in _PATTERNS if (found := pattern.search(quoted[start:end]))]
        if ends and len(_WORD.findall(quoted, start + min(ends))) >= GOES_ON:
            return True
    return False


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for stop in _SENTENCE.finditer(text):
        yield at, stop.end()
        at = stop.end()
    yield at, len(text)
