"""The reading of one article: who is named in it, and who says what.

It knows the article as a record and nothing of where it lies or of who asks.
"""

from __future__ import annotations

from index.articles import SEARCHED_ROLES, Article
from index.language.names import may_be_person, names_in
from index.language.quotations import is_cjk
from index.language.sentences import sentences
from index.reading.attribution import attribute_parts
from index.reading.interviews import turns
from index.reading.people import find_people, named_by
from index.reading.records import Mention, Reading, Span, SpeakerKind, Statement
from index.reading.voices import SpeakerFrom

LONGEST = 20_000  # characters of a paragraph that are read


def read(article: Article) -> Reading:
    """What is learnt of an article, from its own words alone."""
    read_ones = [paragraph for paragraph in article.paragraphs if paragraph.role in SEARCHED_ROLES]
    texts = [paragraph.text[:LONGEST] for paragraph in read_ones]
    people = find_people(texts)
    whose = turns(texts, people, (article.outlet, article.author))
    mentions: list[Mention] = []
    statements: list[Statement] = []
    for index, text in enumerate(texts):
        number = read_ones[index].number
        for name in names_in(text):
            known = named_by(name.text, people) if name.text else []
            if len(known) == 1 or name.text and not known and may_be_person(name):
                full = known[0].name if known else name.text
                mentions.append(Mention(Span(number, name.start, name.end), name.text, full, "person"))
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
                    place = SpeakerFrom(read_ones[index - back].number, begin, finish)
                span = Span(number, first, last)
                statements.append(Statement(span, said.voice, None, None, said.speaker, kind, place))
    return Reading(tuple(mentions), (), tuple(statements))
