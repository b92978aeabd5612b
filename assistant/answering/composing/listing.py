"""Lists who is quoted, or which articles, outlets and authors there are, and counts them, in rows with a citation each.

The count covers the whole catalog: every article is examined, but only the first rows are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal, cast

from simplemma import is_known

from assistant.answering.choosing import Candidate
from assistant.answering.composing.assembling import Telling, nothing_found
from assistant.answering.composing.composer_input import Asking, sentences_of, sentences_over
from assistant.answering.composing.finding import nearest
from assistant.answering.composing.metadata import stated
from assistant.answering.composing.overview import articles_of
from assistant.answering.quoting import Draft
from assistant.answering.wording import where
from assistant.question.articles_meant import by_subject, names_a_text
from assistant.question.cased import cased
from assistant.question.plan import content_stems
from assistant.texts.coded import Coded
from index.articles import Heading, Hit
from index.filters import Filters
from index.language.names import names_in, plain
from index.language.roles import is_role
from index.language.tokens import dictionary_form, words
from index.language.word_lists import FUNCTION_WORDS, ORGANISATIONS
from index.store.listing import Listing, Named
from index.store.statements import Said

ROWS = 20
MOST_NAMES = 1000  # outlets or authors
_NAME_INSIDE = re.compile(r"(?<=[\w,;] )[A-Z][a-z]+")  # a capitalised word inside a sentence
_ARTICLES = ("the", "a", "an")
NAMING = 60  # paragraphs that show how a name is spelt
LOOKED_THROUGH = 2000  # paragraphs with a word of the topic that are examined


def compose(asking: Asking) -> Draft:
    composers = {"articles": _articles, "published": _published, "dates": _dates}
    composers |= dict.fromkeys(("outlets", "authors"), _names)
    return composers.get(asking.plan.form.wanted or "", _quoted)(asking)


def _quoted(asking: Asking) -> Draft:
    """Each speaker once, with one statement, from the article meant or from those on a topic."""
    plan = asking.plan
    if plan.points_at_article and not plan.articles:
        return nothing_found(asking, Coded("answers.which_article"))
    filters = asking.within
    about = plan.topic if plan.topic and not plan.articles else ""
    if about and not filters.articles and (event := by_subject(about, asking.library, filters)):
        filters, about = Filters(articles=event), ""
    elif about and names_a_text(about):
        return nothing_found(asking, Coded("answers.which_article"))
    said = asking.library.statements(about=about or None, **filters.given())
    rows: dict[str, Said] = {}
    kinds = ("person",) if plan.form.wanted == "people" else ("person", "organisation")
    for one in said:
        if one.speaker and one.kind in kinds and (one.speaker not in rows or _better(one, rows[one.speaker])):
            rows[one.speaker] = one
    shown, passed_over = _one_each(asking, rows.values())
    if not shown:
        return nothing_found(asking, Coded("answers.nobody_quoted"))
    telling = Telling(asking)
    number = len(rows) - passed_over
    telling.sentence(Coded("answers.quoted_in", {"n": number}))
    for cited in shown:
        telling.quote(cited)
    if number > ROWS:
        telling.sentence(_more(number))
    return telling.draft()


def _one_each(asking: Asking, rows: Iterable[Said]) -> tuple[list[Candidate], int]:
    """The first rows, one for each speaker that a citation names, and how many other rows were passed over.

    Words reported by another speaker are cited as that speaker's, who may already have a row.
    """
    shown, passed_over = dict[str, Candidate](), 0
    for one in rows:
        if len(shown) == ROWS:
            break
        cited = cited_statement(asking, one)
        speaker = asking.speakers.of(cited).speaker if cited else None
        if cited and speaker and speaker not in shown:
            shown[speaker] = in_its_sentence(asking, cited, speaker)
        else:
            passed_over += 1
    return list(shown.values()), passed_over


def in_its_sentence(asking: Asking, one: Candidate, speaker: str) -> Candidate:
    """A speaker's words extended to whole sentences, unless those are attributed to another speaker."""
    over = sentences_over(one)
    whole = replace(one, start=over[0].start, end=over[-1].end) if over else one
    return whole if asking.speakers.of(whole).speaker == speaker else one


def _better(one: Said, other: Said) -> bool:
    """Whether `one` has the speaker's own words and `other` does not."""
    return one.voice in ("direct", "mixed") and other.voice not in ("direct", "mixed")


def cited_statement(asking: Asking, said: Said) -> Candidate | None:
    """The statement, ready to cite; None if its article or paragraph is not found."""
    heading = asking.heading(said.article_id)
    paragraph = next((one for one in asking.paragraphs(said.article_id) if one.number == said.paragraph), None)
    if heading is None or paragraph is None:
        return None
    return Candidate(Hit(paragraph, heading, 0.0), said.start, said.end)


