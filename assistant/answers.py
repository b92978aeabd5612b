"""Answer, Claim and Citation, and their JSON form, schema "answer/1"."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, Literal, get_args

from assistant.texts.catalogues import SOURCE
from assistant.texts.coded import Coded, sentence_of
from index.errors import WrongUsage
from index.language.times.dated_words import DatedWords
from index.reading.voices import SpeakerFrom, Voice

if TYPE_CHECKING:
    from index.store.corrections import Corrected

SCHEMA = "answer/1"

_MARKER = re.compile(r"\[([0-9]{1,4})\]")
# Characters that make words a link or an image in Markdown or HTML; all but "<" depend on what precedes them.
_LIVE = re.compile(r"(?<=\])[(:]|(?<=:/)/|(?<=\bwww)\.|<(?=[a-z/!?])", re.I)
_LIKE = {"(": "\uff08", ":": "\uff1a", "/": "\uff0f", ".": "\uff0e", "<": "\u2039"}

Outcome = Literal["answered", "not_found", "reply"]  # a reply is small talk: it claims and cites nothing
# The verdict of the articles on a claim; "attributed" means that they only quote somebody who says so.
ClaimVerdict = Literal["supported", "contradicted", "attributed", "not_found"]
# The limits that the words of a question may set, named as in `read_as`.
ReadLimit = Literal["outlet", "author", "period", "articles"]
READ_LIMITS: tuple[ReadLimit, ...] = get_args(ReadLimit)
# How every interface describes `regardless_of`.
REGARDLESS_OF = f"Limits in the question's own words to ignore: any of {', '.join(READ_LIMITS)}."


@dataclass(frozen=True, slots=True)
class Copy:
    """The place in a copy of the cited article, such as another outlet's version of an agency story."""

    article_id: str
    title: str
    outlet: str | None
    published: str | None
    paragraph: int
    link: str


@dataclass(frozen=True, slots=True)
class Notice:
    """The words that correct or withdraw the quoted ones, with their place; `published` is their day."""

    article_id: str
    paragraph: int
    quote: str
    published: str | None
    kind: str


def noticed(one: Corrected) -> Notice:
    """The notice as a citation carries it."""
    return Notice(one.article_id, one.paragraph, one.quote, one.day, one.kind)


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim span of a paragraph: `paragraph_text[start:end] == quote`, in code points.

    `marker` is the number in the answer's text; it is None for one of the closest paragraphs of an
    answer that was not found. `revision` is the hash of the paragraph that the span belongs to. `page` is the page
    on which the paragraph begins, if its file has pages.
    """

    marker: int | None
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
    speaker_from: SpeakerFrom | None
    link: str
    dates: tuple[DatedWords, ...] = ()
    copies: tuple[Copy, ...] = ()
    text_kind: str = "unknown"
    updated: str | None = None
    corrected_by: Notice | None = None
    page: int | None = None

    def source(self, server: str | None = None) -> str:
        """Title, outlet, day and address on one line, in which only the address is a link."""
        page = f"page {self.page}" if self.page else None
        heading = ", ".join(part for part in (f"“{self.title}”", self.outlet, self.published, page) if part)
        plain, where = unlinked(" ".join(heading.split())), self.address(server)
        return f"{plain}: {where}" if where else plain

    def address(self, server: str | None = None) -> str | None:
        """The address of the paragraph: on the server, if known, else where it was published."""
        return server.rstrip("/") + self.link if server else self.url


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of the answer: `answer.text[start:end] == text`, and the markers it rests on.

    `verdict` is None only for text that claims nothing, and `supported` follows from it. `differs_from` holds the
    markers of other articles that report the same thing differently.
    """

    text: str
    start: int
    end: int
    citations: tuple[int, ...]
    verdict: ClaimVerdict | None
    reason: str | None = None  # in English
    differs_from: tuple[int, ...] = ()
    supported: bool | None = None
    why: Coded | None = None  # the reason for every language; `reason` follows from it

    def __post_init__(self) -> None:
        object.__setattr__(self, "supported", None if self.verdict is None else self.verdict == "supported")
        if self.why is not None:
            # A record may come from a later version, with a reason unknown here, or from an untrusted source.
            known = sentence_of(asdict(self.why), SOURCE, self.reason or "")
            object.__setattr__(self, "reason", known or None)


