"""Strips what surrounds a question: politeness, a story before it, instructions on the form of the answer.

It recognises how people wrap a question in English and Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.question.cased import in_lower_case
from assistant.question.confirming import whether_true
from assistant.question.follow_ups import text_of
from index.language.closed_lists import SMALL_NUMBER
from index.language.quotations import is_cjk
from index.language.sentences import sentences

MOST_INSTRUCTIONS = 20  # taken from system and developer messages, which the model reads again with each question
_NUMBER = rf"(?:an?|{SMALL_NUMBER})"
_LANGUAGE = r"(?:english|german|french|spanish|chinese|mandarin|italian|dutch|portuguese|japanese|korean)"
_SIZE = rf"(?:{_NUMBER}(?: or {_NUMBER})? (?:short |single |brief |simple )?(?:sentences?|lines?|words?|paragraphs?))"
# Words about the form or style of an answer, not its content.
_INSTRUCTION = re.compile(
    rf"(?:\b(?:please\s+)?(?:reply|respond|answer|write|say it"
    rf"|tell me)\s+(?:to me\s+)?(?:only\s+)?in\s+(?:{_LANGUAGE}|{_SIZE})\b"
    rf"|\b(?:keep it|be|make it)\s+(?:as\s+)?(?:short|brief|concise|simple|quick|to the point)(?: as possible)?\b"
    rf"|\b(?:in|within|using|with)\s+(?:(?:just|only|at most|no more than|under|about"
    rf"|max(?:imum)?)\s+)*{_SIZE}(?: or (?:less|fewer))?\b"
    rf"|\bin\s+(?:{_LANGUAGE})\b(?=\W*(?:please\b\W*)?$)"
    r"|\b(?:as|in|with|using)\s+(?:a\s+|the form of a\s+)?(?:short\s+|bulleted\s+|numbered\s+)?(?:table|list"
    r"|bullets?(?: points?| list)?|json|markdown)(?: form(?:at)?)?\b(?=\W*(?:please\b\W*)?$)"
    r"|\b(?:briefly|in brief|in short|in a few words|in plain (?:english|words)|concisely"
    r"|step by step)\b(?=\W*(?:please\b\W*)?$)"
    r"|\bno more than\s+\d+ words\b|\b(?:with|cite|include|give)\s+(?:me\s+)?(?:your\s+|the\s+|all\s+)?(?:sources"
    r"|citations|references)\b"
    r"(?=\W*(?:please\b\W*)?$)|\b(?:be careful|don['’]t make (?:things|anything) up|don['’]t guess|no guessing"
    r"|only use the articles)\b)",
    re.I,
)
_CHINESE_INSTRUCTION = re.compile(
    r"(?:请)?用(?:中文|英文|英语|一句话|两句话|几句话|表格)(?:来)?(?:回答|说明|概括|告诉我)?|简单地?说|简短回答"
)
_OPENING = re.compile(
    r"^\W*(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|greetings|ok(?:ay)?|well|so|now|um+|uh+|sorry"
    r"|excuse me"
    r"|thanks|thank you|quick question|one (?:more )?(?:question|thing)|question|anyway|right)\b(?: there| all"
    r"| everyone| again)?\s*[,.!:;–-]*\s*)+(?=\w)",
    re.I,
)
_POLITE = re.compile(
    r"^\W*(?:(?:please|kindly)\b,?\s*|(?:can|could|would|will) (?:you|u|anyone|somebody|someone) (?:please "
    r"|kindly |perhaps |maybe |quickly )*"
    r"(?:tell me|explain(?: to me)?|help me (?:understand|find out|find)|let me know|check|look up|find out|say"
    r"|remind me|show me)\b,?\s*"
    r"|(?:can|could|would) (?:you|u) (?:please |kindly )*(?=(?:summari[sz]e|list|name|give|compare|describe|sum up"
    r"|show|find)\b)"
    r"|(?:do|would) you (?:happen to )?know\b,?\s*|(?:i|we)(?:['’]d| would| want| need| am| was"
    r"|['’]m)?\s*(?:just\s+)?"
    r"(?:like|love|want|need|wondering|curious|wonder|asking|trying|interested|looking)?\s*(?:to (?:know|find out"
    r"|understand|learn|hear|ask|see))"
    r"\b:?,?\s*|(?:i|we) (?:was |am |just )*(?:wonder(?:ing)?|curious)\b,?\s*|(?:any|do you have any) idea\b,?\s*"
    r"|(?:tell|remind) me\b(?! about| an?\b| more| something| everything| what you know),?\s*|(?:is it possible to"
    r"|may i|can i|could i) (?:know|ask|find out)\b,?\s*)+",
    re.I,
)
# "For the record, ...", "My editor asks ...": a lead-in to a question, without a name, number or time.
_LEADING = re.compile(
    r"^\W*(?:(?:for|by|as) (?:the|a|an|my|our) \w+(?: \w+)?[,:]|(?:my|our) \w+ (?:is asking|keeps asking"
    r"|(?:wants?|needs?|would like) to know|asks?|asked)(?: me| us)?[,:]?|\w+ (?:one|question)[,:])\s+"
    r"(?=(?:in )?(?:who|whom|whose|what|when|where|why|how|which|is|are|was|were|do|does|did|has|have|had)\b)",
    re.I,
)
_CLOSING = re.compile(
    r"(?<![\s,.;–-])[\s,.;–-]*"
    r"(?:\b(?:please|pls|plz|thanks(?: a lot| so much| in advance)?|thank you(?: very much| so much)?|thx|cheers"
    r"|if you (?:can|could|don['’]t mind)|if possible|by any chance|asap)\b[\s,.!]*)+(?=\?*\s*$)",
    re.I,
)
_IF = re.compile(r"^\W*(?:if|whether)\s+(?=\w)", re.I)
_ASKS = re.compile(
    r"[?？]\s*$|^\W*(?:who|whom|whose|what|when|where|why|how|which|is|are|was|were|do|does|did|has|have|had|can"
    r"|could|will|would|should|may|might|list|name|summari[sz]e|compare|explain|tell|give|show|find)\b",
    re.I,
)
_SECOND_STOP = re.compile(r"(?<=[.?!])[.]$")
_CHINESE_POLITE = re.compile(
    r"^(?:你好|您好|请问一下|请问|请教一下|麻烦(?:你|您)?|请(?:你|您)?(?:告诉我|说说|讲讲)|能不能告诉我|我想知道|想问一下|请)[，,：:\s]*"
)


@dataclass(frozen=True, slots=True)
class Bare:
    """The question alone, the text before it, and the instructions that came with it, in the asker's words."""

    text: str
    before: str = ""
    instructions: tuple[str, ...] = ()


