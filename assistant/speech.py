"""Where a sentence says that somebody speaks: the verb or noun of speech, and the words that name who.

It does not know who "he" is, nor what an article holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.names import names_in, plain
from assistant.quotations import QUOTED
from assistant.speech_verbs import ACCORDING, BASES, FROM, NOMINAL, NOT, QUOTED_AS, VERB
from assistant.subjects import can_speak, main_subject, subject_after, subject_before, subject_of
from assistant.words import FUNCTION_WORDS


@dataclass(frozen=True, slots=True)
class Speech:
    """One act of speech: the span of the words that name its speaker, its verb, and how it stands to a quotation.

    `weight` orders several in one sentence: beside a quotation, then at the sentence's end, then as they come.
    """

    start: int
    end: int
    verb: str
    at: int
    weight: int = 0


_BEFORE_VERB = frozenset(
    "has have had also then later further again once previously first himself herself itself themselves would will "
    "could may might did does do been is was were are be being recently still even always often soon now today "
    "yesterday earlier monday tuesday wednesday thursday friday saturday sunday just went on continued to there".split()
)
_BE = frozenset("is was were are be been being".split())
_CONTINUES = re.compile(
    r"\b(?:also|add(?:s|ed|ing)?|continued?|continues|went on|further|again|repeated|reiterated|concluded)\b"
)


def speeches(text: str, start: int, end: int) -> list[Speech]:
    """The acts of speech in a sentence of a masked text, the one that governs the whole first."""
    # What stands in parentheses, such as a party and state, parts a name from its verb.
    sentence = re.sub(r"\([^()]{1,60}\)", lambda match: " " * len(match.group()), text[start:end])
    found = [*_by_phrase(sentence), *_by_verb(sentence)]
    found.sort(key=lambda speech: (-speech.weight, speech.at))
    return [Speech(one.start + start, one.end + start, one.verb, one.at + start, one.weight) for one in found]


def continues(text: str, speech: Speech) -> bool:
    """Whether the verb itself says that the same speaker goes on: "he added", "she also said"."""
    return bool(_CONTINUES.search(text[speech.end : speech.at + len(speech.verb)]))


def _by_phrase(sentence: str) -> list[Speech]:
    found: list[Speech] = []
    for match in ACCORDING.finditer(sentence):
        if span := subject_after(sentence, match.end(), strong=True):
            found.append(
                Speech(*span, "according to", match.start(), _weight(sentence, match.start(), span[1]))
            )
    for match in QUOTED_AS.finditer(sentence):
        span = match.span("right") if match["right"] else subject_before(sentence, match.start())
        if span and not NOT.search(sentence[span[1] : match.end()]):
            found.append(Speech(*span, "saying", match.start(), 1))
    for pattern in (NOMINAL, FROM):
        for match in pattern.finditer(sentence):
            words = names_in(match["who"])
            first = words[0].start if words and pattern is NOMINAL and words[0].text else 0
            found.append(Speech(match.start("who") + first, match.end("who"), "noun", match.start()))
    return found


def _by_verb(sentence: str) -> list[Speech]:
    found: list[Speech] = []
    for match in VERB.finditer(sentence):
        verb = match.group()
        group = _group_start(sentence, match.start())
        helpers = [plain(word) for word in sentence[group : match.start()].split()]
        ongoing = verb.split()[0].endswith("ing") and not set(helpers) & _BE
        if NOT.search(
            re.split(rf"[,;:{QUOTED}]", sentence[max(0, group - 12) : match.start()])[-1]
        ) or _is_passive(verb, helpers, sentence[match.end() :]):
            continue
        if "to" in helpers and not {"went", "continued", "on"} & set(helpers):
            continue
        if match["beside"] and not _BESIDE_QUOTATION.search(
            sentence[max(0, match.start() - 70) : match.start()]
        ):
            continue
        if ongoing and not re.search(r"(?:,|\b(?:while|by))\s*$", sentence[:group]) and not helpers:
            continue
        if verb in BASES and not helpers and not _is_plural(sentence[:group]):
            continue  # "Editor's note", "the report", "a promise": nouns
        span = main_subject(sentence, match.start()) if ongoing else subject_of(sentence, group, match.end())
        if span and verb.endswith("s") and " and " in sentence[span[0] : span[1]]:
            continue  # "the Roe and Lind reports"
        if span and can_speak(sentence[span[0] : span[1]], strong=match["always"] is not None):
            weight = (
                0 if ongoing else _weight(sentence, min(span[0], match.start()), max(span[1], match.end()))
            )
            found.append(Speech(*span, verb, match.start(), weight))
    return found


_BESIDE_QUOTATION = re.compile(rf"{QUOTED}[^.;:{QUOTED}]*$")


def _is_plural(left: str) -> bool:
    if plain(left.split()[-1] if left.split() else "") in FUNCTION_WORDS - {"they", "who", "we"}:
        return False
    return (
        re.search(r"(?:\b(?:they|who|people|police|men|women|we)|[^s’']s|and [A-Z][\w-]+)\s*$", left)
        is not None
    )


def _group_start(sentence: str, verb: int) -> int:
    """Where the verb with its auxiliaries and adverbs begins: "has since repeatedly said"."""
    start = verb
    while match := re.search(r"([\w’'-]+)\s+$", sentence[:start]):
        word = plain(match[1])
        if (
            word not in _BEFORE_VERB
            and not word.endswith("ly")
            and word not in ("not", "never", "since", "publicly")
        ):
            break
        start = match.start()
    return start


def _is_passive(verb: str, helpers: list[str], after: str) -> bool:
    if after.startswith(" to be") or re.match(r" by\b", after):
        return True
    return bool(set(helpers) & _BE) and not verb.split()[0].endswith("ing")


def _weight(sentence: str, start: int, end: int) -> int:
    before, after = sentence[:start].rstrip(" ,"), sentence[end:].lstrip(" ,:")
    if before.endswith(QUOTED) or after.startswith(QUOTED):
        return 2
    trailing = sentence[:start].rstrip().endswith(",") and len(sentence) - end < 45
    return 1 if trailing and start > 20 else 0
