"""An HTML page -> its text in paragraphs, and its metadata; the only importer of trafilatura."""

from __future__ import annotations

import logging
import re
from copy import deepcopy
from dataclasses import dataclass
from datetime import date

from htmldate import find_date
from lxml.html import HtmlElement, document_fromstring
from trafilatura import bare_extraction
from trafilatura.settings import DEFAULT_CONFIG, Document
from trafilatura.utils import load_html

from index.errors import Unreadable
from index.extraction.claims import iso_date
from index.extraction.figures import bare, blocks_of, with_captions
from index.extraction.labels import labels_of_page
from index.extraction.links import links_of, pointers
from index.extraction.notices import leaves_of, with_notices
from index.extraction.sections import labels_of
from index.extraction.taming import check_attributes, tame
from index.language.closed_lists import MONTHS, WEEKDAYS
from index.language.names import abbreviates
from index.language.quotations import is_cjk

LATEST_DATE = "2100-01-01"  # htmldate's own limit is today, which would make results depend on the day
MOST_TAGS = 50_000  # more could take minutes
MANY_TAGS = 5_000  # above this, trafilatura's second opinion (jusText) is left out: it would take minutes
LONGEST_HEADING = 200  # characters; a longer one is text that a page sets large
SHORTEST_EASTERN = 80  # characters, as much text as 250 Western ones; with fewer, trafilatura takes the whole page
LAYOUT_TEXT = 400  # characters; a table cell with at least this many holds text rather than a value

_WEEKDAY = re.compile(rf"\s*\b(?:{'|'.join(WEEKDAYS)})\b.*$", re.IGNORECASE)
_MONTH = re.compile(rf"^(?:{'|'.join(MONTHS)})\b[\d\s,]*$", re.IGNORECASE)
_DATED = re.compile(r"date|publi|time|byline|posted|meta\b|stamp", re.IGNORECASE)
_UNTRUSTED_DATE = re.compile(r"modif|update|copyright|expir|last-?modified|^date$|retriev|crawl", re.IGNORECASE)
_MOST_DATE_TEXT = 120
# Words beside a date that say what it is. The last change is not the publication, whatever the element's label.
_CHANGED = re.compile(
    r"\b(?:last\s+)?(?:up-?dated|modified|edited|revised|changed|corrected)\b|(?:最后|最終|最后一次)?(?:更新|修改|修订)[^\d]{0,8}",
    re.IGNORECASE,
)
_CHANGE_NAMES = {"article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "lastmod"}
_CHANGE_STATED = re.compile(r'"dateModified"\s*:\s*"([^"]{1,64})"')
_STATED = re.compile(r"\b(?:first\s+)?(?:published|posted|issued)\b|发布|发表|發布|發表|刊登|公開", re.IGNORECASE)
_ELSEWHERE = re.compile(r"comment|related|recommend|sidebar|teaser|promo|event|deadline|birth", re.IGNORECASE)
_FOR_EASTERN = deepcopy(DEFAULT_CONFIG)
_FOR_EASTERN.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(SHORTEST_EASTERN))


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds and claims about itself; None means unknown, `published` and `updated` are YYYY-MM-DD.

    `captions` are the lines that the page marks as captions, `pointers` those that only link to another page of the
    site.
    """

    lines: tuple[str, ...]
    captions: frozenset[str]
    pointers: frozenset[str]
    title: str | None
    author: str | None
    outlet: str | None
    published: str | None
    updated: str | None
    url: str | None
    language: str | None
    section: str | None
    labels: tuple[str, ...]


def extract(html: str, url: str | None = None) -> Page | None:
    """The text and the claims of a page, or None if it has no text that could be an article's.

    `url` is where it was found, which often holds the date. Raises Unreadable if it has too many tags: some of
    the extraction is quadratic in their number.
    """
    tags = html.count("<") - html.count("</")
    if tags > MOST_TAGS:
        raise Unreadable(f"it has more than {MOST_TAGS:,} tags, more than the page of one article can have")
    check_attributes(html)
    tree = _tree(html)
    if tree is None:
        return None
    tame(tree)
    # Whatever extraction removes from the tree is read first.
    labels, language, blocks, links = _dated_places(tree), _language(tree), blocks_of(tree), links_of(tree)
    leaves = leaves_of(tree)
    section, keywords = labels_of(tree), labels_of_page(tree)
    headings = [text for heading in tree.iter("h1") if len(text := heading.text_content()) <= LONGEST_HEADING]
    name = " ".join((tree.findtext(".//title") or "").split())
    updated = _updated(tree)
    document = _main_part(tree, fast=tags > MANY_TAGS)
    if document is None:
        return None
    outlet = _outlet(document.sitename, name)
    title = _title(document.title, outlet)
    lines, captions = with_captions(_lines(document.text or "", document.title, title, *headings), blocks)
    lines = with_notices(lines, leaves)
    return Page(
        lines=lines,
        captions=captions,
        pointers=pointers(lines, links, document.url),
        title=title,
        author=_author(document.author, outlet),
        outlet=outlet,
        published=_published(labels, url or document.url),
        updated=updated,
        url=document.url,
        language=language,
        section=section,
        labels=keywords,
    )


def quieten() -> None:
    """Keeps the extractors' log messages off the screen."""
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _tree(html: str) -> HtmlElement | None:
    if not re.search(r"<(?:html|body)\b", html, re.IGNORECASE):
        html = f"<html><body>{html}</body></html>"  # trafilatura refuses a bare fragment
    return load_html(html)


