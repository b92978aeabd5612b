"""From files, folders and web addresses to articles, one at a time: first what there is, then what it says.

It knows nothing of the library, which tells by an item's fingerprint whether it is new, changed or unchanged.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from index.articles import Article, Paragraph, Role
from index.errors import Unreadable
from index.extraction.claims import claim, heading_claims, web_address
from index.extraction.plain_text import opening, paragraphs_as_they_stand, storable, tidy
from index.extraction.roles import roles, tells_something
from index.loading import jsonl
from index.loading.addresses import host_of, name_of, normalised, same_host
from index.loading.decoding import declared_encoding, decode, expand
from index.loading.documents import Document, document_of_text
from index.loading.markdown import first_heading, front_matter, without_marks
from index.loading.named_files import Place, Skipped, Source, is_online, places, printable, skipped

if TYPE_CHECKING:
    from index.extraction.html import Page
    from index.loading.fetching import Fetcher
    from index.loading.web import Download

LOADER_VERSION = "4"  # raise it when the same bytes are read differently, so that articles are read again
MOST_PARAGRAPHS = 100_000  # ten times a long book; a file with more is no article
LONGEST_ID = 80
TICK = 2_000_000_000  # nanoseconds; the coarsest clock of a file system, FAT's


@dataclass(frozen=True, slots=True)
class Item:
    """One article waiting to be read.

    `identity` is what makes it the same article next time; `id` is the article id that it proposes, and
    `fallback` what to append to that id where another article holds it; `source` is for people. What was fetched is
    `read_already`, for what matters of a page is known only then; `url` is where it was found, `charset` what its
    server says that it is in.
    """

    identity: str
    id: str
    source: str
    fingerprint: str
    size: int
    fallback: str
    content: bytes = field(repr=False)
    suffix: str
    sent: bool = False  # an upload, whose identity is only its name until it is compared with others of that name
    url: str | None = None
    charset: str | None = None
    title: str | None = None  # where it states none itself
    read_already: Article | None = field(default=None, repr=False)
    stamp: str | None = None  # of its file, where that can be trusted


@dataclass(frozen=True, slots=True)
class Unopened:
    """A file that has the size and times with which it was last read as the article `id`."""

    identity: str
    id: str
    source: str
    size: int


def total_size(sources: Iterable[Source]) -> int:
    """How many bytes `find` will go through on the disk, for a progress bar."""
    found = (place for source in sources if not is_online(source) for place in places(source))
    return sum(place.size for place in found if isinstance(place, Place))


def find(
    sources: Iterable[Source],
    fetcher: Fetcher | None = None,
    *,
    stamps: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> Iterator[Item | Unopened | Skipped]:
    """Every article in these files, folders and feeds, in a fixed order, holding one of them in memory at a time.

    A file is not opened where it has its stamp, which `stamps` holds with the article's id by identity.
    """
    for source in sources:
        if is_online(source):
            fetcher = fetcher or _fetcher()
            yield from _find_online(str(source), fetcher)
            continue
        for place in places(source):
            if isinstance(place, Skipped):
                yield place
            elif place.suffix == ".jsonl":
                yield from _find_lines(place)
            elif place.sent_as:
                yield _find_upload(place, place.sent_as)
            else:
                yield _find_file(place, stamps)


def read(item: Item) -> Article:
    """The article that an item holds; raises Unreadable with one sentence."""
    if item.suffix == ".jsonl":
        return _read_json(item)
    if item.read_already:
        return item.read_already
    content = expand(item.content) if item.suffix.endswith(".gz") else item.content
    kind = item.suffix.removesuffix(".gz")
    if kind == ".pdf":
        from index.loading.pdf import read_pdf  # here, as below, because the other kinds need none of it

        return _of_document(item, read_pdf(content))
    if kind == ".docx":
        from index.loading.word import read_word

        return _of_document(item, read_word(content))
    if kind in (".html", ".htm"):
        return _read_html(item, decode(content, declared=item.charset or declared_encoding(content)))
    if kind == ".md":
        return _read_markdown(item, decode(content, declared=item.charset))
    return _of_document(item, document_of_text(decode(content, declared=item.charset)))


# What there is


def _find_file(place: Place, stamps: Mapping[str, tuple[str, str]]) -> Item | Unopened | Skipped:
    try:
        identity = f"file:{place.path.resolve()}"
        stat = place.path.stat()
        # The time of the last change of any kind as well: that of the content can be set, also to what it was before.
        stamp = f"{LOADER_VERSION}:{stat.st_size}:{stat.st_mtime_ns}:{stat.st_ctime_ns}"
        noted, known_id = stamps.get(printable(identity), (None, ""))
        if noted == stamp:
            return Unopened(printable(identity), known_id, printable(str(place.path)), stat.st_size)
        # A file may change again without its time changing, within the clock's tick; what is so young tells nothing.
        settled = time.time_ns() - stat.st_mtime_ns > TICK
        content = place.path.read_bytes()
    except (OSError, RuntimeError) as error:
        return skipped(place.path, error)
    return Item(
        identity=printable(identity),
        id=_slug(place.name),
        source=printable(str(place.path)),
        fingerprint=_fingerprint(content),
        size=len(content),
        fallback=_hash(identity)[:8],
        content=content,
        suffix=place.suffix,
        stamp=stamp if settled else None,
    )


def _find_upload(place: Place, name: str) -> Item | Skipped:
    try:
        content = place.path.read_bytes()
    except OSError as error:
        return skipped(place.shown, error)
    return Item(
        identity=f"upload:{_hash(name)}",
        id=_slug(place.name),
        source=place.shown,
        fingerprint=_fingerprint(content),
        size=len(content),
        fallback=hashlib.sha256(content).hexdigest()[:8],
        content=content,
        suffix=place.suffix,
        sent=True,
    )


def _find_lines(place: Place) -> Iterator[Item | Skipped]:
    """The articles of a JSON Lines file, one line in memory at a time, then which lines are none."""
    refused: dict[str, list[int]] = {}
    any_article = False
    try:
        for number, line in jsonl.lines_of(place.path):
            try:
                yield _find_line(place, number, line)
                any_article = True
            except Unreadable as error:
                refused.setdefault(str(error), []).append(number)
    except OSError as error:
        yield skipped(place.shown, error)
    if not any_article and list(refused) == [jsonl.QUESTIONS]:
        yield skipped(place.shown, jsonl.QUESTIONS)
        return
    for reason, numbers in refused.items():
        yield skipped(place.shown, f"{jsonl.lines_in_words(numbers)}: {reason}")


def _find_line(place: Place, number: int, line: bytes) -> Item:
    fields = jsonl.fields_of(line)
    own = jsonl.own_id(fields)
    content_hash = _hash(json.dumps([fields.get(name) for name in ("outlet", "source", "title", "text")]))
    return Item(
        identity=f"id:{own}" if own else f"content:{content_hash}",
        id=own or content_hash[:16],
        source=f"{place.shown}:{number}",
        fingerprint=_fingerprint(line.strip()),
        size=len(line),
        fallback=_hash(f"{place.sent_as or place.path.resolve()}\n{own or content_hash}")[:8],
        content=line,
        suffix=place.suffix,
    )


def _fetcher() -> Fetcher:
    # Here, as in the next, so that who names files only does not wait for what speaks HTTP.
    from index.loading.fetching import Fetcher

    return Fetcher()


def _find_online(address: str, fetcher: Fetcher) -> Iterator[Item | Skipped]:
    from index.loading.web import documents

    for document in documents(address, fetcher):
        yield document if isinstance(document, Skipped) else _find_download(document)


def _find_download(document: Download) -> Item | Skipped:
    """Told apart by the address where it was found, whatever the page says: none can take another's place."""
    unread = Item(
        identity=f"url:{document.url}",
        id="",
        source=document.source,
        fingerprint="",
        size=len(document.content),
        fallback=_hash(document.url)[:8],
        content=document.content,
        suffix=document.suffix,
        url=document.url,
        charset=document.charset,
        title=document.told.title or "",
    )
    try:
        article = read(unread)
    except Unreadable as error:
        return Skipped(document.source, str(error))
    told = document.told
    own = article.url if article.url and same_host(article.url, document.url) else document.url
    article = replace(
        article,
        id=_slug(name_of(normalised(own))),
        url=own,
        outlet=article.outlet or host_of(document.url).removeprefix("www."),
        author=article.author or told.author,
        published=article.published or told.published,
        updated=article.updated or told.updated,
    )
    article = replace(article, paragraphs=tuple(replace(one, article_id=article.id) for one in article.paragraphs))
    return replace(unread, id=article.id, fingerprint=_content_of(article), content=b"", read_already=article)


