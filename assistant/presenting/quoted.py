"""Statements with what a reader needs: the article's heading, a link, the speaker, and what was corrected since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote as percent_encoded

from assistant.answers import Notice, noticed
from index import store
from index.library import Library
from index.reading.records import SpeakerKind
from index.reading.register import Meant
from index.reading.voices import SpeakerFrom, Voice
from index.store.statements import Said


@dataclass(frozen=True, slots=True)
class Quoted:
    """A statement with its citation, whose fields are those of answer/1; `cue` and `source` are the article's words."""

    article_id: str
    title: str
    outlet: str | None
    published: str | None
    url: str | None
    paragraph: int
    quote: str
    start: int
    end: int
    revision: str
    voice: Voice
    speaker: str | None
    kind: SpeakerKind
    cue: str | None
    source: str | None
    speaker_from: SpeakerFrom | None
    link: str
    text_kind: str
    corrected_by: Notice | None


def quoted(statements: Sequence[Said], library: Library) -> list[Quoted]:
    """The statements with the headings of their articles, except for articles removed meanwhile."""
    headings = library.headings(list({one.article_id for one in statements}))
    notices = library.corrections()
    notices_of = [
        store.corrections.notice_about(notices, one.article_id, one.paragraph, one.quote) if notices else None
        for one in statements
    ]
    return [
        Quoted(
            article_id=one.article_id,
            title=heading.title,
            outlet=heading.outlet,
            published=one.published,
            url=heading.url,
            paragraph=one.paragraph,
            quote=one.quote,
            start=one.start,
            end=one.end,
            revision=one.revision,
            voice=one.voice,
            speaker=one.speaker,
            kind=one.kind,
            cue=one.cue,
            source=one.source,
            speaker_from=one.speaker_from,
            link=f"/articles/{percent_encoded(one.article_id, safe='')}#p{one.paragraph}",
            text_kind=heading.text_kind,
            corrected_by=noticed(notice) if notice else None,
        )
        for one, notice in zip(statements, notices_of, strict=True)
        if (heading := headings.get(one.article_id)) is not None
    ]


def who_is_meant(meant: Meant) -> str | None:
    """One sentence if the requested name does not plainly mean one person; otherwise None."""
    if meant.how == "nobody":
        nearest = f" The nearest names are: {_listed(meant.nearest)}." if meant.nearest else ""
        return f"No article names {meant.asked}.{nearest}"
    if meant.how == "spelling":
        return f"No article names {meant.asked}; these are the words of {_listed(meant.names)}."
    if len(meant.names) > 1:
        return f"{meant.asked} fits {len(meant.names)} names: {_listed(meant.names)}."
    return None


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
