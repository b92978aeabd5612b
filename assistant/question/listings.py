"""Which articles a question asks the library for, on its own or as a follow-up to another request.

It finds the outlets, authors and times that a question names; published.py reads how they limit the articles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from assistant.question.articles_meant import points
from assistant.question.bare import bare
from assistant.question.cased import with_months
from assistant.question.catalog_names import authors_in, outlets_in, outlets_in_full
from assistant.question.follow_ups import text_of
from assistant.question.limiting_times import TimeLimit, time_limits
from assistant.question.published import LONGEST, Listing, Mark, listing, may_list, without
from assistant.question.spelling import corrected
from index.filters import Filters
from index.language.quotations import is_cjk
from index.language.times.meant import day_of
from index.library import Library

MOST_FOLLOWED = 8  # latest questions of a conversation that are read before a follow-up


def listing_in(text: str, library: Library, today: date, *, before: Listing | None = None) -> Listing | None:
    """The articles that the words ask for; None if they ask for anything else. `before` is the request before them."""
    if len(text) > LONGEST or is_cjk(text) or not (before or may_list(text)):
        return None
    found = listing(text, _marks(text, library, today), before=before)
    return None if found and points(found.topic) else found


def next_listing(
    question: str, history: Sequence[Mapping[str, object]], library: Library, filters: Filters, today: date
) -> str | None:
    """A follow-up to a request for articles, rewritten as a standalone request; None if it is not one."""
    asked = [text_of(message) for message in history if message.get("role") == "user"][-MOST_FOLLOWED:]
    last, follow_up = None, None
    for text in (*asked, question):
        text = bare(text).text
        alone = listing_in(text, library, today)
        follows = None
        if last:
            text, _ = corrected(text, library, filters)
            follows = listing_in(text, library, today, before=last)
        follow_up = follows.after(last) if follows and last and not (alone and not follows.leaning) else None
        last = follow_up or alone
    return follow_up.as_question() if follow_up else None


def times_in(text: str, library: Library, today: date) -> list[TimeLimit]:
    """The times in the words; a month without a year is the latest one in which the library has articles."""
    newest = day_of(library.newest())

    def holds(first: date, last: date) -> bool:
        return library.count(Filters(since=first.isoformat(), until=last.isoformat())) > 0

    return time_limits(with_months(text), today, holds, newest)


def _marks(text: str, library: Library, today: date) -> list[Mark]:
    marks = [Mark(one.start, one.end, "outlet", one.names) for one in outlets_in_full(text, library)]
    times = times_in(without(text, marks), library, today)
    marks += [Mark(one.start, one.end, "time", since=one.since, until=one.until) for one in times]
    left = without(text, marks)
    marks += [Mark(one.start, one.end, "outlet", one.names) for one in outlets_in(left, library, bare=True)]
    left = without(text, marks)
    marks += [Mark(one.start, one.end, "author", one.names) for one in authors_in(left, library)]
    return sorted(marks, key=lambda mark: mark.start)
