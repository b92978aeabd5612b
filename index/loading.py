"""From files and folders to articles, one at a time: first what there is, then what it says.

It knows nothing of the library: whether an item is new, changed or unchanged is told from its fingerprint, by others.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import os
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import charset_normalizer
from dateutil import parser as dates

from index.articles import Article, Paragraph, Role
from index.cleaning import roles
from index.errors import Unreadable

LOADER_VERSION = "1"  # raise it when the same bytes are read differently, so that articles are read again
LARGEST_FILE = 50_000_000  # bytes of one article, also after decompression and of one JSON line
LONGEST_ID = 80
LONGEST_TITLE = 120
WIDEST_WRAP = 120  # characters; nobody breaks lines by hand beyond this width
KINDS = (".txt", ".md", ".html", ".htm", ".jsonl", ".txt.gz", ".md.gz", ".html.gz", ".htm.gz")

_JSON_FIELDS = {"outlet": ("outlet", "source"), "author": ("author",), "published": ("published", "date")}
_IDEOGRAPHIC = "\u3000-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_SENTENCE_END = re.compile(r"[.!?。！？…:：][\"'”’»」』）)\]]*$")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True)
class Item:
    """One article waiting to be read.

    `identity` is what makes it the same article next time; `id` is the article id that it proposes, and `fallback`
    what to append to that id where another article holds it; `source` is for people.
    """

    identity: str
    id: str
    source: str
    fingerprint: str
    size: int
    fallback: str
    content: bytes
    suffix: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A source that is not read, and why, as the end of a sentence."""

    source: str
    reason: str


def total_size(sources: Iterable[str | Path]) -> int:
    """How many bytes `find` will go through, for a progress bar."""
    places = (place for source in sources for place in _places(source))
    return sum(place.size for place in places if isinstance(place, _Place))


def find(sources: Iterable[str | Path]) -> Iterator[Item | Skipped]:
    """Every article in these files and folders, in a fixed order, holding one of them in memory at a time."""
    for source in sources:
        for place in _places(source):
            if isinstance(place, Skipped):
                yield place
            elif place.suffix == ".jsonl":
                yield from _find_lines(place)
            else:
                yield _find_file(place)


def read(item: Item) -> Article:
    """The article that an item holds; raises Unreadable with one sentence."""
    if item.suffix == ".jsonl":
        return _read_json(item)
    content = _expand(item.content) if item.suffix.endswith(".gz") else item.content
    kind = item.suffix.removesuffix(".gz")
    if kind in (".html", ".htm"):
        return _read_html(item, _decode(content, declared=_declared_encoding(content)))
    if kind == ".md":
        return _read_markdown(item, _decode(content))
    return _read_text(item, _decode(content))


# What there is


@dataclass(frozen=True, slots=True)
class _Place:
    path: Path
    name: str  # within the added folder, without the ending
    suffix: str
    size: int


def _places(source: str | Path) -> Iterator[_Place | Skipped]:
    text = str(source)
    if re.match(r"[a-zA-Z][\w+.-]*://", text):
        yield Skipped(text, "web addresses cannot be added yet; save the page as .html and add the file")
        return
    try:
        path = Path(text).expanduser()
        if path.is_dir():
            for member in _files_below(path):
                yield member if isinstance(member, Skipped) else _place(member, member.relative_to(path))
        elif os.path.lexists(path):
            yield _place(path, Path(path.name))
        else:
            yield Skipped(text, "no such file or folder")
    except (OSError, ValueError, RuntimeError) as error:  # a null character, a name too long, no home folder
        yield Skipped(text, _why(error))


def _files_below(folder: Path, above: frozenset[Path] = frozenset()) -> Iterator[Path | Skipped]:
    """The files of a folder in sorted order; a link back to a folder that it lies in is not followed again."""
    real = folder.resolve()
    if real in above:
        return
    try:
        members = sorted(folder.iterdir())
    except OSError as error:
        yield Skipped(str(folder), _why(error))
        return
    for member in members:
        if member.name.startswith("."):
            continue
        if member.is_dir():
            yield from _files_below(member, above | {real})
        else:
            yield member


