"""The words of a sentence that name who speaks, found from where its verb of speech stands.

It knows English subjects, appositions and inversion; it does not know whom those words stand for. A span is
(start, end) in the sentence.
"""

from __future__ import annotations

import re

from index.language.closed_lists import MONTHS
from index.language.names import names_in, plain
from index.language.places import PLACES
from index.language.quotations import QUOTED
from index.language.word_lists import DEMONYMS, DOCUMENTS, FUNCTION_WORDS, ORGANISATIONS, ROLES, word_set

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
    if span is not None and can_speak(sentence[span[0] : span[1]], strong=True):
        return span
    if left.endswith((",", QUOTED)):
        return subject_after(sentence, verb_end)
    return _named_beside_quotation(sentence, group) or span


def _named_beside_quotation(sentence: str, group: int) -> Span | None:
    """The name right after a quotation, whatever stands between it and its verb: "“...,” Jane Roe, a fellow at ..."."""
    match = re.match(rf".*{QUOTED},?\s+(?=[A-Z])", sentence[:group], re.DOTALL)
    first = names_in(sentence[match.end() : group])[:1] if match else ()
    if not match or not first or first[0].start or not re.match(r", an? ", sentence[match.end() + first[0].end :]):
        return None
    return match.end(), match.end() + first[0].end


def subject_before(sentence: str, group: int) -> Span | None:
    # "The statement, which was seen by Variety, claimed": Variety claimed nothing.
    aside = re.search(rf", (?:which|who|whose|whom)\b[^;:{QUOTED}]*,\s*$", sentence[:group])
    group = aside.start() if aside else group
    breaks = [match for match in _BREAK.finditer(sentence, 0, group)]
    start = breaks[-1].end() if breaks else 0
    of_work = re.search(rf"\b(?:[Tt]he|[Aa]n?)\s+{QUOTED}+$", sentence[:start])
    if of_work and re.fullmatch(r" [\w ’'-]{2,40}", sentence[start:group]):  # "the “Hamlet” actor said"
        return of_work.start(), group - len(sentence[:group]) + len(sentence[:group].rstrip())
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
        if re.search(r"['’]s? [a-z][\w-]*$", words):  # "Roe's lawyer, Ann Lind, said"
            role = role or span
            continue
        if part.strip().endswith(words) and any(name.text for name in names_in(words)):
            lead = [plain(word) for word in part.strip()[: -len(words)].split()]
            if not set(lead) & (FUNCTION_WORDS - _DETERMINERS):
                return span
        role = role or span
    return role


def _noun_phrase(clause: str, offset: int) -> Span | None:
    """The noun phrase that ends the clause, without a preposition's phrase before it."""
    text = clause.rstrip(" ,")
    if pronoun := re.search(r"(?<![\w’'-])(?<!and )(?:he|she|they)$", text):  # "Afterwards he"
        return offset + pronoun.start(), offset + pronoun.end()
    if team := re.search(r"(?P<who>[A-Z][\w.’'-]*) and (?:his|her|their) [a-z-]+$", text):
        text = text[: team.end("who")]  # "Roe and her team"
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


_NO_AGENTS = word_set(
    "letter paper order number center offer matter newspaper computer error chapter river monitor sensor poster answer "
    "summer winter factor sector border power tower layer theater theatre mirror motor folder water weather other "
    "another latter former winner-take-all banner disaster master register "
    "counter corner dinner father mother either neither ever never over under after better bigger larger smaller more "
    "longer fewer greater higher lower older younger newer easier manner charter quarter semester trailer folder floor "
    "door color colour labour honor harbor harbour behavior behaviour flavor humor rumor terror horror vapor favor "
    "minor major senior junior prior superior interior exterior printer router server browser container trigger ladder"
).union(MONTHS)


def _is_agent(phrase: str, words: list[str]) -> bool:
    """Whether an article and a noun name somebody by what they do: "the former welder"."""
    ends = re.search(r"(?:er|or|ist|ian|eer|man|woman|nurse|midwife|chef|cook)$", words[-1])
    return bool(ends) and len(words) > 1 and words[0] in ("the", "a", "an", "one") and words[-1] not in _NO_AGENTS


def can_speak(phrase: str, *, strong: bool) -> bool:
    """Whether the words can name a speaker: a pronoun, name, role or organisation, or what "said" allows."""
    phrase = phrase.strip(" ,")
    words = [plain(word) for word in head_of(phrase).split()]
    if not words or words[0] in ("whose", "which") or re.search(r"['’]s?$", phrase):
        return False
    if len(words) == 1 and words[0] in ("he", "she", "they"):
        return True
    if words[-1] in FUNCTION_WORDS or re.fullmatch(r"(?:i|we|you|it|this|that|there|what)", words[-1]):
        return False
    if words[-1] in ROLES | ORGANISATIONS | PLACES or _is_agent(phrase, words) or strong and words[-1] in DOCUMENTS:
        return True
    head = len(head_of(phrase))
    return (
        any(name.text and head - 1 <= name.end <= head + 1 for name in names_in(phrase)) and words[-1] not in DEMONYMS
    )
