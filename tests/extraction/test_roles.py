from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import SEARCHED_ROLES, Role
from index.extraction.roles import roles

PROSE = [
    "The council of Port Elwin voted on Monday to repair the old harbour bridge instead of replacing it.",
    "Repairs will cost 4.2 million crowns, less than a third of the price of a new bridge, the town says.",
    "Work begins in May and is to end before the first autumn storms reach the coast, the engineer said.",
]


def role_between(paragraph: str) -> Role:
    return roles([PROSE[0], paragraph, PROSE[1]])[1]


def role_at_the_end(paragraph: str) -> Role:
    return roles([*PROSE, paragraph])[-1]


@given(st.lists(st.text()))
def test_the_roles_partition_the_paragraphs(paragraphs: list[str]) -> None:
    found = roles(paragraphs)
    assert len(found) == len(paragraphs)
    assert set(found) <= set(get_args(Role))


@given(st.lists(st.sampled_from([*PROSE, "Home", "Sport", "Share", "CHOOSE YOUR EDITION", "Related stories"])))
def test_prose_is_body_whatever_stands_around_it(paragraphs: list[str]) -> None:
    found = roles(paragraphs)
    for paragraph, role in zip(paragraphs, found, strict=True):
        assert paragraph not in PROSE or role == "body"


@pytest.mark.parametrize(
    "paragraph",
    [
        "The louder the wind blows, the more a harbour is worth.",
        "Nobody asked the ferrymen.",
        "Why did it take eleven years?",
        '"Follow us," he told the crowd. "We know the way."',
        '"No."',
        "Anyone who saw the boat is asked to call the coastguard on 020-555-0134.",
        "The hotline, 020-555-0134, took 300 calls in its first week.",
        "She wrote to editor@coast-news.example in March and never had a reply.",
        "Share prices of Facebook and Twitter fell by 3 percent on Monday.",
        "Like many posts on Facebook, the claim was false.",
        "Follow the money, the auditor said, and it leads to the harbour office.",
        "Call me Ishmael.",
        "Already a member of the council, he was elected mayor in 2019.",
        "Related companies fell as well.",
        "Copyright law protects the design of the bridge for 70 years.",
        "The paper printed two letters to the editor about the mill.",
        "Reporting by the harbour office found that nine boats were missing.",
        "The opinions expressed by voters reflect their anger over the ferry.",
        "This story was told in 1843 by a fisherman's daughter.",
        "Subscribers to the newsletter grew to 4,000.",
        "By the rivers of the north",
        "With input from farmers, the ministry drafted the bill.",
        "For more than a decade the inspectors visit us every spring.",
        "First published in 1925, the novel tells of a bridge that nobody crosses.",
        "Source of the river and of the quarrel",
        "Watch how the tide turns.",
        "Thank you, he said, for nothing.",
        "外交部声明：双方同意继续谈判。",
        "Top scorers",
        "2 eggs and a cup of flour",
        "WHAT HAPPENS NEXT",
        "关注微信的老年人越来越多。",
        "他未经许可使用了这张照片。",
        "该歌曲的版权所有者是谁仍不清楚。",
        "记者在现场看到，桥上已没有车辆。",
        "公司今年取得许可证3张。",
        "事故原因：燃气泄漏。",
        "报告的最后一页附有一张地图：大桥将向东移动三十米。",
        "这张照片由王小明拍摄。",
        "Cookies are required to be labelled in the shops of Port Elwin.",
        "JavaScript is required reading for the town's new clerks.",
        "To continue reading the old deeds, she learned Latin.",
        "If you enjoyed the fair, so did the bakers.",
        "등록 선박은 2026년에 300척으로 늘었다.",
    ],
)
def test_what_the_article_says_stays_body(paragraph: str) -> None:
    assert role_between(paragraph) == "body"
    assert role_at_the_end(paragraph) == "body"


