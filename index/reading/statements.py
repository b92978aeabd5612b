"""The statements of an English article: what each sentence attributes, and who goes on speaking without being named.

`acts` finds the attributions in a sentence, `referents` who is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from index.language.names import plain
from index.language.quotations import SINGLE, Quotation, quotations
from index.language.sentences import sentences
from index.language.spans import touched
from index.language.word_lists import FUNCTION_WORDS
from index.reading.acts import Act, acts, is_unread_cue, trimmed
from index.reading.interviews import FIRST_PERSON, Turn
from index.reading.named import Entity, Names, is_heading
from index.reading.records import Span, SpeakerKind, Statement
from index.reading.referents import Heard, Referent, Referents
from index.reading.trees import Tree
from index.reading.voices import BARE, Place, SpeakerFrom, Voice

# The signature below a post embedded in a page: "— Jane Roe (@roe) May 3, 2021".
_SIGNED = re.compile(r"\s*[—–-]{1,2}\s?(?P<who>[^\W\d_][^()\n]{1,60}?)\s\(@\w{1,30}\)")
# All that precedes a quotation: a name, perhaps with a role, and a colon.
_LABEL = re.compile(r"[#*\s]*(?P<words>[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}): ?")
_LINK = re.compile(r"(?:https?://|pic\.twitter\.com/)\S+")
LONGEST_POST = 280  # characters, as the platform counts them, without links


class _Reader:
    """One article being read, paragraph by paragraph; paragraphs count from 0 here."""

    def __init__(self, referents: Referents, interviewed: tuple[str, Place] | None) -> None:
        self.texts = referents.texts
        self.names = referents.names
        self.referents = referents
        self.interviewed = _interviewed(self.names, interviewed)
        self.found: list[Statement] = []
        self.heading = False  # whether the paragraph is a heading, in which nobody acts
        self.running: Referent | None = None  # the speaker of a quotation that the paragraph before left open

    def paragraph(self, number: int, trees: Sequence[Tree]) -> None:
        text = self.texts[number]
        self.heading = is_heading(text) and len(self.texts) > 1
        quoted = quotations(text)
        begins = self.running if quoted and _opens_with(text, quoted[0]) else None
        made: list[tuple[Heard, list[Statement]]] = []
        for (start, end), group in groupby(trees, key=lambda tree: (tree.start, tree.end)):
            made.append(self._sentence(number, start, end, list(group), quoted, made, begins))
        _given_after(made, quoted)
        self.found += [one for _, said in made for one in said]
        self._signed(number, text)
        self.running = made[-1][0].speaker if quoted and not quoted[-1].closed else None

    def turn(self, number: int, turn: Turn) -> None:
        """Reads a paragraph of an interview, all of which belongs to the person whose turn it is."""
        text = self.texts[number]
        if turn.speaker is None:
            return
        place = SpeakerFrom(number - turn.place[0], *turn.place[1:]) if turn.place else None
        for start, end in sentences(text[turn.begins :]):
            span = trimmed(text, start + turn.begins, end + turn.begins)
            if span:
                self.found.append(Statement(Span(number, *span), "direct", None, None, turn.speaker, "person", place))

    def _sentence(
        self,
        number: int,
        start: int,
        end: int,
        trees: Sequence[Tree],
        quoted: Sequence[Quotation],
        before: Sequence[tuple[Heard, list[Statement]]],
        running: Referent | None,
    ) -> tuple[Heard, list[Statement]]:
        text = self.texts[number]
        heard = Heard(number, start, end)
        heard.bare = _share(quoted, start, end) > BARE
        inside = touched(quoted, start, end)
        heard.asks = any(text[one.inside()[1] - 1] == "?" for one in inside) or text[start:end].endswith("?")
        said: list[Statement] = []
        referents: list[Referent] = []
        kept: list[Act] = []
        for act in (act for tree in trees for act in acts(tree, text)):
            who = self._in_interview(self.referents.of(act.who, act.tree))
            if act.doubtful and who.entity is None:
                continue
            kept.append(act)
            referents.append(who)
            for paper in act.papers:
                self.referents.wrote(paper, who)
            if act.said is not None:
                said += self._statements(number, act.said, quoted, who, text[act.start : act.end], (start, end))
        loose = [one for one in inside if not _is_covered(one, said) and _is_speech(text, one, start, end)]
        if loose:
            speaker, cue = self._of_loose(number, loose, heard, kept, referents, before, running, trees)
            if speaker is not None:
                speaker = self._in_interview(speaker)
                for one in loose:
                    span = (max(one.start, start), min(one.end, end))
                    said += self._statements(number, span, quoted, speaker, cue, (start, end))
                referents = referents or [speaker]
        elif heard.bare and not said:
            heard.spoken = True
        if said or any(act.open for act in kept):
            heard.spoken = True
            heard.speaker = self._chief(kept, referents)
        if not self.heading:
            self.referents.hear(heard, trees)
        if heard.spoken and heard.speaker is None and not heard.bare:
            # "He referred to a testimony that held ...": its only actor counts as the speaker for what follows.
            people = {id(one.entity): one for one in heard.actors if one.is_person}
            heard.speaker = next(iter(people.values())) if len(people) == 1 else None
        return heard, sorted(dict.fromkeys(said), key=lambda one: (one.span.start, one.span.end))

    def _in_interview(self, who: Referent) -> Referent:
        """The person interviewed, if it is known of whom this is said only that they are "he" or "she", or nothing."""
        said, one = (who.source or "").lower(), self.interviewed
        if one is None or one.entity is None or who.kind != "unnamed" or said not in ("", "he", "she"):
            return who
        return replace(one, source=who.source) if not said or one.entity.gender in (None, said) else who

    def _chief(self, kept: Sequence[Act], referents: Sequence[Referent]) -> Referent | None:
        """Of several speakers in one sentence, the one in the main clause."""
        for act, referent in zip(kept, referents, strict=False):
            if act.cue.dep_ in ("ROOT", "parataxis", "conj") or act.cue.head.dep_ == "ROOT" and act.cue.dep_ == "ccomp":
                return referent
        return referents[0] if referents and (not kept or _are_one(referents)) else None

    def _of_loose(
        self,
        number: int,
        loose: Sequence[Quotation],
        heard: Heard,
        kept: Sequence[Act],
        referents: Sequence[Referent],
        before: Sequence[tuple[Heard, list[Statement]]],
        running: Referent | None,
        trees: Sequence[Tree],
    ) -> tuple[Referent | None, str | None]:
        """The speaker and cue of a quotation without a verb: those of its sentence, or the previous speaker."""
        if (labelled := self._labelled(number, heard.start, loose[0].start)) is not None:
            return labelled, None
        if referents and any(is_unread_cue(tree, kept) for tree in trees):
            return Referent("unnamed"), None
        if referents and (not heard.bare or _are_one(referents)):
            cues = [self.texts[number][act.start : act.end] for act in kept]
            return referents[0], cues[0]
        if running is not None and not before:
            return replace(running, source=None), None
        last = before[-1][0] if before else None
        if last is None and self.referents.heard and self.referents.heard[-1].paragraph == number - 1:
            last = self.referents.heard[-1]
            if last.asks and last.spoken:
                last = None
        if last is not None and last.spoken and last.speaker is not None and heard.bare:
            return replace(last.speaker, source=None), None
        if last is not None and before and heard.bare:
            people = {id(one.entity): one for one in last.actors if one.is_person}
            if len(people) == 1:  # "Roe came back to it. “...”"
                return replace(next(iter(people.values())), source=None), None
        return (Referent("unnamed"), None) if heard.bare else (None, None)

    def _labelled(self, number: int, start: int, end: int) -> Referent | None:
        """The speaker, if only a name and a colon precede a quotation: "Jan Roe: “It rained”"; else None."""
        label = _LABEL.fullmatch(self.texts[number], start, end)
        if label is None or plain(label["words"]) in FUNCTION_WORDS:
            return None
        named = self.names.within(number, start, end)
        one = named[-1] if named else None
        if one is None or one.entity is None or not one.entity.is_person or one.end != label.end("words"):
            return Referent("unnamed")
        if one.start > label.start("words") and " " not in one.form:  # "King Roe" is not Roe
            return Referent("unnamed")
        return Referent("person", one.entity, (), one.form, (number, one.start, one.end))

    def _statements(
        self,
        number: int,
        span: tuple[int, int],
        quoted: Sequence[Quotation],
        who: Referent,
        cue: str | None,
        sentence: tuple[int, int],
    ) -> list[Statement]:
        """One statement for each sentence of what is said."""
        text = self.texts[number]
        span = _with_quotation(span, quoted, sentence[1])
        place = who.place
        within = place is not None and place[0] == number and sentence[0] <= place[1] < sentence[1]
        source = SpeakerFrom(*place) if place is not None and not within and who.name else None
        rest = (cue, who.source, who.name, who.kind, source)
        return [Statement(Span(number, *one), _voice(text, quoted, *one), *rest) for one in _parted(text, span, quoted)]

    def _signed(self, number: int, text: str) -> None:
        """Attributes the paragraphs of a post to the author who signs it in this paragraph."""
        if not (match := _SIGNED.match(text)):
            return
        meant = [one.entity for one in self.names.within(number, *match.span("who")) if one.entity]
        name = meant[0].name if len(meant) == 1 else match["who"].strip()
        kind: SpeakerKind = "person" if not meant or meant[0].is_person else "organisation"
        place = SpeakerFrom(number, *match.span("who"))
        first = self._post_before(number)
        while self.found and self.found[-1].span.paragraph >= first:
            self.found.pop()
        for at in range(first, number):
            for start, last in sentences(_LINK.sub(lambda link: " " * len(link[0]), self.texts[at])):
                if trim := trimmed(self.texts[at], start, last):
                    self.found.append(Statement(Span(at, *trim), "direct", None, match["who"], name, kind, place))

    def _post_before(self, number: int) -> int:
        """The first paragraph of the post that a paragraph signs.

        It is the paragraph before, or an earlier one with "I" or "we" within the length of a post.
        """
        first, room = max(0, number - 1), LONGEST_POST
        read = reversed(self.found)
        last = next(read, None)
        for at in range(number - 1, -1, -1):
            room -= 1 + len(_LINK.sub("", self.texts[at]))
            attributed = False
            while last is not None and last.span.paragraph >= at:
                attributed |= last.span.paragraph == at and last.cue is not None
                last = next(read, None)
            if room < -1 or attributed:
                break
            first = at if FIRST_PERSON.search(self.texts[at]) else first
        return first


def find_statements(
    referents: Referents,
    trees: Sequence[Sequence[Tree]],
    whose: Mapping[int, Turn],
    interviewed: tuple[str, Place] | None,
) -> list[Statement]:
    """The statements in an article's paragraphs, in order; paragraphs count from 0, as in the texts of `referents`."""
    reader = _Reader(referents, interviewed)
    for number in range(len(referents.texts)):
        if number in whose:
            reader.turn(number, whose[number])
        elif trees[number]:
            reader.paragraph(number, trees[number])
    return sorted(reader.found, key=lambda one: (one.span.paragraph, one.span.start, one.span.end))


