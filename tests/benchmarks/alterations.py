"""True sentences altered on purpose, one thing in each: a number, a date, a name, a quoted word, who says it, a "not".

Also the other way: sentences reworded by rule so that they stay true. All is drawn by chance from a seed.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.language.names import names_in
from index.language.quotations import quotations
from index.language.sentences import sentences
from index.reading.speech import speeches

SHORTEST, LONGEST = 7, 45  # words of a sentence
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
COUNTS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred".split()
AUXILIARY = r"(?:is|are|was|were|has|have|had|can|could|will|would|should|must|may|might|did|does|do)"
_YEAR = re.compile(r"(?<![\w,.$£€-])(1[0-9]\d\d|20\d\d)(?![\w%]|[,.]\d)")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?(?![\w,.]\d)")


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, the paragraph that it stands in, and what else its article and others name."""

    text: str
    paragraph: str
    title: str
    others: tuple[str, ...]  # names of the same article
    strangers: tuple[str, ...]  # names of other articles
    elsewhere: str  # another paragraph of the article


def told_in(folder: Path) -> list[Told]:
    """The sentences of a set's articles that are long enough to claim something."""
    rows = [json.loads(line) for line in (folder / "articles.jsonl").read_text("utf-8").splitlines()]
    named = {row["id"]: _names(row["text"]) for row in rows}
    chance = random.Random(0)
    found = []
    for row in rows:
        strangers = [name for _ in range(20) for name in chance.choice(list(named.values()))[:40]]
        strange = tuple(name for name in dict.fromkeys(strangers) if name not in row["text"])
        paragraphs = [paragraph for paragraph in row["text"].split("\n\n") if paragraph.strip()]
        for at, paragraph in enumerate(paragraphs):
            elsewhere = paragraphs[(at + 1) % len(paragraphs)] if len(paragraphs) > 1 else ""
            for start, end in sentences(paragraph):
                text = paragraph[start:end]
                if SHORTEST <= len(text.split()) <= LONGEST and re.search(r"[.!”\"]$", text) and text[0].isupper():
                    title = row.get("title") or ""
                    found.append(Told(text, paragraph, title, tuple(named[row["id"]]), strange, elsewhere))
    return found


def _names(text: str) -> list[str]:
    found = [name.text for name in names_in(text) if len(name.text) > 2 and not _begins(text, name.start)]
    return list(dict.fromkeys(found))


def _begins(text: str, at: int) -> bool:
    return not text[:at].strip() or bool(re.search(r"[.!?:”\"]\s*$|\n\s*$", text[:at]))


def number_changed(told: Told, chance: random.Random) -> str | None:
    places = [m for m in _NUMBER.finditer(told.text) if not _is_dated(told.text, m)]
    worded = [m for m in re.finditer(rf"\b(?:{'|'.join(COUNTS)})\b", told.text)]
    if not places and not worded:
        return None
    place = chance.choice(places or worded)
    old = place.group()
    if place in worded:
        new = chance.choice([word for word in COUNTS if word != old])
    else:
        digits = [at for at, character in enumerate(old) if character.isdigit()]
        at = chance.choice(digits)
        new = old[:at] + chance.choice([d for d in "123456789" if d != old[at]]) + old[at + 1 :]
        if chance.random() < 0.3 and "." not in old and "," not in old:
            new = str(int(old) + chance.choice([1, 2, 10, -1] if int(old) > 1 else [1, 2, 10]))
    return _put(told.text, place, new)


def _is_dated(text: str, match: re.Match[str]) -> bool:
    near = text[max(0, match.start() - 12) : match.end() + 12]
    return bool(_YEAR.fullmatch(match.group())) or any(month[:3] in near for month in MONTHS)


