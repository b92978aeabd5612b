"""Which article somebody means: "this article", "the article on the harbour", "the seagrass interview", a title.

It uses headings, the conversation, and a search for the subject.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant.question.follow_ups import text_of
from assistant.question.question_kinds import ITEM, TEXT
from assistant.question.titles import titled
from index.articles import Heading, Hit
from index.filters import Filters
from index.language.closed_lists import ORDINALS
from index.language.quotations import is_cjk
from index.language.tokens import FUNCTION_WORDS, words
from index.library import Library

FOUND = 60  # paragraphs of a search for the subject, whose articles are weighed
# Paragraphs of an article whose mean score counts, articles that are weighed, and the weight of the cosines of the
# subject with an article's title and first paragraph. An article that fits less than MEANT is not on the subject; one
# that fits as much as SURE may be so in other words.
READ, ABLE, CLOSE = 4, 5, 0.3
MEANT, SURE = 0.35, 0.4
AS_GOOD = 0.75  # least share of the best paragraph's score for another article to belong to the same conversation
LONG_TITLE = 4  # words between quotation marks from which they are no mere term
ENTITLED = 0.6  # share of the words between quotation marks that a title must hold for them to name it
PARAGRAPHS = 60  # of an article, in which the subject's words are looked for
SPOKEN_OF = 0.35  # share of the subject's words, by weight, that is enough: people use other words than the article

Find = Callable[[str, int, Filters], Sequence[Hit]]  # the best paragraphs for a text, at most so many

_POINTING = re.compile(
    rf"^\W*(?:(?:this|that|these|those)(?: (?:\w+ )?(?:{ITEM}|one|news|text|document))?|the (?:{ITEM}"
    rf"|text|document)|it|here)"
    r"(?: (?:here|above|please|all about|exactly|really|mainly|published|written))*\W*$",
    re.I,
)
_NTH = re.compile(
    rf"^\W*the (?P<which>{'|'.join(ORDINALS[:10])}|last|other) (?:one|{ITEM}|paper|outlet|source)"
    r"(?: of (?:them|these|those))?\W*$",
    re.I,
)
_TEXT = re.compile(rf"\b(?:{TEXT})\b", re.I)
_ITEM = re.compile(rf"\b(?:{ITEM})\b", re.I)
_SUBJECT = re.compile(
    rf"\b(?:{ITEM})\b\s*(?:(?:on|about|of|with|regarding|concerning|in|into|from|by|that|which|where|called|titled"
    rf"|headlined)\b)?",
    re.I,
)
_QUOTED_TITLE = re.compile(r"[“\"«「『《]([^”\"»」』》]{4,300})[”\"»」』》]")
_SAYING_NOTHING = frozenset(FUNCTION_WORDS) | set(
    words("article story report piece interview column text news published written about")
)


def points(text: str) -> bool:
    """Whether the words only point: "this article", "it"."""
    return bool(_POINTING.match(text) or _NTH.match(text))


def names_a_text(text: str, *, of_text: bool = False) -> bool:
    """Whether the words name one article, not only its subject: "the article on the harbour".

    Where a question is `of_text`, as one for its author is, an article goes by more names: "the page on the harbour".
    """
    return bool((_ITEM if of_text else _TEXT).search(text)) or bool(_QUOTED_TITLE.search(text))


def is_quoted(text: str) -> bool:
    """Whether the words are a title of some length between quotation marks."""
    found = _QUOTED_TITLE.fullmatch(text.strip(" .?!,"))
    return bool(found) and len(words(text)) >= LONG_TITLE


def without_text(topic: str) -> str:
    """The subject alone: "the harbour" of "the page on the harbour"."""
    return " ".join(_SUBJECT.sub(" ", topic).split()) or topic


def article_meant(
    text: str, library: Library, filters: Filters, history: Sequence[Mapping[str, object]], *, pointing: bool
) -> tuple[str, ...]:
    """The ids of the articles meant, usually one; none if unknown."""
    if pointing and (found := _NTH.match(text)):
        return _nth_cited(found["which"].lower(), library, history)
    if pointing:
        return open_article(library, filters, history)
    return by_subject(text, library, filters)


def _nth_cited(which: str, library: Library, history: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
    """ "The second one" of the last answer that names at least that many articles by title."""
    if which == "other":
        return _other_cited(library, history)
    place, least = (-1, 2) if which == "last" else (ORDINALS.index(which), ORDINALS.index(which) + 1)
    for end in range(len(history), 0, -1):
        if history[end - 1].get("role") == "assistant" and len(cited := last_cited(library, history[:end])) >= least:
            return (cited[place],)
    return ()


def _other_cited(library: Library, history: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
    """The article cited last beside the one that the last answer is about."""
    ends = [end for end in range(len(history), 0, -1) if history[end - 1].get("role") == "assistant"]
    cited = [last_cited(library, history[:end]) for end in ends]
    about = next(iter(cited), ())[:1]
    return next(((one,) for each in cited for one in each if one not in about), ())


def open_article(library: Library, filters: Filters, history: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
    """The one article that is open, was cited last, or is the only one."""
    if len(filters.articles) == 1:
        return tuple(filters.articles)
    if cited := last_cited(library, history):
        return cited
    if library.count(filters) == 1:
        hits = library.search("article", limit=1, filters=filters) or library.search("the", limit=1, filters=filters)
        return tuple(hit.heading.id for hit in hits)
    return context_of(library, filters, history)[:1] if history else ()


_MARKER = re.compile(r"\[\d{1,4}\]")
_TITLE = re.compile(r"“([^“\n]{4,300}?)”(?= \()|[“《『\"]([^”》』\"\n]{4,300})[”》』\"]")


def last_cited(library: Library, history: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
    """The articles named by title in the last answer that cites any; a refusal only points to some."""
    for message in reversed(history):
        text = text_of(message)
        if message.get("role") != "assistant" or not _MARKER.search(text):
            continue
        titles = dict.fromkeys((found[1] or found[2]).strip() for found in _TITLE.finditer(text))
        cited = list[str]()
        for title in list(titles)[:5]:
            cited += titled(title, library)
        if cited:
            return tuple(dict.fromkeys(cited))
    return ()


CONTEXT = 3  # articles that a conversation can be about at once


def context_of(library: Library, filters: Filters, history: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
    """The articles that the last turn was about: those cited, else those that its words lead to."""
    if cited := last_cited(library, history):
        return cited
    said = [text_of(message) for message in history[-2:]]
    earlier = [text_of(message) for message in history[:-2] if message.get("role") == "user"][-1:]
    hits = library.search(" ".join([*said, *earlier])[:1000], limit=FOUND, filters=filters)
    best = hits[0].score if hits else 0.0
    found = dict.fromkeys(hit.heading.id for hit in hits if hit.score >= AS_GOOD * best)
    return tuple(found)[:CONTEXT]


def by_subject(text: str, library: Library, filters: Filters) -> tuple[str, ...]:
    """The article that fits the subject best; none if none fits, or too few of the subject's words are found."""
    quoted = _QUOTED_TITLE.search(text)
    subject = quoted[1] if quoted else without_text(text)
    sought = {word for word in words(subject) if word not in _SAYING_NOTHING}
    if not sought:
        return ()

    def find(text: str, limit: int, within: Filters) -> list[Hit]:
        return library.search(text, limit=limit, filters=within)

    weights = {word: weight for word, weight in library.weights(subject).items() if word in sought}
    fits = by_fit(subject, library, filters, find)
    if not fits or not sum(weights.values()):
        return ()
    best, fit = fits[0]
    if quoted and len(sought & set(words(best.title))) < ENTITLED * len(sought):
        return ()
    return (best.id,) if fit >= SURE or fit >= MEANT and _is_held(weights, best, library) else ()


