"""What may be sent to the REST door; it is checked, and an unknown key is an error."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.doors.asking import LONGEST_QUESTION

LONGEST_MESSAGE = 100_000  # characters
MOST_MESSAGES = 200  # of a history
MOST_NAMES = 100  # of one filter
MOST_HITS = 100
MOST_ADDRESSES = 200  # of one order

Name = Annotated[str, Field(min_length=1, max_length=500)]
Names = Annotated[list[Name], Field(max_length=MOST_NAMES)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", json_schema_extra={"format": "date"})]
# That it holds more than spaces is described here and checked where every door does, so that the sentence is the same.
Asked = Annotated[str, Field(max_length=LONGEST_QUESTION, json_schema_extra={"minLength": 1, "pattern": r"\S"})]
QUESTION = "What did Donald Trump say about the Paris Agreement?"


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Limits(_Sent):
    """Which articles are searched: they must pass every filter that is given."""

    articles: Names = Field(default=[], description="Ids of articles.")
    outlets: Names = []
    authors: Names = []
    since: Day | None = Field(default=None, description="Only articles of that day or after.")
    until: Day | None = Field(default=None, description="Only articles of that day or before.")
    as_of: Day | None = Field(default=None, description="As if it were that day: nothing that was published later.")

    def given(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in Limits.model_fields}


class Message(_Sent):
    role: Literal["user", "assistant"]
    content: Annotated[str, Field(max_length=LONGEST_MESSAGE)]


class Question(Limits):
    model_config = ConfigDict(json_schema_extra={"examples": [{"question": QUESTION}]})

    question: Asked
    history: Annotated[list[Message], Field(max_length=MOST_MESSAGES)] = Field(
        default=[], description="The messages before the question, oldest first."
    )


class Search(Limits):
    model_config = ConfigDict(json_schema_extra={"examples": [{"question": "Paris Agreement", "limit": 5}]})

    question: Asked
    limit: Annotated[int, Field(ge=1, le=MOST_HITS)] = 12


class Order(_Sent):
    model_config = ConfigDict(json_schema_extra={"examples": [{"urls": ["https://example.org/feed.xml"]}]})

    urls: Annotated[list[Annotated[str, Field(min_length=1, max_length=4_000)]], Field(min_length=1)] = Field(
        max_length=MOST_ADDRESSES, description="Pages and feeds."
    )