@pytest.mark.parametrize(
    "paragraph",
    [
        "Editor's note: This column looks at how towns pay for what they build.",
        "Editors’ Note: Names have been changed.",
        "Note to readers: the figures were checked on Friday.",
        "Correction: An earlier version named the wrong engineer.",
        "This article was originally published in the Valley Post.",
        "This story first appeared in the Valley Post.",
        "A shorter version of this essay was first printed in the Valley Post.",
        "This story has been updated with a comment from the mayor.",
        "(Reporting by Ana Belmonte in Orsa; editing by Jonas Wend)",
        "Additional reporting by Ines Okafor.",
        "Ines Okafor contributed to this report.",
        "(With input from agencies)",
        "The article reflects the author's opinions and not necessarily the views of Coast News.",
        "The views and opinions expressed in the article do not necessarily reflect those of Coast News.",
        "The views do not necessarily reflect those of the newspaper, writes the author.",
        "Coast Wire | Updated: February 5, 2026 10:22",
        "Updated at 1:23 p.m.",
        "编者按：本文是系列报道的第三篇。",
        "【编者按】本文是系列报道的第三篇。",
        "本文仅代表作者个人观点。",
        "기사입력 :[ 2026-02-05 17:32 ]",
        "公開：2026年2月5日 17:32",
    ],
)
def test_what_the_editors_say_about_the_article_is_a_note(paragraph: str) -> None:
    assert role_between(paragraph) == "note"


@pytest.mark.parametrize(
    "paragraph",
    [
        "The bridge at low tide, seen from the fish market. /Coast News",
        "The bridge at low tide. [Photo/Agency]",
        "The bridge at low tide (AP Photo/Ines Okafor)",
        "The mayor on the old bridge. (Photo by Ines Okafor/Picture House)",
        "Photo: Ines Okafor/Reuters",
        "(Cover via Picture House)",
        "Image source, Picture House",
        "File photo of the harbour bridge in Port Elwin.",
        "Fishermen mend their nets. REUTERS/Ines Okafor",
        "图为埃尔温港大桥。",
        "资料图：埃尔温港大桥",
        "大桥全景。（图/视觉社）",
        "大桥全景（示意图）。图／埃尔温日报",
        "大桥全景（图：视觉社）",
        "市民走过大桥。王小明摄",
        "市民走过大桥。摄影：王小明",
        "1月20日，市民走过大桥。 新华社记者 王小明 摄",
    ],
)
def test_a_line_that_credits_a_picture_is_a_caption(paragraph: str) -> None:
    assert role_between(paragraph) == "caption"


@pytest.mark.parametrize(
    "paragraph",
    [
        "(Would you like to write for us? Please contact us at column@coast-news.example.)",
        "Follow us on Facebook and Instagram.",
        "Follow @coastnews on Instagram to see more from the shore.",
        "Subscribe to our newsletter",
        "Sign up for the morning briefing and get it in your inbox.",
        "Get the day’s news delivered to your inbox every morning.",
        "Share this article",
        "We use cookies to improve your visit. By continuing you agree to our policy.",
        "© 2026 Coast News. All rights reserved.",
        "Copyright 2026 Coast News. All Rights Reserved. This material may not be redistributed.",
        "Read more: The ferrymen's last winter",
        "For more information about these tables, write to the desk at desk@coast-news.example.",
        "For more information, please visit www.coast-news.example.",
        "Have you crossed the old bridge? Email us at desk@coast-news.example",
        "Thank you for reading.",
        "If you enjoyed this article, join our readers.",
        "Note: we are temporarily moderating all comments.",
        "We and our 842 partners store information on your device, such as cookies.",
        "You need to enable JavaScript to run this app.",
        "JavaScript is disabled in your browser.",
        "To continue reading, subscribe or log in.",
        "RELATED: Why the bridge was closed",
        "Reader hotline: 020-5550-1234",
        "Tel: +44 20 7946 0000",
        "Email: desk@coast-news.example",
        "https://coast-news.example/bridge",
        "Click here to download the app",
        "Advertisement",
        "(Reuters)",
        "Home | World | Business | Sport",
        "English · Español · Français · 中文",
        "责任编辑：王小明",
        "（责编：王小明、李华）",
        "来源：埃尔温日报",
        "版权所有 未经授权不得转载",
        "未经书面许可，任何人不得转载、摘编本网内容。",
        "京ICP备12345678号-1",
        "互联网新闻信息服务许可证 4400120210007",
        "违法和不良信息举报电话：010-55501234",
        "扫描二维码关注我们",
        "欢迎关注埃尔温日报微信公众号",
        "相关阅读：大桥为何关闭",
        "上一篇：大桥为何关闭",
        "用微信扫码二维码 分享至好友和朋友圈",
    ],
)
def test_what_the_page_says_around_the_article_is_boilerplate(paragraph: str) -> None:
    assert role_between(paragraph) == "boilerplate"


