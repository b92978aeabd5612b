"""Whose turn each paragraph of an interview is: "Q:" and "A:", names with colons, or questions that stand alone.

It covers interviews printed in English and Chinese.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from index.language.names import may_be_person, names_in
from index.language.quotations import is_cjk, quotations
from index.reading.people import People
from index.reading.voices import Place, PlaceBack


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose words a paragraph contains; `speaker` is None if the outlet asks, or if it is unknown who answers.

    `place` is that of the name, None if it is not near; the words begin at `begins`, after the label.
    """

    speaker: str | None
    place: PlaceBack | None = None
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
_SECOND_PERSON = re.compile(r"\b(?:you|you['’]\w+|your)\b|[你您]", re.I)
_SINGULAR = re.compile(r"\b(?:I|I['’]\w+|my|me)\b|我(?!们)")
# A question with its answer in the same paragraph, perhaps in quotation marks: "What did you do? “I waited.”"
_ANSWERED = re.compile(r"[^“\"„«]{1,400}\?\s[“\"„«]\S")
_ANSWERED_PLAINLY = re.compile(r"[^.!“\"„«]{1,200}\?\s+(?=[A-Z])")
_INTERVIEW = re.compile(
    r"\b(?:interview\w*|spoke (?:to|with)|talk(?:s|ed) (?:to|with)|asked|sat down with|met|meets)\b"
)
_CJK_INTERVIEW = re.compile("专访|采访|访谈|对话|接受")
_GUEST = re.compile(
    r"(?:专访|采访|访谈|对话)了?(?:[^，。\s]{0,20}?(?:家|长|员|授|师|者|人|士|官|理|席))?(?P<who>[\u3400-\u9fff·]{2,4}?)(?=[，。、]|$)"
    r"|(?:^|[，。])(?:[^，。\s]{0,20}?(?:家|长|员|授|师|者|人|士|官|理|席))?(?P<guest>[\u3400-\u9fff·]{2,4}?)接受"
)
FEWEST = 3  # questions without labels
PER_ANSWER = 4  # paragraphs of an interview for each answer, at most
LONGEST_QUESTION = 400
LONGEST_OPENING = 20  # paragraphs before the first question
MOST_BETWEEN = 4  # paragraphs per label, on average, where the labels name unknown people


def turns(
    paragraphs: Sequence[str], people: People, publishers: Sequence[str | None] = (), title: str = ""
) -> dict[int, Turn]:
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
    return _unlabelled(paragraphs, people, outlets, title) or _in_one(paragraphs, people, outlets, title)


def interviewee(
    paragraphs: Sequence[str], whose: Mapping[int, Turn], people: People, publishers: Sequence[str | None], title: str
) -> tuple[str, Place] | None:
    """Who answers in an interview, and the paragraph, start and end of the name; None if nobody does, or several do.

    `whose` are its turns. Without any, at least three paragraphs must begin with a question and its answer. Words of
    the interview without a named speaker are attributed to that person.
    """
    answering = {turn.speaker: (index, turn) for index, turn in sorted(whose.items(), reverse=True) if turn.speaker}
    if len(answering) == 1:
        ((name, (index, turn)),) = answering.items()
        return (name, (index - turn.place[0], *turn.place[1:])) if name and turn.place else None
    asks = [i for i, text in enumerate(paragraphs) if _ANSWERED.match(text)]
    if answering or not _are_interview(asks):
        return None
    return _answers(paragraphs, asks, people, {name.casefold() for name in publishers if name}, title)


def _are_interview(asks: Sequence[int]) -> bool:
    """Whether there are enough questions, below an opening that is not too long."""
    return len(asks) >= FEWEST and 0 < asks[0] <= LONGEST_OPENING


def _may_speak(label: str, counted: Counter[str], people: People) -> bool:
    marks = _ASKS.fullmatch(label) or _ANSWERS.fullmatch(label)
    return bool(marks) or len(people.called(label)) == 1 or counted[label] > 1


def _labelled(
    paragraphs: Sequence[str], labels: dict[int, re.Match[str]], people: People, publishers: set[str], asking: set[str]
) -> dict[int, Turn]:
    first, last = min(labels), max(labels)
    answerer = _interviewed(paragraphs[:first], people, publishers)
    named = {name for text in paragraphs[:first] for name, _, _ in _people_in(text, people)}
    found: dict[int, Turn] = {}
    current: tuple[int, Turn] | None = None
    for index in range(first, len(paragraphs)):
        if index in labels:
            match = labels[index]
            current = index, _turn(match, index, asking, answerer, people, named)
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
    match: re.Match[str],
    index: int,
    asking: set[str],
    answerer: tuple[str, Place] | None,
    people: People,
    named: Collection[str],
) -> Turn:
    label = match["label"]
    if label in asking:
        return Turn(None, asks=True)
    if _ANSWERS.fullmatch(label):
        if answerer is None:
            return Turn(None)
        return Turn(answerer[0], (index - answerer[1][0], *answerer[1][1:]), begins=match.end())
    known = people.called(label) or [name for name in named if _is_short(label, name)]
    name = known[0] if len(known) == 1 else label
    return Turn(name, (0, match.start("label"), match.end("label")), begins=match.end())