def _place(path: Path, within: Path) -> _Place | Skipped:
    suffix = next((kind for kind in sorted(KINDS, key=len, reverse=True) if path.name.lower().endswith(kind)), None)
    if suffix is None:
        ending = path.suffix.lower()
        return Skipped(str(path), f"{ending} files are not read" if ending else "a file without an ending is not read")
    try:
        if not path.exists():
            return Skipped(str(path), "the link points to nothing")
        if not path.is_file():
            return Skipped(str(path), "it is not an ordinary file")
        size = path.stat().st_size
    except OSError as error:
        return Skipped(str(path), _why(error))
    if size > LARGEST_FILE and suffix != ".jsonl":
        return Skipped(str(path), f"it is larger than {LARGEST_FILE // 1_000_000} MB, more than one article can be")
    return _Place(path, within.as_posix()[: -len(suffix)], suffix, size)


def _find_file(place: _Place) -> Item | Skipped:
    try:
        content = place.path.read_bytes()
        identity = f"file:{place.path.resolve()}"
    except (OSError, RuntimeError) as error:
        return Skipped(str(place.path), _why(error))
    return Item(
        identity=_printable(identity),
        id=_slug(place.name),
        source=_printable(str(place.path)),
        fingerprint=_fingerprint(content),
        size=len(content),
        fallback=_hash(identity)[:8],
        content=content,
        suffix=place.suffix,
    )


def _find_lines(place: _Place) -> Iterator[Item | Skipped]:
    """The articles of a JSON Lines file, one line in memory at a time."""
    try:
        with place.path.open("rb") as file:
            for number, line in enumerate(iter(lambda: file.readline(LARGEST_FILE + 1), b""), start=1):
                source = _printable(f"{place.path}:{number}")
                if len(line) > LARGEST_FILE:
                    while not line.endswith(b"\n") and (line := file.readline(LARGEST_FILE)):
                        pass
                    yield Skipped(source, f"the line is longer than {LARGEST_FILE // 1_000_000} MB")
                elif line.strip(b"\xef\xbb\xbf \t\r\n"):
                    yield _find_line(place, source, line)
    except OSError as error:
        yield Skipped(str(place.path), _why(error))


def _find_line(place: _Place, source: str, line: bytes) -> Item | Skipped:
    try:
        fields = _json_object(line)
        own = _json_id(fields)
    except Unreadable as error:
        return Skipped(source, str(error))
    content_hash = _hash(json.dumps([fields.get(name) for name in ("outlet", "source", "title", "text")]))
    return Item(
        identity=f"id:{own}" if own else f"content:{content_hash}",
        id=own or content_hash[:16],
        source=source,
        fingerprint=_fingerprint(line.strip()),
        size=len(line),
        fallback=_hash(f"{place.path.resolve()}\n{own or content_hash}")[:8],
        content=line,
        suffix=place.suffix,
    )


# What it says


def _read_json(item: Item) -> Article:
    """JSON Lines are taken as they stand: every paragraph is body, and only what cannot be stored is taken out."""
    fields = _json_object(item.content)
    claims = {
        name: next((text for key in keys if (text := _claim(fields.get(key)))), None) for name, keys in _JSON_FIELDS.items()
    }
    text = _storable(fields["text"])
    paragraphs = [part.strip() for part in _BLANK_LINE.split(text) if part.strip()]
    language = _claim(fields.get("language"))
    article = Article(
        id=item.id,
        title=_claim(fields.get("title")) or _opening(paragraphs),
        outlet=claims["outlet"],
        author=claims["author"],
        published=_iso_date(claims["published"]),
        url=_web_address(_claim(fields.get("url"))),
        language=language.lower() if language else None,
        source=item.source,
    )
    return _with_paragraphs(article, paragraphs, ["body"] * len(paragraphs))


def _read_html(item: Item, html: str) -> Article:
    from index.extraction import extract  # trafilatura takes a moment to import, and text files need none of it

    try:
        page = extract(html)
    except (Exception, RecursionError) as error:  # a parser of wild pages may fail in any way on a hostile one
        raise Unreadable("it could not be understood as a web page") from error
    paragraphs = [text for line in (page.lines if page else ()) if (text := _tidy(line))]
    if page is None or not paragraphs:
        raise Unreadable("there is no article text in it")
    article = Article(
        id=item.id,
        title=_tidy(page.title or "") or _readable_name(item, paragraphs),
        outlet=_tidy(page.outlet or "") or None,
        author=_tidy(page.author or "") or None,
        published=page.published,
        url=_web_address(page.url),
        language=page.language,
        source=item.source,
    )
    return _with_paragraphs(article, paragraphs, roles(paragraphs))


