"""Who says a sentence, and how: in quotation marks, in the words of a report, or the outlet itself.

It reads one paragraph and up to two before it. It knows nothing of questions, and where two people could be
meant it names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.language.quotations import QUOTED, Quotation, is_cjk, masked, quotations
from index.language.sentences import sentences
from index.language.spans import touched
from index.reading.antecedents import Earlier, Found, Passage, Place, speaker_named
from index.reading.chinese_speech import chinese_speaker
from index.reading.eastern_speech import HANGUL, KANA, eastern_speaker
from index.reading.interviews import Turn
from index.reading.people import People, find_people, named_by
from index.reading.speech import Speech, clause_cuts, speeches, told_aside
from index.reading.voices import Voice

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
# How many paragraphs back the words may stand that name "he" or "the president".
REACH = 2


def attribute(
    paragraph: str,
    start: int,
    end: int,
    *,
    before: Sequence[str] = (),
    people: People | None = None,
    turn: Turn | None = None,
) -> Attribution:
    """Who says `paragraph[start:end]`; `before` holds the paragraphs before it, the nearest first.

    Two of them are enough, and more where a quotation runs over them. `people` are those of the whole article
    (`find_people`); without them, those of the paragraphs given. `turn` is whose turn it is, in an interview.
    """
    parts = attribute_parts(paragraph, start, end, before=before, people=people, turn=turn)
    if any(part.voice == "outlet" for _, _, part in parts):
        return OUTLET
    names = list(dict.fromkeys(part.speaker for _, _, part in parts))
    if len(names) < 2:
        return max(parts, key=lambda part: part[1] - part[0], default=(start, end, OUTLET))[2]
    voice: Voice = "direct" if any(part.voice == "direct" for _, _, part in parts) else "reported"
    known = [name for name in names if name]
    if len(known) < len(names):  # "Roe said it was late, and he said it was cold": not all of it is Roe's
        return Attribution(voice)
    places = [part.speaker_from for _, _, part in parts if part.speaker_from]
    return Attribution(voice, ("和" if is_cjk(paragraph) else " and ").join(known), places[0] if places else None)


def attribute_parts(
    paragraph: str,
    start: int,
    end: int,
    *,
    before: Sequence[str] = (),
    people: People | None = None,
    turn: Turn | None = None,
) -> list[tuple[int, int, Attribution]]:
    """The clauses of `paragraph[start:end]` that different people say, each a span with who says it.

    One where one person says all of it: "“...,” said Roe, while Lind called it “...”" has two.
    """
    if turn is not None:
        return [(start, end, Attribution("direct", turn.speaker, turn.place) if turn.speaker else OUTLET)]
    before = tuple(before[: _needed(paragraph, before)])
    known = find_people((*reversed(before), paragraph)) if people is None else people
    sayings = _sayings(paragraph, before, known)
    inside = touched(sayings, start, end)
    overlaps = [min(end, one.end) - max(start, one.start) for one in inside]
    # A span that is no more than one part of a sentence is that part's; several sentences are the longest one's.
    whole = [one for one in inside if start <= one.start and one.end <= end]
    if len(whole) < 2 or _gap(paragraph, whole):
        whole = [inside[overlaps.index(max(overlaps))]] if inside else []
        return [(start, end, _as_attribution(one, start, end)) for one in whole]
    return [(one.start, one.end, _as_attribution(one, start, end)) for one in whole]


def _gap(paragraph: str, sayings: list[Earlier]) -> bool:
    """Whether they are more than the clauses of one sentence."""
    return len({one.sentence for one in sayings}) > 1


def _as_attribution(one: Earlier, start: int, end: int) -> Attribution:
    if one.voice == "outlet":
        return OUTLET
    within = one.place is not None and one.place[0] == 0 and start <= one.place[1] and one.place[2] <= end
    return Attribution(one.voice, one.speaker, one.place if one.speaker and not within else None)


def _needed(paragraph: str, before: Sequence[str]) -> int:
    """How many paragraphs before bear on one: those that a quotation runs over, and what names "he" in the first."""
    run, later = 0, paragraph
    while run < len(before) and _runs_on(before[run], later):
        run, later = run + 1, before[run]
    return run + 2 * REACH


def _runs_on(paragraph: str, later: str) -> bool:
    """Whether a quotation that a paragraph leaves open goes on in the next one."""
    quoted = quotations(paragraph)
    return bool(quoted) and not quoted[-1].closed and later.lstrip()[:1] == paragraph[quoted[-1].start]


REMEMBERED = 60  # sentences of a paragraph before one, by which "he" in it is told; few paragraphs have as many
_LATIN_MARKS = re.compile(r"(?<!\d)[,;:]|[,;:](?!\d)")


@lru_cache(maxsize=512)
def _sayings(paragraph: str, before: tuple[str, ...], people: People) -> tuple[Earlier, ...]:
    """The sentences of a paragraph, or their clauses, with who says each; what comes first bears on what follows."""
    quoted, spans = quotations(paragraph), sentences(paragraph)
    bare = masked(paragraph, quoted)
    if is_cjk(paragraph):  # some pages write Chinese with Latin commas and colons
        bare = _LATIN_MARKS.sub(lambda mark: "，；："[",;:".index(mark[0])], bare)
    passage = Passage(paragraph, bare, people, _earlier(before[:REACH], before, people))
    last = _earlier(before[:1], before, people)[-1:] if before and _runs_on(before[0], paragraph) else ()
    label = None if is_cjk(paragraph) else _label(paragraph, people)
    said: list[Earlier] = []
    for start, end in spans:
        if label:
            said.append(Earlier(0, start, end, paragraph[start:end], "direct", *label))
            continue
        said += _of_sentence(passage, quoted, start, end, said[-REMEMBERED:], last)
    return tuple(_attributed_after(quoted, said))


def _of_sentence(
    passage: Passage,
    quoted: list[Quotation],
    start: int,
    end: int,
    said: list[Earlier],
    running: Sequence[Earlier],
) -> list[Earlier]:
    """A sentence with who says it, or its clauses where two people speak in it."""
    for first_end, second_start in clause_cuts(passage.bare, start, end):
        first = _own(passage, quoted, start, first_end, said)
        second = _own(passage, quoted, second_start, end, [*said, first])
        if "outlet" not in (first.voice, second.voice) and first.speaker != second.speaker:
            return [replace(one, sentence=start) for one in (first, second)]
    if (cut := told_aside(passage.bare, start, end)) and cut < end:
        told = _own(passage, quoted, cut, end, said)
        if told.voice != "outlet" and told.speaker:
            first = Earlier(0, start, cut, passage.bare[start:cut], "outlet", None, None)
            return [replace(one, sentence=start) for one in (first, told)]
    one = _own(passage, quoted, start, end, said)
    if one.voice == "outlet" and _share_quoted(passage.bare, start, end) > 0.6:
        one = _carried(passage, start, end, said, running)
    elif one.voice == "outlet" and (wish := _wish(passage, start, end, said)):
        one = wish
    elif one.voice == "outlet" and _quotes_somebody(passage, quoted, start, end):
        one = replace(one, voice="direct")
    if one.place and one.place[0] > REACH and not (running and one.voice == "direct"):
        one = replace(one, speaker=None, place=None)
    return [replace(one, sentence=start)]


def _earlier(nearest: tuple[str, ...], before: tuple[str, ...], people: People) -> tuple[Earlier, ...]:
    """The sentences of the nearest paragraphs before, in reading order."""
    found: tuple[Earlier, ...] = ()
    for back in range(len(nearest), 0, -1):
        own = _sayings(before[back - 1], before[back:], people)
        found += tuple(one.moved_back(back) for one in own)
    return found


def _label(paragraph: str, people: People) -> tuple[str, Place] | None:
    """The speaker of "Jane Roe: We will ...", in an interview, where the article knows that name."""
    match = re.match(r"((?:[A-Z][\w.’'-]+ ){0,3}[A-Z][\w.’'-]+):\s", paragraph)
    known = named_by(match[1], people) if match else []
    return (known[0].name, (0, 0, match.end(1))) if match and len(known) == 1 else None


def _own(passage: Passage, quoted: list[Quotation], start: int, end: int, said: list[Earlier]) -> Earlier:
    """What the sentence itself says of its speaker."""
    bare = passage.bare[start:end]
    if is_cjk(passage.text):
        found = _eastern(passage, start, end, said)
    else:
        acts = speeches(passage.bare, start, end)
        acts = _without_relays(acts)
        found = speaker_named(passage, acts[0], start, said) if acts else None
    inside = touched(quoted, start, end)
    works = [one for one in inside if _is_title(passage.text[slice(*one.inside())])]
    # "Roe wrote “The Wealth of the North” in 1976" tells of a work, not of words.
    if found is None or works and works == inside and re.search(rf"\bwrote {QUOTED}", bare):
        return Earlier(0, start, end, bare, "outlet", None, None)
    direct = any(_gives_words(passage.text, one) for one in inside if one not in works)
    return Earlier(0, start, end, bare, "direct" if direct else "reported", *found)


def _eastern(passage: Passage, start: int, end: int, said: list[Earlier]) -> Found | None:
    """The speaker in Chinese, Japanese or Korean; a surname alone is the full name that stood before it."""
    if not _is_eastern(passage.bare):
        return chinese_speaker(passage, start, end, said)
    spoken = eastern_speaker(passage.bare[start:end])
    if spoken is None:
        return None
    name, at = spoken
    if name is None:
        return None, None
    place = (0, start + at, start + at + len(name))
    before = " ".join(one.bare for one in (*passage.earlier, *said))
    full = set(re.findall(rf"(?<![\u3400-\u9fff])({re.escape(name)}[\u3400-\u9fff]{{1,3}})(?:さん|氏)", before))
    return (full.pop() if len(full) == 1 and len(name) < 4 else name), place


@lru_cache(maxsize=64)  # for each sentence of a paragraph
def _is_eastern(bare: str) -> bool:
    return bool(KANA.search(bare) or HANGUL.search(bare))


def _without_relays(acts: list[Speech]) -> list[Speech]:
    """The acts of speech without a paper's, where it reports that somebody said something."""
    told = [one for one in acts if not one.verb.startswith("report")]
    return told if told and len(told) < len(acts) and acts[0].at < told[0].at else acts


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


