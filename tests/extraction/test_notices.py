"""What a page says about its own article below it or beside it: kept where it corrects or withdraws, else dropped."""

from __future__ import annotations

import pytest

from index.extraction.html import extract

STORY = (
    "<p>The council decided on Monday that the new bridge at Ostheim will cost 42 million euros, its chair said.</p>"
    "<p>Ships will pass on both sides of the island while the work lasts, according to the harbour master's plan.</p>"
    "<p>The old bridge was closed in the winter of 2019, when a pillar was found to have sunk into the river bed.</p>"
)
NOTICE = "Correction: An earlier version of this article said the bridge would be finished in May. It will be in July."
OWN = [
    "<aside class='editors-note'><p>{}</p></aside>",
    "<footer>{}</footer>",
    "<div class='article-footer'><p>{}</p></div>",
    "<figure><figcaption>{}</figcaption></figure>",
]


def lines_of(inside: str = "", *, after: str = "", below: str = "") -> tuple[str, ...]:
    menu = "<nav><a href='/'>Home</a></nav>"
    found = extract(
        f"<html><body>{menu}<main><article><h1>New bridge</h1>{STORY}{inside}</article>{after}</main>{below}</body>"
        "</html>"
    )
    assert found is not None
    return found.lines


@pytest.mark.parametrize("frame", OWN)
def test_a_notice_in_a_box_or_a_footer_of_its_article_is_a_line_of_it(frame: str) -> None:
    assert lines_of(frame.format(NOTICE))[-1] == NOTICE
    assert lines_of(after=frame.format(NOTICE))[-1] == NOTICE


def test_a_page_so_short_that_its_text_comes_in_one_piece_keeps_its_notice() -> None:
    told = "<p>The new bridge at Ostheim will cost 42 million.</p><p>Its chair said so on Monday evening.</p>"
    body = f"<h1>New bridge</h1><time datetime='2026-03-02'>2026-03-02</time>{told}{OWN[0].format(NOTICE)}"
    found = extract(f"<html><body><main><article>{body}</article></main></body></html>")
    assert found is not None and found.lines[-1] == NOTICE


@pytest.mark.parametrize("frame", OWN)
def test_a_box_that_corrects_nothing_stays_out(frame: str) -> None:
    assert len(lines_of(frame.format("The author has written for this paper about bridges since the year 2009."))) == 3


@pytest.mark.parametrize("line", ["This post originally appeared on The Mill's own site.", "Updated: January 16, 2020"])
def test_where_a_text_first_appeared_and_when_it_was_updated_stay_out(line: str) -> None:
    assert len(lines_of(f"<aside><p>{line}</p></aside>")) == 3


def test_a_notice_that_belongs_to_something_else_on_the_page_stays_out() -> None:
    for frame in (
        "<aside class='related'><p>{}</p></aside>",
        "<section id='comments'><div class='comment'><p>{}</p></div></section>",
        "<aside><a href='/corrections'><p>{}</p></a></aside>",
        "<article><h2>Another story</h2><aside><p>{}</p></aside></article>",
    ):
        assert NOTICE not in lines_of(after=frame.format(NOTICE))
    assert NOTICE not in lines_of(below=f"<footer><p>{NOTICE}</p></footer>")


def test_a_notice_above_the_text_stays_above_it() -> None:
    found = extract(f"<article><h1>New bridge</h1><aside><p>{NOTICE}</p></aside>{STORY}</article>")
    assert found is not None
    assert found.lines[0] == NOTICE


def test_a_short_chinese_article_keeps_its_paragraphs() -> None:
    paragraphs = (
        "市政府周一决定，新大桥将耗资四千二百万元。",
        "施工期间船只可从岛的两侧通行，工程五月开始。",
        "据县交通局介绍，旧桥的一座桥墩下沉，已于二〇一九年冬天封闭，至今没有重新开放。",
        "市长表示，新桥建成以后，两岸居民上班上学将比现在少走七公里。",
    )
    text = "".join(f"<p>{one}</p>" for one in paragraphs)
    by = "<p class='byline'>By 记者 王明</p><time datetime='2026-03-02'>2026-03-02</time>"
    found = extract(f"<html lang='zh'><body><main><article><h1>新大桥</h1>{by}{text}</article></main></body></html>")
    assert found is not None
    assert set(paragraphs) <= set(found.lines)