def _read_markdown(item: Item, text: str) -> Article:
    front, text = _front_matter(text)
    title, text = _first_heading(text)
    paragraphs = _split(_without_marks(text))
    if not paragraphs:
        raise Unreadable("there is no text in it")
    article = Article(
        id=item.id,
        title=front.get("title") or title or _readable_name(item, paragraphs),
        outlet=front.get("outlet") or front.get("source"),
        author=front.get("author"),
        published=_iso_date(front.get("date") or front.get("published")),
        url=_web_address(front.get("url")),
        language=front.get("language") or front.get("lang"),
        source=item.source,
    )
    return _with_paragraphs(article, paragraphs, roles(paragraphs))


def _read_text(item: Item, text: str) -> Article:
    paragraphs = _split(text)
    if not paragraphs:
        raise Unreadable("there is no text in it")
    found = roles(paragraphs)
    if found[0] == "body" and len(paragraphs) > 1 and _opens_with_a_title(text):
        title, paragraphs, found = paragraphs[0], paragraphs[1:], found[1:]
    else:
        title = _readable_name(item, [text for text, role in zip(paragraphs, found, strict=True) if role == "body"] or paragraphs)
    return _with_paragraphs(Article(id=item.id, title=title, source=item.source), paragraphs, found)


def _with_paragraphs(article: Article, texts: list[str], found: list[Role]) -> Article:
    numbered = enumerate(zip(texts, found, strict=True), start=1)
    paragraphs = tuple(Paragraph(article.id, number, text, role) for number, (text, role) in numbered)
    return replace(article, paragraphs=paragraphs)


# Bytes to characters


def _expand(content: bytes) -> bytes:
    """Decompressed, but never beyond the limit: a small file can hold gigabytes of zeros."""
    expanded, rest = bytearray(), content
    try:
        while rest:
            stream = zlib.decompressobj(wbits=31)
            expanded += stream.decompress(rest, LARGEST_FILE + 1 - len(expanded))
            if len(expanded) > LARGEST_FILE:
                raise Unreadable(f"it is larger than {LARGEST_FILE // 1_000_000} MB when decompressed")
            if not stream.eof:
                raise Unreadable("the compressed file is cut off")
            rest = stream.unused_data.lstrip(b"\0")
    except zlib.error as error:
        raise Unreadable("the compressed file is damaged") from error
    return bytes(expanded)