def _main_part(tree: HtmlElement, *, fast: bool) -> Document | None:
    quieten()
    _open_layout_tables(tree)
    dates = {"original_date": True, "extensive_search": False, "max_date": LATEST_DATE}
    config = _FOR_EASTERN if is_cjk(tree.text_content()) else DEFAULT_CONFIG
    found = bare_extraction(
        tree, fast=fast, include_comments=False, with_metadata=True, date_extraction_params=dates, config=config
    )
    return found if isinstance(found, Document) else None


def _dated_places(tree: HtmlElement) -> HtmlElement:
    """A page reduced to the places where pages state their date."""
    places = document_fromstring("<html><head></head><body></body></html>")
    head, body = places.find("head"), places.find("body")
    for element in tree.iter("meta", "script"):
        if _states_a_date(element):
            head.append(_alone(element))
    for element in tree.iter("time", "span", "p", "div", "abbr", "li", "dd", "td"):
        if _is_dateline(element) and (stated := _without_change(element)) is not None:
            body.append(stated)
    return places


def _published(places: HtmlElement, url: str | None) -> str | None:
    """The date in the page's URL, else the one that the page states.

    htmldate falls back on the day of the last change or the year of the copyright, and then on any date in the page.
    None of these is the day of publication, so htmldate is given only the places that state that day.
    """
    found = find_date(places, original_date=True, extensive_search=False, url=url, max_date=LATEST_DATE)
    return found or _eastern_date(places.text_content())


def _updated(tree: HtmlElement) -> str | None:
    """The day of the last change from the page's own data; None if there are several."""
    stated = [meta.get("content") for meta in tree.iter("meta") if _CHANGE_NAMES & _names(meta)]
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json":
            stated += _CHANGE_STATED.findall(script.text or "")
    days = {day for text in stated if (day := iso_date(text))}
    return days.pop() if len(days) == 1 else None


def _names(meta: HtmlElement) -> set[str]:
    return {meta.get(name, "").lower() for name in ("name", "property", "itemprop")}


