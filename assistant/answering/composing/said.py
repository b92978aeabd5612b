"""What somebody said or thinks: their own statements, newest first, or none; of an author the sentences they wrote.

It knows statements as they were read and the topic that is asked for; whose words are meant is for the plan to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answering.choosing import ON_TOPIC, ON_TOPIC_MEANING, Candidate, share, whole_words
from assistant.answering.composing import lookup
from assistant.answering.composing.asking import Asking, span_of
from assistant.answering.composing.listing import cited_statement
from assistant.answering.composing.overview import carrying, in_period
from assistant.answering.composing.telling import Telling, nothing_found
from assistant.answering.quoting import Draft, refuse
from assistant.answering.reading_on import asks
from assistant.answering.recency import asks_for_latest
from assistant.answering.same_statements import one_a_statement
from assistant.answering.wording import lead, where
from assistant.question.plan import about_words
from index.articles import Heading, Hit
from index.language.names import names_in, plain
from index.language.quotations import is_cjk
from index.language.tokens import words
from index.reading.parsing import parse

READ = 400  # statements of somebody that are looked through
WEIGHED = 40  # of them, how many are compared with the topic in meaning
SHOWN = 6
ON_TOPIC_SHOWN = 5
AUTHORS_SENTENCES = 4
ENTIRE = 0.9  # of the topic's words by weight, which a title holds
ENTITLED = 0.25  # cosine, where only the title makes up for the topic's words
CLOSELY = 0.6  # cosine at which what is said is on the topic though no word of it is


def compose(asking: Asking) -> Draft:
    plan = asking.plan
    if plan.points_at_article and plan.asked_speaker:
        return _of_the_author(asking)
    # Where the model is blind, words alone do not tell what a statement is about.
    if plan.topic and ((draft := lookup.compose(asking)).outcome == "answered" or is_cjk(plan.topic)):
        return draft
    speakers = plan.speakers or _by_title(asking)
    if not speakers and not plan.author:
        return _nobody(asking)
    statements = statements_of(asking, speakers)
    told = on_topic(asking, statements)
    if plan.author and not told:
        return _written_by(asking)
    if not told:
        return _nothing_said(asking, speakers)
    telling = Telling(asking)
    kept = one_a_statement(told)
    if asks_for_latest(plan.question.text):
        kept = [one for one in kept if one.hit.heading.id == kept[0].hit.heading.id]
    for one in kept[: ON_TOPIC_SHOWN if plan.topic else SHOWN]:
        telling.quote(one)
    return telling.draft()


def statements_of(asking: Asking, speakers: Sequence[str]) -> list[Candidate]:
    """Every statement of theirs that passes the filters, newest article first, in the order of the text."""
    filters = replace(asking.within, authors=asking.filters.authors)
    found: dict[tuple[str, int, int], Candidate] = {}
    said = [
        one
        for name in speakers
        for one in asking.library.statements(
            speaker=name,
            article=tuple(filters.articles),
            since=filters.since,
            until=filters.until,
            outlet=tuple(filters.outlets),
            limit=READ,
        )
    ]
    if asking.filters.as_of:
        said = [one for one in said if (one.published or "") <= asking.filters.as_of]
    said.sort(key=lambda one: one.published or "", reverse=True)
    for one in said[:READ]:
        if cited := cited_statement(asking, one):
            found.setdefault((one.article_id, one.paragraph, one.start), cited)
    period = asking.plan.question.period
    every = list(found.values())
    return [one for one in every if in_period(one.hit, period)] or every if period else every


def on_topic(asking: Asking, statements: Sequence[Candidate]) -> list[Candidate]:
    """Those about what is asked, in their order; all where nothing is."""
    topic = asking.plan.topic
    weights = _weights(asking, topic)
    if not weights or not statements:
        return list(statements)
    by_words = sorted(statements, key=lambda one: -_share(asking, weights, one))[:WEIGHED]
    blind = is_cjk(topic)
    vectors = asking.library.embeddings.encode([topic, *(one.text for one in by_words)])
    cosines = [0.0 if blind else float(vectors[0] @ vector) for vector in vectors[1:]]
    head = set() if blind else _head(topic)
    able = {
        _key(one)
        for one, cosine in zip(by_words, cosines, strict=True)
        if cosine >= CLOSELY or _tells(asking, weights, head, one, cosine)
    }
    # Two readers must agree that the words are somebody's, and not the article's own.
    return [one for one in statements if _key(one) in able and asking.speakers.of(one).voice != "outlet"]


def _tells(asking: Asking, weights: Mapping[str, float], head: set[str], one: Candidate, cosine: float) -> bool:
    """Whether the statement, where it stands, speaks of the topic: of its head, and of half of its words by weight."""
    around, title = _around(asking, one), set(words(one.hit.heading.title))
    if head and not head & (set(words(one.hit.paragraph.text)) | title | _asked(asking, one)):
        return False
    # What an article is about, whoever speaks in it speaks of: its title names it whole.
    if share(weights, around) >= ON_TOPIC or cosine >= ON_TOPIC_MEANING or share(weights, title) >= ENTIRE:
        return True
    return share(weights, around | title) >= ON_TOPIC and (cosine >= ENTITLED or is_cjk(asking.plan.topic))


def _around(asking: Asking, one: Candidate) -> set[str]:
    """The words of its paragraph, and of the one before where a statement goes on or an interview asked."""
    number = one.hit.paragraph.number
    before = [each for each in asking.paragraphs(one.hit.heading.id) if each.number == number - 1]
    return set(words(one.hit.paragraph.text)) | {word for each in before for word in words(each.text)}


def _asked(asking: Asking, one: Candidate) -> set[str]:
    """The words of what an interview asked before it."""
    number = one.hit.paragraph.number
    return {
        word
        for each in asking.paragraphs(one.hit.heading.id)
        if each.number == number - 1 and asks(each.text)
        for word in words(each.text)
    }


def _share(asking: Asking, weights: Mapping[str, float], one: Candidate) -> float:
    return share(weights, _around(asking, one) | set(words(one.hit.heading.title)))


def _weights(asking: Asking, topic: str) -> dict[str, float]:
    """The topic's words that say something, without those of the speaker's own name."""
    own = {word for name in (*asking.plan.speakers, asking.plan.asked_speaker or "") for word in words(name)}
    content = {word for one in about_words(topic) for word in words(one)} if not is_cjk(topic) else set(words(topic))
    weights = whole_words(asking.library.weights(topic)) if topic else {}
    return {word: weight for word, weight in weights.items() if word in content - own}


def _head(topic: str) -> set[str]:
    """The words of the topic's head, "cost" of "the cost of the bridge", as they are indexed; empty for a clause."""
    for parts in parse([topic]):
        for part in parts:
            root = next((token for token in part.doc if token.head == token), None)
            if root is not None and root.pos_ in ("NOUN", "PROPN"):
                return set(words(root.text))
    return set()