def test_a_menu_at_the_edge_is_boilerplate_and_a_list_or_a_poem_is_not() -> None:
    menu = ["Home", "World", "Sport", "Coast", "Log in"]
    poem = ["The tide goes out", "the tide comes in", "and nobody", "counts the boats"]
    list_items = ["Flour", "Two eggs", "Butter", "A pinch of salt"]
    assert roles([*menu, *PROSE])[:5] == ["boilerplate"] * 5
    assert roles([*PROSE, *menu])[3:] == ["boilerplate"] * 5
    assert roles([*PROSE, *poem]) == roles([*poem, *PROSE]) == roles([*PROSE, *list_items]) == ["body"] * 7


def test_the_titles_below_related_stories_are_boilerplate_up_to_the_next_sentence() -> None:
    paragraphs = [PROSE[0], "Related stories", "The ferrymen's last winter", "A bridge for Orsa", PROSE[1]]
    assert roles(paragraphs) == ["body", "boilerplate", "boilerplate", "boilerplate", "body"]


def test_bylines_times_and_calls_in_capitals_are_boilerplate_at_the_edge_only() -> None:
    edges = ["By Ines Okafor", "January 20, 2026 - 11:28 GMT", "CHOOSE YOUR EDITION"]
    assert roles([*edges, *PROSE])[:3] == ["boilerplate"] * 3
    assert [role_between(edge) for edge in edges] == ["body"] * 3


def test_a_long_paragraph_is_body_whatever_it_begins_with() -> None:
    assert role_between("Follow us on Facebook. " * 40) == "body"


@pytest.mark.parametrize(
    "paragraph",
    [
        "Reporting by " + "A. " * 220 + "!x",
        "Reporting by " + "A" * 600 + "!x",
        "With input from " + "A. and " * 90 + "!x",
        "Updated " + "1st at " * 90 + "!x",
        "Tel: " + "1 " * 300 + "x",
        "Tel: " + "1234567, " * 70 + "x",
        "By " + "Ab and " * 22,
        "A " + "photo: " * 50 + "?",
        "a@" * 300,
    ],
)
def test_no_paragraph_takes_forever(paragraph: str) -> None:
    assert role_between(paragraph) in get_args(Role)


def test_the_development_article_with_furniture_has_each_kind_found(development_data: Path) -> None:
    (article,) = (development_data / "seed").glob("*.txt")
    paragraphs = [line for line in article.read_text(encoding="utf-8").split("\n") if line.strip()]
    expected = ["note", *["body"] * 9, "caption", *["body"] * 7, *["boilerplate"] * 4]
    assert roles(paragraphs) == expected


@pytest.mark.parametrize("name", ["xquad_en", "xquad_zh", "clapnq_dev"])
def test_hardly_a_sentence_of_real_prose_is_lost_to_search(development_data: Path, name: str) -> None:
    total = lost = 0
    for line in (development_data / name / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        sentences = [part for part in re.split(r"(?<=[.!?])\s+|(?<=[。！？])|\n+", json.loads(line)["text"]) if part]
        total += len(sentences)
        lost += sum(role not in SEARCHED_ROLES for role in roles(sentences))
    assert lost <= 0.003 * total
