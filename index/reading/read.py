"""The reading of one article: who is named in it, and who says what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from index.articles import SEARCHED_ROLES, Article, Paragraph
from index.language.chinese_names import chinese_names
from index.language.notice_words import is_heading, may_be_notice
from index.language.quotations import is_cjk
from index.reading.brief import brief
from index.reading.cue_verbs import PEOPLE
from index.reading.eastern import eastern_statements
from index.reading.interviews import interviewee, turns
from index.reading.kinds_of_text import kind_of_text
from index.reading.named import find_names
from index.reading.notices import Placed, read_notices
from index.reading.people import People
from index.reading.records import Correction, Mention, Reading, Role, Span, Statement, TextKind
from index.reading.referents import Referents
from index.reading.statements import find_statements
from index.reading.trees import trees

NOTICES = 40  # kept per article; a column of corrections has about ten
LONGEST = 20_000  # characters of a paragraph that are read


def read(article: Article) -> Reading:
    """The reading of an article, from its own words alone."""
    reading = read_paragraphs(article.paragraphs, title=article.title, publishers=(article.outlet, article.author))
    kind, signs = kind_of_text(article)
    corrections = tuple(islice(_corrections(article, kind), NOTICES))
    return replace(
        reading,
        # "An earlier version said" is not a statement.
        statements=tuple(
            one for one in reading.statements if not any(_lies_in(one.span, notice.span) for notice in corrections)
        ),
        text_kind=kind,
        signs=signs,
        brief=brief(article),
        corrections=corrections,
    )


def _lies_in(span: Span, other: Span) -> bool:
    return span.paragraph == other.paragraph and span.start < other.end and span.end > other.start


def _corrections(article: Article, kind: TextKind) -> Iterator[Correction]:
    searched = [one for one in article.paragraphs if one.role in SEARCHED_ROLES]
    # A caption describes its picture, and in an interview somebody speaks: there a notice must be marked as one.
    paragraphs = [one for one in searched if one.role != "caption" or may_be_notice(one.text)]
    placed = [
        (one, Placed(one.text[:LONGEST], among_notices=among, at_edge=one is paragraphs[0] or one is paragraphs[-1]))
        for one, among in _among_notices(paragraphs, kind)
        if kind != "interview" or may_be_notice(one.text)
    ]
    read = read_notices([each for _, each in placed])
    for (one, _), notices in zip(placed, read, strict=True):
        for notice in notices:
            yield Correction(Span(one.number, notice.start, notice.end), notice.kind, notice.was, notice.now)


def _among_notices(paragraphs: Sequence[Paragraph], kind: TextKind) -> Iterator[tuple[Paragraph, bool]]:
    """Each paragraph, and whether it is in a column of corrections."""
    for before, one in zip([None, *paragraphs], paragraphs, strict=False):
        yield one, kind == "correction" or (before is not None and is_heading(before.text))


def read_paragraphs(paragraphs: Iterable[Paragraph], *, title: str, publishers: Sequence[str | None]) -> Reading:
    """Who is named and who says what, in paragraphs of one article."""
    kept = [one for one in paragraphs if one.role in SEARCHED_ROLES]
    numbers = [one.number for one in kept]
    return read_texts([one.text[:LONGEST] for one in kept], numbers, title=title, publishers=publishers)


def read_texts(
    texts: Sequence[str], numbers: Sequence[int] = (), *, title: str = "", publishers: Sequence[str | None] = ()
) -> Reading:
    """Like `read_paragraphs`, for texts with the given numbers, or numbered from 1 in order."""
    numbers = numbers or range(1, len(texts) + 1)
    parsed = list(trees(["" if is_cjk(text) else text for text in texts]))
    names = find_names(texts, parsed, (title,))
    referents = Referents(texts, names, parsed)  # which shows who is a "he" or a "she"
    people = People(names, chinese_names(texts))
    whose = turns(texts, people, publishers, title)
    interviewed = interviewee(texts, whose, people, publishers, title)
    statements = find_statements(referents, parsed, whose, interviewed)
    statements += [one for one in eastern_statements(texts, people) if one.span.paragraph not in whose]

    speaking = {one.speaker for one in statements}

    def numbered(one: Statement) -> Statement:
        place = one.speaker_from and replace(one.speaker_from, paragraph=numbers[one.speaker_from.paragraph])
        return replace(one, span=replace(one.span, paragraph=numbers[one.span.paragraph]), speaker_from=place)

    return Reading(
        mentions=tuple(
            Mention(Span(numbers[one.paragraph], one.start, one.end), one.form, one.entity.name, one.entity.kind)
            for one in names.namings
            if one.entity is not None
        ),
        roles=tuple(
            Role(one.name, role)
            for one in names.entities
            for role in dict.fromkeys(one.roles)
            if role and role.casefold() not in PEOPLE  # "his son"
        ),
        descriptions=tuple(
            Role(one.name, words) for one in names.entities if one.name in speaking for words in one.descriptions
        ),
        statements=tuple(
            sorted(map(numbered, statements), key=lambda one: (one.span.paragraph, one.span.start, one.span.end))
        ),
    )