def _interviewed(names: Names, named: tuple[str, Place] | None) -> Referent | None:
    if named is None:
        return None
    known = [one for one in names.called(named[0]) if one.is_person]
    return Referent("person", known[0] if len(known) == 1 else Entity(named[0], "person"), (), None, named[1])


def _are_one(referents: Sequence[Referent]) -> bool:
    return len({one.name or one.source for one in referents}) == 1


def _opens_with(text: str, quotation: Quotation) -> bool:
    return not text[: quotation.start].strip()


def _given_after(made: list[tuple[Heard, list[Statement]]], quoted: Sequence[Quotation]) -> None:
    """Gives a quotation that opens a paragraph, or continues one, the speaker named after it."""
    for index in range(len(made) - 2, -1, -1):
        (heard, said), (after, then) = made[index], made[index + 1]
        if not heard.bare or not after.spoken or after.speaker is None:
            continue
        if any(one.cue for one in said):
            continue
        together = any(q.start < heard.end and q.end > after.start for q in quoted)
        first = next((one for one in then if one.cue), then[0] if then else None)
        if together or all(one.speaker is None for one in said):
            name, kind = (first.speaker, first.kind) if first else (after.speaker.name, after.speaker.kind)
            place = (first and first.speaker_from) or (
                SpeakerFrom(*after.speaker.place) if after.speaker.place and after.speaker.name else None
            )
            said[:] = [replace(one, source=None, speaker=name, kind=kind, speaker_from=place) for one in said]
            heard.speaker = after.speaker


