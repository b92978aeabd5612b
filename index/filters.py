"""Limits a search to some of the articles, by name and date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from index.errors import WrongUsage


@dataclass(frozen=True, slots=True)
class Filters:
    """An article must pass every filter that is given: one of the names of each kind, and the date range.

    `since`, `until` and `as_of` are days (YYYY-MM-DD), all included; raises WrongUsage for anything else. An article
    whose date is not known passes neither `since` nor `until`, but passes `as_of`, which hides what came later.
    Outlets and authors are compared without regard to case. One name may be given as it is.
    """

    articles: str | Sequence[str] = ()
    outlets: str | Sequence[str] = ()
    authors: str | Sequence[str] = ()
    since: str | None = None
    until: str | None = None
    as_of: str | None = None

    def __post_init__(self) -> None:
        for name in ("articles", "outlets", "authors"):
            object.__setattr__(self, name, _names(name, getattr(self, name)))
        for day in (self.since, self.until, self.as_of):
            _check(day)
        for name, last in (("until", self.until), ("as of", self.as_of)):
            if self.since and last and self.since > last:
                raise WrongUsage(f"No day is both since {self.since} and {name} {last}. Change one of them.")

    def __bool__(self) -> bool:
        return any(self.given().values())

    def given(self) -> dict[str, object]:
        """The filters that are set, by name, in plain lists and strings."""
        named: dict[str, object] = {name: list(getattr(self, name)) for name in ("articles", "outlets", "authors")}
        named |= {"since": self.since, "until": self.until, "as_of": self.as_of}
        return {name: value for name, value in named.items() if value}


def _names(kind: str, given: object) -> tuple[str, ...]:
    names = (given,) if isinstance(given, str) else tuple(given) if isinstance(given, Iterable) else (given,)
    if wrong := [one for one in names if not isinstance(one, str)]:
        raise WrongUsage(f"{wrong[0]!r} is no name of {kind}. Give one text, or a list of texts.")
    return names


def _check(day: str | None) -> None:
    if day is not None and not isinstance(day, str):
        raise WrongUsage(f"{day!r} is not a day. Write it like '2026-02-05'.")
    try:
        if day and date.fromisoformat(day).isoformat() != day:
            raise ValueError(day)
    except ValueError as error:
        raise WrongUsage(f"'{day}' is not a day. Write it like 2026-02-05.") from error