def _carried(passage: Passage, start: int, end: int, said: list[Earlier], running: Sequence[Earlier]) -> Earlier:
    """A quotation without any "X said" goes on with the speaker of the sentence before it."""
    bare = passage.bare[start:end]
    last = said[-1] if said else running[-1] if running else None
    if last is None and passage.earlier and passage.earlier[-1].back == 1:
        last = passage.earlier[-1]
        # A question that is closed may be answered by another.
        if re.search(r"\b(?:ask|asks|asked)\b|\?[”\"']*\s*$", last.bare) and not running:
            last = None
    if last is None or last.voice == "outlet":
        return Earlier(0, start, end, bare, "direct", None, None)
    return Earlier(0, start, end, bare, "direct", last.speaker, last.place)


_WISH = re.compile(
    r"(?:He|She)\b(?= (?:also |still )?(?:wants|wanted|hopes|hoped|fears|feared|expects|expected|regrets|regretted|"
    r"thinks|thought|believes|believed|would like|doubts|doubted)\b)"
)


def _wish(passage: Passage, start: int, end: int, said: list[Earlier]) -> Earlier | None:
    """Whose stance "She wants the road closed" is, after reported words; elsewhere it is the outlet's own."""
    match = _WISH.match(passage.bare, start, end)
    near = [*passage.earlier, *said][-3:]
    if not match or all(one.voice == "outlet" for one in near):
        return None
    speech = Speech(start, match.end(), "wants", match.end() + 1)
    return Earlier(0, start, end, passage.bare[start:end], "reported", *speaker_named(passage, speech, start, said))


