"""Who says a sentence, and how: in quotation marks, in the words of a report, or the outlet itself.

It reads one paragraph and up to two before it. It knows nothing of questions, and where two people could be
meant it names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answers import Voice
from assistant.antecedents import Earlier, Passage, Place, speaker_named
from assistant.chinese_speech import chinese_speaker
from assistant.people import People, find_people, named_by
from assistant.quotations import QUOTED, Quotation, is_cjk, masked, quotations
from assistant.sentences import sentences
from assistant.speech import speeches

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says it; `speaker` is None where the voice is the outlet's or where more than one could be meant.

    `speaker_from` is (how many paragraphs back, start, end) of the words that name the speaker, where the
    sentence itself says only "he" or "the president", or is part of a quotation that is attributed elsewhere.
    """

    voice: Voice
    speaker: str | None = None
    speaker_from: Place | None = None


OUTLET = Attribution("outlet")


def attribute(
    paragraph: str, start: int, end: int, *, before: Sequence[str] = (), people: People | None = None
) -> Attribution:
    """Who says `paragraph[start:end]`; `before` holds up to two paragraphs, the nearest first.

    `people` are those of the whole article (`find_people`); without them, those of the paragraphs given.
    """
    before = tuple(before[:2])
    known = find_people((*reversed(before), paragraph)) if people is None else people
    sayings = _sayings(paragraph, before, known)
    overlaps = [min(end, one.end) - max(start, one.start) for one in sayings]
    if not overlaps or max(overlaps) <= 0:
        return OUTLET
    one = sayings[overlaps.index(max(overlaps))]
    if one.voice == "outlet":
        return OUTLET
    within = one.place is not None and one.place[0] == 0 and start <= one.place[1] and one.place[2] <= end
    return Attribution(one.voice, one.speaker, one.place if one.speaker and not within else None)


@lru_cache(maxsize=512)
def _sayings(paragraph: str, before: tuple[str, ...], people: People) -> tuple[Earlier, ...]:
    """The sentences of a paragraph with who says each; what comes first bears on what comes after."""
    quoted, spans = quotations(paragraph), sentences(paragraph)
    bare = masked(paragraph, quoted)
    earlier = _earlier(before, people)
    passage = Passage(paragraph, bare, people, earlier)
    label = None if is_cjk(paragraph) else _label(paragraph, people)
    said: list[Earlier] = []
    for start, end in spans:
        if label:
            said.append(Earlier(0, start, end, paragraph[start:end], "direct", *label))
            continue
        one = _own(passage, quoted, start, end, said)
        if one.voice == "outlet" and _share_quoted(bare, start, end) > 0.6:
            one = _carried(passage, start, end, said, before)
        said.append(one)
    return tuple(_attributed_after(quoted, said))


def _earlier(before: tuple[str, ...], people: People) -> tuple[Earlier, ...]:
    """The sentences of the paragraphs before, in reading order."""
    if not before:
        return ()
    own = _sayings(before[0], before[1:], people)
    return tuple(one.moved_back() for one in (*_earlier(before[1:], people), *own))


def _label(paragraph: str, people: People) -> tuple[str, Place] | None:
    """The speaker of "Jane Roe: We will ...", in an interview, where the article knows that name."""
    match = re.match(r"((?:[A-Z][\w.’'-]+ ){0,3}[A-Z][\w.’'-]+):\s", paragraph)
    known = named_by(match[1], people) if match else []
    return (known[0].name, (0, 0, match.end(1))) if match and len(known) == 1 else None


def _own(passage: Passage, quoted: list[Quotation], start: int, end: int, said: list[Earlier]) -> Earlier:
    """What the sentence itself says of its speaker."""
    bare = passage.bare[start:end]
    if is_cjk(passage.text):
        found = chinese_speaker(passage, start, end, said)
    else:
        acts = speeches(passage.bare, start, end)
        found = speaker_named(passage, acts[0], start, said) if acts else None
    inside = [one for one in quoted if one.end > start and one.start < end]
    works = [one for one in inside if _is_title(passage.text[slice(*one.inside())])]
    # "Roe wrote “The Wealth of the North” in 1976" tells of a work, not of words.
    if found is None or works and works == inside and re.search(rf"\bwrote {QUOTED}", bare):
        return Earlier(0, start, end, bare, "outlet", None, None)
    direct = any(_gives_words(passage.text, one) for one in inside if one not in works)
    return Earlier(0, start, end, bare, "direct" if direct else "reported", *found)


def _gives_words(text: str, quotation: Quotation) -> bool:
    """Whether a quotation gives words said: an utterance, or three or more."""
    inside = text[slice(*quotation.inside())]
    if is_cjk(inside):
        return len(inside) > 5 or inside[-1:] in "。！？"
    return inside[-1:] in (",", ".", "!", "?") or len(inside.split()) > 2


def _is_title(inside: str) -> bool:
    """Whether what stands between the marks is written as the title of a work is."""
    words = [word for word in inside.split() if len(word) > 3]
    ends = inside[-1:] in (",", ".", "!", "?")
    return not ends and len(words) > 1 and all(word[0].isupper() for word in words)


def _share_quoted(bare: str, start: int, end: int) -> float:
    return bare[start:end].count(QUOTED) / max(1, end - start)


def _carried(passage: Passage, start: int, end: int, said: list[Earlier], before: tuple[str, ...]) -> Earlier:
    """A quotation without any "X said" goes on with the speaker of the sentence before it."""
    bare = passage.bare[start:end]
    last = said[-1] if said else None
    if last is None and passage.earlier and passage.earlier[-1].back == 1:
        last = passage.earlier[-1]
    if last is None or last.voice == "outlet":
        return Earlier(0, start, end, bare, "direct", None, None)
    return Earlier(0, start, end, bare, "direct", last.speaker, last.place)


def _attributed_after(quoted: list[Quotation], said: list[Earlier]) -> list[Earlier]:
    """Give the sentences of a long quotation, or of one that opens a paragraph, the speaker named after."""
    for index in range(len(said) - 2, -1, -1):
        one, after = said[index], said[index + 1]
        if one.voice != "direct" or after.voice == "outlet" or not _is_bare(one):
            continue
        together = any(q.start < one.end and q.end > after.start for q in quoted)
        if together or one.speaker is None and after.voice == "direct":
            said[index] = Earlier(0, one.start, one.end, one.bare, "direct", after.speaker, after.place)
    return said


def _is_bare(one: Earlier) -> bool:
    return one.bare.count(QUOTED) > 0.6 * len(one.bare) and (one.place is None or not one.holds(one.place))
