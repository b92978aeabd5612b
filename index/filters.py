"""What limits a search to some of the articles; it knows names and dates, and nothing of stores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.errors import WrongUsage


@dataclass(frozen=True, slots=True)
class Filters:
    """An article must pass every filter that is given: one of the names of each kind, and the date range.

    `since` and `until` are days (YYYY-MM-DD), both included; raises WrongUsage for anything else.
    Outlets and authors are compared without regard to case. One name may be given as it is.
    """

    articles: str | Sequence[str] = ()
    outlets: str | Sequence[str] = ()
    authors: str | Sequence[str] = ()
    since: str | None = None
    until: str | None = None

    def __post_init__(self) -> None:
        for name in ("articles", "outlets", "authors"):
            given = getattr(self, name)
            object.__setattr__(self, name, (given,) if isinstance(given, str) else tuple(given))
        for day in (self.since, self.until):
            _check(day)
        if self.since and self.until and self.since > self.until:
            raise WrongUsage(f"No day is both since {self.since} and until {self.until}. Change one of them.")

    def __bool__(self) -> bool:
        return any(self.given().values())

    def given(self) -> dict[str, object]:
        """The filters that are set, by name, in plain lists and strings."""
        named: dict[str, object] = {name: list(getattr(self, name)) for name in ("articles", "outlets", "authors")}
        named |= {"since": self.since, "until": self.until}
        return {name: value for name, value in named.items() if value}


def _check(day: str | None) -> None:
    try:
        if day and date.fromisoformat(day).isoformat() != day:
            raise ValueError(day)
    except ValueError as error:
        raise WrongUsage(f"'{day}' is not a day. Write it like 2026-02-05.") from error