def _articles(asking: Asking) -> Draft:
    topic = re.sub(r"^(?:on|about|of|mentioning|in|from)\s+", "", asking.plan.topic, flags=re.I)
    if not (searched := asking.library.count(asking.within)):
        return _none_published(asking)
    mentioning = list(mentions(asking, topic))
    if name := _described(topic, mentioning):
        mentioning = list(mentions(asking, name, named=True))
    telling, nowhere = Telling(asking), Coded("answers.mentioned_nowhere", {"n": searched, "topic": topic})
    by_name_first = _describes_a_body(topic)
    rows = mentioning or ([] if by_name_first else _of_subject(asking, topic))
    name = None if rows else _name_in(asking, topic)
    if name and (by_name_first or " " in name) and (mentioning := list(mentions(asking, name, named=True))):
        rows, topic = mentioning, name
        telling.sentence(nowhere)
    if not rows and by_name_first:
        rows = _of_subject(asking, topic)
    if not rows:
        return nothing_found(asking, nowhere)
    number = len(rows)
    mentioned = Coded("answers.mentioned_in", {"n": number, "topic": topic})
    telling.sentence(mentioned if mentioning else Coded("answers.published", {"n": number}))
    for one in rows[:ROWS]:
        telling.quote(one, before=[row_of(one.hit.heading)])
    if number > ROWS:
        telling.sentence(_more(number))
    return telling.draft()


def row_of(heading: Heading) -> Coded:
    """The words before a quote in a list."""
    return Coded("answers.row", {"where": where(heading)})


def _more(number: int, shown: int = ROWS) -> Coded:
    return Coded("answers.more_rows", {"shown": shown, "n": number})


def _names(asking: Asking) -> Draft:
    """The outlets or authors of the articles, most articles first, each with its newest article."""
    kind = cast(Literal["outlets", "authors"], asking.plan.form.wanted)
    column: Named = "outlet" if kind == "outlets" else "author"
    rows = list[tuple[str, Listing]]()
    for name, _ in asking.library.names(column, limit=MOST_NAMES):
        filters = replace(asking.filters, **{kind: name})
        found = asking.library.page(column="published", limit=1, **filters.given())
        rows += [(name, found)] if found.total and not getattr(asking.filters, kind) else []
    telling = Telling(asking)
    for name, found in rows[:ROWS]:
        telling.of_catalog(Coded("answers.held", {"n": found.total, "name": name}), found.lines[0].heading)
    if len(rows) > ROWS:
        telling.sentence(_more(len(rows)))
    return telling.draft() if rows else nothing_found(asking)


def _dates(asking: Asking) -> Draft:
    """The oldest and the newest article."""
    telling = Telling(asking)
    for heading in _ends(asking):
        telling.of_catalog(stated(asking, heading, "date"), heading)
    return telling.draft() if telling.claims else nothing_found(asking)


def _ends(asking: Asking) -> list[Heading]:
    """The oldest and the newest dated article."""
    dated = replace(asking.filters, since=asking.filters.since or str(date.min)).given()
    pages = [
        asking.library.page(column="published", descending=newest_first, limit=1, **dated)
        for newest_first in (False, True)
    ]
    return list(dict.fromkeys(line.heading for page in pages for line in page.lines))


def _of_subject(asking: Asking, topic: str) -> list[Candidate]:
    """The nearest sentence of each article that is on the topic in other words, newest first."""
    headings = articles_of(asking, topic, most=ROWS, mentioning=True)
    near = [nearest(asking, topic, Filters(articles=heading.id))[:1] for heading in reversed(headings)]
    return [one for found in near for one in found]


def _published(asking: Asking) -> Draft:
    """The articles that pass the filters, newest first or oldest first, each with its first sentence."""
    plan = asking.plan
    rows = min(ROWS, plan.count or ROWS)
    found = asking.library.page(
        column="published", descending=not plan.oldest_first, limit=rows, **asking.within.given()
    )
    if not found.total:
        return _none_published(asking)
    number = min(found.total, plan.count or found.total)
    telling = Telling(asking)
    telling.sentence(Coded("answers.published", {"n": number}))
    for line in found.lines:
        for one in asking.sentences(line.heading)[:1]:
            telling.quote(one, before=[row_of(line.heading)])
    if number > rows:
        telling.sentence(_more(number, rows))
    return telling.draft()


def _none_published(asking: Asking) -> Draft:
    """The answer that no article matches, with the dates of the oldest and newest articles."""
    days = [(one.published or "")[:10] for one in _ends(asking)]
    if not days or not all(days):
        return nothing_found(asking)
    return nothing_found(asking, Coded("answers.none_published", {"first": days[0], "last": days[-1]}))