def _eastern_date(text: str) -> str | None:
    """A date such as 2026年1月20日, which htmldate does not read."""
    found = re.search(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日", text)
    try:
        return date(*map(int, found.groups())).isoformat() if found else None
    except ValueError:
        return None


def _states_a_date(element: HtmlElement) -> bool:
    if element.tag == "script":
        return element.get("type") == "application/ld+json" and "datePublished" in (element.text or "")
    claim = " ".join(element.get(name, "") for name in ("name", "property", "itemprop", "http-equiv"))
    return not _UNTRUSTED_DATE.search(claim.strip()) or element.get("name", "").lower() == "date"


def _is_dateline(element: HtmlElement) -> bool:
    """Whether it is a short element marked as a date, and not as the date of something else."""
    label = " ".join(element.get(name, "") for name in ("class", "id", "itemprop"))
    if _UNTRUSTED_DATE.search(label) or (element.tag != "time" and not _DATED.search(label)):
        return False
    return len(element.text_content()) <= _MOST_DATE_TEXT and not _is_of_something_else(element)


def _is_of_something_else(element: HtmlElement) -> bool:
    """Whether it is inside an element marked as another story, a comment, a change or an event, or in a sentence."""
    near = [element, *element.iterancestors()]
    for depth, around in enumerate(near):
        label = " ".join(around.get(name, "") for name in ("class", "id", "itemprop"))
        if around.tag in ("aside", "footer") or (
            around.tag not in ("html", "body", "main", "article") and _ELSEWHERE.search(label)
        ):
            return True
        if depth in (1, 2) and _UNTRUSTED_DATE.search(label) and len(around.text_content()) <= _MOST_DATE_TEXT:
            return True
    parent = element.getparent()
    return parent is not None and parent.tag == "p" and len(parent.text_content()) > _MOST_DATE_TEXT


def _without_change(element: HtmlElement) -> HtmlElement | None:
    """The element without its statements about changes; None if it has no others."""
    text = element.text_content()
    changed, stated = _CHANGED.search(text), _STATED.search(text)
    if changed is None:
        return _alone(element)
    if stated is None:
        before = text[: changed.start()]
        return _text_alone(before) if re.search(r"\d{4}", before) else None
    kept = text[: changed.start()] if stated.start() < changed.start() else text[stated.start() :]
    return _text_alone(kept)


def _text_alone(text: str) -> HtmlElement:
    element = document_fromstring("<html><body><p class='date'></p></body></html>").find("body/p")
    element.text = text
    return element


def _alone(element: HtmlElement) -> HtmlElement:
    copy = deepcopy(element)
    copy.tail = None
    return copy


def _language(tree: HtmlElement) -> str | None:
    claims = [tree.get("lang"), tree.get("{http://www.w3.org/XML/1998/namespace}lang"), tree.get("xml:lang")]
    claims += [
        meta.get("content") for meta in tree.iter("meta") if meta.get("http-equiv", "").lower() == "content-language"
    ]
    for claim in claims:
        if claim and (found := re.match(r"\s*([A-Za-z]{2,3})(?:[-_,\s]|$)", claim)):
            return found[1].lower()
    return None


def _open_layout_tables(tree: HtmlElement) -> None:
    """Turns layout tables into blocks: otherwise an old page's whole article would be one row, thus one paragraph."""
    for table in list(tree.iter("table")):
        cells = table.xpath(".//td")
        if any(_holds_text(cell) for cell in cells):
            for element in [table, *table.xpath(".//tr|.//td|.//tbody|.//th")]:
                element.tag = "div"


def _holds_text(cell: HtmlElement) -> bool:
    blocks = cell.xpath("count(.//p|.//br)")
    return blocks >= 2 and len(cell.text_content()) >= LAYOUT_TEXT


def _lines(text: str, *titles: str | None) -> tuple[str, ...]:
    """The paragraphs, without a heading that only repeats the title, which is stored separately."""
    lines = [re.sub(r"^\|\s*|\s*\|$|^[-•]\s+", "", line.strip()) for line in text.split("\n")]
    lines = [line for line in lines if line.strip(" |-")]
    known = {bare(title) for title in titles if title}
    for number, line in enumerate(lines[:3]):
        if bare(line) in known and len(lines) > 1:
            return tuple(lines[:number] + lines[number + 1 :])
    return tuple(lines)


def _title(title: str | None, outlet: str | None) -> str | None:
    """The title without the outlet's name, which many pages append."""
    if not title or not outlet:
        return title
    without = re.sub(rf"\s+[|–—-]\s+{re.escape(outlet)}\s*$", "", title, flags=re.IGNORECASE)
    return without or title


def _outlet(sitename: str | None, page_name: str) -> str | None:
    """The site's name, spelt out if the page's title ends with its long form: The New York Times for "nytimes"."""
    short = re.sub(r"^https?://(?:www\.)?|/+$", "", sitename or "").strip()
    *before, last = re.split(r"\s[|–—-]\s", page_name)
    return (last if before and abbreviates(short, last) else short) or None


def _author(author: str | None, outlet: str | None) -> str | None:
    """The author without what a byline may include: a date ("Jane Doe Monday; November"), or the outlet."""
    if not author:
        return None
    named = rf"(?<=\w)\W+{re.escape(outlet)}(?=;|$)" if outlet else "(?!)"
    parts = [_WEEKDAY.sub("", part).strip() for part in re.sub(named, "", author, flags=re.I).split(";")]
    return "; ".join(part for part in parts if part and not _MONTH.match(part)) or None