def date_changed(told: Told, chance: random.Random) -> str | None:
    years = list(_YEAR.finditer(told.text))
    worded = list(re.finditer(rf"\b(?:{'|'.join([*MONTHS, *DAYS])})\b", told.text))
    days = [
        m
        for m in re.finditer(r"\b\d{1,2}\b", told.text)
        if re.search(rf"(?:{'|'.join(MONTHS)}) $", told.text[: m.start()])
        or re.match(rf" (?:{'|'.join(MONTHS)})", told.text[m.end() :])
    ]
    places = [*years, *worded, *days]
    if not places:
        return None
    place = chance.choice(places)
    old = place.group()
    if old in MONTHS or old in DAYS:
        new = chance.choice([word for word in (MONTHS if old in MONTHS else DAYS) if word != old])
    elif place in days:
        new = str(chance.choice([day for day in range(1, 29) if day != int(old)]))
    else:
        new = str(int(old) + chance.choice([-100, -10, -3, -2, -1, 1, 2, 3, 10]))
    return _put(told.text, place, new)


def name_changed(told: Told, chance: random.Random) -> str | None:
    own = [name for name in names_in(told.text) if len(name.text) > 2 and not _begins(told.text, name.start)]
    own = own or [name for name in names_in(told.text) if " " in name.text]
    if not own:
        return None
    name = chance.choice(own)
    held = {word for word in re.findall(r"\w+", told.text)}
    pool = told.others if chance.random() < 0.5 else told.strangers
    able = [new for new in pool if not held & set(re.findall(r"\w+", new))]
    if not able:
        return None
    return told.text[: name.start] + chance.choice(able) + told.text[name.end :]


def name_swapped(told: Told, chance: random.Random) -> str | None:
    """Two names of the sentence in each other's place."""
    own = [name for name in names_in(told.text) if len(name.text) > 2 and not _begins(told.text, name.start)]
    if len(own) < 2 or re.search(rf"{re.escape(own[0].text)},? (?:and|or) ", told.text):
        return None
    one, two = own[0], own[-1]
    if one.text in two.text or two.text in one.text:
        return None
    between = told.text[one.end : two.start]
    if not re.search(r"[a-z]{4}", between) or re.search(r",|\band\b", between):
        return None
    return f"{told.text[: one.start]}{two.text}{between}{one.text}{told.text[two.end :]}"


def negated(told: Told, chance: random.Random) -> str | None:
    bare = _unquoted(told.text)
    if found := re.search(rf"\b({AUXILIARY}) (?:not|never) |\b({AUXILIARY}|ca)n['’]t ", bare):
        word = found[1] or {"ca": "can", "wo": "will"}.get(found[2], found[2])
        return f"{told.text[: found.start()]}{word} {told.text[found.end() :]}"
    if found := re.search(rf"\b{AUXILIARY} (?=(?!not|no\b|never|n['’]t)\w)", bare):
        new = chance.choice(["not ", "never ", "not "])
        return told.text[: found.end()] + new + told.text[found.end() :]
    if found := re.search(
        r"(?<=[a-z] )(?:began|became|led|made|took|won|held|gave|found|left|came|went|wrote|said)\b", bare
    ):
        base = dict(
            zip(
                "began became led made took won held gave found left came went wrote said".split(),
                "begin become lead make take win hold give find leave come go write say".split(),
                strict=True,
            )
        )
        return f"{told.text[: found.start()]}did not {base[found.group()]}{told.text[found.end() :]}"
    return None


def quote_changed(told: Told, chance: random.Random) -> str | None:
    """Another word in the place of one between quotation marks."""
    quoted = [
        one for one in quotations(told.text) if one.closed and one.opening not in "'‘" and one.end - one.start > 5
    ]
    if not quoted:
        return None
    one = chance.choice(quoted)
    start, end = one.inside()
    words = [m for m in re.finditer(r"[^\W\d_]{4,}", told.text[start:end])]
    others = [word for word in re.findall(r"\b[a-z]{4,}\b", told.paragraph) if word not in told.text]
    if not words or not others:
        return None
    word = chance.choice(words)
    return told.text[: start + word.start()] + chance.choice(others) + told.text[start + word.end() :]


def speaker_changed(told: Told, chance: random.Random) -> str | None:
    """Another's words: the name of who says it changed, or somebody said to have said what the article says."""
    able = [name for name in (*told.others, *told.strangers) if len(name.split()) == 2 and name not in told.text]
    if not able:
        return None
    new = chance.choice(able)
    acts = speeches(told.text, 0, len(told.text))
    if acts and names_in(told.text[acts[0].start : acts[0].end]):
        return told.text[: acts[0].start] + new + told.text[acts[0].end :]
    if acts or quotations(told.text):
        return None
    return chance.choice([f"According to {new}, {told.text}", f"{new} said that {told.text}"])


