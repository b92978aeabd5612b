"""Filters that limit a search to some of the articles; they are defined only here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any, TypedDict, cast

from index.articles import KINDS_OF_TEXT
from index.errors import WrongUsage

MOST_NAMES = 1_000  # in one filter, except ids of articles: each name is looked up separately


class Limits(TypedDict, total=False):
    """The arguments of `Filters`, for callers that pass them on; see there."""

    articles: str | Sequence[str]
    outlets: str | Sequence[str]
    authors: str | Sequence[str]
    labels: str | Sequence[str]
    kinds: str | Sequence[str]
    since: str | date | None
    until: str | date | None
    as_of: str | date | None


class _All(tuple[str, ...]):
    """No limit on names, unlike an empty list that a caller gives."""

    __slots__ = ()


ALL = _All()


def _several(described: str) -> Any:
    return field(default=ALL, metadata={"described": described})


def _day(described: str) -> Any:
    return field(default=None, metadata={"described": described})


@dataclass(frozen=True, slots=True)
class Filters:
    """An article must pass every filter that is given: one of the names of each sort, and the date range.

    `labels` are labels and custom fields, "climate" or "desk=metro"; `kinds` are kinds of text, such as "opinion".
    `since`, `until` and `as_of` are days (YYYY-MM-DD, or a date), all included; raises WrongUsage for anything else.
    An article whose date is not known passes neither `since` nor `until`, but passes `as_of`, which hides what came
    later.
    Outlets, authors and labels are compared without regard to case. A single name may be given without a list; an
    empty list raises WrongUsage, since an app that ends up with an empty list does not mean all articles.
    """

    articles: str | Sequence[str] = _several("Only these articles, by id.")
    outlets: str | Sequence[str] = _several("Only articles of these outlets, by their full names.")
    authors: str | Sequence[str] = _several("Only articles by these authors.")
    labels: str | Sequence[str] = _several(
        "Only articles with one of these labels, or custom fields such as desk=metro."
    )
    kinds: str | Sequence[str] = _several("Only texts of these kinds, such as opinion.")
    since: str | None = _day("Only articles of that day or later, YYYY-MM-DD; excludes unknown dates.")
    until: str | None = _day("Only articles of that day or earlier, YYYY-MM-DD; excludes unknown dates.")
    as_of: str | None = _day("As if it were that day: nothing published later; keeps unknown dates.")

    def __post_init__(self) -> None:
        for name in OF_NAMES:
            object.__setattr__(self, name, _names(name, getattr(self, name)))
        for name in OF_DAYS:
            object.__setattr__(self, name, _day_given(getattr(self, name)))
        for name, last in (("until", self.until), ("as of", self.as_of)):
            if self.since and last and self.since > last:
                raise WrongUsage(f"No day is both since {self.since} and {name} {last}. Change one of them.")
        if unknown := [kind for kind in self.kinds if kind not in KINDS_OF_TEXT]:
            raise WrongUsage(f"'{unknown[0]}' is not a kind of text. The kinds are {', '.join(KINDS_OF_TEXT)}.")

    @classmethod
    def of(cls, limits: Mapping[str, Any]) -> Filters:
        """The filters that a caller gives by name; raises WrongUsage for an unknown name."""
        if unknown := [name for name in limits if name not in DESCRIBED]:
            raise WrongUsage(f"There is no filter '{unknown[0]}'. The filters are {', '.join(DESCRIBED)}.")
        return cls(**limits)

    def __bool__(self) -> bool:
        return any(self.given().values())

    def given(self) -> Limits:
        """The filters that are set, by name, in plain lists and strings."""
        named: dict[str, object] = {name: list(getattr(self, name)) for name in OF_NAMES}
        named |= {name: getattr(self, name) for name in OF_DAYS}
        return cast(Limits, {name: value for name, value in named.items() if value})


# Every interface of the assistant takes its filters from here, and describes them as `DESCRIBED` does.
OF_NAMES = tuple(one.name for one in fields(Filters) if one.default is ALL)
OF_DAYS = tuple(one.name for one in fields(Filters) if one.default is None)
DESCRIBED: dict[str, str] = {one.name: one.metadata["described"] for one in fields(Filters)}


def _names(kind: str, given: object) -> tuple[str, ...]:
    if isinstance(given, _All):
        return given
    names = (given,) if isinstance(given, str) else tuple(given) if isinstance(given, Iterable) else (given,)
    if not names:
        raise WrongUsage(f"'{kind}' is empty, so nothing can be searched. Leave it out to search all, or name some.")
    if wrong := [one for one in names if not isinstance(one, str)]:
        raise WrongUsage(f"{wrong[0]!r} is not a name of {kind}. Give one string, or a list of strings.")
    if len(names) > MOST_NAMES and kind != "articles":
        raise WrongUsage(f"At most {MOST_NAMES:,} names of {kind} can be given, not {len(names):,}. Give fewer.")
    return names


def _day_given(given: object) -> str | None:
    day = given.isoformat() if isinstance(given, date) and not isinstance(given, datetime) else given
    if day is not None and not isinstance(day, str):
        raise WrongUsage(f"{day!r} is not a day. Write it like '2026-02-05'.")
    try:
        if day is not None and date.fromisoformat(day).isoformat() != day:
            raise ValueError(day)
    except ValueError as error:
        raise WrongUsage(f"'{day}' is not a day. Write it like 2026-02-05.") from error
    return day
