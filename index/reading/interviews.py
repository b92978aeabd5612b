"""Whose turn each paragraph of an interview is: "Q:" and "A:", names with colons, or questions that stand alone.

It covers interviews printed in English and Chinese.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.language.names import may_be_person, names_in
from index.language.quotations import is_cjk
from index.reading.people import People

Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose words a paragraph contains; `speaker` is None if the outlet asks, or if it is unknown who answers.

    `place` is (how many paragraphs back, start, end) of the name, None if it is not near; the words begin at
    `begins`, after the label.
    """

    speaker: str | None
    place: Place | None = None
    asks: bool = False
    begins: int = 0


_LABEL = re.compile(
    r"[*_]{0,3}(?P<label>(?:[A-Z][\w.’'&-]*|[\u3400-\u9fff·]{1,8})(?: (?:[A-Z0-9][\w.’'&-]*|of|the|and|de)){0,4})"
    r"[*_]{0,3}(?::[*_]{0,3}(?=\s|[*_“\"])|：[*_]{0,3})\s*"
)
_ASKS = re.compile(r"(?:q|question|interviewer|问|記者|记者|提问)\d*\.?", re.I)
_ANSWERS = re.compile(r"(?:a|answer|答|回答)\d*\.?", re.I)
_QUESTION = re.compile(r"[?？][\s*_”\"’)）]*$")
_ENDS = re.compile(r"[.!?…。！？][\s*_”\"’)）」』]*$")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Professor|Sir|President|Minister|Mayor|So|And|But)\b\.?")
FIRST_PERSON = re.compile(r"\b(?:I|I['’]\w+|my|me|we|We|our|Our|My|We['’]\w+)\b|我")
_INTERVIEW = re.compile(
    r"\b(?:interview\w*|spoke (?:to|with)|talk(?:s|ed) (?:to|with)|asked|sat down with|met|meets)\b"
)
_CJK_INTERVIEW = re.compile("专访|采访|访谈|对话|接受")
LONGEST_QUESTION = 400
LONGEST_OPENING = 20  # paragraphs before the first question
MOST_BETWEEN = 4  # paragraphs per label, on average, where the labels name unknown people


def turns(paragraphs: Sequence[str], people: People, publishers: Sequence[str | None] = ()) -> dict[int, Turn]:
    """Whose turn each paragraph is, by index; paragraphs outside turns are left out.

    `publishers` are the names of the outlet and the author, who ask.
    """
    labels = {index: match for index, text in enumerate(paragraphs) if (match := _LABEL.match(text))}
    counted = Counter(match["label"] for match in labels.values())
    kept = {i: match for i, match in labels.items() if _may_speak(match["label"], counted, people)}
    if 2 * sum(bool(_ENDS.search(paragraphs[i])) for i in kept) < len(kept):
        kept = {}  # a menu: "Jane Roe: Tennis"
    outlets = {name.casefold() for name in publishers if name}
    if len(kept) >= 3 and len({match["label"] for match in kept.values()}) > 1:
        asking = _askers(paragraphs, kept, people, outlets)
        # Pages have labels such as "Photo:"; unknown ones count only if they are frequent and one asks questions.
        marked = any(_ANSWERS.fullmatch(match["label"]) for match in kept.values())
        dense = asking and MOST_BETWEEN * len(kept) > max(kept) - min(kept)
        if marked or dense or all(len(people.called(match["label"])) == 1 for match in kept.values()):
            return _labelled(paragraphs, kept, people, outlets, asking)
        if asking:
            return {}  # turns are labelled, but too few of the labels are known
    return _unlabelled(paragraphs, people, outlets)


def _may_speak(label: str, counted: Counter[str], people: People) -> bool:
    marks = _ASKS.fullmatch(label) or _ANSWERS.fullmatch(label)
    return bool(marks) or len(people.called(label)) == 1 or counted[label] > 1


def _labelled(
    paragraphs: Sequence[str], labels: dict[int, re.Match[str]], people: People, publishers: set[str], asking: set[str]
) -> dict[int, Turn]:
    first, last = min(labels), max(labels)
    answerer = _interviewed(paragraphs[:first], people, publishers)
    found: dict[int, Turn] = {}
    current: tuple[int, Turn] | None = None
    for index in range(first, len(paragraphs)):
        if index in labels:
            match = labels[index]
            current = index, _turn(match, index, asking, answerer, people)
        elif current is None or not _goes_on(paragraphs[index], current[1], inside=index < last):
            continue
        found[index] = _seen_from(index, *current)
    return found


def _seen_from(index: int, at: int, turn: Turn) -> Turn:
    """A turn that began in paragraph `at`, as seen from its later paragraph `index`."""
    if index == at:
        return turn
    return replace(turn, place=turn.place and (turn.place[0] + index - at, *turn.place[1:]), begins=0)


def _goes_on(text: str, turn: Turn, *, inside: bool) -> bool:
    """Whether a paragraph without a label is still the speaker's, not a remark of the outlet."""
    if turn.asks or text.lstrip()[:1] in "([（【*_#":
        return False
    about = turn.speaker is not None and turn.speaker.split()[-1] in text
    return bool(FIRST_PERSON.search(text)) or inside and not about and not re.match(r"(?:He|She|他|她)\b", text)


