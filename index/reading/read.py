"""The reading of one article: who is named in it, and who says what.

It knows the article as a record and nothing of where it lies or of who asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from index.articles import SEARCHED_ROLES, Article
from index.language.corrections import notices_in
from index.language.names import may_be_person, names_in
from index.language.quotations import is_cjk
from index.language.sentences import sentences
from index.reading.attribution import attribute_parts
from index.reading.brief import brief
from index.reading.interviews import turns
from index.reading.kinds_of_text import kind_of_text
from index.reading.named import Names, find_names
from index.reading.people import People, Person, find_people, named_by
from index.reading.records import Correction, Mention, Reading, Role, Span, SpeakerKind, Statement, TextKind
from index.reading.statements import find_statements
from index.reading.trees import trees
from index.reading.voices import SpeakerFrom

NOTICES = 40  # of an article that are kept: a column of corrections has some ten
LONGEST = 20_000  # characters of a paragraph that are read


def read(article: Article) -> Reading:
    """What is learnt of an article, from its own words alone."""
    kept = [paragraph for paragraph in article.paragraphs if paragraph.role in SEARCHED_ROLES]
    texts = [paragraph.text[:LONGEST] for paragraph in kept]
    reading = read_texts(texts, title=article.title, publishers=(article.outlet, article.author))
    kind, signs = kind_of_text(article)
    corrections = tuple(islice(_corrections(article, kind), NOTICES))
    numbers = [0, *(paragraph.number for paragraph in kept)]
    return replace(
        reading,
        mentions=tuple(replace(one, span=_numbered(one.span, numbers)) for one in reading.mentions),
        # "An earlier version said" is nobody's statement.
        statements=tuple(
            one
            for one in (_renumbered(one, numbers) for one in reading.statements)
            if not any(_lies_in(one.span, notice.span) for notice in corrections)
        ),
        text_kind=kind,
        signs=signs,
        brief=brief(article),
        corrections=corrections,
    )


def _lies_in(span: Span, other: Span) -> bool:
    return span.paragraph == other.paragraph and span.start < other.end and span.end > other.start


def _corrections(article: Article, kind: TextKind) -> Iterator[Correction]:
    for one in article.paragraphs:
        if one.role not in SEARCHED_ROLES:
            continue
        for notice in notices_in(one.text[:LONGEST], among_notices=kind == "correction"):
            yield Correction(Span(one.number, notice.start, notice.end), notice.kind, notice.was, notice.now)


def read_texts(texts: Sequence[str], *, title: str = "", publishers: Sequence[str | None] = ()) -> Reading:
    """The reading of paragraphs that count from 1 in their order."""
    if any(is_cjk(text) for text in texts):
        reading = _eastern(texts, publishers)
    else:
        parsed = list(trees(texts))
        names = find_names(texts, parsed, (title,))
        whose = turns(texts, _people(names), publishers)
        mentions = tuple(
            Mention(Span(one.paragraph, one.start, one.end), one.form, one.entity.name, one.entity.kind)
            for one in names.namings
            if one.entity is not None
        )
        roles = tuple(Role(one.name, role) for one in names.entities for role in dict.fromkeys(one.roles) if role)
        reading = Reading(mentions, roles, tuple(find_statements(texts, parsed, names, whose)))
    numbers = range(1, len(texts) + 1)
    return replace(
        reading,
        mentions=tuple(replace(one, span=_numbered(one.span, numbers)) for one in reading.mentions),
        statements=tuple(_renumbered(one, numbers) for one in reading.statements),
    )


def _people(names: Names) -> People:
    return tuple(
        Person(one.name, one.gender, frozenset(word for role in one.roles for word in role.casefold().split()))
        for one in names.entities
        if one.is_person
    )


def _numbered(span: Span, numbers: Sequence[int]) -> Span:
    return replace(span, paragraph=numbers[span.paragraph])


def _renumbered(one: Statement, numbers: Sequence[int]) -> Statement:
    place = one.speaker_from and replace(one.speaker_from, paragraph=numbers[one.speaker_from.paragraph])
    return replace(one, span=_numbered(one.span, numbers), speaker_from=place)


def _eastern(texts: Sequence[str], publishers: Sequence[str | None]) -> Reading:
    people = find_people(texts)
    whose = turns(texts, people, publishers)
    mentions: list[Mention] = []
    statements: list[Statement] = []
    for index, text in enumerate(texts):
        for name in names_in(text):
            known = named_by(name.text, people) if name.text else []
            if len(known) == 1 or name.text and not known and may_be_person(name):
                full = known[0].name if known else name.text
                mentions.append(Mention(Span(index, name.start, name.end), name.text, full, "person"))
        before = texts[max(0, index - 12) : index][::-1]
        for start, end in sentences(text):
            parts = attribute_parts(text, start, end, before=before, people=people, turn=whose.get(index))
            for first, last, said in parts:
                if said.voice == "outlet":
                    continue
                kind: SpeakerKind = "unnamed"
                if said.speaker:
                    kind = "person" if named_by(said.speaker, people) or is_cjk(said.speaker) else "organisation"
                place = None
                if said.speaker_from:
                    back, begin, finish = said.speaker_from
                    place = SpeakerFrom(index - back, begin, finish)
                statements.append(
                    Statement(Span(index, first, last), said.voice, None, None, said.speaker, kind, place)
                )
    return Reading(tuple(mentions), (), tuple(statements))