def _content_of(article: Article) -> str:
    """A fingerprint of what a reader sees: pages change their advertisements and hidden marks at every look."""
    heading = [article.title, article.outlet, article.author, article.published, article.updated, article.url]
    text = [[paragraph.role, paragraph.text] for paragraph in article.paragraphs if paragraph.role != "boilerplate"]
    return _fingerprint(json.dumps([heading, article.language, text]).encode())


def _slug(name: str) -> str:
    """Letters, marks and digits of any script, '.', '_' and '-'; what is cut off is told apart by a hash."""
    normal = unicodedata.normalize("NFKC", name)
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" or c in "._-" else "-" for c in normal)
    slug = re.sub(r"-{2,}", "-", kept).strip("-.")
    if not slug:
        return _hash(name)[:16]
    return slug if len(slug) <= LONGEST_ID else f"{slug[: LONGEST_ID - 9]}-{_hash(name)[:8]}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(LOADER_VERSION.encode() + b"\0" + content).hexdigest()


# What it says


def _read_json(item: Item) -> Article:
    """Taken as it stands: every paragraph is body, and only what cannot be stored is taken out."""
    fields = jsonl.fields_of(item.content)
    paragraphs = paragraphs_as_they_stand(fields["text"])
    title = claim(fields, "title") or opening(paragraphs[0])
    article = Article(id=item.id, title=title, source=item.source, **heading_claims(fields))
    return _with_paragraphs(article, paragraphs, ["body"] * len(paragraphs))


