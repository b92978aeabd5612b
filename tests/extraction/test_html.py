from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from index.extraction.html import extract

ARTICLES = Path(__file__).parents[1] / "articles"
PROSE = "The market hall opened its doors again on Tuesday, fourteen months after the flood of 3 November 2024. " * 3


def page(*, head: str = "", top: str = "", attributes: str = "") -> str:
    return f"<html {attributes}><head>{head}</head><body><article>{top}<p>{PROSE}</p></article></body></html>"


def test_a_page_gives_its_text_and_what_it_says_of_itself() -> None:
    found = extract((ARTICLES / "market-hall.html").read_text(encoding="utf-8"))
    assert found is not None
    assert (found.title, found.author, found.outlet) == ("Market hall reopens after flood", "Ines Okafor", "Coast News")
    assert (found.published, found.language) == ("2026-01-20", "en")
    assert found.url == "https://coast-news.example/market-hall"
    assert found.lines[0].startswith("The market hall of Port Elwin") and found.lines[1].startswith("“We counted")


def test_the_menu_is_no_text_and_the_title_is_not_repeated_in_it() -> None:
    found = extract((ARTICLES / "market-hall.html").read_text(encoding="utf-8"))
    assert found is not None
    assert not [line for line in found.lines if "About us" in line or line == found.title]


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:modified_time" content="2026-02-11T09:30:00Z">',
        '<meta name="last-modified" content="2026-02-11">',
        '<meta itemprop="copyrightYear" content="2026">',
        '<meta http-equiv="date" content="2026-02-11">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "dateModified": "2026-02-11"}</script>',
        "",
    ],
)
def test_a_page_that_does_not_state_its_day_of_publication_has_none(head: str) -> None:
    found = extract(page(head=head, top="<div class='updated-date'>Updated 11 February 2026</div>"))
    assert found is not None and found.published is None


@pytest.mark.parametrize(
    "stated",
    [
        '<time datetime="2026-02-11">Updated 11 February 2026</time>',
        '<p class="date">Last modified: 11 February 2026</p>',
        '<div class="updated"><time datetime="2026-02-11">11 February 2026</time></div>',
        '<span class="time">更新时间：2026年2月11日 10:22</span>',
        '<time datetime="2026-02-11">最終更新 2026年2月11日</time>',
        '<aside><time datetime="2026-02-11">11 February 2026</time> Another story</aside>',
        '<div class="comment"><time datetime="2026-02-11">11 February 2026</time> Well said.</div>',
        '<div class="event-date">On 11 February 2026</div>',
        '<script type="application/ld+json">{"dateModified": "2026-02-11", "uploadDate": "2026-02-01"}</script>',
    ],
)
def test_the_day_of_a_change_or_of_something_else_is_not_the_day_of_publication(stated: str) -> None:
    found = extract(page(head=stated if stated.startswith("<script") else "", top=stated))
    assert found is not None and found.published is None


@pytest.mark.parametrize(
    "stated",
    [
        '<p class="date">Published 20 January 2026, updated 11 February 2026</p>',
        '<p class="date">Updated 11 February 2026. First published 20 January 2026</p>',
        '<p class="date">20 January 2026 (updated 11 February 2026)</p>',
        '<p class="date">发布时间：2026年1月20日 更新时间：2026年2月11日</p>',
        '<p class="date">更新时间：2026年2月11日 发布时间：2026年1月20日</p>',
    ],
)
def test_a_page_that_states_both_was_published_on_the_day_that_it_says_so(stated: str) -> None:
    found = extract(page(top=stated))
    assert found is not None and found.published == "2026-01-20"


@pytest.mark.parametrize(
    ("head", "top"),
    [
        ('<meta property="article:published_time" content="2026-01-20T08:00:00Z">', ""),
        ('<script type="application/ld+json">{"datePublished": "2026-01-20"}</script>', ""),
        ('<link rel="canonical" href="https://coast-news.example/2026/01/20/market-hall">', ""),
        ("", '<time datetime="2026-01-20T08:00:00Z">last Tuesday</time>'),
        ("", '<p class="byline">By Ines Okafor on Tuesday, January 20, 2026</p>'),
        ("", '<span class="time">2026年1月20日 10:22</span>'),
    ],
)
def test_the_day_of_publication_is_the_one_that_the_page_states(head: str, top: str) -> None:
    found = extract(page(head=head, top=top))
    assert found is not None and found.published == "2026-01-20"