def _askers(
    paragraphs: Sequence[str], labels: dict[int, re.Match[str]], people: People, publishers: set[str]
) -> set[str]:
    """The labels of the outlet: "Q", its own name, or an unknown one mostly followed by questions."""
    asked = Counter(match["label"] for i, match in labels.items() if _QUESTION.search(paragraphs[i]))
    counted = Counter(match["label"] for match in labels.values())
    return {
        label
        for label, times in counted.items()
        if _ASKS.fullmatch(label)
        or label.casefold() in publishers
        or not people.called(label)
        and 2 * asked[label] >= times
    }


def _turn(
    match: re.Match[str], index: int, asking: set[str], answerer: tuple[str, Place] | None, people: People
) -> Turn:
    label = match["label"]
    if label in asking:
        return Turn(None, asks=True)
    if _ANSWERS.fullmatch(label):
        if answerer is None:
            return Turn(None)
        return Turn(answerer[0], (index - answerer[1][0], *answerer[1][1:]), begins=match.end())
    known = people.called(label)
    name = known[0] if len(known) == 1 else label
    return Turn(name, (0, match.start("label"), match.end("label")), begins=match.end())


def _interviewed(opening: Sequence[str], people: People, publishers: set[str]) -> tuple[str, Place] | None:
    """The only person, besides the publishers, whom an opening names as interviewed, or names at all; else None."""
    named: dict[str, Place] = {}
    spoken: dict[str, Place] = {}
    for index, text in enumerate(opening):
        for name, start, end in _people_in(text, people):
            if name.casefold() in publishers:
                continue
            named.setdefault(name, (index, start, end))
            if (_CJK_INTERVIEW if is_cjk(text) else _INTERVIEW).search(text):
                spoken.setdefault(name, (index, start, end))
    for some in (spoken, named):
        if len(some) == 1:
            return next(iter(some.items()))
    return None


def _people_in(text: str, people: People) -> list[tuple[str, int, int]]:
    found = []
    if is_cjk(text):
        pattern = re.compile(
            r"(?:专访|采访|访谈|对话)了?(?:[^，。\s]{0,20}?(?:家|长|员|授|师|者|人|士|官|理|席))?(?P<who>[\u3400-\u9fff·]{2,4}?)(?=[，。、]|$)"
            r"|(?:^|[，。])(?:[^，。\s]{0,20}?(?:家|长|员|授|师|者|人|士|官|理|席))?(?P<guest>[\u3400-\u9fff·]{2,4}?)接受"
        )
        for match in pattern.finditer(text):
            group = "who" if match["who"] else "guest"
            found.append((match[group], *match.span(group)))
        return found
    for name in names_in(text):
        known = people.called(name.text) if name.text else []
        if len(known) == 1 or len(name.words) > 1 and not known and may_be_person(name):
            found.append((known[0] if known else name.text, name.start, name.end))
    return found


def _unlabelled(paragraphs: Sequence[str], people: People, publishers: set[str]) -> dict[int, Turn]:
    """The turns of an interview with unlabelled questions, if its opening names who answers and answers say "I"."""
    asks = [i for i, text in enumerate(paragraphs) if _is_question(text)]
    if len(asks) < 3 or not 0 < asks[0] <= LONGEST_OPENING:
        return {}
    opening = paragraphs[: asks[0]]
    answerer = _interviewed(opening, people, publishers) or _addressed(paragraphs, asks, people)
    said_so = any((_CJK_INTERVIEW if is_cjk(text) else _INTERVIEW).search(text) for text in opening)
    ends = [*asks[1:], len(paragraphs)]
    blocks = [range(ask + 1, end) for ask, end in zip(asks, ends, strict=True)]
    personal = [any(FIRST_PERSON.search(paragraphs[i]) for i in block) for block in blocks]
    if answerer is None or not said_so or 3 * sum(personal) < 2 * len(blocks):
        return {}
    found: dict[int, Turn] = {ask: Turn(None, asks=True) for ask in asks}
    inside = [index for block in blocks for index in block]
    # If answers are in quotation marks, text without them is the outlet's.
    marked = 3 * sum(_opens_quoted(paragraphs[index]) for index in inside) > 2 * len(blocks)
    name, (at, start, end) = answerer
    for ask, block in zip(asks, blocks, strict=True):
        for index in block:
            within = ask != asks[-1] or index == ask + 1
            turn = Turn(name, (index - at, start, end))
            if _opens_quoted(paragraphs[index]) if marked else _goes_on(paragraphs[index], turn, inside=within):
                found[index] = turn
    return found


def _addressed(paragraphs: Sequence[str], asks: Sequence[int], people: People) -> tuple[str, Place] | None:
    """The one person whom the questions address by name: "Dr Roe, what do you remember?"."""
    found: dict[str, Place] = {}
    for ask in asks:
        for name, start, end in _people_in(paragraphs[ask], people)[:1]:
            before, after = paragraphs[ask][:start], paragraphs[ask][end:]
            if not re.search(r"\w", _TITLED.sub("", before)) and after.startswith(","):
                found.setdefault(name, (ask, start, end))
    return next(iter(found.items())) if len(found) == 1 else None


def _opens_quoted(text: str) -> bool:
    return text.lstrip("*_ ")[:1] in tuple('“"‘「')


def _is_question(text: str) -> bool:
    return bool(_QUESTION.search(text)) and len(text) < LONGEST_QUESTION and text.lstrip("*_ ")[:1] not in "“\"'‘「"