def _read_html(item: Item, html: str) -> Article:
    page = _page(html, item.url)
    paragraphs = [text for line in page.lines if (text := tidy(line))]
    if not paragraphs:
        raise Unreadable("there is no article text in it")
    found = _roles_on_page(page, paragraphs)
    if not tells_something(paragraphs, found):
        raise Unreadable("it holds no article, only such things as links, buttons or a notice")
    article = Article(
        id=item.id,
        title=tidy(page.title or "") or _readable_name(item, paragraphs),
        outlet=tidy(page.outlet or "") or None,
        author=tidy(page.author or "") or None,
        published=page.published,
        updated=page.updated,
        url=web_address(page.url),
        language=page.language,
        section=page.section,
        source=item.source,
    )
    return _with_paragraphs(article, paragraphs, found)


def _page(html: str, url: str | None) -> Page:
    # Here and not above, because trafilatura takes a moment to import and the other kinds need none of it.
    from index.extraction.html import extract

    try:
        page = extract(html, url)
    except Unreadable:
        raise
    except Exception as error:  # a parser of wild pages may fail in any way on a hostile one
        raise Unreadable("it could not be understood as a web page") from error
    if page is None:
        raise Unreadable("there is no article text in it")
    return page


def _roles_on_page(page: Page, paragraphs: list[str]) -> list[Role]:
    """What the page marks as a caption or a pointer is one, unless its words show that it is less."""
    marked: dict[str, Role] = {tidy(line): "boilerplate" for line in page.pointers}
    marked |= {tidy(line): "caption" for line in page.captions}
    found = zip(paragraphs, roles(paragraphs), strict=True)
    return [marked.get(text, role) if role == "body" else role for text, role in found]


def _read_markdown(item: Item, text: str) -> Article:
    fields, text = front_matter(storable(text))
    heading, text = first_heading(text)
    title = claim(fields, "title") or heading
    return _of_document(item, document_of_text(without_marks(text), title=title, fields=fields))


def _of_document(item: Item, document: Document) -> Article:
    paragraphs, found = list(document.paragraphs), roles(document.paragraphs)
    for row in document.stated:
        found[row] = found[row] if found[row] == "note" else "boilerplate"
    title = document.title
    first = next((row for row in range(len(paragraphs)) if row not in document.stated), 0)
    if title == paragraphs[first] and found[first] != "body":
        title = None  # furniture above the text may look like its title
    elif title == paragraphs[first] and len(paragraphs) > 1:
        del paragraphs[first], found[first]
    body = [paragraph for paragraph, role in zip(paragraphs, found, strict=True) if role == "body"]
    title = title or _readable_name(item, body or paragraphs)
    article = Article(id=item.id, title=title, source=item.source, **document.claims)
    return _with_paragraphs(article, paragraphs, found)


def _readable_name(item: Item, paragraphs: list[str]) -> str:
    """The name of the file where it is made of words, else how the text begins; of a page, what its feed says."""
    if item.title is not None:
        return item.title or opening(paragraphs[0])
    name = re.sub(r"[-_.\s]+", " ", Path(item.source).name[: -len(item.suffix)]).strip()
    words = [word for word in name.split() if word.isalpha() and not re.fullmatch(r"[0-9a-f]{6,}", word)]
    if len(words) > 1 and sum(map(len, words)) * 2 > len(name):
        return tidy(name[0].upper() + name[1:])
    return opening(paragraphs[0])


def _with_paragraphs(article: Article, texts: list[str], found: list[Role]) -> Article:
    if len(texts) > MOST_PARAGRAPHS:
        raise Unreadable(f"it has more than {MOST_PARAGRAPHS:,} paragraphs, more than one article can have")
    numbered = enumerate(zip(texts, found, strict=True), start=1)
    paragraphs = tuple(Paragraph(article.id, number, text, role) for number, (text, role) in numbered)
    return replace(article, paragraphs=paragraphs)
