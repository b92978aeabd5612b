"""What an article, or a story in several, is about: its key sentences, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.choosing import Candidate, is_heading, share
from assistant.answering.composing import lookup
from assistant.answering.composing.assembling import Telling, nothing_found, nothing_more
from assistant.answering.composing.composer_input import Asking, sentences_of
from assistant.answering.composing.finding import content_weights, nearest
from assistant.answering.copies import Copies
from assistant.answering.judged import judged_whole, place_of
from assistant.answering.key_sentences import key_sentences
from assistant.answering.quoting import Draft
from assistant.answering.reading_on import asks
from assistant.answering.wording import UNSURE, where
from assistant.question.articles_meant import MEANT, SURE, by_fit, is_quoted, names_a_text, points, without_text
from assistant.question.asked_times import in_period
from assistant.question.cased import cased
from assistant.question.spelling import names_nobody
from assistant.texts.coded import Coded
from index.articles import Heading, Hit
from index.language.closed_lists import MONTHS
from index.language.names import names_in
from index.language.quotations import is_cjk
from index.language.tokens import words

SENTENCES, OF_LONG, LONG = 5, 7, 25  # sentences quoted from an article, from a long one, and minimum of a long one
STORY = 5  # articles of a story, at most
OF_STORY = 8  # sentences of a story, at most
FOUND = 60  # paragraphs searched for a story's articles
LONGEST = 40  # sentences weighed across all articles: a long article says at the beginning what it is about
SAID = 4  # sentences of an outlet on a topic
HELD_BY_ONE = 0.5  # share of the topic's words, by weight, in such a sentence or its title
HELD_AT_LEAST = 0.3  # the same if no sentence reaches that share
HELD = 0.6  # share of the topic's words, by weight, in an article of the story
ASIDE = ("satire", "correction")


def compose(asking: Asking) -> Draft:
    plan = asking.plan
    if plan.form.kind == "said" and (plan.outlets or plan.articles) and plan.topic:
        return _of_outlet(asking)
    if plan.articles and plan.topic and not points(plan.topic) and not names_a_text(plan.topic, of_text=True):
        return _of_outlet(asking)  # "What does this article say about costs?"
    if plan.articles:
        return _of_articles(asking, [one for one in map(asking.heading, plan.articles) if one])
    if plan.points_at_article or not plan.topic and not (plan.outlets or plan.author or plan.since or plan.until):
        return nothing_found(asking, Coded("answers.which_article"))
    if is_quoted(plan.topic) and not _is_said(asking, plan.topic):  # no article has this title
        return nothing_found(asking, Coded("answers.which_article"))
    if names_nobody(plan.topic, asking.library):
        return nothing_found(asking)
    story = articles_of(asking, plan.topic)
    weights = content_weights(asking, without_text(plan.topic))
    if story and (not weights or any(_opens_with(asking, one, weights) for one in story)):
        return _of_articles(asking, story)
    likely, fit = _likeliest(asking)
    if story:
        return _of_articles(asking, [likely]) if likely else _of_outlet(asking)  # else they only mention it
    if likely is None:
        return lookup.compose(asking)
    return replace(_of_articles(asking, [likely]), notices=() if fit >= SURE else (UNSURE,))


def _is_said(asking: Asking, quoted: str) -> bool:
    """Whether a paragraph found has these words, without their quotation marks."""
    return any(quoted.strip(' .?!,“”"«»').casefold() in hit.paragraph.text.casefold() for hit in asking.hits)


def _likeliest(asking: Asking) -> tuple[Heading | None, float]:
    """The article that fits the topic best, in any words, and how well; None if it fits badly or lacks a name."""
    topic = without_text(asking.plan.topic)
    heading, fit = next(iter(by_fit(topic, asking.library, asking.within, asking.find)), (None, 0.0))
    names = [one.text.casefold() for one in names_in(cased(topic, asking.hits))]
    able = heading and fit >= MEANT and _names(asking, heading, [one for one in names if one not in MONTHS])
    return (heading, fit) if able else (None, 0.0)


def _of_outlet(asking: Asking) -> Draft:
    """What an outlet or article says about a topic: the nearest sentences, best first."""
    near = nearest(asking, asking.plan.topic, asking.within)
    weights = content_weights(asking, asking.plan.topic)
    held = {one: share(weights, set(words(f"{one.text} {one.hit.heading.title}"))) for one in near}
    fitting = [one for one in near if held[one] >= HELD_BY_ONE] or [one for one in near if held[one] >= HELD_AT_LEAST]
    if not fitting:
        return lookup.compose(asking)
    return Telling(asking).quoting(fitting[:SAID])


def _of_articles(asking: Asking, headings: Sequence[Heading]) -> Draft:
    """The key sentences of one article, or of several by date, naming the kind of text if it is not a report."""
    if not headings:  # removed while the question was being read
        return nothing_found(asking)
    telling = Telling(asking)
    if len(headings) == 1:
        telling.sentence(Coded("answers.about_one", {"where": {**where(headings[0]), "kind": headings[0].text_kind}}))
        is_long = len(asking.sentences(headings[0])) >= LONG
        for one in carrying(asking, headings[0], asking.plan.count or (OF_LONG if is_long else SENTENCES)):
            telling.quote(one, article=False)
    else:
        telling.sentence(Coded("answers.about_several", {"n": len(headings)}))
        each = max(1, OF_STORY // len(headings))
        for heading in headings:
            for one in carrying(asking, heading, each, about=asking.plan.topic, among=len(headings)):
                telling.quote(one)
    return telling.draft() if telling.citations else nothing_more(asking)


def articles_of(asking: Asking, topic: str, *, most: int = STORY, mentioning: bool = False) -> list[Heading]:
    """The articles on the topic, oldest first, one of each group of copies; the best `most` if there are more.

    Articles that only mention it are left out if others open with it, unless `mentioning` is true.
    """
    filters, topic = asking.within, without_text(topic)
    hits = asking.find(topic or asking.plan.question.text, FOUND, filters)
    if asking.plan.question.period:
        of_time = [hit for hit in hits if in_period(hit, asking.plan.question.period)]
        hits = of_time or hits
    if weights := content_weights(asking, topic):
        asking.read([hit.heading.id for hit in hits])
        if names := [one.text.casefold() for one in names_in(cased(topic, hits))]:
            hits = [hit for hit in hits if _names(asking, hit.heading, names)] or hits
        hits = [hit for hit in hits if _holds(asking, hit, weights)]
        opening = [] if mentioning else [hit for hit in hits if _opens_with(asking, hit.heading, weights)]
        hits = opening or hits
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.heading.id, hit)
    if not best:
        return []
    copies = Copies(list(best.values()), asking.library)
    kept: list[Hit] = []
    for hit in best.values():
        if not any(copies.are(hit.heading.id, other.heading.id) for other in kept):
            kept.append(hit)
    named = [hit for hit in kept if hit.heading.text_kind not in ASIDE] or kept
    chosen = [hit for hit in named if hit.score >= 0.5 * named[0].score][:most]
    return sorted((hit.heading for hit in chosen), key=lambda heading: heading.published or "")


def _names(asking: Asking, heading: Heading, names: Sequence[str]) -> bool:
    """Whether each of these names, in lower case, occurs in the article."""
    text = "\n".join((heading.title, *(one.text for one in asking.paragraphs(heading.id)))).casefold()
    return all(name in text for name in names)


def _holds(asking: Asking, hit: Hit, weights: dict[str, float]) -> bool:
    own = set(words(f"{hit.heading.title} {hit.paragraph.text}"))
    if share(weights, own) >= HELD:
        return True
    every = set(words(" ".join(one.text for one in asking.paragraphs(hit.heading.id))))
    return share(weights, own | every) >= 0.95


def _opens_with(asking: Asking, heading: Heading, weights: dict[str, float]) -> bool:
    """Whether the title and the first paragraph name the topic."""
    lead = " ".join(one.text for one in asking.paragraphs(heading.id)[:1])
    return share(weights, set(words(f"{heading.title} {lead}"))) >= HELD


def carrying(asking: Asking, heading: Heading, wanted: int, *, about: str = "", among: int = 1) -> list[Candidate]:
    """The key sentences of one article, in text order; `among` is the number of articles that share LONGEST."""
    found = _sentences(asking, heading, max(wanted, LONGEST // among))
    texts = [f"{one.hit.asked} {one.text}".strip() for one in found]
    numbers = [one.hit.paragraph.number for one in found]
    title, encode = f"{heading.title} {about}".strip(), asking.library.embeddings.encode
    last = found[-1].hit.paragraph.number if found else 0
    weighed = [Hit(one, heading, 0.0) for one in asking.paragraphs(heading.id) if one.number <= last]
    answers = judged_whole(asking.plan.question.text, weighed, asking.library).answers
    probabilities = [answers.get(place_of(one), 0.0) for one in found]
    return [found[at] for at in key_sentences(title, texts, numbers, probabilities, wanted, encode)]


def _sentences(asking: Asking, heading: Heading, most: int) -> list[Candidate]:
    """The first sentences with content, without headings; for an interview, the answers, each with its question."""
    found: list[Candidate] = []
    asked = ""
    for paragraph in asking.paragraphs(heading.id):
        if asks(paragraph.text):
            asked = paragraph.text
            continue
        hit = Hit(paragraph, heading, 0.0, asked=asked)
        found += [
            one
            for one in sentences_of(hit)
            if not is_heading(one.text) and _says_something(one.text) and not asking.is_given(one)
        ]
        asked = ""
        if len(found) >= most:
            break
    return found[:most]


def _says_something(text: str) -> bool:
    """Whether a sentence is more than a word or two; Chinese has no spaces to count by."""
    return len(text.split()) > 2 or is_cjk(text)
