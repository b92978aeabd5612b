"""A question of a set, with what is known about its answer; docs/evaluation.md describes a row."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from index.errors import WrongUsage

SHOWN = 40  # characters quoted from a file in a message

MOST = 999_999_999  # the largest number in a row, so that each fits into a library's tables
YES = frozenset("yes y true 1 x ✓ ✔ √ ☑ ✅".split())
NO = frozenset("no n false 0".split())

_LINE_ENDS = re.compile(r"\r\n?")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\ud800-\udfff]")


def _readable(text: str) -> str:
    """The text with line endings as in every paragraph of a library; raises ValueError for a control character."""
    if found := _UNPRINTABLE.search(text):
        raise ValueError(f"holds the control character U+{ord(found[0]):04X}; take it out")
    return _LINE_ENDS.sub("\n", text)


def _filled(text: str) -> str:
    if not text:
        raise ValueError("is empty")
    return text


def _day(value: Any) -> str:
    try:
        if isinstance(value, str) and date.fromisoformat(value.strip()).isoformat() == value.strip():
            return value
    except ValueError:
        pass
    raise ValueError("must be a day like 2026-02-05")


def yes_or_no(text: str) -> bool | None:
    """What a word or tick means, in any usual form; None if it is neither yes nor no."""
    word = text.strip().removesuffix("\N{VARIATION SELECTOR-16}").casefold()
    return True if word in YES else False if word in NO else None


def _said(value: Any) -> bool:
    said = yes_or_no(str(value)) if isinstance(value, str | int) else None
    if said is None:
        raise ValueError("must be yes or no")
    return said


def _no_bool(value: Any) -> Any:
    """The value, unless it is a boolean, which Python counts as a number."""
    if isinstance(value, bool):
        raise ValueError("must be a whole number")
    return value


def _some(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        raise ValueError("is empty; leave it out to search all articles")
    return names


def _several(value: Any) -> Any:
    """A single text counts as a list of one."""
    return [value] if isinstance(value, str) else value


Text = Annotated[str, AfterValidator(_readable)]
Filled = Annotated[Text, AfterValidator(_filled)]
Texts = Annotated[tuple[Filled, ...], BeforeValidator(_several)]
Number = Annotated[int, Field(ge=0, le=MOST), BeforeValidator(_no_bool)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True, str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, fields: Any) -> Any:
        """Drops null fields, which count as not given."""
        if not isinstance(fields, dict):
            return fields
        return {name: value for name, value in fields.items() if value is not None}


class Evidence(_Row):
    """A place that answers the question. Places of one `group` are alternatives; every group must be found.

    `article_id` is the article's id, its file's name without the extension, or its URL. `paragraph_index` counts
    from 0. If `quote` is given, every paragraph that contains it is right. `speaker` and `voice` say whose words they
    are and how they are reported; a `speaker` that is null, or "", means that nobody may be named.
    """

    article_id: Filled
    paragraph_index: Number | None = None
    quote: Filled | None = None
    group: Number = 0
    speaker: Text | None = None
    voice: Literal["direct", "mixed", "reported", "outlet", "author"] | None = None
    sentence_index: Any = Field(default=None, exclude=True, repr=False)  # accepted and not used
    answer_start: Any = Field(default=None, exclude=True, repr=False)  # accepted and not used

    @model_validator(mode="before")
    @classmethod
    def _nobody(cls, fields: Any) -> Any:
        """Keeps a null speaker, which means that nobody may be named."""
        has_speaker = isinstance(fields, dict) and "speaker" in fields
        return fields | {"speaker": fields["speaker"] or ""} if has_speaker else fields

    @model_serializer(mode="wrap")
    def _written(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Leaves out a speaker that was not given, which would otherwise mean nobody."""
        return {name: value for name, value in write(self).items() if name != "speaker" or value is not None}


class Message(_Row):
    """One turn of the conversation before the question."""

    role: Literal["user", "assistant"]
    content: Text


class Question(_Row):
    """One question. `answerable` is None if the set does not say whether the articles answer it.

    `given_contexts` limits the search to these articles, named as in evidence, and `as_of` (a day) to those that
    were published by then. `enough` is how many groups of evidence suffice, by default all; `outcome` and `premise` are
    required of the answer's record. `line` is the question's line in its file, for messages.
    """

    question: Filled
    id: Filled
    answers: Texts = ()
    answerable: Annotated[bool, BeforeValidator(_said)] | None = None
    type: Text = ""
    evidence: tuple[Evidence, ...] = ()
    given_contexts: Annotated[Texts, AfterValidator(_some)] = ()
    history: tuple[Message, ...] = ()
    as_of: Annotated[str, BeforeValidator(_day)] | None = None
    enough: Annotated[Number, Field(ge=1)] | None = None
    outcome: Literal["answered", "not_found", "reply"] | None = None
    premise: Literal["contradicted", "not_shown"] | None = None
    near_miss_article: Any = Field(default=None, exclude=True, repr=False)  # accepted and not used
    note: Any = Field(default=None, exclude=True, repr=False)  # for the author of the set; not used
    line: int = Field(default=0, exclude=True)

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        """Refuses requirements that no answer can meet."""
        if self.answerable is False and self.answers:
            raise ValueError("it has answers, but 'answerable' says no; take one of them out")
        if (self.answerable, self.outcome) in ((False, "answered"), (True, "not_found")):
            stated = "yes" if self.answerable else "no"
            raise ValueError(f"'outcome' is '{self.outcome}', but 'answerable' says {stated}; take one of them out")
        groups = len({one.group for one in self.evidence})
        if self.enough and 0 < groups < self.enough:
            raise ValueError(f"'enough' is {self.enough}, but it has fewer groups of evidence ({groups})")
        return self

    @model_serializer(mode="wrap")
    def _written(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Leaves out articles that were not given, since an empty list is an error when it is read again."""
        return {name: value for name, value in write(self).items() if name != "given_contexts" or value}

    @property
    def wanted_outcome(self) -> str | None:
        """The required outcome; None if the set does not say."""
        outcomes = {True: "answered", False: "not_found", None: None}
        return self.outcome or outcomes[self.must_be_answered]

    @property
    def must_be_answered(self) -> bool | None:
        """Whether it must be answered: as the set says, else True if it has gold answers or evidence, else None."""
        if self.outcome == "reply":
            return None  # the articles play no part in it
        if self.answerable is None and (self.answers or self.evidence):
            return True
        return self.answerable


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """An error in a line of a question file, in words for its author."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}"


def select(
    questions: Sequence[Question],
    *,
    types: Sequence[str] = (),
    ids: Sequence[str] = (),
    sample: int | None = None,
    seed: int = 0,
) -> list[Question]:
    """The questions of the given types and ids, or a random sample of these, in the order of the set.

    Raises WrongUsage if a type or id is not in the set, or nothing is left.
    """
    for given, known, what in (
        (types, {one.type for one in questions}, "type"),
        (ids, {one.id for one in questions}, "id"),
    ):
        if unknown := [name for name in given if name not in known]:
            few = ", ".join(f"'{name[:SHOWN]}'" for name in sorted(known)[:10])
            raise WrongUsage(f"No question has the {what} '{unknown[0][:SHOWN]}'. Known are: {few}.")
    left = [one for one in questions if (not types or one.type in types) and (not ids or one.id in ids)]
    if sample is not None and sample < len(left):
        chosen = set(random.Random(seed).sample(range(len(left)), sample))
        left = [one for place, one in enumerate(left) if place in chosen]
    if not left:
        raise WrongUsage("No question is left to ask. Loosen --type, --id or --sample.")
    return left
