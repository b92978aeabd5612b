"""The role of each paragraph: the article's own text, or the page's text around it.

It uses general signs, their form and their position, nothing specific to one site. When in doubt, it leaves a
paragraph as `body`: searching furniture costs little, while an article's sentence that is not searched is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.articles import SEARCHED_ROLES, Role
from index.extraction import signs
from index.extraction.figures import EASTERN

LONGEST_FURNITURE = 700  # characters; longer paragraphs are body, however they begin
LONGEST_CAPTION = 400
LONGEST_POINTER = 160
LONG_LINE = 120  # characters; a poem, or text in an Asian script, may have no full stop
SHORTEST_SENTENCE = 10
MENU_LENGTH = 4  # fewer short lines in a row may be a poem, a list or a heading
MOST_TITLES = 8  # titles that may follow one "Related stories"

SENTENCE_END = re.compile(r"[.!?。！？…][\"'”’」』）)\]]*$")
_STATED = re.compile(r"[.。…।۔።][\"'”’」』）)\]]*$")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?][\"'”’)])\s+|(?<=[.!?])\s+|(?<=[。！？])")
_MENU_SEPARATORS = re.compile(r"\s*[|｜·•›»]\s*|\s+/\s+")
_MARKS = "()[]（）【】*•-–—>»| \t"


def roles(paragraphs: Sequence[str]) -> list[Role]:
    """Gives each paragraph of one article, in reading order, its role."""
    found = [_own_role(paragraph) for paragraph in paragraphs]
    prose = [number for number, paragraph in enumerate(paragraphs) if _is_prose(paragraph, found[number])]
    if not prose:
        return found
    first, last = prose[0], prose[-1]
    _mark_what_follows_pointers(paragraphs, found)
    for edge in (range(first), range(last + 1, len(paragraphs))):
        _mark_menus(paragraphs, found, edge)
        _mark_edge_lines(paragraphs, found, edge)
        _mark_enclosed(paragraphs, found, edge)
    return found


def states_something(paragraphs: Sequence[str], found: Sequence[Role]) -> bool:
    """Whether any searched paragraph of a page states something, unlike on a login page or a page of links."""
    return any(
        len(paragraph) >= LONG_LINE or (len(paragraph) >= SHORTEST_SENTENCE and bool(_STATED.search(paragraph)))
        for paragraph, role in zip(paragraphs, found, strict=True)
        if role in SEARCHED_ROLES
    )


def _own_role(paragraph: str) -> Role:
    """The role that a paragraph's own words show, whatever surrounds it."""
    text = paragraph.strip()
    if len(text) > LONGEST_FURNITURE:
        return "body"
    if signs.NOTE.match(text) or signs.CREDIT.match(text):
        return "note"
    inner = text.strip(_MARKS)
    if _is_pointer(inner) or _is_furniture(inner) or _is_menu_line(inner) or signs.CONTACT_LINE.match(inner):
        return "boilerplate"
    return "caption" if _is_caption(text) else "body"


def _is_caption(text: str) -> bool:
    credited = signs.CAPTION_OPENING.match(text) or signs.CAPTION_CLOSING.search(text)
    return len(text) <= LONGEST_CAPTION and bool(credited)


def _is_pointer(text: str) -> bool:
    """Whether it opens with a pointer's label and is not a whole sentence such as "Related companies fell as well."."""
    is_sentence = bool(SENTENCE_END.search(text)) and not re.search(r"[:：]", text)
    return bool(signs.POINTER.match(text)) and len(text) <= LONGEST_POINTER and not is_sentence


def _is_furniture(text: str) -> bool:
    """Whether every sentence (of four or more, all but one) is about the page or addresses its reader."""
    sentences = [sentence.strip() for sentence in _BETWEEN_SENTENCES.split(text) if sentence.strip()]
    if not sentences or text[0] in '"“‘«「『':
        return False
    plain = [_speaks_plainly(sentence) for sentence in sentences]
    speaking = sum(clear or _goes_on(sentence) for clear, sentence in zip(plain, sentences, strict=True))
    leading = plain[0] or ((sum(plain) > 1 or sentences[0].endswith(("?", "？"))) and sum(plain) * 2 >= len(sentences))
    return leading and speaking >= len(sentences) - (len(sentences) > 3)


