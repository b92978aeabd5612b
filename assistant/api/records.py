"""The records that the REST API returns; answer/1 is described from its dataclasses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from typing import Any, Literal, get_type_hints
from urllib.parse import quote as percent_encoded

from pydantic import BaseModel, Field, create_model

from assistant.answers import SCHEMA, Answer, Notice, noticed
from assistant.api.problems import UNEXPECTED
from assistant.presenting.quoted import Quoted, quoted, who_is_meant
from assistant.serving.conversations import Conversation, Summary
from assistant.serving.orders import Addition
from assistant.watching.standing import Standing
from index import store
from index.articles import Article, Heading, Hit, Role
from index.library import Library
from index.reading.register import Meant, Person
from index.store.listing import Listed
from index.store.statements import Said
from index.store.storing import Change
from index.store.watched import SourceKind

# answer/1 as a model; every field is present, whether or not it has a default.
AnswerRecord = create_model(
    "Answer",
    __doc__="answer/1: the whole record of one question.",
    schema_=(Literal[SCHEMA], Field(alias="schema")),
    **{field.name: (get_type_hints(Answer)[field.name], ...) for field in fields(Answer)},  # type: ignore[call-overload]
)


class Headed(BaseModel):
    """The heading of an article; days are ISO 8601, null if unknown."""

    id: str
    title: str
    outlet: str | None
    author: str | None
    published: str | None
    updated: str | None
    url: str | None
    language: str | None
    added: str | None
    text_kind: str = Field(description='The kind of text; "unknown" also until the article is read.')
    labels: list[str] = Field(description="Labels, and custom fields as NAME=VALUE.")
    link: str = Field(description="The article as a page of this server.")


class ListedArticle(Headed):
    paragraphs: int = Field(description="How many it has.")


class Articles(BaseModel):
    total: int = Field(description="On all pages together.")
    articles: list[ListedArticle]
    next: str | None = Field(description="The address of the next page.")


class OneParagraph(BaseModel):
    number: int
    text: str
    role: Role
    revision: str = Field(description="A hash of the text.")
    page: int | None = Field(description="The page of the file on which it begins, if the file has pages.")


class WholeArticle(Headed):
    paragraphs: list[OneParagraph]
    notices: list[Notice] = Field(description="What corrects or withdraws it.")


class OneChange(BaseModel):
    replaced: str = Field(description="When.")
    before: OneParagraph | None = Field(description="The paragraph as it was; null if it was added.")
    after: str | None = Field(description="The text that replaced it; null if it was removed.")


class Changes(BaseModel):
    changes: list[OneChange]


class Passage(BaseModel):
    """Consecutive sentences; their position in the paragraph is in code points."""

    text: str
    start: int
    end: int


class Found(Headed):
    paragraph: OneParagraph
    passage: Passage = Field(
        description="The best-matching part of a long paragraph, 800 characters or one sentence; else all of it."
    )
    score: float = Field(description="From 0 to 1; higher is better.")
    corrected_by: Notice | None = Field(description="What corrects the passage or withdraws its article.")


class Hits(BaseModel):
    hits: list[Found]
    notice: str | None = Field(description="One sentence that a reader of the hits must know.")


class OnePerson(BaseModel):
    """Somebody whom the articles name, or an organisation or document that they quote."""

    name: str
    kind: Literal["person", "organisation", "place", "document"]
    forms: list[str] = Field(description="All their names, including roles.")
    statements: int = Field(description="How many statements of theirs there are.")
    articles: list[str] = Field(description="The ids of the articles in which they appear, newest first.")


class Suggested(BaseModel):
    questions: list[str] = Field(description="Up to three questions that were tried and are answered.")


class NamedOne(BaseModel):
    name: str
    articles: int = Field(description="How many there are.")


class Labelled(BaseModel):
    labels: list[str] = Field(description="All labels that the article has now.")


class NamedOnes(BaseModel):
    """Outlets, authors or labels."""

    names: list[NamedOne]


class People(BaseModel):
    people: list[OnePerson]
    next: str | None = Field(description="The address of the next page.")


class Statements(BaseModel):
    speakers: list[str] = Field(description="Who matches the requested name.")
    nearest: list[str] = Field(description="If nobody matches, the nearest names.")
    notice: str | None = Field(description="One sentence that a reader of the statements must know.")
    statements: list[Quoted]
    next: str | None = Field(description="The address of the next page.")


class SkippedSource(BaseModel):
    source: str
    reason: str


class Job(BaseModel):
    """The state of an addition; once done, the ids of the articles, and what was skipped and why."""

    id: str
    state: Literal["receiving", "waiting", "adding", "done"]
    begun: str
    cancelled: bool
    done: int = Field(description="Bytes processed.")
    total: int = Field(description="Bytes in all, as far as known.")
    seconds_left: float | None
    added: list[str]
    updated: list[str]
    unchanged: list[str]
    skipped: list[SkippedSource]
    error: str | None = Field(description="The sentence that stopped it.")


class Jobs(BaseModel):
    jobs: list[Job]


class WatchedSource(BaseModel):
    """A watched folder, feed or page; times are ISO 8601 in UTC, null for never."""

    id: str
    place: str = Field(description="The folder or the address.")
    kind: SourceKind = Field(description='"web" until it was first read.')
    name: str = Field(description="Its name in sentences.")
    standing: Standing = Field(
        description='"failing" after three failures in a row, "silent" if it has added nothing for much longer '
        "than usual."
    )
    articles: int = Field(description="How many articles it added that are still there.")
    every_minutes: float
    last_success: str | None
    last_failure: str | None
    failure: str | None = Field(description="What could not be read last time, and why.")
    failures: int = Field(description="Consecutive failures.")
    next_turn: str | None
    is_being_read: bool


class WatchedSources(BaseModel):
    sources: list[WatchedSource]
    looked_at: bool = Field(description="Whether a process watches them: a server, or `article-assistant watch`.")


class OneAlert(BaseModel):
    """What an alert is for: a question, or a speaker's statements about one topic or any."""

    id: str
    question: str | None
    speaker: str | None
    about: str | None
    created: str | None
    told: int = Field(description="How many passages it has reported.")
    has_feed: bool
    webhook: str | None


