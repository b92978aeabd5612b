"""Who said what: what a reading finds of attributions that people marked in news pages, in all and by page.

    python -m tests.benchmarks.who_said DATA [--misses]

DATA/who_said holds the marks, DATA/pages the texts. Six pages are held out: their misses are never shown, and were
never looked at. It shares no code with what it judges except the call that reads an article.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import resource
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.articles import Article, Paragraph
from index.reading.read import read

Mark = dict[str, Any]
# Words before a name that are not part of it, as the marks leave them out.
BEFORE = {"the", "a", "an", "mr", "mrs", "ms", "dr", "sir", "president", "sen", "senator", "rep", "gov", "prof"}
BODY = re.compile(
    r"\b(?:inc|corp|co|company|group|ministry|department|agency|office|university|institute|police|party|committee|"
    r"council|bank|union|association|commission|government|house|court|report|study|poll|survey|journal|times|post|"
    r"news|press|foundation|network|service|records|center|centre|organization|organisation|administration|campaign)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Told:
    """A statement as it is judged: its place, its speaker, and its voice."""

    paragraph: int
    start: int
    end: int
    speaker: str | None
    kind: str
    voice: str


@dataclass(slots=True)
class Figures:
    """Counts over one page or many."""

    marked: int = 0  # attributions with a named speaker
    found: int = 0  # those with a statement over them that names the right speaker
    named: int = 0  # marked attributions, of all, whose statement names somebody
    right: int = 0  # those whose statement names the right speaker
    bodies: int = 0
    bodies_found: int = 0
    covered: int = 0  # marked attributions of all kinds with a statement over them
    voiced: int = 0
    all: int = 0
    loose: int = 0  # statements with a name that nobody marked
    told: int = 0  # statements with a name

    def add(self, other: Figures) -> None:
        for field in self.__slots__:
            setattr(self, field, getattr(self, field) + getattr(other, field))

    def line(self) -> str:
        def share(part: int, whole: int) -> str:
            return f"{part / whole:.2f}" if whole else " -  "

        return (
            f"named found {share(self.found, self.marked)} of {self.marked:3}  right of named "
            f"{share(self.right, self.named)} of {self.named:3}  bodies {share(self.bodies_found, self.bodies)} of "
            f"{self.bodies:3}  voice {share(self.voiced, self.covered)}  covered {share(self.covered, self.all)} of "
            f"{self.all:3}  unmarked {share(self.loose, self.told)} of {self.told:3}"
        )


def is_held_out(page: str) -> bool:
    """Half of the pages, by a hash of their names, were held out; half of these, by name, still are."""
    return page > "8" and hashlib.sha256(page.encode()).digest()[0] % 2 == 1


def lines(path: Path) -> list[Mark]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def texts(data: Path) -> dict[str, list[str]]:
    """The paragraphs of each page: the non-empty lines of the marked text."""
    return {
        one["file"].partition(".")[0]: [line for line in one["expected_text"].splitlines() if line.strip()]
        for one in lines(data / "pages" / "expected.jsonl")
    }


def told_by_reading(page: str, paragraphs: list[str]) -> list[Told]:
    made = tuple(Paragraph(page, number, text, "body") for number, text in enumerate(paragraphs, 1))
    reading = read(Article(id=page, title="", paragraphs=made))
    return [
        Told(one.span.paragraph, one.span.start, one.span.end, one.speaker, one.kind, one.voice)
        for one in reading.statements
    ]


def words_of(name: str) -> list[str]:
    words = [re.sub(r"['’]s?$", "", word).strip(".,").casefold() for word in name.split()]
    while len(words) > 1 and words[0] in BEFORE:
        words.pop(0)
    if len(words) > 2:  # an initial or "Jr." does not make another person
        words = [word for word in words if len(word) > 1 and word not in ("jr", "sr")]
    return [word for word in words if word]


def is_one(marked: str, named: str) -> bool:
    """Whether two names are one: equal, or one is part of the other with its first or last word, or its initials."""
    one, other = words_of(marked), words_of(named)
    if not one or not other:
        return False
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if (
        len(short) == 1
        and len(short[0]) > 1
        and short[0] == "".join(word[0] for word in long if word not in ("of", "and", "the", "for"))
    ):
        return True
    return set(short) <= set(long) and (short[-1] == long[-1] or short[0] == long[0])


def is_right(marked: str, named: str) -> bool:
    wanted = marked.split("; ")
    if any(is_one(one, named) for one in wanted):
        return True
    parts = re.split(r"; | and ", named)
    return all(any(is_one(one, part) for one in wanted) for part in parts)


def over(told: Iterable[Told], paragraph: int, start: int, end: int) -> Told | None:
    """The statement that covers at least half of a span and fits it best."""
    best: tuple[float, Told] | None = None
    for one in told:
        shared = min(end, one.end) - max(start, one.start)
        if one.paragraph != paragraph or shared < (end - start) / 2:
            continue
        fit = shared / (max(end, one.end) - min(start, one.start))
        if best is None or fit > best[0]:
            best = fit, one
    return best[1] if best else None


def place(text: str, content: str) -> tuple[int, int]:
    start = text.find(content)
    return start, start + len(content)


def judge(paragraphs: list[str], marks: list[Mark], told: list[Told]) -> tuple[Figures, list[str]]:
    """The figures of one page, and its misses in words."""
    figures, misses = Figures(), []
    for mark in marks:
        start, end = place(paragraphs[mark["paragraph"] - 1], mark["content"])
        assert start >= 0, mark
        one = over(told, mark["paragraph"], start, end)
        speaker = mark["speaker"]
        figures.all += 1
        good = bool(speaker and one and one.speaker and is_right(speaker, one.speaker))
        if one:
            figures.covered += 1
            figures.voiced += one.voice == mark["voice"]
        if one and one.speaker and one.kind != "unnamed":
            figures.named += 1
            figures.right += good
        if speaker:
            body = bool(BODY.search(speaker)) or mark["kind"] == "report" or len(speaker.split()) == 1
            figures.marked += 1
            figures.found += good
            figures.bodies += body
            figures.bodies_found += body and good
        if speaker and not good or not speaker and one and one.speaker and one.kind != "unnamed":
            said = f"{one.speaker} ({one.kind}, {one.voice})" if one else "-"
            misses.append(
                f"p{mark['paragraph']} {mark['cue']!r} by {mark['source']!r} = {speaker!r}, read: {said}\n"
                f"      {mark['content'][:150]}"
            )
        if one and one.voice != mark["voice"] and good:
            misses.append(f"p{mark['paragraph']} voice {one.voice} for {mark['voice']}: {mark['content'][:100]}")
    figures.told = sum(one.speaker is not None and one.kind != "unnamed" for one in told)
    spans = [(mark["paragraph"], *place(paragraphs[mark["paragraph"] - 1], mark["content"])) for mark in marks]
    for one in told:
        if one.speaker is None or one.kind == "unnamed":
            continue
        if not any(at == one.paragraph and start < one.end and one.start < end for at, start, end in spans):
            figures.loose += 1
            words = paragraphs[one.paragraph - 1][one.start : one.end]
            misses.append(f"p{one.paragraph} unmarked: {one.speaker!r} ({one.voice}): {words[:150]}")
    return figures, misses


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("data", type=Path)
    asked.add_argument("--misses", action="store_true", help="of the pages that are not held out")
    options = asked.parse_args()
    pages = texts(options.data)
    marks: dict[str, list[Mark]] = defaultdict(list)
    for one in lines(options.data / "who_said" / "attributions.jsonl"):
        marks[one["page"]].append(one)
    halves = {False: Figures(), True: Figures()}
    told: dict[str, list[Told]] = {}
    told_by_reading("warm", ["“It rained,” said Ann Lee."])
    began, words = _seconds(), 0
    for page in marks:
        told[page] = told_by_reading(page, pages[page])
        words += sum(len(text.split()) for text in pages[page])
    spent = _seconds() - began
    for page, marked in marks.items():
        figures, misses = judge(pages[page], marked, told[page])
        halves[is_held_out(page)].add(figures)
        print(page, "held out" if is_held_out(page) else "seen    ", figures.line())
        if options.misses and not is_held_out(page):
            print(*(f"    {miss}" for miss in misses), sep="\n")
    both = Figures()
    for half in halves.values():
        both.add(half)
    print("seen     ", halves[False].line())
    print("held out ", halves[True].line())
    print("all      ", both.line())
    _not_speech(options, pages, told)
    print(f"{spent:.1f} processor seconds for {words} words: {1000 * spent / words:.3f} for 1,000 words")


def _seconds() -> float:
    return sum(resource.getrusage(resource.RUSAGE_SELF)[:2])


def _not_speech(options: argparse.Namespace, pages: dict[str, list[str]], told: dict[str, list[Told]]) -> None:
    """How many sentences that only look like speech are covered by a statement."""
    taken = {False: 0, True: 0}
    looked = lines(options.data / "who_said" / "not_speech.jsonl")
    for mark in looked:
        page = mark["page"]
        one = over(told[page], mark["paragraph"], *place(pages[page][mark["paragraph"] - 1], mark["text"]))
        if one:
            taken[is_held_out(page)] += 1
            if options.misses and not is_held_out(page):
                print(f"    taken for speech: {mark['text'][:120]} ({one.speaker})")
    total = sum(taken.values())
    print(f"taken for speech {total} of {len(looked)} ({total / len(looked):.2f}), held out {taken[True]}")


if __name__ == "__main__":
    main()
