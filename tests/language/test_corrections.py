"""Notices that correct or withdraw what was published, known by their wording, and look-alikes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.corrections import eastern_notices, notice_in
from index.language.notice_words import as_we, is_about_this, is_heading

CASES = Path(__file__).parents[1] / "benchmarks" / "corrections" / "cases.jsonl"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Correction: The toll is £3, not £5, as an earlier version said.", "correction"),
        ("An earlier version of this article gave the height as 40 metres. It is 14 metres.", "correction"),
        ("This story has been corrected to show that the vote is on Friday, not Thursday.", "correction"),
        ("Editor's note: This article has been retracted because its photographs were staged.", "withdrawal"),
        ("Corrigendum: Read 14 kg for 41 kg in the third paragraph.", "correction"),
        ("Correction: Edwin Roe, not Edmund Poe, chairs the trust.", "correction"),
        ("Amendment: Roe did not vote for the bill; she abstained.", "correction"),
        ("UPDATE, 4.30pm: The fire has burned 7,450 acres.", "update"),
        ("We originally said that it cost £4. It cost £14. Apologies.", "correction"),
        ("Note: the number in the second paragraph has been corrected from nine to seven.", "correction"),
        ("Our account of the vote got the count wrong. It was 52.", "correction"),
        ("The Star has removed its reporting on a coach from this page.", "withdrawal"),
        ("(Corrects second paragraph to show the lamp is from Lund, not Malmo.)", "correction"),
        ("UPDATED 7 p.m. with the number of homes cut off, which has risen to 880.", "update"),
        ("Update: The police first put his age at 27 at first, but have since said 37.", "update"),
        ("STORY WITHDRAWN: The wire is withdrawing its report headlined “Mill shut”.", "withdrawal"),
        ("Yesterday's report said the fair starts in May. This was wrong: it starts in June.", "correction"),
        ("Earlier, we wrote that it cost £40. It cost £14. The error was ours.", "correction"),
        (
            "This article was amended on 9 May 2026. An earlier version said the pit shut in 1984; it shut in 1994.",
            "correction",
        ),
        (
            "A headline on an earlier version of this story said the museum had sold it. The museum has not done so.",
            "correction",
        ),
        (
            "Our report of 6 June may have left the impression that the lamp was sold. It remains with the family.",
            "correction",
        ),
        ("This version corrects that the trial is on Friday, not Monday.", "correction"),
        ("Updated to reflect that the loan was a Series B and not a Series A.", "correction"),
        ("The baker was misnamed in an earlier version of this post. She is Ann Lee, not Ann Loe.", "correction"),
        ("We no longer stand behind this piece, for its author invented two witnesses.", "withdrawal"),
        ("This is a developing story and has been updated. Four barns burned, two more than first said.", "update"),
        (
            "This story ran on 3 June. It was updated on 4 June to correct the age of the driver, who was 48.",
            "correction",
        ),
        ("We said that it was shut for four weeks. In fact it was shut for six days.", "correction"),
        ("The ring is Ann Lee's third, not her second, as this article first said.", "correction"),
        (
            "An earlier version of this article said Lee was born in Hull. She was born in Leeds and moved to Hull.",
            "correction",
        ),
        ("Tarn Mines is based in Leeds. A story on Tuesday incorrectly said it is based in Hull.", "correction"),
        (
            "A previous version of this article misreported where the Gull was built. She came from a yard in Hull.",
            "correction",
        ),
        (
            "We originally said that Ann Lee was the first woman to win it. She is the second, after Ida Roe.",
            "correction",
        ),
        (
            "We were wrong to say that the Lamp in Hull was the smallest cinema. That is the Shed, which seats nine.",
            "correction",
        ),
        ("This article overstated the depth. The camera was 1,560 metres down and not 15,600 metres.", "correction"),
        ("UPDATE, 6:40 p.m.: 23 people were treated, up from the 15 it gave this morning.", "update"),
        (
            "Clarification: It has been made clear that the council has postponed the vote, not cancelled it.",
            "clarification",
        ),
        ("Our front-page report that Ann Lee voted for the pool was incorrect: she voted against it.", "correction"),
        ("The day of the walk was given wrongly and has been corrected here: it is 9 May.", "correction"),
        ("Edit: the app needs 4GB of memory, not 14GB, as an earlier version said.", "correction"),
        ("The Mill has removed the text of this article, since its source was forged.", "withdrawal"),
        ("This story has been corrected to show that Roe was not charged. He appeared as a witness.", "correction"),
    ],
)
def test_a_notice_is_known_by_its_wording(text: str, kind: str) -> None:
    notice = notice_in(as_we(text, "The Mill"))
    assert notice is not None and notice.kind == kind


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
        "The prisoner was moved to a correction facility outside the town.",
        "Analysts called the fall a correction after a year of gains.",
        "An earlier version of the bill set the limit at ninety days.",
        "Update: Police are still looking for the driver.",
        "Correction territory: the index closed ten percent below its high.",
        "“Correction: try again,” she writes under each dictation.",
        "The minister withdrew her remark and said she had been wrong.",
        "This article originally appeared on Valley Post US.",
        "“An earlier version of this article was wrong,” the rival paper admitted.",
        "如发现文中有误，请致信编辑部。",
        "The committee report was withdrawn after two members resigned.",
        "A column of tanks was withdrawn from the town.",
        "A report on the dam was wrong about its cost, an inquiry found.",
        "An earlier report by the ministry put the toll at 61.",
        "We said it would stay. We were wrong, and players told us so, said the union's head.",
        "The first edition gave 1847 for the word's birth; the new edition corrects that to 1831.",
        "We apologise to all who were charged twice, the bank said.",
        "This article first appeared elsewhere and has been edited for length.",
        "Article 41 sets a limit. This article was amended in 1994.",
        "Editor's note: The names in this article have been changed to protect the children.",
        "In an earlier article I described how my father built the boat.",
        "This report shows that the ministry's figures were wrong.",
        "Corrections: To report an error in this article, please write to the editor.",
        "读者如发现本报报道有误，请致电热线，我们会及时更正。",
        "编写组介绍，新版更正了旧版中的三处错误。",
        "本报讯 昨日，业主撤回了投诉。",
    ],
)
def test_what_owns_to_no_error_of_its_own_is_no_notice(text: str) -> None:
    assert notice_in(text) is None


def test_a_notice_in_chinese_that_corrects_several_things_gives_each_with_its_own_words() -> None:
    found = eastern_notices("更正：全长“1280米”应为“1820米”，投资“9亿元”应为“6亿元”。")
    assert {(one.was, one.now) for one in found} == {("1280米", "1820米"), ("9亿元", "6亿元")}
    assert len({(one.start, one.end) for one in found}) == 1


def test_in_a_column_of_corrections_what_speaks_of_an_article_is_a_notice_without_owning_to_anything() -> None:
    text = "• An article about swimming (Into the cold, 2 August, page 31) put the pool at Ingle; it lies at Cam."
    assert notice_in(text) is None and notice_in(text, among_notices=True) is not None


def test_an_outlet_that_goes_by_its_name_owns_to_its_own_error_and_not_to_that_of_another() -> None:
    text = "The Mill regrets that its article on the fire was wrong."
    reported = "The Mill erroneously reported on Monday that the pit was shut."
    assert not notice_in(reported) and not notice_in(as_we(reported, "The Ledger"))
    assert notice_in(as_we(reported, "The Mill")) and notice_in(as_we(text, "Mill"))


def test_a_line_that_only_announces_a_correction_is_told_from_a_correction() -> None:
    assert is_heading("Correction, 3 May") and is_heading("更正")
    assert not is_heading("Correction: The toll is £3.") and not is_heading("Update")


def test_a_notice_about_its_own_article_may_say_so() -> None:
    assert is_about_this("An earlier version of this story gave the wrong price.")
    assert is_about_this("The article was taken down from our site.", beside="The photograph in this article is old.")
    assert is_about_this("更正：原文中“2019年”系笔误，本文已改为“2009年”。")
    assert not is_about_this("A story published on 12 February gave the wrong price.")


def test_of_sixty_notices_by_another_writer_most_are_found_and_of_twenty_look_alikes_none() -> None:
    cases = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]
    found = {case["id"] for case in cases if notice_in(case["notice"], among_notices=case["notice"].startswith("•"))}
    assert not [one for one in found if one.startswith("n")]
    assert len(found) >= 54


@given(st.text(max_size=300))
def test_a_notice_is_a_part_of_its_paragraph(text: str) -> None:
    for notice in (notice_in(f"Correction: {text}"), *eastern_notices(f"更正：{text}")):
        assert notice is None or 0 <= notice.start < notice.end <= len(text) + 12