def _key(one: Candidate) -> tuple[str, int, int]:
    return one.hit.heading.id, one.hit.paragraph.number, one.start


def _by_title(asking: Asking) -> tuple[str, ...]:
    """Who bears the role before their name in what was found: "the mayor" is Mayor Ingrid Solberg."""
    asked = asking.plan.asked_speaker or ""
    role = plain(asked.split()[-1]) if asked.split() else ""
    found = dict[str, None]()
    for hit in asking.find(asking.plan.question.text, 30, asking.within):
        for name in names_in(hit.paragraph.text):
            if role in name.titles and name.text:
                found |= dict.fromkeys(asking.library.meant_by(name.text).names)
    return tuple(found)


def _nobody(asking: Asking) -> Draft:
    """Nobody of that name or role has a statement; what the words around quotations tell is tried all the same."""
    draft = lookup.compose(asking)
    if draft.outcome == "answered":
        return draft
    if told := _of_no_name(asking):
        telling = Telling(asking)
        for one in told[:ON_TOPIC_SHOWN]:
            telling.quote(one)
        return telling.draft()
    if nearest := tuple(dict.fromkeys(asking.plan.nearest)):
        return replace(draft, text=f"{draft.text} {asking.frames.nearest_names.format(names=', '.join(nearest))}")
    return draft


