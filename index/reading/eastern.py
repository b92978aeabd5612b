"""Who says what in Chinese, Japanese and Korean paragraphs, by rules, since no parser for them is installed.

It follows the speech from sentence to sentence; how one sentence names its speaker is in `chinese_speech` and
`eastern_speech`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from index.language.quotations import QUOTED, Quotation, is_cjk, masked, quotations
from index.language.sentences import sentences
from index.language.spans import touched
from index.reading.chinese_speech import Found, Passage, Said, chinese_speaker
from index.reading.eastern_speech import HANGUL, KANA, eastern_speaker
from index.reading.people import IDEOGRAPH, People
from index.reading.records import Span, SpeakerKind, Statement
from index.reading.voices import BARE, NEAR, REACH, SpeakerFrom, Voice

_LATIN_MARKS = re.compile(r"(?<!\d)[,;:]|[,;:](?!\d)")
_FULLER = re.compile(r"[\u3400-\u9fff]{1,3}(?=さん|氏)")
_CLAUSE = re.compile(r"[，；](?:而|但是?|不过|然而|与此同时，?)(?!且)|；")


def eastern_statements(texts: Sequence[str], people: People) -> list[Statement]:
    """The statements in the Chinese, Japanese or Korean paragraphs; paragraphs count from 0, as in `texts`."""
    said: dict[int, list[Said]] = {}
    for number, text in enumerate(texts):
        if is_cjk(text):
            said[number] = _sayings(number, text, people, said)
    return [_statement(one, people) for ones in said.values() for one in ones if one.voice != "outlet"]


def _statement(one: Said, people: People) -> Statement:
    kind: SpeakerKind = "unnamed"
    if one.speaker:
        kind = "person" if is_cjk(one.speaker) or people.called(one.speaker) else "organisation"
    place = one.place if one.speaker else None
    within = place is not None and place[0] == one.paragraph and one.start <= place[1] and place[2] <= one.end
    source = SpeakerFrom(*place) if place and not within else None
    return Statement(Span(one.paragraph, one.start, one.end), one.voice, None, None, one.speaker, kind, source)


def _sayings(number: int, text: str, people: People, before: Mapping[int, list[Said]]) -> list[Said]:
    """The sentences of a paragraph, or their clauses, with their speakers; earlier ones affect later ones."""
    quoted = quotations(text)
    # Some pages write Chinese with Latin commas and colons.
    bare = _LATIN_MARKS.sub(lambda mark: "，；："[",;:".index(mark[0])], masked(text, quoted))
    earlier = [one for back in range(REACH, 0, -1) for one in before.get(number - back, ())[-NEAR:]]
    eastern = bool(KANA.search(bare) or HANGUL.search(bare))
    passage = Passage(number, text, bare, people, tuple(earlier[-NEAR:]), eastern)
    last = before.get(number - 1, [])
    # A quotation that a paragraph leaves open continues in the next one.
    running = last[-1] if last and last[-1].opens is not None and text.lstrip()[:1] == last[-1].opens else None
    said: list[Said] = []
    for start, end in sentences(text):
        said += _of_sentence(passage, quoted, start, end, said[-NEAR:], running)
    return _attributed_after(quoted, said)


def _of_sentence(
    passage: Passage, quoted: list[Quotation], start: int, end: int, said: list[Said], running: Said | None
) -> list[Said]:
    """A sentence with its speaker, or its clauses with theirs if two people speak in it."""
    for cut in _CLAUSE.finditer(passage.bare, start, end):
        first = _own(passage, quoted, start, cut.start(), said)
        second = _own(passage, quoted, cut.end(), end, [*said, first])
        if "outlet" not in (first.voice, second.voice) and first.speaker != second.speaker:
            return [first, second]
    one = _own(passage, quoted, start, end, said)
    if one.voice == "outlet" and passage.bare[start:end].count(QUOTED) > BARE * (end - start):
        one = _carried(passage, one, said, running)
    if one.place and one.place[0] < passage.number - REACH and not (running and one.voice == "direct"):
        one = one.by(one.voice, None, None)
    return [one]


def _own(passage: Passage, quoted: list[Quotation], start: int, end: int, said: list[Said]) -> Said:
    """What the sentence itself says about its speaker."""
    inside = touched(quoted, start, end)
    bare = passage.bare[start:end]
    opens = inside[-1].opening if inside and not inside[-1].closed else None
    one = Said(passage.number, start, end, bare, "outlet", opens=opens)
    found = _speaker(passage, start, end, said)
    if found is None:
        return one
    voice: Voice = "direct" if any(_gives_words(passage.text, each) for each in inside) else "reported"
    return one.by(voice, *found)


def _gives_words(text: str, quotation: Quotation) -> bool:
    """Whether a quotation is speech, not a label."""
    inside = text[slice(*quotation.inside())]
    return len(inside) > 5 or inside[-1:] in "。！？"


def _speaker(passage: Passage, start: int, end: int, said: list[Said]) -> Found | None:
    """Who speaks; in Japanese and Korean, a lone surname means the full name before it."""
    if not passage.eastern:
        return chinese_speaker(passage, start, end, said)
    spoken = eastern_speaker(passage.bare[start:end])
    if spoken is None:
        return None
    name, at = spoken
    if name is None:
        return None, None
    before = " " + " ".join(one.bare for one in (*passage.earlier, *said))
    full = {
        before[found.start() : more.end()]
        for found in re.finditer(re.escape(name), before)
        if (more := _FULLER.match(before, found.end())) and not IDEOGRAPH.match(before, found.start() - 1)
    }
    place = (passage.number, start + at, start + at + len(name))
    return (full.pop() if len(full) == 1 and len(name) < 4 else name), place


def _carried(passage: Passage, one: Said, said: list[Said], running: Said | None) -> Said:
    """A quotation without any "X said" keeps the speaker of the sentence before it."""
    last = said[-1] if said else running
    if last is None and passage.earlier and passage.earlier[-1].paragraph == passage.number - 1:
        last = passage.earlier[-1]
        if re.search(r"[?？][”\"’」]*\s*$", last.bare):  # another person may answer a closed question
            last = None
    if last is None or last.voice == "outlet":
        return one.by("direct", None, None)
    return one.by("direct", last.speaker, last.place)


def _attributed_after(quoted: list[Quotation], said: list[Said]) -> list[Said]:
    """Gives the sentences of a long quotation, or of one that opens a paragraph, the speaker named after it."""
    for index in range(len(said) - 2, -1, -1):
        one, after = said[index], said[index + 1]
        within = one.place is not None and one.place[0] == one.paragraph and one.start <= one.place[1] < one.end
        bare = one.bare.count(QUOTED) > BARE * len(one.bare) and not within
        if one.voice != "direct" or after.voice == "outlet" or not bare:
            continue
        together = any(each.start < one.end for each in touched(quoted, after.start, after.end))
        if together or one.speaker is None and after.voice == "direct":
            said[index] = one.by("direct", after.speaker, after.place)
    return said
