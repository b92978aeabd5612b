"""Where a sentence says that somebody speaks: the verb or noun of speech, and the words that name who.

It does not know who "he" is, nor what an article holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from index.language.closed_lists import WEEKDAYS
from index.language.names import names_in, plain
from index.language.quotations import QUOTED
from index.language.word_lists import FUNCTION_WORDS, word_set
from index.reading.speech_verbs import ACCORDING, BASES, FROM, NOMINAL, NOT, QUOTED_AS, VERB
from index.reading.subjects import can_speak, main_subject, subject_after, subject_before, subject_of


@dataclass(frozen=True, slots=True)
class Speech:
    """One act of speech: the span of the words that name its speaker, and its verb, which begins at `at`.

    `weight` orders several in one sentence: beside a quotation, then at the end, then as they come.
    """

    start: int
    end: int
    verb: str
    at: int
    weight: int = 0


# What is longer is a list or a table, and the search for subjects takes the square of the length.
LONGEST_SENTENCE = 2000
MOST_VERBS = 30  # of speech in one sentence: each is looked at with all that stands before it
_BEFORE_VERB = word_set(
    "has have had also then later further instead again once previously first himself herself itself "
    "themselves would "
    "will could may might did does do been is was were are be being recently still even always often "
    "soon now "
    "today yesterday earlier just went on "
    "continued to "
    "there"
).union(WEEKDAYS)
_BE = word_set("is was were are be been being")
_CONTINUES = re.compile(
    r"\b(?:also|add(?:s|ed|ing)?|continued?|continues|went on|further|again|repeated|reiterated|concluded)\b"
)


def speeches(text: str, start: int, end: int) -> list[Speech]:
    """The acts of speech in a sentence of a masked text, the one that governs the whole first."""
    end = min(end, start + LONGEST_SENTENCE)
    # What stands in parentheses, such as a party and state, parts a name from its verb.
    sentence = re.sub(r"\([^()]{1,60}\)", lambda match: " " * len(match.group()), text[start:end])
    found = [*_by_phrase(sentence), *_by_verb(sentence)] or _by_colon(sentence)
    found.sort(key=lambda speech: (-speech.weight, speech.at))
    return [Speech(one.start + start, one.end + start, one.verb, one.at + start, one.weight) for one in found]


_AND = r"while|whereas|but|and|though|although|yet"
_CLAUSE_BEGINS = r"(?=[A-Z]|(?:the|an?|his|her|its|their|critics|experts|analysts|officials)\b)"
_CLAUSE = re.compile(rf"(?P<left>[,;]|{QUOTED})\s+(?:(?:{_AND})\s+){_CLAUSE_BEGINS}|;\s+{_CLAUSE_BEGINS}")
_MAIN_CLAUSE = re.compile(rf",\s+{_CLAUSE_BEGINS}")  # after "While Roe said it was late"
_CJK_CLAUSE = re.compile(r"[，；](?:而|但是?|不过|然而|与此同时，?)(?!且)|；")


def clause_cuts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where a sentence of a masked text may be parted into what one person says and what another does.

    Each is the end of the first clause and the start of the second.
    """
    sentence = text[start : min(end, start + LONGEST_SENTENCE)]
    found = list(_CLAUSE.finditer(sentence))
    if re.match(r"(?:While|Whereas|Although|Though)\b", sentence):
        found += _MAIN_CLAUSE.finditer(sentence)
    # "Roe said it was late, and Lind had told her so": what Lind told is what Roe said.
    found = [one for one in found if not re.match(r"[^,;.]{0,60}\bhad\b", sentence[one.end() :])]
    cuts = [(one.start() + sentence[one.start() :].startswith(QUOTED), one.end()) for one in found]
    cuts += [(one.start(), one.end()) for one in _CJK_CLAUSE.finditer(sentence)]
    return [(start + first, start + second) for first, second in cuts]


_ASIDE = re.compile(r"[a-z,] (?:after|before|because|since|until|when) (?=[A-Z]|(?:the|an?|his|her|its|their)\b)")


def told_aside(text: str, start: int, end: int) -> int | None:
    """Where "They went on strike after the company said ..." comes to what somebody said; else None."""
    sentence = text[start : min(end, start + LONGEST_SENTENCE)]
    for match in _ASIDE.finditer(sentence):
        cut = start + match.end()
        left, right = speeches(text, start, cut), speeches(text, cut, end)
        if not left and QUOTED not in sentence[: match.end()] and right and right[0].start <= cut + 4:
            return cut
    return None


def continues(text: str, speech: Speech) -> bool:
    """Whether the verb itself says that the same speaker goes on: "he added", "she also said"."""
    return bool(_CONTINUES.search(text[speech.end : speech.at + len(speech.verb)]))


