"""Compares two sides, or all accounts of one thing, dated and cited, and says whether they differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.choosing import Candidate, whole_words
from assistant.answering.composing import enumerating, lookup, said
from assistant.answering.composing.assembling import Telling
from assistant.answering.composing.composer_input import Asking
from assistant.answering.composing.finding import content_weights, nearest, one_an_article
from assistant.answering.composing.nearness import on_topic
from assistant.answering.copies import Copies
from assistant.answering.disagreements import Comparing, side_by_side
from assistant.answering.quoting import Draft
from assistant.question.catalog_names import author_called, outlet_named
from assistant.question.question import read_question
from assistant.texts.coded import Coded
from index.language.tokens import words

AGREE_NOT, ONE_ACCOUNT = Coded("answers.agree_not"), Coded("answers.one_account")
OF_SIDE = 2
_WHERE = re.compile(r" (?:in|of|from|at|for) .*$")  # "Roe in the Post"
ACCOUNTS = 4
HELD = 0.5  # share of the topic's words, by weight, in an account or its title
ALIKE = 0.35  # cosine with the topic that one of an author's best sentences must have
NEAR = 0.6  # minimum share of the best account's score for another account


def compose(asking: Asking) -> Draft:
    plan = asking.plan
    if plan.form.sides:
        sides = [(side, _of_side(asking, side)) for side in plan.form.sides]
        if sum(bool(found) for _, found in sides) < 2:
            return lookup.compose(asking)
        telling = Telling(asking)
        first = [found[0] for _, found in sides if found]
        telling.sentence(AGREE_NOT if _differ(asking, first) else ONE_ACCOUNT)
        quoted: set[tuple[str, int, int]] = set()
        for side, found in sides:
            if not found:
                telling.sentence(Coded("answers.side_missing", {"side": side}))
            for one in found[:OF_SIDE]:
                place = (one.hit.heading.id, one.hit.paragraph.number, one.start)
                if place not in quoted:  # a sentence may belong to both
                    telling.quote(one)
                quoted.add(place)
        return telling.draft()
    accounts = _accounts(asking)
    if len(accounts) < 2:  # both things compared are in one article
        return enumerating.going_on(asking, lookup.compose(asking), enumerating.EXPLAINING)
    telling = Telling(asking)
    telling.sentence(AGREE_NOT if _differ(asking, accounts) else ONE_ACCOUNT)
    return telling.quoting(sorted(accounts, key=lambda one: one.hit.heading.published or ""))


def _of_side(asking: Asking, side: str) -> list[Candidate]:
    """The sentences for one side: from an author's or outlet's articles, a person's statements, or about a thing."""
    plan = asking.plan
    about = plan.topic or plan.question.text
    if (author := author_called(_WHERE.sub("", side), asking.library)) and (
        written := _written_by(asking, author, about)
    ):
        return written
    if outlet := outlet_named(side, asking.library) or outlet_named(f"the {side.title()}", asking.library):
        return nearest(asking, about, replace(asking.within, outlets=(outlet,)))
    people = asking.library.meant_by(side.removeprefix("the ").removeprefix("The ")).names
    if people:
        of_person = replace(asking, plan=replace(plan, speakers=people, topic=plan.topic))
        statements = said.statements_of(of_person, people)
        near = on_topic(of_person, statements, question=f"What did {side} say about {about}?").statements
        if near:
            weights = content_weights(asking, about)
            vectors = asking.library.embeddings.encode([about, *(one.text for one in near)], asked=1)
            scored = [(float(vectors[0] @ vector), one) for one, vector in zip(near, vectors[1:], strict=True)]
            return [one for _, one in sorted(scored, key=lambda each: -each[0])] if weights else near
    found = nearest(asking, f"{side} {plan.topic}".strip(), asking.within)
    weights = content_weights(asking, side)
    return [one for one in found if set(weights) & set(words(one.text))][:OF_SIDE]


def _written_by(asking: Asking, author: str, about: str) -> list[Candidate]:
    """The author's nearest sentences on the topic; none if they are not near enough."""
    found = nearest(asking, about, replace(asking.within, authors=author))
    return found if any(one.meaning >= ALIKE for one in found[:OF_SIDE]) else []


def _accounts(asking: Asking) -> list[Candidate]:
    """The best sentence of each article on the topic, without copies, best first."""
    topic = asking.plan.topic or asking.plan.question.text
    found = one_an_article(nearest(asking, topic, asking.within, paragraphs=30))
    weights = content_weights(asking, topic)
    if not found or not weights:
        return []
    copies = Copies([one.hit for one in found], asking.library)
    kept: list[Candidate] = []
    for one in found:
        its_words = {*words(one.text), *words(one.hit.heading.title)}
        held = sum(weight for word, weight in weights.items() if word in its_words) / sum(weights.values())
        alone = not any(copies.are(one.hit.heading.id, other.hit.heading.id) for other in kept)
        if held >= HELD and one.score >= NEAR * found[0].score and alone:
            kept.append(one)
    return kept[:ACCOUNTS]


def _differ(asking: Asking, accounts: Sequence[Candidate]) -> bool:
    """Whether the accounts, except satire, give different figures or dates for one thing, or one denies another."""
    topic = asking.plan.topic or asking.plan.question.text
    accounts = [one for one in accounts if one.hit.heading.text_kind != "satire"]
    for asked in (f"How much is {topic}?", f"When is {topic}?"):
        question = read_question(asked)
        weights = whole_words(asking.library.weights(topic))
        comparing = Comparing(
            question, weights, Copies([one.hit for one in accounts], asking.library), asking.library.embeddings.encode
        )
        if any(differs for _, differs in side_by_side(accounts, accounts, comparing)):
            return True
    return False
