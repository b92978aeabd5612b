from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.extraction.bylines import are_names, claims_above

PROSE = "The council voted on Monday to repair the old harbour bridge instead of replacing it."
JANE = {"author": "Jane Doe"}
DAY = {"published": "2026-02-05"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Jane Doe", JANE),
        ("BY JANE DOE and Ludwig van der Berg", {"author": "JANE DOE; Ludwig van der Berg"}),
        ("By Jane Doe, Staff Writer", JANE),
        ("By Jane Doe in Berlin", JANE),
        ("By Jane Doe, CNN Business", JANE),
        ("By Jane Doe, CGTN, 5 February 2026", JANE | DAY),
        ("By Jane Doe | 5 February 2026 | 3 min read", JANE | DAY),
        ("Published 5 February 2026", DAY),
        ("Thursday, February 5th, 2026 at 10:30 AM ET", DAY),
        ("2026-02-05T10:30:00Z", DAY),
        ("Posted on Feb. 5, 2026 (updated 6 February 2026)", DAY | {"updated": "2026-02-06"}),
        ("Last updated: 6 February 2026", {"updated": "2026-02-06"}),
        ("The Daily Post, 5 February 2026", DAY | {"outlet": "The Daily Post"}),
        ("5 February 2026 – The Daily Post", DAY | {"outlet": "The Daily Post"}),
        ("First published in The Daily Post on 5 February 2026", DAY | {"outlet": "The Daily Post"}),
        ("Source: The Daily Post", {"outlet": "The Daily Post"}),
        ("Title: A bridge – and a (small) ferry", {"title": "A bridge – and a (small) ferry"}),
        ("URL: https://a.example/b", {"url": "https://a.example/b"}),
        ("作者：张三", {"author": "张三"}),
        ("2026年02月05日 10:30 来源：新华网", DAY | {"outlet": "新华网"}),
        (
            "来源：人民日报　记者：张三、李四　发布时间：2026-02-05 10:30",
            DAY | {"outlet": "人民日报", "author": "张三; 李四"},
        ),
        ("（来源：新华网 责编：王五）", {"outlet": "新华网"}),
        ("更新时间：2026年2月6日", {"updated": "2026-02-06"}),
    ],
)
def test_a_line_that_plainly_states_who_or_when_says_so(line: str, expected: dict[str, str]) -> None:
    above = claims_above(["A bridge is saved", line, PROSE])
    assert above.fields == expected and above.rows == {1}


@pytest.mark.parametrize(
    "line",
    [
        "By Friday Evening",
        "By Reuters",
        "By Any Means",
        "By Jane Doe, who has lived here for years",
        "By now, most of the town had heard.",
        "Berlin, 5 February 2026",
        "02/03/2026",
        "February 2026",
        "5 February",
        "Reporter: Why did you close the bridge?",
        "Source: a person close to the talks",
        "Date: to be announced",
        "Author: unknown",
        "Link: see below",
        "On 5 February 2026 the council voted",
        "The council voted on 5 February 2026",
        "新华社北京2月5日电",
        "记者：请问桥什么时候修好？",
        "来源：本报记者张三，李四。",
    ],
)
def test_a_line_that_only_looks_like_it_says_nothing(line: str) -> None:
    assert claims_above(["A bridge is saved", line, PROSE]).fields == {}


def test_a_first_line_that_may_be_a_title_names_no_author() -> None:
    assert claims_above(["By Popular Demand", PROSE]).fields == {}
    assert claims_above(["By Jane Doe", "5 February 2026", PROSE]).fields == JANE | DAY


def test_a_text_told_in_days_was_published_on_none_of_them() -> None:
    assert claims_above(["A diary", "5 February 2026", "It rained.", "6 February 2026", "It stopped."]).fields == {}


def test_the_day_of_an_event_is_not_when_its_notice_was_published() -> None:
    assert claims_above(["A concert", "Date: 5 February 2026", "Venue: Town hall", PROSE]).fields == {}


def test_what_stands_below_the_beginning_of_the_text_is_text() -> None:
    assert claims_above([PROSE, PROSE, "By Jane Doe", PROSE]).rows == frozenset()
    assert claims_above([PROSE, "Source: The Daily Post", PROSE]).rows == frozenset()


def test_lines_with_no_text_below_them_are_the_text() -> None:
    assert claims_above(["5 February 2026"]).rows == frozenset()


def test_names_are_written_as_people_s_names_are() -> None:
    assert (
        are_names("Jane Doe")
        and are_names("J. R. O'Neill-Smith, Ana María de la Cruz and Åsa Öberg")
        and are_names("张三")
    )
    for text in (
        "jdoe",
        "Jane",
        "Microsoft Office User",
        "Jane Doe, Daily Post",
        "A1 B2",
        "",
        "one two",
        "Staff Writer",
    ):
        assert not are_names(text)


@given(st.lists(st.text("By Jane Doe,|;()：:作者来源2026年-5月日 Feb.\t", max_size=60), max_size=9))
def test_whatever_stands_above_it_is_read_in_a_moment_and_leaves_text_below(lines: list[str]) -> None:
    above = claims_above(lines)
    assert above.rows <= set(range(len(lines))) and (not lines or len(above.rows) < len(lines))


def test_a_long_line_takes_no_time() -> None:
    for text in ("By " + "Aa Bb, " * 30, "By " + "A" * 200, "5" * 240, "来源：" * 70, "Published " * 20, "| " * 100):
        claims_above(["A bridge", text, PROSE])