def _of_no_name(asking: Asking) -> list[Candidate]:
    """What somebody says of whom the articles give a role and no name: "the mayor of the town said"."""
    wanted = {word for one in about_words(asking.plan.asked_speaker or "") for word in words(one)}
    if not wanted:
        return []
    hits = {(hit.heading.id, hit.paragraph.number): hit for hit in asking.hits}
    articles = list(dict.fromkeys(id for id, _ in hits))
    able = [
        span_of(Hit(hit.paragraph, hit.heading, hit.score), one.start, one.end)
        for one in (asking.library.statements(article=articles, limit=READ) if articles else ())
        if one.speaker is None and one.source and (hit := hits.get((one.article_id, one.paragraph)))
        if wanted <= set(words(one.source))
    ]
    return on_topic(asking, able)


def _nothing_said(asking: Asking, speakers: Sequence[str]) -> Draft:
    """That nothing of theirs was found, with who else speaks of the topic."""
    question, topic = asking.plan.question, asking.plan.topic
    who = asking.say.both.format(one=speakers[0], other=speakers[1]) if len(speakers) == 2 else speakers[0]
    return refuse(replace(question, speaker=who, topic=topic or question.text), asking.hits, asking.library)


def _of_the_author(asking: Asking) -> Draft:
    """What the author of the article that is meant writes."""
    headings = [one for one in map(asking.heading, asking.plan.articles) if one]
    if not headings:
        return nothing_found(asking, asking.frames.which_article)
    return _sentences(asking, headings)


def _written_by(asking: Asking) -> Draft:
    """What the author asked for writes, on the topic where there is one."""
    topic = asking.plan.topic
    hits = asking.find(
        f"{topic} {asking.plan.question.text}" if topic else asking.plan.question.text, 30, asking.within
    )
    if asking.plan.question.period:
        hits = [hit for hit in hits if in_period(hit, asking.plan.question.period)]
    weights = _weights(asking, topic)
    headings = list(dict.fromkeys(hit.heading for hit in hits))
    if weights:
        headings = [one for one in headings if share(weights, _article_words(asking, one)) >= ON_TOPIC]
    if not headings:
        return _nothing_said(asking, (asking.plan.author or "",))
    return _sentences(asking, sorted(headings[:3], key=lambda one: one.published or "", reverse=True))


def _article_words(asking: Asking, heading: Heading) -> set[str]:
    return {word for one in asking.paragraphs(heading.id) for word in words(one.text)} | set(words(heading.title))


def _sentences(asking: Asking, headings: Sequence[Heading]) -> Draft:
    telling = Telling(asking)
    for heading in headings:
        for one in carrying(asking, heading, max(1, AUTHORS_SENTENCES // len(headings)), about=asking.plan.topic):
            who = heading.author
            before = lead(asking.say, "reported", who, where(asking.say, heading)) if who else ""
            telling.quote(one, before=before)
    return telling.draft() if telling.claims else nothing_found(asking)


def best_statement(asking: Asking, content: str) -> Candidate | None:
    """The statement that says the content: "who said that the cracks had grown?"."""
    hits = asking.hits
    weights = {word: weight for word, weight in asking.library.weights(content).items() if word in _content(content)}
    if not hits or not weights:
        return None
    paragraphs = {(hit.heading.id, hit.paragraph.number): hit for hit in hits}
    said = asking.library.statements(article=list(dict.fromkeys(hit.heading.id for hit in hits)))
    able = [
        span_of(Hit(hit.paragraph, hit.heading, hit.score), one.start, one.end)
        for one in said
        if one.speaker and (hit := paragraphs.get((one.article_id, one.paragraph)))
    ]
    held = [(share(weights, set(words(one.text))), one) for one in able]
    best = max(held, key=lambda each: (each[0], each[1].score), default=None)
    return best[1] if best and best[0] >= 0.6 else None


def _content(text: str) -> set[str]:
    return {word for one in about_words(text) for word in words(one)} if not is_cjk(text) else set(words(text))


def compose_who(asking: Asking) -> Draft:
    """Who said something: the statement that says it, with its speaker; else as any question is looked up."""
    content = re.sub(
        r"^\W*(?:and |but )?(?:who|which (?:people|persons?)|according to whom)\b(?: was it that| has| had| also"
        r"| first)*\s*\w+(?: for| on| of| that)?",
        "",
        asking.plan.question.text,
        flags=re.I,
    ).strip(" ?.!")
    one = best_statement(asking, asking.plan.topic or content) if content or asking.plan.topic else None
    if one is None:
        return lookup.compose(asking)
    telling = Telling(asking)
    telling.quote(one)
    return telling.draft()