def _is_short(label: str, name: str) -> bool:
    """Whether a label is the first or last word of a full name, or its initials, in any case: "ROE", "J.R."."""
    words, bare = name.casefold().split(), label.casefold().replace(".", "")
    return bare in (words[0], words[-1], "".join(word[0] for word in words))


def _interviewed(
    opening: Sequence[str], people: People, publishers: set[str], title: str = ""
) -> tuple[str, Place] | None:
    """The person whom an opening introduces: one whom the title names too, else the first full name; None if in doubt.

    In Chinese, Japanese or Korean, it is the only one that a verb of interviewing names.
    """
    named: dict[str, Place] = {}
    for index, text in enumerate(opening):
        for name, start, end in _people_in(text, people):
            if name.casefold() not in publishers:
                named.setdefault(name, (index, start, end))
    if any(map(is_cjk, opening)):
        return next(iter(named.items())) if len(named) == 1 else None
    if any(_met_several(text, [place for place in named.values() if place[0] == i]) for i, text in enumerate(opening)):
        return None
    titled = {name for name, _, _ in _people_in(title, people)}
    full = sorted((name for name in named if " " in name), key=lambda name: name not in titled)
    shown = list(filter(people.is_he_or_she, full))
    # A place may look like a name, and a rare name like that of a place: then nobody is meant.
    return (full[0], named[full[0]]) if full and (full[0] in shown or not shown) else None


def _met_several(text: str, places: Sequence[Place]) -> bool:
    """Whether more than one of the people named there were met: "we spoke to Jane Roe and to Jan Roe"."""
    met = _INTERVIEW.search(text)
    after = [place for place in places if met and place[1] > met.start()]
    return len(after) > 1 and bool(re.search(r"\band\b", text[after[0][2] : after[-1][1]]))


def _people_in(text: str, people: People) -> list[tuple[str, int, int]]:
    found = []
    if is_cjk(text):
        for match in _GUEST.finditer(text):
            group = "who" if match["who"] else "guest"
            found.append((match[group], *match.span(group)))
        return found
    for name in names_in(text):
        known = people.called(name.text)
        unknown = not known and not people.are_none(name.text)
        if len(known) == 1 or len(name.words) > 1 and unknown and may_be_person(name):
            found.append((known[0] if known else name.text, name.start, name.end))
    return found


def _answers(
    paragraphs: Sequence[str], asks: Sequence[int], people: People, publishers: set[str], title: str
) -> tuple[str, Place] | None:
    """Who answers these questions: the only person of the opening whom they address, else whom it introduces."""
    opening = paragraphs[: asks[0]]
    named = {name for text in opening for name, _, _ in _people_in(text, people)}
    return _addressed(paragraphs, asks, people, named) or _interviewed(opening, people, publishers, title)


def _unlabelled(paragraphs: Sequence[str], people: People, publishers: set[str], title: str) -> dict[int, Turn]:
    """The turns of an interview with unlabelled questions, if its opening names who answers and answers say "I"."""
    asks = [i for i, text in enumerate(paragraphs) if _is_question(text)]
    if not _are_interview(asks):
        return {}
    opening = paragraphs[: asks[0]]
    answerer = _answers(paragraphs, asks, people, publishers, title)
    said_so = any((_CJK_INTERVIEW if is_cjk(text) else _INTERVIEW).search(text) for text in opening)
    ends = [*asks[1:], len(paragraphs)]
    blocks = [range(ask + 1, end) for ask, end in zip(asks, ends, strict=True)]
    # "We" may be the outlet, explaining something by questions of its own.
    person = FIRST_PERSON if said_so else _SINGULAR
    personal = [any(person.search(paragraphs[i]) for i in block) for block in blocks]
    labelled = sum(bool(block) and bool(_LABEL.match(paragraphs[block[0]])) for block in blocks)
    if answerer is None or 3 * sum(personal) < 2 * len(blocks) or 2 * labelled > len(blocks):
        return {}
    found: dict[int, Turn] = {ask: Turn(None, asks=True) for ask in asks}
    inside = [index for block in blocks for index in block]
    # If answers are in quotation marks, text without them is the outlet's.
    marked = 3 * sum(_opens_quoted(paragraphs[index]) for index in inside) > 2 * len(blocks)
    name, (at, start, end) = answerer
    for ask, block in zip(asks, blocks, strict=True):
        for index in block:
            text = paragraphs[index]
            if index > ask + 1 and _SECOND_PERSON.search(text) and not FIRST_PERSON.search(text):
                found[index] = Turn(None, asks=True)  # a remark to the person who answers
                continue
            within = ask != asks[-1] or index == ask + 1
            turn = Turn(name, (index - at, start, end) if index >= at else None)
            if _answer(text) == 0 if marked else _goes_on(text, turn, inside=within):
                found[index] = turn
    return found


