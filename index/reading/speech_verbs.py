"""English verbs and nouns of speech, as patterns over a sentence whose quotations are blanked out.

It holds vocabulary and what must follow a word for it to be speech; who speaks is found elsewhere.
"""

from __future__ import annotations

import re

from index.language.quotations import QUOTED


def _forms(bases: str) -> str:
    return "|".join(form for base in bases.split() for form in _inflected(base))


def _inflected(base: str) -> tuple[str, ...]:
    irregular = {
        "say": "said",
        "tell": "told",
        "write": "wrote",
        "speak": "spoke",
        "swear": "swore",
        "put": "put",
    }
    if base.endswith("e"):
        forms = base, base + "s", irregular.get(base, base + "d"), base[:-1] + "ing"
        return (*forms, "written") if base == "write" else forms
    if base.endswith("y") and base != "say":
        return base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    doubled = base + base[-1] if base in {"admit", "quip"} else base
    return (
        base,
        base + ("es" if base.endswith("s") else "s"),
        irregular.get(base, doubled + "ed"),
        doubled + "ing",
    )


_ALWAYS = _forms(
    "say tell state warn insist argue reiterate stress emphasize emphasise declare remark quip "
    "assert contend caution "
    "pledge vow promise joke exclaim lament underline underscore boast complain testify apologize "
    "apologise urge"
)
_WITH_CLAUSE = _forms(
    "claim add note report confirm announce reveal predict deny admit acknowledge explain suggest "
    "propose conclude "
    "demand repeat recall maintain allege estimate disclose indicate signal request recommend advise "
    "reply respond "
    "answer ask observe comment concede counter affirm reaffirm write swear tweet post proclaim order"
)
_OF_SOMETHING = _forms(
    "describe characterize characterise criticize criticise condemn praise accuse denounce mention "
    "express voice "
    "highlight hail slam blast lambast"
)
_CLAUSE = (
    rf"(?=\s*(?:[,.:;—–-]?\s*{QUOTED}|[,.:;]|$|that\b|whether\b|if\b|how\b|why\b|to (?!the\b|a\b|\d)|"
    rf"he\b|she\b|it\b|they\b|there\b|"
    r"his (?:call|view|position)|(?:in|on|during|at|after) (?:an?|the|his|her|its|their|\w+day|"
    r"twitter|x|facebook|truth|social)\b|(?:on )?[A-Z]\w+day\b|"
    r"(?:reporters|journalists|the (?:press|media))\b|for (?:an?|the|more|further)\b|(?:earlier|later|"
    r"last|this|again)\b))"
)
VERB = re.compile(
    rf"\b(?:(?P<always>{_ALWAYS})|(?P<clause>{_WITH_CLAUSE}){_CLAUSE}|(?P<beside>{_WITH_CLAUSE}|"
    rf"{_forms('continue')})|(?P<of>{_OF_SOMETHING})|"
    r"(?P<call>call(?:s|ed|ing)? (?:for|on|upon)|(?:speak|speaks|spoke|speaking|talk|talks|talked|"
    r"talking) (?:of|about)|"
    rf"(?:call|describe|label|dub)(?:s|ed|led|ing|ling)?(?= [^.;{QUOTED}]{{0,50}}{QUOTED})|refer(?:s|"
    rf"red|ring)? to|"
    r"call(?:s|ed)?(?= (?:it|this|that|him|her|them|(?:the|his|her|its|their|an?) (?:[\w-]+ ){0,3}?[\w-]+) "
    r"(?:an? |no |[a-z]+(?:less|ful|ous|ive|able|ible|al|ed|ing)\s*(?:[.,;]|$|and\b)))|"
    rf"(?:{_forms('suggest propose recommend')})(?= [a-z]+ing\b)|"
    r"(?:make|makes|made|making) (?:it )?clear|put it|puts it|"
    rf"(?:go|goes|went) on(?=[^.;{QUOTED}]{{0,25}}{QUOTED})))\b"
)
# The forms that are nouns as well: "a promise", "the report".
BASES = frozenset(
    word
    for words in (_ALWAYS, _WITH_CLAUSE, _OF_SOMETHING)
    for word in words.split("|")
    if not re.search(r"(?:s|ed|ing)$", word) or word in ("stress", "express", "confess", "urge")
) - {"said", "told", "wrote", "swore", "spoke"}
ACCORDING = re.compile(
    r"\b(?:according to|in the words of|as (?:quoted|told) by|(?:said|described|stated) by|"
    r"(?:(?<=was )|(?<=were )|(?<=been ))told by)\s+",
    re.I,
)
QUOTED_AS = re.compile(
    r"(?:(?P<left>\b(?:was|were|is|are|been)\b (?:\w+ )?(?:quoted|cited|reported|"
    r"heard)(?: by [^,]{1,40}?)?(?: as)? saying)|"
    r"\b(?:quoted|cited|quotes|cites|quoting|citing) (?P<right>[^,;]{2,60}?) as (?:saying|having said))\b"
)
_NOUN = (
    r"call|calls|remark|remarks|warning|warnings|pledge|statement|statements|comment|comments|claim|"
    r"claims|promise|"
    r"appeal|demand|demands|insistence|assertion|suggestion|proposal|message|argument|reminder|"
    r"admission|complaint|"
    r"declaration|vow|assurance|words|response|reply|prediction|plea|contention|observation|"
    r"accusation|description"
)
NOMINAL = re.compile(
    rf"(?P<who>\b(?:[Hh]is|[Hh]er|[Tt]heir)\b|(?:[A-Z][\w.’'-]*\s)*[A-Z][\w.-]*['’]s?|"
    rf"\bthe (?:[\w-]+ ){{0,2}}[\w-]+['’]s?)\s+"
    rf"(?:(?!phone|video)[\w-]+ )?(?:(?:{_NOUN})\s*(?:that|for|to (?!the\b|a\b|an\b)|of|against|"
    rf"[:,]?\s*{QUOTED})|(?:view|opinion),)",
)
FROM = re.compile(
    rf"\b(?:a|an|the|this) (?:[\w-]+ )?(?:{_NOUN}) (?:by|from) (?P<who>[^,;.]+?) (?=that\b|for\b|to\b|"
    rf"{QUOTED})"
)
NOT = re.compile(
    r"\b(?:not|never|n['’]t|neither|nor|declin\w+|refus\w+|without|fail\w*|unable|nobody|avoid\w*|"
    r"stopped short)\b|n['’]t\b",
    re.I,
)
