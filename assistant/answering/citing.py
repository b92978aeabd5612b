"""Makes the citation of a sentence: its place, its speaker and the dates that it refers to."""

from __future__ import annotations

from urllib.parse import quote as percent_encoded

from assistant.answering.choosing import Candidate
from assistant.answering.same_statements import Place
from assistant.answering.speakers import Paragraphs, Speakers
from assistant.answers import Citation, Copy
from index.articles import VIEWS, Heading
from index.language.times.meant import dates_in
from index.reading.voices import Attribution, SpeakerFrom, Voice

EARLIER = 500  # paragraphs before the cited one that are read for the years that an article covers


def cite(place: Place, marker: int | None, speakers: Speakers) -> Citation:
    """The citation of a sentence, which lists the copies of its article."""
    one = place.one
    heading, paragraph, said = one.hit.heading, one.hit.paragraph, speakers.of(one)
    named = said.speaker_from
    voice, speaker = whose(said, heading)
    return Citation(
        marker=marker,
        article_id=heading.id,
        title=heading.title,
        outlet=heading.outlet,
        published=heading.published,
        url=heading.url,
        paragraph=paragraph.number,
        quote=one.text,
        start=one.start,
        end=one.end,
        revision=paragraph.revision,
        voice=voice,
        speaker=speaker,
        speaker_from=SpeakerFrom(paragraph.number - named[0], named[1], named[2]) if named else None,
        link=_link(one),
        dates=dates_in(
            paragraph.text, one.start, one.end, heading.published, earlier=lambda: _earlier(one, speakers.library)
        ),
        copies=tuple(map(_copy, place.copies)),
        text_kind=heading.text_kind,
        updated=heading.updated,
        page=paragraph.page,
    )


def whose(said: Attribution, heading: Heading) -> tuple[Voice, str | None]:
    """The voice and speaker of a citation; unattributed words of an opinion, letter or review are its author's."""
    if said.voice == "outlet" and heading.text_kind in VIEWS:
        return "author", heading.author
    return said.voice, said.speaker


def _copy(one: Candidate) -> Copy:
    heading = one.hit.heading
    return Copy(heading.id, heading.title, heading.outlet, heading.published, one.hit.paragraph.number, _link(one))


def _link(one: Candidate) -> str:
    return f"/articles/{percent_encoded(one.hit.heading.id, safe='')}#p{one.hit.paragraph.number}"


def _earlier(one: Candidate, library: Paragraphs) -> str:
    """The text of the article before the paragraph."""
    number = one.hit.paragraph.number
    read = library.paragraphs_at({(one.hit.heading.id, each) for each in range(number - EARLIER, number)})
    return "\n".join(read[place].text for place in sorted(read))