def _quotes_somebody(passage: Passage, quoted: list[Quotation], start: int, end: int) -> bool:
    """Whether words are quoted beside a verb of speech, of somebody whom the sentence's words do not name plainly."""
    bare = passage.bare[start:end]
    if is_cjk(passage.text) or not re.search(
        rf"\b(?:said|says|told|tells|asked|added|wrote|yelled|shouted)\b[^.;{QUOTED}]{{0,40}}[,:]\s*{QUOTED}"
        rf"|{QUOTED}[^.;{QUOTED}]{{0,80}}\b(?:said|says|told|added|wrote|announced|yelled|shouted)\b",
        bare,
    ):
        return False
    inside = touched(quoted, start, end)
    return any(_gives_words(passage.text, one) for one in inside)


def _attributed_after(quoted: list[Quotation], said: list[Earlier]) -> list[Earlier]:
    """Give the sentences of a long quotation, or of one that opens a paragraph, the speaker named after."""
    for index in range(len(said) - 2, -1, -1):
        one, after = said[index], said[index + 1]
        if one.voice != "direct" or after.voice == "outlet" or not _is_bare(one):
            continue
        together = any(q.start < one.end for q in touched(quoted, after.start, after.end))
        if together or one.speaker is None and after.voice == "direct":
            said[index] = Earlier(0, one.start, one.end, one.bare, "direct", after.speaker, after.place)
    return said


def _is_bare(one: Earlier) -> bool:
    return one.bare.count(QUOTED) > 0.6 * len(one.bare) and (one.place is None or not one.holds(one.place))
