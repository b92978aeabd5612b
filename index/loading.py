"""From files and folders to articles, one at a time: first what there is, then what it says.

It knows nothing of the library, which tells by an item's fingerprint whether it is new, changed or unchanged.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import os
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import charset_normalizer
from dateutil import parser as dates

from index.articles import Article, Paragraph, Role
from index.cleaning import roles
from index.errors import Unreadable

LOADER_VERSION = "1"  # raise it when the same bytes are read differently, so that articles are read again
LARGEST_FILE = 50_000_000  # bytes of one article, also once decompressed, and of one JSON line
MOST_PARAGRAPHS = 100_000  # ten times a long book; a file with more is no article
LONGEST_ID = 80
LONGEST_TITLE = 120
WIDEST_WRAP = 120  # characters; nobody breaks lines by hand beyond this width
KINDS = (".txt.gz", ".md.gz", ".html.gz", ".htm.gz", ".txt", ".md", ".html", ".htm", ".jsonl")
ENCODINGS = (  # that a file without a mark or a declaration may be in, for want of UTF-8
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "koi8_r"),
    *("gb18030", "big5", "cp932", "euc_jp", "cp949", "tis_620"),
)
BROWSER_NAMES = {  # as browsers do, the small set that a page names is read as the larger one it belongs to
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80"), "gb18030"),
    **dict.fromkeys(("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"), "cp1252"),
    **dict.fromkeys(("shift_jis", "sjis", "x-sjis"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987"), "cp949"),
}

_OUTLET, _PUBLISHED = ("outlet", "source"), ("published", "date")
_IDEOGRAPHIC = "\u3001-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_UNSTORABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_INVISIBLE = re.compile(r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_BROKEN_IDEOGRAPHS = re.compile(rf"(?<=[{_IDEOGRAPHIC}])[^\S\n]*\n\s*(?=[{_IDEOGRAPHIC}])")
_SENTENCE_END = re.compile(r"[.!?。！？…:：][\"'”’»」』）)\]]*$")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_CENTRAL_EUROPEAN = re.compile("[ąęłńśźżčďěňťůőű]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One article waiting to be read.

    `identity` is what makes it the same article next time; `id` is the article id that it proposes, and
    `fallback` what to append to that id where another article holds it; `source` is for people.
    """

    identity: str
    id: str
    source: str
    fingerprint: str
    size: int
    fallback: str
    content: bytes = field(repr=False)
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
    if re.match(r"[a-zA-Z][\w+.-]+://", text):
        yield Skipped(text, "web addresses cannot be added yet; save the page as .html and add that file")
        return
    try:
        path = Path(text).expanduser()
        if path.is_dir():
            for member in _files_below(path, set()):
                yield member if isinstance(member, Skipped) else _place(member, member.relative_to(path))
        elif os.path.lexists(path):
            yield _place(path, Path(path.name))
        else:
            yield _skipped(text, "no such file or folder")
    except (OSError, ValueError, RuntimeError) as error:  # a null character, a name too long, no home folder
        yield _skipped(text, error)


def _files_below(folder: Path, seen: set[Path]) -> Iterator[Path | Skipped]:
    """The files of a folder in sorted order; a folder that links lead to again is gone through once."""
    real = folder.resolve()
    if real in seen:
        return
    seen.add(real)
    try:
        members = sorted(member for member in folder.iterdir() if not member.name.startswith("."))
    except OSError as error:
        yield _skipped(folder, error)
        return
    for member in members:
        if os.path.isdir(member):
            yield from _files_below(member, seen)
        else:
            yield member


def _place(path: Path, within: Path) -> _Place | Skipped:
    suffix = next((kind for kind in KINDS if path.name.lower().endswith(kind)), None)
    if suffix is None:
        return _skipped(
            path,
            f"{path.suffix.lower()} files cannot be read" if path.suffix else "it has no ending such as .txt",
        )
    if not os.path.exists(path):
        return _skipped(path, "the link points to nothing")
    if not os.path.isfile(path):
        return _skipped(path, "it is not an ordinary file")
    size = os.path.getsize(path)
    if size > LARGEST_FILE and suffix != ".jsonl":
        return _skipped(path, f"it is larger than {_megabytes()}, more than one article can be")
    return _Place(path, within.as_posix()[: -len(suffix)], suffix, size)


def _skipped(source: str | Path, reason: str | Exception) -> Skipped:
    if isinstance(reason, Exception):
        reason = (getattr(reason, "strerror", None) or str(reason)).lower()
    return Skipped(_printable(str(source)), reason)


def _megabytes() -> str:
    return f"{LARGEST_FILE // 1_000_000} MB"


def _find_file(place: _Place) -> Item | Skipped:
    try:
        content = place.path.read_bytes()
        identity = f"file:{place.path.resolve()}"
    except (OSError, RuntimeError) as error:
        return _skipped(place.path, error)
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
                    _pass_over_line(file, line)
                    yield Skipped(source, f"the line is longer than {_megabytes()}")
                elif line.strip(b"\xef\xbb\xbf \t\r\n"):
                    yield _find_line(place, source, line)
    except OSError as error:
        yield _skipped(place.path, error)


