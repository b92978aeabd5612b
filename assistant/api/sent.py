"""The records that the REST API accepts; in a body, an unknown key is an error."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Self, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    create_model,
    model_validator,
)

from assistant.access.embedded import MINUTES, MOST_MINUTES
from assistant.answers import READ_LIMITS, REGARDLESS_OF, Framed, ReadLimit
from assistant.api.asking import LONGEST_QUESTION
from assistant.api.records import AnswerRecord
from assistant.serving.conversations import LONGEST_GIVEN
from assistant.texts.coded import Coded
from assistant.watching.sources import LEAST_MINUTES
from index.articles import TextKind
from index.extraction.labels import LONGEST_LABEL
from index.filters import DESCRIBED, OF_NAMES

LONGEST_MESSAGE = 100_000  # characters
MOST_MESSAGES = 200  # in a history
MOST_NAMES = 100  # in one filter
MOST_HITS = 100
MOST_PARAGRAPHS = 1_000  # that a text is checked against
MOST_ADDRESSES = 200  # in one order
MOST_ARTICLES = 1_000  # in one order
LONGEST_TITLE = 200  # as on the page

SEEN = r"[^\s\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"  # of a text: at least one visible character
Name = Annotated[str, Field(min_length=1, max_length=500)]
Names = Annotated[list[Name], Field(max_length=MOST_NAMES)]
Paragraph = Annotated[str, Field(max_length=30_000)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", json_schema_extra={"format": "date"})]
# The schema requires a visible character; one place checks that for every protocol, with the same message.
Asked = Annotated[str, Field(max_length=LONGEST_QUESTION, json_schema_extra={"minLength": 1, "pattern": SEEN})]
Title = Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE, pattern=r"\S")]
QUESTION = "What did Donald Trump say about the Paris Agreement?"


Read = TypeVar("Read", bound=BaseModel)


def _whole(number: object) -> object:
    """JSON has only one kind of number, so 12.0 is 12."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


WHOLE = BeforeValidator(_whole)


def _says_something(text: str) -> str:
    if not text.strip():
        raise ValueError("it says nothing")
    return text


def _moment(written: str) -> str:
    datetime.fromisoformat(written)
    return written


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Limits(_Sent):
    def given(self) -> dict[str, Any]:
        return {
            name: value for name in (*DESCRIBED, "regardless_of") if (value := getattr(self, name, None)) is not None
        }


_SOME = Field(max_length=MOST_NAMES, json_schema_extra={"minItems": 1})  # which `Filters` requires of every protocol
_SomeNames = Annotated[list[Name], _SOME]
_Kinds = Annotated[list[TextKind], _SOME]


_ReadLimits = Annotated[list[ReadLimit], Field(max_length=len(READ_LIMITS))]
Regardless = Annotated[_ReadLimits | None, Field(description=REGARDLESS_OF)]


def limit_type(name: str) -> Any:
    """The type of the filter of that name, with its description."""
    names: Any = _Kinds if name == "kinds" else _SomeNames
    return Annotated[(names if name in OF_NAMES else Day) | None, Field(description=DESCRIBED[name])]


class Limits(
    create_model(  # type: ignore[misc]
        "Limits", __base__=_Limits, **{name: (limit_type(name), None) for name in DESCRIBED}
    )
):
    """Which articles are searched: those that pass every given filter."""


class ByAddress(Limits):
    """The filters as query parameters; others are ignored."""

    model_config = ConfigDict(extra="ignore", strict=False)


class Message(_Sent):
    role: Literal["user", "assistant"]
    content: Annotated[str, Field(max_length=LONGEST_MESSAGE)]


class Question(Limits):
    model_config = ConfigDict(json_schema_extra={"examples": [{"question": QUESTION}]})

    question: Asked
    history: Annotated[list[Message], Field(max_length=MOST_MESSAGES)] = Field(
        default=[], description="The messages before the question, oldest first."
    )
    regardless_of: Regardless = None
    conversation: Name | None = Field(
        default=None, description="A saved conversation: the question continues it, and the answer is saved in it."
    )


class QuestionByAddress(ByAddress):
    question: Asked
    regardless_of: Regardless = None


class Search(Limits):
    model_config = ConfigDict(json_schema_extra={"examples": [{"question": "Paris Agreement", "limit": 5}]})

    question: Asked
    limit: Annotated[int, Field(ge=1, le=MOST_HITS), WHOLE] = 12


class Check(Limits):
    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "The Moon is covered in fine dust."}]})

    text: Annotated[str, Field(max_length=LONGEST_MESSAGE, json_schema_extra={"minLength": 1, "pattern": SEEN})]
    paragraphs: Annotated[list[Paragraph], Field(max_length=MOST_PARAGRAPHS)] | None = Field(
        default=None, description="The text is checked against these alone; the library may be empty."
    )


def _time(written: str) -> str:
    """The text unchanged; raises ValueError unless it is a day or a moment."""
    try:
        datetime.fromisoformat(written)
    except ValueError as error:
        raise ValueError("it is not a day such as 2026-01-31 or a moment such as 2026-01-31T12:00:00Z") from error
    return written


Time = Annotated[str, Field(max_length=40, json_schema_extra={"format": "date"}), AfterValidator(_time)]
Address = Annotated[str, Field(min_length=1, max_length=4_000)]