def cited_elsewhere(told: Told, chance: random.Random) -> str | None:
    return told.text if told.elsewhere else None


ALTERED: dict[str, Callable[[Told, random.Random], str | None]] = {
    "number": number_changed,
    "date": date_changed,
    "name": name_changed,
    "quote": quote_changed,
    "speaker": speaker_changed,
    "negation": negated,
    "names swapped": name_swapped,
    "other paragraph": cited_elsewhere,
}

SYNONYMS = [
    pair.split("/")
    for pair in (
        "began/started|started/began|built/constructed|big/large|large/big|many/numerous|help/assist|used/employed|"
        "important/significant|famous/well-known|also/additionally|about/approximately|because/since|"
        "however/nevertheless|such as/like|called/named|died/passed away|created/made|near/close to|"
        "often/frequently|several/a number of|began/commenced|main/principal|area/region|shown/demonstrated|"
        "caused/brought about|ended/concluded|received/got|children/kids|quickly/rapidly|wrote/penned|"
        "according to/as stated by|while/whereas|city/town|movie/film|film/movie|buy/purchase|obtained/acquired|"
        "primarily/mainly|mostly/largely|located/situated|allowed/permitted|required/needed|entire/whole|"
        "people/persons|approximately/about|within/inside|discovered/found|led to/resulted in|in order to/to"
    ).split("|")
]


def with_synonyms(told: Told, chance: random.Random) -> str | None:
    text, bare = told.text, _unquoted(told.text)
    able = [pair for pair in SYNONYMS if re.search(rf"\b{pair[0]}\b", bare)]
    for old, new in chance.sample(able, min(2, len(able))):
        text = re.sub(rf"\b{old}\b", new, text, count=1)
    return text if text != told.text else None


def without_a_clause(told: Told, chance: random.Random) -> str | None:
    bare = _unquoted(told.text)
    cuts = [
        *re.finditer(r", (?:who|which|where|when|whose) [^,;]+(?=[,.])(?:, (?=[a-z])|,(?= )|(?=\.$))", bare),
        *re.finditer(r" \([^()]+\)", bare),
        *re.finditer(
            r", (?:although|though|while|because|after|before|including|such as|with|as well as) [^,]+(?=\.$)", bare
        ),
        *re.finditer(r"; [^;]+(?=\.$)", bare),
    ]
    if not cuts:
        return None
    cut = chance.choice(cuts)
    left = told.text[: cut.start()] + (" " if bare[cut.start() : cut.end()].rstrip().endswith(",") else "")
    text = re.sub(r"\s+", " ", left + told.text[cut.end() :])
    return text if len(text.split()) > 5 else None


def introduced(told: Told, chance: random.Random) -> str | None:
    lead = chance.choice(["According to the article, ", "The article says that ", "As the report says, "])
    first = told.text.split()[0]
    lower = (
        first.lower() in "the a an in on at it this these there his her their as by for after during most many".split()
    )
    return lead + (told.text[0].lower() + told.text[1:] if lower else told.text)


REWORDED: dict[str, Callable[[Told, random.Random], str | None]] = {
    "synonyms": with_synonyms,
    "dropped clause": without_a_clause,
    "introduced": introduced,
}


def _unquoted(text: str) -> str:
    for one in quotations(text):
        text = text[: one.start] + "¤" * (one.end - one.start) + text[one.end :]
    return text


def _put(text: str, place: re.Match[str], new: str) -> str:
    return text[: place.start()] + new + text[place.end() :]


def drawn(
    told: Sequence[Told], makers: dict[str, Callable[[Told, random.Random], str | None]], each: int, seed: int
) -> Iterator[tuple[str, Told, str]]:
    """So many claims of each kind, at most, each with what it was made from."""
    for kind, make in makers.items():
        chance = random.Random(f"{seed}{kind}")
        order = list(told)
        chance.shuffle(order)
        made = 0
        for one in order:
            claim = make(one, chance)
            if claim and (claim != one.text or make is cited_elsewhere):
                yield kind, one, claim
                made += 1
            if made == each:
                break
