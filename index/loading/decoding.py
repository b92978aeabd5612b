"""Bytes to characters: decompresses, and detects the encoding of a text."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib

import charset_normalizer

from index.errors import Unreadable

LARGEST_FILE = 50_000_000  # bytes of one article, also once decompressed, and of one JSON line
LARGEST_WORDS = f"{LARGEST_FILE // 1_000_000} MB"
ENCODINGS = (  # possible encodings of a file that is not UTF-8 and has no mark or declaration
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "koi8_r"),
    *("gb18030", "big5", "cp932", "euc_jp", "cp949", "tis_620"),
)
BROWSER_NAMES = {  # as in browsers, a subset that a page names is read as its superset
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80"), "gb18030"),
    **dict.fromkeys(("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"), "cp1252"),
    **dict.fromkeys(("shift_jis", "sjis", "x-sjis"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987"), "cp949"),
}

MARKED = (  # the mark of UTF-32 begins like that of UTF-16
    *((mark, "utf-32") for mark in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)),
    *((mark, "utf-16") for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)),
)
WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")

_SPACES = re.compile(r"[ \n\u3000\u3002\uff0c]")
_NOT_OF_TEXTS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ue000-\uf8ff\ufff0-\uffff]")
_CENTRAL_EUROPEAN = re.compile("[ąęłńśźżčďěňťůőű]", re.IGNORECASE)
_ASCII = bytes(range(128))
_DECLARATION = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)


def expand(content: bytes) -> bytes:
    """Decompresses, but never beyond the limit: a small file can hold gigabytes of zeros."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            expanded = stream.read(LARGEST_FILE + 1)
    except EOFError as error:
        raise Unreadable("the compressed file is cut off") from error
    except (OSError, zlib.error) as error:
        raise Unreadable("the compressed file is damaged") from error
    if len(expanded) > LARGEST_FILE:
        raise Unreadable(f"it is larger than {LARGEST_WORDS} when decompressed")
    return expanded


def decode(content: bytes, declared: str | None = None) -> str:
    """The text of a file, decoded by its byte order mark, as UTF-8, as declared, and only then by a guess."""
    for mark, marked in MARKED:
        if content.startswith(mark):
            return _decode_strictly(content, marked)
    if b"\0" in content:
        return _decode_wide(content)
    for encoding in ("utf-8-sig", declared):
        try:
            if encoding:
                return content.decode(encoding)
        except (UnicodeError, LookupError):  # or a codec name of Python that is not a text encoding
            continue
    return _decode_by_guess(content)


def declared_encoding(content: bytes) -> str | None:
    """The encoding that a page declares."""
    found = _DECLARATION.search(content[:4096])
    if not found:
        return None
    name = found[1].decode("ascii", "ignore").lower()
    return BROWSER_NAMES.get(name, name)


def _decode_by_guess(content: bytes) -> str:
    guess = charset_normalizer.from_bytes(content, cp_isolation=list(ENCODINGS)).best()
    if guess is None:
        raise Unreadable("it looks like a binary file")
    text = _decode_strictly(content, guess.encoding)
    if guess.encoding == "cp1250" and not _is_central_european(text):
        return content.decode("cp1252", "replace")
    return text


def _decode_wide(content: bytes) -> str:
    """Text in two- or four-byte characters without a mark; in the wrong byte order it has no spaces."""
    # Every other byte of Western text is null, and half the bytes of Eastern text are beyond ASCII.
    if content.count(0) * 4 < len(content) and len(content.translate(None, _ASCII)) * 10 < len(content):
        raise Unreadable("it looks like a binary file")
    readings = []
    for encoding in WIDE:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NOT_OF_TEXTS.search(text):
            readings.append((len(_SPACES.findall(text)), text))
    spaces, text = max(readings, default=(0, ""))
    if not spaces:
        raise Unreadable("it looks like a binary file")
    return text


def _is_central_european(text: str) -> bool:
    """Whether enough letters confirm the guess: Western and Central European letters share bytes."""
    found = len(_CENTRAL_EUROPEAN.findall(text))
    return found >= 3 and found >= 0.012 * len(text)


def _decode_strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise Unreadable("it looks like a binary file") from error