def _with_quotation(span: tuple[int, int], quoted: Sequence[Quotation], end: int) -> tuple[int, int]:
    """The span with the rest of a quotation that begins in it, which may have been cut at a full stop."""
    for one in quoted:
        if span[0] <= one.start < span[1] < one.inside()[1] and one.opening not in SINGLE:
            return span[0], min(one.inside()[1], end)
    return span


def _is_covered(one: Quotation, said: Iterable[Statement]) -> bool:
    start, end = one.inside()
    shared = sum(max(0, min(end, each.span.end) - max(start, each.span.start)) for each in said)
    return 2 * shared > end - start


def _is_speech(text: str, one: Quotation, start: int, end: int) -> bool:
    """Whether a quotation is speech, not a label: an utterance, or words that run past the sentence."""
    inside = text[slice(*one.inside())].strip()
    if one.start < start or one.end > end or not one.closed:
        return True
    words = inside.split()
    if not (text[start : one.start] + text[one.end : end]).strip() and inside.endswith((".", "!", "?")):
        return True  # "Please." makes a sentence
    if re.search(
        r"\b(?:the|an?|his|her|its|their|this|that|these|those|\w+[’']s)(?: [\w-]+)? $", text[start : one.start]
    ):
        return len(words) > 7  # "the “We are on it.” campaign"
    return inside[-1:] in (",", ".", "!", "?", "…", "—") and len(words) > 1 or len(words) > 7