def _decode(content: bytes, declared: str | None = None) -> str:
    """The text of a file: what its byte order mark says, UTF-8, what it declares, and only then a guess."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_strictly(content, "utf-16")
    if b"\0" in content:
        raise Unreadable("it looks like a binary file")
    for encoding in ("utf-8-sig", declared):
        try:
            if encoding:
                return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    guess = charset_normalizer.from_bytes(content, preemptive_behaviour=False).best()
    if guess is None:
        raise Unreadable("it looks like a binary file")
    return _decode_strictly(content, "gb18030" if guess.encoding in ("gb2312", "gbk") else guess.encoding)


def _decode_strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise Unreadable("it looks like a binary file") from error


def _declared_encoding(content: bytes) -> str | None:
    """What a page says of its own encoding, read as browsers read it: the small sets stand for their large ones."""
    found = re.search(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", content[:4096], re.IGNORECASE)
    if not found:
        return None
    name = found[1].decode("ascii", "ignore").lower()
    return {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}.get(name, name)


# Characters to paragraphs


def _split(text: str) -> list[str]:
    """Paragraphs, split at blank lines; a block whose lines are no wrapped ones is split at each of them."""
    blocks = _BLANK_LINE.split(_storable(text))
    alone = len([block for block in blocks if block.strip()]) == 1
    parts = [part for block in blocks for part in _split_block(block, alone=alone)]
    return [paragraph for part in parts if (paragraph := _tidy(part))]


def _split_block(block: str, *, alone: bool) -> list[str]:
    lines = [line for line in block.split("\n") if line.strip()]
    if len(lines) > 1 and _is_wrapped(lines):
        return _unwrap(lines)
    paragraphs_by_line = alone or sum(len(line) > WIDEST_WRAP for line in lines) * 2 > len(lines)
    return lines if paragraphs_by_line else [block]


def _is_wrapped(lines: list[str]) -> bool:
    """Lines broken by hand are all about as long as the longest, and break off in the middle of sentences."""
    width = max(len(line.rstrip()) for line in lines)
    inner = [line.rstrip() for line in lines[:-1]]
    full = [line for line in inner if len(line) >= 0.75 * width]
    broken_off = [line for line in full if not _SENTENCE_END.search(line)]
    if len(lines) < 3 or not 20 <= width <= WIDEST_WRAP:
        return False
    return len(full) * 10 >= len(inner) * 6 and len(broken_off) * 2 > len(inner)


def _unwrap(lines: list[str]) -> list[str]:
    """Joined again; a paragraph ended where a sentence ends in a line that had room for the next word."""
    width = max(len(line.rstrip()) for line in lines)
    paragraphs = [[lines[0]]]
    for before, line in zip(lines, lines[1:], strict=False):
        room = width - len(before.rstrip()) > len(line.split()[0]) + 1
        indented = line[0].isspace() and not before[0].isspace()
        if _SENTENCE_END.search(before.rstrip()) and (indented or (room and len(before) < 0.85 * width)):
            paragraphs.append([])
        paragraphs[-1].append(line)
    return ["\n".join(paragraph) for paragraph in paragraphs]


def _storable(text: str) -> str:
    """With plain line ends, and without control characters and halves of surrogate pairs."""
    text = re.sub(r"\r\n?|[\u2028\u2029\x85\v\f]", "\n", text)
    return "".join(
        character for character in text if character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cs")
    )


def _tidy(text: str) -> str:
    """One line of composed characters with single spaces; quotation marks and dashes stay what they are.

    The joiners U+200C and U+200D are kept: Persian and Indic words change without them.
    """
    text = re.sub(r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]", "", _storable(text))
    text = re.sub(rf"(?<=[{_IDEOGRAPHIC}])[^\S\n]*\n\s*(?=[{_IDEOGRAPHIC}])", "", text)
    return unicodedata.normalize("NFC", " ".join(text.split()))


# Markdown


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The simple `key: value` lines between two `---` at the very start, and the text after them."""
    found = re.match(r"\s*---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|$)", text, re.DOTALL)
    if not found:
        return {}, text
    pairs = re.findall(r"^([A-Za-z_]+)[ \t]*:[ \t]*(\S.*?)[ \t]*\r?$", found[1], re.MULTILINE)
    values = {key.lower(): _tidy(re.sub(r"^([\"'])(.*)\1$", r"\2", value)) for key, value in pairs}
    return {key: value for key, value in values.items() if value}, text[found.end() :]


def _first_heading(text: str) -> tuple[str | None, str]:
    found = re.search(r"^#[ \t]+(\S.*?)[ \t#]*$", text.replace("\r\n", "\n"), re.MULTILINE)
    if not found:
        return None, text
    text = text.replace("\r\n", "\n")
    return _tidy(_without_marks(found[1])) or None, text[: found.start()] + "\n" + text[found.end() :]