class SentArticle(_Sent):
    """An article; its paragraphs are separated by blank lines, and sending the same article again changes nothing."""

    text: Annotated[str, Field(json_schema_extra={"minLength": 1, "pattern": r"\S"}), AfterValidator(_says_something)]
    title: Name | None = Field(default=None, description="By default the beginning of the text.")
    outlet: Name | None = None
    author: Name | None = None
    published: Time | None = None
    updated: Time | None = None
    url: (
        Annotated[str, Field(pattern=r"^https?://\S+$", max_length=4_000, json_schema_extra={"format": "uri"})] | None
    ) = None
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", max_length=35)] | None = None
    section: Name | None = None
    id: Name | None = Field(
        default=None, description="An id of your own: an article sent again under it replaces the first."
    )


class Order(_Sent):
    """Addresses, articles or both."""

    model_config = ConfigDict(
        json_schema_extra={
            "minProperties": 1,
            "examples": [
                {"urls": ["https://example.org/feed.xml"]},
                {"articles": [{"title": "The tide", "text": "The tide is high.", "outlet": "The Quay"}]},
            ],
        }
    )

    urls: Annotated[list[Address], Field(min_length=1, max_length=MOST_ADDRESSES)] = Field(
        default=[], description="Pages and feeds."
    )
    articles: Annotated[list[SentArticle], Field(min_length=1, max_length=MOST_ARTICLES)] = []

    @model_validator(mode="after")
    def _adds_something(self) -> Self:
        if not self.urls and not self.articles:
            raise ValueError("neither 'urls' nor 'articles' has anything to add")
        return self


Minutes = Annotated[float, Field(ge=LEAST_MINUTES, le=525_600)]


class NewSource(_Sent):
    model_config = ConfigDict(json_schema_extra={"examples": [{"source": "https://example.org/feed.xml"}]})

    source: Annotated[str, Field(min_length=1, max_length=2_000, description="A folder, or the address.")]
    every_minutes: Minutes | None = Field(default=None, description="By default the server's interval.")


class SourceChange(_Sent):
    """Fields left out stay unchanged."""

    paused: bool | None = None
    every_minutes: Minutes | None = None


# Labels are validated in one place for every protocol, with the same message.
_DESCRIBED = {"minLength": 1, "maxLength": LONGEST_LABEL, "pattern": SEEN.replace("[^", "[^#")}
LabelNames = Annotated[
    list[Annotated[str, Field(max_length=500, json_schema_extra=_DESCRIBED)]], Field(max_length=MOST_NAMES)
]


class Labels(_Sent):
    model_config = ConfigDict(json_schema_extra={"examples": [{"add": ["climate", "desk=metro"], "remove": []}]})

    add: LabelNames = []
    remove: LabelNames = []


Words = Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]


class NewAlert(_Sent):
    """A question, or a speaker with or without a topic."""

    model_config = ConfigDict(
        json_schema_extra={"minProperties": 1, "examples": [{"speaker": "Xi Jinping", "about": "Taiwan"}]}
    )

    question: Words | None = None
    speaker: Words | None = None
    about: Words | None = None
    webhook: Annotated[str, Field(min_length=1, max_length=2_000)] | None = Field(
        default=None, description="An address of a host that the server allows."
    )


class Searched(_Sent):
    articles: int
    filters: Limits
    newest: str | None = None
    found_without_filters: bool | None = None
    found_regardless_of: list[_ReadLimits] | None = None


class GivenAnswer(AnswerRecord):
    """answer/1, sent back."""

    model_config = ConfigDict(strict=True)

    id: Name
    created: Annotated[str, AfterValidator(_moment), Field(json_schema_extra={"format": "date-time"})]
    searched: Searched
    refusal: tuple[Coded, ...] = ()  # records of earlier versions lack this field and those below
    notices: tuple[Coded, ...] = ()
    framed: tuple[Framed, ...] | None = None


class Feedback(_Sent):
    model_config = ConfigDict(json_schema_extra={"examples": [{"answer": "0a1b2c", "vote": "up", "comment": "Right."}]})

    answer: Name | GivenAnswer = Field(description="The whole record, or the id of a saved answer.")
    vote: Literal["up", "down"] | None
    comment: Annotated[str, Field(max_length=LONGEST_GIVEN)] = ""


class NewConversation(_Sent):
    model_config = ConfigDict(json_schema_extra={"examples": [{"answer": "0a1b2c", "title": "The Moon"}]})

    answer: Name | GivenAnswer = Field(
        description="Its first answer: the whole record, or the id of an answer from the last hour."
    )
    title: Title | None = Field(default=None, description="Without it, the question.")


class Renaming(_Sent):
    title: Title


class Embedding(_Sent):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"origin": "https://intranet.example.org", "user": "anna", "minutes": 60}]}
    )

    origin: Annotated[str, Field(max_length=300, json_schema_extra={"minLength": 1, "pattern": r"^https?://\S+$"})] = (
        Field(description="The origin of the page that shows the chat.")
    )
    user: Annotated[str, Field(min_length=1, max_length=100)] = Field(
        description="The user's name on your site; the same name always has the same conversations."
    )
    minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES), WHOLE] = MINUTES


def read(kind: type[Read], body: bytes) -> Read:
    """The record in a JSON body; raises RequestValidationError, as FastAPI does for bodies that it parses itself."""
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        faults = [{**one, "loc": ("body", *one["loc"])} for one in error.errors(include_url=False, include_input=False)]
        raise RequestValidationError(faults) from error