def by_fit(subject: str, library: Library, filters: Filters, find: Find) -> list[tuple[Heading, float]]:
    """The articles found for a subject with how well each fits it, best first.

    An article on a subject has several paragraphs near it, and its title and first paragraph say so; one that only
    mentions it has one. Where the model is blind, the words of the title stand for its meaning.
    """
    found = _means(find(subject, FOUND, filters))
    likely = sorted(found, key=lambda one: -found[one])[:ABLE]
    # In a large library the best paragraphs are of many articles, few of each.
    means = _means(find(subject, FOUND, replace(filters, articles=[one.id for one in likely]))) if likely else {}
    able = list(means)
    if is_cjk(subject):
        sought = set(words(subject))
        entitled = {one: len(sought & set(words(one.title))) / max(1, len(sought)) for one in able}
        return sorted(((one, means[one] + entitled[one]) for one in able), key=lambda each: -each[1])
    if not able:
        return []
    asked, *titles = library.embeddings.encode([subject, *(one.title for one in able)], asked=1)
    openings = library.vectors_at({(one.id, 1) for one in able})
    fits = list[tuple[Heading, float]]()
    for one, title in zip(able, titles, strict=True):
        opening = max((float(piece @ asked) for piece in openings.get((one.id, 1), ())), default=0.0)
        fits.append((one, means[one] + CLOSE * (float(title @ asked) + opening)))
    return sorted(fits, key=lambda each: -each[1])


def _means(hits: Sequence[Hit]) -> dict[Heading, float]:
    """The mean score of the best READ paragraphs of each article; those that were not found count as 0."""
    scores: dict[Heading, list[float]] = {}
    for hit in hits:
        scores.setdefault(hit.heading, []).append(hit.score)
    return {one: sum(sorted(each, reverse=True)[:READ]) / READ for one, each in scores.items()}


def _is_held(weights: Mapping[str, float], heading: Heading, library: Library) -> bool:
    """Whether enough of the subject's words, by weight, are in the article or above it."""
    paragraphs = library.paragraphs_of([heading.id], PARAGRAPHS).get(heading.id, [])
    text = " ".join([heading.title, heading.outlet or "", heading.author or "", *(one.text for one in paragraphs)])
    held = set(words(text))
    return sum(weight for word, weight in weights.items() if word in held) >= SPOKEN_OF * sum(weights.values())
