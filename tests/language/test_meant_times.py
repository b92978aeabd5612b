"""What the times in a quoted sentence mean, by the day on which its article was published."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.times.iso_periods import span, within
from index.language.times.meant import dates_in

# 5 February 2026 is a Thursday, 8 February a Sunday, 2 January 2026 a Friday, 30 December 2025 a Tuesday.
ENGLISH = [
    # A bare weekday: the latest in the past tense, the next in the future, else nobody knows.
    ("2026-02-05", "Xi told Trump by phone on Wednesday that Taiwan comes first.", {"Wednesday": "2026-02-04"}),
    ("2026-02-05", "On Wednesday, Xi spoke with Trump about trade.", {"Wednesday": "2026-02-04"}),
    ("2026-02-05", "Xi on Wednesday said that trade comes first.", {"Wednesday": "2026-02-04"}),
    ("2026-02-05", "The ministry said Tuesday it will open a bridge.", {"Tuesday": "2026-02-03"}),
    ("2026-02-05", "The council voted on Thursday to repair the bridge.", {"Thursday": "2026-02-05"}),
    ("2026-02-05", "The firm, founded in 2015, said late on Tuesday it would close.", {"Tuesday": "2026-02-03"}),
    ("2026-02-05", "Reyl travelled to Orsa on Tuesday.", {"Tuesday": "2026-02-03"}),
    ("2026-02-05", "The law passed on Tuesday will take effect at once.", {"Tuesday": "2026-02-03"}),
    ("2026-02-05", "Tuesday’s vote failed.", {"Tuesday": "2026-02-03"}),
    ("2026-02-05", "It has rained in Orsa since Monday.", {"Monday": "2026-02-02"}),
    ("2026-02-05", "The bank was raided on Saturday.", {"Saturday": "2026-01-31"}),
    ("2026-02-05", "The bank was raided on Friday.", {}),  # six days ago, or by now in another time zone?
    ("2026-02-05", "The two leaders will meet on Wednesday.", {"Wednesday": "2026-02-11"}),
    ("2026-02-05", "The bill will be discussed in an unprecedented session on Friday.", {"Friday": "2026-02-06"}),
    ("2026-02-05", "A hearing on Friday will decide.", {"Friday": "2026-02-06"}),
    ("2026-02-05", "Lindqvist is to open the hall on Saturday.", {"Saturday": "2026-02-07"}),
    ("2026-02-05", "She is expected to resign on Monday.", {"Monday": "2026-02-09"}),
    ("2026-02-05", "The vote is scheduled for Tuesday.", {"Tuesday": "2026-02-10"}),
    ("2026-02-05", "He said the talks would resume on Monday.", {"Monday": "2026-02-09"}),
    ("2026-02-05", "The hall will stay shut until Friday.", {"Friday": "2026-02-06"}),
    ("2026-02-05", "She came on Tuesday and will return on Friday.", {"Tuesday": "2026-02-03", "Friday": "2026-02-06"}),
    ("2026-02-05", "The two met on Monday and Tuesday.", {"Monday": "2026-02-02", "Tuesday": "2026-02-03"}),
    ("2026-02-05", "Parliament will vote on Thursday.", {}),  # the same day, or in a week?
    ("2026-02-05", "Wednesday in Orsa.", {}),
    ("2026-02-05", "The strike, which began on Monday, ends on Saturday.", {"Monday": "2026-02-02"}),
    ("2026-02-05", "The vote scheduled for Tuesday was called off.", {}),
    ("2026-02-05", "The trial was due to start on Monday.", {}),
    ("2026-02-05", "They agreed to meet on Friday.", {}),
    ("2026-02-05", "Officials said a hearing on Friday will decide.", {}),
    ("2026-02-05", "They spoke ahead of Friday’s summit.", {}),
    ("2026-02-05", "The council extended the deadline until Friday.", {}),
    ("2026-02-05", "The office opened from Monday to Friday.", {}),
    ("2026-02-05", "It rained every Wednesday and on Wednesdays in spring.", {}),
    ("2026-02-05", "Shops sold more on Black Friday than on a Tuesday.", {}),
    ("2026-02-05", "The following Wednesday he left.", {}),
    ("2026-02-05", "In March 1963, the pair met on Wednesday.", {}),
    # A weekday of a week that is named.
    ("2026-02-05", "The two met last Friday.", {"last Friday": "2026-01-30"}),
    ("2026-02-05", "The two met last Tuesday.", {}),  # two days ago, or nine?
    ("2026-02-05", "The two will meet next Monday.", {"next Monday": "2026-02-09"}),
    ("2026-02-05", "The two will meet next Friday.", {}),  # tomorrow, or in eight days?
    ("2026-02-05", "The two will meet this Friday.", {"this Friday": "2026-02-06"}),
    ("2026-02-05", "The two met this past Tuesday.", {"this past Tuesday": "2026-02-03"}),
    ("2026-02-05", "The two met on Tuesday last week.", {"Tuesday last week": "2026-01-27"}),
    ("2026-02-05", "The two will meet on Tuesday of next week.", {"Tuesday of next week": "2026-02-10"}),
    ("2026-02-08", "The two met last Friday.", {}),
    # Days that are counted from the article's own.
    ("2026-02-05", "The ministry said yesterday that exports fell.", {"yesterday": "2026-02-04"}),
    ("2026-02-05", "Talks resumed the day before yesterday.", {"the day before yesterday": "2026-02-03"}),
    ("2026-02-05", "The court rules tomorrow.", {"tomorrow": "2026-02-06"}),
    ("2026-02-05", "The minister resigned today.", {"today": "2026-02-05"}),
    ("2026-02-05", "A fire broke out last night.", {"last night": "2026-02-04"}),
    ("2026-02-05", "Talks broke down two days ago.", {"two days ago": "2026-02-03"}),
    ("2026-02-05", "Talks broke down about ten days ago.", {}),
    ("2026-02-05", "Today, two laboratories keep the virus.", {}),  # nowadays
    # Weeks, months and years.
    ("2026-02-05", "Exports fell last week.", {"last week": "2026-W05"}),
    (
        "2026-02-05",
        "Last week’s frost was mild, and next week is warm.",
        {"Last week": "2026-W05", "next week": "2026-W07"},
    ),
    ("2026-02-05", "Sales rose earlier this week.", {"earlier this week": "2026-W06"}),
    ("2026-02-05", "Sales rose last month.", {"last month": "2026-01"}),
    ("2026-02-05", "Sales rose earlier this month.", {"earlier this month": "2026-02"}),
    ("2026-02-05", "The hall reopens next month.", {"next month": "2026-03"}),
    (
        "2026-02-05",
        "There are 312 hives this year, 20 more than last year.",
        {"this year": "2026", "last year": "2025"},
    ),
    ("2026-02-05", "The hall reopens late next year.", {"late next year": "2027"}),
    ("2026-02-05", "Sales rose over the last year, in the last week of the season.", {}),
    ("2026-02-08", "Exports fell last week.", {}),  # on a Sunday weeks that begin on Sunday and on Monday differ
    ("2026-02-05", "The bank cut rates in January.", {"January": "2026-01"}),
    ("2026-02-05", "The bank cut rates in March.", {"March": "2025-03"}),
    ("2026-02-05", "The bank will cut rates in March.", {"March": "2026-03"}),
    ("2026-02-05", "The bank cut rates in early March last year.", {"March last year": "2025-03"}),
    ("2026-02-05", "The bank cut rates in March 2024 and on March 5, 2024.", {}),
    ("2026-02-05", "The president may visit, and marches were held.", {}),
    ("2026-02-05", "The summit was held on Jan. 12 in Orsa.", {"Jan. 12": "2026-01-12"}),
    ("2026-02-05", "The summit will open on 3 March.", {"3 March": "2026-03-03"}),
    ("2026-02-05", "The summit opened on Wednesday, Feb. 4.", {"Wednesday, Feb. 4": "2026-02-04"}),
    ("2026-02-05", "The summit opened on Friday, Feb. 4.", {}),  # that day was a Wednesday
    ("2026-02-05", "The summit was held from March 5 to 7.", {}),
    ("2026-02-05", "Rates had risen by May.", {}),
    ("2026-02-05", "The summit was planned for March 10.", {}),
    ("2026-02-05", "In May 1961 he spoke. Work on it began on 13 August.", {}),
    # The turn of the year, and leap days.
    ("2026-01-02", "The bank cut rates in December.", {"December": "2025-12"}),
    ("2026-01-02", "The two met last Friday.", {"last Friday": "2025-12-26"}),
    ("2026-01-02", "The two met on Wednesday.", {"Wednesday": "2025-12-31"}),
    ("2026-01-02", "Sales rose last month.", {"last month": "2025-12"}),
    ("2026-01-02", "Sales rose last week.", {"last week": "2025-W52"}),
    ("2026-01-02", "A fire broke out on 31 December.", {"31 December": "2025-12-31"}),
    ("2025-12-30", "The two will meet on Friday.", {"Friday": "2026-01-02"}),
    ("2025-12-30", "Sales rose this week.", {"this week": "2026-W01"}),
    ("2025-12-30", "The hall reopens next month.", {"next month": "2026-01"}),
    ("2025-12-30", "The summit will open on January 5.", {"January 5": "2026-01-05"}),
    ("2024-03-01", "The two met yesterday.", {"yesterday": "2024-02-29"}),
    ("2023-03-01", "The two met yesterday.", {"yesterday": "2023-02-28"}),
    ("2024-03-01", "The two met on Feb. 29.", {"Feb. 29": "2024-02-29"}),
    ("2026-03-01", "The two met on Feb. 29.", {}),
    ("2024-02-29", "Sales rose last year.", {"last year": "2023"}),
    # What is said between quotation marks counts from the day on which it was said, where that is known.
    (
        "2026-02-05",
        "“We will decide next week,” the minister said on Saturday.",
        {"next week": "2026-W06", "Saturday": "2026-01-31"},
    ),
    (
        "2026-02-05",
        "“We met yesterday,” the minister told reporters on Tuesday.",
        {"yesterday": "2026-02-02", "Tuesday": "2026-02-03"},
    ),
    ("2026-02-05", "“We will decide tomorrow,” the minister said.", {}),
    ("2026-02-05", "“We will decide tomorrow,” said the minister, who was ill on Tuesday.", {"Tuesday": "2026-02-03"}),
]
CHINESE = [
    ("2026-02-05", "外交部发言人周三表示，大桥将在六月通车。", {"周三": "2026-02-04", "六月": "2026-06"}),
    ("2026-02-05", "两国元首星期三通了电话。", {"星期三": "2026-02-04"}),
    ("2026-02-05", "会议将于下周一举行。", {"下周一": "2026-02-09"}),
    ("2026-02-05", "他上周五抵达北京。", {"上周五": "2026-01-30"}),
    ("2026-02-05", "议会本周二通过了法案。", {"本周二": "2026-02-03"}),
    ("2026-02-05", "他宣布，两国外长周六将会面。", {"周六": "2026-02-07"}),
    ("2026-02-05", "比赛将于周六晚举行。", {"周六": "2026-02-07"}),
    ("2026-02-05", "谈判定于3月中旬举行。", {"3月": "2026-03"}),
    ("2026-02-05", "周三，北方城市。", {}),
    ("2026-02-05", "商店每周三休息，周一至周五营业。", {}),
    ("2026-02-05", "周一鸣表示，大桥很长。", {}),  # a person's name
    ("2026-02-05", "他昨天说，谈判已经结束。", {"昨天": "2026-02-04"}),
    ("2026-02-05", "他前天抵达，明天将离开。", {"前天": "2026-02-03", "明天": "2026-02-06"}),
    ("2026-02-05", "总理今天宣布辞职。", {"今天": "2026-02-05"}),
    ("2026-02-05", "今天，世界卫生组织推荐这种疗法。", {}),  # nowadays
    ("2026-02-05", "上周出口下降，本周回升，下周再看。", {"上周": "2026-W05", "本周": "2026-W06", "下周": "2026-W07"}),
    ("2026-02-08", "上周出口下降。", {"上周": "2026-W05"}),
    ("2026-02-05", "上周末下了雨。", {}),
    ("2026-02-05", "今年有312个蜂箱，比去年多20个。", {"今年": "2026", "去年": "2025"}),
    ("2026-02-05", "大桥明年通车。", {"明年": "2027"}),
    ("2026-02-05", "本月出口上升，上个月出口下降。", {"本月": "2026-02", "上个月": "2026-01"}),
    ("2026-02-05", "大桥去年12月5日通车。", {"去年12月5日": "2025-12-05"}),
    ("2026-02-05", "大桥去年三月动工。", {"去年三月": "2025-03"}),
    ("2026-02-05", "会议3月5日将在北京召开。", {"3月5日": "2026-03-05"}),
    ("2026-02-05", "两国元首2月4日举行了会谈。", {"2月4日": "2026-02-04"}),
    ("2026-02-05", "外交部发言人4日表示，谈判已结束。", {"4日": "2026-02-04"}),
    ("2026-02-02", "外交部发言人31日表示，谈判已结束。", {"31日": "2026-01-31"}),
    ("2026-02-05", "会议在1月4日至6日举行。", {}),
    ("2026-02-05", "大桥2024年3月5日动工，同年12月完工。", {}),
    ("2026-01-02", "大桥12月通了车。", {"12月": "2025-12"}),
    ("2026-01-02", "他上周五抵达北京。", {"上周五": "2025-12-26"}),
    ("2026-01-02", "他昨天抵达北京。", {"昨天": "2026-01-01"}),
    ("2025-12-30", "会议将于下个月举行。", {"下个月": "2026-01"}),
    ("2024-03-01", "他昨日抵达北京。", {"昨日": "2024-02-29"}),
    ("2026-02-05", "部长周二表示：“我们昨天见了面。”", {"周二": "2026-02-03", "昨天": "2026-02-02"}),
    ("2026-02-05", "部长说：“我们昨天见了面。”", {}),
    ("2026-02-05", "外長週三表示，會談已結束。", {"週三": "2026-02-04"}),
    ("2026-02-05", "首相は昨日、去年の予算について述べた。", {}),  # Japanese
    ("2026-02-05", "총리는 수요일 회담을 가졌다.", {}),  # Korean
]


def told(text: str, published: str | None) -> dict[str, str]:
    return {found.text: found.day for found in dates_in(text, 0, len(text), published)}


@pytest.mark.parametrize(("published", "text", "days"), [*ENGLISH, *CHINESE])
def test_times_are_told_from_the_day_of_publication_or_not_at_all(
    published: str, text: str, days: dict[str, str]
) -> None:
    assert told(text, published) == days


@pytest.mark.parametrize("published", [None, "", "soon", "2026-02", "5 February 2026"])
def test_without_a_day_of_publication_nothing_is_told(published: str | None) -> None:
    assert told("The ministry said on Wednesday that exports fell last week.", published) == {}
    assert told("外交部发言人昨天表示，出口上周下降。", published) == {}


def test_a_time_of_publication_counts_from_its_day() -> None:
    assert told("The ministry said yesterday that exports fell.", "2026-02-05T23:30:00-08:00") == {
        "yesterday": "2026-02-04"
    }


def test_only_the_quoted_sentence_is_read_and_its_spans_are_those_of_the_paragraph() -> None:
    text = "🌉 They met yesterday. The two will meet again on Monday."
    (found,) = dates_in(text, text.index("The two"), len(text), "2026-02-05")
    assert (found.text, found.day) == ("Monday", "2026-02-09")
    assert text[found.start : found.end] == "Monday"


def test_a_quotation_that_the_sentence_is_only_a_part_of_is_still_one() -> None:
    text = "“We met. We decided yesterday. We are glad,” the minister said."
    assert dates_in(text, text.index("We decided"), text.index(" We are"), "2026-02-05") == ()


def test_a_day_without_its_year_is_not_told_where_the_article_moves_in_another_year() -> None:
    text = "On 23 July the crew spoke on television."
    assert told(text, "2026-08-20") == {"23 July": "2026-07-23"}
    earlier = "Two men walked on the Moon in July 1969."
    assert dates_in(text, 0, len(text), "2026-08-20", earlier=lambda: earlier) == ()


def test_the_article_is_read_for_a_year_only_where_a_month_stands_alone() -> None:
    def unread() -> str:
        raise AssertionError("the article was read")

    text = "The ministry said on Wednesday that exports fell last week, in March 2024 and last year."
    assert len(dates_in(text, 0, len(text), "2026-02-05", earlier=unread)) == 3


PIECES = st.sampled_from(
    "Wednesday|last|next|this|week|month|year|in|on|March|May|5|31|29|Feb.|2024|yesterday|today|two days ago|said|will"
    "|met|“|”|,|.|the|until|is|to|周三|上周|去年|3月|31日|昨天|表示|将|，|。|二月三十日|本月31日|明年2月29日|¤|\u3042|\ud7a3|🌉".split(
        "|"
    )
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=30).map(" ".join), st.lists(PIECES, max_size=30).map("".join))


@given(TEXTS, st.dates(), st.integers(0, 40), st.integers(0, 80))
def test_whatever_the_text_spans_are_exact_and_days_are_days(text: str, day: date, start: int, length: int) -> None:
    end = min(len(text), start + length)
    last = -1
    for found in dates_in(text, start, end, day.isoformat()):
        assert text[found.start : found.end] == found.text
        assert start <= found.start < found.end <= end
        assert last <= found.start
        last = found.end
        first, final = span(found.day)
        assert first <= final


@given(TEXTS, st.one_of(st.none(), st.text(max_size=12)))
def test_whatever_stands_for_the_day_of_publication_nothing_raises(text: str, published: str | None) -> None:
    dates_in(text, 0, len(text) + 7, published)


@given(st.dates(min_value=date(1600, 1, 1), max_value=date(2400, 1, 1)), st.integers(0, 6))
def test_a_weekday_that_has_been_lies_in_the_six_days_before_and_one_to_come_in_the_six_after(
    day: date, weekday: int
) -> None:
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[weekday]
    for sentence, least, most in ((f"They met on {name}.", -5, 0), (f"They will meet on {name}.", 1, 6)):
        for iso in told(sentence, day.isoformat()).values():
            found = date.fromisoformat(iso)
            assert found.weekday() == weekday
            assert least <= (found - day).days <= most


def test_every_weekday_but_that_of_the_day_after_is_told_of_the_past() -> None:
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    assert [len(told(f"They met on {name}.", "2026-02-05")) for name in names] == [1, 1, 1, 1, 0, 1, 1]


@given(st.dates(min_value=date(2, 1, 1), max_value=date(9998, 12, 31)))
def test_this_week_month_and_year_hold_the_day_of_publication(day: date) -> None:
    found = told("Sales rose this month and this year.", day.isoformat())
    assert all(within(day.isoformat(), period) for period in found.values())
    assert len(found) == 2


def test_very_long_runs_of_one_word_are_read() -> None:
    for text in ("Monday " * 4000, "1" * 30_000, "March " * 5000, "last " * 6000, "上" * 30_000, "5 to " * 6000):
        assert dates_in(text, 0, len(text), "2026-02-05") is not None