def instructions_of(messages: Iterable[Mapping[str, object]]) -> tuple[str, ...]:
    """What system and developer messages say about the form of an answer; all else in them is ignored here."""
    flat = [" ".join(text_of(message).split()) for message in messages]
    sentence_texts = [text[start:end] for text in flat for start, end in sentences(text)]
    found = dict.fromkeys(found[0].strip() for one in sentence_texts for found in _pattern(one).finditer(one))
    return tuple(found)[:MOST_INSTRUCTIONS]


def _pattern(text: str) -> re.Pattern[str]:
    return _CHINESE_INSTRUCTION if is_cjk(text) else _INSTRUCTION


def without_instructions(text: str) -> tuple[str, tuple[str, ...]]:
    """The question without its instructions, and the instructions; the whole question if nothing would be left."""
    text = in_lower_case(text)
    flat = " ".join(text.split())
    pattern = _pattern(flat)
    instructions = tuple(found[0].strip() for found in pattern.finditer(flat))
    left = " ".join(pattern.sub(" ", flat).split())
    left = re.sub(r"\s+,", ",", re.sub(r"(?<![\s,;])[\s,;]+([?？.!])", r"\1", left)).strip(" ,;")
    left = _SECOND_STOP.sub("", left)
    return (left, instructions) if instructions and re.search(r"\w", left) else (text, ())


def bare(text: str) -> Bare:
    """The question without what surrounds it; unchanged if nothing would be left."""
    left, instructions = without_instructions(text)
    left = whether_true(left)
    left, before = _last_question(_SECOND_STOP.sub("", " ".join(left.split())))
    unwrapped = _CHINESE_POLITE.sub("", left) if is_cjk(left) else _unwrapped(_OPENING.sub("", left))
    core = _CLOSING.sub("", unwrapped)
    if not re.search(r"\w", core):
        return Bare(text.strip())
    return Bare(core.strip(), before, instructions)


def _unwrapped(text: str) -> str:
    """The question without "could you tell me" and "I would like to know if", which change its word order."""
    text = _LEADING.sub("", text)
    core = _POLITE.sub("", text)
    if core == text:
        return text
    core = core.lstrip(" :;–-")  # "could you tell me: ..."
    if whether := _IF.match(core):
        return f"Is it true that {core[whether.end() :].rstrip(' ?')}?"
    # "do you know when the bridge opens": "when" now begins the question, and takes its capital.
    return core[:1].upper() + core[1:] if text[:1].isupper() else core


def _last_question(text: str) -> tuple[str, str]:
    """The last sentence that asks, and the text around it: people tell a story and then ask."""
    spans = sentences(text)
    asking = [(start, end) for start, end in spans if _ASKS.search(text[start:end])]
    if len(spans) < 2 or not asking:
        return text, ""
    marked = [span for span in asking if text[span[0] : span[1]].rstrip().endswith(("?", "？"))]
    start, end = (marked or asking)[-1]
    return text[start:end], (text[:start] + text[end:]).strip()
