"""Which article a question means: "this article", "the article on the harbour", "the seagrass interview", a title.

It uses headings, the conversation, and a search for the subject.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant.question.catalog_names import author_called
from assistant.question.follow_ups import text_of
from assistant.question.question_kinds import ITEM, TEXT
from assistant.question.titles import titled
from index.articles import Heading, Hit
from index.filters import Filters
from index.language.closed_lists import MONTHS, ORDINALS, month_number
from index.language.quotations import is_cjk
from index.language.tokens import FUNCTION_WORDS, words
from index.library import Library

FOUND = 60  # paragraphs retrieved for the subject; their articles are the candidates
READ = 4  # best paragraphs of an article that its mean score covers
ABLE = 5  # candidates that are kept
CLOSE = 0.3  # weight of the cosine similarity of the subject to an article's title and first paragraph
MEANT = 0.35  # least fit of an article that is on the subject
SURE = 0.4  # fit at which an article is on the subject even if its words differ from those of the question
AS_GOOD = 0.75  # least share of the best paragraph's score for another article to belong to the same conversation
LONG_TITLE = 4  # a quotation of at least this many words is a title, not just a term
ENTITLED = 0.6  # share of the quoted words that a title must contain to be the one named
PARAGRAPHS = 60  # paragraphs of an article that are searched for the subject's words
SPOKEN_OF = 0.35  # share of the subject's words, by weight, that must be in the article; people word things differently

NEAR = 0.75  # least share of the best fit for another article to be chosen because its time is the one asked for

Find = Callable[[str, int, Filters], Sequence[Hit]]  # (text, limit, filters) -> the best paragraphs for the text

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
# The time of the article itself: "the March report", "the very first story".
_OF_TIME = re.compile(rf"\b(?:(?P<month>{'|'.join(MONTHS)})|(?:very )?first)(?:['’]s)? (?P<item>{ITEM})\b", re.I)
# Whose text is meant: "Roe's column", "roes piece".
_WHOSE = re.compile(rf"\b(?P<who>[\w.-]+(?: [\w.-]+){{0,3}}?)(?:['’]s?)? (?:\w+ )?(?:{ITEM})\b", re.I)
_QUOTED_TITLE = re.compile(r"[“\"«「『《]([^”\"»」』》]{4,300})[”\"»」』》]")
_SAYING_NOTHING = frozenset(FUNCTION_WORDS) | set(
    words("article story report piece interview column text news published written about")
)


def points(text: str) -> bool:
    """Whether the text only points at an article: "this article", "it"."""
    return bool(_POINTING.match(text) or _NTH.match(text))


def names_a_text(text: str, *, of_text: bool = False) -> bool:
    """Whether the words name one article, not only its subject: "the article on the harbour".

    With `of_text`, for questions about the article itself, such as who wrote it, more nouns mean an article: "the page
    on the harbour".
    """
    return bool((_ITEM if of_text else _TEXT).search(text)) or bool(_QUOTED_TITLE.search(text))


def is_quoted(text: str) -> bool:
    """Whether the text is one quotation of at least LONG_TITLE words, so a title."""
    found = _QUOTED_TITLE.fullmatch(text.strip(" .?!,"))
    return bool(found) and len(words(text)) >= LONG_TITLE


def without_text(topic: str) -> str:
    """The subject alone: "the harbour" from "the page on the harbour"."""
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
    """The article that "the second one" means, in the last answer that names at least that many by title."""
    if which == "other":
        return _other_cited(library, history)
    place, least = (-1, 2) if which == "last" else (ORDINALS.index(which), ORDINALS.index(which) + 1)
    for end in range(len(history), 0, -1):
        if history[end - 1].get("role") == "assistant" and len(cited := last_cited(library, history[:end])) >= least:
            return (cited[place],)
    return ()


def _other_cited(library: Library, history: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
    """The most recently cited article other than the one that the last answer is about."""
    ends = [end for end in range(len(history), 0, -1) if history[end - 1].get("role") == "assistant"]
    cited = [last_cited(library, history[:end]) for end in ends]
    about = next(iter(cited), ())[:1]
    return next(((one,) for each in cited for one in each if one not in about), ())


def open_article(library: Library, filters: Filters, history: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
    """The open article, else those cited last, else the only one that the filters allow, else the first in context."""
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
    """The articles named by title in the last answer that cites any; a refusal may name some but cites none."""
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
    """The articles that the last turn was about: those cited, else those that a search for its words finds."""
    if cited := last_cited(library, history):
        return cited
    said = [text_of(message) for message in history[-2:]]
    earlier = [text_of(message) for message in history[:-2] if message.get("role") == "user"][-1:]
    hits = library.search(" ".join([*said, *earlier])[:1000], limit=FOUND, filters=filters)
    best = hits[0].score if hits else 0.0
    found = dict.fromkeys(hit.heading.id for hit in hits if hit.score >= AS_GOOD * best)
    return tuple(found)[:CONTEXT]


def by_subject(text: str, library: Library, filters: Filters) -> tuple[str, ...]:
    """The article that best fits the subject; none if the fit is poor or it has too few of the subject's words.

    If an author's text is meant ("Roe's column"), it is that author's articles.
    If the text says when the article was published ("the March report"), the best article from then is returned if it
    fits nearly as well as the best of all.
    """
    quoted = _QUOTED_TITLE.search(text)
    if not quoted and (own := _of_author(text, library, filters)):
        return own
    subject = quoted[1] if quoted else without_text(_OF_TIME.sub(r"\g<item>", text))
    sought = {word for word in words(subject) if word not in _SAYING_NOTHING}
    if not sought:
        return ()

    def find(text: str, limit: int, within: Filters) -> list[Hit]:
        return library.search(text, limit=limit, filters=within)

    weights = {word: weight for word, weight in library.weights(subject).items() if word in sought}
    fits = by_fit(subject, library, filters, find)
    if not fits or not sum(weights.values()):
        return ()
    best, fit = fits[0] if quoted else _of_time(text, fits)
    if quoted and len(sought & set(words(best.title))) < ENTITLED * len(sought):
        return ()
    return (best.id,) if fit >= SURE or fit >= MEANT and _is_held(weights, best, library) else ()


def _of_author(text: str, library: Library, filters: Filters) -> tuple[str, ...]:
    """The articles by the author whose text is meant: "Roe's column"."""
    for found in _WHOSE.finditer(text):
        names = (found["who"], found["who"].removesuffix("s"))  # an apostrophe may be missing
        if author := next((one for name in names if (one := author_called(name, library))), None):
            hits = library.search(text, limit=FOUND, filters=replace(filters, authors=author))
            return tuple(dict.fromkeys(hit.heading.id for hit in hits))[:ABLE]
    return ()


def _of_time(text: str, fits: Sequence[tuple[Heading, float]]) -> tuple[Heading, float]:
    """The best of these articles; if the text gives a publication time, the best from then that fits nearly as well."""
    found = _OF_TIME.search(text)
    near = [one for one in fits if found and one[0].published and one[1] >= NEAR * fits[0][1]]
    if found and found["month"]:
        number = f"{month_number(found['month']):02}"
        near = [one for one in near if (one[0].published or "")[5:7] == number]
    else:
        near.sort(key=lambda one: one[0].published or "")
    return near[0] if near else fits[0]


def by_fit(subject: str, library: Library, filters: Filters, find: Find) -> list[tuple[Heading, float]]:
    """The articles found for a subject and how well each fits it, best first.

    An article on the subject has several paragraphs close to it, and a close title and first paragraph; an article
    that only mentions the subject has one close paragraph. For CJK text, which the embedding model does not cover, the
    words shared with the title replace the cosines.
    """
    found = _means(find(subject, FOUND, filters))
    likely = sorted(found, key=lambda one: -found[one])[:ABLE]
    # In a large library the best paragraphs come from many articles, so few come from each.
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
    """The mean score of each article's best READ paragraphs; if fewer were found, the missing ones count as 0."""
    scores: dict[Heading, list[float]] = {}
    for hit in hits:
        scores.setdefault(hit.heading, []).append(hit.score)
    return {one: sum(sorted(each, reverse=True)[:READ]) / READ for one, each in scores.items()}


def _is_held(weights: Mapping[str, float], heading: Heading, library: Library) -> bool:
    """Whether enough of the subject's words, by weight, are in the article's text, title, outlet or author."""
    paragraphs = library.paragraphs_of([heading.id], PARAGRAPHS).get(heading.id, [])
    text = " ".join([heading.title, heading.outlet or "", heading.author or "", *(one.text for one in paragraphs)])
    held = set(words(text))
    return sum(weight for word, weight in weights.items() if word in held) >= SPOKEN_OF * sum(weights.values())
