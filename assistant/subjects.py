"""The words of a sentence that name who speaks, found from where its verb of speech stands.

It knows English subjects, appositions and inversion; it does not know whom those words stand for. A span is
(start, end) in the sentence.
"""

from __future__ import annotations

import re

from assistant.names import names_in, plain
from assistant.places import PLACES
from assistant.quotations import QUOTED
from assistant.words import DEMONYMS, DOCUMENTS, FUNCTION_WORDS, ORGANISATIONS, ROLES, word_set

Span = tuple[int, int]

_DETERMINERS = word_set("the a an his her its their one two three several some many he she they")
_BREAK = re.compile(
    rf"[;:—–()]|\s--?\s|{QUOTED}+|\b(?:that|but|while|when|as|because|after|before|if|although|though|"
    rf"whereas|which|where|since|until|"
    r"so|or|whether|than|what)\b",
    re.I,
)
_AFTER_NAME = re.compile(
    r"\s(?:in|on|during|after|when|as|while|before|who|that|this|last|at (?:an?|the)|yesterday|"
    r"today|\w+day)\b",
    re.I,
)
_PREPOSITION = re.compile(
    r"\s(?:of|at|for|from|in|with|on|to|about|under|who|whose|near|based|familiar|close|during|briefed)\s"
)


def subject_of(sentence: str, group: int, verb_end: int) -> Span | None:
    """The span that names who speaks: left of the verb, or right of it in `..., said Jane Roe`."""
    left = sentence[:group].rstrip()
    span = subject_before(sentence, group)
    named = span is not None and can_speak(sentence[span[0] : span[1]], strong=True)
    if not named and left.endswith((",", QUOTED)):
        return subject_after(sentence, verb_end)
    return span


def subject_before(sentence: str, group: int) -> Span | None:
    breaks = [match.end() for match in _BREAK.finditer(sentence, 0, group)]
    start = breaks[-1] if breaks else 0
    clause = sentence[start:group]
    if re.search(r",?\s*\bwho\s*$", clause):
        clause = re.sub(r",?\s*\bwho\s*$", ",", clause)
    if not clause.strip(" ,"):
        return None
    if clause.rstrip().endswith(","):
        return _apposed(clause, start)
    joined = re.split(r",\s*(?:and\s+|then\s+)?", clause)[-1]
    offset = start + len(clause) - len(joined)
    if re.search(r"\b(?:and|then|or)\s*$", joined) or not joined.strip():
        return main_subject(sentence, group)
    return _noun_phrase(joined, offset)


def _apposed(clause: str, start: int) -> Span | None:
    """The name in "Jane Roe, a professor in Lyon, said", else the role in "The minister, a lawyer, said"."""
    role: Span | None = None
    position = start
    for part in clause.split(","):
        span = _noun_phrase(part, position)
        position += len(part) + 1
        if span is None:
            continue
        words = clause[span[0] - start : span[1] - start]
        if part.strip().endswith(words) and any(name.text for name in names_in(words)):
            lead = [plain(word) for word in part.strip()[: -len(words)].split()]
            if not set(lead) & (FUNCTION_WORDS - _DETERMINERS):
                return span
        role = role or span
    return role


