"""Whether the event at a time in an English sentence is past or still to come, judged by the verbs around the time.

If two readings are possible, there is no tense.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from index.language.word_lists import word_set

Tense = Literal["past", "future"]
# "open": there is a verb, but its tense is unclear.
Reading = Literal["past", "future", "open"]

_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|['’](?:s|ll|d|re|ve|m)\b|\d[\d.,:]*|[^\w\s]")
_IRREGULAR = word_set(
    "said told met held came went left began spoke wrote took gave got made saw found sent won lost led fell rose grew "
    "struck shot kept brought bought sold built thought felt knew drew flew drove broke chose rode ran sat stood "
    "understood swore threw woke became paid heard fought sought taught caught dealt dug ate forgot froze hid swam "
    "sank shook stole stuck swept withdrew underwent overcame undertook arose awoke bent blew crept fed fled "
    "flung lent lit meant mistook overthrew rang sang slid shone shrank slept sped spent spun sprang strode strove "
    "tore wept foresaw forbade forgave overtook undid rebuilt retook resold"
)
_SAME_FORM = word_set("cut hit put set let cost hurt quit read shut split spread cast beat")  # "cuts", cut, cut
_PAST = word_set("was were had did has have wasn't weren't hadn't didn't hasn't haven't wasn’t weren’t hadn’t didn’t")
_FUTURE = word_set("will shall 'll ’ll won't won’t")
_OPEN = word_set(
    "is are am 're ’re 'm ’m does do isn't aren't isn’t aren’t doesn't don't doesn’t don’t can could might must should "
    "ought cannot can't can’t couldn't couldn’t may"
)
_AHEAD = word_set("scheduled due set slated expected planned likely poised going supposed billed")  # is ... to, for
_PLANS = word_set("plans intends wants hopes aims prepares expects planning hoping preparing intending")
_NO_PAST = word_set(
    "need speed seed feed indeed hundred sacred breed exceed proceed succeed bleed embed weed deed greed shed bed red "
    "naked wicked kindred hatred unprecedented so-called aged armed united limited alleged unexpected unnamed detailed "
    "experienced talented renowned estimated retired elected newly-elected combined supposed repeated continued"
)
_BEFORE_NOUN = word_set(
    "a an the its his her their our my your this that these those more most some many all both no other any each every "
    "of with for by from about against between among as like into over under after before without two three four five"
)
_PASSED_OVER = word_set("not also never then again now just already once still even ever be been being n't only first")
_LINK = word_set("on in at early late mid since during around about of and until till by before from for through")
_LOOKING_AHEAD = word_set("until till by before from for through starting beginning of")
_CLAUSE = word_set(
    "that which who whose whom where when while because although though if whether unless as after before than"
)
_RELATIVE = word_set("who which whose whom as while when after because although though if unless")


def tense(text: str, start: int, end: int) -> Tense | None:
    """The tense of the event at the time that text[start:end] names; None if it is unclear."""
    left = _TOKEN.findall(text[max(0, start - 400) : start])
    right = _TOKEN.findall(text[end : end + 400])
    links = 0
    while links < len(left) and left[-1 - links].casefold() in _LINK:
        links += 1
        if left[-links].casefold() not in ("early", "late", "mid"):
            break
    linked, left = {word.casefold() for word in left[len(left) - links :]}, left[: len(left) - links]
    found = _around(left, right)
    # "until Friday" and "ahead of Friday" do not say what has happened by then.
    ahead = bool(linked & (_LOOKING_AHEAD - {"of"})) or (left[-1:] == ["ahead"] and "of" in linked)
    return None if found == "open" or (found == "past" and ahead) else found


def _around(left: Sequence[str], right: Sequence[str]) -> Reading | None:
    if left and left[-1] not in _SAME_FORM and (adjacent := _reading(left, len(left) - 1)):
        return adjacent
    before, after = _to_the_left(left), _just_right(right)
    if before and after:
        return before if before == after else "open"
    return before or after or _to_the_right(right)


def _to_the_left(words: Sequence[str]) -> Reading | None:
    """The tense of the nearest verb before the time, within its clause."""
    for place in range(len(words) - 1, -1, -1):
        word = words[place].casefold()
        if word in ";:" or (word in _CLAUSE and not _is_preposition(words, place)):
            return None
        if word in _SAME_FORM and place == len(words) - 1:  # "a rate cut in March"
            continue
        if found := _reading(words, place):
            return "open" if _ends_in_present(words, place) else found
    return None


def _ends_in_present(words: Sequence[str], verb: int) -> bool:
    """Whether the clause may end in a verb in the present: "the strike, which began on Monday, ends on Saturday"."""
    return "," in words[verb:] and bool(re.fullmatch(r"[a-z]+[^s]s", words[-1])) and words[-2] not in _BEFORE_NOUN


def _is_preposition(words: Sequence[str], place: int) -> bool:
    """Whether the word is "after", "before", "as" or "than" right before the time, as in "after Friday"."""
    return place == len(words) - 1 and words[place].casefold() in ("after", "before", "as", "than")


def _just_right(words: Sequence[str]) -> Reading | None:
    """The tense of a verb that directly follows: the time then belongs to its subject, or precedes it."""
    for place, word in enumerate(words[:3]):
        if word.casefold() in _PASSED_OVER or word.endswith("ly"):
            continue
        return _reading_onwards(words, place)
    return None


def _to_the_right(words: Sequence[str]) -> Reading | None:
    """The tense of the first verb after the time: "On Wednesday, Xi, who is 72, met Trump"."""
    place = 0
    while place < len(words):
        word = words[place].casefold()
        if word in ";:" or word == "that":
            return None
        if word in _RELATIVE:
            place = next((at for at in range(place, len(words)) if words[at] == ","), len(words))
        elif found := _reading_onwards(words, place):
            return found
        place += 1
    return None


def _reading_onwards(words: Sequence[str], place: int) -> Reading | None:
    """The tense of a verb reached from the left, before what follows it is read."""
    word = words[place].casefold()
    ahead = [other.casefold() for other in words[place + 1 : place + 4] if other.casefold() not in _PASSED_OVER]
    looks_ahead = bool(ahead) and (ahead[0] == "to" or ahead[0] in _AHEAD)
    if word in ("is", "are", "'re", "’re"):
        return "future" if looks_ahead else "open"
    if word in ("was", "were"):
        return "open" if looks_ahead else "past"
    if word == "would":
        return "open"
    return None if word == "to" or word in _AHEAD else _reading(words, place)


def _reading(words: Sequence[str], place: int) -> Reading | None:
    """The tense of the word at that place if it is a verb, read with what precedes it."""
    own = words[place]
    word = own.casefold()
    if _is_future(word):
        return "future"
    if word in _PAST:
        return "past"
    if word in _OPEN and own != "May":
        return "open"
    if word == "to":
        return _of_infinitive(words, place) if _is_infinitive(words, place) else None
    if word in _AHEAD and (
        word in ("scheduled", "planned", "expected", "slated", "billed", "due") or _leads(words, place)
    ):
        return _of_aux(words, place)
    if word in _SAME_FORM or word in _IRREGULAR or _is_past_form(words, place):
        return _of_group(words, place)
    return None


def _is_future(word: str) -> bool:
    return word in _FUTURE or word.endswith(("'ll", "’ll")) or word == "would"


def _leads(words: Sequence[str], place: int) -> bool:
    return words[place + 1 : place + 2] in (["to"], ["for"])


def _is_past_form(words: Sequence[str], place: int) -> bool:
    word = words[place]
    if not re.fullmatch(r"[a-z]{2,}(?:-[a-z]+)?ed", word) or word in _NO_PAST:
        return False
    before = words[place - 1].casefold() if place else ""
    if before.endswith("ly") and place > 1:  # "a newly proposed law"
        before = words[place - 2].casefold()
    return before not in _BEFORE_NOUN


def _is_infinitive(words: Sequence[str], place: int) -> bool:
    """Whether a verb follows "to", rather than a noun."""
    following = words[place + 1] if place + 1 < len(words) else ""
    if not re.fullmatch(r"[a-z][a-z-]+", following) or following in _BEFORE_NOUN | {"him", "them", "us", "me", "it"}:
        return False
    return not (following.endswith("s") and not following.endswith("ss")) and not following.endswith("ing")


def _of_infinitive(words: Sequence[str], place: int) -> Reading:
    before, head = _word_before(words, place)
    if head in ("is", "are", "'re", "’re") or head in _PLANS:
        return "future"
    return _of_aux(words, before) if head in _AHEAD else "open"


def _of_aux(words: Sequence[str], place: int) -> Reading:
    """For "is due", "has been scheduled": whether the event lies ahead, which is certain only in the present tense."""
    _, aux = _word_before(words, place)
    return "future" if aux in ("is", "are", "'re", "’re", "has", "have", "will", "'s", "’s") else "open"


def _of_group(words: Sequence[str], place: int) -> Reading:
    before, aux = _word_before(words, place)
    if _is_future(aux):
        return "future"
    if aux == "to":
        return _of_infinitive(words, before)
    return "open" if aux in _OPEN else "past"


def _word_before(words: Sequence[str], place: int) -> tuple[int, str]:
    """The place of the word before, adverbs passed over, and the word in lower case; -1 and "" if there is none."""
    before = place - 1
    while before >= 0 and (words[before].casefold() in _PASSED_OVER or words[before].endswith("ly")):
        before -= 1
    return before, words[before].casefold() if before >= 0 else ""