@dataclass(frozen=True, slots=True)
class Framed:
    """Words of our own: `answer.text[start:end]` is what `code` says with these values, for every language."""

    start: int
    end: int
    code: str
    values: dict[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Checked:
    """The sentences of a text that was checked, and what they cite."""

    claims: Sequence[Claim] = ()
    citations: Sequence[Citation] = ()


NEVER_CHECKED = Checked()


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name as typed, and as the articles spell it."""

    asked: str
    read: str


@dataclass(frozen=True, slots=True)
class ReadAs:
    """How a question was understood; what the question leaves open is None or empty. `articles` are ids.

    `regardless_of` names the limits in its words that were to be ignored.
    """

    kind: str
    topic: str | None = None
    speaker: str | None = None
    author: str | None = None
    outlet: str | None = None
    articles: tuple[str, ...] = ()
    period: str | None = None  # in ISO 8601
    spelling: tuple[Spelling, ...] = ()
    regardless_of: tuple[ReadLimit, ...] = ()


@dataclass(frozen=True, slots=True)
class Premise:
    """What a question takes for granted but no article supports; `citations` are markers of what they say instead."""

    claim: str
    verdict: Literal["contradicted", "not_shown"]
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole record of one question; `to_json` is its form everywhere outside Python.

    `answerability` is the log-odds that the articles answer the question, which is compared with the refusal
    threshold; None if a rule decided, as for a question about what somebody said.
    """

    id: str
    created: str
    question: str | None  # None if a text was checked and nothing was asked
    standalone_question: str | None
    outcome: Outcome
    searched: dict[str, Any]
    text: str
    writer: str
    notice: str | None = None  # in the language of the question or in English; `notices` has it for every language
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    closest: tuple[Citation, ...] = ()
    unknown_markers: tuple[str, ...] = ()
    answerability: float | None = None
    read_as: ReadAs | None = None
    premise: Premise | None = None
    refusal: tuple[Coded, ...] = ()  # the sentences that say why there is no answer, for every language
    notices: tuple[Coded, ...] = ()
    framed: tuple[Framed, ...] | None = None  # in text order; None in records of earlier versions
    usage: dict[str, int] | None = None  # tokens of the chat model, as its provider reports them
    timings_ms: dict[str, int] = field(default_factory=dict)

    @classmethod
    def talk(cls, said: str, reply: str, **more: Any) -> Answer:
        """The answer to small talk: it searches nothing and cites nothing."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        given: dict[str, Any] = {"searched": {"articles": 0, "filters": {}}, "timings_ms": {"total": 0}} | more
        return cls(
            id=uuid.uuid4().hex,
            created=now,
            question=said,
            standalone_question=said,
            outcome="reply",
            text=reply,
            writer="quotes",
            read_as=ReadAs("talk"),
            framed=(),
            **given,
        )

    @classmethod
    def from_json(cls, record: str | bytes | Mapping[str, Any]) -> Answer:
        """Reads what `to_json` or `to_dict` wrote, also in earlier versions; raises WrongUsage for anything else."""
        try:
            given = record if isinstance(record, Mapping) else json.loads(record)
            if given["schema"] != SCHEMA:
                raise WrongUsage(
                    f"The record has the schema {given['schema']!r}, not {SCHEMA!r}. Pass the record of an answer."
                )
            return _reader().validate_python({**given})
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise WrongUsage(f"This is not the record of an answer, {SCHEMA}. Pass what `to_json` wrote.") from error

    def remarks(self) -> list[str]:
        """What a reader of the text must also know: each unsupported claim, then the notice."""
        doubted = [
            f"The articles do not support this: “{one.text}”{f' ({one.reason})' if one.reason else ''}"
            for one in self.claims
            if one.supported is False
        ]
        return [*doubted, *([] if self.notice is None else [self.notice])]

    def __str__(self) -> str:
        sources = [f"[{one.marker}] {one.source()}" for one in self.citations if one.marker]
        return "\n\n".join(filter(None, [self.text, *self.remarks(), "\n".join(sources)]))

    def _repr_markdown_(self) -> str:
        """The Markdown that notebooks show, with the quote and source of each citation."""
        sources = [f"{_plain(f'[{one.marker}] “{one.quote}”')} {_plain(one.source())}" for one in self.citations]
        return "\n\n".join([*map(_plain, [self.text, *self.remarks()]), *sources])

    def _repr_html_(self) -> str:
        paragraphs = "".join(f"<p>{escape(one)}</p>" for one in [self.text, *self.remarks()])
        sources = "".join(
            f'<li value="{one.marker}">“{escape(one.quote)}” {_linked(one)}</li>'
            for one in self.citations
            if one.marker
        )
        return f"<div>{paragraphs}<ol>{sources}</ol></div>" if sources else f"<div>{paragraphs}</div>"

    def to_dict(self) -> dict[str, Any]:
        return {"schema": SCHEMA, **asdict(self)}

    def to_json(self, *, indent: int | None = None) -> str:
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)


@cache
def _reader() -> Any:
    from pydantic import TypeAdapter  # imported here, so that only callers that read a record wait for it

    return TypeAdapter(Answer)


def _plain(text: str) -> str:
    """The text with Markdown escaped."""
    return re.sub(r"([\\`*_<>\[\]#|&])", r"\\\1", text)


def _linked(one: Citation) -> str:
    where, heading = one.address() or "", escape(replace(one, url=None).source())
    is_web = where.startswith(("https://", "http://"))
    return f'<a href="{escape(where)}" rel="noreferrer">{heading}</a>' if is_web else heading


def unlinked(text: str) -> str:
    """The text, of the same length, with nothing that a client could render as a Markdown or HTML link or image.

    Articles come from outside: an image in one would tell its server who reads the answer.
    """
    return _LIVE.sub(lambda found: _LIKE[found[0]], text)


def markers_in(answer: Mapping[str, Any]) -> list[re.Match[str]]:
    """The markers in the text of an answer/1 record; group 1 is the number.

    A bracketed number within quoted words belongs to the article and is not a marker.
    """
    text = answer["text"]
    known = {citation["marker"] for citation in answer["citations"]}
    quotes = {citation["quote"] for citation in answer["citations"] if "[" in citation["quote"]}
    quoted = sorted(found.span() for quote in quotes for found in re.finditer(re.escape(quote), text))
    markers, upto = [], 0  # the end of the quotations that begin before a marker
    spans = iter([*quoted, (len(text), 0)])
    start, end = next(spans)
    for found in _MARKER.finditer(text):
        while start <= found.start():
            upto = max(upto, end)
            start, end = next(spans)
        if int(found[1]) in known and upto <= found.start():
            markers.append(found)
    return markers