def _share(quoted: Sequence[Quotation], start: int, end: int) -> float:
    return sum(max(0, min(end, one.end) - max(start, one.start)) for one in quoted) / max(1, end - start)


def _voice(text: str, quoted: Sequence[Quotation], start: int, end: int) -> Voice:
    """Direct if half or more is in quotation marks, mixed if a part is."""
    inside = touched(quoted, start, end)
    spoken = [one for one in inside if one.start < start and end < one.end or not _is_label(text, one)]
    share = _share(spoken, start, end)
    return "direct" if share >= 0.5 else "mixed" if share > 0 else "reported"


def _is_label(text: str, one: Quotation) -> bool:
    """Whether the quotation is only a title or a word."""
    words = text[slice(*one.inside())].split()
    ends = text[one.inside()[1] - 1 : one.inside()[1]] in ("!", "?")
    return not ends and (len(words) < 2 or all(word[0].isupper() for word in words if len(word) > 3) and len(words) < 7)


def _parted(text: str, span: tuple[int, int], quoted: Sequence[Quotation]) -> list[tuple[int, int]]:
    """The sentences of what is said, since one sentence may quote several."""
    start, end = span
    cuts = [start]
    for one in quoted:
        if one.end <= start or one.start >= end:
            continue
        first, last = max(one.inside()[0], start), min(one.inside()[1], end)
        if last - first > 20:
            cuts += [first + cut for cut, _ in sentences(text[first:last])[1:]]
    cuts.append(end)
    parts = [trimmed(text, one, other) for one, other in zip(cuts, cuts[1:], strict=False)]
    return [part for part in parts if part]