@pytest.mark.parametrize(
    "head",
    [
        "<meta property='article:modified_time' content='2026-02-11T08:00:00+01:00'>",
        "<meta itemprop='dateModified' content='2026-02-11'>",
        '<script type="application/ld+json">{"@type": "NewsArticle", "dateModified": "2026-02-11T08:00"}</script>',
    ],
)
def test_the_day_of_the_last_change_is_known_and_is_not_the_day_of_publication(head: str) -> None:
    found = extract(page(head=head))
    assert found is not None and (found.published, found.updated) == (None, "2026-02-11")


def test_a_page_that_names_several_days_of_change_has_none() -> None:
    head = "<meta itemprop='dateModified' content='2026-02-11'><meta name='lastmod' content='2026-02-12'>"
    found = extract(page(head=head))
    assert found is not None and found.updated is None


def test_an_article_set_in_a_layout_table_has_its_paragraphs() -> None:
    cell = "<br><br>".join(f"{number}. {PROSE}" for number in range(1, 5))
    found = extract(f"<html><body><table><tr><td>menu</td><td>{cell}</td></tr></table></body></html>")
    assert found is not None and len(found.lines) >= 4


def test_the_heading_of_the_page_is_no_line_of_its_text() -> None:
    claimed = '<meta property="og:title" content="Hall reopens after the flood">'
    found = extract(page(head=claimed, top="<h1>The market hall of Port Elwin is open again</h1>"))
    assert found is not None and found.title == "Hall reopens after the flood"
    assert found.lines[0].startswith("The market hall opened its doors")


def test_a_line_that_only_leads_to_another_page_of_the_site_is_marked() -> None:
    story = "<p><strong><a href='/news/mill'>THE OLD MILL IS TO BE SOLD TO A CHOIR</a></strong></p>"
    found = extract(page(top=f"<p>{PROSE}</p>{story}<p>{PROSE.replace('hall', 'mill')}</p>"))
    assert found is not None and found.pointers == {"THE OLD MILL IS TO BE SOLD TO A CHOIR"}


def test_a_title_that_is_a_script_tag_is_text() -> None:
    found = extract(page(head="<title><script>alert(1)</script></title>"))
    assert found is not None and found.title == "<script>alert(1)</script>"


def test_the_language_is_the_one_that_the_page_declares() -> None:
    languages = [extract(page(attributes=f'lang="{tag}"')) for tag in ("zh-Hans-CN", "en_US", "DE", "!", "")]
    assert [found.language if found else "" for found in languages] == ["zh", "en", "de", None, None]


def test_a_page_without_text_is_none() -> None:
    assert extract("") is None
    assert extract("<html><body><script>let a = 1</script></body></html>") is None


def test_real_pages_give_the_text_that_people_marked(development_data: Path) -> None:
    scores = []
    for line in (development_data / "pages" / "expected.jsonl").read_text(encoding="utf-8").splitlines():
        expected = json.loads(line)
        html = gzip.decompress((development_data / "pages" / expected["file"]).read_bytes()).decode("utf-8", "replace")
        found = extract(html)
        scores.append(token_f1("\n".join(found.lines) if found else "", expected["expected_text"]))
    assert sum(scores) / len(scores) >= 0.975


def token_f1(found: str, expected: str) -> float:
    ours, theirs = (Counter(re.findall(r"\w+", text.lower())) for text in (found, expected))
    return 2 * (ours & theirs).total() / (ours.total() + theirs.total())


@pytest.mark.parametrize(
    ("named", "site", "outlet"),
    [
        ("Raise the dam - The North Orlen Star", "NOrlenStar", "The North Orlen Star"),
        ("Raise the dam | Orlen News", "orlennews", "Orlen News"),
        ("Raise the dam – Orlen", "OrlenNews", "OrlenNews"),
        ("The North Orlen Star", "NOrlenStar", "NOrlenStar"),
        ("Raise the dam - Opinion", "Opinion Today", "Opinion Today"),
    ],
)
def test_an_outlets_short_name_is_spelt_out_at_the_end_of_the_pages_own(named: str, site: str, outlet: str) -> None:
    head = f'<title>{named}</title><meta property="og:site_name" content="{site}">'
    found = extract(page(head=head))
    assert found is not None and found.outlet == outlet


def test_a_byline_names_no_outlet() -> None:
    head = '<meta property="og:site_name" content="Orlen News"><meta name="author" content="Mara Holt, Orlen News">'
    found = extract(page(head=head))
    assert found is not None and found.author == "Mara Holt"
