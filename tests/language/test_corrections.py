"""Notices in Chinese and Japanese, known by their wording, and what marks notices in any language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.corrections import eastern_notices
from index.language.notice_words import is_about_this, is_heading, may_be_notice


@pytest.mark.parametrize(
    ("text", "kind", "was", "now"),
    [
        ("更正：本文早前版本将人数误写为三十人，应为十三人。", "correction", "三十人", "十三人"),
        ("更新（21日9时）：受伤人数增至52人。", "update", None, "52人"),
        ("【訂正】「5日」とあるのは「8日」の誤りでした。", "correction", "5日", "8日"),
        ("编辑更正：冠军为柳桥村队，本文初稿写为石桥村队，特此致歉。", "correction", "石桥村队", "柳桥村队"),
        ("更新：此前报道称获救船员为9人，随后确认共有11人获救。", "update", "9人", "11人"),
        ("※本報昨日報導誤植為五十人，正確應為十五人。", "correction", "五十人", "十五人"),
        ("本文此前版本称年产能为30万吨，系笔误。正确数字为3万吨。", "correction", "30万吨", "3万吨"),
        ("（更新：受伤人数升至二十一人。）", "update", None, "二十一人"),
        ("编辑部说明：停产的是二号线而非三号线，本网核实后已更新正文。", "correction", "三号线", "二号线"),
        ("先前報道指碼頭造價為四億元，並不準確，實為十四億元，謹此更正。", "correction", "四億元", "十四億元"),
    ],
)
def test_a_notice_in_chinese_or_japanese_has_old_and_new_words(
    text: str, kind: str, was: str | None, now: str | None
) -> None:
    [notice] = eastern_notices(text)
    assert (notice.kind, notice.was, notice.now) == (kind, was, now)


@pytest.mark.parametrize(
    "text",
    [
        "如发现文中有误，请致信编辑部。",
        "读者如发现本报报道有误，请致电热线，我们会及时更正。",
        "编写组介绍，新版更正了旧版中的三处错误。",
        "本报讯 昨日，业主撤回了投诉。",
    ],
)
def test_what_owns_to_no_error_of_its_own_is_no_notice(text: str) -> None:
    assert eastern_notices(text) == []


def test_a_notice_in_chinese_that_corrects_several_things_gives_each_with_its_own_words() -> None:
    found = eastern_notices("更正：全长“1280米”应为“1820米”，投资“9亿元”应为“6亿元”。")
    assert {(one.was, one.now) for one in found} == {("1280米", "1820米"), ("9亿元", "6亿元")}
    assert len({(one.start, one.end) for one in found}) == 1


def test_a_line_that_only_announces_a_correction_is_told_from_a_correction() -> None:
    assert is_heading("Correction, 3 May") and is_heading("更正")
    assert not is_heading("Correction: The toll is £3.") and not is_heading("Update")


def test_a_notice_about_its_own_article_may_say_so() -> None:
    assert is_about_this("An earlier version of this story gave the wrong price.")
    assert is_about_this("The article was taken down from our site.", beside="The photograph in this article is old.")
    assert is_about_this("更正：原文中“2019年”系笔误，本文已改为“2009年”。")
    assert not is_about_this("A story published on 12 February gave the wrong price.")


@pytest.mark.parametrize(
    ("text", "may_be"),
    [
        ("Correction: The toll is £3, not £5.", True),
        ("This article was amended on 4 May; the pit shut in 1994.", True),
        ("Our report on Friday gave the wrong age.", True),
        ("Editor's note: This article has been retracted, as its photographs were staged.", True),
        ("Editor's note: The Ledger's columnists comment on the news of the day.", False),
        ("This article originally appeared on Valley Post US.", False),
        ("An earlier version of the bill set the limit at ninety days and was amended.", False),
        ("更正：本文早前版本将人数误写为三十人，应为十三人。", True),
        ("如发现文中有误，请致信编辑部。", False),
    ],
)
def test_what_may_be_a_notice_has_a_label_or_names_a_text_of_its_outlet_and_an_error(text: str, may_be: bool) -> None:
    assert may_be_notice(text) == may_be


@given(st.text(max_size=300))
def test_a_notice_is_a_part_of_its_paragraph(text: str) -> None:
    for notice in eastern_notices(f"更正：{text}"):
        assert 0 <= notice.start < notice.end <= len(text) + 12