def _in_one(paragraphs: Sequence[str], people: People, publishers: set[str], title: str) -> dict[int, Turn]:
    """The turns of an interview whose paragraphs each hold a question or remark and its answer."""
    asks = [i for i, text in enumerate(paragraphs) if answered(text)]
    if not _are_interview(asks):
        return {}
    plainly = not any(_ANSWERED.match(paragraphs[ask]) for ask in asks)
    answerer = _answers(paragraphs, asks, people, publishers, title)
    if answerer is None or plainly and not _is_dialogue(paragraphs, asks):
        return {}
    name, (at, start, end) = answerer
    read = answered if plainly else _answer
    begun = {index: read(paragraphs[index]) for index in range(asks[0], len(paragraphs))}
    return {
        index: Turn(name, (index - at, start, end) if index >= at else None, begins=begins)
        for index, begins in begun.items()
        if begins is not None
    }


def _is_dialogue(paragraphs: Sequence[str], asks: Sequence[int]) -> bool:
    """Whether somebody else than the author says "I" below these questions, some of which are put to "you"."""
    opening = paragraphs[: asks[0]]
    own = any(_SINGULAR.search(text) for text in opening) and not any(_INTERVIEW.search(text) for text in opening)
    told = sum(bool(_SECOND_PERSON.search(paragraphs[ask][: answered(paragraphs[ask])])) for ask in asks)
    return not own and 3 * told >= len(asks) and PER_ANSWER * len(asks) >= len(paragraphs)


def answered(text: str) -> int | None:
    """Where the answer, quoted or saying "I", begins in a paragraph that begins with its question; or None."""
    if found := _ANSWERED.match(text):
        return found.end() - 2
    found = _ANSWERED_PLAINLY.match(text)
    return found.end() if found and _SINGULAR.search(text, found.end()) else None


def answers_in_one(paragraphs: Sequence[str]) -> int:
    """How many paragraphs begin with a question and its answer, if somebody else than the author answers."""
    asks = [i for i, text in enumerate(paragraphs) if answered(text)]
    quoted = any(_ANSWERED.match(paragraphs[ask]) for ask in asks)
    return len(asks) if asks and (quoted or _is_dialogue(paragraphs, asks)) else 0


def is_answer(text: str) -> bool:
    """Whether a paragraph below a question is somebody's answer, quoted or saying "I" or "we", and no explanation."""
    return _opens_quoted(text) or bool(FIRST_PERSON.search(text))


def _answer(text: str) -> int | None:
    """Where the quotations begin that make up a paragraph, or the rest of it after a sentence; None if none do."""
    quoted = quotations(text)
    first = quoted[0].start if quoted else 0
    if not quoted or first > LONGEST_QUESTION or first and not _ENDS.search(text[:first].rstrip()):
        return None
    inside = sum(one.end - one.start for one in quoted)
    return first if inside >= len(text.rstrip()) - first - len(quoted) else None


def _addressed(
    paragraphs: Sequence[str], asks: Sequence[int], people: People, named: Collection[str]
) -> tuple[str, Place] | None:
    """The one person among those `named` whom the questions address: "Dr Roe, what do you remember?"."""
    found: dict[str, Place] = {}
    for ask in asks:
        for name, start, end in _people_in(paragraphs[ask], people)[:1]:
            before, after = paragraphs[ask][:start], paragraphs[ask][end:]
            if name in named and not re.search(r"\w", _TITLED.sub("", before)) and after.startswith(","):
                found.setdefault(name, (ask, start, end))
    return next(iter(found.items())) if len(found) == 1 else None


def _opens_quoted(text: str) -> bool:
    return text.lstrip("*_ ")[:1] in tuple('“"‘「')


def _is_question(text: str) -> bool:
    return bool(_QUESTION.search(text)) and len(text) < LONGEST_QUESTION and text.lstrip("*_ ")[:1] not in "“\"'‘「"