def mentions(asking: Asking, topic: str, *, named: bool = False) -> Iterator[Candidate]:
    """The first sentence of each article that mentions the topic, oldest article first.

    The last word of a name counts as a mention if the name has a title or nobody else has that surname. For any other
    topic, all of its words must be in one paragraph, or in the article's title; if it is `named`, it stands as it is.
    """
    alone = _name_alone(asking, topic) or (topic if named else None)
    wanted = set(words(alone)) if alone else _mentioned_by(topic)
    if not wanted:
        return
    forms = {dictionary_form(word) for word in re.findall(r"\w+", topic)}
    hits = asking.library.search(topic, limit=LOOKED_THROUGH, filters=asking.within)
    found: dict[str, Candidate] = {}
    for hit in sorted(hits, key=lambda hit: hit.paragraph.number):
        if hit.heading.id in found or alone and not _stands_alone(alone, hit.paragraph.text):
            continue
        if one := _mention(hit, wanted, forms):
            found[hit.heading.id] = one
    titled = [hit.heading for hit in hits if not alone and wanted <= set(words(hit.heading.title))]
    for heading in dict.fromkeys(titled):
        for one in asking.sentences(heading)[:1]:
            found.setdefault(heading.id, one)
    yield from sorted(found.values(), key=lambda one: one.hit.heading.published or "")


def _described(topic: str, mentioning: Sequence[Candidate]) -> str | None:
    """The name in a topic that also describes it, in an article's spelling: "the ship Resolve", "Jane Roe the baker".

    `mentioning` are sentences with the whole topic; other articles may name it without the description.
    """
    if not mentioning:
        return None
    text = cased(topic, [one.hit for one in mentioning])
    names = [name for name in names_in(text) if name.text]
    if len(names) != 1:
        return None
    before, after = text[: names[0].start].lower().split(), text[names[0].end :].lower().strip(" ,.?!").split()
    described = before[1:] if before and before[0] in _ARTICLES else before
    if after and after[0] not in _ARTICLES or not before and not after:
        return None
    return None if FUNCTION_WORDS.intersection(described, after[1:]) else names[0].text


def _name_in(asking: Asking, topic: str) -> str | None:
    """The only name in a topic that has other words too, in the articles' spelling."""
    names = [name.text for name in names_in(cased(topic, asking.library.search(topic, limit=NAMING))) if name.text]
    return names[0] if len(names) == 1 and len(names[0]) < len(topic) else None


def _describes_a_body(topic: str) -> bool:
    """Whether a noun for a person or body stands in the topic, as beside a name: "the hacker group Grey Heron"."""
    return any(is_role(one) or one in ORGANISATIONS for one in map(plain, topic.split()))


def _name_alone(asking: Asking, topic: str) -> str | None:
    """The last word of a name, if it alone means the person: after a title, or as the surname of only one person."""
    names = [name for name in names_in(topic) if name.text]
    if len(names) != 1 or names[0].end < len(topic.rstrip(" ?.!")) or " " not in topic[: names[0].end].strip():
        return None
    last, whole = names[0].text.split()[-1], set(words(names[0].text))
    if names[0].titles:
        return last
    if is_known(last.lower(), lang="en"):
        return None
    same = [one.name for one in asking.library.people(last) if plain(one.name.split()[-1]) == plain(last)]
    return last if same and all(set(words(name)) <= whole for name in same) else None


def _stands_alone(name: str, text: str) -> bool:
    """Whether the name occurs, but not as the start of another: not "Andrew" in "Andrew McCabe"."""
    return bool(re.search(rf"\b{re.escape(name)}\b(?! [A-Z])", text, re.I if name.islower() else 0))


def _mentioned_by(topic: str) -> set[str]:
    return content_stems(topic) or set(words(topic))


def _mention(hit: Hit, wanted: set[str], forms: set[str]) -> Candidate | None:
    for one in sentences_of(hit):
        if wanted <= set(words(_without_like_names(one.text, wanted, forms))):
            return one
    mentioned = set(words(_without_like_names(hit.paragraph.text, wanted, forms)))
    return Candidate(hit, 0, len(hit.paragraph.text)) if wanted <= mentioned else None


def _without_like_names(text: str, wanted: set[str], forms: set[str]) -> str:
    """The text without names that only share a stem with the topic: "Matteo Ferri" does not mention a ferry."""

    def kept(name: re.Match[str]) -> str:
        return " " if wanted & set(words(name[0])) and dictionary_form(name[0]) not in forms else name[0]

    return _NAME_INSIDE.sub(kept, text)