def _speaks_plainly(sentence: str) -> bool:
    """Whether a sentence is plainly the page's own, by its opening or because it has "us" or "our" and an address."""
    address = bool(re.search(r"\b(?:us|our)\b", sentence, re.IGNORECASE) and signs.CONTACT.search(sentence))
    return bool(signs.FURNITURE.match(sentence)) or (address and len(sentence) <= LONGEST_POINTER)


def _goes_on(sentence: str) -> bool:
    """Whether a sentence could follow one of the page's own: "It takes a minute of your time." """
    words = len(sentence.split())
    return words <= 2 or (words <= 25 and bool(signs.READER.search(sentence)))


def _is_menu_line(text: str) -> bool:
    fragments = [fragment for fragment in _MENU_SEPARATORS.split(text) if fragment]
    return len(fragments) >= 3 and _are_a_menu(fragments)


def _are_a_menu(fragments: Sequence[str]) -> bool:
    """Menu words decide: a list of ingredients or a stanza has the same shape but other words."""
    known = sum(bool(signs.MENU_WORDS.fullmatch(fragment.strip())) for fragment in fragments)
    return known >= 2 and known * 3 >= len(fragments)


def _is_fragment(text: str) -> bool:
    return len(text) <= 60 and len(text.split()) <= 7 and not SENTENCE_END.search(text)


def _is_prose(text: str, role: Role) -> bool:
    long_enough = len(text) >= (25 if EASTERN.search(text) else 60)
    return role == "body" and long_enough and bool(SENTENCE_END.search(text))


def _mark_what_follows_pointers(paragraphs: Sequence[str], found: list[Role]) -> None:
    """Marks titles after a bare "Related stories": short lines that are not sentences, up to the next prose."""
    left = 0
    for number, paragraph in enumerate(paragraphs):
        bare = paragraph.strip(_MARKS + ":：")
        if found[number] == "boilerplate" and len(bare) <= 40 and _is_pointer(bare):
            left = MOST_TITLES
        elif left and found[number] == "body":
            is_title = len(paragraph) <= LONGEST_POINTER and not SENTENCE_END.search(paragraph)
            left = left - 1 if is_title else 0
            found[number] = "boilerplate" if is_title else "body"


def _mark_menus(paragraphs: Sequence[str], found: list[Role], edge: range) -> None:
    """Marks menus: runs of short lines with menu words, before the first prose and after the last."""
    run: list[int] = []
    for number in [*edge, -1]:
        if number >= 0 and _is_fragment(paragraphs[number]) and len(paragraphs[number].split()) <= 4:
            run.append(number)
            continue
        if len(run) >= MENU_LENGTH and _are_a_menu([paragraphs[member] for member in run]):
            for member in run:
                found[member] = "boilerplate"
        run = []


def _mark_edge_lines(paragraphs: Sequence[str], found: list[Role], edge: range) -> None:
    """Marks what is furniture only at the edge of a text: buttons, bylines, timestamps, calls in capitals."""
    for number in edge:
        if found[number] == "body" and _is_edge_line(paragraphs[number].strip()):
            found[number] = "boilerplate"


def _is_edge_line(text: str) -> bool:
    if len(text) > LONGEST_POINTER:
        return False
    dated = signs.DATELINE.fullmatch(text) and signs.TIME_OF_DAY.search(text)
    named = signs.BUTTON.fullmatch(text) or signs.BYLINE.fullmatch(text)
    return bool(dated or named) or _is_call_in_capitals(text)


def _is_call_in_capitals(text: str) -> bool:
    shouted = _is_fragment(text) and text.isupper() and len(text.split()) >= 2
    return shouted and bool(signs.READER.search(text))


def _mark_enclosed(paragraphs: Sequence[str], found: list[Role], edge: range) -> None:
    """Marks short lines between two lines of furniture, which are furniture too."""
    sure = [number for number in edge if found[number] == "boilerplate"]
    for before, after in zip(sure, sure[1:], strict=False):
        between = range(before + 1, after)
        if len(between) <= 3 and all(_is_fragment(paragraphs[number]) for number in between):
            for number in between:
                found[number] = "boilerplate"
