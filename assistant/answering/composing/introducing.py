"""Answers who somebody is: the sentences in the articles that say so, and what the person has said and written.

It knows only the roles found when the articles were read.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answering.choosing import Candidate
from assistant.answering.composing import lookup
from assistant.answering.composing.assembling import Telling
from assistant.answering.composing.composer_input import Asking
from assistant.answering.composing.metadata import stated
from assistant.answering.composing.said import in_sentences, overlap, statements_of
from assistant.answering.quoting import Draft
from assistant.answering.same_statements import one_a_statement
from index.reading.register import Person

PEOPLE = 3  # people with one surname
SENTENCES = 3  # about one person
ARTICLES = 20  # the newest articles that name a person
STATEMENTS = 4  # the newest
WRITTEN = 3  # articles of an author


def compose(asking: Asking) -> Draft:
    plan, telling = asking.plan, Telling(asking)
    people = [one for name in plan.speakers[:PEOPLE] for one in asking.library.people(name) if one.name == name]
    shown = [one for person in people for one in _introductions(asking, person)]
    if plan.kind == "overview":
        newest = statements_of(asking, plan.speakers)[:STATEMENTS]
        said = one_a_statement(in_sentences(asking, newest))
        shown += [one for one in said if not any(overlap(one, known) for known in shown)]
    for one in shown:
        telling.quote(one)
    if plan.author:
        for heading in asking.newest(WRITTEN, replace(asking.within, authors=(plan.author,))):
            telling.of_catalog(stated(asking, heading, "author"), heading)
    return telling.draft() if telling.claims else lookup.compose(asking)


def _introductions(asking: Asking, person: Person) -> list[Candidate]:
    """A sentence for each role, or with words in apposition to the name; else the first that names the person."""
    own = set(person.name.split())
    roles = [form.casefold() for form in person.forms if not own & set(form.split()) and form not in person.name]
    last = re.escape(person.name.split()[-1])
    named, apposed = re.compile(rf"(?<!\w){last}(?!\w)"), re.compile(rf"(?<!\w){last}, (?:who|whose|an?|the|\d+)\b")
    found, first = dict[str, Candidate](), list[Candidate]()
    limits = asking.within.given()
    page = asking.library.page(ids=person.articles[:ARTICLES], column="published", limit=ARTICLES, **limits)
    for line in page.lines:
        sentences = (one for one in asking.sentences(line.heading) if not one.text.rstrip().endswith("?"))
        naming = [one for one in sentences if named.search(one.text)]
        first += naming[:1]
        for one in naming:
            mentioned = [role for role in roles if role in one.text.casefold()]
            for each in mentioned or ([""] if apposed.search(one.text) else []):
                found.setdefault(each, one)
    return list(dict.fromkeys(found.values()))[:SENTENCES] or first[:1]