def _by_phrase(sentence: str) -> list[Speech]:
    found: list[Speech] = []
    for match in ACCORDING.finditer(sentence):
        if span := subject_after(sentence, match.end(), strong=True):
            found.append(Speech(*span, "according to", match.start(), _weight(sentence, match.start(), span[1])))
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


_COLON = re.compile(rf":\s*{QUOTED}+[\s.]*$")


def _by_colon(sentence: str) -> list[Speech]:
    """A quotation that ends the sentence after a colon: "She needed two words for it: '...'"."""
    match = _COLON.search(sentence)
    span = main_subject(sentence, match.start()) if match else None
    if match and span and can_speak(sentence[slice(*span)], strong=True):
        return [Speech(*span, ":", match.start(), 2)]
    return []


def _by_verb(sentence: str) -> list[Speech]:
    found: list[Speech] = []
    for match in islice(VERB.finditer(sentence), MOST_VERBS):
        group = _group_start(sentence, match.start())
        helpers = {plain(word) for word in sentence[group : match.start()].split()}
        ongoing = match.group().split()[0].endswith("ing") and not helpers & _BE
        if _is_no_speech(sentence, match, group, helpers, ongoing=ongoing):
            continue
        span = main_subject(sentence, match.start()) if ongoing else subject_of(sentence, group, match.end())
        if span is None or not can_speak(sentence[slice(*span)], strong=match["always"] is not None):
            continue
        if match.group().endswith("s") and " and " in sentence[slice(*span)]:
            continue  # "the Roe and Lind reports"
        edges = min(span[0], match.start()), max(span[1], match.end())
        found.append(Speech(*span, match.group(), match.start(), 0 if ongoing else _weight(sentence, *edges)))
    return found


_SAYS_NOTHING = re.compile(r" (?:nothing|little)(?: (?:about|of|on|more)\b|\s*[.,;]|$)")
# "repeated a claim that Roe said", "if Roe says": nobody reports that Roe said it.
_NOT_ASSERTED = re.compile(
    r"\b(?:claim|rumou?r|allegation|belief|suggestion|idea|notion|speculation)s? that [^,.;]*$"
    r"|\b(?:if|whether|unless) [^,.;]*$|\bof which [^,.;]*$",
    re.I,
)


def _is_no_speech(sentence: str, match: re.Match[str], group: int, helpers: set[str], *, ongoing: bool) -> bool:
    """Whether the verb is negated, passive, an infinitive, a noun, or something else than speech here."""
    before, after = sentence[: match.start()], sentence[match.end() :]
    if _SAYS_NOTHING.match(after) or _NOT_ASSERTED.search(before):
        return True
    near = re.split(rf"[,;:{QUOTED}]", before[max(0, group - 12) :])[-1]
    if NOT.search(near) or _is_passive(match.group(), helpers, sentence[match.end() :]):
        return True
    if {"would", "have"} <= helpers:
        return True
    if "to" in helpers and not {"went", "continued", "on"} & helpers:
        return True
    if match["beside"] and not _BESIDE_QUOTATION.search(before[-70:]):
        return True
    if ongoing and not helpers and not re.search(r"(?:,|\b(?:while|by))\s*$", sentence[:group]):
        return True
    # "Editor's note", "the report" and "a promise" are nouns.
    return match.group() in BASES and not helpers and not _is_plural(sentence[:group])


_BESIDE_QUOTATION = re.compile(rf"{QUOTED}[^.;:{QUOTED}]*$")


def _is_plural(left: str) -> bool:
    if plain(left.split()[-1] if left.split() else "") in FUNCTION_WORDS - {"they", "who", "we"}:
        return False
    return re.search(r"(?:\b(?:they|who|people|police|men|women|we)|[^s’']s|and [A-Z][\w-]+)\s*$", left) is not None


def _group_start(sentence: str, verb: int) -> int:
    """Where the verb with its auxiliaries and adverbs begins: "has since repeatedly said"."""
    start = verb
    while match := re.search(r"([\w’'-]+)\s+$", sentence[:start]):
        word, adverb = plain(match[1]), match[1].islower() and match[1].endswith("ly")
        if word not in _BEFORE_VERB and not adverb and word not in ("not", "never", "since", "publicly"):
            break
        start = match.start()
    return start


def _is_passive(verb: str, helpers: set[str], after: str) -> bool:
    if after.startswith(" to be") or re.match(r" by\b", after):
        return True
    return bool(helpers & _BE) and not verb.split()[0].endswith("ing")


def _weight(sentence: str, start: int, end: int) -> int:
    if sentence[:start].rstrip().endswith(",") and sentence[end:].lstrip().startswith(","):
        return 2  # "Roe, he said, had known": it governs the whole
    before, after = sentence[:start].rstrip(" ,"), sentence[end:].lstrip(" ,:")
    if before.endswith(QUOTED) or after.startswith(QUOTED):
        return 2
    trailing = sentence[:start].rstrip().endswith(",") and len(sentence) - end < 45
    return 1 if trailing and start > 20 else 0