class MadeAlert(OneAlert):
    secret: str | None = Field(description="The secret that signs a webhook's messages; it is not shown again.")


class YourAlerts(BaseModel):
    alerts: list[OneAlert]


class ToldPassage(BaseModel):
    """A new passage; its position is in code points."""

    id: str = Field(description="The same wherever it is reported; a webhook receives it as `Webhook-Id`.")
    found: str
    sent: str | None = Field(description="When a webhook accepted it.")
    article_id: str
    title: str
    outlet: str | None
    published: str | None
    paragraph: int
    start: int
    end: int
    quote: str
    speaker: str | None
    link: str


class Tidings(BaseModel):
    total: int
    passages: list[ToldPassage]


class FeedAddress(BaseModel):
    address: str = Field(description="It opens the feed without a key, and is not shown again.")


class Problem(BaseModel):
    """Problem details, RFC 9457."""

    type: str
    title: str
    status: int
    detail: str = Field(description="One sentence with the next step.")
    request_id: str | None = Field(default=None, description="Identifies it in the server's log.")


class Fault(BaseModel):
    pointer: str = Field(description="A JSON pointer into the body, or the name of a parameter.")
    detail: str


class InvalidRequest(Problem):
    errors: list[Fault] | None = None


class Opinion(BaseModel):
    """Somebody's feedback on an answer."""

    answer: str = Field(description="The answer's id.")
    vote: Literal["up", "down"] | None
    comment: str


class ListedConversation(BaseModel):
    id: str
    title: str
    created: str
    updated: str = Field(description="The time of its last answer.")


class ListedConversations(BaseModel):
    total: int | None = Field(description="On all pages together; null in a search.")
    conversations: list[ListedConversation]
    next: str | None = Field(description="The address of the next page.")


class SavedAnswer(BaseModel):
    answer: dict[str, Any] = Field(description="answer/1, as it was returned.")
    vote: Literal["up", "down"] | None
    comment: str
    shared: str | None = Field(description="The address at which others can read it.")


class SavedConversation(ListedConversation):
    turns: list[SavedAnswer] = Field(description="In the order in which they were answered.")


