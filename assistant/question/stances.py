"""Questions that ask who takes a side: "who doubts the figure?", "any complaints about it?", "is anyone for it?".

The verbs that show a side are listed verbs of approval, objection and judging, and those that WordNet puts under them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.question.outlets_words import HELPER
from index.language.opposites import wider
from index.language.tokens import dictionary_form
from index.language.word_lists import word_set
from index.reading.cue_verbs import JUDGING

Side = Literal["for", "against"]

LONGEST = 300  # characters of such a question
_I = re.I
_FOR = word_set(
    "support back defend favour favor approve endorse praise welcome applaud champion advocate hail acclaim commend "
    "laud compliment congratulate credit salute thank tout like agree"
)
_AGAINST = (
    word_set(
        "oppose object reject criticise criticize complain disapprove disagree doubt condemn denounce protest resent "
        "resist dislike distrust mistrust dissent attack dispute challenge disbelieve scorn"
    ).union(JUDGING)
    - _FOR
    - {"question"}
)
_SOMEBODY = (
    r"(?:who(?: all| else)?|(?:which|what) (?:people|persons?|parties|party|politicians?|groups?|side|experts?"
    r"|officials?|councillors?|residents?|voices)|(?:any|some)(?:one|body)(?: else)?)"
)
_PHRASES: dict[Side, str] = {
    "for": r"for|in favou?r of|supportive of|happy (?:with|about)|pleased (?:with|about)|(?:all )?behind"
    r"|(?:speak|spoke|speaks|stand|stands|stood|stick|sticks|stuck)(?:ing)? up for|(?:stand|stands|stood)(?:ing)? by"
    r"|in support of|on the side of|keen on|glad (?:about|of)",
    "against": r"against|opposed to|critical of|(?:un|not )happy (?:with|about)|angry (?:with|about|at|over)"
    r"|sceptical (?:of|about)|skeptical (?:of|about)|worried about|concerned about|dead set against|no fan of",
}
PARTISANS: dict[Side, str] = {
    "for": "supporters|backers|proponents|advocates",
    "against": "critics|opponents|detractors",
}
_NOUNS: dict[Side, str] = {
    "for": rf"{PARTISANS['for']}|support|praise|approval|backing|defenders|fans",
    "against": rf"{PARTISANS['against']}|complaints?|objections?|criticisms?|opposition|resistance|protests?|doubts?"
    r"|concerns|misgivings|sceptics|skeptics",
}
_COMES_OUT = (
    r"(?:(?:come|comes|came|coming|spoke|speaks?|spoken|speaking|argued?s?|arguing|voted?s?|voting|is|are) (?:out )?)?"
)
_ASKED = re.compile(rf"^\W*(?:and |but )?(?:{HELPER} )?{_SOMEBODY} (?:{HELPER} )?(?:been )?(?P<rest>[^?]+)$", _I)
_ANY = re.compile(
    r"^\W*(?:(?:are|is|was|were) there |(?:do|have) we (?:have |got )?|what |who are |which )?(?:any |the |much )*"
    r"(?P<noun>[a-z]+) (?:is there |are there )?(?:about|to|of|for|against|over|on|at|with) (?P<about>[^?,]+)$",
    _I,
)
_SAYING = re.compile(r"[,:]? *(?:and )?(?:(?:what|how|why)\b[^?]*|(?:from )?whom?|on what grounds)$", _I)
_VERB = re.compile(r"^(?P<verb>[a-z]+)(?: (?:about|to|with|of|over|at|against|up for))? (?P<about>[^?]+)$", _I)


@dataclass(frozen=True, slots=True)
class Stance:
    """The side asked for: those `for` or `against` something. `past` is true if the verb is in the past tense."""

    side: Side
    about: str
    past: bool = False


def side_of(verb: str) -> Side | None:
    """The side that a verb, in any inflected form, takes; None for a verb that takes none."""
    form = dictionary_form(verb)
    if form in _FOR:
        return "for"
    if form in _AGAINST:
        return "against"
    others = wider(form, "V")
    sides: tuple[tuple[Side, frozenset[str]], ...] = (("for", _FOR), ("against", _AGAINST))
    counted = {side: len(others & words) for side, words in sides}
    best = max(counted, key=lambda side: counted[side])
    return best if counted[best] > 1 or (counted[best] and not min(counted.values()) and len(others) < 3) else None


def stance_in(text: str) -> Stance | None:
    """Which side is asked for, and on what; None for any other question."""
    bare = _SAYING.sub("", text.strip(" ?.!").replace("?", ","), count=1)
    if len(bare) > LONGEST:
        return None
    if found := _ASKED.match(bare):
        rest = found["rest"]
        for side, phrases in _PHRASES.items():
            if match := re.match(rf"{_COMES_OUT}(?:{phrases}) (?P<about>.+)$", rest, _I):
                return Stance(side, match["about"])
        verb = _VERB.match(rest)
        taken = side_of(verb["verb"]) if verb else None
        if verb and taken:
            return Stance(taken, verb["about"], verb["verb"].endswith("ed"))
    if found := _ANY.match(bare):
        for side, nouns in _NOUNS.items():
            if re.fullmatch(nouns, found["noun"], _I):
                return Stance(side, found["about"])
    return None