def _without_marks(text: str) -> str:
    """For reading: without the marks of headings, lists, quotations, links and emphasis."""
    text = re.sub(r"<!--.*?-->", "", _storable(text), flags=re.DOTALL)
    text = re.sub(r"^[ \t]*(?:```|~~~).*$|^[ \t]*(?:[-*_][ \t]*){3,}$|^=+[ \t]*$", "\n", text, flags=re.MULTILINE)
    text = re.sub(r"^[ \t]*\[[^\]\n]+\]:[ \t]*\S+.*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^[ \t]{0,3}#{1,6}[ \t]+(.*?)[ \t#]*$", r"\n\1\n", text, flags=re.MULTILINE)
    text = re.sub(r"^[ \t]*>[ \t]?", "", text, flags=re.MULTILINE)
    text = re.sub(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+", "\n", text, flags=re.MULTILINE)
    text = re.sub(r"!?\[([^\[\]\n]*)\](?:\([^()\n]*\)|\[[^\[\]\n]*\])", r"\1", text)
    text = re.sub(r"<(https?://[^<>\s]+)>", r"\1", text)
    text = re.sub(r"(\*\*|__|~~)(?=\S)([^\n]+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<![\w*_])([*_`])(?=\S)([^\n*_`]+?)(?<=\S)\1(?![\w*_])", r"\2", text)
    return re.sub(r"\\([\\`*_{}\[\]()#+.!>~|-])", r"\1", text)


# Names


def _opens_with_a_title(text: str) -> bool:
    first, _, rest = _storable(text).strip().partition("\n")
    return bool(rest) and not rest.split("\n", 1)[0].strip() and _could_be_title(first)


def _could_be_title(line: str) -> bool:
    return len(line) <= LONGEST_TITLE and not re.search(r"[.。!！…:：;；,，、\"”]$", line.strip()) and bool(re.search(r"\w", line))


def _readable_name(item: Item, paragraphs: list[str]) -> str:
    """The name of the file where it is made of words, else how the text begins."""
    name = re.sub(r"[-_.\s]+", " ", Path(item.source).name[: -len(item.suffix)]).strip()
    words = [word for word in name.split() if word.isalpha() and not re.fullmatch(r"[0-9a-f]{6,}", word)]
    if words and sum(map(len, words)) * 2 > len(name) and not re.fullmatch(r"(?:[a-z]|untitled|document|article|page|index)", name):
        return _tidy(name[0].upper() + name[1:])
    return _opening(paragraphs)


def _opening(paragraphs: list[str]) -> str:
    text = _tidy(paragraphs[0])
    if len(text) <= 80:
        return text
    cut = text[:80]
    return (cut.rsplit(" ", 1)[0] if " " in cut[40:] else cut).rstrip(" ,;:，、；：") + "…"


def _slug(name: str) -> str:
    """Letters and digits of any script, '.', '_' and '-'; what was cut off is told apart by a hash."""
    kept = "".join(c if c.isalnum() or c in "._-" else "-" for c in unicodedata.normalize("NFKC", name))
    slug = re.sub(r"-{2,}", "-", kept).strip("-.")
    if not slug:
        return _hash(name)[:16]
    return slug if len(slug) <= LONGEST_ID else f"{slug[: LONGEST_ID - 9]}-{_hash(name)[:8]}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(LOADER_VERSION.encode() + b"\0" + content).hexdigest()


def _printable(text: str) -> str:
    """File names may hold bytes that are no text; they are shown, and stored, in a form that is."""
    return text.encode("utf-8", "backslashreplace").decode()


# Claims


def _json_object(line: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("the line is not JSON") from error
    if not isinstance(fields, dict):
        raise Unreadable("the line is not a JSON object")
    if not isinstance(fields.get("text"), str) or not _storable(fields["text"]).strip():
        raise Unreadable("there is no text in it")
    return fields


def _json_id(fields: dict[str, Any]) -> str | None:
    own = fields.get("id")
    if own is None:
        return None
    if isinstance(own, bool) or not isinstance(own, str | int | float):
        raise Unreadable("its id is neither a string nor a number")
    return _tidy(str(own)) or None


def _claim(value: object) -> str | None:
    """A claim as text, or None where it is empty or no text."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return _tidy(value) or None if isinstance(value, str) else None


def _iso_date(text: str | None) -> str | None:
    """A full date as YYYY-MM-DD; a part of one, or one that can be read in two ways, is None."""
    if not text or len(text) > 64:
        return None
    if found := re.match(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)", text):
        return _checked_date(*map(int, found.groups()))
    readings = set()
    for day_first, year in ((True, 2001), (False, 2002)):
        try:
            default = dates.parse("1 January 1900").replace(year=year, month=year % 10, day=year % 10)
            readings.add(dates.parse(text, default=default, dayfirst=day_first).date().isoformat())
        except (ValueError, OverflowError, TypeError, ArithmeticError):
            return None
    return readings.pop() if len(readings) == 1 else None


def _checked_date(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _web_address(url: str | None) -> str | None:
    """Only what a browser opens as a page; a `javascript:` claim is none."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    return parts.geturl() if parts.scheme in ("http", "https") and parts.netloc else None


def _why(error: BaseException) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