def _pass_over_line(file: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = file.readline(LARGEST_FILE)


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
    """Taken as it stands: every paragraph is body, and only what cannot be stored is taken out."""
    fields = _json_object(item.content)
    paragraphs = [part.strip() for part in _BLANK_LINE.split(_storable(fields["text"])) if part.strip()]
    article = Article(
        id=item.id,
        title=_claim(fields, "title") or _opening(paragraphs),
        outlet=_claim(fields, *_OUTLET),
        author=_claim(fields, "author"),
        published=_iso_date(_claim(fields, *_PUBLISHED)),
        url=_web_address(_claim(fields, "url")),
        language=_claim(fields, "language"),
        source=item.source,
    )
    return _with_paragraphs(article, paragraphs, ["body"] * len(paragraphs))


def _read_html(item: Item, html: str) -> Article:
    # Here and not above, because trafilatura takes a moment to import and the other kinds need none of it.
    from index.extraction import extract

    try:
        page = extract(html)
    except Exception as error:  # a parser of wild pages may fail in any way on a hostile one
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
    front, text = _front_matter(_storable(text))
    title, text = _first_heading(text)
    paragraphs = _split(_without_marks(text))
    article = Article(
        id=item.id,
        title=_claim(front, "title") or title or _readable_name(item, paragraphs),
        outlet=_claim(front, *_OUTLET),
        author=_claim(front, "author"),
        published=_iso_date(_claim(front, *_PUBLISHED)),
        url=_web_address(_claim(front, "url")),
        language=_claim(front, "language", "lang"),
        source=item.source,
    )
    return _with_paragraphs(article, paragraphs, roles(paragraphs))


def _read_text(item: Item, text: str) -> Article:
    paragraphs = _split(text)
    found = roles(paragraphs)
    title = _title_above(text)
    if title and len(paragraphs) > 1 and paragraphs[0] == title and found[0] == "body":
        paragraphs, found = paragraphs[1:], found[1:]
    else:
        body = [paragraph for paragraph, role in zip(paragraphs, found, strict=True) if role == "body"]
        title = _readable_name(item, body or paragraphs)
    return _with_paragraphs(Article(id=item.id, title=title, source=item.source), paragraphs, found)


def _with_paragraphs(article: Article, texts: list[str], found: list[Role]) -> Article:
    if len(texts) > MOST_PARAGRAPHS:
        raise Unreadable(f"it has more than {MOST_PARAGRAPHS:,} paragraphs, more than one article can have")
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
        except (UnicodeError, LookupError):  # or a name that Python knows, but for something else
            continue
    guess = charset_normalizer.from_bytes(content, cp_isolation=list(ENCODINGS)).best()
    if guess is None:
        raise Unreadable("it looks like a binary file")
    text = _decode_strictly(content, guess.encoding)
    if guess.encoding == "cp1250" and not _is_central_european(text):
        return content.decode("cp1252", "replace")
    return text


def _is_central_european(text: str) -> bool:
    """The guess cannot tell Western from Central European letters, for they share bytes; how many can."""
    found = len(_CENTRAL_EUROPEAN.findall(text))
    return found >= 3 and found >= 0.012 * len(text)


def _decode_strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise Unreadable("it looks like a binary file") from error


def _declared_encoding(content: bytes) -> str | None:
    """What a page says of its own encoding."""
    found = re.search(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", content[:4096], re.IGNORECASE)
    if not found:
        return None
    name = found[1].decode("ascii", "ignore").lower()
    return BROWSER_NAMES.get(name, name)


# Characters to paragraphs


def _split(text: str) -> list[str]:
    """Paragraphs, split at blank lines; a block whose lines are no wrapped ones is split at each of them."""
    blocks = _BLANK_LINE.split(_storable(text))
    alone = len([block for block in blocks if block.strip()]) == 1
    parts = [part for block in blocks for part in _split_block(block, alone=alone)]
    paragraphs = [paragraph for part in parts if (paragraph := _tidy(part))]
    if not paragraphs:
        raise Unreadable("there is no text in it")
    return paragraphs


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
    return _UNSTORABLE.sub("", re.sub(r"\r\n?|[\u2028\u2029\x85\v\f]", "\n", text))


def _tidy(text: str) -> str:
    """One line of composed characters with single spaces; quotation marks and dashes stay what they are.

    The joiners U+200C and U+200D are kept: Persian and Indic words change without them.
    """
    text = _BROKEN_IDEOGRAPHS.sub("", _INVISIBLE.sub("", _storable(text)))
    return unicodedata.normalize("NFC", " ".join(text.split()))


# Markdown


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The simple `key: value` lines between two `---` at the very start, and the text after them."""
    found = re.match(r"\s*---[ \t]*\n(.*?)\n---[ \t]*(?:\n|$)", text, re.DOTALL)
    if not found:
        return {}, text
    pairs = re.findall(r"^([A-Za-z_]+)[ \t]*:(.*)$", found[1], re.MULTILINE)
    return {key.lower(): re.sub(r"^([\"'])(.*)\1$", r"\2", value.strip()) for key, value in pairs}, text[
        found.end() :
    ]


def _first_heading(text: str) -> tuple[str | None, str]:
    found = re.search(r"^#[ \t]+(\S.*)$", text, re.MULTILINE)
    if not found:
        return None, text
    title = _tidy(_without_marks(found[1].rstrip(" \t#")))
    return title or None, text[: found.start()] + "\n" + text[found.end() :]


def _without_marks(text: str) -> str:
    """For reading: without the marks of headings, lists, quotations, links and emphasis."""
    text = _without_comments(text)
    text = re.sub(
        r"^[ \t]*(?:```|~~~).*$|^[ \t]*(?:[-*_][ \t]*){3,}$|^=+[ \t]*$", "\n", text, flags=re.MULTILINE
    )
    text = re.sub(r"^[ \t]*\[[^\[\]\n]+\]:[ \t]*\S+.*$", "", text, flags=re.MULTILINE)
    text = re.sub(
        r"^[ \t]{0,3}#{1,6}[ \t]+(.*)$", lambda line: f"\n{line[1].rstrip(' #')}\n", text, flags=re.MULTILINE
    )
    text = re.sub(r"^[ \t]*>[ \t]?", "", text, flags=re.MULTILINE)
    text = re.sub(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+", "\n", text, flags=re.MULTILINE)
    text = re.sub(r"!?\[([^\[\]\n]*)\](?:\([^()\n]*\)|\[[^\[\]\n]*\])", r"\1", text)
    text = re.sub(r"<(https?://[^<>\s]+)>", r"\1", text)
    text = re.sub(r"(\*\*|__|~~)(?=\S)([^\n]{1,500}?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<![\w*_])([*_`])(?=\S)([^\n*_`]{1,500}?)(?<=\S)\1(?![\w*_])", r"\2", text)
    return re.sub(r"\\([\\`*_{}\[\]()#+.!>~|-])", r"\1", text)


def _without_comments(text: str) -> str:
    """By finding and not by a pattern, which takes time without end on a file full of openings."""
    kept, position = [], 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[position:start])
        position = end + 3
    return "".join([*kept, text[position:]])


# Names


def _title_above(text: str) -> str | None:
    """The first line where it plainly is a title: short, unfinished as a sentence, above a blank line."""
    lines = _storable(text).strip().split("\n", 2)
    if len(lines) < 3 or lines[1].strip() or len(lines[0]) > LONGEST_TITLE:
        return None
    title = _tidy(lines[0])
    return None if re.search(r"[.。!！…:：;；,，、\"”]$|^\W*$", title) else title


def _readable_name(item: Item, paragraphs: list[str]) -> str:
    """The name of the file where it is made of words, else how the text begins."""
    name = re.sub(r"[-_.\s]+", " ", Path(item.source).name[: -len(item.suffix)]).strip()
    words = [word for word in name.split() if word.isalpha() and not re.fullmatch(r"[0-9a-f]{6,}", word)]
    if len(words) > 1 and sum(map(len, words)) * 2 > len(name):
        return _tidy(name[0].upper() + name[1:])
    return _opening(paragraphs)


def _opening(paragraphs: list[str]) -> str:
    text = _tidy(paragraphs[0])
    if len(text) <= 80:
        return text
    cut = text[:80]
    return (cut.rsplit(" ", 1)[0] if " " in cut[40:] else cut).rstrip(" ,;:，、；：") + "…"


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
        raise Unreadable('it has no "text"')
    return fields


def _json_id(fields: dict[str, Any]) -> str | None:
    own = fields.get("id")
    if own is None:
        return None
    if isinstance(own, bool) or not isinstance(own, str | int | float):
        raise Unreadable("its id is neither a string nor a number")
    return _tidy(str(own)) or None


def _claim(fields: Mapping[str, object], *names: str) -> str | None:
    """The first of these fields that says something."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and (text := _tidy(str(value))):
            return text
    return None


def _iso_date(text: str | None) -> str | None:
    """A full date as YYYY-MM-DD; a part of one, or one that can be read in two ways, is None."""
    if not text or len(text) > 64 or not re.search(r"\d{4}", text):
        return None
    if found := re.match(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)", text):
        return _checked_date(*map(int, found.groups()))
    if found := re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text):
        return _checked_date(*map(int, found.groups()))
    try:
        readings = {
            dates.parse(text, default=datetime(part, part % 10, part % 10), dayfirst=day_first)
            .date()
            .isoformat()
            for part, day_first in (
                (2001, False),
                (2002, True),
            )  # what the text leaves open comes out in two ways
        }
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
