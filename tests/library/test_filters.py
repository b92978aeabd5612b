"""What limits a search: days are days, and what is not given limits nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ArticleAssistantError, WrongUsage
from index.filters import OF_NAMES, Filters


@pytest.mark.parametrize(
    "day",
    ["yesterday", "2026-2-5", "2026-02-30", "20260205", "2026-02", "2026-W01-1", "2026-02-05T08:00", "05.02.2026", ""],
)
@pytest.mark.parametrize("end", ["since", "until", "as_of"])
def test_what_is_not_a_day_is_an_error_that_shows_how_to_write_one(day: str, end: str) -> None:
    with pytest.raises(ArticleAssistantError, match="Write it like 2026-02-05") as raised:
        Filters(**{end: day})
    assert day in str(raised.value)


@given(st.dates())
def test_every_day_is_taken_in_iso_form_or_as_a_date(day: date) -> None:
    assert Filters(since=day.isoformat()).given() == {"since": day.isoformat()}
    assert Filters.of({"since": day}) == Filters(since=day.isoformat())


def test_a_moment_is_no_day() -> None:
    with pytest.raises(WrongUsage, match="is not a day"):
        Filters.of({"until": datetime(2026, 2, 5, 8)})


def test_filters_are_true_only_where_something_is_given() -> None:
    assert not Filters()
    for given_one in (Filters(("a",)), Filters(outlets=("b",)), Filters(authors=("c",)), Filters(until="2026-01-01")):
        assert given_one


@pytest.mark.parametrize("name", OF_NAMES)
@pytest.mark.parametrize("nothing", [[], (), set()])
def test_an_empty_list_of_names_never_means_all(name: str, nothing: Collection[str]) -> None:
    with pytest.raises(WrongUsage, match=f"'{name}' is empty, so nothing can be searched. Leave it out"):
        Filters(**{name: nothing})


def test_filters_can_be_changed_where_nothing_else_was_given() -> None:
    assert replace(Filters(since="2026-01-01"), outlets=("a",)).given() == {"outlets": ["a"], "since": "2026-01-01"}


def test_a_name_that_is_no_filter_is_named_with_those_that_are() -> None:
    with pytest.raises(WrongUsage, match="There is no filter 'outlet'. The filters are articles, outlets, "):
        Filters.of({"outlet": "CGTN"})


def test_given_names_only_what_is_set_in_plain_lists() -> None:
    filters = Filters(articles=["a"], outlets=("B", "C"), since="2026-01-01")  # type: ignore[arg-type]
    assert filters.given() == {"articles": ["a"], "outlets": ["B", "C"], "since": "2026-01-01"}
    assert Filters(as_of="2026-01-01").given() == {"as_of": "2026-01-01"}
    assert Filters().given() == {}


def test_one_name_may_be_given_as_it_is() -> None:
    assert Filters(outlets="The Post").outlets == ("The Post",)


def test_no_day_is_after_its_end() -> None:
    with pytest.raises(WrongUsage, match="since 2026-02-06 and until 2026-02-05"):
        Filters(since="2026-02-06", until="2026-02-05")
    with pytest.raises(WrongUsage, match="since 2026-02-06 and as of 2026-02-05"):
        Filters(since="2026-02-06", as_of="2026-02-05")


@pytest.mark.parametrize("kind", [name for name in OF_NAMES if name != "articles"])
def test_a_thousand_names_of_a_kind_may_be_given_and_any_number_of_articles(kind: str) -> None:
    with pytest.raises(WrongUsage, match="1,000 names"):
        Filters(**{kind: ["news"] * 1_001})
    assert Filters(**{kind: ["news"] * 1_000})
    assert Filters(articles=["a"] * 1_001)
