"""Questions about how an outlet reports something: "how does the Courier cover the strike", "the Courier's take on it".

It reads the words; whether they name an outlet is decided elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.language.tokens import dictionary_form
from index.language.word_lists import word_set
from index.reading.cue_verbs import CHARACTERIZING, CLAUSE, WRITING

LONGEST = 300  # characters of such a question
_I = re.I
# Verbs of reporting in the widest sense, in dictionary form.
_TELLING = (
    CLAUSE | CHARACTERIZING | WRITING | word_set("cover treat present portray handle frame have get carry run see find")
)
HELPER = r"(?:is|are|was|were|do|does|did|has|have|had)"
_ACCOUNT = (
    r"(?:coverage|reporting|reports?|account|version|take|line|view|story|stories|piece|pieces|article|articles|editorials?"
    r"|opinion|position|stance)"
)
_ASKED = re.compile(
    rf"^\W*(?:and |but |so )?(?:what|how|whats)(?: all| else| exactly)?(?: {HELPER}|['’]s) (?P<rest>[^?,]+)$", _I
)
_OWNED = re.compile(
    rf"^\W*(?:(?:and |but |so )?(?:what(?:['’]s| is| was| were| are)|give me|show me|summari[sz]e|sum up) )?"
    rf"(?P<who>[^?,]{{2,60}}?)(?:['’]s?)? {_ACCOUNT} (?:of|on|about|over|regarding) (?P<about>[^?]+)$",
    _I,
)
# "What line does the Courier take on it?"
_TAKEN = re.compile(
    rf"^\W*(?:and |but |so )?(?:what|which) (?:sort of |kind of )?{_ACCOUNT} {HELPER} (?P<who>[^?,]{{2,60}}?)"
    r" (?:taking|taken?|having|have|giving|given?|got) (?:on|about|of|over|regarding) (?P<about>[^?]+)$",
    _I,
)
# Keywords: "the Courier on the strike".
_KEYWORDS = re.compile(
    r"^\W*(?P<who>[^?,:]{2,60}?) (?:on|about|over) (?P<about>[^?,:]+?)(?:[,:;–-]+ *(?:and )?(?:what|how)\b[^?]*)?$", _I
)
_ON = re.compile(r"^(?:to say |out )?(?:on|about|of|over|regarding|with)\s+", _I)


@dataclass(frozen=True, slots=True)
class Account:
    """Whose account is asked for, and of what, both as typed."""

    who: str
    about: str


def accounts_in(text: str) -> list[Account]:
    """The accounts that the text may ask for: one for each verb before which the outlet's name may end."""
    bare = text.strip(" ?.!")
    if len(bare) > LONGEST:
        return []
    found = _ASKED.match(bare)
    words = found["rest"].split() if found else []
    said = [
        _account(" ".join(words[:at]).removesuffix(" been"), " ".join(words[at + 1 :]))
        for at, word in enumerate(words[:-1])
        if at and word.islower() and dictionary_form(word) in _TELLING
    ]
    others = (pattern.match(bare) for pattern in (_TAKEN, _OWNED, _KEYWORDS))
    return [*said, *(_account(one["who"], one["about"]) for one in others if one)]


def _account(who: str, about: str) -> Account:
    return Account(re.sub(r"^the ", "", who.strip(), flags=_I), _ON.sub("", about).strip(" ,"))