class EmbedToken(BaseModel):
    """A token that shows the chat to one person on pages of one origin."""

    token: str = Field(description="For `data-token` of the script.")
    path: str = Field(description="For a frame: its address on this server.")
    expires: str = Field(json_schema_extra={"format": "date-time"})


class Libraries(BaseModel):
    libraries: list[str] = Field(description="Their names; empty if the server has one library.")


class Health(BaseModel):
    status: Literal["ok", "ready"]


def link(article_id: str) -> str:
    """The address of the article's page on this server."""
    return f"/articles/{percent_encoded(article_id, safe='')}"


def _headed(heading: Heading) -> dict[str, Any]:
    values = {name: getattr(heading, name) for name in Headed.model_fields if name != "link"}
    return values | {"labels": list(heading.labels), "link": link(heading.id)}


def listed(one: Listed) -> ListedArticle:
    return ListedArticle(**_headed(one.heading), paragraphs=one.paragraphs)


def whole(article: Article, notices: Iterable[store.Corrected]) -> WholeArticle:
    shown = list(dict.fromkeys(noticed(one) for one in notices if one.kind != "change"))
    return WholeArticle(**_headed(article), paragraphs=[_paragraph(one) for one in article.paragraphs], notices=shown)


def changed(changes: Sequence[Change]) -> Changes:
    return Changes(
        changes=[
            OneChange(replaced=one.replaced, before=_paragraph(one.before) if one.before else None, after=one.after)
            for one in changes
        ]
    )


def found(hit: Hit, notices: Iterable[store.Corrected]) -> Found:
    place = f"{link(hit.heading.id)}#p{hit.paragraph.number}"
    headed = _headed(hit.heading) | {"link": place}
    text = hit.paragraph.text
    start, end = hit.passage or (0, len(text))
    fits = Passage(text=text[start:end], start=start, end=end)
    notice = store.corrections.notice_about(notices, hit.heading.id, hit.paragraph.number, fits.text)
    return Found(
        **headed,
        paragraph=_paragraph(hit.paragraph),
        passage=fits,
        score=hit.score,
        corrected_by=noticed(notice) if notice else None,
    )


def summed_up(one: Summary) -> ListedConversation:
    return ListedConversation(id=one.id, title=one.title, created=one.created, updated=one.updated)


def conversed(one: Conversation) -> SavedConversation:
    turns = [
        SavedAnswer(
            answer=turn.answer,
            vote=turn.vote,
            comment=turn.comment,
            shared=f"/answers/{percent_encoded(turn.shared, safe='')}" if turn.shared else None,
        )
        for turn in one.turns
    ]
    return SavedConversation(**summed_up(one).model_dump(), turns=turns)


def named(found: Sequence[tuple[str, int]]) -> NamedOnes:
    return NamedOnes(names=[NamedOne(name=name, articles=number) for name, number in found])


def people(found: Sequence[Person], after: str | None) -> People:
    return People(people=[OnePerson(**asdict(one)) for one in found], next=after)


def statements(found: Sequence[Said], meant: Meant | None, library: Library, after: str | None) -> Statements:
    notices = filter(None, [who_is_meant(meant) if meant else None, library.unread_notice()])
    return Statements(
        speakers=list(meant.names) if meant else [],
        nearest=list(meant.nearest) if meant else [],
        notice=" ".join(notices) or None,
        statements=quoted(found, library),
        next=after,
    )


def _paragraph(one: Any) -> OneParagraph:
    return OneParagraph(number=one.number, text=one.text, role=one.role, revision=one.revision, page=one.page)


def job(order: Addition) -> Job:
    report = order.report
    skipped = [*order.refused, *report.skipped]
    return Job(
        id=order.id,
        state=order.state,
        begun=order.begun.isoformat(timespec="seconds"),
        cancelled=order.cancelled,
        done=order.done,
        total=order.total,
        seconds_left=order.seconds_left,
        added=report.added,
        updated=report.updated,
        unchanged=report.unchanged,
        skipped=[SkippedSource(**asdict(one)) for one in skipped],
        error=UNEXPECTED if order.unexpected else order.error,
    )