def _noun_phrase(clause: str, offset: int) -> Span | None:
    """The noun phrase that ends the clause, without a preposition's phrase before it."""
    text = clause.rstrip(" ,")
    both = re.search(r"(?:[A-Z][\w.’'-]+ )+and (?:[A-Z][\w.’'-]+ )*[A-Z][\w.’'-]+$", text)
    of_both = re.match(
        r"(?:[Tt]he |[A-Z])[\w.’' -]*? (?:of|for|at) [^,]*[A-Z][\w-]+ and [A-Z]\w+$|.*? (?:of|"
        r"for) [\w ]*[A-Z]\w+ and [A-Z][\w ]+$",
        text,
    )
    if " and " in text and not both and not of_both:
        text_start = text.rindex(" and ") + 5
    else:
        text_start = len(text) - len(text.lstrip())
    phrase = text[text_start:]
    if re.match(
        r"(?:in|on|at|during|after|with|by|for|from|to|earlier|yesterday|today|asked|speaking|last|"
        r"this|under|of)\b",
        phrase,
        re.I,
    ):
        later = [match.start() for match in re.finditer(r"\b(?:the|an?|his|her|its|their|he|she|they)\b", phrase, re.I)]
        named = [name.start for name in names_in(phrase) if name.text]
        cut = max(later + named[-1:], default=None)
        if cut is None:
            return None
        text_start, phrase = text_start + cut, phrase[cut:]
    return (offset + text_start, offset + text_start + len(phrase)) if phrase.strip() else None


def main_subject(sentence: str, before: int) -> Span | None:
    """The subject that opens the sentence, for "Carney defended the deal, saying ..."."""
    opening = re.match(
        rf"(?:(?:In|On|At|During|After|With|For|By|As|Earlier|But|And|Still|"
        rf"Meanwhile)\b[^,{QUOTED}]*,\s*|(?:But|And)\s+)?",
        sentence,
    )
    start = opening.end() if opening else 0
    pronoun = re.match(r"(?:he|she|they)\b", sentence[start:before], re.I)
    if pronoun:
        return start, start + pronoun.end()
    for name in names_in(sentence[start:before]):
        lead = sentence[start : start + name.start]
        possessive = re.match(r"['’]s?\b|['’]\s", sentence[start + name.end :])
        if name.text and not possessive and re.fullmatch(r"(?:[\w.,’'-]+ ){0,6}", lead) and "," not in lead:
            return start, start + name.end
        break
    role = re.match(r"(?:[Tt]he|[Aa]n?|[A-Z][a-z]+)(?: [\w.’'-]+){0,3}", sentence[start:before])
    words = role.group().split() if role else []
    for size in range(len(words), 0, -1):
        if plain(words[size - 1]) in ROLES | ORGANISATIONS:
            return start, start + len(" ".join(words[:size]))
    return None


def subject_after(sentence: str, verb_end: int, *, strong: bool = False) -> Span | None:
    match = re.match(rf"\s*([^,;:.{QUOTED}]*(?:\.[A-Z]?[^,;:{QUOTED}\s]*[^,;:.{QUOTED}]+)*)", sentence[verb_end:])
    phrase = match[1] if match else ""
    phrase = _AFTER_NAME.split(phrase, maxsplit=1)[0].rstrip()
    opening = plain(phrase.split()[0]) if phrase else ""
    if not match or opening in FUNCTION_WORDS - _DETERMINERS or not can_speak(phrase, strong=strong):
        return None
    start = verb_end + match.start(1)
    return start, start + len(phrase)


def head_of(phrase: str) -> str:
    """A noun phrase without what follows its head: "spokesperson" of "a spokesperson for the ministry"."""
    return _PREPOSITION.split(f"{phrase} ", maxsplit=1)[0].strip()


def can_speak(phrase: str, *, strong: bool) -> bool:
    """Whether the words can name a speaker: a pronoun, name, role or organisation, or what "said" allows."""
    phrase = phrase.strip(" ,")
    words = [plain(word) for word in head_of(phrase).split()]
    if not words or re.search(r"['’]s?$", phrase):
        return False
    if len(words) == 1 and words[0] in ("he", "she", "they"):
        return True
    if words[-1] in FUNCTION_WORDS or re.fullmatch(r"(?:i|we|you|it|this|that|there|what)", words[-1]):
        return False
    if words[-1] in ROLES | ORGANISATIONS | PLACES or strong and words[-1] in DOCUMENTS:
        return True
    head = len(head_of(phrase))
    return (
        any(name.text and head - 1 <= name.end <= head + 1 for name in names_in(phrase)) and words[-1] not in DEMONYMS
    )
